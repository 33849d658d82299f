/* gate_sarif: verdicts as SARIF 2.1.0 (gate_write.h): a result for each limit that is exceeded and each finding. */
#include "gate/gate_write.h"
#include "report/sarif_write.h"

#include <stdlib.h>
#include <string.h>

/* Rules: first the limits, LG001 …, then the kinds of findings, named as in a report about a scan, then errors. */
static const int sarif_kinds[] = {[LEITONG_FINDING_PASSAGE] = LT_FINDING_PASSAGE,
                                  [LEITONG_FINDING_PARAGRAPH] = LT_FINDING_PARAGRAPH,
                                  [LEITONG_FINDING_PHRASE] = LT_FINDING_PHRASE};
#define SARIF_KINDS (sizeof sarif_kinds / sizeof sarif_kinds[0])
#define SARIF_ERROR (LEITONG_LIMITS + SARIF_KINDS)
#define SARIF_RULES (SARIF_ERROR + 1)

/* A verdict on its way to SARIF. */
typedef struct gate_sarif {
    const leitong_gate *gate;
    const leitong_verdict *verdict;
    lt_findings list;
    char limits[LEITONG_LIMITS][8]; /* the ids of their rules */
    lt_finding_rule rules[SARIF_RULES];
    lt_sarif sarif;
} gate_sarif;

static void sarif_open(gate_sarif *s, leitong_gate *gate, const leitong_verdict *verdict)
{
    static const char *const kinds[SARIF_KINDS][2] = {
        {"Suspected reuse: this passage also stands elsewhere.", "疑似重复：这一段文字也见于他处。"},
        {"Suspected near-duplicate paragraph.", "疑似近似段落。"},
        {"Wording that stands in more than 16 places.", "出现在 16 处以上的表述。"}};
    *s = (gate_sarif){.gate = gate, .verdict = verdict};
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        snprintf(s->limits[limit], sizeof s->limits[limit], "LG%03d", limit + 1);
        const char *words = lt_gate_limit_words(gate, limit);
        s->rules[limit] = (lt_finding_rule){s->limits[limit], leitong_limit_name(limit), NULL, {words, words}};
    }
    for (size_t kind = 0; kind < SARIF_KINDS; kind++) {
        s->rules[LEITONG_LIMITS + kind] = (lt_finding_rule){lt_finding_rules[sarif_kinds[kind]].id,
                                                            lt_gate_kind_name((int)kind),
                                                            NULL,
                                                            {kinds[kind][0], kinds[kind][1]}};
    }
    s->rules[SARIF_ERROR] = (lt_finding_rule){"LG000", "error", NULL, {"No verdict: an error.", "出错，没有结论。"}};
    s->sarif = (lt_sarif){.is_zh = gate->is_zh, .rules = s->rules, .rule_count = SARIF_RULES};
    s->sarif.documents = verdict != NULL ? verdict->documents : NULL;
}

/* Results behind those that the body holds. */
static void sarif_follow(gate_sarif *s)
{
    lt_json_begin(&s->sarif.json, s->gate->body);
    s->sarif.json.comma = s->gate->has_item && lt_gate_body_size(s->gate->kept) > 0;
}

/* A broken limit, at the finding that weighs most, or at the whole submission. */
static int sarif_reason(gate_sarif *s, const leitong_reason *reason, leitong_error *error)
{
    const leitong_verdict *v = s->verdict;
    const leitong_finding *heaviest = reason->finding_count > 0 ? &v->findings[reason->findings[0]] : NULL;
    const leitong_span whole = {v->submission, 0, v->documents[v->submission].bytes};
    const lt_finding finding = {.rule = (size_t)reason->limit,
                                .level = reason->decision == LEITONG_REFUSE ? "error" : "warning",
                                .whole = heaviest == NULL};
    LT_TRY(lt_findings_add(&s->list, &finding, error));
    LT_TRY(lt_findings_span(&s->list, heaviest != NULL ? &heaviest->here : &whole, error));
    return heaviest != NULL ? lt_findings_span(&s->list, &heaviest->there, error) : 0;
}

static int sarif_finding(gate_sarif *s, const leitong_finding *found, leitong_error *error)
{
    const lt_finding finding = {.rule = LEITONG_LIMITS + (size_t)found->kind,
                                .level = lt_finding_rules[sarif_kinds[found->kind]].level,
                                .has_hash = true,
                                .hash = {found->hash[0], found->hash[1]},
                                .baseline = found->mark == LEITONG_KNOWN ? "unchanged" : "new",
                                .excuse =
                                    found->mark != LEITONG_COUNTED ? lt_gate_mark_words(s->gate, found->mark) : NULL};
    LT_TRY(lt_findings_add(&s->list, &finding, error));
    LT_TRY(lt_findings_span(&s->list, &found->here, error));
    return lt_findings_span(&s->list, &found->there, error);
}

/* Reasons first, then findings. */
static int sarif_collect(gate_sarif *s, leitong_error *error)
{
    const leitong_verdict *v = s->verdict;
    for (size_t i = 0; i < v->reason_count; i++) {
        LT_TRY(sarif_reason(s, &v->reasons[i], error));
    }
    for (size_t i = 0; i < v->finding_count; i++) {
        LT_TRY(sarif_finding(s, &v->findings[i], error));
    }
    return lt_findings_finish(&s->list, v->result, error);
}

/* Words and a link to the other place, where there is one. */
static int sarif_tell(gate_sarif *s, const lt_finding *finding, const char *words, leitong_error *error)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        return lt_error_memory(error);
    }
    fputs(words, memory);
    if (finding->span_count > 1) {
        leitong_span other = lt_findings_place(&s->list, finding, 1);
        fputs(s->sarif.is_zh ? "：" : ": ", memory);
        lt_sarif_link(memory, s->sarif.documents[other.document].id);
    }
    if (fclose(memory) != 0) {
        free(text);
        return lt_error_memory(error);
    }
    lt_sarif_result(&s->sarif, &s->list, finding, text, size);
    free(text);
    return 0;
}

static int sarif_tell_all(gate_sarif *s, leitong_error *error)
{
    const leitong_verdict *v = s->verdict;
    char words[LT_GATE_WORDS_SIZE];
    for (size_t i = 0; i < s->list.count; i++) {
        if (i < v->reason_count) {
            lt_gate_reason_words(s->gate, &v->reasons[i], words);
        } else {
            lt_gate_finding_words(s->gate, v, &v->findings[i - v->reason_count], words);
        }
        LT_TRY(sarif_tell(s, &s->list.items[i], words, error));
    }
    return lt_json_end(&s->sarif.json, "the verdict", error);
}

static int gate_sarif_add(leitong_gate *gate, const leitong_verdict *v, leitong_error *error)
{
    gate_sarif s;
    sarif_open(&s, gate, v);
    int code = 0;
    LT_TRY_GOTO(done, sarif_collect(&s, error));
    sarif_follow(&s);
    code = sarif_tell_all(&s, error);
done:
    lt_findings_clear(&s.list);
    return code;
}

/* What could not be judged, or had nothing to judge, as a result at `id`. */
static int sarif_unjudged(leitong_gate *gate, const char *id, const lt_finding *finding, const char *words,
                          leitong_error *error)
{
    const leitong_result_document document = {.id = id};
    gate_sarif s;
    sarif_open(&s, gate, NULL);
    s.sarif.documents = &document;
    int code = 0;
    LT_TRY_GOTO(done, lt_findings_add(&s.list, finding, error));
    LT_TRY_GOTO(done, lt_findings_span(&s.list, &(leitong_span){0, 0, 0}, error));
    sarif_follow(&s);
    LT_TRY_GOTO(done, sarif_tell(&s, s.list.items, words, error));
    code = lt_json_end(&s.sarif.json, "the verdict", error);
done:
    lt_findings_clear(&s.list);
    return code;
}

/* A result of kind "fail": whoever counts errors must not take it for a pass. */
static int gate_sarif_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    const lt_finding finding = {.rule = SARIF_ERROR, .level = "error", .kind = "fail", .whole = true};
    return sarif_unjudged(gate, id, &finding, why->message, error);
}

static int gate_sarif_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    const lt_finding finding = {.rule = SARIF_ERROR, .level = "none", .kind = "notApplicable", .whole = true};
    return sarif_unjudged(gate, id, &finding, LT_GATE_BLANK(gate), error);
}

static int gate_sarif_end(leitong_gate *gate, leitong_error *error)
{
    gate_sarif s;
    sarif_open(&s, gate, NULL);
    lt_json *json = &s.sarif.json;
    lt_sarif_begin(&s.sarif, gate->file);
    lt_json_open_list(json, "invocations");
    lt_json_open(json, NULL);
    lt_json_bool(json, "executionSuccessful", gate->failed == 0);
    lt_json_close(json);
    lt_json_close_list(json);
    lt_sarif_results(&s.sarif);
    LT_TRY(lt_gate_body_pour(gate->kept, gate->file, error));
    lt_sarif_end(&s.sarif);
    return lt_json_end(json, "the verdict", error);
}

const lt_gate_format lt_gate_sarif = {gate_sarif_add, gate_sarif_fail, gate_sarif_blank, gate_sarif_end};

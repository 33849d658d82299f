/* gate_sarif: verdicts as SARIF 2.1.0 (gate_write.h): a result for each limit that is exceeded and each finding. */
#include "gate/gate_write.h"
#include "report/sarif_write.h"

#include <string.h>

/* Rules: first the limits, LG001 …, then the kinds of findings, as in a report about a scan, then errors. */
#define SARIF_ERROR (LEITONG_LIMITS + LT_FINDING_RULES)
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
    *s = (gate_sarif){.gate = gate, .verdict = verdict};
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        snprintf(s->limits[limit], sizeof s->limits[limit], "LG%03d", limit + 1);
        const char *words = lt_gate_limit_words(gate, limit);
        s->rules[limit] = (lt_finding_rule){s->limits[limit], leitong_limit_name(limit), NULL, {words, words}};
    }
    memcpy(&s->rules[LEITONG_LIMITS], lt_finding_rules, LT_FINDING_RULES * sizeof s->rules[0]);
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
    lt_finding finding;
    lt_gate_model(s->verdict, found, &finding);
    finding.rule += LEITONG_LIMITS;
    finding.has_hash = true;
    finding.hash[0] = found->hash[0];
    finding.hash[1] = found->hash[1];
    finding.baseline = found->mark == LEITONG_KNOWN ? "unchanged" : "new";
    finding.excuse = found->mark != LEITONG_COUNTED ? lt_gate_mark_words(s->gate, found->mark) : NULL;
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

static void sarif_tell(gate_sarif *s)
{
    const leitong_verdict *v = s->verdict;
    for (size_t i = 0; i < s->list.count; i++) {
        char words[LT_GATE_WORDS_SIZE];
        bool is_reason = i < v->reason_count;
        if (is_reason) {
            lt_gate_reason_words(s->gate, &v->reasons[i], words);
        }
        lt_sarif_result(&s->sarif, &s->list, &s->list.items[i], is_reason ? words : NULL);
    }
}

static int gate_sarif_add(leitong_gate *gate, const leitong_verdict *v, leitong_error *error)
{
    gate_sarif s;
    sarif_open(&s, gate, v);
    int code = 0;
    LT_TRY_GOTO(done, sarif_collect(&s, error));
    sarif_follow(&s);
    sarif_tell(&s);
    code = lt_json_end(&s.sarif.json, "the verdict", error);
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
    lt_sarif_result(&s.sarif, &s.list, s.list.items, words);
    code = lt_json_end(&s.sarif.json, "the verdict", error);
done:
    lt_findings_clear(&s.list);
    return code;
}

/* A result of kind "fail": whoever counts errors must not take it for a pass. */
static int gate_sarif_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    const lt_finding finding = {.rule = SARIF_ERROR, .level = "error", .outcome = "fail", .whole = true};
    return sarif_unjudged(gate, id, &finding, why->message, error);
}

static int gate_sarif_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    const lt_finding finding = {.rule = SARIF_ERROR, .level = "none", .outcome = "notApplicable", .whole = true};
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

/* gate_sarif: verdicts as SARIF 2.1.0 (gate_write.h): a result for each limit that is exceeded and each finding. */
#include "base/json_write.h"
#include "gate/gate_write.h"
#include "leitong/leitong.h"
#include "report/lines.h"
#include "report/sarif.h"
#include "result/fingerprint.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Rules: first the limits, then the kinds of findings, named as in a report about a scan. */
static const char *const sarif_finding_rules[] = {
    [LEITONG_FINDING_PASSAGE] = "LT001", [LEITONG_FINDING_PARAGRAPH] = "LT002", [LEITONG_FINDING_PHRASE] = "LT004"};
#define SARIF_KINDS (sizeof sarif_finding_rules / sizeof sarif_finding_rules[0])

typedef struct gate_sarif {
    const leitong_gate *gate;
    const leitong_verdict *verdict;
    lt_line_place *places; /* [4 a finding] here begin, end, there begin, end */
    size_t *ordinals;      /* [finding] among those with its fingerprint, from 1 */
    lt_json json;
} gate_sarif;

static void sarif_limit_rule(int limit, char ret_rule[16])
{
    snprintf(ret_rule, 16, "LG%03d", limit + 1);
}

static int sarif_places(gate_sarif *s, leitong_error *error)
{
    const leitong_verdict *v = s->verdict;
    s->places = calloc(4 * v->finding_count + 1, sizeof *s->places);
    if (s->places == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < v->finding_count; i++) {
        const leitong_finding *f = &v->findings[i];
        s->places[4 * i] = (lt_line_place){.document = f->here.document, .byte = f->here.begin};
        s->places[4 * i + 1] = (lt_line_place){.document = f->here.document, .byte = f->here.end};
        s->places[4 * i + 2] = (lt_line_place){.document = f->there.document, .byte = f->there.begin};
        s->places[4 * i + 3] = (lt_line_place){.document = f->there.document, .byte = f->there.end};
    }
    return lt_lines_find(v->result, s->places, 4 * v->finding_count, error);
}

/* A finding and its fingerprint. */
typedef struct sarif_print {
    uint64_t hash[2];
    size_t finding;
} sarif_print;

static int sarif_print_order(const void *left, const void *right)
{
    const sarif_print *a = left;
    const sarif_print *b = right;
    int order = lt_fingerprint_compare(a->hash, b->hash);
    return order != 0 ? order : (a->finding > b->finding) - (a->finding < b->finding);
}

/* Findings with the same fingerprint are numbered in their order. */
static int sarif_number(gate_sarif *s, leitong_error *error)
{
    size_t count = s->verdict->finding_count;
    sarif_print *prints = malloc((count + 1) * sizeof *prints);
    s->ordinals = malloc((count + 1) * sizeof *s->ordinals);
    if (prints == NULL || s->ordinals == NULL) {
        free(prints);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        const leitong_finding *finding = &s->verdict->findings[i];
        prints[i] = (sarif_print){{finding->hash[0], finding->hash[1]}, i};
    }
    qsort(prints, count, sizeof *prints, sarif_print_order);
    for (size_t i = 0; i < count; i++) {
        bool repeated = i > 0 && lt_fingerprint_compare(prints[i].hash, prints[i - 1].hash) == 0;
        s->ordinals[prints[i].finding] = repeated ? s->ordinals[prints[i - 1].finding] + 1 : 1;
    }
    free(prints);
    return 0;
}

/* `begin` NULL: the whole submission. */
static void sarif_location(gate_sarif *s, const lt_line_place *begin, uint64_t id)
{
    lt_json *json = &s->json;
    uint32_t document = begin != NULL ? begin->document : s->verdict->submission;
    lt_json_open(json, NULL);
    if (id > 0) {
        lt_json_number(json, "id", id);
    }
    lt_json_open(json, "physicalLocation");
    lt_json_open(json, "artifactLocation");
    lt_sarif_uri(json, s->verdict->documents[document].id);
    lt_json_close(json);
    if (begin != NULL) {
        lt_sarif_region(json, begin, begin + 1);
    }
    lt_json_close(json);
    lt_json_close(json);
}

static void sarif_locations(gate_sarif *s, size_t finding)
{
    bool is_whole = finding == SIZE_MAX;
    lt_json_open_list(&s->json, "locations");
    sarif_location(s, is_whole ? NULL : &s->places[4 * finding], 0);
    lt_json_close_list(&s->json);
    lt_json_open_list(&s->json, "relatedLocations");
    if (!is_whole) {
        sarif_location(s, &s->places[4 * finding + 2], 1);
    }
    lt_json_close_list(&s->json);
}

/* Words and a link to the other place; `other` NULL: none. */
static void sarif_message(gate_sarif *s, const char *words, const char *other)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL) {
        s->json.cause = s->json.cause != 0 ? s->json.cause : ENOMEM;
        return;
    }
    fputs(words, memory);
    if (other != NULL) {
        fputs(s->gate->is_zh ? "：" : ": ", memory);
        lt_sarif_link(memory, other);
    }
    if (fclose(memory) != 0) {
        s->json.cause = s->json.cause != 0 ? s->json.cause : ENOMEM;
    } else {
        lt_json_open(&s->json, "message");
        lt_json_bytes(&s->json, "text", text, size);
        lt_json_close(&s->json);
    }
    free(text);
}

static void sarif_reason(gate_sarif *s, const leitong_reason *reason)
{
    const leitong_verdict *v = s->verdict;
    char rule[16];
    char words[LT_GATE_WORDS_SIZE];
    size_t finding = reason->finding_count > 0 ? reason->findings[0] : SIZE_MAX;
    sarif_limit_rule(reason->limit, rule);
    lt_gate_reason_words(s->gate, reason, words);
    lt_json_open(&s->json, NULL);
    lt_json_string(&s->json, "ruleId", rule);
    lt_json_number(&s->json, "ruleIndex", (uint64_t)reason->limit);
    lt_json_string(&s->json, "level", reason->decision == LEITONG_REFUSE ? "error" : "warning");
    sarif_message(s, words, finding != SIZE_MAX ? v->documents[v->findings[finding].there.document].id : NULL);
    sarif_locations(s, finding);
    lt_json_close(&s->json);
}

/* A finding that does not count is suppressed with its reason: code hosts then do not show it as open. */
static void sarif_suppression(gate_sarif *s, int mark)
{
    lt_json_open_list(&s->json, "suppressions");
    if (mark != LEITONG_COUNTED) {
        lt_json_open(&s->json, NULL);
        lt_json_string(&s->json, "kind", "external");
        lt_json_string(&s->json, "justification", lt_gate_mark_words(s->gate, mark));
        lt_json_close(&s->json);
    }
    lt_json_close_list(&s->json);
}

static void sarif_finding(gate_sarif *s, size_t number)
{
    const leitong_verdict *v = s->verdict;
    const leitong_finding *finding = &v->findings[number];
    char words[LT_GATE_WORDS_SIZE];
    char fingerprint[64];
    snprintf(fingerprint, sizeof fingerprint, "%016" PRIx64 "%016" PRIx64 ":%zu", finding->hash[0], finding->hash[1],
             s->ordinals[number]);
    lt_gate_finding_words(s->gate, v, finding, words);
    lt_json_open(&s->json, NULL);
    lt_json_string(&s->json, "ruleId", sarif_finding_rules[finding->kind]);
    lt_json_number(&s->json, "ruleIndex", LEITONG_LIMITS + (uint64_t)finding->kind);
    lt_json_string(&s->json, "level", finding->kind == LEITONG_FINDING_PHRASE ? "note" : "warning");
    sarif_message(s, words, v->documents[finding->there.document].id);
    sarif_locations(s, number);
    lt_json_open(&s->json, "partialFingerprints");
    lt_json_string(&s->json, "leitongText/v1", fingerprint);
    lt_json_close(&s->json);
    lt_json_string(&s->json, "baselineState", finding->mark == LEITONG_KNOWN ? "unchanged" : "new");
    sarif_suppression(s, finding->mark);
    lt_json_close(&s->json);
}

static int gate_sarif_add(leitong_gate *gate, const leitong_verdict *v, leitong_error *error)
{
    gate_sarif s = {.gate = gate, .verdict = v};
    int code = 0;
    LT_TRY_GOTO(done, sarif_places(&s, error));
    LT_TRY_GOTO(done, sarif_number(&s, error));
    lt_json_begin(&s.json, gate->body);
    s.json.comma = gate->has_item && lt_gate_body_size(gate->kept) > 0;
    for (size_t i = 0; i < v->reason_count; i++) {
        sarif_reason(&s, &v->reasons[i]);
    }
    for (size_t i = 0; i < v->finding_count; i++) {
        sarif_finding(&s, i);
    }
    code = lt_json_end(&s.json, "the verdict", error);
done:
    free(s.places);
    free(s.ordinals);
    return code;
}

/* What could not be judged, or had nothing to judge, as a result at `id`. */
static int sarif_unjudged(leitong_gate *gate, const char *id, const char *kind, const char *words, leitong_error *error)
{
    lt_json json;
    bool is_error = strcmp(kind, "fail") == 0;
    lt_json_begin(&json, gate->body);
    json.comma = gate->has_item && lt_gate_body_size(gate->kept) > 0;
    lt_json_open(&json, NULL);
    lt_json_string(&json, "ruleId", "LG000");
    lt_json_number(&json, "ruleIndex", LEITONG_LIMITS + SARIF_KINDS);
    lt_json_string(&json, "kind", kind);
    lt_json_string(&json, "level", is_error ? "error" : "none");
    lt_sarif_text(&json, "message", words);
    lt_json_open_list(&json, "locations");
    lt_json_open(&json, NULL);
    lt_json_open(&json, "physicalLocation");
    lt_json_open(&json, "artifactLocation");
    lt_sarif_uri(&json, id);
    lt_json_close(&json);
    lt_json_close(&json);
    lt_json_close(&json);
    lt_json_close_list(&json);
    lt_json_close(&json);
    return lt_json_end(&json, "the verdict", error);
}

/* A result of kind "fail": whoever counts errors must not take it for a pass. */
static int gate_sarif_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    return sarif_unjudged(gate, id, "fail", why->message, error);
}

static int gate_sarif_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    return sarif_unjudged(gate, id, "notApplicable", LT_GATE_BLANK(gate), error);
}

static void sarif_rule(lt_json *json, const char *id, const char *name, const char *about)
{
    lt_json_open(json, NULL);
    lt_json_string(json, "id", id);
    lt_json_string(json, "name", name);
    lt_sarif_text(json, "shortDescription", about);
    lt_json_close(json);
}

static void sarif_rules(const leitong_gate *gate, lt_json *json)
{
    static const char *const kinds[SARIF_KINDS][2] = {
        {"Suspected reuse: this passage also stands elsewhere.", "疑似重复：这一段文字也见于他处。"},
        {"Suspected near-duplicate paragraph.", "疑似近似段落。"},
        {"Wording that stands in more than 16 places.", "出现在 16 处以上的表述。"}};
    lt_json_open_list(json, "rules");
    for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
        char id[16];
        sarif_limit_rule(limit, id);
        sarif_rule(json, id, leitong_limit_name(limit), lt_gate_limit_words(gate, limit));
    }
    for (size_t kind = 0; kind < SARIF_KINDS; kind++) {
        sarif_rule(json, sarif_finding_rules[kind], lt_gate_kind_name((int)kind), kinds[kind][gate->is_zh]);
    }
    sarif_rule(json, "LG000", "error", LT_GATE_SAY(gate, "No verdict: an error.", "出错，没有结论。"));
    lt_json_close_list(json);
}

static int gate_sarif_end(leitong_gate *gate, leitong_error *error)
{
    lt_json json;
    lt_json_begin(&json, gate->file);
    lt_json_open(&json, NULL);
    lt_json_string(&json, "$schema", LT_SARIF_SCHEMA);
    lt_json_string(&json, "version", "2.1.0");
    lt_json_open_list(&json, "runs");
    lt_json_open(&json, NULL);
    lt_json_open(&json, "tool");
    lt_json_open(&json, "driver");
    lt_json_string(&json, "name", "leitong");
    lt_json_string(&json, "version", leitong_version());
    lt_json_string(&json, "semanticVersion", leitong_version());
    lt_json_string(&json, "language", gate->is_zh ? "zh-CN" : "en-US");
    sarif_rules(gate, &json);
    lt_json_close(&json);
    lt_json_close(&json);
    lt_json_open_list(&json, "invocations");
    lt_json_open(&json, NULL);
    lt_json_bool(&json, "executionSuccessful", gate->failed == 0);
    lt_json_close(&json);
    lt_json_close_list(&json);
    lt_json_string(&json, "columnKind", "unicodeCodePoints");
    lt_json_open_list(&json, "results");
    LT_TRY(lt_gate_body_pour(gate->kept, gate->file, error));
    lt_json_close_list(&json);
    lt_json_close(&json);
    lt_json_close_list(&json);
    lt_json_close(&json);
    lt_json_line(&json);
    return lt_json_end(&json, "the verdict", error);
}

const lt_gate_format lt_gate_sarif = {gate_sarif_add, gate_sarif_fail, gate_sarif_blank, gate_sarif_end};

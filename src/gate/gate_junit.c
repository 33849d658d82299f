/* gate_junit: verdicts as JUnit XML (gate_write.h): a test case for each submission. */
#include "gate/gate_write.h"
#include "report/junit_write.h"
#include "report/markup.h"

#include <inttypes.h>

static void junit_open(const leitong_gate *gate, const char *id)
{
    lt_junit_case(gate->body, "leitong.gate", id, NULL);
}

/* Lines of this kind. */
static void junit_lines(const leitong_gate *gate, const leitong_verdict *v, int kind)
{
    lt_gate_lines lines = {.gate = gate, .verdict = v};
    lt_gate_line line;
    while (lt_gate_lines_next(&lines, &line)) {
        for (size_t i = 0; line.kind == kind && line.parts[i] != NULL; i++) {
            lt_markup_text(gate->body, line.parts[i]);
        }
        fputs(line.kind == kind ? "\n" : "", gate->body);
    }
}

static void junit_details(const leitong_gate *gate, const leitong_verdict *v, const lt_gate_picks *picks)
{
    junit_lines(gate, v, LT_GATE_REASON);
    for (size_t i = 0; i < picks->count; i++) {
        const leitong_finding *finding = &v->findings[picks->findings[i]];
        const leitong_span sides[2] = {finding->here, finding->there};
        lt_finding model;
        lt_gate_model(v, finding, &model);
        lt_junit_finding(gate->body, v->documents, &model, sides, gate->is_zh);
    }
    if (picks->count < picks->all) {
        fprintf(gate->body, LT_GATE_SAY(gate, "and %zu more\n", "另有 %zu 处\n"), picks->all - picks->count);
    }
    junit_lines(gate, v, LT_GATE_APPROVAL);
}

static int gate_junit_add(leitong_gate *gate, const leitong_verdict *v, leitong_error *error)
{
    lt_gate_picks picks;
    bool is_refused = v->decision == LEITONG_REFUSE;
    LT_TRY(lt_gate_pick(v, false, &picks, error));
    junit_open(gate, v->documents[v->submission].id);
    if (is_refused) {
        char words[LT_GATE_WORDS_SIZE];
        lt_gate_reason_words(gate, &v->reasons[0], words);
        lt_junit_outcome(gate->body, "failure", "refused", words);
        putc('\n', gate->body);
    } else if (v->reason_count + v->approval_count > 0) {
        fputs("<system-out>\n", gate->body);
    }
    if (v->reason_count + v->approval_count > 0) {
        junit_details(gate, v, &picks);
        fputs(is_refused ? "</failure>" : "</system-out>", gate->body);
    }
    lt_junit_case_end(gate->body);
    return 0;
}

static int gate_junit_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    (void)error;
    junit_open(gate, id);
    lt_junit_outcome(gate->body, "error", leitong_code_name(why->code), why->message);
    lt_markup_text(gate->body, why->path);
    if (why->offset != LEITONG_NO_OFFSET) {
        fprintf(gate->body, ":%" PRIu64, why->offset);
    }
    fputs("</error>", gate->body);
    lt_junit_case_end(gate->body);
    return 0;
}

static int gate_junit_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    (void)error;
    junit_open(gate, id);
    fprintf(gate->body, "<skipped message=\"%s\"/>", LT_GATE_BLANK(gate));
    lt_junit_case_end(gate->body);
    return 0;
}

static int gate_junit_end(leitong_gate *gate, leitong_error *error)
{
    const lt_junit_counts counts = {.tests = gate->passed + gate->warned + gate->refused + gate->failed + gate->blank,
                                    .failures = gate->refused,
                                    .errors = gate->failed,
                                    .skipped = gate->blank};
    lt_junit_begin(gate->file, "leitong gate", &counts);
    LT_TRY(lt_gate_body_pour(gate->kept, gate->file, error));
    lt_junit_end(gate->file);
    return 0;
}

const lt_gate_format lt_gate_junit = {gate_junit_add, gate_junit_fail, gate_junit_blank, gate_junit_end};

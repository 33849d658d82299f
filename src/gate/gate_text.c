/* gate_text: verdicts for people on a terminal (gate_write.h). */
#include "gate/gate_write.h"
#include "report/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define GATE_TEXT_LINES 8  /* of one passage */
#define GATE_TEXT_MARKED 5 /* findings that do not count, named */

typedef struct gate_text {
    leitong_gate *gate;
    const leitong_verdict *verdict;
    FILE *file;
    lt_text_wrap wrap;
} gate_text;

static void text_line(gate_text *t, unsigned indent, const char *words)
{
    lt_text_wrap_begin(&t->wrap, indent, 4);
    lt_text_wrap_put(&t->wrap, words, strlen(words));
    lt_text_wrap_end(&t->wrap);
}

static void text_place(gate_text *t, const char *name, const leitong_span *span)
{
    char bytes[64];
    int size = snprintf(bytes, sizeof bytes, " [%" PRIu64 ", %" PRIu64 ")", span->begin, span->end);
    unsigned used = 4 + (unsigned)size + (t->gate->is_zh ? 6 : (unsigned)strlen(name));
    fprintf(t->file, "    %s", name);
    lt_text_wrap_name(&t->wrap, t->verdict->documents[span->document].id,
                      t->wrap.columns > used + 8 ? t->wrap.columns - used : 8);
    fprintf(t->file, "%s\n", bytes);
}

static void text_put(gate_text *t, const char *words)
{
    lt_text_wrap_put(&t->wrap, words, strlen(words));
}

static void text_parts(gate_text *t, const char *const *parts)
{
    for (size_t i = 0; parts[i] != NULL; i++) {
        text_put(t, parts[i]);
    }
}

/* The head of a paragraph that is ended by the caller. */
static void text_head(gate_text *t, const char *words, const char *id)
{
    lt_text_wrap_begin(&t->wrap, 0, 6);
    text_put(t, words);
    text_put(t, LT_GATE_SAY(t->gate, ": ", "："));
    text_put(t, id);
}

/* "; the largest source is DOC (2020-05-28)" */
static void text_source(gate_text *t)
{
    const leitong_verdict_figures *f = leitong_verdict_get_figures(t->verdict);
    if (f->source == LEITONG_NO_DOCUMENT) {
        return;
    }
    const leitong_result_document *source = &t->verdict->documents[f->source];
    text_put(t, LT_GATE_SAY(t->gate, "; the largest source is ", "；最大来源："));
    text_put(t, source->id);
    if (source->date != NULL) {
        text_put(t, LT_GATE_SAY(t->gate, " (", "（"));
        text_put(t, source->date);
        text_put(t, LT_GATE_SAY(t->gate, ")", "）"));
    }
}

/* The first line says the verdict, its first reason, the largest source and that one's date; then all else. */
static void text_verdict(gate_text *t, const lt_gate_picks *picks)
{
    lt_gate_lines lines = {.gate = t->gate, .verdict = t->verdict, .picks = picks};
    lt_gate_line line;
    int decision = t->verdict->decision;
    bool more = lt_gate_lines_next(&lines, &line);
    text_head(t, lt_gate_decision_words(t->gate, decision), t->verdict->documents[t->verdict->submission].id);
    if (more && line.kind == LT_GATE_REASON && strcmp(line.name, lt_gate_decision_name(decision)) == 0) {
        text_put(t, LT_GATE_SAY(t->gate, ": ", "："));
        text_parts(t, line.parts + 1);
        text_source(t);
        more = lt_gate_lines_next(&lines, &line);
    }
    lt_text_wrap_end(&t->wrap);
    for (; more; more = lt_gate_lines_next(&lines, &line)) {
        lt_text_wrap_begin(&t->wrap, 2, 4);
        text_parts(t, line.parts);
        lt_text_wrap_end(&t->wrap);
    }
}

static int text_finding(gate_text *t, size_t number, const leitong_finding *finding, leitong_error *error)
{
    char words[LT_GATE_WORDS_SIZE];
    char line[LT_GATE_WORDS_SIZE + 32];
    lt_gate_sides sides = {0};
    LT_TRY(lt_gate_sides_read(t->verdict, finding, &sides, error));
    lt_gate_finding_words(t->gate, t->verdict, finding, words);
    snprintf(line, sizeof line, "[%zu] %s", number, words);
    text_line(t, 2, line);
    text_place(t, LT_GATE_SAY(t->gate, "here:  ", "本文："), &finding->here);
    text_place(t, LT_GATE_SAY(t->gate, "there: ", "他处："), &finding->there);
    if (sides.here.text != NULL && sides.there.text != NULL) {
        if (finding->kind == LEITONG_FINDING_PASSAGE) {
            lt_text_versions(&t->wrap, &sides.there, &sides.here, sides.edit_count, GATE_TEXT_LINES);
        } else {
            lt_text_versions(&t->wrap, &sides.here, &sides.here, 0, GATE_TEXT_LINES);
        }
    }
    lt_gate_sides_clear(&sides);
    return 0;
}

/* What is shown and marked, though it does not count. */
static void text_marked(gate_text *t)
{
    size_t counts[LEITONG_WITHIN + 1] = {0};
    for (size_t i = 0; i < t->verdict->finding_count; i++) {
        const leitong_finding *finding = &t->verdict->findings[i];
        if (finding->mark == LEITONG_COUNTED || counts[finding->mark]++ >= GATE_TEXT_MARKED) {
            continue;
        }
        char words[LT_GATE_WORDS_SIZE];
        char line[LT_GATE_WORDS_SIZE + 64];
        lt_gate_finding_words(t->gate, t->verdict, finding, words);
        snprintf(line, sizeof line, LT_GATE_SAY(t->gate, "(%s) %s", "（%s）%s"),
                 lt_gate_mark_words(t->gate, finding->mark), words);
        text_line(t, 2, line);
        text_place(t, LT_GATE_SAY(t->gate, "here:  ", "本文："), &finding->here);
        text_place(t, LT_GATE_SAY(t->gate, "there: ", "他处："), &finding->there);
    }
    for (int mark = LEITONG_APPROVED; mark <= LEITONG_WITHIN; mark++) {
        if (counts[mark] > GATE_TEXT_MARKED) {
            fprintf(t->file, LT_GATE_SAY(t->gate, "  (%s) and %zu more\n", "  （%s）另有 %zu 处\n"),
                    lt_gate_mark_words(t->gate, mark), counts[mark] - GATE_TEXT_MARKED);
        }
    }
}

static int gate_text_add(leitong_gate *gate, const leitong_verdict *verdict, leitong_error *error)
{
    gate_text t = {.gate = gate, .verdict = verdict, .file = gate->body};
    lt_gate_picks picks;
    LT_TRY(lt_gate_pick(verdict, gate->verbose, &picks, error));
    int code = 0;
    lt_text_wrap_open(&t.wrap, gate->body, gate->columns);
    text_verdict(&t, &picks);
    for (size_t i = 0; i < picks.count; i++) {
        LT_TRY_GOTO(done, text_finding(&t, i + 1, &verdict->findings[picks.findings[i]], error));
    }
    if (picks.count < picks.all) {
        fprintf(gate->body, LT_GATE_SAY(gate, "  and %zu more\n", "  另有 %zu 处\n"), picks.all - picks.count);
    }
    text_marked(&t);
done:
    lt_text_wrap_close(&t.wrap);
    return code;
}

static int gate_text_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    gate_text t = {.gate = gate, .file = gate->body};
    char words[LT_GATE_ERROR_SIZE];
    (void)error;
    lt_gate_error_words(gate, why, words);
    lt_text_wrap_open(&t.wrap, gate->body, gate->columns);
    text_head(&t, LT_GATE_SAY(gate, "error, no verdict", "出错，没有结论"), id);
    lt_text_wrap_end(&t.wrap);
    text_line(&t, 2, words);
    lt_text_wrap_close(&t.wrap);
    return 0;
}

static int gate_text_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    gate_text t = {.gate = gate, .file = gate->body};
    (void)error;
    lt_text_wrap_open(&t.wrap, gate->body, gate->columns);
    text_head(&t, LT_GATE_BLANK(gate), id);
    lt_text_wrap_end(&t.wrap);
    lt_text_wrap_close(&t.wrap);
    return 0;
}

static int gate_text_end(leitong_gate *gate, leitong_error *error)
{
    (void)error;
    if (gate->passed + gate->warned + gate->refused + gate->failed + gate->blank > 1) {
        fprintf(gate->file,
                LT_GATE_SAY(gate, "%zu refused, %zu with warnings, %zu passed, %zu errors",
                            "拒绝 %zu，警告 %zu，通过 %zu，出错 %zu"),
                gate->refused, gate->warned, gate->passed, gate->failed);
        if (gate->blank > 0) {
            fprintf(gate->file, LT_GATE_SAY(gate, ", %zu blank", "，空白 %zu"), gate->blank);
        }
        putc('\n', gate->file);
    }
    return 0;
}

const lt_gate_format lt_gate_text = {gate_text_add, gate_text_fail, gate_text_blank, gate_text_end};

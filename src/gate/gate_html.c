/* gate_html: verdicts as one page to read, print and file (gate_write.h): no script, nothing from the network. */
#include "gate/gate_write.h"
#include "report/markup.h"
#include "report/versions.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char html_style[] =
    "body{font:16px/1.6 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;max-width:56rem;margin:2rem auto;"
    "padding:0 1rem;color:#222;background:#fff}"
    "h1{font-size:1.4rem}h2{font-size:1.15rem;border-top:2px solid #888;padding-top:.8rem;overflow-wrap:anywhere}"
    ".v{display:inline-block;padding:0 .6rem;border:2px solid;font-weight:bold}"
    ".refuse,.error{color:#a11}.warn{color:#7a5200}.pass{color:#14632c}"
    ".f{border:1px solid #bbb;padding:.5rem .8rem;margin:.8rem 0;break-inside:avoid}"
    ".f p{margin:.2rem 0}.t{white-space:pre-wrap;overflow-wrap:anywhere}.p{color:#555;overflow-wrap:anywhere}"
    "del{background:#fbd9d9;color:#7a1010}ins{background:#d8f0dc;color:#0c4a1e}"
    "@media print{body{margin:0;max-width:none}}";

static void html_put(const leitong_gate *gate, const char *text)
{
    lt_markup_text(gate->body, text);
}

static void html_item(const leitong_gate *gate, const char *words)
{
    fputs("<li>", gate->body);
    html_put(gate, words);
    fputs("</li>\n", gate->body);
}

static void html_place(const leitong_gate *gate, const leitong_verdict *v, const char *name, const leitong_span *span)
{
    fputs("<p class=\"p\">", gate->body);
    html_put(gate, name);
    html_put(gate, v->documents[span->document].id);
    fprintf(gate->body, " [%" PRIu64 ", %" PRIu64 ")</p>\n", span->begin, span->end);
}

/* A line break replaces all white space around it: empty lines of a document would spread the page. */
static void html_text(const leitong_gate *gate, const char *text, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < size; i++) {
        size_t end = i;
        bool breaks = false;
        for (; end < size && strchr(" \t\r\n", text[end]) != NULL && text[end] != '\0'; end++) {
            breaks = breaks || text[end] == '\n';
        }
        if (breaks && end > i + 1) {
            lt_markup_put(gate->body, text + at, i - at);
            fputc('\n', gate->body);
            at = end;
        }
        i = end > i ? end - 1 : i;
    }
    lt_markup_put(gate->body, text + at, size - at);
}

static void html_marked(const leitong_gate *gate, const char *element, const char *text, size_t size)
{
    if (size > 0) {
        fprintf(gate->body, "<%s>", element);
        html_text(gate, text, size);
        fprintf(gate->body, "</%s>", element);
    }
}

/* The edits from the other text to this one. */
static void html_versions(const leitong_gate *gate, const lt_gate_sides *sides)
{
    lt_versions versions = {.before = &sides->there, .after = &sides->here, .edit_count = sides->edit_count};
    lt_piece piece;
    fputs("<p class=\"t\">", gate->body);
    while (lt_versions_next(&versions, &piece)) {
        if (piece.is_edit) {
            html_marked(gate, "del", piece.before, piece.before_size);
            html_marked(gate, "ins", piece.after, piece.after_size);
        } else {
            html_text(gate, piece.before, piece.before_size);
        }
    }
    fputs("</p>\n", gate->body);
}

/* `number`, by which reasons point to it; 0 for none. */
static int html_finding(const leitong_gate *gate, const leitong_verdict *v, size_t number,
                        const leitong_finding *finding, leitong_error *error)
{
    char words[LT_GATE_WORDS_SIZE];
    lt_gate_sides sides = {0};
    LT_TRY(lt_gate_sides_read(v, finding, &sides, error));
    lt_gate_finding_words(gate, v, finding, words);
    fputs("<div class=\"f\"><p>", gate->body);
    if (number > 0) {
        fprintf(gate->body, "[%zu] ", number);
    }
    html_put(gate, words);
    if (finding->mark != LEITONG_COUNTED) {
        fputs(LT_GATE_SAY(gate, " — not counted: ", "——不计入："), gate->body);
        html_put(gate, lt_gate_mark_words(gate, finding->mark));
    }
    fputs("</p>\n", gate->body);
    html_place(gate, v, LT_GATE_SAY(gate, "here: ", "本文："), &finding->here);
    html_place(gate, v, LT_GATE_SAY(gate, "there: ", "他处："), &finding->there);
    if (sides.there.text != NULL && sides.here.text != NULL) {
        html_versions(gate, &sides);
        if (finding->kind == LEITONG_FINDING_PARAGRAPH) {
            fputs("<p class=\"t\">", gate->body);
            html_text(gate, sides.here.text, sides.here.size);
            fputs("</p>\n", gate->body);
        }
    }
    fputs("</div>\n", gate->body);
    lt_gate_sides_clear(&sides);
    return 0;
}

static void html_head(const leitong_gate *gate, const char *kind, const char *words, const char *id)
{
    fprintf(gate->body, "<h2><span class=\"v %s\">", kind);
    html_put(gate, words);
    fputs("</span> ", gate->body);
    html_put(gate, id);
    fputs("</h2>\n<ul>\n", gate->body);
}

static void html_lines(const leitong_gate *gate, const leitong_verdict *v, const lt_gate_picks *picks)
{
    lt_gate_lines lines = {.gate = gate, .verdict = v, .picks = picks};
    lt_gate_line line;
    while (lt_gate_lines_next(&lines, &line)) {
        if (line.name != NULL) {
            fprintf(gate->body, "<li class=\"%s\">", line.name);
        } else {
            fputs("<li>", gate->body);
        }
        for (size_t i = 0; line.parts[i] != NULL; i++) {
            html_put(gate, line.parts[i]);
        }
        fputs("</li>\n", gate->body);
    }
    fputs("</ul>\n", gate->body);
}

static int gate_html_add(leitong_gate *gate, const leitong_verdict *v, leitong_error *error)
{
    lt_gate_picks picks;
    size_t marked = 0;
    LT_TRY(lt_gate_pick(v, true, &picks, error));
    html_head(gate, lt_gate_decision_name(v->decision), lt_gate_decision_words(gate, v->decision),
              v->documents[v->submission].id);
    html_lines(gate, v, &picks);
    for (size_t i = 0; i < picks.count; i++) {
        LT_TRY(html_finding(gate, v, i + 1, &v->findings[picks.findings[i]], error));
    }
    if (picks.count < picks.all) {
        fprintf(gate->body, LT_GATE_SAY(gate, "<p>and %zu more</p>\n", "<p>另有 %zu 处</p>\n"),
                picks.all - picks.count);
    }
    for (size_t i = 0; i < v->finding_count; i++) {
        if (v->findings[i].mark != LEITONG_COUNTED && marked++ < LT_GATE_ROWS) {
            LT_TRY(html_finding(gate, v, 0, &v->findings[i], error));
        }
    }
    if (marked > LT_GATE_ROWS) {
        fprintf(gate->body, LT_GATE_SAY(gate, "<p>and %zu more that do not count</p>\n", "<p>另有 %zu 处不计入</p>\n"),
                marked - LT_GATE_ROWS);
    }
    return 0;
}

static int gate_html_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    char words[LT_GATE_ERROR_SIZE];
    (void)error;
    lt_gate_error_words(gate, why, words);
    html_head(gate, "error", LT_GATE_SAY(gate, "error, no verdict", "出错，没有结论"), id);
    html_item(gate, words);
    fputs("</ul>\n", gate->body);
    return 0;
}

static int gate_html_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    (void)error;
    html_head(gate, "blank", LT_GATE_BLANK(gate), id);
    fputs("</ul>\n", gate->body);
    return 0;
}

static int gate_html_end(leitong_gate *gate, leitong_error *error)
{
    const lt_markup_page page = {
        .lang = gate->is_zh ? "zh-CN" : "en", .policy = "style-src 'unsafe-inline'", .title = "雷同 leitong gate"};
    lt_markup_head(gate->file, &page);
    fprintf(gate->file, "<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n", html_style,
            LT_GATE_SAY(gate, "Suspected reuse: the gate", "疑似重合：送检结论"));
    fprintf(gate->file,
            LT_GATE_SAY(gate,
                        "<p>%zu refused, %zu with warnings, %zu passed, %zu errors, %zu blank. People judge.</p>\n",
                        "<p>拒绝 %zu，警告 %zu，通过 %zu，出错 %zu，空白 %zu。结论由人判断。</p>\n"),
            gate->refused, gate->warned, gate->passed, gate->failed, gate->blank);
    LT_TRY(lt_gate_body_pour(gate->kept, gate->file, error));
    fputs("</body>\n</html>\n", gate->file);
    return 0;
}

const lt_gate_format lt_gate_html = {gate_html_add, gate_html_fail, gate_html_blank, gate_html_end};

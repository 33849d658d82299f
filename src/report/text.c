#include "report/text.h"

#include "base/compare.h"
#include "base/file_close.h"
#include "base/ratio.h"
#include "report/findings.h"
#include "report/skip_words.h"
#include "report/text_names.h"
#include "report/versions.h"
#include "result/dates.h"
#include "result/ranked.h"
#include "result/span_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_LINES 8 /* of one passage */

/* Bytes of all copies: many copies of a greeting weigh less than three of a page. */
static uint64_t text_cluster_weight(const leitong_result *result, size_t row)
{
    size_t count;
    const leitong_result_cluster *c = leitong_result_clusters(result, &count) + row;
    const leitong_span *medoid = &leitong_result_members(result, &count)[c->member_begin + c->medoid].span;
    return (medoid->end - medoid->begin) * c->member_count;
}

static uint64_t text_phrase_weight(const leitong_result *result, size_t row)
{
    size_t count;
    const leitong_result_phrase *p = leitong_result_phrases(result, &count) + row;
    return p->tokens * p->count;
}

static void text_percent(lt_text_rows *t, uint64_t numerator, uint64_t denominator)
{
    char percent[LT_RATIO_SIZE];
    lt_ratio_percent(percent, numerator, denominator);
    fprintf(t->file, "%5s %%", percent);
}

/* The document with the earliest date; the report never says who wrote the text. */
static void text_earliest(lt_text_rows *t, uint32_t document)
{
    const leitong_result_document *d = &t->documents[document];
    fputs(LT_TEXT_SAY(t, "    earliest seen: ", "    最早见于："), t->file);
    lt_text_wrap_name(&t->wrap, d->id, t->wrap.columns - 34);
    fputs(LT_TEXT_SAY(t, " (", "（"), t->file);
    lt_text_wrap_name(&t->wrap, d->date, 12);
    fputs(LT_TEXT_SAY(t, ")\n", "）\n"), t->file);
}

/* What is equal elsewhere and yet not counted as reused. */
static void text_left_out(const lt_text_rows *t)
{
    size_t count;
    uint64_t boilerplate = 0;
    uint64_t excluded = 0;
    (void)leitong_result_documents(t->result, &count);
    for (size_t i = 0; i < count; i++) {
        boilerplate += t->documents[i].boilerplate;
        excluded += t->documents[i].excluded;
    }
    if (boilerplate + excluded > 0) {
        fprintf(t->file,
                LT_TEXT_SAY(t,
                            "Equal elsewhere, but not counted as reused: %" PRIu64 " tokens of boilerplate, %" PRIu64
                            " in references, contents lines and running headers\n",
                            "另有不计入复制比的重合：页面套件 %" PRIu64 " 字，参考文献、目录、页眉页脚 %" PRIu64
                            " 字\n"),
                boilerplate, excluded);
    }
}

static void text_figures(lt_text_rows *t)
{
    const leitong_result_run *run = leitong_result_get_run(t->result);
    leitong_result_counts counts = leitong_result_count(t->result);
    if (t->is_zh) {
        fprintf(t->file, "疑似重合：共 %" PRIu64 " 篇文档、%" PRIu64 " 段、%" PRIu64 " 字\n", run->documents,
                run->paragraphs, run->tokens);
        fprintf(t->file,
                "重合处 %zu 处，同源文字 %zu 条，重合段 %zu 处，常用表述 %zu 条，近似段落 %zu 对，版本组 %zu 组\n",
                counts.cases, counts.texts, counts.passages, counts.phrases, counts.pairs, counts.clusters);
    } else {
        fprintf(t->file, "Suspected reuse in %" PRIu64 " document%s, %" PRIu64 " paragraph%s, %" PRIu64 " token%s\n",
                run->documents, LT_PLURAL(run->documents), run->paragraphs, LT_PLURAL(run->paragraphs), run->tokens,
                LT_PLURAL(run->tokens));
        fprintf(t->file,
                "%zu case%s, %zu text%s, %zu passage%s, %zu phrase%s, %zu pair%s of paragraphs, %zu cluster%s\n",
                counts.cases, LT_PLURAL(counts.cases), counts.texts, LT_PLURAL(counts.texts), counts.passages,
                LT_PLURAL(counts.passages), counts.phrases, LT_PLURAL(counts.phrases), counts.pairs,
                LT_PLURAL(counts.pairs), counts.clusters, LT_PLURAL(counts.clusters));
    }
    if (counts.templates + counts.adapted > 0 && t->is_zh) {
        fprintf(t->file, "模板 %zu 个，照稿改写 %zu 对，换词 %zu 组，漏改 %zu 处\n", counts.templates, counts.adapted,
                counts.swaps, counts.left_behind);
    } else if (counts.templates + counts.adapted > 0) {
        fprintf(t->file, "%zu template%s, %zu adapted pair%s, %zu swap%s, %zu name%s left behind\n", counts.templates,
                LT_PLURAL(counts.templates), counts.adapted, LT_PLURAL(counts.adapted), counts.swaps,
                LT_PLURAL(counts.swaps), counts.left_behind, LT_PLURAL(counts.left_behind));
    }
    text_left_out(t);
    fprintf(t->file,
            LT_TEXT_SAY(t, "Threshold %g (Jaccard), recall %g, runs of %u tokens, stock wording from %u documents\n",
                        "阈值 %g（Jaccard），召回率 %g，连续 %u 字，规范表述见于 %u 篇以上\n"),
            run->threshold, run->recall, run->run, run->stock);
}

static void text_document(lt_text_rows *t, const leitong_result_document *d)
{
    fputs(t->is_zh ? "   " : " ", t->file);
    text_percent(t, d->reused, d->tokens);
    fputs(t->is_zh ? " " : "  ", t->file);
    text_percent(t, d->reused_without_quotes, d->tokens);
    fputs(t->is_zh ? " " : "  ", t->file);
    text_percent(t, d->reused_without_stock, d->tokens);
    fputs("  ", t->file);
    text_percent(t, d->repeated, d->tokens);
    fprintf(t->file, t->is_zh ? " %8" PRIu64 "  " : "%8" PRIu64 "  ", d->longest_run);
    lt_text_wrap_name(&t->wrap, d->id, t->wrap.columns - (t->is_zh ? 46 : 45));
    putc('\n', t->file);
}

/* The head of the list of documents that hold something of another. */
static int text_documents(lt_text_rows *t, leitong_error *error)
{
    size_t count;
    size_t reusing = 0;
    uint32_t *numbers = NULL;
    (void)leitong_result_documents(t->result, &count);
    LT_TRY(lt_ranked_documents(t->result, &numbers, error));
    for (size_t i = 0; i < count; i++) {
        reusing += t->documents[i].reused > 0;
    }
    if (reusing > 0) {
        lt_text_heading(t,
                        LT_TEXT_SAY(t, "Documents, by what none before tells", "文档，显著度从高到低，已示文字不重计"),
                        LT_MIN(reusing, LT_TEXT_ROWS), count);
        fputs(LT_TEXT_SAY(t, "  reused unquoted no stock repeated longest  doc\n",
                          "  总复制比  去引用  去规范 本篇重复 最长连续  文档\n"),
              t->file);
    }
    for (size_t i = 0, shown = 0; i < count && shown < LT_TEXT_ROWS; i++) {
        if (t->documents[numbers[i]].reused > 0) {
            text_document(t, &t->documents[numbers[i]]);
            shown++;
        }
    }
    free(numbers);
    return 0;
}

void lt_text_versions(lt_text_wrap *wrap, const lt_span_text *before, const lt_span_text *after, size_t edits,
                      unsigned lines)
{
    lt_versions versions = {.before = before, .after = after, .edit_count = edits};
    lt_piece piece;
    lt_text_wrap_begin(wrap, 4, lines);
    while (lt_versions_next(&versions, &piece)) {
        if (!piece.is_edit) {
            lt_text_wrap_put(wrap, piece.before, piece.before_size);
            continue;
        }
        if (piece.before_size > 0) {
            lt_text_wrap_put(wrap, "[-", 2);
            lt_text_wrap_put(wrap, piece.before, piece.before_size);
            lt_text_wrap_put(wrap, "-]", 2);
        }
        if (piece.after_size > 0) {
            lt_text_wrap_put(wrap, "{+", 2);
            lt_text_wrap_put(wrap, piece.after, piece.after_size);
            lt_text_wrap_put(wrap, "+}", 2);
        }
    }
    lt_text_wrap_end(wrap);
}

/* The words of a finding, on a line. */
static void text_words(lt_text_rows *t, int kind, size_t row)
{
    lt_finding finding;
    char words[LT_FINDING_WORDS_SIZE];
    lt_finding_read(t->result, kind, row, &finding);
    lt_finding_words(&finding, t->is_zh, words);
    fprintf(t->file, "  %s\n", words);
}

static int text_passage(lt_text_rows *t, size_t row, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *p = leitong_result_passages(t->result, &count) + row;
    lt_span_text a = {0};
    lt_span_text b = {0};
    lt_span_edits edits = lt_span_edits_shown(t->result, p);
    int code = 0;
    LT_TRY_GOTO(done, lt_span_text_read(t->result, p, LT_SIDE_A, &edits, &a, error));
    LT_TRY_GOTO(done, lt_span_text_read(t->result, p, LT_SIDE_B, &edits, &b, error));
    text_words(t, LT_FINDING_PASSAGE, row);
    lt_text_place(t, &p->a);
    lt_text_place(t, &p->b);
    if (lt_dates_earlier(t->result, p->a.document, p->b.document)) {
        text_earliest(t, p->a.document);
    } else if (lt_dates_earlier(t->result, p->b.document, p->a.document)) {
        text_earliest(t, p->b.document);
    }
    if (a.text != NULL && b.text != NULL) {
        lt_text_versions(&t->wrap, &a, &b, edits.count, TEXT_LINES);
    }
done:
    lt_span_text_clear(&a);
    lt_span_text_clear(&b);
    return code;
}

/* The passage of a case that has the most equal tokens. */
static size_t text_largest(const lt_text_rows *t, const leitong_result_case *c)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(t->result, &count);
    const uint32_t *numbers = leitong_result_case_passages(t->result, &count) + c->passage_begin;
    size_t best = numbers[0];
    for (size_t i = 1; i < c->passage_count; i++) {
        best = passages[numbers[i]].matched > passages[best].matched ? numbers[i] : best;
    }
    return best;
}

/* How much of each document is in the case; then its largest passage. */
static int text_case(lt_text_rows *t, const leitong_result_case *c, leitong_error *error)
{
    const uint32_t sides[2] = {c->a.document, c->b.document};
    const uint64_t matched[2] = {c->matched_a, c->matched_b};
    unsigned count = sides[0] == sides[1] ? 1 : 2;
    for (unsigned i = 0; i < count; i++) {
        fputs("  ", t->file);
        text_percent(t, matched[i], t->documents[sides[i]].tokens);
        fputs(LT_TEXT_SAY(t, " of ", "："), t->file);
        lt_text_wrap_name(&t->wrap, t->documents[sides[i]].id, t->wrap.columns - 15);
        putc('\n', t->file);
    }
    if (c->passage_count > 1 && t->is_zh) {
        fprintf(t->file, "  重合段 %zu 处，其中最大的一处\n", c->passage_count);
    } else if (c->passage_count > 1) {
        fprintf(t->file, "  %zu passages; the largest of them\n", c->passage_count);
    }
    return text_passage(t, text_largest(t, c), error);
}

/* The head of a list of cases: between documents, or within one. */
static int text_cases(lt_text_rows *t, bool within, leitong_error *error)
{
    size_t count;
    const leitong_result_case *cases = leitong_result_cases(t->result, &count);
    size_t first = 0;
    while (first < count && (cases[first].a.document == cases[first].b.document) != within) {
        first++;
    }
    size_t last = first;
    while (last < count && (cases[last].a.document == cases[last].b.document) == within) {
        last++;
    }
    size_t shown = LT_MIN(last - first, LT_TEXT_ROWS);
    if (shown > 0) {
        lt_text_heading(t,
                        within
                            ? LT_TEXT_SAY(t, "Most telling repetitions within a document", "本篇重复，显著度高的在前")
                            : LT_TEXT_SAY(t, "Most telling cases of reuse", "重合处，显著度高的在前"),
                        shown, last - first);
    }
    for (size_t i = first; i < first + shown; i++) {
        LT_TRY(text_case(t, &cases[i], error));
    }
    return 0;
}

/* Two lines of a span's text; nothing where it was not kept. */
static int text_span(lt_text_rows *t, const leitong_span *span, leitong_error *error)
{
    char *text = NULL;
    size_t size = 0;
    LT_TRY(lt_span_text_utf8(t->result, span, &text, &size, error));
    if (text != NULL) {
        lt_text_wrap_begin(&t->wrap, 4, 2);
        lt_text_wrap_put(&t->wrap, text, size);
        lt_text_wrap_end(&t->wrap);
    }
    free(text);
    return 0;
}

/* The head of the list of formulas. */
static int text_formulas(lt_text_rows *t, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_text_row *texts = leitong_result_texts(t->result, &count);
    const leitong_span *places = leitong_result_text_places(t->result, &place_count);
    size_t first = 0;
    while (first < count && texts[first].kind < LEITONG_TEXT_FORMULA) {
        first++;
    }
    size_t last = first;
    while (last < count && texts[last].kind == LEITONG_TEXT_FORMULA) {
        last++;
    }
    size_t shown = LT_MIN(last - first, LT_TEXT_ROWS);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Most telling formulas", "多篇共有的表述，显著度高的在前"), shown,
                        last - first);
    }
    for (size_t i = first; i < first + shown; i++) {
        fprintf(t->file, LT_TEXT_SAY(t, "  in %u documents, %zu places\n", "  文档 %u 篇，出现 %zu 处\n"),
                texts[i].documents, texts[i].place_count);
        LT_TRY(text_span(t, &places[texts[i].representative], error));
    }
    return 0;
}

static int text_clusters(lt_text_rows *t, leitong_error *error)
{
    static const char *const units[][2] = {{"paragraphs", "段落"}, {"passages", "重合段"}, {"documents", "文档"}};
    size_t count;
    size_t member_count;
    size_t best[LT_TEXT_ROWS];
    const leitong_result_cluster *clusters = leitong_result_clusters(t->result, &count);
    const leitong_result_member *members = leitong_result_members(t->result, &member_count);
    size_t shown = lt_text_best(t->result, count, text_cluster_weight, best);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Largest clusters", "最大的版本组"), shown, count);
    }
    for (size_t i = 0; i < shown; i++) {
        const leitong_result_cluster *c = &clusters[best[i]];
        const leitong_span *medoid = &members[c->member_begin + c->medoid].span;
        fprintf(t->file, LT_TEXT_SAY(t, "  %zu %s, documents %u\n", "  %zu 个%s，文档 %u 篇\n"), c->member_count,
                units[c->unit][t->is_zh], c->documents);
        lt_text_place(t, medoid);
        size_t earliest = lt_dates_earliest(t->result, &members[c->member_begin], c->member_count);
        if (earliest != LT_DATES_NONE) {
            text_earliest(t, members[c->member_begin + earliest].span.document);
        }
        if (c->unit != LEITONG_UNIT_DOCUMENT) {
            LT_TRY(text_span(t, medoid, error));
        }
    }
    return 0;
}

static int text_phrases(lt_text_rows *t, leitong_error *error)
{
    size_t count;
    size_t place_count;
    size_t best[LT_TEXT_ROWS];
    const leitong_result_phrase *phrases = leitong_result_phrases(t->result, &count);
    const leitong_span *places = leitong_result_places(t->result, &place_count);
    size_t shown = lt_text_best(t->result, count, text_phrase_weight, best);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Phrases", "常用表述"), shown, count);
    }
    for (size_t i = 0; i < shown; i++) {
        text_words(t, LT_FINDING_PHRASE, best[i]);
        LT_TRY(text_span(t, &places[phrases[best[i]].place_begin], error));
    }
    return 0;
}

/* A slot's most frequent fills, which say more than its number: {甲|乙|…}. */
static void text_slot(lt_text_rows *t, const leitong_result_slot *slot)
{
    size_t count;
    const leitong_result_fill *fills = leitong_result_fills(t->result, &count) + slot->fill_begin;
    lt_text_put(t, "{");
    for (size_t i = 0; i < slot->fill_count && i < 3; i++) {
        lt_text_put(t, i > 0 ? "|" : "");
        lt_text_put(t, fills[i].text);
    }
    lt_text_put(t, slot->distinct > 3 ? "|…}" : "}");
}

static void text_template(lt_text_rows *t, const leitong_result_template *template)
{
    static const char *const units[][2] = {
        {"paragraphs", "段落"}, {"passages", "重合段"}, {"documents", "文档"}, {"clauses", "句段"}};
    size_t count;
    const leitong_result_part *parts = leitong_result_parts(t->result, &count) + template->part_begin;
    const leitong_result_slot *slots = leitong_result_slots(t->result, &count) + template->slot_begin;
    fprintf(t->file, LT_TEXT_SAY(t, "  %" PRIu64 " %s, documents %u%s\n", "  %" PRIu64 " 个%s，文档 %u 篇%s\n"),
            template->size, units[template->unit][t->is_zh], template->documents,
            template->kind != LEITONG_TEMPLATE_FURNITURE ? "" : LT_TEXT_SAY(t, ", boilerplate", "，页面套件"));
    lt_text_wrap_begin(&t->wrap, 4, TEXT_LINES);
    for (size_t i = 0; i < template->part_count; i++) {
        if (parts[i].kind == LEITONG_PART_SLOT) {
            text_slot(t, &slots[parts[i].slot]);
        } else {
            lt_text_put(t, parts[i].kind == LEITONG_PART_OPTIONAL ? "[" : "");
            lt_text_put(t, parts[i].text);
            lt_text_put(t, parts[i].kind == LEITONG_PART_OPTIONAL ? "]" : "");
        }
    }
    lt_text_wrap_end(&t->wrap);
}

/* The head of the list, which is by what templates tell. */
static void text_templates(lt_text_rows *t)
{
    size_t count;
    const leitong_result_template *templates = leitong_result_templates(t->result, &count);
    size_t shown = LT_MIN(count, LT_TEXT_ROWS);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Most telling templates", "模板，显著度高的在前"), shown, count);
    }
    for (size_t i = 0; i < shown; i++) {
        text_template(t, &templates[i]);
    }
}

static void text_skips(lt_text_rows *t)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(t->result, &count);
    if (count > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Not compared", "未比对"), count, count);
    }
    for (size_t i = 0; i < count; i++) {
        fprintf(t->file, LT_TEXT_SAY(t, "  %" PRIu64 " × %s: %s\n", "  %" PRIu64 " × %s：%s\n"), skips[i].count,
                lt_skip_words(skips[i].what, t->is_zh), lt_skip_words(skips[i].reason, t->is_zh));
        for (size_t e = 0; e < skips[i].example_count; e++) {
            lt_text_wrap_begin(&t->wrap, 4, 3);
            lt_text_wrap_put(&t->wrap, skips[i].examples[e], strlen(skips[i].examples[e]));
            lt_text_wrap_end(&t->wrap);
        }
    }
}

int lt_text_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                   leitong_error *error)
{
    size_t count;
    lt_text_rows t = {.result = result,
                      .documents = leitong_result_documents(result, &count),
                      .file = file,
                      .is_zh = lt_format_is_zh(options->lang)};
    lt_text_wrap_open(&t.wrap, file, options->columns != 0 ? options->columns : LT_FORMAT_COLUMNS);
    int code = 0;
    text_figures(&t);
    LT_TRY_GOTO(done, text_documents(&t, error));
    lt_text_names(&t);
    LT_TRY_GOTO(done, text_cases(&t, false, error));
    LT_TRY_GOTO(done, text_formulas(&t, error));
    LT_TRY_GOTO(done, text_cases(&t, true, error));
    LT_TRY_GOTO(done, text_clusters(&t, error));
    LT_TRY_GOTO(done, text_phrases(&t, error));
    text_templates(&t);
    text_skips(&t);
    code = lt_file_close(file, "the text report", error);
done:
    lt_text_wrap_close(&t.wrap);
    return code;
}

/* compare: two documents of a result → what they have in common, on a terminal (include/leitong/report.h).
 *
 * A pair of paragraphs is shown only where no passage between the two documents touches both its paragraphs, which has
 * then shown them (rectangles).
 * Input: a result and two of its documents. Output: lines in a FILE. Ownership: nothing is kept. Errors: those of
 * span_text, columns and rectangles. Complexity: linear in the rows and in the texts shown, and log n a row. */
#include "base/compare.h"
#include "base/file_close.h"
#include "base/ratio.h"
#include "report/columns.h"
#include "report/findings.h"
#include "report/format.h"
#include "report/rectangles.h"
#include "report/versions.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define COMPARE_ID_COLUMNS 4096 /* of an id; no sane one is cut */

/* The two documents by their numbers in the result; A is 0. */
typedef struct compare {
    const leitong_result *result;
    uint32_t numbers[2];
    leitong_report_compare_options options;
    lt_terminal terminal;
    FILE *file;
    bool is_zh;
} compare;

#define COMPARE_SAY(c, en, zh) ((c)->is_zh ? (zh) : (en))

/* Tokens of document `from` that stand in document `to`. Of two documents all that is equal in another one is equal in
 * the other; among more, wording in more than 16 places is linked to the first place alone, and sources tell of that.
 */
static uint64_t compare_shared(const leitong_result *result, uint32_t from, uint32_t to)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    if (count == 2) {
        return documents[from].reused + documents[from].boilerplate + documents[from].excluded;
    }
    const leitong_result_source *sources = leitong_result_sources(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (sources[i].document == from && sources[i].source == to) {
            return sources[i].full;
        }
    }
    return 0;
}

/* Whether a row is about the two documents, one on each side. */
static bool compare_is_between(const compare *c, const leitong_span *a, const leitong_span *b)
{
    return (a->document == c->numbers[0] && b->document == c->numbers[1]) ||
           (a->document == c->numbers[1] && b->document == c->numbers[0]);
}

static void compare_figures(const compare *c)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(c->result, &count);
    const leitong_result_passage *passages = leitong_result_passages(c->result, &count);
    size_t between = 0;
    size_t within = 0;
    uint32_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t document = passages[i].a.document;
        if (compare_is_between(c, &passages[i].a, &passages[i].b)) {
            between++;
            longest = LT_MAX(longest, passages[i].longest_run);
        } else if (document == passages[i].b.document) {
            within += document == c->numbers[0] || document == c->numbers[1];
        }
    }
    for (int i = 0; i < 2; i++) {
        const leitong_result_document *d = &documents[c->numbers[i]];
        uint64_t shared = compare_shared(c->result, c->numbers[i], c->numbers[!i]);
        char percent[LT_RATIO_SIZE];
        lt_ratio_percent(percent, shared, d->tokens);
        fprintf(c->file, "%c  ", 'A' + i);
        leitong_report_line(d->id, strlen(d->id), COMPARE_ID_COLUMNS, c->file);
        fprintf(c->file,
                COMPARE_SAY(c, "\n   %" PRIu64 " of %" PRIu64 " tokens (%s %%) also stand in %c\n",
                            "\n   %" PRIu64 " / %" PRIu64 " 字（%s %%）也见于 %c\n"),
                shared, d->tokens, percent, 'B' - i);
    }
    if (c->is_zh) {
        fprintf(c->file, "两篇之间重合段 %zu 个，最长连续重合 %u 字", between, longest);
    } else {
        fprintf(c->file, "%zu passage%s between them, longest run %u tokens", between, LT_PLURAL(between), longest);
    }
    if (within > 0) {
        fprintf(c->file, COMPARE_SAY(c, "; %zu within one of them, not shown", "；本篇内部重复 %zu 个，未示"), within);
    }
    fputc('\n', c->file);
}

static void compare_name(const compare *c, const char *name)
{
    leitong_report_line(name, strlen(name), COMPARE_ID_COLUMNS, c->file);
}

/* What was exchanged between the two, from A to B. */
static void compare_swaps(const compare *c)
{
    size_t count;
    const leitong_result_swap_place *places = leitong_result_swap_places(c->result, &count);
    const leitong_result_swap *swaps = leitong_result_swaps(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        size_t times = 0;
        bool turned = false;
        for (size_t p = swaps[i].place_begin; p < swaps[i].place_begin + swaps[i].place_count; p++) {
            bool between = compare_is_between(c, &places[p].a, &places[p].b);
            times += between;
            turned = between ? places[p].a.document == c->numbers[1] : turned;
        }
        if (times > 0) {
            fputs(COMPARE_SAY(c, "   swap  ", "   换词  "), c->file);
            compare_name(c, turned ? swaps[i].to : swaps[i].from);
            fputs(" → ", c->file);
            compare_name(c, turned ? swaps[i].from : swaps[i].to);
            fprintf(c->file, " ×%zu\n", times);
        }
    }
}

static void compare_left_behind(const compare *c)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (compare_is_between(c, &left[i].span, &left[i].source)) {
            fprintf(c->file,
                    COMPARE_SAY(c, "   left behind in %c [%" PRIu64 ", %" PRIu64 ")  ",
                                "   漏改  %c [%" PRIu64 ", %" PRIu64 ")  "),
                    left[i].span.document == c->numbers[0] ? 'A' : 'B', left[i].span.begin, left[i].span.end);
            compare_name(c, left[i].text);
            if (left[i].instead != NULL) {
                fputs(COMPARE_SAY(c, ", elsewhere ", "，别处作 "), c->file);
                compare_name(c, left[i].instead);
            }
            fputc('\n', c->file);
        }
    }
}

/* Whether one of the two was made from the other, and what tells it. */
static void compare_adapted(const compare *c)
{
    size_t count;
    const leitong_result_adapted *adapted = leitong_result_adapted_pairs(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_adapted *p = &adapted[i];
        bool straight = p->document_a == c->numbers[0] && p->document_b == c->numbers[1];
        if (!straight && (p->document_a != c->numbers[1] || p->document_b != c->numbers[0])) {
            continue;
        }
        char copy = (p->copy == LEITONG_COPY_A) == straight ? 'A' : 'B';
        if (p->copy == LEITONG_COPY_UNKNOWN) {
            fputs(COMPARE_SAY(c, "One was adapted from the other\n", "照稿改写，何者为改写稿不明\n"), c->file);
        } else {
            fprintf(c->file, COMPARE_SAY(c, "%c was adapted from %c\n", "照稿改写：%c 为改写稿，%c 为底稿\n"), copy,
                    copy == 'A' ? 'B' : 'A');
        }
        compare_swaps(c);
        compare_left_behind(c);
    }
}

/* A passage in both versions. */
static int compare_passage(const compare *c, const leitong_result_passage *p, leitong_error *error)
{
    int letter = p->a.document == c->numbers[0] ? LT_SIDE_A : LT_SIDE_B; /* A's side of the row */
    lt_span_text sides[2] = {{0}, {0}};
    lt_versions versions = {.before = &sides[0], .after = &sides[1], .edit_count = p->shown_count};
    lt_span_edits edits = lt_span_edits_shown(c->result, p);
    lt_piece piece;
    lt_columns view;
    int code = 0;
    LT_TRY_GOTO(done, lt_span_text_read(c->result, p, letter, &edits, &sides[0], error));
    letter = letter == LT_SIDE_A ? LT_SIDE_B : LT_SIDE_A;
    LT_TRY_GOTO(done, lt_span_text_read(c->result, p, letter, &edits, &sides[1], error));
    if (sides[0].text == NULL || sides[1].text == NULL) {
        goto done;
    }
    lt_columns_begin(&view, &c->terminal, c->file, &c->options);
    while (lt_versions_next(&versions, &piece)) {
        (piece.is_edit ? lt_columns_edit : lt_columns_equal)(&view, piece.before, piece.before_size, piece.after,
                                                             piece.after_size);
    }
    code = lt_columns_end(&view, error);
done:
    lt_span_text_clear(&sides[0]);
    lt_span_text_clear(&sides[1]);
    return code;
}

static int compare_passages(const compare *c, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(c->result, &count);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        if (!compare_is_between(c, &p->a, &p->b)) {
            continue;
        }
        bool is_a = p->a.document == c->numbers[0];
        const leitong_span *a = is_a ? &p->a : &p->b;
        const leitong_span *b = is_a ? &p->b : &p->a;
        lt_finding finding;
        char words[LT_FINDING_WORDS_SIZE];
        lt_finding_read(c->result, LT_FINDING_PASSAGE, i, &finding);
        lt_finding_words(&finding, c->is_zh, words);
        fprintf(c->file, "\n%zu. A [%" PRIu64 ", %" PRIu64 ") = B [%" PRIu64 ", %" PRIu64 ")%s%s\n", ++shown, a->begin,
                a->end, b->begin, b->end, COMPARE_SAY(c, ": ", "："), words);
        LT_TRY(compare_passage(c, p, error));
    }
    return 0;
}

static lt_rectangle compare_rectangle(const leitong_span *a, const leitong_span *b)
{
    return (lt_rectangle){a->begin, a->end, b->begin, b->end};
}

/* ret_shown: of each pair between the two documents, in order, whether a passage has shown it. `room` is for all
 * passages and pairs. */
static int compare_mark_shown(const compare *c, lt_rectangle *room, bool *ret_shown, leitong_error *error)
{
    size_t passage_count;
    size_t pair_count;
    const leitong_result_passage *passages = leitong_result_passages(c->result, &passage_count);
    const leitong_result_pair *pairs = leitong_result_pairs(c->result, &pair_count);
    lt_rectangles shown = {room, 0};
    for (size_t i = 0; i < passage_count; i++) {
        if (compare_is_between(c, &passages[i].a, &passages[i].b)) {
            room[shown.count++] = compare_rectangle(&passages[i].a, &passages[i].b);
        }
    }
    lt_rectangles asked = {room + shown.count, 0};
    for (size_t i = 0; i < pair_count; i++) {
        if (compare_is_between(c, &pairs[i].a, &pairs[i].b)) {
            room[shown.count + asked.count++] = compare_rectangle(&pairs[i].a, &pairs[i].b);
        }
    }
    return lt_rectangles_overlap(&shown, &asked, ret_shown, error);
}

/* One pair of paragraphs beside one another. */
static int compare_pair(const compare *c, const leitong_result_pair *p, leitong_error *error)
{
    bool is_a = p->a.document == c->numbers[0];
    const leitong_span *spans[2] = {is_a ? &p->a : &p->b, is_a ? &p->b : &p->a};
    lt_span_text sides[2] = {{0}, {0}};
    char ratio[LT_RATIO_SIZE];
    lt_columns view;
    int code = 0;
    for (int i = 0; i < 2; i++) {
        LT_TRY_GOTO(done, lt_span_text_utf8(c->result, spans[i], &sides[i].text, &sides[i].size, error));
    }
    lt_ratio_text(ratio, p->shared, (uint64_t)p->shingles_a + p->shingles_b - p->shared, 1, 3);
    fprintf(c->file,
            COMPARE_SAY(c,
                        "\nParagraphs A [%" PRIu64 ", %" PRIu64 ") and B [%" PRIu64 ", %" PRIu64
                        ") without a common passage: Jaccard %s\n",
                        "\n近似段落 A [%" PRIu64 ", %" PRIu64 ") 与 B [%" PRIu64 ", %" PRIu64
                        ")，无共同的重合段：Jaccard %s\n"),
            spans[0]->begin, spans[0]->end, spans[1]->begin, spans[1]->end, ratio);
    if (sides[0].text == NULL || sides[1].text == NULL) {
        goto done;
    }
    leitong_report_compare_options options = c->options;
    options.beside = 1;
    lt_columns_begin(&view, &c->terminal, c->file, &options);
    lt_columns_beside(&view, sides[0].text, sides[0].size, sides[1].text, sides[1].size);
    code = lt_columns_end(&view, error);
done:
    lt_span_text_clear(&sides[0]);
    lt_span_text_clear(&sides[1]);
    return code;
}

/* Paragraphs that are alike without a common run. */
static int compare_pairs(const compare *c, leitong_error *error)
{
    size_t passage_count;
    size_t count;
    (void)leitong_result_passages(c->result, &passage_count);
    const leitong_result_pair *pairs = leitong_result_pairs(c->result, &count);
    lt_rectangle *room = malloc((passage_count + count + 1) * sizeof *room);
    bool *shown = calloc(count + 1, 1);
    int code = 0;
    if (room == NULL || shown == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, compare_mark_shown(c, room, shown, error));
    for (size_t i = 0, between = 0; i < count; i++) {
        if (compare_is_between(c, &pairs[i].a, &pairs[i].b) && !shown[between++]) {
            LT_TRY_GOTO(done, compare_pair(c, &pairs[i], error));
        }
    }
done:
    free(shown);
    free(room);
    return code;
}

int leitong_report_compare(const leitong_result *result, uint32_t a, uint32_t b,
                           const leitong_report_compare_options *options, FILE *file, leitong_error *error)
{
    const leitong_report_compare_options defaults = LEITONG_REPORT_COMPARE_OPTIONS_INIT;
    compare c = {.result = result, .numbers = {a, b}, .options = options != NULL ? *options : defaults, .file = file};
    size_t count;
    (void)leitong_result_documents(result, &count);
    if (a >= count || b >= count || a == b) {
        return lt_error_set(error, LEITONG_EUSAGE, "two of the result's %zu documents are compared", count);
    }
    if (c.options.struct_size != sizeof c.options) {
        return lt_error_set(error, LEITONG_EUSAGE, "options: begin with LEITONG_REPORT_COMPARE_OPTIONS_INIT");
    }
    LT_TRY(lt_format_check(c.options.lang, 0, error));
    c.is_zh = lt_format_is_zh(c.options.lang);
    int code = 0;
    lt_terminal_open(&c.terminal);
    compare_figures(&c);
    compare_adapted(&c);
    LT_TRY_GOTO(done, compare_passages(&c, error));
    LT_TRY_GOTO(done, compare_pairs(&c, error));
    code = lt_file_close(file, "the comparison", error);
done:
    lt_terminal_close(&c.terminal);
    return code;
}

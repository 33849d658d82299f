/* Lines of adapted pairs, swaps and names left behind (result/read_rows.h). */
#include "result/read_rows.h"
#include "result/words.h"

#include <string.h>

/* A word that may be null, which is 0. */
static int names_word(lt_lines *lines, const char *key, const char *const words[LT_WORDS_COPIES])
{
    const char *text = lt_lines_string_or_null(lines, lines->row, key);
    for (int i = 1; text != NULL && i < LT_WORDS_COPIES; i++) {
        if (strcmp(text, words[i]) == 0) {
            return i;
        }
    }
    if (text != NULL) {
        (void)lt_lines_damaged(lines, "\"%s\" is none of the words that may stand there", key);
    }
    return 0;
}

/* Pairs stand in the order of their documents, each once. */
static void read_adapted_order(const lt_row_reader *rows, lt_lines *lines, const leitong_result_adapted *pair)
{
    size_t count = rows->result->adapted.count;
    if (lines->code != 0 || count == 0) {
        return;
    }
    const leitong_result_adapted *last = (const leitong_result_adapted *)rows->result->adapted.items + count - 1;
    if (last->document_a > pair->document_a ||
        (last->document_a == pair->document_a && last->document_b >= pair->document_b)) {
        (void)lt_lines_damaged(lines, "belongs before the row above it: pairs stand in the order of their documents");
    }
}

int lt_rows_adapted_pair(lt_row_reader *rows, lt_lines *lines)
{
    const lt_json_node *o = lines->row;
    leitong_result_adapted *row = NULL;
    leitong_result_adapted pair = {.document_a = lt_read_doc(rows, lines, o, "a"),
                                   .document_b = lt_read_doc(rows, lines, o, "b"),
                                   .matched = lt_lines_number(lines, o, "matched", UINT64_MAX),
                                   .by = lt_lines_word(lines, o, "by", lt_words_adapted, LT_WORDS_ADAPTED),
                                   .copy = names_word(lines, "copy", lt_words_copies),
                                   .copy_by = names_word(lines, "copy_by", lt_words_copy_by),
                                   .swaps = lt_lines_number(lines, o, "swaps", UINT64_MAX),
                                   .places = lt_lines_number(lines, o, "places", UINT64_MAX),
                                   .left_behind = lt_lines_number(lines, o, "left_behind", UINT64_MAX)};
    if (lines->code == 0 && pair.document_a >= pair.document_b) {
        (void)lt_lines_damaged(lines, "\"a\" is not before \"b\" in the order of ids");
    }
    if (lines->code == 0 && (pair.copy == LEITONG_COPY_UNKNOWN) != (pair.copy_by == LEITONG_COPY_BY_NOTHING)) {
        (void)lt_lines_damaged(lines, "\"copy\" and \"copy_by\" are null together");
    }
    read_adapted_order(rows, lines, &pair);
    lt_read_add(lines, &rows->result->adapted, sizeof *row, &row);
    if (lines->code == 0) {
        *row = pair;
    }
    return lines->code;
}

/* A swap's places, in order. */
static void read_swap_places(lt_row_reader *rows, lt_lines *lines, leitong_result_swap *swap)
{
    leitong_span last = {0};
    swap->place_begin = rows->result->swap_places.count;
    (void)lt_lines_list(lines, lines->row, "places", &swap->place_count);
    for (size_t i = 0; lines->code == 0 && i < swap->place_count; i++) {
        const lt_json_node *o = lt_lines_streamed(lines);
        leitong_result_swap_place *place = NULL;
        leitong_span a = lt_read_span(rows, lines, lt_lines_object(lines, o, "a"));
        leitong_span b = lt_read_span(rows, lines, lt_lines_object(lines, o, "b"));
        if (i > 0) {
            lt_read_in_order(lines, &last, &a);
        }
        last = a;
        lt_read_add(lines, &rows->result->swap_places, sizeof *place, &place);
        if (lines->code == 0) {
            *place = (leitong_result_swap_place){a, b};
        }
    }
}

/* Swaps stand by their number of places, most first, of equals by the first of them. */
static void read_swap_order(const lt_row_reader *rows, lt_lines *lines, const leitong_result_swap *swap)
{
    size_t count = rows->result->swaps.count;
    if (lines->code != 0 || count == 0) {
        return;
    }
    const leitong_result_swap *last = (const leitong_result_swap *)rows->result->swaps.items + count - 1;
    const leitong_result_swap_place *places = rows->result->swap_places.items;
    if (last->place_count < swap->place_count) {
        (void)lt_lines_damaged(lines, "belongs before the row above it: rows with more places come first");
        return;
    }
    if (last->place_count == swap->place_count) {
        lt_read_in_order(lines, &places[last->place_begin].a, &places[swap->place_begin].a);
    }
}

int lt_rows_swap(lt_row_reader *rows, lt_lines *lines)
{
    const lt_json_node *o = lines->row;
    leitong_result_swap *row = NULL;
    leitong_result_swap swap = {.from = lt_read_keep(rows, lines, lt_lines_string(lines, o, "from")),
                                .to = lt_read_keep(rows, lines, lt_lines_string(lines, o, "to")),
                                .kind = lt_lines_word(lines, o, "kind", lt_words_kinds, LT_WORDS_KINDS),
                                .directed = lt_lines_bool(lines, o, "directed"),
                                .pairs = (uint32_t)lt_lines_number(lines, o, "pairs", UINT32_MAX)};
    uint64_t count = lt_lines_number(lines, o, "count", UINT64_MAX);
    read_swap_places(rows, lines, &swap);
    if (lines->code == 0 && (swap.place_count == 0 || swap.place_count != count)) {
        (void)lt_lines_damaged(lines, "the places are not as many as \"count\" says");
    }
    read_swap_order(rows, lines, &swap);
    lt_read_add(lines, &rows->result->swaps, sizeof *row, &row);
    if (lines->code == 0) {
        *row = swap;
    }
    return lines->code;
}

int lt_rows_left(lt_row_reader *rows, lt_lines *lines)
{
    leitong_result_left left = {.span = lt_read_span(rows, lines, lines->row)};
    leitong_result_left *row = NULL;
    if (rows->result->left_behind.count > 0) {
        const leitong_result_left *last =
            (const leitong_result_left *)rows->result->left_behind.items + rows->result->left_behind.count - 1;
        lt_read_in_order(lines, &last->span, &left.span);
    }
    left.source = lt_read_span(rows, lines, lt_lines_object(lines, lines->row, "source"));
    left.text = lt_read_keep(rows, lines, lt_lines_string(lines, lines->row, "text"));
    left.kind = lt_lines_word(lines, lines->row, "kind", lt_words_kinds, LT_WORDS_KINDS);
    left.left_class = lt_lines_word(lines, lines->row, "class", lt_words_left_classes, LT_WORDS_LEFT_CLASSES);
    left.weak = lt_lines_word(lines, lines->row, "strength", lt_words_strengths, LT_WORDS_STRENGTHS);
    left.instead = lt_read_keep(rows, lines, lt_lines_string_or_null(lines, lines->row, "instead"));
    lt_read_add(lines, &rows->result->left_behind, sizeof *row, &row);
    if (lines->code == 0) {
        *row = left;
    }
    return lines->code;
}

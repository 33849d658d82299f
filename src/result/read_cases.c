/* Reads cases and texts (result/read_rows.h). */
#include "result/dates.h"
#include "result/read_rows.h"
#include "result/words.h"

#include <string.h>

uint32_t lt_read_text_number(const lt_row_reader *rows, lt_lines *lines)
{
    if (lt_json_kind_of(lt_json_member(lines->row, "text")) == LT_JSON_NULL) {
        return LEITONG_NO_TEXT;
    }
    uint64_t text = lt_lines_number(lines, lines->row, "text", LEITONG_NO_TEXT - 1);
    if (lines->code == 0 && text >= rows->text_count) {
        (void)lt_lines_damaged(lines, "run.json counts no text %llu", (unsigned long long)text);
    }
    return (uint32_t)text;
}

static void cases_passages(lt_row_reader *rows, lt_lines *lines, leitong_result_case *c)
{
    leitong_result *result = rows->result;
    const lt_json_node *list = lt_lines_list(lines, lines->row, "passages", &c->passage_count);
    c->passage_begin = result->case_passages.count;
    const lt_json_node *item = lt_json_inside(list);
    if (lines->code == 0 && c->passage_count == 0) {
        (void)lt_lines_damaged(lines, "a case without passages");
    }
    for (size_t i = 0; lines->code == 0 && i < c->passage_count; i++, item = lt_json_after(item)) {
        uint32_t *row = NULL;
        uint64_t number = lt_lines_whole(lines, item);
        const leitong_result_passage *passage = (const leitong_result_passage *)result->passages.items + number;
        if (lines->code == 0 && (number >= result->passages.count || passage->a.document != c->a.document ||
                                 passage->b.document != c->b.document)) {
            (void)lt_lines_damaged(lines, "passages.jsonl has no passage of these documents at %llu",
                                   (unsigned long long)number);
        }
        lt_read_add(lines, &result->case_passages, sizeof *row, &row);
        if (lines->code == 0) {
            *row = (uint32_t)number;
        }
    }
}

int lt_rows_case(lt_row_reader *rows, lt_lines *lines)
{
    const leitong_result_document *documents = rows->result->documents.items;
    const lt_json_node *o = lines->row;
    leitong_result_case *row = NULL;
    leitong_result_case c = {.a = lt_read_span(rows, lines, lt_lines_object(lines, o, "a")),
                             .b = lt_read_span(rows, lines, lt_lines_object(lines, o, "b")),
                             .matched_a = lt_lines_number(lines, o, "matched_a", UINT64_MAX),
                             .matched_b = lt_lines_number(lines, o, "matched_b", UINT64_MAX),
                             .salience = lt_lines_number(lines, o, "salience", UINT64_MAX),
                             .text = lt_read_text_number(rows, lines)};
    c.earliest = lines->code == 0 ? lt_dates_side(rows->result, c.a.document, c.b.document) : 0;
    if (lines->code == 0 &&
        (c.matched_a > documents[c.a.document].tokens || c.matched_b > documents[c.b.document].tokens)) {
        (void)lt_lines_damaged(lines, "more tokens are equal than the documents have");
    }
    size_t before = rows->result->cases.count;
    const leitong_result_case *cases = rows->result->cases.items;
    if (lines->code == 0 && before > 0 && cases[before - 1].a.document == cases[before - 1].b.document &&
        c.a.document != c.b.document) {
        (void)lt_lines_damaged(lines, "belongs before the row above it: cases within one document come last");
    }
    cases_passages(rows, lines, &c);
    lt_read_add(lines, &rows->result->cases, sizeof *row, &row);
    if (lines->code == 0) {
        *row = c;
    }
    return lines->code;
}

static void texts_place(lt_row_reader *rows, lt_lines *lines, const lt_json_node *object)
{
    leitong_span *row = NULL;
    leitong_span span = lt_read_span(rows, lines, object);
    lt_read_add(lines, &rows->result->text_places, sizeof *row, &row);
    if (lines->code == 0) {
        *row = span;
    }
}

int lt_rows_text(lt_row_reader *rows, lt_lines *lines)
{
    leitong_result *result = rows->result;
    leitong_result_text_row *row = NULL;
    const lt_json_node *o = lines->row;
    size_t count = 0;
    (void)lt_lines_list(lines, o, "places", &count);
    lt_read_numbered(lines, "text", result->texts.count);
    leitong_result_text_row t = {.kind = lt_lines_word(lines, o, "kind", lt_words_text_kinds, LT_WORDS_TEXT_KINDS),
                                 .documents = (uint32_t)lt_lines_number(lines, o, "documents", UINT32_MAX),
                                 .salience = lt_lines_number(lines, o, "salience", UINT64_MAX),
                                 .representative = result->text_places.count,
                                 .place_begin = result->text_places.count + 1,
                                 .place_count = count};
    texts_place(rows, lines, lt_lines_object(lines, o, "representative"));
    for (size_t i = 0; lines->code == 0 && i < count; i++) {
        texts_place(rows, lines, lt_lines_streamed(lines));
    }
    lt_read_add(lines, &result->texts, sizeof *row, &row);
    if (lines->code == 0) {
        *row = t;
    }
    return lines->code;
}

/* Rows of cases and texts (result/rows.h). */
#include "base/compare.h"
#include "result/result.h"
#include "result/rows.h"
#include "result/words.h"

/* The number of a text, or null. */
void lt_rows_text_number(lt_json *json, uint32_t text)
{
    if (text == LEITONG_NO_TEXT) {
        lt_json_string(json, "text", NULL);
    } else {
        lt_json_number(json, "text", text);
    }
}

static void rows_case(const lt_rows *rows, lt_json *json, const leitong_result_case *c)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(rows->result, &count);
    const uint32_t *passages = leitong_result_case_passages(rows->result, &count) + c->passage_begin;
    lt_json_open(json, NULL);
    lt_rows_span(rows, json, "a", &c->a);
    lt_rows_span(rows, json, "b", &c->b);
    lt_json_open_list(json, "passages");
    for (size_t i = 0; i < c->passage_count; i++) {
        lt_json_number(json, NULL, passages[i]);
    }
    lt_json_close_list(json);
    lt_json_number(json, "matched", LT_MIN(c->matched_a, c->matched_b));
    lt_json_number(json, "matched_a", c->matched_a);
    lt_json_number(json, "matched_b", c->matched_b);
    lt_json_ratio(json, "share_a", c->matched_a, documents[c->a.document].tokens);
    lt_json_ratio(json, "share_b", c->matched_b, documents[c->b.document].tokens);
    lt_json_number(json, "salience", c->salience);
    lt_rows_text_number(json, c->text);
    lt_json_string(json, "earliest", lt_words_earliest[c->earliest]);
    lt_json_close(json);
    lt_rows_end(rows, json);
}

int lt_rows_cases(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_case *cases = leitong_result_cases(rows->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        rows_case(rows, json, &cases[i]);
    }
    return 0;
}

/* SPAN, and in a report its text. */
static int rows_representative(const lt_rows *rows, lt_json *json, const leitong_span *span, leitong_error *error)
{
    lt_json_open(json, "representative");
    lt_rows_span_members(rows, json, span);
    if (rows->texts) {
        LT_TRY(lt_rows_span_text(rows, json, span, error));
    }
    lt_json_close(json);
    return 0;
}

int lt_rows_texts(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_text_row *texts = leitong_result_texts(rows->result, &count);
    const leitong_span *places = leitong_result_text_places(rows->result, &place_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *t = &texts[i];
        lt_json_open(json, NULL);
        lt_rows_text_number(json, (uint32_t)i);
        lt_json_string(json, "kind", lt_words_text_kinds[t->kind]);
        lt_json_number(json, "documents", t->documents);
        lt_json_open_list(json, "places");
        for (size_t p = 0; p < t->place_count; p++) {
            lt_rows_span(rows, json, NULL, &places[t->place_begin + p]);
        }
        lt_json_close_list(json);
        LT_TRY(rows_representative(rows, json, &places[t->representative], error));
        lt_json_number(json, "salience", t->salience);
        lt_json_close(json);
        lt_rows_end(rows, json);
    }
    return 0;
}

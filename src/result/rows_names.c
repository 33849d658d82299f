/* Rows of adapted pairs, swaps and names left behind (result/rows.h). */
#include "base/compare.h"
#include "result/rows.h"
#include "result/words.h"

int lt_rows_adapted(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(rows->result, &count);
    const leitong_result_adapted *adapted = leitong_result_adapted_pairs(rows->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_adapted *p = &adapted[i];
        const leitong_result_document *a = &documents[p->document_a];
        const leitong_result_document *b = &documents[p->document_b];
        lt_json_open(json, NULL);
        lt_json_string(json, "a", a->id);
        lt_json_string(json, "b", b->id);
        lt_json_number(json, "matched", p->matched);
        lt_json_ratio(json, "share", p->matched, LT_MIN(a->tokens, b->tokens));
        lt_json_string(json, "by", lt_words_adapted[p->by]);
        lt_json_string(json, "copy", lt_words_copies[p->copy]);
        lt_json_string(json, "copy_by", lt_words_copy_by[p->copy_by]);
        lt_json_number(json, "swaps", p->swaps);
        lt_json_number(json, "places", p->places);
        lt_json_number(json, "left_behind", p->left_behind);
        lt_json_close(json);
        lt_rows_end(rows, json);
    }
    return 0;
}

int lt_rows_swaps(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_swap_place *places = leitong_result_swap_places(rows->result, &count);
    const leitong_result_swap *swaps = leitong_result_swaps(rows->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_swap *s = &swaps[i];
        lt_json_open(json, NULL);
        lt_json_string(json, "from", s->from);
        lt_json_string(json, "to", s->to);
        lt_json_string(json, "kind", lt_words_kinds[s->kind]);
        lt_json_bool(json, "directed", s->directed != 0);
        lt_json_number(json, "pairs", s->pairs);
        lt_json_number(json, "count", s->place_count);
        lt_json_open_list(json, "places");
        for (size_t p = s->place_begin; p < s->place_begin + s->place_count; p++) {
            lt_json_open(json, NULL);
            lt_rows_span(rows, json, "a", &places[p].a);
            lt_rows_span(rows, json, "b", &places[p].b);
            lt_json_close(json);
        }
        lt_json_close_list(json);
        lt_json_close(json);
        lt_rows_end(rows, json);
    }
    return 0;
}

int lt_rows_left_behind(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(rows->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_rows_span_members(rows, json, &left[i].span);
        lt_json_string(json, "text", left[i].text);
        lt_json_string(json, "kind", lt_words_kinds[left[i].kind]);
        lt_json_string(json, "class", lt_words_left_classes[left[i].left_class]);
        lt_json_string(json, "strength", lt_words_strengths[left[i].weak != 0]);
        lt_rows_span(rows, json, "source", &left[i].source);
        lt_json_string(json, "instead", left[i].instead);
        lt_json_close(json);
        lt_rows_end(rows, json);
    }
    return 0;
}

/* Rows of templates (result/rows.h). */
#include "result/rows.h"
#include "result/words.h"

static void rows_parts(const lt_rows *rows, lt_json *json, const leitong_result_template *t)
{
    size_t count;
    const leitong_result_part *parts = leitong_result_parts(rows->result, &count) + t->part_begin;
    lt_json_open_list(json, "parts");
    for (size_t i = 0; i < t->part_count; i++) {
        lt_json_open(json, NULL);
        if (parts[i].kind == LEITONG_PART_SLOT) {
            lt_json_number(json, "slot", parts[i].slot);
        } else if (parts[i].kind == LEITONG_PART_OPTIONAL) {
            lt_json_string(json, "optional", parts[i].text);
            lt_json_number(json, "count", parts[i].count);
        } else {
            lt_json_string(json, "text", parts[i].text);
        }
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void rows_slots(const lt_rows *rows, lt_json *json, const leitong_result_template *t)
{
    size_t count;
    const leitong_result_slot *slots = leitong_result_slots(rows->result, &count) + t->slot_begin;
    const leitong_result_fill *fills = leitong_result_fills(rows->result, &count);
    lt_json_open_list(json, "slots");
    for (size_t i = 0; i < t->slot_count; i++) {
        lt_json_open(json, NULL);
        lt_json_number(json, "slot", i);
        lt_json_string(json, "kind", lt_words_kinds[slots[i].kind]);
        lt_json_open_list(json, "fills");
        for (size_t f = 0; f < slots[i].fill_count; f++) {
            const leitong_result_fill *fill = &fills[slots[i].fill_begin + f];
            lt_json_open(json, NULL);
            lt_json_string(json, "text", fill->text);
            lt_json_number(json, "count", fill->count);
            lt_json_close(json);
        }
        lt_rows_more(json, slots[i].distinct, slots[i].fill_count);
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void rows_members(const lt_rows *rows, lt_json *json, const leitong_result_template *t)
{
    size_t count;
    const leitong_result_template_member *members =
        leitong_result_template_members(rows->result, &count) + t->member_begin;
    const leitong_range *ranges = leitong_result_ranges(rows->result, &count);
    lt_json_open_list(json, "members");
    for (size_t m = 0; m < t->member_count; m++) {
        lt_json_open(json, NULL);
        lt_rows_span_members(rows, json, &members[m].span);
        lt_json_open_list(json, "fills");
        for (size_t i = 0; i < t->slot_count; i++) {
            const leitong_range *range = &ranges[members[m].range_begin + i];
            lt_rows_range(json, NULL, range->begin, range->end);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_rows_more(json, t->size, t->member_count);
    lt_json_close_list(json);
}

int lt_rows_templates(const lt_rows *rows, lt_json *json, leitong_error *error)
{
    size_t count;
    const leitong_result_template *templates = leitong_result_templates(rows->result, &count);
    (void)error;
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_json_number(json, "template", i);
        lt_json_string(json, "unit", lt_words_units[templates[i].unit]);
        lt_json_number(json, "size", templates[i].size);
        lt_json_number(json, "documents", templates[i].documents);
        rows_parts(rows, json, &templates[i]);
        rows_slots(rows, json, &templates[i]);
        rows_members(rows, json, &templates[i]);
        lt_json_string(json, "kind", lt_words_template_kinds[templates[i].kind]);
        lt_json_close(json);
        lt_rows_end(rows, json);
    }
    return 0;
}

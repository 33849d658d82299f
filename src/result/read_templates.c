/* Lines of templates (result/read_rows.h). */
#include "result/read_rows.h"
#include "result/words.h"

#include <inttypes.h>

static leitong_result_part read_part(lt_row_reader *rows, lt_lines *lines, const lt_json_node *o, size_t slots)
{
    leitong_result_part part = {.kind = LEITONG_PART_TEXT};
    const char *key = "text";
    if (lines->code == 0 && lt_json_member(o, "slot") != NULL) {
        part.kind = LEITONG_PART_SLOT;
        part.slot = (uint32_t)lt_lines_number(lines, o, "slot", UINT32_MAX);
        if (lines->code == 0 && part.slot >= slots) {
            (void)lt_lines_damaged(lines, "a part names a slot that is not there");
        }
        return part;
    }
    if (lines->code == 0 && lt_json_member(o, "optional") != NULL) {
        key = "optional";
        part.kind = LEITONG_PART_OPTIONAL;
        part.count = lt_lines_number(lines, o, "count", UINT64_MAX);
    }
    part.text = lt_read_keep(rows, lines, lt_lines_string(lines, o, key));
    return part;
}

static void read_parts(lt_row_reader *rows, lt_lines *lines, leitong_result_template *t)
{
    const lt_json_node *list = lt_lines_list(lines, lines->row, "parts", &t->part_count);
    t->part_begin = rows->result->parts.count;
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < t->part_count; i++, o = lt_json_after(o)) {
        leitong_result_part *row = NULL;
        leitong_result_part part = read_part(rows, lines, o, t->slot_count);
        lt_read_add(lines, &rows->result->parts, sizeof *row, &row);
        if (lines->code == 0) {
            *row = part;
        }
    }
}

static void read_fills(lt_row_reader *rows, lt_lines *lines, const lt_json_node *object, leitong_result_slot *slot)
{
    uint64_t more;
    const lt_json_node *list = lt_read_listed(lines, object, "fills", &slot->fill_count, &more);
    slot->fill_begin = rows->result->fills.count;
    slot->distinct = slot->fill_count + more;
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < slot->fill_count; i++, o = lt_json_after(o)) {
        leitong_result_fill *row = NULL;
        leitong_result_fill fill = {.text = lt_read_keep(rows, lines, lt_lines_string(lines, o, "text")),
                                    .count = lt_lines_number(lines, o, "count", UINT64_MAX)};
        lt_read_add(lines, &rows->result->fills, sizeof *row, &row);
        if (lines->code == 0) {
            *row = fill;
        }
    }
}

static void read_slots(lt_row_reader *rows, lt_lines *lines, leitong_result_template *t)
{
    const lt_json_node *list = lt_lines_list(lines, lines->row, "slots", &t->slot_count);
    t->slot_begin = rows->result->slots.count;
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < t->slot_count; i++, o = lt_json_after(o)) {
        leitong_result_slot *row = NULL;
        leitong_result_slot slot = {.kind = lt_lines_word(lines, o, "kind", lt_words_kinds, LT_WORDS_KINDS)};
        if (lt_lines_number(lines, o, "slot", UINT32_MAX) != i) {
            (void)lt_lines_damaged(lines, "the slots are not numbered from 0");
        }
        read_fills(rows, lines, o, &slot);
        lt_read_add(lines, &rows->result->slots, sizeof *row, &row);
        if (lines->code == 0) {
            *row = slot;
        }
    }
}

/* Where a member fills the slots: one range for each of them, inside its span, or empty. */
static void read_ranges(lt_row_reader *rows, lt_lines *lines, const lt_json_node *object, const leitong_span *span,
                        size_t slots)
{
    size_t count = 0;
    const lt_json_node *list = lt_lines_list(lines, object, "fills", &count);
    if (lines->code == 0 && count != slots) {
        (void)lt_lines_damaged(lines, "a member has not as many fills as its template has slots");
    }
    const lt_json_node *pair = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < count; i++, pair = lt_json_after(pair)) {
        leitong_range *row = NULL;
        if (pair->kind != LT_JSON_LIST) {
            (void)lt_lines_damaged(lines, "a fill is no list of two numbers");
            return;
        }
        leitong_range range = {lt_lines_item(lines, pair, 0), lt_lines_item(lines, pair, 1)};
        bool inside = range.begin >= span->begin && range.begin < range.end && range.end <= span->end;
        if (lines->code == 0 && range.begin != range.end && !inside) {
            (void)lt_lines_damaged(lines, "a fill lies outside its member");
        }
        lt_read_add(lines, &rows->result->ranges, sizeof *row, &row);
        if (lines->code == 0) {
            *row = range;
        }
    }
}

static void read_members(lt_row_reader *rows, lt_lines *lines, leitong_result_template *t)
{
    uint64_t more;
    const lt_json_node *list = lt_read_listed(lines, lines->row, "members", &t->member_count, &more);
    t->member_begin = rows->result->template_members.count;
    if (lines->code == 0 && (t->member_count == 0 || t->size != t->member_count + more)) {
        (void)lt_lines_damaged(lines, "the members are not as many as \"size\" says");
    }
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < t->member_count; i++, o = lt_json_after(o)) {
        leitong_result_template_member *row = NULL;
        leitong_result_template_member member = {.span = lt_read_span(rows, lines, o),
                                                 .range_begin = rows->result->ranges.count};
        read_ranges(rows, lines, o, &member.span, t->slot_count);
        lt_read_add(lines, &rows->result->template_members, sizeof *row, &row);
        if (lines->code == 0) {
            *row = member;
        }
    }
}

int lt_rows_template(lt_row_reader *rows, lt_lines *lines)
{
    leitong_result_template t = {0};
    leitong_result_template *row = NULL;
    const lt_json_node *o = lines->row;
    lt_read_numbered(lines, "template", rows->result->templates.count);
    t.unit = lt_lines_word(lines, o, "unit", lt_words_units, LT_WORDS_UNITS);
    t.kind = lt_lines_word(lines, o, "kind", lt_words_template_kinds, LT_WORDS_TEMPLATE_KINDS);
    t.size = lt_lines_number(lines, o, "size", UINT64_MAX);
    t.documents = (uint32_t)lt_lines_number(lines, o, "documents", UINT32_MAX);
    if (lines->code == 0 && t.unit == LEITONG_UNIT_PASSAGE) {
        (void)lt_lines_damaged(lines, "no template is made of passages");
    }
    read_slots(rows, lines, &t);
    read_parts(rows, lines, &t);
    read_members(rows, lines, &t);
    lt_read_add(lines, &rows->result->templates, sizeof *row, &row);
    if (lines->code == 0) {
        *row = t;
    }
    return lines->code;
}

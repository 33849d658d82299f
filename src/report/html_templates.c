#include "report/html_templates.h"

#include "base/compare.h"
#include "result/adapted_names.h"

/* [text] fixed, [text, members that have it] optional, a number: the slot */
static void data_parts(lt_html *html, const leitong_result_template *t)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_part *parts = leitong_result_parts(html->result, &count) + t->part_begin;
    lt_json_open_list(json, "parts");
    for (size_t i = 0; i < t->part_count; i++) {
        if (parts[i].kind == LEITONG_PART_SLOT) {
            lt_json_number(json, NULL, parts[i].slot);
            continue;
        }
        lt_json_open_list(json, NULL);
        lt_json_string(json, NULL, parts[i].text);
        if (parts[i].kind == LEITONG_PART_OPTIONAL) {
            lt_json_number(json, NULL, parts[i].count);
        }
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
}

/* {kind, distinct, fills: [text, count, …]} */
static void data_slots(lt_html *html, const leitong_result_template *t)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_slot *slots = leitong_result_slots(html->result, &count) + t->slot_begin;
    const leitong_result_fill *fills = leitong_result_fills(html->result, &count);
    lt_json_open_list(json, "slots");
    for (size_t i = 0; i < t->slot_count; i++) {
        lt_json_open(json, NULL);
        lt_json_number(json, "kind", (uint64_t)slots[i].kind);
        lt_json_number(json, "distinct", slots[i].distinct);
        lt_json_open_list(json, "fills");
        size_t listed = LT_MIN(slots[i].fill_count, html->choice.most_members);
        for (size_t f = slots[i].fill_begin; f < slots[i].fill_begin + listed; f++) {
            lt_json_string(json, NULL, fills[f].text);
            lt_json_number(json, NULL, fills[f].count);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

/* {number, unit, kind, size, documents, parts, slots, members: [document, begin, end, two numbers for each slot, …]} */
static void data_templates(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_template_member *members = leitong_result_template_members(html->result, &count);
    const leitong_result_template *templates = leitong_result_templates(html->result, &count);
    lt_html_open(html, "templates", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_template *t = &templates[i];
        if (!html->choice.templates[i]) {
            continue;
        }
        size_t listed = LT_MIN(t->member_count, html->choice.most_members);
        lt_json_open(json, NULL);
        lt_json_number(json, "number", i);
        lt_json_number(json, "unit", (uint64_t)t->unit);
        lt_json_number(json, "kind", (uint64_t)t->kind);
        lt_json_number(json, "size", t->size);
        lt_json_number(json, "documents", t->documents);
        data_parts(html, t);
        data_slots(html, t);
        lt_json_open_list(json, "members");
        for (size_t m = t->member_begin; m < t->member_begin + listed; m++) {
            lt_json_number(json, NULL, members[m].span.document);
            lt_html_numbers(json, html->forms + 2 * m, 2);
            lt_html_numbers(json, html->ranges + 2 * members[m].range_begin, 2 * t->slot_count);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* [number, a, b, matched, by, copy, copyBy, swaps, places, names left behind, weight, …] */
static void data_adapted(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_adapted *adapted = leitong_result_adapted_pairs(html->result, &count);
    lt_html_open(html, "adapted", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_adapted *p = &adapted[i];
        if (!html->choice.adapted[i]) {
            continue;
        }
        const uint64_t row[] = {i,
                                p->document_a,
                                p->document_b,
                                p->matched,
                                (uint64_t)p->by,
                                (uint64_t)p->copy,
                                (uint64_t)p->copy_by,
                                p->swaps,
                                p->places,
                                p->left_behind,
                                lt_adapted_weight(html->result, i)};
        lt_html_numbers(json, row, sizeof row / sizeof row[0]);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* {from, to, kind, directed, pairs, count, places: [a, begin, end, b, begin, end, …]} */
static void data_swaps(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    size_t place_count;
    const leitong_result_swap *swaps = leitong_result_swaps(html->result, &count);
    const leitong_result_swap_place *places = leitong_result_swap_places(html->result, &place_count);
    lt_html_open(html, "swaps", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        size_t last = swaps[i].place_begin + swaps[i].place_count;
        size_t first = swaps[i].place_begin;
        while (first < last && !html->choice.swap_places[first]) {
            first++;
        }
        if (first == last) {
            continue;
        }
        lt_json_open(json, NULL);
        lt_json_string(json, "from", swaps[i].from);
        lt_json_string(json, "to", swaps[i].to);
        lt_json_number(json, "kind", (uint64_t)swaps[i].kind);
        lt_json_bool(json, "directed", swaps[i].directed != 0);
        lt_json_number(json, "pairs", swaps[i].pairs);
        lt_json_number(json, "count", swaps[i].place_count);
        lt_json_open_list(json, "places");
        for (size_t p = first; p < last; p++) {
            if (!html->choice.swap_places[p]) {
                continue;
            }
            lt_json_number(json, NULL, places[p].a.document);
            lt_html_numbers(json, html->swaps + 4 * p, 2);
            lt_json_number(json, NULL, places[p].b.document);
            lt_html_numbers(json, html->swaps + 4 * p + 2, 2);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* {number, text, kind, instead, place: [document, begin, end, source, begin, end]} */
static void data_left(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(html->result, &count);
    lt_html_open(html, "left", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        if (!html->choice.left[i]) {
            continue;
        }
        lt_json_open(json, NULL);
        lt_json_number(json, "number", i);
        lt_json_string(json, "text", left[i].text);
        lt_json_number(json, "kind", (uint64_t)left[i].kind);
        lt_json_string(json, "instead", left[i].instead);
        lt_json_open_list(json, "place");
        lt_json_number(json, NULL, left[i].span.document);
        lt_html_numbers(json, html->left + 4 * i, 2);
        lt_json_number(json, NULL, left[i].source.document);
        lt_html_numbers(json, html->left + 4 * i + 2, 2);
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

void lt_html_templates(lt_html *html)
{
    data_templates(html);
    data_adapted(html);
    data_swaps(html);
    data_left(html);
}

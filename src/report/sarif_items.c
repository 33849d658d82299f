#include "report/sarif_items.h"

#include "base/buffer.h"
#include "result/dates.h"
#include "result/fingerprint.h"

#include <stdlib.h>

#define SARIF_PLACES 100 /* related places of one phrase */

static int items_span(lt_sarif_items *list, const leitong_span *span, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->places, list->place_capacity, list->place_count + 2, error));
    list->places[list->place_count++] = (lt_line_place){.document = span->document, .byte = span->begin};
    list->places[list->place_count++] = (lt_line_place){.document = span->document, .byte = span->end};
    list->items[list->count - 1].span_count++;
    return 0;
}

static int items_add(lt_sarif_items *list, int rule, size_t row, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->items, list->capacity, list->count + 1, error));
    list->items[list->count++] = (lt_sarif_item){.rule = rule, .row = row, .place_begin = list->place_count};
    return 0;
}

/* A finding with two sides, of which b is the later unless dates say otherwise. */
typedef struct items_sides {
    int rule;
    size_t row;
    const leitong_span *a, *b;
} items_sides;

static int items_two(const leitong_result *result, lt_sarif_items *list, const items_sides *found, leitong_error *error)
{
    bool swapped = lt_dates_earlier(result, found->b->document, found->a->document);
    LT_TRY(items_add(list, found->rule, found->row, error));
    LT_TRY(items_span(list, swapped ? found->a : found->b, error));
    LT_TRY(items_span(list, swapped ? found->b : found->a, error));
    list->items[list->count - 1].swapped = swapped;
    return lt_fingerprint_two(result, found->a, found->b, list->items[list->count - 1].hash, error);
}

static int items_passages(const leitong_result *result, lt_sarif_items *list, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    for (size_t i = 0; i < count; i++) {
        items_sides found = {LT_SARIF_PASSAGE, i, &passages[i].a, &passages[i].b};
        LT_TRY(items_two(result, list, &found, error));
    }
    return 0;
}

static int items_pairs(const leitong_result *result, lt_sarif_items *list, leitong_error *error)
{
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    for (size_t i = 0; i < count; i++) {
        items_sides found = {LT_SARIF_PARAGRAPH, i, &pairs[i].a, &pairs[i].b};
        LT_TRY(items_two(result, list, &found, error));
    }
    return 0;
}

static int items_documents(const leitong_result *result, lt_sarif_items *list, leitong_error *error)
{
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(result, &count);
    const leitong_result_member *members = leitong_result_members(result, &member_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        for (size_t m = 0; c->unit == LEITONG_UNIT_DOCUMENT && m < c->member_count; m++) {
            if (m != c->medoid) {
                items_sides found = {LT_SARIF_DOCUMENT, c->member_begin + m, &members[c->member_begin + c->medoid].span,
                                     &members[c->member_begin + m].span};
                LT_TRY(items_two(result, list, &found, error));
            }
        }
    }
    return 0;
}

static int items_phrases(const leitong_result *result, lt_sarif_items *list, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(result, &count);
    const leitong_span *places = leitong_result_places(result, &place_count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(items_add(list, LT_SARIF_PHRASE, i, error));
        for (size_t m = 0; m < phrases[i].place_count && m <= SARIF_PLACES; m++) {
            LT_TRY(items_span(list, &places[phrases[i].place_begin + m], error));
        }
        LT_TRY(lt_fingerprint_one(result, &places[phrases[i].place_begin], list->items[list->count - 1].hash, error));
    }
    return 0;
}

/* Its location is the copy, whatever the dates say; the place that it was copied from is related. */
static int items_left(const leitong_result *result, lt_sarif_items *list, leitong_error *error)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(result, &count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(items_add(list, LT_SARIF_LEFT, i, error));
        LT_TRY(items_span(list, &left[i].span, error));
        LT_TRY(items_span(list, &left[i].source, error));
        LT_TRY(lt_fingerprint_one(result, &left[i].span, list->items[list->count - 1].hash, error));
    }
    return 0;
}

static int items_compare(const void *left, const void *right)
{
    const lt_sarif_item *a = *(lt_sarif_item *const *)left;
    const lt_sarif_item *b = *(lt_sarif_item *const *)right;
    int order = lt_fingerprint_compare(a->hash, b->hash);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Equal texts have equal hashes: numbering them makes each fingerprint one of its own, and the set of them depends on
 * the texts alone. */
static int items_number(lt_sarif_items *list, leitong_error *error)
{
    lt_sarif_item **sorted = malloc((list->count + 1) * sizeof(lt_sarif_item *));
    if (sorted == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < list->count; i++) {
        sorted[i] = &list->items[i];
    }
    qsort(sorted, list->count, sizeof(lt_sarif_item *), items_compare);
    for (size_t i = 0; i < list->count; i++) {
        bool again = i > 0 && lt_fingerprint_compare(sorted[i]->hash, sorted[i - 1]->hash) == 0;
        sorted[i]->ordinal = again ? sorted[i - 1]->ordinal + 1 : 1;
    }
    free(sorted);
    return 0;
}

int lt_sarif_items_collect(const leitong_result *result, lt_sarif_items *ret_items, leitong_error *error)
{
    lt_sarif_items list = {0};
    int code = 0;
    LT_TRY_GOTO(failed, items_passages(result, &list, error));
    LT_TRY_GOTO(failed, items_pairs(result, &list, error));
    LT_TRY_GOTO(failed, items_documents(result, &list, error));
    LT_TRY_GOTO(failed, items_phrases(result, &list, error));
    LT_TRY_GOTO(failed, items_left(result, &list, error));
    LT_TRY_GOTO(failed, items_number(&list, error));
    LT_TRY_GOTO(failed, lt_lines_find(result, list.places, list.place_count, error));
    *ret_items = list;
    return 0;
failed:
    lt_sarif_items_clear(&list);
    return code;
}

void lt_sarif_items_clear(lt_sarif_items *items)
{
    free(items->items);
    free(items->places);
    *items = (lt_sarif_items){0};
}

#include "names/swap_groups.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* One place of one swap. */
struct lt_swap_entry {
    uint32_t from, to; /* numbers of the names */
    uint32_t kind, directed;
    lt_swap_group_place place;
};

void lt_swap_groups_clear(lt_swap_groups *groups)
{
    lt_vocabulary_clear(&groups->names);
    free(groups->items);
    free(groups->places);
    free(groups->entries);
    *groups = (lt_swap_groups){0};
}

static lt_swap_group_place groups_place(const lt_swap_pair *pair, const lt_swap_place *p, bool turned)
{
    const uint32_t *d = pair->documents;
    return turned ? (lt_swap_group_place){d[1], p->b_begin, p->b_end, d[0], p->a_begin, p->a_end}
                  : (lt_swap_group_place){d[0], p->a_begin, p->a_end, d[1], p->b_begin, p->b_end};
}

/* Without a direction the name that was met first comes first. */
static bool groups_turned(const lt_swap_pair *pair, const lt_swap *swap)
{
    return pair->copy < 0 ? swap->to < swap->from : pair->copy == 0;
}

int lt_swap_groups_add(lt_swap_groups *groups, const lt_swap_pair *pair, const lt_swaps *swaps, leitong_error *error)
{
    for (size_t i = 0; i < swaps->count; i++) {
        lt_swap swap = swaps->items[i];
        LT_TRY(lt_swap_name(pair->rules, pair->views, &groups->names, &swap, error));
        LT_TRY(LT_RESERVE(groups->entries, groups->entry_capacity, groups->entry_count + swap.count, error));
        bool turned = groups_turned(pair, &swap);
        for (size_t p = 0; p < swap.count; p++) {
            groups->entries[groups->entry_count++] =
                (lt_swap_entry){turned ? swap.to : swap.from, turned ? swap.from : swap.to, swap.kind, pair->copy >= 0,
                                groups_place(pair, &swaps->places[swap.place_begin + p], turned)};
        }
    }
    return 0;
}

static int groups_order_places(const lt_swap_group_place *a, const lt_swap_group_place *b)
{
    const uint32_t x[] = {a->from_document, a->from_begin, a->to_document, a->to_begin};
    const uint32_t y[] = {b->from_document, b->from_begin, b->to_document, b->to_begin};
    return lt_compare_u32(x, y, 4);
}

static int groups_order_names(const lt_swap_entry *a, const lt_swap_entry *b)
{
    const uint32_t x[] = {a->from, a->to, a->kind, a->directed};
    const uint32_t y[] = {b->from, b->to, b->kind, b->directed};
    return lt_compare_u32(x, y, 4);
}

/* By names, then by pair, so that pairs can be counted. */
static int groups_order_pairs(const void *left, const void *right)
{
    const lt_swap_entry *a = left;
    const lt_swap_entry *b = right;
    int names = groups_order_names(a, b);
    const uint32_t x[] = {a->place.from_document, a->place.to_document, a->place.from_begin, a->place.to_begin};
    const uint32_t y[] = {b->place.from_document, b->place.to_document, b->place.from_begin, b->place.to_begin};
    return names != 0 ? names : lt_compare_u32(x, y, 4);
}

static int groups_order_place(const void *left, const void *right)
{
    return groups_order_places(left, right);
}

/* Those with most places first. */
static int groups_order(const void *left, const void *right, void *context)
{
    const lt_swap_group *a = left;
    const lt_swap_group *b = right;
    const lt_swap_group_place *places = context;
    if (a->place_count != b->place_count) {
        return a->place_count > b->place_count ? -1 : 1;
    }
    int order = groups_order_places(&places[a->place_begin], &places[b->place_begin]);
    return order != 0 ? order : (a->place_begin > b->place_begin) - (a->place_begin < b->place_begin);
}

int lt_swap_groups_finish(lt_swap_groups *groups, leitong_error *error)
{
    lt_swap_entry *entries = groups->entries;
    size_t count = groups->entry_count;
    groups->items = calloc(count + 1, sizeof *groups->items);
    groups->places = malloc((count + 1) * sizeof *groups->places);
    if (groups->items == NULL || groups->places == NULL) {
        return lt_error_memory(error);
    }
    if (count > 1) {
        qsort(entries, count, sizeof *entries, groups_order_pairs);
    }
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && groups_order_names(&entries[i - 1], &entries[i]) == 0;
        if (!same) {
            groups->items[groups->count++] =
                (lt_swap_group){(uint8_t)entries[i].kind, entries[i].directed != 0, 0, i, 0};
        }
        lt_swap_group *group = &groups->items[groups->count - 1];
        group->pairs += !same || entries[i - 1].place.from_document != entries[i].place.from_document ||
                        entries[i - 1].place.to_document != entries[i].place.to_document;
        group->place_count++;
        groups->places[i] = entries[i].place;
    }
    groups->place_count = count;
    for (size_t i = 0; i < groups->count; i++) {
        lt_swap_group_place *places = groups->places + groups->items[i].place_begin;
        qsort(places, groups->items[i].place_count, sizeof *places, groups_order_place);
    }
    if (groups->count > 1) {
        qsort_r(groups->items, groups->count, sizeof *groups->items, groups_order, groups->places);
    }
    free(entries);
    groups->entries = NULL;
    lt_vocabulary_clear(&groups->names);
    return 0;
}

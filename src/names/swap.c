#include "names/swap.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

#define SWAP_BACK 3U /* a swap falls that goes the other way once in so many */

void lt_swaps_clear(lt_swaps *swaps)
{
    free(swaps->items);
    free(swaps->places);
    *swaps = (lt_swaps){0};
}

static int swap_order_a(const void *left, const void *right)
{
    const lt_edit *a = &((const lt_exchange *)left)->span;
    const lt_edit *b = &((const lt_exchange *)right)->span;
    const uint32_t x[] = {a->a_begin, ~a->a_end, a->b_begin, a->b_end};
    const uint32_t y[] = {b->a_begin, ~b->a_end, b->b_begin, b->b_end};
    return lt_compare_u32(x, y, 4);
}

static int swap_order_b(const void *left, const void *right)
{
    const lt_edit *a = &((const lt_exchange *)left)->span;
    const lt_edit *b = &((const lt_exchange *)right)->span;
    const uint32_t x[] = {a->b_begin, ~a->b_end, a->a_begin, a->a_end};
    const uint32_t y[] = {b->b_begin, ~b->b_end, b->a_begin, b->a_end};
    return lt_compare_u32(x, y, 4);
}

/* Each place of either document once. */
static void swap_disjoint(lt_exchanges *e)
{
    for (unsigned pass = 0; pass < 2 && e->count > 1; pass++) {
        size_t kept = 0;
        uint32_t end = 0;
        qsort(e->items, e->count, sizeof *e->items, pass == 0 ? swap_order_a : swap_order_b);
        for (size_t i = 0; i < e->count; i++) {
            const lt_edit span = e->items[i].span;
            if ((pass == 0 ? span.a_begin : span.b_begin) >= end) {
                end = pass == 0 ? span.a_end : span.b_end;
                e->items[kept++] = e->items[i];
            }
        }
        e->count = kept;
    }
}

/* What stands before the first full stop of a word of several parts (brokerly.replicas), as a word; or the token. */
static uint32_t swap_head(const lt_name_rules *rules, uint32_t token, const uint8_t **ret_rest, size_t *ret_size)
{
    *ret_rest = NULL;
    *ret_size = 0;
    if ((token & LT_TOKEN_WORD) == 0 || token == LT_TOKEN_UNKNOWN) {
        return token;
    }
    size_t size = 0;
    const uint8_t *text = lt_lexicon_text(rules->lexicon, token & ~LT_TOKEN_WORD, &size);
    const uint8_t *stop = memchr(text, '.', size);
    if (stop == NULL) {
        return token;
    }
    size_t head = (size_t)(stop - text);
    *ret_rest = stop;
    *ret_size = size - head;
    return lt_lexicon_find(rules->lexicon, text, head, lt_lexicon_word_hash(text, head));
}

int lt_swap_name(const lt_name_rules *rules, const lt_name_view views[2], lt_vocabulary *names, lt_swap *swap,
                 leitong_error *error)
{
    const lt_swap_place *p = &swap->first;
    const uint32_t *from = views[0].tokens + p->a_begin;
    const uint32_t *to = views[1].tokens + p->b_begin;
    uint32_t from_count = p->a_end - p->a_begin;
    uint32_t to_count = p->b_end - p->b_begin;
    const uint8_t *rests[2];
    size_t sizes[2];
    uint32_t heads[2] = {swap_head(rules, from[0], &rests[0], &sizes[0]),
                         swap_head(rules, to[0], &rests[1], &sizes[1])};
    if (from_count == 1 && to_count == 1 && sizes[0] > 0 && sizes[0] == sizes[1] &&
        memcmp(rests[0], rests[1], sizes[0]) == 0 && heads[0] != LT_TOKEN_UNKNOWN && heads[1] != LT_TOKEN_UNKNOWN) {
        from = &heads[0];
        to = &heads[1];
    }
    LT_TRY(lt_vocabulary_add(names, from, from_count, &swap->from, error));
    return lt_vocabulary_add(names, to, to_count, &swap->to, error);
}

static int swap_order_names(const void *left, const void *right)
{
    const lt_swap *a = left;
    const lt_swap *b = right;
    const uint32_t x[] = {a->from, a->to, a->kind, a->first.a_begin};
    const uint32_t y[] = {b->from, b->to, b->kind, b->first.a_begin};
    return lt_compare_u32(x, y, 4);
}

static int swap_order_places(const void *left, const void *right)
{
    const lt_swap_place *a = left;
    const lt_swap_place *b = right;
    return lt_compare_u32(&a->a_begin, &b->a_begin, 1);
}

static int swap_order_place(const void *left, const void *right)
{
    const lt_swap *a = left;
    const lt_swap *b = right;
    const uint32_t x[] = {a->first.a_begin, ~a->first.a_end};
    const uint32_t y[] = {b->first.a_begin, ~b->first.a_end};
    return lt_compare_u32(x, y, 2);
}

/* Takes terms out that are no names. */
static void swap_terms(lt_swaps *swaps)
{
    size_t kept = 0;
    lt_swap before = {0};
    for (size_t i = 0; i < swaps->count; i++) {
        lt_swap one = swaps->items[i];
        bool next = i + 1 < swaps->count && swaps->items[i + 1].from == one.from;
        bool ambiguous = next || (i > 0 && before.from == one.from);
        before = one;
        if (one.kind != LT_NAME_TERM || (one.title && one.count >= LT_SWAP_TERM && !ambiguous)) {
            swaps->items[kept++] = one;
        }
    }
    swaps->count = kept;
}

/* A swap for each exchange; a run that is too long is no name. */
static int swap_each(const lt_name_rules *rules, const lt_name_view views[2], const lt_exchanges *e, lt_swaps *swaps,
                     leitong_error *error)
{
    lt_vocabulary names = {0};
    int code = 0;
    swaps->count = 0;
    for (size_t i = 0; i < e->count; i++) {
        const lt_edit *s = &e->items[i].span;
        lt_swap *swap = &swaps->items[swaps->count];
        if (s->a_end - s->a_begin > LT_NAME_LONGEST || s->b_end - s->b_begin > LT_NAME_LONGEST) {
            continue;
        }
        *swap = (lt_swap){.first = {s->a_begin, s->a_end, s->b_begin, s->b_end},
                          .kind = e->items[i].kind,
                          .tail = e->items[i].tail,
                          .title = lt_name_view_title(&views[0], s->a_begin, s->a_end) &&
                                   lt_name_view_title(&views[1], s->b_begin, s->b_end)};
        LT_TRY_GOTO(done, lt_swap_name(rules, views, &names, swap, error));
        swaps->count++;
    }
done:
    lt_vocabulary_clear(&names);
    return code;
}

int lt_swaps_group(const lt_name_rules *rules, const lt_name_view views[2], lt_exchanges *e, lt_swaps *swaps,
                   leitong_error *error)
{
    swap_disjoint(e);
    LT_TRY(LT_RESERVE(swaps->items, swaps->capacity, e->count + 1, error));
    LT_TRY(LT_RESERVE(swaps->places, swaps->place_capacity, e->count + 1, error));
    LT_TRY(swap_each(rules, views, e, swaps, error));
    size_t count = swaps->count;
    if (count > 1) {
        qsort(swaps->items, count, sizeof *swaps->items, swap_order_names);
    }
    swaps->count = swaps->place_count = 0;
    for (size_t i = 0; i < count; i++) {
        const lt_swap one = swaps->items[i];
        lt_swap *last = swaps->count > 0 ? &swaps->items[swaps->count - 1] : NULL;
        /* A term is a name of another kind where the same words were exchanged as one: 沅东 without 市. */
        bool same = last != NULL && last->from == one.from && last->to == one.to &&
                    (last->kind == one.kind || one.kind == LT_NAME_TERM);
        if (!same) {
            last = &swaps->items[swaps->count++];
            *last = one;
            last->place_begin = swaps->place_count;
        }
        last->count++;
        last->title = last->title || one.title;
        swaps->places[swaps->place_count++] = one.first;
    }
    for (size_t i = 0; i < swaps->count; i++) {
        lt_swap *swap = &swaps->items[i];
        qsort(swaps->places + swap->place_begin, swap->count, sizeof *swaps->places, swap_order_places);
    }
    swap_terms(swaps);
    return 0;
}

/* What all questions about one swap need. */
typedef struct settle {
    const lt_name_rules *rules;
    const lt_name_view *views;
    const lt_token_index *const *indexes;
    const lt_swap *all; /* by names */
    size_t count;
} settle;

static size_t settle_back(const settle *s, const lt_swap *one)
{
    const lt_swap back = {.kind = one->kind, .from = one->to, .to = one->from};
    size_t at = 0;
    LT_LOWER_BOUND(at, s->count, i, swap_order_names(&s->all[i], &back) < 0);
    bool found =
        at < s->count && s->all[at].kind == back.kind && s->all[at].from == back.from && s->all[at].to == back.to;
    return found ? s->all[at].count : 0;
}

static bool settle_within(const uint32_t *inner, size_t inner_count, const uint32_t *outer, size_t outer_count)
{
    for (size_t at = 0; at + inner_count <= outer_count; at++) {
        if (memcmp(inner, outer + at, inner_count * sizeof *inner) == 0) {
            return true;
        }
    }
    return false;
}

static size_t settle_frequency(const settle *s, unsigned view, const uint32_t *tokens, size_t length)
{
    uint32_t places[LT_INDEX_LOOKS];
    bool given_up = false;
    return lt_token_index_find(s->indexes[view], tokens, length, places, LT_INDEX_LOOKS, &given_up);
}

/* Whether the swap's two names are one: nested, or one place; or neither is its document's own. */
static bool settle_same(const settle *s, const lt_swap *one)
{
    const uint32_t *from = s->views[0].tokens + one->first.a_begin;
    const uint32_t *to = s->views[1].tokens + one->first.b_begin;
    size_t from_count = one->first.a_end - one->first.a_begin;
    size_t to_count = one->first.b_end - one->first.b_begin;
    if (one->kind == LT_NAME_OF_LEVEL || one->kind == LT_NAME_YEAR) {
        return false;
    }
    bool nested = settle_within(from, from_count, to, to_count) || settle_within(to, to_count, from, from_count);
    const lt_place_name *a = lt_place_tree_find(s->rules->tree, from, LT_MIN(from_count, LT_NAME_LONGEST));
    const lt_place_name *b = lt_place_tree_find(s->rules->tree, to, LT_MIN(to_count, LT_NAME_LONGEST));
    bool place = a != NULL && b != NULL && a->node == b->node;
    return nested || place ||
           (settle_frequency(s, 0, from, from_count) <= settle_frequency(s, 1, from, from_count) &&
            settle_frequency(s, 1, to, to_count) <= settle_frequency(s, 0, to, to_count));
}

/* Whether levels are exchanged upwards and downwards, one a third as often as the other: 鄉→縣 beside 縣→村. */
static bool settle_levels_mixed(const settle *s)
{
    size_t places[2] = {0, 0}; /* down, up */
    for (size_t i = 0; i < s->count; i++) {
        const lt_swap *one = &s->all[i];
        unsigned from = lt_name_rank(s->views[0].tokens[one->first.a_begin]);
        unsigned to = lt_name_rank(s->views[1].tokens[one->first.b_begin]);
        if (one->kind == LT_NAME_OF_LEVEL && from != 0 && to != 0 && from != to) {
            places[to > from] += one->count;
        }
    }
    size_t fewer = LT_MIN(places[0], places[1]);
    return fewer > 0 && SWAP_BACK * fewer >= LT_MAX(places[0], places[1]);
}

int lt_swaps_settle(const lt_name_rules *rules, const lt_name_view views[2], const lt_token_index *indexes[2],
                    lt_swaps *swaps, leitong_error *error)
{
    lt_swap *all = malloc((swaps->count + 1) * sizeof *all);
    size_t kept = 0;
    if (all == NULL) {
        return lt_error_memory(error);
    }
    if (swaps->count > 0) {
        memcpy(all, swaps->items, swaps->count * sizeof *all);
    }
    settle s = {rules, views, indexes, all, swaps->count};
    bool mixed = settle_levels_mixed(&s);
    for (size_t i = 0; i < s.count; i++) {
        bool ranked = lt_name_rank(views[0].tokens[all[i].first.a_begin]) != 0;
        if (mixed && all[i].kind == LT_NAME_OF_LEVEL && ranked) {
            continue;
        }
        if (SWAP_BACK * settle_back(&s, &all[i]) < all[i].count && !settle_same(&s, &all[i])) {
            swaps->items[kept++] = all[i];
        }
    }
    swaps->count = kept;
    if (kept > 1) {
        qsort(swaps->items, kept, sizeof *swaps->items, swap_order_place);
    }
    free(all);
    return 0;
}

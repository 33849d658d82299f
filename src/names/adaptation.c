#include "names/adaptation.h"

#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* Passages in a row, near one another on both sides. */
typedef struct region {
    uint64_t matched, telling; /* equal tokens; those that are no stock wording */
    uint32_t a_end, b_begin, b_end;
} region;

static lt_adaptation region_counts(const region *r, uint64_t shorter)
{
    bool telling = r->telling >= LT_ADAPTATION_LEAST && (5 * r->telling >= shorter || r->telling >= LT_ADAPTATION_MANY);
    bool counts = telling || (r->matched >= LT_ADAPTATION_LEAST && 2 * r->matched >= shorter);
    bool likely = counts && 5 * r->matched >= 2 * shorter;
    return likely ? LT_ADAPTATION_LIKELY : counts ? LT_ADAPTATION_POSSIBLE : LT_ADAPTATION_NONE;
}

static bool region_takes(const region *r, const lt_passage *p)
{
    return p->a_begin <= r->a_end + LT_ADAPTATION_GAP && p->b_begin <= r->b_end + LT_ADAPTATION_GAP &&
           p->b_end + LT_ADAPTATION_GAP >= r->b_begin;
}

static bool adaptation_is_version(const lt_document *a, const lt_document *b)
{
    return a->title != NULL && b->title != NULL && strcmp(a->title, b->title) == 0 && a->date != NULL &&
           b->date != NULL && strcmp(a->date, b->date) != 0;
}

lt_adaptation lt_adaptation_of(const lt_corpus *corpus, const lt_passages *passages, const uint32_t *numbers,
                               size_t count)
{
    const lt_passage *first = &passages->items[numbers[0]];
    const lt_document *a = &corpus->documents[first->document_a];
    const lt_document *b = &corpus->documents[first->document_b];
    region r = {0};
    lt_adaptation best = LT_ADAPTATION_NONE;
    if (first->document_a == first->document_b || adaptation_is_version(a, b)) {
        return LT_ADAPTATION_NONE;
    }
    for (size_t i = 0; i < count; i++) {
        const lt_passage *p = &passages->items[numbers[i]];
        if (i == 0 || !region_takes(&r, p)) {
            r = (region){.b_begin = p->b_begin};
        }
        r.matched += p->matched;
        r.telling += p->matched - p->stock;
        r.a_end = LT_MAX(r.a_end, p->a_end);
        r.b_end = LT_MAX(r.b_end, p->b_end);
        r.b_begin = LT_MIN(r.b_begin, p->b_begin);
        lt_adaptation counts = region_counts(&r, LT_MIN(a->token_count, b->token_count));
        best = LT_MAX(best, counts);
    }
    return best;
}

/* A swap's two sides as what can be compared: words, or single tokens. */
typedef struct exchange {
    uint64_t from, to;
    uint64_t places;
} exchange;

static int exchange_order(const void *left, const void *right)
{
    const exchange *a = left;
    const exchange *b = right;
    const uint32_t x[] = {(uint32_t)(a->from >> 32), (uint32_t)a->from, (uint32_t)(a->to >> 32), (uint32_t)a->to};
    const uint32_t y[] = {(uint32_t)(b->from >> 32), (uint32_t)b->from, (uint32_t)(b->to >> 32), (uint32_t)b->to};
    return lt_compare_u32(x, y, 4);
}

static uint64_t exchange_side(uint32_t word, uint32_t token)
{
    return token != 0 ? token : UINT64_C(1) << 32 | word;
}

/* 市→县, or two names of one kind that may be a place or a body. */
static bool exchange_of_identity(const lt_name_table *table, const lt_vocabulary *vocabulary, const lt_swap *swap)
{
    if (swap->from_token != 0 && swap->to_token != 0) {
        return (lt_name_class_of(table, swap->from_token) & LT_NAME_LEVEL) != 0 &&
               (lt_name_class_of(table, swap->to_token) & LT_NAME_LEVEL) != 0;
    }
    if (swap->from == LT_VOCABULARY_NONE || swap->to == LT_VOCABULARY_NONE) {
        return false;
    }
    const lt_word *from = &vocabulary->words[swap->from];
    const lt_word *to = &vocabulary->words[swap->to];
    return from->kind == to->kind && (from->kind == LT_NAME_PLACE || from->kind == LT_NAME_ORGANISATION);
}

/* How often the swap goes the other way. */
static uint64_t exchange_back(const exchange *all, size_t count, const exchange *one)
{
    exchange back = {one->to, one->from, 0};
    const exchange *found = count > 0 ? bsearch(&back, all, count, sizeof back, exchange_order) : NULL;
    return found != NULL ? found->places : 0;
}

int lt_adaptation_proven(lt_adaptation adaptation, const lt_name_table *table, const lt_vocabulary *vocabulary,
                         const lt_swaps *swaps, bool *ret_proven, leitong_error *error)
{
    exchange *all = malloc((swaps->count + 1) * sizeof *all);
    size_t count = 0;
    uint64_t together = 0;
    uint64_t enough = adaptation == LT_ADAPTATION_LIKELY ? 1 : 2; /* places of one name */
    bool proven = false;
    if (all == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap *swap = &swaps->items[i];
        if (exchange_of_identity(table, vocabulary, swap)) {
            all[count++] = (exchange){exchange_side(swap->from, swap->from_token),
                                      exchange_side(swap->to, swap->to_token), swap->count};
        }
    }
    if (count > 1) {
        qsort(all, count, sizeof *all, exchange_order);
    }
    for (size_t i = 0; i < count && !proven; i++) {
        bool consistent = 3 * exchange_back(all, count, &all[i]) < all[i].places;
        together += consistent ? all[i].places : 0;
        proven = consistent && (all[i].places >= enough || together >= 3);
    }
    free(all);
    *ret_proven = proven;
    return 0;
}

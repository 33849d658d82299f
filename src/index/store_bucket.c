#include "index/store_bucket.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

#define BUCKET_FACTOR 4U

typedef struct bucket_work {
    lt_store_lookup *lookup;
    const lt_view_buckets *ask;
    const lt_store_order *order;
    uint32_t most;         /* limit of this round: contents of a key */
    lt_store_hashes found; /* contents of each key, ascending, without repetition */
    size_t *ends;          /* [key]: end of its contents in `found` */
    bool *cut;             /* [key]: the limit was reached, so there may be more */
    uint64_t *hashes;      /* contents of all keys, ascending, without repetition */
    size_t hash_count;
    lt_view_places places; /* of `hashes`: the first place in each segment */
    size_t *place_ends;
    uint32_t *firsts; /* [hash]: index into `places`; LT_VIEW_NONE: only removed documents contain it */
} bucket_work;

/* Sorts and removes repetitions; returns the number that is left. */
static size_t bucket_distinct(uint64_t *hashes, size_t count, uint64_t *scratch)
{
    size_t kept = 0;
    lt_radix_sort_u64(hashes, scratch, count);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || hashes[i] != hashes[kept - 1]) {
            hashes[kept++] = hashes[i];
        }
    }
    return kept;
}

/* The first contents of each key. Each segment returns its own first, so theirs contain the first of all. */
static int bucket_find(bucket_work *w, leitong_error *error)
{
    const lt_view_buckets *ask = w->ask;
    lt_store_ask store = {LT_STORE_BANDS, ask->keys, ask->count, w->most, LT_VIEW_NONE};
    w->found.count = 0;
    LT_TRY(lt_store_lookup_hashes(w->lookup, &store, &w->found, w->ends, error));
    free(w->hashes);
    w->hashes = malloc((2 * w->found.count + 1) * sizeof *w->hashes);
    if (w->hashes == NULL) {
        return lt_error_memory(error);
    }
    size_t begin = 0;
    size_t kept = 0;
    for (size_t i = 0; i < ask->count; i++) {
        size_t given = w->ends[i] - begin;
        w->cut[i] = given >= w->most;
        if (given > 0) { /* `items` is NULL for an empty index */
            size_t count = bucket_distinct(w->found.items + begin, given, w->hashes);
            count = LT_MIN(count, w->most);
            memmove(w->found.items + kept, w->found.items + begin, count * sizeof *w->found.items);
            kept += count;
        }
        begin = w->ends[i];
        w->ends[i] = kept;
    }
    w->found.count = kept;
    return 0;
}

/* The first of places [begin, end), in order of ids. */
static int bucket_first(const bucket_work *w, size_t begin, size_t end, uint32_t *ret_first, leitong_error *error)
{
    const lt_view_place *places = w->places.items;
    uint32_t first = LT_VIEW_NONE;
    for (size_t i = begin; i < end; i++) {
        bool before = true;
        if (first != LT_VIEW_NONE) {
            LT_TRY(w->order->before(w->order->context, places[i].document, places[first].document, &before, error));
        }
        first = before ? (uint32_t)i : first;
    }
    *ret_first = first;
    return 0;
}

/* Finds the first place of each content. */
static int bucket_resolve(bucket_work *w, leitong_error *error)
{
    size_t count = w->found.count;
    if (count > 0) {
        memcpy(w->hashes, w->found.items, count * sizeof *w->hashes);
    }
    w->hash_count = bucket_distinct(w->hashes, count, w->hashes + count);
    free(w->place_ends);
    free(w->firsts);
    w->place_ends = malloc((w->hash_count + 1) * sizeof *w->place_ends);
    w->firsts = malloc((w->hash_count + 1) * sizeof *w->firsts);
    if (w->place_ends == NULL || w->firsts == NULL) {
        return lt_error_memory(error);
    }
    lt_store_ask store = {LT_STORE_CONTENTS, w->hashes, w->hash_count, 1, w->ask->without};
    w->places.count = 0;
    LT_TRY(lt_store_lookup_run(w->lookup, &store, &w->places, w->place_ends, error));
    for (size_t i = 0; i < w->hash_count; i++) {
        LT_TRY(bucket_first(w, i == 0 ? 0 : w->place_ends[i - 1], w->place_ends[i], &w->firsts[i], error));
    }
    return 0;
}

static int bucket_compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Appends the contents of each key. *ret_short: some key has too few, but was cut off by the limit. */
static int bucket_give(const bucket_work *w, lt_view_contents *contents, size_t *ret_ends, bool *ret_short,
                       leitong_error *error)
{
    size_t at = 0;
    *ret_short = false;
    for (size_t i = 0; i < w->ask->count; i++) {
        size_t before = contents->count;
        for (; at < w->ends[i]; at++) {
            const uint64_t *hash = bsearch(&w->found.items[at], w->hashes, w->hash_count, sizeof *hash, bucket_compare);
            uint32_t first = w->firsts[hash - w->hashes];
            if (first == LT_VIEW_NONE || contents->count - before == w->ask->most) {
                continue;
            }
            LT_TRY(LT_RESERVE(contents->items, contents->capacity, contents->count + 1, error));
            const lt_view_place *place = &w->places.items[first];
            contents->items[contents->count++] = (lt_view_content){*hash, place->document, place->at};
        }
        *ret_short = *ret_short || (w->cut[i] && contents->count - before < w->ask->most);
        ret_ends[i] = contents->count;
    }
    return 0;
}

int lt_store_bucket_run(lt_store_lookup *lookup, const lt_view_buckets *ask, const lt_store_order *order,
                        lt_view_contents *contents, size_t *ret_ends, leitong_error *error)
{
    bucket_work w = {.lookup = lookup, .ask = ask, .order = order, .most = ask->most};
    size_t given = contents->count;
    bool is_short = true;
    int code = 0;
    w.ends = malloc((ask->count + 1) * sizeof *w.ends);
    w.cut = malloc((ask->count + 1) * sizeof *w.cut);
    if (w.ends == NULL || w.cut == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    while (is_short) {
        contents->count = given;
        LT_TRY_GOTO(done, bucket_find(&w, error));
        LT_TRY_GOTO(done, bucket_resolve(&w, error));
        LT_TRY_GOTO(done, bucket_give(&w, contents, ret_ends, &is_short, error));
        is_short = is_short && w.most < UINT32_MAX;
        w.most = w.most < UINT32_MAX / BUCKET_FACTOR ? BUCKET_FACTOR * w.most : UINT32_MAX;
    }
done:
    free(w.ends);
    free(w.cut);
    free(w.hashes);
    free(w.found.items);
    free(w.places.items);
    free(w.place_ends);
    free(w.firsts);
    return code;
}

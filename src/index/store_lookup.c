#include "index/store_lookup.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

int lt_store_lookup_open(lt_store_lookup *lookup, lt_store_txn *txn, const lt_store_catalog *catalog,
                         leitong_error *error)
{
    lookup->txn = txn;
    lookup->catalog = catalog;
    lookup->last = calloc(catalog->count * LT_STORE_TABLES_END + 1, sizeof *lookup->last);
    lookup->blocks = calloc(catalog->count * LT_STORE_BATCH + 1, sizeof *lookup->blocks);
    return lookup->last == NULL || lookup->blocks == NULL ? lt_error_memory(error) : 0;
}

void lt_store_lookup_clear(lt_store_lookup *lookup)
{
    free(lookup->last);
    free(lookup->blocks);
    memset(lookup, 0, sizeof *lookup);
}

/* A query; results are appended to one of the two lists. */
typedef struct lookup_work {
    lt_store_lookup *lookup;
    const lt_store_ask *ask;
    lt_view_places *places;
    lt_store_hashes *hashes;
} lookup_work;

static size_t lookup_count(const lookup_work *w)
{
    return w->places != NULL ? w->places->count : w->hashes->count;
}

static int lookup_add(const lookup_work *w, const lt_store_segment *segment, const lt_block_entry *entry,
                      leitong_error *error)
{
    lt_view_places *places = w->places;
    lt_store_hashes *hashes = w->hashes;
    if (hashes != NULL) {
        LT_TRY(LT_RESERVE(hashes->items, hashes->capacity, hashes->count + 1, error));
        hashes->items[hashes->count++] = entry->value;
        return 0;
    }
    uint32_t local = (uint32_t)(entry->value >> 32);
    if (local >= segment->all.documents) {
        return lt_store_damaged(lt_store_txn_env(w->lookup->txn), segment->number, w->ask->table,
                                "an entry is not what was written", error);
    }
    if (lt_store_removed(segment, local) || segment->base + local == w->ask->without) {
        return 0;
    }
    LT_TRY(LT_RESERVE(places->items, places->capacity, places->count + 1, error));
    places->items[places->count++] = (lt_view_place){segment->base + local, (uint32_t)entry->value, entry->tags};
    return 0;
}

/* Reads the entries of a key in one segment, from the block on that covers it. */
static int lookup_read(const lookup_work *w, const lt_store_segment *segment, const lt_store_block *block, uint64_t key,
                       leitong_error *error)
{
    lt_store_scan scan;
    lt_block_entry entry;
    size_t before = lookup_count(w);
    lt_store_scan_start(&scan, w->lookup->txn, block, (lt_block_key){key, 0});
    while (lookup_count(w) - before < w->ask->most) {
        int got = lt_store_scan_next(&scan, &entry, error);
        if (got < 0) {
            return got;
        }
        if (got == 0 || entry.key > key) {
            break;
        }
        if (entry.key == key) {
            LT_TRY(lookup_add(w, segment, &entry, error));
        }
    }
    return 0;
}

/* Finds the blocks of a batch of keys in every segment. */
static int lookup_find(lt_store_lookup *lookup, uint8_t table, const uint64_t *keys, size_t count, leitong_error *error)
{
    const lt_store_catalog *catalog = lookup->catalog;
    lt_block_key wanted[LT_STORE_BATCH];
    for (size_t i = 0; i < count; i++) {
        wanted[i] = (lt_block_key){keys[i], 0};
    }
    for (size_t i = 0; i < catalog->count; i++) {
        lt_store_batch batch = {catalog->segments[i].number, table, wanted, count};
        lt_store_block *last = &lookup->last[i * LT_STORE_TABLES_END + table];
        lt_store_block *blocks = lookup->blocks + i * LT_STORE_BATCH;
        LT_TRY(lt_store_blocks_find(lookup->txn, &batch, last, blocks, error));
        *last = blocks[count - 1];
    }
    return 0;
}

static int lookup_all(const lookup_work *w, size_t *ret_ends, leitong_error *error)
{
    lt_store_lookup *lookup = w->lookup;
    const lt_store_ask *ask = w->ask;
    for (size_t first = 0; first < ask->count; first += LT_STORE_BATCH) {
        size_t part = LT_MIN(ask->count - first, LT_STORE_BATCH);
        LT_TRY(lookup_find(lookup, ask->table, ask->keys + first, part, error));
        for (size_t i = 0; i < part; i++) {
            for (size_t k = 0; k < lookup->catalog->count; k++) {
                LT_TRY(lookup_read(w, &lookup->catalog->segments[k], &lookup->blocks[k * LT_STORE_BATCH + i],
                                   ask->keys[first + i], error));
            }
            ret_ends[first + i] = lookup_count(w);
        }
    }
    return 0;
}

int lt_store_lookup_run(lt_store_lookup *lookup, const lt_store_ask *ask, lt_view_places *places, size_t *ret_ends,
                        leitong_error *error)
{
    lookup_work w = {.lookup = lookup, .ask = ask, .places = places};
    return lookup_all(&w, ret_ends, error);
}

int lt_store_lookup_hashes(lt_store_lookup *lookup, const lt_store_ask *ask, lt_store_hashes *hashes, size_t *ret_ends,
                           leitong_error *error)
{
    lookup_work w = {.lookup = lookup, .ask = ask, .hashes = hashes};
    return lookup_all(&w, ret_ends, error);
}

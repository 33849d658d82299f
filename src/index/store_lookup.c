#include "index/store_lookup.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

int lt_store_lookup_open(lt_store_lookup *lookup, lt_store_env *env, lt_store_txn *txn, const lt_store_catalog *catalog,
                         leitong_error *error)
{
    lookup->env = env;
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

/* The places under a key in one segment, from the block on in which it would begin. */
static int lookup_read(const lt_store_lookup *lookup, const lt_store_segment *segment, const lt_store_block *block,
                       uint64_t key, lt_view_places *places, leitong_error *error)
{
    lt_store_scan scan;
    lt_block_entry entry;
    int code = 0;
    lt_store_scan_start(&scan, lookup->env, lookup->txn, block, (lt_block_key){key, 0});
    while (code == 0) {
        int got = lt_store_scan_next(&scan, &entry, error);
        if (got < 0) {
            return got;
        }
        if (got == 0 || entry.key > key) {
            break;
        }
        uint32_t local = (uint32_t)(entry.value >> 32);
        if (entry.key < key) {
            continue;
        }
        if (local >= segment->all.documents) {
            return lt_store_damaged(lookup->env, segment->number, block->table, "an entry is not what was written",
                                    error);
        }
        if (lt_store_removed(segment, local)) {
            continue;
        }
        code = lt_buffer_reserve(&places->items, &places->capacity, places->count + 1, sizeof *places->items, error);
        if (code == 0) {
            places->items[places->count++] = (lt_view_place){segment->base + local, (uint32_t)entry.value, entry.tags};
        }
    }
    return code;
}

/* The blocks of a batch in every segment. */
static int lookup_find(lt_store_lookup *lookup, uint8_t table, const uint64_t *keys, size_t count, leitong_error *error)
{
    const lt_store_catalog *catalog = lookup->catalog;
    lt_block_key wanted[LT_STORE_BATCH];
    int code = 0;
    for (size_t i = 0; i < count; i++) {
        wanted[i] = (lt_block_key){keys[i], 0};
    }
    for (size_t i = 0; i < catalog->count && code == 0; i++) {
        lt_store_batch batch = {catalog->segments[i].number, table, wanted, count};
        lt_store_block *last = &lookup->last[i * LT_STORE_TABLES_END + table];
        lt_store_block *blocks = lookup->blocks + i * LT_STORE_BATCH;
        code = lt_store_blocks_find(lookup->env, lookup->txn, &batch, last, blocks, error);
        if (code == 0) {
            *last = blocks[count - 1];
        }
    }
    return code;
}

int lt_store_lookup_run(lt_store_lookup *lookup, uint8_t table, const uint64_t *keys, size_t count,
                        lt_view_places *places, size_t *ret_ends, leitong_error *error)
{
    const lt_store_catalog *catalog = lookup->catalog;
    int code = 0;
    for (size_t first = 0; first < count && code == 0; first += LT_STORE_BATCH) {
        size_t part = count - first < LT_STORE_BATCH ? count - first : LT_STORE_BATCH;
        code = lookup_find(lookup, table, keys + first, part, error);
        for (size_t i = 0; i < part && code == 0; i++) {
            for (size_t k = 0; k < catalog->count && code == 0; k++) {
                code = lookup_read(lookup, &catalog->segments[k], &lookup->blocks[k * LT_STORE_BATCH + i],
                                   keys[first + i], places, error);
            }
            ret_ends[first + i] = places->count;
        }
    }
    return code;
}

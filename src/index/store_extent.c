#include "index/store_extent.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "index/bits.h"

#include <stdlib.h>
#include <string.h>

#define EXTENT_COMMIT (48U << 20) /* bytes of one LMDB transaction, which keeps them in memory */
/* Bytes of an extent's blocks. Larger extents mean fewer pages in LMDB's tree, but longer directories, and LMDB must
 * find as many consecutive free pages. */
#define EXTENT_MOST (256U << 10)
#define EXTENT_ENTRY 20U /* bytes in the directory: begin's key and value, offset */
#define EXTENT_TAIL 4U   /* bytes after the directory: the number of blocks */
#define EXTENT_LINE 64U  /* bytes of a cache line */
#define EXTENT_AROUND 6U /* entries before and after a guess to prefetch: about its error */

static const char *const extent_tables[] = {"catalog", "rows",     "ids",   "paragraphs", "text",
                                            "tokens",  "contents", "bands", "seeds",      "words"};

int lt_store_damaged(const lt_store_env *env, uint32_t segment, uint8_t table, const char *what, leitong_error *error)
{
    const char *name = extent_tables[table < sizeof extent_tables / sizeof extent_tables[0] ? table : 0];
    return lt_error_at(
        error, LEITONG_EDAMAGED, lt_store_env_path(env), LEITONG_NO_OFFSET,
        "segment %u, table %s: %s; make the index again from its documents, or bring it back from a copy", segment,
        name, what);
}

/* ---- writing ---- */

static void extent_put(uint8_t *to, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        to[i] = (uint8_t)(number >> 8 * i);
    }
}

void lt_store_sink_clear(lt_store_sink *sink)
{
    free(sink->extent);
    free(sink->directory);
    sink->extent = sink->directory = NULL;
    sink->size = sink->capacity = sink->directory_size = sink->directory_capacity = 0;
}

int lt_store_sink_commit(lt_store_sink *sink, leitong_error *error)
{
    lt_store_txn *txn = sink->txn;
    sink->txn = NULL;
    sink->pending = 0;
    return lt_store_txn_commit(txn, error);
}

/* Writes the collected blocks as one extent; `last`: the head of the last block. */
static int sink_flush(lt_store_sink *sink, const lt_block_head *last, leitong_error *error)
{
    size_t size = sink->size;
    size_t whole = size + LT_BLOCK_HEADER + sink->directory_size + EXTENT_TAIL;
    LT_TRY(LT_RESERVE(sink->extent, sink->capacity, whole, error));
    if (sink->pending > EXTENT_COMMIT) {
        LT_TRY(lt_store_sink_commit(sink, error));
        LT_TRY(lt_store_txn_begin(sink->env, true, &sink->txn, error));
    }
    lt_block_head head = {.segment = sink->segment,
                          .table = last->table,
                          .count = (uint32_t)(sink->directory_size / EXTENT_ENTRY),
                          .size = (uint32_t)sink->directory_size,
                          .begin = sink->begin,
                          .end = last->end};
    memcpy(sink->extent + size + LT_BLOCK_HEADER, sink->directory, sink->directory_size);
    lt_block_seal(sink->extent + size, &head);
    extent_put(sink->extent + whole - EXTENT_TAIL, head.count, EXTENT_TAIL);
    sink->size = 0;
    sink->directory_size = 0;
    sink->bytes += whole;
    sink->pending += whole;
    lt_store_txn_key key = {sink->segment, head.table, head.begin};
    return lt_store_txn_put(sink->txn, &key, true, sink->extent, whole, error);
}

int lt_store_sink_put(lt_store_sink *sink, const uint8_t *block, const lt_block_head *head, leitong_error *error)
{
    size_t size = LT_BLOCK_HEADER + head->size;
    if (sink->size > 0 && sink->size + size > EXTENT_MOST) {
        lt_block_head before = {.table = head->table, .end = head->begin};
        LT_TRY(sink_flush(sink, &before, error));
    }
    LT_TRY(LT_RESERVE(sink->extent, sink->capacity, sink->size + size, error));
    LT_TRY(LT_RESERVE(sink->directory, sink->directory_capacity, sink->directory_size + EXTENT_ENTRY, error));
    if (sink->size == 0) {
        sink->begin = head->begin;
    }
    uint8_t *entry = sink->directory + sink->directory_size;
    extent_put(entry, head->begin.key, 8);
    extent_put(entry + 8, head->begin.value, 8);
    extent_put(entry + 16, sink->size, 4);
    memcpy(sink->extent + sink->size, block, size);
    sink->directory_size += EXTENT_ENTRY;
    sink->size += size;
    return lt_block_before(head->end, LT_BLOCK_END) ? 0 : sink_flush(sink, head, error);
}

/* ---- reading ---- */

static lt_block_key extent_begin(const lt_store_block *block, uint32_t index)
{
    const uint8_t *entry = block->directory + (size_t)index * EXTENT_ENTRY;
    return (lt_block_key){lt_bits_word(entry), lt_bits_word(entry + 8)};
}

static size_t extent_number(const uint8_t *at)
{
    return (size_t)at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

static size_t extent_offset(const lt_store_block *block, uint32_t index)
{
    return extent_number(block->directory + (size_t)index * EXTENT_ENTRY + 16);
}

/* The directory of an extent, or NULL if its length is wrong. *ret_count: entries. Reads only the tail of the value. */
static const uint8_t *extent_directory(const lt_store_value *value, size_t *ret_count)
{
    if (value->bytes == NULL || value->size <= LT_BLOCK_HEADER + EXTENT_TAIL) {
        return NULL;
    }
    const uint8_t *tail = value->bytes + value->size - EXTENT_TAIL;
    size_t count = extent_number(tail);
    size_t size = LT_BLOCK_HEADER + count * EXTENT_ENTRY;
    if (count == 0 || size + EXTENT_TAIL > value->size) {
        return NULL;
    }
    *ret_count = count;
    return tail - size;
}

static int extent_damaged(const lt_store_txn *txn, lt_block_place place, const char *what, leitong_error *error)
{
    (void)lt_store_damaged(lt_store_txn_env(txn), place.segment, place.table, what, error);
    return LEITONG_EDAMAGED; /* in sight, so that analysers know that it is not 0 */
}

/* Opens an extent. */
static int extent_open(const lt_store_txn *txn, const lt_store_value *value, lt_block_place place, bool whole,
                       lt_store_block *ret_block, leitong_error *error)
{
    lt_block_head head = {.size = 0};
    leitong_error why;
    size_t count = 0;
    const uint8_t *directory = extent_directory(value, &count);
    if (directory == NULL) {
        return extent_damaged(txn, place, "a block's length is wrong", error);
    }
    if (lt_block_open(directory, LT_BLOCK_HEADER + count * EXTENT_ENTRY, place, !whole, &head, &why) != 0) {
        return extent_damaged(txn, place, why.message, error);
    }
    if (head.begin.key != value->key.key || head.begin.value != value->key.value || head.count != count) {
        return extent_damaged(txn, place, "a block stands where another belongs", error);
    }
    *ret_block = (lt_store_block){.extent = value->bytes,
                                  .directory = directory + LT_BLOCK_HEADER,
                                  .size = (size_t)(directory - value->bytes),
                                  .count = (uint32_t)count,
                                  .segment = place.segment,
                                  .table = place.table,
                                  .begin = head.begin,
                                  .end = head.end,
                                  .whole = whole};
    return 0;
}

/* Offsets of block number `index` in its extent; false when the directory is wrong. */
static bool extent_range(const lt_store_block *block, uint32_t index, size_t *ret_begin, size_t *ret_end)
{
    *ret_begin = extent_offset(block, index);
    *ret_end = index + 1 < block->count ? extent_offset(block, index + 1) : block->size;
    return *ret_begin <= *ret_end && *ret_end <= block->size;
}

/* Opens block number `index` of the extent; the hash of each block is verified once in a transaction. */
static int extent_block(lt_store_txn *txn, lt_store_block *block, uint32_t index, leitong_error *error)
{
    lt_block_place place = {block->segment, block->table};
    leitong_error why;
    lt_block_key expected = extent_begin(block, index);
    size_t begin;
    size_t end;
    if (!extent_range(block, index, &begin, &end)) {
        return extent_damaged(txn, place, "a block's length is wrong", error);
    }
    block->index = index;
    block->bytes = block->extent + begin;
    bool known = lt_store_txn_known(txn, block->bytes);
    if (lt_block_open(block->bytes, end - begin, place, known, &block->head, &why) != 0) {
        return extent_damaged(txn, place, why.message, error);
    }
    if (block->head.begin.key != expected.key || block->head.begin.value != expected.value) {
        return extent_damaged(txn, place, "a block stands where another belongs", error);
    }
    if (!known) {
        lt_store_txn_know(txn, block->bytes);
    }
    return 0;
}

static bool extent_holds(const lt_store_block *block, uint32_t segment, uint8_t table, lt_block_key key)
{
    return block->directory != NULL && block->segment == segment && block->table == table &&
           !lt_block_before(key, block->begin) && lt_block_before(key, block->end);
}

/* Interpolation: the block of `key` if blocks had equal shares of the key range, as those of hashes and tokens nearly
 * do.
 */
static uint32_t extent_guess(const lt_store_block *block, lt_block_key key)
{
    double part = (double)(key.key - block->begin.key) / ((double)(block->end.key - block->begin.key) + 1);
    uint32_t guess = (uint32_t)(part * block->count);
    return guess < block->count ? guess : block->count - 1;
}

/* The last block that begins at `key` or before: exponential search from a guess, then binary search. */
static uint32_t extent_search(const lt_store_block *block, lt_block_key key, uint32_t guess)
{
    uint32_t low = guess;
    uint32_t high = guess + 1;
    for (uint32_t stride = 1; low > 0 && lt_block_before(key, extent_begin(block, low)); stride *= 2) {
        high = low;
        low = low > stride ? low - stride : 0;
    }
    for (uint32_t stride = 1; high < block->count && !lt_block_before(key, extent_begin(block, high)); stride *= 2) {
        low = high;
        high = block->count - high > stride ? high + stride : block->count;
    }
    low++;
    LT_LOWER_BOUND(low, high, i, !lt_block_before(key, extent_begin(block, i)));
    return low - 1;
}

static void extent_fetch(const uint8_t *begin, size_t size)
{
    for (size_t at = 0; at < size; at += EXTENT_LINE) {
        __builtin_prefetch(begin + at);
    }
}

/* The lookup of one key of a batch. */
typedef struct extent_request {
    lt_store_value value; /* its extent; size 0: that of the block found before */
    uint32_t index;       /* of its block in the extent: first a guess, then found */
} extent_request;

/* Finds the extents of the keys, unless it is that of the block found before; prefetches their tails. */
static int extents_find(lt_store_txn *txn, const lt_store_batch *batch, const lt_store_block *last,
                        extent_request *requests, leitong_error *error)
{
    lt_block_place place = {batch->segment, batch->table};
    for (size_t i = 0; i < batch->count; i++) {
        lt_store_txn_key key = {batch->segment, batch->table, batch->keys[i]};
        lt_store_value *value = &requests[i].value;
        bool found = false;
        if (extent_holds(last, batch->segment, batch->table, key.key)) {
            continue;
        }
        LT_TRY(lt_store_txn_floor(txn, &key, &found, value, error));
        if (!found) {
            return extent_damaged(txn, place, "a block is missing", error);
        }
        if (value->size > EXTENT_TAIL) {
            __builtin_prefetch(value->bytes + value->size - EXTENT_TAIL);
        }
    }
    return 0;
}

/* Prefetches the heads of the directories. */
static void extents_fetch(const lt_store_batch *batch, const extent_request *requests)
{
    for (size_t i = 0; i < batch->count; i++) {
        size_t count = 0;
        const uint8_t *directory = requests[i].value.size > 0 ? extent_directory(&requests[i].value, &count) : NULL;
        if (directory != NULL) {
            extent_fetch(directory, LT_BLOCK_HEADER);
            __builtin_prefetch(directory + LT_BLOCK_HEADER - 1);
        }
    }
}

/* Opens the extents; prefetches the part of each directory where the key is expected. */
static int extents_open(const lt_store_txn *txn, const lt_store_batch *batch, const lt_store_block *last,
                        extent_request *requests, lt_store_block *blocks, leitong_error *error)
{
    lt_block_place place = {batch->segment, batch->table};
    for (size_t i = 0; i < batch->count; i++) {
        const lt_store_value *value = &requests[i].value;
        lt_store_block *block = &blocks[i];
        if (value->size == 0) {
            *block = *last;
        } else if (i > 0 && value->bytes == blocks[i - 1].extent) {
            *block = blocks[i - 1];
        } else {
            LT_TRY(extent_open(txn, value, place, last->whole, block, error));
        }
        if (!extent_holds(block, batch->segment, batch->table, batch->keys[i])) {
            return extent_damaged(txn, place, "a block is missing", error);
        }
        uint32_t guess = extent_guess(block, batch->keys[i]);
        uint32_t first = guess < EXTENT_AROUND ? 0 : guess - EXTENT_AROUND;
        uint32_t room = block->count - first;
        requests[i].index = guess;
        extent_fetch(block->directory + (size_t)first * EXTENT_ENTRY,
                     (size_t)LT_MIN(room, 2 * EXTENT_AROUND) * EXTENT_ENTRY);
    }
    return 0;
}

int lt_store_blocks_find(lt_store_txn *txn, const lt_store_batch *batch, const lt_store_block *last,
                         lt_store_block *blocks, leitong_error *error)
{
    extent_request requests[LT_STORE_BATCH] = {0};
    LT_TRY(extents_find(txn, batch, last, requests, error));
    extents_fetch(batch, requests);
    LT_TRY(extents_open(txn, batch, last, requests, blocks, error));
    for (size_t i = 0; i < batch->count; i++) {
        size_t begin;
        size_t end;
        requests[i].index = extent_search(&blocks[i], batch->keys[i], requests[i].index);
        if (extent_range(&blocks[i], requests[i].index, &begin, &end)) {
            extent_fetch(blocks[i].extent + begin, end - begin);
        }
    }
    for (size_t i = 0; i < batch->count; i++) {
        lt_block_key key = batch->keys[i];
        LT_TRY(extent_block(txn, &blocks[i], requests[i].index, error));
        if (lt_block_before(key, blocks[i].head.begin) || !lt_block_before(key, blocks[i].head.end)) {
            return extent_damaged(txn, (lt_block_place){batch->segment, batch->table}, "a block is missing", error);
        }
    }
    return 0;
}

int lt_store_block_find(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key, lt_store_block *block,
                        leitong_error *error)
{
    lt_store_block last = *block;
    lt_store_batch batch = {.segment = segment, .table = table, .keys = &key, .count = 1};
    return lt_store_blocks_find(txn, &batch, &last, block, error);
}

int lt_store_block_next(lt_store_txn *txn, lt_store_block *block, leitong_error *error)
{
    lt_block_key begin = block->head.end;
    if (block->index + 1 < block->count) {
        LT_TRY(extent_block(txn, block, block->index + 1, error));
    } else {
        LT_TRY(lt_store_block_find(txn, block->segment, block->table, begin, block, error));
    }
    if (block->head.begin.key != begin.key || block->head.begin.value != begin.value) {
        return extent_damaged(txn, (lt_block_place){block->segment, block->table}, "a block is missing", error);
    }
    return 0;
}

int lt_store_extents_check(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error)
{
    lt_store_block block;
    memset(&block, 0, sizeof block);
    block.whole = true;
    LT_TRY(lt_store_block_find(txn, segment, table, (lt_block_key){0, 0}, &block, error));
    while (lt_block_before(block.head.end, LT_BLOCK_END)) {
        LT_TRY(lt_store_block_next(txn, &block, error));
    }
    return 0;
}

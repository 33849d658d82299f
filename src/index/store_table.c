#include "index/store_table.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "index/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#define TABLE_LEVEL 3 /* Zstandard's */
/* Bytes of a chunk, or tokens; the format does not depend on them. Rows, paragraphs and tokens are read a few at a time
 * at random, and the whole chunk is hashed for it, so their chunks are small; text is read by the document, and
 * compressed. */
#define TABLE_CHUNK_ROWS 512U
#define TABLE_CHUNK_TOKENS 512U
#define TABLE_CHUNK_TEXT 49152U

static bool table_tagged(uint8_t table)
{
    return table == LT_STORE_SEEDS;
}

/* ---- writing ---- */

void lt_store_entries_open(lt_store_entries *entries, lt_store_sink *sink, uint8_t table)
{
    entries->sink = sink;
    entries->table = table;
    entries->begin = (lt_block_key){0, 0};
    entries->count = 0;
    entries->sum = 0;
    lt_block_builder_start(&entries->builder, 0, table_tagged(table));
}

uint64_t lt_store_entry_hash(const lt_block_entry *entry)
{
    uint64_t words[3] = {entry->key, entry->value, entry->tags};
    return lt_hash_64(words, sizeof words);
}

static int entries_put(lt_store_entries *entries, lt_block_key end, leitong_error *error)
{
    lt_block_builder_finish(&entries->builder);
    lt_block_head head = {.segment = entries->sink->segment,
                          .table = entries->table,
                          .count = entries->builder.count,
                          .size = (uint32_t)entries->builder.size,
                          .begin = entries->begin,
                          .end = end};
    lt_block_seal(entries->builder.bytes, &head);
    return lt_store_sink_put(entries->sink, entries->builder.bytes, &head, error);
}

int lt_store_entries_add(lt_store_entries *entries, const lt_block_entry *entry, leitong_error *error)
{
    if (!lt_block_builder_add(&entries->builder, entry)) {
        lt_block_key next = {entry->key, entry->value};
        LT_TRY(entries_put(entries, next, error));
        entries->begin = next;
        lt_block_builder_start(&entries->builder, next.key, table_tagged(entries->table));
        (void)lt_block_builder_add(&entries->builder, entry); /* an empty block has space for it */
    }
    entries->count++;
    entries->sum += lt_store_entry_hash(entry);
    return 0;
}

int lt_store_entries_finish(lt_store_entries *entries, leitong_error *error)
{
    return entries_put(entries, LT_BLOCK_END, error);
}

int lt_store_stream_open(lt_store_stream *stream, lt_store_sink *sink, uint8_t table, leitong_error *error)
{
    stream->sink = sink;
    stream->table = table;
    stream->chunk = table == LT_STORE_TOKENS ? TABLE_CHUNK_TOKENS * sizeof(uint32_t)
                    : table == LT_STORE_TEXT ? TABLE_CHUNK_TEXT
                                             : TABLE_CHUNK_ROWS;
    stream->begin = stream->end = 0;
    stream->raw_size = 0;
    if (stream->zstd == NULL) {
        stream->zstd = ZSTD_createCCtx();
    }
    return stream->zstd == NULL ? lt_error_memory(error) : 0;
}

/* Writes the number of bytes before compression, and a Zstandard frame. */
static int stream_compress(lt_store_stream *stream, size_t *ret_size, leitong_error *error)
{
    size_t bound = 10 + ZSTD_compressBound(stream->raw_size);
    LT_TRY(LT_RESERVE(stream->packed, stream->packed_capacity, LT_BLOCK_HEADER + bound, error));
    uint8_t *to = stream->packed + LT_BLOCK_HEADER;
    size_t size = lt_block_put(to, stream->raw_size);
    size_t packed =
        ZSTD_compressCCtx(stream->zstd, to + size, bound - size, stream->raw, stream->raw_size, TABLE_LEVEL);
    if (ZSTD_isError(packed) || size + packed > UINT32_MAX) {
        return lt_error_memory(error);
    }
    *ret_size = size + packed;
    return 0;
}

static int stream_pack(lt_store_stream *stream, size_t *ret_size, leitong_error *error)
{
    uint32_t count = (uint32_t)(stream->raw_size / sizeof(uint32_t));
    size_t bound = stream->table == LT_STORE_TOKENS ? lt_pack_bound(count) : stream->raw_size;
    LT_TRY(LT_RESERVE(stream->packed, stream->packed_capacity, LT_BLOCK_HEADER + bound + 1, error));
    uint8_t *to = stream->packed + LT_BLOCK_HEADER;
    *ret_size = stream->raw_size;
    if (stream->table == LT_STORE_TOKENS) {
        *ret_size = lt_pack_put(to, (const uint32_t *)(const void *)stream->raw, count);
    } else if (stream->raw_size > 0) {
        memcpy(to, stream->raw, stream->raw_size);
    }
    return 0;
}

static int stream_put(lt_store_stream *stream, bool last, leitong_error *error)
{
    size_t size = 0;
    if (stream->raw_size == 0 && !last) {
        return 0;
    }
    LT_TRY(stream->table == LT_STORE_TEXT ? stream_compress(stream, &size, error) : stream_pack(stream, &size, error));
    lt_block_head head = {.segment = stream->sink->segment,
                          .table = stream->table,
                          .count = (uint32_t)(stream->end - stream->begin),
                          .size = (uint32_t)size,
                          .begin = {stream->begin, 0},
                          .end = last ? LT_BLOCK_END : (lt_block_key){stream->end, 0}};
    lt_block_seal(stream->packed, &head);
    stream->begin = stream->end;
    stream->raw_size = 0;
    return lt_store_sink_put(stream->sink, stream->packed, &head, error);
}

int lt_store_stream_add(lt_store_stream *stream, const uint8_t *bytes, size_t size, uint64_t units,
                        leitong_error *error)
{
    if (stream->raw_size + size > stream->chunk) {
        LT_TRY(stream_put(stream, false, error));
    }
    LT_TRY(LT_RESERVE(stream->raw, stream->raw_capacity, stream->raw_size + size + 1, error));
    memcpy(stream->raw + stream->raw_size, bytes, size);
    stream->raw_size += size;
    stream->end += units;
    return 0;
}

/* Appends units of `unit` bytes, and fills each chunk. */
static int stream_fill(lt_store_stream *stream, const uint8_t *bytes, size_t size, size_t unit, leitong_error *error)
{
    while (size > 0) {
        size_t room = stream->chunk - stream->raw_size;
        size_t part = room == 0 ? stream->chunk : room;
        part = LT_MIN(part, size);
        LT_TRY(lt_store_stream_add(stream, bytes, part, part / unit, error));
        bytes += part;
        size -= part;
    }
    return 0;
}

int lt_store_stream_bytes(lt_store_stream *stream, const uint8_t *bytes, size_t size, leitong_error *error)
{
    return stream_fill(stream, bytes, size, 1, error);
}

int lt_store_stream_tokens(lt_store_stream *stream, const uint32_t *tokens, size_t count, leitong_error *error)
{
    return stream_fill(stream, (const uint8_t *)tokens, count * sizeof *tokens, sizeof *tokens, error);
}

int lt_store_stream_finish(lt_store_stream *stream, leitong_error *error)
{
    return stream_put(stream, true, error);
}

void lt_store_stream_clear(lt_store_stream *stream)
{
    ZSTD_freeCCtx(stream->zstd);
    free(stream->raw);
    free(stream->packed);
    memset(stream, 0, sizeof *stream);
}

/* ---- reading ---- */

static void scan_start(lt_store_scan *scan)
{
    lt_block_reader_start(&scan->reader, scan->block.bytes, &scan->block.head, table_tagged(scan->block.table));
}

void lt_store_scan_start(lt_store_scan *scan, lt_store_txn *txn, const lt_store_block *block, lt_block_key from)
{
    scan->txn = txn;
    scan->any = false;
    scan->block = *block;
    scan_start(scan);
    lt_block_reader_seek(&scan->reader, from.key);
}

int lt_store_scan_open(lt_store_scan *scan, lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key from,
                       leitong_error *error)
{
    lt_store_block block;
    memset(&block, 0, sizeof block);
    LT_TRY(lt_store_block_find(txn, segment, table, from, &block, error));
    lt_store_scan_start(scan, txn, &block, from);
    return 0;
}

int lt_store_scan_next(lt_store_scan *scan, lt_block_entry *ret_entry, leitong_error *error)
{
    for (;;) {
        int got = lt_block_reader_next(&scan->reader, ret_entry);
        if (got == 1) {
            lt_block_key key = {ret_entry->key, ret_entry->value};
            if (lt_block_before(key, scan->block.head.begin) || !lt_block_before(key, scan->block.head.end) ||
                (scan->any && !lt_block_before(scan->last, key))) {
                got = LEITONG_EDAMAGED;
            }
            scan->last = key;
            scan->any = true;
        }
        if (got < 0) {
            return lt_store_damaged(lt_store_txn_env(scan->txn), scan->block.segment, scan->block.table,
                                    "entries are out of order", error);
        }
        if (got == 1 || !lt_block_before(scan->block.head.end, LT_BLOCK_END)) {
            return got;
        }
        LT_TRY(lt_store_block_next(scan->txn, &scan->block, error));
        scan_start(scan);
    }
}

void lt_store_chunk_clear(lt_store_chunk *chunk)
{
    ZSTD_freeDCtx(chunk->zstd);
    free(chunk->unpacked);
    memset(chunk, 0, sizeof *chunk);
}

static int chunk_damaged(const lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error)
{
    return lt_store_damaged(lt_store_txn_env(txn), segment, table, "a chunk is not what was written", error);
}

/* Decompresses what stream_compress wrote. *ret_good: the bytes are as many as the number says. */
static int chunk_unpack(lt_store_chunk *chunk, const uint8_t *from, size_t size, bool *ret_good, leitong_error *error)
{
    uint64_t raw = 0;
    const uint8_t *at = lt_block_get(from, from + size, &raw);
    if (at == NULL || raw > LT_STORE_TEXT_MOST) {
        *ret_good = false;
        return 0;
    }
    if (chunk->zstd == NULL && (chunk->zstd = ZSTD_createDCtx()) == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(LT_RESERVE(chunk->unpacked, chunk->capacity, (size_t)raw + 1, error));
    chunk->bytes = chunk->unpacked;
    chunk->size = (size_t)raw;
    *ret_good = ZSTD_decompressDCtx(chunk->zstd, chunk->unpacked, (size_t)raw, at, (size_t)(from + size - at)) == raw;
    return 0;
}

static bool chunk_has(const lt_store_chunk *chunk, uint32_t segment, uint8_t table, uint64_t unit)
{
    return chunk->segment == segment && chunk->table == table && unit >= chunk->begin && unit < chunk->end;
}

int lt_store_chunk_load(lt_store_chunk *chunk, lt_store_txn *txn, uint32_t segment, uint8_t table, uint64_t unit,
                        leitong_error *error)
{
    if (chunk_has(chunk, segment, table, unit)) {
        return 0;
    }
    chunk->segment = 0;
    int code = lt_store_block_find(txn, segment, table, (lt_block_key){unit, 0}, &chunk->block, error);
    if (code != 0) {
        memset(&chunk->block, 0, sizeof chunk->block);
        return code;
    }
    bool good = true;
    const lt_block_head *head = &chunk->block.head;
    uint64_t end = head->begin.key + head->count;
    chunk->bytes = chunk->block.bytes + LT_BLOCK_HEADER;
    chunk->size = head->size;
    if (table == LT_STORE_TEXT) {
        LT_TRY(chunk_unpack(chunk, chunk->bytes, chunk->size, &good, error));
        good = good && chunk->size == head->count;
    }
    if (!good || unit >= end || (lt_block_before(head->end, LT_BLOCK_END) && end != head->end.key)) {
        return chunk_damaged(txn, segment, table, error);
    }
    chunk->segment = segment;
    chunk->table = table;
    chunk->begin = head->begin.key;
    chunk->end = end;
    return 0;
}

static void range_advance(lt_store_range *range, uint64_t units)
{
    range->begin += units;
    range->count -= units;
}

/* Copies the first bytes of a range of the text stream, as many as one chunk contains. */
static int chunk_copy(lt_store_chunk *chunk, lt_store_txn *txn, const lt_store_range *range, uint8_t *ret_bytes,
                      uint64_t *ret_part, leitong_error *error)
{
    LT_TRY(lt_store_chunk_load(chunk, txn, range->segment, LT_STORE_TEXT, range->begin, error));
    uint64_t here = chunk->end - range->begin;
    *ret_part = here < range->count ? here : range->count;
    memcpy(ret_bytes, chunk->bytes + (range->begin - chunk->begin), (size_t)*ret_part);
    return 0;
}

int lt_store_chunk_bytes(lt_store_chunk *chunk, lt_store_txn *txn, const lt_store_range *range, uint8_t *ret_bytes,
                         leitong_error *error)
{
    lt_store_range rest = *range;
    while (rest.count > 0) {
        uint64_t part = 0;
        LT_TRY(chunk_copy(chunk, txn, &rest, ret_bytes, &part, error));
        ret_bytes += part;
        range_advance(&rest, part);
    }
    return 0;
}

int lt_store_chunk_tokens(lt_store_chunk *chunk, lt_store_txn *txn, const lt_store_range *range, uint32_t *ret_tokens,
                          leitong_error *error)
{
    lt_store_range rest = *range;
    while (rest.count > 0) {
        LT_TRY(lt_store_chunk_load(chunk, txn, rest.segment, LT_STORE_TOKENS, rest.begin, error));
        uint64_t here = chunk->end - rest.begin;
        uint64_t part = LT_MIN(here, rest.count);
        uint32_t from = (uint32_t)(rest.begin - chunk->begin);
        if (!lt_pack_get(chunk->bytes, chunk->size, (uint32_t)(chunk->end - chunk->begin), from, from + (uint32_t)part,
                         ret_tokens)) {
            return chunk_damaged(txn, rest.segment, LT_STORE_TOKENS, error);
        }
        ret_tokens += part;
        range_advance(&rest, part);
    }
    return 0;
}

void lt_store_texts_clear(lt_store_texts *texts)
{
    lt_store_chunk_clear(&texts->last);
    for (unsigned i = 0; i < LT_STORE_TEXTS; i++) {
        lt_store_chunk_clear(&texts->aside[i]);
    }
    texts->next = 0;
}

/* Moves the last chunk to the cache, and the cached chunk that contains the byte, if any, to its place. */
static void texts_turn(lt_store_texts *texts, uint32_t segment, uint64_t at)
{
    lt_store_chunk *last = &texts->last;
    unsigned i = 0;
    while (i < LT_STORE_TEXTS && !chunk_has(&texts->aside[i], segment, LT_STORE_TEXT, at)) {
        i++;
    }
    lt_store_chunk *aside = &texts->aside[i < LT_STORE_TEXTS ? i : texts->next++ % LT_STORE_TEXTS];
    lt_store_chunk other = *aside;
    other.zstd = last->zstd;
    other.block = last->block;
    *aside = *last;
    aside->zstd = NULL;
    *last = other;
}

int lt_store_texts_read(lt_store_texts *texts, lt_store_txn *txn, const lt_store_range *range, uint8_t *ret_bytes,
                        leitong_error *error)
{
    lt_store_range rest = *range;
    while (rest.count > 0) {
        uint64_t part = 0;
        if (!chunk_has(&texts->last, rest.segment, LT_STORE_TEXT, rest.begin)) {
            texts_turn(texts, rest.segment, rest.begin);
        }
        LT_TRY(chunk_copy(&texts->last, txn, &rest, ret_bytes, &part, error));
        ret_bytes += part;
        range_advance(&rest, part);
    }
    return 0;
}

#include "index/store_table.h"

#include "buffer.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#define TABLE_COMMIT (48U << 20) /* bytes of blocks in one transaction of LMDB's, which holds them in memory */
#define TABLE_LEVEL 3            /* Zstandard's */
/* Bytes of a chunk before it is compressed. Rows and tokens are read a few at a time, here and there: a query looks at
 * a stretch of tokens in each of several hundred documents; text is read by the document. */
#define TABLE_CHUNK_ROWS 2048U
#define TABLE_CHUNK_TOKENS 4096U
#define TABLE_CHUNK_TEXT 49152U
#define TABLE_TOKEN_BASE 0x4E00U  /* the first Han character: most tokens fit two bytes from here */
#define TABLE_RAW_MOST (1U << 30) /* bytes of a chunk; a row with very many paragraphs is one */

static const char *const table_names[] = {"catalog", "rows", "ids", "paragraphs", "text", "tokens", "bands", "seeds"};

int lt_store_damaged(const lt_store_env *env, uint32_t segment, uint8_t table, const char *what, leitong_error *error)
{
    return lt_error_at(
        error, LEITONG_EDAMAGED, lt_store_env_path(env), LEITONG_NO_OFFSET,
        "segment %u, table %s: %s; make the index again from its documents, or bring it back from a copy", segment,
        table_names[table < LT_STORE_TABLES_END ? table : 0], what);
}

static bool table_tagged(uint8_t table)
{
    return table == LT_STORE_SEEDS;
}

/* ---- writing ---- */

static int sink_put(lt_store_sink *sink, uint8_t table, lt_block_key key, const uint8_t *bytes, size_t size,
                    leitong_error *error)
{
    int code = 0;
    if (sink->pending > TABLE_COMMIT) {
        lt_store_txn *txn = sink->txn;
        sink->txn = NULL;
        sink->pending = 0;
        code = lt_store_txn_commit(txn, error);
        code = code != 0 ? code : lt_store_txn_begin(sink->env, true, &sink->txn, error);
    }
    code = code != 0 ? code : lt_store_txn_put(sink->txn, sink->segment, table, key, true, bytes, size, error);
    sink->bytes += size;
    sink->pending += size;
    return code;
}

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
    return sink_put(entries->sink, entries->table, head.begin, entries->builder.bytes, LT_BLOCK_HEADER + head.size,
                    error);
}

int lt_store_entries_add(lt_store_entries *entries, const lt_block_entry *entry, leitong_error *error)
{
    if (!lt_block_builder_add(&entries->builder, entry)) {
        lt_block_key next = {entry->key, entry->value};
        int code = entries_put(entries, next, error);
        if (code != 0) {
            return code;
        }
        entries->begin = next;
        lt_block_builder_start(&entries->builder, next.key, table_tagged(entries->table));
        (void)lt_block_builder_add(&entries->builder, entry); /* an empty block has room */
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
    stream->chunk = table == LT_STORE_TOKENS ? TABLE_CHUNK_TOKENS
                    : table == LT_STORE_TEXT ? TABLE_CHUNK_TEXT
                                             : TABLE_CHUNK_ROWS;
    stream->begin = stream->end = 0;
    stream->raw_size = 0;
    if (stream->zstd == NULL) {
        stream->zstd = ZSTD_createCCtx();
    }
    return stream->zstd == NULL ? lt_error_memory(error) : 0;
}

static int stream_put(lt_store_stream *stream, bool last, leitong_error *error)
{
    if (stream->raw_size == 0 && !last) {
        return 0;
    }
    size_t bound = LT_BLOCK_HEADER + 10 + ZSTD_compressBound(stream->raw_size);
    int code = lt_buffer_reserve(&stream->packed, &stream->packed_capacity, bound, 1, error);
    if (code != 0) {
        return code;
    }
    size_t size = lt_block_put(stream->packed + LT_BLOCK_HEADER, stream->raw_size);
    uint8_t *to = stream->packed + LT_BLOCK_HEADER + size;
    size_t packed =
        ZSTD_compressCCtx(stream->zstd, to, bound - LT_BLOCK_HEADER - size, stream->raw, stream->raw_size, TABLE_LEVEL);
    if (ZSTD_isError(packed) || size + packed > UINT32_MAX) {
        return lt_error_memory(error);
    }
    lt_block_head head = {.segment = stream->sink->segment,
                          .table = stream->table,
                          .count = (uint32_t)(stream->end - stream->begin),
                          .size = (uint32_t)(size + packed),
                          .begin = {stream->begin, 0},
                          .end = last ? LT_BLOCK_END : (lt_block_key){stream->end, 0}};
    lt_block_seal(stream->packed, &head);
    stream->begin = stream->end;
    stream->raw_size = 0;
    return sink_put(stream->sink, stream->table, head.begin, stream->packed, LT_BLOCK_HEADER + head.size, error);
}

int lt_store_stream_add(lt_store_stream *stream, const uint8_t *bytes, size_t size, uint64_t units,
                        leitong_error *error)
{
    int code = stream->raw_size + size > stream->chunk ? stream_put(stream, false, error) : 0;
    code = code != 0 ? code
                     : lt_buffer_reserve(&stream->raw, &stream->raw_capacity, stream->raw_size + size + 1, 1, error);
    if (code != 0) {
        return code;
    }
    memcpy(stream->raw + stream->raw_size, bytes, size);
    stream->raw_size += size;
    stream->end += units;
    return 0;
}

int lt_store_stream_bytes(lt_store_stream *stream, const uint8_t *bytes, size_t size, leitong_error *error)
{
    while (size > 0) {
        size_t room = stream->chunk - stream->raw_size;
        size_t part = room == 0 ? stream->chunk : room;
        part = part < size ? part : size;
        int code = lt_store_stream_add(stream, bytes, part, part, error);
        if (code != 0) {
            return code;
        }
        bytes += part;
        size -= part;
    }
    return 0;
}

int lt_store_stream_tokens(lt_store_stream *stream, const uint32_t *tokens, size_t count, leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t coded[10];
        size_t size = lt_block_put(coded, tokens[i] - TABLE_TOKEN_BASE);
        int code = lt_store_stream_add(stream, coded, size, 1, error);
        if (code != 0) {
            return code;
        }
    }
    return 0;
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

static int block_check(const lt_store_env *env, uint32_t segment, uint8_t table, const lt_store_value *value,
                       lt_block_head *ret_head, leitong_error *error)
{
    leitong_error why;
    if (lt_block_open(value->bytes, value->size, segment, table, ret_head, &why) != 0) {
        return lt_store_damaged(env, segment, table, why.message, error);
    }
    if (ret_head->begin.key != value->key.key || ret_head->begin.value != value->key.value) {
        return lt_store_damaged(env, segment, table, "a block stands where another belongs", error);
    }
    return 0;
}

int lt_store_block(lt_store_env *env, lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key,
                   lt_store_value *ret_value, lt_block_head *ret_head, leitong_error *error)
{
    bool found = false;
    int code = lt_store_txn_floor(txn, segment, table, key, &found, ret_value, error);
    if (code == 0 && !found) {
        code = lt_store_damaged(env, segment, table, "a block is missing", error);
    }
    code = code != 0 ? code : block_check(env, segment, table, ret_value, ret_head, error);
    if (code == 0 && (lt_block_before(key, ret_head->begin) || !lt_block_before(key, ret_head->end))) {
        code = lt_store_damaged(env, segment, table, "a block is missing", error);
    }
    return code;
}

int lt_store_scan_open(lt_store_scan *scan, lt_store_env *env, lt_store_txn *txn, uint32_t segment, uint8_t table,
                       lt_block_key from, leitong_error *error)
{
    lt_store_value value;
    *scan = (lt_store_scan){.env = env, .txn = txn, .segment = segment, .table = table};
    int code = lt_store_block(env, txn, segment, table, from, &value, &scan->head, error);
    if (code == 0) {
        lt_block_reader_start(&scan->reader, value.bytes, &scan->head, table_tagged(table));
        lt_block_reader_seek(&scan->reader, from.key);
    }
    return code;
}

static int scan_turn(lt_store_scan *scan, leitong_error *error)
{
    lt_store_value value;
    bool found = false;
    lt_block_key expected = scan->head.end;
    int code = lt_store_txn_next(scan->txn, scan->segment, scan->table, &found, &value, error);
    if (code == 0 && !found) {
        code = lt_store_damaged(scan->env, scan->segment, scan->table, "a block is missing", error);
    }
    code = code != 0 ? code : block_check(scan->env, scan->segment, scan->table, &value, &scan->head, error);
    if (code == 0 && (scan->head.begin.key != expected.key || scan->head.begin.value != expected.value)) {
        code = lt_store_damaged(scan->env, scan->segment, scan->table, "a block is missing", error);
    }
    if (code == 0) {
        lt_block_reader_start(&scan->reader, value.bytes, &scan->head, table_tagged(scan->table));
    }
    return code;
}

int lt_store_scan_next(lt_store_scan *scan, lt_block_entry *ret_entry, leitong_error *error)
{
    for (;;) {
        int got = lt_block_reader_next(&scan->reader, ret_entry);
        if (got == 1) {
            lt_block_key key = {ret_entry->key, ret_entry->value};
            if (lt_block_before(key, scan->head.begin) || !lt_block_before(key, scan->head.end) ||
                (scan->any && !lt_block_before(scan->last, key))) {
                got = LEITONG_EDAMAGED;
            }
            scan->last = key;
            scan->any = true;
        }
        if (got < 0) {
            return lt_store_damaged(scan->env, scan->segment, scan->table, "entries are out of order", error);
        }
        if (got == 1 || !lt_block_before(scan->head.end, LT_BLOCK_END)) {
            return got;
        }
        int code = scan_turn(scan, error);
        if (code != 0) {
            return code;
        }
    }
}

void lt_store_chunk_clear(lt_store_chunk *chunk)
{
    ZSTD_freeDCtx(chunk->zstd);
    free(chunk->bytes);
    free(chunk->tokens);
    memset(chunk, 0, sizeof *chunk);
}

static int chunk_unpack(lt_store_chunk *chunk, const uint8_t *from, size_t size, bool *ret_good, leitong_error *error)
{
    uint64_t raw = 0;
    const uint8_t *at = lt_block_get(from, from + size, &raw);
    *ret_good = at != NULL && raw <= TABLE_RAW_MOST;
    if (!*ret_good) {
        return 0;
    }
    if (chunk->zstd == NULL && (chunk->zstd = ZSTD_createDCtx()) == NULL) {
        return lt_error_memory(error);
    }
    int code = lt_buffer_reserve(&chunk->bytes, &chunk->capacity, (size_t)raw + 1, 1, error);
    if (code == 0) {
        size_t got = ZSTD_decompressDCtx(chunk->zstd, chunk->bytes, (size_t)raw, at, (size_t)(from + size - at));
        *ret_good = got == raw;
        chunk->size = (size_t)raw;
    }
    return code;
}

static int chunk_decode_tokens(lt_store_chunk *chunk, uint32_t count, bool *ret_good, leitong_error *error)
{
    int code =
        lt_buffer_reserve(&chunk->tokens, &chunk->token_capacity, (size_t)count + 1, sizeof *chunk->tokens, error);
    if (code != 0) {
        return code;
    }
    const uint8_t *at = chunk->bytes;
    const uint8_t *end = at + chunk->size;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t number = 0;
        at = lt_block_get(at, end, &number);
        if (at == NULL || number > UINT32_MAX) {
            *ret_good = false;
            return 0;
        }
        chunk->tokens[i] = (uint32_t)number + TABLE_TOKEN_BASE;
    }
    *ret_good = at == end;
    return 0;
}

int lt_store_chunk_load(lt_store_chunk *chunk, lt_store_env *env, lt_store_txn *txn, uint32_t segment, uint8_t table,
                        uint64_t unit, leitong_error *error)
{
    if (chunk->segment == segment && chunk->table == table && unit >= chunk->begin && unit < chunk->end) {
        return 0;
    }
    lt_store_value value = {.size = 0};
    lt_block_head head = {.size = 0};
    bool good = true;
    chunk->segment = 0;
    int code = lt_store_block(env, txn, segment, table, (lt_block_key){unit, 0}, &value, &head, error);
    code = code != 0 ? code : chunk_unpack(chunk, value.bytes + LT_BLOCK_HEADER, head.size, &good, error);
    if (code == 0 && good && table == LT_STORE_TOKENS) {
        code = chunk_decode_tokens(chunk, head.count, &good, error);
    }
    if (code == 0 && good && table == LT_STORE_TEXT) {
        good = chunk->size == head.count;
    }
    good = good && unit < head.begin.key + head.count &&
           (!lt_block_before(head.end, LT_BLOCK_END) || head.begin.key + head.count == head.end.key);
    if (code == 0 && !good) {
        code = lt_store_damaged(env, segment, table, "a chunk is not what was written", error);
    }
    if (code == 0) {
        chunk->segment = segment;
        chunk->table = table;
        chunk->begin = head.begin.key;
        chunk->end = head.begin.key + head.count;
    }
    return code;
}

int lt_store_chunk_bytes(lt_store_chunk *chunk, lt_store_env *env, lt_store_txn *txn, uint32_t segment, uint64_t begin,
                         uint64_t count, uint8_t *ret_bytes, leitong_error *error)
{
    while (count > 0) {
        int code = lt_store_chunk_load(chunk, env, txn, segment, LT_STORE_TEXT, begin, error);
        if (code != 0) {
            return code;
        }
        uint64_t part = chunk->end - begin < count ? chunk->end - begin : count;
        memcpy(ret_bytes, chunk->bytes + (begin - chunk->begin), (size_t)part);
        ret_bytes += part;
        begin += part;
        count -= part;
    }
    return 0;
}

int lt_store_chunk_tokens(lt_store_chunk *chunk, lt_store_env *env, lt_store_txn *txn, uint32_t segment, uint64_t begin,
                          uint64_t count, uint32_t *ret_tokens, leitong_error *error)
{
    while (count > 0) {
        int code = lt_store_chunk_load(chunk, env, txn, segment, LT_STORE_TOKENS, begin, error);
        if (code != 0) {
            return code;
        }
        uint64_t part = chunk->end - begin < count ? chunk->end - begin : count;
        memcpy(ret_tokens, chunk->tokens + (begin - chunk->begin), (size_t)part * sizeof *ret_tokens);
        ret_tokens += part;
        begin += part;
        count -= part;
    }
    return 0;
}

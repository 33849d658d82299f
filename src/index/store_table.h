/* store_table: the tables of a segment: blocks of entries, and streams of bytes in chunks.
 *
 * A table of entries is sorted by (key, value) and cut into blocks of at most 2 KiB. A stream is a sequence of units (a
 * document's row, a paragraph, a byte of source, a token, a word) cut into chunks; a unit is never split. Text is
 * compressed with Zstandard, which only this file of the folder uses; tokens are packed (pack).
 * Input: entries in ascending order; units. Output: blocks in the environment; entries and units from there, each block
 * verified: hash, place, and that no block is missing. Ownership: the caller; a sink outlives the writers that use it.
 * Errors: those of store_txn; LEITONG_EDAMAGED names table and segment.
 * Complexity: writing and scanning are linear; reading a unit costs a lookup of store_extent and its chunk. */
#ifndef LT_INDEX_STORE_TABLE_H
#define LT_INDEX_STORE_TABLE_H

#include "index/store_extent.h"

/* Tables of a segment, in the order in which they are written. */
enum lt_store_tables {
    LT_STORE_ROWS = 1,   /* stream of documents' rows */
    LT_STORE_IDS,        /* entries: hash of an id → document */
    LT_STORE_PARAGRAPHS, /* stream */
    LT_STORE_TEXT,       /* stream of source bytes */
    LT_STORE_TOKENS,     /* stream */
    LT_STORE_CONTENTS,   /* entries: content hash → document, paragraph */
    LT_STORE_BANDS,      /* entries: band << 32 | key → content hash */
    LT_STORE_SEEDS,      /* entries: hash → document, token, tags of its neighbours */
    LT_STORE_WORDS,      /* stream of the words' texts */
    LT_STORE_TABLES_END
};

#define LT_STORE_TEXT_MOST (1U << 30) /* bytes of source in one block */

/* ---- writing ---- */

typedef struct lt_store_entries {
    lt_store_sink *sink;
    uint8_t table;
    lt_block_key begin;
    lt_block_builder builder;
    uint64_t count;
    uint64_t sum; /* of the hashes of all entries, so independent of their order */
} lt_store_entries;
void lt_store_entries_open(lt_store_entries *entries, lt_store_sink *sink, uint8_t table);
LEITONG_CHECK int lt_store_entries_add(lt_store_entries *entries, const lt_block_entry *entry, leitong_error *error);
LEITONG_CHECK int lt_store_entries_finish(lt_store_entries *entries, leitong_error *error);
uint64_t lt_store_entry_hash(const lt_block_entry *entry);

typedef struct lt_store_stream {
    lt_store_sink *sink;
    uint8_t table;
    size_t chunk;        /* bytes */
    uint64_t begin, end; /* units */
    uint8_t *raw;
    size_t raw_size, raw_capacity;
    uint8_t *packed;
    size_t packed_capacity;
    void *zstd;
} lt_store_stream; /* zero it first */
LEITONG_CHECK int lt_store_stream_open(lt_store_stream *stream, lt_store_sink *sink, uint8_t table,
                                       leitong_error *error);
/* Appends `units` units that will be in one chunk. */
LEITONG_CHECK int lt_store_stream_add(lt_store_stream *stream, const uint8_t *bytes, size_t size, uint64_t units,
                                      leitong_error *error);
/* Append bytes, each a unit; and tokens. */
LEITONG_CHECK int lt_store_stream_bytes(lt_store_stream *stream, const uint8_t *bytes, size_t size,
                                        leitong_error *error);
LEITONG_CHECK int lt_store_stream_tokens(lt_store_stream *stream, const uint32_t *tokens, size_t count,
                                         leitong_error *error);
LEITONG_CHECK int lt_store_stream_finish(lt_store_stream *stream, leitong_error *error);
void lt_store_stream_clear(lt_store_stream *stream);

/* ---- reading ---- */

/* An iterator over the entries of a table from a key on. */
typedef struct lt_store_scan {
    lt_store_txn *txn;
    lt_store_block block;
    lt_block_reader reader;
    lt_block_key last;
    bool any;
} lt_store_scan;
LEITONG_CHECK int lt_store_scan_open(lt_store_scan *scan, lt_store_txn *txn, uint32_t segment, uint8_t table,
                                     lt_block_key from, leitong_error *error);
/* The same, from the block on that was found for `from`. */
void lt_store_scan_start(lt_store_scan *scan, lt_store_txn *txn, const lt_store_block *block, lt_block_key from);
/* 1: an entry (entries of the first block before `from` are returned, too); 0: the end; or an error. */
int lt_store_scan_next(lt_store_scan *scan, lt_block_entry *ret_entry, leitong_error *error);

/* The chunk of a stream that was read last: a cache of one. */
typedef struct lt_store_chunk {
    uint32_t segment; /* 0: none */
    uint8_t table;
    uint64_t begin, end; /* units */
    lt_store_block block;
    const uint8_t *bytes; /* in the map, or (compressed ones) `unpacked` */
    size_t size;
    uint8_t *unpacked;
    size_t capacity;
    void *zstd;
} lt_store_chunk; /* zero it first */
void lt_store_chunk_clear(lt_store_chunk *chunk);
/* Loads the chunk that contains `unit`, unless it is loaded already. */
LEITONG_CHECK int lt_store_chunk_load(lt_store_chunk *chunk, lt_store_txn *txn, uint32_t segment, uint8_t table,
                                      uint64_t unit, leitong_error *error);

/* Units [begin, begin + count) of a segment's stream. */
typedef struct lt_store_range {
    uint32_t segment;
    uint64_t begin, count;
} lt_store_range;
/* Of the text stream, and of the token stream. */
LEITONG_CHECK int lt_store_chunk_bytes(lt_store_chunk *chunk, lt_store_txn *txn, const lt_store_range *range,
                                       uint8_t *ret_bytes, leitong_error *error);
LEITONG_CHECK int lt_store_chunk_tokens(lt_store_chunk *chunk, lt_store_txn *txn, const lt_store_range *range,
                                        uint32_t *ret_tokens, leitong_error *error);

/* A small cache of text chunks: a report reads the same few documents again and again. */
#define LT_STORE_TEXTS 8U
typedef struct lt_store_texts {
    lt_store_chunk last;
    lt_store_chunk aside[LT_STORE_TEXTS]; /* chunks read before; without Zstandard contexts */
    unsigned next;                        /* of these, to be replaced */
} lt_store_texts;                         /* zero it first */
void lt_store_texts_clear(lt_store_texts *texts);
/* Bytes of the text stream. */
LEITONG_CHECK int lt_store_texts_read(lt_store_texts *texts, lt_store_txn *txn, const lt_store_range *range,
                                      uint8_t *ret_bytes, leitong_error *error);

#endif

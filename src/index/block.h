/* block: an immutable, sorted, checksummed part of one table (format: src/index/FORMAT.md).
 *
 * A block stores the range of keys [begin, end) that it covers. So a block alone proves whether a key is in the table:
 * a missing or misplaced block is detected by whoever looks a key up. Blocks of entries use the quasi-succinct code of
 * Elias and Fano (Vigna, Quasi-succinct indices, WSDM 2013, section 3): the low bits of each key are stored as they
 * are, the high bits as gaps in unary; documents and items have a fixed width, that of the largest in the block.
 * Therefore a key can be found, and an entry read, without decoding those before it.
 *
 *   entry i:  | low L bits of key | D bits document | I bits item | tags |     fixed width, random access
 *   high:     bit (key >> L) + i is set                                       select(i) - i gives key >> L
 *
 * Input: entries in ascending order, or a payload of bytes. Output: the bytes of a block; and entries from such bytes.
 * Ownership: the caller; a reader points into the block. Errors: LEITONG_EDAMAGED (the message says what is wrong; the
 * caller adds the place). Complexity: an entry is added and read in constant time, a seek scans the high bits by words
 * of 64; opening a block hashes all of it. */
#ifndef LT_INDEX_BLOCK_H
#define LT_INDEX_BLOCK_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_BLOCK_HEADER 56U
#define LT_BLOCK_MOST 2048U    /* bytes of a block of entries: a lookup checks all of them */
#define LT_BLOCK_ENTRIES 2048U /* of one block */

/* A key and its value, in the order of which blocks are cut. */
typedef struct lt_block_key {
    uint64_t key, value;
} lt_block_key;
#define LT_BLOCK_END ((lt_block_key){UINT64_MAX, UINT64_MAX})
static inline bool lt_block_before(lt_block_key a, lt_block_key b)
{
    return a.key < b.key || (a.key == b.key && a.value < b.value);
}

typedef struct lt_block_head {
    uint32_t segment;
    uint8_t table;
    uint32_t count; /* entries; units of a stream */
    uint32_t size;  /* bytes of the payload */
    lt_block_key begin, end;
} lt_block_head;

/* The table, and the segment of it, that a block belongs to. */
typedef struct lt_block_place {
    uint32_t segment;
    uint8_t table;
} lt_block_place;

/* Writes the header before a payload that begins LT_BLOCK_HEADER bytes after `block`. */
void lt_block_seal(uint8_t *block, const lt_block_head *head);
/* Verifies hash, lengths, segment and table. `known`: this block was opened before at this address, so its hash is not
 * computed again. */
LEITONG_CHECK int lt_block_open(const uint8_t *block, size_t size, lt_block_place place, bool known,
                                lt_block_head *ret_head, leitong_error *error);

/* Variable-length numbers, 7 bits a byte, the low ones first. */
size_t lt_block_put(uint8_t *to, uint64_t number); /* at most 10 bytes */
/* Returns the address after the number, or NULL when it does not end within [at, end). */
static inline const uint8_t *lt_block_get(const uint8_t *at, const uint8_t *end, uint64_t *ret_number)
{
    uint64_t number = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        uint8_t byte = *at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *ret_number = number;
            return at;
        }
    }
    return NULL;
}

/* An entry of a table: value = document << 32 | item, `tags` only where the table has them. */
typedef struct lt_block_entry {
    uint64_t key, value;
    uint32_t tags;
} lt_block_entry;

/* Collects entries and encodes them as a block. */
typedef struct lt_block_builder {
    uint8_t bytes[LT_BLOCK_MOST];
    size_t size; /* of the payload, once finished */
    uint32_t count;
    uint64_t begin;            /* key */
    uint32_t documents, items; /* bits that are set in any */
    bool tagged;
    lt_block_entry entries[LT_BLOCK_ENTRIES];
} lt_block_builder;
void lt_block_builder_start(lt_block_builder *builder, uint64_t begin_key, bool tagged);
/* Returns false when the block is full. Entries ascend by (key, value). */
bool lt_block_builder_add(lt_block_builder *builder, const lt_block_entry *entry);
void lt_block_builder_finish(lt_block_builder *builder);

/* Decodes the entries of a block. */
typedef struct lt_block_reader {
    const uint8_t *rows, *high;              /* rows of fixed width; the high bits of keys */
    uint64_t begin;                          /* key */
    uint64_t bit, bits;                      /* of the high bits: at or before the next entry's; all */
    uint32_t index, count;                   /* of the next entry; of all */
    unsigned low, document, item, tags, row; /* bits */
    bool good;
} lt_block_reader;
void lt_block_reader_start(lt_block_reader *reader, const uint8_t *block, const lt_block_head *head, bool tagged);
/* Skips entries before `key`; a few of them may be left. */
void lt_block_reader_seek(lt_block_reader *reader, uint64_t key);
/* 1: an entry; 0: the end; LEITONG_EDAMAGED: not what was written. */
int lt_block_reader_next(lt_block_reader *reader, lt_block_entry *ret_entry);

#endif

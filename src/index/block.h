/* block: what an index is made of: an immutable, sorted, checksummed stretch of one table (src/index/FORMAT.md).
 *
 * Enters: entries in ascending order, or bytes that belong together. Leaves: a block's bytes; and back, checked.
 * A block knows which stretch of its table's key space is its own, [begin, end), so that whoever looks a key up knows
 * from the block alone whether the key would stand here: a block that is missing, or another one in its place, is seen.
 * Owner: the caller. Errors: LEITONG_EDAMAGED (the message says what does not hold; the caller knows the place);
 * LEITONG_EMEMORY. */
#ifndef LT_INDEX_BLOCK_H
#define LT_INDEX_BLOCK_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_BLOCK_HEADER 56U
#define LT_BLOCK_MOST 2048U    /* bytes of a block of entries: a lookup checks all of them */
#define LT_BLOCK_ENTRIES 2048U /* of one block */

/* A key and what stands beside it; blocks are cut anywhere between two of these. */
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

/* Writes the header for the payload that stands LT_BLOCK_HEADER bytes behind `block`. */
void lt_block_seal(uint8_t *block, const lt_block_head *head);
/* Checks hash, lengths, segment and table; *ret_head is what it says. `known`: this block was opened before where it
 * stands, and its hash need not be looked at again. */
LEITONG_CHECK int lt_block_open(const uint8_t *block, size_t size, lt_block_place place, bool known,
                                lt_block_head *ret_head, leitong_error *error);

/* Variable-length numbers, 7 bits a byte, the low ones first. */
size_t lt_block_put(uint8_t *to, uint64_t number); /* at most 10 bytes */
/* Returns behind the number, or NULL when it isn't within [at, end). */
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

/* Entries, one by one, into a block: keys by Elias and Fano's code (Vigna, Quasi-succinct indices, 2013, §3): the low
 * bits of each as they are, the high ones as distances in unary; documents and items in as many bits as the block's
 * largest. So a key is found, and an entry read, without those before it. */
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
/* False when it has no room for this one. Entries ascend by (key, value). */
bool lt_block_builder_add(lt_block_builder *builder, const lt_block_entry *entry);
void lt_block_builder_finish(lt_block_builder *builder);

/* And out of it. */
typedef struct lt_block_reader {
    const uint8_t *rows, *high;              /* entries but for their keys' high bits; those */
    uint64_t begin;                          /* key */
    uint64_t bit, bits;                      /* of the high bits, that of the next entry or before; all */
    uint32_t index, count;                   /* of the next entry; of all */
    unsigned low, document, item, tags, row; /* bits */
    bool good;
} lt_block_reader;
void lt_block_reader_start(lt_block_reader *reader, const uint8_t *block, const lt_block_head *head, bool tagged);
/* Passes by entries that lie before `key`, but for a few. */
void lt_block_reader_seek(lt_block_reader *reader, uint64_t key);
/* 1: an entry; 0: no more; LEITONG_EDAMAGED: not as it was written. */
int lt_block_reader_next(lt_block_reader *reader, lt_block_entry *ret_entry);

#endif

/* store_extent: stores many blocks of a table as one LMDB value, with a directory of their first keys.
 *
 * So LMDB's tree has few pages, which can all be verified when the index is opened, and blocks lie side by side. In the
 * directory a block is found by one step of interpolation search, and from there by exponential search (Bentley, Yao,
 * An almost optimal algorithm for unbounded searching, Information Processing Letters 5, 1976). The hash of the
 * directory is not checked for this: a damaged directory leads nowhere, or to a block whose own key range shows that it
 * is the wrong one.
 *
 *   extent:  | block | block | ... | directory: begin and offset of each block | number of blocks |
 *
 * Input: blocks of a segment, table by table, in order of their keys; keys to look up. Output: extents in the
 * environment; the block that covers a key, and the next one, each verified: hash, place, no missing block in between.
 * Ownership: the caller; a block is valid until its transaction ends. Errors: those of store_txn; LEITONG_EDAMAGED
 * with table and segment. Complexity: a lookup costs one descent of LMDB's tree, O(log e) steps in the directory, where
 * the guess errs by e blocks (a few, because hashes are spread evenly), and the hash of a block. */
#ifndef LT_INDEX_STORE_EXTENT_H
#define LT_INDEX_STORE_EXTENT_H

#include "index/store_txn.h"

/* ---- writing ---- */

/* The destination of the blocks of one segment. A long segment is committed in parts; no catalog names it yet. */
typedef struct lt_store_sink {
    lt_store_env *env;
    lt_store_txn *txn; /* a writing one */
    uint32_t segment;
    uint64_t bytes;   /* of extents */
    uint64_t pending; /* of them not committed */
    /* The extent that is being filled: */
    uint8_t *extent;
    size_t size, capacity;
    uint8_t *directory;
    size_t directory_size, directory_capacity;
    lt_block_key begin;
} lt_store_sink; /* zero it first */
void lt_store_sink_clear(lt_store_sink *sink);
/* Commits the transaction, which ends whatever comes of it. */
LEITONG_CHECK int lt_store_sink_commit(lt_store_sink *sink, leitong_error *error);
/* Appends a block of a table, sealed by lt_block_seal with this head. The block that ends at LT_BLOCK_END is the last
 * one of its table. */
LEITONG_CHECK int lt_store_sink_put(lt_store_sink *sink, const uint8_t *block, const lt_block_head *head,
                                    leitong_error *error);

/* ---- reading ---- */

/* A block, and the extent that contains it. */
typedef struct lt_store_block {
    const uint8_t *bytes;
    lt_block_head head;
    const uint8_t *extent, *directory; /* entries of the directory; NULL: no block was found yet */
    size_t size;                       /* bytes of its blocks */
    uint32_t index, count;             /* of the block; of all */
    uint32_t segment;
    uint8_t table;
    lt_block_key begin, end; /* of the extent */
    bool whole;              /* set before a lookup: the hashes of directories are checked, too */
} lt_store_block;            /* zero it first */

/* The block of `table` that covers `key`. When it is in the extent of the block found before, the extent is not looked
 * up again: so look up many keys in ascending order, with one `block` for each table. Zero it after an error. */
LEITONG_CHECK int lt_store_block_find(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key,
                                      lt_store_block *block, leitong_error *error);
/* The blocks of many keys of a table. A block that was not read for long costs three or four cache misses; here those
 * of all keys overlap. `last`: a block found before (or zeroed), whose extent may contain some of the keys. */
#define LT_STORE_BATCH 16U
typedef struct lt_store_batch {
    uint32_t segment;
    uint8_t table;
    const lt_block_key *keys; /* best in ascending order */
    size_t count;             /* ≤ LT_STORE_BATCH */
} lt_store_batch;
LEITONG_CHECK int lt_store_blocks_find(lt_store_txn *txn, const lt_store_batch *batch, const lt_store_block *last,
                                       lt_store_block *blocks, leitong_error *error);
/* The next block; the end of `block` must not be LT_BLOCK_END. */
LEITONG_CHECK int lt_store_block_next(lt_store_txn *txn, lt_store_block *block, leitong_error *error);

/* Verifies all extents of a table: directories and blocks, but not the contents of blocks. */
LEITONG_CHECK int lt_store_extents_check(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error);

/* Returns LEITONG_EDAMAGED with a message that names table and segment. */
int lt_store_damaged(const lt_store_env *env, uint32_t segment, uint8_t table, const char *what, leitong_error *error);

#endif

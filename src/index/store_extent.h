/* store_extent: many blocks of a table as one value of LMDB's, with a directory of their first keys.
 *
 * LMDB's tree has few pages then, which can all be verified when an index is opened, and blocks follow one another
 * without the rest of a page between them. A block is found by its extent's directory, whose hash is not looked at for
 * that: a wrong one leads nowhere or to a block that says itself that the key is not there.
 * Enters: blocks of a segment, table by table, in order of their keys. Leaves: extents in the environment; and from
 * there the block in whose range a key lies, and the one after it, each checked: hash, place, and that no block between
 * is missing. Owner: the caller; blocks stand as long as the transaction. Errors: those of store_txn; LEITONG_EDAMAGED
 * names table and segment. */
#ifndef LT_INDEX_STORE_EXTENT_H
#define LT_INDEX_STORE_EXTENT_H

#include "index/store_txn.h"

/* ---- writing ---- */

/* Where blocks of one segment go. Long ones are committed piece by piece: no catalog names the segment yet. */
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
/* The next block of a table, sealed by lt_block_seal with this head. The one that ends at LT_BLOCK_END is its last. */
LEITONG_CHECK int lt_store_sink_put(lt_store_sink *sink, const uint8_t *block, const lt_block_head *head,
                                    leitong_error *error);

/* ---- reading ---- */

/* A block, and the extent in which it stands. */
typedef struct lt_store_block {
    const uint8_t *bytes;
    lt_block_head head;
    const uint8_t *extent, *directory; /* entries of the latter; NULL: none yet */
    size_t size;                       /* bytes of its blocks */
    uint32_t index, count;             /* of the block; of all */
    uint32_t segment;
    uint8_t table;
    lt_block_key begin, end; /* of the extent */
    bool whole;              /* directories are checked, too: to be set before a block is found */
} lt_store_block;            /* zero it first */

/* The block of `table` in whose range `key` lies. Where it stands in the extent that `block` was found in before, that
 * is not looked for again: who asks for many keys does so in ascending order, and with a block for each table. After an
 * error it is to be zeroed. */
LEITONG_CHECK int lt_store_block_find(lt_store_txn *txn, uint32_t segment, uint8_t table, lt_block_key key,
                                      lt_store_block *block, leitong_error *error);
/* The blocks of many keys of a table. A block that nobody has read for long is some three or four waits for memory
 * away; here those of all keys are waited for at once. `last`: as `block` above: one found before, in whose extent
 * some may stand. */
#define LT_STORE_BATCH 16U
typedef struct lt_store_batch {
    uint32_t segment;
    uint8_t table;
    const lt_block_key *keys; /* ascending, so far as can be */
    size_t count;             /* ≤ LT_STORE_BATCH */
} lt_store_batch;
LEITONG_CHECK int lt_store_blocks_find(lt_store_txn *txn, const lt_store_batch *batch, const lt_store_block *last,
                                       lt_store_block *blocks, leitong_error *error);
/* The one behind it, whose head's end is not LT_BLOCK_END. */
LEITONG_CHECK int lt_store_block_next(lt_store_txn *txn, lt_store_block *block, leitong_error *error);

/* All extents of a table: directories, and blocks but for what is in them. */
LEITONG_CHECK int lt_store_extents_check(lt_store_txn *txn, uint32_t segment, uint8_t table, leitong_error *error);

/* LEITONG_EDAMAGED in a table of a segment. */
int lt_store_damaged(const lt_store_env *env, uint32_t segment, uint8_t table, const char *what, leitong_error *error);

#endif

/* store_vet: verifies the structure of an LMDB file before LMDB may follow it.
 *
 * LMDB trusts its pages: a damaged offset or page number makes it read, or even write, anywhere. Therefore the file
 * (data format 1, 64 bits) is verified with reads of our own: both meta pages; every branch and leaf page that the
 * state can reach: kind, number, offsets, sizes without overlap, keys in order and within the bounds that the parent
 * page gives; overflow pages within the file; no page used twice; the list of free pages disjoint from these; and the
 * counts that LMDB keeps. These are about one page in five thousand: the others are blocks, which have checksums of
 * their own. An older meta page in the place of the newer cannot be seen in the structure; the two meta pages show it:
 * their transaction numbers differ by one, and the last two transactions contain the same state (store_txn).
 * Input: an open file. Output: 0; the number of free pages. Ownership: the caller. Errors: LEITONG_EDAMAGED with the
 * byte at which the fault was found; LEITONG_ESYSTEM (unreadable); LEITONG_EMEMORY.
 * Complexity: linear in the pages that are verified; a bit for each page of the file. */
#ifndef LT_INDEX_STORE_VET_H
#define LT_INDEX_STORE_VET_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_store_tree { /* as in MDB_db */
    uint32_t pad;
    uint16_t flags, depth;
    uint64_t branches, leaves, overflows, entries, root;
} lt_store_tree;

typedef struct lt_store_meta { /* as in MDB_meta */
    uint32_t magic, version;
    uint64_t address, map_size;
    lt_store_tree trees[2]; /* of free pages; of entries */
    uint64_t last_page, transaction;
} lt_store_meta;

#define LT_STORE_KEY 21U /* bytes of every key of ours */

/* Verifies both meta pages; *ret_newer is the one that LMDB will use. `path` is for messages. */
LEITONG_CHECK int lt_store_vet_metas(int file, const char *path, lt_store_meta *ret_newer, leitong_error *error);
/* Reads and verifies meta page `number` (0 or 1). */
LEITONG_CHECK int lt_store_vet_meta(int file, const char *path, unsigned number, lt_store_meta *ret_meta,
                                    leitong_error *error);
/* Verifies all pages that can be reached from `meta`. Nobody may reuse them meanwhile: the caller holds a reader's
 * slot. *ret_free: free pages. */
LEITONG_CHECK int lt_store_vet_pages(int file, const char *path, const lt_store_meta *meta, uint64_t *ret_free,
                                     leitong_error *error);

/* Bytes of a page: the system's page size, at most 32 KiB, as in LMDB. */
size_t lt_store_page_size(void);
/* Whether the head of a value's overflow pages is correct: LMDB trusts it when it frees these pages. Always true for a
 * value within a leaf page. */
bool lt_store_vet_value(const uint8_t *value, size_t size, uintptr_t map, size_t map_size);

#endif

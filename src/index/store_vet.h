/* store_vet: is it safe to let LMDB walk this file?
 *
 * LMDB follows what its pages say: a damaged offset or page number makes it read, or worse write, anywhere. Before it
 * is let in, the structure of its file (data format 1, 64 bits) is verified with reads of our own: the two meta pages;
 * every branch and leaf page reachable in the snapshot: kind, number, offsets, sizes without overlap, keys in order and
 * within what the page above says; overflow pages within the file; no page used twice; the list of free pages disjoint
 * from these; and the counts that LMDB keeps. That is about one page in five thousand: the rest are blocks, which have
 * checksums of their own. What no structure shows (an older meta page taken for the newer) the two metas show together:
 * their transaction numbers are neighbours, and the last two transactions hold the same state (store_txn). Enters: an
 * open file. Leaves: 0 or LEITONG_EDAMAGED with the byte where the fault lies. Owner: the caller. Other errors:
 * LEITONG_ESYSTEM (unreadable), LEITONG_EMEMORY. */
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
    lt_store_tree trees[2]; /* free pages; entries */
    uint64_t last_page, transaction;
} lt_store_meta;

#define LT_STORE_KEY 21U /* bytes of every key of ours */

/* The two meta pages; *ret_newer is the one LMDB will take. `path` is for messages. */
LEITONG_CHECK int lt_store_vet_metas(int file, const char *path, lt_store_meta *ret_newer, leitong_error *error);
/* Meta page `number` (0 or 1) as it is now. */
LEITONG_CHECK int lt_store_vet_meta(int file, const char *path, unsigned number, lt_store_meta *ret_meta,
                                    leitong_error *error);
/* All that can be reached from `meta`, whose pages nobody may reuse meanwhile (a reader's slot sees to that).
 * *ret_free: pages to reuse. */
LEITONG_CHECK int lt_store_vet_pages(int file, const char *path, const lt_store_meta *meta, uint64_t *ret_free,
                                     leitong_error *error);

/* Bytes of a page: LMDB takes the system's, up to 32 kB. */
size_t lt_store_page_size(void);
/* Whether what stands before a value on overflow pages of its own is what it should be: LMDB believes it when it frees
 * them. Values within leaf pages are always good. */
bool lt_store_vet_value(const uint8_t *value, size_t size, uintptr_t map, size_t map_size);

#endif

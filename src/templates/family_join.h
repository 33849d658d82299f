/* family_join: items that are alike become one class, without chaining.
 *
 * Input: items (forms, documents), each with a hash of its content, the buckets it stands in, and how crowded these
 * are. Output: calls of `join`. In an order of content (the most crowded first, of equals by hash) each item is held
 * against the medoids that stand in its buckets: those in most of them first, of equals the one that became a medoid
 * first, LT_JOIN_TRIED at most. It joins the first that it is alike, or becomes a medoid itself and stands in its
 * buckets, LT_JOIN_STANDING medoids a bucket; where so it would stand in fewer than an item must share with it, up to
 * LT_JOIN_ROOM. Nothing will be held against one that finds no room even so: these are counted. An item in no company
 * is passed by. Memory: 4 bytes an item, 16 more while they are ranked, and 4 a bucket's place. Ownership: the caller.
 * Errors: LEITONG_EMEMORY; those of the functions. Complexity: LT_JOIN_ROOM a bucket of an item. */
#ifndef LT_TEMPLATES_FAMILY_JOIN_H
#define LT_TEMPLATES_FAMILY_JOIN_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LT_JOIN_TRIED 4
#define LT_JOIN_STANDING 32
#define LT_JOIN_ROOM 64

typedef struct lt_join_items {
    uint32_t items, buckets;
    uint32_t most;         /* buckets an item may stand in */
    uint32_t least;        /* that it must share with a medoid */
    const uint64_t *hash;  /* [item] */
    const uint64_t *crowd; /* [item]; 0: it is passed by */
    const uint32_t *size;  /* [bucket]: items in it */
    void *context;
    /* The buckets of an item, at most `most`; they stand until the next call. */
    int (*look)(void *context, uint32_t item, const uint32_t **ret_buckets, size_t *ret_count, leitong_error *error);
    /* Joins the item to the medoid if they are alike. */
    int (*join)(void *context, uint32_t item, uint32_t medoid, bool *ret_joined, leitong_error *error);
} lt_join_items;

/* Settles all items. Adds to *overflow. */
LEITONG_CHECK int lt_join_run(const lt_join_items *items, uint64_t *overflow, leitong_error *error);

#endif

/* standing: which medoids stand in a bucket.
 *
 * Enters: medoids, in rank order within each bucket. Leaves: those that a paragraph meets in its buckets.
 * A small bucket's medoids are found among its members; a crowded one has a list, of at most LT_STANDING_MOST.
 * Memory: a bit a rank, and the lists of crowded buckets.
 * Owner: lt_standing; one thread adds, between times any number gathers. Errors: those of candidate. */
#ifndef LT_STANDING_H
#define LT_STANDING_H

#include "match/candidate.h"

#define LT_STANDING_MOST 256 /* medoids a bucket takes */
#define LT_STANDING_SMALL 32 /* members of a bucket that needs no list */

typedef struct lt_standing lt_standing;
LEITONG_CHECK int lt_standing_new(const lt_candidates *candidates, lt_standing **ret_standing, leitong_error *error);
void lt_standing_free(lt_standing *standing);

void lt_standing_mark(lt_standing *standing, uint32_t rank);
/* After it was marked: into the list of a crowded bucket. */
LEITONG_CHECK int lt_standing_add(lt_standing *standing, uint32_t bucket, uint32_t rank, leitong_error *error);
/* Medoids in the list of a crowded bucket. */
uint32_t lt_standing_count(const lt_standing *standing, uint32_t bucket);

/* A growing list, and scratch. */
typedef struct lt_standing_list {
    uint32_t *ranks;
    size_t count, capacity;
    lt_spool_scratch scratch;
} lt_standing_list; /* zero it first */
void lt_standing_list_clear(lt_standing_list *list);

/* The medoids that stand in the buckets of `rank` and are better ranked, ascending, each once.
 * ret_sizes: [buckets] how many members each bucket has. */
LEITONG_CHECK int lt_standing_gather(const lt_standing *standing, uint32_t rank, const uint32_t *buckets, size_t count,
                                     lt_standing_list *list, uint32_t *ret_sizes, leitong_error *error);

#endif

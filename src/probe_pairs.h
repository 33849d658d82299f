/* probe_pairs: the paragraphs of a submission and of an index's documents that are pairs.
 *
 * Enters: a view, a submission. Leaves: every pair of paragraphs that names the submission: they share a band key, and
 * their exact Jaccard reaches the threshold (contract 2), so no other document decides about them.
 * Owner: lt_probe_pairs. Errors: those of view and verify. */
#ifndef LT_PROBE_PAIRS_H
#define LT_PROBE_PAIRS_H

#include "excerpt.h"
#include "match/verify.h"

typedef struct lt_probe_pair {
    uint32_t paragraph; /* the submission's */
    uint32_t document;  /* the view's number; LT_VIEW_NONE: the submission itself, then paragraph < other */
    uint32_t other;     /* paragraph of that document */
    lt_overlap overlap; /* a: `paragraph` */
} lt_probe_pair;

typedef struct lt_probe_pairs {
    lt_probe_pair *items; /* sorted by (paragraph, document, other) */
    size_t count, capacity;
    uint64_t verified; /* comparisons */
} lt_probe_pairs;      /* zero it first */
void lt_probe_pairs_clear(lt_probe_pairs *pairs);

/* `keys`: [paragraph × bands], the submission's. `without` as in lt_probe_passages_find. */
LEITONG_CHECK int lt_probe_pairs_find(const lt_view *view, const lt_corpus *submission, const uint32_t *keys,
                                      uint32_t without, lt_probe_pairs *ret_pairs, leitong_error *error);

#endif

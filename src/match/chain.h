/* chain: seed hits of one document pair → co-linear chains (minimap2's chaining: Li 2018, §2.1.1, with a fixed gap bound).
 *
 * Enters: hits of one pair (or of a document with itself, a < b), sorted by (a, b), unique; each says that `width` tokens
 * from a and from b are equal. Leaves: chains: subsets of the hits rising in a and in b, with gaps and diagonal drift
 * within bounds; each hit in at most one chain. A function of the hits alone.
 * Owner: lt_chain is one worker's scratch; the chains stand until its next call. Errors: LEITONG_EMEMORY. */
#ifndef LT_CHAIN_H
#define LT_CHAIN_H

#include "error.h"

#include <stddef.h>

typedef struct lt_hit {
    uint32_t a, b; /* token numbers within the two documents */
} lt_hit;

typedef struct lt_chain_options {
    unsigned width;     /* tokens of a seed */
    unsigned gap;       /* most tokens between two hits of a chain, on either side */
    unsigned drift;     /* most change of diagonal between them */
} lt_chain_options;

typedef struct lt_chains {
    const lt_hit *hits;   /* regrouped chain by chain, each rising */
    const size_t *begins; /* [count + 1] */
    size_t count;
} lt_chains;

typedef struct lt_chain lt_chain;
LEITONG_CHECK int lt_chain_new(const lt_chain_options *options, lt_chain **ret_chain, leitong_error *error);
void lt_chain_free(lt_chain *chain);
LEITONG_CHECK int lt_chain_run(lt_chain *chain, const lt_hit *hits, size_t count, lt_chains *ret_chains,
                               leitong_error *error);

#endif

/* chain: groups the seed hits of one document pair into co-linear chains.
 *
 * The dynamic programme of minimap2 (Li 2018, §2.1.1) with fixed bounds for gap and drift: the best chain that ends at
 * a hit extends that of one of the LT_CHAIN_LOOK_BACK hits before it, or of the last hit on its own diagonal, which in
 * repetitive text may be further back. Chains are then taken by score, each hit in the first one that reaches it.
 * The score of a chain: the tokens that its hits cover, less what its gaps and drifts will cost the alignment, so that
 * a stray hit off the diagonal does not bend the chain.
 * Input: hits of one pair (or of a document with itself, a < b), sorted by (a, b), unique; each says that `width`
 * tokens from a and from b are equal.
 * Output: chains, the best first: subsets of the hits that rise in a and in b, with gap and drift within bounds; each
 * hit in exactly one chain. A function of the hits alone.
 * Ownership: lt_chain is one worker's scratch; chains are valid until its next call.
 * Errors: LEITONG_EMEMORY.
 * Complexity: hits × LT_CHAIN_LOOK_BACK, and a sort. */
#ifndef LT_PASSAGES_CHAIN_H
#define LT_PASSAGES_CHAIN_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_hit {
    uint32_t a, b; /* token numbers within the two documents */
} lt_hit;

typedef struct lt_chain_options {
    unsigned width; /* tokens of a seed */
    unsigned gap;   /* most tokens between two hits of a chain, on either side */
    unsigned drift; /* most change of diagonal between them */
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

/* What it pays to append `to` behind `from`, in sixteenths of a token; LT_CHAIN_NEVER where bounds forbid it. */
#define LT_CHAIN_NEVER INT64_MIN
int64_t lt_chain_gain(const lt_chain_options *options, lt_hit from, lt_hit to);
/* How many hits before a hit are tried, besides the last one on its own diagonal. */
#define LT_CHAIN_LOOK_BACK 50

#endif

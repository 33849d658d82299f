/* winnow: seeds, the fingerprints that any two copies of a run share (Schleimer, Wilkerson, Aiken 2003, §3).
 *
 * Of each `window` neighbouring windows of `width` tokens the least hash is chosen, of equals the rightmost: a choice
 * that depends on those tokens alone. A run of `run` = window + width − 1 tokens therefore has the same seed at the
 * same distance from its begin wherever it stands (the paper's Theorem 1; its "robust" variant, which may keep the
 * neighbour's choice, has not this property). Expected density: 2/(window + 1) seeds a token; a text of one repeated
 * token has one a token. A document shorter than `run` has no run and no seed. Paragraph borders play no part.
 * Input: the hashes of a document's tokens (lt_lexicon_token_hash), or of a stretch of them.
 * Output: seeds: hash and place of the windows chosen.
 * Ownership: the caller.
 * Errors: none.
 * Complexity: two comparisons a token on average; tokens × window at worst. */
#ifndef LT_SKETCH_WINNOW_H
#define LT_SKETCH_WINNOW_H

#include "base/radix_sort.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LT_WINNOW_WIDTH 5 /* tokens of a seed; fewer where `run` is shorter */

typedef struct lt_winnow {
    unsigned run;    /* tokens; ≥ 1 */
    unsigned width;  /* tokens of a seed */
    unsigned window; /* neighbouring seeds of which one is chosen: run − width + 1 */
} lt_winnow;

lt_winnow lt_winnow_shape(unsigned run);

/* A stretch of a document. */
typedef struct lt_winnow_stretch {
    const uint64_t *tokens; /* their hashes */
    size_t count;
    bool follows; /* the first `run` tokens belong to the stretch before, too, so that their choice is not told again */
    uint64_t base; /* of its tokens' numbers */
} lt_winnow_stretch;

/* Writes the seeds of a stretch to ret_seeds (room for count − run + 1): key = hash, value = base + token number.
 * `hashes` is scratch for count − width + 1. Returns how many. */
size_t lt_winnow_seeds(const lt_winnow *shape, const lt_winnow_stretch *stretch, uint64_t *hashes,
                       lt_record *ret_seeds);

/* What stands for a document shorter than `run` where documents are looked up by their seeds: a hash of all its tokens.
 */
uint64_t lt_winnow_whole(const uint64_t *tokens, size_t count);

/* Which runs of `run` tokens chose the seed at `seed`: those that begin at tokens [*ret_first, *ret_first + n), n ≤
 * window, returned. `tokens` must reach window − 1 tokens before the seed and behind it, or to the document's ends.
 * `hashes` is scratch for 2·window − 1. */
size_t lt_winnow_choosers(const lt_winnow *shape, const uint64_t *tokens, size_t count, size_t seed, uint64_t *hashes,
                          size_t *ret_first);

#endif

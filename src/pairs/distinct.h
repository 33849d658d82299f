/* distinct: paragraphs with equal tokens, collapsed to the first of them.
 *
 * Hashes only group; that members of a group are equal is read from their tokens.
 * Input: a settled corpus and each paragraph's 128-bit content hash.
 * Output: numbers for the distinct paragraphs, in the order of their first places.
 * Ownership: lt_distinct.
 * Errors: those of jaccard.
 * Complexity: one sort of the hashes, and one comparison of tokens a paragraph that repeats another. */
#ifndef LT_PAIRS_DISTINCT_H
#define LT_PAIRS_DISTINCT_H

#include "base/workers.h"
#include "text/corpus.h"

typedef struct lt_distinct {
    uint32_t count;
    uint32_t *paragraph;    /* [distinct] → its first paragraph; ascending */
    uint32_t *of_paragraph; /* [paragraph] → distinct */
} lt_distinct;
void lt_distinct_clear(lt_distinct *distinct);

/* `hashes`: [paragraph] */
LEITONG_CHECK int lt_distinct_find(const lt_corpus *corpus, const uint64_t (*hashes)[2], lt_workers *workers,
                                   lt_distinct *ret_distinct, leitong_error *error);

#endif

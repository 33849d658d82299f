/* bitmap_filter: an upper bound of two paragraphs' Jaccard, from 512 bits each.
 *
 * Each shingle sets one bit (a Bloom filter of one hash: Bloom 1970), so a bit that the other side lacks is a shingle
 * that it lacks. This keeps the work small where thousands of paragraphs share keys with hundreds of medoids that they
 * are not near enough to.
 * Input: two paragraphs.
 * Output: the most that they may share.
 * Ownership: lt_bitmap_filter is one worker's scratch: the bits of the paragraphs met last.
 * Errors: those of corpus.
 * Complexity: linear in the tokens the first time, then 16 popcounts a pair. Memory: 72 bytes for each of
 * LT_BITMAP_FILTER_KEPT paragraphs. */
#ifndef LT_PAIRS_BITMAP_FILTER_H
#define LT_PAIRS_BITMAP_FILTER_H

#include "pairs/jaccard.h"
#include "text/corpus.h"

#define LT_BITMAP_FILTER_KEPT 16384U

typedef struct lt_bitmap_filter lt_bitmap_filter;
LEITONG_CHECK int lt_bitmap_filter_new(const lt_corpus *corpus, unsigned shingle, lt_bitmap_filter **ret_filter,
                                       leitong_error *error);
void lt_bitmap_filter_free(lt_bitmap_filter *filter);

/* The most that the two may share. Keep `a` the same while many are asked of it. `place`: a number of b's; those asked
 * again and again should differ modulo LT_BITMAP_FILTER_KEPT, for then the bits of each are kept. */
LEITONG_CHECK int lt_bitmap_filter_bound(lt_bitmap_filter *filter, uint32_t a, uint32_t b, uint32_t place,
                                         lt_overlap *ret_most, leitong_error *error);

#endif

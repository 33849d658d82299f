/* bitmap_filter: an upper bound of two paragraphs' Jaccard, from 512 bits each.
 *
 * Enters: two paragraphs. Leaves: false only where they can't reach the threshold. Each shingle sets one bit (a Bloom
 * filter of one hash: Bloom 1970), so a bit that the other side lacks is a shingle that it lacks. This keeps the work
 * small where thousands of paragraphs share keys with hundreds of medoids that they are not near enough to.
 * Owner: lt_bitmap_filter is one worker's scratch: the bits of the paragraphs met last. Errors: those of corpus. */
#ifndef LT_PAIRS_BITMAP_FILTER_H
#define LT_PAIRS_BITMAP_FILTER_H

#include "pairs/jaccard.h"
#include "text/corpus.h"

#define LT_BITMAP_FILTER_KEPT 16384U

typedef struct lt_bitmap_filter lt_bitmap_filter;
LEITONG_CHECK int lt_bitmap_filter_new(const lt_corpus *corpus, unsigned shingle, lt_bitmap_filter **ret_screen,
                                       leitong_error *error);
void lt_bitmap_filter_free(lt_bitmap_filter *screen);

/* The most that the two may share. Keep `a` the same while many are asked of it. `place`: a number of b's; those asked
 * again and again should differ modulo LT_BITMAP_FILTER_KEPT, for then the bits of each are kept. */
LEITONG_CHECK int lt_bitmap_filter_bound(lt_bitmap_filter *screen, uint32_t a, uint32_t b, uint32_t place,
                                         lt_overlap *ret_most, leitong_error *error);

#endif

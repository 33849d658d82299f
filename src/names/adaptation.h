/* adaptation: was one document made from the other?
 *
 * Swaps and names left behind mean something only where a text was evidently adapted; elsewhere, two reports that quote
 * one formula, a changed name is a coincidence. Two questions, asked one after the other:
 *   - Is enough of one document in the other, in one region? Passages in a row that leave at most LT_ADAPTATION_GAP
 *     tokens between them on both sides are one. It counts when LT_ADAPTATION_LEAST equal tokens of it are no stock
 *     wording and these are a fifth of the shorter document or LT_ADAPTATION_MANY; or when as many equal tokens are
 *     half of the shorter document.
 *   - Are names exchanged in it? One place, body or level (市→县) at two places, or several at three together; one at
 *     one place where two fifths of the shorter document are in the other. A swap that also goes the other way at least
 *     a third as often counts for nothing: that is spelling, or another edition.
 *
 * Otherwise the pair has no swaps, and names left behind only where so much is shared and each document has a place of
 * its own (left_behind.h). A document with itself is none, nor are two versions of one document, which have one title
 * and different dates. Persons alone are no adaptation: minutes and reports name whoever holds the office.
 *
 * Input: the passages of a document pair; its swaps.
 * Output: yes or no.
 * Ownership: none.
 * Errors: LEITONG_EMEMORY.
 * Complexity: linear in the pair's passages; a sort of its swaps. */
#ifndef LT_NAMES_ADAPTATION_H
#define LT_NAMES_ADAPTATION_H

#include "names/name_table.h"
#include "names/swap.h"

#define LT_ADAPTATION_GAP 200 /* tokens */
#define LT_ADAPTATION_LEAST 30
#define LT_ADAPTATION_MANY 500

typedef enum lt_adaptation {
    LT_ADAPTATION_NONE,
    LT_ADAPTATION_POSSIBLE,
    LT_ADAPTATION_LIKELY /* two fifths of the shorter document are in the other, in one region */
} lt_adaptation;

/* `numbers`: of the pair's passages, ascending. */
lt_adaptation lt_adaptation_of(const lt_corpus *corpus, const lt_passages *passages, const uint32_t *numbers,
                               size_t count);

/* `swaps` are the pair's, settled. */
LEITONG_CHECK int lt_adaptation_proven(lt_adaptation adaptation, const lt_name_table *table,
                                       const lt_vocabulary *vocabulary, const lt_swaps *swaps, bool *ret_proven,
                                       leitong_error *error);

#endif

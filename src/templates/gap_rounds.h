/* gap_rounds: forms that are one form but for what stands in a gap, again and again.
 *
 * Leave a gap out: for g = 1 … LT_GAP_LONGEST units, in at most LT_GAP_ROUNDS rounds each, every shape gives for each
 * place and each length up to g a key, the hash of what stands before and behind. Shapes with one key are a candidate,
 * what stands in their gaps are its fills, and where these are open (below) the gap becomes a slot: the shapes become
 * one, which may lose another gap in the next round, so that a form gets several slots. Of several candidates a shape
 * takes the one with the greatest product of fixed text and fills; of equals the one that fixes more, then by hash.
 * (Cf. leave-one-out keys for edit distance: Mor, Fraenkel 1982; log templates: Drain, He, Zhu, Zheng, Lyu 2017.)
 *
 * Open: new fills keep coming. All fills but the commonest must number min(LT_GAP_MANY, log₂ of
 * the texts that have them): of Started, Stopped, Paused in a hundred lines two are not enough, of a hundred names two
 * hundred times are. Masks and slots count as the texts under them. In all it takes LT_GAP_FILLS different fills.
 * A unit with which all fills begin or end is fixed, and no part of the gap.
 *
 * Input: forms of at most LT_SHAPE_LONGEST units, each with the number of its different texts. Output: trees of shapes.
 * Ownership: lt_shapes. Errors: LEITONG_EMEMORY; those of numbers.
 * Complexity: LT_GAP_LONGEST keys of 16 bytes a unit of a form and round, a part of them at a time; forms that share no
 * key with another, as most do, give none. Buckets are read once, whatever their size. */
#ifndef LT_TEMPLATES_GAP_ROUNDS_H
#define LT_TEMPLATES_GAP_ROUNDS_H

#include "templates/shape.h"

#define LT_GAP_LONGEST 8 /* units */
#define LT_GAP_ROUNDS 8
#define LT_GAP_FILLS 3 /* different ones that make a slot, at least */
#define LT_GAP_MANY 6  /* different ones beside the commonest that do, however many texts there are */

/* texts: [form] how many distinct paragraphs have it. */
LEITONG_CHECK int lt_gap_rounds(const lt_forms *forms, const uint32_t *texts, lt_shapes *ret_shapes,
                                leitong_error *error);

#endif

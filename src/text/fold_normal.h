/* fold_normal: NFKC_Casefold of a few code points that act on one another, each with its source bytes.
 *
 * toNFKC_Casefold(NFD(X)) (Unicode 3.13, D147; UAX #15) without the deletion of default ignorables. A composed code
 * point spans from the first to the last byte of its parts.
 * Input: code points with their spans, cut where nothing before can act on what follows (lt_fold_entry: no
 * LT_ENTRY_JOINS).
 * Output: the folded code points with their spans.
 * Ownership: lt_fold_points, whose items are freed by lt_fold_points_clear.
 * Errors: LEITONG_EMEMORY.
 * Complexity: linear in the number of code points. */
#ifndef LT_TEXT_FOLD_NORMAL_H
#define LT_TEXT_FOLD_NORMAL_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct lt_fold_point {
    uint32_t code_point;
    uint32_t begin, end; /* source bytes */
    uint32_t looks;      /* the small Latin letter that it looks like (fold_looks.h); 0: none */
} lt_fold_point;

typedef struct lt_fold_points {
    lt_fold_point *items;
    size_t count, capacity;
} lt_fold_points; /* zero it first */
void lt_fold_points_clear(lt_fold_points *points);
LEITONG_CHECK int lt_fold_points_append(lt_fold_points *points, uint32_t code_point, uint32_t begin, uint32_t end,
                                        leitong_error *error);

/* In place; `work` is any other list, whose contents are lost. */
LEITONG_CHECK int lt_fold_normalise(lt_fold_points *sequence, lt_fold_points *work, leitong_error *error);

#endif

/* rectangles: which of many rectangles touch one of others?
 *
 * Input: rectangles; and rectangles asked about, of which any two are equal or disjoint on side a, ascending there.
 * Output: for each of the latter whether one of the former has a point in common with it.
 * A sweep along a keeps the rectangles that overlap what is asked about there. Of their intervals on b, those that
 * begin before its end, less those that end before its begin, overlap it: two numbers, no list (Layer, Skadron, Robins,
 * Hall, Quinlan 2013, "Binary Interval Search"), kept in cumulative sums (Fenwick 1994). Ownership: none is kept.
 * Errors: LEITONG_EMEMORY. Complexity: log n a rectangle, of either kind. */
#ifndef LT_REPORT_RECTANGLES_H
#define LT_REPORT_RECTANGLES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lt_rectangle {
    uint64_t a_begin, a_end, b_begin, b_end; /* half open, not empty */
} lt_rectangle;

typedef struct lt_rectangles {
    const lt_rectangle *items;
    size_t count;
} lt_rectangles;

/* ret_overlaps: [asked->count] */
LEITONG_CHECK int lt_rectangles_overlap(const lt_rectangles *boxes, const lt_rectangles *asked, bool *ret_overlaps,
                                        leitong_error *error);

#endif

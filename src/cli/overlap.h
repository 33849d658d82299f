/* overlap: which of many rectangles touch one of others?
 *
 * Input: rectangles; and rectangles asked about, of which any two are equal or disjoint on side a, ascending there.
 * Output: for each of the latter whether one of the former has a point in common with it.
 * A sweep along a keeps the rectangles that overlap what is asked about there. Of their intervals on b, those that
 * begin before its end, less those that end before its begin, overlap it: two numbers, no list (Layer, Skadron, Robins,
 * Hall, Quinlan 2013, "Binary Interval Search"), kept in cumulative sums (Fenwick 1994). Ownership: none is kept.
 * Errors: −1 when memory runs out. Complexity: log n a rectangle, of either kind. */
#ifndef LT_CLI_OVERLAP_H
#define LT_CLI_OVERLAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cli_box {
    uint64_t a_begin, a_end, b_begin, b_end; /* half open, not empty */
} cli_box;

/* ret_overlaps: [asked_count] */
int cli_overlap_find(const cli_box *boxes, size_t count, const cli_box *asked, size_t asked_count, bool *ret_overlaps);

#endif

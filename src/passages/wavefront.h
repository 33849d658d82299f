/* wavefront: aligns two stretches with the fewest edits, one wavefront for each number of edits.
 *
 *      row 0        0            cell (row, diagonal): the furthest token of a that `row` edits reach on the diagonal
 *      row 1     −1 0 1          b − a; from there it slides over equal tokens at no cost
 *      row 2  −2 −1 0 1 2
 *
 * Substitution, insertion and deletion cost one each (furthest-reaching points: Ukkonen 1985; Myers 1986). Ties:
 * substitution, then deletion, then insertion.
 * Ends are extended by the greedy X-drop algorithm of Zhang, Schwartz, Wagner, Miller 2000: a point's score follows
 * from its row and its antidiagonal alone (a match +1, a substitution −1, a token inserted or deleted −1.5: less than
 * trimming charges, since an end must get past an edit to earn it back), and a diagonal is given up once its score has
 * fallen too far.
 * Input: two documents and a stretch of each.
 * Output: edits, appended.
 * Ownership: lt_wavefront is one worker's scratch; edits are the caller's.
 * Errors: LEITONG_EMEMORY.
 * Complexity: tokens + edits² between two points; tokens × the few diagonals within bounds at an end. */
#ifndef LT_PASSAGES_WAVEFRONT_H
#define LT_PASSAGES_WAVEFRONT_H

#include "passages/edit_script.h"

typedef struct lt_wavefront_row {
    size_t cells; /* index of the cell of diagonal `low`; two empty ones on either side of the row */
    int32_t low, high;
} lt_wavefront_row;

typedef struct lt_wavefront {
    int32_t *cells; /* furthest token of a on a diagonal, row by row */
    size_t cell_count, cell_capacity;
    lt_wavefront_row *rows;
    size_t row_capacity;
    lt_edit_script steps;
    bool bounded; /* set when an end reached the border of its stretch; the caller clears it */
} lt_wavefront;   /* zero it first */
void lt_wavefront_clear(lt_wavefront *wavefront);

/* How far an end is extended. */
typedef struct lt_wavefront_bounds {
    lt_edit stretch; /* within these tokens */
    unsigned drop;   /* until its score has fallen so far below its best … */
    unsigned sink;   /* … or so far below 0, where it began */
} lt_wavefront_bounds;

/* Alignments of more edits between two points are not searched. */
#define LT_WAVEFRONT_EDITS 512

/* Appends the edits of a cheapest alignment of a[a_begin, a_end) and b[b_begin, b_end); the whole stretch as
 * one edit, where the score of each falls below −sink. */
LEITONG_CHECK int lt_wavefront_between(lt_wavefront *wavefront, const lt_sides *sides, lt_edit stretch, unsigned sink,
                                       lt_edit_script *edits, leitong_error *error);

/* The best-scoring alignment that begins at (a_begin, b_begin) and stays within the stretch; appends its edits;
 * *ret_reach is what it aligned. It ends on equal tokens or is empty. */
LEITONG_CHECK int lt_wavefront_after(lt_wavefront *wavefront, const lt_sides *sides, const lt_wavefront_bounds *bounds,
                                     lt_edit_script *edits, lt_edit *ret_reach, leitong_error *error);
/* The same leftwards from (a_end, b_end). The edits appended are in rising order. */
LEITONG_CHECK int lt_wavefront_before(lt_wavefront *wavefront, const lt_sides *sides, const lt_wavefront_bounds *bounds,
                                      lt_edit_script *edits, lt_edit *ret_reach, leitong_error *error);

#endif

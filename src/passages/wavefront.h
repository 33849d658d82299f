/* wavefront: the cheapest way from a stretch of one document to a stretch of another, a wavefront an edit.
 *
 * Enters: two documents and a stretch of each. Leaves: edits (substitution, insertion, deletion cost one each), found
 * from furthest-reaching points: Ukkonen 1985, Myers 1986; ends by X-drop as in Zhang, Schwartz, Wagner, Miller 2000 (a
 * match +1, a substitution −1, a token inserted or deleted −1.5: less than trimming charges, since an end must get past
 * an edit to earn it back). Ties: substitution, then deletion, then insertion.
 * Cost: tokens + edits² between two points; tokens × the few diagonals that stay alive at an end.
 * Owner: lt_wavefront is one worker's scratch; edits are the caller's. Errors: LEITONG_EMEMORY. */
#ifndef LT_PASSAGES_WAVEFRONT_H
#define LT_PASSAGES_WAVEFRONT_H

#include "passages/edit_script.h"

typedef struct lt_wavefront_row {
    size_t cells; /* where the cell of diagonal `low` stands; two empty ones on either side of the row */
    int32_t low, high;
} lt_wavefront_row;

typedef struct lt_wavefront {
    int32_t *cells; /* furthest token of a on a diagonal, row by row */
    size_t cell_count, cell_capacity;
    lt_wavefront_row *rows;
    size_t row_capacity;
    lt_edit_script steps;
    bool bounded; /* set when an end came to the border of its stretch; the caller clears it */
} lt_wavefront;   /* zero it first */
void lt_wavefront_clear(lt_wavefront *wave);

/* How far an end is extended. */
typedef struct lt_wavefront_bounds {
    lt_edit stretch; /* within these tokens */
    unsigned drop;   /* until its score has fallen so far below its best … */
    unsigned sink;   /* … or so far below 0, where it began */
} lt_wavefront_bounds;

/* Nor is a way of more edits looked for. */
#define LT_WAVEFRONT_EDITS 512

/* Appends the edits of a cheapest alignment of a[a_begin, a_end) and b[b_begin, b_end); where every way there sinks out
 * of bounds, the whole stretch as one edit. */
LEITONG_CHECK int lt_wavefront_between(lt_wavefront *wave, const lt_sides *sides, lt_edit stretch, unsigned sink,
                                       lt_edit_script *edits, leitong_error *error);

/* The best-scoring alignment that begins at (a_begin, b_begin) and stays within the stretch; appends its edits;
 * *ret_reach is what it aligned. It ends on equal tokens or is empty. */
LEITONG_CHECK int lt_wavefront_after(lt_wavefront *wave, const lt_sides *sides, const lt_wavefront_bounds *bounds,
                                     lt_edit_script *edits, lt_edit *ret_reach, leitong_error *error);
/* The same leftwards from (a_end, b_end). The edits appended are in rising order. */
LEITONG_CHECK int lt_wavefront_before(lt_wavefront *wave, const lt_sides *sides, const lt_wavefront_bounds *bounds,
                                      lt_edit_script *edits, lt_edit *ret_reach, leitong_error *error);

#endif

/* policy_baseline: the findings that were there when the gate was set up, and may stay.
 *
 * A multiset of fingerprints: a text that the baseline holds once is new the second time. The same submissions need not
 * be judged again: often a changed one is judged alone, and the counts of the others are not used up. So a finding is
 * also new when it comes more often in one submission, or at more places, than it did in any submission of the
 * baseline: a document that copies what two documents share has it twice.
 * Input: fingerprints of findings, with how often each may come. Output: whether one more is known. File: JSON Lines,
 * FORMATS.md. Ownership: lt_baseline is the caller's. Errors: LEITONG_EUSAGE (file and byte: make the baseline again),
 * LEITONG_EMEMORY, LEITONG_ESYSTEM when it is written. Complexity: O(log rows) for each finding. */
#ifndef LT_GATE_POLICY_BASELINE_H
#define LT_GATE_POLICY_BASELINE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct lt_baseline_row {
    uint64_t hash[2];
    uint64_t count;       /* how often it may still come */
    uint64_t most;        /* in one submission, or places of one finding */
    uint64_t turn, taken; /* how often it came in that submission */
} lt_baseline_row;

/* A finding that came. */
typedef struct lt_baseline_seen {
    uint64_t hash[2];
    uint64_t turn, places;
} lt_baseline_seen;

typedef struct lt_baseline {
    lt_baseline_row *rows; /* ascending hashes */
    size_t row_count, row_capacity;
    lt_baseline_seen *seen; /* every finding so far, in the order of coming */
    size_t seen_count, seen_capacity;
    uint64_t turn; /* number of the submission */
} lt_baseline;     /* zero it first */
void lt_baseline_clear(lt_baseline *baseline);

LEITONG_CHECK int lt_baseline_read(lt_baseline *baseline, const char *path, leitong_error *error);
/* The findings that follow are those of another submission. */
void lt_baseline_turn(lt_baseline *baseline);
/* Records a finding and takes it from the rows: *ret_known where it could be taken. `places`: at how many places the
 * text is, where one finding stands for all of them (a phrase); of others 1. */
LEITONG_CHECK int lt_baseline_take(lt_baseline *baseline, const uint64_t hash[2], uint64_t places, bool *ret_known,
                                   leitong_error *error);
LEITONG_CHECK int lt_baseline_write(const lt_baseline *baseline, FILE *file, leitong_error *error);

#endif

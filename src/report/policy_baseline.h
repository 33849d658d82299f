/* policy_baseline: the findings that were there when the gate was put up, and may stay.
 *
 * Enters: fingerprints of findings, with how often each may come. Leaves: whether one more is known. A text that the
 * baseline holds once is new the second time. File: JSON Lines, FORMATS.md. Owner: lt_baseline. Errors: LEITONG_EUSAGE
 * (file and byte: make the baseline again), LEITONG_EMEMORY, LEITONG_ESYSTEM when it is written. */
#ifndef LT_POLICY_BASELINE_H
#define LT_POLICY_BASELINE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct lt_baseline_row {
    uint64_t hash[2];
    uint64_t count; /* how often it may still come */
} lt_baseline_row;

typedef struct lt_baseline {
    lt_baseline_row *rows; /* ascending hashes */
    size_t row_count, row_capacity;
    lt_baseline_row *seen; /* every finding so far, in the order of coming */
    size_t seen_count, seen_capacity;
} lt_baseline; /* zero it first */
void lt_baseline_clear(lt_baseline *baseline);

LEITONG_CHECK int lt_baseline_read(lt_baseline *baseline, const char *path, leitong_error *error);
/* Notes a finding as seen and takes it from the rows: *ret_known where it could be taken. */
LEITONG_CHECK int lt_baseline_take(lt_baseline *baseline, const uint64_t hash[2], bool *ret_known,
                                   leitong_error *error);
LEITONG_CHECK int lt_baseline_write(const lt_baseline *baseline, FILE *file, leitong_error *error);

#endif

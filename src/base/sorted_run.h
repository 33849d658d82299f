/* sorted_run: external merge sort: more records than memory, sorted.
 *
 * Records fill lanes (a band, a key partition); when memory is full all lanes are sorted and written as one run file.
 * 64 files of a level are merged into one of the next with a tree of losers (Knuth 1998, §5.4.1), so that few files are
 * open: 64 for each power of 64 in data / memory. src/base/sorted_run_file.h gives every byte of a file. Files have no
 * name, so that success, failure and signals leave nothing behind.
 * Input: fixed-size records (8 bytes: uint64_t; 16 bytes: lt_record), each for one lane.
 * Output: each lane's records in ascending order, repetitions kept. The order depends on the records alone.
 * Ownership: lt_sorted_run; one thread appends, then lanes may be read by several threads, one each.
 * Errors: after which the set can only be freed: LEITONG_EMEMORY; LEITONG_ESYSTEM (disk full: free space is checked
 * before each spill, and the message names the folder: free space or move --tmpdir); LEITONG_EDAMAGED (checksum: the
 * disk or another program changed the file: run again); LEITONG_EUSAGE (wrong options; a lane read twice).
 * Complexity: a record is sorted once and written 1 + log₆₄(spills) times. A lane's reader keeps a block of each file.
 */
#ifndef LT_BASE_SORTED_RUN_H
#define LT_BASE_SORTED_RUN_H

#include "base/error.h"
#include "base/radix_sort.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_sorted_run lt_sorted_run;

typedef struct lt_sorted_run_options {
    unsigned lanes;
    unsigned record_size; /* 8 or 16 */
    uint64_t memory;      /* bytes of all lanes, with scratch to sort one, before they spill; 0: they never spill */
    const char *folder;   /* for spills; may be NULL when memory is 0 */
} lt_sorted_run_options;

LEITONG_CHECK int lt_sorted_run_new(const lt_sorted_run_options *options, lt_sorted_run **ret_run,
                                    leitong_error *error);
void lt_sorted_run_free(lt_sorted_run *run);
/* `count` records for one lane. */
LEITONG_CHECK int lt_sorted_run_append(lt_sorted_run *run, unsigned lane, const void *records, size_t count,
                                       leitong_error *error);
uint64_t lt_sorted_run_count(const lt_sorted_run *run, unsigned lane);

/* Reads one lane in order. A reader of an unspilled lane sorts it in memory first, with scratch of its length. */
typedef struct lt_sorted_run_reader lt_sorted_run_reader;
LEITONG_CHECK int lt_sorted_run_reader_new(lt_sorted_run *run, unsigned lane, lt_sorted_run_reader **ret_reader,
                                           leitong_error *error);
/* The next stretch of sorted records, *ret_count 0 at the end; stands until the next call. */
LEITONG_CHECK int lt_sorted_run_reader_next(lt_sorted_run_reader *reader, const void **ret_records, size_t *ret_count,
                                            leitong_error *error);
/* Also gives back the lane's memory: a lane is read once; a second reader is refused with LEITONG_EUSAGE. */
void lt_sorted_run_reader_free(lt_sorted_run_reader *reader);

#endif

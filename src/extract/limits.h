/* limits: what leitong-extract may do, set before it looks at a file.
 *
 * Memory (2 GiB and the file's size, address space), processor time, no core file, no byte written to a file; where it
 * needs no program of another's, no descriptor and no process more. Privileges can't be gained.
 * Input: the file's size, seconds. Output: the process' limits. Ownership: none.
 * Errors: LEITONG_ESYSTEM: then nothing is read.
 * Complexity: constant. */
#ifndef LT_EXTRACT_LIMITS_H
#define LT_EXTRACT_LIMITS_H

#include "base/error.h"

#include <stdbool.h>

/* `runs_programs`: pdftotext opens files by itself. */
LEITONG_CHECK int lt_limits_set(uint64_t file_size, uint64_t seconds, bool runs_programs, leitong_error *error);

#endif

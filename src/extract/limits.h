/* limits: what leitong-extract may do, set before it looks at a file.
 *
 * Memory (2 GiB and the file's size, address space), processor time, no core file, no byte written to a file; where it
 * needs no program of another's, no descriptor and no process more. Privileges can't be gained. Where it runs another's
 * program, sockets are local alone (seccomp): so there is no network, with and without bubblewrap. LibreOffice writes
 * files, of 1 GiB at most.
 * Input: the file's size, seconds. Output: the process' limits. Ownership: none.
 * Errors: LEITONG_ESYSTEM: then nothing is read.
 * Complexity: constant. */
#ifndef LT_EXTRACT_LIMITS_H
#define LT_EXTRACT_LIMITS_H

#include "base/error.h"

#include <stdbool.h>

typedef enum lt_limits_programs { LT_LIMITS_NO_PROGRAM, LT_LIMITS_READS, LT_LIMITS_WRITES } lt_limits_programs;

/* `programs`: whether another's program is run, which opens files by itself, and may write some. */
LEITONG_CHECK int lt_limits_set(uint64_t file_size, uint64_t seconds, lt_limits_programs programs,
                                leitong_error *error);

#endif

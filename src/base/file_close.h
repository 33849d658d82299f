/* file_close: the end of writing to a FILE, with the cause of what was lost.
 *
 * stdio keeps that a write failed, not why: where the last flush did not fail itself, one more byte is written to learn
 * the cause, to a file that is not whole anyway.
 * Input: a FILE that was written to, and its name for the message.
 * Output: what was buffered is handed to the system.
 * Ownership: the FILE stays the caller's and open.
 * Errors: LEITONG_ESYSTEM with the system's cause (disk full: free space, and write again), LEITONG_EMEMORY for a
 * stream in memory.
 * Complexity: one flush. */
#ifndef LT_BASE_FILE_CLOSE_H
#define LT_BASE_FILE_CLOSE_H

#include "base/error.h"

#include <stdio.h>

LEITONG_CHECK int lt_file_close(FILE *file, const char *name, leitong_error *error);

#endif

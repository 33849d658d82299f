/* temporary: files without a name, for what doesn't fit into memory; folders under a name that is not in use.
 *
 * No folder lists such a file: the system removes it when the descriptor is closed or the process ends, however it
 * ends. Where the file system has no unnamed files, one is made under a random name and unlinked at once.
 * Input: a folder; later bytes and where they go.
 * Output: a file descriptor. Reads and writes carry their offset, so threads may share it.
 * Ownership: the caller, who closes the descriptor.
 * Errors: LEITONG_ESYSTEM (the path is the folder: make it, free space in it, or move --tmpdir); LEITONG_EDAMAGED when
 * the file is shorter than what was written to it (run again).
 * Complexity: one system call a read or write, as a rule. */
#ifndef LT_BASE_TEMPORARY_H
#define LT_BASE_TEMPORARY_H

#include "base/error.h"

#include <stddef.h>

/* `wanted`, or where that is NULL $TMPDIR, or /tmp. */
const char *lt_temporary_place(const char *wanted);

LEITONG_CHECK int lt_temporary_open(const char *folder, int *ret_file, leitong_error *error);

/* Makes a folder whose name is `path` with other letters for the six X at its end. It has the rights of any folder that
 * the user makes (mkdtemp's is private, and to ask for the mask is to change it, for all threads). `path` is as it was
 * on failure: LEITONG_ESYSTEM, errno has the cause. */
LEITONG_CHECK int lt_temporary_folder(char *path, leitong_error *error);

/* All of `bytes`, whatever interrupts. `folder` is for messages. */
LEITONG_CHECK int lt_temporary_write(int file, const char *folder, uint64_t offset, const void *bytes, size_t size,
                                     leitong_error *error);
LEITONG_CHECK int lt_temporary_read(int file, const char *folder, uint64_t offset, void *bytes, size_t size,
                                    leitong_error *error);

/* Makes the file longer, by `size` zeroed bytes from `offset`, its end, on, and takes the room on disk for them. */
LEITONG_CHECK int lt_temporary_extend(int file, const char *folder, uint64_t offset, uint64_t size,
                                      leitong_error *error);

/* Fails when the folder has less than `need` bytes free: asked before a long write, so that a disk is not filled in
 * vain. */
LEITONG_CHECK int lt_temporary_room(int file, const char *folder, uint64_t need, leitong_error *error);

#endif

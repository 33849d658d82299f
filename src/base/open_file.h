/* open_file: every file that is read is opened here, so that none hangs and none is another than was meant.
 *
 * Input: a path that a user named, whose symbolic links are followed; or a folder (named by a user) and the name of a
 * file that leitong keeps inside it, where no link is followed: a result or an index that somebody handed over must not
 * lead to other files.
 * Output: a descriptor (O_CLOEXEC) whose kind was checked after it was opened, with fstat: a FIFO
 * is opened without waiting for a writer (O_NONBLOCK), a terminal does not become the process' own (O_NOCTTY).
 * Ownership: the caller closes it.
 * Errors: errno holds the system's cause when a function returns, or 0.
 *   LEITONG_EINPUT   a path that a user named can't be opened, is no regular file, or is larger than `largest`
 *   LEITONG_EDAMAGED inside a folder: a link, or anything but a regular file, stands where a file should
 *   LEITONG_ESYSTEM  inside a folder: the system's other causes, ENOENT among them; anywhere: no descriptor left
 *   LEITONG_EMEMORY
 * Complexity: a system call for each part of the path inside a folder; lt_open_read is linear in the bytes. */
#ifndef LT_BASE_OPEN_FILE_H
#define LT_BASE_OPEN_FILE_H

#include "base/error.h"

#include <stddef.h>

#define LT_OPEN_ANY_SIZE UINT64_MAX

typedef enum lt_open_kind {
    LT_OPEN_REGULAR, /* a regular file and nothing else */
    LT_OPEN_STREAM   /* a pipe or device too: opening a FIFO then waits for its writer, reading has no end by itself */
} lt_open_kind;

/* `largest`: bytes that a regular file may have. */
LEITONG_CHECK int lt_open_file(const char *path, lt_open_kind kind, uint64_t largest, int *ret_file,
                               leitong_error *error);

/* `name`: parts between '/'; none is "..". */
LEITONG_CHECK int lt_open_inside(const char *folder, const char *name, int *ret_file, leitong_error *error);

/* A lock file inside a folder, to read and write; made (mode 0666, less the mask) where there is none. */
LEITONG_CHECK int lt_open_lock(const char *folder, const char *name, int *ret_file, leitong_error *error);

/* All of a regular file that a user named: `*ret_size` bytes, and a NUL behind them. `*ret_bytes` is the caller's to
 * free. A file that grows beyond `largest` while it is read, or that does not tell its size, ends in LEITONG_EINPUT
 * too. */
LEITONG_CHECK int lt_open_read(const char *path, uint64_t largest, char **ret_bytes, size_t *ret_size,
                               leitong_error *error);

#endif

/* spool: bytes that are appended once and read often, in memory or, under a memory limit, in a file.
 *
 * The file has no name, so that nothing is left behind whatever happens.
 * Input: bytes, in order.
 * Output: their offset; later a view of any stretch.
 * Ownership: lt_spool. One thread appends; any number of threads read once appending has ended.
 * Errors: LEITONG_EMEMORY; LEITONG_ESYSTEM (disk full, unreadable: the message names the folder; free space or move
 * --tmpdir); LEITONG_EDAMAGED (the file was cut: run again); LEITONG_EUSAGE (a view beyond the end).
 * Complexity: appending is linear; a view costs what it copies, nothing in memory. */
#ifndef LT_BASE_SPOOL_H
#define LT_BASE_SPOOL_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_spool lt_spool;

/* `folder` NULL: in memory; otherwise an unnamed file in that folder. */
LEITONG_CHECK int lt_spool_new(const char *folder, lt_spool **ret_spool, leitong_error *error);
/* A spool of bytes that stand elsewhere: `size` of them, read through `read` into the reader's scratch each time.
 * Nothing is appended to it; errors are those of `read`. */
typedef int (*lt_spool_read)(void *context, uint64_t offset, void *ret_bytes, size_t size, leitong_error *error);
LEITONG_CHECK int lt_spool_new_elsewhere(uint64_t size, lt_spool_read read, void *context, lt_spool **ret_spool,
                                         leitong_error *error);
void lt_spool_free(lt_spool *spool);
LEITONG_CHECK int lt_spool_append(lt_spool *spool, const void *bytes, size_t size, uint64_t *ret_offset,
                                  leitong_error *error);

/* Puts other bytes in the place of [offset, offset + size), which were appended before. */
LEITONG_CHECK int lt_spool_overwrite(lt_spool *spool, uint64_t offset, const void *bytes, size_t size,
                                     leitong_error *error);

/* Scratch of one reader; zero it first, clear it last. */
typedef struct lt_spool_scratch {
    void *bytes;
    size_t capacity;
} lt_spool_scratch;
void lt_spool_scratch_clear(lt_spool_scratch *scratch);

/* Views [offset, offset + size). *ret_bytes stands until the scratch is used again (in a file) or the spool is freed
 * (in memory, where an append ends it too); it is never NULL, and aligned to 4 bytes when offset is a multiple of 4. */
LEITONG_CHECK int lt_spool_view(const lt_spool *spool, uint64_t offset, size_t size, lt_spool_scratch *scratch,
                                const void **ret_bytes, leitong_error *error);
/* A hint: the byte at `offset` will be viewed soon. */
void lt_spool_expect(const lt_spool *spool, uint64_t offset);

#endif

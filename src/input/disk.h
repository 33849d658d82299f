/* disk: a file descriptor read in chunks.
 *
 * The chunk of 256 KiB is kept from file to file until lt_disk_clear.
 * Input: an open descriptor.
 * Output: its bytes as they lie on disk, in order.
 * Ownership: lt_disk and the descriptor are the caller's; zero lt_disk first.
 * Errors: LEITONG_EINPUT (can't be read; the message has the system's words), LEITONG_EMEMORY.
 * Complexity: linear in the bytes. */
#ifndef LT_INPUT_DISK_H
#define LT_INPUT_DISK_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LT_DISK_CHUNK ((size_t)256 * 1024)

typedef struct lt_disk {
    const char *path; /* for messages; the caller's */
    int file;
    uint8_t *chunk;
    size_t chunk_at, chunk_end; /* not yet handed out */
    uint64_t done;              /* bytes read from the descriptor */
} lt_disk;

/* `path` must stand as long as it is read. */
LEITONG_CHECK int lt_disk_open(lt_disk *disk, const char *path, int file, leitong_error *error);
void lt_disk_clear(lt_disk *disk);

/* Reads until `need` ≤ LT_DISK_CHUNK bytes stand unread in the chunk, or to the end; the chunk's bytes are not
 * consumed. */
LEITONG_CHECK int lt_disk_peek(lt_disk *disk, size_t need, const uint8_t **ret_bytes, size_t *ret_size,
                               leitong_error *error);
/* Hands out what stands in the chunk, reading one when it is empty; *ret_size 0 at the end. */
LEITONG_CHECK int lt_disk_chunk(lt_disk *disk, const uint8_t **ret_bytes, size_t *ret_size, leitong_error *error);
/* At most `capacity` bytes into `out`, without a copy when the chunk is empty; *ret_size 0 at the end. */
LEITONG_CHECK int lt_disk_read(lt_disk *disk, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error);

#endif

/* unzstd: zstd frames (RFC 8878) → their bytes, checksums checked where frames have them.
 *
 * libzstd is named in unzstd.c alone. (libarchive's zstd filter crashes when memory runs out and loses up to 128 KiB
 * before a fault; so it isn't used here.)
 * Input: an lt_disk that stands at a frame.
 * Output: the frames' contents, one behind the other.
 * Ownership: the caller frees lt_unzstd; the disk must outlive it.
 * Errors: LEITONG_EINPUT: cut off, damaged, something else behind the last frame, or a window above 128 MiB (remedy:
 * fetch the file again, or pack it without --long); the message has the compressed byte, the caller knows the
 * decompressed one. Those of disk; LEITONG_EMEMORY.
 * Complexity: linear in the decompressed bytes. Memory: the frame's window, at most 128 MiB. */
#ifndef LT_INPUT_UNZSTD_H
#define LT_INPUT_UNZSTD_H

#include "input/disk.h"

typedef struct lt_unzstd lt_unzstd;

LEITONG_CHECK int lt_unzstd_new(lt_disk *disk, lt_unzstd **ret_unzstd, leitong_error *error);
void lt_unzstd_free(lt_unzstd *unzstd);
/* *ret_size 0 at the end. Bytes that were decoded before a fault are handed out before it is reported. */
LEITONG_CHECK int lt_unzstd_read(lt_unzstd *unzstd, uint8_t *out, size_t capacity, size_t *ret_size,
                                 leitong_error *error);

#endif

/* unzstd: zstd frames → their bytes. libarchive is named in unzstd.c alone.
 *
 * Enters: an lt_disk that stands at a frame. Leaves: the frames' contents, one behind the other.
 * Owner: the caller frees lt_unzstd; the disk must outlive it.
 * Errors: LEITONG_EINPUT: cut off, damaged, or something else behind the last frame (remedy: fetch the file again); up
 * to 128 KiB decoded before the fault may be lost with it. Those of disk; LEITONG_EMEMORY. */
#ifndef LT_INPUT_UNZSTD_H
#define LT_INPUT_UNZSTD_H

#include "input/disk.h"

typedef struct lt_unzstd lt_unzstd;

LEITONG_CHECK int lt_unzstd_new(lt_disk *disk, lt_unzstd **ret_unzstd, leitong_error *error);
void lt_unzstd_free(lt_unzstd *unzstd);
/* *ret_size 0 at the end. */
LEITONG_CHECK int lt_unzstd_read(lt_unzstd *unzstd, uint8_t *out, size_t capacity, size_t *ret_size,
                                 leitong_error *error);

#endif

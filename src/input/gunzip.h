/* gunzip: gzip members (RFC 1952) → their bytes, every checksum and length checked.
 *
 * zlib is named in gunzip.c alone. (libarchive's gzip filter skips the checksum, drops the last block before a cut-off
 * trailer and ends in silence at garbage; so it isn't used here.)
 * Input: an lt_disk that stands at a member.
 * Output: the members' contents, one behind the other; zero bytes after the last are padding.
 * Ownership: the caller frees lt_gunzip; the disk must outlive it.
 * Errors: LEITONG_EINPUT: cut off, damaged, or something else behind the last member (remedy: fetch the file again);
 * the message has the compressed byte, the caller knows the decompressed one. Those of disk; LEITONG_EMEMORY.
 * Complexity: linear in the decompressed bytes; 32 KiB of window. */
#ifndef LT_INPUT_GUNZIP_H
#define LT_INPUT_GUNZIP_H

#include "input/disk.h"

typedef struct lt_gunzip lt_gunzip;

LEITONG_CHECK int lt_gunzip_new(lt_disk *disk, lt_gunzip **ret_gunzip, leitong_error *error);
void lt_gunzip_free(lt_gunzip *gunzip);
/* *ret_size 0 at the end. Bytes that were decoded before a fault are handed out before it is reported. */
LEITONG_CHECK int lt_gunzip_read(lt_gunzip *gunzip, uint8_t *out, size_t capacity, size_t *ret_size,
                                 leitong_error *error);

#endif

/* package: the parts of a document that is a zip file (.docx, .odt).
 *
 * libarchive is named in package.c and archive.c alone. Parts are read as a stream, each checked by its sum.
 * Input: the file's bytes. Output: a part's bytes, from its beginning.
 * Ownership: lt_package is the caller's and holds nothing; lt_part is closed by lt_part_close; the bytes outlive both.
 * Errors: LEITONG_EINPUT with the sink's reason: no end of the zip's directory or anything else that is no good zip
 * (damaged: fetch or save it again), a part under a password (encrypted); LEITONG_EMEMORY.
 * Complexity: one pass over the directory a part; linear in the part. */
#ifndef LT_EXTRACT_PACKAGE_H
#define LT_EXTRACT_PACKAGE_H

#include "extract/sink.h"

#include <sys/types.h>

typedef struct lt_package {
    const uint8_t *bytes;
    size_t size;
    lt_sink *sink;
} lt_package;

typedef struct lt_part lt_part;

/* Whether the zip is whole: its directory stands at its end. */
LEITONG_CHECK int lt_package_check(const lt_package *package, leitong_error *error);
/* *ret_part NULL where there is no such part. */
LEITONG_CHECK int lt_part_open(const lt_package *package, const char *name, lt_part **ret_part, leitong_error *error);
void lt_part_close(lt_part *part);
/* *ret_size 0 at the end. */
/* A whole part, which the caller frees, with a NUL behind it; at most the sink's limit (too_large). *ret_bytes NULL
 * where there is no such part. */
LEITONG_CHECK int lt_part_whole(const lt_package *package, const char *name, uint8_t **ret_bytes, size_t *ret_size,
                                leitong_error *error);
#define LT_PART_NAME 512
/* The name of the part that `target` (a relative reference, RFC 3986) means in the part `base`; "" where it leads out
 * of the package or is too long. What stands behind # is left out. */
void lt_part_target(const char *base, const char *target, char out[LT_PART_NAME]);
LEITONG_CHECK int lt_part_read(lt_part *part, void *out, size_t capacity, size_t *ret_size, leitong_error *error);

#endif

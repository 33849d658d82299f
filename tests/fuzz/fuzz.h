/* fuzz: what the targets share: a check that stands in every build, and files that exist in memory alone.
 *
 * Ownership: memory files live as long as the process; each call of fuzz_file_set replaces what stood there. */
#ifndef LEITONG_FUZZ_H
#define LEITONG_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not assert: targets check in optimised builds, too. */
#define fuzz_require(holds) ((holds) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #holds))
static inline void fuzz_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

/* A copy of exact size: a read behind it is seen. */
static inline uint8_t *fuzz_copy(const uint8_t *data, size_t size)
{
    uint8_t *copy = calloc(size, 1);
    fuzz_require(copy != NULL || size == 0);
    if (size > 0) {
        memcpy(copy, data, size);
    }
    return copy;
}

static inline int fuzz_file(void)
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    fuzz_require(file >= 0);
    return file;
}

/* The file holds these bytes and is read from its beginning. */
static inline void fuzz_file_set(int file, const uint8_t *bytes, size_t size)
{
    fuzz_require(ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_SET) == 0);
    fuzz_require(size == 0 || write(file, bytes, size) == (ssize_t)size);
    fuzz_require(lseek(file, 0, SEEK_SET) == 0);
}

#endif

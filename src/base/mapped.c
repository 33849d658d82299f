#include "base/mapped.h"

#include "base/compare.h"
#include "base/temporary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct lt_mapped {
    int file;
    char *folder; /* for messages */
    unsigned char *bytes;
    size_t length; /* of the mapping; 0: there is none yet */
    size_t size;   /* bytes that the file has room for */
};

int lt_mapped_new(const char *folder, lt_mapped **ret_mapped, leitong_error *error)
{
    int code = 0;
    lt_mapped *mapped = calloc(1, sizeof *mapped);
    if (mapped == NULL) {
        return lt_error_memory(error);
    }
    mapped->file = -1;
    mapped->folder = strdup(folder);
    if (mapped->folder == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, lt_temporary_open(folder, &mapped->file, error));
    *ret_mapped = mapped;
    mapped = NULL;
done:
    lt_mapped_free(mapped);
    return code;
}

void lt_mapped_free(lt_mapped *mapped)
{
    if (mapped == NULL) {
        return;
    }
    if (mapped->length > 0) {
        (void)munmap(mapped->bytes, mapped->length);
    }
    if (mapped->file >= 0) {
        close(mapped->file);
    }
    free(mapped->folder);
    free(mapped);
}

/* Address space for `size` bytes of the file; what lies beyond the file's end is not touched before it is there. */
static int mapped_stretch(lt_mapped *mapped, size_t size, leitong_error *error)
{
    if (size <= mapped->length) {
        return 0;
    }
    size_t half = mapped->length / 2 / LT_MAPPED_STEP * LT_MAPPED_STEP;
    size_t length = LT_MAX(mapped->length + half, size);
    void *bytes = mapped->length == 0 ? mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, mapped->file, 0)
                                      : mremap(mapped->bytes, mapped->length, length, MREMAP_MAYMOVE);
    if (bytes == MAP_FAILED) {
        return lt_error_memory(error);
    }
    mapped->bytes = bytes;
    mapped->length = length;
    return 0;
}

int lt_mapped_reserve(lt_mapped *mapped, size_t need, void **ret_bytes, size_t *ret_size, leitong_error *error)
{
    if (need > SIZE_MAX / 2) {
        return lt_error_memory(error);
    }
    size_t size = (need + LT_MAPPED_STEP - 1) / LT_MAPPED_STEP * LT_MAPPED_STEP;
    if (size > mapped->size) {
        LT_TRY(lt_temporary_extend(mapped->file, mapped->folder, mapped->size, size - mapped->size, error));
        LT_TRY(mapped_stretch(mapped, size, error));
        lt_mapped_passed(mapped, mapped->size);
        mapped->size = size;
    }
    *ret_bytes = mapped->bytes;
    *ret_size = mapped->size;
    return 0;
}

void lt_mapped_passed(const lt_mapped *mapped, size_t end)
{
    size_t steps = end / LT_MAPPED_STEP;
    if (steps > 0) {
        /* A shared mapping keeps its contents, in the file; a refusal costs memory and nothing else. */
        (void)madvise(mapped->bytes + (steps - 1) * LT_MAPPED_STEP, LT_MAPPED_STEP, MADV_DONTNEED);
    }
}

void lt_mapped_rest(const lt_mapped *mapped)
{
    if (mapped->size > 0) {
        (void)madvise(mapped->bytes, mapped->size, MADV_DONTNEED);
    }
}

#include "base/spool.h"

#include "base/buffer.h"
#include "base/temporary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Large enough that a system call costs little beside the copying, small enough that nobody counts it. */
#define SPOOL_BUFFER (256U << 10)

struct lt_spool {
    uint64_t size;        /* bytes appended */
    unsigned char *bytes; /* in memory: all of them; in a file: those from `written` on */
    size_t capacity;
    uint64_t written;   /* bytes in the file; 0 in memory */
    int file;           /* −1 in memory */
    char *folder;       /* for messages; NULL in memory */
    lt_spool_read read; /* not NULL: bytes stand elsewhere */
    void *context;
};

int lt_spool_new(const char *folder, lt_spool **ret_spool, leitong_error *error)
{
    int code = 0;
    lt_spool *spool = calloc(1, sizeof *spool);
    if (spool == NULL) {
        return lt_error_memory(error);
    }
    spool->file = -1;
    if (folder != NULL) {
        spool->folder = strdup(folder);
        if (spool->folder == NULL) {
            code = lt_error_memory(error);
            goto done;
        }
        LT_TRY_GOTO(done, LT_RESERVE(spool->bytes, spool->capacity, SPOOL_BUFFER, error));
        LT_TRY_GOTO(done, lt_temporary_open(folder, &spool->file, error));
    }
    *ret_spool = spool;
    spool = NULL;
done:
    lt_spool_free(spool);
    return code;
}

int lt_spool_new_elsewhere(uint64_t size, lt_spool_read read, void *context, lt_spool **ret_spool, leitong_error *error)
{
    lt_spool *spool = calloc(1, sizeof *spool);
    if (spool == NULL) {
        return lt_error_memory(error);
    }
    *spool = (lt_spool){.size = size, .file = -1, .read = read, .context = context};
    *ret_spool = spool;
    return 0;
}

void lt_spool_free(lt_spool *spool)
{
    if (spool == NULL) {
        return;
    }
    if (spool->file >= 0) {
        close(spool->file);
    }
    free(spool->folder);
    free(spool->bytes);
    free(spool);
}

/* Makes room in the buffer; what is too large for it goes to the file itself. */
static int spool_append_file(lt_spool *spool, const void *bytes, size_t size, leitong_error *error)
{
    size_t held = (size_t)(spool->size - spool->written);
    if (size > SPOOL_BUFFER - held) {
        LT_TRY(lt_temporary_write(spool->file, spool->folder, spool->written, spool->bytes, held, error));
        spool->written += held;
        held = 0;
    }
    if (size > SPOOL_BUFFER) {
        LT_TRY(lt_temporary_write(spool->file, spool->folder, spool->written, bytes, size, error));
        spool->written += size;
    } else {
        memcpy(spool->bytes + held, bytes, size);
    }
    spool->size += size;
    return 0;
}

static int spool_append_memory(lt_spool *spool, const void *bytes, size_t size, leitong_error *error)
{
    if (size > SIZE_MAX - spool->size) {
        return lt_error_memory(error);
    }
    LT_TRY(LT_RESERVE(spool->bytes, spool->capacity, spool->size + size, error));
    memcpy(spool->bytes + spool->size, bytes, size);
    spool->size += size;
    return 0;
}

int lt_spool_append(lt_spool *spool, const void *bytes, size_t size, uint64_t *ret_offset, leitong_error *error)
{
    uint64_t offset = spool->size;
    if (size > 0) {
        LT_TRY(spool->file >= 0 ? spool_append_file(spool, bytes, size, error)
                                : spool_append_memory(spool, bytes, size, error));
    }
    *ret_offset = offset;
    return 0;
}

int lt_spool_overwrite(lt_spool *spool, uint64_t offset, const void *bytes, size_t size, leitong_error *error)
{
    if (spool->read != NULL || offset > spool->size || size > spool->size - offset) {
        return lt_error_set(error, LEITONG_EUSAGE, "%zu bytes at %" PRIu64 " of a spool of %" PRIu64, size, offset,
                            spool->size);
    }
    size_t in_file = 0;
    if (offset < spool->written) {
        uint64_t rest = spool->written - offset;
        in_file = size < rest ? size : (size_t)rest;
        LT_TRY(lt_temporary_write(spool->file, spool->folder, offset, bytes, in_file, error));
    }
    if (in_file < size) {
        memcpy(spool->bytes + (offset + in_file - spool->written), (const unsigned char *)bytes + in_file,
               size - in_file);
    }
    return 0;
}

void lt_spool_scratch_clear(lt_spool_scratch *scratch)
{
    free(scratch->bytes);
    scratch->bytes = NULL;
    scratch->capacity = 0;
}

void lt_spool_expect(const lt_spool *spool, uint64_t offset)
{
    if (spool->file < 0 && spool->read == NULL && offset < spool->size) {
        __builtin_prefetch(spool->bytes + offset);
    }
}

int lt_spool_view(const lt_spool *spool, uint64_t offset, size_t size, lt_spool_scratch *scratch,
                  const void **ret_bytes, leitong_error *error)
{
    static const uint64_t nothing = 0;
    if (offset > spool->size || size > spool->size - offset) {
        return lt_error_set(error, LEITONG_EUSAGE, "%zu bytes from %" PRIu64 " of a spool of %" PRIu64, size, offset,
                            spool->size);
    }
    if (size == 0) {
        *ret_bytes = &nothing;
        return 0;
    }
    if (spool->file < 0 && spool->read == NULL) {
        *ret_bytes = spool->bytes + offset;
        return 0;
    }
    LT_TRY(lt_buffer_reserve(&scratch->bytes, &scratch->capacity, size, 1, error));
    if (spool->read != NULL) {
        LT_TRY(spool->read(spool->context, offset, scratch->bytes, size, error));
        *ret_bytes = scratch->bytes;
        return 0;
    }
    /* What still stands in the buffer is copied from there: a reader that flushed it would race with other readers. */
    size_t in_file = 0;
    if (offset < spool->written) {
        uint64_t rest = spool->written - offset;
        in_file = size < rest ? size : (size_t)rest;
        LT_TRY(lt_temporary_read(spool->file, spool->folder, offset, scratch->bytes, in_file, error));
    }
    if (in_file < size) {
        memcpy((unsigned char *)scratch->bytes + in_file, spool->bytes + (offset + in_file - spool->written),
               size - in_file);
    }
    *ret_bytes = scratch->bytes;
    return 0;
}

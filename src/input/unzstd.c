#include "input/unzstd.h"

#include <inttypes.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct lt_unzstd {
    lt_disk *disk;
    ZSTD_DStream *zstd;
    ZSTD_inBuffer in;
    size_t state; /* what ZSTD_decompressStream said last: 0 at a frame's end, or an error */
};

int lt_unzstd_new(lt_disk *disk, lt_unzstd **ret_unzstd, leitong_error *error)
{
    lt_unzstd *unzstd = calloc(1, sizeof *unzstd);
    if (unzstd == NULL) {
        return lt_error_memory(error);
    }
    unzstd->disk = disk;
    unzstd->zstd = ZSTD_createDStream();
    if (unzstd->zstd == NULL || ZSTD_isError(ZSTD_initDStream(unzstd->zstd))) {
        lt_unzstd_free(unzstd);
        return lt_error_memory(error);
    }
    *ret_unzstd = unzstd;
    return 0;
}

void lt_unzstd_free(lt_unzstd *unzstd)
{
    if (unzstd == NULL) {
        return;
    }
    ZSTD_freeDStream(unzstd->zstd);
    free(unzstd);
}

static int unzstd_fault(const lt_unzstd *unzstd, const char *words, leitong_error *error)
{
    if (ZSTD_isError(unzstd->state) && ZSTD_getErrorCode(unzstd->state) == ZSTD_error_memory_allocation) {
        return lt_error_memory(error);
    }
    return lt_error_at(error, LEITONG_EINPUT, unzstd->disk->path, LEITONG_NO_OFFSET,
                       "the zstd stream is damaged at compressed byte %" PRIu64 ": %s",
                       unzstd->disk->done - (unzstd->in.size - unzstd->in.pos), words);
}

int lt_unzstd_read(lt_unzstd *unzstd, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    ZSTD_outBuffer to = {out, capacity, 0};
    while (to.pos == 0) {
        if (ZSTD_isError(unzstd->state)) {
            return unzstd_fault(unzstd, ZSTD_getErrorName(unzstd->state), error);
        }
        if (unzstd->in.pos == unzstd->in.size) {
            const uint8_t *bytes;
            size_t size;
            LT_TRY(lt_disk_chunk(unzstd->disk, &bytes, &size, error));
            unzstd->in = (ZSTD_inBuffer){bytes, size, 0};
            /* At the file's end what zstd still holds must come out; then it must be at a frame's end. */
            if (size == 0 && unzstd->state == 0) {
                break;
            }
        }
        bool end = unzstd->in.size == 0;
        unzstd->state = ZSTD_decompressStream(unzstd->zstd, &to, &unzstd->in);
        if (end && to.pos == 0 && unzstd->state != 0) {
            return unzstd_fault(unzstd, "it is cut off", error);
        }
    }
    *ret_size = to.pos;
    return 0;
}

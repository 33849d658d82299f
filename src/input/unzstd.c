#include "input/unzstd.h"

#include <archive.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

struct lt_unzstd {
    lt_disk *disk;
    struct archive *archive;
    bool empty; /* frames without contents */
    int disk_code;
    leitong_error disk_error; /* what the callback was told, as libarchive carries only a number */
};

static la_ssize_t unzstd_chunk(struct archive *archive, void *context, const void **ret_bytes)
{
    lt_unzstd *unzstd = context;
    const uint8_t *bytes;
    size_t size;
    unzstd->disk_code = lt_disk_chunk(unzstd->disk, &bytes, &size, &unzstd->disk_error);
    if (unzstd->disk_code != 0) {
        archive_set_error(archive, EIO, "read failed");
        return -1;
    }
    *ret_bytes = bytes;
    return (la_ssize_t)size;
}

static int unzstd_fault(const lt_unzstd *unzstd, leitong_error *error)
{
    if (unzstd->disk_code != 0) {
        if (error != NULL) {
            *error = unzstd->disk_error;
        }
        return unzstd->disk_code;
    }
    if (archive_errno(unzstd->archive) == ENOMEM) {
        return lt_error_memory(error);
    }
    return lt_error_at(error, LEITONG_EINPUT, unzstd->disk->path, LEITONG_NO_OFFSET,
                       "the zstd stream is cut off or damaged before compressed byte %" PRIu64, unzstd->disk->done);
}

int lt_unzstd_new(lt_disk *disk, lt_unzstd **ret_unzstd, leitong_error *error)
{
    int code = 0;
    lt_unzstd *unzstd = calloc(1, sizeof *unzstd);
    if (unzstd == NULL) {
        return lt_error_memory(error);
    }
    unzstd->disk = disk;
    unzstd->archive = archive_read_new();
    if (unzstd->archive == NULL || archive_read_support_filter_zstd(unzstd->archive) != ARCHIVE_OK ||
        archive_read_support_format_raw(unzstd->archive) != ARCHIVE_OK ||
        archive_read_support_format_empty(unzstd->archive) != ARCHIVE_OK) {
        code = lt_error_memory(error);
        goto done;
    }
    if (archive_read_open(unzstd->archive, unzstd, NULL, unzstd_chunk, NULL) != ARCHIVE_OK) {
        code = unzstd_fault(unzstd, error);
        goto done;
    }
    struct archive_entry *entry;
    int state = archive_read_next_header(unzstd->archive, &entry);
    if (state != ARCHIVE_OK && state != ARCHIVE_EOF) {
        code = unzstd_fault(unzstd, error);
        goto done;
    }
    unzstd->empty = state == ARCHIVE_EOF;
done:
    if (code != 0) {
        lt_unzstd_free(unzstd);
    } else {
        *ret_unzstd = unzstd;
    }
    return code;
}

void lt_unzstd_free(lt_unzstd *unzstd)
{
    if (unzstd == NULL) {
        return;
    }
    archive_read_free(unzstd->archive);
    free(unzstd);
}

int lt_unzstd_read(lt_unzstd *unzstd, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    la_ssize_t got = 0;
    if (!unzstd->empty) {
        got = archive_read_data(unzstd->archive, out, capacity);
        if (got < 0) {
            return unzstd_fault(unzstd, error);
        }
    }
    *ret_size = (size_t)got;
    return 0;
}

#include "input/disk.h"

#include "base/compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int lt_disk_open(lt_disk *disk, const char *path, int file, leitong_error *error)
{
    disk->done = 0;
    if (disk->chunk == NULL) {
        disk->chunk = malloc(LT_DISK_CHUNK);
        if (disk->chunk == NULL) {
            return lt_error_memory(error);
        }
    }
    disk->path = path;
    disk->file = file;
    disk->chunk_at = disk->chunk_end = 0;
    return 0;
}

void lt_disk_clear(lt_disk *disk)
{
    free(disk->chunk);
    disk->chunk = NULL;
}

static int disk_fetch(lt_disk *disk, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    ssize_t got;
    do {
        got = read(disk->file, out, capacity);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return lt_error_at(error, LEITONG_EINPUT, disk->path, disk->done, "can't read: %s", strerror(errno));
    }
    disk->done += (uint64_t)got;
    *ret_size = (size_t)got;
    return 0;
}

int lt_disk_peek(lt_disk *disk, size_t need, const uint8_t **ret_bytes, size_t *ret_size, leitong_error *error)
{
    if (disk->chunk_end - disk->chunk_at < need && disk->chunk_at > 0) {
        memmove(disk->chunk, disk->chunk + disk->chunk_at, disk->chunk_end - disk->chunk_at);
        disk->chunk_end -= disk->chunk_at;
        disk->chunk_at = 0;
    }
    while (disk->chunk_end - disk->chunk_at < need) {
        size_t got = 0;
        LT_TRY(disk_fetch(disk, disk->chunk + disk->chunk_end, LT_DISK_CHUNK - disk->chunk_end, &got, error));
        if (got == 0) {
            break;
        }
        disk->chunk_end += got;
    }
    *ret_bytes = disk->chunk + disk->chunk_at;
    *ret_size = disk->chunk_end - disk->chunk_at;
    return 0;
}

int lt_disk_chunk(lt_disk *disk, const uint8_t **ret_bytes, size_t *ret_size, leitong_error *error)
{
    LT_TRY(lt_disk_peek(disk, 1, ret_bytes, ret_size, error));
    disk->chunk_at = disk->chunk_end;
    return 0;
}

int lt_disk_read(lt_disk *disk, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    size_t waiting = disk->chunk_end - disk->chunk_at;
    if (waiting == 0) {
        return disk_fetch(disk, out, capacity, ret_size, error);
    }
    size_t size = LT_MIN(waiting, capacity);
    memcpy(out, disk->chunk + disk->chunk_at, size);
    disk->chunk_at += size;
    *ret_size = size;
    return 0;
}

#include "input/gunzip.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

struct lt_gunzip {
    lt_disk *disk;
    z_stream zlib;
    bool in_member; /* between a member's first byte and its trailer */
    bool ended;
    bool damaged;
};

int lt_gunzip_new(lt_disk *disk, lt_gunzip **ret_gunzip, leitong_error *error)
{
    lt_gunzip *gunzip = calloc(1, sizeof *gunzip);
    if (gunzip == NULL) {
        return lt_error_memory(error);
    }
    gunzip->disk = disk;
    /* 15 bits of window, + 16: a gzip header and trailer, checked. */
    if (inflateInit2(&gunzip->zlib, 15 + 16) != Z_OK) {
        free(gunzip);
        return lt_error_memory(error);
    }
    gunzip->in_member = true;
    *ret_gunzip = gunzip;
    return 0;
}

void lt_gunzip_free(lt_gunzip *gunzip)
{
    if (gunzip == NULL) {
        return;
    }
    inflateEnd(&gunzip->zlib);
    free(gunzip);
}

static int gunzip_fault(const lt_gunzip *gunzip, const char *what, leitong_error *error)
{
    return lt_error_at(error, LEITONG_EINPUT, gunzip->disk->path, LEITONG_NO_OFFSET, "%s at compressed byte %" PRIu64,
                       what, gunzip->disk->done - gunzip->zlib.avail_in);
}

/* Gives zlib its next chunk when it has none; *ret_end at the file's end. */
static int gunzip_feed(lt_gunzip *gunzip, bool *ret_end, leitong_error *error)
{
    if (gunzip->zlib.avail_in == 0) {
        const uint8_t *bytes;
        size_t size;
        LT_TRY(lt_disk_chunk(gunzip->disk, &bytes, &size, error));
        gunzip->zlib.next_in = bytes;
        gunzip->zlib.avail_in = (uInt)size; /* ≤ LT_DISK_CHUNK */
    }
    *ret_end = gunzip->zlib.avail_in == 0;
    return 0;
}

/* Behind a trailer: the end, zeros to the end, or the next member. */
static int gunzip_border(lt_gunzip *gunzip, leitong_error *error)
{
    bool padded = false;
    for (;;) {
        bool end;
        LT_TRY(gunzip_feed(gunzip, &end, error));
        if (end) {
            gunzip->ended = true;
            return 0;
        }
        if (*gunzip->zlib.next_in != 0) {
            break;
        }
        padded = true;
        gunzip->zlib.next_in++;
        gunzip->zlib.avail_in--;
    }
    if (padded || *gunzip->zlib.next_in != 0x1F) {
        return gunzip_fault(gunzip, "something that isn't gzip follows the compressed text", error);
    }
    if (inflateReset(&gunzip->zlib) != Z_OK) {
        return lt_error_memory(error);
    }
    gunzip->in_member = true;
    return 0;
}

int lt_gunzip_read(lt_gunzip *gunzip, uint8_t *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    uInt room = capacity < INT_MAX ? (uInt)capacity : INT_MAX;
    gunzip->zlib.next_out = out;
    gunzip->zlib.avail_out = room;
    while (!gunzip->ended && !gunzip->damaged && gunzip->zlib.avail_out == room) {
        if (!gunzip->in_member) {
            LT_TRY(gunzip_border(gunzip, error));
            continue;
        }
        bool end;
        LT_TRY(gunzip_feed(gunzip, &end, error));
        int state = inflate(&gunzip->zlib, Z_NO_FLUSH); /* at the file's end, too: zlib may hold text back */
        if (state == Z_STREAM_END) {
            gunzip->in_member = false;
        } else if (state == Z_MEM_ERROR) {
            return lt_error_memory(error);
        } else if (state != Z_OK && state != Z_BUF_ERROR) {
            gunzip->damaged = true;
            break;
        } else if (end && gunzip->zlib.avail_out == room) {
            return gunzip_fault(gunzip, "the gzip stream is cut off", error);
        }
    }
    if (gunzip->damaged && gunzip->zlib.avail_out == room) {
        return gunzip_fault(gunzip, "the gzip stream is damaged", error);
    }
    *ret_size = room - gunzip->zlib.avail_out;
    return 0;
}

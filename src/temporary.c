#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int temporary_open_named(const char *folder, int *ret_file, leitong_error *error)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/leitong-XXXXXX", folder);
    if (length < 0 || (size_t)length >= sizeof path) {
        errno = ENAMETOOLONG;
        return lt_error_system(error, folder, "can't make a temporary file here (see --tmpdir)");
    }
    int file = mkostemp(path, O_CLOEXEC);
    if (file < 0) {
        return lt_error_system(error, folder, "can't make a temporary file here (see --tmpdir)");
    }
    if (unlink(path) != 0) {
        int code = lt_error_system(error, path, "can't unlink a temporary file");
        close(file);
        return code;
    }
    *ret_file = file;
    return 0;
}

int lt_temporary_open(const char *folder, int *ret_file, leitong_error *error)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        /* EOPNOTSUPP: the file system has no unnamed files; EISDIR: the kernel has none. Other causes are told by the
         * second attempt, which meets them too. */
        return temporary_open_named(folder, ret_file, error);
    }
    *ret_file = file;
    return 0;
}

static int temporary_full(const char *folder, leitong_error *error)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return lt_error_system(error, folder,
                           full ? "can't write a temporary file; free space or move --tmpdir"
                                : "can't write a temporary file");
}

int lt_temporary_write(int file, const char *folder, uint64_t offset, const void *bytes, size_t size,
                       leitong_error *error)
{
    const unsigned char *at = bytes;
    while (size > 0) {
        ssize_t written = pwrite(file, at, size, (off_t)offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return temporary_full(folder, error);
        }
        at += written;
        offset += (uint64_t)written;
        size -= (size_t)written;
    }
    return 0;
}

int lt_temporary_read(int file, const char *folder, uint64_t offset, void *bytes, size_t size, leitong_error *error)
{
    unsigned char *at = bytes;
    while (size > 0) {
        ssize_t got = pread(file, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return lt_error_system(error, folder, "can't read a temporary file");
        }
        if (got == 0) {
            return lt_error_at(error, LEITONG_EDAMAGED, folder, offset,
                               "a temporary file is shorter than what was written to it; run again");
        }
        at += got;
        offset += (uint64_t)got;
        size -= (size_t)got;
    }
    return 0;
}

int lt_temporary_room(int file, const char *folder, uint64_t need, leitong_error *error)
{
    struct statvfs room;
    if (fstatvfs(file, &room) != 0) {
        return lt_error_system(error, folder, "can't ask for free space");
    }
    if (room.f_blocks == 0) { /* some network and user-space file systems don't say */
        return 0;
    }
    uint64_t available = (uint64_t)room.f_bavail * room.f_frsize;
    if (need <= available) {
        return 0;
    }
    return lt_error_at(error, LEITONG_ESYSTEM, folder, LEITONG_NO_OFFSET,
                       "%" PRIu64 " bytes of temporary space needed, %" PRIu64 " free; free space or move --tmpdir",
                       need, available);
}

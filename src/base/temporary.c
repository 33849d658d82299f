#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define TEMPORARY_LETTERS 6
#define TEMPORARY_TRIES 100

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

const char *lt_temporary_place(const char *wanted)
{
    const char *folder = wanted != NULL ? wanted : getenv("TMPDIR");
    return folder != NULL && folder[0] != '\0' ? folder : "/tmp";
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

int lt_temporary_folder(char *path, leitong_error *error)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345"; /* 32 */
    char *end = path + strlen(path) - TEMPORARY_LETTERS;
    for (unsigned i = 0; i < TEMPORARY_TRIES; i++) {
        uint32_t random;
        if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
            break;
        }
        for (unsigned at = 0; at < TEMPORARY_LETTERS; at++, random >>= 5) {
            end[at] = letters[random % 32];
        }
        if (mkdir(path, 0777) == 0) {
            return 0;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    memset(end, 'X', TEMPORARY_LETTERS);
    return lt_error_system(error, path, "can't make this folder");
}

static int temporary_full(const char *folder, leitong_error *error)
{
    const char *words = errno == ENOSPC || errno == EDQUOT ? "can't write a temporary file; free space or move --tmpdir"
                        : errno == EFBIG ? "can't write a temporary file; raise the limit (ulimit -f) or move --tmpdir"
                                         : "can't write a temporary file";
    return lt_error_system(error, folder, words);
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

int lt_temporary_extend(int file, const char *folder, uint64_t offset, uint64_t size, leitong_error *error)
{
    do {
        errno = posix_fallocate(file, (off_t)offset, (off_t)size);
    } while (errno == EINTR);
    return errno == 0 ? 0 : temporary_full(folder, error);
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

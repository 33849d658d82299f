#include "base/open_file.h"

#include "base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_FLAGS (O_CLOEXEC | O_NOCTTY)
#define OPEN_CHUNK ((size_t)64 * 1024)

static const char *open_kind_name(mode_t mode)
{
    return S_ISDIR(mode)    ? "a folder"
           : S_ISLNK(mode)  ? "a symbolic link"
           : S_ISFIFO(mode) ? "a pipe"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

/* Closing must not hide the cause. */
static int open_close(int file, int cause, int code)
{
    close(file);
    errno = cause;
    return code;
}

static int open_no_cause(int code)
{
    errno = 0;
    return code;
}

/* Of a path that a user named. */
static int open_refused(const char *path, leitong_error *error)
{
    int cause = errno;
    int code = cause == ENOMEM ? lt_error_memory(error)
               : cause == EMFILE || cause == ENFILE
                   ? lt_error_system(error, path, "can't open")
                   : lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "can't open: %s", strerror(cause));
    errno = cause;
    return code;
}

static int open_too_large(const char *path, uint64_t largest, leitong_error *error)
{
    return open_no_cause(lt_error_at(error, LEITONG_EINPUT, path, largest,
                                     "is larger than the %" PRIu64 " bytes that such a file may have", largest));
}

static int open_check(const char *path, int file, lt_open_kind kind, uint64_t largest, leitong_error *error)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        return open_refused(path, error);
    }
    if (S_ISREG(status.st_mode)) {
        return (uint64_t)status.st_size > largest ? open_too_large(path, largest, error) : 0;
    }
    if (kind == LT_OPEN_STREAM && !S_ISDIR(status.st_mode)) {
        return 0;
    }
    return open_no_cause(lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                                     "is %s, not a regular file, which is needed here",
                                     open_kind_name(status.st_mode)));
}

int lt_open_file(const char *path, lt_open_kind kind, uint64_t largest, int *ret_file, leitong_error *error)
{
    int file = open(path, O_RDONLY | OPEN_FLAGS | (kind == LT_OPEN_REGULAR ? O_NONBLOCK : 0));
    if (file < 0) {
        return open_refused(path, error);
    }
    int code = open_check(path, file, kind, largest, error);
    if (code != 0) {
        return open_close(file, errno, code);
    }
    *ret_file = file;
    return 0;
}

/* ---- inside a folder ---- */

static int open_damaged(const char *path, const char *what, leitong_error *error)
{
    return open_no_cause(lt_error_at(error, LEITONG_EDAMAGED, path, LEITONG_NO_OFFSET,
                                     "is %s, where leitong keeps a file; take it away, or make the folder anew", what));
}

/* `name` could not be opened in the folder `at`. */
static int open_inside_refused(int at, const char *name, const char *path, leitong_error *error)
{
    int cause = errno;
    struct stat status;
    if (fstatat(at, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        return open_damaged(path, open_kind_name(status.st_mode), error);
    }
    errno = cause;
    int code = cause == ENOMEM ? lt_error_memory(error) : lt_error_system(error, path, "can't be opened");
    errno = cause;
    return code;
}

/* Goes from the folder `*at` to that which the first part of `*name` names, until the last part is left. */
static int open_descend(int *at, const char **name, const char *path, leitong_error *error)
{
    for (const char *slash; (slash = strchr(*name, '/')) != NULL; *name = slash + 1) {
        char part[NAME_MAX + 1];
        size_t size = (size_t)(slash - *name);
        if (size == 0 || size >= sizeof part) {
            errno = EINVAL;
            return lt_error_system(error, path, "can't be opened");
        }
        memcpy(part, *name, size);
        part[size] = '\0';
        int next = openat(*at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (next < 0) {
            return open_inside_refused(*at, part, path, error);
        }
        close(*at);
        *at = next;
    }
    return 0;
}

static int open_inside_check(const char *path, int file, leitong_error *error)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        return lt_error_system(error, path, "can't be read");
    }
    return S_ISREG(status.st_mode) ? 0 : open_damaged(path, open_kind_name(status.st_mode), error);
}

/* `name` in the folder of which `at` is the descriptor. */
static int open_at(int at, const char *name, int flags, const char *path, int *ret_file, leitong_error *error)
{
    int file = openat(at, name, flags | O_NOFOLLOW | O_NONBLOCK | OPEN_FLAGS, 0666);
    if (file < 0) {
        return open_inside_refused(at, name, path, error);
    }
    int code = open_inside_check(path, file, error);
    if (code != 0) {
        return open_close(file, errno, code);
    }
    *ret_file = file;
    return 0;
}

static int open_inside(const char *folder, const char *name, int flags, int *ret_file, leitong_error *error)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        errno = ENAMETOOLONG;
        return lt_error_system(error, folder, "can't be opened");
    }
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) {
        return lt_error_system(error, folder, "can't be opened");
    }
    int code = 0;
    LT_TRY_GOTO(done, open_descend(&at, &name, path, error));
    LT_TRY_GOTO(done, open_at(at, name, flags, path, ret_file, error));
done:
    return open_close(at, errno, code);
}

int lt_open_inside(const char *folder, const char *name, int *ret_file, leitong_error *error)
{
    return open_inside(folder, name, O_RDONLY, ret_file, error);
}

int lt_open_lock(const char *folder, const char *name, int *ret_file, leitong_error *error)
{
    return open_inside(folder, name, O_RDWR | O_CREAT, ret_file, error);
}

/* ---- the whole ---- */

static int open_read_all(const char *path, int file, uint64_t largest, char **bytes, size_t *size, leitong_error *error)
{
    size_t capacity = 0;
    for (;;) {
        LT_TRY(lt_buffer_reserve(bytes, &capacity, *size + OPEN_CHUNK + 1, 1, error));
        ssize_t got = read(file, *bytes + *size, OPEN_CHUNK);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return lt_error_at(error, LEITONG_EINPUT, path, *size, "can't read: %s", strerror(errno));
        }
        *size += (size_t)got;
        if (*size > largest) {
            return open_too_large(path, largest, error);
        }
        if (got == 0) {
            (*bytes)[*size] = '\0';
            return 0;
        }
    }
}

int lt_open_read(const char *path, uint64_t largest, char **ret_bytes, size_t *ret_size, leitong_error *error)
{
    int file = -1;
    char *bytes = NULL;
    size_t size = 0;
    LT_TRY(lt_open_file(path, LT_OPEN_REGULAR, largest, &file, error));
    int code = open_read_all(path, file, largest, &bytes, &size, error);
    if (code != 0) {
        free(bytes);
        return open_close(file, errno, code);
    }
    close(file);
    *ret_bytes = bytes;
    *ret_size = size;
    return 0;
}

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *leitong_code_name(int code)
{
    switch (code) {
    case LEITONG_OK:
        return "ok";
    case LEITONG_EUSAGE:
        return "usage";
    case LEITONG_EINPUT:
        return "input";
    case LEITONG_ESYSTEM:
        return "system";
    case LEITONG_EMEMORY:
        return "memory";
    case LEITONG_ECANCELLED:
        return "cancelled";
    case LEITONG_EDAMAGED:
        return "damaged";
    default:
        return "unknown";
    }
}

static int error_fill(leitong_error *error, int code, const char *path, uint64_t offset, const char *format,
                      va_list arguments) __attribute__((format(printf, 5, 0)));

static int error_fill(leitong_error *error, int code, const char *path, uint64_t offset, const char *format,
                      va_list arguments)
{
    if (error == NULL) {
        return code;
    }
    error->code = code;
    error->offset = offset;
    /* `path` may be error->path itself when a caller adds to what it was told. */
    if (path != error->path) {
        snprintf(error->path, sizeof error->path, "%s", path);
    }
    vsnprintf(error->message, sizeof error->message, format, arguments);
    return code;
}

int lt_error_set(leitong_error *error, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_fill(error, code, "", LEITONG_NO_OFFSET, format, arguments);
    va_end(arguments);
    return code;
}

int lt_error_at(leitong_error *error, int code, const char *path, uint64_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_fill(error, code, path, offset, format, arguments);
    va_end(arguments);
    return code;
}

int lt_error_system(leitong_error *error, const char *path, const char *doing)
{
    int cause = errno;
    return lt_error_at(error, LEITONG_ESYSTEM, path, LEITONG_NO_OFFSET, "%s: %s", doing, strerror(cause));
}

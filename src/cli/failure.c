#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

int cli_fail(leitong_error *error, int code, const char *path, const char *format, ...)
{
    *error = (leitong_error){.code = code, .offset = LEITONG_NO_OFFSET};
    snprintf(error->path, sizeof error->path, "%s", path);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return code;
}

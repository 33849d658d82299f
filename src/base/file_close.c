#include "base/file_close.h"

#include <errno.h>

int lt_file_close(FILE *file, const char *name, leitong_error *error)
{
    errno = 0;
    if (fflush(file) == 0 && ferror(file) == 0) {
        return 0;
    }
    if (errno == 0) {
        (void)fputc('\n', file);
        (void)fflush(file);
        errno = errno != 0 ? errno : EIO;
    }
    return errno == ENOMEM ? lt_error_memory(error) : lt_error_system(error, name, "can't be written");
}

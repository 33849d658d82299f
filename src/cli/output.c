#include "output.h"

#include "console.h"
#include "failure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int output_fail(const char *name, const char *what, leitong_error *error)
{
    return cli_fail(error, LEITONG_ESYSTEM, name, "%s: %s", what, strerror(errno));
}

/* A new file beside the target, with the rights that fopen would have given it. */
static int output_aside(cli_output *output, leitong_error *error)
{
    int length = snprintf(output->aside, sizeof output->aside, "%s.XXXXXX", output->target);
    int file = -1;
    if (length < 0 || (size_t)length >= sizeof output->aside) {
        errno = ENAMETOOLONG;
    } else {
        file = mkstemp(output->aside);
    }
    if (file < 0) {
        output->aside[0] = '\0';
        return output_fail(output->target, "can't be written", error);
    }
    struct stat old;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(output->target, &old) == 0 ? old.st_mode & 0777U : 0666U & ~mask;
    output->file = fchmod(file, mode) == 0 ? fdopen(file, "wb") : NULL;
    if (output->file == NULL) {
        int code = output_fail(output->target, "can't be written", error);
        close(file);
        unlink(output->aside);
        output->aside[0] = '\0';
        return code;
    }
    return 0;
}

int cli_output_open(cli_output *output, const char *name, leitong_error *error)
{
    struct stat status;
    *output = (cli_output){.file = stdout};
    if (name == NULL || strcmp(name, "-") == 0) {
        return 0;
    }
    bool is_old = stat(name, &status) == 0;
    if (is_old ? realpath(name, output->target) == NULL : strlen(name) >= sizeof output->target) {
        errno = is_old ? errno : ENAMETOOLONG;
        return output_fail(name, "can't be written", error);
    }
    if (!is_old) {
        memcpy(output->target, name, strlen(name) + 1);
    }
    if (!is_old || S_ISREG(status.st_mode)) {
        return output_aside(output, error);
    }
    output->file = fopen(name, "wbe");
    return output->file != NULL ? 0 : output_fail(name, "can't be written", error);
}

/* Puts the file in its place. */
static int output_commit(cli_output *output, leitong_error *error)
{
    if (output->target[0] == '\0') {
        return 0;
    }
    bool flushed = output->aside[0] == '\0' || (fflush(output->file) == 0 && fsync(fileno(output->file)) == 0);
    if (!flushed) {
        return output_fail(output->target, "can't be written", error);
    }
    FILE *file = output->file;
    output->file = NULL;
    if (fclose(file) != 0) {
        return output_fail(output->target, "can't be written", error);
    }
    if (console_stopped()) {
        return cli_fail(error, LEITONG_ECANCELLED, "", "stopped");
    }
    if (output->aside[0] != '\0' && rename(output->aside, output->target) != 0) {
        return output_fail(output->target, "can't be put in place", error);
    }
    return 0;
}

int cli_output_end(cli_output *output, int written, leitong_error *error)
{
    int code = written == 0 ? output_commit(output, error) : written;
    if (code == 0) {
        return 0;
    }
    if (output->target[0] != '\0' && output->file != NULL) {
        fclose(output->file);
    }
    if (output->aside[0] != '\0') {
        unlink(output->aside);
    }
    return code;
}

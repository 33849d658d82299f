#include "output.h"

#include "console.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int output_fail(const char *name, const char *what, leitong_error *error)
{
    const char *cause = strerror(errno);
    *error = (leitong_error){.code = LEITONG_ESYSTEM, .offset = LEITONG_NO_OFFSET};
    snprintf(error->path, sizeof error->path, "%.*s", (int)sizeof error->path - 1, name);
    snprintf(error->message, sizeof error->message, "%s: %s", what, cause);
    return LEITONG_ESYSTEM;
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

int cli_output_commit(cli_output *output, leitong_error *error)
{
    int code = 0;
    if (output->target[0] == '\0') {
        return 0;
    }
    if (output->aside[0] != '\0' && (fflush(output->file) != 0 || fsync(fileno(output->file)) != 0)) {
        code = output_fail(output->target, "can't be written", error);
    }
    if (fclose(output->file) != 0 && code == 0) {
        code = output_fail(output->target, "can't be written", error);
    }
    output->file = NULL;
    if (code == 0 && console_stopped()) {
        *error = (leitong_error){.code = LEITONG_ECANCELLED, .offset = LEITONG_NO_OFFSET, .message = "stopped"};
        code = LEITONG_ECANCELLED;
    }
    if (code == 0 && output->aside[0] != '\0' && rename(output->aside, output->target) != 0) {
        code = output_fail(output->target, "can't be put in place", error);
    }
    if (code == 0) {
        output->aside[0] = '\0';
    }
    return code;
}

void cli_output_abandon(cli_output *output)
{
    if (output->target[0] != '\0' && output->file != NULL) {
        fclose(output->file);
    }
    if (output->aside[0] != '\0') {
        unlink(output->aside);
    }
    output->file = NULL;
    output->aside[0] = '\0';
}

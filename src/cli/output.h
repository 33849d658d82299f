/* output: a file that is the old one or the new one, never half of it.
 *
 * Enters: a name, or NULL or "-" for standard output. Leaves: a FILE to write into; cli_output_commit puts it in the
 * place of the old one. Devices and pipes are written directly. Owner: cli_output. Errors: LEITONG_ESYSTEM (the path
 * and the system's words), LEITONG_ECANCELLED when a signal asked to stop meanwhile. */
#ifndef LT_CLI_OUTPUT_H
#define LT_CLI_OUTPUT_H

#include "leitong/leitong.h"

#include <limits.h>
#include <stdio.h>

typedef struct cli_output {
    FILE *file;
    char target[PATH_MAX]; /* the file itself, behind symbolic links; "" for standard output */
    char aside[PATH_MAX];  /* "" when there is none */
} cli_output;

LEITONG_CHECK int cli_output_open(cli_output *output, const char *name, leitong_error *error);
LEITONG_CHECK int cli_output_commit(cli_output *output, leitong_error *error);
/* After a failure: takes away what was written aside. */
void cli_output_abandon(cli_output *output);

#endif

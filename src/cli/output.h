/* output: a file that is the old one or the new one, never half of it.
 *
 * It is written aside and renamed. Devices and pipes are written directly.
 * Input: a name, or NULL or "-" for standard output.
 * Output: a FILE to write into; cli_output_end puts it in the place of the old one.
 * Ownership: cli_output.
 * Errors: LEITONG_ESYSTEM (the path and the system's words), LEITONG_ECANCELLED when a signal asked to stop meanwhile.
 * Complexity: linear in the bytes. */
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
/* The end of writing, of which `written` says how it went: 0 puts the file in its place, a failure takes it away.
 * Returns the first failure. */
LEITONG_CHECK int cli_output_end(cli_output *output, int written, leitong_error *error);

#endif

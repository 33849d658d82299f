/* console: what people see: messages and progress on stderr, text on one line of the terminal.
 *
 * Hostile text comes out as text, as in every report (leitong_report_line).
 * Input: errors, progress, UTF-8 text.
 * Output: lines.
 * Ownership: the command.
 * Errors: none.
 * Complexity: linear in what is printed. */
#ifndef LT_CLI_CONSOLE_H
#define LT_CLI_CONSOLE_H

#include "leitong/leitong.h"
#include "options.h"

#include <stdio.h>
#include <time.h>

#define CONSOLE_PLURAL(count) ((count) == 1 ? "" : "s") /* of English words */

/* Once, first: SIGINT, SIGTERM, SIGHUP and SIGXCPU ask the work to stop, a second one after more than a second ends the
 * process; a broken pipe and a file beyond `ulimit -f` become errors of the write. */
void console_open(void);
/* Once, last: what is left of standard output. Returns the exit code: `code`, or 4 where output was lost. */
int console_close(int code);
/* Non-zero once a signal asked to stop. */
int console_stopped(void);

/* True when the locale's messages are in Chinese. */
bool console_is_zh(void);

/* Columns of the terminal behind `file`; 80 where it is none. */
unsigned console_width(FILE *file);
/* leitong_report_line of a whole text: hostile or not, it takes one line and nothing obeys it. */
void console_text(FILE *file, const char *text);

/* "leitong: PATH:BYTE: message" on stderr. */
void console_error(const leitong_error *error);
/* The same of what is no error, unless --quiet is given. */
void console_note(const cli_common *common, const leitong_error *note);
/* The exit code that an error code means. */
int console_exit(int code);
/* The same of a command's end; the error is printed where there is one. */
int console_end(int code, const leitong_error *error);

typedef struct console_progress {
    cli_common common;
    struct timespec began, drawn;
    const char *phase;
    const char *reason;           /* of the last skip */
    unsigned skips, shown, alike; /* all; named on stderr; in a row for one reason */
    leitong_error first;          /* skip */
    bool strict;
} console_progress;
void console_progress_open(console_progress *progress, const cli_common *common, bool strict);
/* Callbacks for the scan options; context: console_progress. */
int console_on_progress(void *context, const leitong_progress *progress);
int console_on_skip(void *context, const leitong_skip *skip);
/* Names the first skip if none was named: it may be why there is nothing. */
void console_first_skip(const console_progress *progress);
/* Takes the drawn line away and says how many skips were not shown. */
void console_progress_close(console_progress *progress);

/* The version, and which formats are read by what, on stdout. */
void console_version(void);

#endif

/* console: what people see: messages and progress on stderr, text fitted to the terminal.
 *
 * Hostile text comes out as text: control characters, escapes and bidirectional controls are shown as ‹U+XXXX›.
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

/* Once, first: locale for character widths; SIGINT, SIGTERM, SIGHUP and SIGXCPU ask the work to stop, a second one
 * after more than a second ends the process; a broken pipe and a file beyond `ulimit -f` become errors of the write. */
void console_open(void);
/* Once, last: what is left of standard output. Returns the exit code: `code`, or 4 where output was lost. */
int console_close(int code);
/* Non-zero once a signal asked to stop. */
int console_stopped(void);

/* True when the locale's messages are in Chinese. */
bool console_is_zh(void);

/* Columns of the terminal behind `file`; 80 where it is none. */
unsigned console_width(FILE *file);
/* Prints at most `columns` columns of one line's text (line breaks become spaces), with … where it was cut. */
void console_text(FILE *file, const char *text, size_t size, unsigned columns);

/* One character as a terminal may show it. */
typedef struct console_cell {
    uint32_t character; /* U+FFFD for a byte that is no UTF-8 */
    char shape[16];     /* what is printed for it; NUL-terminated */
    unsigned width;     /* columns */
} console_cell;
/* The character at `text`, of which `left` ≥ 1 bytes are there; returns its bytes. */
size_t console_next(const char *text, size_t left, console_cell *ret_cell);

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

#endif

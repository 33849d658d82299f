/* helper: a process of its own that reads one hostile file and says what stands in it.
 *
 * leitong-extract is started by posix_spawn with the file as its standard input, a pipe as its standard output, no
 * other descriptor, an environment of three variables and a process group of its own; it sets limits on its memory,
 * processor time, files and processes before it looks at the file (src/extract/limits.c). Where bubblewrap works (it is
 * tried once), it has no network and sees no other process, and of the file system /usr, /lib, /lib64, /bin, what the
 * loader and fonts need of /etc (ld.so.cache, fonts, alternatives, libreoffice) and the folder of the program, to be
 * read alone, its own /dev and an empty /tmp. Here its time is watched: four times the processor time that it has (20
 * seconds, and one for 4 MiB of the file) ends it, and so does closing. Input: a job. Output: its frames (frame.h): the
 * size of each is checked; its kind is for who reads it. Ownership: lt_helper is the caller's, who ends it, also after
 * a failure; a frame's payload stands until the next one. Errors: LEITONG_EINPUT with `reason`: the helper is not
 * installed
 * ("no_reader"), ended before it had said all ("reader_failed", "time_limit") or said what no helper says
 * ("reader_failed"); LEITONG_ESYSTEM (no descriptor or process left), LEITONG_EMEMORY.
 * Complexity: linear in what it says; one process a job. */
#ifndef LT_INPUT_HELPER_H
#define LT_INPUT_HELPER_H

#include "base/error.h"
#include "input/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How helpers are started: found once for an input. */
typedef struct lt_helper_place {
    char *program;    /* leitong-extract; NULL: not looked for yet */
    char *bubblewrap; /* NULL where there is none, or where it doesn't work */
    char *path;       /* "PATH=…", where pdftotext is looked for */
} lt_helper_place;

typedef struct lt_helper_job {
    const char *format;   /* a word that leitong-extract knows */
    const char *encoding; /* NULL: as the file says */
    const char *path;     /* for messages */
    int file;             /* read from its beginning; −1: none */
    uint64_t size;        /* of the file */
    uint64_t max_text;    /* bytes of text that it may give */
} lt_helper_job;

typedef struct lt_helper {
    const char *reason; /* after LEITONG_EINPUT */
    /* The rest is helper.c's. */
    const char *path;
    pid_t process; /* 0: none */
    int pipe;
    uint64_t left; /* milliseconds that may still be waited */
    uint8_t *buffer;
    size_t begin, end;
} lt_helper;

typedef struct lt_frame {
    lt_frame_kind kind;
    const uint8_t *bytes;
    size_t size;
} lt_frame;

/* `program` NULL: leitong-extract beside the library, or in the libexec folder of its installation. */
LEITONG_CHECK int lt_helper_find(lt_helper_place *place, const char *program, leitong_error *error);
void lt_helper_place_clear(lt_helper_place *place);

/* *helper must be zero. `place` loses its bubblewrap where that doesn't work. */
LEITONG_CHECK int lt_helper_start(lt_helper *helper, lt_helper_place *place, const lt_helper_job *job,
                                  leitong_error *error);
/* The next frame; LT_FRAME_END or LT_FRAME_FAULT is the last. */
LEITONG_CHECK int lt_helper_next(lt_helper *helper, lt_frame *ret_frame, leitong_error *error);
/* Kills it where it still runs. */
void lt_helper_end(lt_helper *helper);

#endif

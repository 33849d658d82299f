/* extract: a file of some format → the UTF-8 text that stands in it.
 *
 * A helper reads the file (helper.h). What it says is checked: the text is UTF-8 and within the limit of a document.
 * Input: an open regular file. Output: the text, and what the file says of itself. Ownership: lt_extract is
 * the caller's, who zeroes it first; the text stands until the next file. Errors: LEITONG_EINPUT with `reason`, a word
 * of LT_FAULT_WORDS: the message says what to do; LEITONG_ESYSTEM, LEITONG_EMEMORY. Complexity: linear in the text;
 * memory: the text. */
#ifndef LT_INPUT_EXTRACT_H
#define LT_INPUT_EXTRACT_H

#include "input/helper.h"

typedef struct lt_extract {
    uint8_t *text;
    size_t size, capacity;
    bool is_archive;                 /* it has members: the helper waits to tell them */
    lt_helper helper;                /* of an archive; whoever takes it zeroes it here and ends it */
    uint64_t notes[LT_NOTES];        /* what stands in the file and not in the text */
    char *properties[LT_PROPERTIES]; /* what the file says of itself; NULL: nothing */
    const char *reason;
    lt_helper_place place;
    const char *program; /* leitong-extract; NULL: looked for. The caller's */
} lt_extract;

void lt_extract_clear(lt_extract *extract);
/* A note's word, and what it says of `count` things. */
const char *lt_extract_note_word(lt_note note);
void lt_extract_note(lt_note note, uint64_t count, const char *path, leitong_error *ret_words);
LEITONG_CHECK int lt_extract_read(lt_extract *extract, const lt_helper_job *job, leitong_error *error);

/* LEITONG_EINPUT: the error that a FAULT or LEFT_OUT frame tells, and its reason, which stands for ever. */
int lt_extract_fault(const lt_frame *frame, const char *path, const char **ret_reason, leitong_error *error);

#endif

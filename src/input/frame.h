/* frame: what leitong-extract says to the library, a frame at a time, over a pipe.
 *
 *     kind (1 byte) · size of the payload (4 bytes, least first) · payload (at most LT_FRAME_LARGEST bytes)
 *
 *     HELLO  → { TEXT | NOTE | PROPERTY }  → END | FAULT          one document
 *     HELLO  → ARCHIVE → { MEMBER → { DATA } → CLOSED | LEFT_OUT } → END | FAULT      an archive's members
 *
 * NOTE: a word (lt_note_words), NUL, a number in decimal digits: what is in the document and not in its text. PROPERTY:
 * a word (lt_property_words), NUL, what the file says of itself. MEMBER: the member's name. FAULT, LEFT_OUT: a word
 * (LT_FAULT_WORDS), NUL, what happened and what to do about it; LEFT_OUT: NUL, the member's name; it may end a member
 * in CLOSED's place. The library believes none of it: it checks sizes, words and UTF-8. Input, output, ownership,
 * errors, complexity: of those who use it. */
#ifndef LT_INPUT_FRAME_H
#define LT_INPUT_FRAME_H

#include <stdint.h>

#define LT_FRAME_HEAD 5
#define LT_FRAME_LARGEST ((uint32_t)64 << 10)

typedef enum lt_frame_kind {
    LT_FRAME_HELLO = 'H',
    LT_FRAME_TEXT = 'T',
    LT_FRAME_NOTE = 'N',
    LT_FRAME_PROPERTY = 'P',
    LT_FRAME_ARCHIVE = 'A',
    LT_FRAME_MEMBER = 'M',
    LT_FRAME_DATA = 'D',
    LT_FRAME_CLOSED = 'E',
    LT_FRAME_LEFT_OUT = 'L',
    LT_FRAME_FAULT = 'X',
    LT_FRAME_END = 'Z'
} lt_frame_kind;

/* Reasons, as run.json's `skipped` has them. */
#define LT_FAULT_DAMAGED "damaged"
#define LT_FAULT_ENCRYPTED "encrypted"
#define LT_FAULT_NO_TEXT "no_text"
#define LT_FAULT_NO_READER "no_reader"
#define LT_FAULT_UNKNOWN "unknown_type"
#define LT_FAULT_NOT_A_FILE "not_a_file"
#define LT_FAULT_TOO_LARGE "too_large"
#define LT_FAULT_TIME "time_limit"
#define LT_FAULT_MEMORY "memory_limit"
#define LT_FAULT_FAILED "reader_failed"
#define LT_FAULT_NAME "unsafe_name"
#define LT_FAULT_DEPTH "nested_archive"
#define LT_FAULT_BYTES "invalid_bytes"
#define LT_FAULT_ENCODING "encoding_uncertain"

#define LT_FAULT_WORDS                                                                                                 \
    {                                                                                                                  \
        LT_FAULT_DAMAGED, LT_FAULT_ENCRYPTED, LT_FAULT_NO_TEXT, LT_FAULT_NO_READER, LT_FAULT_UNKNOWN,                  \
            LT_FAULT_NOT_A_FILE, LT_FAULT_TOO_LARGE, LT_FAULT_TIME, LT_FAULT_MEMORY, LT_FAULT_FAILED, LT_FAULT_NAME,   \
            LT_FAULT_DEPTH, LT_FAULT_BYTES, LT_FAULT_ENCODING                                                          \
    }

/* Words of NOTE, as run.json's `skipped` has them under `text`, by enum lt_note. */
typedef enum lt_note { LT_NOTE_HIDDEN, LT_NOTE_HEADER, LT_NOTE_ATTACHMENT, LT_NOTES } lt_note;
#define LT_NOTE_WORDS                                                                                                  \
    {                                                                                                                  \
        "hidden", "running_header", "attachment"                                                                       \
    }

/* Words of PROPERTY, by enum lt_property. */
typedef enum lt_property { LT_PROPERTY_TITLE, LT_PROPERTY_AUTHOR, LT_PROPERTY_DATE, LT_PROPERTIES } lt_property;
#define LT_PROPERTY_WORDS                                                                                              \
    {                                                                                                                  \
        "title", "author", "date"                                                                                      \
    }
#define LT_PROPERTY_LONGEST ((size_t)1000) /* bytes of one */

#endif

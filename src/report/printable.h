/* printable: characters as reports may show them.
 *
 * Enters: bytes that should be UTF-8. Leaves: one character at a time, itself or, where a terminal, an editor or XML
 * would obey it or choke on it (controls, those of direction, separators of lines, noncharacters), as <U+001B>; a byte
 * that is not UTF-8 as U+FFFD. Tabs and line breaks stay: the format decides. Owner: none. Errors: none. */
#ifndef LT_REPORT_PRINTABLE_H
#define LT_REPORT_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

#define LT_PRINTABLE_SIZE 16

typedef struct lt_printable {
    uint32_t character;            /* what stands there */
    char shape[LT_PRINTABLE_SIZE]; /* how it is shown; NUL-terminated */
    size_t length;                 /* of shape */
} lt_printable;

/* The character at `at`, of which `left` ≥ 1 bytes are there; returns its bytes. */
size_t lt_printable_next(const char *at, size_t left, lt_printable *ret_shown);

#endif

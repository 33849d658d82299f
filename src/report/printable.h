/* printable: characters as reports may show them.
 *
 * Input: bytes that should be UTF-8. Output: one character at a time: itself, or <U+001B> for one that a terminal, an
 * editor or an XML parser would interpret or reject (controls, also of direction, line separators, noncharacters); for
 * a byte that is not UTF-8, U+FFFD. Tabs and line breaks are left to the format. Ownership: nothing is kept.
 * Errors: none. Complexity: constant for each character. */
#ifndef LT_REPORT_PRINTABLE_H
#define LT_REPORT_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

#define LT_PRINTABLE_SIZE 16

typedef struct lt_printable {
    uint32_t character;            /* as read */
    char shape[LT_PRINTABLE_SIZE]; /* how it is shown; NUL-terminated */
    size_t length;                 /* of shape */
} lt_printable;

/* The character at `at`, where `left` ≥ 1 bytes follow; returns how many bytes it takes. */
size_t lt_printable_next(const char *at, size_t left, lt_printable *ret_shown);

#endif

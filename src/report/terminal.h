/* terminal: characters as a terminal shows them, and the columns that they take.
 *
 * A double-width character takes two columns, a combining one none. White space is one space; what a terminal would
 * interpret is shown as <U+001B> (printable). Widths are those of wcwidth in a locale of its own: the program's is left
 * alone.
 * Input: bytes that should be UTF-8. Output: cells. Ownership: lt_terminal is the caller's. Errors: none; without a
 * locale for UTF-8, characters from U+1100 on count two columns. Complexity: constant for each character. */
#ifndef LT_REPORT_TERMINAL_H
#define LT_REPORT_TERMINAL_H

#include "report/printable.h"

#include <locale.h>
#include <stdbool.h>

typedef struct lt_terminal {
    locale_t locale; /* (locale_t)0 where the system has none for UTF-8 */
} lt_terminal;

typedef struct lt_cell {
    lt_printable shown; /* of white space, a space */
    bool is_blank;      /* white space */
    unsigned width;     /* columns */
} lt_cell;

void lt_terminal_open(lt_terminal *terminal);
void lt_terminal_close(lt_terminal *terminal);

/* The character at `text`, where `left` ≥ 1 bytes follow; returns how many bytes it takes. */
size_t lt_terminal_next(const lt_terminal *terminal, const char *text, size_t left, lt_cell *ret_cell);
/* A letter or digit. */
bool lt_terminal_is_word(const lt_terminal *terminal, uint32_t character);

#endif

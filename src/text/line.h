/* line: the lines of a text with something in them, and what they are made of.
 *
 * Input: UTF-8; ill-formed bytes are no letters. Output: views of the text, without white space at their ends.
 * Ownership: nothing is allocated. Errors: none. Complexity: linear in the bytes passed. */
#ifndef LT_TEXT_LINE_H
#define LT_TEXT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lt_line {
    const char *text;
    size_t size;
} lt_line;

/* The next line from *at on that is not blank; *at becomes the begin of the line after it. */
bool lt_line_next(const char *text, size_t size, size_t *at, lt_line *ret_line);

lt_line lt_line_trim(lt_line line);

/* The code point at the begin or the end, and its bytes; 0 where there is none. */
uint32_t lt_line_first(lt_line line, size_t *ret_size);
uint32_t lt_line_last(lt_line line, size_t *ret_size);

bool lt_line_is_digit(uint32_t point);  /* ASCII or full width */
bool lt_line_is_latin(uint32_t point);  /* A letter of ASCII */
bool lt_line_is_letter(uint32_t point); /* of any script; no digit */

/* The longest word of `words` that the line begins or ends with (ASCII in either case): its bytes; 0: none. */
size_t lt_line_begins(lt_line line, const char *const *words, size_t count);
size_t lt_line_ends(lt_line line, const char *const *words, size_t count);
bool lt_line_contains(lt_line line, const char *const *words, size_t count);

/* The last component of a path, without what says how a file is written: .txt, .md.gz */
lt_line lt_line_name(const char *path);

lt_line lt_line_without(lt_line line, size_t begin, size_t end); /* bytes left out at its begin and end */

#endif

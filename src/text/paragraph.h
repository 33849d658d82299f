/* paragraph: where paragraphs begin and end.
 *
 * Lines end at LF, CR, CRLF, VT, FF, NEL, LS, PS. LT_PARAGRAPH_AUTO decides per document: blank lines separate where
 * the text is hard-wrapped, a line is a paragraph otherwise. Lines of which 80 in 100 (of 5 or more) begin with numbers
 * that rise by a fixed step, also behind REM or a bar, have a column of line numbers: paragraphs then begin behind it.
 * Input: a document's UTF-8 text.
 * Output: byte spans, in order, disjoint, without the white space around them; lines of only white space belong to
 * none.
 * Ownership: the caller; nothing is allocated.
 * Errors: none.
 * Complexity: linear in the bytes. */
#ifndef LT_TEXT_PARAGRAPH_H
#define LT_TEXT_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* White_Space, and the two of no width that stand at line borders: they hold no line open. */
static inline bool lt_paragraph_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
           c == 0xFEFF;
}

typedef enum lt_paragraph_mode {
    LT_PARAGRAPH_AUTO,
    LT_PARAGRAPH_LINE,
    LT_PARAGRAPH_BLANK,
    LT_PARAGRAPH_NUMBERED
} lt_paragraph_mode;

/* The mode of a document; returns `wanted` unless that is LT_PARAGRAPH_AUTO. LT_PARAGRAPH_NUMBERED: a line is a
 * paragraph, without its number. */
lt_paragraph_mode lt_paragraph_decide(const uint8_t *text, size_t size, lt_paragraph_mode wanted);

/* Whether a number of the column was left out before the paragraph that begins at `begin`. */
bool lt_paragraph_is_numbered(const uint8_t *text, size_t begin);

/* The next paragraph at or after *position (start with 0); false at the end. `mode` is not AUTO. */
bool lt_paragraph_next(const uint8_t *text, size_t size, lt_paragraph_mode mode, size_t *position, size_t *ret_begin,
                       size_t *ret_end);

#endif

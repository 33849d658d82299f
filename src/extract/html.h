/* html: a page → its text.
 *
 * The encoding: the user's, a byte order mark, what the page says of itself (meta charset or http-equiv, XML
 * declaration; labels as in the WHATWG Encoding Standard, section 4.2), otherwise detected. Parsed as HTML5 says
 * (gumbo); blocks become paragraphs, <br> a line end, cells stand in one line with tabs, items of <ol> have their
 * numbers, headings
 * #. Left out: scripts, styles, templates, forms' lists, embedded objects, and, counted, what is hidden (the attribute
 * `hidden`, display:none, visibility:hidden).
 * Input: a file's bytes. Output: text to the sink.
 * Ownership: none is taken.
 * Errors: LEITONG_EINPUT (invalid_bytes, encoding_uncertain: as of plain text; damaged: nested or filled with
 * attributes as no page is), those of sink; LEITONG_EMEMORY. Complexity: gumbo looks through all open elements for some
 * tags, and through all attributes for each one: so their number is bounded first, by a count of tags. */
#ifndef LT_EXTRACT_HTML_H
#define LT_EXTRACT_HTML_H

#include "extract/sink.h"

/* `encoding` NULL or "": as the page says. */
LEITONG_CHECK int lt_html_tell(const uint8_t *bytes, size_t size, const char *encoding, lt_sink *sink,
                               leitong_error *error);
/* The same, and the document ends with the page. */
LEITONG_CHECK int lt_html_read(const uint8_t *bytes, size_t size, const char *encoding, lt_sink *sink,
                               leitong_error *error);

#endif

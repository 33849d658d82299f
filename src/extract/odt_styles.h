/* odt_styles: what a Writer file's styles say of paragraphs, and its lists.
 *
 * Input: elements of styles.xml and content.xml, as they are met. Output: of a style, whether it is hidden, a title, in
 * a list: what it says itself, otherwise its parent.
 * Ownership: the caller, who zeroes and clears lt_odt_styles. Errors: those of xml; LEITONG_EMEMORY.
 * Complexity: linear in the parts; logarithmic in the number of styles for each that is asked for. */
#ifndef LT_EXTRACT_ODT_STYLES_H
#define LT_EXTRACT_ODT_STYLES_H

#include "extract/numbering.h"
#include "extract/xml.h"

#define LT_ODT_OUTLINE "" /* the list that headings are in */

typedef struct lt_odt_style {
    char *name, *parent, *list;
    bool is_paragraph; /* otherwise of a stretch of text */
    int hidden;        /* −1: says nothing */
} lt_odt_style;

typedef struct lt_odt_styles {
    lt_odt_style *styles;
    size_t count, capacity;
    lt_name_index names[2]; /* of stretches of text, and of paragraphs */
    lt_numbering numbering;
    bool in_style, in_list;    /* what was opened last … */
    lt_numbering_level *level; /* … and the level in it */
} lt_odt_styles;

void lt_odt_styles_clear(lt_odt_styles *styles);
LEITONG_CHECK int lt_odt_styles_open(lt_odt_styles *styles, lt_xml *xml, const char *name, leitong_error *error);
void lt_odt_styles_close(lt_odt_styles *styles, const char *name);

typedef struct lt_odt_says {
    bool hidden, is_title;
    const char *list; /* or NULL */
} lt_odt_says;
lt_odt_says lt_odt_styles_ask(lt_odt_styles *styles, bool is_paragraph, const char *name);

#endif

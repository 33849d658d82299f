/* docx_styles: what a Word file's styles and lists say of paragraphs.
 *
 * Input: styles.xml and numbering.xml beside the main part. Output: of a style, whether it is a heading, hidden, in a
 * list: what it says itself, otherwise the style that it is based on.
 * Ownership: the caller, who zeroes and clears lt_docx_styles. Errors: those of xml; LEITONG_EMEMORY.
 * Complexity: linear in the parts; in the number of styles for each that is asked for. */
#ifndef LT_EXTRACT_DOCX_STYLES_H
#define LT_EXTRACT_DOCX_STYLES_H

#include "extract/numbering.h"
#include "extract/xml.h"

#define LT_DOCX_SAYS_NOTHING (-1)

typedef struct lt_docx_style {
    char *name, *based_on, *list; /* NULL: says nothing */
    int heading;                  /* 0: none */
    int hidden;
    int level;
} lt_docx_style;

typedef struct lt_docx_number {
    char *name;                             /* w:numId */
    size_t list;                            /* in `numbering` */
    uint32_t restarts[LT_NUMBERING_LEVELS]; /* where a level begins anew for this number, + 1; 0: it counts on */
} lt_docx_number;

typedef struct lt_docx_styles {
    lt_docx_style *styles;
    size_t count, capacity;
    lt_numbering numbering; /* by w:abstractNumId */
    lt_docx_number *numbers;
    size_t number_count, number_capacity;
} lt_docx_styles;

void lt_docx_styles_clear(lt_docx_styles *styles);
/* `folder`: of the main part, with a slash at its end. */
LEITONG_CHECK int lt_docx_styles_read(lt_docx_styles *styles, const lt_package *package, const char *folder,
                                      leitong_error *error);
/* What the style and those it is based on say; `name` NULL: of none. */
lt_docx_style lt_docx_styles_ask(const lt_docx_styles *styles, const char *name);
/* Counts a paragraph of the list `number` at `level`, and writes what Word shows before it. */
void lt_docx_styles_number(lt_docx_styles *styles, const char *number, size_t level, char out[LT_LABEL_SIZE]);
/* Whether an element such as <w:vanish/> says yes: its w:val may say no. */
LEITONG_CHECK int lt_docx_is_on(lt_xml *xml, int *ret_on, leitong_error *error);

#endif

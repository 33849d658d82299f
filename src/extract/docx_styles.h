/* docx_styles: what a Word file's styles and lists say of paragraphs and runs.
 *
 * A paragraph's or run's own properties are a style without a name, based on the one that they name.
 * Input: styles.xml and numbering.xml beside the main part. Output: of a style, whether it is a heading, hidden, in a
 * list: what it says itself, otherwise the style that it is based on.
 * Ownership: the caller, who zeroes and clears lt_docx_styles and lt_docx_style. Errors: those of xml; LEITONG_EMEMORY.
 * Complexity: linear in the parts; logarithmic in the number of styles and lists for each that is asked for. */
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
    char *list;                             /* w:abstractNumId */
    uint32_t restarts[LT_NUMBERING_LEVELS]; /* where a level begins anew for this number, + 1; 0: it counts on */
} lt_docx_number;

typedef struct lt_docx_styles {
    lt_docx_style *styles;
    size_t count, capacity;
    lt_name_index style_names;
    lt_numbering numbering; /* by w:abstractNumId */
    lt_docx_number *numbers;
    size_t number_count, number_capacity;
    lt_name_index number_names;
} lt_docx_styles;

typedef struct lt_docx_says {
    int heading, hidden, level;
    const char *list; /* or NULL */
} lt_docx_says;

void lt_docx_style_clear(lt_docx_style *style);
void lt_docx_styles_clear(lt_docx_styles *styles);
/* `folder`: of the main part, with a slash at its end. */
LEITONG_CHECK int lt_docx_styles_read(lt_docx_styles *styles, const lt_package *package, const char *folder,
                                      leitong_error *error);
/* The rest of <w:style>, <w:pPr> or <w:rPr>, its end included; `is_paragraph`: of <w:pPr>, whose <w:rPr> is of the
 * paragraph's mark, which is no text. *ret_style has no name. */
LEITONG_CHECK int lt_docx_properties(lt_xml *xml, bool is_paragraph, lt_docx_style *ret_style, leitong_error *error);
/* What the style and those it is based on say; `style` NULL: of none. What it points to stands as long as both. */
lt_docx_says lt_docx_styles_ask(lt_docx_styles *styles, const lt_docx_style *style);
/* Counts a paragraph of the list `number` at `level`, and writes what Word shows before it. */
void lt_docx_styles_number(lt_docx_styles *styles, const char *number, size_t level, char out[LT_LABEL_SIZE]);

#endif

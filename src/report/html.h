/* html: a result → one HTML file that a person reads, searches, prints and hands on.
 *
 * The file is: head with a Content-Security-Policy, style and shell of src/report/page/, a script element of type
 * application/json for each document's text and for its passages' edits, one for all other rows, and last our script,
 * which alone may run. What comes from documents stands in JSON alone (json_write escapes `<`), never in markup. This
 * header is shared by the four parts: html (the file), html_text (texts, offsets), html_data and html_templates (rows).
 *
 * Offsets in the page are UTF-16 code units of the decoded text, as JavaScript counts; bytes stand beside them where a
 * reader needs them. Owner: the caller. Errors: those of leitong_report_html. */
#ifndef LT_REPORT_HTML_H
#define LT_REPORT_HTML_H

#include "base/json_write.h"
#include "leitong/report.h"

typedef struct lt_html {
    const leitong_result *result;
    leitong_report_html_options options;
    lt_json json;
    uint64_t *units;         /* all offsets below in one block */
    uint64_t *passages;      /* [4 a passage] a.begin, a.end, b.begin, b.end */
    uint64_t *edits;         /* [4 an edit], likewise */
    uint64_t *pairs;         /* [4 a pair] */
    uint64_t *members;       /* [2 a member] */
    uint64_t *places;        /* [2 a place of a phrase] */
    uint64_t *forms;         /* [2 a member of a template] */
    uint64_t *ranges;        /* [2 a range where a member fills a slot] */
    uint64_t *swaps;         /* [4 a place of a swap] */
    uint64_t *left;          /* [4 a name left behind] */
    uint64_t *sizes;         /* [document] units of its text; bytes where there is none */
    unsigned char *has_text; /* [document] its text stands in the page */
} lt_html;

/* Writes the texts of all documents that rows name, `<script … id="text-N">`, and fills the offsets. Documents without
 * text keep their offsets in bytes. */
LEITONG_CHECK int lt_html_texts(lt_html *html, leitong_error *error);
void lt_html_clear(lt_html *html);

/* Writes the rows: `edits-N` for the passages whose first side is document N, `clusters`, `phrases`, and `data`. */
void lt_html_data(lt_html *html);

/* Writes `templates`, `swaps` and `left`. */
void lt_html_templates(lt_html *html);

/* `<script type="application/json" id="NAME-NUMBER">` (without number: UINT64_MAX) and its end. */
void lt_html_open(lt_html *html, const char *name, uint64_t number);
void lt_html_close(lt_html *html);

#endif

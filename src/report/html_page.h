/* html_page: the state of an HTML report while it is written, and its script elements.
 *
 * Offsets in the page are UTF-16 code units of the decoded text, as JavaScript counts; bytes are given beside them
 * where a reader needs them. html_text computes all offsets; html_data and html_templates write them. Input: data as
 * lt_json writes it. Output: script elements of type application/json. Ownership: lt_html owns its arrays;
 * lt_html_clear frees them. Errors: those of the FILE, kept in `json`. Complexity: linear in what is written.
 */
#ifndef LT_REPORT_HTML_PAGE_H
#define LT_REPORT_HTML_PAGE_H

#include "base/json_write.h"
#include "leitong/report.h"
#include "report/html_choice.h"

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
    uint64_t *texts;         /* [2 a place of a text] */
    uint64_t *forms;         /* [2 a member of a template] */
    uint64_t *ranges;        /* [2 a range where a member fills a slot] */
    uint64_t *swaps;         /* [4 a place of a swap] */
    uint64_t *left;          /* [4 a name left behind] */
    uint64_t *sizes;         /* [document] units of its text; bytes where there is none */
    uint32_t *ranked;        /* [document] documents in the order of what they tell */
    unsigned char *has_text; /* [document] the page holds text of it */
    lt_html_choice choice;   /* the rows that the page holds; only their offsets are set */
    uint32_t sheet;          /* the document whose sheet this is, or LEITONG_NO_DOCUMENT */
} lt_html;

void lt_html_clear(lt_html *html);

/* `<script type="application/json" id="NAME-NUMBER">` (without number: UINT64_MAX) and its end. */
void lt_html_open(lt_html *html, const char *name, uint64_t number);
void lt_html_close(lt_html *html);

/* Members of an open list. */
void lt_html_numbers(lt_json *json, const uint64_t *numbers, size_t count);

#endif

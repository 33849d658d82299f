/* html_reuse: which tokens of a document each of its sources has, so that the page can count without some of them.
 *
 * The stretches between the exact edits of all passages of a document, in tokens of its folded text, without its
 * boilerplate; those of one source are merged. Phrases of many documents are one list: they stand elsewhere, whichever
 * source is left out.
 * Input: a page with a result and its choice of rows. Output: a script element `reuse-N` for each document whose text
 * stands whole, {common: [begin, end, …], sources: [[document, begin, end, …], …]}; none for a document with tokens in
 * lines that are not the author's text, since the result does not say where they are; nor when there is no more room
 * for stretches (REUSE_STRETCHES a case; a sheet has no limit).
 * Ownership: nothing is kept. Errors: those of document_tokens but LEITONG_EINPUT, a text that was not kept.
 * Complexity: linear in passages, edits and texts; O(n log n) in the stretches. */
#ifndef LT_REPORT_HTML_REUSE_H
#define LT_REPORT_HTML_REUSE_H

#include "report/html_page.h"

LEITONG_CHECK int lt_html_reuse(lt_html *html, leitong_error *error);

#endif

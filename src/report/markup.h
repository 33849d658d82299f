/* markup: escapes text of a document for XML and HTML, in elements and attributes alike; the head of an HTML page.
 *
 * Input: bytes that should be UTF-8. Output: characters as printable shows them, with those escaped that are markup.
 * Nothing in a page's head comes from a document; its policy keeps the page from the network.
 * Ownership: nothing is kept. Errors: those of the FILE, which the caller checks at the end. Complexity: linear. */
#ifndef LT_REPORT_MARKUP_H
#define LT_REPORT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

void lt_markup_put(FILE *file, const char *text, size_t size);
void lt_markup_text(FILE *file, const char *text); /* ends with NUL */

typedef struct lt_markup_page {
    const char *lang, *title;
    const char *policy; /* what the Content-Security-Policy lets in */
    bool has_icon;
} lt_markup_page;

/* A page up to its title; its style, the end of the head and its body follow. */
void lt_markup_head(FILE *file, const lt_markup_page *page);

#endif

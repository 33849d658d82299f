/* html_choice: which rows of a result an HTML report holds, so that the page of a large result stays small.
 *
 * A list that is short enough stands whole. Of the others the page holds what tells most: the first `limit` cases of
 * two documents and of one, with their passages; the heads of the lists that the overview shows; names left behind,
 * places of swaps and the passages around them; adapted pairs with most of them; texts and templates from the heads of
 * their lists; the clusters with most members; and the sources of the document pairs that are held. The text of the
 * first documents (one for 40 cases) stands whole while there is room, of every other only the stretches that rows
 * name. Room is counted in bytes of text, so much a case. The sheet of one document holds the rows that it has part in,
 * and its text whole. Input: a result, the limit, the sheet's document. Output: a mark for each row. Ownership:
 * lt_html_choice owns its arrays; lt_html_choice_clear frees them. Errors: LEITONG_EMEMORY. Complexity: linear in the
 * rows, and O(n log n) in the clusters and in the document pairs held. */
#ifndef LT_REPORT_HTML_CHOICE_H
#define LT_REPORT_HTML_CHOICE_H

#include "base/error.h"
#include "leitong/result.h"

#include <stdbool.h>

#define LT_HTML_HEAD 20 /* rows of a list that the overview may show */

enum lt_html_text { LT_HTML_NONE = 0, LT_HTML_WHOLE = 1, LT_HTML_PARTS = 2 };

typedef struct lt_html_choice {
    unsigned char *passages;    /* [passage] the page holds it; so are the others */
    unsigned char *pairs;       /* [pair of paragraphs] */
    unsigned char *sources;     /* [source] */
    unsigned char *clusters;    /* [cluster] */
    unsigned char *templates;   /* [template] */
    unsigned char *texts;       /* [text] */
    unsigned char *adapted;     /* [adapted pair] */
    unsigned char *swap_places; /* [place of a swap] */
    unsigned char *left;        /* [name left behind] */
    unsigned char *documents;   /* [document] enum lt_html_text */
    size_t most_members;        /* of a cluster, template or text that are listed */
    size_t formulas;            /* texts of the head of their list, */
    uint32_t formula_texts[LT_HTML_HEAD];
    uint32_t formula_passages[LT_HTML_HEAD]; /* and a passage of each */
} lt_html_choice;

LEITONG_CHECK int lt_html_choose(const leitong_result *result, size_t limit, uint32_t sheet, const uint32_t *ranked,
                                 lt_html_choice *ret_choice, leitong_error *error);
void lt_html_choice_clear(lt_html_choice *choice);

/* Of a template's member in a document that does not stand whole the page holds the text; of a long one, only that of
 * its slots. */
static inline bool lt_html_is_short(const leitong_span *member)
{
    return member->end - member->begin <= 1000;
}

#endif

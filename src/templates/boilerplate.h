/* boilerplate: short blocks that belong to the page, not to the text.
 *
 * Input: the settled corpus, the forms of its paragraphs, and which documents are made from one form. Output:
 * families of unit BOILERPLATE, and a mark on each of their paragraphs. Boilerplate is, on documents of one site (one
 * series, or else one folder of their ids; a document without either is a site of its own):
 *   - a short masked form with more words than slots, among the first LT_BOILERPLATE_HEAD or the last
 * LT_BOILERPLATE_TAIL paragraphs of LT_BOILERPLATE_DOCUMENTS documents, which must be one in LT_BOILERPLATE_SHARE of
 * the site's; documents made from one form count as one, since what they share is their form, and at least half must
 * count;
 *   - a short masked form of a class of its own (page 2 of 3) that stands in a document again and again, far apart, and
 *     at its head or tail;
 *   - paragraphs that break off (… or ...): at the head, or in a row at the tail, which name other pages.
 * Unlike those of other units, members may all be of the same text. Ownership: the caller.
 * Errors: those of corpus; LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_BOILERPLATE_H
#define LT_TEMPLATES_BOILERPLATE_H

#include "templates/family_class.h"
#include "templates/family_form.h"
#include "templates/family_list.h"

#define LT_BOILERPLATE_DOCUMENTS 3
#define LT_BOILERPLATE_SHARE 5  /* one document in so many */
#define LT_BOILERPLATE_SHORT 40 /* tokens */
#define LT_BOILERPLATE_MARK 16  /* tokens of a page mark */
#define LT_BOILERPLATE_APART 8  /* paragraphs between page marks */
#define LT_BOILERPLATE_HEAD 3   /* paragraphs */
#define LT_BOILERPLATE_TAIL 5

typedef struct lt_boilerplate_input {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    const lt_forms *forms;
    lt_classes *classes; /* of forms */
    lt_classes *groups;  /* of documents */
} lt_boilerplate_input;

/* What tells a document's site: its series, or else the folder of its id. */
const char *lt_boilerplate_site(const lt_document *document, size_t *ret_size);

/* ret_marks: [paragraph], zeroed by the caller. */
LEITONG_CHECK int lt_boilerplate_find(const lt_boilerplate_input *input, lt_families *families, uint8_t *ret_marks,
                                      leitong_error *error);

#endif

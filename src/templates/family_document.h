/* family_document: documents made from one form: a licence, a resolution, an agenda.
 *
 * Input: the settled corpus and the classes of its paragraphs. Output: families of unit DOCUMENT; a member is a whole
 * document, or a stretch of one that holds another form besides (family_stretch). Two documents are alike where
 * paragraphs of the same classes, in the same order, hold at least half the tokens of each; those that are laid out
 * otherwise (all in one paragraph, or a line each) where their ids are alike (family_similar). Documents do not chain
 * (family_join): each is held against the medoids that share most of its LT_SEQUENCE_KEYS heaviest classes. It takes
 * three different documents, one of them with two paragraphs. Ownership: the caller. Errors: those of numbers and
 * family_similar. */
#ifndef LT_TEMPLATES_FAMILY_DOCUMENT_H
#define LT_TEMPLATES_FAMILY_DOCUMENT_H

#include "templates/family_class.h"
#include "templates/family_form.h"
#include "templates/family_list.h"

#define LT_DOCUMENT_TEXTS 3

/* Adds to families->overflow. `folder` as in lt_forms_find. groups: zeroed; receives which documents are alike, of
 * which families are only the large enough; the caller clears it, on failure too. */
LEITONG_CHECK int lt_documents_find(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                                    lt_classes *classes, const char *folder, lt_classes *groups, lt_families *families,
                                    leitong_error *error);

#endif

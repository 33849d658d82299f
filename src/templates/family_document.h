/* family_document: documents made from one form: a licence, a resolution, an agenda.
 *
 * Input: the settled corpus and the forms of its paragraphs. Output: families of unit DOCUMENT; a member is a whole
 * document. Documents are alike where their words are, in whatever paragraphs they stand (family_similar); what makes
 * two forms of one family parts it (document_parts). It takes three different documents, one of them with two
 * paragraphs; documents of one hash are told apart by their tokens. Of a document the first LT_SIMILAR_LOOKED words are
 * looked at. Ownership: the caller. Errors: those of numbers and family_similar. Complexity: linear in the tokens. */
#ifndef LT_TEMPLATES_FAMILY_DOCUMENT_H
#define LT_TEMPLATES_FAMILY_DOCUMENT_H

#include "templates/family_class.h"
#include "templates/family_form.h"
#include "templates/family_list.h"

/* Adds to families->overflow. `folder` as in lt_forms_find. groups: zeroed; receives which documents are alike, of
 * which families are only the large enough; the caller clears it, on failure too. */
LEITONG_CHECK int lt_documents_find(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                                    const char *folder, lt_classes *groups, lt_families *families,
                                    leitong_error *error);

#endif

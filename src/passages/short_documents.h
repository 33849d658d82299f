/* short_documents: documents of fewer than `run` tokens that are equal as wholes.
 *
 * Such a document has no run, and so no seed; yet one that is another's equal was copied as a whole (contract 12).
 * Those with the same tokens are linked to the first in document order, a star: n documents are n − 1 passages. Input:
 * a corpus in its final order of documents; the subject, if the corpus was gathered for one. Output: passages without
 * edits, from end to end of both documents, behind those that are there already. Ownership: the caller's. Errors: those
 * of corpus; LEITONG_EMEMORY. Complexity: linear in the documents, and a sort of the short ones. */
#ifndef LT_PASSAGES_SHORT_DOCUMENTS_H
#define LT_PASSAGES_SHORT_DOCUMENTS_H

#include "passages/posting.h"
#include "passages/trim.h"

LEITONG_CHECK int lt_short_documents_find(const lt_corpus *corpus, unsigned run, const lt_posting_subject *subject,
                                          lt_passages *passages, leitong_error *error);

#endif

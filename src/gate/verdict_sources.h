/* verdict_sources: what the submission shares with each other document.
 *
 * Counted passages give it. Of wording in more than 16 places only the first place has a passage, here as in a scan; so
 * where some passage with another document does not count, phrases must give the other places: a document then shares
 * all the submission's places of each phrase that it has. Documents with the same phrases share the same tokens by
 * them: these are counted once for all such documents, and of each document what its passages add. Input: a verdict
 * with findings and flags. Output: the figures of the largest source and of the document of which most is shared.
 * Ownership: the verdict. Errors: those of document_tokens, LEITONG_EMEMORY. Complexity: linear in places of phrases,
 * in tokens of passages, and for each different set of phrases in its places, but for sorting. */
#ifndef LT_GATE_VERDICT_SOURCES_H
#define LT_GATE_VERDICT_SOURCES_H

#include "gate/verdict.h"

LEITONG_CHECK int lt_verdict_sources(leitong_verdict *verdict, leitong_error *error);

#endif

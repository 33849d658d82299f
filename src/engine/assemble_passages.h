/* assemble_passages: passages and phrases → public rows, document by document.
 *
 * Enters: a settled corpus and what the passage path found. Leaves: rows of passages, edits, phrases and places in
 * source bytes; the documents' figures and sources; clusters of unit passage and document, behind those of paragraphs.
 * Only documents that stand in a row are folded again, each once, in parallel. Call before lt_assemble_source.
 * Owner: the rows are the result's. Errors: those of locate, coverage and versions; LEITONG_EMEMORY. */
#ifndef LT_ENGINE_ASSEMBLE_PASSAGES_H
#define LT_ENGINE_ASSEMBLE_PASSAGES_H

#include "base/workers.h"
#include "passages/passage.h"
#include "result/result.h"

typedef struct lt_assemble_passages_options {
    uint64_t threshold; /* of clusters, units of 10^-9 */
    unsigned fold_flags;
    size_t listed; /* places of a phrase, its first; 0: all */
} lt_assemble_passages_options;

LEITONG_CHECK int lt_assemble_passages(const lt_corpus *corpus, const lt_passage_result *found,
                                       const lt_assemble_passages_options *options, lt_workers *workers,
                                       leitong_result *result, leitong_error *error);

#endif

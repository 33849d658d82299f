/* assemble_passages: passages and phrases → public rows, document by document.
 *
 * Rows are made first, without offsets. Then each worker takes one document after the other, finds by references sorted
 * by document which sides of passages, edits, places of phrases and of texts stand in it, folds it again
 * once (text/locate) and writes their source bytes; from the same references come its figures (passages/coverage). So
 * every row is written by whoever has the document in hand, and nothing has to be kept for all documents at once. Only
 * documents that stand in a row are folded again. Call before lt_assemble_source.
 * Input: a settled corpus and what the passage path found.
 * Output: rows of passages, edits, phrases, texts and their places in source bytes; the documents' figures and
 * sources; clusters of unit document, behind those of paragraphs. Texts get their kind and order from
 * assemble_cases.
 * Ownership: the rows are the result's.
 * Errors: those of locate, coverage, shared_runs and versions; LEITONG_EMEMORY.
 * Complexity: that of coverage, shared_runs and versions; otherwise linear in rows and in the documents folded again.
 */
#ifndef LT_ENGINE_ASSEMBLE_PASSAGES_H
#define LT_ENGINE_ASSEMBLE_PASSAGES_H

#include "base/workers.h"
#include "passages/texts.h"
#include "result/result.h"

typedef struct lt_assemble_passages_options {
    uint64_t threshold; /* of clusters of documents, units of 10^-9; 0: none are wanted */
    unsigned run;
    unsigned fold_flags;
    size_t listed;                /* places of a phrase, its first; 0: all */
    const lt_common_texts *texts; /* of what was found */
    const lt_place *boilerplate;  /* ascending, disjoint */
    size_t boilerplate_count;
    bool boilerplate_counts; /* figures don't leave it out: the gate's, whose policy decides */
} lt_assemble_passages_options;

LEITONG_CHECK int lt_assemble_passages(const lt_corpus *corpus, const lt_passage_result *found,
                                       const lt_assemble_passages_options *options, lt_workers *workers,
                                       leitong_result *result, leitong_error *error);

#endif

/* assemble_versions: which documents are versions of one text → clusters of unit document.
 *
 * A document a call, by any worker (passages/shared_runs); when all are done, clusters (passages/versions).
 * Input: a settled corpus, what the passage path found; each document's sides, places and what of it does not count.
 * Output: clusters and members, behind those of paragraphs. Ownership: lt_assemble_versions, freed by the caller; the
 * rows are the result's. Errors: LEITONG_EMEMORY. Complexity: that of shared_runs and versions. */
#ifndef LT_ENGINE_ASSEMBLE_VERSIONS_H
#define LT_ENGINE_ASSEMBLE_VERSIONS_H

#include "passages/shared_runs.h"
#include "result/result.h"

typedef struct lt_assemble_versions_options {
    const lt_corpus *corpus;
    const lt_passage_result *found;
    unsigned run;
    uint64_t threshold; /* units of 10^-9 */
    unsigned workers;
} lt_assemble_versions_options;

typedef struct lt_assemble_versions lt_assemble_versions;
LEITONG_CHECK int lt_assemble_versions_new(const lt_assemble_versions_options *options,
                                           lt_assemble_versions **ret_versions, leitong_error *error);
void lt_assemble_versions_free(lt_assemble_versions *versions);

LEITONG_CHECK int lt_assemble_versions_document(lt_assemble_versions *versions, unsigned worker,
                                                const lt_shared_runs_of *document, leitong_error *error);
LEITONG_CHECK int lt_assemble_versions_clusters(const lt_assemble_versions *versions, leitong_result *result,
                                                leitong_error *error);

#endif

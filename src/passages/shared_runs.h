/* shared_runs: how many of a document's tokens stand in runs that another document has, whatever documents are called.
 *
 * Passages alone can't tell it: wording in more than `hot` places is linked to its first place by id (ARCHITECTURE.md,
 * contract 1), so a document has more passages with the one that is called first. Counted is a window of `run` equal
 * tokens
 *  - that stands in few places: in every passage that aligns it, since every two of its places are in one;
 *  - that stands in a phrase: with the first 16 documents of the phrase by a hash of their content and, of these, with
 * all. (The 17th and later places of such a document in the phrase: with the 16 alone, so that no work goes with the
 * square.) All of a document that is shorter than a run counts where another has the same tokens. Input: what the
 * passage path found; of each document its sides of passages, its places of phrases, and what of it does not count
 * (boilerplate, lines that are not the author's text). Output: the other documents that have `threshold` of the shorter
 * one's tokens or more, as far as this document's own tokens tell. Ownership: lt_shared_runs, freed by the caller;
 * sources are valid until the worker's next call. Errors: LEITONG_EMEMORY. Complexity: n log n in the document's sides
 * and places, and 16 for each place; 256 for each document of a phrase in all. */
#ifndef LT_PASSAGES_SHARED_RUNS_H
#define LT_PASSAGES_SHARED_RUNS_H

#include "base/radix_sort.h"
#include "passages/passage.h"
#include "text/locate.h"

typedef struct lt_shared_runs_options {
    const lt_passage_result *found;
    const uint32_t *token_counts; /* [document] */
    const uint64_t *hashes;       /* [document]: of its content */
    size_t document_count;
    unsigned run;
    uint64_t threshold; /* units of 10^-9 */
} lt_shared_runs_options;

typedef struct lt_shared_runs lt_shared_runs;
LEITONG_CHECK int lt_shared_runs_new(const lt_shared_runs_options *options, unsigned workers, lt_shared_runs **ret_runs,
                                     leitong_error *error);
void lt_shared_runs_free(lt_shared_runs *runs);

typedef struct lt_shared_runs_of {
    uint32_t document;
    const lt_record *sides; /* value: passage × 2 + side (1: b) */
    size_t side_count;
    const lt_record *places; /* value: the first of neighbouring places of the document */
    size_t place_count;
    const lt_place *boilerplate; /* ascending, disjoint */
    size_t boilerplate_count;
    const lt_stretches *excluded; /* ascending, disjoint */
} lt_shared_runs_of;

typedef struct lt_run_source {
    uint32_t document;
    uint32_t tokens; /* of the document that was asked about */
} lt_run_source;

LEITONG_CHECK int lt_shared_runs_count(lt_shared_runs *runs, unsigned worker, const lt_shared_runs_of *of,
                                       const lt_run_source **ret_sources, size_t *ret_count, leitong_error *error);

#endif

/* probe: the conductor of one submission against an index, as scan is of all documents against all.
 *
 *   ingest → probe_pairs (bands → verify)                   the paragraph path
 *          → probe_passages (seeds → match) → probe_stock   the passage path
 *          → probe_corpus → assemble, assemble_passages, naming → the public result
 *
 * Rows of passages and phrases, and the submission's figures and sources, are those that a scan of the index's
 * documents and the submission has of it, byte for byte. Rows of pairs are fewer than those of a scan with
 * `--pairs all`: only the most similar paragraph of the index and the most similar one of the submission itself have a
 * row with a paragraph of the submission (probe_pairs.h). Figures of the other documents count what they share with the
 * submission alone; there are no clusters. An indexed document with the submission's id is left out, as if it were
 * replaced. Input: a view of an index, a document.
 * Output: a result of the submission and of every indexed document that a row names.
 * Ownership: the caller owns the result, which depends on nothing else.
 * Errors: those of view and of the stages named; LEITONG_EINPUT (the submission can't be decoded, or has no token: the
 * place); LEITONG_EUSAGE (an option out of its range).
 * Complexity: that of its stages; nothing grows with the size of the index but lookups, and places of its seeds. */
#ifndef LT_ENGINE_PROBE_H
#define LT_ENGINE_PROBE_H

#include "index/view.h"
#include "leitong/scan.h"

typedef struct lt_probe_options {
    const char *id;    /* the submission's; NULL: the document's own */
    unsigned stock;    /* documents before a run is stock wording */
    bool passages;     /* false: pairs alone */
    uint64_t compared; /* documents of the index and the submission: how rare wording is is told by their number */
} lt_probe_options;

typedef struct lt_probe_found {
    leitong_result *result;
    uint32_t submission; /* its number in the result */
    uint32_t earlier;    /* the view's number of the document that it would replace, or LT_VIEW_NONE */
} lt_probe_found;

LEITONG_CHECK int lt_probe_run(const lt_view *view, const leitong_document *document, const lt_probe_options *options,
                               lt_probe_found *ret_found, leitong_error *error);

#endif

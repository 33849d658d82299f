/* probe_stock: stock wording on the indexed side of a passage.
 *
 * Runs of the indexed document around the passage, as far as they can decide, are gathered by the seed that they chose
 * (passages/seeds), each different one once; for each seed one walk through its places in the view counts the documents
 * in which each of its runs stands, compared token by token. Runs that stand in `stock` documents are stock wording.
 * Input: passages of a submission (document b) with indexed documents (a).
 * Output: how many matched tokens of each are stock wording, as a scan of all documents would count them.
 * Ownership: the passages are the caller's.
 * Errors: those of view.
 * Complexity: linear in tokens around passages, and in places of their seeds, each once. */
#ifndef LT_ENGINE_PROBE_STOCK_H
#define LT_ENGINE_PROBE_STOCK_H

#include "engine/probe_corpus.h"
#include "passages/phrase.h"

/* A seed of the submission: it has it at own[own_begin, own_end), the index at places[begin, end). */
typedef struct lt_probe_seed {
    size_t own_begin, own_end, begin, end;
} lt_probe_seed;

/* What the view has of the submission's seeds. */
typedef struct lt_probe_known {
    lt_record *own; /* seed, token; sorted by (lt_view_seed_order, token) */
    size_t own_count;
    lt_probe_seed *seeds; /* in the same order */
    size_t count;
    lt_view_place *places; /* but for the document that is passed over; each seed's in any order */
} lt_probe_known;

typedef struct lt_probe_stock_options {
    uint32_t without; /* the view's number of a document that is passed over, or LT_VIEW_NONE */
    unsigned stock;   /* documents */
    const lt_probe_known *known;
    lt_winnow shape;
} lt_probe_stock_options;

/* Sets `stock` of the passages whose side a is not the submission; they are sorted by (document_a, a_begin). */
LEITONG_CHECK int lt_probe_stock_count(const lt_probe_corpus *gathered, const lt_probe_stock_options *options,
                                       lt_passages *passages, leitong_error *error);

#endif

/* probe_stock: stock wording on the indexed side of a passage.
 *
 * Enters: passages of a submission (document b) with indexed documents (a). Leaves: how many matched tokens of each are
 * stock wording, as a scan of all would count them: runs of the indexed document around the passage, as far as they can
 * decide, are looked up in the view, and the documents counted in which they stand, token by token.
 * Owner: the passages are the caller's. Errors: those of view. */
#ifndef LT_PROBE_STOCK_H
#define LT_PROBE_STOCK_H

#include "excerpt.h"
#include "match/phrase.h"

typedef struct lt_probe_stock_options {
    uint32_t without;     /* the view's number of a document that is passed over, or LT_VIEW_NONE */
    unsigned stock;       /* documents */
    const lt_record *own; /* the submission's seeds, sorted */
    size_t own_count;
    lt_winnow shape;
} lt_probe_stock_options;

/* Sets `stock` of the passages whose side a is not the submission; they are sorted by (document_a, a_begin). */
LEITONG_CHECK int lt_probe_stock_count(const lt_excerpt *excerpt, const lt_probe_stock_options *options,
                                       lt_passages *passages, leitong_error *error);

#endif

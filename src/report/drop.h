/* drop: a result → which paragraphs a curator may drop, as JSON Lines.
 *
 * Enters: a result's clusters of paragraphs and its pairs. Leaves: each paragraph that has a verified near-duplicate,
 * in the order of documents: `{"doc","begin","end","cluster","action":"keep"|"drop","reason"}`, and for a drop `kept`:
 * SPAN, and `jaccard` to it. Reasons: medoid, no_kept_neighbour (it has neighbours, and all of them are dropped);
 * neighbour_kept. Owner: none. Errors: those of format.
 *
 * Method: a greedy maximal independent set over the verified pairs, medoids of large clusters first: a paragraph is
 * kept unless a neighbour of its own is kept already. So nothing is dropped by a chain of likenesses, and of what is
 * kept no two are a pair of the result. */
#ifndef LT_REPORT_DROP_H
#define LT_REPORT_DROP_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_drop_report;

#endif

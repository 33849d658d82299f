/* drop: a result → which paragraphs a curator may drop, as JSON Lines.
 *
 * A greedy maximal independent set of the graph of verified pairs, medoids of large clusters first: a paragraph is kept
 * unless one of its own neighbours is kept already. So nothing is dropped through a chain of similar paragraphs, and no
 * two kept paragraphs are a pair of the result.
 * Input: a result's clusters of paragraphs and its pairs. Output: each paragraph that has a verified near-duplicate, in
 * the order of documents: `{"doc","begin","end","cluster","action":"keep"|"drop","reason"}`, and for a drop `kept`:
 * SPAN, and `jaccard` to it. Reasons: medoid, no_kept_neighbour (it has neighbours, and all of them are dropped);
 * neighbour_kept. Ownership: nothing is kept. Errors: those of format.
 * Complexity: O(pairs log pairs); linear in the pairs after sorting. */
#ifndef LT_REPORT_DROP_H
#define LT_REPORT_DROP_H

#include "report/format.h"

LEITONG_CHECK lt_format_write lt_drop_report;

#endif

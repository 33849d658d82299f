/* coverage: counts how much of one document is reused, and from which sources.
 *
 * The document is cut at every border of an interval (a sweep over the borders, depths as differences); between two
 * neighbouring borders all tokens are covered alike. Each source has two attributions: `full` counts all tokens shared
 * with it; `exclusive` gives each token to the source with the largest `full` (of equal ones the first in document
 * order), so that the rows add up to the tokens in passages. Free segments are found by union-find with path halving
 * (Tarjan, van Leeuwen 1984).
 * Input: a document's token intervals that passages share with sources (the document itself may be one), and intervals
 * of phrases, of stock wording and of quotation.
 * Output: the figures of documents.jsonl (FORMATS.md), in tokens, and one row a source.
 * Ownership: lt_coverage is one worker's scratch; rows are valid until its next call.
 * Errors: LEITONG_EMEMORY.
 * Complexity: n log n in the number of intervals, independent of the document's length. */
#ifndef LT_PASSAGES_COVERAGE_H
#define LT_PASSAGES_COVERAGE_H

#include "text/locate.h"

typedef struct lt_covered {
    uint32_t source;
    uint32_t begin, end; /* token numbers within the document */
} lt_covered;

typedef struct lt_source {
    uint32_t source;
    uint32_t exclusive, full;
} lt_source;

typedef struct lt_figures {
    uint32_t reused, without_quotes, without_stock;
    const lt_source *sources; /* largest `full` first */
    size_t source_count;
} lt_figures;

typedef struct lt_coverage_input {
    lt_covered *covered; /* sorted here */
    size_t covered_count;
    const lt_stretch *phrases, *stock, *quotes; /* any order; may overlap */
    size_t phrase_count, stock_count, quote_count;
} lt_coverage_input;

typedef struct lt_coverage lt_coverage;
LEITONG_CHECK int lt_coverage_new(lt_coverage **ret_coverage, leitong_error *error);
void lt_coverage_free(lt_coverage *coverage);
LEITONG_CHECK int lt_coverage_run(lt_coverage *coverage, const lt_coverage_input *input, lt_figures *ret_figures,
                                  leitong_error *error);

#endif

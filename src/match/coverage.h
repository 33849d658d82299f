/* coverage: how much of one document is reused, and from where.
 *
 * Enters: a document's token intervals that passages share with sources (the document itself may be one), intervals of
 * phrases, of stock wording, and a quotation mark for each token. Leaves: the figures of DESIGN.md, "The figures
 * reviewers know", in tokens, and one row a source with two attributions: `full` counts all tokens shared with it;
 * `exclusive` gives each token to the source with the largest `full` (of equals the first in document order), so that
 * the rows add up to the tokens in passages.
 * Owner: lt_coverage is one worker's scratch; rows stand until its next call. Errors: LEITONG_EMEMORY. */
#ifndef LT_COVERAGE_H
#define LT_COVERAGE_H

#include "match/passage.h"

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
    uint32_t tokens;
    lt_covered *covered; /* sorted here */
    size_t covered_count;
    const lt_place *phrases, *stock; /* of this document, any order */
    size_t phrase_count, stock_count;
    const uint8_t *quoted; /* [tokens] */
} lt_coverage_input;

typedef struct lt_coverage lt_coverage;
LEITONG_CHECK int lt_coverage_new(lt_coverage **ret_coverage, leitong_error *error);
void lt_coverage_free(lt_coverage *coverage);
LEITONG_CHECK int lt_coverage_run(lt_coverage *coverage, const lt_coverage_input *input, lt_figures *ret_figures,
                                  leitong_error *error);

#endif

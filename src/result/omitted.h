/* omitted: counts everything that was not compared, by what it is and why.
 *
 * Input: what and reason (one word each) and an error with its place. Output: rows of the result's `skips`, sorted by
 * (what, reason), each with at most OMITTED_EXAMPLES examples: the first in byte order, so that the order of arrival
 * changes nothing. Ownership: lt_omitted is the caller's, the rows of `skips` the result's. Errors: LEITONG_EMEMORY.
 * Complexity: linear in the number of rows for each call; there are as many as kinds of reasons. */
#ifndef LT_RESULT_OMITTED_H
#define LT_RESULT_OMITTED_H

#include "leitong/document.h"
#include "result/result.h"

#define OMITTED_EXAMPLES 5

typedef struct lt_omitted {
    struct lt_omitted_row *rows;
    size_t count, capacity;
} lt_omitted; /* zero it first */

void lt_omitted_clear(lt_omitted *omitted);
LEITONG_CHECK int lt_omitted_add(lt_omitted *omitted, const leitong_skip *skip, leitong_error *error);
/* Many of a kind at once, without examples. */
LEITONG_CHECK int lt_omitted_count(lt_omitted *omitted, const char *what, const char *reason, uint64_t count,
                                   leitong_error *error);
LEITONG_CHECK int lt_omitted_finish(lt_omitted *omitted, leitong_result *result, leitong_error *error);

#endif

/* omitted: everything that was not compared, counted and named with its reason.
 *
 * Enters: what, reason (one word each) and an error with its place. Leaves: rows of the result's `skips`, sorted by
 * (what, reason), each with at most OMITTED_EXAMPLES examples: the first in byte order, so that arrival changes
 * nothing. Owner: lt_omitted. Errors: LEITONG_EMEMORY. */
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

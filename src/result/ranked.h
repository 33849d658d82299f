/* ranked: documents in the order of what they tell.
 *
 * Documents are numbered by their ids; whoever lists them goes by rank (untold salience), of equals by number.
 * Input: a result. Output: numbers of documents. Ownership: the caller's, freed with free(). Errors: LEITONG_EMEMORY.
 * Complexity: linear (radix sort). */
#ifndef LT_RESULT_RANKED_H
#define LT_RESULT_RANKED_H

#include "base/error.h"
#include "leitong/result.h"

LEITONG_CHECK int lt_ranked_documents(const leitong_result *result, uint32_t **ret_numbers, leitong_error *error);

#endif

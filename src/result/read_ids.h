/* read_ids: the number of a document, by its id.
 *
 * A hash table with open addressing and linear probing, at most half full.
 * Input: documents in the order of their numbers. Output: numbers. Ownership: lt_ids is the caller's; the documents
 * must outlive it. Errors: LEITONG_EMEMORY. Complexity: linear to build, expected constant for a look-up. */
#ifndef LT_RESULT_READ_IDS_H
#define LT_RESULT_READ_IDS_H

#include "base/error.h"
#include "leitong/result.h"

typedef struct lt_ids {
    const leitong_result_document *documents;
    uint32_t *slots; /* number + 1; 0 is free */
    size_t mask;
} lt_ids;

/* *ret_twice (may be NULL): the first number whose id stood there before, or LEITONG_NO_DOCUMENT. */
LEITONG_CHECK int lt_ids_init(lt_ids *ids, const leitong_result_document *documents, size_t count, uint32_t *ret_twice,
                              leitong_error *error);
void lt_ids_clear(lt_ids *ids);
/* LEITONG_NO_DOCUMENT where there is none. */
uint32_t lt_ids_find(const lt_ids *ids, const char *id);

#endif

/* shown_memo: what has been found once is not asked of the dictionary again.
 *
 * The windows around edits come again and again: each version of a law is compared with each other one. A hash table of
 * bounded size, which is emptied when it is full; what it gives was compared byte by byte.
 * Input: a key of any bytes. Output: the value that was kept for it. Ownership: the memo keeps copies; what it gives
 * stands until something is added. Errors: LEITONG_EMEMORY. Complexity: linear in the key. */
#ifndef LT_RESULT_SHOWN_MEMO_H
#define LT_RESULT_SHOWN_MEMO_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define LT_SHOWN_MEMO_SLOTS ((size_t)1 << 15)
#define LT_SHOWN_MEMO_BYTES ((size_t)1 << 23)

typedef struct lt_shown_memo {
    uint32_t *slots; /* [LT_SHOWN_MEMO_SLOTS] 1 + where in `bytes` the entry begins; 0: none */
    uint8_t *bytes;  /* entries: size of the key, of the value, key, value */
    size_t size, count;
} lt_shown_memo; /* starts zeroed */

typedef struct lt_shown_bytes {
    const void *bytes;
    size_t size;
} lt_shown_bytes;

void lt_shown_memo_clear(lt_shown_memo *memo);

/* *ret_slot is where `key` belongs; the value kept for it, or NULL. */
const void *lt_shown_memo_find(const lt_shown_memo *memo, lt_shown_bytes key, size_t *ret_slot);
/* Behind a search for the key that found nothing. One that is very large is not kept. */
LEITONG_CHECK int lt_shown_memo_add(lt_shown_memo *memo, size_t slot, lt_shown_bytes key, lt_shown_bytes value,
                                    leitong_error *error);

#endif

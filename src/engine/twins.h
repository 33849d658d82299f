/* twins: which paragraphs of a stretch of text are equal to an earlier one, by their tokens.
 *
 * A hash table with linear probing (Knuth 1998, §6.4, algorithm L), whose seed is random and whose runs are compared
 * themselves, so that no text makes it slow or wrong.
 * Input: runs of word ids, one at a time, of an array that the caller keeps.
 * Output: the number of the first run that is equal.
 * Ownership: lt_twins is one worker's scratch, used for one stretch after the other.
 * Errors: LEITONG_EMEMORY.
 * Complexity: a run costs one hash and about one comparison; memory about 30 bytes a different run. */
#ifndef LT_ENGINE_TWINS_H
#define LT_ENGINE_TWINS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lt_twins lt_twins;

/* A run: ids[begin, begin + count). */
typedef struct lt_twin {
    size_t begin, count;
} lt_twin;

LEITONG_CHECK int lt_twins_new(lt_twins **ret_twins, leitong_error *error);
void lt_twins_free(lt_twins *twins);
/* Forgets all runs, for the next stretch. */
void lt_twins_clear(lt_twins *twins);

/* *ret_number: of the different runs so far the one that equals `run`, which is the last of them where *ret_new. `ids`
 * holds the runs found before, where they were. */
LEITONG_CHECK int lt_twins_find(lt_twins *twins, const uint32_t *ids, lt_twin run, uint32_t *ret_number, bool *ret_new,
                                leitong_error *error);

#endif

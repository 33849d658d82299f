/* numbers: a long array of 32-bit numbers, in memory or, under a memory limit, in a file.
 *
 * Enters: numbers, in order. Leaves: views of any stretch. Owner: lt_numbers; one thread appends, then any number read.
 * Errors: those of spool. */
#ifndef LT_BASE_NUMBERS_H
#define LT_BASE_NUMBERS_H

#include "base/spool.h"

typedef struct lt_numbers {
    uint32_t *held;
    lt_spool *spool; /* NULL: they are in `held` */
    size_t count, capacity;
} lt_numbers; /* zero it first */

/* `folder` as in lt_spool_new. */
LEITONG_CHECK int lt_numbers_init(lt_numbers *numbers, const char *folder, leitong_error *error);
void lt_numbers_clear(lt_numbers *numbers);
LEITONG_CHECK int lt_numbers_append(lt_numbers *numbers, const uint32_t *added, size_t count, leitong_error *error);

/* Views [begin, begin + count). Stands as lt_spool_view says. */
LEITONG_CHECK int lt_numbers_view(const lt_numbers *numbers, size_t begin, size_t count, lt_spool_scratch *scratch,
                                  const uint32_t **ret_numbers, leitong_error *error);

#endif

/* number_array: a long array of 32-bit numbers, in memory or, under a memory limit, in a file.
 *
 * Input: numbers, in order.
 * Output: views of any stretch.
 * Ownership: lt_number_array; one thread appends, then any number of threads read.
 * Errors: those of spool.
 * Complexity: appending is linear; a view costs what it copies, nothing in memory. */
#ifndef LT_BASE_NUMBER_ARRAY_H
#define LT_BASE_NUMBER_ARRAY_H

#include "base/spool.h"

typedef struct lt_number_array {
    uint32_t *items;
    lt_spool *spool; /* NULL: they are in `items` */
    size_t count, capacity;
} lt_number_array; /* zero it first */

/* `folder` as in lt_spool_new. */
LEITONG_CHECK int lt_number_array_init(lt_number_array *numbers, const char *folder, leitong_error *error);
void lt_number_array_clear(lt_number_array *numbers);
LEITONG_CHECK int lt_number_array_append(lt_number_array *numbers, const uint32_t *added, size_t count,
                                         leitong_error *error);

/* Views [begin, begin + count). Stands as lt_spool_view says. */
LEITONG_CHECK int lt_number_array_view(const lt_number_array *numbers, size_t begin, size_t count,
                                       lt_spool_scratch *scratch, const uint32_t **ret_numbers, leitong_error *error);

#endif

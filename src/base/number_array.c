#include "base/number_array.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

int lt_number_array_init(lt_number_array *numbers, const char *folder, leitong_error *error)
{
    lt_number_array made = {NULL, NULL, 0, 0};
    if (folder != NULL) {
        LT_TRY(lt_spool_new(folder, &made.spool, error));
    }
    *numbers = made;
    return 0;
}

void lt_number_array_clear(lt_number_array *numbers)
{
    free(numbers->items);
    lt_spool_free(numbers->spool);
    *numbers = (lt_number_array){NULL, NULL, 0, 0};
}

int lt_number_array_append(lt_number_array *numbers, const uint32_t *added, size_t count, leitong_error *error)
{
    if (numbers->spool != NULL) {
        uint64_t offset = 0;
        LT_TRY(lt_spool_append(numbers->spool, added, count * sizeof *added, &offset, error));
    } else {
        LT_TRY(LT_RESERVE(numbers->items, numbers->capacity, numbers->count + count, error));
        memcpy(numbers->items + numbers->count, added, count * sizeof *added);
    }
    numbers->count += count;
    return 0;
}

int lt_number_array_view(const lt_number_array *numbers, size_t begin, size_t count, lt_spool_scratch *scratch,
                         const uint32_t **ret_numbers, leitong_error *error)
{
    if (numbers->spool == NULL) {
        *ret_numbers = numbers->items + begin;
        return 0;
    }
    const void *bytes = NULL;
    LT_TRY(lt_spool_view(numbers->spool, begin * sizeof(uint32_t), count * sizeof(uint32_t), scratch, &bytes, error));
    *ret_numbers = bytes;
    return 0;
}

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

int lt_buffer_reserve(void *items, size_t *capacity, size_t need, size_t item_size, leitong_error *error)
{
    if (need <= *capacity) {
        return 0;
    }
    size_t grown = *capacity + *capacity / 2;
    if (grown < need) {
        grown = need;
    }
    if (grown < 16) {
        grown = 16;
    }
    if (grown > SIZE_MAX / item_size) {
        return lt_error_memory(error);
    }
    void *array;
    memcpy(&array, items, sizeof array);
    array = realloc(array, grown * item_size);
    if (array == NULL) {
        return lt_error_memory(error);
    }
    memcpy(items, &array, sizeof array);
    *capacity = grown;
    return 0;
}

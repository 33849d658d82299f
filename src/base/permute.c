#include "base/permute.h"

#include <string.h>

void lt_permute(void *items, size_t item_size, uint32_t *order, size_t count, void *spare)
{
    unsigned char *at = items;
    for (size_t first = 0; first < count; first++) {
        if (order[first] == first) {
            continue;
        }
        memcpy(spare, at + first * item_size, item_size);
        size_t to = first;
        while (order[to] != first) {
            size_t from = order[to];
            memcpy(at + to * item_size, at + from * item_size, item_size);
            order[to] = (uint32_t)to;
            to = from;
        }
        memcpy(at + to * item_size, spare, item_size);
        order[to] = (uint32_t)to;
    }
}

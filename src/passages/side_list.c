#include "passages/side_list.h"

#include <stdlib.h>

void lt_side_list_clear(lt_side_list *list)
{
    free(list->items);
    free(list->begins);
    *list = (lt_side_list){0};
}

int lt_side_list_make(const lt_passages *passages, size_t documents, lt_side_list *ret_list, leitong_error *error)
{
    size_t count = 2 * passages->count;
    lt_side_list list = {.items = malloc((count + 1) * sizeof *list.items),
                         .begins = malloc((documents + 1) * sizeof *list.begins),
                         .count = count};
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (list.items == NULL || list.begins == NULL || scratch == NULL) {
        free(scratch);
        lt_side_list_clear(&list);
        return lt_error_memory(error);
    }
    for (size_t side = 0; side < count; side++) {
        lt_place place = lt_side_place(passages, side);
        list.items[side] = (lt_record){(uint64_t)place.document << 32 | place.begin, side};
    }
    lt_radix_sort_records(list.items, scratch, count);
    free(scratch);
    size_t at = 0;
    for (size_t d = 0; d <= documents; d++) {
        while (at < count && list.items[at].key >> 32 < d) {
            at++;
        }
        list.begins[d] = at;
    }
    *ret_list = list;
    return 0;
}

#include "extract/name_index.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_name_index_clear(lt_name_index *index)
{
    free(index->items);
    *index = (lt_name_index){0};
}

int lt_name_index_add(lt_name_index *index, const char *name, size_t at, leitong_error *error)
{
    LT_TRY(LT_RESERVE(index->items, index->capacity, index->count + 1, error));
    index->items[index->count++] = (lt_name_place){name, at};
    index->is_sorted = false;
    return 0;
}

static int name_place_compare(const void *a, const void *b)
{
    const lt_name_place *left = a;
    const lt_name_place *right = b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

bool lt_name_index_find(lt_name_index *index, const char *name, size_t *ret_at)
{
    size_t behind = 0;
    if (name == NULL || index->count == 0) {
        return false;
    }
    if (!index->is_sorted) {
        qsort(index->items, index->count, sizeof *index->items, name_place_compare);
        index->is_sorted = true;
    }
    LT_LOWER_BOUND(behind, index->count, i, strcmp(index->items[i].name, name) <= 0);
    if (behind == 0 || strcmp(index->items[behind - 1].name, name) != 0) {
        return false;
    }
    *ret_at = index->items[behind - 1].at;
    return true;
}

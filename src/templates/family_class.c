#include "templates/family_class.h"

#include "base/compare.h"

#include <stdlib.h>

int lt_classes_init(lt_classes *classes, uint32_t count, leitong_error *error)
{
    uint32_t *parent = malloc(((size_t)count + 1) * sizeof *parent);
    uint8_t *level = calloc((size_t)count + 1, 1);
    if (parent == NULL || level == NULL) {
        free(parent);
        free(level);
        return lt_error_memory(error);
    }
    for (uint32_t i = 0; i < count; i++) {
        parent[i] = i;
    }
    *classes = (lt_classes){count, parent, level};
    return 0;
}

void lt_classes_clear(lt_classes *classes)
{
    free(classes->parent);
    free(classes->level);
    *classes = (lt_classes){0, NULL, NULL};
}

/* Halves the path (Tarjan, van Leeuwen 1984). */
uint32_t lt_classes_find(lt_classes *classes, uint32_t form)
{
    while (classes->parent[form] != form) {
        classes->parent[form] = classes->parent[classes->parent[form]];
        form = classes->parent[form];
    }
    return form;
}

void lt_classes_join(lt_classes *classes, uint32_t a, uint32_t b, uint8_t level)
{
    a = lt_classes_find(classes, a);
    b = lt_classes_find(classes, b);
    if (a == b) {
        return;
    }
    uint32_t first = LT_MIN(a, b);
    uint32_t last = LT_MAX(a, b);
    classes->parent[last] = first;
    level = LT_MAX(classes->level[last], level);
    classes->level[first] = LT_MAX(classes->level[first], level);
}

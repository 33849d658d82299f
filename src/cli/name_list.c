#include "name_list.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

static int name_list_compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

int cli_name_list_hold(const cli_name_list *list, const char *name)
{
    return tfind(name, &list->tree, name_list_compare) != NULL;
}

int cli_name_list_add(cli_name_list *list, const char *name)
{
    if (cli_name_list_hold(list, name)) {
        return 0;
    }
    if (list->count == list->capacity) {
        size_t capacity = 2 * list->capacity + 16;
        char **names = realloc(list->names, capacity * sizeof *names);
        if (names == NULL) {
            return -1;
        }
        list->names = names;
        list->capacity = capacity;
    }
    char *copy = strdup(name);
    if (copy == NULL || tsearch(copy, &list->tree, name_list_compare) == NULL) {
        free(copy);
        return -1;
    }
    list->names[list->count++] = copy;
    return 1;
}

void cli_name_list_clear(cli_name_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        tdelete(list->names[i], &list->tree, name_list_compare);
        free(list->names[i]);
    }
    free(list->names);
    *list = (cli_name_list){0};
}

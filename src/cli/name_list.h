/* name_list: a list of different names, in the order of their coming.
 *
 * A list beside a search tree (tsearch).
 * Input: names.
 * Output: whether one is new.
 * Ownership: the list owns copies; the caller zeroes it first and clears it.
 * Errors: −1 when memory runs out; the list is then as before.
 * Complexity: log n comparisons a name. */
#ifndef LT_CLI_NAME_LIST_H
#define LT_CLI_NAME_LIST_H

#include <stddef.h>

typedef struct cli_name_list {
    char **names;
    size_t count, capacity;
    void *tree; /* tsearch's, of the names */
} cli_name_list;

/* 1: it was new and is in the list now; 0: it is in the list already. */
int cli_name_list_add(cli_name_list *list, const char *name);
int cli_name_list_hold(const cli_name_list *list, const char *name);
void cli_name_list_clear(cli_name_list *list);

#endif

/* names: a list of different names, in the order of their coming.
 *
 * Input: names. Output: whether one is new. Ownership: the list owns copies; the caller zeroes it first and clears it.
 * Errors: −1 when memory runs out; the list is then as before. */
#ifndef LT_CLI_NAMES_H
#define LT_CLI_NAMES_H

#include <stddef.h>

typedef struct cli_names {
    char **names;
    size_t count, capacity;
    void *tree; /* tsearch's, of the names */
} cli_names;

/* 1: it was new and is in the list now; 0: it is in the list already. */
int cli_names_add(cli_names *list, const char *name);
int cli_names_hold(const cli_names *list, const char *name);
void cli_names_clear(cli_names *list);

#endif

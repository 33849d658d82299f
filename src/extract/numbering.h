/* numbering: the lists of a document, and where each stands.
 *
 * A list has levels; each counts its paragraphs, and begins anew where a level above it counted.
 * Input: definitions, then paragraphs in the order of the text. Output: what a word processor shows before each.
 * Ownership: the caller, who zeroes and clears it.
 * Errors: LEITONG_EMEMORY.
 * Complexity: logarithmic in the lists for each paragraph that is in one. */
#ifndef LT_EXTRACT_NUMBERING_H
#define LT_EXTRACT_NUMBERING_H

#include "base/error.h"
#include "extract/label.h"
#include "extract/name_index.h"

#include <stdbool.h>

#define LT_NUMBERING_LEVELS 10
#define LT_NUMBERING_LARGEST 999999L

typedef struct lt_numbering_level {
    lt_label_form form;
    uint32_t start;
    uint32_t now;             /* the number given last; 0: none */
    char text[LT_LABEL_SIZE]; /* what stands around the numbers: 第%1条; %1 is the first level's number */
} lt_numbering_level;

typedef struct lt_numbering_list {
    char *name;
    lt_numbering_level levels[LT_NUMBERING_LEVELS];
} lt_numbering_list;

typedef struct lt_numbering {
    lt_numbering_list *lists;
    size_t count, capacity;
    lt_name_index names;
} lt_numbering;

void lt_numbering_clear(lt_numbering *numbering);
/* NULL where there is none of this name, or `name` is NULL. */
lt_numbering_list *lt_numbering_find(lt_numbering *numbering, const char *name);
/* A list without levels; *ret_list stands until the next one is added. */
LEITONG_CHECK int lt_numbering_add(lt_numbering *numbering, const char *name, lt_numbering_list **ret_list,
                                   leitong_error *error);
/* Counts a paragraph at `level` (from 0), and writes what stands before it: "" before a bullet. */
void lt_numbering_count(lt_numbering_list *list, size_t level, char out[LT_LABEL_SIZE]);
/* The number that a text begins with; `otherwise` where it has none (or is NULL), or one outside [least, most]. */
long lt_numbering_read(const char *text, long least, long most, long otherwise);

#endif

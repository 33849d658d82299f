/* result: the tables behind include/leitong/result.h.
 *
 * Input: rows, from a scan (engine) or from a result directory (result/read.c). Output: the public views.
 * Ownership: the result owns all arrays, strings (in one list) and the context of `text`: a corpus after a scan, the
 * folder's name after reading. Errors: LEITONG_EMEMORY. Complexity: amortised constant for each row and string. */
#ifndef LT_RESULT_RESULT_H
#define LT_RESULT_RESULT_H

#include "leitong/result.h"

#include <stdbool.h>

/* One growing table; `items` has the row type that the accessor names. */
typedef struct lt_table {
    void *items;
    size_t count, capacity;
} lt_table;

/* Stock wording of a document, in tokens; ascending, disjoint. Only the gate reads it: no file holds it. */
typedef struct lt_result_stock {
    uint32_t document, begin, end;
} lt_result_stock;

/* Gives a document's source bytes; set by whoever made the result. *ret_bytes is malloc'd. */
typedef int (*lt_result_text)(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                              leitong_error *error);

struct leitong_result {
    leitong_result_run run;
    lt_table documents, pairs, clusters, members, passages, edits, phrases, places, sources, skips;
    lt_table templates, parts, slots, fills, template_members, ranges, swaps, swap_places, left_behind;
    lt_table stock;   /* lt_result_stock; empty where the result was read from a folder */
    lt_table strings; /* char *: every string that a row points to and that is not the corpus's */
    lt_result_text text;
    void *text_context;
    void (*text_free)(void *context);
};

LEITONG_CHECK int lt_result_new(leitong_result **ret_result, leitong_error *error);
/* Room for one more row of `size` bytes, zeroed; *ret_row is valid until the table grows. */
LEITONG_CHECK int lt_result_add(lt_table *table, size_t size, void *ret_row, leitong_error *error);
/* Room for `count` zeroed rows behind those of the table; its items are then not NULL. */
LEITONG_CHECK int lt_result_rows(lt_table *table, size_t count, size_t size, leitong_error *error);
/* A copy that lives as long as the result; NULL stays NULL. */
LEITONG_CHECK int lt_result_string(leitong_result *result, const char *text, const char **ret_copy,
                                   leitong_error *error);

#endif

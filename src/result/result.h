/* result: the tables behind include/leitong/result.h.
 *
 * Input: rows, from a scan (engine) or from a result directory (result/read.c). Output: the public views.
 * Ownership: the result owns all arrays, strings (in one list) and the context of `text`: a corpus after a scan, the
 * folder's name after reading. Errors: LEITONG_EMEMORY; under a memory limit those of mapped. Complexity: amortised
 * constant for each row and string. */
#ifndef LT_RESULT_RESULT_H
#define LT_RESULT_RESULT_H

#include "base/mapped.h"
#include "leitong/result.h"

#include <stdbool.h>

/* Of a result directory; it rises when an older version could misread a newer one, or the other way round. */
#define LT_RESULT_FORMAT 5

/* One growing table; `items` has the row type that the accessor names. Starts zeroed. */
typedef struct lt_table {
    void *items;
    size_t count, capacity;
    const char *folder; /* NULL: it stays in memory; otherwise what is larger than LT_TABLE_HELD goes to a file there */
    lt_mapped *mapped;  /* NULL: `items` is in memory */
} lt_table;

#define LT_TABLE_HELD LT_MAPPED_STEP /* bytes of a table that stay in memory */

/* Tokens of a document that figures leave out. Only the gate reads them: no file holds them. */
enum lt_label_kind { LT_LABEL_STOCK, LT_LABEL_QUOTED, LT_LABEL_EXCLUDED, LT_LABEL_BOILERPLATE };
typedef struct lt_result_label {
    uint32_t document, begin, end;
    uint32_t kind;
} lt_result_label;

/* Gives a document's source bytes; set by whoever made the result. *ret_bytes is malloc'd. */
typedef int (*lt_result_text)(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                              leitong_error *error);

struct leitong_result {
    leitong_result_run run;
    lt_table documents, pairs, clusters, members, passages, edits, shown_edits, cases, case_passages, texts,
        text_places, phrases, places, sources, boilerplate, skips;
    lt_table templates, parts, slots, fills, template_members, ranges, adapted, swaps, swap_places, left_behind;
    lt_table labels;  /* lt_result_label; empty where the result was read from a folder */
    lt_table strings; /* char *: every string that a row points to and that is not the corpus's */
    lt_result_text text;
    void *text_context;
    void (*text_free)(void *context);
    char *folder; /* of the tables; NULL without a memory limit */
};

LEITONG_CHECK int lt_result_new(leitong_result **ret_result, leitong_error *error);
/* From now on tables that grow large stand in files of `folder`, not in memory; before there is a row. */
LEITONG_CHECK int lt_result_spill(leitong_result *result, const char *folder, leitong_error *error);
void lt_table_clear(lt_table *table);
/* A hint: whoever goes through the table in order has done with the row of `size` bytes at `row`. Without it rows that
 * were read stay in memory until the system wants it for something else. */
void lt_table_passed(const lt_table *table, const void *row, size_t size);
/* Room for one more row of `size` bytes, zeroed; *ret_row is valid until the table grows. */
LEITONG_CHECK int lt_result_add(lt_table *table, size_t size, void *ret_row, leitong_error *error);
/* Room for `count` zeroed rows behind those of the table; its items are then not NULL. */
LEITONG_CHECK int lt_result_rows(lt_table *table, size_t count, size_t size, leitong_error *error);
/* A copy that lives as long as the result; NULL stays NULL. */
LEITONG_CHECK int lt_result_string(leitong_result *result, const char *text, const char **ret_copy,
                                   leitong_error *error);

#endif

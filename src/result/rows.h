/* rows: the rows of a result as JSON, for a result directory and for the json report (FORMATS.md gives every key).
 *
 * Input: a result. Output: objects in a lt_json, one a line or as members of an open list. Ownership: nothing is kept.
 * Errors: those of span_text, where a text that was not kept is null; a failed write is kept in lt_json until
 * lt_json_end. After a failure the JSON is not complete. Complexity: linear in the rows and the texts written. */
#ifndef LT_RESULT_ROWS_H
#define LT_RESULT_ROWS_H

#include "base/json_write.h"
#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_rows {
    const leitong_result *result;
    const unsigned char *kept; /* [document] the folder holds its text; NULL: there is no folder, and no key `text` */
    bool lines;                /* a row is a line */
    bool texts;                /* with the text of passages, edits and clusters */
} lt_rows;

typedef int lt_rows_write(const lt_rows *rows, lt_json *json, leitong_error *error);
LEITONG_CHECK lt_rows_write lt_rows_run, lt_rows_documents, lt_rows_pairs, lt_rows_passages, lt_rows_cases,
    lt_rows_texts, lt_rows_clusters, lt_rows_phrases, lt_rows_templates, lt_rows_adapted, lt_rows_swaps,
    lt_rows_left_behind;

/* What rows are made of. */
void lt_rows_end(const lt_rows *rows, lt_json *json); /* in a file of lines its line's end, in one document nothing */
void lt_rows_span(const lt_rows *rows, lt_json *json, const char *key, const leitong_span *span);
/* A list of more values than are listed ends with how many are not. */
void lt_rows_more(lt_json *json, uint64_t all, size_t listed);
void lt_rows_span_members(const lt_rows *rows, lt_json *json, const leitong_span *span);
/* Key "text" with a span's text, or null where it was not kept. */
LEITONG_CHECK int lt_rows_span_text(const lt_rows *rows, lt_json *json, const leitong_span *span, leitong_error *error);
/* Key "text" with a text's number, or null. */
void lt_rows_text_number(lt_json *json, uint32_t text);
void lt_rows_options(const leitong_result_run *run, lt_json *json); /* the options in force, as members */
void lt_rows_range(lt_json *json, const char *key, uint64_t begin, uint64_t end);

#endif

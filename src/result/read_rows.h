/* read_rows: lines of a result directory's files → rows of a result.
 *
 * Input: the name of a result directory, and a result; documents.jsonl is read first. Output: the result's tables;
 * spans lie inside their documents, edits inside their passages. Ownership: the result owns the rows; lt_row_reader
 * owns the table of ids. Errors: LEITONG_EDAMAGED (file and byte), LEITONG_ESYSTEM, LEITONG_EMEMORY. Complexity: linear
 * in the files. */
#ifndef LT_RESULT_READ_ROWS_H
#define LT_RESULT_READ_ROWS_H

#include "result/read_ids.h"
#include "result/read_json.h"
#include "result/result.h"

typedef struct lt_row_reader {
    leitong_result *result;
    lt_ids ids;
    lt_table texts; /* char *: name of each document's kept text, the result's string; NULL where it was not kept */
    uint64_t text_count; /* of texts.jsonl, as run.json says */
} lt_row_reader;

typedef int (*lt_rows_read)(lt_row_reader *rows, lt_lines *lines);

/* Each reads the current row of `lines`. */
int lt_rows_document(lt_row_reader *rows, lt_lines *lines); /* all but its sources */
int lt_rows_sources(lt_row_reader *rows, lt_lines *lines);  /* of the same line, once all ids are known */
int lt_rows_pair(lt_row_reader *rows, lt_lines *lines);
int lt_rows_passage(lt_row_reader *rows, lt_lines *lines);
int lt_rows_case(lt_row_reader *rows, lt_lines *lines); /* passages are read before */
int lt_rows_text(lt_row_reader *rows, lt_lines *lines);
int lt_rows_cluster(lt_row_reader *rows, lt_lines *lines);
int lt_rows_phrase(lt_row_reader *rows, lt_lines *lines);
int lt_rows_template(lt_row_reader *rows, lt_lines *lines);
int lt_rows_adapted_pair(lt_row_reader *rows, lt_lines *lines);
int lt_rows_swap(lt_row_reader *rows, lt_lines *lines);
int lt_rows_left(lt_row_reader *rows, lt_lines *lines);

/* What rows are read with; as the getters of read_json.h, they do nothing after a failure. */
leitong_span lt_read_span(const lt_row_reader *rows, lt_lines *lines, const lt_json_node *object);
/* A list of values, whose last may be {"more":N}: the values that are listed, and *ret_more of which none is. */
const lt_json_node *lt_read_listed(lt_lines *lines, const lt_json_node *object, const char *key, size_t *ret_count,
                                   uint64_t *ret_more);
/* The row's "text": a number or null. */
uint32_t lt_read_text_number(const lt_row_reader *rows, lt_lines *lines);
uint32_t lt_read_doc(const lt_row_reader *rows, lt_lines *lines, const lt_json_node *object, const char *key);
const char *lt_read_keep(lt_row_reader *rows, lt_lines *lines, const char *text); /* lives on with the result */
/* The row's number stands at `key`: the `count` rows before it have those from 0. */
void lt_read_numbered(lt_lines *lines, const char *key, size_t count);
/* The first place of the row before and of this one: documents stand in the order of ids, then of bytes. */
void lt_read_in_order(lt_lines *lines, const leitong_span *before, const leitong_span *now);
void lt_read_add(lt_lines *lines, lt_table *table, size_t size, void *ret_row);

/* Calls `read` for every row of a file and checks their number against the one in run.json. */
LEITONG_CHECK int lt_rows_file(lt_row_reader *rows, const char *dir, const char *name, uint64_t count,
                               lt_rows_read read, leitong_error *error);

#endif

/* text_rows: what the sections of a report for a terminal are made of: headings, places, and the weightiest rows.
 *
 * Input: a result, and where its report goes. Output: lines in a FILE. Ownership: lt_text_rows is the report's.
 * Errors: those of the FILE, which the report checks at its end. Complexity: linear in the rows. */
#ifndef LT_REPORT_TEXT_ROWS_H
#define LT_REPORT_TEXT_ROWS_H

#include "leitong/result.h"
#include "report/text_wrap.h"

#include <stdbool.h>

#define LT_TEXT_ROWS 20 /* findings shown of each kind */

typedef struct lt_text_rows {
    const leitong_result *result;
    const leitong_result_document *documents;
    FILE *file;
    lt_text_wrap wrap;
    bool is_zh;
} lt_text_rows;

/* Both are literals, so that the compiler still checks a format's arguments. */
#define LT_TEXT_SAY(t, en, zh) ((t)->is_zh ? (zh) : (en))

/* How much a row weighs; larger comes first, of equals the first. */
typedef uint64_t lt_text_weight(const leitong_result *result, size_t row);

/* The weightiest of `count` rows, at most LT_TEXT_ROWS; a row of weight 0 is none. Returns how many. */
size_t lt_text_best(const leitong_result *result, size_t count, lt_text_weight *weight, size_t best[LT_TEXT_ROWS]);
void lt_text_heading(lt_text_rows *t, const char *words, size_t shown, size_t count);
void lt_text_place(lt_text_rows *t, const leitong_span *span);
void lt_text_put(lt_text_rows *t, const char *text);

#endif

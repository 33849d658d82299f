/* line: where the units of a text stand along another text.
 *
 * Input: a line, and texts, as ids of units. Output: for each text the runs of units that stand in columns of the line,
 * in the order of both. Anchors are runs around LT_LINE_GRAM units that the line has once; of them those that rise in
 * both and match most are taken (chaining with a bounded look-back, as minimap2: Li 2018). Between two anchors, where
 * both sides are short, matches earn LT_LINE_MATCH and each break costs LT_LINE_BREAK (Gotoh 1982), so that a lone
 * chance match is worth hardly more than none; of equal ways the one whose matches stand leftmost is taken.
 *
 *     line  第 N 届 全 国 人 民 代 表 大 会 听 取 了 …      table: 第N届 → 0, N届全 → 1, …
 *     text  第 N 届 全 国 代 表 会 议 听 取 了 …            runs: 第N届全国 0+5, 代表 7+2, 会 10+1, 听取了 11+3
 *
 * Ownership: lt_line is one worker's scratch; runs stand until the next call. Errors: LEITONG_EMEMORY. Complexity:
 * linear in line and text, with LT_LINE_CELLS for each gap between anchors. */
#ifndef LT_TEMPLATES_LINE_H
#define LT_TEMPLATES_LINE_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define LT_LINE_GRAM 3
#define LT_LINE_MATCH 4
#define LT_LINE_BREAK 3
#define LT_LINE_CELLS (1U << 13) /* units times columns between two anchors; more stay unmatched */

typedef struct lt_line_run {
    uint32_t unit, column, length;
} lt_line_run;

typedef struct lt_line {
    const uint32_t *ids;
    uint32_t count;
    uint32_t *table; /* open addressing: a gram's column + 1; 0: free */
    uint32_t table_mask;
    lt_line_run *anchors; /* of one text … */
    uint32_t *scores;     /* … and what the best chain that ends in each earns, and the one before: [anchor × 2] */
    lt_line_run *runs;
    size_t run_count;
    int32_t *cells; /* of one gap: the best way that ends in a match, and the best way, [cell × 2] */
    size_t table_capacity, anchor_capacity, score_capacity, run_capacity, cell_capacity;
} lt_line; /* zero it first */
void lt_line_clear(lt_line *line);

/* The ids must stand as long as texts are aligned. */
LEITONG_CHECK int lt_line_open(lt_line *line, const uint32_t *ids, uint32_t count, leitong_error *error);

/* line->runs of a text. */
LEITONG_CHECK int lt_line_align(lt_line *line, const uint32_t *ids, uint32_t count, leitong_error *error);

/* How many units of a text stand in runs of LT_LINE_GRAM and more; 0 where there can't be `least`. */
LEITONG_CHECK int lt_line_covered(lt_line *line, const uint32_t *ids, uint32_t count, uint32_t least,
                                  uint32_t *ret_covered, leitong_error *error);

#endif

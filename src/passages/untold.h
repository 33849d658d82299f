/* untold: orders rows by what they tell that rows before them have not told.
 *
 * Rows are taken by salience; then tokens that a row taken covers count nothing for the others. What a row tells can
 * only shrink, so a priority queue whose values are corrected when they come to the top gives the greedy order (lazy
 * evaluation of a submodular function: Minoux 1978): a row whose corrected value is still the largest is taken.
 *
 *   queue   c 90  a 80  b 70        c is taken; a tells 30 of what c told
 *           a 80  b 70     → a is corrected to 50, and goes back
 *           b 70  a 50     → b is corrected to 70, and taken
 *
 * A row has one or two sides, stretches of tokens; a token counts once a side, and the smaller side counts. The first
 * LT_UNTOLD_ROWS rows are exact, while all corrections together take at most LT_UNTOLD_EFFORT times the work of looking
 * at every row once; the others follow by plain salience. Of equals the row that stands first comes first.
 * Input: rows, and the weights of tokens (salience). Output: each row's plain salience, and their order.
 * Ownership: lt_untold, freed by the caller. Errors: LEITONG_EMEMORY.
 * Complexity: n log n in rows, and LT_UNTOLD_EFFORT times the rows' stretches (a word of 64 tokens at a time). */
#ifndef LT_PASSAGES_UNTOLD_H
#define LT_PASSAGES_UNTOLD_H

#include "passages/salience.h"

#define LT_UNTOLD_ROWS 2000
#define LT_UNTOLD_EFFORT 16

typedef struct lt_untold lt_untold;
LEITONG_CHECK int lt_untold_new(const lt_salience *salience, size_t documents, lt_untold **ret_untold,
                                leitong_error *error);
void lt_untold_free(lt_untold *untold);

/* To be called for each stretch of a row's side, and for each place that a row covers. */
typedef void lt_untold_visit(lt_untold *untold, const lt_place *place);

typedef struct lt_untold_rows {
    unsigned sides; /* 1 or 2 */
    void (*side)(const void *context, size_t row, unsigned side, lt_untold *untold, lt_untold_visit *visit);
    /* Whether the stretches of each side are disjoint: then nobody looks whether a token was counted already. */
    bool (*disjoint)(const void *context, size_t row);
    /* What is told once the row is taken. */
    void (*tell)(void *context, size_t row, lt_untold *untold, lt_untold_visit *visit);
    void *context;
} lt_untold_rows;

/* What each of `count` rows tells by itself. ret_plain: [row]; ret_tokens: how many tokens, [row × sides + side], or
 * NULL. Before the rows are ordered. */
void lt_untold_measure(lt_untold *untold, const lt_untold_rows *rows, size_t count, uint64_t *ret_plain,
                       uint64_t *ret_tokens);

/* order: the numbers of `count` of the rows measured, ascending; then in their order. Begins with nothing told. */
LEITONG_CHECK int lt_untold_order(lt_untold *untold, const lt_untold_rows *rows, uint32_t *order, size_t count,
                                  const uint64_t *plain, leitong_error *error);

#endif

/* edit_script: the edits that turn a stretch of one document into a stretch of another, as left-aligned blocks.
 *
 * Contiguous edits are one block, and each block is as far left as equal tokens allow, so that two alignments of the
 * same cost are written the same way (left alignment of indels, as in the normalisation of variants: Tan, Abecasis,
 * Kang 2015).
 * Input: edits in rising order; token numbers within documents.
 * Output: an edit script, and what its blocks cost an alignment.
 * Ownership: the caller of lt_edit_script.
 * Errors: LEITONG_EMEMORY.
 * Complexity: linear in the edits and the tokens that they are moved over. */
#ifndef LT_PASSAGES_EDIT_SCRIPT_H
#define LT_PASSAGES_EDIT_SCRIPT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Whole documents; the same twice for a document with itself. */
typedef struct lt_sides {
    const uint32_t *a, *b;
    uint32_t a_count, b_count;
    bool self;
} lt_sides;

/* a[a_begin, a_end) became b[b_begin, b_end); one of the two may be empty, never both. */
typedef struct lt_edit {
    uint32_t a_begin, a_end, b_begin, b_end;
} lt_edit;

typedef struct lt_edit_script {
    lt_edit *items;
    size_t count, capacity;
} lt_edit_script; /* zero it first */
void lt_edit_script_clear(lt_edit_script *edits);

/* Appends an edit; one that begins where the last ends becomes part of it. An empty edit is none. */
LEITONG_CHECK int lt_edit_script_add(lt_edit_script *edits, lt_edit edit, leitong_error *error);

/* Moves every block left over equal tokens, down to `a_begin` and `b_begin`, where the alignment begins; blocks that
 * meet become one, and a block is shortened by equal tokens at its ends. */
void lt_edit_script_left_align(lt_edit_script *edits, const lt_sides *sides, uint32_t a_begin, uint32_t b_begin);

/* What a block costs an alignment in which an equal token earns 1. A block is one event, not n: with n tokens on the
 * longer side and m on the shorter it costs 2, 4, then n + 2 up to max(10, min(m + 2, 20)); each token over 40 costs
 * half a token more. So a swapped name costs little more than its tokens; a line put in costs 10, less than any run of
 * 13 tokens beside it earns; a paragraph put in soon costs more than a heading on its far side. */
uint32_t lt_edit_cost(lt_edit edit);

/* How many tokens from a[i], b[j] on are equal in a row, at most `most`. */
uint32_t lt_edit_equal_after(const uint32_t *a, const uint32_t *b, uint32_t most);
/* The same before a[i], b[j]: a[-1] and b[-1] are the first compared. */
uint32_t lt_edit_equal_before(const uint32_t *a, const uint32_t *b, uint32_t most);

#endif

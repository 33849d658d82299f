/* case_alignment: a case aligned as a whole, word by word.
 *
 *      passages            ├─────┤   ├────────┤        gaps between them, and 60 tokens before and behind, are
 *      alignment      ├───────────────────────────┤    aligned too (wavefront)
 *
 * Passages that don't follow one another on both sides begin an alignment of their own. Then
 *   - an equal token stays equal only if its word has the same borders on both sides and is aligned as a whole, or
 * three tokens before it and three behind it are aligned with it;
 *   - a token between one or two that one side has alone and as many of the other's goes: 桃源, 仙桃;
 *   - a single equal token between two edits goes, where the edits' longer sides are 7 tokens or more together, or it
 *     joins names (和);
 *   - the begin and the end of a line are anchors: what stands between one and the first or last equal token, at most
 * 14 tokens on both sides, is an edit too. Input: the passages of a case and views of both documents. Output: blocks in
 * order: equal ones and edits; an edit has tokens on both sides. Ownership: lt_case_aligner is one worker's scratch and
 * holds the blocks until the next call. Errors: LEITONG_EMEMORY. Complexity: linear in the passages; the gaps are at
 * most 200 tokens long. */
#ifndef LT_NAMES_CASE_ALIGNMENT_H
#define LT_NAMES_CASE_ALIGNMENT_H

#include "names/document_view.h"
#include "passages/trim.h"

typedef struct lt_aligned_block {
    lt_edit span;
    bool equal;
} lt_aligned_block;

typedef struct lt_case_aligner {
    lt_aligned_block *blocks;
    size_t count, capacity;
    lt_wavefront wavefront; /* scratch */
    lt_edit_script script;
    uint32_t *partners; /* [token of a − a_begin]: its equal token in b */
    uint8_t *kept;
    size_t partner_capacity, kept_capacity;
} lt_case_aligner; /* zero it first */
void lt_case_aligner_clear(lt_case_aligner *aligner);

/* Appends the blocks of a case; `numbers`: of its passages, ascending. */
LEITONG_CHECK int lt_case_align(lt_case_aligner *aligner, const lt_passages *passages, const uint32_t *numbers,
                                size_t count, const lt_name_view views[2], leitong_error *error);

#endif

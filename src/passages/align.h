/* align: chains of hits → passages with exact borders and edits.
 *
 * Enters: the token ids of two documents (the same twice for a document with itself) and chains of hits.
 * Leaves: passages: ends extended by X-drop (Zhang, Schwartz, Wagner, Miller 2000), the inside aligned by banded edit
 * distance with traceback, cut at bad stretches (maximal scoring segments: Ruzzo, Tompa 1999), each beginning and
 * ending on equal tokens. In a document with itself the two spans of a passage are disjoint. Owner: lt_align is one
 * worker's scratch; passages and edits are appended to the caller's list. Errors: LEITONG_EMEMORY; the caller's list is
 * then as long as before. */
#ifndef LT_PASSAGES_ALIGN_H
#define LT_PASSAGES_ALIGN_H

#include "passages/chain.h"
#include "passages/depth_limit.h"
#include "passages/trim.h"

typedef struct lt_align lt_align;
LEITONG_CHECK int lt_align_new(const lt_align_options *options, lt_align **ret_align, leitong_error *error);
void lt_align_free(lt_align *align);

/* Whether an end that was extended came to a border of the documents since the last call: had they gone on, it might
 * have, too. */
bool lt_align_bounded(lt_align *align);

/* The longest run of a passage, wherever its edits stand. */
void lt_align_measure(const lt_sides *sides, const lt_edit *edits, lt_passage *passage);

/* An end goes no further from its chain than so many times the tokens that the chain's hits tell of, besides equal
 * ones: where texts are alike at every place (lists, forms), a hit says little about what is far off. */
#define LT_ALIGN_REACH 24

/* A place of a or b on the axis on which both sides' places are counted (depth.h). */
lt_depth_limit_span lt_align_span(lt_edit spans, bool of_b, bool self);

/* How many passages of a pair may stand over one token of those that contract 1 does not demand: chance makes many in
 * lists and in text of few letters. */
#define LT_ALIGN_DEPTH 2

/* One document pair: all its chains, the best first as lt_chain_run gives them, merged (merge.h). A chain that a
 * passage of the better ones already holds on both sides is not aligned, nor one without a run where
 * LT_ALIGN_DEPTH passages without one stand already: that keeps repetitive text near linear. */
LEITONG_CHECK int lt_align_pair(lt_align *align, const lt_sides *sides, const lt_chains *chains, unsigned width,
                                lt_passages *passages, leitong_error *error);

#endif

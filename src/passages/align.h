/* align: aligns the chains of one document pair, which gives passages with exact borders and edits.
 *
 *      chain       ■■■■    ■■■■      ■■■■              hits of equal tokens, rising in both documents
 *      grown      ■■■■■■■  ■■■■■■  ■■■■■■■             the outermost hits go on while tokens are equal
 *      aligned  ■┤├■■■■■■┤├■■■■■■┤├■■■■■■■┤├■■         edits between the hits (anchored_alignment), ends extended by
 *                                                      X-drop (wavefront)
 *      cut         ■■■■■■┤├■■■■■■┤├■■■■■■■             at its bad stretches (trim)
 *
 * The passages of all chains are then merged (merge), so that each copied text is in one passage.
 * Chains come the best first. A chain is skipped when a passage of a better one contains it on both sides; when it is a
 * lone short hit at whose ends no equal token is near; or when it has no run of `run` equal tokens where as many
 * passages without one overlap already as may stay (undemanded). The ends of a chain are extended by `run` tokens
 * only where on both sides as many ends of passages, outside their runs, overlap already. That keeps repetitive text
 * near linear. Input: the token ids of two documents (the same twice for a document with itself) and chains of hits.
 * Output: passages, each beginning and ending on equal tokens. In a document with itself its two spans are disjoint.
 * Ownership: lt_align is one worker's scratch; passages and edits are appended to the caller's list.
 * Errors: LEITONG_EMEMORY; the caller's list is then as long as before.
 * Complexity: that of the alignments: tokens + edits² between two hits; tokens × a few diagonals at an end. */
#ifndef LT_PASSAGES_ALIGN_H
#define LT_PASSAGES_ALIGN_H

#include "passages/chain.h"
#include "passages/trim.h"

typedef struct lt_align lt_align;
LEITONG_CHECK int lt_align_new(const lt_align_options *options, lt_align **ret_align, leitong_error *error);
void lt_align_free(lt_align *align);

/* Whether since the last call an end was extended to a border of the documents: in longer ones it might go further. */
bool lt_align_bounded(lt_align *align);

/* An end is extended by at most so many times the tokens that the chain's hits cover, besides equal ones: where texts
 * are alike at every place (lists, forms), a hit says little about what is far off. */
#define LT_ALIGN_REACH 24

/* Aligns all chains of one document pair, which are in the order of lt_chain_run, and merges the passages. `width`:
 * tokens of a hit. */
LEITONG_CHECK int lt_align_pair(lt_align *align, const lt_sides *sides, const lt_chains *chains, unsigned width,
                                lt_passages *passages, leitong_error *error);

#endif

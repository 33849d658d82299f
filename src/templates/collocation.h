/* collocation: how firmly neighbouring letters are tied, by the corpus' own counts.
 *
 * Input: pairs and triples of letters of scripts without word spaces (Han and the like) that somebody asks about, then
 * a settled corpus. Output: how often each stands in it, and whether what stands before a pair, and behind it, varies.
 * A border inside a word is told from one between words so: letters of one word stand together far more often than by
 * chance (mutual information: Sproat, Shih 1990), and where a word begins or ends its neighbours vary (accessor
 * variety: Feng, Chen, Deng, Zheng 2004; Jin, Tanaka-Ishii 2006). Work: one look at every token. Memory: 30 bytes for
 * each pair or triple and worker, and 1 MB a worker. Ownership: lt_collocations. Errors: LEITONG_EMEMORY; those of
 * corpus.
 */
#ifndef LT_TEMPLATES_COLLOCATION_H
#define LT_TEMPLATES_COLLOCATION_H

#include "base/workers.h"
#include "text/corpus.h"

#include <stdbool.h>

#define LT_COLLOCATION_INFORMATION 4.5 /* bits that letters of one word tell of one another, at least */
#define LT_COLLOCATION_VARIETY 3       /* different neighbours that tell of a border */

typedef struct lt_collocations lt_collocations;
LEITONG_CHECK int lt_collocations_new(lt_collocations **ret_bonds, leitong_error *error);
void lt_collocations_free(lt_collocations *bonds);

/* Whether a token is such a letter. */
static inline bool lt_collocation_letter(uint32_t token)
{
    return token >= 0x2E80 && token < 0x40000;
}

/* Asks about the letters a, b and, unless 0, c. */
LEITONG_CHECK int lt_collocations_want(lt_collocations *bonds, uint32_t a, uint32_t b, uint32_t c,
                                       leitong_error *error);

/* Counts. Nothing is asked for after it. */
LEITONG_CHECK int lt_collocations_count(lt_collocations *bonds, const lt_corpus *corpus, lt_workers *workers,
                                        leitong_error *error);

/* Whether `inner` and `outer`, neighbours in this order when `left` is false, stand in one word, so that a border
 * between them cuts it: `outer` lies outside the border, `beyond` (0: nothing, or no letter) is what stands beyond it.
 * All pairs and the triple must have been asked for. */
bool lt_collocations_cut(const lt_collocations *bonds, uint32_t inner, uint32_t outer, uint32_t beyond, bool left);

#endif

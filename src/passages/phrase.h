/* phrase: finds runs in many places (phrases) and wording in many documents (stock wording).
 *
 * A phrase is a maximal series of neighbouring windows of `run` tokens that have the same more than `hot` places, so
 * that all its places have the same tokens; where the set of places changes, another row begins (and overlaps it by
 * run − 1 tokens).
 * Stock wording (ARCHITECTURE.md, contract 11): a run of `run` tokens counts when it occurs in at least `stock`
 * documents. Runs that count and begin at consecutive tokens form a stretch, from the first token of the first to the
 * last of the last. A stretch of at most LT_STOCK_LONGEST tokens is stock wording; a longer one is copying, and its
 * tokens are no stock wording where another stretch overlaps it either.
 * Input: phrase parts and marks (posting).
 * Output: phrases with their places; stretches of stock wording.
 * Ownership: the caller.
 * Errors: those of spool.
 * Complexity: a sort of the parts, and the places of each; a bit a token for stock wording. */
#ifndef LT_PASSAGES_PHRASE_H
#define LT_PASSAGES_PHRASE_H

#include "passages/align.h"
#include "passages/posting.h"

#define LT_STOCK_LONGEST 40 /* tokens */

typedef struct lt_place {
    uint32_t document;
    uint32_t begin, end; /* token numbers within the document */
} lt_place;

typedef struct lt_phrase {
    size_t place_begin; /* in `places` */
    uint32_t place_count;
    uint32_t documents; /* distinct documents among the places */
} lt_phrase;

typedef struct lt_phrases {
    lt_phrase *items; /* sorted by their first place */
    size_t count, capacity;
    lt_place *places; /* of a phrase: ascending; all of the same tokens */
    size_t place_count, place_capacity;
} lt_phrases; /* zero it first */
void lt_phrases_clear(lt_phrases *phrases);

/* Sorts postings->parts. */
LEITONG_CHECK int lt_phrase_run(lt_postings *postings, unsigned run, lt_phrases *phrases, leitong_error *error);

typedef struct lt_stock {
    lt_place *stretches; /* ascending, disjoint */
    size_t count, capacity;
    size_t *begins; /* [document + 1]: its stretches are [begins[d], begins[d + 1]) */
} lt_stock;         /* zero it first */
void lt_stock_clear(lt_stock *stock);

/* `marks` as lt_postings.stock. */
LEITONG_CHECK int lt_stock_find(const lt_corpus *corpus, const uint64_t *marks, unsigned run, lt_stock *stock,
                                leitong_error *error);
/* How many matched tokens of a passage are stock wording on its a side. */
uint32_t lt_stock_matched(const lt_stock *stock, const lt_passage *passage, const lt_edit *edits);

#endif

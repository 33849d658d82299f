/* swap: which words of one document were replaced by which of another, again and again.
 *
 * Input: the passages of one document pair, with their edits, and a vocabulary of names. Output: substitutions
 * from → to, with every place. What counts as a place of `from` → `to` (FORMATS.md, swaps.jsonl):
 *   - an edit whose two sides they are;
 *   - the two parts of an edit that ends in 市 縣 镇 … on both sides: 沅东市→柳浦县 is 沅东→柳浦 and 市→县 as well;
 *   - a part of an edit with equally many tokens on both sides, at one offset, where it stands as an edit elsewhere;
 *   - a name of the vocabulary that holds an edit, where what is aligned with it is a name too: 北→南 inside 湖北→湖南.
 * A part that never stands outside such a name is not listed by itself. A place of either document counts once, in its
 * weightiest passage. A substitution has a row when it has two places, or when both sides are names of one kind: those
 * wait for proof (swap_settle). One Han numeral for another has none. Edits with more than LT_NAME_LONGEST tokens on a
 * side are rewritten text, not swaps. Work: by the number of edits. Units: token numbers within documents. Ownership:
 * lt_swap_maker is one worker's scratch; rows and places are appended to the caller's. Errors: LEITONG_EMEMORY; those
 * of corpus. */
#ifndef LT_NAMES_SWAP_H
#define LT_NAMES_SWAP_H

#include "names/vocabulary.h"
#include "passages/passage.h"

typedef struct lt_swap_place {
    uint32_t a_begin, a_end, b_begin, b_end;
} lt_swap_place;

typedef struct lt_swap {
    uint32_t document_a, document_b;
    uint32_t from, to;             /* words of the vocabulary, or LT_VOCABULARY_NONE */
    uint32_t from_token, to_token; /* where both sides are one token; otherwise 0 */
    lt_swap_place first;
    size_t place_begin;
    size_t count; /* places, by a_begin, b_begin */
} lt_swap;

typedef struct lt_swaps {
    lt_swap *items; /* of a pair, once settled: by first place, the longer first */
    lt_swap_place *places;
    size_t count, capacity, place_count, place_capacity;
} lt_swaps; /* zero it first */
void lt_swaps_clear(lt_swaps *swaps);

typedef struct lt_swap_maker lt_swap_maker;
LEITONG_CHECK int lt_swap_maker_new(const lt_corpus *corpus, const lt_name_table *table, lt_swap_maker **ret_maker,
                                    leitong_error *error);
void lt_swap_maker_free(lt_swap_maker *maker);

/* `numbers` are those of the pair's passages, ascending; `vocabulary` may be empty. */
LEITONG_CHECK int lt_swap_pair(lt_swap_maker *maker, const lt_passages *passages, const uint32_t *numbers, size_t count,
                               const lt_vocabulary *vocabulary, lt_swaps *swaps, leitong_error *error);

#endif

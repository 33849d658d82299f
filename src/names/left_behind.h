/* left_behind: names of the source that stand in the copy and that nothing else in the copy's document knows.
 *
 * Input: one document pair's passages and swaps, a vocabulary of names and its usage. Output: rows: where the name
 * stands in the copy, where it stands in the source, and which name the copy uses in its stead.
 * A name is left behind in a passage where it stands on both sides, aligned, when no place of it in the receiving
 * document lies outside its passages with the source, and it belongs to the source, which is one of:
 *   - the pair swaps it: name → other elsewhere in their passages (at least as often as it was left); or, for an
 *     office (市委书记), the pair swaps its level (市→县, at least LT_LEFT_LEVEL times). A substituted word whose form
 *     does not say that it is a name has to look like one somewhere, and to be the source's own: used by two
 *     documents on their own at most, or mostly by the source;
 *   - the source uses it outside these passages too (three times; once if the user gave it), as one of its most
 *     frequent places, at least half as often as the first; few documents use it on their own, or it is the source's
 *     first place and has a name's form often; and the receiving document has a frequent place that the source does
 *     not know;
 *   - the same of persons, whom two documents at most name on their own.
 * Common words are no names (usage.h). With dates on both documents the earlier is the source; else both ways are
 * tried. Work: by the tokens in passages. Ownership: lt_left_finder is one worker's scratch; rows are appended to the
 * caller's. Errors: LEITONG_EMEMORY; those of corpus. */
#ifndef LT_NAMES_LEFT_BEHIND_H
#define LT_NAMES_LEFT_BEHIND_H

#include "names/swap.h"
#include "names/usage.h"

#define LT_LEFT_LEVEL 3

typedef struct lt_left {
    lt_place place, source;
    lt_place instead; /* in the copy; begin == end: none */
    uint8_t kind;     /* lt_name_kind */
    bool office;
    uint32_t weight; /* swaps that tell of it; 0: usage alone */
} lt_left;

typedef struct lt_lefts {
    lt_left *items;
    size_t count, capacity;
} lt_lefts; /* zero it first */
void lt_lefts_clear(lt_lefts *lefts);

typedef struct lt_left_input {
    const lt_corpus *corpus;
    const lt_passages *passages;
    const lt_vocabulary *vocabulary;
    const lt_name_table *table;
    const lt_usage *usage;
} lt_left_input;

typedef struct lt_left_finder lt_left_finder;
LEITONG_CHECK int lt_left_finder_new(const lt_left_input *input, lt_left_finder **ret_finder, leitong_error *error);
void lt_left_finder_free(lt_left_finder *finder);

/* `numbers` as in lt_swap_pair; `swaps` are the pair's rows. */
LEITONG_CHECK int lt_left_pair(lt_left_finder *finder, const uint32_t *numbers, size_t count, const lt_swap *swaps,
                               size_t swap_count, lt_lefts *lefts, leitong_error *error);

#endif

/* texts: wording that occurs in several places, in one or more versions (同源文字).
 *
 * A place is a side of a passage or a place of a phrase, of which those that overlap are one; those of a document whose
 * length is of one power of two and whose begins and ends fall into the same sixteenth of it are one place, the longest
 * of them (of equals the first). Places are taken by their weight, of equals the first; one that is in no text yet
 * becomes the representative of a text, and every place that is in none, is as common, and at least half of which is
 * aligned with the representative joins:
 *
 *   representative   ├──────────────────┤
 *   passage               ║ aligned  ║            a place joins by its half inside what is aligned, not by the half of
 *   places, other        ├┼──────┤   ├┼─────┤     the representative: the first joins, the second does not
 *
 * As common: of both half of the weight or more is of tokens in `stock` documents or more (a formula), or half is of
 * tokens in their own document alone, or neither. Otherwise a formula would join a long copy that holds it, and hide it
 * among the formulas. Aligned are: the representative's own span; what a passage aligns with its part of the
 * representative; and all places of a phrase half of which stands in it. Who is aligned with a member alone does not
 * join, so texts do not chain. Of a text's places in a document those that overlap are one. A text has two places or
 * more. Input: what the passage path found, its sides and weights. Output: texts in the order of their representative;
 * for each side the text that it is in. Ownership: lt_common_texts, cleared by the caller. Errors: those of
 * text_places. Complexity: n log n in passages and places: representatives overlap little, since a place half inside
 * one joins it; a stretch is straddled by few places of a length that differ by a sixteenth; a phrase aligns its places
 * once. */
#ifndef LT_PASSAGES_TEXTS_H
#define LT_PASSAGES_TEXTS_H

#include "passages/salience.h"

#define LT_NO_TEXT UINT32_MAX

typedef struct lt_common_text {
    lt_place representative;
    size_t begin, count; /* in lt_common_texts.places, which are sorted within the text, and disjoint */
    uint32_t documents;
} lt_common_text;

typedef struct lt_common_texts {
    lt_common_text *items; /* sorted by representative */
    lt_place *places;
    size_t count, place_count, capacity, place_capacity;
    uint32_t *of_side; /* [side]: its text, or LT_NO_TEXT */
} lt_common_texts;     /* zero it first */
void lt_common_texts_clear(lt_common_texts *texts);

typedef struct lt_common_texts_input {
    const lt_passage_result *found;
    const lt_side_list *sides;
    const lt_salience *salience;
    size_t document_count;
    unsigned stock, run; /* documents that make wording a formula; fewer other tokens stand beside one by chance */
} lt_common_texts_input;

LEITONG_CHECK int lt_common_texts_run(const lt_common_texts_input *input, lt_common_texts *ret_texts,
                                      leitong_error *error);

#endif

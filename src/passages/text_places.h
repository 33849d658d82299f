/* text_places: the places that texts are made of, and which of those in no text yet lie in a stretch.
 *
 * Places of one document are kept by the power of two of their length, and by begin within one: of a power c only
 * begins from 2^c before the stretch to 2^(c−1) before its end are looked at. Places that were taken are skipped by
 * union-find.
 * Input: sides of passages and places of phrases (texts.h says which of them are one place).
 * Output: places; those of which at least half lies in a stretch.
 * Ownership: lt_text_places, cleared by the caller. Errors: LEITONG_EMEMORY; LEITONG_EUSAGE (2^32 places: scan in
 * shards). Complexity: a sort; a question costs log n a power of two of the stretch's length, and the places looked at,
 * of which those that do not lie in it straddle one of its borders. */
#ifndef LT_PASSAGES_TEXT_PLACES_H
#define LT_PASSAGES_TEXT_PLACES_H

#include "passages/side_list.h"

/* Places of one document and of one power of two, up to the next segment. */
typedef struct lt_text_segment {
    uint32_t begin;
    uint32_t power;
} lt_text_segment;

typedef struct lt_text_places {
    lt_place *items; /* sorted by (document, power of two, begin, end), in the units of the power */
    size_t count;
    lt_text_segment *segments; /* one more behind the last */
    size_t *segment_begins;    /* [document + 1] */
    size_t segment_count;
    uint32_t *next;    /* union-find: [place + 1]: itself, or one behind it that is in no text as far as is known */
    uint32_t *of_side; /* [side]: its place */
    uint8_t *labels;   /* [place]: 0 until the caller sets it */
} lt_text_places;      /* zero it first */
void lt_text_places_clear(lt_text_places *places);

typedef struct lt_text_places_input {
    const lt_passages *passages;
    const lt_place *phrases; /* places of phrases */
    size_t phrase_count;
    size_t document_count;
} lt_text_places_input;

LEITONG_CHECK int lt_text_places_make(const lt_text_places_input *input, lt_text_places *ret_places,
                                      leitong_error *error);

bool lt_text_places_taken(const lt_text_places *places, size_t place);
void lt_text_places_take(lt_text_places *places, size_t place);

typedef struct lt_text_members {
    uint32_t *items; /* places */
    size_t count, capacity;
} lt_text_members; /* zero it first */

/* Takes all places with this label that are in no text and at least half of which lies in `stretch`, and appends them.
 */
LEITONG_CHECK int lt_text_places_join(lt_text_places *places, const lt_place *stretch, uint8_t label,
                                      lt_text_members *members, leitong_error *error);

#endif

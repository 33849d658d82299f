/* description_length: whether a template describes its members in fewer bits than they take by themselves.
 *
 * Input: a consensus and its members as read. Output: the ratio of two lengths, both in bits.
 * Minimum description length (Rissanen 1978), as InfoShield judges templates (Lee, Vajiac, Kulshrestha, Levy, Park,
 * Jones, Rabbany, Faloutsos: InfoShield, ICDE 2021): raw, each word costs LT_DESCRIPTION_LENGTH_WORD bits; described,
 * the template costs its columns, and each member what it has otherwise: a slot the list of its different fills and
 * their entropy, optional wording the entropy of its being there, a column left out or a unit put in its place besides.
 * Masks cost nothing on either side: no template foretells a number.
 * Real templates stay far below LT_DESCRIPTION_LENGTH_MOST, paragraphs on one subject come near 1 (FORMATS.md,
 * templates). The price of a word is a constant, so that a family is judged alike whatever else the corpus holds.
 * Ownership: lt_description_length. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_DESCRIPTION_LENGTH_H
#define LT_TEMPLATES_DESCRIPTION_LENGTH_H

#include "templates/profile.h"

#define LT_DESCRIPTION_LENGTH_WORD 13.0 /* bits: one of 8,192 */
#define LT_DESCRIPTION_LENGTH_MOST 0.78
/* Of formulas, whose slots hold whole sentences that nothing foretells; whole clauses in common vouch for them. */
#define LT_DESCRIPTION_LENGTH_CLAUSE 0.9

typedef struct lt_description_length {
    const lt_profile *consensus;
    double raw, edits; /* bits */
    uint32_t members;
    lt_record *fills; /* key: hash of (part, fill); value: words of the fill */
    size_t fill_count, fill_capacity;
} lt_description_length; /* zero it first */
void lt_description_length_clear(lt_description_length *describe);

/* Forgets the members; keeps the memory. */
void lt_description_length_begin(lt_description_length *describe, const lt_profile *consensus);

/* One more member. */
LEITONG_CHECK int lt_description_length_add(lt_description_length *describe, const lt_reading *reading,
                                            const lt_variant *member, leitong_error *error);

/* described / raw. */
LEITONG_CHECK int lt_description_length_ratio(lt_description_length *describe, double *ret_ratio, leitong_error *error);

#endif

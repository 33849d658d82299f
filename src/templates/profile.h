/* profile: what the members of a family have in common, and where they differ.
 *
 * Input: a sample of a family's different texts, as ids of units (templates/mask), in an order of content. Output:
 * parts in the order of the text: wording that stands in most members, wording that some of them leave out, and slots.
 * A star alignment (Gusfield 1993): the medoid of the first LT_PROFILE_MEDOIDS is laid under all, what many put in at
 * one place is put in too, and all are laid along that line once more. A column in LT_PROFILE_FIXED percent of them
 * is fixed; what stands between two fixed ones is optional wording where all that have something have the same, and a
 * slot otherwise; a mask is a slot of its own, and so is a date written out. A single Han character between two slots
 * is chance and dissolves, but not 第 and the units of numbers; so does a numeral beside what begins or ends with one.
 * A slot before a suffix such as 市 takes it in. Ownership: lt_profile; a reading is the caller's. Errors:
 * LEITONG_EMEMORY.
 */
#ifndef LT_TEMPLATES_PROFILE_H
#define LT_TEMPLATES_PROFILE_H

#include "base/radix_sort.h"
#include "templates/profile_alignment.h"
#include "templates/profile_parts.h"

#include <stdbool.h>

/* `inner`: the sample's texts were cut out of longer ones, so that where they begin and end says nothing: what varies
 * there is no slot. */
LEITONG_CHECK int lt_profile_make(lt_profile_alignment *star, const lt_variant *sample, uint32_t count, bool inner,
                                  lt_profile *consensus, leitong_error *error);

typedef struct lt_reading {
    lt_read_part *parts; /* [part_count] */
    uint32_t *at;        /* [column_count]: the unit, or LT_PROFILE_ALIGNMENT_NONE */
    uint32_t matched;    /* units that stand in columns … */
    uint32_t filled;     /* … and in slots, otherwise */
    uint32_t outside;    /* before the first part or behind the last, where the consensus has no border */
    uint32_t stray;      /* units in none of these, … */
    uint32_t strays;     /* … in so many places */
    uint32_t missing;    /* columns of fixed text without a unit */
    size_t part_capacity, at_capacity;
} lt_reading; /* zero it first */
void lt_reading_clear(lt_reading *reading);

LEITONG_CHECK int lt_profile_read(lt_profile_alignment *star, const lt_profile *consensus, const lt_variant *member,
                                  lt_reading *reading, leitong_error *error);

#endif

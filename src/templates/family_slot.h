/* family_slot: forms that are one form but for what stands at one place, again and again.
 *
 * Input: forms of at most LT_SLOT_LONGEST ids. Output: classes joined at LT_FAMILY_SLOT. Leave one out: where forms
 * are equal but for the word at one place, and LT_FAMILY_FILLS different fills stand there, the place is a slot; a mask
 * there, or a slot found before, counts as the fills it stands for. Of several places each form takes the one with the
 * most fills, and all is done again with the new forms until nothing changes. What is left must be LT_SLOT_WORDS fixed
 * words (a Han letter counts half a word). At last, a form that is another's without one of its slots joins that: the
 * slot is optional there. (Cf. Drain: He, Zhu, Zheng, Lyu 2017, whose tree needs the fixed words in front.) Work is
 * linear in the ids, and so are the rounds' records: keys that too few forms share are not kept. Ownership: the caller.
 * Errors: those of numbers. */
#ifndef LT_TEMPLATES_FAMILY_SLOT_H
#define LT_TEMPLATES_FAMILY_SLOT_H

#include "templates/family_class.h"
#include "templates/family_form.h"

#define LT_SLOT_LONGEST 64 /* ids */
#define LT_FAMILY_FILLS 4
#define LT_SLOT_WORDS 2

/* texts: [form] how many distinct paragraphs have it. */
LEITONG_CHECK int lt_slots_join(const lt_forms *forms, const uint32_t *texts, lt_classes *classes,
                                leitong_error *error);

#endif

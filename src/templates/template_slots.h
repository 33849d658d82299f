/* template_slots: a slot whose fills begin alike becomes two, and fills at the end of a formula are cut.
 *
 * Input: texts with their parts. Output: the same, with more parts, or shorter fills. Ownership: lt_texts. Errors:
 * those of corpus. Complexity: linear in the texts for each slot. */
#ifndef LT_TEMPLATES_TEMPLATE_SLOTS_H
#define LT_TEMPLATES_TEMPLATE_SLOTS_H

#include "templates/template_texts.h"

/* Where most fills of a slot begin with a person, or with masks (years), and go on, that becomes a slot of its own. */
LEITONG_CHECK int lt_texts_split(lt_texts *texts, leitong_error *error);

/* A slot at the end of texts that were cut out of longer ones: a fill that begins with one which another text has is
 * cut to that: 同意，请大家抓好落实 is 同意 where others say no more. */
LEITONG_CHECK int lt_texts_trim(lt_texts *texts, leitong_error *error);

#endif

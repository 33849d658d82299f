/* slot: what kind of thing fills a slot, by the form of its fills and by what stands around it.
 *
 * Input: different fills, and the text before and behind the slot, in UTF-8. Output: a kind (leitong/result.h).
 * Form decides numbers, dates and years (before 年 fewer must look like one); context decides persons (a slot before
 * 同志 or an office is one, whatever its first character); otherwise the last characters of most fills tell places and
 * organisations, and family names persons. Ownership: none. Errors: none; what nothing tells is LEITONG_KIND_OTHER. */
#ifndef LT_TEMPLATES_SLOT_H
#define LT_TEMPLATES_SLOT_H

#include "leitong/result.h"

typedef struct lt_slot_text {
    const char *text; /* UTF-8 */
    size_t size;      /* bytes */
} lt_slot_text;

/* Looks at the first LT_SLOT_FILLS fills. */
#define LT_SLOT_FILLS 200
int lt_slot_kind(const lt_slot_text *fills, size_t count, lt_slot_text before, lt_slot_text after);

#endif

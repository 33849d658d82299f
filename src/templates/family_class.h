/* family_class: which forms are one family so far.
 *
 * Input: forms, and pairs of them to join, each at a level. Output: for each form its class: the smallest form in it,
 * whatever the order of joining. Ownership: lt_classes. Errors: LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_FAMILY_CLASS_H
#define LT_TEMPLATES_FAMILY_CLASS_H

#include "base/error.h"

#include <stdint.h>

typedef struct lt_classes {
    uint32_t count;
    uint32_t *parent; /* [form] */
    uint8_t *level;   /* [class] lt_family_level: the loosest that joined two of its forms */
} lt_classes;
LEITONG_CHECK int lt_classes_init(lt_classes *classes, uint32_t count, leitong_error *error);
void lt_classes_clear(lt_classes *classes);

uint32_t lt_classes_find(lt_classes *classes, uint32_t form);
void lt_classes_join(lt_classes *classes, uint32_t a, uint32_t b, uint8_t level);

#endif

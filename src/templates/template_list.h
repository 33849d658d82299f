/* template_list: templates as the modules of this folder hand them on.
 *
 * Input: what template makes of families. Output: parts, fills and members, all as tokens of documents.
 * Ownership: lt_templates owns all arrays of its templates. Errors: none. Complexity: linear in what is freed. */
#ifndef LT_TEMPLATES_TEMPLATE_LIST_H
#define LT_TEMPLATES_TEMPLATE_LIST_H

#include "templates/family_list.h"
#include "templates/star.h"
#include "text/locate.h"

#define LT_TEMPLATE_SAMPLE 128

typedef struct lt_template_part {
    lt_place text;  /* tokens that show it, in some member; a slot: nothing */
    uint32_t count; /* optional: members that have it */
    uint32_t slot;  /* which, from 0 */
    uint8_t kind;   /* lt_part_kind */
} lt_template_part;

typedef struct lt_template_fill {
    lt_place first; /* where it stands first */
    uint32_t count; /* members that have it */
} lt_template_fill;

typedef struct lt_template {
    lt_template_part *parts;
    lt_template_fill *fills; /* slot by slot; of a slot in the order of their first places */
    uint32_t *fill_ends;     /* [slot_count], in `fills` */
    lt_place *members;       /* ascending */
    lt_stretch *ranges;      /* [member × slot_count]: tokens of the member's document; begin == end: nothing */
    uint32_t part_count, slot_count, member_count, documents;
    uint8_t unit; /* lt_family_unit */
} lt_template;
void lt_template_clear(lt_template *made);

typedef struct lt_templates {
    lt_template *items; /* by salience, boilerplate last */
    size_t count;
} lt_templates; /* zero it first */
void lt_templates_clear(lt_templates *templates);

#endif

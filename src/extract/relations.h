/* relations: what the parts of an Open XML package say of one another (ECMA-376, part 2: 9.3).
 *
 *     ppt/presentation.xml  r:id="rId2" ── ppt/_rels/presentation.xml.rels → ppt/slides/slide1.xml
 *
 * Input: a part's name; "" for the package itself. Output: its relations, in order, their targets as names of parts.
 * Ownership: the caller, who zeroes and clears lt_relations. Errors: those of xml; LEITONG_EMEMORY.
 * Complexity: linear in the part; logarithmic for each id that is asked for. */
#ifndef LT_EXTRACT_RELATIONS_H
#define LT_EXTRACT_RELATIONS_H

#include "extract/name_index.h"
#include "extract/xml.h"

typedef struct lt_relation {
    char *id, *target;
    char *type; /* the last component of its address: officeDocument, slide … */
} lt_relation;

typedef struct lt_relations {
    const char *base;
    lt_relation *items;
    size_t count, capacity;
    lt_name_index ids;
} lt_relations;

LEITONG_CHECK int lt_relations_read(lt_relations *relations, const lt_package *package, const char *base,
                                    leitong_error *error);
void lt_relations_clear(lt_relations *relations);
/* The target of an id, or of the first of a type; NULL where there is none. */
const char *lt_relations_target(lt_relations *relations, const char *id);
const char *lt_relations_first(const lt_relations *relations, const char *type);

#endif

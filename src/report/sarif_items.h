/* sarif_items: the findings of a result as SARIF orders them: a rule, a location, and related locations.
 *
 * Input: a result. Output: items with lines, columns and fingerprints; equal fingerprints are numbered. Ownership:
 * lt_sarif_items is the caller's. Errors: those of lines and fingerprint, LEITONG_EMEMORY. Complexity: O(findings log
 * findings) and linear in the texts of the findings and of their documents. */
#ifndef LT_REPORT_SARIF_ITEMS_H
#define LT_REPORT_SARIF_ITEMS_H

#include "report/lines.h"

#include <stdbool.h>

enum lt_sarif_rule { LT_SARIF_PASSAGE, LT_SARIF_PARAGRAPH, LT_SARIF_DOCUMENT, LT_SARIF_PHRASE, LT_SARIF_LEFT };

typedef struct lt_sarif_item {
    int rule;                       /* enum lt_sarif_rule */
    size_t row;                     /* of passages, pairs, members, phrases or names left behind */
    bool swapped;                   /* its location is the row's first side; the second is related */
    size_t place_begin, span_count; /* places[place_begin + 2s], [… + 2s + 1]: ends of span s; span 0 is the location */
    uint64_t hash[2];               /* of the texts, whichever of them comes first */
    uint32_t ordinal;               /* of equal hashes: 1, 2 … */
} lt_sarif_item;

typedef struct lt_sarif_items {
    lt_sarif_item *items;
    size_t count, capacity;
    lt_line_place *places;
    size_t place_count, place_capacity;
} lt_sarif_items;

LEITONG_CHECK int lt_sarif_items_collect(const leitong_result *result, lt_sarif_items *ret_items, leitong_error *error);
void lt_sarif_items_clear(lt_sarif_items *items);

#endif

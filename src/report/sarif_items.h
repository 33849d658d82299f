/* sarif_items: the findings of a result as SARIF orders them: a rule, a place where it lies, and related places.
 *
 * Enters: a result. Leaves: items with lines, columns and fingerprints. Owner: lt_sarif_items. Errors: those of lines
 * and side. */
#ifndef LT_REPORT_SARIF_ITEMS_H
#define LT_REPORT_SARIF_ITEMS_H

#include "report/lines.h"

#include <stdbool.h>

enum lt_sarif_rule { LT_SARIF_PASSAGE, LT_SARIF_PARAGRAPH, LT_SARIF_DOCUMENT, LT_SARIF_PHRASE, LT_SARIF_LEFT };

typedef struct lt_sarif_item {
    int rule;     /* enum lt_sarif_rule */
    size_t row;   /* of passages, pairs, members, phrases or names left behind */
    bool swapped; /* it lies at the row's first side, and the second is related */
    size_t place_begin,
        span_count;   /* places[place_begin + 2s], [… + 2s + 1]: ends of span s; span 0 is where it lies */
    uint64_t hash[2]; /* of the texts, whichever of them comes first */
    uint32_t ordinal; /* of equal hashes: 1, 2 … */
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

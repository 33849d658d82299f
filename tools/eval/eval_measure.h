/* eval_measure: how much of cases is detected and of detections is true, pair of documents by pair of documents.
 *
 * Input: cases and detections in characters. Output: for each, which share of its characters the others cover, and how
 * many of the others meet it. Potthast et al. 2010, section 3: s and r are the sets of the characters of both their
 * sides; r detects s iff it meets s on both sides; s ⊓ r is their intersection if r detects s, and empty otherwise.
 * Ownership: the caller. Errors: LEITONG_EMEMORY. */
#ifndef LT_TOOLS_EVAL_MEASURE_H
#define LT_TOOLS_EVAL_MEASURE_H

#include "base/error.h"
#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_eval_item {
    leitong_span a, b; /* either may be the copy */
    uint32_t folder;
    bool stock;
    double covered; /* |∪ (x ⊓ y)| / |x|; filled in */
    uint64_t meets; /* how many y; filled in */
} lt_eval_item;

/* The two documents as one number, whichever comes first. */
uint64_t lt_eval_key(uint32_t a, uint32_t b);

/* Sorts both by key and fills them in. */
LEITONG_CHECK int lt_eval_measure(lt_eval_item *cases, size_t case_count, lt_eval_item *detections,
                                  size_t detection_count, leitong_error *error);

#endif

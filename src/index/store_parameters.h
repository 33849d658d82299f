/* store_parameters: the parameters that an index is created with, and constants of the store.
 *
 * Input and output: none; types and constants only. Ownership: the caller. Errors: none. Complexity: none. */
#ifndef LT_INDEX_STORE_PARAMETERS_H
#define LT_INDEX_STORE_PARAMETERS_H

#include "index/view.h"

#include <stdint.h>

#define LT_STORE_FORMAT 6U
#define LT_STORE_NONE LT_VIEW_NONE /* no such document */

/* What decides keys and seeds: written once, when the index is created. */
typedef struct lt_store_parameters {
    uint64_t threshold, recall; /* units of 10^-9; bands and rows follow */
    uint32_t bands, rows;
    uint32_t shingle, run; /* tokens */
    uint32_t paragraph;    /* enum leitong_paragraphs */
    uint32_t fold_flags;   /* LT_FOLD_HAN or 0 */
} lt_store_parameters;

#endif

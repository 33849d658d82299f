/* assemble_names: adapted pairs, swaps and names left behind → public rows.
 *
 * Call lt_assemble_names before lt_assemble_source, and lt_assemble_names_text once the result can give its text.
 * Input: what naming found. Output: rows in source bytes. Only paragraphs that a row names are folded again.
 * Ownership: the rows are the result's.
 * Errors: those of locate and leitong_result_utf8; LEITONG_EMEMORY.
 * Complexity: linear in the rows and in the paragraphs folded again. */
#ifndef LT_ENGINE_ASSEMBLE_NAMES_H
#define LT_ENGINE_ASSEMBLE_NAMES_H

#include "names/naming.h"
#include "result/result.h"

typedef struct lt_assemble_names_input {
    const lt_corpus *corpus;
    const lt_naming *found;
    unsigned fold_flags;
    lt_workers *workers;
} lt_assemble_names_input;

/* *ret_insteads, one span for each name left behind (empty: none), is the caller's and is freed with free(). */
LEITONG_CHECK int lt_assemble_names(const lt_assemble_names_input *input, leitong_result *result,
                                    leitong_span **ret_insteads, leitong_error *error);

/* Fills in the words themselves; `insteads` as above. */
LEITONG_CHECK int lt_assemble_names_text(leitong_result *result, const leitong_span *insteads, leitong_error *error);

#endif

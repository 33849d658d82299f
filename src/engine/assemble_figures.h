/* assemble_figures: what of one document is covered, reused and repeated → its row.
 *
 * `reused` and `repeated` count tokens that are equal and aligned (contract 12): what lies between the edits of a
 * passage, and all of a phrase, whose places have the same tokens. Those of a passage with another document are
 * reused, those of one within the document are repeated; a phrase is reused where it stands in two documents, and
 * repeated where it stands twice in this one. The longest run, too, is one with another document.
 * Input: the sides of passages and the places of phrases in the document, and what of it is stock wording, boilerplate,
 * quoted or excluded. Output: the figures of the document's row, and its sources, valid until the coverage's next run.
 * Ownership: the caller's. Errors: LEITONG_EMEMORY. Complexity: that of passages/coverage, linear otherwise. */
#ifndef LT_ENGINE_ASSEMBLE_FIGURES_H
#define LT_ENGINE_ASSEMBLE_FIGURES_H

#include "passages/coverage.h"
#include "passages/passage.h"
#include "result/result.h"

/* Of a phrase's place: what the other places are. */
enum lt_place_flag {
    LT_PLACE_ELSEWHERE = 1, /* some stand in another document */
    LT_PLACE_WITHIN = 2     /* some stand in this one */
};

/* ret_flags: [found->place_count] */
void lt_assemble_place_flags(const lt_passage_result *found, uint8_t *ret_flags);

typedef struct lt_assemble_figures_input {
    const lt_passage_result *found;
    const uint8_t *place_flags;
    const lt_record *sides; /* value: passage × 2 + side (1: b) */
    size_t side_count;
    const lt_record *places; /* value: the first of neighbouring places of the document */
    size_t place_count;
    const lt_place *stock; /* ascending, disjoint */
    size_t stock_count;
    const lt_place *boilerplate; /* ascending, disjoint */
    size_t boilerplate_count;
} lt_assemble_figures_input;

LEITONG_CHECK int lt_assemble_figures(lt_coverage *coverage, const lt_assemble_figures_input *input,
                                      const lt_located *located, leitong_result_document *row, lt_figures *ret_figures,
                                      leitong_error *error);

#endif

/* assemble_templates: templates → the public tables.
 *
 * Offsets of all templates are asked for first and located together (assemble_offsets); then each template becomes
 * rows: its parts, for each slot its most frequent fills and their kind (templates/slot), its first members with the
 * range of each slot. Of a list at most LEITONG_LISTED values are given. Fixed text is shown as one member has it, with
 * the punctuation between its tokens and at its ends up to the slot or line end there; white space as one space, a line
 * break between letters of scripts that have no word spaces as none. A bracket or quotation mark beside a slot is fixed
 * text where most members have it there. Call before lt_assemble_source.
 * Input: templates, as tokens of documents.
 * Output: rows of a leitong_result, in source bytes: templates, parts, slots, fills and members, with their text.
 * Ownership: the result's rows are the result's.
 * Errors: those of locate and decode; LEITONG_EMEMORY.
 * Complexity: linear in the text of parts, fills and listed members; n log n in the fills of a slot. */
#ifndef LT_ENGINE_ASSEMBLE_TEMPLATES_H
#define LT_ENGINE_ASSEMBLE_TEMPLATES_H

#include "result/result.h"
#include "templates/template.h"

LEITONG_CHECK int lt_assemble_templates(const lt_corpus *corpus, const lt_templates *templates, unsigned fold_flags,
                                        lt_workers *workers, leitong_result *result, leitong_error *error);

#endif

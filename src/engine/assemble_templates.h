/* assemble_templates: templates → the public tables.
 *
 * Enters: templates, as tokens of documents. Leaves: rows of a leitong_result, in source bytes: members, fills and
 * parts with their text. Of a list at most LEITONG_LISTED values. Fixed text is shown as one member has it, with the
 * punctuation between its tokens and at its ends up to the slot or line end there; white space as one space, a
 * line break between letters of scripts that have no word spaces as none. Call before lt_assemble_source.
 * Owner: the result's rows are the result's. Errors: those of locate and decode; LEITONG_EMEMORY. */
#ifndef LT_ENGINE_ASSEMBLE_TEMPLATES_H
#define LT_ENGINE_ASSEMBLE_TEMPLATES_H

#include "result/result.h"
#include "templates/template.h"

LEITONG_CHECK int lt_assemble_templates(const lt_corpus *corpus, const lt_templates *templates, unsigned fold_flags,
                                        lt_workers *workers, leitong_result *result, leitong_error *error);

#endif

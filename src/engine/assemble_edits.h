/* assemble_edits: the edits of passages → those that people are shown, in dictionary words.
 *
 * Passages are shared out among the workers, a round at a time; each worker keeps the windows of text that it has asked
 * the dictionary for (result/shown_edits). Call after lt_assemble_hand_over.
 * Input: passages and their exact edits, in source bytes. Output: shown edits of each passage, in source bytes; the
 * version of ICU. Ownership: the rows are the result's. Errors: those of span_text and shown_edits.
 * Complexity: linear in the edits and in the text of the passages that have any. */
#ifndef LT_ENGINE_ASSEMBLE_EDITS_H
#define LT_ENGINE_ASSEMBLE_EDITS_H

#include "base/workers.h"
#include "result/result.h"

LEITONG_CHECK int lt_assemble_edits(lt_workers *workers, leitong_result *result, leitong_error *error);

#endif

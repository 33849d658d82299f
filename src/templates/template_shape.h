/* template_shape: reads the texts of a family along the shape that they share.
 *
 * Input: a paragraph family of one form or one shape (lt_family_level up to LT_FAMILY_SLOT) and its different texts.
 * Output: the parts of texts, and where each has its parts. Nothing is aligned: which units of a text stand in
 * which slot is known from how its form became the shape, so that every text has every fixed word. Ownership: lt_texts.
 * Errors: those of corpus and mask. Complexity: linear in the texts' tokens. */
#ifndef LT_TEMPLATES_TEMPLATE_SHAPE_H
#define LT_TEMPLATES_TEMPLATE_SHAPE_H

#include "templates/template_texts.h"

LEITONG_CHECK int lt_texts_read_shape(lt_texts *texts, const lt_families *families, const lt_family *family,
                                      leitong_error *error);

#endif

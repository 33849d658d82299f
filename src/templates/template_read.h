/* template_read: lays the texts of a family along one of them, and keeps those that the parts cover.
 *
 * Input: the different texts of a family. Output: the parts of a star (templates/star) whose line is the text that has
 * most three-word runs in common with the others, of the READ_MEDOIDS that most members have; where each text has them.
 * Texts of which too little is fixed leave, and the rest is read again. Ownership: lt_texts. Errors: those of corpus
 * and mask. Complexity: linear in the texts' tokens, a few times. */
#ifndef LT_TEMPLATES_TEMPLATE_READ_H
#define LT_TEMPLATES_TEMPLATE_READ_H

#include "templates/template_texts.h"

/* Lays the texts along the one that is most like the others, and keeps those that the parts cover: what these show as
 * fixed is true of them. *ret_percent: how many bits describe them, of those that they take by themselves (minimum
 * description length: Rissanen 1978). `inner`: the texts were cut out of longer ones. */
LEITONG_CHECK int lt_texts_read(lt_texts *texts, bool inner, uint32_t *ret_percent, leitong_error *error);

#endif

/* template: a family → the form that its members were made from.
 *
 * Input: families (templates/family). Output: templates: parts, slots with their fills, and where each member has
 * them, all as tokens of documents. Families of a shape have its parts (template_shape); the different texts of others
 * are laid along one of them (star). A slot that all fill alike becomes optional wording, or text. A family is no
 * template where fewer than LT_SHAPE_TEXTS different texts are left (that is a cluster: hardly anything was filled
 * in; of one masked form two will do), or no fixed word, or neither slot nor optional wording; where its description of
 * the members is hardly shorter than the members (minimum description length: Rissanen 1978). A
 * paragraph template that a document template tells already goes (template_cover); borders that cut words move
 * (template_border). Boilerplate is one in any case: what recurs on pages is worth naming as it stands, with a slot for
 * all of it where members share no wording. Ownership: lt_templates. Errors: those of corpus and mask;
 * LEITONG_ECANCELLED.
 */
#ifndef LT_TEMPLATES_TEMPLATE_H
#define LT_TEMPLATES_TEMPLATE_H

#include "base/workers.h"
#include "templates/family.h"
#include "templates/template_list.h"
#include "text/locate.h"

typedef struct lt_template_options {
    lt_mask_options mask;
    int (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL; non-zero cancels */
    void *progress_context;
} lt_template_options;

LEITONG_CHECK int lt_template_run(const lt_corpus *corpus, const lt_families *families,
                                  const lt_template_options *options, lt_workers *workers, lt_templates *ret_templates,
                                  leitong_error *error);

#endif

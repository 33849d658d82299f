/* family_form: the masked form of every distinct paragraph, and which have the same.
 *
 * Input: the settled corpus and its distinct paragraphs. Output: forms, numbered in the order of their first distinct
 * paragraph. A form is the ids of a paragraph's word units, with LT_FORM_SLOT where masks stand; neighbouring masks,
 * and the measure behind a number (3.9 KB, 1 sec), are one slot: so are lists, whatever their length. Ownership:
 * lt_forms. Errors: those of mask, numbers and workers. */
#ifndef LT_TEMPLATES_FAMILY_FORM_H
#define LT_TEMPLATES_FAMILY_FORM_H

#include "pairs/candidate.h"
#include "templates/mask.h"

#define LT_FORM_SLOT 0x40000000U /* no token's id */

typedef struct lt_forms {
    uint32_t count;
    uint32_t *of_distinct; /* [distinct] → form */
    uint64_t *begin;       /* [form]: its ids are [begin, + length) of `ids` */
    uint32_t *length;      /* [form] */
    uint32_t *words;       /* [form] ids that are no slot */
    uint64_t *hash;        /* [form] of its ids; no two are equal */
    lt_number_array ids;
} lt_forms;
void lt_forms_clear(lt_forms *forms);

/* `folder` as in lt_spool_new. */
LEITONG_CHECK int lt_forms_find(const lt_corpus *corpus, const lt_candidates *candidates,
                                const lt_mask_options *options, const char *folder, lt_workers *workers,
                                lt_forms *ret_forms, leitong_error *error);

LEITONG_CHECK int lt_forms_view(const lt_forms *forms, uint32_t form, lt_spool_scratch *scratch,
                                const uint32_t **ret_ids, leitong_error *error);

/* Measures that may stand behind a number. */
typedef struct lt_form_measures {
    uint32_t ids[32];
    size_t count;
} lt_form_measures;
LEITONG_CHECK int lt_form_measures_find(const lt_corpus *corpus, unsigned fold_flags, lt_form_measures *ret_measures,
                                        leitong_error *error);

/* Writes the form of `units`, room for `count` ids, and (unless NULL) the unit that each id begins with; returns its
 * length. *ret_words: ids that are no slot. */
uint32_t lt_form_reduce(const lt_form_measures *measures, const lt_unit *units, size_t count, uint32_t *ids,
                        uint32_t *begins, uint32_t *ret_words);

#endif

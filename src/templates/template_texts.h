/* template_texts: the different texts among a family's members, and what they have in a part.
 *
 * Input: a family; where its texts have the parts (template_read, template_shape). Output: its different texts in the
 * order of a hash of their tokens, and the fills of a part. Ownership: lt_texts is one worker's scratch. Errors: those
 * of corpus and mask. Complexity: linear in the tokens; texts whose hash is the same are sorted by their tokens. */
#ifndef LT_TEMPLATES_TEMPLATE_TEXTS_H
#define LT_TEMPLATES_TEMPLATE_TEXTS_H

#include "templates/family.h"
#include "templates/mask.h"
#include "templates/star.h"
#include "text/locate.h"

typedef struct lt_texts {
    const lt_corpus *corpus;
    const lt_place *members;
    uint32_t member_count;
    lt_mask *mask;
    lt_form_measures measures;
    lt_star star; /* its parts are those that the texts have */
    lt_spool_scratch tokens, others;
    lt_record *order, *order_sorted; /* members by the hash of their tokens; of one hash ascending */
    uint32_t *text_of;               /* [member] → text */
    uint32_t *first;                 /* [text] → its first member */
    uint32_t *copies;                /* [text]: members that have it */
    uint8_t *kept;                   /* [text]: enough of it is the template's */
    uint32_t text_count, kept_count;
    lt_record *grams;  /* of a sample of the texts … */
    uint64_t *sorting; /* … and what sorts them */
    uint32_t *own;     /* ids of one text's units */
    lt_stretch *spans; /* [text × part]: tokens from the text's first one */
    uint8_t *whole;    /* [text × part]: it has exactly the part's wording */
    uint32_t *leads;   /* [text × part]: tokens of masks that a fill begins with */
    uint32_t *heads;   /* [text]: tokens of the fill at hand that become a slot of their own */
    uint32_t *clean;   /* [text]: units that are the template's */
    lt_place *fills;   /* of one part … */
    uint32_t *filling; /* … and the texts that they are in */
    size_t order_capacity, sorted_capacity, text_capacity, first_capacity, copies_capacity, kept_capacity,
        gram_capacity, own_capacity, span_capacity, whole_capacity, lead_capacity, head_capacity, clean_capacity,
        fill_capacity, filling_capacity;
} lt_texts; /* zero it first */

LEITONG_CHECK int lt_texts_open(lt_texts *texts, const lt_corpus *corpus, const lt_mask_options *options,
                                leitong_error *error);
void lt_texts_clear(lt_texts *texts);

/* Finds the different texts of a family; keeps all. */
LEITONG_CHECK int lt_texts_gather(lt_texts *texts, const lt_place *members, uint32_t count, leitong_error *error);

/* What the kept texts have in a part, numbered: texts->order[0, *ret_filled) = {number, in texts->filling}. */
LEITONG_CHECK int lt_texts_fills(lt_texts *texts, uint32_t part, uint32_t *ret_filled, uint32_t *ret_numbers,
                                 leitong_error *error);

/* The tokens of a place; they stand until the scratch is used again. */
LEITONG_CHECK int lt_texts_tokens(const lt_texts *texts, const lt_place *place, lt_spool_scratch *scratch,
                                  const uint32_t **ret_tokens, leitong_error *error);

/* A stretch of a text, which counts from its first token, as a place. */
static inline lt_place lt_texts_place(const lt_texts *texts, uint32_t text, lt_stretch span)
{
    const lt_place *own = &texts->members[texts->first[text]];
    return (lt_place){own->document, own->begin + span.begin, own->begin + span.end};
}

/* Whether two places hold the same tokens. */
LEITONG_CHECK int lt_texts_equal(lt_texts *texts, lt_place one, lt_place other, bool *ret_equal, leitong_error *error);

/* Numbers the places texts->order[begin, end), whose keys are one hash of their tokens: texts->order[i] = {number,
 * place}, by number, of one ascending. Of one hash (it can be forged) numbers are in the order of the tokens
 * themselves; *numbers: the first number, then the next. */
LEITONG_CHECK int lt_texts_number_run(lt_texts *texts, const lt_place *places, size_t begin, size_t end,
                                      uint32_t *numbers, leitong_error *error);

#endif

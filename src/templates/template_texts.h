/* template_texts: the different texts among a family's members, and where each has the parts of a consensus.
 *
 * Input: a family. Output: its different texts in the order of a hash of their tokens, a sample of them as units, and
 * readings. Ownership: lt_texts is one worker's scratch. Errors: those of corpus and mask. */
#ifndef LT_TEMPLATES_TEMPLATE_TEXTS_H
#define LT_TEMPLATES_TEMPLATE_TEXTS_H

#include "templates/description_length.h"
#include "templates/family.h"
#include "templates/mask.h"
#include "templates/template_fixed.h"
#include "text/locate.h"

typedef struct lt_texts {
    const lt_corpus *corpus;
    const lt_place *members;
    uint32_t member_count;
    lt_mask *mask;
    lt_form_measures measures;
    lt_profile_alignment star;
    lt_reading reading;
    lt_description_length describe;
    lt_profile consensus;
    lt_spool_scratch tokens, others;
    lt_record *order, *order_sorted; /* members by the hash of their tokens; of one hash ascending */
    uint32_t *text_of;               /* [member] → text */
    uint32_t *first;                 /* [text] → its first member */
    uint32_t *copies;                /* [text]: members that have it */
    uint8_t *kept;                   /* [text]: enough of it is the template's */
    uint32_t text_count, kept_count;
    lt_variant *sample; /* of kept texts */
    uint32_t *ids;      /* of the sample's units */
    lt_unit *units;     /* the units themselves, as far as there is room (TEXTS_UNITS) */
    uint32_t *sampled;  /* [text]: its number in the sample, + 1; 0: it is not there, or its units are not kept */
    uint32_t *own;      /* of one text's */
    lt_stretch *spans;  /* [text × part]: tokens from the text's first one */
    uint32_t *clean;    /* [text]: units that are the template's, less what it has otherwise */
    uint8_t *standing;  /* [text × column]: as in lt_fixed_texts */
    uint32_t *leads;    /* [text × part]: tokens of masks that a fill begins with */
    uint32_t *heads;    /* [text]: tokens of the fill at hand that become a slot of their own */
    struct lt_texts_stray *strays;
    size_t lead_capacity, head_capacity, stray_count, stray_capacity;
    size_t order_capacity, sorted_capacity, text_capacity, first_capacity, copies_capacity, kept_capacity,
        sample_capacity, id_capacity, unit_capacity, sampled_capacity, own_capacity, span_capacity, clean_capacity,
        standing_capacity;
} lt_texts; /* zero it first */

LEITONG_CHECK int lt_texts_open(lt_texts *texts, const lt_corpus *corpus, unsigned fold_flags, leitong_error *error);
void lt_texts_clear(lt_texts *texts);

/* Finds the different texts of a family; keeps all. */
LEITONG_CHECK int lt_texts_gather(lt_texts *texts, const lt_place *members, uint32_t count, leitong_error *error);

/* Makes the consensus of a sample of the kept texts, reads every text along it, and keeps those that it covers; what it
 * shows as fixed is true of them (template_fixed), or none is kept. Their description is in texts->describe. `inner` as
 * in lt_profile_make. */
LEITONG_CHECK int lt_texts_read(lt_texts *texts, bool inner, leitong_error *error);

/* Where most fills of a slot begin with a person, or with masks (years), and go on, that becomes a slot of its own. */
LEITONG_CHECK int lt_texts_split(lt_texts *texts, leitong_error *error);

/* A slot that a text leaves empty, while it has one of the slot's other fills as a stray word in the text beside it:
 * that is its fill. {温家宝}所作 is so found in 温家宝总理所作, where others say 国务院总理{温家宝}所作. */
LEITONG_CHECK int lt_texts_recover(lt_texts *texts, leitong_error *error);

/* A slot at the end of texts that were cut out of longer ones: a fill that begins with one which another text has is
 * cut to that: 同意，请大家抓好落实 is 同意 where others say no more. */
LEITONG_CHECK int lt_texts_trim(lt_texts *texts, leitong_error *error);

/* Whether two places hold the same tokens. */
LEITONG_CHECK int lt_texts_equal(lt_texts *texts, lt_place one, lt_place other, bool *ret_equal, leitong_error *error);

/* Numbers `count` places by their tokens: texts->order[i] = {number, place}, by number, of one ascending. Numbers are
 * in the order of a hash of the tokens; of one hash (they can be forged) in that of the tokens themselves. */
LEITONG_CHECK int lt_texts_number(lt_texts *texts, const lt_place *places, uint32_t count, uint32_t *ret_numbers,
                                  leitong_error *error);

/* The same for texts->order[begin, end), whose keys are one hash; *numbers: the first number, then the next. */
LEITONG_CHECK int lt_texts_number_run(lt_texts *texts, const lt_place *places, size_t begin, size_t end,
                                      uint32_t *numbers, leitong_error *error);

#endif

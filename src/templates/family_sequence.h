/* family_sequence: documents as sequences of the paragraph families that recur.
 *
 * Input: the settled corpus and the classes of its paragraphs. Output: of each document the classes that at least one
 * other has too, in order, with their tokens. Memory: 12 bytes a paragraph, 4 a class. Ownership: lt_sequences. Errors:
 * LEITONG_EMEMORY. */
#ifndef LT_TEMPLATES_FAMILY_SEQUENCE_H
#define LT_TEMPLATES_FAMILY_SEQUENCE_H

#include "templates/family_class.h"
#include "templates/family_form.h"
#include "templates/ordered_coverage.h"

#define LT_SEQUENCE_KEYS 16 /* the heaviest classes of a sequence, by which it is looked up */

typedef struct lt_sequences {
    const lt_corpus *corpus;
    uint32_t class_count;
    uint32_t *recurs;    /* [class] documents that have it */
    uint32_t *ids;       /* the recurring classes of all documents, in order */
    uint32_t *weights;   /* their tokens */
    uint32_t *paragraph; /* and where they stand */
    size_t *begin;       /* [document + 1] in ids */
    lt_record *keys;     /* of one sequence: weight, class */
    size_t key_capacity;
    uint32_t chosen[LT_SEQUENCE_KEYS]; /* of one sequence: classes */
    lt_ordered_coverage order;
} lt_sequences;
LEITONG_CHECK int lt_sequences_new(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                                   lt_classes *classes, lt_sequences *ret_sequences, leitong_error *error);
void lt_sequences_clear(lt_sequences *sequences);

lt_sequence lt_sequences_of(const lt_sequences *sequences, uint32_t document);

/* The heaviest classes, the heaviest first; of equals the first in the corpus. They stand until the next call. */
LEITONG_CHECK int lt_sequences_keys(lt_sequences *sequences, const lt_sequence *sequence, const uint32_t **ret_keys,
                                    size_t *ret_count, leitong_error *error);

/* How many tokens of either stand in classes that both have, in one order; sequences->order has where in the first. */
LEITONG_CHECK int lt_sequences_covered(lt_sequences *sequences, const lt_sequence *a, const lt_sequence *b,
                                       uint64_t *ret_of_a, uint64_t *ret_of_b, leitong_error *error);

#endif

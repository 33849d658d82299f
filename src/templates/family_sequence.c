#include "templates/family_sequence.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

void lt_sequences_clear(lt_sequences *sequences)
{
    free(sequences->recurs);
    free(sequences->ids);
    free(sequences->weights);
    free(sequences->paragraph);
    free(sequences->begin);
    free(sequences->keys);
    lt_ordered_coverage_clear(&sequences->order);
    memset(sequences, 0, sizeof *sequences);
}

/* The class of every paragraph, and in how many documents it stands. */
static void sequence_count(lt_sequences *made, const lt_candidates *candidates, const lt_forms *forms,
                           lt_classes *classes, uint32_t *last)
{
    for (size_t p = 0; p < made->corpus->paragraph_count; p++) {
        uint32_t class = lt_classes_find(classes, forms->of_distinct[candidates->paragraph_distinct[p]]);
        uint32_t document = made->corpus->paragraphs[p].document;
        made->recurs[class] += last[class] != document + 1;
        last[class] = document + 1;
        made->ids[p] = class;
    }
}

/* Keeps the classes that recur. */
static void sequence_keep(lt_sequences *made)
{
    size_t at = 0;
    size_t p = 0;
    for (size_t d = 0; d < made->corpus->document_count; d++) {
        made->begin[d] = at;
        size_t end = p + made->corpus->documents[d].paragraph_count;
        for (; p < end; p++) {
            if (made->recurs[made->ids[p]] > 1) {
                made->ids[at] = made->ids[p];
                made->paragraph[at] = (uint32_t)p;
                made->weights[at++] = made->corpus->paragraphs[p].token_count;
            }
        }
    }
    made->begin[made->corpus->document_count] = at;
}

int lt_sequences_new(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                     lt_classes *classes, lt_sequences *ret_sequences, leitong_error *error)
{
    size_t paragraphs = corpus->paragraph_count + 1;
    lt_sequences made = {.corpus = corpus, .class_count = forms->count};
    uint32_t *last = calloc((size_t)forms->count + 1, sizeof *last); /* [class] the last document that had it, + 1 */
    made.recurs = calloc((size_t)forms->count + 1, sizeof *made.recurs);
    made.ids = calloc(paragraphs, sizeof *made.ids);
    made.weights = malloc(paragraphs * sizeof *made.weights);
    made.paragraph = malloc(paragraphs * sizeof *made.paragraph);
    made.begin = malloc((corpus->document_count + 1) * sizeof *made.begin);
    if (last == NULL || made.recurs == NULL || made.ids == NULL || made.weights == NULL || made.paragraph == NULL ||
        made.begin == NULL) {
        free(last);
        lt_sequences_clear(&made);
        return lt_error_memory(error);
    }
    sequence_count(&made, candidates, forms, classes, last);
    sequence_keep(&made);
    free(last);
    *ret_sequences = made;
    return 0;
}

lt_sequence lt_sequences_of(const lt_sequences *sequences, uint32_t document)
{
    size_t begin = sequences->begin[document];
    return (lt_sequence){sequences->ids + begin, sequences->weights + begin, sequences->begin[document + 1] - begin};
}

int lt_sequences_keys(lt_sequences *sequences, const lt_sequence *sequence, const uint32_t **ret_keys,
                      size_t *ret_count, leitong_error *error)
{
    size_t count = sequence->count;
    int code = LT_RESERVE(sequences->keys, sequences->key_capacity, 2 * count + 1, error);
    if (code != 0) {
        return code;
    }
    lt_record *keys = sequences->keys;
    for (size_t i = 0; i < count; i++) {
        keys[i] = (lt_record){sequence->ids[i], UINT32_MAX - sequence->weights[i]};
    }
    lt_radix_sort_records(keys, keys + count, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || keys[i].key != keys[kept - 1].value) {
            keys[kept++] = (lt_record){keys[i].value, keys[i].key};
        }
    }
    lt_radix_sort_records(keys, keys + count, kept);
    kept = LT_MIN(kept, LT_SEQUENCE_KEYS);
    for (size_t k = 0; k < kept; k++) {
        sequences->chosen[k] = (uint32_t)keys[k].value;
    }
    *ret_keys = sequences->chosen;
    *ret_count = kept;
    return 0;
}

int lt_sequences_covered(lt_sequences *sequences, const lt_sequence *a, const lt_sequence *b, uint64_t *ret_of_a,
                         uint64_t *ret_of_b, leitong_error *error)
{
    uint64_t of_b = 0;
    int code = lt_ordered_coverage_covered(&sequences->order, 1, b, a, &of_b, error);
    code = code != 0 ? code : lt_ordered_coverage_covered(&sequences->order, 1, a, b, ret_of_a, error);
    if (code == 0) {
        *ret_of_b = of_b;
    }
    return code;
}

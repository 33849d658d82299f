#include "templates/template_texts.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "templates/person.h"

#include <stdlib.h>
#include <string.h>

int lt_texts_open(lt_texts *texts, const lt_corpus *corpus, const lt_mask_options *options, leitong_error *error)
{
    texts->corpus = corpus;
    LT_TRY(lt_form_measures_find(corpus, options->fold_flags, &texts->measures, error));
    return lt_mask_new(corpus, options, &texts->mask, error);
}

void lt_texts_clear(lt_texts *texts)
{
    lt_mask_free(texts->mask);
    lt_star_clear(&texts->star);
    lt_spool_scratch_clear(&texts->tokens);
    lt_spool_scratch_clear(&texts->others);
    free(texts->order);
    free(texts->order_sorted);
    free(texts->text_of);
    free(texts->first);
    free(texts->copies);
    free(texts->kept);
    free(texts->own);
    free(texts->grams);
    free(texts->sorting);
    free(texts->whole);
    free(texts->fills);
    free(texts->filling);
    free(texts->spans);
    free(texts->clean);
    free(texts->leads);
    free(texts->heads);
    *texts = (lt_texts){0};
}

int lt_texts_tokens(const lt_texts *texts, const lt_place *place, lt_spool_scratch *scratch,
                    const uint32_t **ret_tokens, leitong_error *error)
{
    uint64_t begin = texts->corpus->documents[place->document].token_begin + place->begin;
    return lt_corpus_tokens(texts->corpus, begin, place->end - place->begin, scratch, ret_tokens, error);
}

/* *ret_order: of the tokens, as a number below, at or above 0. */
static int texts_compare(lt_texts *texts, const lt_place *one, const lt_place *other, int *ret_order,
                         leitong_error *error)
{
    const uint32_t *x;
    const uint32_t *y;
    size_t a = one->end - one->begin;
    size_t b = other->end - other->begin;
    if (a != b) {
        *ret_order = a < b ? -1 : 1;
        return 0;
    }
    LT_TRY(lt_texts_tokens(texts, one, &texts->tokens, &x, error));
    LT_TRY(lt_texts_tokens(texts, other, &texts->others, &y, error));
    *ret_order = memcmp(x, y, a * sizeof *x);
    return 0;
}

int lt_texts_equal(lt_texts *texts, lt_place one, lt_place other, bool *ret_equal, leitong_error *error)
{
    int order = 0;
    LT_TRY(texts_compare(texts, &one, &other, &order, error));
    *ret_equal = order == 0;
    return 0;
}

typedef struct texts_sorting {
    lt_texts *texts;
    const lt_place *places;
    int code; /* of the first comparison that failed */
    leitong_error *error;
} texts_sorting;

static int texts_order(const void *left, const void *right, void *context)
{
    const lt_record *x = left;
    const lt_record *y = right;
    texts_sorting *sorting = context;
    int order = 0;
    if (sorting->code == 0) {
        sorting->code = texts_compare(sorting->texts, &sorting->places[x->value], &sorting->places[y->value], &order,
                                      sorting->error);
    }
    return order != 0 ? order : (x->value > y->value) - (x->value < y->value);
}

int lt_texts_number_run(lt_texts *texts, const lt_place *places, size_t begin, size_t end, uint32_t *numbers,
                        leitong_error *error)
{
    lt_record *order = texts->order;
    bool equal = true;
    for (size_t i = begin + 1; equal && i < end; i++) {
        LT_TRY(lt_texts_equal(texts, places[order[begin].value], places[order[i].value], &equal, error));
    }
    if (!equal) {
        texts_sorting sorting = {texts, places, 0, error};
        qsort_r(order + begin, end - begin, sizeof *order, texts_order, &sorting);
        LT_TRY(sorting.code);
    }
    for (size_t i = begin; i < end; i++) {
        bool same = i > begin;
        if (same && !equal) {
            LT_TRY(lt_texts_equal(texts, places[order[i - 1].value], places[order[i].value], &same, error));
        }
        *numbers += !same;
        order[i].key = *numbers - 1;
    }
    return 0;
}

/* Numbers `count` places by their tokens: texts->order[i] = {number, place}, by number, of one ascending. Numbers are
 * in the order of a hash of the tokens; of one hash in that of the tokens themselves. */
static int texts_number(lt_texts *texts, const lt_place *places, uint32_t count, uint32_t *ret_numbers,
                        leitong_error *error)
{
    const uint32_t *tokens;
    uint32_t numbers = 0;
    for (uint32_t i = 0; i < count; i++) {
        LT_TRY(lt_texts_tokens(texts, &places[i], &texts->tokens, &tokens, error));
        texts->order[i] =
            (lt_record){lt_hash_64(tokens, (size_t)(places[i].end - places[i].begin) * sizeof *tokens), i};
    }
    lt_radix_sort_records(texts->order, texts->order_sorted, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && texts->order[end].key == texts->order[begin].key) {
            end++;
        }
        LT_TRY(lt_texts_number_run(texts, places, begin, end, &numbers, error));
    }
    *ret_numbers = numbers;
    return 0;
}

static int texts_room(lt_texts *texts, size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(texts->order, texts->order_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->order_sorted, texts->sorted_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->text_of, texts->text_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->first, texts->first_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->copies, texts->copies_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->clean, texts->clean_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->fills, texts->fill_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->filling, texts->filling_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->heads, texts->head_capacity, count, error));
    return LT_RESERVE(texts->kept, texts->kept_capacity, count, error);
}

int lt_texts_gather(lt_texts *texts, const lt_place *members, uint32_t count, leitong_error *error)
{
    LT_TRY(texts_room(texts, (size_t)count + 1, error));
    texts->members = members;
    texts->member_count = count;
    LT_TRY(texts_number(texts, members, count, &texts->text_count, error));
    memset(texts->copies, 0, texts->text_count * sizeof *texts->copies);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t member = (uint32_t)texts->order[i].value;
        uint32_t text = (uint32_t)texts->order[i].key;
        if (texts->copies[text]++ == 0) {
            texts->first[text] = member;
            texts->kept[text] = 1;
        }
        texts->text_of[member] = text;
    }
    texts->kept_count = texts->text_count;
    return 0;
}

int lt_texts_fills(lt_texts *texts, uint32_t part, uint32_t *ret_filled, uint32_t *ret_numbers, leitong_error *error)
{
    uint32_t filled = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        lt_stretch span = texts->kept[t] ? texts->spans[(size_t)t * texts->star.part_count + part] : (lt_stretch){0, 0};
        if (span.begin < span.end) {
            texts->filling[filled] = t;
            texts->fills[filled++] = lt_texts_place(texts, t, span);
        }
    }
    *ret_filled = filled;
    return texts_number(texts, texts->fills, filled, ret_numbers, error);
}

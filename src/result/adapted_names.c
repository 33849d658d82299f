#include "result/adapted_names.h"

#include "base/compare.h"

#include <stdbool.h>
#include <stdlib.h>

#define ADAPTED_MOST ((UINT64_C(1) << 24) - 1)

uint64_t lt_adapted_weight(const leitong_result *result, size_t row)
{
    size_t count;
    const leitong_result_adapted *p = leitong_result_adapted_pairs(result, &count) + row;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    uint64_t tokens = LT_MIN(documents[p->document_a].tokens, documents[p->document_b].tokens);
    return LT_MIN(p->left_behind, ADAPTED_MOST) << 40 | LT_MIN(p->places, ADAPTED_MOST) << 16 |
           (1 + (tokens > 0 ? 60000 * LT_MIN(p->matched, tokens) / tokens : 0));
}

/* The row of two documents, or `count`. */
static size_t adapted_find(const leitong_result_adapted *pairs, size_t count, uint32_t x, uint32_t y)
{
    uint64_t key = (uint64_t)LT_MIN(x, y) << 32 | LT_MAX(x, y);
    size_t at = 0;
    LT_LOWER_BOUND(at, count, i, ((uint64_t)pairs[i].document_a << 32 | pairs[i].document_b) < key);
    return at < count && ((uint64_t)pairs[at].document_a << 32 | pairs[at].document_b) == key ? at : count;
}

/* A swap's place in one pair. A pair whose copy is not known goes from its first document to its second. */
static void adapted_swap(lt_adapted_names *names, const leitong_result_adapted *pair, const leitong_result_swap *swap,
                         const leitong_result_swap_place *place, size_t row)
{
    bool turned = place->a.document == (pair->copy == LEITONG_COPY_A ? pair->document_a : pair->document_b);
    if (names->last != row && names->swap_count < LT_ADAPTED_NAMES) {
        names->from[names->swap_count] = turned ? swap->to : swap->from;
        names->to[names->swap_count++] = turned ? swap->from : swap->to;
    }
    names->last = row;
}

static void adapted_cases(const leitong_result *result, lt_adapted_names *names)
{
    size_t count;
    size_t case_count;
    const leitong_result_adapted *pairs = leitong_result_adapted_pairs(result, &count);
    const leitong_result_case *cases = leitong_result_cases(result, &case_count);
    for (size_t i = case_count; i-- > 0;) {
        size_t at = adapted_find(pairs, count, cases[i].a.document, cases[i].b.document);
        names[at].most_telling = i;
    }
}

int lt_adapted_names_read(const leitong_result *result, lt_adapted_names **ret_names, leitong_error *error)
{
    size_t count;
    size_t swap_count;
    size_t place_count;
    size_t left_count;
    const leitong_result_adapted *pairs = leitong_result_adapted_pairs(result, &count);
    const leitong_result_swap *swaps = leitong_result_swaps(result, &swap_count);
    const leitong_result_swap_place *places = leitong_result_swap_places(result, &place_count);
    const leitong_result_left *left = leitong_result_left_behind(result, &left_count);
    lt_adapted_names *names = calloc(count + 1, sizeof *names);
    if (names == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        names[i].last = names[i].most_telling = SIZE_MAX;
    }
    adapted_cases(result, names);
    for (size_t i = 0; i < swap_count; i++) {
        for (size_t p = swaps[i].place_begin; p < swaps[i].place_begin + swaps[i].place_count; p++) {
            size_t at = adapted_find(pairs, count, places[p].a.document, places[p].b.document);
            if (at < count) {
                adapted_swap(&names[at], &pairs[at], &swaps[i], &places[p], i);
            }
        }
    }
    for (size_t i = 0; i < left_count; i++) {
        size_t at = adapted_find(pairs, count, left[i].span.document, left[i].source.document);
        if (at < count && names[at].left_count < LT_ADAPTED_NAMES) {
            names[at].left[names[at].left_count++] = left[i].text;
        }
    }
    *ret_names = names;
    return 0;
}

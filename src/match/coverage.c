#include "match/coverage.h"

#include "buffer.h"

#include <stdlib.h>
#include <string.h>

enum { COVERAGE_REUSED = 1, COVERAGE_STOCK = 2 };

struct lt_coverage {
    uint8_t *marks;  /* [token] */
    uint32_t *next;  /* [token + 1]: the first token at or after it that has no source yet (with path halving) */
    lt_source *sources;
    size_t marks_capacity, next_capacity, source_capacity, source_count;
};

int lt_coverage_new(lt_coverage **ret_coverage, leitong_error *error)
{
    lt_coverage *coverage = calloc(1, sizeof *coverage);
    if (coverage == NULL) {
        return lt_error_memory(error);
    }
    *ret_coverage = coverage;
    return 0;
}

void lt_coverage_free(lt_coverage *coverage)
{
    if (coverage == NULL) {
        return;
    }
    free(coverage->marks);
    free(coverage->next);
    free(coverage->sources);
    free(coverage);
}

static int coverage_order(const void *left, const void *right)
{
    const lt_covered *a = left;
    const lt_covered *b = right;
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return a->end < b->end ? -1 : a->end > b->end;
}

static int coverage_largest(const void *left, const void *right)
{
    const lt_source *a = left;
    const lt_source *b = right;
    if (a->full != b->full) {
        return a->full > b->full ? -1 : 1;
    }
    return a->source < b->source ? -1 : 1;
}

/* One row a source with its `full`; overlapping intervals count once. `exclusive` holds, until it is computed, the number of
 * the row's first interval. */
static int coverage_sources(lt_coverage *coverage, const lt_coverage_input *input, leitong_error *error)
{
    coverage->source_count = 0;
    uint32_t reached = 0; /* end of what was counted for this source */
    for (size_t i = 0; i < input->covered_count; i++) {
        const lt_covered *c = &input->covered[i];
        if (i == 0 || c->source != input->covered[i - 1].source) {
            int code = lt_buffer_reserve(&coverage->sources, &coverage->source_capacity, coverage->source_count + 1,
                                         sizeof *coverage->sources, error);
            if (code != 0) {
                return code;
            }
            coverage->sources[coverage->source_count++] = (lt_source){.source = c->source, .exclusive = (uint32_t)i};
            reached = 0;
        }
        uint32_t begin = c->begin > reached ? c->begin : reached;
        if (c->end > begin) {
            coverage->sources[coverage->source_count - 1].full += c->end - begin;
            reached = c->end;
        }
    }
    if (coverage->source_count > 1) {
        qsort(coverage->sources, coverage->source_count, sizeof *coverage->sources, coverage_largest);
    }
    return 0;
}

static uint32_t coverage_free_token(uint32_t *next, uint32_t token)
{
    while (next[token] != token) {
        next[token] = next[next[token]];
        token = next[token];
    }
    return token;
}

/* Sources in order of size take the tokens that are still free. */
static void coverage_exclusive(lt_coverage *coverage, const lt_coverage_input *input)
{
    uint32_t *next = coverage->next;
    for (uint32_t t = 0; t <= input->tokens; t++) {
        next[t] = t;
    }
    for (size_t s = 0; s < coverage->source_count; s++) {
        lt_source *row = &coverage->sources[s];
        uint32_t taken = 0;
        for (size_t i = row->exclusive; i < input->covered_count && input->covered[i].source == row->source; i++) {
            uint32_t end = input->covered[i].end;
            for (uint32_t t = coverage_free_token(next, input->covered[i].begin); t < end;
                 t = coverage_free_token(next, t)) {
                next[t] = t + 1;
                taken++;
            }
        }
        row->exclusive = taken;
    }
}

int lt_coverage_run(lt_coverage *coverage, const lt_coverage_input *input, lt_figures *ret_figures,
                    leitong_error *error)
{
    size_t tokens = input->tokens;
    int code = lt_buffer_reserve(&coverage->marks, &coverage->marks_capacity, tokens + 1, 1, error);
    code = code != 0 ? code
                     : lt_buffer_reserve(&coverage->next, &coverage->next_capacity, tokens + 1, sizeof(uint32_t), error);
    if (code != 0) {
        return code;
    }
    if (input->covered_count > 1) {
        qsort(input->covered, input->covered_count, sizeof *input->covered, coverage_order);
    }
    code = coverage_sources(coverage, input, error);
    if (code != 0) {
        return code;
    }
    coverage_exclusive(coverage, input);
    memset(coverage->marks, 0, tokens);
    for (size_t t = 0; t < tokens; t++) { /* `next` points past a token that some source took */
        coverage->marks[t] = coverage->next[t] != t ? COVERAGE_REUSED : 0;
    }
    for (size_t i = 0; i < input->phrase_count; i++) {
        memset(coverage->marks + input->phrases[i].begin, COVERAGE_REUSED,
               input->phrases[i].end - input->phrases[i].begin);
    }
    for (size_t i = 0; i < input->stock_count; i++) {
        for (uint32_t t = input->stock[i].begin; t < input->stock[i].end; t++) {
            coverage->marks[t] |= COVERAGE_STOCK;
        }
    }
    lt_figures figures = {.sources = coverage->sources, .source_count = coverage->source_count};
    for (size_t t = 0; t < tokens; t++) {
        uint32_t reused = coverage->marks[t] & COVERAGE_REUSED;
        figures.reused += reused;
        figures.without_quotes += reused && !input->quoted[t];
        figures.without_stock += reused && (coverage->marks[t] & COVERAGE_STOCK) == 0;
    }
    *ret_figures = figures;
    return 0;
}

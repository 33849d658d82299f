#include "passages/coverage.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* The document is cut at every border of an interval: all tokens of a segment are covered by the same intervals. */
struct lt_coverage {
    uint32_t *borders; /* ascending, unique; segment i is [borders[i], borders[i + 1]) */
    uint32_t *next;    /* [segment + 1]: the first segment at or after it that has no source yet (with path halving) */
    int32_t *depth;    /* [3 kinds][segment + 1]: how many intervals of a kind cover it, as differences until summed */
    lt_source *sources;
    size_t border_capacity, next_capacity, depth_capacity, source_capacity, border_count, source_count;
};

enum { COVERAGE_REUSED, COVERAGE_STOCK, COVERAGE_QUOTED, COVERAGE_KINDS };

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
    free(coverage->borders);
    free(coverage->next);
    free(coverage->depth);
    free(coverage->sources);
    free(coverage);
}

static int coverage_border_order(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static int coverage_order(const void *left, const void *right)
{
    const lt_covered *a = left;
    const lt_covered *b = right;
    const uint32_t x[] = {a->source, a->begin, a->end};
    const uint32_t y[] = {b->source, b->begin, b->end};
    return lt_compare_u32(x, y, 3);
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

static void coverage_borders_of(lt_coverage *coverage, const lt_stretch *stretches, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        coverage->borders[coverage->border_count++] = stretches[i].begin;
        coverage->borders[coverage->border_count++] = stretches[i].end;
    }
}

static int coverage_cut(lt_coverage *coverage, const lt_coverage_input *input, leitong_error *error)
{
    size_t most = 2 * (input->covered_count + input->phrase_count + input->stock_count + input->quote_count) + 1;
    LT_TRY(LT_RESERVE(coverage->borders, coverage->border_capacity, most, error));
    LT_TRY(LT_RESERVE(coverage->next, coverage->next_capacity, most, error));
    LT_TRY(LT_RESERVE(coverage->depth, coverage->depth_capacity, COVERAGE_KINDS * most, error));
    coverage->border_count = 0;
    for (size_t i = 0; i < input->covered_count; i++) {
        coverage->borders[coverage->border_count++] = input->covered[i].begin;
        coverage->borders[coverage->border_count++] = input->covered[i].end;
    }
    coverage_borders_of(coverage, input->phrases, input->phrase_count);
    coverage_borders_of(coverage, input->stock, input->stock_count);
    coverage_borders_of(coverage, input->quotes, input->quote_count);
    size_t kept = 0;
    if (coverage->border_count > 0) {
        qsort(coverage->borders, coverage->border_count, sizeof(uint32_t), coverage_border_order);
    }
    for (size_t i = 0; i < coverage->border_count; i++) {
        if (kept == 0 || coverage->borders[i] != coverage->borders[kept - 1]) {
            coverage->borders[kept++] = coverage->borders[i];
        }
    }
    coverage->border_count = kept;
    return 0;
}

/* The segment that begins at a border. */
static size_t coverage_segment(const lt_coverage *coverage, uint32_t border)
{
    const uint32_t *found =
        bsearch(&border, coverage->borders, coverage->border_count, sizeof border, coverage_border_order);
    return (size_t)(found - coverage->borders);
}

static void coverage_add(const lt_coverage *coverage, int kind, uint32_t begin, uint32_t end)
{
    int32_t *depth = coverage->depth + (size_t)kind * coverage->border_count;
    depth[coverage_segment(coverage, begin)]++;
    depth[coverage_segment(coverage, end)]--;
}

static void coverage_add_all(const lt_coverage *coverage, int kind, const lt_stretch *stretches, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        coverage_add(coverage, kind, stretches[i].begin, stretches[i].end);
    }
}

/* One row a source with its `full`; overlapping intervals count once. */
static int coverage_sources(lt_coverage *coverage, const lt_coverage_input *input, leitong_error *error)
{
    coverage->source_count = 0;
    uint32_t reached = 0; /* end of what was counted for this source */
    for (size_t i = 0; i < input->covered_count; i++) {
        const lt_covered *c = &input->covered[i];
        if (i == 0 || c->source != input->covered[i - 1].source) {
            LT_TRY(LT_RESERVE(coverage->sources, coverage->source_capacity, coverage->source_count + 1, error));
            coverage->sources[coverage->source_count++] = (lt_source){.source = c->source};
            reached = 0;
        }
        uint32_t begin = LT_MAX(c->begin, reached);
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

static uint32_t coverage_free_segment(uint32_t *next, uint32_t segment)
{
    while (next[segment] != segment) {
        next[segment] = next[next[segment]];
        segment = next[segment];
    }
    return segment;
}

/* Sources in order of size take the segments that are still free. */
static void coverage_exclusive(lt_coverage *coverage, const lt_coverage_input *input)
{
    uint32_t *next = coverage->next;
    for (uint32_t s = 0; s < coverage->border_count; s++) {
        next[s] = s;
    }
    for (size_t r = 0; r < coverage->source_count; r++) {
        lt_source *row = &coverage->sources[r];
        size_t first = 0;
        LT_LOWER_BOUND(first, input->covered_count, middle, input->covered[middle].source < row->source);
        for (size_t i = first; i < input->covered_count && input->covered[i].source == row->source; i++) {
            uint32_t end = (uint32_t)coverage_segment(coverage, input->covered[i].end);
            uint32_t s = (uint32_t)coverage_segment(coverage, input->covered[i].begin);
            for (s = coverage_free_segment(next, s); s < end; s = coverage_free_segment(next, s)) {
                next[s] = s + 1;
                row->exclusive += coverage->borders[s + 1] - coverage->borders[s];
            }
        }
    }
}

static void coverage_count(const lt_coverage *coverage, lt_figures *figures)
{
    int32_t depth[COVERAGE_KINDS] = {0};
    for (size_t s = 0; s + 1 < coverage->border_count; s++) {
        for (int kind = 0; kind < COVERAGE_KINDS; kind++) {
            depth[kind] += coverage->depth[(size_t)kind * coverage->border_count + s];
        }
        if (depth[COVERAGE_REUSED] > 0) {
            uint32_t tokens = coverage->borders[s + 1] - coverage->borders[s];
            figures->reused += tokens;
            figures->without_quotes += depth[COVERAGE_QUOTED] == 0 ? tokens : 0;
            figures->without_stock += depth[COVERAGE_STOCK] == 0 ? tokens : 0;
        }
    }
}

int lt_coverage_run(lt_coverage *coverage, const lt_coverage_input *input, lt_figures *ret_figures,
                    leitong_error *error)
{
    if (input->covered_count > 1) {
        qsort(input->covered, input->covered_count, sizeof *input->covered, coverage_order);
    }
    LT_TRY(coverage_cut(coverage, input, error));
    LT_TRY(coverage_sources(coverage, input, error));
    memset(coverage->depth, 0, COVERAGE_KINDS * coverage->border_count * sizeof *coverage->depth);
    for (size_t i = 0; i < input->covered_count; i++) {
        coverage_add(coverage, COVERAGE_REUSED, input->covered[i].begin, input->covered[i].end);
    }
    coverage_add_all(coverage, COVERAGE_REUSED, input->phrases, input->phrase_count);
    coverage_add_all(coverage, COVERAGE_STOCK, input->stock, input->stock_count);
    coverage_add_all(coverage, COVERAGE_QUOTED, input->quotes, input->quote_count);
    coverage_exclusive(coverage, input);
    lt_figures figures = {.sources = coverage->sources, .source_count = coverage->source_count};
    coverage_count(coverage, &figures);
    *ret_figures = figures;
    return 0;
}

#include "passages/coverage.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

/* The document is cut at every border of a stretch: all tokens of a segment are in the same layers. */
struct lt_coverage {
    lt_stretches layers[LT_LAYERS];
    lt_shared_stretch *shared;
    uint32_t *borders; /* ascending, unique; segment i is [borders[i], borders[i + 1]) */
    uint32_t *next;    /* [segment + 1]: the first segment at or after it that has no source yet (with path halving) */
    int32_t *depth;    /* [layer][segment + 1]: how many stretches of a layer cover it, as differences until summed */
    lt_source *sources;
    size_t shared_count, shared_capacity, border_count, border_capacity, next_capacity, depth_capacity, source_count,
        source_capacity;
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
    for (int layer = 0; layer < LT_LAYERS; layer++) {
        free(coverage->layers[layer].items);
    }
    free(coverage->shared);
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
    const lt_shared_stretch *a = left;
    const lt_shared_stretch *b = right;
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

void lt_coverage_clear(lt_coverage *coverage)
{
    for (int layer = 0; layer < LT_LAYERS; layer++) {
        coverage->layers[layer].count = 0;
    }
    coverage->shared_count = 0;
}

int lt_coverage_add(lt_coverage *coverage, lt_coverage_layer layer, uint32_t begin, uint32_t end, leitong_error *error)
{
    lt_stretches *stretches = &coverage->layers[layer];
    LT_TRY(LT_RESERVE(stretches->items, stretches->capacity, stretches->count + 1, error));
    stretches->items[stretches->count++] = (lt_stretch){begin, end};
    return 0;
}

/* Cuts the stretches of an ascending layer out of a shared stretch; what is left of it is given to `next`, the layer
 * after, and in the end to its source. */
static int coverage_cut_out(lt_coverage *coverage, int layer, const lt_shared_stretch *shared, leitong_error *error)
{
    static const lt_coverage_layer layers[] = {LT_LAYER_BOILERPLATE, LT_LAYER_EXCLUDED};
    if (layer == 2) {
        LT_TRY(LT_RESERVE(coverage->shared, coverage->shared_capacity, coverage->shared_count + 1, error));
        coverage->shared[coverage->shared_count++] = *shared;
        return 0;
    }
    const lt_stretches *out = &coverage->layers[layers[layer]];
    lt_shared_stretch rest = *shared;
    size_t i = 0;
    LT_LOWER_BOUND(i, out->count, middle, out->items[middle].end <= rest.begin);
    for (; i < out->count && out->items[i].begin < shared->end; i++) {
        if (out->items[i].begin > rest.begin) {
            lt_shared_stretch before = {rest.source, rest.begin, out->items[i].begin};
            LT_TRY(coverage_cut_out(coverage, layer + 1, &before, error));
        }
        rest.begin = LT_MIN(out->items[i].end, shared->end);
    }
    return rest.begin < rest.end ? coverage_cut_out(coverage, layer + 1, &rest, error) : 0;
}

int lt_coverage_share(lt_coverage *coverage, const lt_shared_stretch *shared, leitong_error *error)
{
    LT_TRY(lt_coverage_add(coverage, LT_LAYER_EQUAL, shared->begin, shared->end, error));
    return coverage_cut_out(coverage, 0, shared, error);
}

static int coverage_cut(lt_coverage *coverage, leitong_error *error)
{
    size_t most = 1;
    for (int layer = 0; layer < LT_LAYERS; layer++) {
        most += 2 * coverage->layers[layer].count;
    }
    LT_TRY(LT_RESERVE(coverage->borders, coverage->border_capacity, most, error));
    LT_TRY(LT_RESERVE(coverage->next, coverage->next_capacity, most, error));
    LT_TRY(LT_RESERVE(coverage->depth, coverage->depth_capacity, LT_LAYERS * most, error));
    coverage->border_count = 0;
    for (int layer = 0; layer < LT_LAYERS; layer++) {
        for (size_t i = 0; i < coverage->layers[layer].count; i++) {
            coverage->borders[coverage->border_count++] = coverage->layers[layer].items[i].begin;
            coverage->borders[coverage->border_count++] = coverage->layers[layer].items[i].end;
        }
    }
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

static void coverage_depths(const lt_coverage *coverage)
{
    memset(coverage->depth, 0, LT_LAYERS * coverage->border_count * sizeof *coverage->depth);
    for (size_t layer = 0; layer < LT_LAYERS; layer++) {
        int32_t *depth = coverage->depth + layer * coverage->border_count;
        const lt_stretches *stretches = &coverage->layers[layer];
        for (size_t i = 0; i < stretches->count; i++) {
            depth[coverage_segment(coverage, stretches->items[i].begin)]++;
            depth[coverage_segment(coverage, stretches->items[i].end)]--;
        }
    }
}

/* One row a source with its `full`; overlapping stretches count once. */
static int coverage_sources(lt_coverage *coverage, leitong_error *error)
{
    coverage->source_count = 0;
    uint32_t reached = 0; /* end of what was counted for this source */
    for (size_t i = 0; i < coverage->shared_count; i++) {
        const lt_shared_stretch *c = &coverage->shared[i];
        if (i == 0 || c->source != c[-1].source) {
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
static void coverage_exclusive(lt_coverage *coverage)
{
    const lt_shared_stretch *shared = coverage->shared;
    uint32_t *next = coverage->next;
    for (uint32_t s = 0; s < coverage->border_count; s++) {
        next[s] = s;
    }
    for (size_t r = 0; r < coverage->source_count; r++) {
        lt_source *row = &coverage->sources[r];
        size_t first = 0;
        LT_LOWER_BOUND(first, coverage->shared_count, middle, shared[middle].source < row->source);
        for (size_t i = first; i < coverage->shared_count && shared[i].source == row->source; i++) {
            uint32_t end = (uint32_t)coverage_segment(coverage, shared[i].end);
            uint32_t s = (uint32_t)coverage_segment(coverage, shared[i].begin);
            for (s = coverage_free_segment(next, s); s < end; s = coverage_free_segment(next, s)) {
                next[s] = s + 1;
                row->exclusive += coverage->borders[s + 1] - coverage->borders[s];
            }
        }
    }
}

static void coverage_count(const lt_coverage *coverage, lt_figures *figures)
{
    int32_t depth[LT_LAYERS] = {0};
    for (size_t s = 0; s + 1 < coverage->border_count; s++) {
        for (size_t layer = 0; layer < LT_LAYERS; layer++) {
            depth[layer] += coverage->depth[layer * coverage->border_count + s];
        }
        uint32_t tokens = coverage->borders[s + 1] - coverage->borders[s];
        bool is_boilerplate = depth[LT_LAYER_BOILERPLATE] > 0;
        bool is_excluded = depth[LT_LAYER_EXCLUDED] > 0 && !is_boilerplate;
        bool is_equal = depth[LT_LAYER_EQUAL] > 0;
        bool is_reused = is_equal && !is_boilerplate && !is_excluded;
        figures->covered += depth[LT_LAYER_COVERED] > 0 ? tokens : 0;
        figures->repeated += depth[LT_LAYER_REPEATED] > 0 && !is_boilerplate && !is_excluded ? tokens : 0;
        figures->boilerplate += is_equal && is_boilerplate ? tokens : 0;
        figures->excluded += is_equal && is_excluded ? tokens : 0;
        figures->reused += is_reused ? tokens : 0;
        figures->without_quotes += is_reused && depth[LT_LAYER_QUOTED] == 0 ? tokens : 0;
        figures->without_stock += is_reused && depth[LT_LAYER_STOCK] == 0 ? tokens : 0;
    }
}

int lt_coverage_run(lt_coverage *coverage, lt_figures *ret_figures, leitong_error *error)
{
    if (coverage->shared_count > 1) {
        qsort(coverage->shared, coverage->shared_count, sizeof *coverage->shared, coverage_order);
    }
    LT_TRY(coverage_cut(coverage, error));
    LT_TRY(coverage_sources(coverage, error));
    coverage_depths(coverage);
    coverage_exclusive(coverage);
    lt_figures figures = {.sources = coverage->sources, .source_count = coverage->source_count};
    coverage_count(coverage, &figures);
    *ret_figures = figures;
    return 0;
}

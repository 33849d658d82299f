#include "passages/coverage.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

struct lt_coverage {
    lt_stretches layers[LT_LAYERS];
    lt_shared_stretch *shared;
    uint32_t *borders; /* of shared stretches, ascending, unique; segment i is [borders[i], borders[i + 1]) */
    uint32_t *next;    /* [segment + 1]: the first segment at or after it that has no source yet (with path halving) */
    lt_source *sources;
    size_t shared_count, shared_capacity, border_count, border_capacity, next_capacity, source_count, source_capacity;
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
    free(coverage->sources);
    free(coverage);
}

static int coverage_border_order(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static int coverage_stretch_order(const void *left, const void *right)
{
    const lt_stretch *a = left;
    const lt_stretch *b = right;
    return a->begin != b->begin ? (a->begin > b->begin) - (a->begin < b->begin) : (a->end > b->end) - (a->end < b->end);
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

/* Whether the last stretch took this one in: it begins in it or right behind it. */
static bool coverage_extend(lt_stretches *stretches, uint32_t begin, uint32_t end)
{
    if (stretches->count == 0) {
        return false;
    }
    lt_stretch *last = &stretches->items[stretches->count - 1];
    if (begin < last->begin || begin > last->end) {
        return false;
    }
    last->end = LT_MAX(last->end, end);
    return true;
}

int lt_coverage_add(lt_coverage *coverage, lt_coverage_layer layer, uint32_t begin, uint32_t end, leitong_error *error)
{
    lt_stretches *stretches = &coverage->layers[layer];
    if (coverage_extend(stretches, begin, end)) {
        return 0;
    }
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

/* A layer's stretches become ascending and disjoint. */
static void coverage_union(lt_stretches *layer)
{
    size_t count = layer->count;
    if (count > 1) {
        qsort(layer->items, count, sizeof *layer->items, coverage_stretch_order);
    }
    layer->count = 0;
    for (size_t i = 0; i < count; i++) {
        lt_stretch stretch = layer->items[i];
        if (!coverage_extend(layer, stretch.begin, stretch.end)) {
            layer->items[layer->count++] = stretch;
        }
    }
}

/* The same of what is shared, source by source. */
static void coverage_union_shared(lt_coverage *coverage)
{
    lt_shared_stretch *shared = coverage->shared;
    size_t kept = 0;
    if (coverage->shared_count > 1) {
        qsort(shared, coverage->shared_count, sizeof *shared, coverage_order);
    }
    for (size_t i = 0; i < coverage->shared_count; i++) {
        if (kept > 0 && shared[kept - 1].source == shared[i].source && shared[kept - 1].end >= shared[i].begin) {
            shared[kept - 1].end = LT_MAX(shared[kept - 1].end, shared[i].end);
        } else {
            shared[kept++] = shared[i];
        }
    }
    coverage->shared_count = kept;
}

static int coverage_cut(lt_coverage *coverage, leitong_error *error)
{
    size_t count = 2 * coverage->shared_count;
    LT_TRY(LT_RESERVE(coverage->borders, coverage->border_capacity, count + 1, error));
    LT_TRY(LT_RESERVE(coverage->next, coverage->next_capacity, count + 1, error));
    for (size_t i = 0; i < coverage->shared_count; i++) {
        coverage->borders[2 * i] = coverage->shared[i].begin;
        coverage->borders[2 * i + 1] = coverage->shared[i].end;
    }
    if (count > 0) {
        qsort(coverage->borders, count, sizeof *coverage->borders, coverage_border_order);
    }
    coverage->border_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || coverage->borders[i] != coverage->borders[coverage->border_count - 1]) {
            coverage->borders[coverage->border_count++] = coverage->borders[i];
        }
    }
    return 0;
}

/* The segment that begins at a border. */
static size_t coverage_segment(const lt_coverage *coverage, uint32_t border)
{
    const uint32_t *found =
        bsearch(&border, coverage->borders, coverage->border_count, sizeof border, coverage_border_order);
    return (size_t)(found - coverage->borders);
}

/* One row a source with its `full`. */
static int coverage_sources(lt_coverage *coverage, leitong_error *error)
{
    coverage->source_count = 0;
    for (size_t i = 0; i < coverage->shared_count; i++) {
        const lt_shared_stretch *c = &coverage->shared[i];
        if (i == 0 || c->source != c[-1].source) {
            LT_TRY(LT_RESERVE(coverage->sources, coverage->source_capacity, coverage->source_count + 1, error));
            coverage->sources[coverage->source_count++] = (lt_source){.source = c->source};
        }
        coverage->sources[coverage->source_count - 1].full += c->end - c->begin;
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

/* `tokens` tokens that lie in the layers `in`. */
static void coverage_count(const bool in[LT_LAYERS], uint32_t tokens, lt_figures *figures)
{
    bool is_boilerplate = in[LT_LAYER_BOILERPLATE];
    bool is_excluded = in[LT_LAYER_EXCLUDED] && !is_boilerplate;
    bool is_equal = in[LT_LAYER_EQUAL];
    bool is_reused = is_equal && !is_boilerplate && !is_excluded;
    figures->covered += in[LT_LAYER_COVERED] ? tokens : 0;
    figures->repeated += in[LT_LAYER_REPEATED] && !is_boilerplate && !is_excluded ? tokens : 0;
    figures->boilerplate += is_equal && is_boilerplate ? tokens : 0;
    figures->excluded += is_equal && is_excluded ? tokens : 0;
    figures->reused += is_reused ? tokens : 0;
    figures->without_quotes += is_reused && !in[LT_LAYER_QUOTED] ? tokens : 0;
    figures->without_stock += is_reused && !in[LT_LAYER_STOCK] ? tokens : 0;
}

/* Goes through the document from border to border of the layers. */
static void coverage_sweep(const lt_coverage *coverage, lt_figures *figures)
{
    size_t at[LT_LAYERS] = {0}; /* the first stretch of each that ends behind `token` */
    uint32_t token = 0;
    for (bool more = true; more;) {
        bool in[LT_LAYERS] = {false};
        uint32_t border = UINT32_MAX;
        more = false;
        for (size_t layer = 0; layer < LT_LAYERS; layer++) {
            const lt_stretches *stretches = &coverage->layers[layer];
            while (at[layer] < stretches->count && stretches->items[at[layer]].end <= token) {
                at[layer]++;
            }
            if (at[layer] < stretches->count) {
                const lt_stretch *stretch = &stretches->items[at[layer]];
                in[layer] = stretch->begin <= token;
                border = LT_MIN(border, in[layer] ? stretch->end : stretch->begin);
                more = true;
            }
        }
        coverage_count(in, border - token, figures);
        token = border;
    }
}

int lt_coverage_run(lt_coverage *coverage, lt_figures *ret_figures, leitong_error *error)
{
    for (int layer = 0; layer < LT_LAYERS; layer++) {
        coverage_union(&coverage->layers[layer]);
    }
    coverage_union_shared(coverage);
    LT_TRY(coverage_cut(coverage, error));
    LT_TRY(coverage_sources(coverage, error));
    coverage_exclusive(coverage);
    lt_figures figures = {.sources = coverage->sources, .source_count = coverage->source_count};
    coverage_sweep(coverage, &figures);
    *ret_figures = figures;
    return 0;
}

#include "passages/versions.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

/* Two nodes and how alike they are. */
typedef struct versions_edge {
    uint32_t a, b;
    uint32_t shared, all, smaller;
} versions_edge;

typedef struct versions_graph {
    lt_place *nodes;        /* ascending by (document, begin, end) */
    const uint64_t *hashes; /* [node]: of its content */
    size_t node_count;
    versions_edge *edges;
    size_t edge_count;
    size_t *begins;  /* [node + 1]: links[begins[n] … begins[n + 1]) */
    uint32_t *links; /* edge numbers */
} versions_graph;

void lt_versions_clear(lt_versions *versions)
{
    free(versions->clusters);
    free(versions->members);
    *versions = (lt_versions){0};
}

static void versions_graph_clear(versions_graph *graph)
{
    free(graph->nodes);
    free(graph->edges);
    free(graph->begins);
    free(graph->links);
}

static int versions_place_order(const lt_place *a, const lt_place *b)
{
    const uint32_t x[] = {a->document, a->begin, a->end};
    const uint32_t y[] = {b->document, b->begin, b->end};
    return lt_compare_u32(x, y, 3);
}

static int versions_link(versions_graph *graph, leitong_error *error)
{
    graph->begins = calloc(graph->node_count + 2, sizeof *graph->begins);
    graph->links = malloc((2 * graph->edge_count + 1) * sizeof *graph->links);
    if (graph->begins == NULL || graph->links == NULL) {
        return lt_error_memory(error);
    }
    size_t *begins = graph->begins + 1; /* one further while filling, so that it ends in place */
    for (size_t e = 0; e < graph->edge_count; e++) {
        begins[graph->edges[e].a]++;
        begins[graph->edges[e].b]++;
    }
    size_t sum = 0;
    for (size_t n = 0; n <= graph->node_count; n++) {
        size_t own = begins[n];
        begins[n] = sum;
        sum += n < graph->node_count ? own : 0;
    }
    for (size_t e = 0; e < graph->edge_count; e++) {
        graph->links[begins[graph->edges[e].a]++] = (uint32_t)e;
        graph->links[begins[graph->edges[e].b]++] = (uint32_t)e;
    }
    return 0;
}

/* Nodes by falling number of links; of equals by content. */
static int versions_rank(const versions_graph *graph, lt_record **ret_order, leitong_error *error)
{
    lt_record *order = malloc((graph->node_count + 1) * sizeof *order);
    lt_record *scratch = malloc((graph->node_count + 1) * sizeof *scratch);
    if (order == NULL || scratch == NULL) {
        free(order);
        free(scratch);
        return lt_error_memory(error);
    }
    for (size_t n = 0; n < graph->node_count; n++) {
        order[n] = (lt_record){graph->hashes[n], n};
    }
    lt_radix_sort_records(order, scratch, graph->node_count);
    for (size_t i = 0; i < graph->node_count; i++) {
        size_t node = (size_t)order[i].value;
        uint32_t links = (uint32_t)(graph->begins[node + 1] - graph->begins[node]);
        order[i].key = (uint64_t)(UINT32_MAX - links) << 32 | i;
    }
    lt_radix_sort_records(order, scratch, graph->node_count);
    free(scratch);
    *ret_order = order;
    return 0;
}

typedef struct versions_row {
    uint32_t cluster; /* medoid's node */
    bool medoid;
    lt_version version;
} versions_row;

static int versions_row_order(const void *left, const void *right)
{
    const versions_row *a = left;
    const versions_row *b = right;
    return a->cluster != b->cluster ? (a->cluster < b->cluster ? -1 : 1)
                                    : versions_place_order(&a->version.place, &b->version.place);
}

/* A medoid takes every neighbour that no better one has taken. Rows of clusters with two members at least. */
static size_t versions_take(const versions_graph *graph, const lt_record *order, uint8_t *taken, versions_row *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->node_count; i++) {
        uint32_t medoid = (uint32_t)order[i].value;
        size_t first = count;
        if (taken[medoid]) {
            continue;
        }
        taken[medoid] = 1;
        uint32_t tokens = graph->nodes[medoid].end - graph->nodes[medoid].begin;
        rows[count++] = (versions_row){medoid, true, {graph->nodes[medoid], tokens, tokens, tokens}};
        for (size_t l = graph->begins[medoid]; l < graph->begins[medoid + 1]; l++) {
            const versions_edge *edge = &graph->edges[graph->links[l]];
            bool is_a = edge->a == medoid;
            uint32_t other = is_a ? edge->b : edge->a;
            if (!taken[other]) {
                taken[other] = 1;
                rows[count++] =
                    (versions_row){medoid, false, {graph->nodes[other], edge->shared, edge->all, edge->smaller}};
            }
        }
        count = count - first == 1 ? first : count;
    }
    return count;
}

static int versions_cluster_order(const void *left, const void *right)
{
    const versions_row *const *a = left;
    const versions_row *const *b = right;
    int order = versions_place_order(&(*a)->version.place, &(*b)->version.place);
    return order != 0 ? order : ((*a)->cluster < (*b)->cluster ? -1 : (*a)->cluster > (*b)->cluster);
}

/* Sorted rows → clusters in order of their first member. */
static int versions_gather(versions_row *rows, size_t count, lt_versions *ret, leitong_error *error)
{
    size_t clusters = 0;
    qsort(rows, count, sizeof *rows, versions_row_order);
    for (size_t i = 0; i < count; i++) {
        clusters += i == 0 || rows[i].cluster != rows[i - 1].cluster;
    }
    const versions_row **firsts = malloc((clusters + 1) * sizeof *firsts);
    lt_versions made = {.clusters = calloc(clusters + 1, sizeof *made.clusters),
                        .members = malloc((count + 1) * sizeof *made.members)};
    if (firsts == NULL || made.clusters == NULL || made.members == NULL) {
        free(firsts);
        lt_versions_clear(&made);
        return lt_error_memory(error);
    }
    clusters = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || rows[i].cluster != rows[i - 1].cluster) {
            firsts[clusters++] = &rows[i];
        }
    }
    qsort(firsts, clusters, sizeof *firsts, versions_cluster_order);
    for (size_t c = 0; c < clusters; c++) {
        lt_version_cluster *cluster = &made.clusters[made.cluster_count++];
        cluster->begin = made.member_count;
        for (const versions_row *row = firsts[c]; row < rows + count && row->cluster == firsts[c]->cluster; row++) {
            cluster->medoid = row->medoid ? cluster->count : cluster->medoid;
            made.members[made.member_count++] = row->version;
            cluster->count++;
        }
    }
    free(firsts);
    *ret = made;
    return 0;
}

static int versions_cluster(versions_graph *graph, lt_versions *ret, leitong_error *error)
{
    lt_record *order = NULL;
    versions_row *rows = malloc((graph->node_count + 1) * sizeof *rows);
    uint8_t *taken = calloc(graph->node_count + 1, 1);
    int code = 0;
    if (rows == NULL || taken == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    LT_TRY_GOTO(done, versions_link(graph, error));
    LT_TRY_GOTO(done, versions_rank(graph, &order, error));
    size_t count = versions_take(graph, order, taken, rows);
    LT_TRY_GOTO(done, versions_gather(rows, count, ret, error));
done:
    free(order);
    free(rows);
    free(taken);
    return code;
}

static bool versions_reach(uint64_t part, uint64_t whole, uint64_t threshold)
{
    return (unsigned __int128)part * 1000000000U >= (unsigned __int128)threshold * whole;
}

int lt_versions_documents(const lt_document_overlaps *overlaps, uint64_t threshold, lt_versions *ret_versions,
                          leitong_error *error)
{
    const uint32_t *token_counts = overlaps->token_counts;
    size_t documents = overlaps->document_count;
    versions_graph graph = {.nodes = malloc((documents + 1) * sizeof *graph.nodes),
                            .hashes = overlaps->hashes,
                            .edges = malloc((overlaps->shared_count + 1) * sizeof *graph.edges),
                            .node_count = documents};
    int code = 0;
    if (graph.nodes == NULL || graph.edges == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    for (size_t d = 0; d < documents; d++) {
        graph.nodes[d] = (lt_place){(uint32_t)d, 0, token_counts[d]};
    }
    for (size_t i = 0; i < overlaps->shared_count; i++) {
        const lt_shared_tokens *s = &overlaps->shared[i];
        uint32_t a = token_counts[s->document_a];
        uint32_t b = token_counts[s->document_b];
        /* Of two attributions the smaller is what both surely have. */
        uint32_t both = LT_MIN(s->a, s->b);
        uint32_t smaller = LT_MIN(a, b);
        if (versions_reach(both, smaller, threshold)) {
            graph.edges[graph.edge_count++] =
                (versions_edge){s->document_a, s->document_b, both, a + b - both, smaller};
        }
    }
    LT_TRY_GOTO(done, versions_cluster(&graph, ret_versions, error));
done:
    versions_graph_clear(&graph);
    return code;
}

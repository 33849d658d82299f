#include "report/drop.h"

#include "base/compare.h"
#include "base/json_write.h"

#include <stdlib.h>
#include <string.h>

#define DROP_NONE UINT32_MAX

/* A paragraph that has a neighbour. */
typedef struct drop_node {
    leitong_span span;
    uint64_t weight;  /* members of the cluster it is the medoid of, otherwise 0 */
    uint32_t cluster; /* its own, or DROP_NONE */
    size_t kept_edge; /* the edge to the kept neighbour that decided, or SIZE_MAX: kept */
    size_t edge_begin;
} drop_node;

/* Two paragraphs whose exact similarity reached the threshold: shared / all. Each is stored twice, once from each end.
 */
typedef struct drop_edge {
    leitong_span from, to;
    size_t from_node, to_node;
    uint32_t shared;
    uint64_t all;
} drop_edge;

typedef struct drop_graph {
    drop_edge *edges;
    size_t edge_count;
    drop_node *nodes;
    size_t node_count;
    size_t *order; /* nodes in the order of choosing */
} drop_graph;

static int drop_span_compare(const leitong_span *a, const leitong_span *b)
{
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return (a->end > b->end) - (a->end < b->end);
}

static int drop_edge_compare(const void *left, const void *right)
{
    const drop_edge *a = left;
    const drop_edge *b = right;
    int order = drop_span_compare(&a->from, &b->from);
    return order != 0 ? order : drop_span_compare(&a->to, &b->to);
}

static void drop_add(drop_graph *graph, const leitong_span *a, const leitong_span *b, uint32_t shared, uint64_t all)
{
    graph->edges[graph->edge_count++] = (drop_edge){*a, *b, 0, 0, shared, all};
    graph->edges[graph->edge_count++] = (drop_edge){*b, *a, 0, 0, shared, all};
}

/* Every verified pair: members of paragraph clusters with their medoid, and the rows of pairs. */
static int drop_edges(drop_graph *graph, const leitong_result *result, leitong_error *error)
{
    size_t pair_count;
    size_t cluster_count;
    size_t member_count;
    const leitong_result_pair *pairs = leitong_result_pairs(result, &pair_count);
    const leitong_result_cluster *clusters = leitong_result_clusters(result, &cluster_count);
    const leitong_result_member *members = leitong_result_members(result, &member_count);
    graph->edges = malloc((2 * (pair_count + member_count) + 1) * sizeof *graph->edges);
    if (graph->edges == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < pair_count; i++) {
        drop_add(graph, &pairs[i].a, &pairs[i].b, pairs[i].shared,
                 (uint64_t)pairs[i].shingles_a + pairs[i].shingles_b - pairs[i].shared);
    }
    for (size_t i = 0; i < cluster_count; i++) {
        const leitong_result_member *own = members + clusters[i].member_begin;
        for (size_t m = 0; clusters[i].unit == LEITONG_UNIT_PARAGRAPH && m < clusters[i].member_count; m++) {
            if (m != clusters[i].medoid) {
                drop_add(graph, &own[m].span, &own[clusters[i].medoid].span, own[m].shared, own[m].all);
            }
        }
    }
    if (graph->edge_count > 0) {
        qsort(graph->edges, graph->edge_count, sizeof *graph->edges, drop_edge_compare);
    }
    return 0;
}

static size_t drop_find(const drop_graph *graph, const leitong_span *span)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, graph->node_count, middle, drop_span_compare(&graph->nodes[middle].span, span) < 0);
    return low;
}

/* Nodes are the edges' beginnings, each once, in the order of documents. */
static int drop_nodes(drop_graph *graph, leitong_error *error)
{
    graph->nodes = malloc((graph->edge_count + 1) * sizeof *graph->nodes);
    graph->order = malloc((graph->edge_count + 1) * sizeof *graph->order);
    if (graph->nodes == NULL || graph->order == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < graph->edge_count; i++) {
        const leitong_span *span = &graph->edges[i].from;
        if (i == 0 || drop_span_compare(span, &graph->edges[i - 1].from) != 0) {
            graph->nodes[graph->node_count] = (drop_node){*span, 0, DROP_NONE, SIZE_MAX, i};
            graph->order[graph->node_count] = graph->node_count;
            graph->node_count++;
        }
        graph->edges[i].from_node = graph->node_count - 1;
    }
    graph->nodes[graph->node_count].edge_begin = graph->edge_count;
    for (size_t i = 0; i < graph->edge_count; i++) {
        graph->edges[i].to_node = drop_find(graph, &graph->edges[i].to);
    }
    return 0;
}

static void drop_weigh(drop_graph *graph, const leitong_result *result)
{
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(result, &count);
    const leitong_result_member *members = leitong_result_members(result, &member_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_member *own = members + clusters[i].member_begin;
        for (size_t m = 0; clusters[i].unit == LEITONG_UNIT_PARAGRAPH && m < clusters[i].member_count; m++) {
            size_t at = drop_find(graph, &own[m].span);
            if (at < graph->node_count && drop_span_compare(&graph->nodes[at].span, &own[m].span) == 0) {
                graph->nodes[at].cluster = (uint32_t)i;
                graph->nodes[at].weight = m == clusters[i].medoid ? clusters[i].member_count : 0;
            }
        }
    }
}

static int drop_order_compare(const void *left, const void *right, void *context)
{
    const drop_node *nodes = context;
    size_t a = *(const size_t *)left;
    size_t b = *(const size_t *)right;
    if (nodes[a].weight != nodes[b].weight) {
        return nodes[a].weight > nodes[b].weight ? -1 : 1;
    }
    return (a > b) - (a < b);
}

/* In the order of choosing a node is kept unless a neighbour is; of kept neighbours the most similar is named. */
static void drop_choose(drop_graph *graph, unsigned char *kept)
{
    for (size_t i = 0; i < graph->node_count; i++) {
        size_t at = graph->order[i];
        drop_node *node = &graph->nodes[at];
        for (size_t e = node->edge_begin; e < node[1].edge_begin; e++) {
            const drop_edge *edge = &graph->edges[e];
            const drop_edge *best = node->kept_edge == SIZE_MAX ? NULL : &graph->edges[node->kept_edge];
            if (kept[edge->to_node] && (best == NULL || (unsigned __int128)edge->shared * best->all >
                                                            (unsigned __int128)best->shared * edge->all)) {
                node->kept_edge = e;
            }
        }
        kept[at] = node->kept_edge == SIZE_MAX;
    }
}

static void drop_span(lt_json *json, const leitong_result_document *documents, const leitong_span *span)
{
    lt_json_string(json, "doc", documents[span->document].id);
    lt_json_number(json, "begin", span->begin);
    lt_json_number(json, "end", span->end);
}

static void drop_row(lt_json *json, const leitong_result_document *documents, const drop_graph *graph, size_t number)
{
    const drop_node *node = &graph->nodes[number];
    lt_json_open(json, NULL);
    drop_span(json, documents, &node->span);
    if (node->cluster == DROP_NONE) {
        lt_json_string(json, "cluster", NULL);
    } else {
        lt_json_number(json, "cluster", node->cluster);
    }
    if (node->kept_edge == SIZE_MAX) {
        lt_json_string(json, "action", "keep");
        lt_json_string(json, "reason", node->weight > 0 ? "medoid" : "no_kept_neighbour");
    } else {
        const drop_edge *edge = &graph->edges[node->kept_edge];
        lt_json_string(json, "action", "drop");
        lt_json_string(json, "reason", "neighbour_kept");
        lt_json_open(json, "kept");
        drop_span(json, documents, &edge->to);
        lt_json_close(json);
        lt_json_ratio(json, "jaccard", edge->shared, edge->all);
    }
    lt_json_close(json);
    lt_json_line(json);
}

int lt_drop_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                   leitong_error *error)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    drop_graph graph = {0};
    unsigned char *kept = NULL;
    lt_json json;
    int code = 0;
    (void)options;
    LT_TRY_GOTO(done, drop_edges(&graph, result, error));
    LT_TRY_GOTO(done, drop_nodes(&graph, error));
    kept = calloc(graph.node_count + 1, 1);
    if (kept == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    drop_weigh(&graph, result);
    qsort_r(graph.order, graph.node_count, sizeof *graph.order, drop_order_compare, graph.nodes);
    drop_choose(&graph, kept);
    lt_json_begin(&json, file);
    for (size_t i = 0; i < graph.node_count; i++) {
        drop_row(&json, documents, &graph, i);
    }
    code = lt_json_end(&json, "the drop list", error);
done:
    free(kept);
    free(graph.edges);
    free(graph.nodes);
    free(graph.order);
    return code;
}

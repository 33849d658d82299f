#include "engine/assemble_names.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "engine/assemble_offsets.h"

#include <stdlib.h>
#include <string.h>

typedef struct assembly {
    const lt_corpus *corpus;
    const lt_naming *found;
    leitong_result *result;
    lt_offset_requests requests; /* of each swap's place a and b; of each name left behind its place, source and
                                    instead */
    leitong_span *insteads;      /* [row left behind] */
} assembly;

/* A substitution of a cluster's medoid, in one member. */
typedef struct cluster_swap {
    uint64_t key;
    size_t row; /* of the pairs' swaps */
    bool turned;
} cluster_swap;

/* Scratch of one cluster after the other. */
typedef struct cluster_scratch {
    cluster_swap *swaps;
    size_t count, capacity;
    lt_spool_scratch tokens;
} cluster_scratch;

static int assembly_request(assembly *a, leitong_span *span, uint32_t document, uint32_t begin, uint32_t end,
                            leitong_error *error)
{
    span->document = document;
    return lt_offset_requests_span(&a->requests, document, begin, end, error);
}

static void assembly_read(assembly *a, leitong_span *span)
{
    const uint64_t *offsets = lt_offset_requests_read(&a->requests, 2);
    span->begin = offsets[0];
    span->end = offsets[1];
}

static bool assembly_instead(const lt_left *left)
{
    return left->instead.end > left->instead.begin;
}

static int assembly_swaps(assembly *a, leitong_error *error)
{
    const lt_swaps *swaps = &a->found->swaps;
    size_t places = 0;
    for (size_t i = 0; i < swaps->count; i++) {
        places += LT_MIN(swaps->items[i].count, LEITONG_LISTED);
    }
    LT_TRY(lt_result_rows(&a->result->swaps, swaps->count, sizeof(leitong_result_swap), error));
    LT_TRY(lt_result_rows(&a->result->swap_places, places, sizeof(leitong_result_swap_place), error));
    size_t at = 0;
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap *from = &swaps->items[i];
        leitong_result_swap *row = (leitong_result_swap *)a->result->swaps.items + i;
        *row = (leitong_result_swap){.document_a = from->document_a,
                                     .document_b = from->document_b,
                                     .cluster = LEITONG_NO_CLUSTER,
                                     .count = from->count,
                                     .place_begin = at,
                                     .place_count = LT_MIN(from->count, LEITONG_LISTED)};
        for (size_t p = 0; p < row->place_count; p++) {
            const lt_swap_place *place = &swaps->places[from->place_begin + p];
            leitong_result_swap_place *to = (leitong_result_swap_place *)a->result->swap_places.items + at++;
            LT_TRY(assembly_request(a, &to->a, from->document_a, place->a_begin, place->a_end, error));
            LT_TRY(assembly_request(a, &to->b, from->document_b, place->b_begin, place->b_end, error));
        }
    }
    return 0;
}

static const uint8_t assembly_kinds[] = {
    [LT_NAME_YEAR] = LEITONG_KIND_OTHER,    [LT_NAME_OF_LEVEL] = LEITONG_KIND_OTHER,
    [LT_NAME_PLACE] = LEITONG_KIND_PLACE,   [LT_NAME_BODY] = LEITONG_KIND_ORGANISATION,
    [LT_NAME_PERSON] = LEITONG_KIND_PERSON, [LT_NAME_TERM] = LEITONG_KIND_OTHER};

static int assembly_lefts(assembly *a, leitong_error *error)
{
    const lt_lefts *lefts = &a->found->lefts;
    LT_TRY(lt_result_rows(&a->result->left_behind, lefts->count, sizeof(leitong_result_left), error));
    a->insteads = calloc(lefts->count + 1, sizeof *a->insteads);
    if (a->insteads == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < lefts->count; i++) {
        const lt_left *from = &lefts->items[i];
        const lt_place *place = &from->place;
        const lt_place *source = &from->source;
        const lt_place *instead = &from->instead;
        leitong_result_left *row = (leitong_result_left *)a->result->left_behind.items + i;
        row->kind = assembly_kinds[from->kind];
        row->left_class = from->class;
        row->weak = from->weak;
        LT_TRY(assembly_request(a, &row->span, place->document, place->begin, place->end, error));
        LT_TRY(assembly_request(a, &row->source, source->document, source->begin, source->end, error));
        if (assembly_instead(from)) {
            LT_TRY(assembly_request(a, &a->insteads[i], instead->document, instead->begin, instead->end, error));
        }
    }
    return 0;
}

/* Source bytes of all spans, in the order in which they were asked for. */
static int assembly_offsets(assembly *a, unsigned fold_flags, lt_workers *workers, leitong_error *error)
{
    LT_TRY(lt_offset_requests_locate(&a->requests, a->corpus, fold_flags, workers, error));
    for (size_t i = 0; i < a->result->swap_places.count; i++) {
        leitong_result_swap_place *place = (leitong_result_swap_place *)a->result->swap_places.items + i;
        assembly_read(a, &place->a);
        assembly_read(a, &place->b);
    }
    for (size_t i = 0; i < a->found->lefts.count; i++) {
        leitong_result_left *row = (leitong_result_left *)a->result->left_behind.items + i;
        assembly_read(a, &row->span);
        assembly_read(a, &row->source);
        if (assembly_instead(&a->found->lefts.items[i])) {
            assembly_read(a, &a->insteads[i]);
        }
    }
    return 0;
}

/* The first of the pairs' swaps whose two documents are `wanted` or come behind. */
static size_t assembly_first(const lt_swaps *swaps, uint64_t wanted)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, swaps->count, middle,
                   ((uint64_t)swaps->items[middle].document_a << 32 | swaps->items[middle].document_b) < wanted);
    return low;
}

/* What a substitution says, whichever way it is looked at: a hash of `from` and of `to`. */
static int cluster_key(const lt_corpus *corpus, const lt_swap *swap, bool turned, lt_spool_scratch *scratch,
                       uint64_t *ret_key, leitong_error *error)
{
    const lt_swap_place *p = &swap->first;
    const uint32_t sides[2][3] = {{swap->document_a, p->a_begin, p->a_end}, {swap->document_b, p->b_begin, p->b_end}};
    uint64_t hashes[2];
    for (unsigned side = 0; side < 2; side++) {
        const uint32_t *place = sides[turned ? 1 - side : side];
        const uint32_t *tokens;
        LT_TRY(lt_corpus_tokens(corpus, corpus->documents[place[0]].token_begin + place[1], place[2] - place[1],
                                scratch, &tokens, error));
        hashes[side] = lt_hash_64(tokens, (place[2] - place[1]) * sizeof *tokens);
    }
    *ret_key = lt_hash_64(hashes, sizeof hashes);
    return 0;
}

static int cluster_compare(const void *a, const void *b)
{
    const cluster_swap *left = a;
    const cluster_swap *right = b;
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return (left->row > right->row) - (left->row < right->row);
}

/* Groups in the order of their first rows. */
static int cluster_compare_rows(const void *a, const void *b)
{
    const leitong_result_swap *left = a;
    const leitong_result_swap *right = b;
    return left->count != right->count
               ? (left->count > right->count ? -1 : 1)
               : (left->place_begin > right->place_begin) - (left->place_begin < right->place_begin);
}

/* One row of a cluster: the pairs' rows that say the same. */
static int cluster_row(assembly *a, size_t cluster, const cluster_swap *same, size_t count, leitong_error *error)
{
    leitong_result_swap row = {.document_a = LEITONG_NO_DOCUMENT,
                               .document_b = LEITONG_NO_DOCUMENT,
                               .cluster = cluster,
                               .place_begin = a->result->swap_places.count};
    leitong_result_swap *added;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_swap from = ((const leitong_result_swap *)a->result->swaps.items)[same[i].row];
        row.count += from.count;
        for (size_t p = 0; p < from.place_count && row.place_count < LEITONG_LISTED; p++) {
            leitong_result_swap_place *to;
            LT_TRY(lt_result_add(&a->result->swap_places, sizeof *to, &to, error));
            *to = ((const leitong_result_swap_place *)a->result->swap_places.items)[from.place_begin + p];
            if (same[i].turned) {
                *to = (leitong_result_swap_place){to->b, to->a};
            }
            row.place_count++;
        }
    }
    LT_TRY(lt_result_add(&a->result->swaps, sizeof *added, &added, error));
    *added = row;
    return 0;
}

/* The medoid's substitutions in one other member. */
static int cluster_member(const assembly *a, uint32_t medoid, uint32_t other, cluster_scratch *scratch,
                          leitong_error *error)
{
    const lt_swaps *swaps = &a->found->swaps;
    uint64_t documents = (uint64_t)LT_MIN(medoid, other) << 32 | LT_MAX(medoid, other);
    bool turned = other < medoid;
    size_t end = assembly_first(swaps, documents + 1);
    for (size_t i = assembly_first(swaps, documents); i < end; i++) {
        uint64_t key = 0;
        LT_TRY(cluster_key(a->corpus, &swaps->items[i], turned, &scratch->tokens, &key, error));
        LT_TRY(LT_RESERVE(scratch->swaps, scratch->capacity, scratch->count + 1, error));
        scratch->swaps[scratch->count++] = (cluster_swap){key, i, turned};
    }
    return 0;
}

static int cluster_rows(assembly *a, size_t number, cluster_scratch *scratch, leitong_error *error)
{
    const leitong_result_cluster *cluster = (const leitong_result_cluster *)a->result->clusters.items + number;
    const leitong_result_member *members = (const leitong_result_member *)a->result->members.items;
    uint32_t medoid = members[cluster->member_begin + cluster->medoid].span.document;
    size_t before = a->result->swaps.count;
    scratch->count = 0;
    for (size_t m = 0; m < cluster->member_count; m++) {
        uint32_t other = members[cluster->member_begin + m].span.document;
        if (other != medoid) {
            LT_TRY(cluster_member(a, medoid, other, scratch, error));
        }
    }
    if (scratch->count > 0) {
        qsort(scratch->swaps, scratch->count, sizeof *scratch->swaps, cluster_compare);
    }
    for (size_t begin = 0, end; begin < scratch->count; begin = end) {
        const cluster_swap *same = &scratch->swaps[begin];
        for (end = begin + 1; end < scratch->count && scratch->swaps[end].key == same->key; end++) {
        }
        if (end - begin > 1) {
            LT_TRY(cluster_row(a, number, same, end - begin, error));
        }
    }
    if (a->result->swaps.count > before) {
        qsort((leitong_result_swap *)a->result->swaps.items + before, a->result->swaps.count - before,
              sizeof(leitong_result_swap), cluster_compare_rows);
    }
    return 0;
}

static int assembly_clusters(assembly *a, leitong_error *error)
{
    cluster_scratch scratch = {0};
    int code = 0;
    for (size_t c = 0; c < a->result->clusters.count; c++) {
        if (((const leitong_result_cluster *)a->result->clusters.items)[c].unit == LEITONG_UNIT_DOCUMENT) {
            LT_TRY_GOTO(done, cluster_rows(a, c, &scratch, error));
        }
    }
done:
    free(scratch.swaps);
    lt_spool_scratch_clear(&scratch.tokens);
    return code;
}

int lt_assemble_names(const lt_assemble_names_input *input, leitong_result *result, leitong_span **ret_insteads,
                      leitong_error *error)
{
    assembly a = {.corpus = input->corpus, .found = input->found, .result = result};
    int code = 0;
    LT_TRY_GOTO(done, assembly_swaps(&a, error));
    LT_TRY_GOTO(done, assembly_lefts(&a, error));
    LT_TRY_GOTO(done, assembly_offsets(&a, input->fold_flags, input->workers, error));
    LT_TRY_GOTO(done, assembly_clusters(&a, error));
    *ret_insteads = a.insteads;
    a.insteads = NULL;
done:
    lt_offset_requests_clear(&a.requests);
    free(a.insteads);
    return code;
}

/* The words of a span, kept by the result. */
static int text_keep(leitong_result *result, const leitong_span *span, const char **ret_text, leitong_error *error)
{
    char *text = NULL;
    size_t size;
    LT_TRY(leitong_result_utf8(result, span, &text, &size, error));
    int code = lt_result_string(result, text, ret_text, error);
    free(text);
    return code;
}

int lt_assemble_names_text(leitong_result *result, const leitong_span *insteads, leitong_error *error)
{
    for (size_t i = 0; i < result->swaps.count; i++) {
        leitong_result_swap *row = (leitong_result_swap *)result->swaps.items + i;
        const leitong_result_swap_place *place =
            (const leitong_result_swap_place *)result->swap_places.items + row->place_begin;
        LT_TRY(text_keep(result, &place->a, &row->from, error));
        LT_TRY(text_keep(result, &place->b, &row->to, error));
    }
    for (size_t i = 0; i < result->left_behind.count; i++) {
        leitong_result_left *row = (leitong_result_left *)result->left_behind.items + i;
        LT_TRY(text_keep(result, &row->span, &row->text, error));
        if (insteads[i].end > insteads[i].begin) {
            LT_TRY(text_keep(result, &insteads[i], &row->instead, error));
        }
    }
    return 0;
}

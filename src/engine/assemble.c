#include "engine/assemble.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"
#include "base/radix_sort.h"
#include "text/locate.h"

#include <stdlib.h>
#include <string.h>

/* All occurrences of each distinct paragraph: paragraphs[begins[d] … begins[d + 1]), ascending. */
typedef struct occurrences {
    uint32_t *begins;
    uint32_t *paragraphs;
} occurrences;

/* Rows of pairs before they are sorted, by their two paragraph numbers. */
typedef struct row_list {
    lt_record *records; /* key: a << 32 | b; value: index of the overlap << 1 | whether it is as seen from b */
    size_t count, capacity;
    lt_overlap *overlaps;
    size_t overlap_count, overlap_capacity;
} row_list;

typedef struct assembly {
    const lt_assemble_paragraphs_input *in;
    occurrences occurrences;
    row_list rows;
} assembly;

/* One document's paragraphs; `offsets` has room for two a paragraph. */
static int source_document(lt_locate *locate, lt_corpus *corpus, uint32_t number, uint64_t *offsets,
                           leitong_error *error)
{
    size_t count = corpus->documents[number].paragraph_count;
    lt_paragraph *rows = LT_FROM(corpus->paragraphs, corpus->documents[number].paragraph_begin);
    for (size_t i = 0; i < count; i++) {
        offsets[2 * i] = rows[i].byte_begin;
        offsets[2 * i + 1] = rows[i].byte_end;
    }
    LT_TRY(lt_locate_source(locate, number, offsets, 2 * count, error));
    for (size_t i = 0; i < count; i++) {
        rows[i].byte_begin = offsets[2 * i];
        rows[i].byte_end = offsets[2 * i + 1];
    }
    return 0;
}

int lt_assemble_source(lt_corpus *corpus, leitong_error *error)
{
    lt_locate *locate = NULL;
    uint64_t *offsets = NULL;
    size_t capacity = 0;
    int code = 0;
    LT_TRY_GOTO(done, lt_locate_new(corpus, 0, &locate, error));
    for (size_t d = 0; d < corpus->document_count; d++) {
        const lt_document *document = &corpus->documents[d];
        if (document->utf8_is_source && document->bom == 0) {
            continue;
        }
        LT_TRY_GOTO(done, LT_RESERVE(offsets, capacity, 2 * (size_t)document->paragraph_count + 1, error));
        LT_TRY_GOTO(done, source_document(locate, corpus, (uint32_t)d, offsets, error));
    }
done:
    free(offsets);
    lt_locate_free(locate);
    return code;
}

int lt_assemble_documents(const lt_corpus *corpus, leitong_result *result, leitong_error *error)
{
    for (size_t i = 0; i < corpus->document_count; i++) {
        const lt_document *from = &corpus->documents[i];
        leitong_result_document *to;
        LT_TRY(lt_result_add(&result->documents, sizeof *to, &to, error));
        *to = (leitong_result_document){.id = from->id,
                                        .title = from->title,
                                        .title_from = from->title_from,
                                        .date_from = from->date_from,
                                        .date = from->date,
                                        .series = from->series,
                                        .author = from->author,
                                        .encoding = lt_encoding_name(from->encoding),
                                        .hash = {from->hash[0], from->hash[1]},
                                        .bytes = from->source_size,
                                        .paragraphs = from->paragraph_count,
                                        .tokens = from->token_count,
                                        .largest_source = LEITONG_NO_DOCUMENT,
                                        .rank = (uint32_t)i};
        result->run.bytes += from->source_size;
    }
    result->run.documents = corpus->document_count;
    result->run.paragraphs = corpus->paragraph_count;
    result->run.tokens = corpus->token_count;
    return 0;
}

static int occurrences_make(const lt_corpus *corpus, const lt_candidates *candidates, occurrences *ret,
                            leitong_error *error)
{
    size_t distinct = candidates->distinct_count;
    ret->begins = calloc(distinct + 2, sizeof *ret->begins);
    ret->paragraphs = malloc((corpus->paragraph_count + 1) * sizeof *ret->paragraphs);
    if (ret->begins == NULL || ret->paragraphs == NULL) {
        return lt_error_memory(error);
    }
    /* Counting sort: begins is shifted by one while filling, so that it ends in place. */
    for (size_t p = 0; p < corpus->paragraph_count; p++) {
        ret->begins[candidates->paragraph_distinct[p] + 2]++;
    }
    for (size_t d = 2; d < distinct + 2; d++) {
        ret->begins[d] += ret->begins[d - 1];
    }
    for (size_t p = 0; p < corpus->paragraph_count; p++) {
        ret->paragraphs[ret->begins[candidates->paragraph_distinct[p] + 1]++] = (uint32_t)p;
    }
    return 0;
}

static int row_list_overlap(row_list *list, const lt_overlap *overlap, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->overlaps, list->overlap_capacity, list->overlap_count + 1, error));
    list->overlaps[list->overlap_count++] = *overlap;
    return 0;
}

/* A row of the last overlap, which is as seen from paragraph a; the row's order is by place. */
static int row_list_add(row_list *list, uint32_t a, uint32_t b, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->records, list->capacity, list->count + 1, error));
    uint64_t turned = a > b;
    uint64_t low = turned ? b : a;
    uint64_t high = turned ? a : b;
    list->records[list->count++] = (lt_record){low << 32 | high, (uint64_t)(list->overlap_count - 1) << 1 | turned};
    return 0;
}

/* Rows among the copies of one distinct paragraph: each with the first, or each with each. */
static int rows_of_copies(assembly *a, uint32_t distinct, leitong_error *error)
{
    const occurrences *o = &a->occurrences;
    const uint32_t *places = o->paragraphs + o->begins[distinct];
    uint32_t count = o->begins[distinct + 1] - o->begins[distinct];
    if (count < 2) {
        return 0;
    }
    lt_overlap overlap;
    uint32_t paragraph = a->in->candidates->distinct_paragraph[distinct];
    LT_TRY(lt_jaccard_overlap(a->in->verify, paragraph, paragraph, &overlap, error));
    LT_TRY(row_list_overlap(&a->rows, &overlap, error));
    for (uint32_t i = 0; i < (a->in->all ? count : 1); i++) {
        for (uint32_t j = i + 1; j < count; j++) {
            LT_TRY(row_list_add(&a->rows, places[i], places[j], error));
        }
    }
    return 0;
}

/* Rows of a pair of distinct paragraphs: every copy of the member with the medoid's first, or each with each. */
static int rows_of_pair(assembly *a, const lt_pair *pair, leitong_error *error)
{
    const occurrences *o = &a->occurrences;
    const uint32_t *medoid = a->in->clusters->medoid;
    const uint32_t *left = o->paragraphs + o->begins[pair->a];
    const uint32_t *right = o->paragraphs + o->begins[pair->b];
    uint32_t left_count = o->begins[pair->a + 1] - o->begins[pair->a];
    uint32_t right_count = o->begins[pair->b + 1] - o->begins[pair->b];
    if (!a->in->all) {
        left_count = medoid[pair->a] == pair->b ? left_count : 1;
        right_count = medoid[pair->b] == pair->a ? right_count : 1;
    }
    LT_TRY(row_list_overlap(&a->rows, &pair->overlap, error));
    for (uint32_t i = 0; i < left_count; i++) {
        for (uint32_t j = 0; j < right_count; j++) {
            LT_TRY(row_list_add(&a->rows, left[i], right[j], error));
        }
    }
    return 0;
}

/* Copies of one paragraph come in order: then there is nothing to sort, nor room to be found for it. */
static int rows_sort(lt_record *records, size_t count, leitong_error *error)
{
    size_t sorted = 1;
    while (sorted < count && records[sorted - 1].key < records[sorted].key) {
        sorted++;
    }
    if (sorted >= count) {
        return 0;
    }
    lt_record *scratch = malloc(count * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_records(records, scratch, count);
    free(scratch);
    return 0;
}

/* A paragraph's number within its document. */
static uint32_t paragraph_number(const lt_corpus *corpus, uint32_t paragraph)
{
    return paragraph - corpus->documents[corpus->paragraphs[paragraph].document].paragraph_begin;
}

/* The row's spans are filled in later. */
static int assemble_pair(const lt_corpus *corpus, const lt_pair *pair, leitong_result *result, leitong_error *error)
{
    leitong_result_pair *row;
    LT_TRY(lt_result_add(&result->pairs, sizeof *row, &row, error));
    row->a.document = corpus->paragraphs[pair->a].document;
    row->b.document = corpus->paragraphs[pair->b].document;
    row->paragraph_a = paragraph_number(corpus, pair->a);
    row->paragraph_b = paragraph_number(corpus, pair->b);
    row->shared = pair->overlap.shared;
    row->shingles_a = pair->overlap.a;
    row->shingles_b = pair->overlap.b;
    return 0;
}

static int pair_order(const void *left, const void *right)
{
    const lt_pair *x = left;
    const lt_pair *y = right;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

int lt_assemble_pairs(const lt_corpus *corpus, lt_pair *pairs, size_t count, leitong_result *result,
                      leitong_error *error)
{
    if (count > 1) {
        qsort(pairs, count, sizeof *pairs, pair_order);
    }
    for (size_t i = 0; i < count; i++) {
        LT_TRY(assemble_pair(corpus, &pairs[i], result, error));
    }
    return 0;
}

static int assemble_pairs(assembly *a, leitong_result *result, leitong_error *error)
{
    const lt_clusters *clusters = a->in->clusters;
    const row_list *list = &a->rows;
    for (uint32_t d = 0; d < a->in->candidates->distinct_count; d++) {
        LT_TRY(rows_of_copies(a, d, error));
    }
    for (size_t i = 0; i < clusters->pair_count; i++) {
        LT_TRY(rows_of_pair(a, &clusters->pairs[i], error));
    }
    LT_TRY(rows_sort(list->records, list->count, error));
    for (size_t i = 0; i < list->count; i++) {
        lt_record record = list->records[i];
        lt_overlap overlap = list->overlaps[record.value >> 1];
        if ((record.value & 1) != 0) {
            overlap = (lt_overlap){overlap.shared, overlap.b, overlap.a};
        }
        lt_pair pair = {(uint32_t)(record.key >> 32), (uint32_t)record.key, overlap};
        LT_TRY(assemble_pair(a->in->corpus, &pair, result, error));
        lt_corpus_passed(a->in->corpus, pair.b);
    }
    return 0;
}

/* One record per member of a cluster of ≥ 2 paragraphs: key: the cluster's first paragraph << 32 | paragraph. */
static int cluster_records(const lt_assemble_paragraphs_input *in, lt_record **ret_records, size_t *ret_count,
                           leitong_error *error)
{
    const uint32_t *of_paragraph = in->candidates->paragraph_distinct;
    const uint32_t *medoids = in->clusters->medoid;
    size_t paragraphs = in->corpus->paragraph_count;
    size_t distinct = in->candidates->distinct_count;
    uint32_t *first = malloc((distinct + 1) * sizeof *first);
    uint32_t *size = calloc(distinct + 1, sizeof *size);
    lt_record *records = NULL;
    size_t count = 0;
    int code = 0;
    if (first == NULL || size == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    memset(first, 0xFF, (distinct + 1) * sizeof *first);
    for (size_t p = 0; p < paragraphs; p++) {
        uint32_t medoid = medoids[of_paragraph[p]];
        first[medoid] = p < first[medoid] ? (uint32_t)p : first[medoid];
        size[medoid]++;
    }
    for (size_t d = 0; d < distinct; d++) {
        count += size[d] > 1 ? size[d] : 0;
    }
    records = malloc((count + 1) * sizeof *records);
    if (records == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    count = 0;
    for (size_t p = 0; p < paragraphs; p++) {
        uint32_t medoid = medoids[of_paragraph[p]];
        if (size[medoid] > 1) {
            records[count++] = (lt_record){(uint64_t)first[medoid] << 32 | p, medoid};
        }
    }
    LT_TRY_GOTO(done, rows_sort(records, count, error));
    *ret_records = records;
    *ret_count = count;
    records = NULL;
done:
    free(records);
    free(first);
    free(size);
    return code;
}

/* The next member of the last cluster; its span is filled in later. */
static int assemble_member(const lt_assemble_paragraphs_input *in, uint32_t paragraph, uint32_t medoid,
                           leitong_result *result, leitong_error *error)
{
    leitong_result_member *member;
    LT_TRY(lt_result_add(&result->members, sizeof *member, &member, error));
    leitong_result_cluster *cluster = (leitong_result_cluster *)result->clusters.items + result->clusters.count - 1;
    uint32_t distinct = in->candidates->paragraph_distinct[paragraph];
    const lt_overlap *overlap = &in->clusters->overlap[distinct];
    member->span.document = in->corpus->paragraphs[paragraph].document;
    lt_corpus_passed(in->corpus, paragraph);
    /* Copies of the medoid are as similar as can be, 1/1; the others as measured. */
    member->shared = distinct == medoid ? 1 : overlap->shared;
    member->all = distinct == medoid ? 1 : overlap->a + overlap->b - overlap->shared;
    member->smaller = distinct == medoid ? 1 : LT_MIN(overlap->a, overlap->b);
    if (paragraph == in->candidates->distinct_paragraph[medoid]) {
        cluster->medoid = cluster->member_count;
    }
    cluster->documents += cluster->member_count == 0 || member->span.document != member[-1].span.document;
    cluster->member_count++;
    return 0;
}

static int assemble_clusters(const lt_assemble_paragraphs_input *in, leitong_result *result, uint32_t **ret_members,
                             leitong_error *error)
{
    lt_record *records = NULL;
    size_t count = 0;
    int code = 0;
    LT_TRY(cluster_records(in, &records, &count, error));
    uint32_t *members = malloc((count + 1) * sizeof *members);
    if (members == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || records[i].key >> 32 != records[i - 1].key >> 32) {
            leitong_result_cluster *cluster;
            LT_TRY_GOTO(done, lt_result_add(&result->clusters, sizeof *cluster, &cluster, error));
            cluster->unit = LEITONG_UNIT_PARAGRAPH;
            cluster->member_begin = result->members.count;
        }
        members[i] = (uint32_t)records[i].key;
        LT_TRY_GOTO(done, assemble_member(in, members[i], (uint32_t)records[i].value, result, error));
    }
    *ret_members = members;
    members = NULL;
done:
    free(members);
    free(records);
    return code;
}

static void row_list_clear(row_list *list)
{
    free(list->records);
    free(list->overlaps);
    *list = (row_list){0};
}

static int assembly_run(assembly *a, leitong_result *result, uint32_t **ret_members, leitong_error *error)
{
    LT_TRY(occurrences_make(a->in->corpus, a->in->candidates, &a->occurrences, error));
    LT_TRY(assemble_pairs(a, result, error));
    row_list_clear(&a->rows); /* before the clusters need room */
    return assemble_clusters(a->in, result, ret_members, error);
}

int lt_assemble_paragraphs(const lt_assemble_paragraphs_input *input, leitong_result *result, uint32_t **ret_members,
                           leitong_error *error)
{
    assembly a = {.in = input};
    int code = assembly_run(&a, result, ret_members, error);
    row_list_clear(&a.rows);
    free(a.occurrences.begins);
    free(a.occurrences.paragraphs);
    return code;
}

static void span_fill(const lt_corpus *corpus, uint64_t number, leitong_span *span)
{
    const lt_paragraph *paragraph = &corpus->paragraphs[number];
    span->begin = paragraph->byte_begin;
    span->end = paragraph->byte_end;
    lt_corpus_passed(corpus, (size_t)number);
}

void lt_assemble_spans(const lt_corpus *corpus, const uint32_t *member_paragraphs, leitong_result *result)
{
    const lt_document *documents = corpus->documents;
    leitong_result_pair *pairs = result->pairs.items;
    for (size_t i = 0; i < result->pairs.count; i++) {
        leitong_result_pair *pair = &pairs[i];
        span_fill(corpus, (uint64_t)documents[pair->a.document].paragraph_begin + pair->paragraph_a, &pair->a);
        span_fill(corpus, (uint64_t)documents[pair->b.document].paragraph_begin + pair->paragraph_b, &pair->b);
        lt_table_passed(&result->pairs, pair, sizeof *pair);
    }
    const leitong_result_cluster *clusters = result->clusters.items;
    leitong_result_member *members = result->members.items;
    for (size_t i = 0; i < result->clusters.count; i++) {
        if (clusters[i].unit != LEITONG_UNIT_PARAGRAPH) {
            continue;
        }
        for (size_t m = 0; m < clusters[i].member_count; m++) {
            size_t number = clusters[i].member_begin + m;
            span_fill(corpus, member_paragraphs[number], &members[number].span);
            lt_table_passed(&result->members, &members[number], sizeof *members);
        }
    }
}

/* A result reads its text from the corpus, which it owns from then on. */
static int assemble_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                         leitong_error *error)
{
    const lt_corpus *corpus = context;
    lt_spool_scratch scratch = {0};
    const void *view;
    size_t size = (size_t)(end - begin);
    char *bytes = malloc(size + 1);
    if (bytes == NULL) {
        return lt_error_memory(error);
    }
    uint64_t at = corpus->documents[document].source_at + begin;
    int code = 0;
    LT_TRY_GOTO(done, lt_spool_view(corpus->text, at, size, &scratch, &view, error));
    memcpy(bytes, view, size);
    bytes[size] = '\0';
    *ret_bytes = bytes;
    bytes = NULL;
done:
    free(bytes);
    lt_spool_scratch_clear(&scratch);
    return code;
}

static void assemble_text_free(void *context)
{
    lt_corpus_clear(context);
    free(context);
}

int lt_assemble_hand_over(lt_corpus *corpus, leitong_result *result, leitong_error *error)
{
    lt_corpus *moved = malloc(sizeof *moved);
    if (moved == NULL) {
        return lt_error_memory(error);
    }
    lt_spool_free(corpus->tokens);
    lt_lexicon_free(corpus->lexicon);
    corpus->tokens = NULL;
    corpus->lexicon = NULL;
    *moved = *corpus;
    memset(corpus, 0, sizeof *corpus);
    result->text = assemble_text;
    result->text_context = moved;
    result->text_free = assemble_text_free;
    return 0;
}

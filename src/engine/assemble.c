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

/* A row to be: its two paragraph numbers lead the sort. */
typedef struct row_list {
    lt_record *records; /* key: a << 32 | b; value: index of the overlap */
    size_t count, capacity;
    lt_overlap *overlaps;
    size_t overlap_count, overlap_capacity;
} row_list;

int lt_assemble_source(lt_corpus *corpus, leitong_error *error)
{
    lt_locate *locate = NULL;
    uint64_t *offsets = NULL;
    size_t capacity = 0;
    int code = lt_locate_new(corpus, 0, &locate, error);
    for (size_t d = 0; code == 0 && d < corpus->document_count; d++) {
        const lt_document *document = &corpus->documents[d];
        if (document->utf8_is_source && document->bom == 0) {
            continue;
        }
        size_t count = document->paragraph_count;
        lt_paragraph *rows = corpus->paragraphs + document->paragraph_begin;
        code = LT_RESERVE(offsets, capacity, 2 * count + 1, error);
        if (code != 0) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            offsets[2 * i] = rows[i].byte_begin;
            offsets[2 * i + 1] = rows[i].byte_end;
        }
        code = lt_locate_source(locate, (uint32_t)d, offsets, 2 * count, error);
        for (size_t i = 0; code == 0 && i < count; i++) {
            rows[i].byte_begin = offsets[2 * i];
            rows[i].byte_end = offsets[2 * i + 1];
        }
    }
    free(offsets);
    lt_locate_free(locate);
    return code;
}

int lt_assemble_documents(const lt_corpus *corpus, leitong_result *result, leitong_error *error)
{
    for (size_t i = 0; i < corpus->document_count; i++) {
        const lt_document *from = &corpus->documents[i];
        leitong_result_document *to;
        int code = lt_result_add(&result->documents, sizeof *to, &to, error);
        if (code != 0) {
            return code;
        }
        *to = (leitong_result_document){.id = from->id,
                                        .title = from->title,
                                        .date = from->date,
                                        .series = from->series,
                                        .author = from->author,
                                        .encoding = lt_encoding_name(from->encoding),
                                        .hash = {from->hash[0], from->hash[1]},
                                        .bytes = from->source_size,
                                        .paragraphs = from->paragraph_count,
                                        .tokens = from->token_count,
                                        .largest_source = LEITONG_NO_DOCUMENT};
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
    int code = LT_RESERVE(list->overlaps, list->overlap_capacity, list->overlap_count + 1, error);
    if (code == 0) {
        list->overlaps[list->overlap_count++] = *overlap;
    }
    return code;
}

/* A row of the last overlap; `overlap` is as seen from paragraph a. */
static int row_list_add(row_list *list, uint32_t a, uint32_t b, leitong_error *error)
{
    int code = LT_RESERVE(list->records, list->capacity, list->count + 1, error);
    if (code != 0) {
        return code;
    }
    /* Bit 0 of value: the overlap is as seen from b, since the row's order is by place. */
    uint64_t swapped = a > b;
    uint64_t low = swapped ? b : a;
    uint64_t high = swapped ? a : b;
    list->records[list->count++] = (lt_record){low << 32 | high, (uint64_t)(list->overlap_count - 1) << 1 | swapped};
    return 0;
}

/* Rows among the copies of one distinct paragraph: each with the first, or each with each. */
static int rows_of_copies(const occurrences *o, const lt_candidates *candidates, uint32_t distinct, lt_jaccard *verify,
                          bool all, row_list *list, leitong_error *error)
{
    const uint32_t *places = o->paragraphs + o->begins[distinct];
    uint32_t count = o->begins[distinct + 1] - o->begins[distinct];
    if (count < 2) {
        return 0;
    }
    lt_overlap overlap;
    uint32_t paragraph = candidates->distinct_paragraph[distinct];
    int code = lt_jaccard_overlap(verify, paragraph, paragraph, &overlap, error);
    if (code == 0) {
        code = row_list_overlap(list, &overlap, error);
    }
    for (uint32_t i = 0; code == 0 && i < (all ? count : 1); i++) {
        for (uint32_t j = i + 1; code == 0 && j < count; j++) {
            code = row_list_add(list, places[i], places[j], error);
        }
    }
    return code;
}

/* Rows of a pair of distinct paragraphs: every copy of the member with the medoid's first, or each with each. */
static int rows_of_pair(const occurrences *o, const lt_clusters *clusters, const lt_pair *pair, bool all,
                        row_list *list, leitong_error *error)
{
    const uint32_t *a = o->paragraphs + o->begins[pair->a];
    const uint32_t *b = o->paragraphs + o->begins[pair->b];
    uint32_t a_count = o->begins[pair->a + 1] - o->begins[pair->a];
    uint32_t b_count = o->begins[pair->b + 1] - o->begins[pair->b];
    if (!all) {
        a_count = clusters->medoid[pair->a] == pair->b ? a_count : 1;
        b_count = clusters->medoid[pair->b] == pair->a ? b_count : 1;
    }
    int code = row_list_overlap(list, &pair->overlap, error);
    for (uint32_t i = 0; code == 0 && i < a_count; i++) {
        for (uint32_t j = 0; code == 0 && j < b_count; j++) {
            code = row_list_add(list, a[i], b[j], error);
        }
    }
    return code;
}

static int rows_sort(lt_record *records, size_t count, leitong_error *error)
{
    if (count < 2) {
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

/* A row of paragraphs a and b, whose spans are filled in later. */
static int assemble_pair(const lt_corpus *corpus, uint32_t a, uint32_t b, const lt_overlap *overlap,
                         leitong_result *result, leitong_error *error)
{
    leitong_result_pair *row;
    LT_TRY(lt_result_add(&result->pairs, sizeof *row, &row, error));
    row->a.begin = a;
    row->b.begin = b;
    row->a.document = corpus->paragraphs[a].document;
    row->b.document = corpus->paragraphs[b].document;
    row->shared = overlap->shared;
    row->shingles_a = overlap->a;
    row->shingles_b = overlap->b;
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
        LT_TRY(assemble_pair(corpus, pairs[i].a, pairs[i].b, &pairs[i].overlap, result, error));
    }
    return 0;
}

static int assemble_pairs(const lt_corpus *corpus, const lt_candidates *candidates, const lt_clusters *clusters,
                          const occurrences *o, lt_jaccard *verify, bool all, leitong_result *result,
                          leitong_error *error)
{
    row_list list = {0};
    int code = 0;
    for (uint32_t d = 0; code == 0 && d < candidates->distinct_count; d++) {
        code = rows_of_copies(o, candidates, d, verify, all, &list, error);
    }
    for (size_t i = 0; code == 0 && i < clusters->pair_count; i++) {
        code = rows_of_pair(o, clusters, &clusters->pairs[i], all, &list, error);
    }
    if (code == 0) {
        code = rows_sort(list.records, list.count, error);
    }
    for (size_t i = 0; code == 0 && i < list.count; i++) {
        lt_overlap overlap = list.overlaps[list.records[i].value >> 1];
        if ((list.records[i].value & 1) != 0) {
            overlap = (lt_overlap){overlap.shared, overlap.b, overlap.a};
        }
        code = assemble_pair(corpus, (uint32_t)(list.records[i].key >> 32), (uint32_t)list.records[i].key, &overlap,
                             result, error);
    }
    free(list.records);
    free(list.overlaps);
    return code;
}

/* One record per member of a cluster of ≥ 2 paragraphs: key: the cluster's first paragraph << 32 | paragraph. */
static int cluster_records(const lt_corpus *corpus, const lt_candidates *candidates, const lt_clusters *clusters,
                           lt_record **ret_records, size_t *ret_count, leitong_error *error)
{
    size_t distinct = candidates->distinct_count;
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
    for (size_t p = 0; p < corpus->paragraph_count; p++) {
        uint32_t medoid = clusters->medoid[candidates->paragraph_distinct[p]];
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
    for (size_t p = 0; p < corpus->paragraph_count; p++) {
        uint32_t medoid = clusters->medoid[candidates->paragraph_distinct[p]];
        if (size[medoid] > 1) {
            records[count++] = (lt_record){(uint64_t)first[medoid] << 32 | p, medoid};
        }
    }
    code = rows_sort(records, count, error);
    if (code == 0) {
        *ret_records = records;
        *ret_count = count;
        records = NULL;
    }
done:
    free(records);
    free(first);
    free(size);
    return code;
}

static int assemble_clusters(const lt_corpus *corpus, const lt_candidates *candidates, const lt_clusters *clusters,
                             leitong_result *result, leitong_error *error)
{
    lt_record *records = NULL;
    size_t count = 0;
    leitong_result_cluster *cluster = NULL;
    uint32_t last_document = 0;
    int code = cluster_records(corpus, candidates, clusters, &records, &count, error);
    for (size_t i = 0; code == 0 && i < count; i++) {
        if (i == 0 || records[i].key >> 32 != records[i - 1].key >> 32) {
            code = lt_result_add(&result->clusters, sizeof *cluster, &cluster, error);
            if (code != 0) {
                break;
            }
            cluster->unit = LEITONG_UNIT_PARAGRAPH;
            cluster->member_begin = result->members.count;
        }
        leitong_result_member *member;
        code = lt_result_add(&result->members, sizeof *member, &member, error);
        if (code != 0) {
            break;
        }
        uint32_t paragraph = (uint32_t)records[i].key;
        uint32_t medoid = (uint32_t)records[i].value;
        uint32_t distinct = candidates->paragraph_distinct[paragraph];
        member->span.document = corpus->paragraphs[paragraph].document;
        member->span.begin = paragraph;
        /* Copies of the medoid are as similar as can be, 1/1; the others as measured. */
        const lt_overlap *overlap = &clusters->overlap[distinct];
        member->shared = distinct == medoid ? 1 : overlap->shared;
        member->all = distinct == medoid ? 1 : overlap->a + overlap->b - overlap->shared;
        member->smaller = distinct == medoid ? 1 : LT_MIN(overlap->a, overlap->b);
        if (paragraph == candidates->distinct_paragraph[medoid]) {
            cluster->medoid = cluster->member_count;
        }
        if (cluster->member_count == 0 || member->span.document != last_document) {
            cluster->documents++;
        }
        last_document = member->span.document;
        cluster->member_count++;
    }
    free(records);
    return code;
}

int lt_assemble_paragraphs(const lt_corpus *corpus, const lt_candidates *candidates, const lt_clusters *clusters,
                           lt_jaccard *verify, bool all, leitong_result *result, leitong_error *error)
{
    occurrences o = {0};
    int code = occurrences_make(corpus, candidates, &o, error);
    if (code == 0) {
        code = assemble_pairs(corpus, candidates, clusters, &o, verify, all, result, error);
    }
    if (code == 0) {
        code = assemble_clusters(corpus, candidates, clusters, result, error);
    }
    free(o.begins);
    free(o.paragraphs);
    return code;
}

static uint32_t span_fill(const lt_corpus *corpus, leitong_span *span)
{
    uint64_t number = span->begin;
    const lt_paragraph *paragraph = &corpus->paragraphs[number];
    span->begin = paragraph->byte_begin;
    span->end = paragraph->byte_end;
    return (uint32_t)(number - corpus->documents[paragraph->document].paragraph_begin);
}

void lt_assemble_spans(const lt_corpus *corpus, leitong_result *result)
{
    leitong_result_pair *pairs = result->pairs.items;
    for (size_t i = 0; i < result->pairs.count; i++) {
        pairs[i].paragraph_a = span_fill(corpus, &pairs[i].a);
        pairs[i].paragraph_b = span_fill(corpus, &pairs[i].b);
        lt_table_passed(&result->pairs, &pairs[i], sizeof *pairs);
    }
    const leitong_result_cluster *clusters = result->clusters.items;
    leitong_result_member *members = result->members.items;
    for (size_t i = 0; i < result->clusters.count; i++) {
        if (clusters[i].unit != LEITONG_UNIT_PARAGRAPH) {
            continue;
        }
        for (size_t m = 0; m < clusters[i].member_count; m++) {
            leitong_result_member *member = &members[clusters[i].member_begin + m];
            (void)span_fill(corpus, &member->span);
            lt_table_passed(&result->members, member, sizeof *member);
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
    int code = lt_spool_view(corpus->text, corpus->documents[document].source_at + begin, size, &scratch, &view, error);
    if (code == 0) {
        memcpy(bytes, view, size);
        bytes[size] = '\0';
        *ret_bytes = bytes;
        bytes = NULL;
    }
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

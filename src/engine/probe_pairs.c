#include "engine/probe_pairs.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"
#include "base/radix_sort.h"
#include "pairs/distinct.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_CHUNK 4096U /* distinct paragraphs whose buckets are asked for together */
#define PAIRS_NONE UINT32_MAX

/* The most similar found so far. */
typedef struct pairs_best {
    uint32_t other; /* own: its rank; index: its document, PAIRS_NONE in both: none */
    uint32_t at;    /* index: its paragraph */
    lt_overlap overlap;
} pairs_best;

typedef struct probe_pairs {
    const lt_view *view;
    lt_probe_corpus *gathered; /* its first paragraphs are the submission's */
    const lt_probe_submission *submission;
    unsigned bands;
    uint64_t threshold;
    lt_distinct distinct;
    uint32_t *ranked;            /* [rank] → distinct, by content hash; ranks are what follows counts in */
    lt_record *buckets;          /* own: band << 32 | key, rank; sorted */
    size_t bucket_count;         /* records */
    pairs_best *own, *index;     /* [rank] */
    bool *own_over, *other_over; /* [rank]: a bucket of that side holds more than are compared */
    lt_jaccard *verify;
    /* Of a chunk: */
    uint64_t *keys; /* ascending, each once */
    size_t key_count;
    lt_view_contents contents;
    size_t *ends;        /* [key]: behind its contents */
    uint32_t *number;    /* [content] → its place among different ones, by hash */
    uint32_t *paragraph; /* [different content] → its paragraph in the gathered corpus, or PAIRS_NONE */
    uint32_t *first;     /* [different content] → one of `contents` */
    uint32_t *compared;  /* of one paragraph: what it is compared with */
    uint64_t verified;
} probe_pairs;

void lt_probe_pairs_clear(lt_probe_pairs *pairs)
{
    free(pairs->items);
    *pairs = (lt_probe_pairs){NULL, 0, 0, 0, 0};
}

static int pairs_order_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Sorts, keeps each once; returns how many. */
static size_t pairs_distinct_numbers(uint32_t *numbers, size_t count)
{
    size_t kept = 0;
    if (count > 1) {
        qsort(numbers, count, sizeof *numbers, pairs_order_numbers);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || numbers[i] != numbers[kept - 1]) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

/* ---- the submission ---- */

/* Distinct paragraphs, in order of their hashes. */
static int pairs_rank(probe_pairs *p, lt_workers *workers, leitong_error *error)
{
    const lt_corpus *corpus = p->submission->corpus;
    LT_TRY(lt_distinct_find(corpus, p->submission->hashes, workers, &p->distinct, error));
    size_t count = p->distinct.count;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    p->ranked = malloc((count + 1) * sizeof *p->ranked);
    if (records == NULL || p->ranked == NULL) {
        free(records);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) { /* equal high halves, which nobody meets by chance, go by place */
        records[i] = (lt_record){p->submission->hashes[p->distinct.paragraph[i]][0], i};
    }
    lt_radix_sort_records(records, records + count, count);
    for (size_t i = 0; i < count; i++) {
        p->ranked[i] = (uint32_t)records[i].value;
    }
    free(records);
    return 0;
}

/* The key of a rank in a band. */
static uint64_t pairs_key(const probe_pairs *p, size_t rank, unsigned band)
{
    size_t paragraph = p->distinct.paragraph[p->ranked[rank]];
    return (uint64_t)band << 32 | p->submission->keys[paragraph * p->bands + band];
}

static int pairs_open(probe_pairs *p, leitong_error *error)
{
    size_t count = p->distinct.count;
    p->bucket_count = count * p->bands;
    p->buckets = malloc((2 * p->bucket_count + 1) * sizeof *p->buckets);
    p->own = malloc((count + 1) * sizeof *p->own);
    p->index = malloc((count + 1) * sizeof *p->index);
    p->own_over = calloc(count + 1, sizeof *p->own_over);
    p->other_over = calloc(count + 1, sizeof *p->other_over);
    p->compared = malloc((size_t)p->bands * LT_CLUSTER_FIRST * sizeof *p->compared);
    if (p->buckets == NULL || p->own == NULL || p->index == NULL || p->own_over == NULL || p->other_over == NULL ||
        p->compared == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        p->own[i] = p->index[i] = (pairs_best){.other = PAIRS_NONE};
        for (unsigned band = 0; band < p->bands; band++) {
            p->buckets[i * p->bands + band] = (lt_record){pairs_key(p, i, band), i};
        }
    }
    lt_radix_sort_records(p->buckets, p->buckets + p->bucket_count, p->bucket_count);
    return lt_jaccard_new(&p->gathered->corpus, p->view->parameters->shingle, &p->verify, error);
}

/* The first own record of a key. */
static size_t pairs_bucket(const probe_pairs *p, uint64_t key)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, p->bucket_count, middle, p->buckets[middle].key < key);
    return low;
}

/* What is compared in order of hashes needs no tie broken: the first stays. */
static void pairs_better(pairs_best *best, uint32_t other, uint32_t at, const lt_overlap *overlap)
{
    if (best->other == PAIRS_NONE || lt_overlap_compare(overlap, &best->overlap) > 0) {
        *best = (pairs_best){other, at, *overlap};
    }
}

/* Of a bucket's first those that come before `rank`: twice their number, and 1 more where `rank` is none of the first,
 * so that they are not compared with it. */
static size_t pairs_own_bucket(probe_pairs *p, uint32_t rank, unsigned band, uint32_t *compared)
{
    uint64_t key = pairs_key(p, rank, band);
    size_t begin = pairs_bucket(p, key);
    size_t end = begin;
    size_t count = 0;
    bool first = false;
    for (; end < p->bucket_count && p->buckets[end].key == key && end - begin < LT_CLUSTER_FIRST; end++) {
        uint32_t other = (uint32_t)p->buckets[end].value;
        first = first || other == rank;
        if (other < rank) {
            compared[count++] = 2 * other;
        }
    }
    for (size_t i = 0; i < count; i++) {
        compared[i] += !first;
    }
    p->own_over[rank] = p->own_over[rank] || (end < p->bucket_count && p->buckets[end].key == key);
    return count;
}

/* Each two meet once: when the later one's turn comes. */
static int pairs_own(probe_pairs *p, uint32_t rank, leitong_error *error)
{
    uint32_t paragraph = p->distinct.paragraph[p->ranked[rank]];
    uint32_t last = PAIRS_NONE;
    size_t count = 0;
    for (unsigned band = 0; band < p->bands; band++) {
        count += pairs_own_bucket(p, rank, band, p->compared + count);
    }
    count = pairs_distinct_numbers(p->compared, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t other = p->compared[i] / 2;
        lt_similarity similarity = {0};
        if (other == last) {
            continue;
        }
        last = other;
        p->verified++;
        LT_TRY(lt_jaccard_reaches(p->verify, paragraph, p->distinct.paragraph[p->ranked[other]], p->threshold,
                                  &similarity, error));
        if (similarity.reaches) {
            lt_overlap overlap = similarity.overlap;
            lt_overlap turned = {overlap.shared, overlap.b, overlap.a};
            pairs_better(&p->own[rank], other, 0, &overlap);
            if (p->compared[i] % 2 == 0) {
                pairs_better(&p->own[other], rank, 0, &turned);
            }
        }
    }
    return 0;
}

/* ---- the index ---- */

/* Asks for the buckets of ranks [begin, end). One content more than is compared says that a bucket holds more. */
static int pairs_ask(probe_pairs *p, uint32_t begin, uint32_t end, leitong_error *error)
{
    size_t count = 0;
    for (uint32_t rank = begin; rank < end; rank++) {
        for (unsigned band = 0; band < p->bands; band++) {
            p->keys[count++] = pairs_key(p, rank, band);
        }
    }
    uint64_t *scratch = malloc((count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_u64(p->keys, scratch, count);
    free(scratch);
    p->key_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || p->keys[i] != p->keys[p->key_count - 1]) {
            p->keys[p->key_count++] = p->keys[i];
        }
    }
    lt_view_buckets ask = {p->keys, p->key_count, LT_CLUSTER_FIRST + 1, p->submission->without};
    p->contents.count = 0;
    return p->view->bands(p->view->context, &ask, &p->contents, p->ends, error);
}

/* Numbers the different contents in order of their hashes; none has a paragraph in the gathered corpus yet. */
static int pairs_number(probe_pairs *p, leitong_error *error)
{
    size_t count = p->contents.count;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    free(p->number);
    free(p->first);
    free(p->paragraph);
    p->number = calloc(count + 1, sizeof *p->number);
    p->first = malloc((count + 1) * sizeof *p->first);
    p->paragraph = malloc((count + 1) * sizeof *p->paragraph);
    if (records == NULL || p->number == NULL || p->first == NULL || p->paragraph == NULL) {
        free(records);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){p->contents.items[i].hash, i};
    }
    lt_radix_sort_records(records, records + count, count);
    uint32_t different = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || records[i].key != records[i - 1].key) {
            p->first[different] = (uint32_t)records[i].value;
            p->paragraph[different++] = PAIRS_NONE;
        }
        p->number[records[i].value] = different - 1;
    }
    free(records);
    return 0;
}

/* A content's paragraph in the gathered corpus. */
static int pairs_paragraph(const probe_pairs *p, uint32_t number, uint32_t *ret_paragraph, leitong_error *error)
{
    if (p->paragraph[number] == PAIRS_NONE) {
        const lt_view_content *content = &p->contents.items[p->first[number]];
        uint32_t document = 0;
        LT_TRY(lt_probe_corpus_add(p->gathered, content->document, &document, error));
        LT_TRY(lt_probe_corpus_paragraph(p->gathered, document, content->at, &p->paragraph[number], error));
    }
    *ret_paragraph = p->paragraph[number];
    return 0;
}

static int pairs_order_keys(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Numbers of the contents that a rank is compared with. */
static size_t pairs_index_buckets(probe_pairs *p, uint32_t rank)
{
    size_t count = 0;
    for (unsigned band = 0; band < p->bands; band++) {
        uint64_t key = pairs_key(p, rank, band);
        const uint64_t *at = bsearch(&key, p->keys, p->key_count, sizeof key, pairs_order_keys);
        size_t begin = at == p->keys ? 0 : p->ends[at - p->keys - 1];
        size_t end = p->ends[at - p->keys];
        if (end - begin > LT_CLUSTER_FIRST) {
            p->other_over[rank] = true;
            end = begin + LT_CLUSTER_FIRST;
        }
        for (size_t i = begin; i < end; i++) {
            p->compared[count++] = p->number[i];
        }
    }
    return pairs_distinct_numbers(p->compared, count);
}

static int pairs_index(probe_pairs *p, uint32_t rank, leitong_error *error)
{
    uint32_t paragraph = p->distinct.paragraph[p->ranked[rank]];
    pairs_best *best = &p->index[rank];
    size_t count = pairs_index_buckets(p, rank);
    bool perfect = false; /* nothing is more similar, and what follows has a larger hash */
    for (size_t i = 0; i < count && !perfect; i++) {
        uint32_t other = 0;
        lt_similarity similarity = {0};
        LT_TRY(pairs_paragraph(p, p->compared[i], &other, error));
        p->verified++;
        LT_TRY(lt_jaccard_reaches(p->verify, paragraph, other, p->threshold, &similarity, error));
        if (similarity.reaches) {
            lt_overlap overlap = similarity.overlap;
            const lt_view_content *content = &p->contents.items[p->first[p->compared[i]]];
            pairs_better(best, p->gathered->corpus.paragraphs[other].document, content->at, &overlap);
            perfect = overlap.shared == overlap.a && overlap.shared == overlap.b;
        }
    }
    return 0;
}

static int pairs_chunk(probe_pairs *p, uint32_t begin, uint32_t end, leitong_error *error)
{
    LT_TRY(pairs_ask(p, begin, end, error));
    LT_TRY(pairs_number(p, error));
    for (uint32_t rank = begin; rank < end; rank++) {
        LT_TRY(pairs_index(p, rank, error));
        LT_TRY(pairs_own(p, rank, error));
    }
    return 0;
}

static int pairs_compare(probe_pairs *p, leitong_error *error)
{
    size_t most = (size_t)PAIRS_CHUNK * p->bands;
    p->keys = malloc(most * sizeof *p->keys);
    p->ends = malloc(most * sizeof *p->ends);
    if (p->keys == NULL || p->ends == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t begin = 0, end; begin < p->distinct.count; begin = end) {
        end = p->distinct.count - begin > PAIRS_CHUNK ? begin + PAIRS_CHUNK : p->distinct.count;
        LT_TRY(pairs_chunk(p, begin, end, error));
    }
    return 0;
}

/* ---- rows ---- */

static int pairs_add(lt_probe_pairs *pairs, lt_probe_pair pair, leitong_error *error)
{
    LT_TRY(LT_RESERVE(pairs->items, pairs->capacity, pairs->count + 1, error));
    pairs->items[pairs->count++] = pair;
    return 0;
}

/* The most similar of its own, unless that one's row says the same. */
static int pairs_row_own(const probe_pairs *p, uint32_t rank, lt_probe_pairs *pairs, leitong_error *error)
{
    const pairs_best *best = &p->own[rank];
    if (best->other == PAIRS_NONE || (best->other < rank && p->own[best->other].other == rank)) {
        return 0;
    }
    uint32_t here = p->distinct.paragraph[p->ranked[rank]];
    uint32_t there = p->distinct.paragraph[p->ranked[best->other]];
    lt_overlap turned = {best->overlap.shared, best->overlap.b, best->overlap.a};
    return pairs_add(pairs,
                     here < there ? (lt_probe_pair){here, p->gathered->own, there, best->overlap}
                                  : (lt_probe_pair){there, p->gathered->own, here, turned},
                     error);
}

/* Rows of all places of a rank; `begin` to `end` are they. */
static int pairs_rows_of(const probe_pairs *p, uint32_t rank, const lt_record *begin, const lt_record *end,
                         lt_probe_pairs *pairs, leitong_error *error)
{
    const pairs_best *index = &p->index[rank];
    uint32_t first = (uint32_t)begin->value;
    lt_overlap overlap = {0, 0, 0};
    if (end - begin > 1) {
        LT_TRY(lt_jaccard_overlap(p->verify, first, first, &overlap, error));
    }
    for (const lt_record *place = begin; place < end; place++) {
        uint32_t paragraph = (uint32_t)place->value;
        if (index->other != PAIRS_NONE) {
            LT_TRY(pairs_add(pairs, (lt_probe_pair){paragraph, index->other, index->at, index->overlap}, error));
        }
        if (place > begin) {
            LT_TRY(pairs_add(pairs, (lt_probe_pair){first, p->gathered->own, paragraph, overlap}, error));
        }
    }
    bool own = p->own[rank].other != PAIRS_NONE || end - begin > 1;
    bool crowded = (index->other == PAIRS_NONE && p->other_over[rank]) || (!own && p->own_over[rank]);
    pairs->crowded += crowded ? (uint64_t)(end - begin) : 0;
    return pairs_row_own(p, rank, pairs, error);
}

static int pairs_rows(const probe_pairs *p, lt_probe_pairs *pairs, leitong_error *error)
{
    size_t count = p->submission->corpus->paragraph_count;
    size_t distinct = p->distinct.count;
    lt_record *places = malloc((2 * count + 1) * sizeof *places); /* distinct, paragraph */
    size_t *begins = malloc((distinct + 1) * sizeof *begins);
    int code = 0;
    if (places == NULL || begins == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = (lt_record){p->distinct.of_paragraph[i], i};
    }
    lt_radix_sort_records(places, places + count, count);
    for (size_t i = count; i-- > 0;) {
        begins[places[i].key] = i;
    }
    begins[distinct] = count;
    for (uint32_t rank = 0; rank < distinct; rank++) {
        const size_t *begin = &begins[p->ranked[rank]];
        LT_TRY_GOTO(done, pairs_rows_of(p, rank, places + begin[0], places + begin[1], pairs, error));
    }
done:
    free(places);
    free(begins);
    return code;
}

static void pairs_close(probe_pairs *p)
{
    lt_jaccard_free(p->verify);
    lt_distinct_clear(&p->distinct);
    free(p->ranked);
    free(p->buckets);
    free(p->own);
    free(p->index);
    free(p->own_over);
    free(p->other_over);
    free(p->keys);
    free(p->contents.items);
    free(p->ends);
    free(p->number);
    free(p->paragraph);
    free(p->first);
    free(p->compared);
}

int lt_probe_pairs_find(lt_probe_corpus *gathered, const lt_probe_submission *submission, lt_workers *workers,
                        lt_probe_pairs *ret_pairs, leitong_error *error)
{
    const lt_view *view = gathered->view;
    const lt_view_parameters *o = view->parameters;
    probe_pairs p = {.view = view,
                     .gathered = gathered,
                     .submission = submission,
                     .bands = o->bands,
                     .threshold = (uint64_t)llround(o->threshold * 1e9)};
    lt_probe_pairs pairs = {0};
    int code = 0;
    LT_TRY_GOTO(done, pairs_rank(&p, workers, error));
    LT_TRY_GOTO(done, pairs_open(&p, error));
    LT_TRY_GOTO(done, pairs_compare(&p, error));
    LT_TRY_GOTO(done, pairs_rows(&p, &pairs, error));
    pairs.verified = p.verified;
    *ret_pairs = pairs;
    pairs = (lt_probe_pairs){0};
done:
    pairs_close(&p);
    lt_probe_pairs_clear(&pairs);
    return code;
}

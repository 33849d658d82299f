#include "pairs/distinct.h"

#include "base/buffer.h"
#include "base/radix_sort.h"
#include "pairs/jaccard.h"

#include <stdlib.h>
#include <string.h>

enum { DISTINCT_STRETCH = 16384 }; /* records an item of work */

/* One worker's scratch. */
typedef struct distinct_bench {
    lt_jaccard *jaccard;
    uint64_t *members; /* records whose hashes begin with the same 32 bits, by all of the hash */
    size_t member_capacity;
    uint32_t *rest; /* of the paragraphs with one hash those that don't equal the first */
    size_t rest_capacity;
} distinct_bench;

typedef struct distinct_work {
    const lt_corpus *corpus;
    const uint64_t (*hashes)[2];
    uint64_t *records; /* high 32 bits of the hash, then the paragraph: sorted, equal paragraphs stand together */
    uint32_t *first;   /* [paragraph] → the first paragraph equal to it */
    distinct_bench *benches;
} distinct_work;

void lt_distinct_clear(lt_distinct *distinct)
{
    free(distinct->paragraph);
    free(distinct->of_paragraph);
    *distinct = (lt_distinct){0, NULL, NULL};
}

/* Of records: by hash, then paragraph. */
static int distinct_order(const void *left, const void *right, void *context)
{
    const distinct_work *work = context;
    uint32_t a = (uint32_t)(*(const uint64_t *)left);
    uint32_t b = (uint32_t)(*(const uint64_t *)right);
    const uint64_t *x = work->hashes[a];
    const uint64_t *y = work->hashes[b];
    for (int i = 0; i < 2; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return (a > b) - (a < b);
}

static bool distinct_same_hash(const distinct_work *work, uint64_t a, uint64_t b)
{
    const uint64_t *x = work->hashes[(uint32_t)a];
    const uint64_t *y = work->hashes[(uint32_t)b];
    return x[0] == y[0] && x[1] == y[1];
}

/* Members with one hash, ascending: each joins the first that equals it. But for forged hashes that is the first of
 * them all; the rest is sorted, so that equal ones stand together. */
static int distinct_join(distinct_work *work, distinct_bench *bench, const uint64_t *members, size_t count,
                         leitong_error *error)
{
    uint32_t first = (uint32_t)members[0];
    size_t rest = 0;
    work->first[first] = first;
    for (size_t i = 1; i < count; i++) {
        uint32_t paragraph = (uint32_t)members[i];
        bool equal = false;
        LT_TRY(lt_jaccard_equal(bench->jaccard, first, paragraph, &equal, error));
        if (i % DISTINCT_STRETCH == 0) {
            lt_corpus_rest(work->corpus);
        }
        if (equal) {
            work->first[paragraph] = first;
            continue;
        }
        LT_TRY(LT_RESERVE(bench->rest, bench->rest_capacity, rest + 1, error));
        bench->rest[rest++] = paragraph;
    }
    if (rest > 1) {
        LT_TRY(lt_jaccard_sort(bench->jaccard, bench->rest, rest, error));
    }
    for (size_t i = 0; i < rest; i++) {
        uint32_t paragraph = bench->rest[i];
        bool equal = false;
        if (i > 0) {
            LT_TRY(lt_jaccard_equal(bench->jaccard, bench->rest[i - 1], paragraph, &equal, error));
        }
        work->first[paragraph] = equal ? work->first[bench->rest[i - 1]] : paragraph;
    }
    return 0;
}

/* Records with the same 32 bits of hash. */
static int distinct_group(distinct_work *work, distinct_bench *bench, const uint64_t *records, size_t count,
                          leitong_error *error)
{
    if (count == 1) {
        work->first[(uint32_t)records[0]] = (uint32_t)records[0];
        return 0;
    }
    const uint64_t *members = records;
    size_t sorted = 1;
    while (sorted < count && distinct_order(&records[sorted - 1], &records[sorted], work) < 0) {
        sorted++;
    }
    if (sorted < count) { /* apart from the records, at whose ends other workers look */
        LT_TRY(LT_RESERVE(bench->members, bench->member_capacity, count, error));
        memcpy(bench->members, records, count * sizeof *records);
        qsort_r(bench->members, count, sizeof *bench->members, distinct_order, work);
        members = bench->members;
    }
    for (size_t begin = 0; begin < count;) {
        size_t end = begin + 1;
        while (end < count && distinct_same_hash(work, members[begin], members[end])) {
            end++;
        }
        LT_TRY(distinct_join(work, bench, members + begin, end - begin, error));
        begin = end;
    }
    return 0;
}

/* The groups that begin in one stretch of the records. */
static int distinct_stretch(void *context, size_t item, unsigned worker, leitong_error *error)
{
    distinct_work *work = context;
    const uint64_t *records = work->records;
    size_t count = work->corpus->paragraph_count;
    size_t begin = item * DISTINCT_STRETCH;
    size_t stop = count - begin > DISTINCT_STRETCH ? begin + DISTINCT_STRETCH : count;
    while (begin > 0 && begin < stop && records[begin] >> 32 == records[begin - 1] >> 32) {
        begin++;
    }
    while (begin < stop) {
        size_t end = begin + 1;
        while (end < count && records[end] >> 32 == records[begin] >> 32) {
            end++;
        }
        LT_TRY(distinct_group(work, &work->benches[worker], records + begin, end - begin, error));
        begin = end;
    }
    lt_corpus_rest(work->corpus);
    return 0;
}

static int distinct_run(distinct_work *work, lt_workers *workers, leitong_error *error)
{
    size_t count = work->corpus->paragraph_count;
    unsigned jobs = lt_workers_count(workers);
    int code = 0;
    work->benches = calloc(jobs, sizeof *work->benches);
    if (work->benches == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < jobs; i++) {
        LT_TRY_GOTO(done, lt_jaccard_new(work->corpus, 1, &work->benches[i].jaccard, error));
    }
    code = lt_workers_run(workers, (count + DISTINCT_STRETCH - 1) / DISTINCT_STRETCH, distinct_stretch, work, error);
done:
    for (unsigned i = 0; i < jobs; i++) {
        lt_jaccard_free(work->benches[i].jaccard);
        free(work->benches[i].members);
        free(work->benches[i].rest);
    }
    free(work->benches);
    return code;
}

static int distinct_sort(distinct_work *work, leitong_error *error)
{
    size_t count = work->corpus->paragraph_count;
    uint64_t *scratch = malloc((count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        work->records[i] = (work->hashes[i][0] & ~(uint64_t)UINT32_MAX) | i;
    }
    lt_radix_sort_u64(work->records, scratch, count);
    free(scratch);
    return 0;
}

int lt_distinct_find(const lt_corpus *corpus, const uint64_t (*hashes)[2], lt_workers *workers,
                     lt_distinct *ret_distinct, leitong_error *error)
{
    size_t count = corpus->paragraph_count;
    distinct_work work = {.corpus = corpus, .hashes = hashes};
    lt_distinct distinct = {0, NULL, NULL};
    work.records = malloc((count + 1) * sizeof *work.records);
    work.first = calloc(count + 1, sizeof *work.first);
    int code = 0;
    if (work.records == NULL || work.first == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, distinct_sort(&work, error));
    LT_TRY_GOTO(done, distinct_run(&work, workers, error));
    free(work.records);
    work.records = NULL;
    for (size_t i = 0; i < count; i++) {
        distinct.count += work.first[i] == i;
    }
    distinct.paragraph = malloc(((size_t)distinct.count + 1) * sizeof *distinct.paragraph);
    if (distinct.paragraph == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) { /* in place: a first paragraph comes before those equal to it */
        if (work.first[i] == i) {
            distinct.paragraph[number] = (uint32_t)i;
            work.first[i] = number++;
        } else {
            work.first[i] = work.first[work.first[i]];
        }
    }
    distinct.of_paragraph = work.first;
    work.first = NULL;
    *ret_distinct = distinct;
done:
    free(work.records);
    free(work.first);
    return code;
}

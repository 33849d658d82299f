#include "pairs/bucket.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "base/sorted_run.h"
#include "pairs/jaccard.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKET_STRETCH = 65536 }; /* numbers read from a file at once */

/* What is known of a distinct paragraph while buckets are made. */
typedef struct bucket_entry {
    uint32_t crowd;  /* sum of its buckets' sizes: fewer than 2^32 stand in all of them */
    uint32_t degree; /* how many buckets */
} bucket_entry;

struct lt_bucket {
    lt_candidates *candidates;
    const uint32_t *entries;
    bucket_entry *sums; /* [distinct] */
    uint64_t memory;
    const char *folder;
    lt_jaccard *jaccard; /* while ranks are made */
    uint32_t *rank;      /* [distinct] → rank */
    uint32_t *group;     /* its size, then the members of the bucket in hand */
    size_t group_count, group_capacity;
    uint32_t group_key;
    uint64_t *records; /* of the bucket in hand: rank << 32 | bucket, and scratch as long */
    size_t record_capacity;
    lt_sorted_run *run; /* under a memory limit: all those records */
};

int lt_bucket_new(lt_candidates *candidates, const uint32_t *entries, uint64_t memory, const char *folder,
                  lt_bucket **ret_bucket, leitong_error *error)
{
    lt_bucket *bucket = calloc(1, sizeof *bucket);
    if (bucket == NULL) {
        return lt_error_memory(error);
    }
    bucket->candidates = candidates;
    bucket->entries = entries;
    bucket->memory = memory;
    bucket->folder = memory != 0 ? folder : NULL;
    bucket->sums = calloc((size_t)candidates->distinct_count + 1, sizeof *bucket->sums);
    int code = 0;
    if (bucket->sums == NULL) {
        code = lt_error_memory(error);
        goto failed;
    }
    LT_TRY_GOTO(failed, LT_RESERVE(bucket->group, bucket->group_capacity, 1, error));
    LT_TRY_GOTO(failed, lt_number_array_init(&candidates->members, bucket->folder, error));
    *ret_bucket = bucket;
    return 0;
failed:
    lt_bucket_free(bucket);
    return code;
}

void lt_bucket_free(lt_bucket *bucket)
{
    if (bucket == NULL) {
        return;
    }
    free(bucket->sums);
    free(bucket->rank);
    free(bucket->group);
    free(bucket->records);
    lt_sorted_run_free(bucket->run);
    lt_jaccard_free(bucket->jaccard);
    free(bucket);
}

/* Arrivals become distinct numbers, ascending, in group[1 …]. */
static int bucket_map(lt_bucket *bucket, size_t *ret_size, leitong_error *error)
{
    uint32_t *group = bucket->group;
    size_t size = 0;
    bool ascending = true;
    for (size_t i = 1; i <= bucket->group_count; i++) {
        uint32_t distinct = bucket->entries[group[i]];
        if (distinct != LT_BUCKET_NONE) {
            ascending = ascending && (size == 0 || group[size] < distinct);
            group[++size] = distinct;
        }
    }
    *ret_size = size;
    if (ascending) {
        return 0;
    }
    LT_TRY(LT_RESERVE(bucket->records, bucket->record_capacity, 2 * size, error));
    for (size_t i = 0; i < size; i++) {
        bucket->records[i] = group[i + 1];
    }
    lt_radix_sort_u64(bucket->records, bucket->records + size, size);
    for (size_t i = 0; i < size; i++) {
        group[i + 1] = (uint32_t)bucket->records[i];
    }
    return 0;
}

/* The records of one key become a bucket of distinct members; one of fewer than two vanishes. */
static int bucket_end_group(lt_bucket *bucket, leitong_error *error)
{
    lt_candidates *candidates = bucket->candidates;
    uint32_t *group = bucket->group;
    size_t count = bucket->group_count;
    if (count > 1 && bucket->entries != NULL) {
        LT_TRY(bucket_map(bucket, &count, error));
    }
    bucket->group_count = 0;
    uint32_t size = (uint32_t)count;
    if (size < 2) {
        return 0;
    }
    if (candidates->members.count + size + 1 > UINT32_MAX) {
        return lt_error_set(error, LEITONG_EUSAGE, "paragraphs stand in more than 2^32 buckets: scan in shards");
    }
    group[0] = size;
    for (uint32_t i = 1; i <= size; i++) {
        bucket_entry *entry = &bucket->sums[group[i]];
        entry->crowd += size;
        entry->degree++;
    }
    uint64_t pairs = (uint64_t)size * (size - 1) / 2;
    uint64_t room = UINT64_MAX - candidates->bucket_pairs;
    candidates->bucket_pairs += LT_MIN(pairs, room);
    candidates->bucket_count++;
    return lt_number_array_append(&candidates->members, group, (size_t)size + 1, error);
}

int lt_bucket_take(lt_bucket *bucket, const uint64_t *records, size_t count, leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t key = (uint32_t)(records[i] >> 32);
        if (key != bucket->group_key && bucket->group_count > 0) {
            LT_TRY(bucket_end_group(bucket, error));
        }
        LT_TRY(LT_RESERVE(bucket->group, bucket->group_capacity, bucket->group_count + 2, error));
        bucket->group_key = key;
        bucket->group[++bucket->group_count] = (uint32_t)records[i];
    }
    return 0;
}

int lt_bucket_end_band(lt_bucket *bucket, leitong_error *error)
{
    return bucket_end_group(bucket, error);
}

/* Records whose hashes are equal as a whole, which somebody must have wanted: in order of their tokens. */
static int bucket_order_forged(lt_bucket *bucket, lt_record *records, size_t count, leitong_error *error)
{
    const lt_candidates *candidates = bucket->candidates;
    LT_TRY(LT_RESERVE(bucket->group, bucket->group_capacity, count, error));
    for (size_t i = 0; i < count; i++) {
        bucket->group[i] = candidates->distinct_paragraph[records[i].value];
    }
    LT_TRY(lt_jaccard_sort(bucket->jaccard, bucket->group, count, error));
    for (size_t i = 0; i < count; i++) {
        records[i].value = candidates->paragraph_distinct[bucket->group[i]];
    }
    return 0;
}

/* How many records, from the first on, have its key. */
static size_t bucket_equal(const lt_record *records, size_t count)
{
    size_t equal = 1;
    while (equal < count && records[equal].key == records[0].key) {
        equal++;
    }
    return equal;
}

/* `records`: by the high half of the hash, with scratch as long behind them. Equal ones, which are next to never there,
 * are put in order of the low half. */
static int bucket_order_equal(lt_bucket *bucket, const uint64_t (*hashes)[2], lt_record *records, size_t count,
                              leitong_error *error)
{
    for (size_t begin = 0, equal = 0; begin < count; begin += equal) {
        lt_record *own = records + begin;
        equal = bucket_equal(own, count - begin);
        if (equal == 1) {
            continue;
        }
        for (size_t i = 0; i < equal; i++) {
            own[i].key = hashes[own[i].value][1];
        }
        lt_radix_sort_records(own, records + count, equal);
        for (size_t first = 0, same = 0; first < equal; first += same) {
            same = bucket_equal(own + first, equal - first);
            if (same > 1) {
                LT_TRY(bucket_order_forged(bucket, own + first, same, error));
            }
        }
    }
    return 0;
}

/* `records`: room for two of each rank; `by_hash`: for one. */
static int bucket_order(lt_bucket *bucket, const uint64_t (*hashes)[2], lt_record *records, uint32_t *by_hash,
                        leitong_error *error)
{
    lt_candidates *candidates = bucket->candidates;
    uint32_t count = 0;
    for (uint32_t i = 0; i < candidates->distinct_count; i++) {
        if (bucket->sums[i].degree > 0) {
            records[count++] = (lt_record){hashes[i][0], i};
        }
    }
    lt_radix_sort_records(records, records + count, count);
    LT_TRY(bucket_order_equal(bucket, hashes, records, count, error));
    for (uint32_t i = 0; i < count; i++) {
        by_hash[i] = (uint32_t)records[i].value;
        records[i] = (lt_record){UINT32_MAX - bucket->sums[by_hash[i]].crowd, i};
    }
    lt_radix_sort_records(records, records + count, count);
    for (uint32_t i = 0; i < count; i++) {
        candidates->ranked[i] = by_hash[records[i].value];
        bucket->rank[candidates->ranked[i]] = i;
    }
    return 0;
}

static int bucket_rank(lt_bucket *bucket, const uint64_t (*hashes)[2], leitong_error *error)
{
    lt_candidates *candidates = bucket->candidates;
    size_t count = 0;
    for (uint32_t i = 0; i < candidates->distinct_count; i++) {
        count += bucket->sums[i].degree > 0;
    }
    lt_record *records = malloc((count + 1) * 2 * sizeof *records);
    uint32_t *by_hash = malloc((count + 1) * sizeof *by_hash);
    bucket->rank = malloc(((size_t)candidates->distinct_count + 1) * sizeof *bucket->rank);
    candidates->ranked = malloc((count + 1) * sizeof *candidates->ranked);
    candidates->bucket_begin = malloc((count + 1) * sizeof *candidates->bucket_begin);
    int code = 0;
    if (records == NULL || by_hash == NULL || bucket->rank == NULL || candidates->ranked == NULL ||
        candidates->bucket_begin == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, bucket_order(bucket, hashes, records, by_hash, error));
    candidates->ranked_count = (uint32_t)count;
    candidates->bucket_begin[0] = 0;
    for (size_t i = 0; i < count; i++) {
        candidates->bucket_begin[i + 1] = candidates->bucket_begin[i] + bucket->sums[candidates->ranked[i]].degree;
    }
done:
    free(records);
    free(by_hash);
    return code;
}

/* The members of the bucket at `at`, as records by rank. */
static int bucket_sort(lt_bucket *bucket, const uint32_t *members, uint32_t size, uint32_t at, leitong_error *error)
{
    LT_TRY(LT_RESERVE(bucket->records, bucket->record_capacity, 2 * (size_t)size, error));
    uint64_t *records = bucket->records;
    for (uint32_t i = 0; i < size; i++) {
        records[i] = (uint64_t)bucket->rank[members[i]] << 32 | at;
    }
    lt_radix_sort_u64(records, records + size, size);
    return 0;
}

/* Notes that the ranks of the sorted bucket stand in it. `cursors`: [rank] → where its next bucket goes, in `buckets`;
 * NULL when those spill. */
static int bucket_note(lt_bucket *bucket, uint32_t size, uint64_t *cursors, leitong_error *error)
{
    if (cursors == NULL) {
        return lt_sorted_run_append(bucket->run, 0, bucket->records, size, error);
    }
    for (uint32_t i = 0; i < size; i++) {
        bucket->candidates->buckets.items[cursors[bucket->records[i] >> 32]++] = (uint32_t)bucket->records[i];
    }
    return 0;
}

/* A stretch of `members` that is being read. */
typedef struct bucket_view {
    const uint32_t *numbers;
    size_t begin, end;
    lt_spool_scratch scratch;
} bucket_view;

/* `need` numbers of `members` from `at` on, and what follows them. */
static int bucket_view_reach(bucket_view *view, const lt_number_array *members, size_t at, size_t need,
                             const uint32_t **ret_numbers, leitong_error *error)
{
    if (at + need > view->end) {
        size_t left = members->count - at;
        size_t wanted = LT_MAX(need, BUCKET_STRETCH);
        wanted = LT_MIN(wanted, left);
        LT_TRY(lt_number_array_view(members, at, wanted, &view->scratch, &view->numbers, error));
        view->begin = at;
        view->end = at + wanted;
    }
    *ret_numbers = view->numbers + (at - view->begin);
    return 0;
}

/* One bucket, of `size` members, at `at`: its distinct numbers become ranks, in order. Where members are in memory they
 * are replaced in place, spilled ones go to *sorted; a bucket stays where it was. */
static int bucket_turn(lt_bucket *bucket, const uint32_t *numbers, size_t at, lt_number_array *sorted,
                       uint64_t *cursors, leitong_error *error)
{
    lt_number_array *members = &bucket->candidates->members;
    uint32_t size = numbers[0];
    size_t need = (size_t)size + 1;
    LT_TRY(bucket_sort(bucket, numbers + 1, size, (uint32_t)at, error));
    LT_TRY(LT_RESERVE(bucket->group, bucket->group_capacity, need, error));
    bucket->group[0] = size;
    for (uint32_t i = 0; i < size; i++) {
        bucket->group[i + 1] = (uint32_t)(bucket->records[i] >> 32);
    }
    if (members->spool != NULL) {
        LT_TRY(lt_number_array_append(sorted, bucket->group, need, error));
    } else {
        memcpy(members->items + at, bucket->group, need * sizeof *bucket->group);
    }
    return bucket_note(bucket, size, cursors, error);
}

/* bucket_turn for all buckets. */
static int bucket_walk(lt_bucket *bucket, lt_number_array *sorted, uint64_t *cursors, leitong_error *error)
{
    const lt_number_array *members = &bucket->candidates->members;
    bucket_view view = {.numbers = NULL};
    const uint32_t *numbers = NULL;
    int code = 0;
    for (size_t at = 0, need = 0; at < members->count; at += need) {
        LT_TRY_GOTO(done, bucket_view_reach(&view, members, at, 1, &numbers, error));
        need = (size_t)numbers[0] + 1;
        LT_TRY_GOTO(done, bucket_view_reach(&view, members, at, need, &numbers, error));
        LT_TRY_GOTO(done, bucket_turn(bucket, numbers, at, sorted, cursors, error));
    }
done:
    lt_spool_scratch_clear(&view.scratch);
    return code;
}

static int bucket_finish_held(lt_bucket *bucket, leitong_error *error)
{
    lt_candidates *candidates = bucket->candidates;
    size_t ranks = candidates->ranked_count;
    size_t total = (size_t)candidates->bucket_begin[ranks];
    LT_TRY(LT_RESERVE(candidates->buckets.items, candidates->buckets.capacity, total, error));
    uint64_t *cursors = malloc((ranks + 1) * sizeof *cursors);
    if (cursors == NULL) {
        return lt_error_memory(error);
    }
    candidates->buckets.count = total;
    memcpy(cursors, candidates->bucket_begin, ranks * sizeof *cursors);
    int code = bucket_walk(bucket, NULL, cursors, error);
    free(cursors);
    return code;
}

/* The records of all buckets, by rank: their low halves are the ranks' buckets. */
static int bucket_collect(lt_bucket *bucket, leitong_error *error)
{
    lt_number_array *buckets = &bucket->candidates->buckets;
    lt_sorted_run_reader *reader = NULL;
    int code = 0;
    LT_TRY_GOTO(done, lt_sorted_run_reader_new(bucket->run, 0, &reader, error));
    for (size_t count = 1; count > 0;) {
        const void *stretch = NULL;
        LT_TRY_GOTO(done, lt_sorted_run_reader_next(reader, &stretch, &count, error));
        LT_TRY_GOTO(done, LT_RESERVE(bucket->group, bucket->group_capacity, count, error));
        const uint64_t *records = stretch;
        for (size_t i = 0; i < count; i++) {
            bucket->group[i] = (uint32_t)records[i];
        }
        LT_TRY_GOTO(done, lt_number_array_append(buckets, bucket->group, count, error));
    }
done:
    lt_sorted_run_reader_free(reader);
    return code;
}

static int bucket_finish_spilled(lt_bucket *bucket, leitong_error *error)
{
    lt_candidates *candidates = bucket->candidates;
    lt_sorted_run_options options = {1, sizeof(uint64_t), bucket->memory, bucket->folder};
    lt_number_array sorted = {NULL, NULL, 0, 0};
    int code = 0;
    LT_TRY_GOTO(done, lt_sorted_run_new(&options, &bucket->run, error));
    LT_TRY_GOTO(done, lt_number_array_init(&sorted, bucket->folder, error));
    LT_TRY_GOTO(done, bucket_walk(bucket, &sorted, NULL, error));
    lt_number_array_clear(&candidates->members);
    candidates->members = sorted;
    sorted = (lt_number_array){NULL, NULL, 0, 0};
    LT_TRY_GOTO(done, lt_number_array_init(&candidates->buckets, bucket->folder, error));
    LT_TRY_GOTO(done, bucket_collect(bucket, error));
done:
    lt_number_array_clear(&sorted);
    return code;
}

int lt_bucket_finish(lt_bucket *bucket, const lt_corpus *corpus, const uint64_t (*hashes)[2], leitong_error *error)
{
    LT_TRY(lt_jaccard_new(corpus, 1, &bucket->jaccard, error));
    LT_TRY(bucket_rank(bucket, hashes, error));
    lt_jaccard_free(bucket->jaccard);
    bucket->jaccard = NULL;
    free(bucket->sums);
    bucket->sums = NULL;
    return bucket->folder == NULL ? bucket_finish_held(bucket, error) : bucket_finish_spilled(bucket, error);
}

#include "match/candidate.h"

#include "buffer.h"
#include "index/run.h"
#include "match/bucket.h"
#include "match/distinct.h"
#include "radix.h"

#include <stdlib.h>
#include <string.h>

enum {
    CANDIDATE_CHUNK = 1024, /* paragraphs whose keys stand together, band by band */
    CANDIDATE_WAVE = 4      /* bands sorted at the same time, at most: more would cost memory */
};

struct lt_candidate {
    lt_candidate_options options;
    char *folder;
    uint64_t (*hashes)[2]; /* [arrival] */
    size_t count, hash_capacity;
    uint32_t **chunks; /* [bands][CANDIDATE_CHUNK] each; under a memory limit one, used again and again */
    size_t chunk_count, chunk_capacity;
    lt_run *run; /* under a memory limit: a lane a band, records of key << 32 | arrival */
};

int lt_candidate_new(const lt_candidate_options *options, lt_candidate **ret_candidate, leitong_error *error)
{
    int code = 0;
    lt_candidate *candidate = calloc(1, sizeof *candidate);
    if (candidate == NULL) {
        return lt_error_memory(error);
    }
    candidate->options = *options;
    if (options->memory != 0) {
        lt_run_options run = {options->bands, sizeof(uint64_t), options->memory, options->folder};
        code = lt_run_new(&run, &candidate->run, error); /* refuses a limit without a folder */
    }
    if (code == 0 && options->memory != 0) {
        candidate->folder = strdup(options->folder);
        candidate->options.folder = candidate->folder;
        code = candidate->folder == NULL ? lt_error_memory(error) : 0;
    }
    if (code != 0) {
        lt_candidate_free(candidate);
        return code;
    }
    *ret_candidate = candidate;
    return 0;
}

static void candidate_drop_keys(lt_candidate *candidate)
{
    for (size_t i = 0; i < candidate->chunk_count; i++) {
        free(candidate->chunks[i]);
    }
    free(candidate->chunks);
    candidate->chunks = NULL;
    candidate->chunk_count = 0;
    lt_run_free(candidate->run);
    candidate->run = NULL;
}

void lt_candidate_free(lt_candidate *candidate)
{
    if (candidate == NULL) {
        return;
    }
    candidate_drop_keys(candidate);
    free(candidate->hashes);
    free(candidate->folder);
    free(candidate);
}

/* Hands the keys of the last `count` paragraphs on to the run set. */
static int candidate_spill(lt_candidate *candidate, size_t count, leitong_error *error)
{
    uint64_t records[CANDIDATE_CHUNK];
    size_t first = candidate->count - count;
    for (unsigned band = 0; band < candidate->options.bands; band++) {
        const uint32_t *keys = candidate->chunks[0] + (size_t)band * CANDIDATE_CHUNK;
        for (size_t i = 0; i < count; i++) {
            records[i] = (uint64_t)keys[i] << 32 | (first + i);
        }
        int code = lt_run_append(candidate->run, band, records, count, error);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

static int candidate_open_chunk(lt_candidate *candidate, leitong_error *error)
{
    if (candidate->run != NULL && candidate->chunk_count == 1) {
        return candidate_spill(candidate, CANDIDATE_CHUNK, error);
    }
    int code = lt_buffer_reserve(&candidate->chunks, &candidate->chunk_capacity, candidate->chunk_count + 1,
                                 sizeof *candidate->chunks, error);
    if (code != 0) {
        return code;
    }
    uint32_t *chunk = malloc((size_t)candidate->options.bands * CANDIDATE_CHUNK * sizeof *chunk);
    if (chunk == NULL) {
        return lt_error_memory(error);
    }
    candidate->chunks[candidate->chunk_count++] = chunk;
    return 0;
}

int lt_candidate_add(lt_candidate *candidate, const uint64_t hash[2], const uint32_t *keys, leitong_error *error)
{
    size_t at = candidate->count % CANDIDATE_CHUNK;
    int code = lt_buffer_reserve(&candidate->hashes, &candidate->hash_capacity, candidate->count + 1,
                                 sizeof *candidate->hashes, error);
    if (code == 0 && at == 0) {
        code = candidate_open_chunk(candidate, error);
    }
    if (code != 0) {
        return code;
    }
    uint32_t *chunk = candidate->chunks[candidate->chunk_count - 1];
    for (unsigned band = 0; band < candidate->options.bands; band++) {
        chunk[(size_t)band * CANDIDATE_CHUNK + at] = keys[band];
    }
    candidate->hashes[candidate->count][0] = hash[0];
    candidate->hashes[candidate->count][1] = hash[1];
    candidate->count++;
    return 0;
}

void lt_candidates_clear(lt_candidates *candidates)
{
    free(candidates->distinct_paragraph);
    free(candidates->paragraph_distinct);
    free(candidates->ranked);
    free(candidates->bucket_begin);
    lt_numbers_clear(&candidates->buckets);
    lt_numbers_clear(&candidates->members);
    memset(candidates, 0, sizeof *candidates);
}

int lt_candidates_buckets(const lt_candidates *candidates, uint32_t begin, uint32_t end, lt_spool_scratch *scratch,
                          const uint32_t **ret_buckets, leitong_error *error)
{
    uint64_t first = candidates->bucket_begin[begin];
    return lt_numbers_view(&candidates->buckets, first, (size_t)(candidates->bucket_begin[end] - first), scratch,
                           ret_buckets, error);
}

int lt_candidates_members(const lt_candidates *candidates, uint32_t bucket, uint32_t most, lt_spool_scratch *scratch,
                          const uint32_t **ret_members, uint32_t *ret_size, leitong_error *error)
{
    enum { GUESS = 32 }; /* of most buckets one read fetches all */
    const uint32_t *numbers = NULL;
    size_t left = candidates->members.count - bucket;
    size_t wanted = left < 1 + GUESS ? left : 1 + GUESS;
    int code = lt_numbers_view(&candidates->members, bucket, wanted, scratch, &numbers, error);
    if (code != 0) {
        return code;
    }
    uint32_t size = numbers[0];
    size_t held = size < most ? size : most;
    if (held + 1 > wanted) {
        code = lt_numbers_view(&candidates->members, bucket, held + 1, scratch, &numbers, error);
    }
    if (code == 0) {
        *ret_members = numbers + 1;
        *ret_size = size;
    }
    return code;
}

/* Which keys of a band come more than once: a bit each of two arrays, by the keys' low bits. Most come once, and need
 * no sorting. */
typedef struct candidate_filter {
    uint64_t *once, *twice;
    uint32_t mask;
} candidate_filter;

enum candidate_pass { CANDIDATE_MARK, CANDIDATE_COUNT, CANDIDATE_COLLECT };

/* Some bands' records, sorted at the same time. */
typedef struct candidate_wave {
    const lt_candidate *candidate;
    const uint32_t *entries;
    unsigned first; /* band */
    uint64_t *records[CANDIDATE_WAVE];
    size_t counts[CANDIDATE_WAVE];
} candidate_wave;

static bool candidate_filter_look(candidate_filter *filter, uint32_t key, bool mark)
{
    uint32_t slot = key & filter->mask;
    uint64_t bit = UINT64_C(1) << (slot % 64);
    if (mark) {
        filter->twice[slot / 64] |= filter->once[slot / 64] & bit;
        filter->once[slot / 64] |= bit;
    }
    return (filter->twice[slot / 64] & bit) != 0;
}

/* One pass over the band's keys; returns how many come more than once, or may. */
static size_t candidate_pass(const candidate_wave *wave, unsigned band, candidate_filter *filter,
                             enum candidate_pass pass, uint64_t *records)
{
    const lt_candidate *candidate = wave->candidate;
    size_t found = 0;
    for (size_t first = 0; first < candidate->count; first += CANDIDATE_CHUNK) {
        const uint32_t *keys = candidate->chunks[first / CANDIDATE_CHUNK] + (size_t)band * CANDIDATE_CHUNK;
        size_t left = candidate->count - first;
        size_t count = left < CANDIDATE_CHUNK ? left : CANDIDATE_CHUNK;
        for (size_t i = 0; i < count; i++) {
            uint32_t distinct = wave->entries[first + i];
            if (distinct == LT_BUCKET_NONE || !candidate_filter_look(filter, keys[i], pass == CANDIDATE_MARK)) {
                continue;
            }
            if (pass == CANDIDATE_COLLECT) {
                records[found] = (uint64_t)keys[i] << 32 | distinct;
            }
            found++;
        }
    }
    return found;
}

static int candidate_sort_band(void *context, size_t item, unsigned worker, leitong_error *error)
{
    (void)worker;
    candidate_wave *wave = context;
    unsigned band = wave->first + (unsigned)item;
    size_t slots = 64;
    while (slots < wave->candidate->count * 8 && slots <= UINT32_MAX / 2) {
        slots *= 2;
    }
    candidate_filter filter = {.mask = (uint32_t)(slots - 1)};
    uint64_t *scratch = NULL;
    int code = 0;
    filter.once = calloc(2 * slots / 64, sizeof *filter.once);
    if (filter.once == NULL) {
        return lt_error_memory(error);
    }
    filter.twice = filter.once + slots / 64;
    (void)candidate_pass(wave, band, &filter, CANDIDATE_MARK, NULL);
    size_t count = candidate_pass(wave, band, &filter, CANDIDATE_COUNT, NULL);
    wave->counts[item] = count;
    wave->records[item] = malloc((count + 1) * sizeof *wave->records[item]);
    scratch = malloc((count + 1) * sizeof *scratch);
    if (wave->records[item] == NULL || scratch == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    (void)candidate_pass(wave, band, &filter, CANDIDATE_COLLECT, wave->records[item]);
    lt_radix_u64(wave->records[item], scratch, count);
done:
    free(filter.once);
    free(scratch);
    return code;
}

static int candidate_group_held(const lt_candidate *candidate, const uint32_t *entries, lt_workers *workers,
                                lt_bucket *bucket, leitong_error *error)
{
    candidate_wave wave = {.candidate = candidate, .entries = entries};
    unsigned bands = candidate->options.bands;
    unsigned at_once = lt_workers_count(workers) < CANDIDATE_WAVE ? lt_workers_count(workers) : CANDIDATE_WAVE;
    int code = 0;
    while (wave.first < bands && code == 0) {
        unsigned count = bands - wave.first < at_once ? bands - wave.first : at_once;
        code = lt_workers_run(workers, count, candidate_sort_band, &wave, error);
        for (unsigned i = 0; i < count; i++) {
            if (code == 0) {
                code = lt_bucket_take(bucket, wave.records[i], wave.counts[i], error);
            }
            if (code == 0) {
                code = lt_bucket_end_band(bucket, error);
            }
            free(wave.records[i]);
            wave.records[i] = NULL;
        }
        wave.first += count;
    }
    return code;
}

static int candidate_group_lane(lt_candidate *candidate, unsigned lane, lt_bucket *bucket, leitong_error *error)
{
    lt_run_reader *reader = NULL;
    int code = lt_run_reader_new(candidate->run, lane, &reader, error);
    while (code == 0) {
        const void *records = NULL;
        size_t count = 0;
        code = lt_run_reader_next(reader, &records, &count, error);
        if (code != 0 || count == 0) {
            break;
        }
        code = lt_bucket_take(bucket, records, count, error);
    }
    lt_run_reader_free(reader);
    return code != 0 ? code : lt_bucket_end_band(bucket, error);
}

static int candidate_group_spilled(lt_candidate *candidate, lt_bucket *bucket, leitong_error *error)
{
    int code = 0;
    if (candidate->count > 0) {
        code = candidate_spill(candidate, (candidate->count - 1) % CANDIDATE_CHUNK + 1, error);
    }
    for (unsigned lane = 0; lane < candidate->options.bands && code == 0; lane++) {
        code = candidate_group_lane(candidate, lane, bucket, error);
    }
    return code;
}

/* `entries` and `arrivals`: room for all paragraphs. */
static int candidate_collapse(const lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *places,
                              lt_workers *workers, uint32_t *entries, uint32_t *arrivals, lt_candidates *candidates,
                              leitong_error *error)
{
    lt_distinct distinct = {0, NULL, NULL};
    for (size_t i = 0; i < candidate->count; i++) {
        arrivals[places != NULL ? places[i] : i] = (uint32_t)i;
    }
    int code = lt_distinct_find(corpus, candidate->hashes, arrivals, workers, &distinct, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < candidate->count; i++) {
        uint32_t number = distinct.of_paragraph[i];
        entries[arrivals[i]] = distinct.paragraph[number] == i ? number : LT_BUCKET_NONE;
    }
    candidates->distinct_count = distinct.count;
    candidates->distinct_paragraph = distinct.paragraph;
    candidates->paragraph_distinct = distinct.of_paragraph;
    return 0;
}

int lt_candidate_finish(lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *places, lt_workers *workers,
                        lt_candidates *ret_candidates, leitong_error *error)
{
    if (candidate->count != corpus->paragraph_count) {
        return lt_error_set(error, LEITONG_EUSAGE, "%zu paragraphs have keys, the corpus has %zu", candidate->count,
                            corpus->paragraph_count);
    }
    const lt_candidate_options *options = &candidate->options;
    lt_candidates candidates = {.distinct_count = 0};
    lt_bucket *bucket = NULL;
    uint32_t *entries = malloc((candidate->count + 1) * sizeof *entries);
    uint32_t *arrivals = malloc((candidate->count + 1) * sizeof *arrivals);
    int code = 0;
    if (entries == NULL || arrivals == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    code = candidate_collapse(candidate, corpus, places, workers, entries, arrivals, &candidates, error);
    if (code == 0) {
        code = lt_bucket_new(&candidates, candidate->run != NULL ? entries : NULL, options->memory, options->folder,
                             &bucket, error);
    }
    if (code == 0 && candidate->run != NULL) {
        code = candidate_group_spilled(candidate, bucket, error);
    } else if (code == 0) {
        code = candidate_group_held(candidate, entries, workers, bucket, error);
    }
    candidate_drop_keys(candidate);
    if (code == 0) {
        code = lt_bucket_finish(bucket, corpus, candidate->hashes, arrivals, error);
    }
    if (code == 0) {
        *ret_candidates = candidates;
    } else {
        lt_candidates_clear(&candidates);
    }
done:
    lt_bucket_free(bucket);
    free(entries);
    free(arrivals);
    return code;
}

#include "pairs/candidate.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/permute.h"
#include "base/radix_sort.h"
#include "base/sorted_run.h"
#include "pairs/bucket.h"
#include "pairs/distinct.h"

#include <stdlib.h>
#include <string.h>

enum {
    CANDIDATE_CHUNK = 1024, /* paragraphs whose keys stand together, band by band */
    CANDIDATE_WAVE = 4      /* bands sorted at the same time, at most: more would cost memory */
};

struct lt_candidate {
    lt_candidate_options options;
    char *folder;
    uint64_t (*hashes)[2]; /* [arrival]; once equal paragraphs are collapsed [distinct] */
    size_t count, hash_capacity;
    uint32_t **chunks; /* [bands][CANDIDATE_CHUNK] each; under a memory limit one, used again and again */
    size_t chunk_count, chunk_capacity;
    lt_sorted_run *run; /* under a memory limit: a lane a band, records of key << 32 | arrival */
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
        lt_sorted_run_options run = {options->bands, sizeof(uint64_t), options->memory, options->folder};
        LT_TRY_GOTO(failed, lt_sorted_run_new(&run, &candidate->run, error)); /* refuses a limit without a folder */
        candidate->folder = strdup(options->folder);
        candidate->options.folder = candidate->folder;
        if (candidate->folder == NULL) {
            code = lt_error_memory(error);
            goto failed;
        }
    }
    *ret_candidate = candidate;
    return 0;
failed:
    lt_candidate_free(candidate);
    return code;
}

static void candidate_drop_keys(lt_candidate *candidate)
{
    for (size_t i = 0; i < candidate->chunk_count; i++) {
        free(candidate->chunks[i]);
    }
    free(candidate->chunks);
    candidate->chunks = NULL;
    candidate->chunk_count = 0;
    lt_sorted_run_free(candidate->run);
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
        LT_TRY(lt_sorted_run_append(candidate->run, band, records, count, error));
    }
    return 0;
}

static int candidate_open_chunk(lt_candidate *candidate, leitong_error *error)
{
    if (candidate->run != NULL && candidate->chunk_count == 1) {
        return candidate_spill(candidate, CANDIDATE_CHUNK, error);
    }
    LT_TRY(LT_RESERVE(candidate->chunks, candidate->chunk_capacity, candidate->chunk_count + 1, error));
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
    LT_TRY(LT_RESERVE(candidate->hashes, candidate->hash_capacity, candidate->count + 1, error));
    if (at == 0) {
        LT_TRY(candidate_open_chunk(candidate, error));
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
        size_t count = LT_MIN(left, CANDIDATE_CHUNK);
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
    lt_radix_sort_u64(wave->records[item], scratch, count);
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
    unsigned at_once = LT_MIN(lt_workers_count(workers), CANDIDATE_WAVE);
    int code = 0;
    for (unsigned count; wave.first < bands; wave.first += count) {
        count = LT_MIN(bands - wave.first, at_once);
        LT_TRY_GOTO(done, lt_workers_run(workers, count, candidate_sort_band, &wave, error));
        for (unsigned i = 0; i < count; i++) {
            LT_TRY_GOTO(done, lt_bucket_take(bucket, wave.records[i], wave.counts[i], error));
            LT_TRY_GOTO(done, lt_bucket_end_band(bucket, error));
            free(wave.records[i]);
            wave.records[i] = NULL;
        }
    }
done:
    for (unsigned i = 0; i < CANDIDATE_WAVE; i++) {
        free(wave.records[i]);
    }
    return code;
}

static int candidate_group_lane(lt_candidate *candidate, unsigned lane, lt_bucket *bucket, leitong_error *error)
{
    lt_sorted_run_reader *reader = NULL;
    int code = 0;
    LT_TRY_GOTO(done, lt_sorted_run_reader_new(candidate->run, lane, &reader, error));
    for (size_t count = 1; count > 0;) {
        const void *records = NULL;
        LT_TRY_GOTO(done, lt_sorted_run_reader_next(reader, &records, &count, error));
        LT_TRY_GOTO(done, lt_bucket_take(bucket, records, count, error));
    }
    code = lt_bucket_end_band(bucket, error);
done:
    lt_sorted_run_reader_free(reader);
    return code;
}

static int candidate_group_spilled(lt_candidate *candidate, lt_bucket *bucket, leitong_error *error)
{
    if (candidate->count > 0) {
        LT_TRY(candidate_spill(candidate, (candidate->count - 1) % CANDIDATE_CHUNK + 1, error));
    }
    for (unsigned lane = 0; lane < candidate->options.bands; lane++) {
        LT_TRY(candidate_group_lane(candidate, lane, bucket, error));
    }
    return 0;
}

/* Hashes from order of arrival into that of the paragraphs. */
static int candidate_settle(lt_candidate *candidate, const uint32_t *places, leitong_error *error)
{
    uint64_t spare[2];
    uint32_t *order = malloc((candidate->count + 1) * sizeof *order);
    if (order == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < candidate->count; i++) {
        order[places[i]] = (uint32_t)i;
    }
    lt_permute(candidate->hashes, sizeof *candidate->hashes, order, candidate->count, spare);
    free(order);
    return 0;
}

/* Collapses equal paragraphs: hashes, too, are those of the distinct ones afterwards. */
static int candidate_collapse(lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *places,
                              lt_workers *workers, lt_candidates *candidates, leitong_error *error)
{
    lt_distinct distinct = {0, NULL, NULL};
    if (places != NULL) {
        LT_TRY(candidate_settle(candidate, places, error));
    }
    LT_TRY(lt_distinct_find(corpus, (const uint64_t(*)[2])candidate->hashes, workers, &distinct, error));
    candidates->distinct_count = distinct.count;
    candidates->distinct_paragraph = distinct.paragraph;
    candidates->paragraph_distinct = distinct.of_paragraph;
    for (size_t i = 0; i < distinct.count; i++) {
        memcpy(candidate->hashes[i], candidate->hashes[distinct.paragraph[i]], sizeof *candidate->hashes);
    }
    uint64_t(*shrunk)[2] = realloc(candidate->hashes, ((size_t)distinct.count + 1) * sizeof *shrunk);
    if (shrunk == NULL) {
        return lt_error_memory(error);
    }
    candidate->hashes = shrunk;
    return 0;
}

/* *ret_entries: [arrival] → distinct, or LT_BUCKET_NONE for a repetition; the caller's. */
static int candidate_entries(const lt_candidate *candidate, const lt_candidates *candidates, const uint32_t *places,
                             uint32_t **ret_entries, leitong_error *error)
{
    uint32_t *entries = malloc((candidate->count + 1) * sizeof *entries);
    if (entries == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < candidate->count; i++) {
        size_t paragraph = places != NULL ? places[i] : i;
        uint32_t number = candidates->paragraph_distinct[paragraph];
        entries[i] = candidates->distinct_paragraph[number] == paragraph ? number : LT_BUCKET_NONE;
    }
    *ret_entries = entries;
    return 0;
}

/* Ranks and buckets of the distinct paragraphs. Gives the keys back. */
static int candidate_group(lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *entries,
                           lt_workers *workers, lt_candidates *candidates, leitong_error *error)
{
    const lt_candidate_options *options = &candidate->options;
    bool spilled = candidate->run != NULL;
    lt_bucket *bucket = NULL;
    int code = 0;
    LT_TRY_GOTO(done,
                lt_bucket_new(candidates, spilled ? entries : NULL, options->memory, options->folder, &bucket, error));
    LT_TRY_GOTO(done, spilled ? candidate_group_spilled(candidate, bucket, error)
                              : candidate_group_held(candidate, entries, workers, bucket, error));
    candidate_drop_keys(candidate);
    code = lt_bucket_finish(bucket, corpus, (const uint64_t(*)[2])candidate->hashes, error);
done:
    lt_bucket_free(bucket);
    return code;
}

int lt_candidate_finish(lt_candidate *candidate, const lt_corpus *corpus, const uint32_t *places, lt_workers *workers,
                        lt_candidates *ret_candidates, leitong_error *error)
{
    if (candidate->count != corpus->paragraph_count) {
        return lt_error_set(error, LEITONG_EUSAGE, "%zu paragraphs have keys, the corpus has %zu", candidate->count,
                            corpus->paragraph_count);
    }
    lt_candidates candidates = {.distinct_count = 0};
    uint32_t *entries = NULL;
    int code = 0;
    LT_TRY_GOTO(done, candidate_collapse(candidate, corpus, places, workers, &candidates, error));
    LT_TRY_GOTO(done, candidate_entries(candidate, &candidates, places, &entries, error));
    LT_TRY_GOTO(done, candidate_group(candidate, corpus, entries, workers, &candidates, error));
    *ret_candidates = candidates;
done:
    candidate_drop_keys(candidate);
    if (code != 0) {
        lt_candidates_clear(&candidates);
    }
    free(entries);
    return code;
}

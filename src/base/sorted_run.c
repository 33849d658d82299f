#include "base/sorted_run.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/sorted_run_file.h"

#include <stdlib.h>
#include <string.h>

/* Files merged into one when there are so many of a level, and so most open files of a level. Records are then written
 * 1 + log_64(spills) times in all. */
#define RUN_FAN 64

typedef struct run_lane {
    void *records;
    size_t count, capacity;
    uint64_t total; /* appended, spilled ones included */
    bool taken;     /* by its reader */
} run_lane;

typedef struct run_spill {
    lt_sorted_run_file *file;
    uint64_t bytes; /* of records */
    unsigned level; /* how often they were merged */
} run_spill;

struct lt_sorted_run {
    unsigned lane_count;
    unsigned record_size;
    uint64_t memory;
    char *folder;
    size_t block;      /* records of a block */
    uint64_t held;     /* bytes in all lanes */
    uint64_t largest;  /* of them in the largest lane: so much scratch will be needed */
    run_spill *spills; /* levels never rise from one to the next */
    size_t spill_count, spill_capacity;
    run_lane lanes[];
};

/* A sorted stretch of records that is being read: a lane in memory, or its blocks in one file. */
typedef struct run_source {
    uint64_t key, value; /* the record next in turn; value 0 where records have none */
    const uint64_t *at;  /* behind it */
    const uint64_t *end;
    const lt_sorted_run_file *file; /* NULL in memory */
    size_t block, block_end;        /* those not yet read */
    void *buffer;                   /* of a block */
    bool done;
} run_source;

struct lt_sorted_run_reader {
    lt_sorted_run *run;
    unsigned lane;
    unsigned words; /* of a record */
    size_t source_count;
    run_source *sources;
    size_t *losers; /* tree of the merge (Knuth 3, §5.4.1): [0] the winner, [1 … n − 1] who lost at each node */
    uint64_t *merged;
    size_t merged_most; /* records */
};

int lt_sorted_run_new(const lt_sorted_run_options *options, lt_sorted_run **ret_run, leitong_error *error)
{
    if (options->lanes == 0 || (options->record_size != 8 && options->record_size != 16) ||
        (options->memory > 0 && options->folder == NULL)) {
        return lt_error_set(error, LEITONG_EUSAGE,
                            "a run needs lanes, records of 8 or 16 bytes, and a folder to spill");
    }
    lt_sorted_run *run = calloc(1, sizeof *run + options->lanes * sizeof *run->lanes);
    if (run == NULL) {
        return lt_error_memory(error);
    }
    run->lane_count = options->lanes;
    run->record_size = options->record_size;
    run->memory = options->memory;
    /* A merge holds RUN_FAN blocks and a little more: smaller ones where memory is small. */
    uint64_t block = options->memory / (2 * RUN_FAN);
    block = block < 4096 ? 4096 : LT_MIN(block, LT_SORTED_RUN_BLOCK);
    run->block = (block - LT_SORTED_RUN_BLOCK_HEADER) / run->record_size;
    if (options->folder != NULL) {
        run->folder = strdup(options->folder);
        if (run->folder == NULL) {
            free(run);
            return lt_error_memory(error);
        }
    }
    *ret_run = run;
    return 0;
}

void lt_sorted_run_free(lt_sorted_run *run)
{
    if (run == NULL) {
        return;
    }
    for (size_t i = 0; i < run->spill_count; i++) {
        lt_sorted_run_file_free(run->spills[i].file);
    }
    for (unsigned i = 0; i < run->lane_count; i++) {
        free(run->lanes[i].records);
    }
    free(run->spills);
    free(run->folder);
    free(run);
}

uint64_t lt_sorted_run_count(const lt_sorted_run *run, unsigned lane)
{
    return run->lanes[lane].total;
}

static void sorted_run_sort(const lt_sorted_run *run, run_lane *lane, void *scratch)
{
    if (run->record_size == 8) {
        lt_radix_sort_u64(lane->records, scratch, lane->count);
    } else {
        lt_radix_sort_records(lane->records, scratch, lane->count);
    }
}

static int sorted_run_put_blocks(const lt_sorted_run *run, lt_sorted_run_file *file, unsigned lane, const void *records,
                                 size_t count, leitong_error *error)
{
    const unsigned char *at = records;
    while (count > 0) {
        size_t part = LT_MIN(count, run->block);
        LT_TRY(lt_sorted_run_file_append(file, lane, at, part, error));
        at += part * run->record_size;
        count -= part;
    }
    return 0;
}

static int sorted_run_push(lt_sorted_run *run, run_spill spill, leitong_error *error)
{
    LT_TRY(LT_RESERVE(run->spills, run->spill_capacity, run->spill_count + 1, error));
    run->spills[run->spill_count++] = spill;
    return 0;
}

/* All lanes as one sorted run in a file; their memory is given back, since the next records may be other lanes'. */
static int sorted_run_spill_lanes(lt_sorted_run *run, leitong_error *error)
{
    lt_sorted_run_file *file = NULL;
    int code = 0;
    void *scratch = malloc(run->largest);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(done, lt_sorted_run_file_new(run->folder, run->record_size, run->lane_count, run->held, &file, error));
    for (unsigned i = 0; i < run->lane_count; i++) {
        run_lane *lane = &run->lanes[i];
        sorted_run_sort(run, lane, scratch);
        LT_TRY_GOTO(done, sorted_run_put_blocks(run, file, i, lane->records, lane->count, error));
    }
    LT_TRY_GOTO(done, lt_sorted_run_file_finish(file, error));
    LT_TRY_GOTO(done, sorted_run_push(run, (run_spill){file, run->held, 0}, error));
    file = NULL;
    for (unsigned i = 0; i < run->lane_count; i++) {
        run_lane *lane = &run->lanes[i];
        free(lane->records);
        lane->records = NULL;
        lane->count = lane->capacity = 0;
    }
    run->held = run->largest = 0;
done:
    free(scratch);
    lt_sorted_run_file_free(file);
    return code;
}

/* Loads the source's next record; from its next block where one is used up. */
static int source_next(run_source *source, unsigned words, leitong_error *error)
{
    if (source->at == source->end) {
        if (source->block == source->block_end) {
            source->done = true;
            return 0;
        }
        const void *records;
        size_t count;
        LT_TRY(lt_sorted_run_file_read(source->file, source->block, source->buffer, &records, &count, error));
        source->block++;
        source->at = records;
        source->end = source->at + count * words;
    }
    source->key = source->at[0];
    source->value = words == 2 ? source->at[1] : 0;
    source->at += words;
    return 0;
}

static bool source_before(const run_source *a, const run_source *b)
{
    if (a->done || b->done) {
        return !a->done;
    }
    return a->key < b->key || (a->key == b->key && a->value < b->value);
}

static int reader_add_files(lt_sorted_run_reader *reader, size_t first_spill, leitong_error *error)
{
    const lt_sorted_run *run = reader->run;
    for (size_t i = first_spill; i < run->spill_count; i++) {
        run_source source = {.file = run->spills[i].file};
        lt_sorted_run_file_lane(source.file, reader->lane, &source.block, &source.block_end);
        if (source.block == source.block_end) {
            continue;
        }
        source.buffer = malloc(lt_sorted_run_file_largest(source.file));
        if (source.buffer == NULL) {
            return lt_error_memory(error);
        }
        reader->sources[reader->source_count++] = source;
    }
    return 0;
}

/* The lane in memory is sorted in place; its scratch lives no longer than that. */
static int reader_add_lane(lt_sorted_run_reader *reader, leitong_error *error)
{
    run_lane *lane = &reader->run->lanes[reader->lane];
    if (lane->count == 0) {
        return 0;
    }
    void *scratch = malloc(lane->count * reader->run->record_size);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    sorted_run_sort(reader->run, lane, scratch);
    free(scratch);
    const uint64_t *records = lane->records;
    reader->sources[reader->source_count++] = (run_source){.at = records, .end = records + lane->count * reader->words};
    return 0;
}

/* Plays all matches once, from the leaves (sources n … 2n − 1) up. */
static int reader_start_merge(lt_sorted_run_reader *reader, leitong_error *error)
{
    size_t n = reader->source_count;
    size_t *winners = malloc(2 * n * sizeof *winners);
    reader->losers = malloc(n * sizeof *reader->losers);
    reader->merged_most = reader->run->block;
    reader->merged = malloc(reader->merged_most * reader->run->record_size);
    if (winners == NULL || reader->losers == NULL || reader->merged == NULL) {
        free(winners);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < n; i++) {
        int code = source_next(&reader->sources[i], reader->words, error);
        if (code != 0) {
            free(winners);
            return code;
        }
        winners[n + i] = i;
    }
    for (size_t node = n - 1; node > 0; node--) {
        size_t a = winners[2 * node];
        size_t b = winners[2 * node + 1];
        bool first = source_before(&reader->sources[a], &reader->sources[b]);
        winners[node] = first ? a : b;
        reader->losers[node] = first ? b : a;
    }
    reader->losers[0] = winners[1];
    free(winners);
    return 0;
}

static void reader_clear(lt_sorted_run_reader *reader)
{
    for (size_t i = 0; i < reader->source_count; i++) {
        free(reader->sources[i].buffer);
    }
    free(reader->sources);
    free(reader->losers);
    free(reader->merged);
}

/* The sources of a lane from spill `first_spill` on, and the lane in memory when `with_memory`. To be cleared even
 * after a failure. */
static int reader_init(lt_sorted_run_reader *reader, lt_sorted_run *run, unsigned lane, size_t first_spill,
                       bool with_memory, leitong_error *error)
{
    *reader = (lt_sorted_run_reader){.run = run, .lane = lane, .words = run->record_size / (unsigned)sizeof(uint64_t)};
    reader->sources = calloc(run->spill_count - first_spill + 1, sizeof *reader->sources);
    if (reader->sources == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(reader_add_files(reader, first_spill, error));
    if (with_memory) {
        LT_TRY(reader_add_lane(reader, error));
    }
    return reader->source_count > 1 ? reader_start_merge(reader, error) : 0;
}

/* One source needs no merge: its own stretches do. */
static int reader_pass(lt_sorted_run_reader *reader, const void **ret_records, size_t *ret_count, leitong_error *error)
{
    run_source *source = &reader->sources[0];
    if (source->at == source->end && source->block < source->block_end) {
        size_t block = source->block++;
        return lt_sorted_run_file_read(source->file, block, source->buffer, ret_records, ret_count, error);
    }
    *ret_records = source->at;
    *ret_count = (size_t)(source->end - source->at) / reader->words;
    source->at = source->end;
    return 0;
}

static int reader_merge(lt_sorted_run_reader *reader, const void **ret_records, size_t *ret_count, leitong_error *error)
{
    run_source *sources = reader->sources;
    size_t *losers = reader->losers;
    unsigned words = reader->words;
    uint64_t *to = reader->merged;
    size_t count = 0;
    while (count < reader->merged_most && !sources[losers[0]].done) {
        size_t winner = losers[0];
        to[0] = sources[winner].key;
        if (words == 2) {
            to[1] = sources[winner].value;
        }
        to += words;
        count++;
        LT_TRY(source_next(&sources[winner], words, error));
        for (size_t node = (winner + reader->source_count) / 2; node > 0; node /= 2) {
            size_t other = losers[node];
            if (source_before(&sources[other], &sources[winner])) {
                losers[node] = winner;
                winner = other;
            }
        }
        losers[0] = winner;
    }
    *ret_records = reader->merged;
    *ret_count = count;
    return 0;
}

int lt_sorted_run_reader_next(lt_sorted_run_reader *reader, const void **ret_records, size_t *ret_count,
                              leitong_error *error)
{
    if (reader->source_count > 1) {
        return reader_merge(reader, ret_records, ret_count, error);
    }
    if (reader->source_count == 1) {
        return reader_pass(reader, ret_records, ret_count, error);
    }
    *ret_records = NULL;
    *ret_count = 0;
    return 0;
}

int lt_sorted_run_reader_new(lt_sorted_run *run, unsigned lane, lt_sorted_run_reader **ret_reader, leitong_error *error)
{
    if (run->lanes[lane].taken) {
        return lt_error_set(error, LEITONG_EUSAGE, "lane %u was read before", lane);
    }
    lt_sorted_run_reader *reader = malloc(sizeof *reader);
    if (reader == NULL) {
        return lt_error_memory(error);
    }
    int code = reader_init(reader, run, lane, 0, true, error);
    if (code != 0) {
        reader_clear(reader);
        free(reader);
        return code;
    }
    run->lanes[lane].taken = true;
    *ret_reader = reader;
    return 0;
}

void lt_sorted_run_reader_free(lt_sorted_run_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    run_lane *lane = &reader->run->lanes[reader->lane];
    free(lane->records);
    lane->records = NULL;
    lane->count = lane->capacity = 0;
    reader_clear(reader);
    free(reader);
}

static int sorted_run_merge_lane(lt_sorted_run *run, unsigned lane, size_t first, lt_sorted_run_file *file,
                                 leitong_error *error)
{
    lt_sorted_run_reader reader;
    const void *records = NULL;
    size_t count = 1;
    int code = 0;
    LT_TRY_GOTO(done, reader_init(&reader, run, lane, first, false, error));
    while (count > 0) {
        LT_TRY_GOTO(done, lt_sorted_run_reader_next(&reader, &records, &count, error));
        LT_TRY_GOTO(done, sorted_run_put_blocks(run, file, lane, records, count, error));
    }
done:
    reader_clear(&reader);
    return code;
}

/* Spills from `first` on become one of the next level. */
static int sorted_run_merge_spills(lt_sorted_run *run, size_t first, leitong_error *error)
{
    lt_sorted_run_file *file = NULL;
    run_spill merged = {NULL, 0, run->spills[first].level + 1};
    for (size_t i = first; i < run->spill_count; i++) {
        merged.bytes += run->spills[i].bytes;
    }
    int code = 0;
    LT_TRY_GOTO(done,
                lt_sorted_run_file_new(run->folder, run->record_size, run->lane_count, merged.bytes, &file, error));
    for (unsigned lane = 0; lane < run->lane_count; lane++) {
        LT_TRY_GOTO(done, sorted_run_merge_lane(run, lane, first, file, error));
    }
    LT_TRY_GOTO(done, lt_sorted_run_file_finish(file, error));
    while (run->spill_count > first) {
        lt_sorted_run_file_free(run->spills[--run->spill_count].file);
    }
    merged.file = file;
    file = NULL;
    run->spills[run->spill_count++] = merged;
done:
    lt_sorted_run_file_free(file);
    return code;
}

static int sorted_run_spill_all(lt_sorted_run *run, leitong_error *error)
{
    LT_TRY(sorted_run_spill_lanes(run, error));
    while (run->spill_count >= RUN_FAN &&
           run->spills[run->spill_count - RUN_FAN].level == run->spills[run->spill_count - 1].level) {
        LT_TRY(sorted_run_merge_spills(run, run->spill_count - RUN_FAN, error));
    }
    return 0;
}

/* How many more records of this lane stay within the limit, scratch for the largest lane included. */
static uint64_t sorted_run_room(const lt_sorted_run *run, const run_lane *lane)
{
    uint64_t used = run->held + run->largest;
    if (used >= run->memory) {
        return 0;
    }
    uint64_t rest = run->memory - used;
    uint64_t below = run->largest - (uint64_t)lane->count * run->record_size;
    /* Up to the length of the largest lane a record costs itself, beyond also its scratch. */
    return (rest <= below ? rest : below + (rest - below) / 2) / run->record_size;
}

static int sorted_run_keep(lt_sorted_run *run, run_lane *lane, const void *records, size_t count, leitong_error *error)
{
    LT_TRY(lt_buffer_reserve(&lane->records, &lane->capacity, lane->count + count, run->record_size, error));
    memcpy((unsigned char *)lane->records + lane->count * run->record_size, records, count * run->record_size);
    lane->count += count;
    lane->total += count;
    run->held += (uint64_t)count * run->record_size;
    uint64_t bytes = (uint64_t)lane->count * run->record_size;
    run->largest = LT_MAX(bytes, run->largest);
    return 0;
}

int lt_sorted_run_append(lt_sorted_run *run, unsigned lane, const void *records, size_t count, leitong_error *error)
{
    run_lane *into = &run->lanes[lane];
    const unsigned char *at = records;
    while (count > 0) {
        uint64_t room = run->memory == 0 ? count : sorted_run_room(run, into);
        if (room == 0 && run->held > 0) {
            LT_TRY(sorted_run_spill_all(run, error));
            continue;
        }
        size_t part = room == 0 ? 1 : room < count ? (size_t)room : count;
        LT_TRY(sorted_run_keep(run, into, at, part, error));
        at += part * run->record_size;
        count -= part;
    }
    return 0;
}

#include "passages/posting.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "passages/seed_windows.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define POSTING_HITS (1U << 15)   /* hits a worker gathers before it appends them */
#define POSTING_PLACES (1U << 15) /* likewise, places of phrase parts */

/* What all workers share. */
typedef struct posting {
    const lt_corpus *corpus;
    const lt_posting_options *options;
    lt_sorted_run *seeds;
    lt_postings *out;
    uint32_t *lane_of;               /* [document]: ascending, so that lanes follow one another as documents do */
    size_t first_lane;               /* of the present batch */
    pthread_mutex_t lock;            /* over `out`, but for its stock marks */
    struct posting_scratch *scratch; /* [worker] */
    unsigned workers;
} posting;

typedef struct posting_scratch {
    posting *shared;
    uint64_t seed;    /* the one in hand … */
    uint64_t *places; /* … and its places */
    size_t place_count, place_capacity;
    lt_seed_windows windows;
    lt_record *hits; /* POSTING_HITS and as many for sorting */
    size_t hit_count;
    uint64_t *gathered; /* POSTING_PLACES of phrase parts */
    size_t gathered_count;
    lt_phrase_part *parts; /* offsets within `gathered` */
    size_t part_count, part_capacity;
    uint64_t seeds;
} posting_scratch;

/* Appends the gathered hits, sorted and each once: neighbouring windows yield the same ones. */
static int posting_flush_hits(posting_scratch *scratch, leitong_error *error)
{
    posting *p = scratch->shared;
    lt_record *hits = scratch->hits;
    lt_radix_sort_records(hits, hits + POSTING_HITS, scratch->hit_count);
    size_t count = 0;
    for (size_t i = 0; i < scratch->hit_count; i++) {
        if (count == 0 || hits[i].key != hits[count - 1].key || hits[i].value != hits[count - 1].value) {
            hits[count++] = hits[i];
        }
    }
    scratch->hit_count = 0;
    int code = 0;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0, end; i < count; i = end) {
        uint32_t lane = p->lane_of[hits[i].key >> 32];
        for (end = i + 1; end < count && p->lane_of[hits[end].key >> 32] == lane; end++) {
        }
        LT_TRY_GOTO(unlock, lt_sorted_run_append(p->out->hits, lane, hits + i, end - i, error));
    }
unlock:
    pthread_mutex_unlock(&p->lock);
    return code;
}

static int posting_hit(posting_scratch *scratch, uint64_t place_a, uint64_t place_b, bool link, leitong_error *error)
{
    const lt_posting_subject *subject = scratch->shared->options->subject;
    if (subject != NULL && lt_place_document(place_a) != subject->document &&
        lt_place_document(place_b) != subject->document) {
        return 0;
    }
    scratch->hits[scratch->hit_count++] = lt_hit_pack(place_a, place_b, link);
    return scratch->hit_count == POSTING_HITS ? posting_flush_hits(scratch, error) : 0;
}

static int posting_flush_parts(posting_scratch *scratch, leitong_error *error)
{
    posting *p = scratch->shared;
    lt_postings *out = p->out;
    uint64_t offset = 0;
    size_t size = scratch->gathered_count * sizeof *scratch->gathered;
    int code = 0;
    pthread_mutex_lock(&p->lock);
    LT_TRY_GOTO(unlock, lt_spool_append(out->places, scratch->gathered, size, &offset, error));
    LT_TRY_GOTO(unlock, LT_RESERVE(out->parts, out->part_capacity, out->part_count + scratch->part_count, error));
    for (size_t i = 0; i < scratch->part_count; i++) {
        scratch->parts[i].offset += offset;
        out->parts[out->part_count++] = scratch->parts[i];
    }
unlock:
    pthread_mutex_unlock(&p->lock);
    scratch->part_count = 0;
    scratch->gathered_count = 0;
    return code;
}

static uint32_t posting_documents(const uint64_t *places, size_t count)
{
    uint32_t documents = 1;
    for (size_t i = 1; i < count; i++) {
        documents += lt_place_document(places[i]) != lt_place_document(places[i - 1]);
    }
    return documents;
}

/* Marks where the runs of a class begin. */
static void posting_mark(const posting *p, const uint64_t *places, const lt_seed_window_class *class, uint64_t *marks)
{
    for (uint32_t i = 0; i < class->count; i++) {
        uint64_t place = places[class->members[i]] - class->offset;
        uint64_t token = p->corpus->documents[lt_place_document(place)].token_begin + lt_place_token(place);
        /* Atomic, as workers share words; the order of setting bits shows nowhere. */
        __atomic_fetch_or(&marks[token / 64], UINT64_C(1) << token % 64, __ATOMIC_RELAXED);
    }
}

/* Hits of all pairs of a window's places, or of a star, at their seeds. */
static int posting_class_hits(posting_scratch *scratch, const lt_seed_window_class *class, leitong_error *error)
{
    lt_seed_windows *windows = &scratch->windows;
    const uint64_t *places = windows->places;
    const uint32_t *members = class->members;
    if (class->count <= scratch->shared->options->hot) {
        for (uint32_t j = 1; j < class->count; j++) {
            for (uint32_t i = 0; i < j; i++) {
                LT_TRY(posting_hit(scratch, places[members[i]], places[members[j]], false, error));
            }
        }
        return 0;
    }
    uint64_t hub = places[members[0]];
    for (uint32_t i = 1; i < class->count; i++) {
        if (windows->hubs[members[i]] != members[0] + 1) { /* not recorded for the window before */
            windows->hubs[members[i]] = members[0] + 1;
            LT_TRY(posting_hit(scratch, hub, places[members[i]], true, error));
        }
    }
    return 0;
}

/* Place number `i` of a part's first window. */
static uint64_t posting_place(const posting_scratch *scratch, const lt_seed_window_part *part, size_t i)
{
    return scratch->windows.places[part->members[i]] - part->offset;
}

/* Hash of the places' distances from the first: the same wherever places are shifted alike. */
static uint64_t posting_spread(const posting_scratch *scratch, const lt_seed_window_part *part)
{
    uint64_t link[2] = {part->count, 0};
    for (size_t i = 1; i < part->count; i++) {
        link[1] = posting_place(scratch, part, i) - posting_place(scratch, part, 0);
        link[0] = lt_hash_64(link, sizeof link);
    }
    return link[0];
}

/* Places of a part, from number `first` on, as many as are gathered at once. */
static size_t posting_gather(posting_scratch *scratch, const lt_seed_window_part *part, size_t first)
{
    size_t left = part->count - first;
    size_t count = LT_MIN(left, POSTING_PLACES - scratch->gathered_count);
    for (size_t i = 0; i < count; i++) {
        scratch->gathered[scratch->gathered_count++] = posting_place(scratch, part, first + i);
    }
    return count;
}

/* A part of more places than are gathered at once: they stand in one piece, so nobody else appends meanwhile. */
static int posting_large_part(posting_scratch *scratch, const lt_seed_window_part *part, lt_phrase_part *row,
                              leitong_error *error)
{
    posting *p = scratch->shared;
    lt_postings *out = p->out;
    int code = 0;
    LT_TRY(posting_flush_parts(scratch, error));
    pthread_mutex_lock(&p->lock);
    for (size_t first = 0; first < part->count; first += scratch->gathered_count) {
        uint64_t offset = 0;
        scratch->gathered_count = 0;
        size_t size = posting_gather(scratch, part, first) * sizeof *scratch->gathered;
        LT_TRY_GOTO(unlock, lt_spool_append(out->places, scratch->gathered, size, &offset, error));
        row->offset = first == 0 ? offset : row->offset;
    }
    LT_TRY_GOTO(unlock, LT_RESERVE(out->parts, out->part_capacity, out->part_count + 1, error));
    out->parts[out->part_count++] = *row;
unlock:
    pthread_mutex_unlock(&p->lock);
    scratch->gathered_count = 0;
    return code;
}

static int posting_part(posting_scratch *scratch, const lt_seed_window_part *part, leitong_error *error)
{
    lt_phrase_part row = {.first = posting_place(scratch, part, 0),
                          .spread = posting_spread(scratch, part),
                          .count = part->count,
                          .documents = part->documents,
                          .windows = part->windows};
    if (part->count > POSTING_PLACES) {
        return posting_large_part(scratch, part, &row, error);
    }
    if (scratch->gathered_count + part->count > POSTING_PLACES) {
        LT_TRY(posting_flush_parts(scratch, error));
    }
    LT_TRY(LT_RESERVE(scratch->parts, scratch->part_capacity, scratch->part_count + 1, error));
    row.offset = scratch->gathered_count * sizeof *scratch->gathered;
    (void)posting_gather(scratch, part, 0);
    scratch->parts[scratch->part_count++] = row;
    return 0;
}

/* Whether a class has a place in the subject. */
static bool posting_wanted(const posting_scratch *scratch, const lt_seed_window_class *class)
{
    const lt_posting_subject *subject = scratch->shared->options->subject;
    bool wanted = subject == NULL;
    for (uint32_t i = 0; i < class->count && !wanted; i++) {
        wanted = lt_place_document(scratch->windows.places[class->members[i]]) == subject->document;
    }
    return wanted;
}

/* The second level. `pairs`: the seed is hot; otherwise its places are paired already and only stock wording is marked.
 */
static int posting_windows(posting_scratch *scratch, const uint64_t *places, size_t count, bool pairs,
                           leitong_error *error)
{
    const posting *p = scratch->shared;
    lt_seed_windows *windows = &scratch->windows;
    LT_TRY(lt_seed_windows_open(windows, p->corpus, &p->options->shape, places, count, error));
    for (;;) {
        lt_seed_window_class class;
        LT_TRY(lt_seed_windows_next(windows, &class, error));
        if (class.count == 0) {
            break;
        }
        if (!posting_wanted(scratch, &class)) {
            continue;
        }
        if (class.documents >= p->options->stock) {
            posting_mark(p, places, &class, p->out->stock);
        }
        if (pairs) {
            LT_TRY(posting_class_hits(scratch, &class, error));
        }
        if (class.count > p->options->hot) {
            posting_mark(p, places, &class, p->out->hot);
            LT_TRY(lt_seed_windows_keep(windows, &class, error));
        }
    }
    lt_seed_window_part part;
    for (size_t at = 0; lt_seed_windows_part(windows, &at, &part);) {
        LT_TRY(posting_part(scratch, &part, error));
    }
    return 0;
}

static int posting_order(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool posting_listed(const uint64_t *hashes, size_t count, uint64_t hash)
{
    return count > 0 && bsearch(&hash, hashes, count, sizeof hash, posting_order) != NULL;
}

/* The places of the seed in hand; then none is in hand. */
static int posting_seed(posting_scratch *scratch, leitong_error *error)
{
    const lt_posting_options *options = scratch->shared->options;
    const lt_posting_subject *subject = options->subject;
    const uint64_t *places = scratch->places;
    size_t count = scratch->place_count;
    scratch->place_count = 0;
    if (count < 2) {
        return 0;
    }
    if (count > options->hot || (subject != NULL && posting_listed(subject->hot, subject->hot_count, scratch->seed))) {
        return posting_windows(scratch, places, count, true, error);
    }
    for (size_t j = 1; j < count; j++) {
        for (size_t i = 0; i < j; i++) {
            LT_TRY(posting_hit(scratch, places[i], places[j], false, error));
        }
    }
    bool rare = subject != NULL && posting_listed(subject->rare, subject->rare_count, scratch->seed);
    if (!rare && posting_documents(places, count) >= options->stock) {
        LT_TRY(posting_windows(scratch, places, count, false, error));
    }
    return 0;
}

/* A stretch of sorted seeds; the last one stays in hand, for it may go on in the next. */
static int posting_stretch(posting_scratch *scratch, const lt_record *seeds, size_t count, leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (seeds[i].key != scratch->seed) {
            LT_TRY(posting_seed(scratch, error));
            scratch->seed = seeds[i].key;
        }
        if (scratch->place_count == scratch->place_capacity) {
            LT_TRY(LT_RESERVE(scratch->places, scratch->place_capacity, scratch->place_count + 1, error));
        }
        scratch->places[scratch->place_count++] = seeds[i].value;
    }
    return 0;
}

static int posting_lane(void *context, size_t item, unsigned worker, leitong_error *error)
{
    posting *p = context;
    posting_scratch *scratch = &p->scratch[worker];
    lt_sorted_run_reader *reader;
    LT_TRY(lt_sorted_run_reader_new(p->seeds, (unsigned)(p->first_lane + item), &reader, error));
    int code = 0;
    size_t count = 0;
    scratch->place_count = 0;
    do {
        const void *seeds;
        LT_TRY_GOTO(done, lt_sorted_run_reader_next(reader, &seeds, &count, error));
        scratch->seeds += count;
        LT_TRY_GOTO(done, posting_stretch(scratch, seeds, count, error));
    } while (count > 0);
    code = posting_seed(scratch, error);
done:
    lt_sorted_run_reader_free(reader);
    return code;
}

/* Lanes of about the same number of tokens. */
static void posting_share_lanes(posting *p)
{
    const lt_corpus *corpus = p->corpus;
    uint64_t tokens = 0;
    for (size_t i = 0; i < corpus->document_count; i++) {
        p->lane_of[i] = (uint32_t)((double)tokens / (double)(corpus->token_count + 1) * LT_POSTING_LANES);
        tokens += corpus->documents[i].token_count;
    }
}

static int posting_prepare(posting *p, lt_workers *workers, leitong_error *error)
{
    const lt_posting_options *options = p->options;
    lt_sorted_run_options run = {.lanes = LT_POSTING_LANES,
                                 .record_size = sizeof(lt_record),
                                 .memory = options->memory,
                                 .folder = options->folder};
    LT_TRY(lt_sorted_run_new(&run, &p->out->hits, error));
    LT_TRY(lt_spool_new(options->memory > 0 ? options->folder : NULL, &p->out->places, error));
    p->workers = lt_workers_count(workers);
    p->out->stock = calloc(p->corpus->token_count / 64 + 1, sizeof *p->out->stock);
    p->out->hot = calloc(p->corpus->token_count / 64 + 1, sizeof *p->out->hot);
    p->lane_of = malloc((p->corpus->document_count + 1) * sizeof *p->lane_of);
    p->scratch = calloc(p->workers, sizeof *p->scratch);
    if (p->out->stock == NULL || p->out->hot == NULL || p->lane_of == NULL || p->scratch == NULL) {
        return lt_error_memory(error);
    }
    posting_share_lanes(p);
    for (unsigned i = 0; i < p->workers; i++) {
        p->scratch[i].shared = p;
        p->scratch[i].hits = malloc((size_t)2 * POSTING_HITS * sizeof *p->scratch[i].hits);
        p->scratch[i].gathered = malloc((size_t)POSTING_PLACES * sizeof *p->scratch[i].gathered);
        if (p->scratch[i].hits == NULL || p->scratch[i].gathered == NULL) {
            return lt_error_memory(error);
        }
    }
    return 0;
}

static void posting_clear(posting *p)
{
    for (unsigned i = 0; p->scratch != NULL && i < p->workers; i++) {
        free(p->scratch[i].hits);
        free(p->scratch[i].places);
        free(p->scratch[i].gathered);
        free(p->scratch[i].parts);
        lt_seed_windows_clear(&p->scratch[i].windows);
    }
    free(p->scratch);
    free(p->lane_of);
}

static int posting_finish(posting *p, leitong_error *error)
{
    for (unsigned i = 0; i < p->workers; i++) {
        p->out->seeds += p->scratch[i].seeds;
        p->out->windows += p->scratch[i].windows.records;
        LT_TRY(posting_flush_hits(&p->scratch[i], error));
        LT_TRY(posting_flush_parts(&p->scratch[i], error));
    }
    return 0;
}

/* A batch of lanes at a time, so that progress can be reported. */
static int posting_lanes(posting *p, lt_workers *workers, const lt_progress *progress, leitong_error *error)
{
    const size_t step = LT_SEEDING_LANES / 4;
    for (p->first_lane = 0; p->first_lane < LT_SEEDING_LANES; p->first_lane += step) {
        LT_TRY(lt_workers_run(workers, step, posting_lane, p, error));
        LT_TRY(lt_progress_tell(progress, p->first_lane + step, LT_SEEDING_LANES, error));
    }
    return posting_finish(p, error);
}

int lt_posting_run(const lt_posting_input *input, const lt_posting_options *options, lt_workers *workers,
                   const lt_progress *progress, lt_postings *ret_postings, leitong_error *error)
{
    lt_postings out = {0};
    posting p = {.corpus = input->corpus, .options = options, .seeds = input->seeds, .out = &out};
    int code = 0;
    pthread_mutex_init(&p.lock, NULL);
    LT_TRY_GOTO(done, posting_prepare(&p, workers, error));
    LT_TRY_GOTO(done, posting_lanes(&p, workers, progress, error));
    *ret_postings = out;
    out = (lt_postings){0};
done:
    posting_clear(&p);
    pthread_mutex_destroy(&p.lock);
    lt_postings_clear(&out);
    return code;
}

void lt_postings_clear(lt_postings *postings)
{
    lt_sorted_run_free(postings->hits);
    lt_spool_free(postings->places);
    free(postings->parts);
    free(postings->stock);
    free(postings->hot);
    memset(postings, 0, sizeof *postings);
}

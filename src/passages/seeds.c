#include "passages/seeds.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

#define SEEDS_ITEM (1U << 14) /* runs begun in one item: hashes and seeds stay in the cache */
#define SEEDS_ITEMS 64        /* items in a batch */

/* Runs that begin at tokens [first, first + runs) of a document; of one shorter than a run, all of it. */
typedef struct seeds_stretch {
    uint32_t document;
    uint32_t first;
    uint32_t runs;
} seeds_stretch;

typedef struct seeds_item {
    size_t stretch_begin, stretch_end;
    lt_record *seeds; /* lane by lane */
    size_t capacity;
    size_t lane_ends[LT_SEEDING_LANES];
} seeds_item;

typedef struct seeds_batch {
    seeds_stretch *stretches;
    size_t stretch_count, stretch_capacity;
    seeds_item items[SEEDS_ITEMS];
    size_t item_count;
} seeds_batch;

/* One worker's scratch. */
typedef struct seeds_scratch {
    lt_spool_scratch tokens;
    uint64_t *token_hashes;
    uint64_t *hashes; /* of seeds */
    lt_record *seeds;
    size_t seed_capacity;
} seeds_scratch;

typedef struct seeds_job {
    const lt_corpus *corpus;
    const lt_winnow *shape;
    bool whole;
    seeds_batch batches[2]; /* one is worked on while the other is filled and emptied */
    seeds_batch *working;
    seeds_scratch *scratch; /* [worker] */
    unsigned workers;
    size_t document; /* the next stretch begins here … */
    uint32_t first;  /* … at this token */
    uint64_t tokens_done;
    lt_sorted_run *seeds;
} seeds_job;

static int seeds_stretch_seeds(const seeds_job *s, const seeds_stretch *stretch, seeds_scratch *scratch, size_t *count,
                               leitong_error *error)
{
    const lt_document *document = &s->corpus->documents[stretch->document];
    /* One run more in front shows which seed the stretch before has chosen already. */
    uint32_t from = stretch->first > 0 ? stretch->first - 1 : 0;
    size_t tokens = (size_t)stretch->first - from + stretch->runs + s->shape->run - 1;
    const uint32_t *ids;
    LT_TRY(lt_corpus_tokens(s->corpus, document->token_begin + from, tokens, &scratch->tokens, &ids, error));
    LT_TRY(LT_RESERVE(scratch->seeds, scratch->seed_capacity, *count + stretch->runs + 1, error));
    lt_lexicon_token_hashes(s->corpus->lexicon, ids, tokens, scratch->token_hashes);
    lt_winnow_stretch winnowed = {scratch->token_hashes, tokens, stretch->first > 0,
                                  lt_place_pack(stretch->document, from)};
    *count += lt_winnow_seeds(s->shape, &winnowed, scratch->hashes, scratch->seeds + *count);
    return 0;
}

static int seeds_whole(const seeds_job *s, const seeds_stretch *stretch, seeds_scratch *scratch, size_t *count,
                       leitong_error *error)
{
    const lt_document *document = &s->corpus->documents[stretch->document];
    size_t tokens = (size_t)document->token_count;
    const uint32_t *ids;
    LT_TRY(lt_corpus_tokens(s->corpus, document->token_begin, tokens, &scratch->tokens, &ids, error));
    LT_TRY(LT_RESERVE(scratch->seeds, scratch->seed_capacity, *count + 1, error));
    lt_lexicon_token_hashes(s->corpus->lexicon, ids, tokens, scratch->token_hashes);
    scratch->seeds[(*count)++] =
        (lt_record){lt_winnow_whole(scratch->token_hashes, tokens), lt_place_pack(stretch->document, 0)};
    return 0;
}

/* Deals the seeds out by lane. */
static int seeds_deal(seeds_item *item, const lt_record *seeds, size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(item->seeds, item->capacity, count, error));
    size_t *ends = item->lane_ends;
    memset(ends, 0, sizeof item->lane_ends);
    for (size_t i = 0; i < count; i++) {
        ends[seeds[i].key % LT_SEEDING_LANES]++;
    }
    size_t begin = 0;
    for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
        size_t in_lane = ends[lane];
        ends[lane] = begin;
        begin += in_lane;
    }
    for (size_t i = 0; i < count; i++) {
        item->seeds[ends[seeds[i].key % LT_SEEDING_LANES]++] = seeds[i];
    }
    return 0;
}

static int seeds_do(void *context, size_t number, unsigned worker, leitong_error *error)
{
    seeds_job *s = context;
    seeds_item *item = &s->working->items[number];
    seeds_scratch *scratch = &s->scratch[worker];
    size_t count = 0;
    for (size_t i = item->stretch_begin; i < item->stretch_end; i++) {
        const seeds_stretch *stretch = &s->working->stretches[i];
        bool whole = s->corpus->documents[stretch->document].token_count < s->shape->run;
        LT_TRY(whole ? seeds_whole(s, stretch, scratch, &count, error)
                     : seeds_stretch_seeds(s, stretch, scratch, &count, error));
    }
    return seeds_deal(item, scratch->seeds, count, error);
}

/* The next stretch of at most `most` runs; *ret_stretch.runs 0 where documents are at their end. */
static int seeds_next(seeds_job *s, uint32_t most, seeds_stretch *ret_stretch, leitong_error *error)
{
    for (; s->document < s->corpus->document_count; s->document++, s->first = 0) {
        const lt_document *document = &s->corpus->documents[s->document];
        if (document->token_count > INT32_MAX) {
            return lt_error_at(error, LEITONG_EUSAGE, document->id, LEITONG_NO_OFFSET,
                               "more than 2^31 - 1 tokens in one document; split it");
        }
        bool is_short = document->token_count < s->shape->run;
        uint32_t runs =
            is_short ? s->whole && document->token_count > 0 : (uint32_t)document->token_count - s->shape->run + 1;
        if (s->first < runs) {
            uint32_t rest = runs - s->first;
            *ret_stretch = (seeds_stretch){(uint32_t)s->document, s->first, rest < most ? rest : most};
            s->first += ret_stretch->runs;
            return 0;
        }
    }
    *ret_stretch = (seeds_stretch){0, 0, 0};
    return 0;
}

static int seeds_fill(seeds_job *s, seeds_batch *batch, leitong_error *error)
{
    batch->stretch_count = 0;
    batch->item_count = 0;
    while (batch->item_count < SEEDS_ITEMS) {
        size_t begin = batch->stretch_count;
        uint32_t room = SEEDS_ITEM;
        while (room > 0) {
            seeds_stretch stretch = {0, 0, 0};
            LT_TRY(seeds_next(s, room, &stretch, error));
            if (stretch.runs == 0) {
                break;
            }
            LT_TRY(LT_RESERVE(batch->stretches, batch->stretch_capacity, batch->stretch_count + 1, error));
            batch->stretches[batch->stretch_count++] = stretch;
            room -= stretch.runs;
            s->tokens_done += stretch.runs;
        }
        if (batch->stretch_count == begin) {
            break;
        }
        seeds_item *item = &batch->items[batch->item_count++];
        item->stretch_begin = begin;
        item->stretch_end = batch->stretch_count;
    }
    return 0;
}

static int seeds_empty(seeds_job *s, const seeds_batch *batch, leitong_error *error)
{
    for (size_t i = 0; i < batch->item_count; i++) {
        const seeds_item *item = &batch->items[i];
        size_t begin = 0;
        for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
            size_t count = item->lane_ends[lane] - begin;
            if (count > 0) {
                LT_TRY(lt_sorted_run_append(s->seeds, lane, item->seeds + begin, count, error));
            }
            begin += count;
        }
    }
    return 0;
}

/* Appends the seeds of a batch that is done, and fills it anew. */
static int seeds_refill(seeds_job *s, seeds_batch *batch, leitong_error *error)
{
    LT_TRY(seeds_empty(s, batch, error));
    return seeds_fill(s, batch, error);
}

/* While the workers are at one batch, the calling thread appends the one before and fills the next. */
static int seeds_batches(seeds_job *s, lt_workers *workers, const lt_progress *progress, leitong_error *error)
{
    seeds_batch *next = &s->batches[0];
    seeds_batch *other = &s->batches[1];
    LT_TRY(seeds_fill(s, next, error));
    while (next->item_count > 0) {
        s->working = next;
        lt_workers_start(workers, next->item_count, seeds_do, s);
        /* The workers must be waited for in any case; the calling thread's own failure is reported first. */
        leitong_error unused;
        int refilled = seeds_refill(s, other, error);
        int worked = lt_workers_wait(workers, refilled == 0 ? error : &unused);
        LT_TRY(refilled);
        LT_TRY(worked);
        LT_TRY(lt_progress_tell(progress, s->tokens_done, s->corpus->token_count, error));
        seeds_batch *done = next;
        next = other;
        other = done;
    }
    return seeds_empty(s, other, error);
}

static void seeds_clear(seeds_job *s)
{
    for (unsigned i = 0; i < 2; i++) {
        free(s->batches[i].stretches);
        for (unsigned k = 0; k < SEEDS_ITEMS; k++) {
            free(s->batches[i].items[k].seeds);
        }
    }
    for (unsigned i = 0; s->scratch != NULL && i < s->workers; i++) {
        lt_spool_scratch_clear(&s->scratch[i].tokens);
        free(s->scratch[i].token_hashes);
        free(s->scratch[i].hashes);
        free(s->scratch[i].seeds);
    }
    free(s->scratch);
    lt_sorted_run_free(s->seeds);
}

static int seeds_prepare(seeds_job *s, lt_workers *workers, leitong_error *error)
{
    s->workers = lt_workers_count(workers);
    s->scratch = calloc(s->workers, sizeof *s->scratch);
    if (s->scratch == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < s->workers; i++) {
        size_t tokens = SEEDS_ITEM + (size_t)s->shape->run;
        s->scratch[i].token_hashes = malloc(tokens * sizeof *s->scratch[i].token_hashes);
        s->scratch[i].hashes = malloc(tokens * sizeof *s->scratch[i].hashes);
        if (s->scratch[i].token_hashes == NULL || s->scratch[i].hashes == NULL) {
            return lt_error_memory(error);
        }
    }
    return 0;
}

int lt_seeds_run(const lt_corpus *corpus, const lt_seeds_options *options, lt_workers *workers,
                 const lt_progress *progress, lt_sorted_run **ret_seeds, leitong_error *error)
{
    lt_sorted_run_options run = {.lanes = LT_SEEDING_LANES,
                                 .record_size = sizeof(lt_record),
                                 .memory = options->memory,
                                 .folder = options->folder};
    seeds_job *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return lt_error_memory(error);
    }
    s->corpus = corpus;
    s->shape = &options->shape;
    s->whole = options->whole;
    int code = 0;
    LT_TRY_GOTO(done, seeds_prepare(s, workers, error));
    LT_TRY_GOTO(done, lt_sorted_run_new(&run, &s->seeds, error));
    LT_TRY_GOTO(done, seeds_batches(s, workers, progress, error));
    *ret_seeds = s->seeds;
    s->seeds = NULL;
done:
    seeds_clear(s);
    free(s);
    return code;
}

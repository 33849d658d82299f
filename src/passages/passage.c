#include "passages/passage.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/document_pair.h"
#include "passages/short_documents.h"

#include <stdlib.h>
#include <string.h>

#define PASSAGE_BATCH (1U << 18) /* hits in a batch, and what its last pair has more */
#define PASSAGE_ITEM (1U << 12)  /* hits in an item, likewise */
#define PASSAGE_AHEAD 16         /* so many hits ahead, tokens are prefetched */

/* Whole document pairs. */
typedef struct passage_item {
    size_t begin, end; /* hits of the batch */
    lt_passages passages;
} passage_item;

typedef struct passage_batch {
    lt_record *hits;
    size_t hit_count, hit_capacity;
    passage_item *items;
    size_t item_count, item_capacity;
} passage_batch;

typedef struct passage_job {
    lt_sorted_run *hits;
    unsigned lane; /* the one being read; LT_POSTING_LANES at the end */
    lt_sorted_run_reader *reader;
    const lt_record *unread; /* of the reader's present stretch */
    size_t unread_count;
    passage_batch batches[2];
    passage_batch *working;
    lt_document_pair **pairs; /* [worker] */
    unsigned workers;
    uint64_t hits_read, hits_total;
    lt_passage_result *result;
} passage_job;

void lt_passage_result_clear(lt_passage_result *result)
{
    lt_passages_clear(&result->passages);
    free(result->phrases);
    free(result->places);
    free(result->stock);
    memset(result, 0, sizeof *result);
}

/* Reads on when no hits are unread; afterwards there are none only at the very end. */
static int passage_read(passage_job *job, leitong_error *error)
{
    while (job->unread_count == 0 && job->lane < LT_POSTING_LANES) {
        if (job->reader == NULL) {
            LT_TRY(lt_sorted_run_reader_new(job->hits, job->lane, &job->reader, error));
        }
        const void *hits;
        LT_TRY(lt_sorted_run_reader_next(job->reader, &hits, &job->unread_count, error));
        job->unread = hits;
        if (job->unread_count == 0) {
            lt_sorted_run_reader_free(job->reader);
            job->reader = NULL;
            job->lane++;
        }
    }
    return 0;
}

/* Two seeds may yield the same hit; of a link and a hit proper the latter comes first and is kept. */
static bool passage_repeats(const passage_batch *batch, lt_record hit)
{
    if (batch->hit_count == 0) {
        return false;
    }
    const lt_record *last = &batch->hits[batch->hit_count - 1];
    return last->key == hit.key && last->value >> 1 == hit.value >> 1;
}

/* Fills a batch with whole pairs. */
static int passage_fill(passage_job *job, passage_batch *batch, leitong_error *error)
{
    bool full = false;
    batch->hit_count = 0;
    while (!full) {
        LT_TRY(passage_read(job, error));
        if (job->unread_count == 0) {
            break;
        }
        LT_TRY(LT_RESERVE(batch->hits, batch->hit_capacity, batch->hit_count + job->unread_count, error));
        size_t taken = 0;
        for (; taken < job->unread_count; taken++) {
            lt_record hit = job->unread[taken];
            full = batch->hit_count >= PASSAGE_BATCH && batch->hits[batch->hit_count - 1].key != hit.key;
            if (full) {
                break;
            }
            if (!passage_repeats(batch, hit)) {
                batch->hits[batch->hit_count++] = hit;
            }
        }
        job->unread += taken;
        job->unread_count -= taken;
        job->hits_read += taken;
    }
    return 0;
}

static int passage_divide(passage_batch *batch, leitong_error *error)
{
    batch->item_count = 0;
    for (size_t begin = 0, end; begin < batch->hit_count; begin = end) {
        end = begin + 1;
        while (end < batch->hit_count &&
               (end - begin < PASSAGE_ITEM || batch->hits[end].key == batch->hits[end - 1].key)) {
            end++;
        }
        if (batch->item_count == batch->item_capacity) {
            size_t before = batch->item_capacity;
            LT_TRY(LT_RESERVE(batch->items, batch->item_capacity, before + 1, error));
            memset(batch->items + before, 0, (batch->item_capacity - before) * sizeof *batch->items);
        }
        passage_item *item = &batch->items[batch->item_count++];
        item->begin = begin;
        item->end = end;
    }
    return 0;
}

static int passage_do(void *context, size_t number, unsigned worker, leitong_error *error)
{
    passage_job *job = context;
    const lt_record *hits = job->working->hits;
    passage_item *item = &job->working->items[number];
    item->passages.count = 0;
    item->passages.edit_count = 0;
    for (size_t begin = item->begin, end; begin < item->end; begin = end) {
        if (begin + PASSAGE_AHEAD < item->end) {
            lt_document_pair_expect(job->pairs[worker], hits[begin + PASSAGE_AHEAD]);
        }
        for (end = begin + 1; end < item->end && hits[end].key == hits[begin].key; end++) {
        }
        LT_TRY(lt_document_pair_run(job->pairs[worker], hits + begin, end - begin, &item->passages, error));
    }
    return 0;
}

/* Appends an item's passages and the edits they refer to. */
static int passage_append(lt_passages *all, const lt_passages *passages, leitong_error *error)
{
    LT_TRY(LT_RESERVE(all->items, all->capacity, all->count + passages->count, error));
    LT_TRY(LT_RESERVE(all->edits, all->edit_capacity, all->edit_count + passages->edit_count, error));
    for (size_t i = 0; i < passages->count; i++) {
        lt_passage passage = passages->items[i];
        if (passage.edit_count > 0) {
            memcpy(all->edits + all->edit_count, passages->edits + passage.edit_begin,
                   passage.edit_count * sizeof *all->edits);
        }
        passage.edit_begin = all->edit_count;
        all->edit_count += passage.edit_count;
        all->items[all->count++] = passage;
    }
    return 0;
}

static int passage_gather(passage_job *job, const passage_batch *batch, leitong_error *error)
{
    for (size_t i = 0; i < batch->item_count; i++) {
        LT_TRY(passage_append(&job->result->passages, &batch->items[i].passages, error));
    }
    job->result->hits += batch->hit_count;
    return 0;
}

static int passage_next(passage_job *job, passage_batch *batch, leitong_error *error)
{
    LT_TRY(passage_fill(job, batch, error));
    return passage_divide(batch, error);
}

/* Gathers the passages of a batch that is done, and fills it anew. */
static int passage_refill(passage_job *job, passage_batch *batch, leitong_error *error)
{
    LT_TRY(passage_gather(job, batch, error));
    return passage_next(job, batch, error);
}

/* While the workers are at one batch, the calling thread gathers the one before and fills the next. */
static int passage_batches(passage_job *job, lt_workers *workers, const lt_progress *progress, leitong_error *error)
{
    passage_batch *next = &job->batches[0];
    passage_batch *other = &job->batches[1];
    LT_TRY(passage_next(job, next, error));
    while (next->item_count > 0) {
        job->working = next;
        lt_workers_start(workers, next->item_count, passage_do, job);
        /* The workers must be waited for in any case; the calling thread's own failure is reported first. */
        leitong_error unused;
        int refilled = passage_refill(job, other, error);
        int worked = lt_workers_wait(workers, refilled == 0 ? error : &unused);
        LT_TRY(refilled);
        LT_TRY(worked);
        LT_TRY(lt_progress_tell(progress, job->hits_read, job->hits_total, error));
        passage_batch *done = next;
        next = other;
        other = done;
    }
    return passage_gather(job, other, error);
}

static int passage_compare(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    const uint32_t x[] = {l->document_a, l->a_begin, l->document_b, l->b_begin, l->a_end, l->b_end};
    const uint32_t y[] = {r->document_a, r->a_begin, r->document_b, r->b_begin, r->a_end, r->b_end};
    return lt_compare_u32(x, y, 6);
}

/* Hits → passages, sorted. */
static int passage_pairs(const lt_document_pair_context *context, lt_sorted_run *hits, lt_workers *workers,
                         const lt_progress *progress, lt_passage_result *result, leitong_error *error)
{
    passage_job job = {.hits = hits, .workers = lt_workers_count(workers), .result = result};
    for (unsigned lane = 0; lane < LT_POSTING_LANES; lane++) {
        job.hits_total += lt_sorted_run_count(hits, lane);
    }
    int code = 0;
    job.pairs = calloc(job.workers, sizeof(lt_document_pair *));
    if (job.pairs == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < job.workers; i++) {
        LT_TRY_GOTO(done, lt_document_pair_new(context, &job.pairs[i], error));
    }
    LT_TRY_GOTO(done, passage_batches(&job, workers, progress, error));
    LT_TRY_GOTO(
        done, lt_short_documents_find(context->corpus, context->shape.run, context->subject, &result->passages, error));
    if (result->passages.count > 1) {
        qsort(result->passages.items, result->passages.count, sizeof *result->passages.items, passage_compare);
    }
done:
    for (unsigned i = 0; i < job.workers; i++) {
        lt_document_pair_free(job.pairs[i]);
    }
    for (unsigned i = 0; i < 2; i++) {
        for (size_t k = 0; k < job.batches[i].item_capacity; k++) {
            lt_passages_clear(&job.batches[i].items[k].passages);
        }
        free(job.batches[i].items);
        free(job.batches[i].hits);
    }
    lt_sorted_run_reader_free(job.reader);
    free(job.pairs);
    return code;
}

static int passage_check(const lt_passage_options *options, leitong_error *error)
{
    if (options->run < 1 || options->run > LT_PASSAGE_RUN_MOST) {
        return lt_error_set(error, LEITONG_EUSAGE, "run of %u tokens: 1 to %u", options->run, LT_PASSAGE_RUN_MOST);
    }
    if (options->hot < 1) {
        return lt_error_set(error, LEITONG_EUSAGE, "hot in 0 places: 1 or more");
    }
    if (options->stock < 2) {
        return lt_error_set(error, LEITONG_EUSAGE, "stock wording in %u documents: 2 or more", options->stock);
    }
    return 0;
}

/* Seeds → hits, phrase parts and stock marks. The seeds' memory is free again when hits are read. */
static int passage_postings(const lt_corpus *corpus, const lt_passage_options *options, lt_workers *workers,
                            lt_progress *progress, lt_postings *ret_postings, leitong_error *error)
{
    /* Seeds and hits are in memory side by side for a while. */
    uint64_t memory = (options->memory + 1) / 2;
    lt_winnow shape = lt_winnow_shape(options->run);
    lt_seeds_options seeds_options = {.shape = shape, .memory = memory, .folder = options->folder};
    lt_posting_options posting_options = {.shape = shape,
                                          .hot = options->hot,
                                          .stock = options->stock,
                                          .memory = memory,
                                          .folder = options->folder,
                                          .subject = options->subject};
    lt_sorted_run *own = NULL;
    if (options->seeds == NULL) {
        LT_TRY(lt_seeds_run(corpus, &seeds_options, workers, progress, &own, error));
    }
    lt_posting_input input = {corpus, own != NULL ? own : options->seeds};
    progress->phase++;
    int code = lt_posting_run(&input, &posting_options, workers, progress, ret_postings, error);
    lt_sorted_run_free(own);
    return code;
}

int lt_passage_run(const lt_corpus *corpus, const lt_passage_options *options, lt_workers *workers,
                   lt_passage_result *ret_result, leitong_error *error)
{
    LT_TRY(passage_check(options, error));
    lt_progress progress = {
        .call = options->progress, .context = options->progress_context, .unit = corpus->token_count, .phases = 3};
    lt_postings postings = {0};
    lt_phrases phrases = {0};
    lt_stock stock = {0};
    lt_passage_result result = {0};
    int code = 0;
    LT_TRY_GOTO(done, passage_postings(corpus, options, workers, &progress, &postings, error));
    LT_TRY_GOTO(done, lt_phrase_run(&postings, options->run, &phrases, error));
    LT_TRY_GOTO(done, lt_stock_find(corpus, postings.stock, options->run, &stock, error));
    lt_document_pair_context context = {.corpus = corpus,
                                        .hot = postings.hot,
                                        .stock = &stock,
                                        .shape = lt_winnow_shape(options->run),
                                        .subject = options->subject};
    progress.phase++;
    LT_TRY_GOTO(done, passage_pairs(&context, postings.hits, workers, &progress, &result, error));
    result.phrases = phrases.items;
    result.phrase_count = phrases.count;
    result.phrase_capacity = phrases.capacity;
    result.places = phrases.places;
    result.place_count = phrases.place_count;
    result.place_capacity = phrases.place_capacity;
    result.stock = stock.stretches;
    result.stock_count = stock.count;
    result.stock_capacity = stock.capacity;
    result.seeds = postings.seeds;
    result.windows = postings.windows;
    *ret_result = result;
    result = (lt_passage_result){0};
    phrases = (lt_phrases){0};
    stock.stretches = NULL;
done:
    lt_passage_result_clear(&result);
    lt_phrases_clear(&phrases);
    lt_stock_clear(&stock);
    lt_postings_clear(&postings);
    return code;
}

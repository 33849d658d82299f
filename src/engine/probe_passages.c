#include "engine/probe_passages.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/number_map.h"
#include "engine/probe_stock.h"
#include "index/tag_set.h"

#include <stdlib.h>
#include <string.h>

typedef struct hash_list {
    uint64_t *items;
    size_t count, capacity;
} hash_list;

struct lt_probe_seeds {
    lt_probe_corpus *gathered;
    const lt_view *view;
    const uint32_t *tokens; /* the submission's */
    size_t token_count;
    uint32_t without;
    unsigned stock;
    lt_winnow shape;
    lt_probe_known known;  /* what was asked */
    lt_view_places all;    /* places of all seeds, as the view gave them */
    lt_view_places places; /* those that matter; `document` is the gathered corpus's, by arrival */
    size_t *ends;          /* [seed]: where its places end */
    hash_list hot, rare;   /* ascending: as in lt_posting_subject */
    lt_tag_set tags;       /* of the seed's own places */
    lt_spool_scratch scratch;
};

void lt_probe_seeds_free(lt_probe_seeds *seeds)
{
    if (seeds == NULL) {
        return;
    }
    free(seeds->known.own);
    free(seeds->known.seeds);
    free(seeds->all.items);
    free(seeds->places.items);
    free(seeds->ends);
    free(seeds->hot.items);
    free(seeds->rare.items);
    lt_tag_set_clear(&seeds->tags);
    lt_spool_scratch_clear(&seeds->scratch);
    free(seeds);
}

/* The submission's seeds, sorted as the view has them. */
static int probe_winnow(lt_probe_seeds *seeds, leitong_error *error)
{
    size_t count = seeds->token_count;
    if (count == 0) {
        return 0;
    }
    if (count > INT32_MAX) {
        return lt_error_set(error, LEITONG_EUSAGE, "more than 2^31 - 1 tokens in one document; split it");
    }
    uint64_t *token_hashes = malloc(count * sizeof *token_hashes);
    uint64_t *hashes = malloc(count * sizeof *hashes);
    lt_record *scratch = malloc(count * sizeof *scratch);
    lt_record *own = malloc(count * sizeof *own);
    int code = 0;
    seeds->known.own = own;
    if (token_hashes == NULL || hashes == NULL || scratch == NULL || own == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    lt_lexicon_token_hashes(seeds->view->lexicon, seeds->tokens, count, token_hashes);
    size_t own_count = lt_winnow_seeds(&seeds->shape, &(lt_winnow_stretch){token_hashes, count, false, 0}, hashes, own);
    if (count < seeds->shape.run) {
        own[own_count++] = (lt_record){lt_winnow_whole(token_hashes, count), 0};
    }
    for (size_t i = 0; i < own_count; i++) {
        own[i].key = lt_view_seed_order(own[i].key);
    }
    lt_radix_sort_records(own, scratch, own_count);
    for (size_t i = 0; i < own_count; i++) {
        own[i].key = lt_view_seed_hash(own[i].key);
    }
    seeds->known.own_count = own_count;
done:
    free(token_hashes);
    free(hashes);
    free(scratch);
    return code;
}

static int probe_order_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void hash_list_sort(hash_list *list)
{
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, probe_order_hashes);
    }
}

static int hash_list_add(hash_list *list, uint64_t hash, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->items, list->capacity, list->count + 1, error));
    list->items[list->count++] = hash;
    return 0;
}

/* The different neighbourhoods in which the submission has this seed. */
static int probe_tags(lt_probe_seeds *seeds, size_t begin, size_t end, leitong_error *error)
{
    uint32_t last = 0;
    lt_tag_set_empty(&seeds->tags);
    for (size_t i = begin; i < end; i++) {
        uint32_t tags = lt_view_tags(seeds->view->lexicon, seeds->tokens, seeds->token_count,
                                     (size_t)seeds->known.own[i].value, seeds->shape.width);
        if (i == begin || tags != last) {
            LT_TRY(lt_tag_set_add(&seeds->tags, tags, 0, seeds->tags.reach, error));
        }
        last = tags;
    }
    return lt_tag_set_sort(&seeds->tags, error);
}

static int probe_keep(lt_probe_seeds *seeds, const lt_view_place *place, leitong_error *error)
{
    uint32_t document = 0;
    LT_TRY(lt_probe_corpus_add(seeds->gathered, place->document, &document, error));
    LT_TRY(LT_RESERVE(seeds->places.items, seeds->places.capacity, seeds->places.count + 1, error));
    seeds->places.items[seeds->places.count++] = (lt_view_place){document, place->at, place->tags};
    return 0;
}

/* Chooses, of a seed's places, those that matter. */
static int probe_choose(lt_probe_seeds *seeds, const lt_probe_seed *seed, leitong_error *error)
{
    const lt_view_place *places = LT_FROM(seeds->all.items, seed->begin);
    size_t count = seed->end - seed->begin;
    uint64_t hash = seeds->known.own[seed->own_begin].key;
    bool hot = count + (seed->own_end - seed->own_begin) > LT_PROBE_HOT;
    bool tagged = hot || count + 1 >= seeds->stock;
    size_t sharing = 0;
    if (tagged) {
        LT_TRY(probe_tags(seeds, seed->own_begin, seed->own_end, error));
    }
    for (size_t i = 0; i < count; i++) {
        bool shares = tagged && lt_tag_set_may_share(&seeds->tags, places[i].tags);
        sharing += shares;
        if (shares || !hot) {
            LT_TRY(probe_keep(seeds, &places[i], error));
        }
    }
    if (hot) {
        return hash_list_add(&seeds->hot, hash, error);
    }
    return sharing + 1 < seeds->stock ? hash_list_add(&seeds->rare, hash, error) : 0;
}

/* Asks for all seeds, each once: *known.seeds with their places, that of `without` among them. */
static int probe_ask(lt_probe_seeds *seeds, leitong_error *error)
{
    lt_probe_known *known = &seeds->known;
    const lt_record *own = known->own;
    uint64_t *hashes = malloc((known->own_count + 1) * sizeof *hashes);
    size_t *ends = malloc((known->own_count + 1) * sizeof *ends);
    int code = 0;
    known->seeds = malloc((known->own_count + 1) * sizeof *known->seeds);
    if (hashes == NULL || ends == NULL || known->seeds == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (size_t begin = 0, end; begin < known->own_count; begin = end) {
        for (end = begin + 1; end < known->own_count && own[end].key == own[begin].key; end++) {
        }
        hashes[known->count] = own[begin].key;
        known->seeds[known->count++] = (lt_probe_seed){.own_begin = begin, .own_end = end};
    }
    LT_TRY_GOTO(done, seeds->view->seeds(seeds->view->context, hashes, known->count, &seeds->all, ends, error));
    for (size_t i = 0; i < known->count; i++) {
        known->seeds[i].begin = i == 0 ? 0 : ends[i - 1];
        known->seeds[i].end = ends[i];
    }
done:
    free(hashes);
    free(ends);
    return code;
}

/* Of all seeds the places that matter. */
static int probe_choose_all(lt_probe_seeds *seeds, leitong_error *error)
{
    lt_probe_known *known = &seeds->known;
    lt_view_place *all = seeds->all.items;
    seeds->ends = malloc((known->count + 1) * sizeof *seeds->ends);
    if (seeds->ends == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < known->count; i++) {
        lt_probe_seed *seed = &known->seeds[i];
        size_t kept = seed->begin;
        for (size_t k = seed->begin; k < seed->end; k++) {
            if (all[k].document != seeds->without) {
                all[kept++] = all[k];
            }
        }
        seed->end = kept;
        LT_TRY(probe_choose(seeds, seed, error));
        seeds->ends[i] = seeds->places.count;
    }
    hash_list_sort(&seeds->hot);
    hash_list_sort(&seeds->rare);
    known->places = all;
    return 0;
}

/* What was gathered as the records that match reads, in the settled corpus's numbers. Documents shorter than a run are
 * no places of runs: short_documents compares them. */
static int probe_records(const lt_probe_seeds *seeds, const uint32_t *places, lt_sorted_run *run, leitong_error *error)
{
    const lt_probe_known *known = &seeds->known;
    lt_record *records = NULL;
    size_t capacity = 0;
    size_t place = 0;
    int code = 0;
    if (seeds->token_count < seeds->shape.run) {
        return 0;
    }
    for (size_t s = 0; s < known->count; s++) {
        const lt_probe_seed *seed = &known->seeds[s];
        uint64_t hash = known->own[seed->own_begin].key;
        size_t count = 0;
        size_t most = seeds->ends[s] - place + seed->own_end - seed->own_begin;
        LT_TRY_GOTO(done, LT_RESERVE(records, capacity, most, error));
        for (; place < seeds->ends[s]; place++) {
            const lt_view_place *at = &seeds->places.items[place];
            uint32_t document = places[at->document];
            if (seeds->gathered->corpus.documents[document].token_count >= seeds->shape.run) {
                records[count++] = (lt_record){hash, lt_place_pack(document, at->at)};
            }
        }
        for (size_t i = seed->own_begin; i < seed->own_end; i++) {
            records[count++] = (lt_record){hash, lt_place_pack(seeds->gathered->own, (uint32_t)known->own[i].value)};
        }
        if (count > 1) {
            unsigned lane = (unsigned)(hash % LT_SEEDING_LANES);
            LT_TRY_GOTO(done, lt_sorted_run_append(run, lane, records, count, error));
        }
    }
done:
    free(records);
    return code;
}

int lt_probe_seeds_new(lt_probe_corpus *gathered, uint32_t without, unsigned stock, lt_probe_seeds **ret_seeds,
                       leitong_error *error)
{
    const lt_corpus *submission = gathered->submission;
    lt_probe_seeds *seeds = calloc(1, sizeof *seeds);
    int code = 0;
    if (seeds == NULL) {
        return lt_error_memory(error);
    }
    *seeds = (lt_probe_seeds){.gathered = gathered,
                              .view = gathered->view,
                              .token_count = (size_t)submission->documents[0].token_count,
                              .without = without,
                              .stock = stock,
                              .shape = lt_winnow_shape(gathered->view->parameters->run)};
    seeds->tags.reach = seeds->shape.window - 1;
    LT_TRY_GOTO(done, lt_corpus_tokens(submission, 0, seeds->token_count, &seeds->scratch, &seeds->tokens, error));
    LT_TRY_GOTO(done, probe_winnow(seeds, error));
    LT_TRY_GOTO(done, probe_ask(seeds, error));
    LT_TRY_GOTO(done, probe_choose_all(seeds, error));
    *ret_seeds = seeds;
    seeds = NULL;
done:
    lt_probe_seeds_free(seeds);
    return code;
}

int lt_probe_passages_find(const lt_probe_seeds *seeds, const uint32_t *places, lt_workers *workers,
                           lt_passage_result *ret_found, leitong_error *error)
{
    lt_sorted_run_options run = {.lanes = LT_SEEDING_LANES, .record_size = sizeof(lt_record)};
    lt_posting_subject subject = {.document = seeds->gathered->own,
                                  .hot = seeds->hot.items,
                                  .hot_count = seeds->hot.count,
                                  .rare = seeds->rare.items,
                                  .rare_count = seeds->rare.count};
    lt_passage_options options = {
        .run = seeds->shape.run, .hot = LT_PROBE_HOT, .stock = seeds->stock, .subject = &subject};
    lt_probe_stock_options stock = {
        .without = seeds->without, .stock = seeds->stock, .known = &seeds->known, .shape = seeds->shape};
    lt_passage_result found = {0};
    int code = 0;
    LT_TRY_GOTO(done, lt_sorted_run_new(&run, &options.seeds, error));
    LT_TRY_GOTO(done, probe_records(seeds, places, options.seeds, error));
    LT_TRY_GOTO(done, lt_passage_run(&seeds->gathered->corpus, &options, workers, &found, error));
    LT_TRY_GOTO(done, lt_probe_stock_count(seeds->gathered, &stock, &found.passages, error));
    *ret_found = found;
    found = (lt_passage_result){0};
done:
    lt_passage_result_clear(&found);
    lt_sorted_run_free(options.seeds);
    return code;
}

#include "names/naming.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "names/place_given.h"
#include "names/usual_names.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

#define NAMING_STEPS 4
#define NAMING_EDGE 128U   /* tokens around a passage's ends that are aligned or looked at */
#define NAMING_WORD 16U    /* tokens around an edit that are */
#define NAMING_WHOLE 4096U /* tokens of a document that is looked at as a whole where the pair shares much */

typedef struct naming_worker {
    lt_name_view_reader *reader;
    lt_case_aligner aligner;
    lt_exchanges exchanges;
    lt_stretch *shared[2];
    size_t shared_capacity[2];
} naming_worker;

/* What is kept of a pair. */
typedef struct naming_part {
    lt_aligned_block *blocks;
    size_t block_count;
    lt_swaps swaps;
    lt_lefts lefts;
    lt_adapted adapted;
} naming_part;

typedef struct naming {
    const lt_naming_input *input;
    lt_name_rules rules;
    lt_name_table *table;
    lt_place_tree *tree;
    lt_gated gated;
    uint8_t *wanted;         /* [paragraph] */
    lt_name_view *views;     /* [document]: of those in gated pairs */
    lt_token_index *indexes; /* [document] */
    uint8_t *uses;           /* [document]: NAMING_VIEW, NAMING_INDEX */
    naming_part *parts;      /* [pair] */
    naming_worker *workers;
    unsigned worker_count;
} naming;

enum naming_use { NAMING_VIEW = 1, NAMING_INDEX = 2 };

void lt_naming_clear(lt_naming *result)
{
    free(result->adapted);
    lt_swap_groups_clear(&result->swaps);
    lt_lefts_clear(&result->lefts);
    *result = (lt_naming){0};
}

/* Between two steps. */
static int naming_progress(const naming *n, uint64_t done, leitong_error *error)
{
    const lt_naming_input *input = n->input;
    return input->progress != NULL && input->progress(input->progress_context, done, NAMING_STEPS) != 0
               ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
               : 0;
}

static int naming_tokens(void *reader, const char *text, size_t size, const uint32_t **ret_tokens, size_t *ret_count,
                         leitong_error *error)
{
    return lt_name_view_tokens(reader, text, size, ret_tokens, ret_count, error);
}

static int naming_open(naming *n, leitong_error *error)
{
    const lt_corpus *corpus = n->input->corpus;
    n->wanted = calloc(corpus->paragraph_count + 1, 1);
    n->views = calloc(corpus->document_count + 1, sizeof *n->views);
    n->indexes = calloc(corpus->document_count + 1, sizeof *n->indexes);
    n->uses = calloc(corpus->document_count + 1, 1);
    n->parts = calloc(n->gated.pair_count, sizeof *n->parts);
    n->workers = calloc(n->worker_count, sizeof *n->workers);
    if (n->wanted == NULL || n->views == NULL || n->indexes == NULL || n->uses == NULL || n->parts == NULL ||
        n->workers == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_name_table_new(&n->table, error));
    LT_TRY(lt_place_tree_new(&n->tree, error));
    for (unsigned i = 0; i < n->worker_count; i++) {
        LT_TRY(lt_name_view_reader_new(corpus, n->input->fold_flags, &n->workers[i].reader, error));
    }
    for (size_t i = 0; i < n->input->gazetteer_count; i++) {
        LT_TRY(lt_place_given_add(n->tree, n->input->gazetteer[i], naming_tokens, n->workers[0].reader, error));
    }
    LT_TRY(lt_place_tree_finish(n->tree, error));
    n->rules = (lt_name_rules){n->table, n->tree, corpus->lexicon};
    return 0;
}

static void naming_close(naming *n)
{
    size_t documents = n->input->corpus->document_count;
    for (size_t d = 0; n->views != NULL && d < documents; d++) {
        lt_name_view_clear(&n->views[d]);
    }
    for (size_t d = 0; n->indexes != NULL && d < documents; d++) {
        lt_token_index_clear(&n->indexes[d]);
    }
    for (size_t i = 0; n->parts != NULL && i < n->gated.pair_count; i++) {
        free(n->parts[i].blocks);
        lt_swaps_clear(&n->parts[i].swaps);
        lt_lefts_clear(&n->parts[i].lefts);
    }
    for (unsigned i = 0; n->workers != NULL && i < n->worker_count; i++) {
        naming_worker *worker = &n->workers[i];
        lt_name_view_reader_free(worker->reader);
        lt_case_aligner_clear(&worker->aligner);
        free(worker->exchanges.items);
        free(worker->shared[0]);
        free(worker->shared[1]);
    }
    free(n->wanted);
    free(n->views);
    free(n->indexes);
    free(n->uses);
    free(n->parts);
    free(n->workers);
    lt_name_table_free(n->table);
    lt_place_tree_free(n->tree);
    lt_gated_clear(&n->gated);
}

/* Marks the paragraphs that hold tokens [begin, end) of a document, or `around` tokens beside them. */
static void naming_want(naming *n, uint32_t document, uint64_t begin, uint64_t end, uint32_t around)
{
    const lt_document *d = &n->input->corpus->documents[document];
    const lt_paragraph *paragraphs = n->input->corpus->paragraphs + d->paragraph_begin;
    uint64_t first = begin - LT_MIN(begin, around) + d->token_begin;
    uint32_t p = 0;
    LT_LOWER_BOUND(p, d->paragraph_count, i, paragraphs[i].token_begin + paragraphs[i].token_count <= first);
    for (; p < d->paragraph_count && paragraphs[p].token_begin < d->token_begin + end + around; p++) {
        n->wanted[d->paragraph_begin + p] = LT_MAX(n->wanted[d->paragraph_begin + p], 1);
    }
}

/* What stands around the edits and the ends of a pair's passages. */
static void naming_want_edits(naming *n, const lt_gated_pair *pair)
{
    const lt_passages *passages = n->input->passages;
    for (size_t i = 0; i < pair->passage_count; i++) {
        const lt_passage *p = &passages->items[n->gated.all[pair->passage_begin + i]];
        naming_want(n, pair->document_a, p->a_begin, p->a_begin, NAMING_EDGE);
        naming_want(n, pair->document_b, p->b_begin, p->b_begin, NAMING_EDGE);
        naming_want(n, pair->document_a, p->a_end, p->a_end, NAMING_EDGE);
        naming_want(n, pair->document_b, p->b_end, p->b_end, NAMING_EDGE);
        for (uint32_t e = 0; e < p->edit_count; e++) {
            const lt_edit *edit = &passages->edits[p->edit_begin + e];
            naming_want(n, pair->document_a, edit->a_begin, edit->a_end, NAMING_WORD);
            naming_want(n, pair->document_b, edit->b_begin, edit->b_end, NAMING_WORD);
        }
    }
}

/* All that a pair shares; of a short document that shares much, all of it: it may speak of itself. */
static void naming_want_pair(naming *n, const lt_gated_pair *pair)
{
    const uint32_t documents[2] = {pair->document_a, pair->document_b};
    for (size_t i = 0; i < pair->passage_count; i++) {
        const lt_passage *p = &n->input->passages->items[n->gated.all[pair->passage_begin + i]];
        naming_want(n, pair->document_a, p->a_begin, p->a_end, NAMING_EDGE);
        naming_want(n, pair->document_b, p->b_begin, p->b_end, NAMING_EDGE);
    }
    for (unsigned side = 0; side < 2; side++) {
        uint64_t count = n->input->corpus->documents[documents[side]].token_count;
        if (5 * (uint64_t)pair->matched >= 2 * count && count <= NAMING_WHOLE) {
            naming_want(n, documents[side], 0, count, 0);
        }
    }
}

static int naming_view(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    lt_name_view_reader *reader = n->workers[number].reader;
    if ((n->uses[item] & NAMING_VIEW) == 0) {
        return 0;
    }
    LT_TRY(lt_name_view_open(reader, (uint32_t)item, &n->views[item], error));
    naming_want(n, (uint32_t)item, n->views[item].title_begin, n->views[item].title_end, 0);
    return lt_name_view_read(reader, (uint32_t)item, n->wanted, &n->views[item], error);
}

static lt_name_pair naming_pair_of(const naming *n, size_t item)
{
    const lt_gated_pair *gated = &n->gated.pairs[item];
    return (lt_name_pair){.rules = &n->rules,
                          .corpus = n->input->corpus,
                          .gated = gated,
                          .views = {n->views[gated->document_a], n->views[gated->document_b]},
                          .indexes = {&n->indexes[gated->document_a], &n->indexes[gated->document_b]},
                          .blocks = n->parts[item].blocks,
                          .block_count = n->parts[item].block_count,
                          .swaps = &n->parts[item].swaps};
}

/* A pair's blocks and what was exchanged in them. */
static int naming_exchanges(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    naming_worker *worker = &n->workers[number];
    naming_part *part = &n->parts[item];
    const lt_gated_pair *gated = &n->gated.pairs[item];
    lt_case_aligner *aligner = &worker->aligner;
    lt_name_pair pair = naming_pair_of(n, item);
    aligner->count = 0;
    worker->exchanges.count = 0;
    for (size_t i = 0; i < gated->case_count; i++) {
        const lt_gated_case *one = &n->gated.cases[gated->case_begin + i];
        LT_TRY(
            lt_case_align(aligner, n->input->passages, n->gated.passages + one->begin, one->count, pair.views, error));
    }
    for (size_t i = 0; i < aligner->count; i++) {
        if (!aligner->blocks[i].equal) {
            LT_TRY(lt_items_of(&n->rules, pair.views, aligner->blocks[i].span, &worker->exchanges, error));
        }
    }
    LT_TRY(lt_swaps_group(&n->rules, pair.views, &worker->exchanges, &part->swaps, error));
    pair.blocks = aligner->blocks;
    pair.block_count = aligner->count;
    if (part->swaps.count == 0 && !lt_adapted_without_swap(&pair)) {
        return 0;
    }
    part->blocks = malloc((aligner->count + 1) * sizeof *part->blocks);
    if (part->blocks == NULL) {
        return lt_error_memory(error);
    }
    if (aligner->count > 0) {
        memcpy(part->blocks, aligner->blocks, aligner->count * sizeof *part->blocks);
    }
    part->block_count = aligner->count;
    return 0;
}

static int naming_index(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    if ((n->uses[item] & NAMING_INDEX) == 0) {
        return 0;
    }
    LT_TRY(lt_name_view_read(n->workers[number].reader, (uint32_t)item, n->wanted, &n->views[item], error));
    return lt_token_index_make(&n->views[item], &n->indexes[item], error);
}

static int naming_stretch_order(const void *left, const void *right)
{
    const lt_stretch *a = left;
    const lt_stretch *b = right;
    return lt_compare_u32(&a->begin, &b->begin, 1);
}

/* What the pair's passages cover of each side. */
static int naming_shared(const naming *n, naming_worker *worker, lt_name_pair *pair, leitong_error *error)
{
    const lt_gated_pair *gated = pair->gated;
    for (unsigned side = 0; side < 2; side++) {
        LT_TRY(LT_RESERVE(worker->shared[side], worker->shared_capacity[side], gated->passage_count + 1, error));
        lt_stretch *shared = worker->shared[side];
        for (size_t i = 0; i < gated->passage_count; i++) {
            const lt_passage *p = &n->input->passages->items[n->gated.all[gated->passage_begin + i]];
            shared[i] = side == 0 ? (lt_stretch){p->a_begin, p->a_end} : (lt_stretch){p->b_begin, p->b_end};
        }
        qsort(shared, gated->passage_count, sizeof *shared, naming_stretch_order);
        size_t kept = 0;
        for (size_t i = 0; i < gated->passage_count; i++) {
            if (kept > 0 && shared[i].begin <= shared[kept - 1].end) {
                shared[kept - 1].end = LT_MAX(shared[kept - 1].end, shared[i].end);
            } else {
                shared[kept++] = shared[i];
            }
        }
        pair->shared[side] = shared;
        pair->shared_count[side] = kept;
    }
    return 0;
}

/* A pair's swaps, if it was adapted, and what it left behind. */
static int naming_rows(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    naming_part *part = &n->parts[item];
    lt_name_pair pair = naming_pair_of(n, item);
    lt_edit homes = {0};
    if (part->blocks == NULL) {
        return 0;
    }
    pair.reader = n->workers[number].reader;
    LT_TRY(naming_shared(n, &n->workers[number], &pair, error));
    LT_TRY(lt_swaps_settle(&n->rules, pair.views, pair.indexes, &part->swaps, error));
    LT_TRY(lt_adapted_pair(&pair, &homes, &part->adapted, error));
    if (part->adapted != LT_ADAPTED_SWAPS) {
        part->swaps.count = 0;
    }
    return part->adapted == LT_ADAPTED_NO ? 0 : lt_left_pair(&pair, &homes, &part->lefts, error);
}

/* The names that all pairs left behind, pair by pair. */
static int naming_lefts(const naming *n, lt_lefts *lefts, leitong_error *error)
{
    for (size_t i = 0; i < n->gated.pair_count; i++) {
        const lt_lefts *own = &n->parts[i].lefts;
        LT_TRY(LT_RESERVE(lefts->items, lefts->capacity, lefts->count + own->count, error));
        for (size_t l = 0; l < own->count; l++) {
            lefts->items[lefts->count++] = own->items[l];
        }
    }
    return 0;
}

/* Of a pair's names left behind, how many stand in each of its documents. */
static size_t naming_sides(const lt_lefts *lefts, size_t at, const lt_gated_pair *pair, size_t ret_sides[2])
{
    ret_sides[0] = ret_sides[1] = 0;
    for (; at < lefts->count; at++) {
        const lt_left *l = &lefts->items[at];
        bool in_a = l->place.document == pair->document_a && l->source.document == pair->document_b;
        if (!in_a && (l->place.document != pair->document_b || l->source.document != pair->document_a)) {
            break;
        }
        ret_sides[in_a ? 0 : 1]++;
    }
    return at;
}

/* The copy is the later document, else the one in which all names left behind stand. */
static void naming_direct(const naming *n, const size_t sides[2], lt_adaptation *adaptation)
{
    const lt_document *documents = n->input->corpus->documents;
    const lt_document *first = &documents[adaptation->document_a];
    const lt_document *second = &documents[adaptation->document_b];
    int order = lt_date_order(lt_date_deciding(first->date, first->date_from),
                              lt_date_deciding(second->date, second->date_from));
    adaptation->dated = order != 0;
    adaptation->copy = order != 0                      ? (order < 0 ? 1 : 0)
                       : sides[0] > 0 && sides[1] == 0 ? 0
                       : sides[1] > 0 && sides[0] == 0 ? 1
                                                       : -1;
}

/* The adapted pairs, and their swaps. A role that nothing contradicts tells of no adaptation. */
static int naming_join(const naming *n, lt_naming *result, leitong_error *error)
{
    size_t at = 0;
    result->adapted = malloc((n->gated.pair_count + 1) * sizeof *result->adapted);
    if (result->adapted == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < n->gated.pair_count; i++) {
        const lt_gated_pair *gated = &n->gated.pairs[i];
        const naming_part *part = &n->parts[i];
        size_t sides[2];
        at = naming_sides(&result->lefts, at, gated, sides);
        lt_adaptation one = {.document_a = gated->document_a,
                             .document_b = gated->document_b,
                             .matched = gated->matched,
                             .how = part->adapted,
                             .swaps = part->swaps.count,
                             .left_behind = sides[0] + sides[1]};
        if (one.how == LT_ADAPTED_NO || (one.how == LT_ADAPTED_ROLE && one.left_behind == 0)) {
            continue;
        }
        for (size_t s = 0; s < part->swaps.count; s++) {
            one.places += part->swaps.items[s].count;
        }
        naming_direct(n, sides, &one);
        result->adapted[result->adapted_count++] = one;
        const lt_swap_pair pair = {&n->rules,
                                   (const lt_name_view[]){n->views[one.document_a], n->views[one.document_b]},
                                   {one.document_a, one.document_b},
                                   one.copy};
        LT_TRY(lt_swap_groups_add(&result->swaps, &pair, &part->swaps, error));
    }
    return lt_swap_groups_finish(&result->swaps, error);
}

/* Takes terms out that are common in the corpus. */
static int naming_terms(naming *n, lt_workers *workers, leitong_error *error)
{
    lt_usual_names usual = {0};
    int code = 0;
    for (size_t i = 0; i < n->gated.pair_count; i++) {
        lt_name_pair pair = naming_pair_of(n, i);
        LT_TRY_GOTO(done, lt_usual_add_terms(&usual, &pair, error));
    }
    LT_TRY_GOTO(done, lt_usual_count(&usual, n->input->corpus, workers, error));
    for (size_t i = 0; i < n->gated.pair_count; i++) {
        lt_name_pair pair = naming_pair_of(n, i);
        lt_usual_drop_terms(&usual, &pair);
    }
done:
    lt_usual_clear(&usual);
    return code;
}

static int naming_steps(naming *n, lt_workers *workers, lt_naming *result, leitong_error *error)
{
    const lt_corpus *corpus = n->input->corpus;
    LT_TRY(naming_open(n, error));
    for (size_t i = 0; i < n->gated.pair_count; i++) {
        naming_want_edits(n, &n->gated.pairs[i]);
        n->uses[n->gated.pairs[i].document_a] = NAMING_VIEW;
        n->uses[n->gated.pairs[i].document_b] = NAMING_VIEW;
    }
    LT_TRY(lt_workers_run(workers, corpus->document_count, naming_view, n, error));
    LT_TRY(naming_progress(n, 1, error));
    LT_TRY(lt_workers_run(workers, n->gated.pair_count, naming_exchanges, n, error));
    LT_TRY(naming_terms(n, workers, error));
    LT_TRY(naming_progress(n, 2, error));
    for (size_t i = 0; i < n->gated.pair_count; i++) {
        if (n->parts[i].blocks != NULL) {
            naming_want_pair(n, &n->gated.pairs[i]);
            n->uses[n->gated.pairs[i].document_a] |= NAMING_INDEX;
            n->uses[n->gated.pairs[i].document_b] |= NAMING_INDEX;
        }
    }
    LT_TRY(lt_workers_run(workers, corpus->document_count, naming_index, n, error));
    LT_TRY(naming_progress(n, 3, error));
    LT_TRY(lt_workers_run(workers, n->gated.pair_count, naming_rows, n, error));
    LT_TRY(naming_lefts(n, &result->lefts, error));
    LT_TRY(lt_usual_drop_fixed(n->views, corpus, workers, &result->lefts, error));
    LT_TRY(naming_join(n, result, error));
    lt_lefts_settle(&result->lefts);
    return naming_progress(n, NAMING_STEPS, error);
}

int lt_naming_run(const lt_naming_input *input, lt_workers *workers, lt_naming *ret_naming, leitong_error *error)
{
    naming n = {.input = input, .worker_count = lt_workers_count(workers)};
    lt_naming result = {0};
    int code = 0;
    LT_TRY_GOTO(done, lt_adaptation_gate(input->corpus, input->passages, input->salience, &n.gated, error));
    if (n.gated.pair_count > 0) {
        LT_TRY_GOTO(done, naming_steps(&n, workers, &result, error));
    }
    *ret_naming = result;
    result = (lt_naming){0};
done:
    naming_close(&n);
    lt_naming_clear(&result);
    return code;
}

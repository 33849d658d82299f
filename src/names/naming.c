#include "names/naming.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "names/adaptation.h"
#include "names/left_settle.h"
#include "names/name_places.h"
#include "names/swap_settle.h"
#include "text/refold.h"

#include <stdlib.h>
#include <string.h>

#define NAMING_STEPS 4

typedef struct naming_worker {
    lt_fold *fold;
    lt_tokens tokens;
    lt_spool_scratch text;
    uint8_t *breaks;
    size_t break_capacity;
    lt_swap_maker *maker;
    lt_left_finder *finder;
} naming_worker;

/* What the names of one document, or the rows of one pair, are until they join the others'. */
typedef struct naming_part {
    lt_vocabulary words;
    lt_swaps swaps;
    lt_lefts lefts;
} naming_part;

typedef struct naming {
    const lt_naming_input *input;
    lt_name_table *table;
    lt_vocabulary vocabulary;
    lt_vocabulary listed; /* name_places */
    uint8_t **breaks;     /* [document]: as lt_usage_input.breaks */
    lt_usage usage;
    lt_stretch *shared;    /* of each document, with any other: ascending, disjoint */
    size_t *shared_begins; /* [document + 1] */
    uint32_t *numbers;     /* passages by pair */
    size_t *pairs;         /* [pair + 1]: in numbers */
    uint8_t *adaptations;  /* [pair] lt_adaptation */
    size_t pair_count;
    naming_part *parts; /* [document] or [pair] */
    size_t part_count;
    naming_worker *workers;
    unsigned worker_count;
} naming;

void lt_naming_clear(lt_naming *result)
{
    lt_swaps_clear(&result->swaps);
    lt_lefts_clear(&result->lefts);
}

/* Two arrays of `count` records and room to sort them. */
static int naming_records(size_t count, lt_record **ret_records, lt_record **ret_scratch, leitong_error *error)
{
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (records == NULL || scratch == NULL) {
        free(records);
        free(scratch);
        return lt_error_memory(error);
    }
    *ret_records = records;
    *ret_scratch = scratch;
    return 0;
}

/* Passages by pair, of pairs that may be an adaptation; passages come sorted by document_a, a_begin. */
static int naming_pairs(naming *n, leitong_error *error)
{
    const lt_passages *passages = n->input->passages;
    lt_record *records = NULL;
    lt_record *scratch = NULL;
    int code = naming_records(passages->count, &records, &scratch, error);
    if (code != 0) {
        return code;
    }
    n->numbers = malloc((passages->count + 1) * sizeof *n->numbers);
    n->pairs = malloc((passages->count + 1) * sizeof *n->pairs);
    n->adaptations = malloc(passages->count + 1);
    if (n->numbers == NULL || n->pairs == NULL || n->adaptations == NULL) {
        free(records);
        free(scratch);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        records[i] = (lt_record){(uint64_t)p->document_a << 32 | p->document_b, i};
    }
    lt_radix_sort_records(records, scratch, passages->count);
    size_t kept = 0;
    for (size_t i = 0, end; i < passages->count; i = end) {
        for (end = i; end < passages->count && records[end].key == records[i].key; end++) {
            n->numbers[kept + end - i] = (uint32_t)records[end].value;
        }
        lt_adaptation adaptation = lt_adaptation_of(n->input->corpus, passages, n->numbers + kept, end - i);
        if (adaptation != LT_ADAPTATION_NONE) {
            n->adaptations[n->pair_count] = (uint8_t)adaptation;
            n->pairs[n->pair_count++] = kept;
            kept += end - i;
        }
    }
    n->pairs[n->pair_count] = kept;
    free(records);
    free(scratch);
    return 0;
}

/* What each document shares with others. */
static int naming_shared(naming *n, leitong_error *error)
{
    const lt_passages *passages = n->input->passages;
    size_t documents = n->input->corpus->document_count;
    lt_record *records = NULL;
    lt_record *scratch = NULL;
    int code = naming_records(2 * passages->count, &records, &scratch, error);
    if (code != 0) {
        return code;
    }
    n->shared = malloc((2 * passages->count + 1) * sizeof *n->shared);
    n->shared_begins = calloc(documents + 2, sizeof *n->shared_begins);
    if (n->shared == NULL || n->shared_begins == NULL) {
        free(records);
        free(scratch);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        records[2 * i] = (lt_record){(uint64_t)p->document_a << 32 | p->a_begin, p->a_end};
        records[2 * i + 1] = (lt_record){(uint64_t)p->document_b << 32 | p->b_begin, p->b_end};
    }
    lt_radix_sort_records(records, scratch, 2 * passages->count);
    size_t count = 0;
    uint32_t document = 0;
    for (size_t i = 0; i < 2 * passages->count; i++) {
        uint32_t begin = (uint32_t)records[i].key;
        uint32_t end = (uint32_t)records[i].value;
        while (document < records[i].key >> 32) {
            n->shared_begins[++document] = count;
        }
        if (count > n->shared_begins[document] && n->shared[count - 1].end >= begin) {
            n->shared[count - 1].end = LT_MAX(end, n->shared[count - 1].end);
        } else {
            n->shared[count++] = (lt_stretch){begin, end};
        }
    }
    while (document < documents) {
        n->shared_begins[++document] = count;
    }
    free(records);
    free(scratch);
    return 0;
}

static int naming_open(naming *n, leitong_error *error)
{
    const lt_naming_input *input = n->input;
    int code = lt_name_table_new(&n->table, error);
    n->workers = calloc(n->worker_count, sizeof *n->workers);
    n->breaks = calloc(input->corpus->document_count + 1, sizeof *n->breaks);
    if (code == 0 && (n->workers == NULL || n->breaks == NULL)) {
        code = lt_error_memory(error);
    }
    for (unsigned i = 0; code == 0 && i < n->worker_count; i++) {
        code = lt_fold_new(input->fold_flags | LT_FOLD_SPANS, input->corpus->lexicon, &n->workers[i].fold, error);
        code = code != 0 ? code : lt_swap_maker_new(input->corpus, n->table, &n->workers[i].maker, error);
    }
    code = code != 0 ? code : naming_pairs(n, error);
    return code != 0 ? code : naming_shared(n, error);
}

static void naming_parts_free(naming *n)
{
    for (size_t i = 0; i < n->part_count; i++) {
        lt_vocabulary_clear(&n->parts[i].words);
        lt_swaps_clear(&n->parts[i].swaps);
        lt_lefts_clear(&n->parts[i].lefts);
    }
    free(n->parts);
    n->parts = NULL;
    n->part_count = 0;
}

static int naming_parts_new(naming *n, size_t count, leitong_error *error)
{
    naming_parts_free(n);
    n->parts = calloc(count + 1, sizeof *n->parts);
    if (n->parts == NULL) {
        return lt_error_memory(error);
    }
    n->part_count = count;
    return 0;
}

static void naming_close(naming *n)
{
    naming_parts_free(n);
    for (unsigned i = 0; n->workers != NULL && i < n->worker_count; i++) {
        naming_worker *worker = &n->workers[i];
        lt_fold_free(worker->fold);
        lt_tokens_clear(&worker->tokens);
        lt_spool_scratch_clear(&worker->text);
        free(worker->breaks);
        lt_swap_maker_free(worker->maker);
        lt_left_finder_free(worker->finder);
    }
    for (size_t d = 0; n->breaks != NULL && d < n->input->corpus->document_count; d++) {
        free(n->breaks[d]);
    }
    free((void *)n->breaks);
    free(n->workers);
    lt_name_table_free(n->table);
    lt_vocabulary_clear(&n->vocabulary);
    lt_vocabulary_clear(&n->listed);
    lt_usage_clear(&n->usage);
    free(n->shared);
    free(n->shared_begins);
    free(n->numbers);
    free(n->pairs);
    free(n->adaptations);
}

/* The user's names. A name whose last word tells its kind is of that kind, any other is a place. */
static int naming_gazetteer(naming *n, leitong_error *error)
{
    naming_worker *worker = &n->workers[0];
    int code = 0;
    for (size_t i = 0; code == 0 && i < n->input->gazetteer_count; i++) {
        const char *name = n->input->gazetteer[i];
        worker->tokens.count = 0;
        code = lt_fold_run(worker->fold, (const uint8_t *)name, strlen(name), 0, &worker->tokens, error);
        size_t count = worker->tokens.count;
        if (code == 0 && count > 0 && count <= LT_NAME_LONGEST) {
            unsigned last = lt_name_class_of(n->table, worker->tokens.ids[count - 1]);
            int kind = (last & LT_NAME_BODY) != 0 ? LT_NAME_ORGANISATION : LT_NAME_PLACE;
            code = lt_vocabulary_add(&n->vocabulary, worker->tokens.ids, count, kind, LT_NAME_GIVEN, error);
        }
    }
    return code;
}

/* The built-in places, as tokens: each stands by itself. */
static int naming_list(naming *n, leitong_error *error)
{
    naming_worker *worker = &n->workers[0];
    const lt_tokens *tokens = &worker->tokens;
    size_t size;
    const char *names = lt_name_places(&size);
    worker->tokens.count = 0;
    int code = lt_fold_run(worker->fold, (const uint8_t *)names, size, 0, &worker->tokens, error);
    for (size_t begin = 0, end; code == 0 && begin < tokens->count; begin = end) {
        for (end = begin + 1; end < tokens->count && tokens->begins[end] == tokens->ends[end - 1]; end++) {
        }
        code = lt_vocabulary_add(&n->listed, tokens->ids + begin, end - begin, LT_NAME_PLACE,
                                 LT_NAME_LISTED | LT_NAME_STEM, error);
    }
    return code != 0 ? code : lt_vocabulary_finish(&n->listed, error);
}

/* Those of the list that stand in a paragraph. */
static int naming_listed(const naming *n, const naming_worker *worker, lt_vocabulary *words, leitong_error *error)
{
    const lt_tokens *tokens = &worker->tokens;
    int code = 0;
    for (size_t i = 0; code == 0 && i < tokens->count; i++) {
        size_t left = tokens->count - i;
        uint32_t lengths = lt_vocabulary_may(&n->listed, tokens->ids + i, left)
                               ? lt_vocabulary_lengths(&n->listed, tokens->ids + i, left)
                               : 0;
        for (size_t length = 2, whole = 1; code == 0 && length <= left && lengths >> length != 0; length++) {
            while (whole < length && worker->breaks[i + whole] == 0) {
                whole++;
            }
            if (whole == length && (lengths >> length & 1) != 0 &&
                lt_vocabulary_find(&n->listed, tokens->ids + i, length) != LT_VOCABULARY_NONE) {
                code = lt_vocabulary_add(words, tokens->ids + i, length, LT_NAME_PLACE, LT_NAME_LISTED | LT_NAME_STEM,
                                         error);
            }
        }
    }
    return code;
}

static int naming_paragraph(naming *n, naming_worker *worker, size_t item, const lt_paragraph *p, leitong_error *error)
{
    const lt_document *document = &n->input->corpus->documents[item];
    lt_vocabulary *words = &n->parts[item].words;
    uint8_t *breaks = n->breaks[item];
    const uint8_t *text;
    lt_names names = {0};
    int code = lt_corpus_text(n->input->corpus, document, (lt_byte_range){p->byte_begin, p->byte_end}, &worker->text,
                              &text, error);
    code = code != 0 ? code : lt_refold_paragraph(n->input->corpus, p, text, worker->fold, &worker->tokens, error);
    const lt_tokens *tokens = &worker->tokens;
    code = code != 0 ? code : LT_RESERVE(worker->breaks, worker->break_capacity, tokens->count + 1, error);
    for (size_t i = 1; code == 0 && i < tokens->count; i++) {
        worker->breaks[i] = tokens->begins[i] != tokens->ends[i - 1];
    }
    for (size_t i = 0; code == 0 && i < tokens->count; i++) {
        size_t token = (size_t)(p->token_begin - document->token_begin) + i;
        breaks[token / 8] |= (uint8_t)((i == 0 || worker->breaks[i] != 0) << token % 8);
    }
    code = code != 0 ? code : lt_name_find(n->table, tokens->ids, worker->breaks, tokens->count, &names, error);
    for (size_t i = 0; code == 0 && i < names.count; i++) {
        const lt_name *name = &names.items[i];
        if (name->end - name->begin <= LT_NAME_LONGEST) {
            code = lt_vocabulary_add(words, tokens->ids + name->begin, name->end - name->begin, name->kind, name->flags,
                                     error);
        }
    }
    lt_names_clear(&names);
    return code != 0 ? code : naming_listed(n, worker, words, error);
}

static int naming_document(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    const lt_corpus *corpus = n->input->corpus;
    const lt_document *document = &corpus->documents[item];
    int code = 0;
    if (n->shared_begins[item] == n->shared_begins[item + 1]) {
        return 0;
    }
    n->breaks[item] = calloc((size_t)document->token_count / 8 + 1, 1);
    if (n->breaks[item] == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t i = 0; code == 0 && i < document->paragraph_count; i++) {
        code =
            naming_paragraph(n, &n->workers[number], item, &corpus->paragraphs[document->paragraph_begin + i], error);
    }
    return code;
}

/* The tokens of one side of a substitution. */
static int naming_side(const naming *n, const lt_swap *swap, unsigned side, lt_spool_scratch *scratch,
                       const uint32_t **ret_tokens, size_t *ret_length, leitong_error *error)
{
    const lt_corpus *corpus = n->input->corpus;
    uint32_t document = side == 0 ? swap->document_a : swap->document_b;
    uint32_t begin = side == 0 ? swap->first.a_begin : swap->first.b_begin;
    uint32_t end = side == 0 ? swap->first.a_end : swap->first.b_end;
    *ret_length = end - begin;
    return lt_corpus_tokens(corpus, corpus->documents[document].token_begin + begin, end - begin, scratch, ret_tokens,
                            error);
}

/* A pair's substitutions. Both sides of what was put in place of another twice may be names that no form tells. */
static int naming_swaps(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    naming_part *part = &n->parts[item];
    naming_worker *worker = &n->workers[number];
    int code = lt_swap_pair(worker->maker, n->input->passages, n->numbers + n->pairs[item],
                            n->pairs[item + 1] - n->pairs[item], &n->vocabulary, &part->swaps, error);
    for (size_t i = 0; code == 0 && i < 2 * part->swaps.count; i++) {
        const lt_swap *swap = &part->swaps.items[i / 2];
        const uint32_t *tokens;
        size_t length;
        code = swap->count < 2 ? 0 : naming_side(n, swap, i % 2, &worker->text, &tokens, &length, error);
        if (code == 0 && swap->count > 1 && length > 1) {
            code = lt_vocabulary_add(&part->words, tokens, length, LT_NAME_OTHER, LT_NAME_SWAPPED, error);
        }
    }
    return code;
}

/* Their numbers, now that they are words. */
static int naming_numbers(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    naming_part *part = &n->parts[item];
    int code = 0;
    for (size_t i = 0; code == 0 && i < 2 * part->swaps.count; i++) {
        lt_swap *swap = &part->swaps.items[i / 2];
        uint32_t *word = i % 2 == 0 ? &swap->from : &swap->to;
        const uint32_t *tokens;
        size_t length;
        if (*word == LT_VOCABULARY_NONE) {
            code = naming_side(n, swap, i % 2, &n->workers[number].text, &tokens, &length, error);
            *word = code != 0 ? *word : lt_vocabulary_find(&n->vocabulary, tokens, length);
        }
    }
    return code;
}

static int naming_join_words(naming *n, leitong_error *error)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < n->part_count; i++) {
        code = lt_vocabulary_join(&n->vocabulary, &n->parts[i].words, NULL, error);
        lt_vocabulary_clear(&n->parts[i].words);
    }
    return code;
}

/* Marks what left_behind may ask usage about: what pairs swap, offices, and names of which a document may have its own.
 * What has the form of a name nowhere for certain is none of these. */
static void naming_mark(const naming *n, uint8_t *wanted)
{
    for (size_t w = 0; w < n->vocabulary.count; w++) {
        const lt_word *word = &n->vocabulary.words[w];
        bool own = (word->kind == LT_NAME_PLACE && (word->flags & LT_NAME_STEM) != 0) || word->kind == LT_NAME_PERSON ||
                   (word->flags & LT_NAME_OFFICE) != 0;
        wanted[w] = (word->flags & LT_NAME_KNOWN) != 0 || (own && (word->flags & LT_NAME_CERTAIN) != 0);
    }
    for (size_t i = 0; i < n->part_count; i++) {
        for (size_t s = 0; s < n->parts[i].swaps.count; s++) {
            const lt_swap *swap = &n->parts[i].swaps.items[s];
            if (swap->from != LT_VOCABULARY_NONE) {
                wanted[swap->from] = 1;
            }
            if (swap->to != LT_VOCABULARY_NONE) {
                wanted[swap->to] = 1;
            }
        }
    }
}

/* Leaves the words that are wanted: few, of all that have a name's form. */
static int naming_reduce(naming *n, leitong_error *error)
{
    lt_vocabulary all = n->vocabulary;
    uint8_t *wanted = calloc(all.count + 1, 1);
    uint32_t *numbers = malloc((all.count + 1) * sizeof *numbers);
    int code = wanted == NULL || numbers == NULL ? lt_error_memory(error) : 0;
    if (code == 0) {
        naming_mark(n, wanted);
        n->vocabulary = (lt_vocabulary){0};
        code = lt_vocabulary_join(&n->vocabulary, &all, wanted, error);
        for (size_t w = 0, next = 0; code == 0 && w < all.count; w++) {
            numbers[w] = wanted[w] != 0 ? (uint32_t)next++ : LT_VOCABULARY_NONE;
        }
        lt_vocabulary_clear(&all);
    }
    for (size_t i = 0; code == 0 && i < n->part_count; i++) {
        for (size_t s = 0; s < n->parts[i].swaps.count; s++) {
            lt_swap *swap = &n->parts[i].swaps.items[s];
            swap->from = swap->from == LT_VOCABULARY_NONE ? LT_VOCABULARY_NONE : numbers[swap->from];
            swap->to = swap->to == LT_VOCABULARY_NONE ? LT_VOCABULARY_NONE : numbers[swap->to];
        }
    }
    free(wanted);
    free(numbers);
    return code != 0 ? code : lt_vocabulary_finish(&n->vocabulary, error);
}

/* Between two steps. */
static int naming_progress(const naming *n, uint64_t done, leitong_error *error)
{
    const lt_naming_input *input = n->input;
    return input->progress != NULL && input->progress(input->progress_context, done, NAMING_STEPS) != 0
               ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
               : 0;
}

static int naming_words(naming *n, lt_workers *workers, leitong_error *error)
{
    size_t documents = n->input->corpus->document_count;
    LT_TRY(naming_list(n, error));
    LT_TRY(naming_gazetteer(n, error));
    LT_TRY(naming_parts_new(n, documents, error));
    LT_TRY(lt_workers_run(workers, documents, naming_document, n, error));
    LT_TRY(naming_join_words(n, error));
    LT_TRY(lt_vocabulary_finish(&n->vocabulary, error));
    LT_TRY(naming_progress(n, 1, error));
    LT_TRY(naming_parts_new(n, n->pair_count, error));
    LT_TRY(lt_workers_run(workers, n->pair_count, naming_swaps, n, error));
    LT_TRY(naming_join_words(n, error));
    LT_TRY(lt_workers_run(workers, n->pair_count, naming_numbers, n, error));
    LT_TRY(naming_reduce(n, error));
    return naming_progress(n, 2, error);
}

static int naming_pair(void *context, size_t item, unsigned number, leitong_error *error)
{
    naming *n = context;
    naming_part *part = &n->parts[item];
    bool adapted = false;
    LT_TRY(lt_swap_settle(&n->vocabulary, &part->swaps, error));
    LT_TRY(lt_adaptation_proven((lt_adaptation)n->adaptations[item], n->table, &n->vocabulary, &part->swaps, &adapted,
                                error));
    if (!adapted) {
        part->swaps.count = part->swaps.place_count = 0;
    }
    if (!adapted && n->adaptations[item] != LT_ADAPTATION_LIKELY) {
        return 0;
    }
    return lt_left_pair(n->workers[number].finder, n->numbers + n->pairs[item], n->pairs[item + 1] - n->pairs[item],
                        part->swaps.items, part->swaps.count, &part->lefts, error);
}

static int naming_join(naming *n, lt_naming *result, leitong_error *error)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < n->part_count; i++) {
        naming_part *part = &n->parts[i];
        lt_swaps *swaps = &result->swaps;
        lt_lefts *lefts = &result->lefts;
        code = LT_RESERVE(swaps->items, swaps->capacity, swaps->count + part->swaps.count, error);
        code = code != 0 ? code
                         : LT_RESERVE(swaps->places, swaps->place_capacity,
                                      swaps->place_count + part->swaps.place_count, error);
        code = code != 0 ? code : LT_RESERVE(lefts->items, lefts->capacity, lefts->count + part->lefts.count, error);
        for (size_t s = 0; code == 0 && s < part->swaps.count; s++) {
            swaps->items[swaps->count] = part->swaps.items[s];
            swaps->items[swaps->count++].place_begin += swaps->place_count;
        }
        for (size_t p = 0; code == 0 && p < part->swaps.place_count; p++) {
            swaps->places[swaps->place_count++] = part->swaps.places[p];
        }
        for (size_t l = 0; code == 0 && l < part->lefts.count; l++) {
            lefts->items[lefts->count++] = part->lefts.items[l];
        }
        lt_swaps_clear(&part->swaps);
        lt_lefts_clear(&part->lefts);
    }
    lt_left_settle(&result->lefts);
    return code;
}

/* What usage says of the words: told to the swaps. */
static void naming_prove(naming *n)
{
    for (uint32_t i = 0; i < n->vocabulary.count; i++) {
        lt_word *word = &n->vocabulary.words[i];
        bool formed = (word->flags & LT_NAME_CERTAIN) != 0 && lt_usage_formed(&n->usage, i);
        bool used = (formed || (word->flags & LT_NAME_LISTED) != 0) && n->usage.common[i] == 0;
        if (used || (word->flags & LT_NAME_GIVEN) != 0) {
            word->flags |= LT_NAME_PROVEN;
        }
    }
}

int lt_naming_run(const lt_naming_input *input, lt_workers *workers, lt_naming *ret_naming, leitong_error *error)
{
    naming n = {.input = input, .worker_count = lt_workers_count(workers)};
    lt_naming result = {0};
    int code = naming_open(&n, error);
    code = code != 0 ? code : naming_words(&n, workers, error);
    lt_usage_input usage = {input->corpus, &n.vocabulary, n.table, NULL, n.shared_begins};
    lt_left_input left = {input->corpus, input->passages, &n.vocabulary, n.table, &n.usage};
    usage.breaks = (const uint8_t *const *)n.breaks;
    code = code != 0 ? code : lt_usage_run(&usage, workers, &n.usage, error);
    code = code != 0 ? code : naming_progress(&n, 3, error);
    if (code == 0) {
        naming_prove(&n);
    }
    for (unsigned i = 0; code == 0 && i < n.worker_count; i++) {
        code = lt_left_finder_new(&left, &n.workers[i].finder, error);
    }
    code = code != 0 ? code : lt_workers_run(workers, n.pair_count, naming_pair, &n, error);
    code = code != 0 ? code : naming_progress(&n, NAMING_STEPS, error);
    code = code != 0 ? code : naming_join(&n, &result, error);
    naming_close(&n);
    if (code != 0) {
        lt_naming_clear(&result);
        return code;
    }
    *ret_naming = result;
    return 0;
}

#include "engine/probe_stock.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/error.h"
#include "base/hash.h"
#include "index/tag_set.h"

#include <stdlib.h>
#include <string.h>

#define STOCK_ASKED 16U /* seeds whose places are asked for together */

/* A seed with the tokens of some runs that chose it: those that begin `least` to `most` tokens before it. However often
 * these tokens occur in the stretches that are looked at, they are looked up once. */
typedef struct stock_context {
    uint64_t seed;        /* its hash */
    size_t tokens;        /* in the pool: from the first run's begin to the last one's end */
    uint32_t least, most; /* most ≥ least; the seed stands `most` tokens behind the first run's begin */
    uint64_t stock;       /* bit `offset`: that run stands in `stock` documents */
} stock_context;

/* Where a context occurs. */
typedef struct stock_use {
    uint64_t seed; /* token of the gathered corpus */
    uint32_t context;
} stock_use;

/* A run of a seed's contexts. */
typedef struct stock_run {
    uint64_t hash;
    const uint32_t *tokens;
    uint32_t context, offset;
    uint32_t same; /* the first run with these tokens; of that one: */
    uint32_t documents, last;
} stock_run;

typedef struct probe_stock {
    const lt_probe_corpus *gathered;
    const lt_probe_stock_options *options;
    const uint32_t *own; /* the submission's tokens */
    uint64_t
        *marks; /* a bit for each token of the gathered corpus: here begins a run that stands in `stock` documents */
    uint64_t *hashes; /* of a stretch's windows */
    uint64_t *words;  /* … and of its tokens */
    uint32_t *pool;
    stock_context *contexts;
    stock_use *uses;
    uint32_t *slots; /* a table of contexts by their tokens; number + 1, or 0: free */
    size_t pool_count, context_count, use_count, slot_count;
    size_t hash_capacity, word_capacity, pool_capacity, context_capacity, use_capacity;
    /* Of one seed: */
    lt_tag_set tags;
    stock_run *runs; /* sorted by (hash, context, offset) */
    size_t run_count, run_capacity;
    size_t open;          /* different runs that were not yet found in enough documents */
    lt_view_places asked; /* of several seeds */
    size_t ends[STOCK_ASKED];
    uint32_t *around; /* tokens around a place */
    size_t around_capacity;
    lt_spool_scratch scratch;
} probe_stock;

/* Where a seed occurs. */
typedef struct stock_places {
    const lt_probe_seed *own; /* in the submission; NULL: not there */
    lt_view_place *items;     /* in the index */
    size_t count;
} stock_places;

/* Tokens whose runs are looked at. */
typedef struct stock_stretch {
    const uint32_t *tokens;
    uint64_t first; /* token of the gathered corpus */
} stock_stretch;

/* ---- which runs ---- */

static uint32_t context_tokens(const probe_stock *s, const stock_context *context)
{
    return context->most - context->least + s->options->shape.run;
}

static uint64_t context_hash(const probe_stock *s, const stock_context *context, const uint32_t *tokens)
{
    uint64_t parts[2] = {(uint64_t)context->least << 32 | context->most,
                         lt_hash_64(tokens, context_tokens(s, context) * sizeof *tokens)};
    return lt_hash_64(parts, sizeof parts);
}

/* Where the context is in the table, or would be. */
static uint32_t *context_slot(const probe_stock *s, const stock_context *context, const uint32_t *tokens)
{
    size_t at = (size_t)context_hash(s, context, tokens) & (s->slot_count - 1);
    for (;; at = (at + 1) & (s->slot_count - 1)) {
        if (s->slots[at] == 0) {
            return &s->slots[at];
        }
        const stock_context *known = &s->contexts[s->slots[at] - 1];
        if (known->least == context->least && known->most == context->most &&
            memcmp(s->pool + known->tokens, tokens, context_tokens(s, context) * sizeof *tokens) == 0) {
            return &s->slots[at];
        }
    }
}

/* At most half of the table is taken. */
static int context_grow(probe_stock *s, leitong_error *error)
{
    if (2 * s->context_count < s->slot_count) {
        return 0;
    }
    uint32_t *old = s->slots;
    s->slot_count = s->slot_count == 0 ? 256 : 2 * s->slot_count;
    s->slots = calloc(s->slot_count, sizeof *s->slots);
    if (s->slots == NULL) {
        s->slots = old;
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < s->context_count; i++) {
        const stock_context *context = &s->contexts[i];
        *context_slot(s, context, s->pool + context->tokens) = (uint32_t)i + 1;
    }
    free(old);
    return 0;
}

/* The runs that begin at [begin, end) of the stretch and chose the seed at `seed`. */
static int context_add(probe_stock *s, const stock_stretch *stretch, uint32_t begin, uint32_t end, uint32_t seed,
                       leitong_error *error)
{
    const uint32_t *tokens = stretch->tokens;
    stock_context context = {.seed = s->hashes[seed], .least = seed - (end - 1), .most = seed - begin};
    uint32_t count = context_tokens(s, &context);
    LT_TRY(context_grow(s, error));
    uint32_t *slot = context_slot(s, &context, tokens + begin);
    if (*slot == 0) {
        LT_TRY(LT_RESERVE(s->pool, s->pool_capacity, s->pool_count + count, error));
        LT_TRY(LT_RESERVE(s->contexts, s->context_capacity, s->context_count + 1, error));
        context.tokens = s->pool_count;
        memcpy(s->pool + s->pool_count, tokens + begin, count * sizeof *tokens);
        s->pool_count += count;
        s->contexts[s->context_count++] = context;
        *slot = (uint32_t)s->context_count;
    }
    LT_TRY(LT_RESERVE(s->uses, s->use_capacity, s->use_count + 1, error));
    s->uses[s->use_count++] = (stock_use){stretch->first + seed, *slot - 1};
    return 0;
}

/* The runs that begin at tokens [begin, end) of a document. */
static int stretch_runs(probe_stock *s, uint32_t document, uint32_t begin, uint32_t end, leitong_error *error)
{
    const lt_document *d = &s->gathered->corpus.documents[document];
    const lt_winnow *shape = &s->options->shape;
    uint32_t room = (uint32_t)d->token_count;
    end = LT_MIN(end, room < shape->run ? 0 : room - shape->run + 1);
    if (begin >= end) {
        return 0;
    }
    stock_stretch stretch = {.first = d->token_begin + begin};
    uint32_t count = end - begin - 1 + shape->run;
    uint32_t runs = end - begin;
    size_t windows = count - shape->width + 1;
    LT_TRY(lt_corpus_tokens(&s->gathered->corpus, stretch.first, count, &s->scratch, &stretch.tokens, error));
    LT_TRY(LT_RESERVE(s->hashes, s->hash_capacity, windows, error));
    LT_TRY(LT_RESERVE(s->words, s->word_capacity, count, error));
    lt_lexicon_token_hashes(s->gathered->corpus.lexicon, stretch.tokens, count, s->words);
    lt_hash_windows(s->words, windows, shape->width * sizeof *s->words, sizeof *s->words, s->hashes);
    uint32_t from = 0;
    uint32_t chosen = 0;
    for (uint32_t run = 0; run < runs; run++) {
        uint32_t seed = run;
        for (uint32_t i = run + 1; i < run + shape->window; i++) {
            seed = s->hashes[i] <= s->hashes[seed] ? i : seed; /* the rightmost least, as winnow chooses */
        }
        if (run > from && seed != chosen) {
            LT_TRY(context_add(s, &stretch, from, run, chosen, error));
            from = run;
        }
        chosen = seed;
    }
    return context_add(s, &stretch, from, runs, chosen, error);
}

/* Passages' neighbourhoods: no run that begins further off can decide whether a token of them is stock. */
static int stock_stretches(probe_stock *s, const lt_passages *passages, leitong_error *error)
{
    uint32_t document = LT_VIEW_NONE;
    uint32_t done = 0;
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        if (p->document_a == s->gathered->own) {
            continue;
        }
        uint32_t begin = p->a_begin < LT_STOCK_LONGEST ? 0 : p->a_begin - LT_STOCK_LONGEST;
        uint32_t end = p->a_end + LT_STOCK_LONGEST;
        if (p->document_a == document && begin < done) {
            begin = done;
        }
        if (end > begin) {
            LT_TRY(stretch_runs(s, p->document_a, begin, end, error));
            done = end;
        }
        document = p->document_a;
    }
    return 0;
}

/* ---- where they stand ---- */

static int run_order(const void *left, const void *right)
{
    const stock_run *a = left;
    const stock_run *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    if (a->context != b->context) {
        return a->context < b->context ? -1 : 1;
    }
    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Equal runs are one: `same` leads to the first of them. */
static void runs_join(probe_stock *s)
{
    size_t size = s->options->shape.run * sizeof(uint32_t);
    s->open = 0;
    for (size_t begin = 0, i = 0; i < s->run_count; i++) {
        stock_run *run = &s->runs[i];
        begin = run->hash == s->runs[begin].hash ? begin : i;
        run->same = (uint32_t)i;
        for (size_t k = begin; k < i; k++) {
            if (s->runs[k].same == k && memcmp(s->runs[k].tokens, run->tokens, size) == 0) {
                run->same = (uint32_t)k;
                break;
            }
        }
        s->open += run->same == i;
    }
}

/* The runs of one seed's contexts, and the tags of their neighbours. */
static int runs_gather(probe_stock *s, const uint32_t *contexts, size_t count, leitong_error *error)
{
    const lt_winnow *shape = &s->options->shape;
    s->run_count = 0;
    lt_tag_set_empty(&s->tags);
    for (size_t i = 0; i < count; i++) {
        const stock_context *context = &s->contexts[contexts[i]];
        const uint32_t *tokens = s->pool + context->tokens;
        uint32_t more = context->most - context->least + 1;
        uint32_t tags =
            lt_view_tags(s->gathered->corpus.lexicon, tokens, context_tokens(s, context), context->most, shape->width);
        LT_TRY(lt_tag_set_add(&s->tags, tags, context->least, context->most, error));
        LT_TRY(LT_RESERVE(s->runs, s->run_capacity, s->run_count + more, error));
        for (uint32_t k = 0; k < more; k++) {
            s->runs[s->run_count++] = (stock_run){.hash = lt_hash_64(tokens + k, shape->run * sizeof *tokens),
                                                  .tokens = tokens + k,
                                                  .context = contexts[i],
                                                  .offset = context->most - k};
        }
    }
    qsort(s->runs, s->run_count, sizeof *s->runs, run_order);
    runs_join(s);
    return lt_tag_set_sort(&s->tags, error);
}

static size_t run_find(const probe_stock *s, uint64_t hash)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, s->run_count, middle, s->runs[middle].hash < hash);
    return low;
}

/* A place of the seed: counts its document for each run that it has there. `tokens` are `count` tokens around it, which
 * begins at `at`. */
static void stock_tally(probe_stock *s, uint32_t document, const uint32_t *tokens, uint32_t count, uint32_t at)
{
    uint32_t size = s->options->shape.run;
    uint32_t reach = s->options->shape.window - 1;
    for (uint32_t offset = 0; offset <= reach && offset <= at; offset++) {
        const uint32_t *here = tokens + at - offset;
        if (count - (at - offset) < size) {
            continue;
        }
        uint64_t hash = lt_hash_64(here, size * sizeof *here);
        for (size_t i = run_find(s, hash); i < s->run_count && s->runs[i].hash == hash; i++) {
            stock_run *run = &s->runs[i];
            if (run->same == i && memcmp(run->tokens, here, size * sizeof *here) == 0) {
                bool counted = run->documents > 0 && run->last == document;
                run->documents += !counted;
                run->last = document;
                s->open -= !counted && run->documents == s->options->stock;
                break;
            }
        }
    }
}

/* A place in the index; most of a common seed's are ruled out by their tags. */
static int stock_place(probe_stock *s, const lt_view_place *place, leitong_error *error)
{
    const lt_view *view = s->gathered->view;
    uint32_t reach = s->options->shape.window - 1;
    lt_view_document row;
    if (place->document == s->options->without || !lt_tag_set_may_share(&s->tags, place->tags)) {
        return 0;
    }
    LT_TRY(view->document(view->context, place->document, &row, error));
    uint32_t begin = place->at < reach ? 0 : place->at - reach;
    uint32_t count = LT_MIN(row.token_count - begin, place->at - begin + s->options->shape.width + reach);
    LT_TRY(LT_RESERVE(s->around, s->around_capacity, count, error));
    LT_TRY(view->tokens(view->context, place->document, begin, count, s->around, error));
    stock_tally(s, place->document, s->around, count, place->at - begin);
    return 0;
}

static int place_order(const void *left, const void *right)
{
    const lt_view_place *a = left;
    const lt_view_place *b = right;
    return (a->document > b->document) - (a->document < b->document);
}

/* Ascending by document: most views give places so. Returns how many documents. */
static size_t places_sort(lt_view_place *places, size_t count)
{
    bool sorted = true;
    size_t documents = count > 0;
    for (size_t i = 1; i < count && sorted; i++) {
        sorted = places[i - 1].document <= places[i].document;
    }
    if (!sorted) {
        qsort(places, count, sizeof *places, place_order);
    }
    for (size_t i = 1; i < count; i++) {
        documents += places[i].document != places[i - 1].document;
    }
    return documents;
}

/* The submission's seed of this hash, or NULL. */
static const lt_probe_seed *stock_known(const lt_probe_known *known, uint64_t hash)
{
    size_t low = 0;
    uint64_t order = lt_view_seed_order(hash);
    LT_LOWER_BOUND(low, known->count, middle,
                   lt_view_seed_order(known->own[known->seeds[middle].own_begin].key) < order);
    bool found = low < known->count && known->own[known->seeds[low].own_begin].key == hash;
    return found ? &known->seeds[low] : NULL;
}

/* One seed: all its contexts' runs are counted in one walk through its places. */
static int stock_seed(probe_stock *s, const uint32_t *contexts, size_t count, const stock_places *places,
                      leitong_error *error)
{
    const lt_probe_seed *own = places->own;
    if (places_sort(places->items, places->count) + (own != NULL) < s->options->stock) {
        return 0;
    }
    LT_TRY(runs_gather(s, contexts, count, error));
    uint32_t own_count = (uint32_t)s->gathered->submission->documents[0].token_count;
    for (size_t i = own != NULL ? own->own_begin : 0; own != NULL && i < own->own_end && s->open > 0; i++) {
        stock_tally(s, LT_VIEW_NONE, s->own, own_count, (uint32_t)s->options->known->own[i].value);
    }
    for (size_t i = 0; i < places->count && s->open > 0; i++) {
        LT_TRY(stock_place(s, &places->items[i], error));
    }
    for (size_t i = 0; i < s->run_count; i++) {
        const stock_run *run = &s->runs[i];
        if (s->runs[run->same].documents >= s->options->stock) {
            s->contexts[run->context].stock |= UINT64_C(1) << run->offset;
        }
    }
    return 0;
}

/* A few seeds, `begins` are of their contexts. What the submission has was asked before; the others are asked now. */
static int stock_ask(probe_stock *s, const uint32_t *contexts, const size_t *begins, size_t count, leitong_error *error)
{
    const lt_view *view = s->gathered->view;
    const lt_probe_known *known = s->options->known;
    const lt_probe_seed *own[STOCK_ASKED];
    uint64_t seeds[STOCK_ASKED];
    size_t unknown = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t seed = s->contexts[contexts[begins[i]]].seed;
        own[i] = stock_known(known, seed);
        if (own[i] == NULL) {
            seeds[unknown++] = seed;
        }
    }
    s->asked.count = 0;
    LT_TRY(view->seeds(view->context, seeds, unknown, &s->asked, s->ends, error));
    size_t asked = 0;
    for (size_t i = 0; i < count; i++) {
        stock_places places = {.own = own[i]};
        if (own[i] != NULL) {
            places.count = own[i]->end - own[i]->begin;
            places.items = places.count > 0 ? known->places + own[i]->begin : NULL;
        } else {
            size_t begin = asked == 0 ? 0 : s->ends[asked - 1];
            places.count = s->ends[asked++] - begin;
            places.items = places.count > 0 ? s->asked.items + begin : NULL;
        }
        LT_TRY(stock_seed(s, contexts + begins[i], begins[i + 1] - begins[i], &places, error));
    }
    return 0;
}

/* Contexts in order of their seeds, so that those of one are side by side, and the view is asked in its order. */
static int stock_seeds(probe_stock *s, leitong_error *error)
{
    size_t count = s->context_count;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    uint32_t *contexts = malloc((count + 1) * sizeof *contexts);
    size_t begins[STOCK_ASKED + 1];
    size_t asked = 0;
    int code = 0;
    if (records == NULL || contexts == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){lt_view_seed_order(s->contexts[i].seed), i};
    }
    lt_radix_sort_records(records, records + count, count);
    for (size_t i = 0; i < count; i++) {
        contexts[i] = (uint32_t)records[i].value;
        if (i == 0 || records[i].key != records[i - 1].key) {
            begins[asked++] = i;
        }
        bool last = i + 1 == count || records[i + 1].key != records[i].key;
        if (last && (asked == STOCK_ASKED || i + 1 == count)) {
            begins[asked] = i + 1;
            LT_TRY_GOTO(done, stock_ask(s, contexts, begins, asked, error));
            asked = 0;
        }
    }
done:
    free(records);
    free(contexts);
    return code;
}

static void stock_mark(probe_stock *s)
{
    for (size_t i = 0; i < s->use_count; i++) {
        const stock_context *context = &s->contexts[s->uses[i].context];
        for (uint32_t offset = context->least; offset <= context->most; offset++) {
            if ((context->stock >> offset & 1) != 0) {
                uint64_t token = s->uses[i].seed - offset;
                s->marks[token / 64] |= UINT64_C(1) << token % 64;
            }
        }
    }
}

static void stock_close(probe_stock *s)
{
    lt_spool_scratch_clear(&s->scratch);
    lt_tag_set_clear(&s->tags);
    free(s->marks);
    free(s->hashes);
    free(s->words);
    free(s->pool);
    free(s->contexts);
    free(s->uses);
    free(s->slots);
    free(s->runs);
    free(s->asked.items);
    free(s->around);
}

static int stock_open(probe_stock *s, leitong_error *error)
{
    const lt_probe_corpus *gathered = s->gathered;
    lt_spool_scratch unused = {0}; /* the submission's tokens are in memory */
    s->tags.reach = s->options->shape.window - 1;
    s->marks = calloc(gathered->corpus.token_count / 64 + 1, sizeof *s->marks);
    if (s->marks == NULL) {
        return lt_error_memory(error);
    }
    return lt_corpus_tokens(gathered->submission, 0, (size_t)gathered->submission->token_count, &unused, &s->own,
                            error);
}

int lt_probe_stock_count(const lt_probe_corpus *gathered, const lt_probe_stock_options *options, lt_passages *passages,
                         leitong_error *error)
{
    bool any = false;
    for (size_t i = 0; i < passages->count && !any; i++) {
        any = passages->items[i].document_a != gathered->own;
    }
    if (!any) {
        return 0;
    }
    probe_stock s = {.gathered = gathered, .options = options};
    lt_stock stock = {0};
    int code = 0;
    LT_TRY_GOTO(done, stock_open(&s, error));
    LT_TRY_GOTO(done, stock_stretches(&s, passages, error));
    LT_TRY_GOTO(done, stock_seeds(&s, error));
    stock_mark(&s);
    LT_TRY_GOTO(done, lt_stock_find(&gathered->corpus, s.marks, options->shape.run, &stock, error));
    for (size_t i = 0; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        if (p->document_a != gathered->own) {
            p->stock = lt_stock_matched(&stock, p, passages->edits);
        }
    }
done:
    lt_stock_clear(&stock);
    stock_close(&s);
    return code;
}

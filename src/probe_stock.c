#include "probe_stock.h"

#include "buffer.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

typedef struct probe_stock {
    const lt_excerpt *excerpt;
    const lt_probe_stock_options *options;
    const uint32_t *own; /* the submission's tokens */
    uint64_t *marks;     /* a bit for each token of the excerpt: here begins a run that stands in `stock` documents */
    /* Of the stretch looked at: */
    const uint32_t *tokens;
    uint32_t first, count; /* its first token within the document; tokens */
    uint64_t *token_hashes;
    size_t token_hash_capacity;
    uint64_t *hashes;
    /* Of one seed's runs, by offset from the run's begin to the seed: */
    uint32_t *documents, *last; /* distinct documents found; the last of them */
    lt_view_places asked;
    uint32_t *context; /* tokens around another place */
    size_t hash_capacity, context_capacity;
    lt_spool_scratch scratch;
} probe_stock;

static uint32_t stock_least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

static int stock_order(const void *left, const void *right)
{
    const lt_view_place *a = left;
    const lt_view_place *b = right;
    return (a->document > b->document) - (a->document < b->document);
}

/* Another place of the seed at `seed` of the stretch: counts its document for the runs [least, most] that it shares.
 * `tokens` are `count` tokens around the place, which begins at `at`. */
static void stock_tally(probe_stock *s, uint32_t seed, uint32_t least, uint32_t most, uint32_t document,
                        const uint32_t *tokens, uint32_t count, uint32_t at)
{
    const lt_winnow *shape = &s->options->shape;
    uint32_t width = shape->width;
    if (memcmp(s->tokens + seed, tokens + at, width * sizeof *tokens) != 0) {
        return;
    }
    uint32_t reach = shape->window - 1;
    uint32_t before = lt_edit_equal_before(s->tokens + seed, tokens + at, stock_least(stock_least(seed, at), reach));
    uint32_t room = stock_least(s->count - seed - width, count - at - width);
    uint32_t behind = lt_edit_equal_after(s->tokens + seed + width, tokens + at + width, stock_least(room, reach));
    for (uint32_t o = least; o <= most; o++) {
        if (o <= before && reach - o <= behind && (s->documents[o] == 0 || s->last[o] != document)) {
            s->documents[o]++;
            s->last[o] = document;
        }
    }
}

/* Whether all runs [least, most] were found in enough documents. */
static bool stock_settled(const probe_stock *s, uint32_t least, uint32_t most)
{
    bool settled = true;
    for (uint32_t o = least; o <= most && settled; o++) {
        settled = s->documents[o] >= s->options->stock;
    }
    return settled;
}

/* `tags`: of the seed's neighbours in the stretch. */
static int stock_place(probe_stock *s, uint32_t seed, uint32_t tags, uint32_t least, uint32_t most,
                       const lt_view_place *place, leitong_error *error)
{
    const lt_view *view = s->excerpt->view;
    const lt_winnow *shape = &s->options->shape;
    uint32_t reach = shape->window - 1;
    uint32_t before;
    uint32_t behind;
    lt_view_tags_reach(tags, place->tags, &before, &behind);
    if ((uint64_t)before + behind < reach) {
        return 0;
    }
    lt_view_document row;
    int code = view->document(view->context, place->document, &row, error);
    if (code != 0) {
        return code;
    }
    uint32_t begin = place->at < reach ? 0 : place->at - reach;
    uint32_t count = stock_least(row.token_count - begin, place->at - begin + shape->width + reach);
    code = lt_buffer_reserve(&s->context, &s->context_capacity, count, sizeof *s->context, error);
    code = code != 0 ? code : view->tokens(view->context, place->document, begin, count, s->context, error);
    if (code == 0) {
        stock_tally(s, seed, least, most, place->document, s->context, count, place->at - begin);
    }
    return code;
}

/* The submission's seed of this hash, or NULL. */
static const lt_probe_seed *stock_known(const lt_probe_known *known, uint64_t hash)
{
    size_t low = 0;
    size_t high = known->count;
    uint64_t order = lt_view_seed_order(hash);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lt_view_seed_order(known->own[known->seeds[middle].own_begin].key) < order) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < known->count && known->own[known->seeds[low].own_begin].key == hash;
    return found ? &known->seeds[low] : NULL;
}

/* Into `asked`: all places of a seed but the submission's. */
static int stock_ask(probe_stock *s, uint64_t hash, const lt_probe_seed *seed, leitong_error *error)
{
    const lt_view *view = s->excerpt->view;
    lt_view_places *asked = &s->asked;
    asked->count = 0;
    size_t end;
    int code = 0;
    if (seed == NULL) {
        code = view->seeds(view->context, &hash, 1, asked, &end, error);
    } else if (seed->end > seed->begin) {
        code = lt_buffer_reserve(&asked->items, &asked->capacity, seed->end - seed->begin, sizeof *asked->items, error);
        if (code == 0) {
            asked->count = seed->end - seed->begin;
            memcpy(asked->items, s->options->known->places + seed->begin, asked->count * sizeof *asked->items);
        }
    }
    return code;
}

/* Ascending by document: most views tell places so. */
static void stock_sort(lt_view_places *asked)
{
    bool sorted = true;
    for (size_t i = 1; i < asked->count && sorted; i++) {
        sorted = asked->items[i - 1].document <= asked->items[i].document;
    }
    if (!sorted) {
        qsort(asked->items, asked->count, sizeof *asked->items, stock_order);
    }
}

/* The runs that begin at [begin, end) of the stretch and chose the seed at `seed`. `token`: the stretch's first, in the
 * excerpt. */
static int stock_runs(probe_stock *s, uint64_t token, uint32_t begin, uint32_t end, uint32_t seed, leitong_error *error)
{
    const lt_probe_known *known = s->options->known;
    const lt_probe_seed *own = stock_known(known, s->hashes[seed]);
    uint32_t least = seed - (end - 1);
    uint32_t most = seed - begin;
    uint32_t own_count = (uint32_t)s->excerpt->submission->documents[0].token_count;
    int code = stock_ask(s, s->hashes[seed], own, error);
    if (code != 0 || s->asked.count + 1 < s->options->stock) {
        return code;
    }
    stock_sort(&s->asked);
    uint32_t tags = lt_view_tags(s->excerpt->corpus.lexicon, s->tokens, s->count, seed, s->options->shape.width);
    for (uint32_t o = least; o <= most; o++) {
        s->documents[o] = 0;
    }
    for (size_t i = own != NULL ? own->own_begin : 0; own != NULL && i < own->own_end; i++) {
        stock_tally(s, seed, least, most, LT_VIEW_NONE, s->own, own_count, (uint32_t)known->own[i].value);
    }
    for (size_t i = 0; i < s->asked.count && code == 0 && !stock_settled(s, least, most); i++) {
        if (s->asked.items[i].document != s->options->without) {
            code = stock_place(s, seed, tags, least, most, &s->asked.items[i], error);
        }
    }
    for (uint32_t o = least; o <= most && code == 0; o++) {
        if (s->documents[o] >= s->options->stock) {
            uint64_t at = token + seed - o;
            s->marks[at / 64] |= UINT64_C(1) << at % 64;
        }
    }
    return code;
}

/* Marks the runs that begin at tokens [begin, end) of a document. */
static int stock_stretch(probe_stock *s, uint32_t document, uint32_t begin, uint32_t end, leitong_error *error)
{
    const lt_document *d = &s->excerpt->corpus.documents[document];
    const lt_winnow *shape = &s->options->shape;
    uint32_t reach = shape->window - 1;
    uint32_t room = (uint32_t)d->token_count;
    end = stock_least(end, room < shape->run ? 0 : room - shape->run + 1);
    if (begin >= end) {
        return 0;
    }
    s->first = begin < reach ? 0 : begin - reach;
    s->count = stock_least(room, end - 1 + shape->run + reach) - s->first;
    size_t windows = s->count - shape->width + 1;
    int code =
        lt_corpus_tokens(&s->excerpt->corpus, d->token_begin + s->first, s->count, &s->scratch, &s->tokens, error);
    code = code != 0 ? code : lt_buffer_reserve(&s->hashes, &s->hash_capacity, windows, sizeof *s->hashes, error);
    code = code != 0
               ? code
               : lt_buffer_reserve(&s->token_hashes, &s->token_hash_capacity, s->count, sizeof *s->token_hashes, error);
    if (code != 0) {
        return code;
    }
    lt_lexicon_token_hashes(s->excerpt->corpus.lexicon, s->tokens, s->count, s->token_hashes);
    lt_hash_windows(s->token_hashes, windows, shape->width * sizeof *s->token_hashes, sizeof *s->token_hashes,
                    s->hashes);
    uint32_t from = begin - s->first;
    uint32_t chosen = 0;
    for (uint32_t run = from; run <= end - s->first && code == 0; run++) {
        uint32_t seed = run;
        for (uint32_t i = run + 1; run < end - s->first && i < run + shape->window; i++) {
            seed = s->hashes[i] <= s->hashes[seed] ? i : seed; /* the rightmost least, as winnow chooses */
        }
        if (run == end - s->first || (run > from && seed != chosen)) {
            code = stock_runs(s, d->token_begin + s->first, from, run, chosen, error);
            from = run;
        }
        chosen = seed;
    }
    return code;
}

/* A passage's neighbourhood: no run that begins further off can decide whether a token of it is stock. */
static int stock_mark(probe_stock *s, const lt_passages *passages, leitong_error *error)
{
    uint32_t document = LT_VIEW_NONE;
    uint32_t done = 0;
    int code = 0;
    for (size_t i = 0; i < passages->count && code == 0; i++) {
        const lt_passage *p = &passages->items[i];
        if (p->document_a == s->excerpt->own) {
            continue;
        }
        uint32_t begin = p->a_begin < LT_STOCK_LONGEST ? 0 : p->a_begin - LT_STOCK_LONGEST;
        uint32_t end = p->a_end + LT_STOCK_LONGEST;
        if (p->document_a == document && begin < done) {
            begin = done;
        }
        if (end > begin) {
            code = stock_stretch(s, p->document_a, begin, end, error);
            done = end;
        }
        document = p->document_a;
    }
    return code;
}

static int stock_open(probe_stock *s, leitong_error *error)
{
    const lt_excerpt *excerpt = s->excerpt;
    size_t window = s->options->shape.window;
    s->marks = calloc(excerpt->corpus.token_count / 64 + 1, sizeof *s->marks);
    s->documents = malloc(window * sizeof *s->documents);
    s->last = malloc(window * sizeof *s->last);
    if (s->marks == NULL || s->documents == NULL || s->last == NULL) {
        return lt_error_memory(error);
    }
    lt_spool_scratch unused = {0}; /* the submission's tokens are in memory */
    return lt_corpus_tokens(excerpt->submission, 0, (size_t)excerpt->submission->token_count, &unused, &s->own, error);
}

int lt_probe_stock_count(const lt_excerpt *excerpt, const lt_probe_stock_options *options, lt_passages *passages,
                         leitong_error *error)
{
    bool any = false;
    for (size_t i = 0; i < passages->count && !any; i++) {
        any = passages->items[i].document_a != excerpt->own;
    }
    if (!any) {
        return 0;
    }
    probe_stock s = {.excerpt = excerpt, .options = options};
    lt_stock stock = {0};
    int code = stock_open(&s, error);
    code = code != 0 ? code : stock_mark(&s, passages, error);
    code = code != 0 ? code : lt_stock_find(&excerpt->corpus, s.marks, options->shape.run, &stock, error);
    for (size_t i = 0; i < passages->count && code == 0; i++) {
        lt_passage *p = &passages->items[i];
        if (p->document_a != excerpt->own) {
            p->stock = lt_stock_matched(&stock, p, passages->edits);
        }
    }
    lt_stock_clear(&stock);
    lt_spool_scratch_clear(&s.scratch);
    free(s.marks);
    free(s.documents);
    free(s.last);
    free(s.hashes);
    free(s.token_hashes);
    free(s.asked.items);
    free(s.context);
    return code;
}

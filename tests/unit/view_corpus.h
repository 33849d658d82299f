/* view_corpus: an index's view of documents in memory, by plain search through sorted arrays; numbers are scattered and
 * run against the order of ids, as an index's may. */
#ifndef VIEW_CORPUS_H
#define VIEW_CORPUS_H

#include "test.h"

#include "engine/ingest.h"
#include "index/view.h"
#include "leitong/leitong.h"
#include "sketch/bands.h"
#include "sketch/winnow.h"
#include "text/fold.h"

typedef struct view_entry {
    uint64_t key;
    lt_view_place place;
} view_entry;

/* A paragraph in a bucket. */
typedef struct view_member {
    uint64_t key;  /* band << 32 | key */
    uint64_t hash; /* of its content */
    uint32_t paragraph;
} view_member;

typedef struct view_corpus {
    lt_view view;
    lt_view_parameters parameters;
    lt_corpus corpus;
    view_member *members; /* sorted by (key, hash, paragraph) */
    view_entry *seeds;    /* sorted by key */
    uint64_t *hashes;     /* [paragraph], of its content; on arrival, in that order */
    uint32_t *keys;       /* [paragraph × bands]; likewise */
    size_t member_count, seed_count, hash_count;
    uint64_t questions;
} view_corpus;

static inline uint32_t view_number(const lt_corpus *corpus, size_t document)
{
    return (uint32_t)(3 * (corpus->document_count - document));
}

static inline size_t view_index(const lt_corpus *corpus, uint32_t number)
{
    assert_int_equal(number % 3, 0);
    assert_in_range(number, 3, 3 * corpus->document_count);
    return corpus->document_count - number / 3;
}

static inline int view_find(void *context, const char *id, uint32_t *ret_document, leitong_error *error)
{
    view_corpus *v = context;
    (void)error;
    v->questions++;
    *ret_document = LT_VIEW_NONE;
    for (size_t i = 0; i < v->corpus.document_count; i++) {
        if (strcmp(v->corpus.documents[i].id, id) == 0) {
            *ret_document = view_number(&v->corpus, i);
        }
    }
    return 0;
}

static inline int view_document(void *context, uint32_t document, lt_view_document *ret_row, leitong_error *error)
{
    view_corpus *v = context;
    (void)error;
    v->questions++;
    const lt_document *d = &v->corpus.documents[view_index(&v->corpus, document)];
    *ret_row = (lt_view_document){.id = d->id,
                                  .title = d->title,
                                  .title_from = d->title_from,
                                  .date_from = d->date_from,
                                  .date = d->date,
                                  .series = d->series,
                                  .author = d->author,
                                  .hash = {d->hash[0], d->hash[1]},
                                  .source_size = d->source_size,
                                  .text_size = d->text_size,
                                  .token_count = (uint32_t)d->token_count,
                                  .paragraph_count = d->paragraph_count,
                                  .encoding = d->encoding,
                                  .bom = d->bom,
                                  .utf8_is_source = d->utf8_is_source};
    return 0;
}

static inline int view_paragraphs(void *context, uint32_t document, uint32_t first, uint32_t count,
                                  lt_paragraph *ret_rows, leitong_error *error)
{
    view_corpus *v = context;
    (void)error;
    v->questions++;
    const lt_document *d = &v->corpus.documents[view_index(&v->corpus, document)];
    assert_true(first + count <= d->paragraph_count);
    for (uint32_t i = 0; i < count; i++) {
        ret_rows[i] = v->corpus.paragraphs[d->paragraph_begin + first + i];
        ret_rows[i].token_begin -= d->token_begin;
        ret_rows[i].document = document;
    }
    return 0;
}

static inline int view_tokens(void *context, uint32_t document, uint32_t begin, uint32_t count, uint32_t *ret_tokens,
                              leitong_error *error)
{
    view_corpus *v = context;
    v->questions++;
    const lt_document *d = &v->corpus.documents[view_index(&v->corpus, document)];
    lt_spool_scratch scratch = {0};
    const uint32_t *tokens;
    assert_true((uint64_t)begin + count <= d->token_count);
    assert_int_equal(lt_corpus_tokens(&v->corpus, d->token_begin + begin, count, &scratch, &tokens, error), 0);
    memcpy(ret_tokens, tokens, count * sizeof *tokens);
    return 0;
}

static inline int view_bytes(view_corpus *v, uint64_t at, uint64_t begin, size_t size, uint64_t most,
                             uint8_t *ret_bytes, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    const void *bytes;
    v->questions++;
    assert_true(begin + size <= most);
    assert_int_equal(lt_spool_view(v->corpus.text, at + begin, size, &scratch, &bytes, error), 0);
    memcpy(ret_bytes, bytes, size);
    return 0;
}

static inline int view_source(void *context, uint32_t document, uint64_t begin, size_t size, uint8_t *ret_bytes,
                              leitong_error *error)
{
    view_corpus *v = context;
    const lt_document *d = &v->corpus.documents[view_index(&v->corpus, document)];
    return view_bytes(v, d->source_at, begin, size, d->source_size, ret_bytes, error);
}

static inline int view_text(void *context, uint32_t document, uint64_t begin, size_t size, uint8_t *ret_bytes,
                            leitong_error *error)
{
    view_corpus *v = context;
    const lt_document *d = &v->corpus.documents[view_index(&v->corpus, document)];
    return view_bytes(v, d->text_at, begin, size, d->text_size, ret_bytes, error);
}

static inline int view_entry_order(const void *left, const void *right)
{
    const view_entry *a = left;
    const view_entry *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return memcmp(&a->place, &b->place, sizeof a->place);
}

static inline int view_lookup(const view_entry *entries, size_t count, uint64_t key, lt_view_places *places)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entries[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < count && entries[low].key == key; low++) {
        if (places->count == places->capacity) {
            size_t more = 2 * places->capacity + 8;
            lt_view_place *grown = realloc(places->items, more * sizeof *grown);
            if (grown == NULL) {
                return LEITONG_EMEMORY;
            }
            places->items = grown;
            places->capacity = more;
        }
        places->items[places->count++] = entries[low].place;
    }
    return 0;
}

static inline int view_lookups(view_corpus *v, const view_entry *entries, size_t entry_count, const uint64_t *keys,
                               size_t count, lt_view_places *places, size_t *ret_ends)
{
    int code = 0;
    for (size_t i = 0; i < count && code == 0; i++) {
        v->questions++;
        code = view_lookup(entries, entry_count, keys[i], places);
        ret_ends[i] = places->count;
    }
    return code;
}

static inline size_t view_bucket(const view_corpus *v, uint64_t key)
{
    size_t low = 0;
    size_t high = v->member_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->members[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* One bucket's contents, behind those that are there. */
static inline int view_band(const view_corpus *v, const lt_view_buckets *ask, uint64_t key, lt_view_contents *contents)
{
    size_t before = contents->count;
    for (size_t i = view_bucket(v, key); i < v->member_count && v->members[i].key == key; i++) {
        const view_member *m = &v->members[i];
        const lt_paragraph *p = &v->corpus.paragraphs[m->paragraph];
        uint32_t document = view_number(&v->corpus, p->document);
        bool repeated = contents->count > before && contents->items[contents->count - 1].hash == m->hash;
        if (repeated || document == ask->without) {
            continue;
        }
        if (contents->count - before == ask->most) {
            break;
        }
        if (contents->count == contents->capacity) {
            size_t more = 2 * contents->capacity + 8;
            lt_view_content *grown = realloc(contents->items, more * sizeof *grown);
            if (grown == NULL) {
                return LEITONG_EMEMORY;
            }
            contents->items = grown;
            contents->capacity = more;
        }
        uint32_t at = m->paragraph - v->corpus.documents[p->document].paragraph_begin;
        contents->items[contents->count++] = (lt_view_content){m->hash, document, at};
    }
    return 0;
}

static inline int view_bands(void *context, const lt_view_buckets *ask, lt_view_contents *contents, size_t *ret_ends,
                             leitong_error *error)
{
    view_corpus *v = context;
    int code = 0;
    (void)error;
    for (size_t i = 0; i < ask->count && code == 0; i++) {
        v->questions++;
        code = view_band(v, ask, ask->keys[i], contents);
        ret_ends[i] = contents->count;
    }
    return code;
}

static inline int view_seeds(void *context, const uint64_t *hashes, size_t count, lt_view_places *places,
                             size_t *ret_ends, leitong_error *error)
{
    view_corpus *v = context;
    (void)error;
    return view_lookups(v, v->seeds, v->seed_count, hashes, count, places, ret_ends);
}

static inline int view_on_keys(void *context, const uint64_t hash[2], const uint32_t *keys, leitong_error *error)
{
    view_corpus *v = context;
    unsigned bands = v->parameters.bands;
    size_t row = v->hash_count++;
    (void)error;
    v->hashes = realloc(v->hashes, v->hash_count * sizeof *v->hashes);
    v->keys = realloc(v->keys, v->hash_count * bands * sizeof *v->keys);
    if (v->hashes == NULL || v->keys == NULL) {
        abort();
    }
    v->hashes[row] = hash[0];
    memcpy(v->keys + row * bands, keys, bands * sizeof *keys);
    return 0;
}

static inline int view_member_order(const void *left, const void *right)
{
    const view_member *a = left;
    const view_member *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->paragraph > b->paragraph) - (a->paragraph < b->paragraph);
}

/* Paragraphs, their hashes and keys, in order; all buckets. */
static inline void view_settle(view_corpus *v)
{
    unsigned bands = v->parameters.bands;
    size_t count = v->corpus.paragraph_count;
    uint32_t *places = malloc((count + 1) * sizeof *places);
    uint64_t *hashes = malloc((count + 1) * sizeof *hashes);
    uint32_t *keys = malloc((count * bands + 1) * sizeof *keys);
    v->members = malloc((count * bands + 1) * sizeof *v->members);
    if (places == NULL || hashes == NULL || keys == NULL || v->members == NULL) {
        abort();
    }
    assert_int_equal(v->hash_count, count);
    assert_int_equal(lt_corpus_settle(&v->corpus, places, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        hashes[places[i]] = v->hashes[i];
        memcpy(keys + places[i] * bands, v->keys + i * bands, bands * sizeof *keys);
    }
    free(v->hashes);
    free(v->keys);
    free(places);
    v->hashes = hashes;
    v->keys = keys;
    for (size_t i = 0; i < count * bands; i++) {
        v->members[v->member_count++] =
            (view_member){(uint64_t)(i % bands) << 32 | keys[i], hashes[i / bands], (uint32_t)(i / bands)};
    }
    qsort(v->members, v->member_count, sizeof *v->members, view_member_order);
}

static inline void view_winnow(view_corpus *v)
{
    lt_winnow shape = lt_winnow_shape(v->parameters.run);
    v->seeds = malloc((v->corpus.token_count + 1) * sizeof *v->seeds);
    for (size_t i = 0; i < v->corpus.document_count; i++) {
        const lt_document *d = &v->corpus.documents[i];
        size_t count = (size_t)d->token_count;
        lt_spool_scratch scratch = {0};
        const uint32_t *tokens;
        lt_record *seeds = malloc((count + 1) * sizeof *seeds);
        uint64_t *hashes = malloc((2 * count + 1) * sizeof *hashes); /* of seeds, then of tokens */
        assert_int_equal(lt_corpus_tokens(&v->corpus, d->token_begin, count, &scratch, &tokens, NULL), 0);
        lt_lexicon_token_hashes(v->corpus.lexicon, tokens, count, hashes + count);
        size_t found = lt_winnow_seeds(&shape, &(lt_winnow_stretch){hashes + count, count, false, 0}, hashes, seeds);
        if (count > 0 && count < shape.run) {
            seeds[found++] = (lt_record){lt_winnow_whole(hashes + count, count), 0};
        }
        for (size_t s = 0; s < found; s++) {
            uint32_t tags = lt_view_tags(v->corpus.lexicon, tokens, count, (size_t)seeds[s].value, shape.width);
            v->seeds[v->seed_count++] =
                (view_entry){seeds[s].key, {view_number(&v->corpus, i), (uint32_t)seeds[s].value, tags}};
        }
        free(seeds);
        free(hashes);
    }
    qsort(v->seeds, v->seed_count, sizeof *v->seeds, view_entry_order);
}

static inline int view_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 0;
}

/* Fills *v, which must stay where it is. */
static inline void view_open(view_corpus *v, const leitong_document *documents, size_t count,
                             const leitong_scan_options *options)
{
    memset(v, 0, sizeof *v);
    v->parameters = (lt_view_parameters){.threshold = options->threshold,
                                         .recall = options->recall,
                                         .shingle = options->shingle,
                                         .run = options->run,
                                         .paragraph = options->paragraph,
                                         .fold_han = options->fold_han != 0};
    lt_view_parameters *o = &v->parameters;
    assert_int_equal(lt_bands_derive(o->threshold, o->recall, &o->bands, &o->rows, NULL), 0);
    lt_ingest_options ingesting = {.shingle = o->shingle,
                                   .bands = o->bands,
                                   .rows = o->rows,
                                   .fold_flags = o->fold_han ? LT_FOLD_HAN : 0,
                                   .paragraph = (lt_paragraph_mode)o->paragraph,
                                   .batch = 1U << 20,
                                   .skip = view_skip,
                                   .keys = view_on_keys,
                                   .keys_context = v};
    lt_workers *workers = NULL;
    lt_ingest *ingest = NULL;
    assert_int_equal(lt_corpus_init(&v->corpus, NULL, NULL), 0);
    assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
    assert_int_equal(lt_ingest_new(&ingesting, &v->corpus, NULL, workers, &ingest, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(lt_ingest_add(ingest, &documents[i], NULL), 0);
    }
    assert_int_equal(lt_ingest_finish(ingest, NULL), 0);
    lt_ingest_free(ingest);
    lt_workers_free(workers);
    view_settle(v);
    view_winnow(v);
    v->view = (lt_view){.context = v,
                        .parameters = o,
                        .lexicon = v->corpus.lexicon,
                        .find = view_find,
                        .document = view_document,
                        .paragraphs = view_paragraphs,
                        .tokens = view_tokens,
                        .source = view_source,
                        .text = view_text,
                        .bands = view_bands,
                        .seeds = view_seeds};
}

static inline void view_close(view_corpus *v)
{
    lt_corpus_clear(&v->corpus);
    free(v->members);
    free(v->seeds);
    free(v->hashes);
    free(v->keys);
}

#endif

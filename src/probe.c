#include "probe.h"

#include "assemble.h"
#include "assemble_passages.h"
#include "buffer.h"
#include "error.h"
#include "ingest.h"
#include "match/lookup.h"
#include "omitted.h"
#include "probe_pairs.h"
#include "probe_passages.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROBE_BATCH (1U << 20) /* bytes */

typedef struct probe {
    const lt_view *view;
    const lt_probe_options *options;
    lt_workers *workers; /* one: a view is asked by one thread */
    lt_corpus submission;
    uint32_t *keys;        /* [paragraph × bands] */
    uint64_t (*hashes)[2]; /* [paragraph]: its content's */
    size_t key_count, key_capacity, hash_capacity;
    uint32_t earlier;
    lt_probe_pairs pairs;
    lt_probe_passages passages;
    lt_lookup lookup; /* the view's number → place in `documents` */
    uint32_t *documents;
    size_t document_capacity;
    lt_excerpt *excerpt; /* of documents that a row names */
    lt_omitted omitted;
    leitong_result *result;
} probe;

/* The one document can't be decoded: that is the caller's error, not something to pass over. */
static int probe_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

static int probe_on_keys(void *context, const uint64_t hash[2], const uint32_t *keys, leitong_error *error)
{
    probe *p = context;
    unsigned bands = p->view->parameters->bands;
    size_t row = p->key_count / bands;
    LT_TRY(lt_buffer_reserve(&p->keys, &p->key_capacity, p->key_count + bands, sizeof *p->keys, error));
    LT_TRY(lt_buffer_reserve(&p->hashes, &p->hash_capacity, row + 1, sizeof *p->hashes, error));
    memcpy(p->keys + p->key_count, keys, bands * sizeof *keys);
    memcpy(p->hashes[row], hash, sizeof p->hashes[row]);
    p->key_count += bands;
    return 0;
}

/* Submission → tokens and paragraphs, taken in as the index's documents were. */
static int probe_ingest(probe *p, const leitong_document *document, leitong_error *error)
{
    const lt_view_parameters *o = p->view->parameters;
    lt_ingest_options options = {.shingle = o->shingle,
                                 .bands = o->bands,
                                 .rows = o->rows,
                                 .fold_flags = o->fold_han ? LT_FOLD_HAN : 0,
                                 .paragraph = (lt_paragraph_mode)o->paragraph,
                                 .batch = PROBE_BATCH,
                                 .skip = probe_skip,
                                 .keys = probe_on_keys,
                                 .keys_context = p};
    lt_ingest *ingest = NULL;
    leitong_document named = *document;
    named.id = p->options->id != NULL ? p->options->id : document->id;
    int code = lt_corpus_init(&p->submission, NULL, error);
    if (code == 0) {
        lt_corpus_share_lexicon(&p->submission, p->view->lexicon);
    }
    code = code != 0 ? code : lt_workers_new(1, &p->workers, error);
    code = code != 0 ? code : lt_ingest_new(&options, &p->submission, NULL, p->workers, &ingest, error);
    code = code != 0 ? code : lt_ingest_add(ingest, &named, error);
    code = code != 0 ? code : lt_ingest_finish(ingest, error);
    lt_ingest_free(ingest);
    /* Of one document paragraphs arrive in order, and so do their keys. */
    code = code != 0 ? code : lt_corpus_settle(&p->submission, NULL, error);
    if (code == 0 && p->submission.token_count == 0) {
        code = lt_error_at(error, LEITONG_EINPUT, named.id, LEITONG_NO_OFFSET, "no text: nothing can be compared");
    }
    return code != 0 ? code : p->view->find(p->view->context, named.id, &p->earlier, error);
}

static int probe_find(probe *p, leitong_error *error)
{
    lt_probe_submission submission = {&p->submission, p->keys, (const uint64_t(*)[2])p->hashes, p->earlier};
    int code = lt_probe_pairs_find(p->view, &submission, p->workers, &p->pairs, error);
    if (code == 0 && p->options->passages) {
        code = lt_probe_passages_find(p->view, &p->submission, p->earlier, p->options->stock, p->workers, &p->passages,
                                      error);
    }
    return code;
}

static int probe_name(probe *p, uint32_t number, leitong_error *error)
{
    uint32_t known = p->lookup.count;
    uint32_t place;
    int code = number == LT_VIEW_NONE ? 0 : lt_lookup_add(&p->lookup, number, &place, error);
    if (code == 0 && p->lookup.count > known) {
        code = lt_buffer_reserve(&p->documents, &p->document_capacity, p->lookup.count, sizeof *p->documents, error);
        if (code == 0) {
            p->documents[known] = number;
        }
    }
    return code;
}

/* The documents of passages and phrases. */
static int probe_name_passages(probe *p, const lt_excerpt *excerpt, leitong_error *error)
{
    const lt_passage_result *found = &p->passages.found;
    int code = 0;
    for (size_t i = 0; i < found->passages.count && code == 0; i++) {
        const lt_passage *passage = &found->passages.items[i];
        code = probe_name(p, excerpt->numbers[passage->document_a], error);
        code = code != 0 ? code : probe_name(p, excerpt->numbers[passage->document_b], error);
    }
    for (size_t i = 0; i < found->place_count && code == 0; i++) {
        code = probe_name(p, excerpt->numbers[found->places[i].document], error);
    }
    return code;
}

/* The documents that rows name, in an excerpt of their own. */
static int probe_excerpt(probe *p, leitong_error *error)
{
    int code = 0;
    for (size_t i = 0; i < p->pairs.count && code == 0; i++) {
        code = probe_name(p, p->pairs.items[i].document, error);
    }
    if (code == 0 && p->passages.excerpt != NULL) {
        code = probe_name_passages(p, p->passages.excerpt, error);
    }
    code =
        code != 0 ? code : lt_excerpt_new(p->view, &p->submission, p->documents, p->lookup.count, &p->excerpt, error);
    return code != 0 ? code : lt_excerpt_paragraphs(p->excerpt, error);
}

/* A document of the passages' excerpt, or UINT32_MAX where no row names it. */
static uint32_t probe_renumber(const probe *p, uint32_t document)
{
    uint32_t number = p->passages.excerpt->numbers[document];
    if (number == LT_VIEW_NONE) {
        return p->excerpt->own;
    }
    uint32_t place = lt_lookup_find(&p->lookup, number);
    return place == LT_LOOKUP_NONE ? UINT32_MAX : p->excerpt->of[place];
}

/* Both excerpts are in order of ids, so that order stays what it was. */
static void probe_renumber_all(probe *p)
{
    lt_passage_result *found = &p->passages.found;
    for (size_t i = 0; i < found->passages.count; i++) {
        lt_passage *passage = &found->passages.items[i];
        passage->document_a = probe_renumber(p, passage->document_a);
        passage->document_b = probe_renumber(p, passage->document_b);
    }
    for (size_t i = 0; i < found->place_count; i++) {
        found->places[i].document = probe_renumber(p, found->places[i].document);
    }
    size_t kept = 0;
    for (size_t i = 0; i < found->stock_count; i++) {
        lt_place stretch = found->stock[i];
        stretch.document = probe_renumber(p, stretch.document);
        if (stretch.document != UINT32_MAX) {
            found->stock[kept++] = stretch;
        }
    }
    found->stock_count = kept;
}

/* Rows of pairs, in the excerpt's numbers; what was left out. */
static int probe_assemble_pairs(probe *p, leitong_error *error)
{
    const lt_corpus *corpus = &p->excerpt->corpus;
    lt_pair *rows = malloc((p->pairs.count + 1) * sizeof *rows);
    if (rows == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < p->pairs.count; i++) {
        const lt_probe_pair *pair = &p->pairs.items[i];
        uint32_t document = pair->document == LT_VIEW_NONE ? p->excerpt->own
                                                           : p->excerpt->of[lt_lookup_find(&p->lookup, pair->document)];
        uint32_t own = corpus->documents[p->excerpt->own].paragraph_begin + pair->paragraph;
        uint32_t other = corpus->documents[document].paragraph_begin + pair->other;
        lt_overlap turned = {pair->overlap.shared, pair->overlap.b, pair->overlap.a};
        rows[i] = own < other ? (lt_pair){own, other, pair->overlap} : (lt_pair){other, own, turned};
    }
    int code = lt_assemble_pairs(corpus, rows, p->pairs.count, p->result, error);
    free(rows);
    code = code != 0 ? code : lt_omitted_count(&p->omitted, "paragraph", "crowded", p->pairs.crowded, error);
    return code != 0 ? code : lt_omitted_finish(&p->omitted, p->result, error);
}

static void probe_describe(const probe *p)
{
    const lt_view_parameters *o = p->view->parameters;
    leitong_result_run *run = &p->result->run;
    run->threshold = o->threshold;
    run->recall = o->recall;
    run->bands = o->bands;
    run->rows = o->rows;
    run->shingle = o->shingle;
    run->run = o->run;
    run->stock = p->options->stock;
    run->bucket_first = LT_PROBE_MOST;
    run->pairs = LEITONG_PAIRS_MEDOID; /* not all pairs */
    run->paragraph = o->paragraph;
    run->fold_han = o->fold_han;
    run->passages = p->options->passages;
    run->verified = p->pairs.verified;
}

static int probe_assemble(probe *p, leitong_error *error)
{
    const lt_view_parameters *o = p->view->parameters;
    lt_assemble_passages_options options = {.threshold = (uint64_t)llround(o->threshold * 1e9),
                                            .fold_flags = o->fold_han ? LT_FOLD_HAN : 0};
    int code = probe_excerpt(p, error);
    code = code != 0 ? code : lt_result_new(&p->result, error);
    code = code != 0 ? code : probe_assemble_pairs(p, error);
    code = code != 0 ? code : lt_assemble_documents(&p->excerpt->corpus, p->result, error);
    if (code == 0 && p->options->passages) {
        probe_renumber_all(p);
        code = lt_assemble_passages(&p->excerpt->corpus, &p->passages.found, &options, p->workers, p->result, error);
    }
    code = code != 0 ? code : lt_assemble_source(&p->excerpt->corpus, error);
    if (code != 0) {
        return code;
    }
    lt_assemble_spans(&p->excerpt->corpus, p->result);
    probe_describe(p);
    lt_corpus corpus;
    code = lt_excerpt_take(p->excerpt, &corpus, error);
    if (code == 0) {
        code = lt_assemble_hand_over(&corpus, p->result, error);
        if (code != 0) {
            lt_corpus_clear(&corpus);
        }
    }
    return code;
}

int lt_probe_run(const lt_view *view, const leitong_document *document, const lt_probe_options *options,
                 lt_probe_found *ret_found, leitong_error *error)
{
    if (options->passages && (options->stock < 2 || options->stock > 1000000)) {
        return lt_error_set(error, LEITONG_EUSAGE, "stock must be 2 to 1000000 documents");
    }
    probe p = {.view = view, .options = options, .earlier = LT_VIEW_NONE};
    int code = probe_ingest(&p, document, error);
    code = code != 0 ? code : probe_find(&p, error);
    code = code != 0 ? code : probe_assemble(&p, error);
    if (code == 0) {
        *ret_found = (lt_probe_found){.result = p.result, .submission = p.excerpt->own, .earlier = p.earlier};
        p.result = NULL;
    }
    leitong_result_free(p.result);
    lt_excerpt_free(p.excerpt);
    lt_probe_passages_clear(&p.passages);
    lt_probe_pairs_clear(&p.pairs);
    lt_lookup_clear(&p.lookup);
    free(p.documents);
    free(p.keys);
    free(p.hashes);
    lt_omitted_clear(&p.omitted);
    lt_corpus_clear(&p.submission);
    lt_workers_free(p.workers);
    return code;
}

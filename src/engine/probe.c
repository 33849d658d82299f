#include "engine/probe.h"

#include "base/buffer.h"
#include "base/error.h"
#include "engine/assemble.h"
#include "engine/assemble_cases.h"
#include "engine/assemble_edits.h"
#include "engine/assemble_names.h"
#include "engine/assemble_passages.h"
#include "engine/ingest.h"
#include "engine/probe_boilerplate.h"
#include "engine/probe_pairs.h"
#include "engine/probe_passages.h"
#include "result/omitted.h"
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
    lt_probe_corpus *gathered; /* the submission and what of the index has to do with it */
    lt_probe_pairs pairs;
    lt_probe_seeds *seeds;
    lt_passage_result passages;
    lt_ranking ranking;
    lt_place *boilerplate; /* of the submission */
    size_t boilerplate_count;
    lt_omitted omitted;
    leitong_result *result;
    leitong_span *insteads; /* what the submission uses instead of names left behind */
} probe;

/* The one document can't be decoded: that is the caller's error, not something to pass over. */
static int probe_skip(void *context, const leitong_skip *skip)
{
    probe *p = context;
    return skip->is_note ? lt_omitted_add(&p->omitted, skip, NULL) : 1;
}

static int probe_on_keys(void *context, const uint64_t hash[2], const uint32_t *keys, leitong_error *error)
{
    probe *p = context;
    unsigned bands = p->view->parameters->bands;
    size_t row = p->key_count / bands;
    LT_TRY(LT_RESERVE(p->keys, p->key_capacity, p->key_count + bands, error));
    LT_TRY(LT_RESERVE(p->hashes, p->hash_capacity, row + 1, error));
    memcpy(p->keys + p->key_count, keys, bands * sizeof *keys);
    memcpy(p->hashes[row], hash, sizeof p->hashes[row]);
    p->key_count += bands;
    return 0;
}

/* Submission → tokens and paragraphs, with the parameters of the index's documents. */
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
                                 .skip_context = p,
                                 .keys = probe_on_keys,
                                 .keys_context = p};
    lt_ingest *ingest = NULL;
    int code = 0;
    LT_TRY(lt_corpus_init(&p->submission, NULL, error));
    lt_corpus_share_lexicon(&p->submission, p->view->lexicon);
    LT_TRY(lt_workers_new(1, &p->workers, error));
    LT_TRY(lt_ingest_new(&options, &p->submission, NULL, p->workers, &ingest, error));
    LT_TRY_GOTO(done, lt_ingest_add(ingest, document, error));
    LT_TRY_GOTO(done, lt_ingest_finish(ingest, error));
done:
    lt_ingest_free(ingest);
    return code;
}

/* The submission, settled, and the document that it would replace. */
static int probe_open(probe *p, const leitong_document *document, leitong_error *error)
{
    leitong_document named = *document;
    named.id = p->options->id != NULL ? p->options->id : document->id;
    named.own_author = NULL; /* it could call itself the author's own earlier work */
    LT_TRY(probe_ingest(p, &named, error));
    /* Of one document paragraphs arrive in order, and so do their keys. */
    LT_TRY(lt_corpus_settle(&p->submission, NULL, error));
    if (p->submission.token_count == 0) {
        return lt_error_at(error, LEITONG_EINPUT, named.id, LEITONG_NO_OFFSET, "no text: nothing can be compared");
    }
    return p->view->find(p->view->context, named.id, &p->earlier, error);
}

/* In order of ids, which decides what is side a of a row. */
static int probe_settle(probe *p, uint32_t *places, leitong_error *error)
{
    LT_TRY(lt_probe_corpus_settle(p->gathered, places, error));
    for (size_t i = 0; i < p->pairs.count; i++) {
        p->pairs.items[i].document = places[p->pairs.items[i].document];
    }
    if (p->seeds == NULL) {
        return 0;
    }
    return lt_probe_passages_find(p->seeds, places, p->workers, &p->passages, error);
}

/* Pairs, and passages with all that names the submission. */
static int probe_find(probe *p, leitong_error *error)
{
    lt_probe_submission submission = {&p->submission, p->keys, (const uint64_t(*)[2])p->hashes, p->earlier};
    LT_TRY(lt_probe_corpus_open(p->view, &p->submission, &p->gathered, error));
    LT_TRY(lt_probe_pairs_find(p->gathered, &submission, p->workers, &p->pairs, error));
    if (p->options->passages) {
        LT_TRY(lt_probe_seeds_new(p->gathered, p->earlier, p->options->stock, &p->seeds, error));
    }
    uint32_t *places = malloc(p->gathered->corpus.document_count * sizeof *places);
    int code = places == NULL ? lt_error_memory(error) : probe_settle(p, places, error);
    free(places);
    return code;
}

/* Documents that no row names go: `named` says which stay, `places` becomes where. Order stays what it was. */
static int probe_keep(probe *p, bool *named, uint32_t *places, leitong_error *error)
{
    lt_passage_result *found = &p->passages;
    for (size_t i = 0; i < p->pairs.count; i++) {
        named[p->pairs.items[i].document] = true;
    }
    for (size_t i = 0; i < found->passages.count; i++) {
        named[found->passages.items[i].document_a] = named[found->passages.items[i].document_b] = true;
    }
    for (size_t i = 0; i < found->place_count; i++) {
        named[found->places[i].document] = true;
    }
    LT_TRY(lt_probe_corpus_keep(p->gathered, named, places, error));
    for (size_t i = 0; i < p->pairs.count; i++) {
        p->pairs.items[i].document = places[p->pairs.items[i].document];
    }
    for (size_t i = 0; i < found->passages.count; i++) {
        lt_passage *passage = &found->passages.items[i];
        passage->document_a = places[passage->document_a];
        passage->document_b = places[passage->document_b];
    }
    for (size_t i = 0; i < found->place_count; i++) {
        found->places[i].document = places[found->places[i].document];
    }
    size_t kept = 0;
    for (size_t i = 0; i < found->stock_count; i++) {
        lt_place stretch = found->stock[i];
        if (named[stretch.document]) {
            stretch.document = places[stretch.document];
            found->stock[kept++] = stretch;
        }
    }
    found->stock_count = kept;
    return 0;
}

static int probe_trim(probe *p, leitong_error *error)
{
    size_t count = p->gathered->corpus.document_count;
    bool *named = calloc(count, sizeof *named);
    uint32_t *places = malloc(count * sizeof *places);
    int code = 0;
    if (named == NULL || places == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    named[p->gathered->own] = true;
    LT_TRY_GOTO(done, probe_keep(p, named, places, error));
done:
    free(named);
    free(places);
    return code;
}

/* Rows of pairs; what was left out. */
static int probe_assemble_pairs(probe *p, leitong_error *error)
{
    const lt_corpus *corpus = &p->gathered->corpus;
    lt_pair *rows = malloc((p->pairs.count + 1) * sizeof *rows);
    if (rows == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < p->pairs.count; i++) {
        const lt_probe_pair *pair = &p->pairs.items[i];
        uint32_t own = corpus->documents[p->gathered->own].paragraph_begin + pair->paragraph;
        uint32_t other = corpus->documents[pair->document].paragraph_begin + pair->other;
        lt_overlap turned = {pair->overlap.shared, pair->overlap.b, pair->overlap.a};
        rows[i] = own < other ? (lt_pair){own, other, pair->overlap} : (lt_pair){other, own, turned};
    }
    int code = lt_assemble_pairs(corpus, rows, p->pairs.count, p->result, error);
    free(rows);
    LT_TRY(code);
    LT_TRY(lt_omitted_count(&p->omitted, "paragraph", "crowded", p->pairs.crowded, error));
    return lt_omitted_finish(&p->omitted, p->result, error);
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
    run->bucket_first = LT_CLUSTER_FIRST;
    run->pairs = LEITONG_PAIRS_MEDOID; /* not all pairs */
    run->paragraph = o->paragraph;
    run->fold_han = o->fold_han;
    run->passages = run->names = p->options->passages;
    run->verified = p->pairs.verified;
}

/* Swaps and names left behind between the submission and the indexed documents. How rare a term is, and which names are
 * fixed, only these documents tell. */
static int probe_names(probe *p, leitong_error *error)
{
    const lt_corpus *corpus = &p->gathered->corpus;
    unsigned fold_flags = p->view->parameters->fold_han ? LT_FOLD_HAN : 0;
    lt_naming naming = {0};
    lt_naming_input input = {.corpus = corpus,
                             .passages = &p->passages.passages,
                             .salience = &p->ranking.salience,
                             .fold_flags = fold_flags};
    lt_assemble_names_input assemble = {corpus, &naming, fold_flags, p->workers};
    int code = 0;
    LT_TRY_GOTO(done, lt_naming_run(&input, p->workers, &naming, error));
    LT_TRY_GOTO(done, lt_assemble_names(&assemble, p->result, &p->insteads, error));
done:
    lt_naming_clear(&naming);
    return code;
}

static int probe_assemble(probe *p, leitong_error *error)
{
    const lt_view_parameters *o = p->view->parameters;
    lt_corpus *corpus = &p->gathered->corpus;
    lt_assemble_passages_options options = {
        .texts = &p->ranking.texts, .boilerplate_counts = true, .fold_flags = o->fold_han ? LT_FOLD_HAN : 0};
    LT_TRY(probe_trim(p, error));
    LT_TRY(lt_result_new(&p->result, error));
    LT_TRY(probe_assemble_pairs(p, error));
    LT_TRY(lt_assemble_documents(corpus, p->result, error));
    if (p->options->passages) {
        lt_ranking_options ranking = {p->options->compared, p->options->stock, o->run};
        LT_TRY(lt_ranking_make(corpus, &p->passages, &ranking, &p->ranking, error));
        LT_TRY(lt_probe_boilerplate_find(corpus, p->gathered->own, &p->passages, &p->boilerplate, &p->boilerplate_count,
                                         error));
        options.boilerplate = p->boilerplate;
        options.boilerplate_count = p->boilerplate_count;
        LT_TRY(lt_assemble_passages(corpus, &p->passages, &options, p->workers, p->result, error));
        LT_TRY(probe_names(p, error));
    }
    LT_TRY(lt_assemble_source(corpus, error));
    lt_assemble_spans(corpus, NULL, p->result);
    probe_describe(p);
    lt_corpus taken;
    LT_TRY(lt_probe_corpus_take(p->gathered, &taken, error));
    int code = lt_assemble_hand_over(&taken, p->result, error);
    if (code != 0) {
        lt_corpus_clear(&taken);
        return code;
    }
    LT_TRY(lt_assemble_edits(p->workers, p->result, error));
    LT_TRY(lt_assemble_names_text(p->result, p->insteads, error));
    lt_assemble_cases_input cases = {.found = &p->passages, .ranking = &p->ranking};
    return p->options->passages ? lt_assemble_cases(&cases, p->result, error) : 0;
}

int lt_probe_run(const lt_view *view, const leitong_document *document, const lt_probe_options *options,
                 lt_probe_found *ret_found, leitong_error *error)
{
    if (options->passages && (options->stock < 2 || options->stock > 1000000)) {
        return lt_error_set(error, LEITONG_EUSAGE, "stock must be 2 to 1000000 documents");
    }
    probe p = {.view = view, .options = options, .earlier = LT_VIEW_NONE};
    int code = 0;
    LT_TRY_GOTO(done, probe_open(&p, document, error));
    LT_TRY_GOTO(done, probe_find(&p, error));
    LT_TRY_GOTO(done, probe_assemble(&p, error));
    *ret_found = (lt_probe_found){.result = p.result, .submission = p.gathered->own, .earlier = p.earlier};
    p.result = NULL;
done:
    leitong_result_free(p.result);
    lt_probe_corpus_free(p.gathered);
    lt_probe_seeds_free(p.seeds);
    lt_passage_result_clear(&p.passages);
    lt_ranking_clear(&p.ranking);
    lt_probe_pairs_clear(&p.pairs);
    free(p.boilerplate);
    free(p.keys);
    free(p.hashes);
    free(p.insteads);
    lt_omitted_clear(&p.omitted);
    lt_corpus_clear(&p.submission);
    lt_workers_free(p.workers);
    return code;
}

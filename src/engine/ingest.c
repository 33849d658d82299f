#include "engine/ingest.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "engine/describe.h"
#include "engine/ingest_seen.h"
#include "engine/twins.h"
#include "sketch/bands.h"
#include "sketch/minhash.h"
#include "sketch/shingle.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define INGEST_SLICE (512U << 10) /* bytes of text that one item folds at most, but for a longer paragraph */
#define INGEST_LARGE (4U << 20)   /* bytes of a document from which it is folded without a copy */
#define INGEST_ROUND 16           /* slices a worker in one round of a large document */
#define INGEST_DOCUMENTS 65536U   /* documents of a batch */
#define INGEST_LARGEST ((uint32_t)LEITONG_DOCUMENT_LARGEST) /* offsets within a document are 32 bits while folding */

/* A document of a batch, decoded. */
typedef struct ingest_document {
    lt_document row;      /* owns its strings until committed */
    const uint8_t *bytes; /* the source, in the batch; the caller's own when it is a large document */
    lt_decoded decoded;
} ingest_document;

/* A piece of a document and what was made of it. Buffers are kept from batch to batch. */
typedef struct ingest_item {
    size_t document;
    size_t begin, end; /* in the decoded text */
    lt_paragraph_mode mode;
    uint32_t *ids; /* of its tokens */
    size_t id_count, id_capacity;
    lt_paragraph *paragraphs; /* token_begin counts from the item's first token */
    uint32_t *sketches;       /* [paragraph] → its sketch; equal paragraphs share one */
    uint64_t (*hashes)[2];    /* [sketch] */
    uint32_t *keys;           /* [sketch × bands] */
    size_t paragraph_count, paragraph_capacity, sketch_capacity, hash_capacity, key_capacity;
    uint64_t empty;
    lt_ingest_seen seen; /* what its tokens were made without */
} ingest_item;

typedef struct ingest_batch {
    ingest_document *documents;
    ingest_item *items;
    size_t document_count, document_capacity, item_count, item_capacity;
    uint8_t *bytes; /* of its documents, one behind the other; as large as a batch can get, so that it never moves */
    uint64_t used;
} ingest_batch;

typedef struct ingest_scratch {
    lt_fold *fold;
    lt_tokens tokens; /* of one paragraph */
    uint64_t *shingles;
    size_t shingle_capacity;
    uint32_t *signature;
    lt_twins *twins; /* of the item */
} ingest_scratch;

struct lt_ingest {
    lt_ingest_options options;
    lt_corpus *corpus;
    lt_candidate *candidate;
    lt_workers *workers;
    lt_minhash *minhash;
    ingest_scratch *scratch; /* [workers] */
    ingest_batch batches[2];
    ingest_batch *filling;
    ingest_batch *running; /* NULL when no work is under way */
    uint64_t empty;
    lt_ingest_seen seen; /* of the document that was committed last, so far */
};

static void ingest_document_clear(ingest_document *document)
{
    free(document->row.id);
    free(document->row.title);
    free(document->row.date);
    free(document->row.series);
    free(document->row.author);
    lt_decoded_clear(&document->decoded);
}

static void ingest_batch_clear(ingest_batch *batch)
{
    for (size_t i = 0; i < batch->document_count; i++) {
        ingest_document_clear(&batch->documents[i]);
    }
    batch->document_count = 0;
    batch->item_count = 0;
    batch->used = 0;
}

static void ingest_batch_free(ingest_batch *batch)
{
    ingest_batch_clear(batch);
    for (size_t i = 0; i < batch->item_capacity; i++) {
        free(batch->items[i].ids);
        free(batch->items[i].paragraphs);
        free(batch->items[i].sketches);
        free(batch->items[i].hashes);
        free(batch->items[i].keys);
    }
    free(batch->items);
    free(batch->documents);
    free(batch->bytes);
}

static int ingest_fold(const lt_ingest *ingest, lt_fold **ret_fold, leitong_error *error)
{
    return lt_fold_new(ingest->options.fold_flags | LT_FOLD_HASHES, ingest->corpus->lexicon, ret_fold, error);
}

static int ingest_scratch_init(const lt_ingest *ingest, ingest_scratch *scratch, leitong_error *error)
{
    scratch->signature = calloc((size_t)ingest->options.bands * ingest->options.rows, sizeof *scratch->signature);
    if (scratch->signature == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_twins_new(&scratch->twins, error));
    return ingest_fold(ingest, &scratch->fold, error);
}

int lt_ingest_new(const lt_ingest_options *options, lt_corpus *corpus, lt_candidate *candidate, lt_workers *workers,
                  lt_ingest **ret_ingest, leitong_error *error)
{
    lt_ingest *ingest = calloc(1, sizeof *ingest);
    if (ingest == NULL) {
        return lt_error_memory(error);
    }
    *ingest = (lt_ingest){.options = *options, .corpus = corpus, .candidate = candidate, .workers = workers};
    ingest->filling = &ingest->batches[0];
    unsigned count = lt_workers_count(workers);
    int code = 0;
    LT_TRY_GOTO(failed, lt_minhash_new(options->bands * options->rows, &ingest->minhash, error));
    ingest->scratch = calloc(count, sizeof *ingest->scratch);
    if (ingest->scratch == NULL) {
        code = lt_error_memory(error);
        goto failed;
    }
    for (unsigned i = 0; i < count; i++) {
        LT_TRY_GOTO(failed, ingest_scratch_init(ingest, &ingest->scratch[i], error));
    }
    *ret_ingest = ingest;
    return 0;
failed:
    lt_ingest_free(ingest);
    return code;
}

/* Waits for the batch that the workers have: nothing is under way afterwards, whatever came of it. */
static int ingest_wait(lt_ingest *ingest, leitong_error *error)
{
    int code = lt_workers_wait(ingest->workers, error);
    ingest->running = NULL; /* not before: the workers read it */
    return code;
}

void lt_ingest_free(lt_ingest *ingest)
{
    if (ingest == NULL) {
        return;
    }
    if (ingest->running != NULL) {
        int code = ingest_wait(ingest, NULL);
        (void)code; /* the batch is thrown away */
    }
    ingest_batch_free(&ingest->batches[0]);
    ingest_batch_free(&ingest->batches[1]);
    for (unsigned i = 0; ingest->scratch != NULL && i < lt_workers_count(ingest->workers); i++) {
        lt_fold_free(ingest->scratch[i].fold);
        lt_tokens_clear(&ingest->scratch[i].tokens);
        free(ingest->scratch[i].shingles);
        free(ingest->scratch[i].signature);
        lt_twins_free(ingest->scratch[i].twins);
    }
    free(ingest->scratch);
    lt_minhash_free(ingest->minhash);
    free(ingest);
}

int lt_ingest_restart(lt_ingest *ingest, leitong_error *error)
{
    for (unsigned i = 0; i < lt_workers_count(ingest->workers); i++) {
        lt_fold *fold = NULL;
        LT_TRY(ingest_fold(ingest, &fold, error));
        lt_fold_free(ingest->scratch[i].fold);
        ingest->scratch[i].fold = fold;
    }
    return 0;
}

uint64_t lt_ingest_empty(const lt_ingest *ingest)
{
    return ingest->empty;
}

/* The hash and the keys of the paragraph whose tokens the scratch holds. */
static int ingest_sketch(const lt_ingest *ingest, ingest_scratch *scratch, ingest_item *item, size_t sketch,
                         leitong_error *error)
{
    const lt_ingest_options *o = &ingest->options;
    const uint64_t *tokens = scratch->tokens.hashes;
    size_t count = scratch->tokens.count;
    size_t shingles = lt_shingle_count(count, o->shingle);
    LT_TRY(LT_RESERVE(item->hashes, item->hash_capacity, sketch + 1, error));
    LT_TRY(LT_RESERVE(item->keys, item->key_capacity, (sketch + 1) * o->bands, error));
    LT_TRY(LT_RESERVE(scratch->shingles, scratch->shingle_capacity, shingles, error));
    lt_shingle_hash(tokens, count, o->shingle, scratch->shingles);
    lt_minhash_signature(ingest->minhash, scratch->shingles, shingles, scratch->signature);
    lt_bands_keys(scratch->signature, o->bands, o->rows, item->keys + sketch * o->bands);
    lt_hash_128(tokens, count * sizeof *tokens, item->hashes[sketch]);
    return 0;
}

/* The paragraph [begin, end), whose tokens the scratch holds, becomes a row with its sketch. */
static int ingest_paragraph(const lt_ingest *ingest, ingest_scratch *scratch, ingest_item *item, size_t begin,
                            size_t end, leitong_error *error)
{
    size_t count = scratch->tokens.count;
    size_t row = item->paragraph_count;
    lt_twin run = {item->id_count, count};
    bool is_new = false;
    LT_TRY(LT_RESERVE(item->paragraphs, item->paragraph_capacity, row + 1, error));
    LT_TRY(LT_RESERVE(item->sketches, item->sketch_capacity, row + 1, error));
    LT_TRY(LT_RESERVE(item->ids, item->id_capacity, item->id_count + count, error));
    memcpy(item->ids + item->id_count, scratch->tokens.ids, count * sizeof *item->ids);
    LT_TRY(lt_twins_find(scratch->twins, item->ids, run, &item->sketches[row], &is_new, error));
    if (is_new) {
        LT_TRY(ingest_sketch(ingest, scratch, item, item->sketches[row], error));
    }
    item->paragraphs[row] = (lt_paragraph){
        .token_begin = item->id_count, .byte_begin = begin, .byte_end = end, .token_count = (uint32_t)count};
    item->id_count += count;
    item->paragraph_count++;
    return 0;
}

/* Work on one item: paragraphs → tokens → sketch. */
static int ingest_work(void *context, size_t number, unsigned worker, leitong_error *error)
{
    lt_ingest *ingest = context;
    ingest_batch *batch = ingest->running;
    ingest_item *item = &batch->items[number];
    ingest_scratch *scratch = &ingest->scratch[worker];
    const lt_decoded *decoded = &batch->documents[item->document].decoded;
    size_t position = item->begin;
    size_t begin;
    size_t end;
    item->id_count = 0;
    item->paragraph_count = 0;
    item->empty = 0;
    item->seen = (lt_ingest_seen){0};
    lt_fold_seen before;
    lt_fold_seen now;
    lt_fold_get_seen(scratch->fold, &before);
    lt_twins_clear(scratch->twins);
    while (lt_paragraph_next(decoded->text, item->end, item->mode, &position, &begin, &end)) {
        scratch->tokens.count = 0;
        item->seen.numbered += item->mode == LT_PARAGRAPH_NUMBERED && lt_paragraph_is_numbered(decoded->text, begin);
        LT_TRY(lt_fold_run(scratch->fold, decoded->text + begin, end - begin, 0, &scratch->tokens, error));
        if (scratch->tokens.count == 0) {
            item->empty++;
        } else {
            LT_TRY(ingest_paragraph(ingest, scratch, item, begin, end, error));
        }
    }
    lt_fold_get_seen(scratch->fold, &now);
    lt_ingest_seen_since(&item->seen, &before, &now);
    return 0;
}

static int ingest_tell_seen(lt_ingest *ingest, leitong_error *error)
{
    const lt_corpus *corpus = ingest->corpus;
    const char *id = corpus->document_count > 0 ? corpus->documents[corpus->document_count - 1].id : "";
    lt_ingest_seen seen = ingest->seen;
    ingest->seen = (lt_ingest_seen){0};
    return lt_ingest_seen_tell(&seen, id, ingest->options.skip, ingest->options.skip_context, error);
}

/* A paragraph's hash and band keys go to the candidate builder, or to the options' callback. */
static int ingest_deliver(lt_ingest *ingest, const uint64_t hash[2], const uint32_t *keys, leitong_error *error)
{
    return ingest->candidate != NULL ? lt_candidate_add(ingest->candidate, hash, keys, error)
                                     : ingest->options.keys(ingest->options.keys_context, hash, keys, error);
}

static int ingest_commit_item(lt_ingest *ingest, const ingest_item *item, leitong_error *error)
{
    lt_corpus *corpus = ingest->corpus;
    size_t count = corpus->paragraph_count + item->paragraph_count;
    uint64_t at;
    LT_TRY(lt_spool_append(corpus->tokens, item->ids, item->id_count * sizeof(uint32_t), &at, error));
    LT_TRY(lt_corpus_reserve_paragraphs(corpus, count, error));
    for (size_t i = 0; i < item->paragraph_count; i++) {
        if (corpus->paragraph_count == UINT32_MAX) {
            return lt_error_set(error, LEITONG_EUSAGE, "more than %u paragraphs; scan fewer at once", UINT32_MAX);
        }
        lt_paragraph *row = &corpus->paragraphs[corpus->paragraph_count++];
        *row = item->paragraphs[i];
        row->token_begin += corpus->token_count;
        row->document = (uint32_t)(corpus->document_count - 1);
        size_t sketch = item->sketches[i];
        LT_TRY(ingest_deliver(ingest, item->hashes[sketch], item->keys + sketch * ingest->options.bands, error));
    }
    corpus->token_count += item->id_count;
    corpus->documents[corpus->document_count - 1].token_count += item->id_count;
    ingest->empty += item->empty;
    lt_ingest_seen_add(&ingest->seen, &item->seen);
    return 0;
}

/* The document's text goes to the spool, its row (and strings) to the corpus. */
static int ingest_commit_document(lt_ingest *ingest, ingest_document *document, leitong_error *error)
{
    lt_corpus *corpus = ingest->corpus;
    lt_document *row = &document->row;
    const lt_decoded *decoded = &document->decoded;
    LT_TRY(ingest_tell_seen(ingest, error));
    LT_TRY(LT_RESERVE(corpus->documents, corpus->document_capacity, corpus->document_count + 1, error));
    LT_TRY(lt_spool_append(corpus->text, document->bytes, (size_t)row->source_size, &row->source_at, error));
    row->text_at = row->source_at + decoded->bom;
    if (decoded->owned != NULL) {
        LT_TRY(lt_spool_append(corpus->text, decoded->text, decoded->size, &row->text_at, error));
    }
    row->token_begin = corpus->token_count;
    corpus->documents[corpus->document_count++] = *row;
    ingest->seen.replaced = decoded->replaced;
    memset(row, 0, sizeof *row);
    return 0;
}

static int ingest_commit(lt_ingest *ingest, ingest_batch *batch, leitong_error *error)
{
    size_t item = 0;
    for (size_t d = 0; d < batch->document_count; d++) {
        LT_TRY(ingest_commit_document(ingest, &batch->documents[d], error));
        for (; item < batch->item_count && batch->items[item].document == d; item++) {
            LT_TRY(ingest_commit_item(ingest, &batch->items[item], error));
        }
    }
    ingest_batch_clear(batch);
    return 0;
}

/* The full batch goes to the workers; the one they had is committed meanwhile and becomes the one to fill. */
static int ingest_turn(lt_ingest *ingest, leitong_error *error)
{
    ingest_batch *done = ingest->running;
    if (done != NULL) {
        LT_TRY(ingest_wait(ingest, error));
    }
    ingest->running = ingest->filling;
    ingest->filling = ingest->running == &ingest->batches[0] ? &ingest->batches[1] : &ingest->batches[0];
    lt_workers_start(ingest->workers, ingest->running->item_count, ingest_work, ingest);
    return done != NULL ? ingest_commit(ingest, done, error) : 0;
}

/* Where the slice that begins at `begin` ends: at a paragraph border, the one that crosses INGEST_SLICE included. */
static size_t ingest_slice_end(const lt_decoded *decoded, lt_paragraph_mode mode, size_t begin)
{
    size_t end = decoded->size;
    if (end - begin <= INGEST_SLICE) {
        return end;
    }
    size_t position = begin + INGEST_SLICE;
    const uint8_t *newline = memchr(decoded->text + position, '\n', end - position);
    position = newline == NULL ? end : (size_t)(newline - decoded->text);
    if (mode == LT_PARAGRAPH_BLANK) {
        size_t paragraph_begin;
        size_t paragraph_end;
        bool more = lt_paragraph_next(decoded->text, end, mode, &position, &paragraph_begin, &paragraph_end);
        position = more ? paragraph_end : end;
    }
    return position;
}

/* Adds at most `most` items of the batch's last document from *begin on; *begin is where the rest begins. */
static int ingest_cut(ingest_batch *batch, lt_paragraph_mode mode, size_t *begin, size_t most, leitong_error *error)
{
    size_t number = batch->document_count - 1;
    const lt_decoded *decoded = &batch->documents[number].decoded;
    for (size_t i = 0; i < most && *begin < decoded->size; i++) {
        size_t had = batch->item_capacity;
        LT_TRY(LT_RESERVE(batch->items, batch->item_capacity, batch->item_count + 1, error));
        memset(batch->items + had, 0, (batch->item_capacity - had) * sizeof *batch->items);
        ingest_item *item = &batch->items[batch->item_count++];
        item->document = number;
        item->begin = *begin;
        item->end = *begin = ingest_slice_end(decoded, mode, *begin);
        item->mode = mode;
    }
    return 0;
}

/* An empty value is none. */
static const char *ingest_given(const char *text, uint8_t *ret_from)
{
    bool is_given = text != NULL && text[0] != '\0';
    *ret_from = is_given ? LEITONG_ORIGIN_METADATA : LEITONG_ORIGIN_UNKNOWN;
    return is_given ? text : NULL;
}

/* The document's strings and bytes into the batch that is being filled. */
static int ingest_copy(const lt_ingest *ingest, const leitong_document *from, ingest_document *to, leitong_error *error)
{
    ingest_batch *batch = ingest->filling;
    LT_TRY(lt_describe_copy(from->id, &to->row.id, error));
    LT_TRY(lt_describe_copy(ingest_given(from->title, &to->row.title_from), &to->row.title, error));
    LT_TRY(lt_describe_copy(ingest_given(from->date, &to->row.date_from), &to->row.date, error));
    LT_TRY(lt_describe_copy(from->series, &to->row.series, error));
    LT_TRY(lt_describe_copy(from->author, &to->row.author, error));
    to->bytes = from->bytes;
    if (from->size < INGEST_LARGE) {
        if (batch->bytes == NULL && (batch->bytes = malloc((size_t)ingest->options.batch + INGEST_LARGE)) == NULL) {
            return lt_error_memory(error);
        }
        to->bytes = batch->bytes + batch->used;
        if (from->size > 0) {
            memcpy(batch->bytes + batch->used, from->bytes, from->size);
        }
        batch->used += from->size;
    }
    return 0;
}

/* Decodes; on LEITONG_EINPUT *ret_reason says why the document is to be skipped. */
static int ingest_decode(const leitong_document *from, ingest_document *to, const char **ret_reason,
                         leitong_error *error)
{
    lt_encoding encoding = LT_ENCODING_AUTO;
    if (from->encoding != NULL) {
        LT_TRY(lt_encoding_named(from->encoding, &encoding, error));
    }
    if (from->size > INGEST_LARGEST) {
        *ret_reason = "too_large";
        return lt_error_at(error, LEITONG_EINPUT, from->id, LEITONG_NO_OFFSET,
                           "a document of %zu bytes is over the limit of %u; split it", from->size, INGEST_LARGEST);
    }
    LT_TRY(lt_decode(&(lt_encoded){to->bytes, from->size, encoding, from->id}, &to->decoded, ret_reason, error));
    if (to->decoded.size > INGEST_LARGEST) {
        *ret_reason = "too_large";
        return lt_error_at(error, LEITONG_EINPUT, from->id, LEITONG_NO_OFFSET,
                           "a document of %zu bytes in UTF-8 is over the limit of %u; split it", to->decoded.size,
                           INGEST_LARGEST);
    }
    lt_document *row = &to->row;
    row->source_size = from->size;
    row->text_size = to->decoded.size;
    row->encoding = to->decoded.encoding;
    row->bom = (uint8_t)to->decoded.bom;
    row->utf8_is_source = to->decoded.owned == NULL;
    lt_hash_128(to->bytes, from->size, row->hash);
    return 0;
}

/* Slices of a large document that are folded before any is committed. */
static size_t ingest_round(const lt_ingest *ingest)
{
    size_t workers = lt_workers_count(ingest->workers);
    size_t most = (size_t)(ingest->options.round / INGEST_SLICE);
    return ingest->options.round == 0 || most > INGEST_ROUND * workers ? INGEST_ROUND * workers : most > 0 ? most : 1;
}

/* The items of a batch that is not the running one are folded and committed. */
static int ingest_run(lt_ingest *ingest, ingest_batch *batch, leitong_error *error)
{
    ingest->running = batch;
    lt_workers_start(ingest->workers, batch->item_count, ingest_work, ingest);
    LT_TRY(ingest_wait(ingest, error));
    for (size_t i = 0; i < batch->item_count; i++) {
        LT_TRY(ingest_commit_item(ingest, &batch->items[i], error));
    }
    return 0;
}

/* A large document is folded and committed at once, in rounds of a few slices, straight from the caller's memory; what
 * came before must be committed. So a huge file is in memory once, beside what was made of it. */
static int ingest_large(lt_ingest *ingest, lt_paragraph_mode mode, leitong_error *error)
{
    ingest_batch *batch = ingest->filling;
    size_t begin = 0;
    int code = 0;
    LT_TRY_GOTO(done, ingest_commit_document(ingest, &batch->documents[0], error));
    while (begin < batch->documents[0].decoded.size) {
        batch->item_count = 0;
        LT_TRY_GOTO(done, ingest_cut(batch, mode, &begin, ingest_round(ingest), error));
        LT_TRY_GOTO(done, ingest_run(ingest, batch, error));
    }
done:
    ingest_batch_clear(batch);
    return code;
}

int lt_ingest_check(const leitong_document *document, leitong_error *error)
{
    if (document->id == NULL || document->id[0] == '\0') {
        return lt_error_set(error, LEITONG_EUSAGE, "a document needs an id");
    }
    size_t size = strlen(document->id);
    if (lt_utf8_fault((const uint8_t *)document->id, size) < size) {
        return lt_error_at(error, LEITONG_EUSAGE, document->id, LEITONG_NO_OFFSET, "the id is not UTF-8");
    }
    if (document->bytes == NULL && document->size > 0) {
        return lt_error_at(error, LEITONG_EUSAGE, document->id, LEITONG_NO_OFFSET, "the document's bytes are NULL");
    }
    return 0;
}

/* The next document of the batch that is being filled. On LEITONG_EINPUT *ret_reason says why it is to be skipped. */
static int ingest_prepare(lt_ingest *ingest, const leitong_document *document, const char **ret_reason,
                          leitong_error *error)
{
    ingest_batch *batch = ingest->filling;
    LT_TRY(LT_RESERVE(batch->documents, batch->document_capacity, batch->document_count + 1, error));
    ingest_document *row = &batch->documents[batch->document_count];
    int code = 0;
    memset(row, 0, sizeof *row);
    LT_TRY_GOTO(failed, ingest_copy(ingest, document, row, error));
    LT_TRY_GOTO(failed, ingest_decode(document, row, ret_reason, error));
    LT_TRY_GOTO(failed, lt_describe(document, &row->decoded, &row->row, error));
    batch->document_count++;
    return 0;
failed:
    ingest_document_clear(row);
    return code;
}

/* The last document of the batch becomes items of work; a full batch goes to the workers. */
static int ingest_queue(lt_ingest *ingest, bool large, leitong_error *error)
{
    ingest_batch *batch = ingest->filling;
    const lt_decoded *decoded = &batch->documents[batch->document_count - 1].decoded;
    lt_paragraph_mode mode = lt_paragraph_decide(decoded->text, decoded->size, ingest->options.paragraph);
    size_t begin = 0;
    if (large) {
        return ingest_large(ingest, mode, error);
    }
    LT_TRY(ingest_cut(batch, mode, &begin, SIZE_MAX, error));
    bool full = batch->used >= ingest->options.batch || batch->document_count >= INGEST_DOCUMENTS;
    return full ? ingest_turn(ingest, error) : 0;
}

int lt_ingest_add(lt_ingest *ingest, const leitong_document *document, leitong_error *error)
{
    leitong_error local;
    leitong_error *reported = error != NULL ? error : &local;
    bool large = document->size >= INGEST_LARGE;
    const char *reason = NULL;
    LT_TRY(lt_ingest_check(document, reported));
    if (large) {
        LT_TRY(lt_ingest_finish(ingest, reported));
    }
    int code = ingest_prepare(ingest, document, &reason, reported);
    if (code == LEITONG_EINPUT && reason != NULL) {
        leitong_skip skip = {.what = "document", .reason = reason, .error = reported};
        return ingest->options.skip(ingest->options.skip_context, &skip) != 0 ? LEITONG_EINPUT : 0;
    }
    if (code != 0) {
        return code;
    }
    return ingest_queue(ingest, large, reported);
}

int lt_ingest_finish(lt_ingest *ingest, leitong_error *error)
{
    LT_TRY(ingest_turn(ingest, error)); /* the last batch starts, the one before is committed */
    LT_TRY(ingest_turn(ingest, error)); /* an empty one starts, the last is committed */
    LT_TRY(ingest_wait(ingest, error));
    return ingest_tell_seen(ingest, error);
}

/* index_check: everything in an index against everything.
 *
 *   each segment: rows → source bytes → hash; the same bytes taken in anew (index_portion) → tokens, paragraphs, keys,
 *   seeds, held against the streams and the tables (of contents and seeds as sums over all entries).
 *
 * Errors: see include/leitong/index.h. */
#include "base/error.h"
#include "base/radix_sort.h"
#include "engine/index_handle.h"
#include "engine/index_portion.h"
#include "index/store_catalog.h"
#include "index/store_table.h"

#include <stdlib.h>
#include <string.h>

typedef struct index_check {
    lt_store *store;
    lt_store_snapshot *snapshot;
    lt_view view;
    const lt_store_segment *segment;
    lt_portion portion;
    uint32_t first; /* number of the portion's first document */
    lt_store_counts counts;
    uint64_t contents, content_sum, seeds, seed_sum;
    uint64_t done, total;
    int (*progress)(void *context, uint64_t done, uint64_t total);
    void *context;
    leitong_error *error;
} index_check;

static int check_bad(const index_check *c, const char *id, const char *what)
{
    return lt_error_at(
        c->error, LEITONG_EDAMAGED, lt_store_folder(c->store), LEITONG_NO_OFFSET,
        "segment %u, document %.200s: %s; make the index again from its documents, or bring it back from "
        "a copy",
        c->segment->number, id, what);
}

static int check_table(const index_check *c, uint8_t table, const char *what)
{
    return lt_store_damaged(lt_store_get_env(c->store), c->segment->number, table, what, c->error);
}

static int check_on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1; /* it could be read when it was added */
}

/* ---- a portion of documents, taken in anew ---- */

/* Whether two tokens are the same text: ids of the index's words and of those of now are of two lexicons. */
static bool check_same_token(const index_check *c, uint32_t then, uint32_t now)
{
    size_t then_size;
    size_t now_size;
    if ((then & now & LT_TOKEN_WORD) == 0) {
        return then == now;
    }
    const uint8_t *then_text = lt_lexicon_text(c->view.lexicon, then & ~LT_TOKEN_WORD, &then_size);
    const uint8_t *now_text = lt_lexicon_text(c->portion.corpus.lexicon, now & ~LT_TOKEN_WORD, &now_size);
    return then_size == now_size && memcmp(then_text, now_text, now_size) == 0;
}

static bool check_same(const index_check *c, const uint32_t *then, const uint32_t *now, uint32_t count)
{
    uint32_t i = 0;
    while (i < count && check_same_token(c, then[i], now[i])) {
        i++;
    }
    return i == count;
}

static int check_tokens(const index_check *c, const lt_document *document, uint32_t number)
{
    uint32_t count = (uint32_t)document->token_count;
    lt_spool_scratch scratch = {0};
    const uint32_t *now;
    uint32_t *then = malloc(((size_t)count + 1) * sizeof *then);
    if (then == NULL) {
        return lt_error_memory(c->error);
    }
    int code = c->view.tokens(c->view.context, number, 0, count, then, c->error);
    code =
        code != 0 ? code : lt_corpus_tokens(&c->portion.corpus, document->token_begin, count, &scratch, &now, c->error);
    if (code == 0 && !check_same(c, then, now, count)) {
        code = check_bad(c, document->id, "its tokens are not those of its text");
    }
    lt_spool_scratch_clear(&scratch);
    free(then);
    return code;
}

static int check_paragraphs(const index_check *c, const lt_document *document, uint32_t number)
{
    uint32_t count = document->paragraph_count;
    lt_paragraph *then = malloc(((size_t)count + 1) * sizeof *then);
    if (then == NULL) {
        return lt_error_memory(c->error);
    }
    int code = c->view.paragraphs(c->view.context, number, 0, count, then, c->error);
    for (uint32_t i = 0; code == 0 && i < count; i++) {
        const lt_paragraph *now = &c->portion.corpus.paragraphs[document->paragraph_begin + i];
        if (now->byte_begin != then[i].byte_begin || now->byte_end != then[i].byte_end ||
            now->token_count != then[i].token_count ||
            now->token_begin - document->token_begin != then[i].token_begin) {
            code = check_bad(c, document->id, "its paragraphs are not those of its text");
        }
    }
    free(then);
    return code;
}

/* What the tables should hold of this portion. */
static void check_sum_contents(index_check *c)
{
    const lt_portion *p = &c->portion;
    uint64_t base = c->first - c->segment->base;
    for (size_t i = 0; i < p->corpus.paragraph_count; i++) {
        const lt_paragraph *row = &p->corpus.paragraphs[i];
        uint64_t item = i - p->corpus.documents[row->document].paragraph_begin;
        lt_block_entry entry = {p->contents[i], (base + row->document) << 32 | item, 0};
        c->contents++;
        c->content_sum += lt_store_entry_hash(&entry);
    }
}

/* Sorted records of (band's key, content), all of which the table has to hold; it holds no other than was written
 * (check_tables), and other portions' besides. */
static int check_hold_bands(const index_check *c, const lt_record *records, size_t count)
{
    lt_store_scan scan;
    lt_block_entry entry = {0, 0, 0};
    LT_TRY(lt_store_scan_open(&scan, lt_store_snapshot_txn(c->snapshot), c->segment->number, LT_STORE_BANDS,
                              (lt_block_key){0, 0}, c->error));
    int got = lt_store_scan_next(&scan, &entry, c->error);
    for (size_t i = 0; i < count; i++) {
        lt_block_key wanted = {records[i].key, records[i].value};
        while (got == 1 && lt_block_before((lt_block_key){entry.key, entry.value}, wanted)) {
            got = lt_store_scan_next(&scan, &entry, c->error);
        }
        if (got < 0) {
            return got;
        }
        if (got == 0 || entry.key != wanted.key || entry.value != wanted.value) {
            return check_table(c, LT_STORE_BANDS, "its keys are not those of the documents");
        }
    }
    return 0;
}

static int check_bands(const index_check *c)
{
    const lt_portion *p = &c->portion;
    unsigned bands = p->parameters->bands;
    size_t count = p->corpus.paragraph_count * bands;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    if (records == NULL) {
        return lt_error_memory(c->error);
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){(uint64_t)(i % bands) << 32 | p->keys[i], p->contents[i / bands]};
    }
    lt_radix_sort_records(records, records + count, count);
    int code = check_hold_bands(c, records, count);
    free(records);
    return code;
}

static int check_sum_lane(index_check *c, unsigned lane)
{
    const lt_corpus *corpus = &c->portion.corpus;
    unsigned width = lt_winnow_shape(c->portion.parameters->run).width;
    uint64_t base = c->first - c->segment->base;
    lt_sorted_run_reader *reader = NULL;
    lt_spool_scratch scratch = {0};
    size_t count = 1;
    int code = lt_sorted_run_reader_new(c->portion.seeds, lane, &reader, c->error);
    while (code == 0 && count > 0) {
        const void *stretch = NULL;
        code = lt_sorted_run_reader_next(reader, &stretch, &count, c->error);
        const lt_record *records = stretch;
        for (size_t i = 0; code == 0 && i < count; i++) {
            const lt_document *d = &corpus->documents[lt_place_document(records[i].value)];
            const uint32_t *tokens;
            code = lt_corpus_tokens(corpus, d->token_begin, (size_t)d->token_count, &scratch, &tokens, c->error);
            if (code == 0) {
                lt_block_entry entry = {lt_view_seed_order(records[i].key), (base << 32) + records[i].value,
                                        lt_view_tags(corpus->lexicon, tokens, (size_t)d->token_count,
                                                     lt_place_token(records[i].value), width)};
                c->seeds++;
                c->seed_sum += lt_store_entry_hash(&entry);
            }
        }
    }
    lt_spool_scratch_clear(&scratch);
    lt_sorted_run_reader_free(reader);
    return code;
}

static int check_portion(index_check *c)
{
    const lt_corpus *corpus = &c->portion.corpus;
    uint64_t expected = c->portion.documents;
    int code = lt_portion_settle(&c->portion, c->error);
    if (code == 0 && corpus->document_count != expected) {
        code = check_table(c, LT_STORE_ROWS, "a document can't be taken in again");
    }
    for (size_t i = 0; code == 0 && i < corpus->document_count; i++) {
        const lt_document *now = &corpus->documents[i];
        uint32_t number = c->first + (uint32_t)i;
        lt_view_document row;
        code = c->view.document(c->view.context, number, &row, c->error);
        if (code == 0 && strcmp(row.id, now->id) != 0) {
            code = check_bad(c, row.id, "documents are out of order");
        }
        if (code == 0 &&
            (row.token_count != now->token_count || row.paragraph_count != now->paragraph_count ||
             row.text_size != now->text_size || row.hash[0] != now->hash[0] || row.hash[1] != now->hash[1])) {
            code = check_bad(c, row.id, "its text is not what was added");
        }
        code = code != 0 ? code : check_tokens(c, now, number);
        code = code != 0 ? code : check_paragraphs(c, now, number);
    }
    if (code == 0) {
        check_sum_contents(c);
        code = check_bands(c);
    }
    for (unsigned lane = 0; code == 0 && lane < LT_SEEDING_LANES; lane++) {
        code = check_sum_lane(c, lane);
    }
    c->first += (uint32_t)expected;
    return code != 0 ? code : lt_portion_reset(&c->portion, c->error);
}

static int check_document(index_check *c, uint32_t number)
{
    lt_view_document row;
    uint32_t found = LT_VIEW_NONE;
    int code = c->view.document(c->view.context, number, &row, c->error);
    if (code != 0) {
        return code;
    }
    char *id = strdup(row.id);
    size_t size = (size_t)row.source_size;
    uint8_t *bytes = malloc(size + 1);
    if (id == NULL || bytes == NULL) {
        free(id);
        free(bytes);
        return lt_error_memory(c->error);
    }
    c->counts.documents++;
    c->counts.paragraphs += row.paragraph_count;
    c->counts.tokens += row.token_count;
    c->counts.bytes += row.source_size;
    leitong_document document = {
        .id = id, .path = id, .bytes = bytes, .size = size, .encoding = lt_encoding_name(row.encoding)};
    code = c->view.source(c->view.context, number, 0, size, bytes, c->error);
    code = code != 0 ? code : c->view.find(c->view.context, id, &found, c->error);
    bool alive = lt_store_alive(c->snapshot, number);
    if (code == 0 && (found == number) != alive) {
        code = check_bad(c, id, "its id does not lead to it, or leads to it though it was removed");
    }
    code = code != 0 ? code : lt_portion_add(&c->portion, &document, c->error);
    free(id);
    free(bytes);
    return code;
}

/* ---- tables ---- */

static int check_entries(const index_check *c, lt_store_txn *txn, uint8_t table, uint64_t *ret_count, uint64_t *ret_sum)
{
    lt_store_scan scan;
    lt_block_entry entry;
    uint64_t count = 0;
    uint64_t sum = 0;
    int code = lt_store_scan_open(&scan, txn, c->segment->number, table, (lt_block_key){0, 0}, c->error);
    while (code == 0) {
        int got = lt_store_scan_next(&scan, &entry, c->error);
        if (got <= 0) {
            code = got;
            break;
        }
        if (table != LT_STORE_BANDS && entry.value >> 32 >= c->segment->all.documents) {
            code = check_table(c, table, "an entry names a document that is not there");
        }
        count++;
        sum += lt_store_entry_hash(&entry);
    }
    *ret_count = count;
    *ret_sum = sum;
    return code;
}

static int check_tables(index_check *c, lt_store_txn *txn)
{
    const lt_store_segment *s = c->segment;
    uint64_t count = 0;
    uint64_t sum = 0;
    int code = 0;
    for (uint8_t table = LT_STORE_ROWS; code == 0 && table < LT_STORE_TABLES_END; table++) {
        code = lt_store_extents_check(txn, s->number, table, c->error);
    }
    code = code != 0 ? code : check_entries(c, txn, LT_STORE_IDS, &count, &sum);
    if (code == 0 && count != s->all.documents) {
        code = check_table(c, LT_STORE_IDS, "it has not one entry a document");
    }
    code = code != 0 ? code : check_entries(c, txn, LT_STORE_CONTENTS, &count, &sum);
    if (code == 0 && (count != s->contents || sum != s->content_sum || count != c->contents || sum != c->content_sum)) {
        code = check_table(c, LT_STORE_CONTENTS, "its paragraphs are not those of the documents");
    }
    code = code != 0 ? code : check_entries(c, txn, LT_STORE_BANDS, &count, &sum);
    if (code == 0 && (count != s->bands || sum != s->band_sum)) {
        code = check_table(c, LT_STORE_BANDS, "its keys are not those that were written");
    }
    code = code != 0 ? code : check_entries(c, txn, LT_STORE_SEEDS, &count, &sum);
    if (code == 0 && (count != s->seeds || sum != s->seed_sum || count != c->seeds || sum != c->seed_sum)) {
        code = check_table(c, LT_STORE_SEEDS, "its seeds are not those of the documents");
    }
    return code;
}

static int check_segment(index_check *c)
{
    const lt_store_counts *all = &c->segment->all;
    int code = 0;
    c->counts = (lt_store_counts){0, 0, 0, 0};
    c->contents = c->content_sum = c->seeds = c->seed_sum = 0;
    c->first = c->segment->base;
    for (uint32_t i = 0; code == 0 && i < all->documents; i++) {
        code = check_document(c, c->segment->base + i);
        if (code == 0 && c->portion.bytes >= LT_PORTION_BYTES) {
            code = check_portion(c);
        }
        c->done++;
        if (code == 0 && c->progress != NULL && c->progress(c->context, c->done, c->total) != 0) {
            code = lt_error_set(c->error, LEITONG_ECANCELLED, "cancelled");
        }
    }
    code = code != 0 ? code : check_portion(c);
    if (code == 0 && memcmp(&c->counts, all, sizeof *all) != 0) {
        code = check_table(c, LT_STORE_ROWS, "its documents don't add up to what the catalog says");
    }
    return code != 0 ? code : check_tables(c, lt_store_snapshot_txn(c->snapshot));
}

int leitong_index_check(leitong_index *index, unsigned jobs,
                        int (*progress)(void *context, uint64_t done, uint64_t total), void *context,
                        leitong_error *error)
{
    leitong_error local;
    index_check c = {.store = lt_index_store(index),
                     .progress = progress,
                     .context = context,
                     .error = error != NULL ? error : &local};
    if (jobs > 1024) {
        return lt_error_set(error, LEITONG_EUSAGE, "jobs must be 0 to 1024");
    }
    int code = lt_store_snapshot_open(c.store, &c.snapshot, c.error);
    if (code != 0) {
        return code;
    }
    const lt_store_catalog *catalog = lt_store_snapshot_catalog(c.snapshot);
    lt_store_view(c.snapshot, &c.view);
    c.total = lt_store_documents(c.snapshot);
    code = lt_portion_open(&c.portion, lt_store_get_parameters(c.store), jobs, check_on_skip, &c, c.error);
    for (size_t i = 0; code == 0 && i < catalog->count; i++) {
        c.segment = &catalog->segments[i];
        code = check_segment(&c);
    }
    lt_portion_close(&c.portion);
    lt_store_snapshot_close(c.snapshot);
    if (code == LEITONG_EINPUT) { /* a document that could be read once */
        code = lt_error_at(error, LEITONG_EDAMAGED, lt_store_folder(c.store), LEITONG_NO_OFFSET,
                           "a document can't be taken in again; make the index again from its documents, or bring it "
                           "back from a copy");
    }
    return code;
}

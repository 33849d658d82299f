/* index_check: compares everything in an index with everything else in it.
 *
 *   each segment: rows → source bytes → hash; the same bytes go through a portion again (index_portion) → tokens,
 *   paragraphs, keys, seeds, which are compared with the streams and the tables (contents and seeds as sums of hashes
 *   over all entries, so that the order of entries does not matter and nothing has to be sorted).
 *
 * Input: an index.
 * Output: 0, or what is damaged.
 * Ownership: nothing outlives the call.
 * Errors: see include/leitong/index.h.
 * Complexity: linear in the index: that of adding its documents again, portion by portion. */
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
    return !skip->is_note; /* it could be read when it was added */
}

/* ---- a portion of documents, read again ---- */

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
    int code = 0;
    LT_TRY_GOTO(done, c->view.tokens(c->view.context, number, 0, count, then, c->error));
    LT_TRY_GOTO(done, lt_corpus_tokens(&c->portion.corpus, document->token_begin, count, &scratch, &now, c->error));
    if (!check_same(c, then, now, count)) {
        code = check_bad(c, document->id, "its tokens are not those of its text");
    }
done:
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
    int code = 0;
    LT_TRY_GOTO(done, c->view.paragraphs(c->view.context, number, 0, count, then, c->error));
    for (uint32_t i = 0; i < count; i++) {
        const lt_paragraph *now = &c->portion.corpus.paragraphs[document->paragraph_begin + i];
        if (now->byte_begin != then[i].byte_begin || now->byte_end != then[i].byte_end ||
            now->token_count != then[i].token_count ||
            now->token_begin - document->token_begin != then[i].token_begin) {
            code = check_bad(c, document->id, "its paragraphs are not those of its text");
            goto done;
        }
    }
done:
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

/* What the table of seeds should hold of some of this portion's. */
static int check_sum_seeds(index_check *c, const lt_record *records, size_t count, lt_spool_scratch *scratch)
{
    const lt_corpus *corpus = &c->portion.corpus;
    unsigned width = lt_winnow_shape(c->portion.parameters->run).width;
    uint64_t base = c->first - c->segment->base;
    for (size_t i = 0; i < count; i++) {
        const lt_document *d = &corpus->documents[lt_place_document(records[i].value)];
        size_t tokens_count = (size_t)d->token_count;
        const uint32_t *tokens;
        LT_TRY(lt_corpus_tokens(corpus, d->token_begin, tokens_count, scratch, &tokens, c->error));
        uint32_t tags = lt_view_tags(corpus->lexicon, tokens, tokens_count, lt_place_token(records[i].value), width);
        lt_block_entry entry = {lt_view_seed_order(records[i].key), (base << 32) + records[i].value, tags};
        c->seeds++;
        c->seed_sum += lt_store_entry_hash(&entry);
    }
    return 0;
}

static int check_sum_lane(index_check *c, unsigned lane)
{
    lt_sorted_run_reader *reader = NULL;
    lt_spool_scratch scratch = {0};
    size_t count = 1;
    int code = 0;
    LT_TRY_GOTO(done, lt_sorted_run_reader_new(c->portion.seeds, lane, &reader, c->error));
    while (count > 0) {
        const void *records = NULL;
        LT_TRY_GOTO(done, lt_sorted_run_reader_next(reader, &records, &count, c->error));
        LT_TRY_GOTO(done, check_sum_seeds(c, records, count, &scratch));
    }
done:
    lt_spool_scratch_clear(&scratch);
    lt_sorted_run_reader_free(reader);
    return code;
}

/* A document of the portion against its row, tokens and paragraphs. */
static int check_row(const index_check *c, const lt_document *now, uint32_t number)
{
    lt_view_document row;
    LT_TRY(c->view.document(c->view.context, number, &row, c->error));
    if (strcmp(row.id, now->id) != 0) {
        return check_bad(c, row.id, "documents are out of order");
    }
    if (row.token_count != now->token_count || row.paragraph_count != now->paragraph_count ||
        row.text_size != now->text_size || row.hash[0] != now->hash[0] || row.hash[1] != now->hash[1]) {
        return check_bad(c, row.id, "its text is not what was added");
    }
    LT_TRY(check_tokens(c, now, number));
    return check_paragraphs(c, now, number);
}

static int check_portion(index_check *c)
{
    const lt_corpus *corpus = &c->portion.corpus;
    uint64_t expected = c->portion.documents;
    LT_TRY(lt_portion_settle(&c->portion, c->error));
    if (corpus->document_count != expected) {
        return check_table(c, LT_STORE_ROWS, "a document can't be taken in again");
    }
    for (size_t i = 0; i < corpus->document_count; i++) {
        LT_TRY(check_row(c, &corpus->documents[i], c->first + (uint32_t)i));
    }
    check_sum_contents(c);
    LT_TRY(check_bands(c));
    for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
        LT_TRY(check_sum_lane(c, lane));
    }
    c->first += (uint32_t)expected;
    return lt_portion_reset(&c->portion, c->error);
}

/* Adds a document to the portion; its id leads to it exactly when it was not removed. */
static int check_document(index_check *c, uint32_t number)
{
    lt_view_document row;
    uint32_t found = LT_VIEW_NONE;
    LT_TRY(c->view.document(c->view.context, number, &row, c->error));
    char *id = strdup(row.id);
    size_t size = (size_t)row.source_size;
    uint8_t *bytes = malloc(size + 1);
    int code = 0;
    if (id == NULL || bytes == NULL) {
        code = lt_error_memory(c->error);
        goto done;
    }
    c->counts.documents++;
    c->counts.paragraphs += row.paragraph_count;
    c->counts.tokens += row.token_count;
    c->counts.bytes += row.source_size;
    leitong_document document = {
        .id = id, .path = id, .bytes = bytes, .size = size, .encoding = lt_encoding_name(row.encoding)};
    LT_TRY_GOTO(done, c->view.source(c->view.context, number, 0, size, bytes, c->error));
    LT_TRY_GOTO(done, c->view.find(c->view.context, id, &found, c->error));
    if ((found == number) != lt_store_alive(c->snapshot, number)) {
        code = check_bad(c, id, "its id does not lead to it, or leads to it though it was removed");
        goto done;
    }
    LT_TRY_GOTO(done, lt_portion_add(&c->portion, &document, c->error));
done:
    free(id);
    free(bytes);
    return code;
}

/* ---- tables ---- */

/* How many entries a table has, and the sum of their hashes. */
typedef struct check_sum {
    uint64_t count, sum;
} check_sum;

static int check_entries(const index_check *c, uint8_t table, check_sum *ret_sum)
{
    lt_store_scan scan;
    lt_block_entry entry;
    check_sum sum = {0, 0};
    LT_TRY(lt_store_scan_open(&scan, lt_store_snapshot_txn(c->snapshot), c->segment->number, table,
                              (lt_block_key){0, 0}, c->error));
    for (;;) {
        int got = lt_store_scan_next(&scan, &entry, c->error);
        if (got < 0) {
            return got;
        }
        if (got == 0) {
            *ret_sum = sum;
            return 0;
        }
        if (table != LT_STORE_BANDS && entry.value >> 32 >= c->segment->all.documents) {
            return check_table(c, table, "an entry names a document that is not there");
        }
        sum.count++;
        sum.sum += lt_store_entry_hash(&entry);
    }
}

static int check_tables(const index_check *c)
{
    const lt_store_segment *s = c->segment;
    check_sum found;
    for (int table = LT_STORE_ROWS; table < LT_STORE_TABLES_END; table++) {
        LT_TRY(lt_store_extents_check(lt_store_snapshot_txn(c->snapshot), s->number, (uint8_t)table, c->error));
    }
    LT_TRY(check_entries(c, LT_STORE_IDS, &found));
    if (found.count != s->all.documents) {
        return check_table(c, LT_STORE_IDS, "it has not one entry a document");
    }
    LT_TRY(check_entries(c, LT_STORE_CONTENTS, &found));
    if (found.count != s->contents || found.sum != s->content_sum || found.count != c->contents ||
        found.sum != c->content_sum) {
        return check_table(c, LT_STORE_CONTENTS, "its paragraphs are not those of the documents");
    }
    LT_TRY(check_entries(c, LT_STORE_BANDS, &found));
    if (found.count != s->bands || found.sum != s->band_sum) {
        return check_table(c, LT_STORE_BANDS, "its keys are not those that were written");
    }
    LT_TRY(check_entries(c, LT_STORE_SEEDS, &found));
    if (found.count != s->seeds || found.sum != s->seed_sum || found.count != c->seeds || found.sum != c->seed_sum) {
        return check_table(c, LT_STORE_SEEDS, "its seeds are not those of the documents");
    }
    return 0;
}

static int check_segment(index_check *c)
{
    const lt_store_counts *all = &c->segment->all;
    c->counts = (lt_store_counts){0, 0, 0, 0};
    c->contents = c->content_sum = c->seeds = c->seed_sum = 0;
    c->first = c->segment->base;
    for (uint32_t i = 0; i < all->documents; i++) {
        LT_TRY(check_document(c, c->segment->base + i));
        if (c->portion.bytes >= LT_PORTION_BYTES) {
            LT_TRY(check_portion(c));
        }
        c->done++;
        if (c->progress != NULL && c->progress(c->context, c->done, c->total) != 0) {
            return lt_error_set(c->error, LEITONG_ECANCELLED, "cancelled");
        }
    }
    LT_TRY(check_portion(c));
    if (memcmp(&c->counts, all, sizeof *all) != 0) {
        return check_table(c, LT_STORE_ROWS, "its documents don't add up to what the catalog says");
    }
    return check_tables(c);
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
    LT_TRY(lt_store_snapshot_open(c.store, &c.snapshot, c.error));
    const lt_store_catalog *catalog = lt_store_snapshot_catalog(c.snapshot);
    lt_store_view(c.snapshot, &c.view);
    c.total = lt_store_documents(c.snapshot);
    int code = 0;
    LT_TRY_GOTO(done, lt_portion_open(&c.portion, lt_store_get_parameters(c.store), jobs, check_on_skip, &c, c.error));
    for (size_t i = 0; i < catalog->count; i++) {
        c.segment = &catalog->segments[i];
        LT_TRY_GOTO(done, check_segment(&c));
    }
done:
    lt_portion_close(&c.portion);
    lt_store_snapshot_close(c.snapshot);
    if (code == LEITONG_EINPUT) { /* a document that could be read once */
        code = lt_error_at(error, LEITONG_EDAMAGED, lt_store_folder(c.store), LEITONG_NO_OFFSET,
                           "a document can't be taken in again; make the index again from its documents, or bring it "
                           "back from a copy");
    }
    return code;
}

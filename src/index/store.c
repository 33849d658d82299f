#include "index/store.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/temporary.h"
#include "index/store_bucket.h"
#include "index/store_catalog.h"
#include "index/store_lookup.h"
#include "index/store_row.h"
#include "index/store_words.h"
#include "text/fold.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_PATH 4096U
#define STORE_ROWS 1024U /* cached rows: about as many as the documents that share a seed with a text */

struct lt_store {
    lt_store_env *env;
    char *folder;
    lt_store_parameters parameters;
    lt_view_parameters view;
};

typedef struct store_kept {
    lt_store_row row; /* its strings are in the memory map */
    uint32_t number;
    const lt_store_segment *segment; /* NULL: none yet */
} store_kept;

struct lt_store_snapshot {
    lt_store *store;
    lt_store_txn *txn;
    lt_store_catalog catalog;
    lt_store_chunk chunks[LT_STORE_TABLES_END]; /* the last chunk of each stream but the text */
    lt_store_texts texts;
    lt_store_lookup lookup;
    lt_store_naming naming;
    store_kept *rows;        /* [number mod STORE_ROWS] */
    uint32_t decoded_number; /* the document that was decoded last; LT_STORE_NONE */
    uint8_t *decoded_source;
    lt_decoded decoded;
};

/* ---- creating and opening ---- */

static void store_describe(lt_store *store, const lt_store_parameters *p)
{
    store->parameters = *p;
    store->view = (lt_view_parameters){.threshold = (double)p->threshold / 1e9,
                                       .recall = (double)p->recall / 1e9,
                                       .bands = p->bands,
                                       .rows = p->rows,
                                       .shingle = p->shingle,
                                       .run = p->run,
                                       .paragraph = (int)p->paragraph,
                                       .fold_han = (p->fold_flags & LT_FOLD_HAN) != 0};
}

/* The first two commits, so that both meta pages lead to an empty index. */
static int store_begin(const char *folder, const lt_store_parameters *parameters, leitong_error *error)
{
    lt_store_env *env = NULL;
    lt_store_txn *txn = NULL;
    lt_store_catalog catalog = {.parameters = *parameters, .next = 1};
    int code = 0;
    LT_TRY_GOTO(done, lt_store_env_create(folder, &env, error));
    LT_TRY_GOTO(done, lt_store_txn_begin(env, true, &txn, error));
    LT_TRY_GOTO(done, lt_store_catalog_save(&catalog, txn, error));
    lt_store_txn *ended = txn;
    txn = NULL;
    LT_TRY_GOTO(done, lt_store_txn_commit(ended, error));
    lt_store_txn_seal(env);
done:
    lt_store_txn_abort(txn);
    lt_store_env_close(env);
    return code;
}

/* A new name is durable after fsync of its folder. */
static int store_sync_folder(const char *folder, leitong_error *error)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) {
        return lt_error_system(error, folder, "can't be read");
    }
    int code = fsync(file) != 0 ? lt_error_system(error, folder, "can't be written") : 0;
    close(file);
    return code;
}

static int store_sync_parent(char *path, leitong_error *error)
{
    char *slash = strrchr(path, '/');
    if (slash != NULL) {
        slash[slash == path] = '\0';
    }
    return store_sync_folder(slash == NULL ? "." : path, error);
}

static void store_discard(const char *folder)
{
    static const char *const names[] = {"data.mdb", "lock.mdb", "write.lock"};
    char path[STORE_PATH + 16];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static int store_refuse_old(const char *folder, leitong_error *error)
{
    DIR *stream = opendir(folder);
    bool empty = true;
    if (stream == NULL) {
        return errno == ENOENT ? 0 : lt_error_system(error, folder, "can't be an index");
    }
    for (const struct dirent *entry; empty && (entry = readdir(stream)) != NULL;) {
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    }
    closedir(stream);
    return empty ? 0
                 : lt_error_at(error, LEITONG_EUSAGE, folder, LEITONG_NO_OFFSET,
                               "this folder is not empty; name a new one, or remove it first");
}

int lt_store_create(const char *folder, const lt_store_parameters *parameters, leitong_error *error)
{
    char aside[STORE_PATH];
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    int size = snprintf(aside, sizeof aside, "%.*s.XXXXXX", (int)length, folder);
    if (length == 0 || size < 0 || (size_t)size >= sizeof aside) {
        return lt_error_at(error, LEITONG_EUSAGE, folder, LEITONG_NO_OFFSET, "the path is empty or too long");
    }
    LT_TRY(store_refuse_old(folder, error));
    if (lt_temporary_folder(aside, NULL) != 0) {
        return lt_error_system(error, folder, "can't be made");
    }
    int code = 0;
    LT_TRY_GOTO(failed, store_begin(aside, parameters, error));
    LT_TRY_GOTO(failed, store_sync_folder(aside, error));
    if (rename(aside, folder) != 0) {
        code = lt_error_system(error, folder, "can't be made");
        goto failed;
    }
    return store_sync_parent(aside, error);
failed:
    store_discard(aside);
    return code;
}

int lt_store_open(const char *folder, lt_store **ret_store, leitong_error *error)
{
    lt_store *store = calloc(1, sizeof *store);
    lt_store_txn *txn = NULL;
    lt_store_catalog catalog = {.count = 0};
    if (store == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    store->folder = strdup(folder);
    if (store->folder == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, lt_store_env_open(folder, &store->env, error));
    LT_TRY_GOTO(done, lt_store_txn_begin(store->env, false, &txn, error));
    LT_TRY_GOTO(done, lt_store_catalog_load(store->env, txn, &catalog, error));
    store_describe(store, &catalog.parameters);
    *ret_store = store;
    store = NULL;
done:
    lt_store_txn_abort(txn);
    lt_store_catalog_clear(&catalog);
    lt_store_close(store);
    return code;
}

void lt_store_close(lt_store *store)
{
    if (store == NULL) {
        return;
    }
    lt_store_env_close(store->env);
    free(store->folder);
    free(store);
}

const lt_store_parameters *lt_store_get_parameters(const lt_store *store)
{
    return &store->parameters;
}

const char *lt_store_folder(const lt_store *store)
{
    return store->folder;
}

lt_store_env *lt_store_get_env(const lt_store *store)
{
    return store->env;
}

/* ---- snapshots ---- */

int lt_store_snapshot_open(lt_store *store, lt_store_snapshot **ret_snapshot, leitong_error *error)
{
    lt_store_snapshot *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return lt_error_memory(error);
    }
    s->store = store;
    s->decoded_number = LT_STORE_NONE;
    int code = 0;
    LT_TRY_GOTO(failed, lt_store_txn_begin(store->env, false, &s->txn, error));
    LT_TRY_GOTO(failed, lt_store_catalog_load(store->env, s->txn, &s->catalog, error));
    s->rows = calloc(STORE_ROWS, sizeof *s->rows);
    if (s->rows == NULL) {
        code = lt_error_memory(error);
        goto failed;
    }
    LT_TRY_GOTO(failed, lt_store_lookup_open(&s->lookup, s->txn, &s->catalog, error));
    LT_TRY_GOTO(failed, lt_store_naming_open(&s->naming, &s->catalog, error));
    *ret_snapshot = s;
    return 0;
failed:
    lt_store_snapshot_close(s);
    return code;
}

static void store_forget_text(lt_store_snapshot *s)
{
    lt_decoded_clear(&s->decoded);
    free(s->decoded_source);
    s->decoded = (lt_decoded){.text = NULL};
    s->decoded_source = NULL;
    s->decoded_number = LT_STORE_NONE;
}

void lt_store_snapshot_close(lt_store_snapshot *snapshot)
{
    if (snapshot == NULL) {
        return;
    }
    for (unsigned i = 0; i < LT_STORE_TABLES_END; i++) {
        lt_store_chunk_clear(&snapshot->chunks[i]);
    }
    lt_store_texts_clear(&snapshot->texts);
    store_forget_text(snapshot);
    lt_store_lookup_clear(&snapshot->lookup);
    lt_store_naming_clear(&snapshot->naming);
    free(snapshot->rows);
    lt_store_catalog_clear(&snapshot->catalog);
    lt_store_txn_abort(snapshot->txn);
    free(snapshot);
}

const char *lt_store_root(const lt_store_snapshot *snapshot)
{
    return snapshot->catalog.root;
}

const lt_store_catalog *lt_store_snapshot_catalog(const lt_store_snapshot *snapshot)
{
    return &snapshot->catalog;
}

lt_store_txn *lt_store_snapshot_txn(const lt_store_snapshot *snapshot)
{
    return snapshot->txn;
}

void lt_store_figure(const lt_store_snapshot *snapshot, lt_store_figures *ret_figures)
{
    const lt_store_catalog *c = &snapshot->catalog;
    lt_store_figures f = {.segments = c->count,
                          .file_bytes = lt_store_env_size(snapshot->store->env),
                          .free_bytes = lt_store_env_free(snapshot->store->env),
                          .sequence = c->sequence};
    for (size_t i = 0; i < c->count; i++) {
        const lt_store_segment *s = &c->segments[i];
        f.documents += s->all.documents - s->dead.documents;
        f.paragraphs += s->all.paragraphs - s->dead.paragraphs;
        f.tokens += s->all.tokens - s->dead.tokens;
        f.bytes += s->all.bytes - s->dead.bytes;
        f.removed += s->dead.documents;
        f.block_bytes += s->room;
    }
    *ret_figures = f;
}

uint32_t lt_store_documents(const lt_store_snapshot *snapshot)
{
    const lt_store_catalog *c = &snapshot->catalog;
    const lt_store_segment *last = c->count == 0 ? NULL : &c->segments[c->count - 1];
    return last == NULL ? 0 : last->base + (uint32_t)last->all.documents;
}

static const lt_store_segment *store_segment(const lt_store_snapshot *s, uint32_t number)
{
    const lt_store_catalog *c = &s->catalog;
    for (size_t i = 0; i < c->count; i++) {
        if (number - c->segments[i].base < c->segments[i].all.documents) {
            return &c->segments[i];
        }
    }
    return NULL;
}

bool lt_store_alive(const lt_store_snapshot *snapshot, uint32_t number)
{
    const lt_store_segment *segment = store_segment(snapshot, number);
    return segment != NULL && !lt_store_removed(segment, number - segment->base);
}

/* ---- what a view is asked ---- */

static int store_damaged(const lt_store_snapshot *s, const lt_store_segment *segment, uint8_t table,
                         leitong_error *error)
{
    (void)lt_store_damaged(s->store->env, segment->number, table, "an entry is not what was written", error);
    return LEITONG_EDAMAGED; /* in sight, so that analysers know that it is not 0 */
}

static int store_row(lt_store_snapshot *s, uint32_t number, const lt_store_segment **ret_segment, lt_store_row *ret_row,
                     leitong_error *error)
{
    store_kept *kept = &s->rows[number % STORE_ROWS];
    if (kept->segment != NULL && kept->number == number) {
        *ret_segment = kept->segment;
        *ret_row = kept->row;
        return 0;
    }
    const lt_store_segment *segment = store_segment(s, number);
    if (segment == NULL) {
        (void)lt_error_at(error, LEITONG_EUSAGE, s->store->folder, LEITONG_NO_OFFSET, "no document has this number");
        return LEITONG_EUSAGE; /* in sight, so that analysers know that it is not 0 */
    }
    lt_store_chunk *chunk = &s->chunks[LT_STORE_ROWS];
    lt_store_row row = {.text_at = 0};
    uint32_t local = number - segment->base;
    LT_TRY(lt_store_chunk_load(chunk, s->txn, segment->number, LT_STORE_ROWS, local, error));
    if (!lt_store_row_get(chunk->bytes, chunk->bytes + chunk->size, local - chunk->begin, &row)) {
        return store_damaged(s, segment, LT_STORE_ROWS, error);
    }
    *kept = (store_kept){row, number, segment};
    *ret_segment = segment;
    *ret_row = row;
    return 0;
}

static int store_document(void *context, uint32_t document, lt_view_document *ret_row, leitong_error *error)
{
    const lt_store_segment *segment = NULL;
    lt_store_row row = {.text_at = 0};
    LT_TRY(store_row(context, document, &segment, &row, error));
    *ret_row = row.document;
    return 0;
}

static int store_find(void *context, const char *id, uint32_t *ret_document, leitong_error *error)
{
    lt_store_snapshot *s = context;
    uint64_t hash = lt_hash_64(id, strlen(id));
    lt_view_places places = {.count = 0};
    uint32_t found = LT_STORE_NONE;
    size_t end;
    lt_store_ask ask = {LT_STORE_IDS, &hash, 1, UINT32_MAX, LT_VIEW_NONE};
    int code = 0;
    LT_TRY_GOTO(done, lt_store_lookup_run(&s->lookup, &ask, &places, &end, error));
    for (size_t i = 0; found == LT_STORE_NONE && i < places.count; i++) {
        lt_view_document row = {.id = NULL};
        LT_TRY_GOTO(done, store_document(s, places.items[i].document, &row, error));
        if (row.id != NULL && strcmp(row.id, id) == 0) {
            found = places.items[i].document;
        }
    }
    *ret_document = found;
done:
    free(places.items);
    return code;
}

static int store_range(const lt_store_snapshot *s, bool good, leitong_error *error)
{
    return good ? 0
                : lt_error_at(error, LEITONG_EUSAGE, s->store->folder, LEITONG_NO_OFFSET,
                              "a range reaches beyond a document's end");
}

static int store_paragraphs(void *context, uint32_t document, uint32_t first, uint32_t count, lt_paragraph *ret_rows,
                            leitong_error *error)
{
    lt_store_snapshot *s = context;
    lt_store_chunk *chunk = &s->chunks[LT_STORE_PARAGRAPHS];
    const lt_store_segment *segment = NULL;
    lt_store_row row = {.text_at = 0};
    LT_TRY(store_row(s, document, &segment, &row, error));
    LT_TRY(store_range(s, (uint64_t)first + count <= row.document.paragraph_count, error));
    while (count > 0) {
        uint64_t at = row.paragraph_at + first;
        LT_TRY(lt_store_chunk_load(chunk, s->txn, segment->number, LT_STORE_PARAGRAPHS, at, error));
        uint64_t here = chunk->end - at;
        uint32_t part = here < count ? (uint32_t)here : count;
        if (!lt_store_paragraphs_get(chunk->bytes, chunk->bytes + chunk->size, at - chunk->begin, part, document,
                                     ret_rows)) {
            return store_damaged(s, segment, LT_STORE_PARAGRAPHS, error);
        }
        ret_rows += part;
        first += part;
        count -= part;
    }
    return 0;
}

static int store_tokens(void *context, uint32_t document, uint32_t begin, uint32_t count, uint32_t *ret_tokens,
                        leitong_error *error)
{
    lt_store_snapshot *s = context;
    const lt_store_segment *segment = NULL;
    lt_store_row row = {.text_at = 0};
    LT_TRY(store_row(s, document, &segment, &row, error));
    LT_TRY(store_range(s, (uint64_t)begin + count <= row.document.token_count, error));
    lt_store_range range = {segment->number, row.token_at + begin, count};
    LT_TRY(lt_store_chunk_tokens(&s->chunks[LT_STORE_TOKENS], s->txn, &range, ret_tokens, error));
    return lt_store_naming_run(&s->naming, s->txn, segment, count, ret_tokens, error);
}

static int store_source(void *context, uint32_t document, uint64_t begin, size_t size, uint8_t *ret_bytes,
                        leitong_error *error)
{
    lt_store_snapshot *s = context;
    const lt_store_segment *segment = NULL;
    lt_store_row row = {.text_at = 0};
    LT_TRY(store_row(s, document, &segment, &row, error));
    LT_TRY(store_range(s, begin <= row.document.source_size && size <= row.document.source_size - begin, error));
    lt_store_range range = {segment->number, row.text_at + begin, size};
    return lt_store_texts_read(&s->texts, s->txn, &range, ret_bytes, error);
}

/* Decodes a document that is not in UTF-8; the text is cached until another document is decoded. */
static int store_decode(lt_store_snapshot *s, uint32_t document, const lt_view_document *row, leitong_error *error)
{
    if (s->decoded_number == document) {
        return 0;
    }
    size_t size = (size_t)row->source_size;
    store_forget_text(s);
    s->decoded_source = malloc(size + 1);
    if (s->decoded_source == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(store_source(s, document, 0, size, s->decoded_source, error));
    lt_encoded encoded = {s->decoded_source, size, row->encoding, s->store->folder};
    int code = lt_decode(&encoded, &s->decoded, NULL, error);
    if (code == LEITONG_EINPUT || (code == 0 && s->decoded.size != row->text_size)) {
        return store_damaged(s, store_segment(s, document), LT_STORE_TEXT, error);
    }
    if (code == 0) {
        s->decoded_number = document;
    }
    return code;
}

static int store_text(void *context, uint32_t document, uint64_t begin, size_t size, uint8_t *ret_bytes,
                      leitong_error *error)
{
    lt_store_snapshot *s = context;
    const lt_store_segment *segment = NULL;
    lt_store_row row = {.text_at = 0};
    LT_TRY(store_row(s, document, &segment, &row, error));
    LT_TRY(store_range(s, begin <= row.document.text_size && size <= row.document.text_size - begin, error));
    if (row.document.utf8_is_source) {
        lt_store_range range = {segment->number, row.text_at + row.document.bom + begin, size};
        return lt_store_texts_read(&s->texts, s->txn, &range, ret_bytes, error);
    }
    LT_TRY(store_decode(s, document, &row.document, error));
    if (s->decoded.text != NULL) {
        memcpy(ret_bytes, s->decoded.text + begin, size);
    }
    return 0;
}

static int store_before(void *context, uint32_t x, uint32_t y, bool *ret_before, leitong_error *error)
{
    lt_view_document row = {.id = NULL};
    LT_TRY(store_document(context, x, &row, error));
    char *id = strdup(row.id);
    if (id == NULL) {
        return lt_error_memory(error);
    }
    int code = store_document(context, y, &row, error);
    if (code == 0) {
        *ret_before = strcmp(id, row.id) < 0;
    }
    free(id);
    return code;
}

static int store_bands(void *context, const lt_view_buckets *ask, lt_view_contents *contents, size_t *ret_ends,
                       leitong_error *error)
{
    lt_store_snapshot *s = context;
    lt_store_order order = {s, store_before};
    return lt_store_bucket_run(&s->lookup, ask, &order, contents, ret_ends, error);
}

static int store_seeds(void *context, const uint64_t *hashes, size_t count, lt_view_places *places, size_t *ret_ends,
                       leitong_error *error)
{
    lt_store_snapshot *s = context;
    uint64_t *keys = malloc((count + 1) * sizeof *keys);
    if (keys == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = lt_view_seed_order(hashes[i]);
    }
    lt_store_ask ask = {LT_STORE_SEEDS, keys, count, UINT32_MAX, LT_VIEW_NONE};
    int code = lt_store_lookup_run(&s->lookup, &ask, places, ret_ends, error);
    free(keys);
    return code;
}

void lt_store_view(lt_store_snapshot *snapshot, lt_view *ret_view)
{
    *ret_view = (lt_view){.context = snapshot,
                          .parameters = &snapshot->store->view,
                          .lexicon = snapshot->naming.lexicon,
                          .find = store_find,
                          .document = store_document,
                          .paragraphs = store_paragraphs,
                          .tokens = store_tokens,
                          .source = store_source,
                          .text = store_text,
                          .bands = store_bands,
                          .seeds = store_seeds};
}

#include "engine/index_change.h"

#include "engine/index_handle.h"
#include "engine/index_portion.h"
#include "engine/ingest.h"
#include "index/store_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct leitong_index_change {
    lt_store_writer *writer;
    leitong_index_change_options options;
    lt_portion portion;
    leitong_index_changes counts;
    uint64_t documents, bytes; /* seen */
    uint64_t with_words;       /* of them */
    bool committed;
};

static int change_on_skip(void *context, const leitong_skip *skip)
{
    leitong_index_change *change = context;
    const leitong_index_change_options *o = &change->options;
    change->counts.skipped++;
    return o->skip != NULL && o->skip(o->skip_context, skip) != 0;
}

int leitong_index_change_begin(leitong_index *index, const leitong_index_change_options *options,
                               leitong_index_change **ret_change, leitong_error *error)
{
    if (options->struct_size != sizeof *options || options->jobs > 1024) {
        return lt_error_set(error, LEITONG_EUSAGE,
                            options->jobs > 1024 ? "jobs must be 0 to 1024"
                                                 : "leitong_index_change_options: start from "
                                                   "LEITONG_INDEX_CHANGE_OPTIONS_INIT of this version's header");
    }
    leitong_index_change *change = calloc(1, sizeof *change);
    if (change == NULL) {
        return lt_error_memory(error);
    }
    change->options = *options;
    lt_store *store = lt_index_store(index);
    int code = lt_store_writer_open(store, &change->writer, error);
    if (code == 0 && options->root != NULL) {
        code = lt_index_remember_root(change->writer, lt_store_folder(store), options->root, error);
    }
    code = code != 0 ? code
                     : lt_portion_open(&change->portion, lt_store_get_parameters(store), options->jobs, change_on_skip,
                                       change, error);
    if (code != 0) {
        leitong_index_change_end(change);
        return code;
    }
    *ret_change = change;
    return 0;
}

void leitong_index_change_end(leitong_index_change *change)
{
    if (change == NULL) {
        return;
    }
    lt_portion_close(&change->portion);
    lt_store_writer_close(change->writer);
    free(change);
}

lt_store_snapshot *lt_index_change_snapshot(leitong_index_change *change)
{
    return lt_store_writer_snapshot(change->writer);
}

/* What is in the portion becomes a segment, or part of one. Documents that could not be decoded are not in the corpus.
 */
static int change_put(leitong_index_change *change, bool more, leitong_error *error)
{
    lt_portion *portion = &change->portion;
    int code = lt_portion_settle(portion, error);
    lt_view view;
    lt_store_view(lt_store_writer_snapshot(change->writer), &view);
    for (size_t i = 0; code == 0 && i < portion->corpus.document_count; i++) {
        uint32_t old = LT_STORE_NONE;
        code = view.find(view.context, portion->corpus.documents[i].id, &old, error);
        bool replaced = code == 0 && old != LT_STORE_NONE && lt_store_kept(change->writer, old);
        change->counts.replaced += replaced;
        change->counts.added += !replaced;
        change->with_words += portion->corpus.documents[i].token_count > 0;
    }
    if (code == 0 && portion->corpus.document_count > 0) {
        lt_store_keys keys = lt_portion_keys(portion);
        code = lt_store_put(change->writer, &portion->corpus, &keys, more, error);
    }
    return code != 0 ? code : lt_portion_reset(portion, error);
}

static bool change_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether the document stands in the index just so. */
static int change_known(leitong_index_change *change, const leitong_document *document, bool *ret_known,
                        leitong_error *error)
{
    lt_view view;
    lt_view_document row;
    uint32_t number = LT_STORE_NONE;
    lt_encoding encoding = LT_ENCODING_AUTO;
    *ret_known = false;
    lt_store_view(lt_store_writer_snapshot(change->writer), &view);
    int code = lt_ingest_check(document, error);
    code = code != 0 ? code : view.find(view.context, document->id, &number, error);
    if (code != 0 || number == LT_STORE_NONE || !lt_store_kept(change->writer, number)) {
        return code;
    }
    code = view.document(view.context, number, &row, error);
    if (code == 0 && document->encoding != NULL) {
        code = lt_encoding_named(document->encoding, &encoding, error);
    }
    if (code == 0) {
        *ret_known = (encoding == LT_ENCODING_AUTO || encoding == row.encoding) &&
                     change_same(row.title, document->title) && change_same(row.date, document->date) &&
                     change_same(row.series, document->series) && change_same(row.author, document->author);
        change->with_words += *ret_known && row.token_count > 0;
    }
    if (code == 0 && *ret_known) {
        code = lt_view_same_source(&view, number, document->bytes, document->size, ret_known, error);
    }
    return code;
}

static int change_usable(const leitong_index_change *change, leitong_error *error)
{
    return change->committed ? lt_error_set(error, LEITONG_EUSAGE, "leitong_index_change_commit was called before") : 0;
}

int leitong_index_change_add(leitong_index_change *change, const leitong_document *document, leitong_error *error)
{
    const leitong_index_change_options *o = &change->options;
    bool known = false;
    int code = change_usable(change, error);
    code = code != 0 ? code : change_known(change, document, &known, error);
    if (code == 0 && !known) {
        code = lt_portion_add(&change->portion, document, error);
        if (code == 0 && change->portion.bytes >= LT_PORTION_BYTES) {
            code = change_put(change, true, error);
        }
    }
    if (code != 0) {
        return code;
    }
    change->counts.unchanged += known;
    change->documents++;
    change->bytes += document->size;
    return o->progress != NULL && o->progress(o->progress_context, change->documents, change->bytes) != 0
               ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled")
               : 0;
}

int leitong_index_change_input(leitong_index_change *change, leitong_input *input, leitong_error *error)
{
    for (;;) {
        leitong_document document;
        int more = 0;
        int code = leitong_input_next(input, &document, &more, error);
        if (code != 0 || !more) {
            return code;
        }
        code = leitong_index_change_add(change, &document, error);
        if (code != 0) {
            return code;
        }
    }
}

int leitong_index_change_remove(leitong_index_change *change, const char *id, int *ret_found, leitong_error *error)
{
    lt_view view;
    uint32_t number = LT_STORE_NONE;
    int code = change_usable(change, error);
    if (code != 0) {
        return code;
    }
    lt_store_view(lt_store_writer_snapshot(change->writer), &view);
    code = view.find(view.context, id, &number, error);
    bool found = code == 0 && number != LT_STORE_NONE && lt_store_kept(change->writer, number);
    code = code != 0 || !found ? code : lt_store_remove(change->writer, number, error);
    if (code == 0) {
        change->counts.removed += found;
        if (ret_found != NULL) {
            *ret_found = found;
        }
    }
    return code;
}

static int change_not_empty(const leitong_index_change *change, leitong_error *error)
{
    if (change->options.allow_empty || change->with_words + change->counts.removed > 0) {
        return 0;
    }
    return lt_error_set(error, LEITONG_EINPUT,
                        "nothing was added: no document holds a word (documents: %" PRIu64
                        "); allow_empty (--allow-empty) lets that pass",
                        change->documents);
}

int leitong_index_change_commit(leitong_index_change *change, leitong_index_changes *ret_changes, leitong_error *error)
{
    int code = change_usable(change, error);
    code = code != 0 ? code : change_put(change, false, error);
    code = code != 0 ? code : change_not_empty(change, error);
    change->committed = true;
    code = code != 0 ? code : lt_store_commit(change->writer, error);
    if (code != 0) {
        return code;
    }
    if (ret_changes != NULL) {
        *ret_changes = change->counts;
    }
    /* The change is on disk; whatever tidying meets leaves it there, and the next change tries again. */
    leitong_error ignored;
    (void)(lt_store_tidy(change->writer, false, &ignored) == 0);
    return 0;
}

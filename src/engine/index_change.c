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
    change->counts.skipped += !skip->is_note;
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
    int code = 0;
    LT_TRY_GOTO(failed, lt_store_writer_open(store, &change->writer, error));
    if (options->root != NULL) {
        LT_TRY_GOTO(failed, lt_index_remember_root(change->writer, lt_store_folder(store), options->root, error));
    }
    LT_TRY_GOTO(failed, lt_portion_open(&change->portion, lt_store_get_parameters(store), options->jobs, change_on_skip,
                                        change, error));
    *ret_change = change;
    return 0;
failed:
    leitong_index_change_end(change);
    return code;
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
    LT_TRY(lt_portion_settle(portion, error));
    lt_view view;
    lt_store_view(lt_store_writer_snapshot(change->writer), &view);
    for (size_t i = 0; i < portion->corpus.document_count; i++) {
        uint32_t old = LT_STORE_NONE;
        LT_TRY(view.find(view.context, portion->corpus.documents[i].id, &old, error));
        bool replaced = old != LT_STORE_NONE && lt_store_kept(change->writer, old);
        change->counts.replaced += replaced;
        change->counts.added += !replaced;
        change->with_words += portion->corpus.documents[i].token_count > 0;
    }
    if (portion->corpus.document_count > 0) {
        lt_store_keys keys = lt_portion_keys(portion);
        LT_TRY(lt_store_put(change->writer, &portion->corpus, &keys, more, error));
    }
    return lt_portion_reset(portion, error);
}

/* An empty value is none. */
static bool change_same(const char *a, const char *b)
{
    a = a == NULL ? "" : a;
    b = b == NULL ? "" : b;
    return strcmp(a, b) == 0;
}

/* What the user gave: what a document says of itself follows from its bytes and its id. */
static const char *change_given(const char *text, unsigned from)
{
    return from == LEITONG_ORIGIN_METADATA ? text : NULL;
}

/* Whether the index has the document with the same bytes and the same metadata. */
static int change_known(leitong_index_change *change, const leitong_document *document, bool *ret_known,
                        leitong_error *error)
{
    lt_view view;
    lt_view_document row;
    uint32_t number = LT_STORE_NONE;
    lt_encoding encoding = LT_ENCODING_AUTO;
    lt_store_view(lt_store_writer_snapshot(change->writer), &view);
    LT_TRY(lt_ingest_check(document, error));
    LT_TRY(view.find(view.context, document->id, &number, error));
    if (number == LT_STORE_NONE || !lt_store_kept(change->writer, number)) {
        *ret_known = false;
        return 0;
    }
    LT_TRY(view.document(view.context, number, &row, error));
    if (document->encoding != NULL) {
        LT_TRY(lt_encoding_named(document->encoding, &encoding, error));
    }
    const char *author = document->author != NULL ? document->author : document->own_author;
    lt_encoding wanted = lt_encoding_strict(encoding);
    bool known = (wanted == LT_ENCODING_AUTO || wanted == lt_encoding_strict(row.encoding)) &&
                 change_same(change_given(row.title, row.title_from), document->title) &&
                 change_same(change_given(row.date, row.date_from), document->date) &&
                 change_same(row.series, document->series) && change_same(row.author, author);
    change->with_words += known && row.token_count > 0;
    if (known) {
        LT_TRY(lt_view_same_source(&view, number, document->bytes, document->size, &known, error));
    }
    *ret_known = known;
    return 0;
}

static int change_usable(const leitong_index_change *change, leitong_error *error)
{
    return change->committed ? lt_error_set(error, LEITONG_EUSAGE, "leitong_index_change_commit was called before") : 0;
}

int leitong_index_change_add(leitong_index_change *change, const leitong_document *document, leitong_error *error)
{
    const leitong_index_change_options *o = &change->options;
    bool known = false;
    LT_TRY(change_usable(change, error));
    LT_TRY(change_known(change, document, &known, error));
    if (!known) {
        LT_TRY(lt_portion_add(&change->portion, document, error));
        if (change->portion.bytes >= LT_PORTION_BYTES) {
            LT_TRY(change_put(change, true, error));
        }
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
        LT_TRY(leitong_input_next(input, &document, &more, error));
        if (!more) {
            return 0;
        }
        LT_TRY(leitong_index_change_add(change, &document, error));
    }
}

int leitong_index_change_remove(leitong_index_change *change, const char *id, int *ret_found, leitong_error *error)
{
    lt_view view;
    uint32_t number = LT_STORE_NONE;
    LT_TRY(change_usable(change, error));
    lt_store_view(lt_store_writer_snapshot(change->writer), &view);
    LT_TRY(view.find(view.context, id, &number, error));
    bool found = number != LT_STORE_NONE && lt_store_kept(change->writer, number);
    if (found) {
        LT_TRY(lt_store_remove(change->writer, number, error));
    }
    change->counts.removed += found;
    if (ret_found != NULL) {
        *ret_found = found;
    }
    return 0;
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
    LT_TRY(change_usable(change, error));
    change->committed = true; /* whatever comes of it: a change is not taken up again after a failure */
    LT_TRY(change_put(change, false, error));
    LT_TRY(change_not_empty(change, error));
    LT_TRY(lt_store_commit(change->writer, error));
    if (ret_changes != NULL) {
        *ret_changes = change->counts;
    }
    /* The change is on disk; whatever tidying meets leaves it there, and the next change tries again. */
    leitong_error ignored;
    (void)(lt_store_tidy(change->writer, false, &ignored) == 0);
    return 0;
}

#include "index/store_write.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "index/store_merge.h"
#include "index/store_parts.h"
#include "index/store_segment.h"

#include <stdlib.h>
#include <string.h>

/* A segment stays alone while it is more than WRITE_RATIO times as large as all smaller ones together, and while less
 * than one in WRITE_DEAD of its tokens belongs to a removed document. */
#define WRITE_RATIO 8U
#define WRITE_DEAD 4U

struct lt_store_writer {
    lt_store *store;
    lt_store_env *env;
    lt_store_snapshot *snapshot;
    lt_store_catalog catalog; /* the next state */
    size_t old_count;         /* of its segments, those of the snapshot */
    lt_store_sink sink;
    lt_store_parts *parts; /* collects the portions of one segment; NULL: none */
    lt_record *ids;        /* 128-bit hashes of the ids added so far; sorted */
    size_t id_count, id_capacity;
};

/* ---- beginning and ending ---- */

static bool write_names(const lt_store_catalog *catalog, uint32_t segment)
{
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->segments[i].number == segment) {
            return true;
        }
    }
    return false;
}

/* *ret_any: there were segments that the catalog doesn't name. */
static int write_drop_unnamed(lt_store_writer *w, bool *ret_any, leitong_error *error)
{
    bool any = false;
    for (uint32_t segment = 1;; segment++) {
        bool found = false;
        LT_TRY(lt_store_txn_segment(w->sink.txn, &segment, &found, error));
        if (!found) {
            break;
        }
        if (!write_names(&w->catalog, segment)) {
            LT_TRY(lt_store_txn_drop(w->sink.txn, segment, 0, error));
            any = true;
        }
    }
    *ret_any = any;
    return 0;
}

/* Removes what a killed writer, or a merge, left behind. */
static int write_sweep(lt_store_writer *w, leitong_error *error)
{
    bool any = false;
    int code = 0;
    LT_TRY(lt_store_txn_begin(w->env, true, &w->sink.txn, error));
    LT_TRY_GOTO(done, write_drop_unnamed(w, &any, error));
    if (any) {
        LT_TRY_GOTO(done, lt_store_sink_commit(&w->sink, error));
    }
done:
    lt_store_txn_abort(w->sink.txn);
    w->sink.txn = NULL;
    return code;
}

int lt_store_writer_open(lt_store *store, lt_store_writer **ret_writer, leitong_error *error)
{
    lt_store_writer *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return lt_error_memory(error);
    }
    w->store = store;
    w->env = lt_store_get_env(store);
    w->sink.env = w->env;
    int code = 0;
    LT_TRY_GOTO(failed, lt_store_env_lock(w->env, error));
    LT_TRY_GOTO(failed, lt_store_snapshot_open(store, &w->snapshot, error));
    LT_TRY_GOTO(failed, lt_store_catalog_copy(lt_store_snapshot_catalog(w->snapshot), &w->catalog, error));
    LT_TRY_GOTO(failed, write_sweep(w, error));
    w->old_count = w->catalog.count;
    *ret_writer = w;
    return 0;
failed:
    lt_store_writer_close(w);
    return code;
}

void lt_store_writer_close(lt_store_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    lt_store_txn_abort(writer->sink.txn);
    lt_store_sink_clear(&writer->sink);
    lt_store_parts_free(writer->parts);
    lt_store_snapshot_close(writer->snapshot);
    lt_store_catalog_clear(&writer->catalog);
    lt_store_env_unlock(writer->env);
    free(writer->ids);
    free(writer);
}

lt_store_snapshot *lt_store_writer_snapshot(lt_store_writer *writer)
{
    return writer->snapshot;
}

static int write_begin(lt_store_writer *w, leitong_error *error)
{
    return w->sink.txn != NULL ? 0 : lt_store_txn_begin(w->env, true, &w->sink.txn, error);
}

/* ---- changing ---- */

int lt_store_remove(lt_store_writer *writer, uint32_t number, leitong_error *error)
{
    for (size_t i = 0; i < writer->old_count; i++) {
        lt_store_segment *s = &writer->catalog.segments[i];
        if (number - s->base >= s->all.documents || lt_store_removed(s, number - s->base)) {
            continue;
        }
        lt_view view;
        lt_view_document row;
        lt_store_view(writer->snapshot, &view);
        LT_TRY(view.document(view.context, number, &row, error));
        LT_TRY(lt_store_catalog_remove(s, number - s->base, error));
        s->dead.documents++;
        s->dead.paragraphs += row.paragraph_count;
        s->dead.tokens += row.token_count;
        s->dead.bytes += row.source_size;
        return 0;
    }
    return 0;
}

bool lt_store_kept(const lt_store_writer *writer, uint32_t number)
{
    for (size_t i = 0; i < writer->old_count; i++) {
        const lt_store_segment *s = &writer->catalog.segments[i];
        if (number - s->base < s->all.documents) {
            return !lt_store_removed(s, number - s->base);
        }
    }
    return false;
}

/* Removes documents with the ids of new ones; this writer must not have added these ids before. */
static int write_replace(lt_store_writer *w, const lt_corpus *corpus, leitong_error *error)
{
    lt_view view;
    lt_store_view(w->snapshot, &view);
    size_t count = w->id_count + corpus->document_count;
    LT_TRY(LT_RESERVE(w->ids, w->id_capacity, 2 * count, error));
    for (size_t i = 0; i < corpus->document_count; i++) {
        const char *id = corpus->documents[i].id;
        uint32_t old = LT_STORE_NONE;
        uint64_t hash[2];
        lt_hash_128(id, strlen(id), hash);
        w->ids[w->id_count++] = (lt_record){hash[0], hash[1]};
        LT_TRY(view.find(view.context, id, &old, error));
        if (old != LT_STORE_NONE) {
            LT_TRY(lt_store_remove(w, old, error));
        }
    }
    lt_radix_sort_records(w->ids, w->ids + count, count);
    for (size_t i = 1; i < count; i++) {
        if (w->ids[i].key == w->ids[i - 1].key && w->ids[i].value == w->ids[i - 1].value) {
            return lt_error_set(error, LEITONG_EUSAGE,
                                "two of the documents added have one id; give each its own, or add them one after the "
                                "other");
        }
    }
    return 0;
}

/* Begins a new segment in the sink. */
static int write_segment(lt_store_writer *w, leitong_error *error)
{
    if (w->catalog.next == UINT32_MAX) {
        return lt_error_at(error, LEITONG_EUSAGE, lt_store_folder(w->store), LEITONG_NO_OFFSET,
                           "the index has had 2^32 segments; make it again");
    }
    w->sink.segment = w->catalog.next;
    return write_begin(w, error);
}

static int write_append(lt_store_writer *w, const lt_store_segment *row, leitong_error *error)
{
    LT_TRY(lt_store_catalog_append(&w->catalog, row, error));
    w->catalog.next++;
    return 0;
}

/* Merges the collected portions into one segment. */
static int write_gather(lt_store_writer *w, leitong_error *error)
{
    lt_store_segment row = {.number = 0};
    if (w->parts == NULL) {
        return 0;
    }
    int code = 0;
    LT_TRY_GOTO(done, write_segment(w, error));
    LT_TRY_GOTO(done, lt_store_parts_merge(w->parts, &w->sink, &row, error));
    LT_TRY_GOTO(done, write_append(w, &row, error));
done:
    lt_store_parts_free(w->parts);
    w->parts = NULL;
    return code;
}

int lt_store_put(lt_store_writer *writer, const lt_corpus *corpus, const lt_store_keys *keys, bool more,
                 leitong_error *error)
{
    const lt_store_parameters *parameters = &writer->catalog.parameters;
    lt_store_segment row = {.number = 0};
    LT_TRY(write_replace(writer, corpus, error));
    if (more && writer->parts == NULL) {
        LT_TRY(lt_store_parts_new(lt_store_folder(writer->store), parameters, &writer->parts, error));
    }
    if (writer->parts != NULL) {
        LT_TRY(lt_store_parts_put(writer->parts, corpus, keys, error));
        return lt_store_parts_count(writer->parts) == LT_STORE_PARTS_MOST ? write_gather(writer, error) : 0;
    }
    LT_TRY(write_segment(writer, error));
    LT_TRY(lt_store_segment_write(&writer->sink, parameters, corpus, keys, &row, error));
    return write_append(writer, &row, error);
}

int lt_store_set_root(lt_store_writer *writer, const char *root, leitong_error *error)
{
    if (writer->catalog.root != NULL) {
        return 0;
    }
    writer->catalog.root = strdup(root);
    return writer->catalog.root == NULL ? lt_error_memory(error) : 0;
}

/* ---- committing ---- */

static bool write_changed(const lt_store_writer *w)
{
    const lt_store_catalog *before = lt_store_snapshot_catalog(w->snapshot);
    bool changed = w->catalog.count != before->count;
    for (size_t i = 0; !changed && i < before->count; i++) {
        changed = w->catalog.segments[i].dead.documents != before->segments[i].dead.documents;
    }
    return changed;
}

/* Assigns the first document number of each segment. */
static int write_number(lt_store_writer *w, leitong_error *error)
{
    uint64_t base = 0;
    for (size_t i = 0; i < w->catalog.count; i++) {
        w->catalog.segments[i].base = (uint32_t)base;
        base += w->catalog.segments[i].all.documents;
        if (base >= LT_STORE_NONE) {
            return lt_error_at(error, LEITONG_EUSAGE, lt_store_folder(w->store), LEITONG_NO_OFFSET,
                               "an index holds at most 2^32 - 2 documents; make a second one");
        }
    }
    return 0;
}

static int write_publish(lt_store_writer *w, leitong_error *error)
{
    w->catalog.sequence++;
    LT_TRY(write_number(w, error));
    LT_TRY(write_begin(w, error));
    LT_TRY(lt_store_catalog_save(&w->catalog, w->sink.txn, error));
    LT_TRY(lt_store_sink_commit(&w->sink, error));
    lt_store_txn_seal(w->env);
    return 0;
}

int lt_store_commit(lt_store_writer *writer, leitong_error *error)
{
    LT_TRY(write_gather(writer, error));
    return write_changed(writer) ? write_publish(writer, error) : 0;
}

/* ---- tidying ---- */

typedef struct write_choice {
    uint64_t room;
    size_t place;
    bool decayed;
} write_choice;

static int write_choice_compare(const void *left, const void *right)
{
    const write_choice *a = left;
    const write_choice *b = right;
    if (a->room != b->room) {
        return a->room > b->room ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Sorts segments, largest first. All are merged from the first one on that is not WRITE_RATIO times as large as those
 * after it together, or that has decayed. */
static size_t write_choose(const lt_store_catalog *catalog, bool all, write_choice *choices)
{
    size_t count = catalog->count;
    bool any = all && count > 1;
    for (size_t i = 0; i < count; i++) {
        const lt_store_segment *s = &catalog->segments[i];
        choices[i] = (write_choice){s->room, i,
                                    s->dead.documents == s->all.documents ||
                                        s->dead.tokens > s->all.tokens / WRITE_DEAD || (all && s->dead.documents > 0)};
        any = any || choices[i].decayed;
    }
    qsort(choices, count, sizeof *choices, write_choice_compare);
    size_t first = all && any ? 0 : count;
    uint64_t behind = 0;
    for (size_t i = count; i-- > 0;) {
        if (choices[i].decayed || behind > choices[i].room / WRITE_RATIO) {
            first = LT_MIN(i, first);
        }
        behind += choices[i].room;
    }
    return first;
}

static int write_size_compare(const void *left, const void *right)
{
    size_t a = *(const size_t *)left;
    size_t b = *(const size_t *)right;
    return a < b ? -1 : a > b;
}

/* Merges some segments, commits, and then frees the space of the old ones. */
static int write_merge(lt_store_writer *w, size_t *which, size_t count, leitong_error *error)
{
    lt_store_selection from = {w->env, &w->catalog, which, count};
    lt_store_segment row = {.number = 0};
    qsort(which, count, sizeof *which, write_size_compare);
    LT_TRY(write_begin(w, error));
    w->sink.segment = w->catalog.next;
    w->sink.bytes = 0;
    LT_TRY(lt_store_merge(&w->sink, &from, &row, error));
    w->catalog.next++;
    for (size_t i = count; i-- > 0;) {
        lt_store_catalog_erase(&w->catalog, which[i], which[i] + 1);
    }
    if (row.all.documents > 0) {
        LT_TRY(lt_store_catalog_append(&w->catalog, &row, error));
    } else {
        LT_TRY(lt_store_txn_drop(w->sink.txn, row.number, 0, error));
    }
    LT_TRY(write_publish(w, error));
    return write_sweep(w, error);
}

int lt_store_tidy(lt_store_writer *writer, bool all, leitong_error *error)
{
    size_t count = writer->catalog.count;
    write_choice *choices = calloc(count + 1, sizeof *choices);
    size_t *which = calloc(count + 1, sizeof *which);
    int code = 0;
    if (choices == NULL || which == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    size_t first = write_choose(&writer->catalog, all, choices);
    for (size_t i = first; i < count; i++) {
        which[i - first] = choices[i].place;
    }
    /* Pages of an open snapshot could not be reused. */
    lt_store_snapshot_close(writer->snapshot);
    writer->snapshot = NULL;
    if (first < count) {
        code = write_merge(writer, which, count - first, error);
    }
done:
    free(choices);
    free(which);
    return code;
}

#include "engine/index_handle.h"

#include "base/root.h"
#include "index/store_write.h"
#include "leitong/scan.h"
#include "sketch/bands.h"
#include "text/fold.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct leitong_index {
    lt_store *store;
    char *root; /* what leitong_index_get_root gave last */
};

static int index_range(leitong_error *error, bool good, const char *what)
{
    return good ? 0 : lt_error_set(error, LEITONG_EUSAGE, "%s", what);
}

int leitong_index_create(const char *folder, const leitong_index_options *options, leitong_error *error)
{
    const leitong_index_options *o = options;
    unsigned bands = 0;
    unsigned rows = 0;
    LT_TRY(index_range(error, o->struct_size == sizeof *o,
                       "leitong_index_options: start from LEITONG_INDEX_OPTIONS_INIT of this version's header"));
    LT_TRY(index_range(error, o->shingle >= 1 && o->shingle <= 64, "shingle must be 1 to 64 tokens"));
    LT_TRY(index_range(error, o->run >= 8 && o->run <= 64, "run must be 8 to 64 tokens"));
    LT_TRY(index_range(error, o->paragraph >= LEITONG_PARAGRAPH_AUTO && o->paragraph <= LEITONG_PARAGRAPH_BLANK,
                       "paragraph must be auto, line or blank"));
    LT_TRY(lt_bands_derive(o->threshold, o->recall, &bands, &rows, error));
    lt_store_parameters parameters = {.threshold = (uint64_t)llround(o->threshold * 1e9),
                                      .recall = (uint64_t)llround(o->recall * 1e9),
                                      .bands = bands,
                                      .rows = rows,
                                      .shingle = o->shingle,
                                      .run = o->run,
                                      .paragraph = (uint32_t)o->paragraph,
                                      .fold_flags = o->fold_han ? LT_FOLD_HAN : 0};
    return lt_store_create(folder, &parameters, error);
}

int leitong_index_open(const char *folder, leitong_index **ret_index, leitong_error *error)
{
    leitong_index *index = calloc(1, sizeof *index);
    if (index == NULL) {
        return lt_error_memory(error);
    }
    int code = lt_store_open(folder, &index->store, error);
    if (code != 0) {
        free(index);
        return code;
    }
    *ret_index = index;
    return 0;
}

void leitong_index_close(leitong_index *index)
{
    if (index == NULL) {
        return;
    }
    lt_store_close(index->store);
    free(index->root);
    free(index);
}

lt_store *lt_index_store(leitong_index *index)
{
    return index->store;
}

void leitong_index_get_options(const leitong_index *index, leitong_index_options *ret_options)
{
    const lt_store_parameters *p = lt_store_get_parameters(index->store);
    *ret_options = (leitong_index_options){.struct_size = sizeof *ret_options,
                                           .threshold = (double)p->threshold / 1e9,
                                           .recall = (double)p->recall / 1e9,
                                           .shingle = p->shingle,
                                           .run = p->run,
                                           .paragraph = (int)p->paragraph,
                                           .fold_han = (p->fold_flags & LT_FOLD_HAN) != 0};
}

int leitong_index_stat(leitong_index *index, leitong_index_figures *ret_figures, leitong_error *error)
{
    lt_store_snapshot *snapshot = NULL;
    LT_TRY(lt_store_snapshot_open(index->store, &snapshot, error));
    const lt_store_parameters *p = lt_store_get_parameters(index->store);
    lt_store_figures f;
    lt_store_figure(snapshot, &f);
    lt_store_snapshot_close(snapshot);
    *ret_figures = (leitong_index_figures){.documents = f.documents,
                                           .paragraphs = f.paragraphs,
                                           .tokens = f.tokens,
                                           .bytes = f.bytes,
                                           .removed = f.removed,
                                           .segments = f.segments,
                                           .used_bytes = f.block_bytes,
                                           .file_bytes = f.file_bytes,
                                           .free_bytes = f.free_bytes,
                                           .changes = f.sequence,
                                           .bands = p->bands,
                                           .rows = p->rows};
    return 0;
}

/* ---- the root ---- */

int lt_index_remember_root(lt_store_writer *writer, const char *index, const char *root, leitong_error *error)
{
    char *folder = NULL;
    char *place = NULL;
    char *path = NULL;
    const char *rest = NULL;
    int code = 0;
    LT_TRY_GOTO(done, lt_root_resolve(root, &folder, error));
    LT_TRY_GOTO(done, lt_root_resolve(index, &place, error));
    if (!lt_root_holds(folder, place, &rest)) {
        LT_TRY_GOTO(done, lt_store_set_root(writer, folder[0] != '\0' ? folder : "/", error));
        goto done;
    }
    size_t room = 3 * strlen(rest) + 4;
    path = malloc(room);
    if (path == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    snprintf(path, room, ".");
    for (size_t size = 0; *rest != '\0'; rest += *rest == '/') {
        size += (size_t)snprintf(path + size, room - size, size == 0 ? ".." : "/..");
        rest += strcspn(rest, "/");
    }
    LT_TRY_GOTO(done, lt_store_set_root(writer, path, error));
done:
    free(folder);
    free(place);
    free(path);
    return code;
}

static int index_resolve_root(leitong_index *index, const char *recorded, leitong_error *error)
{
    const char *folder = lt_store_folder(index->store);
    if (recorded == NULL) {
        return 0;
    }
    if (recorded[0] == '/') {
        index->root = strdup(recorded);
        return index->root == NULL ? lt_error_memory(error) : 0;
    }
    char *path = malloc(strlen(folder) + strlen(recorded) + 2);
    if (path == NULL) {
        return lt_error_memory(error);
    }
    sprintf(path, "%s/%s", folder, recorded);
    char *resolved = realpath(path, NULL);
    int code = resolved != NULL  ? 0
               : errno == ENOMEM ? lt_error_memory(error)
                                 : lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                                               "the index's root can't be resolved: %s", strerror(errno));
    free(path);
    index->root = resolved;
    return code;
}

int leitong_index_get_root(leitong_index *index, const char **ret_root, leitong_error *error)
{
    lt_store_snapshot *snapshot = NULL;
    LT_TRY(lt_store_snapshot_open(index->store, &snapshot, error));
    free(index->root);
    index->root = NULL;
    int code = 0;
    LT_TRY_GOTO(done, index_resolve_root(index, lt_store_root(snapshot), error));
    *ret_root = index->root;
done:
    lt_store_snapshot_close(snapshot);
    return code;
}

/* ---- listing ---- */

typedef struct index_name {
    char *id;
    uint32_t number;
} index_name;

static int index_name_compare(const void *left, const void *right)
{
    return strcmp(((const index_name *)left)->id, ((const index_name *)right)->id);
}

static int index_report(const lt_view *view, uint32_t number,
                        int (*each)(void *context, const leitong_index_document *document), void *context,
                        leitong_error *error)
{
    lt_view_document row;
    LT_TRY(view->document(view->context, number, &row, error));
    leitong_index_document document = {.id = row.id,
                                       .title = row.title,
                                       .title_from = row.title_from,
                                       .date_from = row.date_from,
                                       .date = row.date,
                                       .series = row.series,
                                       .author = row.author,
                                       .encoding = lt_encoding_name(row.encoding),
                                       .hash = {row.hash[0], row.hash[1]},
                                       .bytes = row.source_size,
                                       .paragraphs = row.paragraph_count,
                                       .tokens = row.token_count};
    return each(context, &document) != 0 ? lt_error_set(error, LEITONG_ECANCELLED, "cancelled") : 0;
}

/* Appends the id of every document to `names`, which has room for all; what was appended before a failure is the
 * caller's, too. */
static int index_names(lt_store_snapshot *snapshot, index_name *names, size_t *count, leitong_error *error)
{
    lt_view view;
    lt_store_view(snapshot, &view);
    for (uint32_t i = 0; i < lt_store_documents(snapshot); i++) {
        lt_view_document row;
        if (!lt_store_alive(snapshot, i)) {
            continue;
        }
        LT_TRY(view.document(view.context, i, &row, error));
        char *id = strdup(row.id);
        if (id == NULL) {
            return lt_error_memory(error);
        }
        names[(*count)++] = (index_name){id, i};
    }
    return 0;
}

int leitong_index_list(leitong_index *index, int (*each)(void *context, const leitong_index_document *document),
                       void *context, leitong_error *error)
{
    lt_store_snapshot *snapshot = NULL;
    lt_view view;
    size_t count = 0;
    int code = 0;
    LT_TRY(lt_store_snapshot_open(index->store, &snapshot, error));
    lt_store_view(snapshot, &view);
    index_name *names = calloc((size_t)lt_store_documents(snapshot) + 1, sizeof *names);
    if (names == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, index_names(snapshot, names, &count, error));
    qsort(names, count, sizeof *names, index_name_compare);
    for (size_t i = 0; i < count; i++) {
        LT_TRY_GOTO(done, index_report(&view, names[i].number, each, context, error));
    }
done:
    for (size_t i = 0; i < count; i++) {
        free(names[i].id);
    }
    free(names);
    lt_store_snapshot_close(snapshot);
    return code;
}

int leitong_index_compact(leitong_index *index, leitong_error *error)
{
    lt_store_writer *writer = NULL;
    LT_TRY(lt_store_writer_open(index->store, &writer, error));
    int code = lt_store_tidy(writer, true, error);
    lt_store_writer_close(writer);
    return code;
}

/* index_probe: the public probe (include/leitong/probe.h) around probe and store.
 *
 * Input: an index or a change of it, a document.
 * Output: a result that lives on its own; of an earlier version of the document its id, date and size, and whether its
 * bytes are the same.
 * Ownership: leitong_probe.
 * Errors: as the public header says.
 * Complexity: that of probe. */
#include "engine/index_change.h"
#include "engine/index_handle.h"
#include "engine/probe.h"
#include "leitong/probe.h"

#include <stdlib.h>
#include <string.h>

struct leitong_probe {
    lt_probe_found found;
    bool has_earlier;
    leitong_earlier earlier;
    char *id, *date; /* of the earlier version */
};

static int probe_earlier(const lt_view *view, const leitong_document *document, leitong_probe *probe,
                         leitong_error *error)
{
    lt_view_document row;
    bool same = false;
    if (probe->found.earlier == LT_VIEW_NONE) {
        return 0;
    }
    LT_TRY(view->document(view->context, probe->found.earlier, &row, error));
    probe->id = strdup(row.id);
    probe->date = row.date != NULL ? strdup(row.date) : NULL;
    if (probe->id == NULL || (row.date != NULL && probe->date == NULL)) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_view_same_source(view, probe->found.earlier, document->bytes, document->size, &same, error));
    probe->has_earlier = true;
    probe->earlier = (leitong_earlier){.id = probe->id, .date = probe->date, .bytes = row.source_size, .same = same};
    return 0;
}

static int probe_run(lt_store_snapshot *snapshot, const leitong_document *document,
                     const leitong_probe_options *options, leitong_probe *probe, leitong_error *error)
{
    lt_view view;
    lt_store_figures figures;
    lt_store_figure(snapshot, &figures);
    lt_probe_options own = {.stock = options->stock, .passages = true, .compared = figures.documents + 1};
    lt_store_view(snapshot, &view);
    LT_TRY(lt_probe_run(&view, document, &own, &probe->found, error));
    return probe_earlier(&view, document, probe, error);
}

int leitong_probe_new(leitong_index *index, leitong_index_change *change, const leitong_document *document,
                      const leitong_probe_options *options, leitong_probe **ret_probe, leitong_error *error)
{
    const leitong_probe_options defaults = LEITONG_PROBE_OPTIONS_INIT;
    const leitong_probe_options *used = options != NULL ? options : &defaults;
    lt_store_snapshot *own = NULL;
    if (used->struct_size != sizeof *used) {
        return lt_error_set(error, LEITONG_EUSAGE, "options: begin with LEITONG_PROBE_OPTIONS_INIT");
    }
    leitong_probe *probe = calloc(1, sizeof *probe);
    if (probe == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    if (change == NULL) {
        LT_TRY_GOTO(done, lt_store_snapshot_open(lt_index_store(index), &own, error));
    }
    LT_TRY_GOTO(done, probe_run(change != NULL ? lt_index_change_snapshot(change) : own, document, used, probe, error));
    *ret_probe = probe;
    probe = NULL;
done:
    lt_store_snapshot_close(own);
    leitong_probe_free(probe);
    return code;
}

void leitong_probe_free(leitong_probe *probe)
{
    if (probe == NULL) {
        return;
    }
    leitong_result_free(probe->found.result);
    free(probe->id);
    free(probe->date);
    free(probe);
}

const leitong_result *leitong_probe_result(const leitong_probe *probe)
{
    return probe->found.result;
}

uint32_t leitong_probe_submission(const leitong_probe *probe)
{
    return probe->found.submission;
}

const leitong_earlier *leitong_probe_earlier(const leitong_probe *probe)
{
    return probe->has_earlier ? &probe->earlier : NULL;
}

#include "index/store_parts.h"

#include "index/store_merge.h"

#include <stdlib.h>

struct lt_store_parts {
    lt_store_sink sink;
    lt_store_catalog catalog;
};

int lt_store_parts_new(const char *folder, const lt_store_parameters *parameters, lt_store_parts **ret_aside,
                       leitong_error *error)
{
    lt_store_parts *aside = calloc(1, sizeof *aside);
    if (aside == NULL) {
        return lt_error_memory(error);
    }
    aside->catalog.parameters = *parameters;
    int code = lt_store_env_aside(folder, &aside->sink.env, error);
    if (code != 0) {
        lt_store_parts_free(aside);
        return code;
    }
    *ret_aside = aside;
    return 0;
}

void lt_store_parts_free(lt_store_parts *aside)
{
    if (aside == NULL) {
        return;
    }
    lt_store_txn_abort(aside->sink.txn);
    lt_store_sink_clear(&aside->sink);
    lt_store_env_close(aside->sink.env);
    lt_store_catalog_clear(&aside->catalog);
    free(aside);
}

size_t lt_store_parts_count(const lt_store_parts *aside)
{
    return aside == NULL ? 0 : aside->catalog.count;
}

int lt_store_parts_put(lt_store_parts *aside, const lt_corpus *corpus, const lt_store_keys *keys, leitong_error *error)
{
    lt_store_sink *sink = &aside->sink;
    lt_store_segment row;
    sink->segment = (uint32_t)aside->catalog.count + 1;
    int code = lt_store_txn_begin(sink->env, true, &sink->txn, error);
    code = code != 0 ? code : lt_store_segment_write(sink, &aside->catalog.parameters, corpus, keys, &row, error);
    if (code == 0) {
        lt_store_txn *txn = sink->txn;
        sink->txn = NULL;
        sink->pending = 0;
        code = lt_store_txn_commit(txn, error);
    }
    return code != 0 ? code : lt_store_catalog_append(&aside->catalog, &row, error);
}

int lt_store_parts_merge(const lt_store_parts *aside, lt_store_sink *sink, lt_store_segment *ret_segment,
                         leitong_error *error)
{
    size_t which[LT_STORE_PARTS_MOST];
    for (size_t i = 0; i < aside->catalog.count; i++) {
        which[i] = i;
    }
    lt_store_selection all = {aside->sink.env, &aside->catalog, which, aside->catalog.count};
    return lt_store_merge(sink, &all, ret_segment, error);
}

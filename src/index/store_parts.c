#include "index/store_parts.h"

#include "index/store_merge.h"

#include <stdlib.h>

struct lt_store_parts {
    lt_store_sink sink;
    lt_store_catalog catalog;
};

int lt_store_parts_new(const char *folder, const lt_store_parameters *parameters, lt_store_parts **ret_parts,
                       leitong_error *error)
{
    lt_store_parts *parts = calloc(1, sizeof *parts);
    if (parts == NULL) {
        return lt_error_memory(error);
    }
    parts->catalog.parameters = *parameters;
    int code = lt_store_env_aside(folder, &parts->sink.env, error);
    if (code != 0) {
        lt_store_parts_free(parts);
        return code;
    }
    *ret_parts = parts;
    return 0;
}

void lt_store_parts_free(lt_store_parts *parts)
{
    if (parts == NULL) {
        return;
    }
    lt_store_txn_abort(parts->sink.txn);
    lt_store_sink_clear(&parts->sink);
    lt_store_env_close(parts->sink.env);
    lt_store_catalog_clear(&parts->catalog);
    free(parts);
}

size_t lt_store_parts_count(const lt_store_parts *parts)
{
    return parts == NULL ? 0 : parts->catalog.count;
}

int lt_store_parts_put(lt_store_parts *parts, const lt_corpus *corpus, const lt_store_keys *keys, leitong_error *error)
{
    lt_store_sink *sink = &parts->sink;
    lt_store_segment row;
    sink->segment = (uint32_t)parts->catalog.count + 1;
    LT_TRY(lt_store_txn_begin(sink->env, true, &sink->txn, error));
    LT_TRY(lt_store_segment_write(sink, &parts->catalog.parameters, corpus, keys, &row, error));
    LT_TRY(lt_store_sink_commit(sink, error));
    return lt_store_catalog_append(&parts->catalog, &row, error);
}

int lt_store_parts_merge(const lt_store_parts *parts, lt_store_sink *sink, lt_store_segment *ret_segment,
                         leitong_error *error)
{
    size_t which[LT_STORE_PARTS_MOST];
    for (size_t i = 0; i < parts->catalog.count; i++) {
        which[i] = i;
    }
    lt_store_selection all = {parts->sink.env, &parts->catalog, which, parts->catalog.count};
    return lt_store_merge(sink, &all, ret_segment, error);
}

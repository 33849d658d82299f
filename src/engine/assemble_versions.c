#include "engine/assemble_versions.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/versions.h"

#include <stdlib.h>
#include <string.h>

/* Other documents that may be versions of one. */
typedef struct versions_kept {
    lt_run_source *items;
    size_t count;
} versions_kept;

struct lt_assemble_versions {
    lt_assemble_versions_options options;
    lt_shared_runs *runs;
    uint32_t *tokens; /* [document]: their number */
    uint64_t *hashes; /* [document]: of its content */
    versions_kept *kept;
};

int lt_assemble_versions_new(const lt_assemble_versions_options *options, lt_assemble_versions **ret_versions,
                             leitong_error *error)
{
    const lt_corpus *corpus = options->corpus;
    size_t documents = corpus->document_count;
    lt_assemble_versions *made = calloc(1, sizeof *made);
    int code = 0;
    if (made == NULL) {
        return lt_error_memory(error);
    }
    made->options = *options;
    made->tokens = malloc((documents + 1) * sizeof *made->tokens);
    made->hashes = malloc((documents + 1) * sizeof *made->hashes);
    made->kept = calloc(documents + 1, sizeof *made->kept);
    if (made->tokens == NULL || made->hashes == NULL || made->kept == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    for (size_t d = 0; d < documents; d++) {
        made->tokens[d] = (uint32_t)corpus->documents[d].token_count;
        made->hashes[d] = corpus->documents[d].hash[0];
    }
    lt_shared_runs_options runs = {.found = options->found,
                                   .token_counts = made->tokens,
                                   .hashes = made->hashes,
                                   .document_count = documents,
                                   .run = options->run,
                                   .threshold = options->threshold};
    LT_TRY_GOTO(done, lt_shared_runs_new(&runs, options->workers, &made->runs, error));
    *ret_versions = made;
    return 0;
done:
    lt_assemble_versions_free(made);
    return code;
}

void lt_assemble_versions_free(lt_assemble_versions *versions)
{
    if (versions == NULL) {
        return;
    }
    for (size_t d = 0; versions->kept != NULL && d < versions->options.corpus->document_count; d++) {
        free(versions->kept[d].items);
    }
    lt_shared_runs_free(versions->runs);
    free(versions->tokens);
    free(versions->hashes);
    free(versions->kept);
    free(versions);
}

int lt_assemble_versions_document(lt_assemble_versions *versions, unsigned worker, const lt_shared_runs_of *document,
                                  leitong_error *error)
{
    versions_kept *kept = &versions->kept[document->document];
    const lt_run_source *shared;
    size_t count;
    LT_TRY(lt_shared_runs_count(versions->runs, worker, document, &shared, &count, error));
    if (count > 0) {
        kept->items = malloc(count * sizeof *kept->items);
        if (kept->items == NULL) {
            return lt_error_memory(error);
        }
        memcpy(kept->items, shared, count * sizeof *shared);
        kept->count = count;
    }
    return 0;
}

/* Member rows are appended, their spans left to the caller. */
static int versions_rows(leitong_result *result, const lt_versions *versions, leitong_result_member **ret_rows,
                         leitong_error *error)
{
    size_t member = result->members.count;
    size_t cluster = result->clusters.count;
    LT_TRY(lt_result_rows(&result->members, versions->member_count, sizeof(leitong_result_member), error));
    LT_TRY(lt_result_rows(&result->clusters, versions->cluster_count, sizeof(leitong_result_cluster), error));
    leitong_result_member *rows = (leitong_result_member *)result->members.items + member;
    for (size_t i = 0; i < versions->member_count; i++) {
        const lt_version *from = &versions->members[i];
        rows[i].span.document = from->place.document;
        rows[i].shared = from->shared;
        rows[i].all = from->all;
        rows[i].smaller = from->smaller;
    }
    for (size_t i = 0; i < versions->cluster_count; i++) {
        const lt_version_cluster *from = &versions->clusters[i];
        leitong_result_cluster *to = (leitong_result_cluster *)result->clusters.items + cluster + i;
        to->unit = LEITONG_UNIT_DOCUMENT;
        to->member_begin = member + from->begin;
        to->member_count = from->count;
        to->medoid = from->medoid;
        for (size_t m = 0; m < from->count; m++) {
            const lt_version *own = &versions->members[from->begin + m];
            to->documents += m == 0 || own->place.document != own[-1].place.document;
        }
    }
    *ret_rows = rows;
    return 0;
}

/* Every two documents that share enough, once, with what each shares: the two rows of a pair meet by sorting. */
static int versions_shared(const lt_assemble_versions *versions, lt_shared_tokens **ret_shared, size_t *ret_count,
                           leitong_error *error)
{
    size_t documents = versions->options.corpus->document_count;
    size_t count = 0;
    for (size_t d = 0; d < documents; d++) {
        count += versions->kept[d].count;
    }
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    lt_shared_tokens *shared = malloc((count + 1) * sizeof *shared);
    if (records == NULL || scratch == NULL || shared == NULL) {
        free(records);
        free(scratch);
        free(shared);
        return lt_error_memory(error);
    }
    count = 0;
    for (uint32_t d = 0; d < documents; d++) {
        for (size_t i = 0; i < versions->kept[d].count; i++) {
            const lt_run_source *row = &versions->kept[d].items[i];
            uint64_t low = LT_MIN(d, row->document);
            records[count++] =
                (lt_record){low << 32 | LT_MAX(d, row->document), (uint64_t)row->tokens << 1 | (d > low)};
        }
    }
    lt_radix_sort_records(records, scratch, count);
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || records[i].key != records[i - 1].key) {
            shared[pairs++] = (lt_shared_tokens){(uint32_t)(records[i].key >> 32), (uint32_t)records[i].key, 0, 0};
        }
        lt_shared_tokens *pair = &shared[pairs - 1];
        *((records[i].value & 1) == 0 ? &pair->a : &pair->b) = (uint32_t)(records[i].value >> 1);
    }
    free(records);
    free(scratch);
    *ret_shared = shared;
    *ret_count = pairs;
    return 0;
}

int lt_assemble_versions_clusters(const lt_assemble_versions *versions, leitong_result *result, leitong_error *error)
{
    const lt_corpus *corpus = versions->options.corpus;
    lt_shared_tokens *shared = NULL;
    size_t count = 0;
    lt_versions found = {0};
    leitong_result_member *rows = NULL;
    int code = 0;
    LT_TRY_GOTO(done, versions_shared(versions, &shared, &count, error));
    lt_document_overlaps overlaps = {versions->tokens, versions->hashes, corpus->document_count, shared, count};
    LT_TRY_GOTO(done, lt_versions_documents(&overlaps, versions->options.threshold, &found, error));
    LT_TRY_GOTO(done, versions_rows(result, &found, &rows, error));
    for (size_t i = 0; i < found.member_count; i++) {
        rows[i].span.end = corpus->documents[rows[i].span.document].source_size;
    }
done:
    lt_versions_clear(&found);
    free(shared);
    return code;
}

#include "engine/assemble_offsets.h"

#include "base/buffer.h"

#include <stdlib.h>

typedef struct offsets_work {
    const lt_record *requests; /* sorted */
    lt_location *locations;    /* [request], in the same order */
    size_t *groups;            /* [document with requests]: its first one; one more at the end */
    size_t group_count;
    lt_locate **locates; /* [worker] */
    unsigned locate_count;
} offsets_work;

void lt_offset_requests_clear(lt_offset_requests *requests)
{
    free(requests->items);
    free(requests->offsets);
    *requests = (lt_offset_requests){0};
}

int lt_offset_requests_add(lt_offset_requests *requests, uint32_t document, uint32_t token, bool end,
                           leitong_error *error)
{
    LT_TRY(LT_RESERVE(requests->items, requests->capacity, requests->count + 1, error));
    uint64_t key = (uint64_t)document << 32 | (uint64_t)token << 1 | (end ? 1 : 0);
    requests->items[requests->count] = (lt_record){key, requests->count};
    requests->count++;
    return 0;
}

int lt_offset_requests_span(lt_offset_requests *requests, uint32_t document, uint32_t begin, uint32_t end,
                            leitong_error *error)
{
    LT_TRY(lt_offset_requests_add(requests, document, begin, false, error));
    return lt_offset_requests_add(requests, document, end - 1, true, error);
}

static int offsets_sort(lt_offset_requests *requests, leitong_error *error)
{
    lt_record *scratch = malloc((requests->count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_records(requests->items, scratch, requests->count);
    free(scratch);
    return 0;
}

/* Finds where each document's requests begin, and says of each where its offset is to be written. */
static int offsets_group(offsets_work *work, lt_offset_requests *requests, leitong_error *error)
{
    size_t count = requests->count;
    requests->offsets = malloc((count + 1) * sizeof *requests->offsets);
    work->locations = malloc((count + 1) * sizeof *work->locations);
    work->groups = malloc((count + 1) * sizeof *work->groups);
    if (requests->offsets == NULL || work->locations == NULL || work->groups == NULL) {
        return lt_error_memory(error);
    }
    work->requests = requests->items;
    for (size_t i = 0; i < count; i++) {
        lt_record request = requests->items[i];
        if (i == 0 || request.key >> 32 != requests->items[i - 1].key >> 32) {
            work->groups[work->group_count++] = i;
        }
        work->locations[i] = (lt_location){request.key & UINT32_MAX, requests->offsets + request.value};
    }
    work->groups[work->group_count] = count;
    return 0;
}

/* Work on one document: fold again what is asked of it. */
static int offsets_work_document(void *context, size_t item, unsigned worker, leitong_error *error)
{
    const offsets_work *work = context;
    size_t first = work->groups[item];
    size_t count = work->groups[item + 1] - first;
    uint32_t document = (uint32_t)(work->requests[first].key >> 32);
    return lt_locate_document(work->locates[worker], document, work->locations + first, count, NULL, error);
}

static int offsets_locates(offsets_work *work, const lt_corpus *corpus, unsigned fold_flags, unsigned count,
                           leitong_error *error)
{
    work->locates = calloc(count, sizeof *work->locates);
    if (work->locates == NULL) {
        return lt_error_memory(error);
    }
    work->locate_count = count;
    for (unsigned i = 0; i < count; i++) {
        LT_TRY(lt_locate_new(corpus, fold_flags, &work->locates[i], error));
    }
    return 0;
}

int lt_offset_requests_locate(lt_offset_requests *requests, const lt_corpus *corpus, unsigned fold_flags,
                              lt_workers *workers, leitong_error *error)
{
    offsets_work work = {0};
    int code = 0;
    LT_TRY_GOTO(done, offsets_locates(&work, corpus, fold_flags, lt_workers_count(workers), error));
    LT_TRY_GOTO(done, offsets_sort(requests, error));
    LT_TRY_GOTO(done, offsets_group(&work, requests, error));
    LT_TRY_GOTO(done, lt_workers_run(workers, work.group_count, offsets_work_document, &work, error));
done:
    for (unsigned i = 0; i < work.locate_count; i++) {
        lt_locate_free(work.locates[i]);
    }
    free(work.locates);
    free(work.locations);
    free(work.groups);
    return code;
}

const uint64_t *lt_offset_requests_read(lt_offset_requests *requests, size_t count)
{
    requests->read += count;
    return requests->offsets + requests->read - count;
}

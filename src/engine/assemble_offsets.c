#include "engine/assemble_offsets.h"

#include "base/buffer.h"

#include <stdlib.h>

typedef struct wants_work {
    lt_offset_requests *wants;
    size_t *groups; /* [document with wants]: its first want, sorted; one more at the end */
    size_t group_count;
    lt_locate **locates; /* [worker] */
} wants_work;

void lt_offset_requests_clear(lt_offset_requests *wants)
{
    free(wants->items);
    free(wants->offsets);
    *wants = (lt_offset_requests){0};
}

int lt_offset_requests_add(lt_offset_requests *wants, uint32_t document, uint32_t token, bool end, leitong_error *error)
{
    int code = LT_RESERVE(wants->items, wants->capacity, wants->count + 1, error);
    if (code == 0) {
        wants->items[wants->count] =
            (lt_record){(uint64_t)document << 32 | (uint64_t)token << 1 | (end ? 1 : 0), wants->count};
        wants->count++;
    }
    return code;
}

int lt_offset_requests_span(lt_offset_requests *wants, uint32_t document, uint32_t begin, uint32_t end,
                            leitong_error *error)
{
    int code = lt_offset_requests_add(wants, document, begin, false, error);
    return code != 0 ? code : lt_offset_requests_add(wants, document, end - 1, true, error);
}

/* Sorts the wants, finds where each document's begin, and turns their numbers into places of `offsets`. */
static int wants_group(wants_work *work, leitong_error *error)
{
    lt_offset_requests *wants = work->wants;
    lt_record *scratch = malloc((wants->count + 1) * sizeof *scratch);
    wants->offsets = malloc((wants->count + 1) * sizeof *wants->offsets);
    work->groups = malloc((wants->count + 1) * sizeof *work->groups);
    if (scratch == NULL || wants->offsets == NULL || work->groups == NULL) {
        free(scratch);
        return lt_error_memory(error);
    }
    lt_radix_sort_records(wants->items, scratch, wants->count);
    free(scratch);
    for (size_t i = 0; i < wants->count; i++) {
        if (i == 0 || wants->items[i].key >> 32 != wants->items[i - 1].key >> 32) {
            work->groups[work->group_count++] = i;
        }
        wants->items[i].value = (uint64_t)(uintptr_t)(wants->offsets + wants->items[i].value);
    }
    work->groups[work->group_count] = wants->count;
    return 0;
}

/* Work on one document: fold again what is asked of it. */
static int wants_work_document(void *context, size_t item, unsigned worker, leitong_error *error)
{
    const wants_work *work = context;
    lt_record *first = work->wants->items + work->groups[item];
    size_t count = work->groups[item + 1] - work->groups[item];
    uint32_t document = (uint32_t)(first->key >> 32);
    lt_located located;
    _Static_assert(sizeof(lt_location) == sizeof(lt_record), "a location is sorted as a record");
    for (size_t i = 0; i < count; i++) {
        first[i].key &= UINT32_MAX;
    }
    return lt_locate_document(work->locates[worker], document, (const lt_location *)(const void *)first, count,
                              &located, error);
}

int lt_offset_requests_locate(lt_offset_requests *wants, const lt_corpus *corpus, unsigned fold_flags,
                              lt_workers *workers, leitong_error *error)
{
    unsigned count = lt_workers_count(workers);
    wants_work work = {.wants = wants, .locates = calloc(count, sizeof(lt_locate *))};
    int code = work.locates == NULL ? lt_error_memory(error) : 0;
    for (unsigned i = 0; code == 0 && i < count; i++) {
        code = lt_locate_new(corpus, fold_flags, &work.locates[i], error);
    }
    code = code != 0 ? code : wants_group(&work, error);
    code = code != 0 ? code : lt_workers_run(workers, work.group_count, wants_work_document, &work, error);
    for (unsigned i = 0; work.locates != NULL && i < count; i++) {
        lt_locate_free(work.locates[i]);
    }
    free(work.locates);
    free(work.groups);
    return code;
}

const uint64_t *lt_offset_requests_read(lt_offset_requests *wants, size_t count)
{
    wants->read += count;
    return wants->offsets + wants->read - count;
}

#include "result/read_ids.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* The slot that holds the id, or the free one where it would be put. */
static uint32_t *ids_slot(const lt_ids *ids, const char *id)
{
    size_t at = (size_t)lt_hash_64(id, strlen(id)) & ids->mask;
    while (ids->slots[at] != 0 && strcmp(ids->documents[ids->slots[at] - 1].id, id) != 0) {
        at = (at + 1) & ids->mask;
    }
    return &ids->slots[at];
}

int lt_ids_init(lt_ids *ids, const leitong_result_document *documents, size_t count, uint32_t *ret_twice,
                leitong_error *error)
{
    size_t size = 16;
    while (size < 2 * count) {
        size *= 2;
    }
    *ids = (lt_ids){.documents = documents, .slots = calloc(size, sizeof *ids->slots), .mask = size - 1};
    if (ids->slots == NULL) {
        return lt_error_memory(error);
    }
    uint32_t twice = LEITONG_NO_DOCUMENT;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *slot = ids_slot(ids, documents[i].id);
        if (*slot == 0) {
            *slot = i + 1;
        } else if (twice == LEITONG_NO_DOCUMENT) {
            twice = i;
        }
    }
    if (ret_twice != NULL) {
        *ret_twice = twice;
    }
    return 0;
}

void lt_ids_clear(lt_ids *ids)
{
    free(ids->slots);
    *ids = (lt_ids){0};
}

uint32_t lt_ids_find(const lt_ids *ids, const char *id)
{
    uint32_t number = *ids_slot(ids, id);
    return number != 0 ? number - 1 : LEITONG_NO_DOCUMENT;
}

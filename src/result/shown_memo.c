#include "result/shown_memo.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define MEMO_LARGEST (LT_SHOWN_MEMO_BYTES / 16) /* bytes of an entry */
#define MEMO_MOST (LT_SHOWN_MEMO_SLOTS / 2)     /* entries */

typedef struct memo_head {
    uint32_t key, value; /* bytes of each */
} memo_head;

void lt_shown_memo_clear(lt_shown_memo *memo)
{
    free(memo->slots);
    free(memo->bytes);
    *memo = (lt_shown_memo){0};
}

const void *lt_shown_memo_find(const lt_shown_memo *memo, lt_shown_bytes key, size_t *ret_slot)
{
    size_t slot = (size_t)lt_hash_64(key.bytes, key.size) % LT_SHOWN_MEMO_SLOTS;
    for (; memo->slots != NULL && memo->slots[slot] != 0; slot = (slot + 1) % LT_SHOWN_MEMO_SLOTS) {
        const uint8_t *entry = memo->bytes + memo->slots[slot] - 1;
        memo_head head;
        memcpy(&head, entry, sizeof head);
        if (head.key == key.size && memcmp(entry + sizeof head, key.bytes, key.size) == 0) {
            *ret_slot = slot;
            return entry + sizeof head + key.size;
        }
    }
    *ret_slot = slot;
    return NULL;
}

static int memo_open(lt_shown_memo *memo, leitong_error *error)
{
    memo->slots = calloc(LT_SHOWN_MEMO_SLOTS, sizeof *memo->slots);
    memo->bytes = malloc(LT_SHOWN_MEMO_BYTES);
    if (memo->slots == NULL || memo->bytes == NULL) {
        lt_shown_memo_clear(memo);
        return lt_error_memory(error);
    }
    return 0;
}

int lt_shown_memo_add(lt_shown_memo *memo, size_t slot, lt_shown_bytes key, lt_shown_bytes value, leitong_error *error)
{
    memo_head head = {(uint32_t)key.size, (uint32_t)value.size};
    if (key.size > MEMO_LARGEST || value.size > MEMO_LARGEST) {
        return 0;
    }
    if (memo->slots == NULL) {
        LT_TRY(memo_open(memo, error));
    }
    if (memo->count == MEMO_MOST || sizeof head + key.size + value.size > LT_SHOWN_MEMO_BYTES - memo->size) {
        memset(memo->slots, 0, LT_SHOWN_MEMO_SLOTS * sizeof *memo->slots);
        memo->size = memo->count = 0;
        slot = (size_t)lt_hash_64(key.bytes, key.size) % LT_SHOWN_MEMO_SLOTS;
    }
    uint8_t *entry = memo->bytes + memo->size;
    memcpy(entry, &head, sizeof head);
    memcpy(entry + sizeof head, key.bytes, key.size);
    memcpy(entry + sizeof head + key.size, value.bytes, value.size);
    memo->slots[slot] = (uint32_t)memo->size + 1;
    memo->size += sizeof head + key.size + value.size;
    memo->count++;
    return 0;
}

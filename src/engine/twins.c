#include "engine/twins.h"

#include "base/buffer.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define TWINS_LEAST 64U /* slots; a power of two */

struct lt_twins {
    uint64_t seed;
    lt_twin *runs;
    size_t count, capacity;
    uint32_t *slots; /* number of a run + 1; 0: free */
    size_t size;     /* a power of two, more than twice as many as runs */
};

int lt_twins_new(lt_twins **ret_twins, leitong_error *error)
{
    lt_twins *twins = calloc(1, sizeof *twins);
    if (twins == NULL) {
        return lt_error_memory(error);
    }
    if (getrandom(&twins->seed, sizeof twins->seed, GRND_NONBLOCK) != (ssize_t)sizeof twins->seed) {
        twins->seed = (uintptr_t)twins; /* hard to foresee, if not as hard */
    }
    *ret_twins = twins;
    return 0;
}

void lt_twins_free(lt_twins *twins)
{
    if (twins == NULL) {
        return;
    }
    free(twins->runs);
    free(twins->slots);
    free(twins);
}

void lt_twins_clear(lt_twins *twins)
{
    if (twins->count > 0) {
        memset(twins->slots, 0, twins->size * sizeof *twins->slots);
    }
    twins->count = 0;
}

/* The slot of the run, or the free one where it belongs. */
static uint32_t *twins_slot(const lt_twins *twins, const uint32_t *ids, lt_twin run)
{
    const uint32_t *own = ids + run.begin;
    size_t bytes = run.count * sizeof *ids;
    for (size_t at = (size_t)lt_hash_seeded(own, bytes, twins->seed);; at++) {
        uint32_t *slot = &twins->slots[at & (twins->size - 1)];
        if (*slot == 0) {
            return slot;
        }
        const lt_twin *known = &twins->runs[*slot - 1];
        if (known->count == run.count && memcmp(ids + known->begin, own, bytes) == 0) {
            return slot;
        }
    }
}

/* Room for one run more. */
static int twins_grow(lt_twins *twins, const uint32_t *ids, leitong_error *error)
{
    LT_TRY(LT_RESERVE(twins->runs, twins->capacity, twins->count + 1, error));
    if (twins->count >= UINT32_MAX - 1) {
        return lt_error_memory(error);
    }
    if (2 * (twins->count + 1) < twins->size) {
        return 0;
    }
    size_t size = twins->size == 0 ? TWINS_LEAST : 2 * twins->size;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL) {
        return lt_error_memory(error);
    }
    free(twins->slots);
    twins->slots = slots;
    twins->size = size;
    for (size_t i = 0; i < twins->count; i++) {
        *twins_slot(twins, ids, twins->runs[i]) = (uint32_t)i + 1;
    }
    return 0;
}

int lt_twins_find(lt_twins *twins, const uint32_t *ids, lt_twin run, uint32_t *ret_number, bool *ret_new,
                  leitong_error *error)
{
    LT_TRY(twins_grow(twins, ids, error));
    uint32_t *slot = twins_slot(twins, ids, run);
    *ret_new = *slot == 0;
    if (*ret_new) {
        twins->runs[twins->count++] = run;
        *slot = (uint32_t)twins->count;
    }
    *ret_number = *slot - 1;
    return 0;
}

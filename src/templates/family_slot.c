#include "templates/family_slot.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "templates/family_list.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOT_ROUNDS = 32,
    SLOT_WHOLE = 127, /* in a record's low bits instead of a place: the form as it is */
    SLOT_PLACE_BITS = 7,
    SLOT_FILTER_BITS = 26 /* bytes of the counting filter, at most 2^ this */
};
#define SLOT_BASE 0x9E3779B97F4A7C15U

/* A form at work. */
typedef struct slot_item {
    uint64_t begin; /* in ids */
    uint64_t hash;
    uint32_t form;
    uint32_t fills;  /* of the best place this round; 0: none */
    uint8_t length;  /* ids */
    uint8_t place;   /* the best */
    uint8_t changed; /* a slot was found in it */
    uint8_t known;   /* min(LT_FAMILY_FILLS, texts that have it) */
} slot_item;

typedef struct slot_work {
    uint32_t *ids;
    size_t id_count, id_capacity;
    slot_item *items;
    size_t count, capacity;
    lt_record *records;
    size_t record_count, record_capacity;
    lt_record *sorting; /* scratch */
    size_t sorting_capacity;
    uint8_t *filter;
    size_t filter_mask;
    uint64_t power[LT_SLOT_LONGEST + 1];
} slot_work;

/* Hashes of what stands before and behind each place; hash of the whole = before[length]. */
typedef struct slot_sums {
    uint64_t before[LT_SLOT_LONGEST + 1]; /* Σ mix(id k)·base^k, k < i */
    uint64_t behind[LT_SLOT_LONGEST + 1]; /* Σ mix(id k)·base^(k − i), k ≥ i */
} slot_sums;

static uint64_t slot_mix(uint64_t x)
{
    x = (x + 1) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

static void slot_sum(const slot_work *work, const slot_item *item, slot_sums *sums)
{
    const uint32_t *ids = work->ids + item->begin;
    sums->before[0] = 0;
    sums->behind[item->length] = 0;
    for (unsigned i = 0; i < item->length; i++) {
        sums->before[i + 1] = sums->before[i] + slot_mix(ids[i]) * work->power[i];
    }
    for (unsigned i = item->length; i-- > 0;) {
        sums->behind[i] = slot_mix(ids[i]) + sums->behind[i + 1] * SLOT_BASE;
    }
}

/* The hash with a slot at place i. */
static uint64_t slot_key(const slot_work *work, const slot_sums *sums, unsigned i)
{
    return sums->before[i] + slot_mix(LT_FORM_SLOT) * work->power[i] + sums->behind[i + 1] * work->power[i + 1];
}

/* What a word fixes, in half words. */
static unsigned slot_weight(uint32_t id)
{
    return id == LT_FORM_SLOT ? 0 : (id & LT_TOKEN_WORD) != 0 ? 2 : 1;
}

/* Whether enough is fixed without the id at `without`: at either end of a form, a word more. */
static bool slot_firm(const slot_work *work, const slot_item *item, unsigned without)
{
    unsigned weight = 0;
    unsigned words = 0;
    unsigned before = 0;
    for (unsigned i = 0; i < item->length; i++) {
        uint32_t id = work->ids[item->begin + i];
        weight += i != without ? slot_weight(id) : 0;
        words += i != without && id != LT_FORM_SLOT;
        before = i < without ? words : before;
    }
    unsigned wanted = before > 0 && words > before ? LT_SLOT_WORDS : LT_SLOT_WORDS + 1;
    return weight >= 2 * wanted && words >= wanted;
}

static int slot_gather(slot_work *work, const lt_forms *forms, const uint32_t *texts, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    int code = 0;
    for (uint32_t f = 0; code == 0 && f < forms->count; f++) {
        uint32_t length = forms->length[f];
        const uint32_t *ids;
        if (length > LT_SLOT_LONGEST || forms->words[f] < LT_SLOT_WORDS) {
            continue;
        }
        code = lt_forms_view(forms, f, &scratch, &ids, error);
        code = code != 0 ? code : LT_RESERVE(work->ids, work->id_capacity, work->id_count + length, error);
        code = code != 0 ? code : LT_RESERVE(work->items, work->capacity, work->count + 1, error);
        if (code == 0) {
            memcpy(work->ids + work->id_count, ids, length * sizeof *ids);
            work->items[work->count++] = (slot_item){.begin = work->id_count,
                                                     .form = f,
                                                     .length = (uint8_t)length,
                                                     .known = (uint8_t)LT_MIN(texts[f], LT_FAMILY_FILLS)};
            work->id_count += length;
        }
    }
    lt_spool_scratch_clear(&scratch);
    return code;
}

static int slot_open(slot_work *work, leitong_error *error)
{
    size_t size = 1024;
    while (size < work->id_count * 2 && size < (size_t)1 << SLOT_FILTER_BITS) {
        size *= 2;
    }
    work->power[0] = 1;
    for (unsigned i = 0; i < LT_SLOT_LONGEST; i++) {
        work->power[i + 1] = work->power[i] * SLOT_BASE;
    }
    work->filter = malloc(size);
    work->filter_mask = size - 1;
    return work->filter != NULL ? 0 : lt_error_memory(error);
}

static uint8_t *slot_count(slot_work *work, uint64_t key)
{
    return &work->filter[slot_mix(key) & work->filter_mask];
}

static int slot_sort(slot_work *work, leitong_error *error)
{
    int code = LT_RESERVE(work->sorting, work->sorting_capacity, work->record_count + 1, error);
    if (code == 0 && work->record_count > 0) {
        lt_radix_sort_records(work->records, work->sorting, work->record_count);
    }
    return code;
}

/* Items with equal ids become one: the first of them. */
static int slot_collapse(slot_work *work, lt_classes *classes, leitong_error *error)
{
    slot_sums sums;
    slot_item *items = work->items;
    if (items == NULL) { /* no form is short enough */
        return 0;
    }
    int code = LT_RESERVE(work->records, work->record_capacity, work->count + 1, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < work->count; i++) {
        slot_sum(work, &items[i], &sums);
        items[i].hash = sums.before[items[i].length];
        work->records[i] = (lt_record){items[i].hash, i};
    }
    work->record_count = work->count;
    code = slot_sort(work, error);
    if (code != 0) {
        return code;
    }
    slot_item *first = NULL;
    for (size_t i = 0; i < work->record_count; i++) {
        slot_item *item = &items[work->records[i].value];
        if (first == NULL || first->hash != item->hash) {
            first = item;
            continue;
        }
        lt_classes_join(classes, first->form, item->form, LT_FAMILY_SLOT);
        first->changed |= item->changed;
        unsigned known = (unsigned)first->known + item->known;
        first->known = (uint8_t)LT_MIN(known, LT_FAMILY_FILLS);
        item->length = 0;
    }
    size_t kept = 0;
    for (size_t i = 0; i < work->count; i++) {
        if (items[i].length > 0) {
            items[kept++] = items[i];
        }
    }
    work->count = kept;
    return 0;
}

/* First counts keys, then (with `keep`) makes records of those that enough forms may share. */
static int slot_keys(slot_work *work, bool keep, leitong_error *error)
{
    slot_sums sums;
    for (size_t i = 0; i < work->count; i++) {
        const slot_item *item = &work->items[i];
        slot_sum(work, item, &sums);
        int code =
            keep ? LT_RESERVE(work->records, work->record_capacity, work->record_count + item->length + 1U, error) : 0;
        if (code != 0) {
            return code;
        }
        for (unsigned place = 0; place <= item->length; place++) {
            bool whole = place == item->length;
            if (!whole && work->ids[item->begin + place] == LT_FORM_SLOT) {
                continue;
            }
            uint64_t key = whole ? item->hash : slot_key(work, &sums, place);
            uint8_t *count = slot_count(work, key);
            unsigned fills = !whole ? 1 : item->changed ? LT_FAMILY_FILLS : item->known;
            if (!keep) {
                *count = (uint8_t)(*count + fills < UINT8_MAX ? *count + fills : UINT8_MAX);
            } else if (*count >= LT_FAMILY_FILLS) {
                work->records[work->record_count++] =
                    (lt_record){key, (uint64_t)i << SLOT_PLACE_BITS | (whole ? SLOT_WHOLE : place)};
            }
        }
    }
    return 0;
}

/* Records of one key: if they are fills enough, each form notes the place. */
static void slot_group(slot_work *work, const lt_record *records, size_t count)
{
    uint64_t fills = 0;
    size_t words = 0;
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const slot_item *item = &work->items[records[i].value >> SLOT_PLACE_BITS];
        bool whole = (records[i].value & SLOT_WHOLE) == SLOT_WHOLE;
        size_t at = (size_t)(records[i].value >> SLOT_PLACE_BITS);
        words += !whole;
        fills += whole ? (item->changed ? LT_FAMILY_FILLS : item->known) : at != last;
        last = at;
    }
    if (fills < LT_FAMILY_FILLS || words == 0) {
        return;
    }
    uint32_t weight = fills < UINT32_MAX ? (uint32_t)fills : UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        slot_item *item = &work->items[records[i].value >> SLOT_PLACE_BITS];
        unsigned place = (unsigned)(records[i].value & SLOT_WHOLE);
        if (place == SLOT_WHOLE || !slot_firm(work, item, place)) {
            continue;
        }
        if (weight > item->fills || (weight == item->fills && place < item->place)) {
            item->fills = weight;
            item->place = (uint8_t)place;
        }
    }
}

static void slot_apply(slot_work *work, slot_item *item)
{
    work->ids[item->begin + item->place] = LT_FORM_SLOT;
    item->changed = 1;
    item->fills = 0;
}

static int slot_round(slot_work *work, bool *ret_changed, leitong_error *error)
{
    memset(work->filter, 0, work->filter_mask + 1);
    work->record_count = 0;
    int code = slot_keys(work, false, error);
    code = code != 0 ? code : slot_keys(work, true, error);
    code = code != 0 ? code : slot_sort(work, error);
    if (code != 0) {
        return code;
    }
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = begin + 1;
        while (end < work->record_count && work->records[end].key == work->records[begin].key) {
            end++;
        }
        slot_group(work, work->records + begin, end - begin);
    }
    *ret_changed = false;
    for (size_t i = 0; i < work->count; i++) {
        slot_item *item = &work->items[i];
        if (item->fills > 0) {
            slot_apply(work, item);
            *ret_changed = true;
        }
    }
    return 0;
}

/* Joins forms that lack one slot of another. */
static int slot_optional(slot_work *work, lt_classes *classes, leitong_error *error)
{
    slot_sums sums;
    work->record_count = 0;
    for (size_t i = 0; i < work->count; i++) {
        const slot_item *item = &work->items[i];
        int code = LT_RESERVE(work->records, work->record_capacity, work->record_count + item->length + 1U, error);
        if (code != 0) {
            return code;
        }
        slot_sum(work, item, &sums);
        work->records[work->record_count++] = (lt_record){item->hash, (uint64_t)i << SLOT_PLACE_BITS | SLOT_WHOLE};
        for (unsigned place = 0; item->changed && place < item->length; place++) {
            if (work->ids[item->begin + place] == LT_FORM_SLOT && slot_firm(work, item, place)) {
                uint64_t key = sums.before[place] + sums.behind[place + 1] * work->power[place];
                work->records[work->record_count++] = (lt_record){key, (uint64_t)i << SLOT_PLACE_BITS | place};
            }
        }
    }
    int code = slot_sort(work, error);
    for (size_t begin = 0, end; code == 0 && begin < work->record_count; begin = end) {
        const slot_item *whole = NULL;
        for (end = begin; end < work->record_count && work->records[end].key == work->records[begin].key; end++) {
            if ((work->records[end].value & SLOT_WHOLE) == SLOT_WHOLE) {
                whole = &work->items[work->records[end].value >> SLOT_PLACE_BITS];
            }
        }
        for (size_t i = begin; whole != NULL && i < end; i++) {
            lt_classes_join(classes, whole->form, work->items[work->records[i].value >> SLOT_PLACE_BITS].form,
                            LT_FAMILY_SLOT);
        }
    }
    return code;
}

int lt_slots_join(const lt_forms *forms, const uint32_t *texts, lt_classes *classes, leitong_error *error)
{
    slot_work work = {0};
    bool changed = true;
    int code = slot_gather(&work, forms, texts, error);
    code = code != 0 ? code : slot_open(&work, error);
    for (int round = 0; code == 0 && changed && round < SLOT_ROUNDS; round++) {
        code = slot_collapse(&work, classes, error);
        code = code != 0 ? code : slot_round(&work, &changed, error);
    }
    code = code != 0 ? code : slot_collapse(&work, classes, error);
    code = code != 0 ? code : slot_optional(&work, classes, error);
    free(work.ids);
    free(work.items);
    free(work.records);
    free(work.sorting);
    free(work.filter);
    return code;
}

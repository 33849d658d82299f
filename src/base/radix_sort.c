#include "base/radix_sort.h"

#include <stdbool.h>
#include <string.h>

/* LSD radix sort by 8-bit digits (Knuth, The Art of Computer Programming 3, §5.2.5): 256 write streams stay within the
 * first-level cache and its address translation; the 2,048 of 11-bit digits do not.
 *
 * A long array is first dealt out by the highest digit that varies, so that the passes over the others stay in the
 * cache: with keys that are hashes the parts are even. Where they are not, it is only slower. An array that stands in
 * order is left alone, and the scratch untouched: its pages cost memory only then. */
#define RADIX_DIGITS 256
#define RADIX_TINY 40         /* items below which insertion beats 256 counters */
#define RADIX_LONG (1U << 20) /* bytes above which an array is dealt out first */

_Static_assert(sizeof(lt_record) == 2 * sizeof(uint64_t), "a record is read as two words");

static bool radix_sort_before(const lt_record *a, const lt_record *b)
{
    return a->key < b->key || (a->key == b->key && a->value < b->value);
}

static void radix_sort_insert_u64(uint64_t *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t key = keys[i];
        size_t j = i;
        for (; j > 0 && keys[j - 1] > key; j--) {
            keys[j] = keys[j - 1];
        }
        keys[j] = key;
    }
}

static void radix_sort_insert_records(lt_record *records, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        lt_record record = records[i];
        size_t j = i;
        for (; j > 0 && radix_sort_before(&record, &records[j - 1]); j--) {
            records[j] = records[j - 1];
        }
        records[j] = record;
    }
}

/* Counts → where the items of each digit begin. */
static void radix_sort_begins(size_t counts[RADIX_DIGITS])
{
    size_t begin = 0;
    for (unsigned digit = 0; digit < RADIX_DIGITS; digit++) {
        size_t count = counts[digit];
        counts[digit] = begin;
        begin += count;
    }
}

/* One stable pass from[] → to[] by the 8 bits at `shift`. ret_ends[digit]: where its items end. */
static void radix_sort_deal_u64(const uint64_t *from, uint64_t *to, size_t count, unsigned shift,
                                size_t ret_ends[RADIX_DIGITS])
{
    memset(ret_ends, 0, RADIX_DIGITS * sizeof *ret_ends);
    for (size_t i = 0; i < count; i++) {
        ret_ends[(uint8_t)(from[i] >> shift)]++;
    }
    radix_sort_begins(ret_ends);
    for (size_t i = 0; i < count; i++) {
        to[ret_ends[(uint8_t)(from[i] >> shift)]++] = from[i];
    }
}

/* The same by word 0 (key) or 1 (value) of the records. */
static void radix_sort_deal_records(const lt_record *from, lt_record *to, size_t count, unsigned word, unsigned shift,
                                    size_t ret_ends[RADIX_DIGITS])
{
    const uint64_t *words = (const uint64_t *)(const void *)from + word;
    memset(ret_ends, 0, RADIX_DIGITS * sizeof *ret_ends);
    for (size_t i = 0; i < count; i++) {
        ret_ends[(uint8_t)(words[2 * i] >> shift)]++;
    }
    radix_sort_begins(ret_ends);
    for (size_t i = 0; i < count; i++) {
        to[ret_ends[(uint8_t)(words[2 * i] >> shift)]++] = from[i];
    }
}

static unsigned radix_sort_top_shift(uint64_t varies)
{
    return (63U - (unsigned)__builtin_clzll(varies)) & ~7U;
}

/* Bits in which two keys differ. */
static uint64_t radix_sort_varies_u64(const uint64_t *keys, size_t count)
{
    uint64_t varies = 0;
    for (size_t i = 1; i < count; i++) {
        varies |= keys[i] ^ keys[0];
    }
    return varies;
}

/* The same for both words. Values that ascend already need no pass: the passes over the keys are stable. */
static void radix_sort_varies_records(const lt_record *records, size_t count, uint64_t ret_varies[2])
{
    uint64_t keys = 0;
    uint64_t values = 0;
    bool ascending = true;
    for (size_t i = 1; i < count; i++) {
        keys |= records[i].key ^ records[0].key;
        values |= records[i].value ^ records[0].value;
        ascending &= records[i].value >= records[i - 1].value;
    }
    ret_varies[0] = keys;
    ret_varies[1] = ascending ? 0 : values;
}

/* Sorts keys[], with the result in other[] when `into_other`. */
static void radix_sort_passes_u64(uint64_t *keys, uint64_t *other, size_t count, bool into_other)
{
    uint64_t *from = keys;
    uint64_t *to = other;
    if (count < RADIX_TINY) {
        radix_sort_insert_u64(keys, count);
    } else {
        size_t ends[RADIX_DIGITS];
        uint64_t varies = radix_sort_varies_u64(keys, count);
        for (unsigned shift = 0; shift < 64; shift += 8) {
            if ((uint8_t)(varies >> shift) != 0) {
                radix_sort_deal_u64(from, to, count, shift, ends);
                uint64_t *swap = from;
                from = to;
                to = swap;
            }
        }
    }
    uint64_t *result = into_other ? other : keys;
    if (from != result) {
        memcpy(result, from, count * sizeof *result);
    }
}

static void radix_sort_passes_records(lt_record *records, lt_record *other, size_t count, bool into_other)
{
    lt_record *from = records;
    lt_record *to = other;
    if (count < RADIX_TINY) {
        radix_sort_insert_records(records, count);
    } else {
        size_t ends[RADIX_DIGITS];
        uint64_t varies[2];
        radix_sort_varies_records(records, count, varies);
        for (unsigned digit = 0; digit < 16; digit++) {
            unsigned word = digit < 8 ? 1 : 0; /* values first, keys last */
            unsigned shift = digit % 8 * 8;
            if ((uint8_t)(varies[word] >> shift) != 0) {
                radix_sort_deal_records(from, to, count, word, shift, ends);
                lt_record *swap = from;
                from = to;
                to = swap;
            }
        }
    }
    lt_record *result = into_other ? other : records;
    if (from != result) {
        memcpy(result, from, count * sizeof *result);
    }
}

void lt_radix_sort_u64(uint64_t *keys, uint64_t *scratch, size_t count)
{
    size_t risen = 1;
    while (risen < count && keys[risen - 1] <= keys[risen]) {
        risen++;
    }
    if (risen >= count) {
        return;
    }
    uint64_t varies = count * sizeof *keys > RADIX_LONG ? radix_sort_varies_u64(keys, count) : 0;
    if (varies == 0) { /* short, or all the same */
        radix_sort_passes_u64(keys, scratch, count, false);
        return;
    }
    size_t ends[RADIX_DIGITS];
    radix_sort_deal_u64(keys, scratch, count, radix_sort_top_shift(varies), ends);
    size_t begin = 0;
    for (unsigned digit = 0; digit < RADIX_DIGITS; digit++) {
        radix_sort_passes_u64(scratch + begin, keys + begin, ends[digit] - begin, true);
        begin = ends[digit];
    }
}

void lt_radix_sort_records(lt_record *records, lt_record *scratch, size_t count)
{
    uint64_t varies[2] = {0, 0};
    size_t risen = 1;
    while (risen < count && !radix_sort_before(&records[risen], &records[risen - 1])) {
        risen++;
    }
    if (risen >= count) {
        return;
    }
    if (count * sizeof *records > RADIX_LONG) {
        radix_sort_varies_records(records, count, varies);
    }
    if (varies[0] == 0) { /* short, or keys all the same */
        radix_sort_passes_records(records, scratch, count, false);
        return;
    }
    size_t ends[RADIX_DIGITS];
    radix_sort_deal_records(records, scratch, count, 0, radix_sort_top_shift(varies[0]), ends);
    size_t begin = 0;
    for (unsigned digit = 0; digit < RADIX_DIGITS; digit++) {
        radix_sort_passes_records(scratch + begin, records + begin, ends[digit] - begin, true);
        begin = ends[digit];
    }
}

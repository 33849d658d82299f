/* radix_sort: sorts flat arrays of records by their 64-bit keys.
 *
 * Least significant digit first, by 8-bit digits (Knuth 1998, §5.2.5); stable. Digits that are the same in all keys
 * cost one counting pass.
 * Input: an array, and scratch of the same length.
 * Output: the array sorted (never in the scratch).
 * Ownership: the caller.
 * Errors: none.
 * Complexity: linear: at most one pass a digit. */
#ifndef LT_BASE_RADIX_SORT_H
#define LT_BASE_RADIX_SORT_H

#include <stddef.h>
#include <stdint.h>

/* 16-byte record: sorted by key, then by value. */
typedef struct lt_record {
    uint64_t key;
    uint64_t value;
} lt_record;

void lt_radix_sort_u64(uint64_t *keys, uint64_t *scratch, size_t count);
void lt_radix_sort_records(lt_record *records, lt_record *scratch, size_t count);

#endif

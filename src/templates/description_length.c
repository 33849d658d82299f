#include "templates/description_length.h"

#include "base/buffer.h"
#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

void lt_description_length_clear(lt_description_length *describe)
{
    free(describe->fills);
    *describe = (lt_description_length){0};
}

void lt_description_length_begin(lt_description_length *describe, const lt_profile *consensus)
{
    describe->consensus = consensus;
    describe->raw = 0;
    describe->edits = 0;
    describe->members = 0;
    describe->fill_count = 0;
}

/* A place in the template. */
static double description_length_place(const lt_profile *consensus)
{
    return log2(consensus->column_count + 2.0);
}

static uint32_t description_length_words(const uint32_t *ids, uint32_t count)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < count; i++) {
        words += !lt_profile_mask(ids[i]);
    }
    return words;
}

int lt_description_length_add(lt_description_length *describe, const lt_reading *reading, const lt_variant *member,
                              leitong_error *error)
{
    const lt_profile *consensus = describe->consensus;
    int code =
        LT_RESERVE(describe->fills, describe->fill_capacity, describe->fill_count + consensus->part_count + 1, error);
    if (code != 0) {
        return code;
    }
    double place = description_length_place(consensus);
    describe->raw +=
        (description_length_words(member->ids, member->count) - (double)reading->outside) * LT_DESCRIPTION_LENGTH_WORD;
    describe->edits += (reading->missing + reading->strays) * place + reading->stray * LT_DESCRIPTION_LENGTH_WORD;
    describe->members++;
    for (uint32_t p = 0; p < consensus->part_count; p++) {
        if (consensus->parts[p].kind == LT_PART_TEXT) {
            continue;
        }
        lt_read_part units = reading->parts[p];
        const uint32_t *fill = member->ids + units.begin;
        bool slot = consensus->parts[p].kind == LT_PART_SLOT;
        /* Of optional wording only whether it is there counts here; its edits were counted as such. */
        uint32_t length = slot ? units.end - units.begin : 0;
        uint64_t key[2] = {p, slot ? length : units.begin < units.end};
        uint64_t content = length > 0 ? lt_hash_64(fill, length * sizeof *fill) : 0;
        describe->fills[describe->fill_count++] =
            (lt_record){lt_hash_64(key, sizeof key) ^ content, description_length_words(fill, length)};
    }
    return 0;
}

int lt_description_length_ratio(lt_description_length *describe, double *ret_ratio, leitong_error *error)
{
    const lt_profile *consensus = describe->consensus;
    double bits = describe->edits +
                  description_length_words(consensus->columns, consensus->column_count) * LT_DESCRIPTION_LENGTH_WORD +
                  consensus->part_count * (description_length_place(consensus) + 2);
    lt_record *scratch = malloc((describe->fill_count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_records(describe->fills, scratch, describe->fill_count);
    free(scratch);
    for (size_t i = 0; i < describe->fill_count;) {
        size_t end = i + 1;
        while (end < describe->fill_count && describe->fills[end].key == describe->fills[i].key) {
            end++;
        }
        double share = (double)(end - i) / describe->members;
        bits += (double)describe->fills[i].value * LT_DESCRIPTION_LENGTH_WORD - (double)(end - i) * log2(share);
        i = end;
    }
    *ret_ratio = describe->raw > 0 ? bits / describe->raw : 1;
    return 0;
}

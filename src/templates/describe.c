#include "templates/describe.h"

#include "base/buffer.h"
#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

void lt_describe_clear(lt_describe *describe)
{
    free(describe->fills);
    *describe = (lt_describe){0};
}

void lt_describe_begin(lt_describe *describe, const lt_consensus *consensus)
{
    describe->consensus = consensus;
    describe->raw = 0;
    describe->edits = 0;
    describe->members = 0;
    describe->fill_count = 0;
}

/* A place in the template. */
static double describe_place(const lt_consensus *consensus)
{
    return log2(consensus->column_count + 2.0);
}

static uint32_t describe_words(const uint32_t *ids, uint32_t count)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < count; i++) {
        words += !lt_consensus_mask(ids[i]);
    }
    return words;
}

int lt_describe_add(lt_describe *describe, const lt_reading *reading, const lt_variant *member, leitong_error *error)
{
    const lt_consensus *consensus = describe->consensus;
    int code = lt_buffer_reserve(&describe->fills, &describe->fill_capacity,
                                 describe->fill_count + consensus->part_count + 1, sizeof *describe->fills, error);
    if (code != 0) {
        return code;
    }
    double place = describe_place(consensus);
    describe->raw += (describe_words(member->ids, member->count) - (double)reading->outside) * LT_DESCRIBE_WORD;
    describe->edits += (reading->missing + reading->strays) * place + reading->stray * LT_DESCRIBE_WORD;
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
            (lt_record){lt_hash_64(key, sizeof key) ^ content, describe_words(fill, length)};
    }
    return 0;
}

int lt_describe_ratio(lt_describe *describe, double *ret_ratio, leitong_error *error)
{
    const lt_consensus *consensus = describe->consensus;
    double bits = describe->edits + describe_words(consensus->columns, consensus->column_count) * LT_DESCRIBE_WORD +
                  consensus->part_count * (describe_place(consensus) + 2);
    lt_record *scratch = malloc((describe->fill_count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_records(describe->fills, scratch, describe->fill_count);
    free(scratch);
    for (size_t i = 0; i < describe->fill_count;) {
        size_t end = i + 1;
        while (end < describe->fill_count && describe->fills[end].key == describe->fills[i].key) {
            end++;
        }
        double share = (double)(end - i) / describe->members;
        bits += (double)describe->fills[i].value * LT_DESCRIBE_WORD - (double)(end - i) * log2(share);
        i = end;
    }
    *ret_ratio = describe->raw > 0 ? bits / describe->raw : 1;
    return 0;
}

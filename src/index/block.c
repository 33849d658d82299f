#include "index/block.h"

#include "hash.h"

#include <string.h>

#define BLOCK_GROUP_SIZE 10U /* bytes in the table: key, offset */

static void block_put_32(uint8_t *to, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++) {
        to[i] = (uint8_t)(number >> 8 * i);
    }
}

static void block_put_64(uint8_t *to, uint64_t number)
{
    for (unsigned i = 0; i < 8; i++) {
        to[i] = (uint8_t)(number >> 8 * i);
    }
}

static uint32_t block_get_32(const uint8_t *from)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < 4; i++) {
        number |= (uint32_t)from[i] << 8 * i;
    }
    return number;
}

static uint64_t block_get_64(const uint8_t *from)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < 8; i++) {
        number |= (uint64_t)from[i] << 8 * i;
    }
    return number;
}

void lt_block_seal(uint8_t *block, const lt_block_head *head)
{
    block_put_32(block + 8, head->segment);
    block_put_32(block + 12, head->table);
    block_put_32(block + 16, head->count);
    block_put_32(block + 20, head->size);
    block_put_64(block + 24, head->begin.key);
    block_put_64(block + 32, head->begin.value);
    block_put_64(block + 40, head->end.key);
    block_put_64(block + 48, head->end.value);
    block_put_64(block, lt_hash_64(block + 8, LT_BLOCK_HEADER - 8 + (size_t)head->size));
}

int lt_block_open(const uint8_t *block, size_t size, uint32_t segment, uint8_t table, lt_block_head *ret_head,
                  leitong_error *error)
{
    if (size < LT_BLOCK_HEADER || block_get_32(block + 20) != size - LT_BLOCK_HEADER) {
        return lt_error_set(error, LEITONG_EDAMAGED, "a block's length is wrong");
    }
    if (lt_hash_64(block + 8, size - 8) != block_get_64(block)) {
        return lt_error_set(error, LEITONG_EDAMAGED, "a block's checksum is wrong");
    }
    lt_block_head head = {.segment = block_get_32(block + 8),
                          .table = block[12],
                          .count = block_get_32(block + 16),
                          .size = block_get_32(block + 20),
                          .begin = {block_get_64(block + 24), block_get_64(block + 32)},
                          .end = {block_get_64(block + 40), block_get_64(block + 48)}};
    if (head.segment != segment || head.table != table || !lt_block_before(head.begin, head.end)) {
        return lt_error_set(error, LEITONG_EDAMAGED, "a block stands where another belongs");
    }
    *ret_head = head;
    return 0;
}

size_t lt_block_put(uint8_t *to, uint64_t number)
{
    size_t size = 0;
    while (number >= 0x80) {
        to[size++] = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    to[size++] = (uint8_t)number;
    return size;
}

void lt_block_builder_start(lt_block_builder *builder, uint64_t begin_key, bool tagged)
{
    builder->size = 0;
    builder->count = 0;
    builder->key = begin_key;
    builder->document = 0;
    builder->tagged = tagged;
}

bool lt_block_builder_add(lt_block_builder *builder, const lt_block_entry *entry)
{
    uint8_t coded[34];
    uint32_t groups = builder->count / LT_BLOCK_GROUP;
    bool first = builder->count % LT_BLOCK_GROUP == 0;
    /* A group is coded as if nothing stood before its first key, which the table has. */
    uint64_t key = first && builder->count > 0 ? entry->key : builder->key;
    uint32_t before = first || entry->key != key ? 0 : builder->document;
    uint32_t document = (uint32_t)(entry->value >> 32);
    size_t size = lt_block_put(coded, entry->key - key);
    /* Places of one key follow one another: their documents ascend. */
    size += lt_block_put(coded + size, document - before);
    size += lt_block_put(coded + size, (uint32_t)entry->value);
    if (builder->tagged) {
        block_put_32(coded + size, entry->tags);
        size += 4;
    }
    if (LT_BLOCK_HEADER + builder->size + size + (size_t)groups * BLOCK_GROUP_SIZE > sizeof builder->bytes ||
        groups > LT_BLOCK_GROUPS) {
        return false;
    }
    if (first && groups > 0) {
        builder->group_keys[groups - 1] = entry->key;
        builder->group_offsets[groups - 1] = (uint16_t)builder->size;
    }
    memcpy(builder->bytes + LT_BLOCK_HEADER + builder->size, coded, size);
    builder->size += size;
    builder->count++;
    builder->key = entry->key;
    builder->document = document;
    return true;
}

static uint32_t block_groups(uint32_t count)
{
    return count == 0 ? 0 : (count - 1) / LT_BLOCK_GROUP;
}

void lt_block_builder_finish(lt_block_builder *builder)
{
    uint8_t *to = builder->bytes + LT_BLOCK_HEADER + builder->size;
    for (uint32_t i = 0; i < block_groups(builder->count); i++) {
        block_put_64(to, builder->group_keys[i]);
        to[8] = (uint8_t)builder->group_offsets[i];
        to[9] = (uint8_t)(builder->group_offsets[i] >> 8);
        to += BLOCK_GROUP_SIZE;
    }
    builder->size = (size_t)(to - builder->bytes) - LT_BLOCK_HEADER;
}

void lt_block_reader_start(lt_block_reader *reader, const uint8_t *block, const lt_block_head *head, bool tagged)
{
    size_t table = (size_t)block_groups(head->count) * BLOCK_GROUP_SIZE;
    reader->begin = block + LT_BLOCK_HEADER;
    reader->at = reader->begin;
    reader->end = table > head->size ? reader->begin : reader->begin + (head->size - table);
    reader->key = head->begin.key;
    reader->document = 0;
    reader->index = 0;
    reader->count = head->count;
    reader->tagged = tagged;
}

void lt_block_reader_seek(lt_block_reader *reader, uint64_t key)
{
    uint32_t low = 0; /* groups from the second on whose first key is less: in front of them nothing is looked for */
    uint32_t high = block_groups(reader->count);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (block_get_64(reader->end + (size_t)middle * BLOCK_GROUP_SIZE) < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low > 0) {
        const uint8_t *group = reader->end + (size_t)(low - 1) * BLOCK_GROUP_SIZE;
        size_t offset = group[8] | (size_t)group[9] << 8;
        reader->at = offset > (size_t)(reader->end - reader->begin) ? reader->end : reader->begin + offset;
        reader->index = low * LT_BLOCK_GROUP;
    }
}

int lt_block_reader_next(lt_block_reader *reader, lt_block_entry *ret_entry)
{
    uint64_t step;
    uint64_t document;
    uint64_t item;
    if (reader->index == reader->count) {
        return reader->at == reader->end ? 0 : LEITONG_EDAMAGED;
    }
    if (reader->index > 0 && reader->index % LT_BLOCK_GROUP == 0) {
        uint32_t group = reader->index / LT_BLOCK_GROUP - 1;
        reader->key = block_get_64(reader->end + (size_t)group * BLOCK_GROUP_SIZE);
        reader->document = 0;
    }
    const uint8_t *at = lt_block_get(reader->at, reader->end, &step);
    at = at == NULL ? NULL : lt_block_get(at, reader->end, &document);
    at = at == NULL ? NULL : lt_block_get(at, reader->end, &item);
    if (at == NULL || (reader->tagged && reader->end - at < 4)) {
        return LEITONG_EDAMAGED;
    }
    document += step == 0 ? reader->document : 0;
    if (document > UINT32_MAX || item > UINT32_MAX || reader->key > UINT64_MAX - step) {
        return LEITONG_EDAMAGED;
    }
    reader->key += step;
    reader->document = (uint32_t)document;
    reader->index++;
    *ret_entry = (lt_block_entry){reader->key, document << 32 | item, 0};
    if (reader->tagged) {
        ret_entry->tags = block_get_32(at);
        at += 4;
    }
    reader->at = at;
    return 1;
}

#include "index/block.h"

#include "hash.h"

#include <string.h>

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
    size_t size = lt_block_put(coded, entry->key - builder->key);
    uint32_t document = (uint32_t)(entry->value >> 32);
    /* Places of one key follow one another: their documents ascend. */
    size += lt_block_put(coded + size, entry->key == builder->key ? document - builder->document : document);
    size += lt_block_put(coded + size, (uint32_t)entry->value);
    if (builder->tagged) {
        block_put_32(coded + size, entry->tags);
        size += 4;
    }
    if (LT_BLOCK_HEADER + builder->size + size > sizeof builder->bytes) {
        return false;
    }
    memcpy(builder->bytes + LT_BLOCK_HEADER + builder->size, coded, size);
    builder->size += size;
    builder->count++;
    builder->key = entry->key;
    builder->document = document;
    return true;
}

void lt_block_reader_start(lt_block_reader *reader, const uint8_t *block, const lt_block_head *head, bool tagged)
{
    reader->at = block + LT_BLOCK_HEADER;
    reader->end = reader->at + head->size;
    reader->key = head->begin.key;
    reader->document = 0;
    reader->left = head->count;
    reader->tagged = tagged;
}

int lt_block_reader_next(lt_block_reader *reader, lt_block_entry *ret_entry)
{
    uint64_t step;
    uint64_t document;
    uint64_t item;
    if (reader->left == 0) {
        return reader->at == reader->end ? 0 : LEITONG_EDAMAGED;
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
    reader->left--;
    *ret_entry = (lt_block_entry){reader->key, document << 32 | item, 0};
    if (reader->tagged) {
        ret_entry->tags = block_get_32(at);
        at += 4;
    }
    reader->at = at;
    return 1;
}

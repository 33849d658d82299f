#include "index/block.h"

#include "base/hash.h"
#include "index/bits.h"

#include <string.h>

#define BLOCK_SHAPE 4U /* bytes: bits of the low part of a key, of a document, of an item; zero */
#define BLOCK_LINE 64U /* bytes of a cache line */
#define BLOCK_TAGS 32U /* bits */

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
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
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

int lt_block_open(const uint8_t *block, size_t size, lt_block_place place, bool known, lt_block_head *ret_head,
                  leitong_error *error)
{
    if (size < LT_BLOCK_HEADER || block_get_32(block + 20) != size - LT_BLOCK_HEADER) {
        return lt_error_set(error, LEITONG_EDAMAGED, "a block's length is wrong");
    }
    for (size_t at = 0; !known && at < size; at += BLOCK_LINE) {
        __builtin_prefetch(block + at);
    }
    if (!known && lt_hash_64(block + 8, size - 8) != lt_bits_word(block)) {
        return lt_error_set(error, LEITONG_EDAMAGED, "a block's checksum is wrong");
    }
    lt_block_head head = {.segment = block_get_32(block + 8),
                          .table = block[12],
                          .count = block_get_32(block + 16),
                          .size = block_get_32(block + 20),
                          .begin = {lt_bits_word(block + 24), lt_bits_word(block + 32)},
                          .end = {lt_bits_word(block + 40), lt_bits_word(block + 48)}};
    if (head.segment != place.segment || head.table != place.table || !lt_block_before(head.begin, head.end)) {
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
    builder->begin = begin_key;
    builder->documents = builder->items = 0;
    builder->tagged = tagged;
}

typedef struct block_shape {
    unsigned low, document, item, row; /* bits */
    size_t rows, high;                 /* bytes */
} block_shape;

static size_t block_bytes(uint64_t bits)
{
    return (size_t)((bits + 7) / 8);
}

/* `span`: the last key minus the block's first. */
static block_shape block_shape_of(uint64_t count, uint64_t span, uint32_t documents, uint32_t items, bool tagged)
{
    unsigned width = count == 0 ? 0 : lt_bits_width(span / count);
    block_shape s = {
        .low = width == 0 ? 0 : width - 1, .document = lt_bits_width(documents), .item = lt_bits_width(items)};
    s.row = s.low + s.document + s.item + (tagged ? BLOCK_TAGS : 0);
    s.rows = block_bytes(count * s.row);
    s.high = block_bytes(count + (span >> s.low));
    return s;
}

static size_t block_size(const block_shape *shape)
{
    return BLOCK_SHAPE + shape->rows + shape->high + LT_BITS_BEHIND;
}

bool lt_block_builder_add(lt_block_builder *builder, const lt_block_entry *entry)
{
    uint32_t documents = builder->documents | (uint32_t)(entry->value >> 32);
    uint32_t items = builder->items | (uint32_t)entry->value;
    block_shape shape =
        block_shape_of((uint64_t)builder->count + 1, entry->key - builder->begin, documents, items, builder->tagged);
    if (builder->count == LT_BLOCK_ENTRIES || LT_BLOCK_HEADER + block_size(&shape) > sizeof builder->bytes) {
        return false;
    }
    builder->entries[builder->count++] = *entry;
    builder->documents = documents;
    builder->items = items;
    return true;
}

void lt_block_builder_finish(lt_block_builder *builder)
{
    uint32_t count = builder->count;
    uint64_t span = count == 0 ? 0 : builder->entries[count - 1].key - builder->begin;
    block_shape s = block_shape_of(count, span, builder->documents, builder->items, builder->tagged);
    uint8_t *payload = builder->bytes + LT_BLOCK_HEADER;
    uint8_t *rows = payload + BLOCK_SHAPE;
    uint64_t at = 0;
    builder->size = block_size(&s);
    memset(payload, 0, builder->size);
    payload[0] = (uint8_t)s.low;
    payload[1] = (uint8_t)s.document;
    payload[2] = (uint8_t)s.item;
    for (uint32_t i = 0; i < count; i++) {
        const lt_block_entry *entry = &builder->entries[i];
        uint64_t key = entry->key - builder->begin;
        uint64_t high = (key >> s.low) + i;
        lt_bits_put(rows, at, s.low, key & (((uint64_t)1 << s.low) - 1));
        lt_bits_put(rows, at + s.low, s.document, entry->value >> 32);
        lt_bits_put(rows, at + s.low + s.document, s.item, (uint32_t)entry->value);
        if (builder->tagged) {
            lt_bits_put(rows, at + s.row - BLOCK_TAGS, BLOCK_TAGS, entry->tags);
        }
        at += s.row;
        rows[s.rows + high / 8] = (uint8_t)(rows[s.rows + high / 8] | 1U << high % 8);
    }
}

void lt_block_reader_start(lt_block_reader *reader, const uint8_t *block, const lt_block_head *head, bool tagged)
{
    const uint8_t *payload = block + LT_BLOCK_HEADER;
    *reader = (lt_block_reader){.begin = head->begin.key, .count = head->count};
    if (head->size < BLOCK_SHAPE + LT_BITS_BEHIND || payload[0] > 63 || payload[1] > 32 || payload[2] > 32) {
        return;
    }
    reader->low = payload[0];
    reader->document = payload[1];
    reader->item = payload[2];
    reader->tags = tagged ? BLOCK_TAGS : 0;
    reader->row = reader->low + reader->document + reader->item + reader->tags;
    uint64_t rows = ((uint64_t)head->count * reader->row + 7) / 8;
    uint64_t room = head->size - BLOCK_SHAPE - LT_BITS_BEHIND;
    if (rows > room) {
        return;
    }
    reader->good = true;
    reader->rows = payload + BLOCK_SHAPE;
    reader->high = reader->rows + rows;
    reader->bits = (room - rows) * 8;
}

/* The high part of entry i is the number of zeros before the i-th one of the high bits, so this is select(0, wanted).
 */
void lt_block_reader_seek(lt_block_reader *reader, uint64_t key)
{
    if (!reader->good || key <= reader->begin) {
        return;
    }
    uint64_t wanted = (key - reader->begin) >> reader->low; /* zeros to skip */
    uint64_t bit = 0;
    uint64_t zeros = 0;
    while (bit < reader->bits) { /* zeros follow the last bit, so a whole word can be read */
        unsigned ones = lt_bits_count(lt_bits_word(reader->high + bit / 8));
        if (zeros + 64 - ones >= wanted) {
            break;
        }
        zeros += 64 - ones;
        bit += 64;
    }
    if (bit < reader->bits && zeros < wanted) { /* first byte by byte, then bit by bit */
        uint64_t word = lt_bits_word(reader->high + bit / 8);
        uint64_t counts = lt_bits_counts(~word) << 8; /* zeros before each byte */
        unsigned byte = 7;
        while (byte > 0 && zeros + (counts >> 8 * byte & 0xFF) >= wanted) {
            byte--;
        }
        zeros += counts >> 8 * byte & 0xFF;
        bit += 8 * byte;
        for (word >>= 8 * byte; zeros < wanted && bit < reader->bits; word >>= 1) {
            zeros += ~word & 1;
            bit++;
        }
    }
    uint64_t index = bit - zeros;
    reader->bit = bit;
    reader->index = index < reader->count ? (uint32_t)index : reader->count;
}

int lt_block_reader_next(lt_block_reader *reader, lt_block_entry *ret_entry)
{
    if (!reader->good) {
        return LEITONG_EDAMAGED;
    }
    if (reader->index == reader->count) {
        return 0;
    }
    uint64_t bit = reader->bit;
    uint64_t word = bit < reader->bits ? lt_bits_word(reader->high + bit / 8) >> bit % 8 : 0;
    while (word == 0 && bit < reader->bits) {
        bit += 64 - bit % 8;
        word = bit < reader->bits ? lt_bits_word(reader->high + bit / 8) : 0;
    }
    bit += word == 0 ? 0 : (unsigned)__builtin_ctzll(word);
    if (bit >= reader->bits || bit < reader->index) {
        return LEITONG_EDAMAGED;
    }
    uint64_t high = bit - reader->index;
    uint64_t row = (uint64_t)reader->index * reader->row;
    uint64_t low = lt_bits_get(reader->rows, row, reader->low);
    if (high > UINT64_MAX >> reader->low || (high << reader->low | low) > UINT64_MAX - reader->begin) {
        return LEITONG_EDAMAGED;
    }
    uint64_t document = lt_bits_get_part(reader->rows, row + reader->low, reader->document);
    row += reader->low + reader->document;
    uint64_t item = lt_bits_get_part(reader->rows, row, reader->item);
    *ret_entry = (lt_block_entry){.key = reader->begin + (high << reader->low | low),
                                  .value = document << 32 | item,
                                  .tags = (uint32_t)lt_bits_get_part(reader->rows, row + reader->item, reader->tags)};
    reader->bit = bit + 1;
    reader->index++;
    return 1;
}

/* fuzz_block: a block of an index with anything in it and a right hash: nothing outside is read, and what comes out can
 * be written again.
 *
 * Byte 0 of an input: 0 entries, 1 entries with tags, 2 tokens, 3 documents' rows, 4 paragraphs (mod 5); bytes 1 and 2:
 * how many; 3 and 4: a key to look for, or which are asked for; the rest is the payload. */
#include "fuzz.h"
#include "index/block.h"
#include "index/pack.h"
#include "index/store_row.h"

#define FUZZ_HEAD 5U
#define FUZZ_BEGIN 0x0100000000000000U /* key */

static uint32_t number(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8;
}

/* Entries that ascend fit in blocks again, and come out of them the same. */
static void write_again(const lt_block_entry *entries, uint32_t count, bool tagged)
{
    static lt_block_builder builder;
    lt_block_builder_start(&builder, FUZZ_BEGIN, tagged);
    uint32_t put = 0;
    while (put < count && lt_block_builder_add(&builder, &entries[put])) {
        put++;
    }
    fuzz_require(put > 0 || count == 0);
    lt_block_builder_finish(&builder);
    lt_block_head head = {.count = builder.count, .size = (uint32_t)builder.size, .begin = {FUZZ_BEGIN, 0}};
    head.end = LT_BLOCK_END;
    lt_block_reader reader;
    lt_block_reader_start(&reader, builder.bytes, &head, tagged);
    for (uint32_t i = 0; i < put; i++) {
        lt_block_entry entry;
        fuzz_require(lt_block_reader_next(&reader, &entry) == 1);
        fuzz_require(entry.key == entries[i].key && entry.value == entries[i].value && entry.tags == entries[i].tags);
    }
}

static void read_entries(const uint8_t *block, const lt_block_head *head, bool tagged, uint64_t key)
{
    lt_block_reader reader;
    lt_block_entry entry;
    lt_block_entry *entries = malloc(((size_t)head->count + 1) * sizeof *entries);
    fuzz_require(entries != NULL);
    memset(entries, 0, ((size_t)head->count + 1) * sizeof *entries);
    lt_block_reader_start(&reader, block, head, tagged);
    lt_block_reader_seek(&reader, key);
    while (lt_block_reader_next(&reader, &entry) == 1) {
    }
    uint32_t count = 0;
    bool ascend = true;
    int got = 0;
    lt_block_reader_start(&reader, block, head, tagged);
    while ((got = lt_block_reader_next(&reader, &entry)) == 1) {
        fuzz_require(count < head->count);
        fuzz_require(entry.key >= FUZZ_BEGIN);
        ascend = ascend && (count == 0 || entry.key > entries[count - 1].key ||
                            (entry.key == entries[count - 1].key && entry.value > entries[count - 1].value));
        entries[count++] = entry;
    }
    fuzz_require(got == 0 || got == LEITONG_EDAMAGED);
    fuzz_require(got != 0 || count == head->count);
    if (ascend) {
        write_again(entries, count, tagged);
    }
    free(entries);
}

static void read_tokens(const uint8_t *payload, size_t size, uint32_t count, uint32_t begin)
{
    uint32_t end = count - begin > 300 ? begin + 300 : count;
    uint32_t *tokens = malloc(((size_t)count + 1) * sizeof *tokens);
    uint32_t *some = malloc(((size_t)count + 1) * sizeof *some);
    fuzz_require(tokens != NULL && some != NULL);
    if (lt_pack_get(payload, size, count, 0, count, tokens)) {
        bool part = lt_pack_get(payload, size, count, begin, end, some);
        (void)part; /* where places are out of order, it may be another one */
        uint8_t *again = malloc(lt_pack_bound(count));
        fuzz_require(again != NULL);
        size_t packed = lt_pack_put(again, tokens, count);
        fuzz_require(packed <= lt_pack_bound(count));
        fuzz_require(lt_pack_get(again, packed, count, begin, end, some));
        fuzz_require(memcmp(some, tokens + begin, (end - begin) * sizeof *some) == 0);
        free(again);
    }
    free(tokens);
    free(some);
}

static void read_rows(const uint8_t *payload, size_t size, uint32_t count)
{
    lt_store_row row;
    for (uint32_t i = 0; i < count && lt_store_row_get(payload, payload + size, i, &row); i++) {
        lt_store_bytes once = {0};
        lt_store_bytes twice = {0};
        lt_store_row again;
        fuzz_require(row.document.id != NULL);
        fuzz_require(lt_store_row_put(&row, &once, NULL) == 0);
        fuzz_require(lt_store_row_get(once.bytes, once.bytes + once.size, 0, &again));
        fuzz_require(lt_store_row_put(&again, &twice, NULL) == 0);
        fuzz_require(once.size == twice.size && memcmp(once.bytes, twice.bytes, once.size) == 0);
        free(once.bytes);
        free(twice.bytes);
    }
}

/* Some by themselves are what they are among all. */
static void read_paragraphs(const uint8_t *payload, size_t size, uint32_t count, uint32_t begin)
{
    enum { MOST = 512 };
    static lt_paragraph all[MOST];
    static lt_paragraph some[MOST];
    count = count < MOST ? count : MOST;
    begin = begin < count ? begin : 0;
    if (!lt_store_paragraphs_get(payload, payload + size, 0, count, 7, all)) {
        return;
    }
    fuzz_require(lt_store_paragraphs_get(payload, payload + size, begin, count - begin, 7, some));
    for (uint32_t i = begin; i < count; i++) {
        const lt_paragraph *p = &some[i - begin];
        fuzz_require(p->token_begin == all[i].token_begin && p->token_count == all[i].token_count);
        fuzz_require(p->byte_begin == all[i].byte_begin && p->byte_end == all[i].byte_end && p->document == 7);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < FUZZ_HEAD) {
        return 0;
    }
    unsigned kind = data[0] % 5;
    uint32_t count = number(data + 1);
    uint32_t asked = number(data + 3);
    size_t payload = size - FUZZ_HEAD;
    lt_block_head head = {.segment = 1,
                          .table = (uint8_t)kind,
                          .count = count,
                          .size = (uint32_t)payload,
                          .begin = {FUZZ_BEGIN, 0},
                          .end = LT_BLOCK_END};
    lt_block_head told;
    uint8_t *block = malloc(LT_BLOCK_HEADER + payload); /* no byte more */
    fuzz_require(block != NULL);
    memcpy(block + LT_BLOCK_HEADER, data + FUZZ_HEAD, payload);
    fuzz_require(lt_block_open(data, size, (lt_block_place){1, (uint8_t)kind}, false, &told, NULL) != 0);
    lt_block_seal(block, &head);
    fuzz_require(
        lt_block_open(block, LT_BLOCK_HEADER + payload, (lt_block_place){1, (uint8_t)kind}, false, &told, NULL) == 0);
    fuzz_require(told.count == count && told.size == payload);
    if (kind == 2) {
        read_tokens(block + LT_BLOCK_HEADER, payload, count, asked < count ? asked : 0);
    } else if (kind == 3) {
        read_rows(block + LT_BLOCK_HEADER, payload, count);
    } else if (kind == 4) {
        read_paragraphs(block + LT_BLOCK_HEADER, payload, count, asked);
    } else {
        read_entries(block, &told, kind == 1, FUZZ_BEGIN + ((uint64_t)asked << 40));
    }
    free(block);
    return 0;
}

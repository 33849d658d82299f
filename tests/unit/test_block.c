/* Entries and tokens come out of a block as they went in; whoever looks for a key finds all of it, and the block begins
 * to be read not far before it. */
#include "test.h"

#include "base/hash.h"
#include "index/block.h"
#include "index/pack.h"

#define ENTRIES 3000U

static int compare(const void *left, const void *right)
{
    const lt_block_entry *a = left;
    const lt_block_entry *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (a->value > b->value) - (a->value < b->value);
}

/* Sorted entries, each once, of one of several kinds: dense keys, sparse ones, many of one key, ends of the ranges. */
static unsigned make(lt_block_entry *entries, unsigned kind, uint64_t *state)
{
    unsigned count = kind == 5 ? 2 : ENTRIES;
    for (unsigned i = 0; i < count; i++) {
        uint64_t key = test_random(state);
        uint64_t value = test_random(state);
        switch (kind) {
        case 0: /* as bands */
            key %= 5000000;
            value = (value % 50000) << 32 | value >> 48 % 20;
            break;
        case 1: /* as seeds */
            value = (value % 70000) << 32 | value >> 52;
            break;
        case 2: /* a few keys */
            key = key % 7 << 60;
            value = (value % 100) << 32 | value >> 54;
            break;
        case 3: /* one key */
            key = 99;
            value = (uint64_t)i << 32;
            break;
        case 4: /* everything */
            key >>= key % 64;
            break;
        default:
            key = i == 0 ? 0 : UINT64_MAX;
            value = i == 0 ? 0 : UINT64_MAX;
            break;
        }
        entries[i] = (lt_block_entry){.key = key, .value = value, .tags = (uint32_t)test_random(state)};
    }
    qsort(entries, count, sizeof *entries, compare);
    unsigned kept = 0;
    for (unsigned i = 0; i < count; i++) {
        if (kept == 0 || compare(&entries[kept - 1], &entries[i]) != 0) {
            entries[kept++] = entries[i];
        }
    }
    return kept;
}

static bool same(const lt_block_entry *a, const lt_block_entry *b, bool tagged)
{
    return a->key == b->key && a->value == b->value && a->tags == (tagged ? b->tags : 0);
}

/* Reads a block that holds entries[0 … count). */
static void check_block(const lt_block_builder *builder, const lt_block_head *head, const lt_block_entry *entries,
                        uint64_t *state)
{
    bool tagged = builder->tagged;
    lt_block_reader reader;
    lt_block_entry entry;
    lt_block_reader_start(&reader, builder->bytes, head, tagged);
    for (unsigned i = 0; i < head->count; i++) {
        assert_int_equal(lt_block_reader_next(&reader, &entry), 1);
        assert_true(same(&entry, &entries[i], tagged));
    }
    assert_int_equal(lt_block_reader_next(&reader, &entry), 0);
    for (unsigned i = 0; i < 64 && head->count > 0; i++) {
        uint64_t key = i % 4 == 3 ? test_random(state) : entries[test_random(state) % head->count].key;
        key += i % 4 == 1;
        key -= i % 4 == 2;
        unsigned least = 0;
        while (least < head->count && entries[least].key < key) {
            least++;
        }
        lt_block_reader_start(&reader, builder->bytes, head, tagged);
        lt_block_reader_seek(&reader, key);
        int got = lt_block_reader_next(&reader, &entry);
        while (got == 1 && entry.key < key) {
            got = lt_block_reader_next(&reader, &entry);
        }
        assert_int_equal(got, least < head->count);
        assert_true(got == 0 || same(&entry, &entries[least], tagged));
    }
}

static void test_entries(void **unused)
{
    (void)unused;
    static lt_block_entry entries[ENTRIES];
    static lt_block_builder builder;
    uint64_t state = test_seed(41);
    for (unsigned round = 0; round < 24; round++) {
        unsigned count = make(entries, round % 6, &state);
        bool tagged = round / 6 % 2 != 0;
        unsigned blocks = 0;
        for (unsigned done = 0; done < count;) {
            uint64_t begin = done == 0 ? 0 : entries[done].key;
            unsigned put = done;
            lt_block_builder_start(&builder, begin, tagged);
            while (put < count && lt_block_builder_add(&builder, &entries[put])) {
                put++;
            }
            assert_true(put > done);
            lt_block_builder_finish(&builder);
            assert_true(LT_BLOCK_HEADER + builder.size <= LT_BLOCK_MOST);
            lt_block_head head = {.segment = 3,
                                  .table = 6,
                                  .count = builder.count,
                                  .size = (uint32_t)builder.size,
                                  .begin = {begin, 0},
                                  .end = LT_BLOCK_END};
            lt_block_head told;
            lt_block_seal(builder.bytes, &head);
            assert_int_equal(lt_block_open(builder.bytes, LT_BLOCK_HEADER + builder.size, (lt_block_place){3, 6}, false,
                                           &told, NULL),
                             0);
            assert_int_equal(told.count, put - done);
            check_block(&builder, &told, entries + done, &state);
            blocks++;
            done = put;
        }
        /* Sparse keys cost what their bits cost: a block holds hundreds. */
        assert_true(blocks <= 1 + count / 100);
    }
}

static void test_empty(void **unused)
{
    (void)unused;
    static lt_block_builder builder;
    lt_block_builder_start(&builder, 0, true);
    lt_block_builder_finish(&builder);
    lt_block_head head = {.size = (uint32_t)builder.size, .end = LT_BLOCK_END};
    lt_block_reader reader;
    lt_block_entry entry;
    lt_block_reader_start(&reader, builder.bytes, &head, true);
    lt_block_reader_seek(&reader, 77);
    assert_int_equal(lt_block_reader_next(&reader, &entry), 0);
}

/* Any byte changed is seen, but where a place is said to be known. */
static void test_damage(void **unused)
{
    (void)unused;
    static lt_block_entry entries[ENTRIES];
    static lt_block_builder builder;
    uint64_t state = test_seed(42);
    (void)make(entries, 1, &state);
    lt_block_builder_start(&builder, 0, true);
    for (unsigned i = 0; i < 50; i++) {
        assert_true(lt_block_builder_add(&builder, &entries[i]));
    }
    lt_block_builder_finish(&builder);
    lt_block_head head = {.segment = 1, .table = 7, .count = 50, .size = (uint32_t)builder.size, .end = LT_BLOCK_END};
    lt_block_seal(builder.bytes, &head);
    size_t size = LT_BLOCK_HEADER + builder.size;
    lt_block_head told;
    for (size_t i = 0; i < size; i++) {
        builder.bytes[i] ^= 0x40;
        assert_int_equal(lt_block_open(builder.bytes, size, (lt_block_place){1, 7}, false, &told, NULL),
                         LEITONG_EDAMAGED);
        builder.bytes[i] ^= 0x40;
    }
    builder.bytes[size - 1] ^= 1;
    assert_int_equal(lt_block_open(builder.bytes, size, (lt_block_place){1, 7}, true, &told, NULL), 0);
    assert_int_equal(lt_block_open(builder.bytes, size - 1, (lt_block_place){1, 7}, true, &told, NULL),
                     LEITONG_EDAMAGED);
    assert_int_equal(lt_block_open(builder.bytes, size, (lt_block_place){2, 7}, true, &told, NULL), LEITONG_EDAMAGED);
}

static uint32_t token(unsigned kind, uint64_t random)
{
    bool word = kind == 3 || (kind == 1 && random % 16 == 0) || (kind == 2 && random % 3 == 0);
    uint32_t letter = kind == 2 ? 0x0E00 + (uint32_t)(random >> 32) % 128 : 0x4E00 + (uint32_t)(random >> 32) % 20992;
    return word ? 0x80000000U | (uint32_t)(random >> 24) : letter;
}

static void test_tokens(void **unused)
{
    (void)unused;
    enum { COUNT = 2048 };
    static uint32_t tokens[COUNT];
    static uint32_t got[COUNT];
    uint64_t state = test_seed(43);
    uint8_t *packed = malloc(lt_pack_bound(COUNT));
    assert_non_null(packed);
    for (unsigned round = 0; round < 80; round++) {
        unsigned kind = round % 4;
        uint32_t count = round < 8 ? round / 4 : 1 + (uint32_t)(test_random(&state) % COUNT);
        for (uint32_t i = 0; i < count; i++) {
            tokens[i] = token(kind, test_random(&state));
        }
        size_t size = lt_pack_put(packed, tokens, count);
        assert_true(size <= lt_pack_bound(count));
        assert_true(kind != 0 || size <= 17 + (size_t)count * 15 / 8);
        for (unsigned i = 0; i < 20; i++) {
            uint32_t begin = (uint32_t)(test_random(&state) % (count + 1));
            uint32_t end = begin + (uint32_t)(test_random(&state) % (count - begin + 1));
            assert_true(lt_pack_get(packed, size, count, begin, end, got));
            assert_memory_equal(got, tokens + begin, (end - begin) * sizeof *got);
        }
        assert_false(lt_pack_get(packed, size - 1, count, 0, count, got));
        assert_false(lt_pack_get(packed, size, count, 0, count + 1, got));
    }
    free(packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_entries), cmocka_unit_test(test_empty),
                                       cmocka_unit_test(test_damage), cmocka_unit_test(test_tokens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

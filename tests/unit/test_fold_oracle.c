/* Random code points: tokens against the definition (fold_oracle.h), spans against what a span means. */
#include "fold_oracle.h"

#include "text/fold.h"
#include "text/fold_looks.h"

/* Code points that act on their neighbours, a group a line: drawn far more often than chance would. */
static const uint32_t hard[] = {
    'a',     'B',     'z',     '0',     '7',    '.',     ',',     ':',     ';',     '\'',    '"',     '_',     ' ',
    '-',     '!',     '\n',    '\r',    '\t',   0x0B,    0x85,    0x2028,  0x5D0,   0x5D1,   0x5F3,   0x5F4,   0x5BC,
    0x660,   0x6F1,   0x66B,   0x600,   0x628,  0x64B,   0xFDFA,  0xFEFB,  0xFE81,  0x655,   0x300,   0x301,   0x308,
    0x323,   0x327,   0x345,   0x340,   0x344,  0x34F,   0x360,   0x20DD,  0x1D165, 0x1D15E, 0x1DFA,  0xAD,    0x200B,
    0x200C,  0x200D,  0x2060,  0xFEFF,  0xFE0F, 0xE0101, 0xE0041, 0x180E,  0x115F,  0x1160,  0x3164,  0xFFA0,  0xE9,
    0xC5,    0x212B,  0x130,   0xDF,    0x1E9E, 0x3C2,   0x3A3,   0x1F82,  0x1FB3,  0x390,   0x149,   0xFB01,  0x1F0,
    0x2B0,   0x2C2,   0xBD,    0xB2,    0x2460, 0x1F100, 0x33,    0x2044,  0x2024,  0x2027,  0xB7,    0x2019,  0x2018,
    0xFF07,  0xFF0E,  0xFF0C,  0xFF1A,  0xFF21, 0xFF11,  0xFF3F,  0x203F,  0x202F,  0x3000,  0xFF01,  0x3002,  0x201C,
    0x2026,  0x4E2D,  0x5C4A,  0x3007,  0x3021, 0x3005,  0x3006,  0xF900,  0x2F00,  0x2F800, 0x20000, 0x2EA8,  0x3038,
    0x30AB,  0x30CF,  0x30FC,  0x3099,  0x309A, 0x309B,  0x30A0,  0x3031,  0xFF76,  0xFF9E,  0xFF9F,  0xFF70,  0x304B,
    0x3094,  0x337B,  0x3231,  0x3297,  0x338F, 0x334D,  0x32FF,  0x1F202, 0x1F191, 0x24C2,  0x2122,  0x0E01,  0x0E33,
    0x0E31,  0x0E48,  0x0E53,  0x0EB3,  0x0E81, 0x1780,  0x17D2,  0x17B4,  0x1025,  0x102E,  0x1039,  0x1040,  0x1100,
    0x1161,  0x11A8,  0x1112,  0x1175,  0x11C2, 0xAC00,  0xAC01,  0xD7A3,  0x3131,  0xFFA1,  0xFFC2,  0xA960,  0x915,
    0x93C,   0x94D,   0x958,   0x9BE,   0x9C7,  0xB47,   0xB3E,   0xBF0,   0x110B9, 0x110BA, 0x11131, 0x11127, 0xF71,
    0xF72,   0xF73,   0x1F600, 0x1F3FB, 0x2764, 0x1F1E6, 0x1F1E7, 0xA9,    0x1F468, 0xFFFD,  0xE000,  0x378,   0x10FFFF,
    0x1E900, 0x10400, 0x01,    0x1F,    0x7F,   0x9F,    0x640,   0x7FA,   0xAC,    0x2010,  '-',     '\n',    0x431,
    'b',
};

static uint32_t random_point(uint64_t *state)
{
    for (;;) {
        uint64_t r = test_random(state);
        uint32_t c = (uint32_t)(r >> 32);
        switch (r % 16) {
        case 0:
            c %= 0x110000;
            break;
        case 1:
            c %= 0x3400;
            break;
        case 2:
            c = 0x4E00 + c % 0x5200;
            break;
        case 3:
        case 4:
            c %= 0x80;
            break;
        default:
            c = hard[c % (sizeof hard / sizeof *hard)];
            break;
        }
        if ((c < 0xD800 || c > 0xDFFF) && lt_fold_looks(c) == 0) { /* test_fold.c has words that look Latin */
            return c;
        }
    }
}

static uint8_t *to_utf8(const uint32_t *points, size_t count, size_t *ret_size)
{
    *ret_size = 0;
    uint8_t *text = u32_to_u8(points, count, NULL, ret_size);
    assert_non_null(text);
    return text;
}

static void print_points(const uint32_t *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf("U+%04X ", points[i]);
    }
    printf("\n");
}

static void print_tokens(const uint8_t *text, const uint32_t *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t begin = i > 0 ? ends[i - 1] : 0;
        printf("%.*s|", (int)(ends[i] - begin), (const char *)text + begin);
    }
    printf("\n");
}

static void random_text_folds_as_defined(void **state)
{
    (void)state;
    uint64_t random = test_seed(20261);
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(LT_FOLD_TEXT, test_lexicon(), &fold, NULL), 0);
    lt_tokens tokens = {0};
    unsigned failures = 0;
    for (unsigned round = 0; round < 150000 && failures < 5; round++) {
        uint32_t points[24];
        size_t count = 1 + test_random(&random) % (round % 3 == 0 ? 4 : 24);
        for (size_t i = 0; i < count; i++) {
            points[i] = random_point(&random);
        }
        size_t size;
        uint8_t *text = to_utf8(points, count, &size);
        tokens.count = tokens.text_size = 0;
        assert_int_equal(lt_fold_run(fold, text, size, 0, &tokens, NULL), 0);
        oracle_tokens wanted = oracle_fold(points, count);
        if (!oracle_same(&wanted, &tokens)) {
            failures++;
            print_points(points, count);
            printf("  got    ");
            print_tokens(tokens.text, tokens.text_ends, tokens.count);
            printf("  wanted ");
            print_tokens(wanted.text, wanted.ends, wanted.count);
        }
        oracle_free(&wanted);
        free(text);
    }
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    assert_int_equal(failures, 0);
}

static size_t random_text(uint64_t *random, uint8_t *ret_text, size_t limit)
{
    size_t size = 0;
    for (size_t count = test_random(random) % (limit / 4); count > 0; count--) {
        int length = u8_uctomb(ret_text + size, random_point(random), (ptrdiff_t)(limit - size));
        assert_true(length > 0);
        size += (size_t)length;
    }
    return size;
}

static bool folds_to_one(lt_fold *fold, const uint8_t *text, size_t size, uint32_t id, lt_tokens *scratch)
{
    scratch->count = scratch->text_size = 0;
    assert_int_equal(lt_fold_run(fold, text, size, 0, scratch, NULL), 0);
    return scratch->count == 1 && scratch->ids[0] == id;
}

static bool at_border(const uint8_t *text, size_t size, size_t at)
{
    return at == size || (at < size && (text[at] & 0xC0) != 0x80);
}

/* A span rises, splits no character, and is the shortest source text that folds to the token. Only tokens that share no
 * source character with another can be cut out alone. */
static void check_spans(lt_fold *fold, const uint8_t *text, size_t size, const lt_tokens *tokens, lt_tokens *scratch)
{
    for (size_t i = 0; i < tokens->count; i++) {
        size_t begin = tokens->begins[i];
        size_t end = tokens->ends[i];
        assert_true(begin < end && at_border(text, size, begin) && at_border(text, size, end));
        bool follows = i > 0 && tokens->ends[i - 1] > begin;
        bool precedes = i + 1 < tokens->count && tokens->begins[i + 1] < end;
        assert_true(i == 0 || (tokens->begins[i - 1] <= begin && tokens->ends[i - 1] <= end));
        if (follows || precedes) {
            continue;
        }
        size_t second = begin + 1;
        while (!at_border(text, size, second)) {
            second++;
        }
        size_t last = end - 1;
        while (!at_border(text, size, last)) {
            last--;
        }
        assert_true(folds_to_one(fold, text + begin, end - begin, tokens->ids[i], scratch));
        assert_false(folds_to_one(fold, text + second, end - second, tokens->ids[i], scratch));
        assert_false(folds_to_one(fold, text + begin, last - begin, tokens->ids[i], scratch));
    }
}

static void check_word(uint32_t id, const uint8_t *text, size_t size)
{
    size_t kept_size = 0;
    assert_true((id & LT_TOKEN_WORD) != 0);
    const uint8_t *kept = lt_lexicon_text(test_lexicon(), id & ~LT_TOKEN_WORD, &kept_size);
    assert_int_equal(kept_size, size);
    assert_memory_equal(kept, text, size);
}

/* With or without spans and text the tokens are the same; their text folds to themselves. */
static void spans_cut_their_tokens_out(void **state)
{
    (void)state;
    uint64_t random = test_seed(20262);
    lt_fold *folds[3] = {NULL, NULL, NULL};
    static const unsigned flags[3] = {LT_FOLD_SPANS, LT_FOLD_SPANS | LT_FOLD_TEXT, 0};
    lt_tokens tokens[3] = {{0}, {0}, {0}};
    lt_tokens scratch = {0};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(lt_fold_new(flags[i], test_lexicon(), &folds[i], NULL), 0);
    }
    for (unsigned round = 0; round < 60000; round++) {
        uint8_t text[96];
        size_t size = random_text(&random, text, sizeof text);
        for (int i = 0; i < 3; i++) {
            tokens[i].count = tokens[i].text_size = 0;
            assert_int_equal(lt_fold_run(folds[i], text, size, 0, &tokens[i], NULL), 0);
            assert_int_equal(tokens[i].count, tokens[0].count);
            assert_true(tokens[0].count == 0 ||
                        memcmp(tokens[i].ids, tokens[0].ids, tokens[0].count * sizeof *tokens[0].ids) == 0);
        }
        size_t begin = 0;
        for (size_t i = 0; i < tokens[1].count; i++) {
            size_t length = tokens[1].text_ends[i] - begin;
            ucs4_t first = 0;
            int read = u8_mbtouc(&first, tokens[1].text + begin, length);
            if ((size_t)read == length) {
                assert_int_equal(tokens[1].ids[i], first);
            } else {
                check_word(tokens[1].ids[i], tokens[1].text + begin, length);
            }
            assert_true(folds_to_one(folds[0], tokens[1].text + begin, length, tokens[1].ids[i], &scratch));
            begin += length;
        }
        check_spans(folds[0], text, size, &tokens[0], &scratch);
    }
    for (int i = 0; i < 3; i++) {
        lt_tokens_clear(&tokens[i]);
        lt_fold_free(folds[i]);
    }
    lt_tokens_clear(&scratch);
}

/* fold(A, line end, B) = fold(A) and fold(B): lines are folded apart or together as it pleases. */
static void lines_fold_apart(void **state)
{
    (void)state;
    static const char *const ends[] = {"\n", "\r", "\r\n", "\v", "\f", "\xC2\x85", "\u2028", "\u2029"};
    uint64_t random = test_seed(20263);
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(LT_FOLD_SPANS, test_lexicon(), &fold, NULL), 0);
    lt_tokens whole = {0};
    lt_tokens apart = {0};
    uint64_t joined = 0;
    unsigned broken = 0;
    for (unsigned round = 0; round < 60000; round++) {
        uint8_t text[200];
        const char *end = ends[round % 8];
        size_t first = random_text(&random, text, 90);
        size_t second = first;
        for (const char *byte = end; *byte != '\0'; byte++) {
            text[second++] = (uint8_t)*byte;
        }
        size_t size = second + random_text(&random, text + second, 90);
        whole.count = apart.count = 0;
        assert_int_equal(lt_fold_run(fold, text, size, 0, &whole, NULL), 0);
        lt_fold_seen between;
        lt_fold_seen seen;
        lt_fold_get_seen(fold, &between);
        assert_int_equal(lt_fold_run(fold, text, first, 0, &apart, NULL), 0);
        assert_int_equal(lt_fold_run(fold, text + second, size - second, (uint32_t)second, &apart, NULL), 0);
        lt_fold_get_seen(fold, &seen);
        uint64_t of_whole = between.joined - joined;
        bool is_broken = of_whole != seen.joined - between.joined; /* a word that the line's end breaks */
        joined = seen.joined;
        broken += is_broken;
        if (is_broken) {
            continue;
        }
        assert_int_equal(whole.count, apart.count);
        if (whole.count > 0) {
            assert_memory_equal(whole.ids, apart.ids, whole.count * sizeof *whole.ids);
            assert_memory_equal(whole.begins, apart.begins, whole.count * sizeof *whole.begins);
            assert_memory_equal(whole.ends, apart.ends, whole.count * sizeof *whole.ends);
        }
    }
    lt_tokens_clear(&whole);
    lt_tokens_clear(&apart);
    assert_in_range(broken, 1, 6000);
    lt_fold_free(fold);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_text_folds_as_defined),
        cmocka_unit_test(spans_cut_their_tokens_out),
        cmocka_unit_test(lines_fold_apart),
    };
    return cmocka_run_group_tests_name("fold_oracle", tests, NULL, NULL);
}

/* Unicode's own test files (Debian's unicode-data) against normalisation and word segmentation.
 *
 * The files are of Unicode 15.0, libunistring 1.0 is of 14.0: what differs for that reason is listed by name, and
 * nothing else may differ. */
#include "fold_oracle.h"

#include "text/fold.h"
#include "text/fold_normal.h"

#define UNICODE_FOLDER "/usr/share/unicode/"

/* Code points of Unicode 15.0 that Unicode 14.0 does not know, and that normalisation or segmentation sees. */
static const struct {
    uint32_t first, last;
    const char *name;
} newer[] = {
    {0x10EFD, 0x10EFF, "ARABIC SMALL LOW WORD SAKTA..MADDA (marks)"},
    {0x11F41, 0x11F42, "KAWI SIGN KILLER, KAWI CONJOINER (marks)"},
    {0x1E030, 0x1E06D, "MODIFIER LETTER CYRILLIC SMALL A..STRAIGHT U WITH STROKE (compatibility letters)"},
    {0x1E08F, 0x1E08F, "COMBINING CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I (mark)"},
    {0x1E4EC, 0x1E4EF, "NAG MUNDARI SIGN MUHOR..SUTUH (marks)"},
};

static bool is_newer(const uint32_t *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sizeof newer / sizeof *newer; k++) {
            if (points[i] >= newer[k].first && points[i] <= newer[k].last) {
                return true;
            }
        }
    }
    return false;
}

typedef struct points {
    uint32_t items[64];
    size_t count;
} points;

static points parse_points(const char *text, const char **ret_end)
{
    points parsed = {0};
    for (;;) {
        char *end;
        unsigned long value = strtoul(text, &end, 16);
        if (end == text) {
            break;
        }
        assert_true(parsed.count < 64);
        parsed.items[parsed.count++] = (uint32_t)value;
        text = end;
    }
    *ret_end = text;
    return parsed;
}

static points normal_of(const points *source)
{
    lt_fold_points list = {0};
    lt_fold_points scratch = {0};
    for (size_t i = 0; i < source->count; i++) {
        assert_int_equal(lt_fold_points_append(&list, source->items[i], (uint32_t)i, (uint32_t)i + 1, NULL), 0);
    }
    assert_int_equal(lt_fold_normalise(&list, &scratch, NULL), 0);
    points normal = {.count = list.count};
    assert_true(list.count <= 64);
    for (size_t i = 0; i < list.count; i++) {
        normal.items[i] = list.items[i].code_point;
        assert_true(list.items[i].begin < list.items[i].end && list.items[i].end <= source->count);
    }
    lt_fold_points_clear(&list);
    lt_fold_points_clear(&scratch);
    return normal;
}

static bool same_points(const points *a, const points *b)
{
    return a->count == b->count && memcmp(a->items, b->items, a->count * sizeof *a->items) == 0;
}

/* Tokens of `source`, at most 64. */
static points tokens_of(lt_fold *fold, const points *source)
{
    size_t size = 0;
    uint8_t *text = u32_to_u8(source->items, source->count, NULL, &size);
    assert_non_null(text);
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_run(fold, text, size, 0, &tokens, NULL), 0);
    points result = {.count = tokens.count};
    assert_true(tokens.count <= 64);
    if (tokens.count > 0) {
        memcpy(result.items, tokens.ids, tokens.count * sizeof *tokens.ids);
    }
    lt_tokens_clear(&tokens);
    free(text);
    return result;
}

static FILE *open_or_skip(const char *path, bool packed)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("no %s\n", path);
        skip();
    }
    if (packed) {
        fclose(file);
        char command[256];
        snprintf(command, sizeof command, "bzip2 -dc %s", path);
        file = popen(command, "r"); /* NOLINT: the path is a constant */
        assert_non_null(file);
    }
    return file;
}

/* NormalizationTest: the five columns of a line are compatibility equivalent, so they fold alike. */
static void equivalent_text_folds_alike(void **state)
{
    (void)state;
    FILE *file = open_or_skip(UNICODE_FOLDER "NormalizationTest.txt.bz2", true);
    lt_fold *fold = NULL;
    assert_int_equal(lt_fold_new(0, test_lexicon(), &fold, NULL), 0);
    char line[2000];
    unsigned lines = 0;
    unsigned known = 0;
    unsigned failures = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (strchr("#@\n", line[0]) != NULL) {
            continue;
        }
        const char *at = line;
        points first = {0};
        points first_tokens = {0};
        bool differs = false;
        bool excused = false;
        for (int column = 0; column < 5; column++) {
            points source = parse_points(at, &at);
            at++;
            points normal = normal_of(&source);
            points again = normal_of(&normal);
            points tokens = tokens_of(fold, &source);
            first = column == 0 ? normal : first;
            first_tokens = column == 0 ? tokens : first_tokens;
            excused |= is_newer(source.items, source.count);
            differs |=
                !same_points(&normal, &first) || !same_points(&again, &normal) || !same_points(&tokens, &first_tokens);
        }
        lines++;
        known += differs && excused;
        if (differs && !excused) {
            failures++;
            printf("%s", line);
        }
    }
    pclose(file);
    lt_fold_free(fold);
    printf("%u lines, %u differ because of Unicode 15.0\n", lines, known);
    assert_true(lines > 19000);
    assert_int_equal(failures, 0);
}

/* NFKC_CF of DerivedNormalizationProps, which is the definition of what one code point folds to. */
static void one_code_point_folds_as_unicode_says(void **state)
{
    (void)state;
    FILE *file = open_or_skip(UNICODE_FOLDER "DerivedNormalizationProps.txt", false);
    points *wanted = calloc(0x110000, sizeof *wanted);
    assert_non_null(wanted);
    for (uint32_t c = 0; c < 0x110000; c++) {
        wanted[c] = (points){{c}, 1};
    }
    char line[2000];
    unsigned mapped = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        char *at = strstr(line, "; NFKC_CF;");
        if (line[0] == '#' || at == NULL) {
            continue;
        }
        char *end;
        uint32_t first = (uint32_t)strtoul(line, &end, 16);
        uint32_t last = strncmp(end, "..", 2) == 0 ? (uint32_t)strtoul(end + 2, NULL, 16) : first;
        const char *rest;
        points target = parse_points(at + 10, &rest);
        for (uint32_t c = first; c <= last; c++) {
            wanted[c] = target;
            mapped++;
        }
    }
    fclose(file);
    unsigned known = 0;
    unsigned failures = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        points source = {{c}, 1};
        points normal = normal_of(&source);
        points visible = {0};
        for (size_t i = 0; i < normal.count; i++) {
            if (!uc_is_property_default_ignorable_code_point(normal.items[i])) {
                visible.items[visible.count++] = normal.items[i];
            }
        }
        if (!same_points(&visible, &wanted[c])) {
            known += is_newer(&c, 1);
            failures += !is_newer(&c, 1);
            if (!is_newer(&c, 1)) {
                printf("U+%04X\n", c);
            }
        }
    }
    free(wanted);
    printf("%u mapped code points, %u differ because of Unicode 15.0\n", mapped, known);
    assert_true(mapped > 10000);
    assert_int_equal(failures, 0);
}

/* A line of WordBreakTest: code points between ÷ (break) and × (none). breaks[i]: before code point i. */
static points parse_breaks(const char *line, char *ret_breaks)
{
    points source = {0};
    for (const char *at = line; *at != '#' && *at != '\0';) {
        if (strncmp(at, "÷", 2) == 0 || strncmp(at, "×", 2) == 0) {
            ret_breaks[source.count] = strncmp(at, "÷", 2) == 0;
            at += 2;
            continue;
        }
        char *end;
        unsigned long value = strtoul(at, &end, 16);
        if (end == at) {
            at++;
            continue;
        }
        source.items[source.count++] = (uint32_t)value;
        at = end;
    }
    return source;
}

/* WordBreakTest: tokens are those of the segments that Unicode's file gives; and libunistring, on which the oracle of
 * random text stands, cuts as the file does, breaks between characters that are no tokens included. */
static void words_are_cut_as_unicode_says(void **state)
{
    (void)state;
    FILE *file = open_or_skip(UNICODE_FOLDER "auxiliary/WordBreakTest.txt", false);
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_new(LT_FOLD_TEXT, test_lexicon(), &fold, NULL), 0);
    char line[4000];
    unsigned lines = 0;
    unsigned failures = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#' || line[0] == '\n') {
            continue;
        }
        char breaks[65] = {0};
        char library[65] = {0};
        points source = parse_breaks(line, breaks);
        u32_wordbreaks(source.items, source.count, library);
        bool differs = memcmp(breaks + 1, library + 1, source.count - 1) != 0;
        points mapped = {.count = source.count};
        for (size_t i = 0; i < source.count; i++) {
            size_t length = 0;
            source.items[i] =
                source.items[i] == 1 ? '!' : source.items[i]; /* as Other as a control, which is seen through */
            uint32_t *one = oracle_map(source.items[i], &length);
            assert_int_equal(length, 1); /* so that the file's breaks are those of the folded text */
            mapped.items[i] = *one;
            free(one);
        }
        oracle_tokens wanted = {0};
        oracle_cut(&wanted, mapped.items, mapped.count, breaks);
        size_t size = 0;
        uint8_t *text = u32_to_u8(source.items, source.count, NULL, &size);
        assert_non_null(text);
        tokens.count = tokens.text_size = 0;
        assert_int_equal(lt_fold_run(fold, text, size, 0, &tokens, NULL), 0);
        differs |= !oracle_same(&wanted, &tokens);
        free(text);
        oracle_free(&wanted);
        lines++;
        if (differs) {
            failures++;
            printf("%s", line);
        }
    }
    fclose(file);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    printf("%u lines\n", lines);
    assert_true(lines > 1800);
    assert_int_equal(failures, 0);
}

int main(void)
{
    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++) {
        printf("new in Unicode 15.0: U+%04X..U+%04X %s\n", newer[i].first, newer[i].last, newer[i].name);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equivalent_text_folds_alike),
        cmocka_unit_test(one_code_point_folds_as_unicode_says),
        cmocka_unit_test(words_are_cut_as_unicode_says),
    };
    return cmocka_run_group_tests_name("fold_unicode", tests, NULL, NULL);
}

/* adapted pairs and swaps, through the public scan: documents of one form with words put in by lot; the rows are those
 * that follow from what was put in, by the definition (FORMATS.md, adapted.jsonl and swaps.jsonl), and every place says
 * so. */
#include "test.h"

#include "leitong/leitong.h"

#include <stdbool.h>

#define DOCUMENTS 9
#define KINDS 2
#define WORDS 3
#define STRETCH 40 /* letters between two words */

#define COUNTY_PLACES 3

static const unsigned places_of[KINDS] = {3, 2};

typedef struct made {
    char id[8];
    char text[4096];
    unsigned word[KINDS];
    const char *date; /* or NULL */
} made;

static size_t put_letter(char *to, uint32_t letter)
{
    to[0] = (char)(0xE0 | letter >> 12);
    to[1] = (char)(0x80 | (letter >> 6 & 0x3F));
    to[2] = (char)(0x80 | (letter & 0x3F));
    return 3;
}

/* A place that stands nowhere else. */
static size_t put_word(char *to, unsigned kind, unsigned word)
{
    static const char *const places[KINDS][WORDS] = {{"烟台", "湛江", "深圳"}, {"盐城", "龙泉", "杭州"}};
    memcpy(to, places[kind][word], 6);
    return 6;
}

/* A place of each document's own, twice: so each is adapted from each. */
static const char *const counties[DOCUMENTS] = {"沅江", "桃源", "灵川", "京山", "钟祥", "阳朔", "登封", "江阴", "宜兴"};

static size_t put_place(char *to, size_t number)
{
    return (size_t)sprintf(to, "，%s县，", counties[number]); /* NOLINT: there is room */
}

/* Letters that are all different, with a word of each kind put in here and there: 0 1 0 1 0; and the place. */
static void make(made *document, size_t number)
{
    uint32_t letter = 0x9100;
    size_t size = 0;
    unsigned words = places_of[0] + places_of[1];
    for (unsigned p = 0; p <= words; p++) {
        for (unsigned i = 0; i < STRETCH; i++) {
            size += put_letter(document->text + size, letter++);
            size += i == STRETCH / 2 && p % 2 != 0 ? put_place(document->text + size, number) : 0;
        }
        size += p < words ? put_word(document->text + size, p % 2, document->word[p % 2]) : 0;
    }
    document->text[size] = '\0';
}

static leitong_result *scan_of(const made *documents, size_t count)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_result *result = NULL;
    options.jobs = 2;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        leitong_document document = {.id = documents[i].id,
                                     .path = documents[i].id,
                                     .bytes = (const uint8_t *)documents[i].text,
                                     .size = strlen(documents[i].text),
                                     .encoding = "utf-8",
                                     .date = documents[i].date};
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
    }
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_scan_free(scan);
    return result;
}

/* Of two documents with these dates, whether `a` is told to be the source, `b`, or (0) neither. */
static int source_of(const made *a, const made *b)
{
    return a->date == NULL || b->date == NULL ? 0 : strcmp(b->date, a->date);
}

/* All documents are adapted from one another: in each pair the county is exchanged, and the words that differ. */
static void check_pairs(const leitong_result *result, const made *documents, size_t count)
{
    size_t rows;
    const leitong_result_adapted *row = leitong_result_adapted_pairs(result, &rows);
    assert_int_equal(rows, count * (count - 1) / 2);
    for (size_t a = 0; a < count; a++) {
        for (size_t b = a + 1; b < count; b++, row++) {
            int order = source_of(&documents[a], &documents[b]);
            uint64_t swaps = 1;
            uint64_t places = COUNTY_PLACES;
            for (unsigned kind = 0; kind < KINDS; kind++) {
                bool differs = documents[a].word[kind] != documents[b].word[kind];
                swaps += differs;
                places += differs ? places_of[kind] : 0;
            }
            assert_int_equal(row->document_a, a);
            assert_int_equal(row->document_b, b);
            assert_int_equal(row->swaps, swaps);
            assert_int_equal(row->places, places);
            assert_int_equal(row->left_behind, 0);
            assert_int_equal(row->by, LEITONG_ADAPTED_SWAPS);
            assert_int_equal(row->copy,
                             order == 0 ? LEITONG_COPY_UNKNOWN : (order > 0 ? LEITONG_COPY_B : LEITONG_COPY_A));
            assert_int_equal(row->copy_by, order == 0 ? LEITONG_COPY_BY_NOTHING : LEITONG_COPY_BY_DATES);
            assert_true(row->matched > 2 * STRETCH);
        }
    }
}

/* How many pairs exchange `from` for `to` of a kind; without dates, either for the other. */
static unsigned pairs_of(const made *documents, size_t count, unsigned kind, unsigned from, unsigned to)
{
    unsigned pairs = 0;
    for (size_t a = 0; a < count; a++) {
        for (size_t b = 0; b < count; b++) {
            bool words = documents[a].word[kind] == from && documents[b].word[kind] == to;
            int order = source_of(&documents[a], &documents[b]);
            pairs += a != b && words && order >= 0;
        }
    }
    return pairs;
}

/* The row of two names, or NULL; there is one at most. */
static const leitong_result_swap *row_of(const leitong_result *result, const char *from, const char *to)
{
    size_t count;
    const leitong_result_swap *swaps = leitong_result_swaps(result, &count);
    const leitong_result_swap *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(swaps[i].from, from) == 0 && strcmp(swaps[i].to, to) == 0) {
            assert_null(found);
            found = &swaps[i];
        }
    }
    return found;
}

/* Each place says the names, and stands once and in order. */
static void check_places(const leitong_result *result, const leitong_result_swap *row, const made *documents)
{
    size_t count;
    const leitong_result_swap_place *places = leitong_result_swap_places(result, &count) + row->place_begin;
    for (size_t i = 0; i < row->place_count; i++) {
        const leitong_span *a = &places[i].a;
        const leitong_span *b = &places[i].b;
        assert_memory_equal(documents[a->document].text + a->begin, row->from, strlen(row->from));
        assert_memory_equal(documents[b->document].text + b->begin, row->to, strlen(row->to));
        assert_int_equal(a->end - a->begin, strlen(row->from));
        assert_int_equal(b->end - b->begin, strlen(row->to));
        assert_true(!row->directed || source_of(&documents[a->document], &documents[b->document]) > 0);
        if (i > 0) {
            const leitong_span *last = &places[i - 1].a;
            bool same = last->document == a->document && last->begin == a->begin;
            assert_true(last->document < a->document || (last->document == a->document && last->begin <= a->begin));
            assert_true(!same || places[i - 1].b.document < b->document);
        }
    }
}

/* The rows of the words put in. Returns how many are owed. */
static size_t check_words(const leitong_result *result, const made *documents, size_t count, bool dated)
{
    size_t owed = 0;
    for (unsigned i = 0; i < KINDS * WORDS * WORDS; i++) {
        unsigned kind = i / (WORDS * WORDS);
        unsigned word = i / WORDS % WORDS;
        unsigned other = i % WORDS;
        char from[8] = {0};
        char to[8] = {0};
        unsigned pairs = pairs_of(documents, count, kind, word, other);
        put_word(from, kind, word);
        put_word(to, kind, other);
        if (word == other || (!dated && other < word)) {
            continue;
        }
        const leitong_result_swap *row = row_of(result, from, to);
        if (!dated) { /* one row, either way round */
            const leitong_result_swap *turned = row_of(result, to, from);
            assert_true(row == NULL || turned == NULL);
            row = row != NULL ? row : turned;
        }
        assert_int_equal(row != NULL, pairs > 0);
        if (row != NULL) {
            assert_int_equal(row->pairs, pairs);
            assert_int_equal(row->place_count, pairs * places_of[kind]);
            assert_int_equal(row->directed != 0, dated);
            assert_int_equal(row->kind, LEITONG_KIND_PLACE);
            check_places(result, row, documents);
        }
        owed += pairs > 0;
    }
    return owed;
}

static void rows_are_what_was_put_in(void **state)
{
    static const char *const dates[DOCUMENTS] = {"2019-03", "2015-01-02", "2021",       "2018-07", "2014",
                                                 "2016",    "2020-12",    "2017-05-01", "2022"};
    (void)state;
    uint64_t seed = test_seed(1);
    size_t words = 0;
    for (unsigned round = 0; round < 40; round++) {
        made documents[DOCUMENTS];
        size_t count = 3 + test_random(&seed) % (DOCUMENTS - 2);
        size_t swap_count;
        uint64_t last = UINT64_MAX;
        for (size_t d = 0; d < count; d++) {
            snprintf(documents[d].id, sizeof documents[d].id, "%zu", d);
            for (unsigned kind = 0; kind < KINDS; kind++) {
                documents[d].word[kind] = (unsigned)(test_random(&seed) % WORDS);
            }
            documents[d].date = round % 2 != 0 ? dates[d] : NULL;
            make(&documents[d], d);
        }
        leitong_result *result = scan_of(documents, count);
        check_pairs(result, documents, count);
        size_t owed = check_words(result, documents, count, round % 2 != 0);
        const leitong_result_swap *swaps = leitong_result_swaps(result, &swap_count);
        assert_int_equal(swap_count, owed + count * (count - 1) / 2); /* and the counties, all different */
        for (size_t s = 0; s < swap_count; s++) {
            assert_true(swaps[s].place_count <= last); /* those with most places first */
            last = swaps[s].place_count;
        }
        words += owed;
        leitong_result_free(result);
    }
    assert_true(words > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_was_put_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

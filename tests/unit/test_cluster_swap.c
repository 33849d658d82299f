/* cluster swaps, through the public scan: documents of one form with words put in by lot; the rows of their cluster are
 * those that follow from what was put in, by the definition (FORMATS.md, swaps.jsonl), and every place says so. */
#include "test.h"

#include "leitong/leitong.h"

#include <stdbool.h>

#define DOCUMENTS 9
#define KINDS 2
#define WORDS 3
#define STRETCH 40 /* letters between two words */
#define END 150    /* more before the first and behind the last */

static const unsigned places_of[KINDS] = {3, 2};

typedef struct made {
    char id[8];
    char text[4096];
    unsigned word[KINDS];
    bool headless, tailless;
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
    static const char *const places[KINDS][WORDS] = {{"丽水", "湛江", "深圳"}, {"桃江", "龙泉", "杭州"}};
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
    for (unsigned i = 0; i < END; i++, letter++) {
        size += document->headless ? 0 : put_letter(document->text + size, letter);
    }
    for (unsigned p = 0; p <= words; p++) {
        for (unsigned i = 0; i < STRETCH; i++) {
            size += put_letter(document->text + size, letter++);
            size += i == STRETCH / 2 && p % 2 != 0 ? put_place(document->text + size, number) : 0;
        }
        size += p < words ? put_word(document->text + size, p % 2, document->word[p % 2]) : 0;
    }
    for (unsigned i = 0; i < END; i++, letter++) {
        size += document->tailless ? 0 : put_letter(document->text + size, letter);
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
                                     .encoding = "utf-8"};
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
    }
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_scan_free(scan);
    return result;
}

/* The cluster of documents; all are in it. Returns the number of its medoid among them. */
static uint32_t medoid_of(const leitong_result *result, size_t count, size_t *ret_cluster)
{
    size_t clusters;
    size_t members;
    const leitong_result_cluster *cluster = leitong_result_clusters(result, &clusters);
    const leitong_result_member *member = leitong_result_members(result, &members);
    size_t found = clusters;
    for (size_t i = 0; i < clusters; i++) {
        if (cluster[i].unit == LEITONG_UNIT_DOCUMENT) {
            assert_int_equal(found, clusters); /* one alone */
            found = i;
        }
    }
    assert_true(found < clusters);
    assert_int_equal(cluster[found].member_count, count);
    *ret_cluster = found;
    return member[cluster[found].member_begin + cluster[found].medoid].span.document;
}

/* A row's places: `from` in the medoid, `to` in a member that has that word; each of its places once. */
static void check_places(const leitong_result *result, const leitong_result_swap *row, const made *documents,
                         uint32_t medoid)
{
    size_t count;
    const leitong_result_swap_place *places = leitong_result_swap_places(result, &count);
    assert_int_equal(row->place_count, row->count);
    for (size_t i = 0; i < row->place_count; i++) {
        const leitong_result_swap_place *place = &places[row->place_begin + i];
        assert_int_equal(place->a.document, medoid);
        assert_int_not_equal(place->b.document, medoid);
        assert_memory_equal(documents[medoid].text + place->a.begin, row->from, strlen(row->from));
        assert_memory_equal(documents[place->b.document].text + place->b.begin, row->to, strlen(row->to));
        assert_int_equal(place->b.end - place->b.begin, strlen(row->to));
        for (size_t o = 0; o < i; o++) {
            const leitong_result_swap_place *other = &places[row->place_begin + o];
            assert_false(other->b.document == place->b.document && other->b.begin == place->b.begin);
        }
    }
}

/* How many members have another word of this kind than the medoid: `word`. */
static unsigned members_with(const made *documents, size_t count, uint32_t medoid, unsigned kind, unsigned word)
{
    unsigned members = 0;
    for (size_t d = 0; d < count; d++) {
        members += documents[d].word[kind] == word && documents[medoid].word[kind] != word;
    }
    return members;
}

static void rows_are_what_two_members_share(void **state)
{
    (void)state;
    uint64_t seed = test_seed(1);
    unsigned rows = 0;
    for (unsigned round = 0; round < 40; round++) {
        made documents[DOCUMENTS];
        size_t count = 3 + test_random(&seed) % (DOCUMENTS - 2);
        for (size_t d = 0; d < count; d++) {
            snprintf(documents[d].id, sizeof documents[d].id, "%zu", d);
            for (unsigned kind = 0; kind < KINDS; kind++) {
                documents[d].word[kind] = (unsigned)(test_random(&seed) % WORDS);
            }
            /* These two are no neighbours of each other: the medoid, which has most, is another. */
            documents[d].headless = round % 2 != 0 && d == 0;
            documents[d].tailless = round % 2 != 0 && d + 1 == count;
            make(&documents[d], d);
        }
        leitong_result *result = scan_of(documents, count);
        size_t cluster;
        uint32_t medoid = medoid_of(result, count, &cluster);
        assert_true(round % 2 == 0 || (medoid != 0 && medoid + 1 != count));
        size_t swap_count;
        const leitong_result_swap *swaps = leitong_result_swaps(result, &swap_count);
        size_t owed = 0;
        size_t found = 0;
        uint64_t last = UINT64_MAX;
        for (unsigned kind = 0; kind < KINDS; kind++) {
            for (unsigned word = 0; word < WORDS; word++) {
                unsigned members = members_with(documents, count, medoid, kind, word);
                char from[8] = {0};
                char to[8] = {0};
                put_word(from, kind, documents[medoid].word[kind]);
                put_word(to, kind, word);
                owed += members >= 2;
                for (size_t s = 0; s < swap_count; s++) {
                    if (swaps[s].cluster != LEITONG_NO_CLUSTER && strcmp(swaps[s].from, from) == 0 &&
                        strcmp(swaps[s].to, to) == 0) {
                        assert_true(members >= 2);
                        assert_int_equal(swaps[s].count, members * places_of[kind]);
                    }
                }
            }
        }
        for (size_t s = 0; s < swap_count; s++) {
            if (swaps[s].cluster == LEITONG_NO_CLUSTER) {
                continue;
            }
            assert_int_equal(swaps[s].cluster, cluster);
            assert_int_equal(swaps[s].document_a, LEITONG_NO_DOCUMENT);
            assert_int_equal(swaps[s].document_b, LEITONG_NO_DOCUMENT);
            assert_true(swaps[s].count <= last); /* the weightiest first */
            last = swaps[s].count;
            check_places(result, &swaps[s], documents, medoid);
            found++;
        }
        assert_int_equal(found, owed);
        rows += (unsigned)owed;
        leitong_result_free(result);
    }
    assert_true(rows > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_two_members_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

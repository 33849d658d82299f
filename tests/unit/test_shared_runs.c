/* shared_runs: clusters of documents are those of a definition that knows no ids. The oracle compares windows of 13
 * letters letter by letter: two documents share a window where both have it and it has at most 16 places, or where one
 * of them is among the first 16 documents, by their hash, that have it. */
#include "test.h"

#include "leitong/leitong.h"

#include <stdbool.h>

enum { DOCUMENTS = 60, SENTENCES = 16, LETTERS = 20, RUN = 13, HOT = 16, FIRST = 16, MOST = SENTENCES * LETTERS };

typedef struct texts {
    char text[DOCUMENTS][MOST * 3 + SENTENCES + 1]; /* as it is read: a sentence a line */
    uint16_t letters[DOCUMENTS][MOST];
    unsigned tokens[DOCUMENTS];
    uint64_t hashes[DOCUMENTS];
} texts;

static void put(texts *t, unsigned document, uint16_t letter)
{
    char *to = t->text[document] + strlen(t->text[document]);
    to[0] = (char)(0xE0 | letter >> 12);
    to[1] = (char)(0x80 | (letter >> 6 & 0x3F));
    to[2] = (char)(0x80 | (letter & 0x3F));
    t->letters[document][t->tokens[document]++] = letter;
}

/* Documents are versions of few: the sentences of one, some exchanged for those of a pool, some letters changed, and
 * one sentence of their own, so that no two are the same. */
static void make(texts *t, uint64_t *seed)
{
    static uint16_t pool[80][LETTERS];
    unsigned origins = 2 + (unsigned)(test_random(seed) % 12);
    unsigned exchanged = (unsigned)(test_random(seed) % 8);
    unsigned changed = (unsigned)(test_random(seed) % 6);
    memset(t, 0, sizeof *t);
    for (unsigned i = 0; i < 80; i++) {
        for (unsigned l = 0; l < LETTERS; l++) {
            pool[i][l] = (uint16_t)(0x5000 + test_random(seed) % 3000);
        }
    }
    for (unsigned d = 0; d < DOCUMENTS; d++) {
        unsigned origin = (unsigned)(test_random(seed) % origins);
        unsigned sentences = SENTENCES - (unsigned)(test_random(seed) % 5);
        for (unsigned s = 0; s < sentences; s++) {
            bool other = test_random(seed) % 24 < exchanged;
            const uint16_t *from = pool[other ? test_random(seed) % 80 : (origin * 7 + s * 3) % 80];
            for (unsigned l = 0; l < LETTERS; l++) {
                bool change = s == 3 || test_random(seed) % 256 < changed;
                put(t, d, change ? (uint16_t)(0x5000 + test_random(seed) % 3000) : from[l]);
            }
            strcat(t->text[d], "\n"); /* NOLINT: there is room */
        }
    }
}

static leitong_result *scan_of(const texts *t, const unsigned *ids)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_scan *scan;
    leitong_result *result;
    options.templates = options.names = 0;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    for (unsigned d = 0; d < DOCUMENTS; d++) {
        char id[8];
        snprintf(id, sizeof id, "%02u", ids[d]);
        leitong_document document = {.id = id, .bytes = (const uint8_t *)t->text[d], .size = strlen(t->text[d])};
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
    }
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_scan_free(scan);
    return result;
}

/* ret_cluster[document]: the least document of its cluster, or DOCUMENTS. */
static unsigned clusters_of(const leitong_result *result, const unsigned *ids, unsigned *ret_cluster)
{
    unsigned of_id[DOCUMENTS];
    size_t count;
    size_t clusters;
    unsigned found = 0;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    const leitong_result_cluster *rows = leitong_result_clusters(result, &clusters);
    const leitong_result_member *members = leitong_result_members(result, &count);
    for (unsigned d = 0; d < DOCUMENTS; d++) {
        of_id[ids[d]] = d;
        ret_cluster[d] = DOCUMENTS;
    }
    for (size_t c = 0; c < clusters; c++) {
        unsigned least = DOCUMENTS;
        for (int turn = 0; rows[c].unit == LEITONG_UNIT_DOCUMENT && turn < 2; turn++) {
            for (size_t m = 0; m < rows[c].member_count; m++) {
                uint32_t row = members[rows[c].member_begin + m].span.document;
                unsigned d = of_id[strtoul(documents[row].id, NULL, 10)];
                least = turn == 0 && d < least ? d : least;
                ret_cluster[d] = turn == 1 ? least : ret_cluster[d];
            }
        }
        found += rows[c].unit == LEITONG_UNIT_DOCUMENT;
    }
    return found;
}

static void hashes_of(texts *t, const leitong_result *result, const unsigned *ids)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    for (unsigned d = 0; d < DOCUMENTS; d++) {
        for (size_t r = 0; r < count; r++) {
            t->hashes[d] = strtoul(documents[r].id, NULL, 10) == ids[d] ? documents[r].hash[0] : t->hashes[d];
        }
    }
}

typedef struct window {
    const uint16_t *letters;
    unsigned document, at;
} window;

static int by_letters(const void *left, const void *right)
{
    return memcmp(((const window *)left)->letters, ((const window *)right)->letters, RUN * sizeof(uint16_t));
}

/* Whether a window in `places` tells that its documents p and q share it. */
static bool shares(const texts *t, const window *places, size_t count, unsigned p, unsigned q)
{
    bool in[DOCUMENTS] = {false};
    unsigned before[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        in[places[i].document] = true;
    }
    for (unsigned d = 0; d < DOCUMENTS; d++) {
        before[0] += in[d] && t->hashes[d] < t->hashes[p];
        before[1] += in[d] && t->hashes[d] < t->hashes[q];
    }
    return in[p] && in[q] && (count <= HOT || before[0] < FIRST || before[1] < FIRST);
}

static bool covered[DOCUMENTS][DOCUMENTS][MOST]; /* of the first document, by windows that the second has */

static void cover(const texts *t)
{
    static window windows[DOCUMENTS * MOST];
    size_t count = 0;
    memset(covered, 0, sizeof covered);
    for (unsigned d = 0; d < DOCUMENTS; d++) {
        for (unsigned at = 0; at + RUN <= t->tokens[d]; at++) {
            windows[count++] = (window){t->letters[d] + at, d, at};
        }
    }
    qsort(windows, count, sizeof *windows, by_letters);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && by_letters(&windows[begin], &windows[end]) == 0; end++) {
        }
        for (size_t i = begin; i < end; i++) {
            unsigned p = windows[i].document;
            for (unsigned q = 0; q < DOCUMENTS; q++) {
                if (p != q && shares(t, windows + begin, end - begin, p, q)) {
                    memset(&covered[p][q][windows[i].at], 1, RUN);
                }
            }
        }
    }
}

static bool linked(const texts *t, unsigned p, unsigned q)
{
    unsigned shared[2] = {0, 0};
    for (unsigned i = 0; i < MOST; i++) {
        shared[0] += covered[p][q][i];
        shared[1] += covered[q][p][i];
    }
    unsigned least = shared[0] < shared[1] ? shared[0] : shared[1];
    unsigned smaller = t->tokens[p] < t->tokens[q] ? t->tokens[p] : t->tokens[q];
    return 10 * least >= 7 * smaller;
}

static void oracle_clusters(const texts *t, unsigned *ret_cluster)
{
    static bool links[DOCUMENTS][DOCUMENTS];
    unsigned degrees[DOCUMENTS] = {0};
    bool taken[DOCUMENTS] = {false};
    cover(t);
    for (unsigned p = 0; p < DOCUMENTS; p++) {
        ret_cluster[p] = DOCUMENTS;
        for (unsigned q = 0; q < DOCUMENTS; q++) {
            links[p][q] = p != q && linked(t, p, q);
            degrees[p] += links[p][q];
        }
    }
    for (;;) {
        unsigned medoid = DOCUMENTS;
        for (unsigned d = 0; d < DOCUMENTS; d++) {
            bool better = medoid == DOCUMENTS || degrees[d] > degrees[medoid] ||
                          (degrees[d] == degrees[medoid] && t->hashes[d] < t->hashes[medoid]);
            medoid = !taken[d] && better ? d : medoid;
        }
        if (medoid == DOCUMENTS) {
            return;
        }
        unsigned least = medoid;
        unsigned size = 1;
        for (unsigned d = DOCUMENTS; d-- > 0;) {
            size += links[medoid][d] && !taken[d] && d != medoid;
            least = links[medoid][d] && !taken[d] && d < least ? d : least;
        }
        for (unsigned d = 0; d < DOCUMENTS; d++) {
            if (!taken[d] && (d == medoid || links[medoid][d])) {
                taken[d] = true;
                ret_cluster[d] = size > 1 ? least : DOCUMENTS;
            }
        }
    }
}

static void clusters_of_documents_know_no_ids(void **state)
{
    uint64_t seed = test_seed(1);
    unsigned found = 0;
    (void)state;
    for (int round = 0; round < 16; round++) {
        static texts t;
        unsigned clusters[2][DOCUMENTS];
        unsigned expected[DOCUMENTS];
        make(&t, &seed);
        for (int turn = 0; turn < 2; turn++) {
            unsigned ids[DOCUMENTS];
            for (unsigned d = 0; d < DOCUMENTS; d++) {
                unsigned other = turn == 0 ? d : (unsigned)(test_random(&seed) % (d + 1));
                ids[d] = d;
                ids[d] = ids[other];
                ids[other] = d;
            }
            leitong_result *result = scan_of(&t, ids);
            hashes_of(&t, result, ids);
            found += clusters_of(result, ids, clusters[turn]);
            leitong_result_free(result);
        }
        oracle_clusters(&t, expected);
        assert_memory_equal(clusters[0], clusters[1], sizeof clusters[0]);
        assert_memory_equal(clusters[0], expected, sizeof expected);
    }
    printf("%u clusters\n", found);
    assert_true(found > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(clusters_of_documents_know_no_ids)};
    return cmocka_run_group_tests_name("shared_runs", tests, NULL, NULL);
}

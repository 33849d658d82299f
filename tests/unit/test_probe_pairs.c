/* A probe's pairs of paragraphs in crowds: many near copies, in the index and in the submission, against the rule
 * (probe_oracle.h), in memory and on disk; and how much is compared. */
#include "test.h"

#include "engine/index_handle.h"
#include "engine/probe.h"
#include "probe_oracle.h"

#include <unistd.h>

enum { CROWD = 160, WORDING = 70, TEXT = 1 << 19 };

typedef struct crowd {
    leitong_document documents[CROWD + 1];
    char ids[CROWD + 1][24];
    char *texts[CROWD + 1];
    size_t count;
} crowd;

static void put(char *text, size_t *size, uint32_t code)
{
    assert_true(*size + 4 < TEXT);
    text[(*size)++] = (char)(0xE0 | code >> 12);
    text[(*size)++] = (char)(0x80 | (code >> 6 & 0x3F));
    text[(*size)++] = (char)(0x80 | (code & 0x3F));
}

/* A line of wording number `number`, with up to `edits` letters of it changed. */
static void put_line(char *text, size_t *size, uint64_t number, uint64_t edits, uint64_t *seed)
{
    uint64_t letters = number * 7919 + 3;
    uint64_t at[4] = {WORDING, WORDING, WORDING, WORDING};
    for (uint64_t i = 0; i < edits; i++) {
        at[i] = test_random(seed) % WORDING;
    }
    for (uint64_t i = 0; i < WORDING; i++) {
        uint32_t code = 0x4E00 + (uint32_t)(test_random(&letters) % 4000);
        bool edited = i == at[0] || i == at[1] || i == at[2] || i == at[3];
        put(text, size, edited ? 0x6000 + (uint32_t)(test_random(seed) % 500) : code);
    }
    text[(*size)++] = '\n';
}

static void crowd_add(crowd *c, const char *id, char *text, size_t size)
{
    snprintf(c->ids[c->count], sizeof c->ids[0], "%s", id);
    c->texts[c->count] = text;
    c->documents[c->count] = (leitong_document){.id = c->ids[c->count],
                                                .path = c->ids[c->count],
                                                .bytes = (const uint8_t *)text,
                                                .size = size,
                                                .encoding = "utf-8"};
    c->count++;
}

static void crowd_free(crowd *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->texts[i]);
    }
}

/* Documents of near and exact copies of two wordings; the last is the submission. */
static void crowd_make(crowd *c, size_t count, size_t own, uint64_t *seed)
{
    *c = (crowd){.count = 0};
    for (size_t d = 0; d <= count; d++) {
        char id[24];
        char *text = malloc(TEXT);
        size_t size = 0;
        size_t lines = d == count ? own : 3 + test_random(seed) % 4;
        assert_non_null(text);
        for (size_t i = 0; i < lines; i++) {
            put_line(text, &size, test_random(seed) % 2, test_random(seed) % 5, seed);
            for (uint64_t again = test_random(seed) % 4; again == 0 && i + 1 < lines; again++, i++) {
                put_line(text, &size, 5 + test_random(seed) % 3, 0, seed);
            }
        }
        snprintf(id, sizeof id, "%llu-%zu", (unsigned long long)(test_random(seed) % 100), d);
        crowd_add(c, id, text, size);
    }
}

static leitong_scan_options line_options(double threshold)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    options.jobs = 1;
    options.threshold = threshold;
    options.paragraph = LEITONG_PARAGRAPH_LINE;
    return options;
}

static lt_probe_found probe_in_memory(const view_corpus *v, const leitong_document *document)
{
    lt_probe_options options = {.stock = 8, .passages = true};
    lt_probe_found found = {0};
    leitong_error error = {0};
    if (lt_probe_run(&v->view, document, &options, &found, &error) != 0) {
        fail_msg("%s", error.message);
    }
    return found;
}

static uint64_t crowded(const leitong_result *result)
{
    size_t count;
    uint64_t sum = 0;
    const leitong_result_skip *skips = leitong_result_skips(result, &count);
    for (size_t i = 0; i < count; i++) {
        sum += strcmp(skips[i].reason, "crowded") == 0 ? skips[i].count : 0;
    }
    return sum;
}

static void crowds_go_by_the_rule(void **state)
{
    (void)state;
    uint64_t seed = test_seed(31);
    uint64_t without_row = 0;
    size_t pair_rows = 0;
    for (int round = 0; round < 6; round++) {
        static crowd c;
        view_corpus index;
        view_corpus all;
        leitong_scan_options options = line_options(round % 3 == 0 ? 0.7 : round % 3 == 1 ? 0.85 : 0.95);
        crowd_make(&c, CROWD, round < 3 ? 90 : 20, &seed);
        view_open(&index, c.documents, CROWD, &options);
        view_open(&all, c.documents, CROWD + 1, &options);
        lt_probe_found found = probe_in_memory(&index, &c.documents[CROWD]);
        pair_rows += oracle_compare(&all, found.result, c.ids[CROWD]);
        without_row += crowded(found.result);
        leitong_result_free(found.result);
        view_close(&index);
        view_close(&all);
        crowd_free(&c);
    }
    printf("%zu rows, %llu paragraphs crowded out\n", pair_rows, (unsigned long long)without_row);
    assert_true(pair_rows > 300 && without_row > 0);
}

/* Documents that go leave no gap: those behind them come forward. Segments, removals and merging show nowhere. */
static void an_index_on_disk_goes_by_it_too(void **state)
{
    (void)state;
    uint64_t seed = test_seed(32);
    char folder[] = "/tmp/leitong-pairs-XXXXXX";
    static crowd c;
    leitong_index_options create = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index_change_options change_options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_error error = {0};
    leitong_scan_options options = line_options(0.85);
    create.threshold = options.threshold;
    create.paragraph = options.paragraph;
    change_options.jobs = 1;
    crowd_make(&c, CROWD, 60, &seed);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(leitong_index_create(folder, &create, &error), 0);
    assert_int_equal(leitong_index_open(folder, &index, &error), 0);
    leitong_document living[CROWD + 1];
    bool gone[CROWD] = {false};
    size_t added = 0;
    for (int step = 0; step < 8; step++) {
        leitong_index_change *change = NULL;
        assert_int_equal(leitong_index_change_begin(index, &change_options, &change, &error), 0);
        for (size_t end = added + CROWD / 4; step % 2 == 0 && added < end && added < CROWD; added++) {
            assert_int_equal(leitong_index_change_add(change, &c.documents[added], &error), 0);
        }
        for (size_t d = 0; step % 2 == 1 && d < added; d++) {
            if (!gone[d] && test_random(&seed) % 3 == 0) {
                gone[d] = true;
                assert_int_equal(leitong_index_change_remove(change, c.ids[d], NULL, &error), 0);
            }
        }
        assert_int_equal(leitong_index_change_commit(change, NULL, &error), 0);
        leitong_index_change_end(change);
        if (step == 5) {
            assert_int_equal(leitong_index_compact(index, &error), 0);
        }
        size_t count = 0;
        for (size_t d = 0; d < added; d++) {
            living[count] = c.documents[d];
            count += !gone[d];
        }
        living[count++] = c.documents[CROWD];
        view_corpus all;
        view_open(&all, living, count, &options);
        leitong_probe *probe = NULL;
        assert_int_equal(leitong_probe_new(index, NULL, &c.documents[CROWD], NULL, &probe, &error), 0);
        assert_true(oracle_compare(&all, leitong_probe_result(probe), c.ids[CROWD]) > 0);
        leitong_probe_free(probe);
        view_close(&all);
        assert_int_equal(leitong_index_check(index, 1, NULL, NULL, &error), 0);
    }
    char command[64];
    leitong_index_close(index);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    crowd_free(&c);
}

/* One line, and `others` different ones that go on behind it, each `times` times. */
static void crowd_repeat(crowd *c, size_t others, size_t times)
{
    uint64_t seed = 5;
    char *text = malloc(TEXT);
    size_t size = 0;
    assert_non_null(text);
    for (size_t i = 0; i <= others; i++) {
        size_t begin = size;
        put_line(text, &size, 1, 0, &seed);
        if (i > 0) { /* two letters more */
            size--;
            put(text, &size, 0x6000 + (uint32_t)(i / 64));
            put(text, &size, 0x6000 + (uint32_t)(i % 64));
            text[size++] = '\n';
        }
        size_t line = size - begin;
        for (size_t k = 1; k < times; k++) {
            assert_true(size + line < TEXT);
            memcpy(text + size, text + begin, line);
            size += line;
        }
    }
    crowd_add(c, "submission", text, size);
}

/* However often a line stands in a submission, it is compared once; its rows are as many as its places. */
static void what_is_repeated_is_compared_once(void **state)
{
    (void)state;
    uint64_t verified[3];
    uint64_t questions[3];
    for (size_t n = 0; n < 3; n++) {
        crowd c = {.count = 0};
        crowd held = {.count = 0};
        view_corpus v;
        leitong_scan_options options = line_options(0.7);
        size_t times = (size_t)100 << n;
        size_t count;
        crowd_repeat(&held, 2, 20);
        crowd_repeat(&c, 0, times);
        held.documents[0].id = "held";
        view_open(&v, held.documents, 1, &options);
        lt_probe_found found = probe_in_memory(&v, &c.documents[0]);
        verified[n] = leitong_result_get_run(found.result)->verified;
        questions[n] = v.questions;
        (void)leitong_result_pairs(found.result, &count);
        assert_int_equal(count, 2 * times - 1);
        leitong_result_free(found.result);
        view_close(&v);
        crowd_free(&c);
        crowd_free(&held);
    }
    assert_true(verified[0] >= 1 && verified[0] <= 3);
    for (size_t n = 1; n < 3; n++) {
        assert_int_equal(verified[n], verified[0]);
        assert_true(questions[n] * 10 <= questions[n - 1] * 23);
    }
}

/* Who submits many near copies of what the index holds can't hide it behind them, and they cost no square. */
static void own_copies_hide_nothing(void **state)
{
    (void)state;
    uint64_t verified[3];
    for (size_t n = 0; n < 3; n++) {
        crowd c = {.count = 0};
        crowd held = {.count = 0};
        view_corpus v;
        leitong_scan_options options = line_options(0.7);
        size_t count;
        size_t named = 0;
        crowd_repeat(&held, 0, 1);
        crowd_repeat(&c, (size_t)500 << n, 1);
        held.documents[0].id = "held";
        view_open(&v, held.documents, 1, &options);
        lt_probe_found found = probe_in_memory(&v, &c.documents[0]);
        verified[n] = leitong_result_get_run(found.result)->verified;
        const leitong_result_pair *pairs = leitong_result_pairs(found.result, &count);
        for (size_t i = 0; i < count; i++) {
            named += pairs[i].a.document != pairs[i].b.document;
        }
        assert_true(named * 100 >= ((size_t)500 << n) * 98); /* the recall that was asked for, and more */
        leitong_result_free(found.result);
        view_close(&v);
        crowd_free(&c);
        crowd_free(&held);
    }
    printf("%llu, %llu, %llu comparisons\n", (unsigned long long)verified[0], (unsigned long long)verified[1],
           (unsigned long long)verified[2]);
    for (size_t n = 1; n < 3; n++) {
        assert_true(verified[n] * 10 <= verified[n - 1] * 23);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crowds_go_by_the_rule),
        cmocka_unit_test(an_index_on_disk_goes_by_it_too),
        cmocka_unit_test(what_is_repeated_is_compared_once),
        cmocka_unit_test(own_copies_hide_nothing),
    };
    return cmocka_run_group_tests_name("probe_pairs", tests, NULL, NULL);
}

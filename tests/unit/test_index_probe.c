/* The public probe, over an index on disk: what it says of a submission is what a scan of the same documents says, also
 * when they were added in portions, replaced and removed. */
#include "test.h"

#include "probe_rows.h"
#include "probe_texts.h"

#include <unistd.h>

static leitong_index_change *begin(leitong_index *index)
{
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    options.jobs = 1;
    assert_int_equal(leitong_index_change_begin(index, &options, &change, NULL), 0);
    return change;
}

static void commit(leitong_index_change *change)
{
    leitong_error error = {0};
    if (leitong_index_change_commit(change, NULL, &error) != 0) {
        fail_msg("%s", error.message);
    }
    leitong_index_change_end(change);
}

static void add(leitong_index *index, const leitong_document *documents, size_t count)
{
    leitong_index_change *change = begin(index);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(leitong_index_change_add(change, &documents[i], NULL), 0);
    }
    commit(change);
}

static leitong_index *open_new(char *folder)
{
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_error error = {0};
    options.paragraph = LEITONG_PARAGRAPH_LINE;
    assert_non_null(mkdtemp(folder));
    if (leitong_index_create(folder, &options, &error) != 0 || leitong_index_open(folder, &index, &error) != 0) {
        fail_msg("%s", error.message);
    }
    return index;
}

static void close_away(leitong_index *index, const char *folder)
{
    char command[128];
    leitong_index_close(index);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static leitong_probe *probe_new(leitong_index *index, leitong_index_change *change, const leitong_document *document)
{
    leitong_probe *probe = NULL;
    leitong_error error = {0};
    if (leitong_probe_new(index, change, document, NULL, &probe, &error) != 0) {
        fail_msg("%s", error.message);
    }
    return probe;
}

static void an_index_says_what_a_scan_says(void **state)
{
    (void)state;
    uint64_t seed = test_seed(11);
    char folder[] = "/tmp/leitong-probe-XXXXXX";
    generated g;
    generated old;
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_index *index = open_new(folder);
    generate(&g, &seed);
    generate(&old, &seed);
    options.jobs = 1;
    options.pairs = LEITONG_PAIRS_ALL;
    options.paragraph = LEITONG_PARAGRAPH_LINE;
    for (size_t d = 0; d < 5; d++) { /* five that will be replaced, five that will go */
        old.documents[d].id = g.ids[3 * d];
    }
    add(index, old.documents, 10);
    add(index, g.documents, GENERATED / 2);
    add(index, g.documents + GENERATED / 2, GENERATED - GENERATED / 2);
    leitong_index_change *change = begin(index);
    for (size_t d = 5; d < 10; d++) {
        int found = 0;
        assert_int_equal(leitong_index_change_remove(change, old.ids[d], &found, NULL), 0);
        assert_true(found);
    }
    commit(change);
    leitong_result *all = scan(g.documents, GENERATED, &options);
    for (size_t d = 0; d < GENERATED; d++) {
        leitong_probe *probe = probe_new(index, NULL, &g.documents[d]);
        assert_string_equal(leitong_probe_earlier(probe)->id, g.ids[d]);
        assert_true(leitong_probe_earlier(probe)->same);
        rows wanted = rows_of(all, g.ids[d]);
        rows have = rows_of(leitong_probe_result(probe), g.ids[d]);
        rows_assert_equal(&wanted, &have);
        free(wanted.text);
        free(have.text);
        leitong_probe_free(probe);
    }
    leitong_result_free(all);
    close_away(index, folder);
    generated_free(&g);
    generated_free(&old);
}

static void a_change_sees_what_it_began_with(void **state)
{
    (void)state;
    /* Longer than a run, so that a copy of it is found. */
    static const char text[] = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥\n";
    char folder[] = "/tmp/leitong-probe-XXXXXX";
    leitong_index *index = open_new(folder);
    size_t count;
    leitong_document original = {.id = "original", .path = "original", .bytes = (const uint8_t *)text};
    original.size = strlen(text);
    leitong_document copy = original;
    copy.id = "copy";
    leitong_index_change *change = begin(index);
    leitong_probe *probe = probe_new(NULL, change, &copy);
    (void)leitong_result_documents(leitong_probe_result(probe), &count);
    assert_int_equal(count, 1);
    assert_null(leitong_probe_earlier(probe));
    leitong_probe_free(probe);
    assert_int_equal(leitong_index_change_add(change, &original, NULL), 0);
    commit(change);
    change = begin(index);
    probe = probe_new(NULL, change, &copy);
    uint32_t own = leitong_probe_submission(probe);
    const leitong_result_document *documents = leitong_result_documents(leitong_probe_result(probe), &count);
    assert_int_equal(count, 2);
    assert_int_equal(documents[own].largest_source, 1 - own);
    leitong_probe_free(probe);
    copy.id = original.id; /* the same id: an earlier version, not a source */
    copy.size--;           /* a line feed */
    probe = probe_new(NULL, change, &copy);
    (void)leitong_result_documents(leitong_probe_result(probe), &count);
    assert_int_equal(count, 1);
    assert_int_equal(leitong_probe_earlier(probe)->bytes, original.size);
    assert_false(leitong_probe_earlier(probe)->same);
    leitong_probe_free(probe);
    leitong_index_change_end(change);
    close_away(index, folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_says_what_a_scan_says),
        cmocka_unit_test(a_change_sees_what_it_began_with),
    };
    return cmocka_run_group_tests_name("index_probe", tests, NULL, NULL);
}

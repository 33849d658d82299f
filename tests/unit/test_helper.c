/* What the library makes of a helper that dies, hangs, lies or isn't there: shell scripts play it. */
#include "test.h"

#include "input/extract.h"
#include "input_folder.h"

#include <signal.h>

/* A program that prints this and then does that. */
static void put_helper(const char *printed, const char *then)
{
    char script[1024];
    snprintf(script, sizeof script, "#!/bin/sh\nprintf 'H\\0\\0\\0\\0%s'\n%s\n", printed, then);
    put_text("helper", script);
    assert_int_equal(chmod("helper", 0755), 0);
}

static void assert_extracts(const char *reason, const char *words, const char *text)
{
    char *program = realpath("helper", NULL);
    lt_extract extract = {.program = program};
    leitong_error error = {0};
    lt_helper_job job = {.format = "html", .path = "a.html", .file = -1, .max_text = 20};
    int code = lt_extract_read(&extract, &job, &error);
    if (reason != NULL) {
        assert_int_equal(code, LEITONG_EINPUT);
        assert_string_equal(extract.reason, reason);
        assert_string_equal(error.path, "a.html");
        assert_non_null(strstr(error.message, words));
    } else {
        assert_int_equal(code, 0);
        assert_int_equal(extract.size, strlen(text));
        assert_memory_equal(extract.text, text, strlen(text));
    }
    lt_extract_clear(&extract);
    free(program);
}

static void what_is_said_is_read(void **state)
{
    (void)state;
    put_helper(
        "T\\3\\0\\0\\0oneT\\3\\0\\0\\0twoN\\011\\0\\0\\0hidden\\0\\061\\062P\\011\\0\\0\\0title\\0abcZ\\0\\0\\0\\0",
        "");
    assert_extracts(NULL, NULL, "onetwo");
    put_helper("Z\\0\\0\\0\\0", "sleep 600"); /* said all, and lives on */
    assert_extracts(NULL, NULL, "");
}

static void faults_are_passed_on(void **state)
{
    (void)state;
    put_helper("X\\017\\0\\0\\0damaged\\0is cut!", "");
    assert_extracts("damaged", "is cut!", NULL);
    put_helper("X\\013\\0\\0\\0whatever\\0ab", "");
    assert_extracts("reader_failed", "ab", NULL);
    put_helper("X\\013\\0\\0\\0damaged\\0\\033[m", ""); /* nothing that a terminal obeys */
    assert_extracts("damaged", " [m", NULL);
    put_helper("X\\0\\0\\0\\0", "");
    assert_extracts("reader_failed", "says no more", NULL);
}

static void a_death_is_told(void **state)
{
    (void)state;
    put_helper("T\\3\\0\\0\\0one", "");
    assert_extracts("reader_failed", "which lost this file alone", NULL);
    put_helper("T\\377\\0\\0\\0one", "exit 1");
    assert_extracts("reader_failed", "which lost this file alone", NULL);
    put_helper("", "kill -SEGV $$");
    assert_extracts("reader_failed", "which lost this file alone", NULL);
    put_helper("", "kill -XCPU $$");
    assert_extracts("time_limit", "took longer", NULL);
}

static void lies_are_seen_through(void **state)
{
    (void)state;
    put_helper("T\\377\\377\\377\\177", "");
    assert_extracts("reader_failed", "said what none says", NULL);
    put_helper("Q\\0\\0\\0\\0", "");
    assert_extracts("reader_failed", "said what none says", NULL);
    put_helper("T\\2\\0\\0\\0\\377\\376Z\\0\\0\\0\\0", "");
    assert_extracts("reader_failed", "said what none says", NULL);
    put_helper("", "while :; do printf 'T\\001\\0\\0\\0x'; done");
    assert_extracts("too_large", "limit of a document", NULL);
}

static void a_helper_that_is_none(void **state)
{
    (void)state;
    put_text("helper", "#!/bin/sh\necho no frame\n");
    assert_int_equal(chmod("helper", 0755), 0);
    assert_extracts("no_reader", "doesn't run", NULL);
    put_text("helper", "#!/no/such/program\n");
    assert_extracts("no_reader", "doesn't run", NULL);
    assert_int_equal(chmod("helper", 0644), 0);
    assert_extracts("no_reader", "doesn't run", NULL);
}

/* A program may have told the system that it wants to know of no child. */
static void a_program_that_ignores_its_children(void **state)
{
    (void)state;
    void (*before)(int) = signal(SIGCHLD, SIG_IGN);
    put_helper("T\\3\\0\\0\\0oneZ\\0\\0\\0\\0", "");
    assert_extracts(NULL, NULL, "one");
    put_helper("T\\3\\0\\0\\0one", "");
    assert_extracts("reader_failed", "which lost this file alone", NULL);
    signal(SIGCHLD, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_said_is_read, folder_enter, folder_leave),
        cmocka_unit_test_setup_teardown(faults_are_passed_on, folder_enter, folder_leave),
        cmocka_unit_test_setup_teardown(a_death_is_told, folder_enter, folder_leave),
        cmocka_unit_test_setup_teardown(lies_are_seen_through, folder_enter, folder_leave),
        cmocka_unit_test_setup_teardown(a_helper_that_is_none, folder_enter, folder_leave),
        cmocka_unit_test_setup_teardown(a_program_that_ignores_its_children, folder_enter, folder_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

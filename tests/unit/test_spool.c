#include "test.h"

#include "base/spool.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/leitong-test-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* fails when something was left behind */
}

static void folder_is_empty(void)
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    unsigned entries = 0;
    while (readdir(listing) != NULL) {
        entries++;
    }
    closedir(listing);
    assert_int_equal(entries, 2); /* . and .. */
}

/* Appends pieces of 0 … 3 · 10^5 bytes, looks back at random stretches between them, and at many at the end. */
static void compare_with_model(const char *where)
{
    uint64_t random = test_seed(3);
    const size_t most = 8U << 20;
    uint8_t *model = malloc(most);
    assert_non_null(model);
    for (size_t i = 0; i < most; i++) {
        model[i] = (uint8_t)test_random(&random);
    }
    lt_spool *spool = NULL;
    assert_int_equal(lt_spool_new(where, &spool, NULL), 0);
    lt_spool_scratch scratch = {0};
    size_t size = 0;
    for (unsigned round = 0; size < most; round++) {
        size_t piece = test_random(&random) % (round % 8 == 0 ? 300000 : 500);
        piece = piece > most - size ? most - size : piece;
        uint64_t offset = UINT64_MAX;
        assert_int_equal(lt_spool_append(spool, model + size, piece, &offset, NULL), 0);
        assert_int_equal(offset, size);
        size += piece;
        uint64_t from = test_random(&random) % (size + 1);
        size_t length = test_random(&random) % (size - from + 1);
        length = round % 16 == 0 ? length : length % 300;
        const void *bytes = NULL;
        assert_int_equal(lt_spool_view(spool, from, length, &scratch, &bytes, NULL), 0);
        assert_non_null(bytes);
        assert_memory_equal(bytes, model + from, length);
        assert_true(from % 4 != 0 || (uintptr_t)bytes % 4 == 0);
    }
    const void *all = NULL;
    assert_int_equal(lt_spool_view(spool, 0, most, &scratch, &all, NULL), 0);
    assert_memory_equal(all, model, most);
    leitong_error error;
    const void *beyond = NULL;
    assert_int_equal(lt_spool_view(spool, most - 1, 2, &scratch, &beyond, &error), LEITONG_EUSAGE);
    assert_int_equal(lt_spool_view(spool, most + 1, 0, &scratch, &beyond, &error), LEITONG_EUSAGE);
    assert_int_equal(lt_spool_view(spool, 1, SIZE_MAX, &scratch, &beyond, &error), LEITONG_EUSAGE);
    assert_null(beyond);
    lt_spool_scratch_clear(&scratch);
    lt_spool_free(spool);
    free(model);
}

static void in_memory_it_equals_a_model(void **state)
{
    (void)state;
    compare_with_model(NULL);
}

static void in_a_file_it_equals_a_model(void **state)
{
    (void)state;
    compare_with_model(folder);
    folder_is_empty();
}

static void an_empty_spool_shows_nothing(void **state)
{
    (void)state;
    const char *const folders[] = {NULL, folder};
    for (int i = 0; i < 2; i++) {
        lt_spool *spool = NULL;
        assert_int_equal(lt_spool_new(folders[i], &spool, NULL), 0);
        uint64_t offset = 1;
        assert_int_equal(lt_spool_append(spool, NULL, 0, &offset, NULL), 0);
        assert_int_equal(offset, 0);
        lt_spool_scratch scratch = {0};
        const void *bytes = NULL;
        assert_int_equal(lt_spool_view(spool, 0, 0, &scratch, &bytes, NULL), 0);
        assert_non_null(bytes);
        lt_spool_scratch_clear(&scratch);
        lt_spool_free(spool);
    }
    lt_spool_free(NULL);
}

/* No file of the folder bears a name while the spool is in use. */
static void the_file_has_no_name(void **state)
{
    (void)state;
    lt_spool *spool = NULL;
    assert_int_equal(lt_spool_new(folder, &spool, NULL), 0);
    uint8_t bytes[1000] = {0};
    uint64_t offset;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(lt_spool_append(spool, bytes, sizeof bytes, &offset, NULL), 0);
    }
    folder_is_empty();
    lt_spool_free(spool);
}

static void a_missing_folder_is_named(void **state)
{
    (void)state;
    leitong_error error;
    lt_spool *spool = NULL;
    assert_int_equal(lt_spool_new("/nowhere/at/all", &spool, &error), LEITONG_ESYSTEM);
    assert_null(spool);
    assert_string_equal(error.path, "/nowhere/at/all");
    assert_non_null(strstr(error.message, strerror(ENOENT)));
}

/* RLIMIT_FSIZE stands in for a full disk: the write that would pass it is cut short, the next one refused. */
static void a_full_disk_is_an_error_and_what_stood_before_stays(void **state)
{
    (void)state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {1000001, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    lt_spool *spool = NULL;
    leitong_error error;
    assert_int_equal(lt_spool_new(folder, &spool, NULL), 0);
    uint8_t piece[1000];
    int code = 0;
    unsigned appended = 0;
    uint64_t offset = 0;
    for (; appended < 5000 && code == 0; appended++) {
        memset(piece, (int)(appended % 251), sizeof piece);
        code = lt_spool_append(spool, piece, sizeof piece, &offset, &error);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(code, LEITONG_ESYSTEM);
    assert_string_equal(error.path, folder);
    assert_non_null(strstr(error.message, "--tmpdir"));
    appended--;
    assert_int_equal(lt_spool_append(spool, NULL, 0, &offset, NULL), 0);
    assert_int_equal(offset, appended * 1000U);
    lt_spool_scratch scratch = {0};
    for (unsigned i = 0; i < appended; i++) {
        const void *bytes;
        assert_int_equal(lt_spool_view(spool, i * 1000U, 1000, &scratch, &bytes, NULL), 0);
        memset(piece, (int)(i % 251), sizeof piece);
        assert_memory_equal(bytes, piece, 1000);
    }
    /* With room again the same spool goes on. */
    assert_int_equal(lt_spool_append(spool, piece, sizeof piece, &offset, NULL), 0);
    lt_spool_scratch_clear(&scratch);
    lt_spool_free(spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_memory_it_equals_a_model),
        cmocka_unit_test(in_a_file_it_equals_a_model),
        cmocka_unit_test(an_empty_spool_shows_nothing),
        cmocka_unit_test(the_file_has_no_name),
        cmocka_unit_test(a_missing_folder_is_named),
        cmocka_unit_test(a_full_disk_is_an_error_and_what_stood_before_stays),
    };
    return cmocka_run_group_tests_name("spool", tests, make_folder, remove_folder);
}

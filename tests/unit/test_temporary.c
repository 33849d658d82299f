#include "test.h"

#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The system's calls as this program's code sees them; each can be made to misbehave as the manual allows. */
static bool no_unnamed_files;
static size_t most_at_once;  /* bytes a call transfers; 0: all */
static unsigned interrupted; /* every so many calls fail with EINTR; 0: none */
static unsigned calls;
static uint64_t disk_size; /* bytes a file may have; 0: any */

int open(const char *path, int flags, ...)
{
    if (no_unnamed_files && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    if (interrupted > 0 && ++calls % interrupted == 0) {
        errno = EINTR;
        return -1;
    }
    if (disk_size > 0 && (uint64_t)offset >= disk_size) {
        errno = ENOSPC;
        return -1;
    }
    if (disk_size > 0 && size > disk_size - (uint64_t)offset) {
        size = disk_size - (uint64_t)offset;
    }
    return syscall(SYS_pwrite64, file, bytes, most_at_once > 0 && size > most_at_once ? most_at_once : size, offset);
}

ssize_t pread(int file, void *bytes, size_t size, off_t offset)
{
    if (interrupted > 0 && ++calls % interrupted == 0) {
        errno = EINTR;
        return -1;
    }
    return syscall(SYS_pread64, file, bytes, most_at_once > 0 && size > most_at_once ? most_at_once : size, offset);
}

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/leitong-test-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* fails when something was left behind */
}

static int behave(void **state)
{
    (void)state;
    no_unnamed_files = false;
    most_at_once = 0;
    interrupted = 0;
    calls = 0;
    disk_size = 0;
    return 0;
}

static void write_and_read_back(void)
{
    enum { size = 100000 };
    uint64_t random = test_seed(16);
    uint8_t *bytes = malloc(2 * size);
    assert_non_null(bytes);
    for (int i = 0; i < size; i++) {
        bytes[i] = (uint8_t)test_random(&random);
    }
    int file = -1;
    assert_int_equal(lt_temporary_open(folder, &file, NULL), 0);
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (const struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        assert_int_equal(entry->d_name[0], '.'); /* nothing but . and .. */
    }
    closedir(listing);
    assert_int_equal(lt_temporary_write(file, folder, 12345, bytes, size, NULL), 0);
    assert_int_equal(lt_temporary_read(file, folder, 12345, bytes + size, size, NULL), 0);
    assert_memory_equal(bytes, bytes + size, size);
    leitong_error error;
    assert_int_equal(lt_temporary_read(file, folder, 100000, bytes, 12346, &error), LEITONG_EDAMAGED);
    assert_int_equal(error.offset, 112345);
    assert_string_equal(error.path, folder);
    close(file);
    free(bytes);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    write_and_read_back();
}

static void short_and_interrupted_calls_are_taken_up_again(void **state)
{
    (void)state;
    most_at_once = 777;
    interrupted = 3;
    write_and_read_back();
    assert_true(calls > 2 * 100000 / 777);
}

static void without_unnamed_files_a_name_lives_no_longer_than_a_call(void **state)
{
    (void)state;
    no_unnamed_files = true;
    write_and_read_back();
}

static void a_full_disk_is_named_with_the_remedy(void **state)
{
    (void)state;
    disk_size = 5000;
    int file = -1;
    assert_int_equal(lt_temporary_open(folder, &file, NULL), 0);
    uint8_t bytes[6000] = {0};
    leitong_error error;
    assert_int_equal(lt_temporary_write(file, folder, 0, bytes, 5000, &error), 0);
    assert_int_equal(lt_temporary_write(file, folder, 0, bytes, 6000, &error), LEITONG_ESYSTEM);
    assert_string_equal(error.path, folder);
    assert_non_null(strstr(error.message, "--tmpdir"));
    assert_non_null(strstr(error.message, strerror(ENOSPC)));
    close(file);
}

static void room_is_told(void **state)
{
    (void)state;
    int file = -1;
    assert_int_equal(lt_temporary_open(folder, &file, NULL), 0);
    assert_int_equal(lt_temporary_room(file, folder, 1, NULL), 0);
    leitong_error error;
    assert_int_equal(lt_temporary_room(file, folder, UINT64_MAX, &error), LEITONG_ESYSTEM);
    assert_string_equal(error.path, folder);
    assert_non_null(strstr(error.message, "18446744073709551615 bytes"));
    close(file);
}

static void a_folder_that_is_none_is_named(void **state)
{
    (void)state;
    int file = -7;
    leitong_error error;
    assert_int_equal(lt_temporary_open("/dev/null", &file, &error), LEITONG_ESYSTEM);
    assert_string_equal(error.path, "/dev/null");
    assert_int_equal(file, -7);
    char *deep = malloc(10000);
    assert_non_null(deep);
    memset(deep, 'x', 9999);
    deep[9999] = 0;
    assert_int_equal(lt_temporary_open(deep, &file, &error), LEITONG_ESYSTEM);
    assert_non_null(strstr(error.message, strerror(ENAMETOOLONG)));
    free(deep);
}

/* As mkdir(1) would make it, by the mask, which stays as it is. */
static void a_folder_has_the_rights_that_the_mask_leaves(void **state)
{
    static const mode_t masks[] = {0, 022, 027, 077};
    char paths[4][128];
    (void)state;
    mode_t before = umask(0);
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        struct stat status;
        snprintf(paths[i], sizeof paths[i], "%s/new-XXXXXX", folder);
        umask(masks[i]);
        assert_int_equal(lt_temporary_folder(paths[i], NULL), 0);
        assert_int_equal(umask(masks[i]), masks[i]);
        assert_int_equal(stat(paths[i], &status), 0);
        assert_true(S_ISDIR(status.st_mode));
        assert_int_equal(status.st_mode & 0777, 0777 & ~masks[i]);
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(paths[i], paths[other]);
        }
    }
    umask(before);
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        assert_int_equal(rmdir(paths[i]), 0);
    }
    char nowhere[] = "/dev/null/new-XXXXXX";
    leitong_error error;
    errno = 0;
    assert_int_equal(lt_temporary_folder(nowhere, &error), LEITONG_ESYSTEM);
    assert_int_equal(errno, ENOTDIR);
    assert_string_equal(nowhere, "/dev/null/new-XXXXXX");
    assert_non_null(strstr(error.message, strerror(ENOTDIR)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_is_written_is_read, behave),
        cmocka_unit_test_teardown(short_and_interrupted_calls_are_taken_up_again, behave),
        cmocka_unit_test_teardown(without_unnamed_files_a_name_lives_no_longer_than_a_call, behave),
        cmocka_unit_test_teardown(a_full_disk_is_named_with_the_remedy, behave),
        cmocka_unit_test_teardown(room_is_told, behave),
        cmocka_unit_test_teardown(a_folder_that_is_none_is_named, behave),
        cmocka_unit_test(a_folder_has_the_rights_that_the_mask_leaves),
    };
    return cmocka_run_group_tests_name("temporary", tests, make_folder, remove_folder);
}

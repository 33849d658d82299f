/* The end of a FILE: whatever went wrong on the way, its cause is told. */
#include "test.h"

#include "base/file_close.h"

#include <errno.h>
#include <stdbool.h>

/* A disk: how many bytes it takes, whether it then fails once or for good, and why. */
typedef struct disk {
    size_t room;
    int cause;
    bool for_good;
} disk;

static ssize_t disk_write(void *cookie, const char *bytes, size_t size)
{
    disk *d = cookie;
    (void)bytes;
    if (d->cause == 0 || size <= d->room) {
        d->room -= size < d->room ? size : d->room;
        return (ssize_t)size;
    }
    if (d->room > 0) { /* a full disk takes a part first */
        size = d->room;
        d->room = 0;
        return (ssize_t)size;
    }
    errno = d->cause;
    d->cause = d->for_good ? d->cause : 0;
    return 0; /* fopencookie(3): 0 for a failure */
}

/* `size` bytes, and what is said of them. */
static int written(disk *d, size_t size, leitong_error *error)
{
    FILE *file = fopencookie(d, "w", (cookie_io_functions_t){.write = disk_write});
    assert_non_null(file);
    for (size_t i = 0; i < size; i++) {
        (void)fputc('x', file);
    }
    errno = ERANGE; /* of something else */
    int code = lt_file_close(file, "a report", error);
    (void)fclose(file);
    return code;
}

static void what_was_written_is_no_failure(void **state)
{
    disk d = {.room = 0};
    (void)state;
    assert_int_equal(written(&d, 0, NULL), 0);
    assert_int_equal(written(&d, 100000, NULL), 0);
}

static void the_cause_is_told_wherever_it_came(void **state)
{
    static const int causes[] = {ENOSPC, EFBIG, EDQUOT, EPIPE, EIO};
    (void)state;
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        for (size_t size = 1; size < 40000; size = size * 3 + 1) {
            disk d = {.room = size / 2, .cause = causes[i], .for_good = true};
            leitong_error error;
            assert_int_equal(written(&d, size, &error), LEITONG_ESYSTEM);
            assert_string_equal(error.path, "a report");
            assert_non_null(strstr(error.message, strerror(causes[i])));
        }
    }
}

/* A failure that is over is one all the same: something is missing. */
static void a_passing_failure_is_told(void **state)
{
    disk d = {.room = 5000, .cause = ENOSPC};
    leitong_error error;
    (void)state;
    assert_int_equal(written(&d, 40000, &error), LEITONG_ESYSTEM);
    assert_null(strstr(error.message, strerror(ERANGE)));
}

static void memory_is_no_disk(void **state)
{
    disk d = {.room = 0, .cause = ENOMEM, .for_good = true};
    (void)state;
    assert_int_equal(written(&d, 9000, NULL), LEITONG_EMEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_no_failure),
        cmocka_unit_test(the_cause_is_told_wherever_it_came),
        cmocka_unit_test(a_passing_failure_is_told),
        cmocka_unit_test(memory_is_no_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

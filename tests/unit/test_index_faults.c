/* Disks that fail: the n-th write or sync of a change fails (disk full, input/output error) or writes less than asked,
 * for every n until none is left. Whatever happens: an error says so and the index is as before, or the change is
 * there; it is sound; and the next change works. The functions below take the place of the C library's, for LMDB too. A
 * network file system is refused. */
#include "index_model.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/uio.h>
#include <sys/vfs.h>

#define FAULT_CALLS 13U /* a change makes about as many */
#define FAULT_ROUNDS 39U

typedef enum fault { FAULT_NONE, FAULT_FULL, FAULT_IO, FAULT_SHORT } fault;

static fault fault_kind;
static uint64_t fault_calls, fault_at;
static int fault_for_good; /* every call from fault_at on */
static long fault_magic;   /* of the file system, or 0 */

/* 1: fail, 2: write less. */
static int fault_now(void)
{
    fault_calls++;
    bool hit = fault_kind != FAULT_NONE && (fault_calls == fault_at || (fault_for_good && fault_calls > fault_at));
    if (!hit) {
        return 0;
    }
    errno = fault_kind == FAULT_FULL ? ENOSPC : EIO;
    return fault_kind == FAULT_SHORT ? 2 : 1;
}

__attribute__((visibility("default"))) ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off_t);
    *(void **)&real = dlsym(RTLD_NEXT, "pwrite");
    int now = fault_now();
    return now == 1 ? -1 : real(file, bytes, now == 2 ? size / 2 : size, offset);
}

__attribute__((visibility("default"))) ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset)
{
    return pwrite(file, bytes, size, offset);
}

__attribute__((visibility("default"))) ssize_t writev(int file, const struct iovec *parts, int count)
{
    ssize_t (*real)(int, const struct iovec *, int);
    *(void **)&real = dlsym(RTLD_NEXT, "writev");
    int now = file > 2 ? fault_now() : 0;
    if (now == 2 && count == 1) {
        struct iovec half = {parts[0].iov_base, parts[0].iov_len / 2};
        return real(file, &half, 1);
    }
    return now == 1 ? -1 : real(file, parts, now == 2 ? count / 2 : count);
}

__attribute__((visibility("default"))) ssize_t write(int file, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "write");
    int now = file > 2 ? fault_now() : 0;
    return now == 1 ? -1 : real(file, bytes, now == 2 ? size / 2 : size);
}

__attribute__((visibility("default"))) int fdatasync(int file)
{
    int (*real)(int);
    *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    return fault_now() == 1 ? -1 : real(file);
}

__attribute__((visibility("default"))) int fsync(int file)
{
    int (*real)(int);
    *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    return fault_now() == 1 ? -1 : real(file);
}

__attribute__((visibility("default"))) int statfs(const char *path, struct statfs *status)
{
    int (*real)(const char *, struct statfs *);
    *(void **)&real = dlsym(RTLD_NEXT, "statfs");
    int result = real(path, status);
    if (fault_magic != 0) {
        status->f_type = fault_magic;
    }
    return result;
}

static leitong_index *reopen(const char *folder, leitong_index *index)
{
    leitong_error error = {0};
    leitong_index_close(index);
    if (leitong_index_open(folder, &index, &error) != 0) {
        fail_msg("%s: %s", error.path, error.message);
    }
    return index;
}

/* One step under faults of a kind, at each of its calls in turn; then for good, so that the change after it fails, too.
 */
static void disk_fails(fault kind, int for_good, uint64_t seed)
{
    char folder[64];
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    model m = {.seed = seed};
    uint64_t failures = 0;
    model_folder(folder, "faults");
    assert_int_equal(leitong_index_create(folder, &options, &error), 0);
    index = reopen(folder, index);
    assert_int_equal(model_do(index, &m, 1, &error), 0);
    uint64_t step = 2;
    for (uint64_t round = 0; round < FAULT_ROUNDS; round++, step++) {
        bool same = false;
        model before = m;
        fault_calls = 0;
        fault_at = 1 + round % FAULT_CALLS;
        fault_for_good = for_good;
        fault_kind = kind;
        int code = model_do(index, &m, step, &error);
        fault_kind = FAULT_NONE;
        if (code != 0) {
            failures++;
            if (code != LEITONG_ESYSTEM && code != LEITONG_EDAMAGED) {
                fail_msg("%d: %s: %s", code, error.path, error.message);
            }
            assert_true(strlen(error.message) > 0);
        }
        index = reopen(folder, index);
        assert_int_equal(model_compare(index, &m, &same, &error), 0);
        if (!same && code != 0) { /* it failed when all was written: as well there as not there, but whole */
            model_step(&before, step);
            m = before;
            assert_int_equal(model_compare(index, &m, &same, &error), 0);
        }
        assert_true(same);
        if (leitong_index_check(index, 1, NULL, NULL, &error) != 0) {
            fail_msg("%s: %s", error.path, error.message);
        }
    }
    printf("kind %d, for good %d: %llu of %u changes failed\n", (int)kind, for_good, (unsigned long long)failures,
           FAULT_ROUNDS);
    assert_true(failures > FAULT_ROUNDS / 8);
    leitong_index_close(index);
    model_remove(folder);
}

static void disks_that_fail(void **state)
{
    (void)state;
    uint64_t seed = test_seed(61);
    for (int for_good = 0; for_good < 2; for_good++) {
        disk_fails(FAULT_FULL, for_good, seed++);
        disk_fails(FAULT_IO, for_good, seed++);
    }
    disk_fails(FAULT_SHORT, 0, seed);
}

static void network_file_systems_are_refused(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    model_folder(folder, "faults");
    fault_magic = 0x6969; /* NFS */
    assert_int_equal(leitong_index_create(folder, &options, &error), LEITONG_ESYSTEM);
    assert_non_null(strstr(error.message, "local disk"));
    fault_magic = 0;
    assert_int_equal(leitong_index_create(folder, &options, &error), 0);
    fault_magic = (long)0xFF534D42; /* CIFS */
    assert_int_equal(leitong_index_open(folder, &index, &error), LEITONG_ESYSTEM);
    fault_magic = 0;
    model_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disks_that_fail),
        cmocka_unit_test(network_file_systems_are_refused),
    };
    return cmocka_run_group_tests_name("index_faults", tests, NULL, NULL);
}

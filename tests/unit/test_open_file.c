/* Files that are opened for reading: the kind that was meant, nothing that hangs, no link inside a folder of ours. */
#include "test.h"

#include "base/open_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char root[64];

static const char *in(const char *name)
{
    static char paths[4][160];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, 160, "%s/%s", root, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(in(name), "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/leitong-test-XXXXXX");
    return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    return system(command); /* NOLINT(cert-env33-c): our own folder */
}

static void assert_text(int file, const char *text)
{
    char bytes[64];
    ssize_t got = read(file, bytes, sizeof bytes);
    assert_int_equal(got, strlen(text));
    assert_memory_equal(bytes, text, strlen(text));
    assert_true((fcntl(file, F_GETFD) & FD_CLOEXEC) != 0);
    close(file);
}

/* Fails with `code`, says `words`, and gives no descriptor. */
static void assert_refused(int got, int code, const leitong_error *error, int file, const char *words)
{
    assert_int_equal(got, code);
    assert_int_equal(error->code, code);
    assert_non_null(strstr(error->message, words));
    assert_int_equal(file, -1);
}

static void test_named(void **state)
{
    leitong_error error;
    int file = -1;
    (void)state;
    put("plain", "text");
    assert_int_equal(symlink("plain", in("link")), 0);
    assert_int_equal(mkfifo(in("fifo"), 0600), 0);
    assert_int_equal(lt_open_file(in("plain"), LT_OPEN_REGULAR, 4, &file, &error), 0);
    assert_text(file, "text");
    assert_int_equal(lt_open_file(in("link"), LT_OPEN_REGULAR, 4, &file, NULL), 0);
    assert_text(file, "text");
    assert_int_equal(lt_open_file("/dev/zero", LT_OPEN_STREAM, 0, &file, &error), 0);
    close(file);
    file = -1;
    assert_refused(lt_open_file(in("plain"), LT_OPEN_REGULAR, 3, &file, &error), LEITONG_EINPUT, &error, file,
                   "larger than the 3 bytes");
    assert_refused(lt_open_file(in("fifo"), LT_OPEN_REGULAR, 9, &file, &error), LEITONG_EINPUT, &error, file, "a pipe");
    assert_refused(lt_open_file("/dev/zero", LT_OPEN_REGULAR, 9, &file, &error), LEITONG_EINPUT, &error, file,
                   "a device");
    assert_refused(lt_open_file(root, LT_OPEN_REGULAR, 9, &file, &error), LEITONG_EINPUT, &error, file, "a folder");
    assert_refused(lt_open_file(root, LT_OPEN_STREAM, 9, &file, &error), LEITONG_EINPUT, &error, file, "a folder");
    assert_refused(lt_open_file(in("absent"), LT_OPEN_REGULAR, 9, &file, &error), LEITONG_EINPUT, &error, file,
                   strerror(ENOENT));
    errno = 0;
    assert_int_equal(lt_open_file(in("absent"), LT_OPEN_REGULAR, 9, &file, NULL), LEITONG_EINPUT);
    assert_int_equal(errno, ENOENT);
}

static void test_inside(void **state)
{
    leitong_error error;
    int file = -1;
    (void)state;
    assert_int_equal(mkdir(in("result"), 0700), 0);
    assert_int_equal(mkdir(in("result/text"), 0700), 0);
    assert_int_equal(mkdir(in("secrets"), 0700), 0);
    put("result/run.json", "{}");
    put("result/text/0.txt", "kept");
    put("secrets/0.txt", "secret");
    assert_int_equal(symlink("result", in("way")), 0); /* the folder itself is what the user named */
    assert_int_equal(lt_open_inside(in("way"), "run.json", &file, &error), 0);
    assert_text(file, "{}");
    assert_int_equal(lt_open_inside(in("result"), "text/0.txt", &file, &error), 0);
    assert_text(file, "kept");
    file = -1;
    assert_int_equal(symlink("../../secrets/0.txt", in("result/text/1.txt")), 0);
    assert_int_equal(symlink("../secrets", in("result/others")), 0);
    assert_int_equal(symlink("nowhere", in("result/dangling")), 0);
    assert_int_equal(mkfifo(in("result/fifo"), 0600), 0);
    static const struct {
        const char *name, *words;
        int code;
    } cases[] = {
        {"text/1.txt", "a symbolic link", LEITONG_EDAMAGED}, {"others/0.txt", "a symbolic link", LEITONG_EDAMAGED},
        {"dangling", "a symbolic link", LEITONG_EDAMAGED},   {"fifo", "a pipe", LEITONG_EDAMAGED},
        {"fifo/0.txt", "a pipe", LEITONG_EDAMAGED},          {"text", "a folder", LEITONG_EDAMAGED},
        {"absent", "No such file", LEITONG_ESYSTEM},         {"absent/0.txt", "No such file", LEITONG_ESYSTEM},
        {"run.json/0", "Not a directory", LEITONG_ESYSTEM},  {"/run.json", "Invalid argument", LEITONG_ESYSTEM}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_refused(lt_open_inside(in("result"), cases[i].name, &file, &error), cases[i].code, &error, file,
                       cases[i].words);
    }
    assert_refused(lt_open_inside(in("absent"), "run.json", &file, &error), LEITONG_ESYSTEM, &error, file,
                   "No such file");
}

static void test_lock(void **state)
{
    leitong_error error;
    struct stat status;
    int file = -1;
    (void)state;
    assert_int_equal(mkdir(in("index"), 0700), 0);
    assert_int_equal(symlink("../elsewhere", in("index/taken")), 0);
    assert_refused(lt_open_lock(in("index"), "taken", &file, &error), LEITONG_EDAMAGED, &error, file,
                   "a symbolic link");
    assert_int_equal(stat(in("elsewhere"), &status), -1); /* nothing was made behind a dangling link */
    assert_int_equal(lt_open_lock(in("index"), "lock", &file, &error), 0);
    assert_int_equal(fstat(file, &status), 0);
    assert_true(S_ISREG(status.st_mode) && status.st_size == 0);
    assert_int_equal(write(file, "x", 1), 1);
    close(file);
    assert_int_equal(lt_open_lock(in("index"), "lock", &file, &error), 0);
    assert_text(file, "x");
}

static void test_read(void **state)
{
    leitong_error error;
    char *bytes = NULL;
    size_t size = 9;
    (void)state;
    put("all", "all of it");
    put("empty", "");
    assert_int_equal(lt_open_read(in("all"), 9, &bytes, &size, &error), 0);
    assert_int_equal(size, 9);
    assert_string_equal(bytes, "all of it");
    free(bytes);
    assert_int_equal(lt_open_read(in("empty"), 0, &bytes, &size, &error), 0);
    assert_int_equal(size, 0);
    assert_string_equal(bytes, "");
    free(bytes);
    bytes = NULL;
    assert_int_equal(lt_open_read(in("all"), 8, &bytes, &size, &error), LEITONG_EINPUT);
    assert_int_equal(lt_open_read("/dev/zero", 8, &bytes, &size, &error), LEITONG_EINPUT);
    /* A file of the kernel's own says that it is empty, and is not. */
    assert_int_equal(lt_open_read("/proc/self/status", 8, &bytes, &size, &error), LEITONG_EINPUT);
    assert_non_null(strstr(error.message, "larger than"));
    assert_null(bytes);
}

static void test_no_descriptor_left(void **state)
{
    leitong_error error;
    struct rlimit old;
    int file = -1;
    (void)state;
    put("plain", "text");
    int lowest = dup(0);
    assert_true(lowest >= 0);
    close(lowest);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    struct rlimit low = {(rlim_t)lowest, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    int named = lt_open_file(in("plain"), LT_OPEN_REGULAR, 9, &file, &error);
    int inside = lt_open_inside(root, "plain", &file, NULL);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
    assert_int_equal(named, LEITONG_ESYSTEM); /* no fault of the file */
    assert_int_equal(inside, LEITONG_ESYSTEM);
    assert_non_null(strstr(error.message, strerror(EMFILE)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_named, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_inside, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_lock, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_read, make_root, remove_root),
        cmocka_unit_test_setup_teardown(test_no_descriptor_left, make_root, remove_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

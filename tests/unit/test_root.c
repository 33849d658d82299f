#include "test.h"

#include "base/root.h"
#include "input_folder.h"

#include <libgen.h>
#include <limits.h>
#include <stdbool.h>

/* From the definition: the folder by the system, the name as it stands, without what lies before the root. */
static void expected_id(const char *root, const char *path, char *ret_id, size_t size)
{
    char copies[2][PATH_MAX];
    char *folder;
    snprintf(copies[0], PATH_MAX, "%s", path);
    snprintf(copies[1], PATH_MAX, "%s", path);
    folder = realpath(dirname(copies[0]), NULL);
    assert_non_null(folder);
    char whole[2 * PATH_MAX];
    snprintf(whole, sizeof whole, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, basename(copies[1]));
    free(folder);
    size_t prefix = strlen(root);
    bool inside = strncmp(whole, root, prefix) == 0 && (whole[prefix] == '/' || strcmp(root, "/") == 0);
    snprintf(ret_id, size, "%s", inside ? whole + prefix + (strcmp(root, "/") != 0) : whole);
}

static void tree(void)
{
    put_folder("a");
    put_folder("a/b");
    put_folder("ab");
    put_text("a/b/f.txt", "1");
    put_text("ab/f.txt", "2");
    put_text("f.txt", "3");
    assert_int_equal(symlink("a/b", "to_b"), 0);
    assert_int_equal(symlink("../ab", "a/to_ab"), 0);
    assert_int_equal(symlink("b/f.txt", "a/g.txt"), 0);
}

static void every_spelling_has_one_id(void **state)
{
    (void)state;
    static const char *const files[] = {"f.txt",        "./f.txt",       "a/../f.txt",    "a/b/f.txt",
                                        "a//b///f.txt", "./a/./b/f.txt", "to_b/f.txt",    "a/b/../b/f.txt",
                                        "ab/f.txt",     "a/to_ab/f.txt", "to_b/../g.txt", "a/to_ab/../f.txt",
                                        "/etc/passwd",  "//etc/./passwd"};
    static const char *const roots[] = {".", "a", "a/b", "to_b", "a/to_ab/", "/", "/etc", "./a/.."};
    tree();
    for (size_t r = 0; r < sizeof roots / sizeof roots[0]; r++) {
        lt_root root = {0};
        char *resolved = realpath(roots[r], NULL);
        assert_int_equal(lt_root_open(&root, roots[r], NULL), 0);
        for (size_t i = 0; i < 2 * sizeof files / sizeof files[0]; i++) {
            const char *file = files[i / 2];
            char id[2 * PATH_MAX];
            char whole[PATH_MAX];
            const char *path = NULL;
            size_t at = 0;
            char *here = getcwd(NULL, 0);
            snprintf(whole, sizeof whole, "%s/%s", here, file);
            free(here);
            file = i % 2 == 1 && file[0] != '/' ? whole : file;
            expected_id(resolved, file, id, sizeof id);
            assert_int_equal(lt_root_place(&root, file, &path, &at, NULL), 0);
            assert_string_equal(path + at, id);
            assert_int_equal(path[0], '/');
        }
        free(resolved);
        lt_root_clear(&root);
    }
}

static void descriptors_keep_their_names(void **state)
{
    (void)state;
    lt_root root = {0};
    const char *path = NULL;
    size_t at = 1;
    assert_int_equal(lt_root_open(&root, NULL, NULL), 0);
    assert_int_equal(lt_root_place(&root, "/dev/fd/0", &path, &at, NULL), 0);
    assert_string_equal(path, "/dev/fd/0");
    assert_int_equal(at, 0);
    lt_root_clear(&root);
}

static void a_root_must_be_a_folder(void **state)
{
    (void)state;
    static const char *const wrong[] = {"absent", "f.txt", ""};
    put_text("f.txt", "3");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        lt_root root = {0};
        leitong_error error;
        assert_int_equal(lt_root_open(&root, wrong[i], &error), LEITONG_EINPUT);
        assert_string_equal(error.path, wrong[i]);
        assert_non_null(strstr(error.message, "--root"));
        lt_root_clear(&root);
    }
}

static void without_a_working_folder_ids_are_whole(void **state)
{
    (void)state;
    lt_root root = {0};
    const char *path = NULL;
    size_t at = 1;
    put_folder("gone");
    assert_int_equal(chdir("gone"), 0);
    assert_int_equal(rmdir("../gone"), 0);
    assert_int_equal(lt_root_open(&root, NULL, NULL), 0);
    assert_int_equal(lt_root_place(&root, "/etc/passwd", &path, &at, NULL), 0);
    assert_string_equal(path + at, "/etc/passwd");
    assert_int_equal(lt_root_place(&root, "f.txt", &path, &at, NULL), LEITONG_EINPUT);
    lt_root_clear(&root);
    assert_int_equal(chdir(*state), 0);
}

static void a_folder_holds_what_lies_in_it(void **state)
{
    (void)state;
    const char *rest = NULL;
    assert_true(lt_root_holds("/a", "/a/b/c", &rest));
    assert_string_equal(rest, "b/c");
    assert_true(lt_root_holds("/a", "/a", &rest));
    assert_string_equal(rest, "");
    assert_true(lt_root_holds("", "/a", &rest));
    assert_string_equal(rest, "a");
    assert_false(lt_root_holds("/a", "/ab", &rest));
    assert_false(lt_root_holds("/a/b", "/a", &rest));
}

static void the_last_name_of_an_id(void **state)
{
    (void)state;
    static const char *const ids[][2] = {
        {"speech/b.txt", "b.txt"},
        {"b.txt", "b.txt"},
        {"texts/2019.zip!plan.docx", "plan.docx"},
        {"texts/2019.zip!plan/a.docx", "a.docx"},
        {"x.tar.bz2!inner.tgz!~$a.docx", "~$a.docx"},
        {"-!a.txt", "a.txt"},
        {"Yahoo!.txt", "Yahoo!.txt"},
        {"Hello! World.txt", "Hello! World.txt"},
        {"a.zip!", "a.zip!"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        assert_string_equal(lt_root_name(ids[i][0]), ids[i][1]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_enter, folder_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_name_of_an_id),     TEST(every_spelling_has_one_id),
        TEST(descriptors_keep_their_names),           TEST(a_root_must_be_a_folder),
        TEST(without_a_working_folder_ids_are_whole), TEST(a_folder_holds_what_lies_in_it),
    };
    return cmocka_run_group_tests_name("root", tests, NULL, NULL);
}

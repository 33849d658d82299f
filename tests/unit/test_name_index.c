#include "test.h"

#include "extract/name_index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beside a look at all of them: of equal names the last one added, also behind an addition that follows a question. */
static void names_are_found_as_by_a_look_at_all(void **state)
{
    char names[400][8];
    lt_name_index index = {0};
    size_t at = 0;
    (void)state;
    assert_false(lt_name_index_find(&index, "a", &at));
    for (size_t count = 0; count < 400; count++) {
        snprintf(names[count], sizeof names[count], "%zu", count * count % 157);
        assert_int_equal(lt_name_index_add(&index, names[count], count, NULL), 0);
        char asked[8];
        snprintf(asked, sizeof asked, "%zu", count % 157);
        size_t wanted = SIZE_MAX;
        for (size_t i = 0; i <= count; i++) {
            wanted = strcmp(names[i], asked) == 0 ? i : wanted;
        }
        at = SIZE_MAX;
        assert_int_equal(lt_name_index_find(&index, asked, &at), wanted != SIZE_MAX);
        assert_int_equal(at, wanted);
    }
    assert_false(lt_name_index_find(&index, NULL, &at));
    lt_name_index_clear(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_found_as_by_a_look_at_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "names/place_given.h"

#include "base/compare.h"

#include <string.h>

typedef struct given {
    lt_place_tree *tree;
    lt_place_tokens *tokens;
    void *context;
    leitong_error *error;
} given;

/* A field of a line, without white space at its ends. */
typedef struct field {
    const char *text;
    size_t size;
} field;

static bool given_space(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

/* The field at *at, up to `stop` or the end; *at: behind it. */
static field given_field(const char **at, const char *stop)
{
    field f = {*at, strcspn(*at, stop)};
    *at += f.size + ((*at)[f.size] != '\0' ? 1 : 0);
    while (f.size > 0 && given_space(f.text[0])) {
        f.text++;
        f.size--;
    }
    while (f.size > 0 && given_space(f.text[f.size - 1])) {
        f.size--;
    }
    return f;
}

static int given_level(const given *g, field kind, lt_place_level *ret_level)
{
    static const char *const kinds[] = {"province", "prefecture", "county", "township"};
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i]) == kind.size && memcmp(kinds[i], kind.text, kind.size) == 0) {
            *ret_level = LT_PLACE_PROVINCE + i;
            return 0;
        }
    }
    return lt_error_set(g->error, LEITONG_EINPUT,
                        "a place of kind \"%.*s\": write province, prefecture, county or township",
                        (int)LT_MIN(kind.size, 40), kind.text);
}

/* The place `name` within `above`: the only one higher than `level`. */
static int given_parent(const given *g, field name, lt_place_level level, uint32_t *above)
{
    const uint32_t *tokens = NULL;
    size_t count = 0;
    size_t found = 0;
    uint32_t node = *above;
    LT_TRY(g->tokens(g->context, name.text, name.size, &tokens, &count, g->error));
    const lt_place_name *one =
        count > 0 && count <= LT_NAME_LONGEST ? lt_place_tree_find(g->tree, tokens, count) : NULL;
    for (; one != NULL; one = lt_place_tree_next(g->tree, one)) {
        if (lt_place_tree_level(g->tree, one->node) < level && one->node != node &&
            lt_place_tree_within(g->tree, one->node, *above)) {
            node = one->node;
            found++;
        }
    }
    int size = (int)LT_MIN(name.size, 80);
    if (found == 0) {
        return lt_error_set(g->error, LEITONG_EINPUT,
                            "no place above it is called \"%.*s\": write a known one, or give it in a line before",
                            size, name.text);
    }
    if (found > 1) {
        return lt_error_set(g->error, LEITONG_EINPUT,
                            "several places are called \"%.*s\": write what it lies in before it, as in 南京市/鼓楼区",
                            size, name.text);
    }
    *above = node;
    return 0;
}

int lt_place_given_add(lt_place_tree *tree, const char *line, lt_place_tokens *tokens, void *context,
                       leitong_error *error)
{
    const given g = {tree, tokens, context, error};
    const uint32_t *letters = NULL;
    size_t count = 0;
    uint32_t above = LT_PLACE_ROOT;
    lt_place_level level = LT_PLACE_GIVEN;
    field name = given_field(&line, "\t");
    field kind = given_field(&line, "\t");
    if (kind.size > 0) {
        LT_TRY(given_level(&g, kind, &level));
    }
    while (*line != '\0') {
        LT_TRY(given_parent(&g, given_field(&line, "/"), level, &above));
    }
    LT_TRY(tokens(context, name.text, name.size, &letters, &count, error));
    return count > 0 && count <= LT_NAME_LONGEST ? lt_place_tree_add(tree, letters, count, level, above, error) : 0;
}

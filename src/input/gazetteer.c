#include "input/gazetteer.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "base/error.h"
#include "base/open_file.h"
#include "base/utf8.h"
#include "names/place_given.h"
#include "text/fold_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct leitong_gazetteer {
    char *bytes; /* names point into it */
    const char **names;
    size_t *lines; /* [name] its line, from 1 */
    size_t count, capacity, line_capacity, line;
};

void leitong_gazetteer_free(leitong_gazetteer *gazetteer)
{
    if (gazetteer != NULL) {
        free(gazetteer->bytes);
        free((void *)(uintptr_t)gazetteer->names);
        free(gazetteer->lines);
        free(gazetteer);
    }
}

const char *const *leitong_gazetteer_names(const leitong_gazetteer *gazetteer, size_t *ret_count)
{
    *ret_count = gazetteer->count;
    return gazetteer->names;
}

static bool gazetteer_space(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

/* One line: bytes [begin, end) of the file, whose end may be written to. */
static int gazetteer_line(leitong_gazetteer *g, const char *path, size_t begin, size_t end, leitong_error *error)
{
    while (begin < end && gazetteer_space(g->bytes[begin])) {
        begin++;
    }
    while (begin < end && gazetteer_space(g->bytes[end - 1])) {
        end--;
    }
    if (begin == end || g->bytes[begin] == '#') {
        return 0;
    }
    if (end - begin > LEITONG_GAZETTEER_NAME) {
        return lt_error_at(error, LEITONG_EINPUT, path, begin, "line %zu: a name of %zu bytes: give one name a line",
                           g->line, end - begin);
    }
    LT_TRY(lt_buffer_reserve((void *)&g->names, &g->capacity, g->count + 1, sizeof *g->names, error));
    LT_TRY(LT_RESERVE(g->lines, g->line_capacity, g->count + 1, error));
    g->lines[g->count] = g->line;
    g->bytes[end] = '\0';
    g->names[g->count++] = g->bytes + begin;
    return 0;
}

/* Letters of a name; a word of other letters than Han is as many. */
static int gazetteer_tokens(void *context, const char *text, size_t size, const uint32_t **ret_tokens,
                            size_t *ret_count, leitong_error *error)
{
    uint32_t *tokens = context;
    size_t count = 0;
    (void)error;
    for (size_t at = 0; at < size && count < LT_NAME_LONGEST + 1; count++) {
        unsigned length = 0;
        tokens[count] = lt_fold_simplified(lt_code_point_read((const uint8_t *)text + at, size - at, &length));
        at += length;
    }
    *ret_tokens = tokens;
    *ret_count = count;
    return 0;
}

/* Whether kinds and parents can be understood: a tree is made of them, and thrown away. */
static int gazetteer_places(const leitong_gazetteer *g, const char *path, leitong_error *error)
{
    uint32_t tokens[LT_NAME_LONGEST + 1];
    lt_place_tree *tree = NULL;
    leitong_error why = {0};
    int code = 0;
    bool kinds = false;
    for (size_t i = 0; i < g->count && !kinds; i++) {
        kinds = strchr(g->names[i], '\t') != NULL;
    }
    if (!kinds) {
        return 0;
    }
    LT_TRY(lt_place_tree_new(&tree, error));
    for (size_t i = 0; i < g->count && code == 0; i++) {
        code = lt_place_given_add(tree, g->names[i], gazetteer_tokens, tokens, &why);
        if (code != 0) {
            code = lt_error_at(error, code, path, (uint64_t)(g->names[i] - g->bytes), "line %zu: %s", g->lines[i],
                               why.message);
        }
    }
    lt_place_tree_free(tree);
    return code;
}

/* Names of g->bytes, `size` long and writable one byte further. */
static int gazetteer_lines(leitong_gazetteer *g, const char *path, size_t size, leitong_error *error)
{
    size_t fault = lt_utf8_fault((const uint8_t *)g->bytes, size);
    const char *nul = size > 0 ? memchr(g->bytes, 0, size) : NULL;
    if (fault < size) {
        return lt_error_at(error, LEITONG_EINPUT, path, fault, "not UTF-8: save the list of names as UTF-8");
    }
    if (nul != NULL) {
        return lt_error_at(error, LEITONG_EINPUT, path, (uint64_t)(nul - g->bytes), "a NUL byte in a list of names");
    }
    size_t at = lt_utf8_mark(g->bytes, size);
    while (at < size) {
        const char *line_end = memchr(g->bytes + at, '\n', size - at);
        size_t end = line_end != NULL ? (size_t)(line_end - g->bytes) : size;
        g->line++;
        LT_TRY(gazetteer_line(g, path, at, end, error));
        at = end + 1;
    }
    return gazetteer_places(g, path, error);
}

/* Takes `bytes`, with room for a NUL behind `size` of them, whatever comes of it. */
static int gazetteer_take(const char *path, char *bytes, size_t size, leitong_gazetteer **ret_gazetteer,
                          leitong_error *error)
{
    leitong_gazetteer *g = calloc(1, sizeof *g);
    if (g == NULL) {
        free(bytes);
        return lt_error_memory(error);
    }
    g->bytes = bytes;
    int code = gazetteer_lines(g, path, size, error);
    if (code != 0) {
        leitong_gazetteer_free(g);
        return code;
    }
    *ret_gazetteer = g;
    return 0;
}

int lt_gazetteer_parse(const char *path, const uint8_t *bytes, size_t size, leitong_gazetteer **ret_gazetteer,
                       leitong_error *error)
{
    char *copy = malloc(size + 1);
    if (copy == NULL) {
        return lt_error_memory(error);
    }
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    copy[size] = '\0';
    return gazetteer_take(path, copy, size, ret_gazetteer, error);
}

int leitong_gazetteer_open(const char *path, leitong_gazetteer **ret_gazetteer, leitong_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    LT_TRY(lt_open_read(path, LEITONG_GAZETTEER_LARGEST, &bytes, &size, error));
    return gazetteer_take(path, bytes, size, ret_gazetteer, error);
}

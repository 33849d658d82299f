#include "names/place_tree.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "place_tree.inc"

#include <stdlib.h>
#include <string.h>

struct lt_place_tree {
    lt_vocabulary words;
    lt_place_node *nodes;
    lt_place_name *names;
    uint32_t *firsts; /* [word]: its first name */
    size_t node_count, node_capacity, name_count, name_capacity, first_capacity;
};

static int tree_node(lt_place_tree *tree, uint32_t parent, unsigned level, uint32_t *ret_node, leitong_error *error)
{
    LT_TRY(LT_RESERVE(tree->nodes, tree->node_capacity, tree->node_count + 1, error));
    *ret_node = (uint32_t)tree->node_count;
    tree->nodes[tree->node_count++] = (lt_place_node){parent, (uint8_t)level};
    return 0;
}

/* Names of one word stand by level, of equals in order of arrival. */
static int tree_name(lt_place_tree *tree, const uint32_t *tokens, size_t length, lt_place_name name,
                     leitong_error *error)
{
    size_t words = tree->words.count;
    uint32_t word = 0;
    LT_TRY(lt_vocabulary_add(&tree->words, tokens, length, &word, error));
    LT_TRY(LT_RESERVE(tree->firsts, tree->first_capacity, tree->words.count, error));
    LT_TRY(LT_RESERVE(tree->names, tree->name_capacity, tree->name_count + 1, error));
    if (tree->words.count > words) {
        tree->firsts[word] = LT_PLACE_NONE;
    }
    uint32_t *link = &tree->firsts[word];
    unsigned level = tree->nodes[name.node].level;
    while (*link != LT_PLACE_NONE && tree->nodes[tree->names[*link].node].level <= level) {
        link = &tree->names[*link].next;
    }
    name.next = *link;
    *link = (uint32_t)tree->name_count;
    tree->names[tree->name_count++] = name;
    return 0;
}

/* A written name: stem, marks, rest. Without a bar the stem ends before the last letter, where that leaves two. */
static int tree_written(lt_place_tree *tree, const uint8_t *text, size_t size, uint32_t node, leitong_error *error)
{
    uint32_t tokens[LT_NAME_LONGEST] = {0};
    size_t count = 0;
    size_t stem = 0;
    size_t marks[2] = {0, 0}; /* where the stem, or the whole name, is said to be an ordinary word */
    for (size_t at = 0; at < size && count < LT_NAME_LONGEST;) {
        unsigned length = 1;
        uint32_t letter = lt_code_point_read(text + at, size - at, &length);
        at += length;
        if (letter == '*') {
            marks[at == size] = count;
        } else if (letter == '|') {
            stem = count;
        } else {
            tokens[count++] = letter;
        }
    }
    unsigned level = tree->nodes[node].level;
    stem = stem == 0 && count > 2 ? count - 1 : stem;
    const lt_place_name whole = {.node = node, .whole = true, .ordinary = marks[1] > 0};
    LT_TRY(tree_name(tree, tokens, count, whole, error));
    return stem == 0 || level == LT_PLACE_TOWNSHIP
               ? 0
               : tree_name(tree, tokens, stem, (lt_place_name){.node = node, .ordinary = marks[0] > 0}, error);
}

/* A line: spaces tell the depth; behind a tab the townships. */
static int tree_line(lt_place_tree *tree, const uint8_t *line, size_t size, uint32_t above[LT_PLACE_TOWNSHIP],
                     leitong_error *error)
{
    size_t depth = 0;
    while (depth < size && depth < 2 && line[depth] == ' ') {
        depth++;
    }
    const uint8_t *tab = memchr(line, '\t', size);
    size_t end = tab != NULL ? (size_t)(tab - line) : size;
    if (end == depth + 1 && line[depth] == '-') {
        above[depth + 1] = above[depth];
        return 0;
    }
    LT_TRY(tree_node(tree, above[depth], LT_PLACE_PROVINCE + (unsigned)depth, &above[depth + 1], error));
    LT_TRY(tree_written(tree, line + depth, end - depth, above[depth + 1], error));
    for (size_t begin = end + 1; begin < size; begin = end + 1) {
        const uint8_t *space = memchr(line + begin, ' ', size - begin);
        uint32_t township = 0;
        end = space != NULL ? (size_t)(space - line) : size;
        LT_TRY(tree_node(tree, above[depth + 1], LT_PLACE_TOWNSHIP, &township, error));
        LT_TRY(tree_written(tree, line + begin, end - begin, township, error));
    }
    return 0;
}

static int tree_read(lt_place_tree *tree, leitong_error *error)
{
    uint32_t above[LT_PLACE_TOWNSHIP] = {LT_PLACE_ROOT};
    LT_TRY(tree_node(tree, LT_PLACE_ROOT, LT_PLACE_COUNTRY, &above[0], error));
    for (size_t at = 0; at < sizeof place_tree_text;) {
        const uint8_t *line = place_tree_text + at;
        const uint8_t *end = memchr(line, '\n', sizeof place_tree_text - at);
        size_t size = end != NULL ? (size_t)(end - line) : sizeof place_tree_text - at;
        LT_TRY(tree_line(tree, line, size, above, error));
        at += size + 1;
    }
    return 0;
}

int lt_place_tree_new(lt_place_tree **ret_tree, leitong_error *error)
{
    lt_place_tree *tree = calloc(1, sizeof *tree);
    if (tree == NULL) {
        return lt_error_memory(error);
    }
    int code = tree_read(tree, error);
    if (code != 0) {
        lt_place_tree_free(tree);
        return code;
    }
    *ret_tree = tree;
    return 0;
}

void lt_place_tree_free(lt_place_tree *tree)
{
    if (tree == NULL) {
        return;
    }
    lt_vocabulary_clear(&tree->words);
    free(tree->nodes);
    free(tree->names);
    free(tree->firsts);
    free(tree);
}

int lt_place_tree_add(lt_place_tree *tree, const uint32_t *tokens, size_t length, lt_place_level level, uint32_t parent,
                      leitong_error *error)
{
    uint32_t node = 0;
    for (const lt_place_name *known = lt_place_tree_find(tree, tokens, length); known != NULL;
         known = lt_place_tree_next(tree, known)) {
        if (level == LT_PLACE_GIVEN || tree->nodes[known->node].parent == parent) {
            return 0;
        }
    }
    LT_TRY(tree_node(tree, parent, level, &node, error));
    LT_TRY(tree_name(tree, tokens, length, (lt_place_name){.node = node, .whole = true}, error));
    return length > 2 && level < LT_PLACE_TOWNSHIP
               ? tree_name(tree, tokens, length - 1, (lt_place_name){.node = node}, error)
               : 0;
}

int lt_place_tree_finish(lt_place_tree *tree, leitong_error *error)
{
    return lt_vocabulary_finish(&tree->words, error);
}

const lt_place_name *lt_place_tree_find(const lt_place_tree *tree, const uint32_t *tokens, size_t length)
{
    uint32_t word = lt_vocabulary_find(&tree->words, tokens, length);
    return word != LT_VOCABULARY_NONE ? &tree->names[tree->firsts[word]] : NULL;
}

const lt_place_name *lt_place_tree_next(const lt_place_tree *tree, const lt_place_name *name)
{
    return name->next != LT_PLACE_NONE ? &tree->names[name->next] : NULL;
}

size_t lt_place_tree_longest(const lt_place_tree *tree, const uint32_t *tokens, size_t left)
{
    uint32_t lengths = left > 0 ? lt_vocabulary_lengths(&tree->words, tokens, left) : 0;
    while (lengths != 0) {
        size_t length = 31U - (size_t)__builtin_clz(lengths);
        lengths &= ~(1U << length);
        if (length <= left && lt_vocabulary_find(&tree->words, tokens, length) != LT_VOCABULARY_NONE) {
            return length;
        }
    }
    return 0;
}

lt_place_level lt_place_tree_level(const lt_place_tree *tree, uint32_t node)
{
    return (lt_place_level)tree->nodes[node].level;
}

/* Parents have lower numbers. */
uint32_t lt_place_tree_common(const lt_place_tree *tree, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (a > b) {
            a = tree->nodes[a].parent;
        } else {
            b = tree->nodes[b].parent;
        }
    }
    return a;
}

bool lt_place_tree_within(const lt_place_tree *tree, uint32_t node, uint32_t ancestor)
{
    return lt_place_tree_common(tree, node, ancestor) == ancestor;
}

uint32_t lt_place_tree_branch(const lt_place_tree *tree, uint32_t ancestor, uint32_t node)
{
    while (tree->nodes[node].parent != ancestor) {
        node = tree->nodes[node].parent;
    }
    return node;
}

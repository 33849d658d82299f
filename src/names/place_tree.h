/* place_tree: the places of China with what they lie in: provinces, prefectures, counties, townships.
 *
 *      浙江 ─┬─ 丽水 ─── 龙泉        common ancestor of 龙泉 and 上城: 浙江; below it 龙泉 lies in 丽水, which is the
 *            └─ 杭州 ─── 上城        territory of 龙泉 as seen from 上城
 *
 * Input: place_tree.txt, which is part of the library (source and licence: place_tree.LICENSE), and names that the user
 * adds. A name is one place or several (鼓楼区), known by its whole name and, from the county up, by its stem (龙泉);
 * of an ordinary word too (资源) the tree says so. Characters are simplified; ask with simplified ones.
 * Output: the nodes of a name, their level, and who lies in whom.
 * Ownership: lt_place_tree; read-only, threads may share it. Errors: LEITONG_EMEMORY.
 * Complexity: making it is linear in the text (some milliseconds); a lookup takes constant time, a question about two
 * nodes the depth of the tree. */
#ifndef LT_NAMES_PLACE_TREE_H
#define LT_NAMES_PLACE_TREE_H

#include "names/vocabulary.h"

#include <stdbool.h>

#define LT_PLACE_ROOT 0U
#define LT_PLACE_NONE UINT32_MAX

typedef enum lt_place_level {
    LT_PLACE_COUNTRY,
    LT_PLACE_PROVINCE,
    LT_PLACE_PREFECTURE,
    LT_PLACE_COUNTY,
    LT_PLACE_TOWNSHIP,
    LT_PLACE_GIVEN /* the user's, of whom only the name is known */
} lt_place_level;

typedef struct lt_place_node {
    uint32_t parent;
    uint8_t level;
} lt_place_node;

/* One way to say one place. */
typedef struct lt_place_name {
    uint32_t node;
    uint32_t next; /* another place of the same name, of a lower level or later in the table, or none */
    bool whole;    /* not a stem */
    bool ordinary; /* an ordinary word too */
} lt_place_name;

typedef struct lt_place_tree lt_place_tree;
LEITONG_CHECK int lt_place_tree_new(lt_place_tree **ret_tree, leitong_error *error);
void lt_place_tree_free(lt_place_tree *tree);
/* A place of the user's within `parent`: `tokens` in simplified characters, 1 … LT_NAME_LONGEST of them, its stem (from
 * the county up) without the last of three or more. One that is known there stays; so does any of its name where the
 * level is LT_PLACE_GIVEN. Before lt_place_tree_finish. */
LEITONG_CHECK int lt_place_tree_add(lt_place_tree *tree, const uint32_t *tokens, size_t length, lt_place_level level,
                                    uint32_t parent, leitong_error *error);
LEITONG_CHECK int lt_place_tree_finish(lt_place_tree *tree, leitong_error *error);

/* The first place that tokens[0, length) names, or NULL: the highest. */
const lt_place_name *lt_place_tree_find(const lt_place_tree *tree, const uint32_t *tokens, size_t length);
/* Another of the same name, or NULL. */
const lt_place_name *lt_place_tree_next(const lt_place_tree *tree, const lt_place_name *name);
/* Tokens of the longest name that begins at tokens[0]; 0: none. */
size_t lt_place_tree_longest(const lt_place_tree *tree, const uint32_t *tokens, size_t left);

lt_place_level lt_place_tree_level(const lt_place_tree *tree, uint32_t node);
/* The lowest node that both lie in; a node lies in itself. */
uint32_t lt_place_tree_common(const lt_place_tree *tree, uint32_t a, uint32_t b);
/* Whether `node` lies in `ancestor`. */
bool lt_place_tree_within(const lt_place_tree *tree, uint32_t node, uint32_t ancestor);
/* The child of `ancestor` that `node` lies in, or is; `node` lies in `ancestor` and is another. */
uint32_t lt_place_tree_branch(const lt_place_tree *tree, uint32_t ancestor, uint32_t node);

#endif

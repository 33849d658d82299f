/* json_node: the values of one JSON text as a tree (base/json_read.h builds it).
 *
 * The nodes stand in one array in the order of the text (preorder), each with the number of nodes of its subtree: what
 * is inside a node follows it, and its next sibling stands behind its subtree. So a tree is one allocation and needs no
 * links.
 * Input: a node, or NULL.
 * Output: nodes, and numbers as they are written, rounded once at most.
 * Ownership: the tree owns its nodes; they point into the text.
 * Errors: none; what is absent or of another kind is NULL or false.
 * Complexity: constant time, or linear in the members that are passed over; numbers: linear in their text. */
#ifndef LT_BASE_JSON_NODE_H
#define LT_BASE_JSON_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum lt_json_kind {
    LT_JSON_MISSING,
    LT_JSON_NULL,
    LT_JSON_BOOL,
    LT_JSON_NUMBER,
    LT_JSON_STRING,
    LT_JSON_OBJECT,
    LT_JSON_LIST
} lt_json_kind;

typedef struct lt_json_node {
    const char *key;  /* without its escapes, closed with NUL; NULL in a list */
    const char *text; /* strings without quotes and escapes, closed with NUL; all else as written */
    uint32_t key_size, size;
    uint32_t count; /* of the members or elements */
    uint32_t nodes; /* of the subtree, itself included */
    lt_json_kind kind;
    bool key_escaped; /* the key was written with escapes */
} lt_json_node;

/* The first value of an object or a list; NULL where there is none. */
static inline const lt_json_node *lt_json_inside(const lt_json_node *group)
{
    return group != NULL && group->count > 0 ? group + 1 : NULL;
}

/* The value behind `node`, which is not the last of its group. */
static inline const lt_json_node *lt_json_after(const lt_json_node *node)
{
    return node + node->nodes;
}

/* The kind of a value that may be absent. */
static inline lt_json_kind lt_json_kind_of(const lt_json_node *node)
{
    return node != NULL ? node->kind : LT_JSON_MISSING;
}

/* The member of that name; of several the last, which most readers of JSON take. */
const lt_json_node *lt_json_member(const lt_json_node *object, const char *name);

/* The `at`-th element. */
const lt_json_node *lt_json_element(const lt_json_node *list, size_t at);

/* Whether a value is a number without fraction and exponent. */
bool lt_json_is_whole(const lt_json_node *node);

/* The value of such a number; false where it is negative or more than `most`. */
bool lt_json_whole(const lt_json_node *number, uint64_t most, uint64_t *ret_value);

/* The value of any number: of its first 40 significant digits, rounded to nearest; infinite where it is too large. */
double lt_json_double(const lt_json_node *number);

#endif

/* json_read: the one reader of JSON (RFC 8259): the wanted members of an object, or all values as a tree.
 *
 * A recursive-descent parser that takes what RFC 8259 allows and nothing else. It is fed by whoever sends a file, so it
 * refuses what other readers read in different ways: half a surrogate pair, a wanted member that stands twice. Its
 * depth is limited, and it keeps no more than was asked for: wanted members need no memory but the caller's; of a tree,
 * lists of the outermost object may be kept apart, to be read element by element.
 * Input: valid UTF-8; for wanted members their names, and scratch of size + 1 bytes; for a tree at most UINT32_MAX
 * bytes that may be changed.
 * Output: kind and text of each wanted member: strings without their escapes, numbers as written, closed with NUL. They
 * stand in the scratch or, where a view will do, in the input. Or the nodes of a tree; its strings lose their escapes
 * where they stand, so the text is the tree's as long as that is in use.
 * Ownership: the caller; lt_json_tree owns its nodes and nothing else.
 * Errors: the faulty byte, a reason ("not_json", "lone_surrogate"; "repeated_field": a member that is wanted stands
 * twice, and readers differ in which they take) and words. LEITONG_EMEMORY, of a tree only.
 * Complexity: linear in the bytes; a tree takes 40 bytes a value. */
#ifndef LT_BASE_JSON_READ_H
#define LT_BASE_JSON_READ_H

#include "base/error.h"
#include "base/json_node.h"

/* Deeper nesting is a fault, so that the reader's own stack stays bounded. */
#define LT_JSON_DEPTH 64

typedef struct lt_json_wanted {
    const char *name; /* NULL: nothing is wanted */
    bool view;        /* strings without escapes may stay in the input, without a NUL */
    lt_json_kind kind;
    const char *text; /* of strings and numbers */
    size_t size;
} lt_json_wanted;

typedef struct lt_json_fault {
    size_t at;
    const char *reason;
    const char *words;
} lt_json_fault;

/* False with *ret_fault where the bytes are anything but one object. `count` ≤ 32. */
bool lt_json_read(const uint8_t *bytes, size_t size, lt_json_wanted *wanted, size_t count, uint8_t *scratch,
                  lt_json_fault *ret_fault);

typedef struct lt_json_tree {
    lt_json_node *nodes; /* nodes[0] is the whole */
    size_t count, capacity;
    const char *const *apart; /* lists of these names, up to a NULL, in the outermost object are checked and counted,
                                 but have no nodes; NULL: none */
} lt_json_tree;

/* Reads a whole text, of any kind, into `tree`, whose former nodes go. LEITONG_EINPUT with *ret_fault where it is no
 * JSON (`error` is then as before), LEITONG_EMEMORY. */
LEITONG_CHECK int lt_json_tree_read(lt_json_tree *tree, char *text, size_t size, lt_json_fault *ret_fault,
                                    leitong_error *error);
/* The same for the element at byte *at of a list that was kept apart from another tree of `text`; *at goes to the next.
 * Each element may be read once. */
LEITONG_CHECK int lt_json_tree_element(lt_json_tree *tree, char *text, size_t size, size_t *at,
                                       lt_json_fault *ret_fault, leitong_error *error);
void lt_json_tree_clear(lt_json_tree *tree);

#endif

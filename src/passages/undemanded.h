/* undemanded: bounds how much of one document pair's passages contract 1 does not demand.
 *
 *      passage  ──────┤├─────■■■■■■■■■■■■┤├■■■■■■■■■────┤├───────
 *               └── left end ┘└──────── core ──────┘└ right end ─┘
 *
 * The core of a passage is what contains the places that contract 1 demands of it (audit). The rest, its two ends, was
 * found by extending the alignment; a passage without a core is all of that kind. In texts whose lines are alike,
 * chance demands many short runs, and around each of them the lines align at every shift. Therefore, the passages with
 * most equal tokens first (chance makes many of few):
 * - an end that is no longer than the core stays, as the core pays for it; a longer one stays while on one of its
 *   sides no token is within LT_UNDEMANDED_DEPTH long ends already, and is cut off otherwise. So a place with many
 *   copies keeps the ends of each: on the other side they are at different places;
 * - a passage without a core stays while on both of its sides no token is within LT_UNDEMANDED_DEPTH such passages,
 *   and is removed otherwise.
 * So the long ends that stay cover at most LT_UNDEMANDED_DEPTH tokens for each token of either document, and what is
 * on their other side is about as long. An end also stays where the rest would be no passage by itself: a core may be
 * in the spans and off the alignment. Tandem repeats are left as they are.
 * Input: the passages of one pair and their cores.
 * Output: the passages that stay, in their order.
 * Ownership: lt_undemanded is one worker's scratch.
 * Errors: LEITONG_EMEMORY.
 * Complexity: passages × log passages, and their edits. */
#ifndef LT_PASSAGES_UNDEMANDED_H
#define LT_PASSAGES_UNDEMANDED_H

#include "passages/box_index.h"
#include "passages/depth_limit.h"
#include "passages/trim.h"

/* How many stretches that contract 1 does not demand may cover a token of a pair. */
#define LT_UNDEMANDED_DEPTH 2

/* The sides of a stretch on one axis for depth_limit: b follows a, unless they are one document; ends come behind
 * passages without a core, which do not count among them. */
typedef struct lt_undemanded_sides {
    lt_depth_limit_span a, b;
} lt_undemanded_sides;
lt_undemanded_sides lt_undemanded_on(lt_edit spans, bool is_end, bool self);

/* Whether a stretch can't stay. */
bool lt_undemanded_full(const lt_depth_limit *limit, lt_undemanded_sides on, bool is_end);

typedef struct lt_undemanded_item {
    lt_edit spans;
    size_t passage;
    uint32_t matched; /* of the passage */
    int part;
} lt_undemanded_item;

typedef struct lt_undemanded {
    lt_depth_limit depth_limit;
    lt_undemanded_item *items;
    bool *gone; /* [passage − first] */
    size_t count, capacity, gone_capacity;
} lt_undemanded; /* zero it first */
void lt_undemanded_clear(lt_undemanded *undemanded);

typedef struct lt_undemanded_input {
    const lt_sides *sides;
    const lt_align_options *options;
    const lt_box *cores; /* by lt_passage.core */
} lt_undemanded_input;

/* passages->items[first …] are the pair's. */
LEITONG_CHECK int lt_undemanded_bound(lt_undemanded *undemanded, const lt_undemanded_input *input,
                                      lt_passages *passages, size_t first, leitong_error *error);

#endif

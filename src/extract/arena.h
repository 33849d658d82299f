/* arena: memory that is given back at once.
 *
 * Trees of hostile input are deep, and to free one node by node needs as deep a recursion, or a walk of its own.
 * Input: sizes. Output: rooms, aligned for any type. Ownership: lt_arena is the caller's, who zeroes and clears it.
 * Errors: NULL when memory runs out. Complexity: constant time a room; at most half of a block is not used. */
#ifndef LT_EXTRACT_ARENA_H
#define LT_EXTRACT_ARENA_H

#include <stddef.h>

typedef struct lt_arena {
    struct lt_arena_block *blocks; /* the newest first */
    size_t used, size;             /* of the newest */
} lt_arena;

void *lt_arena_take(lt_arena *arena, size_t size);
void lt_arena_clear(lt_arena *arena);

#endif

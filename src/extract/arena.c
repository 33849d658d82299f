#include "extract/arena.h"

#include "base/compare.h"

#include <stdalign.h>
#include <stdlib.h>

#define ARENA_BLOCK ((size_t)1 << 20)

struct lt_arena_block {
    struct lt_arena_block *next;
    alignas(max_align_t) unsigned char room[];
};

void *lt_arena_take(lt_arena *arena, size_t size)
{
    size_t align = alignof(max_align_t);
    size_t need = (LT_MAX(size, (size_t)1) + align - 1) / align * align;
    if (need < size) {
        return NULL;
    }
    if (arena->blocks == NULL || need > arena->size - arena->used) {
        size_t room = LT_MAX(need, ARENA_BLOCK);
        struct lt_arena_block *block = malloc(sizeof *block + room);
        if (block == NULL) {
            return NULL;
        }
        block->next = arena->blocks;
        arena->blocks = block;
        arena->size = room;
        arena->used = 0;
    }
    void *taken = arena->blocks->room + arena->used;
    arena->used += need;
    return taken;
}

void lt_arena_clear(lt_arena *arena)
{
    while (arena->blocks != NULL) {
        struct lt_arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    *arena = (lt_arena){0};
}

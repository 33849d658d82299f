#include "names/vocabulary.h"

#include "base/buffer.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define VOCABULARY_FIRST 0x1000U /* entries of `lengths` at least; a power of two */
#define VOCABULARY_SLOTS 64U     /* at first */

void lt_vocabulary_clear(lt_vocabulary *vocabulary)
{
    free(vocabulary->words);
    free(vocabulary->tokens);
    free(vocabulary->slots);
    free(vocabulary->lengths);
    *vocabulary = (lt_vocabulary){0};
}

/* Where the lengths of words that begin with these two tokens stand; of a word of one token the second counts as 0. */
static size_t vocabulary_first(const lt_vocabulary *v, uint32_t first, uint32_t second)
{
    uint64_t hash = (first + UINT64_C(0x9E3779B97F4A7C15) * (second + 1)) * UINT64_C(0xBF58476D1CE4E5B9);
    return (size_t)(hash >> 32) & (v->length_count - 1);
}

static uint32_t vocabulary_word(uint64_t slot)
{
    return (uint32_t)slot - 1;
}

/* The slot of the word, or the empty one where it would stand. */
static size_t vocabulary_slot(const lt_vocabulary *v, const uint32_t *tokens, size_t length, uint64_t hash)
{
    size_t mask = v->slot_count - 1;
    size_t slot = (size_t)hash & mask;
    for (; v->slots[slot] != 0; slot = (slot + 1) & mask) {
        if (v->slots[slot] >> 32 != hash >> 32) {
            continue;
        }
        const lt_word *word = &v->words[vocabulary_word(v->slots[slot])];
        if (word->length == length && memcmp(v->tokens + word->at, tokens, length * sizeof *tokens) == 0) {
            break;
        }
    }
    return slot;
}

/* Twice the slots, or the first ones. */
static int vocabulary_grow(lt_vocabulary *v, leitong_error *error)
{
    size_t count = v->slot_count == 0 ? VOCABULARY_SLOTS : 2 * v->slot_count;
    uint64_t *slots = calloc(count, sizeof *slots);
    if (slots == NULL) {
        return lt_error_memory(error);
    }
    free(v->slots);
    v->slots = slots;
    v->slot_count = count;
    for (uint64_t i = 0; i < v->count; i++) {
        const uint32_t *tokens = v->tokens + v->words[i].at;
        size_t length = v->words[i].length;
        uint64_t hash = lt_hash_64(tokens, length * sizeof *tokens);
        v->slots[vocabulary_slot(v, tokens, length, hash)] = hash >> 32 << 32 | (i + 1);
    }
    return 0;
}

int lt_vocabulary_add(lt_vocabulary *v, const uint32_t *tokens, size_t length, uint32_t *ret_word, leitong_error *error)
{
    if (2 * (v->count + 1) > v->slot_count) {
        LT_TRY(vocabulary_grow(v, error));
    }
    uint64_t hash = lt_hash_64(tokens, length * sizeof *tokens);
    size_t slot = vocabulary_slot(v, tokens, length, hash);
    if (v->slots[slot] == 0) {
        LT_TRY(LT_RESERVE(v->words, v->capacity, v->count + 1, error));
        LT_TRY(LT_RESERVE(v->tokens, v->token_capacity, v->token_count + length, error));
        memcpy(v->tokens + v->token_count, tokens, length * sizeof *tokens);
        v->words[v->count++] = (lt_word){v->token_count, (uint8_t)length};
        v->token_count += length;
        v->slots[slot] = hash >> 32 << 32 | v->count;
    }
    *ret_word = vocabulary_word(v->slots[slot]);
    return 0;
}

int lt_vocabulary_finish(lt_vocabulary *v, leitong_error *error)
{
    size_t count = VOCABULARY_FIRST;
    while (count < 8 * v->count) {
        count *= 2;
    }
    uint32_t *lengths = calloc(count, sizeof *lengths);
    if (lengths == NULL) {
        return lt_error_memory(error);
    }
    free(v->lengths);
    v->lengths = lengths;
    v->length_count = count;
    for (size_t i = 0; i < v->count; i++) {
        const uint32_t *tokens = v->tokens + v->words[i].at;
        uint32_t second = v->words[i].length > 1 ? tokens[1] : 0;
        lengths[vocabulary_first(v, tokens[0], second)] |= 1U << v->words[i].length;
    }
    return 0;
}

uint32_t lt_vocabulary_find(const lt_vocabulary *v, const uint32_t *tokens, size_t length)
{
    if (v->count == 0) {
        return LT_VOCABULARY_NONE;
    }
    size_t slot = vocabulary_slot(v, tokens, length, lt_hash_64(tokens, length * sizeof *tokens));
    return v->slots[slot] != 0 ? vocabulary_word(v->slots[slot]) : LT_VOCABULARY_NONE;
}

uint32_t lt_vocabulary_lengths(const lt_vocabulary *v, const uint32_t *tokens, size_t left)
{
    if (v->lengths == NULL) {
        return 0;
    }
    uint32_t single = v->lengths[vocabulary_first(v, tokens[0], 0)] & 2U;
    return single | (left > 1 ? v->lengths[vocabulary_first(v, tokens[0], tokens[1])] & ~2U : 0);
}

#include "names/vocabulary.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define VOCABULARY_FIRST 0x10000U /* entries of `lengths` at least; a power of two */
#define VOCABULARY_SLOTS 64U      /* at first */

void lt_vocabulary_clear(lt_vocabulary *vocabulary)
{
    free(vocabulary->words);
    free(vocabulary->tokens);
    free(vocabulary->slots);
    free(vocabulary->lengths);
    free(vocabulary->firsts);
    *vocabulary = (lt_vocabulary){0};
}

/* Where the lengths of words that begin with these two tokens stand. */
static size_t vocabulary_first(const lt_vocabulary *v, uint32_t first, uint32_t second)
{
    return (size_t)(lt_vocabulary_hash(first, second) >> 32) & (v->length_count - 1);
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

/* Adds a word that arrived `certain` times as one for certain. */
static int vocabulary_put(lt_vocabulary *v, const uint32_t *tokens, const lt_word *from, leitong_error *error)
{
    size_t length = from->length;
    int code = 2 * (v->count + 1) > v->slot_count ? vocabulary_grow(v, error) : 0;
    if (code != 0) {
        return code;
    }
    uint64_t hash = lt_hash_64(tokens, length * sizeof *tokens);
    size_t slot = vocabulary_slot(v, tokens, length, hash);
    if (v->slots[slot] != 0) {
        lt_word *word = &v->words[vocabulary_word(v->slots[slot])];
        word->flags |= from->flags;
        word->kind = LT_MIN(from->kind, word->kind);
        word->certain += from->certain;
        return 0;
    }
    code = LT_RESERVE(v->words, v->capacity, v->count + 1, error);
    code = code != 0 ? code : LT_RESERVE(v->tokens, v->token_capacity, v->token_count + length, error);
    if (code != 0) {
        return code;
    }
    memcpy(v->tokens + v->token_count, tokens, length * sizeof *tokens);
    v->words[v->count] = *from;
    v->words[v->count++].at = v->token_count;
    v->token_count += length;
    v->slots[slot] = hash >> 32 << 32 | v->count;
    return 0;
}

int lt_vocabulary_add(lt_vocabulary *v, const uint32_t *tokens, size_t length, int kind, unsigned flags,
                      leitong_error *error)
{
    lt_word word = {0, (uint8_t)length, (uint8_t)kind, (uint8_t)flags, (flags & LT_NAME_CERTAIN) != 0 ? 1 : 0};
    return vocabulary_put(v, tokens, &word, error);
}

int lt_vocabulary_join(lt_vocabulary *v, const lt_vocabulary *other, const uint8_t *wanted, leitong_error *error)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < other->count; i++) {
        bool put = wanted == NULL || wanted[i] != 0;
        code = put ? vocabulary_put(v, other->tokens + other->words[i].at, &other->words[i], error) : 0;
    }
    return code;
}

int lt_vocabulary_finish(lt_vocabulary *v, leitong_error *error)
{
    size_t count = VOCABULARY_FIRST;
    while (count < 8 * v->count) {
        count *= 2;
    }
    uint32_t *lengths = calloc(count, sizeof *lengths);
    uint64_t *firsts = calloc(LT_VOCABULARY_FIRSTS / 64, sizeof *firsts);
    if (lengths == NULL || firsts == NULL) {
        free(lengths);
        free(firsts);
        return lt_error_memory(error);
    }
    free(v->lengths);
    free(v->firsts);
    v->lengths = lengths;
    v->firsts = firsts;
    v->length_count = count;
    v->single = false;
    for (size_t i = 0; i < v->count; i++) {
        const uint32_t *tokens = v->tokens + v->words[i].at;
        uint32_t second = v->words[i].length > 1 ? tokens[1] : 0;
        size_t bit = (size_t)(lt_vocabulary_hash(tokens[0], second) >> 32) % LT_VOCABULARY_FIRSTS;
        lengths[vocabulary_first(v, tokens[0], second)] |= 1U << v->words[i].length;
        firsts[bit / 64] |= UINT64_C(1) << bit % 64;
        v->single = v->single || v->words[i].length == 1;
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

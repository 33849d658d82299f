#include "text/lexicon.h"

#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define LEXICON_SHARDS 64U
#define LEXICON_FIRST_BITS 10U                    /* words of the first chunk; each next one is twice as large */
#define LEXICON_CHUNKS (32U - LEXICON_FIRST_BITS) /* enough for every number */
#define LEXICON_MOST (LT_TOKEN_WORD - 1)          /* words; the last number is LT_TOKEN_UNKNOWN's */
#define LEXICON_ARENA (64U << 10)                 /* bytes of text that are asked for at once */
#define LEXICON_SLOTS 64U                         /* of a shard's first table */

typedef struct lexicon_word {
    uint64_t hash;
    const uint8_t *text;
    uint32_t size;
    uint32_t number;
} lexicon_word;

/* A stretch of texts; never moved. */
typedef struct lexicon_arena {
    struct lexicon_arena *before;
    uint8_t bytes[];
} lexicon_arena;

typedef struct lexicon_shard {
    pthread_mutex_t lock;
    uint32_t *slots; /* number + 1; 0: free */
    size_t size;     /* a power of two; 0 at first */
    size_t count;
    lexicon_arena *arena;
    size_t used, room; /* of the last arena */
} lexicon_shard;

struct lt_lexicon {
    unsigned owners;
    uint64_t seed;
    pthread_mutex_t lock; /* over `count` and the making of chunks */
    uint32_t count;
    lexicon_word *chunks[LEXICON_CHUNKS];
    lexicon_shard shards[LEXICON_SHARDS];
};

/* Chunk k holds numbers from 2^(k + FIRST_BITS) − 2^FIRST_BITS on. */
static unsigned lexicon_chunk(uint32_t number, uint32_t *ret_at)
{
    uint64_t moved = (uint64_t)number + (1U << LEXICON_FIRST_BITS);
    unsigned bits = 63U - (unsigned)__builtin_clzll(moved);
    *ret_at = (uint32_t)(moved - ((uint64_t)1 << bits));
    return bits - LEXICON_FIRST_BITS;
}

static lexicon_word *lexicon_at(const lt_lexicon *lexicon, uint32_t number)
{
    uint32_t at;
    unsigned chunk = lexicon_chunk(number, &at);
    return __atomic_load_n(&lexicon->chunks[chunk], __ATOMIC_ACQUIRE) + at;
}

int lt_lexicon_new(lt_lexicon **ret_lexicon, leitong_error *error)
{
    lt_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (lexicon == NULL) {
        return lt_error_memory(error);
    }
    lexicon->owners = 1;
    if (getrandom(&lexicon->seed, sizeof lexicon->seed, GRND_NONBLOCK) != (ssize_t)sizeof lexicon->seed) {
        lexicon->seed = (uintptr_t)lexicon; /* hard to foresee, if not as hard */
    }
    pthread_mutex_init(&lexicon->lock, NULL);
    for (unsigned i = 0; i < LEXICON_SHARDS; i++) {
        pthread_mutex_init(&lexicon->shards[i].lock, NULL);
    }
    *ret_lexicon = lexicon;
    return 0;
}

lt_lexicon *lt_lexicon_share(lt_lexicon *lexicon)
{
    __atomic_fetch_add(&lexicon->owners, 1, __ATOMIC_RELAXED);
    return lexicon;
}

void lt_lexicon_free(lt_lexicon *lexicon)
{
    if (lexicon == NULL || __atomic_sub_fetch(&lexicon->owners, 1, __ATOMIC_ACQ_REL) > 0) {
        return;
    }
    for (unsigned i = 0; i < LEXICON_SHARDS; i++) {
        lexicon_shard *shard = &lexicon->shards[i];
        for (lexicon_arena *arena = shard->arena, *before; arena != NULL; arena = before) {
            before = arena->before;
            free(arena);
        }
        free(shard->slots);
        pthread_mutex_destroy(&shard->lock);
    }
    for (unsigned i = 0; i < LEXICON_CHUNKS; i++) {
        free(lexicon->chunks[i]);
    }
    pthread_mutex_destroy(&lexicon->lock);
    free(lexicon);
}

uint64_t lt_lexicon_word_hash(const uint8_t *text, size_t size)
{
    return lt_hash_64(text, size);
}

/* The word's slot, or the free one where it belongs. The table has a free slot. */
static uint32_t *lexicon_slot(const lt_lexicon *lexicon, const lexicon_shard *shard, const lexicon_word *word,
                              uint64_t place)
{
    for (size_t at = (size_t)place & (shard->size - 1);; at = (at + 1) & (shard->size - 1)) {
        uint32_t *slot = &shard->slots[at];
        if (*slot == 0) {
            return slot;
        }
        const lexicon_word *known = lexicon_at(lexicon, *slot - 1);
        if (known->hash == word->hash && known->size == word->size &&
            memcmp(known->text, word->text, word->size) == 0) {
            return slot;
        }
    }
}

/* Where a word belongs: the top bits choose its shard, the low ones its slot. */
static uint64_t lexicon_place(const lt_lexicon *lexicon, const uint8_t *text, size_t size)
{
    return lt_hash_seeded(text, size, lexicon->seed);
}

static void lexicon_fill(const lt_lexicon *lexicon, lexicon_shard *shard, uint32_t number)
{
    const lexicon_word *word = lexicon_at(lexicon, number);
    size_t at = (size_t)lexicon_place(lexicon, word->text, word->size) & (shard->size - 1);
    while (shard->slots[at] != 0) {
        at = (at + 1) & (shard->size - 1);
    }
    shard->slots[at] = number + 1;
}

/* Room for one word more, at most two thirds full. */
static int shard_grow(const lt_lexicon *lexicon, lexicon_shard *shard, leitong_error *error)
{
    if (3 * (shard->count + 1) <= 2 * shard->size) {
        return 0;
    }
    size_t size = shard->size == 0 ? LEXICON_SLOTS : 2 * shard->size;
    uint32_t *old = shard->slots;
    size_t old_size = shard->size;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL) {
        return lt_error_memory(error);
    }
    shard->slots = slots;
    shard->size = size;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i] != 0) {
            lexicon_fill(lexicon, shard, old[i] - 1);
        }
    }
    free(old);
    return 0;
}

/* Keeps a word's text. */
static int shard_keep(lexicon_shard *shard, lexicon_word *word, leitong_error *error)
{
    if (shard->arena == NULL || word->size > shard->room - shard->used) {
        size_t room = LT_MAX(word->size, LEXICON_ARENA);
        room = shard->arena == NULL && word->size < LEXICON_ARENA / 64 ? LEXICON_ARENA / 64 : room;
        lexicon_arena *arena = malloc(sizeof *arena + room);
        if (arena == NULL) {
            return lt_error_memory(error);
        }
        arena->before = shard->arena;
        shard->arena = arena;
        shard->used = 0;
        shard->room = room;
    }
    uint8_t *kept = shard->arena->bytes + shard->used;
    memcpy(kept, word->text, word->size);
    word->text = kept;
    shard->used += word->size;
    return 0;
}

/* The next number, with room for its word. */
static int lexicon_number(lt_lexicon *lexicon, uint32_t *ret_number, leitong_error *error)
{
    int code = 0;
    uint32_t at;
    pthread_mutex_lock(&lexicon->lock);
    unsigned chunk = lexicon_chunk(lexicon->count, &at);
    if (lexicon->count == LEXICON_MOST) {
        code = lt_error_set(error, LEITONG_EUSAGE, "more than %u different words; scan fewer documents at once",
                            LEXICON_MOST);
        goto done;
    }
    if (lexicon->chunks[chunk] == NULL) {
        lexicon_word *words = malloc(((size_t)1 << (chunk + LEXICON_FIRST_BITS)) * sizeof *words);
        if (words == NULL) {
            code = lt_error_memory(error);
            goto done;
        }
        __atomic_store_n(&lexicon->chunks[chunk], words, __ATOMIC_RELEASE);
    }
    *ret_number = lexicon->count++;
done:
    pthread_mutex_unlock(&lexicon->lock);
    return code;
}

static int shard_add(lt_lexicon *lexicon, lexicon_shard *shard, lexicon_word *word, uint32_t *ret_number,
                     leitong_error *error)
{
    LT_TRY(shard_keep(shard, word, error));
    int code = lexicon_number(lexicon, ret_number, error);
    if (code != 0) {
        shard->used -= word->size;
        return code;
    }
    word->number = *ret_number;
    *lexicon_at(lexicon, word->number) = *word;
    shard->count++;
    return 0;
}

int lt_lexicon_add(lt_lexicon *lexicon, const uint8_t *text, size_t size, uint64_t hash, uint32_t *ret_id,
                   leitong_error *error)
{
    if (size > UINT32_MAX) {
        return lt_error_set(error, LEITONG_EUSAGE, "a word of %zu bytes", size);
    }
    lexicon_word word = {hash, text, (uint32_t)size, 0};
    uint64_t place = lexicon_place(lexicon, text, size);
    lexicon_shard *shard = &lexicon->shards[place >> 58];
    int code = 0;
    pthread_mutex_lock(&shard->lock);
    LT_TRY_GOTO(done, shard_grow(lexicon, shard, error));
    uint32_t *slot = lexicon_slot(lexicon, shard, &word, place);
    uint32_t number = *slot - 1;
    if (*slot == 0) {
        LT_TRY_GOTO(done, shard_add(lexicon, shard, &word, &number, error));
        *slot = number + 1;
    }
    *ret_id = LT_TOKEN_WORD | number;
done:
    pthread_mutex_unlock(&shard->lock);
    return code;
}

uint32_t lt_lexicon_find(lt_lexicon *lexicon, const uint8_t *text, size_t size, uint64_t hash)
{
    lexicon_word word = {hash, text, (uint32_t)size, 0};
    uint64_t place = lexicon_place(lexicon, text, size);
    lexicon_shard *shard = &lexicon->shards[place >> 58];
    pthread_mutex_lock(&shard->lock);
    uint32_t slot = shard->size == 0 ? 0 : *lexicon_slot(lexicon, shard, &word, place);
    pthread_mutex_unlock(&shard->lock);
    return slot == 0 ? LT_TOKEN_UNKNOWN : LT_TOKEN_WORD | (slot - 1);
}

uint32_t lt_lexicon_count(const lt_lexicon *lexicon)
{
    return lexicon->count;
}

const uint8_t *lt_lexicon_text(const lt_lexicon *lexicon, uint32_t number, size_t *ret_size)
{
    const lexicon_word *word = lexicon_at(lexicon, number);
    *ret_size = word->size;
    return word->text;
}

uint64_t lt_lexicon_token_hash(const lt_lexicon *lexicon, uint32_t id)
{
    return (id & LT_TOKEN_WORD) == 0 ? id : lexicon_at(lexicon, id & ~LT_TOKEN_WORD)->hash;
}

void lt_lexicon_token_hashes(const lt_lexicon *lexicon, const uint32_t *ids, size_t count, uint64_t *ret_hashes)
{
    for (size_t i = 0; i < count; i++) {
        ret_hashes[i] = lt_lexicon_token_hash(lexicon, ids[i]);
    }
}

static int word_order(const void *left, const void *right)
{
    const lexicon_word *a = left;
    const lexicon_word *b = right;
    uint32_t both = LT_MIN(a->size, b->size);
    int order = memcmp(a->text, b->text, both);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

/* Words with one hash, in order of text. */
static void words_order_equal(lexicon_word *words, size_t count)
{
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && words[end].hash == words[begin].hash; end++) {
        }
        if (end - begin > 1) {
            qsort(words + begin, end - begin, sizeof *words, word_order);
        }
    }
}

int lt_lexicon_sort(lt_lexicon *lexicon, uint32_t **ret_numbers, leitong_error *error)
{
    size_t count = lexicon->count;
    int code = 0;
    lt_record *order = malloc((2 * count + 1) * sizeof *order);
    lexicon_word *sorted = malloc((count + 1) * sizeof *sorted);
    uint32_t *numbers = malloc((count + 1) * sizeof *numbers);
    if (order == NULL || sorted == NULL || numbers == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        order[i] = (lt_record){lexicon_at(lexicon, i)->hash, i};
    }
    lt_radix_sort_records(order, order + count, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = *lexicon_at(lexicon, (uint32_t)order[i].value);
    }
    words_order_equal(sorted, count);
    for (uint32_t i = 0; i < count; i++) {
        numbers[sorted[i].number] = i;
        sorted[i].number = i;
        *lexicon_at(lexicon, i) = sorted[i];
    }
    for (unsigned i = 0; i < LEXICON_SHARDS; i++) {
        lexicon_shard *shard = &lexicon->shards[i];
        for (size_t s = 0; s < shard->size; s++) {
            shard->slots[s] = shard->slots[s] == 0 ? 0 : numbers[shard->slots[s] - 1] + 1;
        }
    }
    *ret_numbers = numbers;
    numbers = NULL;
done:
    free(order);
    free(sorted);
    free(numbers);
    return code;
}

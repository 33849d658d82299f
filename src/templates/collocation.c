#include "templates/collocation.h"

#include "base/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BOND_LETTERS 0x40000  /* below it letters stand */
#define BOND_BITS 21          /* of a letter in a key */
#define BOND_LEAST 64         /* slots of the table at first */
#define BOND_PIECE (1U << 16) /* tokens looked at at once */

/* A pair's or triple's count; of pairs the first different neighbours. */
typedef struct bond_count {
    uint32_t count;
    uint32_t sides[2][LT_COLLOCATION_VARIETY]; /* token + 1, or 0 */
} bond_count;

typedef struct bond_worker {
    bond_count *counts; /* [slot] */
    uint32_t *letters;  /* [letter] */
    lt_spool_scratch scratch;
} bond_worker;

struct lt_collocations {
    uint64_t *keys; /* [slot]: 0 is free; a power of two */
    size_t slots, count;
    uint64_t *filter; /* a bit for each hash of a pair */
    size_t filter_mask;
    bond_worker *workers; /* the first has the sums */
    unsigned worker_count;
    const lt_corpus *corpus;
    double tokens;
};

int lt_collocations_new(lt_collocations **ret_bonds, leitong_error *error)
{
    lt_collocations *bonds = calloc(1, sizeof *bonds);
    uint64_t *keys = calloc(BOND_LEAST, sizeof *keys);
    if (bonds == NULL || keys == NULL) {
        free(bonds);
        free(keys);
        return lt_error_memory(error);
    }
    bonds->keys = keys;
    bonds->slots = BOND_LEAST;
    *ret_bonds = bonds;
    return 0;
}

void lt_collocations_free(lt_collocations *bonds)
{
    if (bonds == NULL) {
        return;
    }
    for (unsigned w = 0; bonds->workers != NULL && w < bonds->worker_count; w++) {
        free(bonds->workers[w].counts);
        free(bonds->workers[w].letters);
        lt_spool_scratch_clear(&bonds->workers[w].scratch);
    }
    free(bonds->workers);
    free(bonds->filter);
    free(bonds->keys);
    free(bonds);
}

static uint64_t collocation_key(uint32_t a, uint32_t b, uint32_t c)
{
    return (uint64_t)a << (2 * BOND_BITS) | (uint64_t)b << BOND_BITS | c;
}

static uint64_t collocation_hash(uint64_t key)
{
    key *= 0x9E3779B97F4A7C15U;
    return key ^ key >> 29;
}

/* The slot of a key, or the free one where it would stand. */
static size_t collocation_slot(const uint64_t *keys, size_t slots, uint64_t key)
{
    size_t at = collocation_hash(key) & (slots - 1);
    while (keys[at] != 0 && keys[at] != key) {
        at = (at + 1) & (slots - 1);
    }
    return at;
}

static int collocation_grow(lt_collocations *bonds, leitong_error *error)
{
    size_t slots = bonds->slots * 2;
    uint64_t *keys = calloc(slots, sizeof *keys);
    if (keys == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < bonds->slots; i++) {
        if (bonds->keys[i] != 0) {
            keys[collocation_slot(keys, slots, bonds->keys[i])] = bonds->keys[i];
        }
    }
    free(bonds->keys);
    bonds->keys = keys;
    bonds->slots = slots;
    return 0;
}

int lt_collocations_want(lt_collocations *bonds, uint32_t a, uint32_t b, uint32_t c, leitong_error *error)
{
    int code = 2 * bonds->count >= bonds->slots ? collocation_grow(bonds, error) : 0;
    if (code == 0) {
        uint64_t key = collocation_key(a, b, c);
        size_t slot = collocation_slot(bonds->keys, bonds->slots, key);
        bonds->count += bonds->keys[slot] == 0;
        bonds->keys[slot] = key;
    }
    return code;
}

static int collocation_open(lt_collocations *bonds, unsigned workers, leitong_error *error)
{
    size_t bits = bonds->slots * 8;
    bonds->filter = calloc(bits / 64, sizeof *bonds->filter);
    bonds->workers = calloc(workers, sizeof *bonds->workers);
    if (bonds->filter == NULL || bonds->workers == NULL) {
        return lt_error_memory(error);
    }
    bonds->filter_mask = bits - 1;
    bonds->worker_count = workers;
    for (unsigned w = 0; w < workers; w++) {
        bonds->workers[w].counts = calloc(bonds->slots, sizeof(bond_count));
        bonds->workers[w].letters = calloc(BOND_LETTERS, sizeof(uint32_t));
        if (bonds->workers[w].counts == NULL || bonds->workers[w].letters == NULL) {
            return lt_error_memory(error);
        }
    }
    for (size_t i = 0; i < bonds->slots; i++) {
        uint64_t hash = collocation_hash(bonds->keys[i]) & bonds->filter_mask;
        bonds->filter[hash / 64] |= (uint64_t)(bonds->keys[i] != 0) << hash % 64;
    }
    return 0;
}

static void collocation_neighbour(uint32_t side[LT_COLLOCATION_VARIETY], uint32_t token)
{
    for (unsigned i = 0; i < LT_COLLOCATION_VARIETY; i++) {
        if (side[i] == token + 1) {
            return;
        }
        if (side[i] == 0) {
            side[i] = token + 1;
            return;
        }
    }
}

/* The pair at tokens[at], and the triple. */
static void collocation_look(const lt_collocations *bonds, const bond_worker *worker, const uint32_t *tokens, size_t at,
                             size_t count)
{
    uint64_t key = collocation_key(tokens[at], tokens[at + 1], 0);
    uint64_t hash = collocation_hash(key) & bonds->filter_mask;
    if ((bonds->filter[hash / 64] >> hash % 64 & 1) == 0) {
        return;
    }
    size_t slot = collocation_slot(bonds->keys, bonds->slots, key);
    if (bonds->keys[slot] == 0) {
        return;
    }
    bond_count *pair = &worker->counts[slot];
    pair->count++;
    collocation_neighbour(pair->sides[0], at > 0 ? tokens[at - 1] : UINT32_MAX - 1);
    collocation_neighbour(pair->sides[1], at + 2 < count ? tokens[at + 2] : UINT32_MAX - 1);
    if (at + 2 < count && lt_collocation_letter(tokens[at + 2])) {
        slot = collocation_slot(bonds->keys, bonds->slots, collocation_key(tokens[at], tokens[at + 1], tokens[at + 2]));
        worker->counts[slot].count += bonds->keys[slot] != 0;
    }
}

static int collocation_document(void *context, size_t item, unsigned number, leitong_error *error)
{
    const lt_collocations *bonds = context;
    bond_worker *worker = &bonds->workers[number];
    const lt_document *d = &bonds->corpus->documents[item];
    for (uint64_t piece = 0; piece < d->token_count; piece += BOND_PIECE) {
        size_t before = piece > 0; /* a token before the piece, and two behind it */
        uint64_t end = LT_MIN(piece + BOND_PIECE + 2, d->token_count);
        size_t count = (size_t)(end - piece) + before;
        const uint32_t *tokens;
        int code =
            lt_corpus_tokens(bonds->corpus, d->token_begin + piece - before, count, &worker->scratch, &tokens, error);
        if (code != 0) {
            return code;
        }
        for (size_t i = before; i < count && i < before + BOND_PIECE; i++) {
            if (lt_collocation_letter(tokens[i])) {
                worker->letters[tokens[i]]++;
                if (i + 1 < count && lt_collocation_letter(tokens[i + 1])) {
                    collocation_look(bonds, worker, tokens, i, count);
                }
            }
        }
    }
    return 0;
}

/* Adds a worker's counts to the first one's. */
static void collocation_sum(const lt_collocations *bonds, const bond_worker *from)
{
    bond_worker *to = &bonds->workers[0];
    for (size_t i = 0; i < bonds->slots; i++) {
        to->counts[i].count += from->counts[i].count;
        for (unsigned k = 0; k < 2 * LT_COLLOCATION_VARIETY; k++) {
            uint32_t token = from->counts[i].sides[k / LT_COLLOCATION_VARIETY][k % LT_COLLOCATION_VARIETY];
            if (token != 0) {
                collocation_neighbour(to->counts[i].sides[k / LT_COLLOCATION_VARIETY], token - 1);
            }
        }
    }
    for (size_t i = 0; i < BOND_LETTERS; i++) {
        to->letters[i] += from->letters[i];
    }
}

int lt_collocations_count(lt_collocations *bonds, const lt_corpus *corpus, lt_workers *workers, leitong_error *error)
{
    int code = collocation_open(bonds, lt_workers_count(workers), error);
    bonds->corpus = corpus;
    bonds->tokens = (double)corpus->token_count;
    code = code != 0 ? code : lt_workers_run(workers, corpus->document_count, collocation_document, bonds, error);
    for (unsigned w = 1; code == 0 && w < bonds->worker_count; w++) {
        collocation_sum(bonds, &bonds->workers[w]);
    }
    return code;
}

static const bond_count *collocation_find(const lt_collocations *bonds, uint32_t a, uint32_t b, uint32_t c)
{
    return &bonds->workers[0].counts[collocation_slot(bonds->keys, bonds->slots, collocation_key(a, b, c))];
}

/* How much more often than by chance two letters stand together, in bits. */
static double collocation_information(const lt_collocations *bonds, uint32_t a, uint32_t b)
{
    const uint32_t *letters = bonds->workers[0].letters;
    double together = collocation_find(bonds, a, b, 0)->count;
    return together > 0 ? log2(together * bonds->tokens / ((double)letters[a] * letters[b]))
                        : -LT_COLLOCATION_INFORMATION;
}

bool lt_collocations_cut(const lt_collocations *bonds, uint32_t inner, uint32_t outer, uint32_t beyond, bool left)
{
    uint32_t a = left ? outer : inner;
    uint32_t b = left ? inner : outer;
    const bond_count *pair = collocation_find(bonds, a, b, 0);
    double information = pair->count > 0 ? collocation_information(bonds, a, b) : 0;
    /* Where neighbours do not vary, the word goes on. */
    if (information < LT_COLLOCATION_INFORMATION || pair->sides[left ? 0 : 1][LT_COLLOCATION_VARIETY - 1] == 0) {
        return false;
    }
    if (beyond == 0) {
        return true;
    }
    const bond_count *triple = left ? collocation_find(bonds, beyond, a, b) : collocation_find(bonds, a, b, beyond);
    return (uint64_t)triple->count * 2 <= pair->count &&
           information >
               (left ? collocation_information(bonds, beyond, outer) : collocation_information(bonds, outer, beyond));
}

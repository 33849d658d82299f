#include "passages/chain.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Sixteenths of a token. A drift costs what the edit block that makes it up for will cost (trim.h), and a little for
 * its length, so that of two chains the straighter wins; a gap costs a little, so that the nearer predecessor wins. */
#define CHAIN_TOKEN 16
#define CHAIN_DRIFT 32
#define CHAIN_DRIFT_MOST 160
#define CHAIN_NONE SIZE_MAX
/* From so many hits on, a pair's scratch is freed once it is chained: the steps after it need the memory. */
#define CHAIN_LARGE (1U << 16)

typedef struct chain_node {
    int64_t score;   /* of the best chain that ends here */
    int64_t highest; /* score of this hit and those before it, back to a gap that no chain crosses */
    size_t before;   /* hit before this one in it, or CHAIN_NONE */
    bool used;
} chain_node;

typedef struct chain_end {
    int64_t score;
    size_t hit;
} chain_end;

typedef struct chain_slot {
    uint64_t diagonal; /* + 1, so that 0 is an empty slot */
    size_t hit;
} chain_slot;

struct lt_chain {
    lt_chain_options options;
    chain_node *nodes;
    size_t nodes_capacity;
    chain_end *ends;
    size_t ends_capacity;
    chain_slot *slots; /* last hit of a diagonal: open addressing */
    size_t slots_capacity;
    size_t slot_mask; /* 0: no slots, since the look-back reaches every predecessor */
    lt_hit *hits;
    size_t hits_capacity;
    size_t *begins;
    size_t begins_capacity;
};

int lt_chain_new(const lt_chain_options *options, lt_chain **ret_chain, leitong_error *error)
{
    lt_chain *chain = calloc(1, sizeof *chain);
    if (chain == NULL) {
        return lt_error_memory(error);
    }
    chain->options = *options;
    *ret_chain = chain;
    return 0;
}

/* All but the chains themselves. */
static void chain_release(lt_chain *chain)
{
    free(chain->nodes);
    free(chain->ends);
    free(chain->slots);
    chain->nodes = NULL;
    chain->ends = NULL;
    chain->slots = NULL;
    chain->nodes_capacity = chain->ends_capacity = chain->slots_capacity = 0;
}

void lt_chain_free(lt_chain *chain)
{
    if (chain == NULL) {
        return;
    }
    chain_release(chain);
    free(chain->hits);
    free(chain->begins);
    free(chain);
}

int64_t lt_chain_gain(const lt_chain_options *options, lt_hit from, lt_hit to)
{
    if (to.a <= from.a || to.b <= from.b) {
        return LT_CHAIN_NEVER;
    }
    int64_t a = (int64_t)to.a - from.a;
    int64_t b = (int64_t)to.b - from.b;
    int64_t near = LT_MIN(a, b);
    int64_t far = LT_MAX(a, b);
    int64_t width = options->width;
    int64_t gap = far > width ? far - width : 0;
    int64_t drift = far - near;
    if (gap > options->gap || drift > options->drift) {
        return LT_CHAIN_NEVER;
    }
    int64_t gain = LT_MIN(near, width) * CHAIN_TOKEN;
    int64_t turn = drift * CHAIN_DRIFT;
    return gain - LT_MIN(turn, CHAIN_DRIFT_MOST) - drift - gap / 2;
}

static int chain_reserve(lt_chain *chain, size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(chain->nodes, chain->nodes_capacity, count, error));
    LT_TRY(LT_RESERVE(chain->ends, chain->ends_capacity, count, error));
    LT_TRY(LT_RESERVE(chain->hits, chain->hits_capacity, count, error));
    LT_TRY(LT_RESERVE(chain->begins, chain->begins_capacity, count + 1, error));
    chain->slot_mask = 0;
    return 0;
}

/* Room for the diagonals of `count` hits. */
static int chain_open_slots(lt_chain *chain, size_t count, leitong_error *error)
{
    size_t slots = 128;
    while (slots < 2 * count) {
        slots *= 2;
    }
    LT_TRY(LT_RESERVE(chain->slots, chain->slots_capacity, slots, error));
    memset(chain->slots, 0, slots * sizeof *chain->slots);
    chain->slot_mask = slots - 1;
    return 0;
}

/* The slot of a hit's diagonal, found or empty. */
static chain_slot *chain_slot_of(lt_chain *chain, lt_hit hit)
{
    uint64_t diagonal = (uint64_t)hit.b + UINT32_MAX - hit.a + 1;
    size_t place = (size_t)((diagonal * 0x9E3779B97F4A7C15U) >> 32) & chain->slot_mask;
    while (chain->slots[place].diagonal != 0 && chain->slots[place].diagonal != diagonal) {
        place = (place + 1) & chain->slot_mask;
    }
    chain_slot *slot = &chain->slots[place];
    if (slot->diagonal == 0) {
        slot->diagonal = diagonal;
        slot->hit = CHAIN_NONE;
    }
    return slot;
}

static void chain_try(lt_chain *chain, const lt_hit *hits, size_t from, size_t to)
{
    int64_t gain = lt_chain_gain(&chain->options, hits[from], hits[to]);
    if (gain == LT_CHAIN_NEVER) {
        return;
    }
    chain_node *node = &chain->nodes[to];
    int64_t score = chain->nodes[from].score + gain;
    if (score > node->score) {
        node->score = score;
        node->before = from;
    }
}

/* The most tokens of a from one hit of a chain to the next. */
static uint64_t chain_reach(const lt_chain *chain)
{
    return (uint64_t)chain->options.width + chain->options.gap;
}

/* Whether a hit within reach of `from` is further on than the look-back. */
static bool chain_crowded(const lt_chain *chain, const lt_hit *hits, size_t count, size_t from)
{
    return count - from > LT_CHAIN_LOOK_BACK && hits[from + LT_CHAIN_LOOK_BACK].a - hits[from].a <= chain_reach(chain);
}

/* In repetitive text the previous hit of the same diagonal may be further back than the look-back. */
static void chain_try_diagonal(lt_chain *chain, const lt_hit *hits, size_t count, size_t i)
{
    bool sought = i >= LT_CHAIN_LOOK_BACK && chain_crowded(chain, hits, count, i - LT_CHAIN_LOOK_BACK);
    bool found = chain_crowded(chain, hits, count, i);
    if (chain->slot_mask == 0 || (!sought && !found)) {
        return;
    }
    chain_slot *slot = chain_slot_of(chain, hits[i]);
    if (slot->hit != CHAIN_NONE) {
        chain_try(chain, hits, slot->hit, i);
    }
    slot->hit = i;
}

/* The best chain that ends at each hit. Nearer predecessors are tried first and win ties. A hit gains its width at
 * most, so the look-back ends where no predecessor's score can make up for what is found. */
static void chain_score(lt_chain *chain, const lt_hit *hits, size_t count)
{
    uint64_t reach = chain_reach(chain);
    int64_t most = (int64_t)chain->options.width * CHAIN_TOKEN;
    for (size_t i = 0; i < count; i++) {
        chain->nodes[i] = (chain_node){.score = most, .before = CHAIN_NONE};
        chain_try_diagonal(chain, hits, count, i);
        size_t stop = i > LT_CHAIN_LOOK_BACK ? i - LT_CHAIN_LOOK_BACK : 0;
        for (size_t j = i; j > stop && hits[i].a - hits[j - 1].a <= reach; j--) {
            if (chain->nodes[j - 1].highest + most <= chain->nodes[i].score) {
                break;
            }
            chain_try(chain, hits, j - 1, i);
        }
        bool joins = i > 0 && hits[i].a - hits[i - 1].a <= reach;
        int64_t before = joins ? chain->nodes[i - 1].highest : 0;
        chain->nodes[i].highest = LT_MAX(chain->nodes[i].score, before);
    }
}

static int chain_compare(const void *left, const void *right)
{
    const chain_end *l = left;
    const chain_end *r = right;
    if (l->score != r->score) {
        return l->score > r->score ? -1 : 1;
    }
    return (l->hit > r->hit) - (l->hit < r->hit);
}

/* Traces a chain back from `end` to its first hit, or to a hit of a better chain. */
static void chain_take(lt_chain *chain, const lt_hit *hits, size_t end, lt_chains *chains)
{
    size_t taken = chain->begins[chains->count];
    size_t length = 0;
    for (size_t i = end; i != CHAIN_NONE && !chain->nodes[i].used; i = chain->nodes[i].before) {
        chain->nodes[i].used = true;
        chain->hits[taken + length++] = hits[i];
    }
    for (size_t i = 0; i < length / 2; i++) {
        lt_hit swap = chain->hits[taken + i];
        chain->hits[taken + i] = chain->hits[taken + length - 1 - i];
        chain->hits[taken + length - 1 - i] = swap;
    }
    if (length > 0) {
        chain->begins[++chains->count] = taken + length;
    }
}

int lt_chain_run(lt_chain *chain, const lt_hit *hits, size_t count, lt_chains *ret_chains, leitong_error *error)
{
    LT_TRY(chain_reserve(chain, count, error));
    bool crowded = false;
    for (size_t i = 0; i < count && !crowded; i++) {
        crowded = chain_crowded(chain, hits, count, i);
    }
    if (crowded) {
        LT_TRY(chain_open_slots(chain, count, error));
    }
    chain_score(chain, hits, count);
    /* Most hits of a large pair are in no chain with others; they come last, in their order, and need no sorting. */
    size_t ends = 0;
    for (size_t i = 0; i < count; i++) {
        if (chain->nodes[i].before != CHAIN_NONE) {
            chain->ends[ends++] = (chain_end){.score = chain->nodes[i].score, .hit = i};
        }
    }
    if (ends > 1) {
        qsort(chain->ends, ends, sizeof *chain->ends, chain_compare);
    }
    lt_chains chains = {.hits = chain->hits, .begins = chain->begins, .count = 0};
    chain->begins[0] = 0;
    for (size_t e = 0; e < ends; e++) {
        chain_take(chain, hits, chain->ends[e].hit, &chains);
    }
    for (size_t i = 0; i < count; i++) {
        if (chain->nodes[i].before == CHAIN_NONE) {
            chain_take(chain, hits, i, &chains);
        }
    }
    if (count >= CHAIN_LARGE) {
        chain_release(chain);
    }
    *ret_chains = chains;
    return 0;
}

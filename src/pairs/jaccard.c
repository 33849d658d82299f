#include "pairs/jaccard.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "sketch/shingle.h"

#include <stdlib.h>
#include <string.h>

#define JACCARD_NONE SIZE_MAX
enum {
    JACCARD_STRETCH = 64, /* shingles between two looks at whether the threshold can still be reached */
    JACCARD_HASHED = 8    /* shingles hashed at once where a run of equal tokens breaks */
};

/* A shingle of either paragraph. Slots whose stamp is neither the left paragraph's nor this pair's are free, so nothing
 * is ever cleared: the right paragraph's slots come behind the left one's in every probe and vanish together. */
typedef struct jaccard_slot {
    uint32_t tag; /* high half of the hash; the low half chooses the slot */
    uint32_t stamp;
    uint32_t at;   /* first token, in its paragraph */
    uint32_t seen; /* stamp of the last pair whose right paragraph has it too */
} jaccard_slot;

typedef struct jaccard_side {
    uint32_t paragraph;
    const uint32_t *tokens;
    size_t count;
    size_t windows, width;
    lt_spool_scratch scratch;
} jaccard_side;

struct lt_jaccard {
    const lt_corpus *corpus;
    unsigned shingle;
    uint32_t tick; /* the last stamp given; 0 is no stamp */
    jaccard_side left, right;
    bool left_viewed, left_loaded;
    uint32_t left_stamp, pair_stamp;
    uint32_t left_distinct;
    bool comparable; /* windows of both are of one width */
    jaccard_slot *slots;
    size_t slot_capacity;
    size_t mask;
    uint32_t *places; /* [left window] → its slot */
    size_t place_capacity;
};

int lt_jaccard_new(const lt_corpus *corpus, unsigned shingle, lt_jaccard **ret_jaccard, leitong_error *error)
{
    lt_jaccard *jaccard = calloc(1, sizeof *jaccard);
    if (jaccard == NULL) {
        return lt_error_memory(error);
    }
    jaccard->corpus = corpus;
    jaccard->shingle = shingle;
    *ret_jaccard = jaccard;
    return 0;
}

void lt_jaccard_free(lt_jaccard *jaccard)
{
    if (jaccard == NULL) {
        return;
    }
    lt_spool_scratch_clear(&jaccard->left.scratch);
    lt_spool_scratch_clear(&jaccard->right.scratch);
    free(jaccard->slots);
    free(jaccard->places);
    free(jaccard);
}

static int jaccard_view(lt_jaccard *jaccard, jaccard_side *side, uint32_t paragraph, leitong_error *error)
{
    const lt_paragraph *span = &jaccard->corpus->paragraphs[paragraph];
    LT_TRY(
        lt_corpus_tokens(jaccard->corpus, span->token_begin, span->token_count, &side->scratch, &side->tokens, error));
    side->paragraph = paragraph;
    side->count = span->token_count;
    side->windows = lt_shingle_count(side->count, jaccard->shingle);
    side->width = lt_shingle_width(side->count, jaccard->shingle);
    return 0;
}

/* Stamps of long ago must not come back to life. */
static void jaccard_renew(lt_jaccard *jaccard)
{
    enum { STAMPS = 8 }; /* more than one pair takes */
    if (jaccard->tick < UINT32_MAX - STAMPS) {
        return;
    }
    for (size_t i = 0; i < jaccard->slot_capacity; i++) {
        jaccard->slots[i] = (jaccard_slot){0, 0, 0, 0};
    }
    jaccard->tick = 0;
    jaccard->left_loaded = false;
}

static int jaccard_view_both(lt_jaccard *jaccard, uint32_t a, uint32_t b, leitong_error *error)
{
    jaccard_renew(jaccard);
    if (!jaccard->left_viewed || jaccard->left.paragraph != a) {
        jaccard->left_viewed = false;
        jaccard->left_loaded = false;
        LT_TRY(jaccard_view(jaccard, &jaccard->left, a, error));
        jaccard->left_viewed = true;
    }
    LT_TRY(jaccard_view(jaccard, &jaccard->right, b, error));
    jaccard->comparable = jaccard->left.width == jaccard->right.width;
    return 0;
}

static bool jaccard_same(const uint32_t *x, const uint32_t *y, size_t width)
{
    if (width == 5) { /* the default; a constant width saves the call */
        return memcmp(x, y, 5 * sizeof *x) == 0;
    }
    return memcmp(x, y, width * sizeof *x) == 0;
}

/* The slot of the shingle at `ids`, or the free one where it belongs. */
static jaccard_slot *jaccard_find(const lt_jaccard *jaccard, uint64_t hash, const uint32_t *ids, size_t width)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t i = hash & jaccard->mask;; i = (i + 1) & jaccard->mask) {
        jaccard_slot *slot = &jaccard->slots[i];
        if (slot->stamp == jaccard->left_stamp) {
            if (slot->tag == tag && jaccard->comparable && jaccard_same(jaccard->left.tokens + slot->at, ids, width)) {
                return slot;
            }
        } else if (slot->stamp == jaccard->pair_stamp) {
            if (slot->tag == tag && jaccard_same(jaccard->right.tokens + slot->at, ids, width)) {
                return slot;
            }
        } else {
            return slot;
        }
    }
}

/* Room for both paragraphs' shingles at ≤ 2/3 load. */
static int jaccard_fit(lt_jaccard *jaccard, leitong_error *error)
{
    size_t least = (jaccard->left.windows + jaccard->right.windows) / 2 * 3 + 3;
    if (jaccard->left_loaded && least <= jaccard->mask + 1) {
        return 0;
    }
    /* As if the right one were no shorter, so that the left one need not move for a somewhat longer one. */
    size_t wanted = jaccard->left.windows * 3 + 3;
    wanted = LT_MAX(wanted, least);
    size_t slots = 64;
    while (slots < wanted) {
        slots *= 2;
    }
    size_t before = jaccard->slot_capacity;
    LT_TRY(LT_RESERVE(jaccard->slots, jaccard->slot_capacity, slots, error));
    for (size_t i = before; i < jaccard->slot_capacity; i++) {
        jaccard->slots[i] = (jaccard_slot){0, 0, 0, 0};
    }
    jaccard->mask = slots - 1;
    jaccard->left_loaded = false;
    return 0;
}

/* Hashes shingles [begin, end) of a side. */
static void jaccard_hash(const jaccard_side *side, size_t begin, size_t end, uint64_t *ret_hashes)
{
    lt_hash_windows(side->tokens + begin, end - begin, side->width * sizeof *side->tokens, sizeof *side->tokens,
                    ret_hashes);
}

static int jaccard_load(lt_jaccard *jaccard, leitong_error *error)
{
    const jaccard_side *left = &jaccard->left;
    LT_TRY(jaccard_fit(jaccard, error));
    LT_TRY(LT_RESERVE(jaccard->places, jaccard->place_capacity, left->windows, error));
    if (jaccard->left_loaded) {
        return 0;
    }
    bool comparable = jaccard->comparable;
    uint64_t hashes[JACCARD_STRETCH];
    jaccard->comparable = true; /* with itself */
    jaccard->left_stamp = ++jaccard->tick;
    jaccard->pair_stamp = jaccard->left_stamp; /* no right paragraph yet */
    jaccard->left_distinct = 0;
    for (size_t begin = 0; begin < left->windows; begin += JACCARD_STRETCH) {
        size_t end = left->windows - begin > JACCARD_STRETCH ? begin + JACCARD_STRETCH : left->windows;
        jaccard_hash(left, begin, end, hashes);
        for (size_t i = begin; i < end; i++) {
            uint64_t hash = hashes[i - begin];
            jaccard_slot *slot = jaccard_find(jaccard, hash, left->tokens + i, left->width);
            if (slot->stamp != jaccard->left_stamp) {
                *slot = (jaccard_slot){(uint32_t)(hash >> 32), jaccard->left_stamp, (uint32_t)i, 0};
                jaccard->left_distinct++;
            }
            jaccard->places[i] = (uint32_t)(slot - jaccard->slots);
        }
    }
    jaccard->comparable = comparable;
    jaccard->left_loaded = true;
    return 0;
}

/* Looks up shingles [begin, end) of the right paragraph; adds those it shares and those it alone has. While equal
 * tokens run on behind a shingle that was found, so do the shingles, and need neither hash nor probe: *run is the left
 * window that the last shingle is equal to, or JACCARD_NONE. */
static void jaccard_stretch(lt_jaccard *jaccard, size_t begin, size_t end, size_t *run, lt_overlap *counts)
{
    const jaccard_side *left = &jaccard->left;
    const jaccard_side *right = &jaccard->right;
    size_t tail = right->width - 1;
    uint64_t hashes[JACCARD_HASHED];
    size_t hashed = begin; /* hashes are of [first, hashed) */
    size_t first = begin;
    for (size_t i = begin; i < end; i++) {
        jaccard_slot *slot;
        if (*run != JACCARD_NONE && *run + 1 < left->windows &&
            left->tokens[*run + 1 + tail] == right->tokens[i + tail]) {
            slot = &jaccard->slots[jaccard->places[++*run]];
        } else {
            if (i >= hashed) {
                first = i;
                hashed = end - i > JACCARD_HASHED ? i + JACCARD_HASHED : end;
                jaccard_hash(right, first, hashed, hashes);
            }
            slot = jaccard_find(jaccard, hashes[i - first], right->tokens + i, right->width);
            *run = slot->stamp == jaccard->left_stamp ? slot->at : JACCARD_NONE;
        }
        if (slot->stamp == jaccard->left_stamp) {
            counts->shared += slot->seen != jaccard->pair_stamp;
            slot->seen = jaccard->pair_stamp;
        } else if (slot->stamp != jaccard->pair_stamp) {
            *slot = (jaccard_slot){(uint32_t)(hashes[i - first] >> 32), jaccard->pair_stamp, (uint32_t)i, 0};
            counts->b++;
        }
    }
}

static int jaccard_count(lt_jaccard *jaccard, uint64_t threshold, lt_similarity *ret_similarity, leitong_error *error)
{
    LT_TRY(jaccard_load(jaccard, error));
    jaccard->pair_stamp = ++jaccard->tick;
    size_t windows = jaccard->right.windows;
    size_t run = JACCARD_NONE;
    lt_overlap counts = {0, jaccard->left_distinct, 0}; /* b: those that the left paragraph has not */
    lt_overlap most = counts;                           /* if all that is to come is shared */
    for (size_t begin = 0; begin < windows; begin += JACCARD_STRETCH) {
        size_t end = windows - begin > JACCARD_STRETCH ? begin + JACCARD_STRETCH : windows;
        jaccard_stretch(jaccard, begin, end, &run, &counts);
        most.shared = counts.shared + (uint32_t)(windows - end);
        most.b = most.shared + counts.b;
        if (!lt_overlap_reaches(&most, threshold)) {
            *ret_similarity = (lt_similarity){0};
            return 0;
        }
    }
    *ret_similarity = (lt_similarity){true, most};
    return 0;
}

int lt_jaccard_reaches(lt_jaccard *jaccard, uint32_t a, uint32_t b, uint64_t threshold, lt_similarity *ret_similarity,
                       leitong_error *error)
{
    LT_TRY(jaccard_view_both(jaccard, a, b, error));
    return jaccard_count(jaccard, threshold, ret_similarity, error);
}

int lt_jaccard_overlap(lt_jaccard *jaccard, uint32_t a, uint32_t b, lt_overlap *ret_overlap, leitong_error *error)
{
    lt_similarity similarity = {0};
    LT_TRY(lt_jaccard_reaches(jaccard, a, b, 0, &similarity, error));
    *ret_overlap = similarity.overlap;
    return 0;
}

int lt_jaccard_equal(lt_jaccard *jaccard, uint32_t a, uint32_t b, bool *ret_equal, leitong_error *error)
{
    const lt_paragraph *paragraphs = jaccard->corpus->paragraphs;
    if (paragraphs[a].token_count != paragraphs[b].token_count) {
        *ret_equal = false;
        return 0;
    }
    LT_TRY(jaccard_view_both(jaccard, a, b, error));
    *ret_equal =
        memcmp(jaccard->left.tokens, jaccard->right.tokens, jaccard->left.count * sizeof *jaccard->left.tokens) == 0;
    return 0;
}

typedef struct jaccard_sorting {
    lt_jaccard *jaccard;
    leitong_error *error;
    int code; /* of the first comparison that failed; the order means nothing then */
} jaccard_sorting;

static int jaccard_order(const void *left, const void *right, void *context)
{
    jaccard_sorting *sorting = context;
    lt_jaccard *jaccard = sorting->jaccard;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    uint32_t count = jaccard->corpus->paragraphs[a].token_count;
    uint32_t other = jaccard->corpus->paragraphs[b].token_count;
    if (count != other) {
        return count < other ? -1 : 1;
    }
    if (sorting->code == 0) {
        sorting->code = jaccard_view_both(jaccard, a, b, sorting->error);
    }
    int order = sorting->code == 0 ? lt_compare_u32(jaccard->left.tokens, jaccard->right.tokens, count) : 0;
    return order != 0 ? order : (a > b) - (a < b);
}

int lt_jaccard_sort(lt_jaccard *jaccard, uint32_t *paragraphs, size_t count, leitong_error *error)
{
    jaccard_sorting sorting = {.jaccard = jaccard, .error = error};
    qsort_r(paragraphs, count, sizeof *paragraphs, jaccard_order, &sorting);
    return sorting.code;
}

bool lt_overlap_reaches(const lt_overlap *overlap, uint64_t threshold)
{
    uint64_t whole = (uint64_t)overlap->a + overlap->b - overlap->shared;
    return whole > 0 && (unsigned __int128)overlap->shared * 1000000000U >= (unsigned __int128)threshold * whole;
}

int lt_overlap_compare(const lt_overlap *x, const lt_overlap *y)
{
    unsigned __int128 left = (unsigned __int128)x->shared * ((uint64_t)y->a + y->b - y->shared);
    unsigned __int128 right = (unsigned __int128)y->shared * ((uint64_t)x->a + x->b - x->shared);
    return (left > right) - (left < right);
}

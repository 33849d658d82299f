#include "match/verify.h"

#include "buffer.h"
#include "hash.h"
#include "sketch/shingle.h"

#include <stdlib.h>
#include <string.h>

#define VERIFY_NONE SIZE_MAX
enum {
    VERIFY_STRETCH = 64, /* shingles between two looks at whether the threshold can still be reached */
    VERIFY_HASHED = 8    /* shingles hashed at once where a run of equal tokens breaks */
};

/* A shingle of either paragraph. Slots whose stamp is neither the left paragraph's nor this pair's are free, so nothing
 * is ever cleared: the right paragraph's slots come behind the left one's in every probe and vanish together. */
typedef struct verify_slot {
    uint32_t tag; /* high half of the hash; the low half chooses the slot */
    uint32_t stamp;
    uint32_t at;   /* first token, in its paragraph */
    uint32_t seen; /* stamp of the last pair whose right paragraph has it too */
} verify_slot;

typedef struct verify_side {
    uint32_t paragraph;
    const uint32_t *tokens;
    size_t count;
    size_t windows, width;
    lt_spool_scratch scratch;
} verify_side;

struct lt_verify {
    const lt_corpus *corpus;
    unsigned shingle;
    uint32_t tick; /* the last stamp given; 0 is no stamp */
    verify_side left, right;
    bool left_viewed, left_loaded;
    uint32_t left_stamp, pair_stamp;
    uint32_t left_distinct;
    bool comparable; /* windows of both are of one width */
    verify_slot *slots;
    size_t slot_capacity;
    size_t mask;
    uint32_t *places; /* [left window] → its slot */
    size_t place_capacity;
};

int lt_verify_new(const lt_corpus *corpus, unsigned shingle, lt_verify **ret_verify, leitong_error *error)
{
    lt_verify *verify = calloc(1, sizeof *verify);
    if (verify == NULL) {
        return lt_error_memory(error);
    }
    verify->corpus = corpus;
    verify->shingle = shingle;
    *ret_verify = verify;
    return 0;
}

void lt_verify_free(lt_verify *verify)
{
    if (verify == NULL) {
        return;
    }
    lt_spool_scratch_clear(&verify->left.scratch);
    lt_spool_scratch_clear(&verify->right.scratch);
    free(verify->slots);
    free(verify->places);
    free(verify);
}

static int verify_view(lt_verify *verify, verify_side *side, uint32_t paragraph, leitong_error *error)
{
    const lt_paragraph *span = &verify->corpus->paragraphs[paragraph];
    int code =
        lt_corpus_tokens(verify->corpus, span->token_begin, span->token_count, &side->scratch, &side->tokens, error);
    if (code != 0) {
        return code;
    }
    side->paragraph = paragraph;
    side->count = span->token_count;
    side->windows = lt_shingle_count(side->count, verify->shingle);
    side->width = lt_shingle_width(side->count, verify->shingle);
    return 0;
}

/* Stamps of long ago must not come back to life. */
static void verify_renew(lt_verify *verify)
{
    enum { STAMPS = 8 }; /* more than one pair takes */
    if (verify->tick < UINT32_MAX - STAMPS) {
        return;
    }
    for (size_t i = 0; i < verify->slot_capacity; i++) {
        verify->slots[i] = (verify_slot){0, 0, 0, 0};
    }
    verify->tick = 0;
    verify->left_loaded = false;
}

static int verify_view_both(lt_verify *verify, uint32_t a, uint32_t b, leitong_error *error)
{
    verify_renew(verify);
    if (!verify->left_viewed || verify->left.paragraph != a) {
        verify->left_viewed = false;
        verify->left_loaded = false;
        int code = verify_view(verify, &verify->left, a, error);
        if (code != 0) {
            return code;
        }
        verify->left_viewed = true;
    }
    int code = verify_view(verify, &verify->right, b, error);
    verify->comparable = verify->left.width == verify->right.width;
    return code;
}

static bool verify_same(const uint32_t *x, const uint32_t *y, size_t width)
{
    if (width == 5) { /* the default; a constant width saves the call */
        return memcmp(x, y, 5 * sizeof *x) == 0;
    }
    return memcmp(x, y, width * sizeof *x) == 0;
}

/* The slot of the shingle at `ids`, or the free one where it belongs. */
static verify_slot *verify_find(const lt_verify *verify, uint64_t hash, const uint32_t *ids, size_t width)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t i = hash & verify->mask;; i = (i + 1) & verify->mask) {
        verify_slot *slot = &verify->slots[i];
        if (slot->stamp == verify->left_stamp) {
            if (slot->tag == tag && verify->comparable && verify_same(verify->left.tokens + slot->at, ids, width)) {
                return slot;
            }
        } else if (slot->stamp == verify->pair_stamp) {
            if (slot->tag == tag && verify_same(verify->right.tokens + slot->at, ids, width)) {
                return slot;
            }
        } else {
            return slot;
        }
    }
}

/* Room for both paragraphs' shingles at ≤ 2/3 load. */
static int verify_fit(lt_verify *verify, leitong_error *error)
{
    size_t least = (verify->left.windows + verify->right.windows) / 2 * 3 + 3;
    if (verify->left_loaded && least <= verify->mask + 1) {
        return 0;
    }
    /* As if the right one were no shorter, so that the left one need not move for a somewhat longer one. */
    size_t wanted = verify->left.windows * 3 + 3;
    wanted = wanted > least ? wanted : least;
    size_t slots = 64;
    while (slots < wanted) {
        slots *= 2;
    }
    size_t before = verify->slot_capacity;
    int code = lt_buffer_reserve(&verify->slots, &verify->slot_capacity, slots, sizeof *verify->slots, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = before; i < verify->slot_capacity; i++) {
        verify->slots[i] = (verify_slot){0, 0, 0, 0};
    }
    verify->mask = slots - 1;
    verify->left_loaded = false;
    return 0;
}

/* Hashes shingles [begin, end) of a side. */
static void verify_hash(const verify_side *side, size_t begin, size_t end, uint64_t *ret_hashes)
{
    lt_hash_windows(side->tokens + begin, end - begin, side->width * sizeof *side->tokens, sizeof *side->tokens,
                    ret_hashes);
}

static int verify_load(lt_verify *verify, leitong_error *error)
{
    const verify_side *left = &verify->left;
    int code = verify_fit(verify, error);
    if (code == 0) {
        code =
            lt_buffer_reserve(&verify->places, &verify->place_capacity, left->windows, sizeof *verify->places, error);
    }
    if (code != 0 || verify->left_loaded) {
        return code;
    }
    bool comparable = verify->comparable;
    uint64_t hashes[VERIFY_STRETCH];
    verify->comparable = true; /* with itself */
    verify->left_stamp = ++verify->tick;
    verify->pair_stamp = verify->left_stamp; /* no right paragraph yet */
    verify->left_distinct = 0;
    for (size_t begin = 0; begin < left->windows; begin += VERIFY_STRETCH) {
        size_t end = left->windows - begin > VERIFY_STRETCH ? begin + VERIFY_STRETCH : left->windows;
        verify_hash(left, begin, end, hashes);
        for (size_t i = begin; i < end; i++) {
            uint64_t hash = hashes[i - begin];
            verify_slot *slot = verify_find(verify, hash, left->tokens + i, left->width);
            if (slot->stamp != verify->left_stamp) {
                *slot = (verify_slot){(uint32_t)(hash >> 32), verify->left_stamp, (uint32_t)i, 0};
                verify->left_distinct++;
            }
            verify->places[i] = (uint32_t)(slot - verify->slots);
        }
    }
    verify->comparable = comparable;
    verify->left_loaded = true;
    return 0;
}

/* Looks up shingles [begin, end) of the right paragraph; adds those it shares and those it alone has. While equal
 * tokens run on behind a shingle that was found, so do the shingles, and need neither hash nor probe: *run is the left
 * window that the last shingle is equal to, or VERIFY_NONE. */
static void verify_stretch(lt_verify *verify, size_t begin, size_t end, size_t *run, lt_overlap *counts)
{
    const verify_side *left = &verify->left;
    const verify_side *right = &verify->right;
    size_t tail = right->width - 1;
    uint64_t hashes[VERIFY_HASHED];
    size_t hashed = begin; /* hashes are of [first, hashed) */
    size_t first = begin;
    for (size_t i = begin; i < end; i++) {
        verify_slot *slot;
        if (*run != VERIFY_NONE && *run + 1 < left->windows &&
            left->tokens[*run + 1 + tail] == right->tokens[i + tail]) {
            slot = &verify->slots[verify->places[++*run]];
        } else {
            if (i >= hashed) {
                first = i;
                hashed = end - i > VERIFY_HASHED ? i + VERIFY_HASHED : end;
                verify_hash(right, first, hashed, hashes);
            }
            slot = verify_find(verify, hashes[i - first], right->tokens + i, right->width);
            *run = slot->stamp == verify->left_stamp ? slot->at : VERIFY_NONE;
        }
        if (slot->stamp == verify->left_stamp) {
            counts->shared += slot->seen != verify->pair_stamp;
            slot->seen = verify->pair_stamp;
        } else if (slot->stamp != verify->pair_stamp) {
            *slot = (verify_slot){(uint32_t)(hashes[i - first] >> 32), verify->pair_stamp, (uint32_t)i, 0};
            counts->b++;
        }
    }
}

static int verify_count(lt_verify *verify, uint64_t threshold, bool *ret_reaches, lt_overlap *ret_overlap,
                        leitong_error *error)
{
    int code = verify_load(verify, error);
    if (code != 0) {
        return code;
    }
    verify->pair_stamp = ++verify->tick;
    size_t windows = verify->right.windows;
    size_t run = VERIFY_NONE;
    lt_overlap counts = {0, verify->left_distinct, 0}; /* b: those that the left paragraph has not */
    lt_overlap most = counts;                          /* if all that is to come is shared */
    for (size_t begin = 0; begin < windows; begin += VERIFY_STRETCH) {
        size_t end = windows - begin > VERIFY_STRETCH ? begin + VERIFY_STRETCH : windows;
        verify_stretch(verify, begin, end, &run, &counts);
        most.shared = counts.shared + (uint32_t)(windows - end);
        most.b = most.shared + counts.b;
        if (!lt_overlap_reaches(&most, threshold)) {
            *ret_reaches = false;
            return 0;
        }
    }
    *ret_reaches = true;
    *ret_overlap = most;
    return 0;
}

int lt_verify_reaches(lt_verify *verify, uint32_t a, uint32_t b, uint64_t threshold, bool *ret_reaches,
                      lt_overlap *ret_overlap, leitong_error *error)
{
    lt_overlap overlap = {0, 0, 0};
    bool reaches = false;
    int code = verify_view_both(verify, a, b, error);
    if (code == 0) {
        code = verify_count(verify, threshold, &reaches, &overlap, error);
    }
    if (code != 0) {
        return code;
    }
    *ret_reaches = reaches;
    if (reaches) {
        *ret_overlap = overlap;
    }
    return 0;
}

int lt_verify_overlap(lt_verify *verify, uint32_t a, uint32_t b, lt_overlap *ret_overlap, leitong_error *error)
{
    bool reaches = false;
    lt_overlap overlap = {0, 0, 0};
    int code = lt_verify_reaches(verify, a, b, 0, &reaches, &overlap, error);
    if (code == 0) {
        *ret_overlap = overlap;
    }
    return code;
}

int lt_verify_equal(lt_verify *verify, uint32_t a, uint32_t b, bool *ret_equal, leitong_error *error)
{
    const lt_paragraph *paragraphs = verify->corpus->paragraphs;
    if (paragraphs[a].token_count != paragraphs[b].token_count) {
        *ret_equal = false;
        return 0;
    }
    int code = verify_view_both(verify, a, b, error);
    if (code != 0) {
        return code;
    }
    *ret_equal =
        memcmp(verify->left.tokens, verify->right.tokens, verify->left.count * sizeof *verify->left.tokens) == 0;
    return 0;
}

typedef struct verify_sorting {
    lt_verify *verify;
    leitong_error *error;
    int code; /* of the first comparison that failed; later ones fail, too, and the order means nothing */
} verify_sorting;

static int verify_order(const void *left, const void *right, void *context)
{
    verify_sorting *sorting = context;
    lt_verify *verify = sorting->verify;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    uint32_t count = verify->corpus->paragraphs[a].token_count;
    uint32_t other = verify->corpus->paragraphs[b].token_count;
    if (count != other) {
        return count < other ? -1 : 1;
    }
    sorting->code = sorting->code != 0 ? sorting->code : verify_view_both(verify, a, b, sorting->error);
    for (uint32_t i = 0; sorting->code == 0 && i < count; i++) {
        uint32_t x = verify->left.tokens[i];
        uint32_t y = verify->right.tokens[i];
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return (a > b) - (a < b);
}

int lt_verify_sort(lt_verify *verify, uint32_t *paragraphs, size_t count, leitong_error *error)
{
    verify_sorting sorting = {.verify = verify, .error = error};
    qsort_r(paragraphs, count, sizeof *paragraphs, verify_order, &sorting);
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

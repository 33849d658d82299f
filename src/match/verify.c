#include "match/verify.h"

#include "buffer.h"
#include "sketch/shingle.h"
#include "text/fold.h"

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
    const uint32_t *ids; /* what is compared: the tokens, or `exact` */
    size_t count;
    size_t windows, width;
    bool folded;
    uint32_t *exact;
    size_t exact_capacity;
    const uint8_t *bytes; /* its source; NULL until it is wanted */
    size_t byte_count;
    lt_tokens text;
    lt_spool_scratch token_scratch, text_scratch;
} verify_side;

/* A distinct word of either paragraph; stamped like a slot. */
typedef struct verify_word {
    uint32_t id;
    uint32_t stamp;
    uint32_t at;
    uint32_t of_left; /* the paragraph that `at` is a token of */
} verify_word;

struct lt_verify {
    const lt_corpus *corpus;
    unsigned shingle;
    unsigned fold_flags;
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
    lt_fold *fold; /* made when the first word is met */
    verify_word *words;
    size_t word_capacity;
};

int lt_verify_new(const lt_corpus *corpus, unsigned shingle, unsigned fold_flags, lt_verify **ret_verify,
                  leitong_error *error)
{
    lt_verify *verify = calloc(1, sizeof *verify);
    if (verify == NULL) {
        return lt_error_memory(error);
    }
    verify->corpus = corpus;
    verify->shingle = shingle;
    verify->fold_flags = fold_flags;
    *ret_verify = verify;
    return 0;
}

static void verify_side_clear(verify_side *side)
{
    free(side->exact);
    lt_tokens_clear(&side->text);
    lt_spool_scratch_clear(&side->token_scratch);
    lt_spool_scratch_clear(&side->text_scratch);
}

void lt_verify_free(lt_verify *verify)
{
    if (verify == NULL) {
        return;
    }
    verify_side_clear(&verify->left);
    verify_side_clear(&verify->right);
    free(verify->slots);
    free(verify->places);
    free(verify->words);
    lt_fold_free(verify->fold);
    free(verify);
}

static int verify_view(lt_verify *verify, verify_side *side, uint32_t paragraph, leitong_error *error)
{
    const lt_paragraph *span = &verify->corpus->paragraphs[paragraph];
    int code = lt_corpus_tokens(verify->corpus, span->token_begin, span->token_count, &side->token_scratch,
                                &side->tokens, error);
    if (code != 0) {
        return code;
    }
    side->paragraph = paragraph;
    side->ids = side->tokens;
    side->count = span->token_count;
    side->windows = lt_shingle_count(side->count, verify->shingle);
    side->width = lt_shingle_width(side->count, verify->shingle);
    side->bytes = NULL;
    side->folded = false;
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
    for (size_t i = 0; i < verify->word_capacity; i++) {
        verify->words[i].stamp = 0;
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
            if (slot->tag == tag && verify->comparable && verify_same(verify->left.ids + slot->at, ids, width)) {
                return slot;
            }
        } else if (slot->stamp == verify->pair_stamp) {
            if (slot->tag == tag && verify_same(verify->right.ids + slot->at, ids, width)) {
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
static void verify_hash(const lt_verify *verify, const verify_side *side, size_t begin, size_t end,
                        uint64_t *ret_hashes)
{
    lt_shingle_hash(side->ids + begin, end - begin + side->width - 1, verify->shingle, ret_hashes);
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
        verify_hash(verify, left, begin, end, hashes);
        for (size_t i = begin; i < end; i++) {
            uint64_t hash = hashes[i - begin];
            verify_slot *slot = verify_find(verify, hash, left->ids + i, left->width);
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
        if (*run != VERIFY_NONE && *run + 1 < left->windows && left->ids[*run + 1 + tail] == right->ids[i + tail]) {
            slot = &verify->slots[verify->places[++*run]];
        } else {
            if (i >= hashed) {
                first = i;
                hashed = end - i > VERIFY_HASHED ? i + VERIFY_HASHED : end;
                verify_hash(verify, right, first, hashed, hashes);
            }
            slot = verify_find(verify, hashes[i - first], right->ids + i, right->width);
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

/* Tokens that are hashed words. */
static size_t verify_word_count(const verify_side *side)
{
    size_t words = 0;
    for (size_t i = 0; i < side->count; i++) {
        words += (side->tokens[i] & LT_TOKEN_WORD) != 0;
    }
    return words;
}

static int verify_bytes(const lt_verify *verify, verify_side *side, leitong_error *error)
{
    const lt_paragraph *span = &verify->corpus->paragraphs[side->paragraph];
    side->byte_count = (size_t)(span->byte_end - span->byte_begin);
    return lt_corpus_text(verify->corpus, &verify->corpus->documents[span->document], span->byte_begin, span->byte_end,
                          &side->text_scratch, &side->bytes, error);
}

static int verify_text(lt_verify *verify, verify_side *side, leitong_error *error)
{
    if (side->folded) {
        return 0;
    }
    int code = 0;
    if (verify->fold == NULL) {
        code = lt_fold_new(verify->fold_flags | LT_FOLD_TEXT, &verify->fold, error);
    }
    if (code == 0 && side->bytes == NULL) {
        code = verify_bytes(verify, side, error);
    }
    if (code != 0) {
        return code;
    }
    side->text.count = 0;
    side->text.text_size = 0;
    code = lt_fold_run(verify->fold, side->bytes, side->byte_count, 0, &side->text, error);
    if (code != 0) {
        return code;
    }
    if (side->text.count != side->count) {
        const lt_paragraph *span = &verify->corpus->paragraphs[side->paragraph];
        return lt_error_at(error, LEITONG_EDAMAGED, verify->corpus->documents[span->document].id, span->byte_begin,
                           "the paragraph no longer folds to its tokens: memory or disk is damaged; scan again");
    }
    side->folded = true;
    return 0;
}

static const uint8_t *verify_word_text(const verify_side *side, size_t at, size_t *ret_size)
{
    uint32_t begin = at == 0 ? 0 : side->text.text_ends[at - 1];
    *ret_size = side->text.text_ends[at] - begin;
    return side->text.text + begin;
}

/* The place in the dictionary of the word at token `at`; new words go in. *collides becomes true when another word with
 * its id is met on the way. */
static size_t verify_word_place(lt_verify *verify, const verify_side *side, size_t at, size_t mask, bool *collides)
{
    uint32_t id = side->tokens[at];
    size_t size = 0;
    const uint8_t *text = verify_word_text(side, at, &size);
    for (size_t i = (id * 0x9E3779B1U) & mask;; i = (i + 1) & mask) {
        verify_word *word = &verify->words[i];
        if (word->stamp != verify->tick) {
            *word = (verify_word){id, verify->tick, (uint32_t)at, side == &verify->left};
            return i;
        }
        if (word->id == id) {
            size_t other_size = 0;
            const verify_side *other_side = word->of_left != 0 ? &verify->left : &verify->right;
            const uint8_t *other = verify_word_text(other_side, word->at, &other_size);
            if (other_size == size && memcmp(other, text, size) == 0) {
                return i;
            }
            *collides = true;
        }
    }
}

static int verify_side_words(lt_verify *verify, verify_side *side, size_t mask, bool *collides, leitong_error *error)
{
    int code = verify_text(verify, side, error);
    if (code == 0) {
        code = lt_buffer_reserve(&side->exact, &side->exact_capacity, side->count, sizeof *side->exact, error);
    }
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < side->count; i++) {
        side->exact[i] = side->tokens[i];
        if ((side->tokens[i] & LT_TOKEN_WORD) != 0) {
            side->exact[i] = LT_TOKEN_WORD | (uint32_t)verify_word_place(verify, side, i, mask, collides);
        }
    }
    return 0;
}

/* Makes `exact` of both: numbers for words that are equal where the words' texts are. Tells whether their ids were not.
 */
static int verify_words(lt_verify *verify, size_t words, bool *ret_collides, leitong_error *error)
{
    size_t slots = 64;
    while (slots < 2 * words) {
        slots *= 2;
    }
    size_t before = verify->word_capacity;
    int code = lt_buffer_reserve(&verify->words, &verify->word_capacity, slots, sizeof *verify->words, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = before; i < verify->word_capacity; i++) {
        verify->words[i].stamp = 0;
    }
    ++verify->tick;
    *ret_collides = false;
    code = verify_side_words(verify, &verify->left, slots - 1, ret_collides, error);
    if (code == 0) {
        code = verify_side_words(verify, &verify->right, slots - 1, ret_collides, error);
    }
    return code;
}

/* Counts again with words told apart by their text, if two words with one id stand in the pair (about once in 2^31). */
static int verify_confirm(lt_verify *verify, uint64_t threshold, bool *ret_reaches, lt_overlap *ret_overlap,
                          leitong_error *error)
{
    bool collides = false;
    size_t words = verify_word_count(&verify->left) + verify_word_count(&verify->right);
    if (words < 2) {
        return 0;
    }
    int code = verify_words(verify, words, &collides, error);
    if (code != 0 || !collides) {
        return code;
    }
    verify->left.ids = verify->left.exact;
    verify->right.ids = verify->right.exact;
    verify->left_loaded = false;
    code = verify_count(verify, threshold, ret_reaches, ret_overlap, error);
    verify->left.ids = verify->left.tokens;
    verify->right.ids = verify->right.tokens;
    verify->left_loaded = false;
    return code;
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
    if (code == 0 && reaches) {
        code = verify_confirm(verify, threshold, &reaches, &overlap, error);
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

/* Sides with equal ids: whether their words are equal too. Mostly their very bytes are. */
static int verify_equal_words(lt_verify *verify, bool *ret_equal, leitong_error *error)
{
    verify_side *left = &verify->left;
    verify_side *right = &verify->right;
    int code = left->bytes == NULL ? verify_bytes(verify, left, error) : 0;
    if (code == 0) {
        code = verify_bytes(verify, right, error);
    }
    if (code != 0) {
        return code;
    }
    if (left->byte_count == right->byte_count && memcmp(left->bytes, right->bytes, left->byte_count) == 0) {
        *ret_equal = true;
        return 0;
    }
    code = verify_text(verify, left, error);
    if (code == 0) {
        code = verify_text(verify, right, error);
    }
    if (code != 0) {
        return code;
    }
    const lt_tokens *x = &left->text;
    const lt_tokens *y = &right->text;
    *ret_equal = x->text_size == y->text_size && memcmp(x->text, y->text, x->text_size) == 0 &&
                 memcmp(x->text_ends, y->text_ends, x->count * sizeof *x->text_ends) == 0;
    return 0;
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
    const verify_side *left = &verify->left;
    bool equal = memcmp(left->tokens, verify->right.tokens, left->count * sizeof *left->tokens) == 0;
    if (equal && verify_word_count(left) > 0) {
        code = verify_equal_words(verify, &equal, error);
    }
    if (code == 0) {
        *ret_equal = equal;
    }
    return code;
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

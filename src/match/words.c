#include "match/words.h"

#include "buffer.h"
#include "text/border.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* A distinct word. Slots whose stamp is neither the left paragraph's nor this pair's are free. */
typedef struct words_slot {
    uint32_t id;
    uint32_t stamp;
    uint32_t at; /* in the text that it was folded with */
    uint32_t of_left;
} words_slot;

/* One of the two paragraphs. */
typedef struct words_text {
    const uint8_t *bytes;
    size_t size;
    lt_spool_scratch scratch;
    lt_tokens folded; /* of the right one: only what differs, but for lt_words_number */
    uint32_t *numbers;
    size_t number_capacity;
} words_text;

struct lt_words {
    const lt_corpus *corpus;
    unsigned fold_flags;
    lt_fold *fold; /* made when the first word is met */
    words_text left, right;
    bool loaded; /* the left paragraph, whose number is `paragraph` */
    uint32_t paragraph;
    bool left_collides;
    uint32_t tick; /* the last stamp given; 0 is no stamp */
    uint32_t left_stamp, pair_stamp;
    words_slot *slots;
    size_t slot_capacity;
    size_t mask;
};

int lt_words_new(const lt_corpus *corpus, unsigned fold_flags, lt_words **ret_words, leitong_error *error)
{
    lt_words *words = calloc(1, sizeof *words);
    if (words == NULL) {
        return lt_error_memory(error);
    }
    words->corpus = corpus;
    words->fold_flags = fold_flags | LT_FOLD_TEXT | LT_FOLD_SPANS;
    *ret_words = words;
    return 0;
}

static void words_text_clear(words_text *text)
{
    lt_spool_scratch_clear(&text->scratch);
    lt_tokens_clear(&text->folded);
    free(text->numbers);
}

void lt_words_free(lt_words *words)
{
    if (words == NULL) {
        return;
    }
    words_text_clear(&words->left);
    words_text_clear(&words->right);
    lt_fold_free(words->fold);
    free(words->slots);
    free(words);
}

/* Tokens that are hashed words. */
static size_t words_count(const lt_words_side *side)
{
    size_t count = 0;
    for (size_t i = 0; i < side->count; i++) {
        count += (side->tokens[i] & LT_TOKEN_WORD) != 0;
    }
    return count;
}

static int words_view(const lt_words *words, uint32_t paragraph, words_text *text, leitong_error *error)
{
    const lt_paragraph *span = &words->corpus->paragraphs[paragraph];
    text->size = (size_t)(span->byte_end - span->byte_begin);
    return lt_corpus_text(words->corpus, &words->corpus->documents[span->document], span->byte_begin, span->byte_end,
                          &text->scratch, &text->bytes, error);
}

/* Folds bytes [begin, end) of a paragraph, which must be `count` tokens. */
static int words_fold(lt_words *words, uint32_t paragraph, words_text *text, size_t begin, size_t end, size_t count,
                      leitong_error *error)
{
    int code = words->fold == NULL ? lt_fold_new(words->fold_flags, &words->fold, error) : 0;
    text->folded.count = 0;
    text->folded.text_size = 0;
    if (code == 0 && begin < end) {
        code = lt_fold_run(words->fold, text->bytes + begin, end - begin, (uint32_t)begin, &text->folded, error);
    }
    if (code == 0 && text->folded.count != count) {
        const lt_paragraph *span = &words->corpus->paragraphs[paragraph];
        code = lt_error_at(error, LEITONG_EDAMAGED, words->corpus->documents[span->document].id, span->byte_begin,
                           "the paragraph no longer folds to its tokens: memory or disk is damaged; scan again");
    }
    return code;
}

static const uint8_t *words_word(const lt_tokens *folded, size_t at, size_t *ret_size)
{
    uint32_t begin = at == 0 ? 0 : folded->text_ends[at - 1];
    *ret_size = folded->text_ends[at] - begin;
    return folded->text + begin;
}

/* The slot of the word that is token `at` of `text`; new words go in. *collide becomes true when another word with its
 * id is met on the way. */
static size_t words_place(lt_words *words, const words_text *text, size_t at, uint32_t id, bool *collide)
{
    size_t size = 0;
    const uint8_t *word = words_word(&text->folded, at, &size);
    for (size_t i = (id * 0x9E3779B1U) & words->mask;; i = (i + 1) & words->mask) {
        words_slot *slot = &words->slots[i];
        if (slot->stamp != words->left_stamp && slot->stamp != words->pair_stamp) {
            *slot = (words_slot){id, words->pair_stamp, (uint32_t)at, text == &words->left};
            return i;
        }
        if (slot->id == id) {
            const words_text *other = slot->of_left != 0 ? &words->left : &words->right;
            size_t other_size = 0;
            const uint8_t *other_word = words_word(&other->folded, slot->at, &other_size);
            if (other_size == size && memcmp(other_word, word, size) == 0) {
                return i;
            }
            *collide = true;
        }
    }
}

/* Room for so many words at half load; what was there is lost if it has to move. */
static int words_fit(lt_words *words, size_t count, leitong_error *error)
{
    enum { STAMPS = 8 }; /* more than one pair takes */
    if (words->loaded && 2 * count <= words->mask + 1 && words->tick < UINT32_MAX - STAMPS) {
        return 0;
    }
    size_t slots = 64;
    while (slots < 3 * count) {
        slots *= 2;
    }
    size_t fresh = words->tick < UINT32_MAX - STAMPS ? words->slot_capacity : 0; /* old stamps must not come back */
    int code = lt_buffer_reserve(&words->slots, &words->slot_capacity, slots, sizeof *words->slots, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = fresh; i < words->slot_capacity; i++) {
        words->slots[i].stamp = 0;
    }
    words->tick = fresh == 0 ? 0 : words->tick;
    words->mask = slots - 1;
    words->loaded = false;
    return 0;
}

/* Puts the left paragraph's words into the slots. */
static int words_load(lt_words *words, const lt_words_side *left, leitong_error *error)
{
    int code = words_view(words, left->paragraph, &words->left, error);
    if (code == 0) {
        code = words_fold(words, left->paragraph, &words->left, 0, words->left.size, left->count, error);
    }
    if (code != 0) {
        return code;
    }
    words->left_stamp = words->pair_stamp = ++words->tick;
    words->left_collides = false;
    for (size_t i = 0; i < left->count; i++) {
        if ((left->tokens[i] & LT_TOKEN_WORD) != 0) {
            (void)words_place(words, &words->left, i, left->tokens[i], &words->left_collides);
        }
    }
    words->paragraph = left->paragraph;
    words->loaded = true;
    return 0;
}

/* Equal bytes from the beginning of both. */
static size_t words_equal_head(const uint8_t *x, const uint8_t *y, size_t most)
{
    size_t common = 0;
    for (; common + 8 <= most; common += 8) {
        uint64_t a = 0;
        uint64_t b = 0;
        memcpy(&a, x + common, sizeof a);
        memcpy(&b, y + common, sizeof b);
        if (a != b) {
            break;
        }
    }
    while (common < most && x[common] == y[common]) {
        common++;
    }
    return common;
}

/* Equal bytes to the ends of both. */
static size_t words_equal_tail(const uint8_t *x_end, const uint8_t *y_end, size_t most)
{
    size_t common = 0;
    for (; common + 8 <= most; common += 8) {
        uint64_t a = 0;
        uint64_t b = 0;
        memcpy(&a, x_end - common - 8, sizeof a);
        memcpy(&b, y_end - common - 8, sizeof b);
        if (a != b) {
            break;
        }
    }
    while (common < most && *(x_end - common - 1) == *(y_end - common - 1)) {
        common++;
    }
    return common;
}

/* The last border in what both texts begin with; the bytes that decide on it are common too. */
static size_t words_common_head(const words_text *left, const words_text *right)
{
    size_t common = words_equal_head(left->bytes, right->bytes, left->size < right->size ? left->size : right->size);
    size_t at = common < LT_BORDER_REACH ? 0 : common - LT_BORDER_REACH;
    while (at > 0 && !lt_border_at(right->bytes, common, at)) {
        at--;
    }
    return at;
}

/* How many bytes both end with, from the first border on; of the bytes behind `head` alone. */
static size_t words_common_tail(const words_text *left, const words_text *right, size_t head)
{
    size_t most = (left->size < right->size ? left->size : right->size) - head;
    size_t common = words_equal_tail(left->bytes + left->size, right->bytes + right->size, most);
    const uint8_t *tail = right->bytes + right->size - common;
    for (size_t at = LT_BORDER_REACH; at < common; at++) {
        if (lt_border_at(tail, common, at)) {
            return common - at;
        }
    }
    return 0;
}

/* How many of the tokens begin before byte `end`. */
static size_t words_before(const lt_tokens *tokens, size_t end)
{
    size_t low = 0;
    size_t high = tokens->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tokens->begins[middle] < end) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

int lt_words_collide(lt_words *words, const lt_words_side *left, const lt_words_side *right, bool *ret_collide,
                     leitong_error *error)
{
    size_t count = words_count(left) + words_count(right);
    if (count < 2) {
        *ret_collide = false;
        return 0;
    }
    int code = words_fit(words, count, error);
    if (code == 0 && (!words->loaded || words->paragraph != left->paragraph)) {
        words->loaded = false;
        code = words_load(words, left, error);
    }
    if (code == 0) {
        code = words_view(words, right->paragraph, &words->right, error);
    }
    if (code != 0) {
        return code;
    }
    /* Tokens of the common head and tail are the left paragraph's. */
    size_t head = words_common_head(&words->left, &words->right);
    size_t tail = words_common_tail(&words->left, &words->right, head);
    size_t first = words_before(&words->left.folded, head);
    size_t known = first + left->count - words_before(&words->left.folded, words->left.size - tail);
    size_t middle = right->count < known ? SIZE_MAX : right->count - known;
    code = words_fold(words, right->paragraph, &words->right, head, words->right.size - tail, middle, error);
    if (code != 0) {
        return code;
    }
    bool collide = words->left_collides;
    words->pair_stamp = ++words->tick;
    for (size_t i = 0; i < middle; i++) {
        uint32_t id = right->tokens[first + i];
        if ((id & LT_TOKEN_WORD) != 0) {
            (void)words_place(words, &words->right, i, id, &collide);
        }
    }
    *ret_collide = collide;
    return 0;
}

static int words_number(lt_words *words, const lt_words_side *side, words_text *text, leitong_error *error)
{
    bool collide = false;
    int code = lt_buffer_reserve(&text->numbers, &text->number_capacity, side->count, sizeof *text->numbers, error);
    for (size_t i = 0; i < side->count && code == 0; i++) {
        text->numbers[i] = side->tokens[i];
        if ((side->tokens[i] & LT_TOKEN_WORD) != 0) {
            text->numbers[i] = LT_TOKEN_WORD | (uint32_t)words_place(words, text, i, side->tokens[i], &collide);
        }
    }
    return code;
}

int lt_words_number(lt_words *words, const lt_words_side *left, const lt_words_side *right, const uint32_t **ret_left,
                    const uint32_t **ret_right, leitong_error *error)
{
    words->loaded = false;
    int code = words_fit(words, words_count(left) + words_count(right), error);
    if (code == 0) {
        code = words_load(words, left, error);
    }
    if (code == 0) {
        code = words_view(words, right->paragraph, &words->right, error);
    }
    if (code == 0) {
        code = words_fold(words, right->paragraph, &words->right, 0, words->right.size, right->count, error);
    }
    words->pair_stamp = ++words->tick;
    if (code == 0) {
        code = words_number(words, left, &words->left, error);
    }
    if (code == 0) {
        code = words_number(words, right, &words->right, error);
    }
    if (code != 0) {
        return code;
    }
    *ret_left = words->left.numbers;
    *ret_right = words->right.numbers;
    return 0;
}

int lt_words_equal(lt_words *words, const lt_words_side *left, const lt_words_side *right, bool *ret_equal,
                   leitong_error *error)
{
    int code = 0;
    bool collide = false;
    if (words_count(left) == 0) {
        *ret_equal = true;
        return 0;
    }
    if (!words->loaded || words->paragraph != left->paragraph) {
        words->loaded = false;
        code = words_view(words, left->paragraph, &words->left, error);
    }
    if (code == 0) {
        code = words_view(words, right->paragraph, &words->right, error);
    }
    if (code == 0 && (words->left.size != words->right.size ||
                      memcmp(words->left.bytes, words->right.bytes, words->left.size) != 0)) {
        code = lt_words_collide(words, left, right, &collide, error);
    }
    if (code != 0) {
        return code;
    }
    if (!collide) {
        *ret_equal = true;
        return 0;
    }
    const uint32_t *x = NULL;
    const uint32_t *y = NULL;
    code = lt_words_number(words, left, right, &x, &y, error);
    if (code == 0) {
        *ret_equal = memcmp(x, y, left->count * sizeof *x) == 0;
    }
    return code;
}

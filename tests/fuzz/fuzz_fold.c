/* fuzz_fold: tokens, spans and paragraphs of any text keep their promises.
 *
 * The first byte of an input chooses flags; the rest is folded as it is (nothing may break), and once more with what is
 * no UTF-8 taken out (everything promised must hold). */
#include "fuzz.h"
#include "text/fold.h"
#include "text/paragraph.h"

#include <unistr.h>

static lt_lexicon *lexicon; /* of one input, so that ids of all its folds can be compared */

static lt_tokens fold_with(unsigned flags, const uint8_t *text, size_t size)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    fuzz_require(lt_fold_new(flags, lexicon, &fold, NULL) == 0);
    fuzz_require(lt_fold_run(fold, text, size, 0, &tokens, NULL) == 0);
    lt_fold_free(fold);
    return tokens;
}

static bool same_ids(const lt_tokens *a, const lt_tokens *b)
{
    return a->count == b->count && (a->count == 0 || memcmp(a->ids, b->ids, a->count * sizeof *a->ids) == 0);
}

static size_t keep_valid(const uint8_t *data, size_t size, uint8_t *ret_text)
{
    size_t kept = 0;
    for (size_t at = 0; at < size;) {
        ucs4_t c;
        int length = u8_mbtoucr(&c, data + at, size - at);
        if (length <= 0) {
            at++;
            continue;
        }
        memcpy(ret_text + kept, data + at, (size_t)length);
        kept += (size_t)length;
        at += (size_t)length;
    }
    return kept;
}

static bool at_border(const uint8_t *text, size_t size, size_t at)
{
    return at == size || (at < size && (text[at] & 0xC0) != 0x80);
}

static void check_spans(const lt_tokens *tokens, const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < tokens->count; i++) {
        fuzz_require(tokens->begins[i] < tokens->ends[i]);
        fuzz_require(at_border(text, size, tokens->begins[i]) && at_border(text, size, tokens->ends[i]));
        fuzz_require(i == 0 || tokens->begins[i - 1] <= tokens->begins[i]);
        fuzz_require(i == 0 || tokens->ends[i - 1] <= tokens->ends[i]);
    }
}

/* Paragraph by paragraph the tokens are those of the whole, unless a line's end breaks a word of it. */
static void check_paragraphs(const lt_tokens *whole, unsigned flags, const uint8_t *text, size_t size,
                             lt_paragraph_mode mode)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    lt_fold_seen of_whole;
    lt_fold_seen all;
    fuzz_require(lt_fold_new(flags, lexicon, &fold, NULL) == 0);
    fuzz_require(lt_fold_run(fold, text, size, 0, &tokens, NULL) == 0);
    lt_fold_get_seen(fold, &of_whole);
    tokens.count = tokens.text_size = 0;
    size_t position = 0;
    size_t before = 0;
    size_t begin;
    size_t end;
    while (lt_paragraph_next(text, size, mode, &position, &begin, &end)) {
        fuzz_require(before <= begin && begin < end && end <= position && position <= size);
        fuzz_require(at_border(text, size, begin) && at_border(text, size, end));
        fuzz_require(lt_fold_run(fold, text + begin, end - begin, (uint32_t)begin, &tokens, NULL) == 0);
        before = end;
    }
    lt_fold_get_seen(fold, &all);
    bool is_broken = all.joined != 2 * of_whole.joined; /* a word that goes on in the next paragraph */
    fuzz_require(is_broken || same_ids(whole, &tokens));
    fuzz_require(is_broken || tokens.count == 0 ||
                 memcmp(whole->begins, tokens.begins, tokens.count * sizeof *tokens.begins) == 0);
    fuzz_require(is_broken || tokens.count == 0 ||
                 memcmp(whole->ends, tokens.ends, tokens.count * sizeof *tokens.ends) == 0);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

/* A token's text folds to the token. */
static void check_text(const lt_tokens *tokens, unsigned flags)
{
    size_t begin = 0;
    for (size_t i = 0; i < tokens->count && i < 100; i++) {
        lt_tokens again = fold_with(flags, tokens->text + begin, tokens->text_ends[i] - begin);
        fuzz_require(again.count == 1 && again.ids[0] == tokens->ids[i]);
        lt_tokens_clear(&again);
        begin = tokens->text_ends[i];
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    fuzz_require(lt_lexicon_new(&lexicon, NULL) == 0);
    unsigned han = data[0] & LT_FOLD_HAN;
    data++;
    size--;
    lt_tokens any = fold_with(han | LT_FOLD_SPANS | LT_FOLD_TEXT, data, size);
    for (size_t i = 0; i < any.count; i++) {
        fuzz_require(any.begins[i] < any.ends[i] && any.ends[i] <= size);
    }
    lt_tokens_clear(&any);
    uint8_t *text = malloc(size + 1);
    fuzz_require(text != NULL);
    size = keep_valid(data, size, text);
    lt_tokens bare = fold_with(han, text, size);
    lt_tokens full = fold_with(han | LT_FOLD_SPANS | LT_FOLD_TEXT, text, size);
    fuzz_require(same_ids(&bare, &full));
    check_spans(&full, text, size);
    check_text(&full, han);
    check_paragraphs(&full, han | LT_FOLD_SPANS, text, size, LT_PARAGRAPH_LINE);
    check_paragraphs(&full, han | LT_FOLD_SPANS, text, size, LT_PARAGRAPH_BLANK);
    check_paragraphs(&full, han | LT_FOLD_SPANS, text, size, lt_paragraph_decide(text, size, LT_PARAGRAPH_AUTO));
    lt_tokens_clear(&bare);
    lt_tokens_clear(&full);
    free(text);
    lt_lexicon_free(lexicon);
    return 0;
}

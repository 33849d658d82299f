/* fuzz_mask: what is a number, a date, an address: stretches in order, piece by piece as in the whole text; and units
 * that cover each token of a paragraph once, a part of it as the whole.
 *
 * Byte 0: which part of the tokens is asked for; the rest is text, of which what is UTF-8 and no NUL is taken. */
#include "fuzz.h"
#include "templates/mask.h"
#include "templates/mask_text.h"
#include "unit/match_corpus.h"

#include <ctype.h>
#include <unistr.h>

enum { LONGEST = 2048 };

static size_t keep_valid(const uint8_t *data, size_t size, char *ret_text)
{
    size_t kept = 0;
    for (size_t at = 0; at < size;) {
        ucs4_t c;
        int length = u8_mbtoucr(&c, data + at, size - at);
        if (length <= 0 || c == 0) {
            at++;
            continue;
        }
        memcpy(ret_text + kept, data + at, (size_t)length);
        kept += (size_t)length;
        at += (size_t)length;
    }
    ret_text[kept] = '\0';
    return kept;
}

static bool is_piece(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

static bool splits_word(const char *text, size_t at)
{
    return at > 0 && isalnum((unsigned char)text[at - 1]) && isalnum((unsigned char)text[at]);
}

/* From the header: ASCII, ascending, disjoint, of one kind each; no stretch ends inside a word; and each piece without
 * white space by itself gives what it gives within the text. */
static void check_stretches(const char *text, size_t size)
{
    lt_mask_stretches all = {0};
    lt_mask_stretches own = {0};
    size_t next = 0;
    fuzz_require(lt_mask_text((const uint8_t *)text, size, &all, NULL) == 0);
    for (size_t i = 0; i < all.count; i++) {
        const lt_mask_stretch *s = &all.items[i];
        fuzz_require(s->begin < s->end && s->end <= size && (i == 0 || all.items[i - 1].end <= s->begin));
        fuzz_require(s->kind > LT_UNIT_WORD && s->kind < LT_UNIT_KINDS && s->kind != LT_UNIT_HAN_NUMERAL);
        fuzz_require(!splits_word(text, s->end));
    }
    for (size_t at = 0; at < size;) {
        size_t begin = at;
        while (at < size && is_piece(text[at])) {
            at++;
        }
        if (at > begin) {
            uint8_t *piece = fuzz_copy((const uint8_t *)text + begin, at - begin);
            fuzz_require(lt_mask_text(piece, at - begin, &own, NULL) == 0);
            for (size_t i = 0; i < own.count; i++, next++) {
                fuzz_require(next < all.count && all.items[next].kind == own.items[i].kind);
                fuzz_require(all.items[next].begin == begin + own.items[i].begin);
                fuzz_require(all.items[next].end == begin + own.items[i].end);
            }
            free(piece);
        }
        at += at == begin;
    }
    fuzz_require(next == all.count);
    lt_mask_stretches_clear(&all);
    lt_mask_stretches_clear(&own);
}

/* The kind of each of tokens [begin, end), which the units cover. */
static void read_kinds(lt_mask *mask, uint32_t begin, uint32_t end, uint8_t *ret_kinds)
{
    const lt_unit *units = NULL;
    size_t count = 0;
    uint32_t at = begin;
    fuzz_require(lt_mask_place(mask, 0, begin, end, &units, &count, NULL) == 0);
    for (size_t i = 0; i < count; i++) {
        fuzz_require(units[i].begin == at && units[i].count > 0 && units[i].kind < LT_UNIT_KINDS);
        fuzz_require(units[i].kind == LT_UNIT_WORD ? units[i].count == 1
                                                   : units[i].id == (LT_UNIT_MASK | units[i].kind));
        memset(ret_kinds + (at - begin), units[i].kind, units[i].count);
        at += units[i].count;
    }
    fuzz_require(at == end);
}

static void check_units(const char *text, unsigned part)
{
    lt_corpus corpus;
    lt_mask *mask = NULL;
    uint8_t whole[LONGEST];
    uint8_t some[LONGEST];
    fuzz_require(lt_corpus_init(&corpus, NULL, NULL) == 0);
    corpus_add_text(&corpus, "a", text);
    fuzz_require(lt_corpus_settle(&corpus, NULL, NULL) == 0 &&
                 lt_mask_new(&corpus, &(lt_mask_options){0}, &mask, NULL) == 0);
    uint32_t tokens = corpus.paragraphs[0].token_count;
    if (tokens > 0 && tokens <= LONGEST) {
        uint32_t begin = part % tokens;
        uint32_t end = begin + 1 + (part / 16) % (tokens - begin);
        read_kinds(mask, 0, tokens, whole);
        read_kinds(mask, begin, end, some);
        fuzz_require(memcmp(whole + begin, some, end - begin) == 0);
    }
    lt_mask_free(mask);
    lt_corpus_clear(&corpus);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[LONGEST + 1];
    if (size < 2) {
        return 0;
    }
    size_t kept = keep_valid(data + 1, size - 1 < LONGEST ? size - 1 : LONGEST, text);
    check_stretches(text, kept);
    check_units(text, data[0]);
    return 0;
}

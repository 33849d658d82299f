/* The aligner against a quadratic reference, and every promise a passage makes.
 *
 * Input: byte 0: letters of the alphabet and whether the document is compared with itself; byte 1: where a ends; then a
 * token a byte. Hits: common 5-grams, each with the first PLACES of the other. Documents are short, since the reference
 * is asked for every passage. */
#include "fuzz.h"
#include "passages/align.h"
#include "passages/wavefront.h"

enum { LONGEST = 56, WIDTH = 5, PLACES = 16 };

static uint32_t least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Wagner, Fischer 1974, a row at a time. */
static uint32_t distance(const lt_sides *s, lt_edit span)
{
    uint32_t row[LONGEST + 1];
    uint32_t a_count = span.a_end - span.a_begin;
    uint32_t b_count = span.b_end - span.b_begin;
    for (uint32_t j = 0; j <= b_count; j++) {
        row[j] = j;
    }
    for (uint32_t i = 1; i <= a_count; i++) {
        uint32_t before = row[0]++; /* of the row before, at j - 1 */
        for (uint32_t j = 1; j <= b_count; j++) {
            uint32_t same = s->a[span.a_begin + i - 1] == s->b[span.b_begin + j - 1];
            uint32_t price = least(before + 1 - same, least(row[j - 1], row[j]) + 1);
            before = row[j];
            row[j] = price;
        }
    }
    return row[b_count];
}

/* Follows edits from a to b, token by token. */
static uint32_t follow(const lt_sides *s, lt_edit span, const lt_edit *edits, size_t count, uint32_t *ret_longest)
{
    uint32_t a = span.a_begin;
    uint32_t b = span.b_begin;
    uint32_t price = 0;
    uint32_t longest = 0;
    for (size_t i = 0; i <= count; i++) {
        lt_edit e = i < count ? edits[i] : (lt_edit){span.a_end, span.a_end, span.b_end, span.b_end};
        fuzz_require(e.a_begin >= a && e.b_begin >= b && e.a_begin - a == e.b_begin - b);
        fuzz_require(e.a_end >= e.a_begin && e.b_end >= e.b_begin && e.a_end <= span.a_end && e.b_end <= span.b_end);
        fuzz_require(i == 0 || i == count || e.a_begin > a);
        fuzz_require(i == count || e.a_end > e.a_begin || e.b_end > e.b_begin);
        for (uint32_t k = 0; k < e.a_begin - a; k++) {
            fuzz_require(s->a[a + k] == s->b[b + k]);
        }
        longest = e.a_begin - a > longest ? e.a_begin - a : longest;
        price += e.a_end - e.a_begin > e.b_end - e.b_begin ? e.a_end - e.a_begin : e.b_end - e.b_begin;
        a = e.a_end;
        b = e.b_end;
    }
    fuzz_require(a == span.a_end && b == span.b_end);
    *ret_longest = longest;
    return price;
}

/* Equal tokens in a row through the first of those behind each edit, in both directions. */
static uint32_t longest_around(const lt_sides *s, lt_edit span, const lt_edit *edits, size_t count)
{
    uint32_t longest = 0;
    for (size_t i = 0; i <= count; i++) {
        uint32_t a = i == 0 ? span.a_begin : edits[i - 1].a_end;
        uint32_t b = i == 0 ? span.b_begin : edits[i - 1].b_end;
        uint32_t before = 0;
        uint32_t behind = 0;
        while (a - before > span.a_begin && b - before > span.b_begin && s->a[a - before - 1] == s->b[b - before - 1]) {
            before++;
        }
        while (a + behind < span.a_end && b + behind < span.b_end && s->a[a + behind] == s->b[b + behind]) {
            behind++;
        }
        longest = before + behind > longest ? before + behind : longest;
    }
    return longest;
}

static void check_wave(const lt_sides *s)
{
    lt_wavefront wave = {0};
    lt_edit_script edits = {0};
    uint32_t longest;
    lt_edit all = {0, s->a_count, 0, s->b_count};
    if (lt_wavefront_between(&wave, s, all, 10000, &edits, NULL) == 0) {
        uint32_t price = follow(s, all, edits.items, edits.count, &longest);
        fuzz_require(price == distance(s, all));
        lt_edit_script_left_align(&edits, s, 0, 0);
        fuzz_require(follow(s, all, edits.items, edits.count, &longest) == price);
    }
    lt_wavefront_clear(&wave);
    lt_edit_script_clear(&edits);
}

static void check_passages(const lt_sides *s, const lt_passages *passages)
{
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        const lt_edit *edits = p->edit_count > 0 ? passages->edits + p->edit_begin : NULL;
        lt_edit span = {p->a_begin, p->a_end, p->b_begin, p->b_end};
        uint32_t longest;
        uint32_t matched = p->a_end - p->a_begin;
        fuzz_require(p->edit_begin + p->edit_count <= passages->edit_count);
        fuzz_require(p->a_end <= s->a_count && p->b_end <= s->b_count);
        fuzz_require(follow(s, span, edits, p->edit_count, &longest) >= distance(s, span));
        for (uint32_t e = 0; e < p->edit_count; e++) {
            matched -= edits[e].a_end - edits[e].a_begin;
        }
        fuzz_require(matched == p->matched && longest_around(s, span, edits, p->edit_count) == p->longest_run);
        fuzz_require(p->edit_count == 0 ||
                     (edits[0].a_begin > p->a_begin && edits[p->edit_count - 1].a_end < p->a_end));
        uint32_t tokens = p->a_end - p->a_begin > p->b_end - p->b_begin ? p->a_end - p->a_begin : p->b_end - p->b_begin;
        fuzz_require(longest >= 13 || (matched >= 20 && 2 * matched >= tokens));
        fuzz_require(!s->self || p->a_end <= p->b_begin);
        for (size_t j = 0; j < passages->count; j++) {
            const lt_passage *q = &passages->items[j];
            fuzz_require(i == j || q->a_begin > p->a_begin || q->a_end < p->a_end || q->b_begin > p->b_begin ||
                         q->b_end < p->b_end);
        }
    }
}

static size_t find_hits(const lt_sides *s, lt_hit *hits)
{
    size_t count = 0;
    for (uint32_t i = 0; i + WIDTH <= s->a_count; i++) {
        unsigned places = 0;
        for (uint32_t j = s->self ? i + 1 : 0; j + WIDTH <= s->b_count && places < PLACES; j++) {
            if (memcmp(s->a + i, s->b + j, WIDTH * sizeof *s->a) == 0) {
                hits[count++] = (lt_hit){i, j};
                places++;
            }
        }
    }
    return count;
}

static void check_pair(const lt_sides *s)
{
    static lt_hit hits[(size_t)LONGEST * LONGEST];
    static lt_chain *chain; /* scratch of one worker, used again and again */
    static lt_align *align;
    const lt_chain_options chaining = {.width = WIDTH, .gap = 64, .drift = 40};
    const lt_align_options keeping = {.run = 13, .matched = 20, .identity = 50};
    lt_chains chains;
    lt_passages passages = {0};
    fuzz_require(chain != NULL || lt_chain_new(&chaining, &chain, NULL) == 0);
    fuzz_require(align != NULL || lt_align_new(&keeping, &align, NULL) == 0);
    fuzz_require(lt_chain_run(chain, hits, find_hits(s, hits), &chains, NULL) == 0);
    fuzz_require(lt_align_pair(align, s, &chains, WIDTH, &passages, NULL) == 0);
    check_passages(s, &passages);
    lt_passages_clear(&passages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t tokens[2 * LONGEST];
    if (size < 3) {
        return 0;
    }
    uint32_t letters = 1U + (data[0] & 0x7FU);
    bool self = data[0] >= 0x80;
    uint32_t count = (uint32_t)(size - 2 < 2 * LONGEST ? size - 2 : 2 * LONGEST);
    for (uint32_t i = 0; i < count; i++) {
        tokens[i] = data[2 + i] % letters;
    }
    uint32_t a_count = least(least(data[1], count), LONGEST);
    lt_sides sides = {.a = tokens, .a_count = a_count, .b = tokens + a_count};
    sides.b_count = least(count - a_count, LONGEST);
    check_wave(&sides);
    if (self) {
        uint32_t all = least(count, LONGEST);
        sides = (lt_sides){.a = tokens, .b = tokens, .a_count = all, .b_count = all, .self = true};
    }
    check_pair(&sides);
    return 0;
}

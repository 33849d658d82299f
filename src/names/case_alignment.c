#include "names/case_alignment.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

#define ALIGN_GAP 200U /* tokens between two passages of one alignment */
#define ALIGN_EDGE 60U /* tokens before the first and behind the last */
#define ALIGN_SINK 1024U
#define ALIGN_EXCUSE 3U /* aligned neighbours on each side that excuse a cut word */
#define ALIGN_WORD 16U  /* tokens of a word that are looked at, on either side */
#define ALIGN_LONELY 7U
#define ALIGN_SHIFT 2U /* tokens */
#define ALIGN_LINE 14U /* tokens between a line's begin or end and an equal token */
#define ALIGN_NONE UINT32_MAX

/* Passages in a row, with their gaps. */
typedef struct strand {
    const lt_name_view *a, *b;
    lt_sides sides;
    uint32_t a_begin, a_end, b_begin, b_end;
} strand;

void lt_case_aligner_clear(lt_case_aligner *aligner)
{
    free(aligner->blocks);
    lt_wavefront_clear(&aligner->wavefront);
    lt_edit_script_clear(&aligner->script);
    free(aligner->partners);
    free(aligner->kept);
    *aligner = (lt_case_aligner){0};
}

static int align_between(lt_case_aligner *w, const strand *s, lt_edit stretch, leitong_error *error)
{
    if (stretch.a_begin == stretch.a_end || stretch.b_begin == stretch.b_end) {
        return lt_edit_script_add(&w->script, stretch, error);
    }
    return lt_wavefront_between(&w->wavefront, &s->sides, stretch, ALIGN_SINK, &w->script, error);
}

/* The edits of a strand: of its passages, of the gaps and of both edges. */
static int align_script(lt_case_aligner *w, strand *s, const lt_passages *passages, const uint32_t *numbers,
                        size_t count, leitong_error *error)
{
    const lt_passage *first = &passages->items[numbers[0]];
    const lt_passage *last = &passages->items[numbers[count - 1]];
    s->a_begin = first->a_begin - LT_MIN(first->a_begin, ALIGN_EDGE);
    s->b_begin = first->b_begin - LT_MIN(first->b_begin, ALIGN_EDGE);
    s->a_end = LT_MIN(last->a_end + ALIGN_EDGE, s->a->count);
    s->b_end = LT_MIN(last->b_end + ALIGN_EDGE, s->b->count);
    lt_edit at = {s->a_begin, 0, s->b_begin, 0};
    w->script.count = 0;
    for (size_t i = 0; i < count; i++) {
        const lt_passage *p = &passages->items[numbers[i]];
        lt_edit gap = {at.a_begin, p->a_begin, at.b_begin, p->b_begin};
        LT_TRY(align_between(w, s, gap, error));
        for (uint32_t e = 0; e < p->edit_count; e++) {
            LT_TRY(lt_edit_script_add(&w->script, passages->edits[p->edit_begin + e], error));
        }
        at = (lt_edit){p->a_end, 0, p->b_end, 0};
    }
    return align_between(w, s, (lt_edit){at.a_begin, s->a_end, at.b_begin, s->b_end}, error);
}

static int align_partners(lt_case_aligner *w, const strand *s, leitong_error *error)
{
    size_t count = s->a_end - s->a_begin;
    LT_TRY(LT_RESERVE(w->partners, w->partner_capacity, count + 1, error));
    LT_TRY(LT_RESERVE(w->kept, w->kept_capacity, count + 1, error));
    uint32_t a = s->a_begin;
    uint32_t b = s->b_begin;
    for (size_t e = 0; e <= w->script.count; e++) {
        lt_edit end = {s->a_end, s->a_end, s->b_end, s->b_end};
        lt_edit edit = e < w->script.count ? w->script.items[e] : end;
        for (; a < edit.a_begin; a++, b++) {
            w->partners[a - s->a_begin] = b;
        }
        for (; a < edit.a_end; a++) {
            w->partners[a - s->a_begin] = ALIGN_NONE;
        }
        b = edit.b_end;
    }
    return 0;
}

/* Whether a[at + offset] is aligned with b[partner + offset]. */
static bool align_diagonal(const lt_case_aligner *w, const strand *s, uint32_t at, uint32_t partner, int64_t offset)
{
    int64_t a = (int64_t)at + offset;
    return a >= s->a_begin && a < s->a_end && w->partners[a - s->a_begin] == (uint32_t)((int64_t)partner + offset);
}

static bool align_excused(const lt_case_aligner *w, const strand *s, uint32_t a, uint32_t b)
{
    bool excused = true;
    for (int64_t i = 1; i <= ALIGN_EXCUSE && excused; i++) {
        excused = align_diagonal(w, s, a, b, i) && align_diagonal(w, s, a, b, -i);
    }
    return excused;
}

/* Whether the word around a token has the same borders on both sides and is aligned as a whole. */
static bool align_word(const lt_case_aligner *w, const strand *s, uint32_t a, uint32_t b)
{
    bool whole = true;
    for (uint32_t i = 0; whole && i < ALIGN_WORD; i++) {
        bool begins = lt_name_view_has(s->a, a - i, LT_VIEW_WORD);
        whole = begins == lt_name_view_has(s->b, b - i, LT_VIEW_WORD) &&
                (begins || (a > i && b > i && align_diagonal(w, s, a, b, -(int64_t)i - 1)));
        if (begins) {
            break;
        }
    }
    for (uint32_t i = 1; whole && i < ALIGN_WORD; i++) {
        bool ends = lt_name_view_has(s->a, a + i, LT_VIEW_WORD);
        whole = ends == lt_name_view_has(s->b, b + i, LT_VIEW_WORD) && (ends || align_diagonal(w, s, a, b, i));
        if (ends) {
            break;
        }
    }
    return whole;
}

/* Whether an equal token stands alone between as many tokens of one side and of the other: 桃|源 and 仙|桃 share 桃. */
static bool align_shifted(const lt_case_aligner *w, const strand *s, uint32_t a, uint32_t b)
{
    for (uint32_t i = 1; i <= ALIGN_SHIFT && a >= s->a_begin + i && b >= s->b_begin + i; i++) {
        bool a_first = align_diagonal(w, s, a, b - i, -1) && align_diagonal(w, s, a + i, b, 1);
        bool b_first = align_diagonal(w, s, a - i, b, -1) && align_diagonal(w, s, a, b + i, 1);
        if (a_first || b_first) {
            return true;
        }
    }
    return false;
}

static void align_words(lt_case_aligner *w, const strand *s)
{
    for (uint32_t a = s->a_begin; a < s->a_end; a++) {
        uint32_t b = w->partners[a - s->a_begin];
        w->kept[a - s->a_begin] =
            b != ALIGN_NONE && !align_shifted(w, s, a, b) && (align_word(w, s, a, b) || align_excused(w, s, a, b));
    }
    for (uint32_t i = 0; i < s->a_end - s->a_begin; i++) {
        w->partners[i] = w->kept[i] != 0 ? w->partners[i] : ALIGN_NONE;
    }
}

static uint32_t align_longer(const lt_edit *edit)
{
    return LT_MAX(edit->a_end - edit->a_begin, edit->b_end - edit->b_begin);
}

/* 和 与 及: a name may go on behind it (经济|和|信息化局), and lists are cut at it later. */
static bool align_joins(uint32_t token)
{
    return token == 0x548C || token == 0x4E0E || token == 0x53CA;
}

/* Appends a block of the strand whose blocks begin at `first`; an edit behind a lonely token swallows it. */
static int align_append(lt_case_aligner *w, const strand *s, size_t first, lt_aligned_block block, leitong_error *error)
{
    if (w->count > first + 1 && !block.equal) {
        lt_aligned_block *before = &w->blocks[w->count - 2];
        const lt_aligned_block *last = &w->blocks[w->count - 1];
        if (last->equal && !before->equal && last->span.a_end - last->span.a_begin == 1 &&
            (align_joins(s->a->tokens[last->span.a_begin]) ||
             align_longer(&before->span) + align_longer(&block.span) >= ALIGN_LONELY)) {
            before->span.a_end = block.span.a_end;
            before->span.b_end = block.span.b_end;
            w->count--;
            return 0;
        }
    }
    LT_TRY(LT_RESERVE(w->blocks, w->capacity, w->count + 1, error));
    w->blocks[w->count++] = block;
    return 0;
}

/* The begin of the line that holds the token before `end`, if it is near; otherwise `end`. */
static uint32_t align_line_before(const lt_name_view *view, uint32_t end, uint32_t most)
{
    uint32_t at = end;
    while (at > 0 && end - at < most) {
        at--;
        if (lt_name_view_has(view, at, LT_VIEW_LINE)) {
            return at;
        }
    }
    return end;
}

/* The tokens between a line's begin and (a_end, b_end), or none; short lines before it are taken too: titles. */
static lt_edit align_line_begin(const strand *s, uint32_t a_end, uint32_t b_end)
{
    lt_edit edit = {a_end, a_end, b_end, b_end};
    for (;;) {
        uint32_t a = align_line_before(s->a, edit.a_begin, ALIGN_LINE - (a_end - edit.a_begin));
        uint32_t b = align_line_before(s->b, edit.b_begin, ALIGN_LINE - (b_end - edit.b_begin));
        if (a == edit.a_begin || b == edit.b_begin) {
            return edit;
        }
        edit.a_begin = a;
        edit.b_begin = b;
    }
}

static lt_edit align_line_end(const strand *s, uint32_t a_begin, uint32_t b_begin)
{
    lt_edit edit = {a_begin, a_begin, b_begin, b_begin};
    while (edit.a_end - a_begin < ALIGN_LINE && !lt_name_view_has(s->a, edit.a_end, LT_VIEW_LINE)) {
        edit.a_end++;
    }
    while (edit.b_end - b_begin < ALIGN_LINE && !lt_name_view_has(s->b, edit.b_end, LT_VIEW_LINE)) {
        edit.b_end++;
    }
    bool ends = lt_name_view_has(s->a, edit.a_end, LT_VIEW_LINE) && lt_name_view_has(s->b, edit.b_end, LT_VIEW_LINE);
    return ends ? edit : (lt_edit){a_begin, a_begin, b_begin, b_begin};
}

static bool align_both_sides(const lt_edit *edit)
{
    return edit->a_begin < edit->a_end && edit->b_begin < edit->b_end;
}

/* Blocks of one strand: equal runs, and edits where both sides differ. */
static int align_blocks(lt_case_aligner *w, const strand *s, leitong_error *error)
{
    size_t first = w->count;
    lt_edit edge;
    for (uint32_t a = s->a_begin, b = s->b_begin; a < s->a_end;) {
        uint32_t run = a;
        while (run < s->a_end && w->partners[run - s->a_begin] == ALIGN_NONE) {
            run++;
        }
        if (run == s->a_end) {
            break;
        }
        uint32_t partner = w->partners[run - s->a_begin];
        edge = w->count == first ? align_line_begin(s, run, partner) : (lt_edit){a, run, b, partner};
        if (align_both_sides(&edge)) {
            LT_TRY(align_append(w, s, first, (lt_aligned_block){edge, false}, error));
        }
        for (a = run, b = partner; a < s->a_end && w->partners[a - s->a_begin] == b; a++, b++) {
        }
        LT_TRY(align_append(w, s, first, (lt_aligned_block){{run, a, partner, b}, true}, error));
    }
    if (w->count == first) {
        return 0;
    }
    const lt_edit last = w->blocks[w->count - 1].span;
    edge = align_line_end(s, last.a_end, last.b_end);
    return align_both_sides(&edge) ? align_append(w, s, first, (lt_aligned_block){edge, false}, error) : 0;
}

/* Whether passage q goes on where p ends. */
static bool align_follows(const lt_passage *p, const lt_passage *q)
{
    return q->a_begin >= p->a_end && q->b_begin >= p->b_end && q->a_begin - p->a_end <= ALIGN_GAP &&
           q->b_begin - p->b_end <= ALIGN_GAP;
}

int lt_case_align(lt_case_aligner *w, const lt_passages *passages, const uint32_t *numbers, size_t count,
                  const lt_name_view views[2], leitong_error *error)
{
    for (size_t begin = 0, end; begin < count; begin = end) {
        strand s = {.a = &views[0], .b = &views[1]};
        s.sides = (lt_sides){s.a->tokens, s.b->tokens, s.a->count, s.b->count, false};
        for (end = begin + 1;
             end < count && align_follows(&passages->items[numbers[end - 1]], &passages->items[numbers[end]]); end++) {
        }
        LT_TRY(align_script(w, &s, passages, numbers + begin, end - begin, error));
        LT_TRY(align_partners(w, &s, error));
        align_words(w, &s);
        LT_TRY(align_blocks(w, &s, error));
    }
    return 0;
}

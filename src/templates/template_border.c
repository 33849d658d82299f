#include "templates/template_border.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "templates/mask.h"
#include "text/refold.h"
#include "text/words.h"

#include <stdlib.h>

#define BORDER_MEMBERS 32 /* that are asked about one border, at most */
#define BORDER_LETTERS 3  /* that one border moves by, at most */
#define BORDER_WINDOW 12  /* tokens on either side that the dictionary sees */

/* A border: between a slot and the wording before (`left`) or behind it. */
typedef struct border {
    uint32_t slot, text; /* the slot's number, the wording's part */
    uint32_t cut;        /* members in which it cuts a word, `moves` letters on */
    uint8_t moves;       /* letters by which it moves, as far as the wording beside it is long enough */
    bool left, open;     /* open: it may move further */
} border;

typedef struct border_work {
    const lt_corpus *corpus;
    lt_words *words;
    lt_fold *fold;
    const lt_paragraph *paragraph; /* whose text and tokens these are, or NULL */
    const uint8_t *read;
    lt_tokens folded;
    lt_spool_scratch scratch, text;
    uint8_t *ends; /* [byte] of a window: a word ends */
    border *borders;
    size_t end_capacity, border_count, border_capacity;
} border_work;

static int border_token(border_work *work, uint32_t document, uint32_t at, uint32_t *ret_token, leitong_error *error)
{
    const uint32_t *tokens;
    uint64_t begin = work->corpus->documents[document].token_begin + at;
    LT_TRY(lt_corpus_tokens(work->corpus, begin, 1, &work->scratch, &tokens, error));
    *ret_token = tokens[0];
    return 0;
}

/* A letter that a dictionary makes words of; numerals are filled in as they are. */
static bool border_letter(uint32_t token)
{
    return token >= 0x2E80 && token < 0x40000 && !lt_mask_numeral(token);
}

/* Whether wording is left beside a border that moves by one more letter. */
static bool border_room(const lt_template *t, const border *b, uint32_t moved)
{
    const lt_place *text = &t->parts[b->text].text;
    return text->end >= text->begin + 2 + moved;
}

/* The border at one side of a slot's part, if there is wording. */
static int border_add(border_work *work, const lt_template *t, uint32_t part, bool left, leitong_error *error)
{
    uint32_t beside = left ? part - 1 : part + 1;
    if ((left && part == 0) || (!left && part + 1 == t->part_count) || t->parts[beside].kind != LT_PART_TEXT) {
        return 0;
    }
    LT_TRY(LT_RESERVE(work->borders, work->border_capacity, work->border_count + 1, error));
    work->borders[work->border_count++] =
        (border){.slot = t->parts[part].slot, .text = beside, .left = left, .open = true};
    return 0;
}

/* Reads and folds a paragraph, unless it is the last one that was. */
static int border_fold(border_work *work, const lt_document *d, const lt_paragraph *p, leitong_error *error)
{
    if (p == work->paragraph) {
        return 0;
    }
    work->paragraph = NULL;
    LT_TRY(
        lt_corpus_text(work->corpus, d, (lt_byte_range){p->byte_begin, p->byte_end}, &work->text, &work->read, error));
    LT_TRY(lt_refold_paragraph(work->corpus, p, work->read, work->fold, &work->folded, error));
    work->paragraph = p;
    return 0;
}

/* Whether the document's tokens `token` and the next one stand in one word. */
static int border_cuts(border_work *work, uint32_t document, uint32_t token, bool *ret_cuts, leitong_error *error)
{
    const lt_document *d = &work->corpus->documents[document];
    const lt_paragraph *p = &work->corpus->paragraphs[d->paragraph_begin];
    const lt_tokens *folded = &work->folded;
    uint32_t behind = 1; /* the last paragraph that begins at the token or before it stands before this one */
    LT_LOWER_BOUND(behind, d->paragraph_count, i, p[i].token_begin <= d->token_begin + token);
    p += behind - 1;
    size_t at = (size_t)(d->token_begin + token - p->token_begin);
    *ret_cuts = false;
    if (at + 1 >= p->token_count) {
        return 0;
    }
    LT_TRY(border_fold(work, d, p, error));
    size_t begin = folded->begins[at - LT_MIN(at, BORDER_WINDOW)];
    size_t end = folded->ends[LT_MIN(at + BORDER_WINDOW, folded->count - 1)];
    if (folded->begins[at + 1] != folded->ends[at]) {
        return 0;
    }
    LT_TRY(LT_RESERVE(work->ends, work->end_capacity, end - begin + 1, error));
    LT_TRY(lt_words_read(work->words, (const char *)work->read + begin, end - begin, work->ends, error));
    *ret_cuts = work->ends[folded->ends[at] - begin] == 0;
    return 0;
}

/* What fills the slot of a member, when the border has moved by b->moves letters. */
static lt_stretch border_fill(const lt_template *t, const border *b, uint32_t member)
{
    lt_stretch fill = t->ranges[(size_t)member * t->slot_count + b->slot];
    if (fill.begin < fill.end) {
        fill.begin -= b->left ? b->moves : 0;
        fill.end += b->left ? 0 : b->moves;
    }
    return fill;
}

/* Whether a border may move by one more letter: wording is left, the letter is one that words are made of, and all
 * members have it beside what fills the slot. */
static int border_firm(border_work *work, const lt_template *t, const border *b, bool *ret_firm, leitong_error *error)
{
    const lt_place *text = &t->parts[b->text].text;
    uint32_t outer = 0;
    *ret_firm = border_room(t, b, b->moves);
    LT_TRY(*ret_firm ? border_token(work, text->document, b->left ? text->end - 1 - b->moves : text->begin + b->moves,
                                    &outer, error)
                     : 0);
    *ret_firm = *ret_firm && border_letter(outer);
    for (uint32_t m = 0; m < t->member_count && *ret_firm; m++) {
        const lt_place *member = &t->members[m];
        lt_stretch fill = border_fill(t, b, m);
        uint32_t token = 0;
        *ret_firm = fill.begin < fill.end && (b->left ? fill.begin > member->begin : fill.end < member->end);
        LT_TRY(*ret_firm ? border_token(work, member->document, b->left ? fill.begin - 1 : fill.end, &token, error)
                         : 0);
        *ret_firm = token == outer;
    }
    return 0;
}

/* Adds a member to b->cut where the border cuts a word there. */
static int border_ask(border_work *work, const lt_template *t, border *b, uint32_t member, leitong_error *error)
{
    uint32_t document = t->members[member].document;
    lt_stretch fill = border_fill(t, b, member);
    uint32_t inner = 0;
    bool cuts = false;
    LT_TRY(border_token(work, document, b->left ? fill.begin : fill.end - 1, &inner, error));
    LT_TRY(border_letter(inner) ? border_cuts(work, document, (b->left ? fill.begin : fill.end) - 1, &cuts, error) : 0);
    b->cut += cuts;
    return 0;
}

/* Which open borders move by one more letter. Member by member, so that each paragraph is folded once for all borders
 * in it. */
static int border_round(border_work *work, const lt_template *t, leitong_error *error)
{
    uint32_t count = LT_MIN(t->member_count, BORDER_MEMBERS);
    bool open = false;
    for (size_t i = 0; i < work->border_count; i++) {
        border *b = &work->borders[i];
        b->cut = 0;
        LT_TRY(b->open ? border_firm(work, t, b, &b->open, error) : 0);
        open = open || b->open;
    }
    for (uint32_t m = 0; open && m < count; m++) {
        for (size_t i = 0; i < work->border_count; i++) {
            LT_TRY(work->borders[i].open ? border_ask(work, t, &work->borders[i], m, error) : 0);
        }
    }
    for (size_t i = 0; i < work->border_count; i++) {
        border *b = &work->borders[i];
        b->open = b->open && b->cut * 2 > count;
        b->moves += b->open;
    }
    return 0;
}

static void border_move(lt_template *t, const border *b)
{
    lt_place *text = &t->parts[b->text].text;
    uint32_t first = b->slot > 0 ? t->fill_ends[b->slot - 1] : 0;
    text->end -= b->left;
    text->begin += !b->left;
    for (uint32_t f = first; f < t->fill_ends[b->slot]; f++) {
        t->fills[f].first.begin -= b->left;
        t->fills[f].first.end += !b->left;
    }
    for (uint32_t m = 0; m < t->member_count; m++) {
        lt_stretch *fill = &t->ranges[(size_t)m * t->slot_count + b->slot];
        fill->begin -= b->left;
        fill->end += !b->left;
    }
}

/* Borders are judged as if each were alone, then moved one after the other: two that share short wording leave some of
 * it between them. */
static int border_template(border_work *work, lt_template *t, leitong_error *error)
{
    work->border_count = 0;
    for (uint32_t p = 0; p < t->part_count; p++) {
        if (t->parts[p].kind == LT_PART_SLOT) {
            LT_TRY(border_add(work, t, p, true, error));
            LT_TRY(border_add(work, t, p, false, error));
        }
    }
    for (unsigned round = 0; round < BORDER_LETTERS; round++) {
        LT_TRY(border_round(work, t, error));
    }
    for (size_t i = 0; i < work->border_count; i++) {
        const border *b = &work->borders[i];
        for (unsigned moved = 0; moved < b->moves && border_room(t, b, 0); moved++) {
            border_move(t, b);
        }
    }
    return 0;
}

int lt_template_borders(const lt_corpus *corpus, lt_template *templates, size_t count, unsigned fold_flags,
                        leitong_error *error)
{
    border_work work = {.corpus = corpus};
    int code = 0;
    LT_TRY_GOTO(done, lt_words_new(&work.words, error));
    LT_TRY_GOTO(done, lt_fold_new(fold_flags | LT_FOLD_SPANS, work.corpus->lexicon, &work.fold, error));
    for (size_t i = 0; i < count; i++) {
        LT_TRY_GOTO(done, border_template(&work, &templates[i], error));
    }
done:
    lt_words_free(work.words);
    lt_fold_free(work.fold);
    lt_tokens_clear(&work.folded);
    lt_spool_scratch_clear(&work.scratch);
    lt_spool_scratch_clear(&work.text);
    free(work.ends);
    free(work.borders);
    return code;
}

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

typedef struct border_work {
    const lt_corpus *corpus;
    lt_words *words;
    lt_fold *fold;
    lt_tokens folded;
    lt_spool_scratch scratch, text;
    uint8_t *borders; /* [byte] of a window */
    size_t border_capacity;
} border_work;

/* A border: between a slot and the wording before (`left`) or behind it. */
typedef struct border {
    uint32_t slot, text; /* the slot's number, the wording's part */
    uint32_t outer;      /* the letter beside the border */
    bool left;
} border;

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

/* The border at one side of a slot's part; none where the wording there is a single letter, or no letter that words are
 * made of. */
static int border_open(border_work *work, const lt_template *t, uint32_t part, bool left, border *ret_border,
                       bool *ret_there, leitong_error *error)
{
    uint32_t beside = left ? part - 1 : part + 1;
    *ret_there = false;
    if ((left && part == 0) || (!left && part + 1 == t->part_count) || t->parts[beside].kind != LT_PART_TEXT) {
        return 0;
    }
    const lt_place *text = &t->parts[beside].text;
    if (text->end < text->begin + 2) {
        return 0;
    }
    *ret_border = (border){t->parts[part].slot, beside, 0, left};
    LT_TRY(border_token(work, text->document, left ? text->end - 1 : text->begin, &ret_border->outer, error));
    *ret_there = border_letter(ret_border->outer);
    return 0;
}

/* Whether the document's tokens `token` and the next one stand in one word. */
static int border_cuts(border_work *work, uint32_t document, uint32_t token, bool *ret_cuts, leitong_error *error)
{
    const lt_document *d = &work->corpus->documents[document];
    const lt_paragraph *p = &work->corpus->paragraphs[d->paragraph_begin];
    const lt_tokens *folded = &work->folded;
    const uint8_t *text;
    uint32_t behind = 1; /* the last paragraph that begins at the token or before it stands before this one */
    LT_LOWER_BOUND(behind, d->paragraph_count, i, p[i].token_begin <= d->token_begin + token);
    p += behind - 1;
    size_t at = (size_t)(d->token_begin + token - p->token_begin);
    *ret_cuts = false;
    if (at + 1 >= p->token_count) {
        return 0;
    }
    LT_TRY(lt_corpus_text(work->corpus, d, (lt_byte_range){p->byte_begin, p->byte_end}, &work->text, &text, error));
    LT_TRY(lt_refold_paragraph(work->corpus, p, text, work->fold, &work->folded, error));
    size_t begin = folded->begins[at - LT_MIN(at, BORDER_WINDOW)];
    size_t end = folded->ends[LT_MIN(at + BORDER_WINDOW, folded->count - 1)];
    if (folded->begins[at + 1] != folded->ends[at]) {
        return 0;
    }
    LT_TRY(LT_RESERVE(work->borders, work->border_capacity, end - begin + 1, error));
    LT_TRY(lt_words_read(work->words, (const char *)text + begin, end - begin, work->borders, error));
    *ret_cuts = work->borders[folded->ends[at] - begin] == 0;
    return 0;
}

/* Whether all members have the letter beside what fills the slot. */
static int border_firm(border_work *work, const lt_template *t, const border *b, bool *ret_firm, leitong_error *error)
{
    *ret_firm = true;
    for (uint32_t m = 0; m < t->member_count && *ret_firm; m++) {
        const lt_place *member = &t->members[m];
        const lt_stretch *fill = &t->ranges[(size_t)m * t->slot_count + b->slot];
        uint32_t token = 0;
        *ret_firm = fill->begin < fill->end && (b->left ? fill->begin > member->begin : fill->end < member->end);
        LT_TRY(*ret_firm ? border_token(work, member->document, b->left ? fill->begin - 1 : fill->end, &token, error)
                         : 0);
        *ret_firm = token == b->outer;
    }
    return 0;
}

static int border_judge(border_work *work, const lt_template *t, const border *b, bool *ret_moves, leitong_error *error)
{
    uint32_t count = LT_MIN(t->member_count, BORDER_MEMBERS);
    uint32_t cut = 0;
    LT_TRY(border_firm(work, t, b, ret_moves, error));
    for (uint32_t m = 0; *ret_moves && m < count; m++) {
        const lt_stretch *fill = &t->ranges[(size_t)m * t->slot_count + b->slot];
        uint32_t inner = 0;
        bool cuts = false;
        LT_TRY(border_token(work, t->members[m].document, b->left ? fill->begin : fill->end - 1, &inner, error));
        LT_TRY(border_letter(inner)
                   ? border_cuts(work, t->members[m].document, (b->left ? fill->begin : fill->end) - 1, &cuts, error)
                   : 0);
        cut += cuts;
    }
    *ret_moves = *ret_moves && cut * 2 > count;
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

/* Moves a border as far as it cuts a word. */
static int border_side(border_work *work, lt_template *t, uint32_t part, bool left, leitong_error *error)
{
    bool moves = true;
    for (unsigned moved = 0; moved < BORDER_LETTERS && moves; moved++) {
        border b;
        LT_TRY(border_open(work, t, part, left, &b, &moves, error));
        LT_TRY(moves ? border_judge(work, t, &b, &moves, error) : 0);
        if (moves) {
            border_move(t, &b);
        }
    }
    return 0;
}

static int border_template(border_work *work, lt_template *t, leitong_error *error)
{
    for (uint32_t p = 0; p < t->part_count; p++) {
        if (t->parts[p].kind == LT_PART_SLOT) {
            LT_TRY(border_side(work, t, p, true, error));
            LT_TRY(border_side(work, t, p, false, error));
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
    free(work.borders);
    return code;
}

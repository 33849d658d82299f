#include "templates/template_border.h"

#include "base/code_point.h"
#include "base/compare.h"
#include "templates/collocation.h"
#include "templates/mask.h"
#include "text/paragraph.h"
#include "text/refold.h"

typedef struct border_work {
    const lt_corpus *corpus;
    lt_collocations *bonds;
    bool counted; /* bonds can be asked */
    lt_fold *fold;
    lt_tokens folded;
    lt_spool_scratch scratch, text;
} border_work;

/* A border: between a slot and the wording before (`left`) or behind it. */
typedef struct border {
    uint32_t slot, text;    /* the slot's number, the wording's part */
    uint32_t outer, beyond; /* the letter beside the border, and what stands beyond it; 0: no letter */
    bool left;
} border;

/* A letter that may be part of a word: no numeral, and none that is a word of its own. */
static bool border_letter(uint32_t token)
{
    static const uint32_t words[] =
        U"的了是在和與与及或等之而为為以于於被把也都其者由應应得並并經经依所有無无不未各每該该此"
        U"至自從从對对向將将且若如但則则即內内外後后前時时全本";
    for (const uint32_t *at = words; *at != 0; at++) {
        if (*at == token) {
            return false;
        }
    }
    return lt_collocation_letter(token) && !lt_mask_numeral(token);
}

static int border_tokens(border_work *work, uint32_t document, uint32_t begin, const uint32_t **ret_two,
                         leitong_error *error)
{
    uint64_t at = work->corpus->documents[document].token_begin + begin;
    return lt_corpus_tokens(work->corpus, at, 2, &work->scratch, ret_two, error);
}

/* The wording's last two letters before the slot, or its first two behind. */
static int border_open(border_work *work, const lt_template *t, uint32_t part, bool left, border *ret_border,
                       bool *ret_there, leitong_error *error)
{
    *ret_there = false;
    if ((left && part == 0) || (!left && part + 1 == t->part_count)) {
        return 0;
    }
    uint32_t beside = left ? part - 1 : part + 1;
    const lt_place *text = &t->parts[beside].text;
    const uint32_t *two;
    if (t->parts[beside].kind != LT_PART_TEXT || text->end < text->begin + 2) {
        return 0;
    }
    int code = border_tokens(work, text->document, left ? text->end - 2 : text->begin, &two, error);
    if (code == 0) {
        uint32_t beyond = two[left ? 0 : 1];
        *ret_border =
            (border){t->parts[part].slot, beside, two[left ? 1 : 0], lt_collocation_letter(beyond) ? beyond : 0, left};
        *ret_there = border_letter(ret_border->outer);
    }
    return code;
}

static int border_want(border_work *work, const border *b, uint32_t inner, leitong_error *error)
{
    int code = lt_collocations_want(work->bonds, b->left ? b->outer : inner, b->left ? inner : b->outer, 0, error);
    if (code == 0 && b->beyond != 0) {
        code =
            lt_collocations_want(work->bonds, b->left ? b->beyond : b->outer, b->left ? b->outer : b->beyond, 0, error);
        code = code != 0 ? code
                         : lt_collocations_want(work->bonds, b->left ? b->beyond : inner, b->outer,
                                                b->left ? inner : b->beyond, error);
    }
    return code;
}

/* Asks about a border, or once counted decides whether it moves. */
static int border_judge(border_work *work, const lt_template *t, const border *b, bool *ret_moves, leitong_error *error)
{
    uint64_t cut = 0;
    *ret_moves = false;
    for (uint32_t m = 0; m < t->member_count; m++) {
        const lt_place *member = &t->members[m];
        const lt_stretch *fill = &t->ranges[(size_t)m * t->slot_count + b->slot];
        const uint32_t *two;
        if (fill->begin == fill->end || (b->left ? fill->begin == member->begin : fill->end == member->end)) {
            return 0;
        }
        int code = border_tokens(work, member->document, b->left ? fill->begin - 1 : fill->end - 1, &two, error);
        if (code != 0 || two[b->left ? 0 : 1] != b->outer) {
            return code;
        }
        uint32_t inner = two[b->left ? 1 : 0];
        if (!lt_collocation_letter(inner) || lt_mask_numeral(inner)) {
            continue;
        }
        if (!work->counted) {
            code = border_want(work, b, inner, error);
        } else {
            cut += lt_collocations_cut(work->bonds, inner, b->outer, b->beyond, b->left);
        }
        if (code != 0) {
            return code;
        }
    }
    *ret_moves = work->counted && cut * 100 >= (uint64_t)t->member_count * LT_STAR_FIXED;
    return 0;
}

/* Whether nothing but white space stands between a document's token and the next one. */
static int border_touch(border_work *work, uint32_t document, uint32_t token, bool *ret_touch, leitong_error *error)
{
    const lt_document *d = &work->corpus->documents[document];
    const lt_paragraph *p = &work->corpus->paragraphs[d->paragraph_begin];
    const uint8_t *text;
    uint32_t behind = 1; /* the last paragraph that begins at the token or before it stands before this one */
    LT_LOWER_BOUND(behind, d->paragraph_count, i, p[i].token_begin <= d->token_begin + token);
    p += behind - 1;
    size_t at = (size_t)(d->token_begin + token - p->token_begin);
    *ret_touch = false;
    if (at + 1 >= p->token_count) {
        return 0;
    }
    int code = lt_corpus_text(work->corpus, d, (lt_byte_range){p->byte_begin, p->byte_end}, &work->text, &text, error);
    code = code != 0 ? code : lt_refold_paragraph(work->corpus, p, text, work->fold, &work->folded, error);
    if (code != 0) {
        return code;
    }
    size_t end = work->folded.begins[at + 1];
    unsigned length = 0;
    *ret_touch = true;
    for (size_t i = work->folded.ends[at]; i < end && *ret_touch; i += length) {
        *ret_touch = lt_paragraph_space(lt_code_point_read(text + i, end - i, &length));
    }
    return 0;
}

/* Whether the fills, as far as they are looked at, touch the letter beside them. */
static int border_whole(border_work *work, const lt_template *t, const border *b, bool *ret_whole, leitong_error *error)
{
    int code = 0;
    *ret_whole = true;
    for (uint32_t m = 0; code == 0 && *ret_whole && m < t->member_count && m < LT_TEMPLATE_SAMPLE; m++) {
        const lt_stretch *fill = &t->ranges[(size_t)m * t->slot_count + b->slot];
        uint32_t token = b->left ? fill->begin - 1 : fill->end - 1;
        code = border_touch(work, t->members[m].document, token, ret_whole, error);
    }
    return code;
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

static int border_template(border_work *work, lt_template *t, leitong_error *error)
{
    int code = 0;
    for (uint32_t p = 0; code == 0 && p < t->part_count; p++) {
        for (int side = 0; code == 0 && t->parts[p].kind == LT_PART_SLOT && side < 2; side++) {
            border b;
            bool there = false;
            bool moves = false;
            code = border_open(work, t, p, side == 0, &b, &there, error);
            code = code != 0 || !there ? code : border_judge(work, t, &b, &moves, error);
            code = code != 0 || !moves ? code : border_whole(work, t, &b, &moves, error);
            if (code == 0 && moves) {
                border_move(t, &b);
            }
        }
    }
    return code;
}

int lt_template_borders(const lt_corpus *corpus, lt_template *templates, size_t count, unsigned fold_flags,
                        lt_workers *workers, leitong_error *error)
{
    border_work work = {.corpus = corpus};
    int code = lt_collocations_new(&work.bonds, error);
    code = code != 0 ? code : lt_fold_new(fold_flags | LT_FOLD_SPANS, work.corpus->lexicon, &work.fold, error);
    for (size_t i = 0; code == 0 && i < count; i++) {
        code = border_template(&work, &templates[i], error);
    }
    code = code != 0 ? code : lt_collocations_count(work.bonds, corpus, workers, error);
    work.counted = true;
    for (size_t i = 0; code == 0 && i < count; i++) {
        code = border_template(&work, &templates[i], error);
    }
    lt_collocations_free(work.bonds);
    lt_fold_free(work.fold);
    lt_tokens_clear(&work.folded);
    lt_spool_scratch_clear(&work.scratch);
    lt_spool_scratch_clear(&work.text);
    return code;
}

#include "templates/family_stretch.h"

#include "base/buffer.h"
#include "base/compare.h"

/* A part of a document's sequence. */
typedef struct stretch_piece {
    size_t begin, end;
} stretch_piece;

typedef struct stretch_work {
    const lt_stretch_input *input;
    uint32_t document;
    size_t first;      /* of the document, in the sequences */
    stretch_piece own; /* what is like its medoid; begin == end: nothing, it is in no family */
    stretch_piece stack[LT_STRETCHES + 2];
    size_t stacked;
    unsigned found;
    lt_members *members;
} stretch_work;

static lt_sequence stretch_sequence(const stretch_work *work, stretch_piece piece)
{
    const lt_sequences *s = work->input->sequences;
    size_t begin = work->first + piece.begin;
    return (lt_sequence){s->ids + begin, s->weights + begin, piece.end - piece.begin};
}

/* The tokens of a piece, from its first paragraph to its last. */
static lt_place stretch_place(const stretch_work *work, stretch_piece piece)
{
    const lt_sequences *s = work->input->sequences;
    const lt_paragraph *first = &s->corpus->paragraphs[s->paragraph[work->first + piece.begin]];
    const lt_paragraph *last = &s->corpus->paragraphs[s->paragraph[work->first + piece.end - 1]];
    uint64_t base = s->corpus->documents[work->document].token_begin;
    return (lt_place){work->document, (uint32_t)(first->token_begin - base),
                      (uint32_t)(last->token_begin + last->token_count - base)};
}

static void stretch_push(stretch_work *work, size_t begin, size_t end)
{
    if (begin < end &&
        stretch_place(work, (stretch_piece){begin, end}).end - stretch_place(work, (stretch_piece){begin, end}).begin >=
            LT_STRETCH_SHORTEST) {
        work->stack[work->stacked++] = (stretch_piece){begin, end};
    }
}

/* The part of a piece where what it has in common with the medoid stands close. */
static int stretch_close(const stretch_work *work, stretch_piece piece, uint32_t medoid, stretch_piece *ret_close,
                         leitong_error *error)
{
    lt_sequences *s = work->input->sequences;
    lt_sequence own = stretch_sequence(work, piece);
    lt_sequence other = lt_sequences_of(s, medoid);
    uint64_t covered = 0;
    int code = lt_ordered_coverage_covered(&s->order, 1, &own, &other, &covered, error);
    stretch_piece close = {piece.begin, piece.begin};
    int64_t best = 0;
    int64_t score = 0;
    size_t begin = 0;
    for (size_t i = 0; code == 0 && i < s->order.place_count; i++) {
        size_t at = s->order.places[i];
        if (i > 0) {
            size_t before = s->order.places[i - 1];
            lt_place both = stretch_place(work, (stretch_piece){piece.begin + before, piece.begin + at + 1});
            score -= (int64_t)(both.end - both.begin) - own.weights[before] - own.weights[at];
        }
        begin = score > 0 ? begin : at;
        score = LT_MAX(score, 0) + own.weights[at];
        if (score > best) {
            best = score;
            close = (stretch_piece){piece.begin + begin, piece.begin + at + 1};
        }
    }
    *ret_close = close;
    return code;
}

/* Whether the medoid's form stands in the piece; *ret_held: where. */
static int stretch_holds(const stretch_work *work, stretch_piece piece, uint32_t medoid, bool *ret_holds,
                         stretch_piece *ret_held, leitong_error *error)
{
    lt_sequences *s = work->input->sequences;
    uint64_t of_own = 0;
    uint64_t of_other = 0;
    *ret_holds = false;
    int code = stretch_close(work, piece, medoid, ret_held, error);
    if (code != 0 || ret_held->begin == ret_held->end) {
        return code;
    }
    lt_sequence own = stretch_sequence(work, *ret_held);
    lt_sequence other = lt_sequences_of(s, medoid);
    lt_place place = stretch_place(work, *ret_held);
    uint32_t tokens = place.end - place.begin;
    code = lt_sequences_covered(s, &own, &other, &of_own, &of_other, error);
    *ret_holds = tokens >= LT_STRETCH_SHORTEST && of_own * 2 >= tokens &&
                 of_other * 2 >= s->corpus->documents[medoid].token_count;
    return code;
}

static int stretch_piece_find(stretch_work *work, stretch_piece piece, leitong_error *error)
{
    const lt_stretch_input *input = work->input;
    lt_sequence sequence = stretch_sequence(work, piece);
    uint32_t medoids[LT_JOIN_TRIED];
    const uint32_t *keys;
    size_t count = 0;
    int code = lt_sequences_keys(input->sequences, &sequence, &keys, &count, error);
    size_t candidates = code == 0 ? lt_join_find(input->join, keys, count, medoids) : 0;
    for (size_t i = 0; code == 0 && i < candidates; i++) {
        uint32_t group = lt_classes_find(input->groups, medoids[i]);
        stretch_piece held;
        bool holds = false;
        if (input->family[group] != 0 && medoids[i] != work->document) {
            code = stretch_holds(work, piece, medoids[i], &holds, &held, error);
        }
        if (code != 0 || !holds) {
            continue;
        }
        code = LT_RESERVE(work->members->items, work->members->capacity, work->members->count + 1, error);
        if (code == 0) {
            work->members->items[work->members->count++] = (lt_member){group, stretch_place(work, held)};
            work->found++;
            stretch_push(work, piece.begin, held.begin);
            stretch_push(work, held.end, piece.end);
        }
        return code;
    }
    return code;
}

/* What the stretches from member `before` on leave for the document's own group: the part around what is like its
 * medoid; of a document that has none, the longest part, or nothing where one of them is of this group. */
static lt_place stretch_left(const stretch_work *work, uint32_t group, size_t before)
{
    uint32_t tokens = (uint32_t)work->input->sequences->corpus->documents[work->document].token_count;
    bool medoid = work->own.begin < work->own.end;
    uint32_t inside = medoid ? stretch_place(work, work->own).begin : 0;
    lt_place left = {work->document, 0, 0};
    for (size_t i = before; i <= work->members->count; i++) { /* the part that begins behind this stretch, or first */
        const lt_member *at = &work->members->items[i];
        lt_place part = {work->document, i < work->members->count ? at->place.end : 0, tokens};
        if (!medoid && i < work->members->count && at->group == group) {
            return (lt_place){work->document, 0, 0};
        }
        for (size_t k = before; k < work->members->count; k++) {
            uint32_t begin = work->members->items[k].place.begin;
            part.end = begin >= part.begin && begin < part.end ? begin : part.end;
        }
        bool better = medoid ? part.begin <= inside && inside < part.end
                             : part.begin < part.end && part.end - part.begin > left.end - left.begin;
        left = better ? part : left;
    }
    return left;
}

int lt_stretch_find(const lt_stretch_input *input, uint32_t document, lt_members *members, lt_place *ret_own,
                    leitong_error *error)
{
    const lt_sequences *s = input->sequences;
    stretch_work work = {.input = input, .document = document, .first = s->begin[document], .members = members};
    size_t count = s->begin[document + 1] - work.first;
    size_t before = members->count;
    uint32_t group = lt_classes_find(input->groups, document);
    uint32_t medoid = input->family[group] != 0 ? input->medoid[document] : LT_STRETCH_NONE;
    int code = 0;
    if (medoid == LT_STRETCH_NONE) {
        stretch_push(&work, 0, count);
    } else if (medoid != document) {
        code = stretch_close(&work, (stretch_piece){0, count}, medoid, &work.own, error);
        stretch_push(&work, 0, work.own.begin);
        stretch_push(&work, work.own.end, count);
    }
    while (code == 0 && work.stacked > 0 && work.found < LT_STRETCHES) {
        code = stretch_piece_find(&work, work.stack[--work.stacked], error);
    }
    bool others = false; /* a form besides its own */
    for (size_t i = before; i < members->count; i++) {
        others = others || members->items[i].group != group;
    }
    if (code == 0) {
        members->count = others || input->family[group] == 0 ? members->count : before;
        *ret_own = members->count > before
                       ? stretch_left(&work, group, before)
                       : (lt_place){document, 0, (uint32_t)s->corpus->documents[document].token_count};
    }
    return code;
}

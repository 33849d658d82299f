#include "engine/probe_boilerplate.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "templates/boilerplate.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(LT_BOILERPLATE_SHORT <= 64, "a paragraph's tokens are bits of a word");
enum { BOILERPLATE_ENDS = LT_BOILERPLATE_HEAD + LT_BOILERPLATE_TAIL };

typedef struct boilerplate_work {
    const lt_corpus *corpus;
    uint32_t submission;
    const lt_passage_result *found;
    lt_place ends[BOILERPLATE_ENDS]; /* the submission's short paragraphs at its ends, ascending */
    size_t end_count;
    lt_record *shared; /* key: number of the end << 32 | other document; value: a bit a token that it has */
    size_t shared_count, shared_capacity;
    const lt_document **pages; /* of one end: the documents that have it */
} boilerplate_work;

static lt_place boilerplate_place(const lt_corpus *corpus, uint32_t document, uint32_t paragraph)
{
    const lt_document *d = &corpus->documents[document];
    const lt_paragraph *p = &corpus->paragraphs[d->paragraph_begin + paragraph];
    uint32_t begin = (uint32_t)(p->token_begin - d->token_begin);
    return (lt_place){document, begin, begin + p->token_count};
}

/* Whether the paragraph is short, and at an end of a document that has a body. */
static bool boilerplate_is_end(const lt_corpus *corpus, uint32_t document, uint32_t paragraph)
{
    const lt_document *d = &corpus->documents[document];
    uint32_t count = d->paragraph_count;
    return count > LT_BOILERPLATE_HEAD &&
           (paragraph < LT_BOILERPLATE_HEAD || paragraph + LT_BOILERPLATE_TAIL >= count) &&
           corpus->paragraphs[d->paragraph_begin + paragraph].token_count <= LT_BOILERPLATE_SHORT;
}

/* Whether token `token` of a document stands in such a paragraph. */
static bool boilerplate_at_end(const lt_corpus *corpus, uint32_t document, uint32_t token)
{
    const lt_document *d = &corpus->documents[document];
    uint32_t paragraph = 0; /* the first that begins behind the token */
    LT_LOWER_BOUND(paragraph, d->paragraph_count, i,
                   corpus->paragraphs[d->paragraph_begin + i].token_begin - d->token_begin <= token);
    return paragraph > 0 && boilerplate_is_end(corpus, document, paragraph - 1);
}

/* Tokens from `own` on are equal to those of `document` from `other` on, `count` of them. */
static int boilerplate_share(boilerplate_work *work, const lt_place *other, uint32_t own, leitong_error *error)
{
    uint32_t count = other->end - other->begin;
    for (size_t e = 0; e < work->end_count; e++) {
        uint64_t bits = 0;
        uint32_t begin = LT_MAX(work->ends[e].begin, own);
        uint32_t end = LT_MIN(work->ends[e].end, own + count);
        for (uint32_t t = begin; t < end; t++) {
            bool at_end = boilerplate_at_end(work->corpus, other->document, t - own + other->begin);
            bits |= (uint64_t)at_end << (t - work->ends[e].begin);
        }
        if (bits != 0) {
            LT_TRY(LT_RESERVE(work->shared, work->shared_capacity, work->shared_count + 1, error));
            work->shared[work->shared_count++] = (lt_record){(uint64_t)e << 32 | other->document, bits};
        }
    }
    return 0;
}

static int boilerplate_passage(boilerplate_work *work, const lt_passage *p, leitong_error *error)
{
    const lt_edit *edits = LT_FROM(work->found->passages.edits, p->edit_begin);
    bool is_b = p->document_b == work->submission;
    uint32_t own = is_b ? p->b_begin : p->a_begin;
    lt_place other = {is_b ? p->document_a : p->document_b, is_b ? p->a_begin : p->b_begin, 0};
    if ((!is_b && p->document_a != work->submission) || p->document_a == p->document_b) {
        return 0;
    }
    for (uint32_t e = 0; e < p->edit_count; e++) {
        other.end = is_b ? edits[e].a_begin : edits[e].b_begin;
        LT_TRY(boilerplate_share(work, &other, own, error));
        own = is_b ? edits[e].b_end : edits[e].a_end;
        other.begin = is_b ? edits[e].a_end : edits[e].b_end;
    }
    other.end = is_b ? p->a_end : p->b_end;
    return boilerplate_share(work, &other, own, error);
}

/* All places of a phrase have the same tokens. */
static int boilerplate_phrase(boilerplate_work *work, const lt_phrase *phrase, leitong_error *error)
{
    const lt_place *places = work->found->places + phrase->place_begin;
    for (uint32_t p = 0; p < phrase->place_count; p++) {
        bool is_at_end = false;
        for (size_t e = 0; e < work->end_count; e++) {
            is_at_end = is_at_end || (places[p].document == work->submission && places[p].begin < work->ends[e].end &&
                                      work->ends[e].begin < places[p].end);
        }
        for (uint32_t o = 0; is_at_end && o < phrase->place_count; o++) {
            if (places[o].document != work->submission) {
                LT_TRY(boilerplate_share(work, &places[o], places[p].begin, error));
            }
        }
    }
    return 0;
}

static int boilerplate_site_order(const void *left, const void *right)
{
    const lt_document *const *a = left;
    const lt_document *const *b = right;
    size_t sizes[2];
    const char *x = lt_boilerplate_site(*a, &sizes[0]);
    const char *y = lt_boilerplate_site(*b, &sizes[1]);
    int order = memcmp(x, y, LT_MIN(sizes[0], sizes[1]));
    if (((*a)->series == NULL) != ((*b)->series == NULL)) {
        return (*a)->series == NULL ? 1 : -1;
    }
    return order != 0 ? order : (sizes[0] > sizes[1]) - (sizes[0] < sizes[1]);
}

/* Whether enough documents of one site are among those that have the end; shared[begin … end) are of it, sorted. */
static bool boilerplate_is_common(boilerplate_work *work, const lt_place *paragraph, size_t begin, size_t end)
{
    size_t pages = 0;
    uint32_t row = 1;
    for (size_t i = begin, next; i < end; i = next) {
        uint64_t bits = 0;
        for (next = i; next < end && work->shared[next].key == work->shared[i].key; next++) {
            bits |= work->shared[next].value;
        }
        if (2 * (uint32_t)__builtin_popcountll(bits) >= paragraph->end - paragraph->begin) {
            work->pages[pages++] = &work->corpus->documents[(uint32_t)work->shared[i].key];
        }
    }
    if (pages > 0) {
        qsort(work->pages, pages, sizeof *work->pages, boilerplate_site_order);
    }
    for (size_t i = 1; i < pages && row < LT_BOILERPLATE_DOCUMENTS; i++) {
        row = boilerplate_site_order(&work->pages[i - 1], &work->pages[i]) == 0 ? row + 1 : 1;
    }
    return pages > 0 && row >= LT_BOILERPLATE_DOCUMENTS;
}

static int boilerplate_gather(boilerplate_work *work, leitong_error *error)
{
    for (uint32_t i = 0; i < work->corpus->documents[work->submission].paragraph_count; i++) {
        if (boilerplate_is_end(work->corpus, work->submission, i)) {
            work->ends[work->end_count++] = boilerplate_place(work->corpus, work->submission, i);
        }
    }
    for (size_t i = 0; work->end_count > 0 && i < work->found->passages.count; i++) {
        LT_TRY(boilerplate_passage(work, &work->found->passages.items[i], error));
    }
    for (size_t i = 0; work->end_count > 0 && i < work->found->phrase_count; i++) {
        LT_TRY(boilerplate_phrase(work, &work->found->phrases[i], error));
    }
    return 0;
}

int lt_probe_boilerplate_find(const lt_corpus *corpus, uint32_t submission, const lt_passage_result *found,
                              lt_place **ret_places, size_t *ret_count, leitong_error *error)
{
    boilerplate_work work = {.corpus = corpus, .submission = submission, .found = found};
    lt_place *places = malloc(BOILERPLATE_ENDS * sizeof *places);
    lt_record *scratch = NULL;
    size_t count = 0;
    int code = 0;
    if (places == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(done, boilerplate_gather(&work, error));
    scratch = malloc((work.shared_count + 1) * sizeof *scratch);
    work.pages = malloc((work.shared_count + 1) * sizeof *work.pages);
    if (scratch == NULL || work.pages == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    lt_radix_sort_records(work.shared, scratch, work.shared_count);
    for (size_t begin = 0, end; begin < work.shared_count; begin = end) {
        size_t e = (size_t)(work.shared[begin].key >> 32);
        for (end = begin; end < work.shared_count && work.shared[end].key >> 32 == e; end++) {
        }
        if (boilerplate_is_common(&work, &work.ends[e], begin, end)) {
            places[count++] = work.ends[e];
        }
    }
    *ret_places = places;
    *ret_count = count;
    places = NULL;
done:
    free(places);
    free(scratch);
    free(work.shared);
    free(work.pages);
    return code;
}

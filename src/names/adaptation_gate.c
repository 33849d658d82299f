#include "names/adaptation_gate.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "passages/cases.h"

#include <stdlib.h>
#include <string.h>

#define GATE_LEAST 30U /* tokens */
#define GATE_SHARE 5U  /* of the shorter document: one in so many */
#define GATE_MANY 500U
#define GATE_RARE 100U
#define GATE_RARE_SHARE 25U
#define GATE_DOCUMENTS 4U /* share a rare wording at most: one and three others */

typedef struct gate {
    const lt_corpus *corpus;
    const lt_passages *passages;
    const lt_salience *salience;
    lt_gated *gated;
    lt_passages pair; /* copies of a pair's passages, without their edits */
    lt_proximity_box *boxes;
    size_t box_capacity;
} gate;

void lt_gated_clear(lt_gated *gated)
{
    free(gated->pairs);
    free(gated->cases);
    free(gated->passages);
    free(gated->all);
    *gated = (lt_gated){0};
}

static bool gate_versions(const lt_document *a, const lt_document *b)
{
    return a->title != NULL && b->title != NULL && strcmp(a->title, b->title) == 0 && a->date != NULL &&
           b->date != NULL && strcmp(a->date, b->date) != 0;
}

static uint64_t gate_shorter(const gate *g, const lt_passage *p)
{
    const lt_document *documents = g->corpus->documents;
    return LT_MIN(documents[p->document_a].token_count, documents[p->document_b].token_count);
}

/* Whether the pair's passages together could be enough; most are not. */
static bool gate_may(const gate *g, const uint32_t *numbers, size_t count)
{
    const lt_passage *first = &g->passages->items[numbers[0]];
    const lt_document *documents = g->corpus->documents;
    uint64_t matched = 0;
    uint64_t told = 0;
    for (size_t i = 0; i < count; i++) {
        matched += g->passages->items[numbers[i]].matched;
        told += g->passages->items[numbers[i]].matched - g->passages->items[numbers[i]].stock;
    }
    uint64_t shorter = gate_shorter(g, first);
    return first->document_a != first->document_b && matched >= GATE_LEAST &&
           (2 * matched >= shorter || GATE_RARE_SHARE * told >= shorter || told >= GATE_MANY) &&
           !gate_versions(&documents[first->document_a], &documents[first->document_b]);
}

/* Tokens of a passage's side a whose wording at most GATE_DOCUMENTS documents share. */
static uint64_t gate_rare(const gate *g, const lt_passage *p)
{
    const lt_salience *s = g->salience;
    uint64_t rare = 0;
    if (s == NULL) {
        return 0;
    }
    size_t end = s->begins[p->document_a + 1];
    for (size_t i = lt_salience_find(s, p->document_a, p->a_begin); i < end && s->steps[i].begin < p->a_end; i++) {
        uint32_t begin = LT_MAX(s->steps[i].begin, p->a_begin);
        uint32_t stop = i + 1 < end ? LT_MIN(s->steps[i + 1].begin, p->a_end) : p->a_end;
        rare += s->steps[i].documents <= GATE_DOCUMENTS ? stop - begin : 0;
    }
    return LT_MIN(rare, p->matched);
}

typedef enum gate_kind { GATE_NONE, GATE_SMALL, GATE_LARGE } gate_kind;

static gate_kind gate_case(const gate *g, const uint32_t *numbers, const lt_case *c, const uint32_t *order,
                           uint32_t *ret_matched)
{
    uint64_t matched = 0;
    uint64_t told = 0;
    uint64_t rare = 0;
    for (size_t i = 0; i < c->count; i++) {
        const lt_passage *p = &g->passages->items[numbers[order[c->begin + i]]];
        matched += p->matched;
        told += p->matched - p->stock;
        rare += gate_rare(g, p);
    }
    uint64_t shorter = gate_shorter(g, &g->passages->items[numbers[0]]);
    bool telling = told >= GATE_LEAST && (GATE_SHARE * told >= shorter || told >= GATE_MANY);
    bool whole = matched >= GATE_LEAST && 2 * matched >= shorter;
    bool small = told >= GATE_RARE && GATE_RARE_SHARE * told >= shorter && rare >= GATE_RARE;
    *ret_matched = (uint32_t)LT_MIN(matched, UINT32_MAX);
    return telling || whole ? GATE_LARGE : small ? GATE_SMALL : GATE_NONE;
}

static int gate_append(gate *g, const uint32_t *numbers, const lt_case *c, const uint32_t *order, uint32_t matched,
                       leitong_error *error)
{
    lt_gated *gated = g->gated;
    LT_TRY(LT_RESERVE(gated->cases, gated->case_capacity, gated->case_count + 1, error));
    LT_TRY(LT_RESERVE(gated->passages, gated->passage_capacity, gated->passage_count + c->count, error));
    gated->cases[gated->case_count++] = (lt_gated_case){gated->passage_count, c->count, matched};
    for (size_t i = 0; i < c->count; i++) {
        gated->passages[gated->passage_count++] = numbers[order[c->begin + i]];
    }
    return 0;
}

/* Appends the pair, if one of its cases counts. */
static int gate_take(gate *g, const uint32_t *numbers, size_t count, const lt_cases *cases, leitong_error *error)
{
    lt_gated *gated = g->gated;
    const lt_passage *first = &g->passages->items[numbers[0]];
    lt_gated_pair pair = {
        first->document_a, first->document_b, gated->all_count, count, gated->case_count, 0, 0, false};
    gate_kind best = GATE_NONE;
    uint32_t matched = 0;
    for (size_t i = 0; i < cases->count; i++) {
        gate_kind kind = gate_case(g, numbers, &cases->items[i], cases->passages, &matched);
        best = LT_MAX(best, kind);
    }
    for (size_t i = 0; i < cases->count && best != GATE_NONE; i++) {
        gate_kind kind = gate_case(g, numbers, &cases->items[i], cases->passages, &matched);
        pair.matched += kind == best ? matched : 0;
        if (kind == best || matched >= GATE_LEAST) {
            LT_TRY(gate_append(g, numbers, &cases->items[i], cases->passages, matched, error));
            pair.case_count++;
        }
    }
    if (best == GATE_NONE) {
        return 0;
    }
    pair.large = best == GATE_LARGE;
    LT_TRY(LT_RESERVE(gated->all, gated->all_capacity, gated->all_count + count, error));
    memcpy(gated->all + gated->all_count, numbers, count * sizeof *numbers);
    gated->all_count += count;
    LT_TRY(LT_RESERVE(gated->pairs, gated->pair_capacity, gated->pair_count + 1, error));
    gated->pairs[gated->pair_count++] = pair;
    return 0;
}

/* A token counts as a character: of Han text it is one. */
static int gate_pair(gate *g, const uint32_t *numbers, size_t count, leitong_error *error)
{
    lt_cases cases = {0};
    int code = 0;
    if (!gate_may(g, numbers, count)) {
        return 0;
    }
    LT_TRY(LT_RESERVE(g->pair.items, g->pair.capacity, count, error));
    LT_TRY(LT_RESERVE(g->boxes, g->box_capacity, count, error));
    g->pair.count = count;
    for (size_t i = 0; i < count; i++) {
        const lt_passage *p = &g->passages->items[numbers[i]];
        g->pair.items[i] = *p;
        g->boxes[i] = (lt_proximity_box){p->a_begin, p->a_end, p->b_begin, p->b_end};
    }
    LT_TRY_GOTO(done, lt_cases_run(&g->pair, g->boxes, &cases, error));
    LT_TRY_GOTO(done, gate_take(g, numbers, count, &cases, error));
done:
    lt_cases_clear(&cases);
    return code;
}

/* Passages come sorted by document_a, a_begin; stably sorted by pair they are each pair's by a_begin. */
static int gate_pairs(gate *g, lt_record *records, uint32_t *numbers, leitong_error *error)
{
    size_t count = g->passages->count;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && records[end].key == records[i].key; end++) {
            numbers[end - i] = (uint32_t)records[end].value;
        }
        LT_TRY(gate_pair(g, numbers, end - i, error));
    }
    return 0;
}

int lt_adaptation_gate(const lt_corpus *corpus, const lt_passages *passages, const lt_salience *salience,
                       lt_gated *ret_gated, leitong_error *error)
{
    lt_gated gated = {0};
    gate g = {.corpus = corpus, .passages = passages, .salience = salience, .gated = &gated};
    size_t count = passages->count;
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    uint32_t *numbers = malloc((count + 1) * sizeof *numbers);
    int code = records == NULL || scratch == NULL || numbers == NULL ? lt_error_memory(error) : 0;
    LT_TRY_GOTO(done, code);
    for (size_t i = 0; i < count; i++) {
        const lt_passage *p = &passages->items[i];
        records[i] = (lt_record){(uint64_t)p->document_a << 32 | p->document_b, i};
    }
    lt_radix_sort_records(records, scratch, count);
    LT_TRY_GOTO(done, gate_pairs(&g, records, numbers, error));
    *ret_gated = gated;
    gated = (lt_gated){0};
done:
    free(records);
    free(scratch);
    free(numbers);
    free(g.pair.items);
    free(g.boxes);
    lt_gated_clear(&gated);
    return code;
}

/* random_passages: what a passage path might have found, made up: passages with edits between documents without text.
 */
#ifndef LEITONG_RANDOM_PASSAGES_H
#define LEITONG_RANDOM_PASSAGES_H

#include "test.h"

#include "base/compare.h"
#include "passages/passage.h"

typedef struct random_shape {
    uint32_t documents, tokens; /* of each document */
    size_t passages, phrases;
    uint32_t longest; /* tokens of a passage, about */
} random_shape;

static inline uint32_t random_below(uint64_t *random, uint64_t most)
{
    return (uint32_t)(test_random(random) % most);
}

static inline int random_passage_order(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    const uint32_t x[] = {l->document_a, l->a_begin, l->document_b, l->b_begin, l->a_end, l->b_end};
    const uint32_t y[] = {r->document_a, r->a_begin, r->document_b, r->b_begin, r->a_end, r->b_end};
    return lt_compare_u32(x, y, 6);
}

/* Runs of 1 to 9 equal tokens with edits between, from `a` and `b` on, to about `length` tokens. */
static inline lt_passage random_passage(uint64_t *random, lt_passages *list, const random_shape *shape)
{
    uint32_t length = 1 + random_below(random, shape->longest);
    lt_passage p = {.document_a = random_below(random, shape->documents),
                    .document_b = random_below(random, shape->documents),
                    .edit_begin = list->edit_count};
    if (p.document_a > p.document_b) {
        uint32_t document = p.document_a;
        p.document_a = p.document_b;
        p.document_b = document;
    }
    p.a_begin = p.a_end = random_below(random, shape->tokens - 2 * shape->longest - 40);
    p.b_begin = p.b_end = random_below(random, shape->tokens - 2 * shape->longest - 40);
    while (p.a_end - p.a_begin < length) {
        uint32_t run = 1 + random_below(random, 9);
        p.matched += run;
        p.a_end += run;
        p.b_end += run;
        if (p.a_end - p.a_begin < length) {
            uint32_t a = random_below(random, 3);
            uint32_t b = random_below(random, 3) + (a == 0);
            list->edits[list->edit_count++] = (lt_edit){p.a_end, p.a_end + a, p.b_end, p.b_end + b};
            p.edit_count++;
            p.a_end += a;
            p.b_end += b;
        }
    }
    return p;
}

/* Disjoint windows of one token: phrases of a document begin and end in the same order. */
static inline void random_phrases(uint64_t *random, const random_shape *shape, lt_passage_result *found)
{
    uint32_t at[64] = {0};
    for (size_t i = 0; i < shape->phrases; i++) {
        lt_phrase *phrase = &found->phrases[found->phrase_count++];
        uint32_t tokens = 13 + random_below(random, 20);
        *phrase = (lt_phrase){.place_begin = found->place_count, .documents = 2 + random_below(random, 40)};
        for (uint32_t d = 0; d < shape->documents && d < 64; d++) {
            uint32_t begin = at[d] + random_below(random, 60);
            if (begin + tokens < shape->tokens && test_random(random) % 4 != 0) {
                found->places[found->place_count++] = (lt_place){d, begin, begin + tokens};
                phrase->place_count++;
                at[d] = begin + tokens - 12; /* the next window begins there */
            }
        }
        found->phrase_count -= phrase->place_count == 0;
    }
}

/* To be cleared with lt_passage_result_clear. */
static inline void random_found(uint64_t *random, const random_shape *shape, lt_passage_result *found)
{
    memset(found, 0, sizeof *found);
    found->passages.items = calloc(shape->passages + 1, sizeof *found->passages.items);
    found->passages.edits = calloc(shape->passages * shape->longest + 1, sizeof *found->passages.edits);
    found->phrases = calloc(shape->phrases + 1, sizeof *found->phrases);
    found->places = calloc(shape->phrases * shape->documents + 1, sizeof *found->places);
    for (size_t i = 0; i < shape->passages; i++) {
        found->passages.items[i] = random_passage(random, &found->passages, shape);
    }
    found->passages.count = shape->passages;
    qsort(found->passages.items, shape->passages, sizeof *found->passages.items, random_passage_order);
    random_phrases(random, shape, found);
}

#endif

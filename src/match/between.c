#include "match/between.h"

#include "buffer.h"
#include "match/audit.h"

#include <stdlib.h>
#include <string.h>

/* On generated copies with up to 25 % of the characters changed, 80/80 finds no more than 64/40; the smaller joins
 * fewer strangers. */
#define BETWEEN_GAP 64
#define BETWEEN_DRIFT 40
#define BETWEEN_MATCHED 20  /* tokens: a passage without a run … */
#define BETWEEN_IDENTITY 50 /* … has so many at least, at such an identity */

typedef struct between_side {
    uint32_t document; /* UINT32_MAX: none */
    const uint32_t *tokens;
    lt_spool_scratch scratch;
} between_side;

struct lt_between {
    const lt_corpus *corpus;
    const uint64_t *hot; /* marks of phrase windows */
    const lt_stock *stock;
    lt_winnow shape;
    between_side a, b;
    lt_chain *chain;
    lt_align *align;
    lt_audit *audit;
    uint64_t *confirmed; /* packed hits */
    size_t confirmed_capacity;
    lt_hit *hits; /* to be chained */
    size_t hit_capacity;
};

int lt_between_new(const lt_corpus *corpus, const lt_postings *postings, const lt_stock *stock, const lt_winnow *shape,
                   lt_between **ret_between, leitong_error *error)
{
    lt_chain_options chain = {.width = shape->width, .gap = BETWEEN_GAP, .drift = BETWEEN_DRIFT};
    lt_align_options align = {.run = shape->run, .matched = BETWEEN_MATCHED, .identity = BETWEEN_IDENTITY};
    lt_between *between = calloc(1, sizeof *between);
    if (between == NULL) {
        return lt_error_memory(error);
    }
    between->corpus = corpus;
    between->hot = postings->hot;
    between->stock = stock;
    between->shape = *shape;
    between->a.document = between->b.document = UINT32_MAX;
    int code = lt_chain_new(&chain, &between->chain, error);
    if (code == 0) {
        code = lt_align_new(&align, &between->align, error);
    }
    if (code == 0) {
        code = lt_audit_new(shape, &between->audit, error);
    }
    if (code != 0) {
        lt_between_free(between);
        return code;
    }
    *ret_between = between;
    return 0;
}

void lt_between_free(lt_between *between)
{
    if (between == NULL) {
        return;
    }
    lt_spool_scratch_clear(&between->a.scratch);
    lt_spool_scratch_clear(&between->b.scratch);
    lt_chain_free(between->chain);
    lt_align_free(between->align);
    lt_audit_free(between->audit);
    free(between->confirmed);
    free(between->hits);
    free(between);
}

static int between_load(const lt_between *between, between_side *side, uint32_t document, leitong_error *error)
{
    if (side->document == document) {
        return 0;
    }
    const lt_document *d = &between->corpus->documents[document];
    side->document = UINT32_MAX;
    int code =
        lt_corpus_tokens(between->corpus, d->token_begin, (size_t)d->token_count, &side->scratch, &side->tokens, error);
    side->document = code == 0 ? document : UINT32_MAX;
    return code;
}

static int between_open(lt_between *between, uint64_t key, lt_sides *ret_sides, leitong_error *error)
{
    uint32_t document_a = (uint32_t)(key >> 32);
    uint32_t document_b = (uint32_t)key;
    int code = between_load(between, &between->a, document_a, error);
    if (code == 0 && document_b != document_a) {
        code = between_load(between, &between->b, document_b, error);
    }
    if (code != 0) {
        return code;
    }
    bool self = document_a == document_b;
    *ret_sides = (lt_sides){.a = between->a.tokens,
                            .b = self ? between->a.tokens : between->b.tokens,
                            .a_count = (uint32_t)between->corpus->documents[document_a].token_count,
                            .b_count = (uint32_t)between->corpus->documents[document_b].token_count,
                            .self = self};
    return 0;
}

static uint32_t between_least(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Whether every run around the seed is a phrase window. Such a run is in phrase rows, and its places are linked to
 * their first; the seed has paired this one because at the run's edges the text around it made it a rare choice. */
static bool between_excused(const lt_between *between, const lt_sides *sides, uint32_t document, uint32_t a, uint32_t b)
{
    uint32_t width = between->shape.width;
    uint32_t reach = between->shape.window - 1;
    uint32_t left = lt_edit_equal_before(sides->a + a, sides->b + b, between_least(between_least(a, b), reach));
    uint32_t room = between_least(sides->a_count - a - width, sides->b_count - b - width);
    uint32_t right = lt_edit_equal_after(sides->a + a + width, sides->b + b + width, between_least(room, reach));
    if (left + width + right < between->shape.run) {
        return false;
    }
    uint64_t token = between->corpus->documents[document].token_begin + a - left;
    for (uint64_t end = token + left + width + right - between->shape.run; token <= end; token++) {
        if (!lt_posting_marked(between->hot, token)) {
            return false;
        }
    }
    return true;
}

/* Keeps the hits whose tokens are equal (until here they had but the same hash) and that something depends on. */
static size_t between_confirm(lt_between *between, const lt_sides *sides, const lt_record *hits, size_t count)
{
    size_t size = between->shape.width * sizeof *sides->a;
    uint32_t document = (uint32_t)(hits[0].key >> 32);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hit = hits[i].value;
        uint32_t a = lt_hit_a(hit);
        uint32_t b = lt_hit_b(hit);
        if (memcmp(sides->a + a, sides->b + b, size) == 0 &&
            (lt_hit_link(hit) || !between_excused(between, sides, document, a, b))) {
            between->confirmed[kept++] = hit;
        }
    }
    return kept;
}

static int between_align(lt_between *between, const lt_sides *sides, size_t count, lt_passages *passages,
                         leitong_error *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        lt_hit hit = {lt_hit_a(between->confirmed[i]), lt_hit_b(between->confirmed[i])};
        if (!sides->self || !lt_audit_in_tandem(between->audit, hit.a, hit.b)) {
            between->hits[kept++] = hit;
        }
    }
    if (kept == 0) {
        return 0;
    }
    lt_chains chains;
    int code = lt_chain_run(between->chain, between->hits, kept, &chains, error);
    return code == 0 ? lt_align_pair(between->align, sides, &chains, between->shape.width, passages, error) : code;
}

static int between_order(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

static int between_compare(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    int order = between_order(l->a_begin, r->a_begin);
    order = order != 0 ? order : between_order(l->b_begin, r->b_begin);
    order = order != 0 ? order : between_order(l->a_end, r->a_end);
    return order != 0 ? order : between_order(l->b_end, r->b_end);
}

static void between_finish(const lt_between *between, uint64_t key, lt_passages *passages, size_t first)
{
    for (size_t i = first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        p->document_a = (uint32_t)(key >> 32);
        p->document_b = (uint32_t)key;
        p->stock = lt_stock_matched(between->stock, p, passages->edits);
    }
    if (passages->count - first > 1) {
        qsort(passages->items + first, passages->count - first, sizeof *passages->items, between_compare);
    }
}

int lt_between_run(lt_between *between, const lt_record *hits, size_t count, lt_passages *passages,
                   leitong_error *error)
{
    lt_sides sides;
    size_t first = passages->count;
    int code = between_open(between, hits[0].key, &sides, error);
    if (code == 0) {
        code = lt_buffer_reserve(&between->confirmed, &between->confirmed_capacity, count, sizeof *between->confirmed,
                                 error);
    }
    if (code == 0) {
        code = lt_buffer_reserve(&between->hits, &between->hit_capacity, count, sizeof *between->hits, error);
    }
    if (code != 0) {
        return code;
    }
    size_t confirmed = between_confirm(between, &sides, hits, count);
    lt_audit_begin(between->audit, &sides);
    if (sides.self) {
        code = lt_audit_tandems(between->audit, between->confirmed, confirmed, passages, error);
    }
    if (code == 0) {
        code = between_align(between, &sides, confirmed, passages, error);
    }
    if (code == 0) {
        code = lt_audit_run(between->audit, between->confirmed, confirmed, passages, first, error);
    }
    if (code == 0) {
        between_finish(between, hits[0].key, passages, first);
    }
    return code;
}

#include "passages/document_pair.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/audit.h"
#include "passages/depth_limit.h"
#include "passages/overlap_resolution.h"

#include <stdlib.h>
#include <string.h>

/* On generated copies with up to 25 % of the characters changed, 80/80 finds no more than 64/40; the smaller joins
 * fewer strangers. */
#define BETWEEN_GAP 64
#define BETWEEN_DRIFT 40
#define BETWEEN_MATCHED 20  /* tokens: a passage without a run … */
#define BETWEEN_IDENTITY 50 /* … has so many at least, at such an identity */

/* Tokens read around the hits of a pair to see whether anything can come of them: most ends die within a few, and no
 * run of `run` tokens reaches further. */
#define BETWEEN_GLANCE 80
#define BETWEEN_GLANCE_HITS 16

/* What is cut may leave a run unheld, and a run that is added may cut; each time less. Nearly always one turn is
 * enough, and behind the last the runs stay. */
#define BETWEEN_TURNS 8
/* Hits whose tokens are asked for ahead. */
#define BETWEEN_AHEAD 8

typedef struct between_side {
    uint32_t document; /* UINT32_MAX: none */
    const uint32_t *tokens;
    lt_spool_scratch scratch;
} between_side;

/* What is compared: the two documents, or all of one and a stretch of the other. */
typedef struct pair_stretch {
    lt_sides sides;
    uint64_t a_token; /* side a's first token, in the corpus */
} pair_stretch;

struct lt_document_pair {
    const lt_corpus *corpus;
    const uint64_t *hot; /* marks of phrase windows */
    const lt_stock *stock;
    lt_winnow shape;
    lt_align_options align_options;
    between_side a, b;
    lt_chain *chain;
    lt_align *align;
    lt_audit *audit;
    lt_overlap_resolution settle;
    lt_depth_limit depth;
    lt_passage **undemanded;
    size_t undemanded_capacity;
    uint64_t *confirmed; /* packed hits */
    uint64_t *runs;      /* those of them with `run` equal tokens around */
    size_t confirmed_capacity, runs_capacity, confirmed_count, run_count;
    lt_hit *hits; /* to be chained */
    size_t hit_capacity;
    uint32_t subject; /* UINT32_MAX: none */
    lt_spool_scratch glance;
    lt_passages glanced;
};

int lt_document_pair_new(const lt_document_pair_context *context, lt_document_pair **ret_pair, leitong_error *error)
{
    const lt_winnow *shape = &context->shape;
    lt_chain_options chain = {.width = shape->width, .gap = BETWEEN_GAP, .drift = BETWEEN_DRIFT};
    lt_align_options align = {.run = shape->run, .matched = BETWEEN_MATCHED, .identity = BETWEEN_IDENTITY};
    lt_document_pair *between = calloc(1, sizeof *between);
    if (between == NULL) {
        return lt_error_memory(error);
    }
    between->corpus = context->corpus;
    between->hot = context->hot;
    between->stock = context->stock;
    between->shape = *shape;
    between->align_options = align;
    between->a.document = between->b.document = UINT32_MAX;
    between->subject = context->subject != NULL ? context->subject->document : UINT32_MAX;
    int code = 0;
    LT_TRY_GOTO(failed, lt_chain_new(&chain, &between->chain, error));
    LT_TRY_GOTO(failed, lt_align_new(&align, &between->align, error));
    LT_TRY_GOTO(failed, lt_audit_new(shape, &between->audit, error));
    *ret_pair = between;
    return 0;
failed:
    lt_document_pair_free(between);
    return code;
}

void lt_document_pair_free(lt_document_pair *between)
{
    if (between == NULL) {
        return;
    }
    lt_spool_scratch_clear(&between->a.scratch);
    lt_spool_scratch_clear(&between->b.scratch);
    lt_spool_scratch_clear(&between->glance);
    lt_passages_clear(&between->glanced);
    lt_chain_free(between->chain);
    lt_align_free(between->align);
    lt_audit_free(between->audit);
    lt_overlap_resolution_clear(&between->settle);
    lt_depth_limit_clear(&between->depth);
    free(between->undemanded);
    free(between->confirmed);
    free(between->runs);
    free(between->hits);
    free(between);
}

static int document_pair_load(const lt_document_pair *between, between_side *side, uint32_t document,
                              leitong_error *error)
{
    if (side->document == document) {
        return 0;
    }
    const lt_document *d = &between->corpus->documents[document];
    side->document = UINT32_MAX;
    LT_TRY(lt_corpus_tokens(between->corpus, d->token_begin, (size_t)d->token_count, &side->scratch, &side->tokens,
                            error));
    side->document = document;
    return 0;
}

static int document_pair_open(lt_document_pair *between, uint64_t key, pair_stretch *ret_stretch, leitong_error *error)
{
    uint32_t document_a = (uint32_t)(key >> 32);
    uint32_t document_b = (uint32_t)key;
    bool self = document_a == document_b;
    const lt_document *a = &between->corpus->documents[document_a];
    const lt_document *b = &between->corpus->documents[document_b];
    LT_TRY(document_pair_load(between, &between->a, document_a, error));
    if (!self) {
        LT_TRY(document_pair_load(between, &between->b, document_b, error));
    }
    ret_stretch->sides = (lt_sides){.a = between->a.tokens,
                                    .b = self ? between->a.tokens : between->b.tokens,
                                    .a_count = (uint32_t)a->token_count,
                                    .b_count = (uint32_t)b->token_count,
                                    .self = self};
    ret_stretch->a_token = a->token_begin;
    return 0;
}

/* Equal tokens around the seed, as far as a run that chose it can reach. */
static lt_box document_pair_around(const lt_document_pair *between, const lt_sides *sides, uint32_t a, uint32_t b)
{
    uint32_t width = between->shape.width;
    uint32_t reach = between->shape.window - 1;
    uint32_t left = lt_edit_equal_before(sides->a + a, sides->b + b, LT_MIN(LT_MIN(a, b), reach));
    uint32_t room = LT_MIN(sides->a_count - a - width, sides->b_count - b - width);
    uint32_t right = lt_edit_equal_after(sides->a + a + width, sides->b + b + width, LT_MIN(room, reach));
    return (lt_box){a - left, a + width + right, b - left, b + width + right};
}

/* Whether every run in the box is a phrase window. Such a run is in phrase rows, and its places are linked to their
 * first; the seed has paired this one because at the run's edges the text around it made it a rare choice. */
static bool document_pair_excused(const lt_document_pair *between, uint64_t a_token, lt_box box)
{
    for (uint32_t a = box.a_begin; a + between->shape.run <= box.a_end; a++) {
        if (!lt_posting_marked(between->hot, a_token + a)) {
            return false;
        }
    }
    return true;
}

/* Keeps the hits whose tokens are equal (until here they had but the same hash) and that something depends on; among
 * them the runs. */
static void document_pair_confirm(lt_document_pair *between, const pair_stretch *stretch, const lt_record *hits,
                                  size_t count)
{
    const lt_sides *sides = &stretch->sides;
    size_t size = between->shape.width * sizeof *sides->a;
    between->confirmed_count = between->run_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hit = hits[i].value;
        uint32_t a = lt_hit_a(hit);
        uint32_t b = lt_hit_b(hit);
        if (i + BETWEEN_AHEAD < count) {
            __builtin_prefetch(sides->b + lt_hit_b(hits[i + BETWEEN_AHEAD].value));
        }
        if (memcmp(sides->a + a, sides->b + b, size) != 0) {
            continue;
        }
        lt_box around = document_pair_around(between, sides, a, b);
        bool run = around.a_end - around.a_begin >= between->shape.run;
        if (!run || lt_hit_link(hit) || !document_pair_excused(between, stretch->a_token, around)) {
            between->confirmed[between->confirmed_count++] = hit;
            between->runs[between->run_count] = hit;
            between->run_count += run;
        }
    }
}

static int document_pair_align(lt_document_pair *between, const lt_sides *sides, lt_passages *passages,
                               leitong_error *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < between->confirmed_count; i++) {
        lt_hit hit = {lt_hit_a(between->confirmed[i]), lt_hit_b(between->confirmed[i])};
        if (!sides->self || !lt_audit_in_tandem(between->audit, hit.a, hit.b)) {
            between->hits[kept++] = hit;
        }
    }
    if (kept == 0) {
        return 0;
    }
    lt_chains chains;
    LT_TRY(lt_chain_run(between->chain, between->hits, kept, &chains, error));
    return lt_align_pair(between->align, sides, &chains, between->shape.width, passages, error);
}

static void document_pair_finish(const lt_document_pair *between, uint64_t key, lt_passages *passages, size_t first)
{
    for (size_t i = first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        p->document_a = (uint32_t)(key >> 32);
        p->document_b = (uint32_t)key;
        p->stock = lt_stock_matched(between->stock, p, passages->edits);
    }
    if (passages->count - first > 1) {
        qsort(passages->items + first, passages->count - first, sizeof *passages->items, lt_passage_order);
    }
}

/* Audit and settle by turns, until every run is held and no two passages tell of the same pair of stretches. */
static int document_pair_settle(lt_document_pair *between, const lt_sides *sides, lt_passages *passages, size_t first,
                                leitong_error *error)
{
    for (int turn = 0;; turn++) {
        size_t count = passages->count;
        uint64_t cuts = between->settle.cuts;
        LT_TRY(lt_audit_run(between->audit, between->runs, between->run_count, passages, first, error));
        if (passages->count - first < 2 || (turn > 0 && passages->count == count) || turn == BETWEEN_TURNS) {
            break;
        }
        LT_TRY(lt_overlap_resolution_run(&between->settle, &between->align_options, passages, first, error));
        if (between->settle.cuts == cuts) {
            break;
        }
    }
    for (size_t i = first; i < passages->count; i++) {
        lt_align_measure(sides, passages->edits, &passages->items[i]);
    }
    return 0;
}

static int document_pair_better(const void *left, const void *right)
{
    const lt_passage *l = *(lt_passage *const *)left;
    const lt_passage *r = *(lt_passage *const *)right;
    if (l->matched != r->matched) {
        return l->matched > r->matched ? -1 : 1;
    }
    return lt_passage_order(l, r);
}

static lt_depth_limit_span document_pair_span(const lt_passage *p, bool of_b, bool self)
{
    return lt_align_span((lt_edit){p->a_begin, p->a_end, p->b_begin, p->b_end}, of_b, self);
}

/* Leaves LT_ALIGN_DEPTH passages over each token of those that nothing demands, the better ones. */
static int document_pair_bound(lt_document_pair *between, bool self, lt_passages *passages, size_t first,
                               leitong_error *error)
{
    size_t count = 0;
    size_t kept = first;
    lt_depth_limit_reset(&between->depth);
    LT_TRY(LT_RESERVE(between->undemanded, between->undemanded_capacity, passages->count - first, error));
    for (size_t i = first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        if (!p->demanded && p->period == 0) {
            between->undemanded[count++] = p;
            LT_TRY(lt_depth_limit_add(&between->depth, document_pair_span(p, false, self), error));
            LT_TRY(lt_depth_limit_add(&between->depth, document_pair_span(p, true, self), error));
        }
    }
    if (count <= LT_ALIGN_DEPTH) {
        return 0;
    }
    LT_TRY(lt_depth_limit_build(&between->depth, error));
    qsort(between->undemanded, count, sizeof(lt_passage *), document_pair_better);
    for (size_t i = 0; i < count; i++) {
        lt_passage *p = between->undemanded[i];
        p->demanded = lt_depth_limit_take(&between->depth, document_pair_span(p, false, self),
                                          document_pair_span(p, true, self), LT_ALIGN_DEPTH);
    }
    for (size_t i = first; i < passages->count; i++) {
        if (passages->items[i].demanded || passages->items[i].period != 0) {
            passages->items[kept++] = passages->items[i];
        }
    }
    passages->count = kept;
    return 0;
}

static int document_pair_find(lt_document_pair *between, const pair_stretch *stretch, const lt_record *hits,
                              size_t count, lt_passages *passages, leitong_error *error)
{
    const lt_sides *sides = &stretch->sides;
    size_t first = passages->count;
    document_pair_confirm(between, stretch, hits, count);
    if (between->confirmed_count == 0) {
        return 0;
    }
    lt_audit_begin(between->audit, sides);
    if (sides->self) {
        LT_TRY(lt_audit_tandems(between->audit, between->runs, between->run_count, passages, error));
    }
    LT_TRY(document_pair_align(between, sides, passages, error));
    LT_TRY(document_pair_settle(between, sides, passages, first, error));
    return document_pair_bound(between, sides->self, passages, first, error);
}

/* The stretch of the other document that holds the hits, and BETWEEN_GLANCE tokens around them. */
static lt_place document_pair_around_hits(const lt_document_pair *between, const lt_record *hits, size_t count,
                                          bool on_a)
{
    uint32_t document = on_a ? (uint32_t)(hits[0].key >> 32) : (uint32_t)hits[0].key;
    uint32_t tokens = (uint32_t)between->corpus->documents[document].token_count;
    uint32_t begin = UINT32_MAX;
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = on_a ? lt_hit_a(hits[i].value) : lt_hit_b(hits[i].value);
        begin = LT_MIN(at, begin);
        end = LT_MAX(at, end);
    }
    uint32_t room = tokens - end - between->shape.width;
    return (lt_place){document, begin < BETWEEN_GLANCE ? 0 : begin - BETWEEN_GLANCE,
                      end + between->shape.width + LT_MIN(room, BETWEEN_GLANCE)};
}

/* Loads the subject, and of the other document the tokens around the hits. */
static int document_pair_open_glance(lt_document_pair *between, lt_place around, bool on_a, pair_stretch *ret_stretch,
                                     leitong_error *error)
{
    between_side *side = on_a ? &between->b : &between->a;
    const lt_document *other = &between->corpus->documents[around.document];
    const lt_document *subject = &between->corpus->documents[between->subject];
    uint32_t tokens = around.end - around.begin;
    const uint32_t *glance;
    LT_TRY(document_pair_load(between, side, between->subject, error));
    LT_TRY(
        lt_corpus_tokens(between->corpus, other->token_begin + around.begin, tokens, &between->glance, &glance, error));
    uint32_t subject_tokens = (uint32_t)subject->token_count;
    if (on_a) {
        ret_stretch->sides = (lt_sides){.a = glance, .b = side->tokens, .a_count = tokens, .b_count = subject_tokens};
        ret_stretch->a_token = other->token_begin + around.begin;
    } else {
        ret_stretch->sides = (lt_sides){.a = side->tokens, .b = glance, .a_count = subject_tokens, .b_count = tokens};
        ret_stretch->a_token = subject->token_begin;
    }
    return 0;
}

/* Looks at the stretch alone. Nothing comes of the hits when there is no passage in it, and no end that was extended
 * came to its border (a run of `run` tokens, an excused one too, lies within it): more tokens would change nothing. */
static int document_pair_glance(lt_document_pair *between, const lt_record *hits, size_t count, bool *ret_nothing,
                                leitong_error *error)
{
    bool on_a = (uint32_t)(hits[0].key >> 32) != between->subject;
    lt_place around = document_pair_around_hits(between, hits, count, on_a);
    lt_record shifted[BETWEEN_GLANCE_HITS];
    pair_stretch stretch;
    LT_TRY(document_pair_open_glance(between, around, on_a, &stretch, error));
    uint64_t shift = on_a ? (uint64_t)around.begin << 32 : (uint64_t)around.begin << 1;
    for (size_t i = 0; i < count; i++) {
        shifted[i] = (lt_record){hits[i].key, hits[i].value - shift};
    }
    (void)lt_align_bounded(between->align);
    between->glanced.count = 0;
    between->glanced.edit_count = 0;
    LT_TRY(document_pair_find(between, &stretch, shifted, count, &between->glanced, error));
    *ret_nothing = between->glanced.count == 0 && !lt_align_bounded(between->align);
    return 0;
}

void lt_document_pair_expect(const lt_document_pair *between, lt_record hit)
{
    const lt_document *b = &between->corpus->documents[(uint32_t)hit.key];
    lt_spool_expect(between->corpus->tokens, (b->token_begin + lt_hit_b(hit.value)) * sizeof(uint32_t));
}

int lt_document_pair_run(lt_document_pair *between, const lt_record *hits, size_t count, lt_passages *passages,
                         leitong_error *error)
{
    uint64_t key = hits[0].key;
    bool self = (uint32_t)(key >> 32) == (uint32_t)key;
    size_t first = passages->count;
    pair_stretch stretch;
    LT_TRY(LT_RESERVE(between->confirmed, between->confirmed_capacity, count, error));
    LT_TRY(LT_RESERVE(between->runs, between->runs_capacity, count, error));
    LT_TRY(LT_RESERVE(between->hits, between->hit_capacity, count, error));
    if (between->subject != UINT32_MAX && !self && count <= BETWEEN_GLANCE_HITS) {
        bool nothing = false;
        LT_TRY(document_pair_glance(between, hits, count, &nothing, error));
        if (nothing) {
            return 0;
        }
    }
    LT_TRY(document_pair_open(between, key, &stretch, error));
    LT_TRY(document_pair_find(between, &stretch, hits, count, passages, error));
    document_pair_finish(between, key, passages, first);
    return 0;
}

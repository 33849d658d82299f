#include "passages/document_pair.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "passages/audit.h"
#include "passages/overlap_resolution.h"
#include "passages/undemanded.h"

#include <stdlib.h>
#include <string.h>

/* On generated copies with up to 25 % of the characters changed, 80/80 finds no more than 64/40; the smaller joins
 * fewer unrelated hits. */
#define PAIR_GAP 64
#define PAIR_DRIFT 40
#define PAIR_MATCHED 20  /* tokens: a passage without a run … */
#define PAIR_IDENTITY 50 /* … has so many at least, at such an identity */

/* Tokens read around the hits of a pair to see whether they yield a passage: most ends are given up within a few, and
 * no run of `run` tokens reaches further. */
#define PAIR_GLANCE 80
#define PAIR_GLANCE_HITS 16

/* A cut may leave a run that no passage contains, and a run that is added may cut; each time less. Nearly always one
 * turn is enough; after the last one the runs stay. */
#define PAIR_TURNS 8
/* So many hits ahead, tokens are prefetched. */
#define PAIR_AHEAD 8

typedef struct pair_side {
    uint32_t document; /* UINT32_MAX: none */
    const uint32_t *tokens;
    lt_spool_scratch scratch;
} pair_side;

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
    pair_side a, b;
    lt_chain *chain;
    lt_align *align;
    lt_audit *audit;
    lt_overlap_resolution resolution;
    lt_undemanded undemanded;
    uint64_t *confirmed; /* lt_hit_confirm */
    size_t confirmed_capacity, confirmed_count;
    lt_hit *hits; /* to be chained */
    size_t hit_capacity;
    uint32_t subject; /* UINT32_MAX: none */
    lt_spool_scratch glance;
    lt_passages glanced;
};

int lt_document_pair_new(const lt_document_pair_context *context, lt_document_pair **ret_pair, leitong_error *error)
{
    const lt_winnow *shape = &context->shape;
    lt_chain_options chain = {.width = shape->width, .gap = PAIR_GAP, .drift = PAIR_DRIFT};
    lt_align_options align = {.run = shape->run, .matched = PAIR_MATCHED, .identity = PAIR_IDENTITY};
    lt_document_pair *pair = calloc(1, sizeof *pair);
    if (pair == NULL) {
        return lt_error_memory(error);
    }
    pair->corpus = context->corpus;
    pair->hot = context->hot;
    pair->stock = context->stock;
    pair->shape = *shape;
    pair->align_options = align;
    pair->a.document = pair->b.document = UINT32_MAX;
    pair->subject = context->subject != NULL ? context->subject->document : UINT32_MAX;
    int code = 0;
    LT_TRY_GOTO(failed, lt_chain_new(&chain, &pair->chain, error));
    LT_TRY_GOTO(failed, lt_align_new(&align, &pair->align, error));
    LT_TRY_GOTO(failed, lt_audit_new(shape, &pair->audit, error));
    *ret_pair = pair;
    return 0;
failed:
    lt_document_pair_free(pair);
    return code;
}

void lt_document_pair_free(lt_document_pair *pair)
{
    if (pair == NULL) {
        return;
    }
    lt_spool_scratch_clear(&pair->a.scratch);
    lt_spool_scratch_clear(&pair->b.scratch);
    lt_spool_scratch_clear(&pair->glance);
    lt_passages_clear(&pair->glanced);
    lt_chain_free(pair->chain);
    lt_align_free(pair->align);
    lt_audit_free(pair->audit);
    lt_overlap_resolution_clear(&pair->resolution);
    lt_undemanded_clear(&pair->undemanded);
    free(pair->confirmed);
    free(pair->hits);
    free(pair);
}

static int document_pair_load(const lt_document_pair *pair, pair_side *side, uint32_t document, leitong_error *error)
{
    if (side->document == document) {
        return 0;
    }
    const lt_document *d = &pair->corpus->documents[document];
    side->document = UINT32_MAX;
    LT_TRY(
        lt_corpus_tokens(pair->corpus, d->token_begin, (size_t)d->token_count, &side->scratch, &side->tokens, error));
    side->document = document;
    return 0;
}

static int document_pair_open(lt_document_pair *pair, uint64_t key, pair_stretch *ret_stretch, leitong_error *error)
{
    uint32_t document_a = (uint32_t)(key >> 32);
    uint32_t document_b = (uint32_t)key;
    bool self = document_a == document_b;
    const lt_document *a = &pair->corpus->documents[document_a];
    const lt_document *b = &pair->corpus->documents[document_b];
    LT_TRY(document_pair_load(pair, &pair->a, document_a, error));
    if (!self) {
        LT_TRY(document_pair_load(pair, &pair->b, document_b, error));
    }
    ret_stretch->sides = (lt_sides){.a = pair->a.tokens,
                                    .b = self ? pair->a.tokens : pair->b.tokens,
                                    .a_count = (uint32_t)a->token_count,
                                    .b_count = (uint32_t)b->token_count,
                                    .self = self};
    ret_stretch->a_token = a->token_begin;
    return 0;
}

/* Equal tokens around the seed, as far as a run that chose it can reach. */
static lt_box document_pair_around(const lt_document_pair *pair, const lt_sides *sides, uint32_t a, uint32_t b)
{
    uint32_t width = pair->shape.width;
    uint32_t reach = pair->shape.window - 1;
    uint32_t left = lt_edit_equal_before(sides->a + a, sides->b + b, LT_MIN(LT_MIN(a, b), reach));
    uint32_t room = LT_MIN(sides->a_count - a - width, sides->b_count - b - width);
    uint32_t right = lt_edit_equal_after(sides->a + a + width, sides->b + b + width, LT_MIN(room, reach));
    return (lt_box){a - left, a + width + right, b - left, b + width + right};
}

/* Whether every run in the box is a phrase window. Such a run is in phrase rows, and its places are linked to their
 * first; the seed has paired this one because at the run's edges the text around it made it a rare choice. */
static bool document_pair_excused(const lt_document_pair *pair, uint64_t a_token, lt_box box)
{
    for (uint32_t a = box.a_begin; a + pair->shape.run <= box.a_end; a++) {
        if (!lt_posting_marked(pair->hot, a_token + a)) {
            return false;
        }
    }
    return true;
}

/* Keeps the hits whose tokens are equal (until here only their hashes were), but for excused runs; marks those with
 * `run` equal tokens around them. */
static void document_pair_confirm(lt_document_pair *pair, const pair_stretch *stretch, const lt_record *hits,
                                  size_t count)
{
    const lt_sides *sides = &stretch->sides;
    size_t size = pair->shape.width * sizeof *sides->a;
    pair->confirmed_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hit = hits[i].value;
        uint32_t a = lt_hit_a(hit);
        uint32_t b = lt_hit_b(hit);
        if (i + PAIR_AHEAD < count) {
            __builtin_prefetch(sides->b + lt_hit_b(hits[i + PAIR_AHEAD].value));
        }
        if (memcmp(sides->a + a, sides->b + b, size) != 0) {
            continue;
        }
        lt_box around = document_pair_around(pair, sides, a, b);
        bool run = around.a_end - around.a_begin >= pair->shape.run;
        if (!run || lt_hit_link(hit) || !document_pair_excused(pair, stretch->a_token, around)) {
            pair->confirmed[pair->confirmed_count++] = lt_hit_confirm(hit, run);
        }
    }
}

static int document_pair_align(lt_document_pair *pair, const lt_sides *sides, lt_passages *passages,
                               leitong_error *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < pair->confirmed_count; i++) {
        lt_hit hit = {lt_hit_a(pair->confirmed[i]), lt_hit_b(pair->confirmed[i])};
        if (!sides->self || !lt_audit_in_tandem(pair->audit, hit.a, hit.b)) {
            LT_TRY(LT_RESERVE(pair->hits, pair->hit_capacity, kept + 1, error));
            pair->hits[kept++] = hit;
        }
    }
    if (kept == 0) {
        return 0;
    }
    lt_chains chains;
    LT_TRY(lt_chain_run(pair->chain, pair->hits, kept, &chains, error));
    return lt_align_pair(pair->align, sides, &chains, pair->shape.width, passages, error);
}

static void document_pair_finish(const lt_document_pair *pair, uint64_t key, lt_passages *passages, size_t first)
{
    for (size_t i = first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        p->document_a = (uint32_t)(key >> 32);
        p->document_b = (uint32_t)key;
        p->stock = lt_stock_matched(pair->stock, p, passages->edits);
    }
    if (passages->count - first > 1) {
        qsort(passages->items + first, passages->count - first, sizeof *passages->items, lt_passage_order);
    }
}

/* Audit and overlap resolution in turn, until each run is in a passage and no two passages contain the same two places.
 */
static int document_pair_resolve(lt_document_pair *pair, const lt_sides *sides, lt_passages *passages, size_t first,
                                 leitong_error *error)
{
    lt_audit_runs runs = {pair->confirmed, pair->confirmed_count};
    for (int turn = 0;; turn++) {
        size_t count = passages->count;
        uint64_t cuts = pair->resolution.cuts;
        LT_TRY(lt_audit_run(pair->audit, &runs, passages, first, error));
        if (passages->count - first < 2 || (turn > 0 && passages->count == count) || turn == PAIR_TURNS) {
            break;
        }
        LT_TRY(lt_overlap_resolution_run(&pair->resolution, &pair->align_options, passages, first, error));
        if (pair->resolution.cuts == cuts) {
            break;
        }
    }
    for (size_t i = first; i < passages->count; i++) {
        lt_passage_measure(sides, passages->edits, &passages->items[i]);
    }
    return 0;
}

static int document_pair_find(lt_document_pair *pair, const pair_stretch *stretch, const lt_record *hits, size_t count,
                              lt_passages *passages, leitong_error *error)
{
    const lt_sides *sides = &stretch->sides;
    size_t first = passages->count;
    document_pair_confirm(pair, stretch, hits, count);
    if (pair->confirmed_count == 0) {
        return 0;
    }
    lt_audit_begin(pair->audit, sides);
    if (sides->self) {
        lt_audit_runs runs = {pair->confirmed, pair->confirmed_count};
        LT_TRY(lt_audit_tandems(pair->audit, &runs, passages, error));
    }
    LT_TRY(document_pair_align(pair, sides, passages, error));
    LT_TRY(document_pair_resolve(pair, sides, passages, first, error));
    lt_undemanded_input input = {sides, &pair->align_options, lt_audit_cores(pair->audit)};
    return lt_undemanded_bound(&pair->undemanded, &input, passages, first, error);
}

/* The stretch of the other document with the hits, and PAIR_GLANCE tokens around them. */
static lt_place document_pair_around_hits(const lt_document_pair *pair, const lt_record *hits, size_t count, bool on_a)
{
    uint32_t document = on_a ? (uint32_t)(hits[0].key >> 32) : (uint32_t)hits[0].key;
    uint32_t tokens = (uint32_t)pair->corpus->documents[document].token_count;
    uint32_t begin = UINT32_MAX;
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = on_a ? lt_hit_a(hits[i].value) : lt_hit_b(hits[i].value);
        begin = LT_MIN(at, begin);
        end = LT_MAX(at, end);
    }
    uint32_t room = tokens - end - pair->shape.width;
    return (lt_place){document, begin < PAIR_GLANCE ? 0 : begin - PAIR_GLANCE,
                      end + pair->shape.width + LT_MIN(room, PAIR_GLANCE)};
}

/* Loads the subject, and of the other document the tokens around the hits. */
static int document_pair_open_glance(lt_document_pair *pair, lt_place around, bool on_a, pair_stretch *ret_stretch,
                                     leitong_error *error)
{
    pair_side *side = on_a ? &pair->b : &pair->a;
    const lt_document *other = &pair->corpus->documents[around.document];
    const lt_document *subject = &pair->corpus->documents[pair->subject];
    uint32_t tokens = around.end - around.begin;
    const uint32_t *glance;
    LT_TRY(document_pair_load(pair, side, pair->subject, error));
    LT_TRY(lt_corpus_tokens(pair->corpus, other->token_begin + around.begin, tokens, &pair->glance, &glance, error));
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

/* Compares the stretch alone. The hits yield nothing when there is no passage in it, and no end was extended to its
 * border (a run of `run` tokens, an excused one too, is within it): more tokens would change nothing. */
static int document_pair_glance(lt_document_pair *pair, const lt_record *hits, size_t count, bool *ret_nothing,
                                leitong_error *error)
{
    bool on_a = (uint32_t)(hits[0].key >> 32) != pair->subject;
    lt_place around = document_pair_around_hits(pair, hits, count, on_a);
    lt_record shifted[PAIR_GLANCE_HITS];
    pair_stretch stretch;
    LT_TRY(document_pair_open_glance(pair, around, on_a, &stretch, error));
    uint64_t shift = on_a ? (uint64_t)around.begin << 32 : (uint64_t)around.begin << 1;
    for (size_t i = 0; i < count; i++) {
        shifted[i] = (lt_record){hits[i].key, hits[i].value - shift};
    }
    (void)lt_align_bounded(pair->align);
    pair->glanced.count = 0;
    pair->glanced.edit_count = 0;
    LT_TRY(document_pair_find(pair, &stretch, shifted, count, &pair->glanced, error));
    *ret_nothing = pair->glanced.count == 0 && !lt_align_bounded(pair->align);
    return 0;
}

void lt_document_pair_expect(const lt_document_pair *pair, lt_record hit)
{
    const lt_document *b = &pair->corpus->documents[(uint32_t)hit.key];
    lt_spool_expect(pair->corpus->tokens, (b->token_begin + lt_hit_b(hit.value)) * sizeof(uint32_t));
}

int lt_document_pair_run(lt_document_pair *pair, const lt_record *hits, size_t count, lt_passages *passages,
                         leitong_error *error)
{
    uint64_t key = hits[0].key;
    bool self = (uint32_t)(key >> 32) == (uint32_t)key;
    size_t first = passages->count;
    pair_stretch stretch;
    LT_TRY(LT_RESERVE(pair->confirmed, pair->confirmed_capacity, count, error));
    if (pair->subject != UINT32_MAX && !self && count <= PAIR_GLANCE_HITS) {
        bool nothing = false;
        LT_TRY(document_pair_glance(pair, hits, count, &nothing, error));
        if (nothing) {
            return 0;
        }
    }
    LT_TRY(document_pair_open(pair, key, &stretch, error));
    LT_TRY(document_pair_find(pair, &stretch, hits, count, passages, error));
    document_pair_finish(pair, key, passages, first);
    return 0;
}

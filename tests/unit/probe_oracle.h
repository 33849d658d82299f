/* probe_oracle: which paragraphs a probe should pair, from the rule's own words, by plain search.
 *
 * Of each different paragraph of the submission, and each side (the others; itself): of every bucket in which it stands
 * the first 64 different paragraphs of that side, by content hash; of all these the most similar that reaches the
 * threshold, the smaller hash among equals. Every place of the paragraph has the row with the others, at that
 * paragraph's first place; every place but the first has one with the first. */
#ifndef PROBE_ORACLE_H
#define PROBE_ORACLE_H

#include "probe_rows.h"
#include "view_corpus.h"

typedef struct oracle_row {
    char text[256];
} oracle_row;

typedef struct oracle_rows {
    oracle_row *items;
    size_t count;
    uint64_t crowded;
} oracle_rows;

/* Everything is in one corpus, so that equal tokens are equal ids. */
typedef struct probe_oracle {
    const view_corpus *all;
    uint32_t document; /* the submission's */
    oracle_rows rows;
} probe_oracle;

static inline int oracle_order(const void *left, const void *right)
{
    return strcmp(((const oracle_row *)left)->text, ((const oracle_row *)right)->text);
}

static inline const uint32_t *oracle_tokens(const probe_oracle *o, uint32_t paragraph, size_t *ret_count)
{
    const lt_paragraph *p = &o->all->corpus.paragraphs[paragraph];
    lt_spool_scratch scratch = {0};
    const uint32_t *tokens;
    assert_int_equal(lt_corpus_tokens(&o->all->corpus, p->token_begin, p->token_count, &scratch, &tokens, NULL), 0);
    *ret_count = p->token_count;
    return tokens;
}

static inline bool oracle_same(const probe_oracle *o, uint32_t x, uint32_t y)
{
    size_t counts[2];
    const uint32_t *a = oracle_tokens(o, x, &counts[0]);
    const uint32_t *b = oracle_tokens(o, y, &counts[1]);
    return counts[0] == counts[1] && memcmp(a, b, counts[0] * sizeof *a) == 0;
}

/* Different windows of a, of b, and in both: each window is looked for among those before it, and in the other. */
static inline void oracle_overlap(const probe_oracle *o, uint32_t x, uint32_t y, uint32_t overlap[3])
{
    size_t n = o->all->parameters.shingle;
    const uint32_t *tokens[2];
    size_t counts[2];
    tokens[0] = oracle_tokens(o, x, &counts[0]);
    tokens[1] = oracle_tokens(o, y, &counts[1]);
    overlap[0] = overlap[1] = overlap[2] = 0;
    for (int side = 0; side < 2; side++) {
        size_t width = counts[side] < n ? counts[side] : n;
        size_t other = counts[1 - side] < n ? counts[1 - side] : n;
        for (size_t i = 0; i + width <= counts[side]; i++) {
            bool seen = false;
            bool shared = false;
            for (size_t k = 0; k < i && !seen; k++) {
                seen = memcmp(tokens[side] + i, tokens[side] + k, width * sizeof(uint32_t)) == 0;
            }
            for (size_t k = 0; k + other <= counts[1 - side] && !shared; k++) {
                shared =
                    other == width && memcmp(tokens[side] + i, tokens[1 - side] + k, width * sizeof(uint32_t)) == 0;
            }
            overlap[1 + side] += !seen;
            overlap[0] += side == 0 && !seen && shared;
        }
    }
}

static inline void oracle_add(probe_oracle *o, uint32_t x, uint32_t y, const uint32_t overlap[3])
{
    const lt_corpus *corpus = &o->all->corpus;
    bool turned = y < x;
    uint32_t a = turned ? y : x;
    uint32_t b = turned ? x : y;
    const lt_document *da = &corpus->documents[corpus->paragraphs[a].document];
    const lt_document *db = &corpus->documents[corpus->paragraphs[b].document];
    o->rows.items = realloc(o->rows.items, (o->rows.count + 1) * sizeof *o->rows.items);
    assert_non_null(o->rows.items);
    snprintf(o->rows.items[o->rows.count++].text, sizeof(oracle_row), "%s %u %s %u: %u %u %u", da->id,
             a - da->paragraph_begin, db->id, b - db->paragraph_begin, overlap[0], overlap[1 + turned],
             overlap[2 - turned]);
}

/* The most similar of one side, or UINT32_MAX; *ret_over: a bucket holds more than are looked at. */
static inline uint32_t oracle_best(const probe_oracle *o, uint32_t paragraph, bool own, uint32_t ret_overlap[3],
                                   bool *ret_over)
{
    const view_corpus *all = o->all;
    uint32_t best = UINT32_MAX;
    for (unsigned band = 0; band < all->parameters.bands; band++) {
        uint64_t key = (uint64_t)band << 32 | all->keys[paragraph * all->parameters.bands + band];
        unsigned looked = 0;
        uint32_t last = UINT32_MAX;
        for (size_t i = view_bucket(all, key); i < all->member_count && all->members[i].key == key; i++) {
            uint32_t other = all->members[i].paragraph;
            uint32_t overlap[3];
            if ((all->corpus.paragraphs[other].document == o->document) != own ||
                (last != UINT32_MAX && oracle_same(o, last, other))) {
                continue;
            }
            last = other;
            if (looked++ == 64) {
                *ret_over = true;
                break;
            }
            if (own && oracle_same(o, other, paragraph)) {
                continue;
            }
            oracle_overlap(o, paragraph, other, overlap);
            double similar = (double)overlap[0] / (overlap[1] + overlap[2] - overlap[0]);
            double before =
                best == UINT32_MAX ? -1 : (double)ret_overlap[0] / (ret_overlap[1] + ret_overlap[2] - ret_overlap[0]);
            if (similar >= all->parameters.threshold - 1e-12 &&
                (similar > before || (similar == before && all->hashes[other] < all->hashes[best]))) {
                best = other;
                memcpy(ret_overlap, overlap, sizeof overlap);
            }
        }
    }
    return best;
}

static inline void oracle_paragraph(probe_oracle *o, uint32_t paragraph, uint32_t end)
{
    uint32_t overlap[3] = {0};
    bool over[2] = {false, false};
    uint32_t places = 1;
    uint32_t index = oracle_best(o, paragraph, false, overlap, &over[0]);
    if (index != UINT32_MAX) {
        oracle_add(o, paragraph, index, overlap);
    }
    for (uint32_t next = paragraph + 1; next < end; next++) {
        uint32_t self[3];
        if (!oracle_same(o, paragraph, next)) {
            continue;
        }
        places++;
        oracle_overlap(o, paragraph, next, self);
        oracle_add(o, paragraph, next, self);
        if (index != UINT32_MAX) {
            oracle_add(o, next, index, overlap);
        }
    }
    uint32_t own = oracle_best(o, paragraph, true, overlap, &over[1]);
    if (own != UINT32_MAX) {
        oracle_add(o, paragraph, own, overlap);
    }
    bool crowded = (index == UINT32_MAX && over[0]) || (own == UINT32_MAX && places == 1 && over[1]);
    o->rows.crowded += crowded ? places : 0;
}

/* free(items) afterwards. */
static inline oracle_rows oracle_pairs(const view_corpus *all, const char *id)
{
    probe_oracle o = {.all = all};
    while (strcmp(all->corpus.documents[o.document].id, id) != 0) {
        o.document++;
    }
    uint32_t begin = all->corpus.documents[o.document].paragraph_begin;
    uint32_t end = begin + all->corpus.documents[o.document].paragraph_count;
    for (uint32_t p = begin; p < end; p++) {
        bool repeated = false;
        for (uint32_t before = begin; before < p && !repeated; before++) {
            repeated = oracle_same(&o, before, p);
        }
        if (!repeated) {
            oracle_paragraph(&o, p, end);
        }
    }
    if (o.rows.count > 1) {
        qsort(o.rows.items, o.rows.count, sizeof *o.rows.items, oracle_order);
    }
    size_t kept = 0; /* two that are the most similar to one another have one row */
    for (size_t i = 0; i < o.rows.count; i++) {
        if (kept == 0 || oracle_order(&o.rows.items[i], &o.rows.items[kept - 1]) != 0) {
            o.rows.items[kept++] = o.rows.items[i];
        }
    }
    o.rows.count = kept;
    return o.rows;
}

/* Whether a probe's rows of pairs, and its count of crowded paragraphs, are the oracle's; returns how many rows. */
static inline size_t oracle_compare(const view_corpus *all, const leitong_result *result, const char *id)
{
    oracle_rows expected = oracle_pairs(all, id);
    size_t count;
    size_t skip_count;
    size_t document_count;
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    const leitong_result_document *documents = leitong_result_documents(result, &document_count);
    const leitong_result_skip *skips = leitong_result_skips(result, &skip_count);
    oracle_row *found = malloc((count + 1) * sizeof *found);
    assert_non_null(found);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_pair *p = &pairs[i];
        snprintf(found[i].text, sizeof(oracle_row), "%s %u %s %u: %u %u %u", documents[p->a.document].id,
                 p->paragraph_a, documents[p->b.document].id, p->paragraph_b, p->shared, p->shingles_a, p->shingles_b);
    }
    qsort(found, count, sizeof *found, oracle_order);
    for (size_t i = 0; i < count || i < expected.count; i++) {
        if (i >= count || i >= expected.count || oracle_order(&found[i], &expected.items[i]) != 0) {
            fail_msg("%s: row %zu of %zu and %zu: found\n%s\nexpected\n%s", id, i, count, expected.count,
                     i < count ? found[i].text : "none", i < expected.count ? expected.items[i].text : "none");
        }
    }
    uint64_t crowded = 0;
    for (size_t i = 0; i < skip_count; i++) {
        crowded += strcmp(skips[i].reason, "crowded") == 0 ? skips[i].count : 0;
    }
    assert_int_equal(crowded, expected.crowded);
    free(found);
    free(expected.items);
    return count;
}

#endif

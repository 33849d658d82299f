/* match_corpus: what the tests of verify, candidate, cluster and recall share: corpora made of token ids, the sketch of
 * a corpus, and the oracle: the Jaccard of two paragraphs from its definition alone. */
#ifndef LEITONG_MATCH_CORPUS_H
#define LEITONG_MATCH_CORPUS_H

#include "test.h"

#include "base/hash.h"
#include "pairs/candidate.h"
#include "pairs/jaccard.h"
#include "sketch/bands.h"
#include "sketch/minhash.h"
#include "sketch/shingle.h"
#include "text/fold.h"
#include "text/lexicon.h"

/* One document of one paragraph. `text` may be NULL where no token is a word. */
static inline void corpus_add(lt_corpus *corpus, const char *id, const uint32_t *tokens, size_t count, const char *text)
{
    if (corpus->document_count == corpus->document_capacity) {
        corpus->document_capacity = corpus->document_capacity * 2 + 64;
        corpus->documents = realloc(corpus->documents, corpus->document_capacity * sizeof *corpus->documents);
        assert_non_null(corpus->documents);
    }
    if (corpus->paragraph_count == corpus->paragraph_capacity) {
        corpus->paragraph_capacity = corpus->paragraph_capacity * 2 + 64;
        corpus->paragraphs = realloc(corpus->paragraphs, corpus->paragraph_capacity * sizeof *corpus->paragraphs);
        assert_non_null(corpus->paragraphs);
    }
    uint64_t at = 0;
    uint64_t text_at = 0;
    size_t size = text != NULL ? strlen(text) : 0;
    assert_int_equal(lt_spool_append(corpus->tokens, tokens, count * sizeof *tokens, &at, NULL), 0);
    assert_int_equal(lt_spool_append(corpus->text, text, size, &text_at, NULL), 0);
    lt_document document = {.source_size = size, .source_at = text_at, .text_size = size, .text_at = text_at};
    document.id = strdup(id);
    assert_non_null(document.id);
    document.token_begin = corpus->token_count;
    document.token_count = count;
    document.utf8_is_source = true;
    lt_paragraph paragraph = {.token_begin = corpus->token_count, .byte_end = size};
    paragraph.token_count = (uint32_t)count;
    paragraph.document = (uint32_t)corpus->document_count;
    corpus->documents[corpus->document_count++] = document;
    corpus->paragraphs[corpus->paragraph_count++] = paragraph;
    corpus->token_count += count;
}

/* The same, of text: tokens are what fold makes of it. */
static inline void corpus_add_text(lt_corpus *corpus, const char *id, const char *text)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    assert_int_equal(lt_fold_new(0, corpus->lexicon, &fold, NULL), 0);
    assert_int_equal(lt_fold_run(fold, (const uint8_t *)text, strlen(text), 0, &tokens, NULL), 0);
    corpus_add(corpus, id, tokens.ids, tokens.count, text);
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

static inline const uint32_t *corpus_ids(const lt_corpus *corpus, size_t paragraph, size_t *ret_count)
{
    const uint32_t *tokens = NULL;
    lt_spool_scratch scratch = {NULL, 0}; /* corpora of tests are in memory */
    const lt_paragraph *span = &corpus->paragraphs[paragraph];
    assert_int_equal(lt_corpus_tokens(corpus, span->token_begin, span->token_count, &scratch, &tokens, NULL), 0);
    *ret_count = span->token_count;
    return tokens;
}

/* The oracle: sets of n-grams as sorted lists of the n-grams themselves. */
typedef struct oracle_set {
    const uint32_t **grams;
    size_t count;
    size_t width;
} oracle_set;

static size_t oracle_width; /* of the comparison below; qsort passes no context */

static inline int oracle_compare(const uint32_t *x, const uint32_t *y, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

static inline int oracle_order(const void *left, const void *right)
{
    return oracle_compare(*(const uint32_t *const *)left, *(const uint32_t *const *)right, oracle_width);
}

static inline oracle_set oracle_grams(const uint32_t *tokens, size_t count, size_t n)
{
    oracle_set set = {NULL, 0, count < n ? count : n};
    size_t windows = count - set.width + 1;
    set.grams = malloc(windows * sizeof *set.grams);
    assert_non_null(set.grams);
    for (size_t i = 0; i < windows; i++) {
        set.grams[i] = tokens + i;
    }
    oracle_width = set.width;
    qsort(set.grams, windows, sizeof *set.grams, oracle_order);
    for (size_t i = 0; i < windows; i++) {
        if (set.count == 0 || oracle_compare(set.grams[set.count - 1], set.grams[i], set.width) != 0) {
            set.grams[set.count++] = set.grams[i];
        }
    }
    return set;
}

static inline lt_overlap oracle_overlap(const oracle_set *a, const oracle_set *b)
{
    lt_overlap overlap = {0, (uint32_t)a->count, (uint32_t)b->count};
    size_t i = 0;
    size_t k = 0;
    while (a->width == b->width && i < a->count && k < b->count) {
        int order = oracle_compare(a->grams[i], b->grams[k], a->width);
        overlap.shared += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return overlap;
}

static inline oracle_set oracle_of(const lt_corpus *corpus, size_t paragraph, size_t n)
{
    size_t count = 0;
    const uint32_t *tokens = corpus_ids(corpus, paragraph, &count);
    return oracle_grams(tokens, count, n);
}

/* shared / union ≥ threshold / 10^9; counts of tests are small. */
static inline bool oracle_reaches(const lt_overlap *overlap, uint64_t threshold)
{
    uint64_t whole = overlap->a + overlap->b - overlap->shared;
    return overlap->shared * UINT64_C(1000000000) >= threshold * whole;
}

typedef struct test_sketch {
    unsigned bands, rows, shingle;
    unsigned jobs;
    uint64_t memory;
} test_sketch;

/* Of every paragraph its content hash and band keys: [paragraph], and [paragraph][bands] one after the other. */
typedef struct test_sketches {
    uint64_t (*hashes)[2];
    uint32_t *keys;
} test_sketches;

static inline void test_sketches_clear(test_sketches *sketches)
{
    free(sketches->hashes);
    free(sketches->keys);
}

static inline test_sketches test_sketch_all(const lt_corpus *corpus, const test_sketch *sketch)
{
    test_sketches all = {NULL, NULL};
    lt_minhash *minhash = NULL;
    uint32_t *signature = malloc(sketch->bands * sketch->rows * sizeof *signature);
    uint64_t *shingles = NULL;
    all.hashes = malloc((corpus->paragraph_count + 1) * sizeof *all.hashes);
    all.keys = malloc((corpus->paragraph_count + 1) * sketch->bands * sizeof *all.keys);
    assert_non_null(all.hashes);
    assert_non_null(all.keys);
    assert_int_equal(lt_minhash_new(sketch->bands * sketch->rows, &minhash, NULL), 0);
    for (size_t i = 0; i < corpus->paragraph_count; i++) {
        size_t count = 0;
        const uint32_t *tokens = corpus_ids(corpus, i, &count);
        shingles = realloc(shingles, 2 * count * sizeof *shingles); /* and behind them the tokens' hashes */
        assert_non_null(shingles);
        lt_lexicon_token_hashes(corpus->lexicon, tokens, count, shingles + count);
        lt_hash_128(shingles + count, count * sizeof *shingles, all.hashes[i]);
        lt_shingle_hash(shingles + count, count, sketch->shingle, shingles);
        lt_minhash_signature(minhash, shingles, lt_shingle_count(count, sketch->shingle), signature);
        lt_bands_keys(signature, sketch->bands, sketch->rows, all.keys + i * sketch->bands);
    }
    lt_minhash_free(minhash);
    free(signature);
    free(shingles);
    return all;
}

/* From a corpus that hasn't been settled to candidates; settles it. */
static inline void test_candidates(lt_corpus *corpus, const test_sketch *sketch, lt_workers *workers,
                                   lt_candidates *ret_candidates)
{
    lt_candidate_options options = {sketch->bands, sketch->memory, sketch->memory != 0 ? "/tmp" : NULL};
    lt_candidate *candidate = NULL;
    uint32_t *places = malloc((corpus->paragraph_count + 1) * sizeof *places);
    test_sketches sketches = test_sketch_all(corpus, sketch);
    assert_int_equal(lt_candidate_new(&options, &candidate, NULL), 0);
    for (size_t i = 0; i < corpus->paragraph_count; i++) {
        assert_int_equal(lt_candidate_add(candidate, sketches.hashes[i], sketches.keys + i * sketch->bands, NULL), 0);
    }
    assert_int_equal(lt_corpus_settle(corpus, places, NULL), 0);
    assert_int_equal(lt_candidate_finish(candidate, corpus, places, workers, ret_candidates, NULL), 0);
    lt_candidate_free(candidate);
    test_sketches_clear(&sketches);
    free(places);
}

static inline void test_random_tokens(uint32_t *tokens, size_t count, uint32_t alphabet, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        tokens[i] = 0x4E00U + (uint32_t)(test_random(seed) % alphabet);
    }
}

#endif

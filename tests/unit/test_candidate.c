#include "match_corpus.h"

typedef struct sample {
    uint32_t tokens[8];
    size_t count;
    uint64_t hash[2];
    uint32_t *keys;
    const char *text;
    char id[16];
} sample;

enum { SAMPLES = 3000, BANDS = 5 };

static uint32_t sample_keys[SAMPLES][BANDS];

/* Few tokens and few keys, so that there are repetitions, crowds, and buckets of one; some keys at the ends of the
 * range. */
static void make_samples(sample *samples, size_t count, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        sample *s = &samples[i];
        memset(s, 0, sizeof *s);
        s->count = 1 + test_random(seed) % 3;
        test_random_tokens(s->tokens, s->count, i % 4 == 0 ? 4 : 4000, seed);
        lt_hash_128(s->tokens, s->count * sizeof *s->tokens, s->hash);
        snprintf(s->id, sizeof s->id, "%05u", (unsigned)(test_random(seed) % 90000 + 10000) / 3);
        s->keys = sample_keys[i];
        /* Equal tokens have equal keys; so have some neighbours. */
        uint64_t state = s->tokens[0] % 4 == 0 ? s->tokens[0] / 8 : s->hash[0];
        for (int band = 0; band < BANDS; band++) {
            uint64_t draw = test_random(&state);
            uint32_t key = (uint32_t)(draw >> 32) % (uint32_t)(band == 0 ? 3 : band == 1 ? 40 : 5000);
            s->keys[band] = band == 2 ? ~key : key * (band == 3 ? 800000U : 1);
        }
    }
}

typedef struct made {
    lt_corpus corpus;
    lt_candidates candidates;
} made;

/* order: of arrival; may be NULL. */
static void make(const sample *samples, const uint32_t *order, size_t count, unsigned jobs, uint64_t memory, made *ret)
{
    lt_candidate_options options = {BANDS, memory, memory != 0 ? "/tmp" : NULL};
    lt_candidate *candidate = NULL;
    lt_workers *workers = NULL;
    uint32_t *places = malloc((count + 1) * sizeof *places);
    memset(ret, 0, sizeof *ret);
    assert_int_equal(lt_workers_new(jobs, &workers, NULL), 0);
    assert_int_equal(lt_corpus_init(&ret->corpus, NULL, NULL), 0);
    assert_int_equal(lt_candidate_new(&options, &candidate, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        const sample *s = &samples[order != NULL ? order[i] : i];
        corpus_add(&ret->corpus, s->id, s->tokens, s->count, s->text);
        memcpy(ret->corpus.documents[i].hash, s->hash, sizeof s->hash);
        assert_int_equal(lt_candidate_add(candidate, s->hash, s->keys, NULL), 0);
    }
    assert_int_equal(lt_corpus_settle(&ret->corpus, places, NULL), 0);
    assert_int_equal(lt_candidate_finish(candidate, &ret->corpus, places, workers, &ret->candidates, NULL), 0);
    lt_candidate_free(candidate);
    lt_workers_free(workers);
    free(places);
}

static void made_clear(made *m)
{
    lt_candidates_clear(&m->candidates);
    lt_corpus_clear(&m->corpus);
}

/* All that a reader can see, as numbers. */
static uint32_t *dump(const lt_candidates *c, size_t *ret_count)
{
    size_t paragraphs = 0;
    for (uint32_t i = 0; i < c->distinct_count; i++) {
        paragraphs += c->distinct_paragraph[i];
    }
    uint32_t *out = malloc((c->ranked_count + 2 * c->buckets.count + 2 * c->members.count + 8) * sizeof *out);
    size_t n = 0;
    lt_spool_scratch scratch = {NULL, 0};
    out[n++] = c->distinct_count;
    out[n++] = (uint32_t)paragraphs;
    out[n++] = (uint32_t)c->bucket_count;
    out[n++] = (uint32_t)c->bucket_pairs;
    for (uint32_t rank = 0; rank < c->ranked_count; rank++) {
        const uint32_t *buckets = NULL;
        out[n++] = c->ranked[rank];
        assert_int_equal(lt_candidates_buckets(c, rank, rank + 1, &scratch, &buckets, NULL), 0);
        for (uint64_t i = 0; i < c->bucket_begin[rank + 1] - c->bucket_begin[rank]; i++) {
            out[n++] = buckets[i];
        }
    }
    for (uint32_t at = 0; at < c->members.count;) {
        lt_bucket_members members = {NULL, 0};
        assert_int_equal(lt_candidates_members(c, at, UINT32_MAX, &scratch, &members, NULL), 0);
        out[n++] = members.size;
        memcpy(out + n, members.ranks, members.size * sizeof *members.ranks);
        n += members.size;
        at += members.size + 1;
    }
    lt_spool_scratch_clear(&scratch);
    *ret_count = n;
    return out;
}

static int order_numbers(const void *left, const void *right)
{
    uint32_t x = *(const uint32_t *)left;
    uint32_t y = *(const uint32_t *)right;
    return (x > y) - (x < y);
}

/* A sample for each distinct paragraph, in order of first places; checks the numbers on the way. */
static size_t distinct_samples(const made *m, const sample *samples, size_t count, const sample **of)
{
    const lt_candidates *c = &m->candidates;
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        size_t x_count = 0;
        size_t first = 0;
        const uint32_t *x = corpus_ids(&m->corpus, i, &x_count);
        for (;; first++) {
            size_t y_count = 0;
            const uint32_t *y = corpus_ids(&m->corpus, first, &y_count);
            if (x_count == y_count && memcmp(x, y, x_count * sizeof *x) == 0) {
                break;
            }
        }
        if (first == i) {
            assert_int_equal(c->distinct_paragraph[distinct], i);
            assert_int_equal(c->paragraph_distinct[i], distinct);
            for (size_t k = 0; k < count; k++) {
                if (samples[k].count == x_count && memcmp(samples[k].tokens, x, x_count * sizeof *x) == 0) {
                    of[distinct] = &samples[k];
                }
            }
            distinct++;
        }
        assert_int_equal(c->paragraph_distinct[i], c->paragraph_distinct[first]);
    }
    assert_int_equal(c->distinct_count, distinct);
    return distinct;
}

/* The members of the bucket at `at`, as distinct numbers, ascending; checks that they stand in rank order and know it.
 */
static uint32_t read_bucket(const lt_candidates *c, uint32_t at, uint32_t *ret_members)
{
    lt_spool_scratch scratch = {NULL, 0};
    lt_bucket_members members = {NULL, 0};
    assert_int_equal(lt_candidates_members(c, at, UINT32_MAX, &scratch, &members, NULL), 0);
    for (uint32_t i = 0; i < members.size; i++) {
        bool known = false;
        uint32_t rank = members.ranks[i];
        assert_true(i == 0 || members.ranks[i - 1] < rank);
        for (uint64_t k = c->bucket_begin[rank]; k < c->bucket_begin[rank + 1]; k++) {
            known = known || c->buckets.items[k] == at;
        }
        assert_true(known);
        ret_members[i] = c->ranked[rank];
    }
    qsort(ret_members, members.size, sizeof *ret_members, order_numbers);
    return members.size;
}

/* Band after band and key after key: the distinct paragraphs that have it, unless they are one. */
static void buckets_are_those_of_the_keys(void **state)
{
    (void)state;
    uint64_t seed = test_seed(3);
    enum { FEW = 300 };
    static sample samples[FEW];
    const sample *of[FEW];
    made m;
    make_samples(samples, FEW, &seed);
    make(samples, NULL, FEW, 2, 0, &m);
    const lt_candidates *c = &m.candidates;
    size_t distinct = distinct_samples(&m, samples, FEW, of);
    uint32_t at = 0;
    size_t buckets = 0;
    uint64_t pairs = 0;
    for (int band = 0; band < BANDS; band++) {
        uint32_t keys[FEW];
        for (size_t i = 0; i < distinct; i++) {
            keys[i] = of[i]->keys[band];
        }
        qsort(keys, distinct, sizeof *keys, order_numbers);
        for (size_t k = 0; k < distinct; k++) {
            uint32_t group[FEW + 1] = {0};
            uint32_t members[FEW];
            for (uint32_t i = 0; i < distinct && (k == 0 || keys[k - 1] != keys[k]); i++) {
                if (of[i]->keys[band] == keys[k]) {
                    group[++group[0]] = i;
                }
            }
            if (group[0] < 2) {
                continue;
            }
            assert_true(at < c->members.count);
            assert_int_equal(read_bucket(c, at, members), group[0]);
            assert_memory_equal(members, group + 1, group[0] * sizeof *members);
            at += group[0] + 1;
            pairs += group[0] * (group[0] - 1) / 2;
            buckets++;
        }
    }
    assert_int_equal(at, c->members.count);
    assert_int_equal(c->bucket_count, buckets);
    assert_int_equal(c->bucket_pairs, pairs);
    assert_int_equal(c->buckets.count, c->members.count - buckets);
    assert_int_equal(c->bucket_begin[c->ranked_count], c->buckets.count);
    assert_true(buckets > 50);
    made_clear(&m);
}

/* The sum of the sizes of a rank's buckets. */
static uint64_t crowd_of(const lt_candidates *c, uint32_t rank)
{
    uint64_t crowd = 0;
    for (uint64_t i = c->bucket_begin[rank]; i < c->bucket_begin[rank + 1]; i++) {
        crowd += c->members.items[c->buckets.items[i]];
    }
    return crowd;
}

static void ranks_are_by_crowd_and_hash(void **state)
{
    (void)state;
    uint64_t seed = test_seed(4);
    static sample samples[SAMPLES];
    made m;
    make_samples(samples, SAMPLES, &seed);
    make(samples, NULL, SAMPLES, 2, 0, &m);
    const lt_candidates *c = &m.candidates;
    uint64_t before[2] = {0, 0};
    for (uint32_t rank = 0; rank < c->ranked_count; rank++) {
        size_t count = 0;
        uint64_t hash[2];
        const uint32_t *tokens = corpus_ids(&m.corpus, c->distinct_paragraph[c->ranked[rank]], &count);
        lt_hash_128(tokens, count * sizeof *tokens, hash);
        if (rank > 0) {
            assert_true(crowd_of(c, rank - 1) >= crowd_of(c, rank));
        }
        if (rank > 0 && crowd_of(c, rank - 1) == crowd_of(c, rank)) {
            assert_true(before[0] < hash[0] || (before[0] == hash[0] && before[1] < hash[1]));
        }
        memcpy(before, hash, sizeof before);
    }
    assert_true(c->ranked_count > SAMPLES / 4);
    made_clear(&m);
}

/* Whoever chose words whose hashes are equal has all contents under one hash: ids and arrival are no order of theirs.
 */
static void forged_hashes_leave_an_order_of_content(void **state)
{
    (void)state;
    uint64_t seed = test_seed(9);
    static uint32_t keys[BANDS];
    static sample samples[SAMPLES];
    for (int round = 0; round < 3; round++) {
        uint32_t step = (uint32_t)(test_random(&seed) % SAMPLES);
        for (uint32_t i = 0; i < SAMPLES; i++) {
            sample *s = &samples[i];
            uint32_t content = (i + step) % SAMPLES / 2; /* each twice, now here, now there */
            memset(s, 0, sizeof *s);
            s->count = 1 + content % 3;
            for (size_t t = 0; t < s->count; t++) {
                s->tokens[t] = 0x4E00 + (content >> 4 * t) % 16;
            }
            s->tokens[0] += 16 * content;
            s->hash[1] = content % 5 == 0; /* two hashes with one high half */
            s->keys = keys;
            snprintf(s->id, sizeof s->id, "%05u", (i * 1009U) % 30011U);
        }
        made m;
        make(samples, NULL, SAMPLES, 2, round == 2 ? 20000 : 0, &m);
        const lt_candidates *c = &m.candidates;
        assert_int_equal(c->ranked_count, SAMPLES / 2);
        size_t before_count = 0;
        const uint32_t *before = NULL;
        unsigned falls = 0;
        for (uint32_t rank = 0; rank < c->ranked_count; rank++) {
            size_t count = 0;
            const uint32_t *tokens = corpus_ids(&m.corpus, c->distinct_paragraph[c->ranked[rank]], &count);
            falls += rank > 0 && (before_count != count ? before_count > count : before[0] > tokens[0]);
            before = tokens;
            before_count = count;
        }
        assert_int_equal(falls, 1); /* where the second hash begins */
        made_clear(&m);
    }
}

static void jobs_memory_and_arrival_change_nothing(void **state)
{
    (void)state;
    uint64_t seed = test_seed(5);
    static sample samples[SAMPLES];
    uint32_t *expected = NULL;
    size_t expected_count = 0;
    make_samples(samples, SAMPLES, &seed);
    for (int round = 0; round < 6; round++) {
        static uint32_t order[SAMPLES];
        const struct {
            uint64_t memory;
            unsigned jobs;
            bool shuffled;
        } settings[6] = {{0, 1, false},    {0, 2, true},        {0, 8, false},
                         {20000, 1, true}, {1 << 20, 8, false}, {5000, 2, true}};
        made m;
        size_t count = 0;
        for (uint32_t i = 0; i < SAMPLES; i++) {
            uint32_t other = settings[round].shuffled ? (uint32_t)(test_random(&seed) % (i + 1)) : i;
            order[i] = i;
            order[i] = order[other];
            order[other] = i;
        }
        make(samples, order, SAMPLES, settings[round].jobs, settings[round].memory, &m);
        uint32_t *seen = dump(&m.candidates, &count);
        if (round == 0) {
            expected = seen;
            expected_count = count;
        } else {
            assert_int_equal(count, expected_count);
            assert_memory_equal(seen, expected, count * sizeof *seen);
            free(seen);
        }
        made_clear(&m);
    }
    free(expected);
}

/* More than one worker takes at a time. */
static void many_repetitions_are_few_paragraphs(void **state)
{
    (void)state;
    enum { COUNT = 60000, TEXTS = 3 };
    static uint32_t keys[TEXTS][BANDS];
    sample *samples = calloc(COUNT, sizeof *samples);
    made m;
    assert_non_null(samples);
    for (uint32_t i = 0; i < COUNT; i++) {
        sample *s = &samples[i];
        s->count = 1;
        s->tokens[0] = 0x4E00 + i % TEXTS;
        lt_hash_128(s->tokens, sizeof s->tokens[0], s->hash);
        s->keys = keys[i % TEXTS];
        snprintf(s->id, sizeof s->id, "%07u", i);
    }
    make(samples, NULL, COUNT, 4, 0, &m);
    assert_int_equal(m.candidates.distinct_count, TEXTS);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(m.candidates.paragraph_distinct[i], i % TEXTS);
    }
    assert_int_equal(m.candidates.bucket_count, BANDS);
    made_clear(&m);
    free(samples);
}

static void equal_hashes_of_different_tokens_stay_two(void **state)
{
    (void)state;
    static uint32_t keys[BANDS] = {1, 2, 3, 4, 5};
    sample samples[6];
    memset(samples, 0, sizeof samples);
    for (uint32_t i = 0; i < 6;
         i++) { /* 0 3, 1 4, 2 5 are equal; all hashes are, but those of the last two pairs' low half */
        sample *s = &samples[i];
        s->count = 2;
        s->tokens[0] = 0x4E00;
        s->tokens[1] = 0x4E00 + i % 3;
        s->hash[0] = 42;
        s->hash[1] = i % 3 == 2;
        s->keys = keys;
        snprintf(s->id, sizeof s->id, "%u", i);
    }
    made m;
    make(samples, NULL, 6, 1, 0, &m);
    const uint32_t expected[] = {0, 1, 2, 0, 1, 2};
    assert_int_equal(m.candidates.distinct_count, 3);
    assert_memory_equal(m.candidates.paragraph_distinct, expected, sizeof expected);
    assert_int_equal(m.candidates.bucket_count, BANDS);
    made_clear(&m);
}

static void equal_hashes_alone_collapse_nothing(void **state)
{
    (void)state;
    static uint32_t keys[BANDS];
    const uint32_t words[][2] = {{1, 2}, {1, 2}, {1, 3}, {1, 2}, {1, 3}};
    sample samples[5];
    memset(samples, 0, sizeof samples);
    for (uint32_t i = 0; i < 5; i++) { /* one content hash for all */
        samples[i].count = 2;
        samples[i].tokens[0] = LT_TOKEN_WORD | words[i][0];
        samples[i].tokens[1] = LT_TOKEN_WORD | words[i][1];
        samples[i].keys = keys;
        snprintf(samples[i].id, sizeof samples[i].id, "%u", i);
    }
    made m;
    make(samples, NULL, 5, 2, 0, &m);
    const uint32_t expected[] = {0, 0, 1, 0, 1};
    assert_memory_equal(m.candidates.paragraph_distinct, expected, sizeof expected);
    made_clear(&m);
}

static void nothing_and_one_have_no_buckets(void **state)
{
    (void)state;
    uint64_t seed = test_seed(6);
    sample one[1];
    for (size_t count = 0; count < 2; count++) {
        for (uint64_t memory = 0; memory < 2; memory++) {
            made m;
            make_samples(one, 1, &seed);
            make(one, NULL, count, 2, memory * 4096, &m);
            assert_int_equal(m.candidates.distinct_count, count);
            assert_int_equal(m.candidates.ranked_count, 0);
            assert_int_equal(m.candidates.bucket_count, 0);
            made_clear(&m);
        }
    }
}

static void paragraphs_without_keys_and_limits_without_folder_are_refused(void **state)
{
    (void)state;
    lt_candidate_options options = {BANDS, 0, NULL};
    lt_candidate *candidate = NULL;
    lt_workers *workers = NULL;
    lt_corpus corpus;
    lt_candidates candidates = {.distinct_count = 77};
    const uint32_t token = 0x4E00;
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
    corpus_add(&corpus, "a", &token, 1, NULL);
    assert_int_equal(lt_candidate_new(&options, &candidate, NULL), 0);
    assert_int_equal(lt_candidate_finish(candidate, &corpus, NULL, workers, &candidates, NULL), LEITONG_EUSAGE);
    assert_int_equal(candidates.distinct_count, 77);
    lt_candidate_free(candidate);
    candidate = NULL;
    options.memory = 1 << 20; /* and nowhere to spill */
    assert_int_equal(lt_candidate_new(&options, &candidate, NULL), LEITONG_EUSAGE);
    assert_null(candidate);
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buckets_are_those_of_the_keys),
        cmocka_unit_test(ranks_are_by_crowd_and_hash),
        cmocka_unit_test(forged_hashes_leave_an_order_of_content),
        cmocka_unit_test(jobs_memory_and_arrival_change_nothing),
        cmocka_unit_test(many_repetitions_are_few_paragraphs),
        cmocka_unit_test(equal_hashes_of_different_tokens_stay_two),
        cmocka_unit_test(equal_hashes_alone_collapse_nothing),
        cmocka_unit_test(nothing_and_one_have_no_buckets),
        cmocka_unit_test(paragraphs_without_keys_and_limits_without_folder_are_refused),
    };
    return cmocka_run_group_tests_name("candidate", tests, NULL, NULL);
}

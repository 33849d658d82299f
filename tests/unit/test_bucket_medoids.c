/* The medoid rule against two oracles, at few and at many places a bucket; and what it promises: names decide nothing,
 * copies cost one comparison each, who may have been missed is counted. */
#include "medoid_oracle.h"

#include <dirent.h>

static const uint32_t firsts[] = {1, 2, 3, LT_CLUSTER_FIRST};
enum { FIRSTS = sizeof firsts / sizeof firsts[0] };

/* Rows, medoids and who is counted are those of the oracle's end. */
static void assert_end(const outcome *o, const oracle_buckets *all, const oracle_end *end)
{
    const lt_clusters *clusters = &o->clusters;
    const lt_candidates *c = &o->candidates;
    bool *copied = calloc(c->distinct_count + 1, sizeof *copied);
    size_t rows = 0;
    size_t unmatched = 0;
    assert_non_null(copied);
    for (size_t p = 0; p < o->corpus.paragraph_count; p++) {
        copied[c->paragraph_distinct[p]] |= c->distinct_paragraph[c->paragraph_distinct[p]] != p;
    }
    for (uint32_t p = 0; p < all->count; p++) {
        uint32_t distinct = all->members[p].distinct;
        assert_int_equal(clusters->medoid[distinct], all->members[end->medoid[p]].distinct);
        if (end->row[p] != ORACLE_NONE) {
            uint32_t other = all->members[end->row[p]].distinct;
            const lt_overlap *overlap = &end->overlap[p];
            const lt_overlap turned = {overlap->shared, overlap->b, overlap->a};
            const lt_pair *pair = find_pair(clusters, distinct, other);
            assert_non_null(pair);
            assert_memory_equal(&pair->overlap, distinct < other ? overlap : &turned, sizeof *overlap);
            rows++;
        } else if (!end->joined[p] && end->behind[p] && !copied[distinct]) {
            uint32_t paragraph = c->distinct_paragraph[distinct];
            assert_non_null(bsearch(&paragraph, clusters->unmatched, clusters->unmatched_count, sizeof paragraph,
                                    oracle_ascending));
            unmatched++;
        }
    }
    assert_int_equal(clusters->pair_count, rows);
    assert_int_equal(clusters->unmatched_count, unmatched);
    free(copied);
}

/* o->candidates are made. */
static void check_rule(outcome *o, const test_sketch *sketch, uint64_t threshold, const char *name)
{
    oracle_buckets all = oracle_buckets_of(o, sketch, threshold);
    lt_workers *workers = NULL;
    assert_int_equal(lt_workers_new(sketch->jobs, &workers, NULL), 0);
    for (size_t i = 0; i < FIRSTS; i++) {
        lt_cluster_options options = {.threshold = threshold, .shingle = SHINGLE, .first = firsts[i]};
        oracle_end plain = oracle_plain(&all, firsts[i]);
        oracle_end distributed = oracle_distributed(&all, firsts[i]);
        lt_clusters_clear(&o->clusters);
        assert_int_equal(lt_cluster_run(&o->corpus, &o->candidates, &options, workers, &o->clusters, NULL), 0);
        assert_end(o, &all, &plain);
        assert_end(o, &all, &distributed);
        assert_true(o->clusters.verified <= plain.verified);
        printf("%s, first %u: %u ranked, %zu rows, %zu unmatched, %llu comparisons (plain %llu, distributed %llu in %u "
               "rounds)\n",
               name, firsts[i], all.count, o->clusters.pair_count, o->clusters.unmatched_count,
               (unsigned long long)o->clusters.verified, (unsigned long long)plain.verified,
               (unsigned long long)distributed.verified, distributed.rounds);
        oracle_end_clear(&plain);
        oracle_end_clear(&distributed);
    }
    lt_workers_free(workers);
    oracle_buckets_clear(&all);
}

/* o->corpus is made, not settled. */
static void candidates_of(outcome *o, const test_sketch *sketch)
{
    lt_workers *workers = NULL;
    assert_int_equal(lt_workers_new(sketch->jobs, &workers, NULL), 0);
    test_candidates(&o->corpus, sketch, workers, &o->candidates);
    lt_workers_free(workers);
}

static void families_are_settled_by_the_rule(void **state)
{
    (void)state;
    uint64_t seed = test_seed(3);
    const struct {
        size_t count, families;
        test_sketch sketch;
        uint64_t threshold;
    } cases[] = {
        {3000, 300, usual, THRESHOLD},
        {1500, 4, {.bands = 6, .rows = 1, .shingle = SHINGLE, .jobs = 8}, 950000000}, /* crowded */
        {2000, 500, {.bands = 3, .rows = 1, .shingle = SHINGLE, .jobs = 1}, 600000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        outcome o = {.clusters = {0}};
        make_families(&o.corpus, cases[i].count, cases[i].families, NULL, test_random(&seed));
        candidates_of(&o, &cases[i].sketch);
        check_rule(&o, &cases[i].sketch, cases[i].threshold, "families");
        outcome_clear(&o);
    }
}

/* Each near only its neighbours: windows that slide over one text. */
static void a_chain_is_settled_by_the_rule(void **state)
{
    (void)state;
    enum { LINKS = 2000, LENGTH = 104 };
    const size_t steps[] = {10, 6}; /* near the next; near the next two */
    uint64_t seed = test_seed(5);
    for (size_t round = 0; round < 2; round++) {
        static uint32_t text[LINKS * 10 + LENGTH];
        outcome o = {.clusters = {0}};
        test_random_tokens(text, LINKS * 10 + LENGTH, 0x10000, &seed);
        assert_int_equal(lt_corpus_init(&o.corpus, NULL, NULL), 0);
        for (uint32_t i = 0; i < LINKS; i++) {
            char id[16];
            snprintf(id, sizeof id, "%07u", i);
            corpus_add(&o.corpus, id, text + i * steps[round], LENGTH, NULL);
        }
        candidates_of(&o, &usual);
        check_rule(&o, &usual, THRESHOLD, "chain");
        outcome_clear(&o);
    }
}

/* Text that is written over and over: half of the paragraphs are one of those before, with some tokens changed, the
 * others sentences out of a pool of which some are drawn most. Paragraph k gets the id `ids` says, if any. */
static void make_text(lt_corpus *corpus, size_t count, const uint32_t *ids, uint64_t seed)
{
    enum { POOL = 200, SENTENCE = 30, LONGEST = 4 * SENTENCE, BEFORE = 60 };
    static uint32_t ring[BEFORE][LONGEST];
    static size_t counts[BEFORE];
    assert_int_equal(lt_corpus_init(corpus, NULL, NULL), 0);
    for (size_t k = 0; k < count; k++) {
        uint32_t tokens[LONGEST];
        size_t length = 0;
        char id[16];
        uint64_t edits = 0;
        if (k > BEFORE && test_random(&seed) % 2 == 0) {
            size_t before = test_random(&seed) % BEFORE;
            length = counts[before];
            memcpy(tokens, ring[before], sizeof tokens);
            edits = 1 + test_random(&seed) % 6;
        } else {
            for (uint64_t sentences = 2 + test_random(&seed) % 3; sentences > 0; sentences--) {
                uint64_t sentence = test_random(&seed) % POOL;
                sentence = sentence * (test_random(&seed) % POOL) / POOL + 1;
                test_random_tokens(tokens + length, SENTENCE, 3000, &sentence);
                length += SENTENCE;
            }
        }
        for (; edits > 0; edits--) {
            test_random_tokens(tokens + test_random(&seed) % length, 1, 3000, &seed);
        }
        memcpy(ring[k % BEFORE], tokens, sizeof tokens);
        counts[k % BEFORE] = length;
        snprintf(id, sizeof id, "%09zu", ids != NULL ? ids[k] : k);
        corpus_add(corpus, id, tokens, length, NULL);
    }
}

static void generated_text_is_settled_by_the_rule(void **state)
{
    (void)state;
    enum { COUNT = 6000 };
    uint64_t seed = test_seed(11);
    outcome o = {.clusters = {0}};
    make_text(&o.corpus, COUNT, NULL, test_random(&seed));
    candidates_of(&o, &usual);
    check_rule(&o, &usual, THRESHOLD, "text");
    outcome_clear(&o);
}

/* The lines of all files in a folder and those in it, folded; paragraph k gets the id `ids` says, if any. */
typedef struct real_text {
    lt_fold *fold;
    lt_corpus *corpus;
    const uint32_t *ids;
    size_t count;
} real_text;

static void read_file(real_text *text, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    assert_non_null(file);
    for (ssize_t size = getline(&line, &room, file); size >= 0; size = getline(&line, &room, file)) {
        lt_tokens tokens = {0};
        char id[16];
        assert_int_equal(lt_fold_run(text->fold, (const uint8_t *)line, (size_t)size, 0, &tokens, NULL), 0);
        if (tokens.count > 0) {
            snprintf(id, sizeof id, "%09zu", text->ids != NULL ? text->ids[text->count] : text->count);
            corpus_add(text->corpus, id, tokens.ids, tokens.count, line);
            text->count++;
        }
        lt_tokens_clear(&tokens);
    }
    free(line);
    fclose(file);
}

static void read_folder(real_text *text, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        char path[4096];
        size_t length = strlen(entries[i]->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (length > 4 && strcmp(entries[i]->d_name + length - 4, ".txt") == 0) {
            read_file(text, path);
        } else if (entries[i]->d_name[0] != '.') {
            read_folder(text, path);
        }
        free(entries[i]);
    }
    free(entries);
}

static size_t real_corpus(lt_corpus *corpus, const uint32_t *ids)
{
    real_text text = {.corpus = corpus, .ids = ids};
    assert_int_equal(lt_corpus_init(corpus, NULL, NULL), 0);
    assert_int_equal(lt_fold_new(0, corpus->lexicon, &text.fold, NULL), 0);
    read_folder(&text, LEITONG_CORPUS "/dev/tw_law");
    lt_fold_free(text.fold);
    return text.count;
}

static void real_text_is_settled_by_the_rule(void **state)
{
    (void)state;
    if (LEITONG_CORPUS[0] == '\0') {
        skip();
    }
    outcome o = {.clusters = {0}};
    size_t count = real_corpus(&o.corpus, NULL);
    assert_true(count > 1000);
    candidates_of(&o, &usual);
    check_rule(&o, &usual, THRESHOLD, "tw_law");
    outcome_clear(&o);
}

/* A row or a member, by content: numbers that stay when names change. */
typedef struct told {
    uint32_t a, b;
    lt_overlap overlap;
} told;

static int order_told(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(told));
}

/* [paragraph] → number of its content, where paragraph k of those given has id ids[k]: the least k that is equal. */
static told *tell(const outcome *o, const uint32_t *ids, size_t *ret_count)
{
    const lt_candidates *c = &o->candidates;
    size_t paragraphs = o->corpus.paragraph_count;
    uint32_t *given = malloc((paragraphs + 1) * sizeof *given); /* [id] → k */
    uint32_t *content = malloc((c->distinct_count + 1) * sizeof *content);
    told *list = malloc((o->clusters.pair_count + c->distinct_count + 1) * sizeof *list);
    assert_true(given != NULL && content != NULL && list != NULL);
    for (size_t k = 0; k < paragraphs; k++) {
        given[ids != NULL ? ids[k] : k] = (uint32_t)k;
    }
    memset(content, 0xFF, c->distinct_count * sizeof *content);
    for (size_t p = 0; p < paragraphs; p++) { /* settled: paragraph p has the id p */
        uint32_t *to = &content[c->paragraph_distinct[p]];
        *to = given[p] < *to ? given[p] : *to;
    }
    size_t count = 0;
    for (uint32_t d = 0; d < c->distinct_count; d++) {
        list[count++] = (told){content[d], content[o->clusters.medoid[d]], o->clusters.overlap[d]};
    }
    for (size_t i = 0; i < o->clusters.pair_count; i++) {
        const lt_pair *pair = &o->clusters.pairs[i];
        const lt_overlap turned = {pair->overlap.shared, pair->overlap.b, pair->overlap.a};
        uint32_t a = content[pair->a];
        uint32_t b = content[pair->b];
        list[count++] = a < b ? (told){a, b, pair->overlap} : (told){b, a, turned};
    }
    qsort(list, count, sizeof *list, order_told);
    free(given);
    free(content);
    *ret_count = count;
    return list;
}

static uint32_t *permuted(size_t count, uint64_t *seed)
{
    uint32_t *ids = malloc((count + 1) * sizeof *ids);
    assert_non_null(ids);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t other = (uint32_t)(test_random(seed) % (i + 1));
        ids[i] = ids[other];
        ids[other] = i;
    }
    return ids;
}

static void assert_same(const outcome *x, const outcome *y, const uint32_t *ids)
{
    size_t x_count = 0;
    size_t y_count = 0;
    told *x_told = tell(x, NULL, &x_count);
    told *y_told = tell(y, ids, &y_count);
    assert_int_equal(x_count, y_count);
    assert_memory_equal(x_told, y_told, x_count * sizeof *x_told);
    assert_int_equal(x->clusters.unmatched_count, y->clusters.unmatched_count);
    assert_int_equal(x->clusters.verified, y->clusters.verified);
    free(x_told);
    free(y_told);
}

static void names_decide_nothing(void **state)
{
    (void)state;
    enum { COUNT = 6000, NAMES = 3 };
    uint64_t seed = test_seed(12);
    uint64_t text = test_random(&seed);
    outcome first = {.clusters = {0}};
    make_text(&first.corpus, COUNT, NULL, text);
    cluster(&first, &usual, THRESHOLD, false);
    for (int i = 0; i < NAMES; i++) {
        outcome o = {.clusters = {0}};
        uint32_t *ids = permuted(COUNT, &seed);
        make_text(&o.corpus, COUNT, ids, text);
        cluster(&o, &usual, THRESHOLD, false);
        assert_same(&first, &o, ids);
        outcome_clear(&o);
        free(ids);
    }
    outcome_clear(&first);
}

static void names_of_real_text_decide_nothing(void **state)
{
    (void)state;
    if (LEITONG_CORPUS[0] == '\0') {
        skip();
    }
    uint64_t seed = test_seed(13);
    outcome first = {.clusters = {0}};
    outcome o = {.clusters = {0}};
    size_t count = real_corpus(&first.corpus, NULL);
    uint32_t *ids = permuted(count, &seed);
    assert_int_equal(real_corpus(&o.corpus, ids), count);
    cluster(&first, &usual, THRESHOLD, false);
    cluster(&o, &usual, THRESHOLD, false);
    assert_same(&first, &o, ids);
    outcome_clear(&first);
    outcome_clear(&o);
    free(ids);
}

/* Near-copies that differ in one token, at one place, or each at a place of its own. */
static void copies_cost_one_comparison_each(void **state)
{
    (void)state;
    enum { COPIES = TEST_ROUNDS(100000, 10000), LENGTH = 120 };
    uint64_t seed = test_seed(4);
    for (int sliding = 0; sliding < 2; sliding++) {
        uint32_t tokens[LENGTH];
        outcome o = {.clusters = {0}};
        test_random_tokens(tokens, LENGTH, 20000, &seed);
        assert_int_equal(lt_corpus_init(&o.corpus, NULL, NULL), 0);
        for (uint32_t i = 0; i < COPIES; i++) {
            char id[16];
            uint32_t at = sliding ? i % LENGTH : LENGTH / 2;
            uint32_t kept = tokens[at];
            snprintf(id, sizeof id, "%07u", i);
            tokens[at] = 0x20000 + i;
            corpus_add(&o.corpus, id, tokens, LENGTH, NULL);
            tokens[at] = kept;
        }
        cluster(&o, &usual, THRESHOLD, false);
        printf("%zu rows of %d copies, %llu comparisons\n", o.clusters.pair_count, COPIES,
               (unsigned long long)o.clusters.verified);
        assert_int_equal(o.candidates.distinct_count, COPIES);
        assert_int_equal(o.clusters.pair_count, COPIES - 1);
        for (uint32_t i = 0; i < COPIES && !sliding; i++) {
            const lt_overlap copy = {111, 116, 116};
            assert_int_equal(o.clusters.medoid[i], o.clusters.medoid[0]);
            assert_true(i == o.clusters.medoid[0] || memcmp(&o.clusters.overlap[i], &copy, sizeof copy) == 0);
        }
        assert_true(o.clusters.verified <= COPIES / 10 * 11);
        outcome_clear(&o);
    }
}

/* Letters of one form: strangers share 80 of 120 shingles (J = .667) and so do buckets of thousands. Of each twenty the
 * first two share 83 of 117 (.709). Who meets more strangers than are compared, and doesn't get its neighbour, is
 * counted. */
static void lost_neighbours_are_counted(void **state)
{
    (void)state;
    enum { LETTERS = 6000, COMMON = 84, PAIR = 3, LENGTH = 104, TURN = 20 };
    uint64_t seed = test_seed(14);
    uint32_t tokens[LENGTH];
    outcome o = {.clusters = {0}};
    size_t lost = 0;
    size_t found = 0;
    test_random_tokens(tokens, COMMON, 20000, &seed);
    assert_int_equal(lt_corpus_init(&o.corpus, NULL, NULL), 0);
    for (uint32_t i = 0; i < LETTERS; i++) {
        char id[16];
        size_t own = i % TURN == 1 ? COMMON + PAIR : COMMON;
        snprintf(id, sizeof id, "%07u", i);
        test_random_tokens(tokens + own, LENGTH - own, 0x10000, &seed);
        corpus_add(&o.corpus, id, tokens, LENGTH, NULL);
    }
    cluster(&o, &usual, THRESHOLD, false);
    assert_int_equal(o.candidates.distinct_count, LETTERS);
    uint32_t *rank = ranks_of(&o.candidates);
    for (size_t i = 0; i < o.clusters.pair_count; i++) {
        const lt_pair *pair = &o.clusters.pairs[i];
        const lt_overlap expected = {83, 100, 100};
        assert_true(pair->a % TURN == 0 && pair->b == pair->a + 1);
        assert_memory_equal(&pair->overlap, &expected, sizeof expected);
    }
    for (uint32_t i = 0; i < LETTERS; i++) {
        uint32_t other = i % TURN == 0 ? i + 1 : i - 1;
        bool neighbour = i % TURN <= 1 && share_a_bucket(&o.candidates, rank, i, other);
        bool listed = neighbour && find_pair(&o.clusters, i, other) != NULL;
        bool counted = o.clusters.unmatched_count > 0 && bsearch(&i, o.clusters.unmatched, o.clusters.unmatched_count,
                                                                 sizeof i, oracle_ascending) != NULL;
        assert_false(listed && counted);
        assert_true(!neighbour || listed || counted);
        lost += neighbour && !listed;
        found += listed;
    }
    printf("of %d letters with a neighbour %zu stand in a row, %zu don't; %zu are counted; %llu comparisons\n",
           LETTERS / TURN * 2, found, lost, o.clusters.unmatched_count, (unsigned long long)o.clusters.verified);
    assert_true(lost > 0 && found > 0);
    assert_true(o.clusters.verified <= (uint64_t)LETTERS * 17 * LT_CLUSTER_FIRST);
    free(rank);
    outcome_clear(&o);
}

/* Tokens that can be read so often and no more. */
typedef struct broken {
    lt_spool *spool;
    int left;
} broken;

static int read_broken(void *context, uint64_t offset, void *ret_bytes, size_t size, leitong_error *error)
{
    broken *b = context;
    lt_spool_scratch scratch = {NULL, 0};
    const void *bytes = NULL;
    if (__atomic_sub_fetch(&b->left, 1, __ATOMIC_RELAXED) < 0) {
        return lt_error_set(error, LEITONG_EDAMAGED, "broken");
    }
    assert_int_equal(lt_spool_view(b->spool, offset, size, &scratch, &bytes, NULL), 0);
    memcpy(ret_bytes, bytes, size);
    lt_spool_scratch_clear(&scratch);
    return 0;
}

/* Nobody waits for a decision that an error prevents. */
static void errors_end_the_work(void **state)
{
    (void)state;
    uint64_t seed = test_seed(15);
    outcome o = {.clusters = {0}};
    lt_workers *workers = NULL;
    lt_cluster_options options = {.threshold = THRESHOLD, .shingle = SHINGLE, .first = LT_CLUSTER_FIRST};
    assert_int_equal(lt_workers_new(8, &workers, NULL), 0);
    make_families(&o.corpus, 2000, 3, NULL, test_random(&seed));
    candidates_of(&o, &usual);
    broken b = {.spool = o.corpus.tokens};
    uint64_t size = 0;
    assert_int_equal(lt_spool_append(b.spool, NULL, 0, &size, NULL), 0);
    assert_int_equal(lt_spool_new_elsewhere(size, read_broken, &b, &o.corpus.tokens, NULL), 0);
    int runs = 0;
    for (int reads = 0, code = LEITONG_EDAMAGED; code != 0; reads += 1 + reads / 16) {
        b.left = reads;
        code = lt_cluster_run(&o.corpus, &o.candidates, &options, workers, &o.clusters, NULL);
        assert_true(code == 0 || (code == LEITONG_EDAMAGED && o.clusters.medoid == NULL));
        runs++;
    }
    printf("%d runs\n", runs);
    assert_true(runs > 50);
    lt_spool_free(b.spool);
    lt_workers_free(workers);
    outcome_clear(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_are_settled_by_the_rule),
        cmocka_unit_test(a_chain_is_settled_by_the_rule),
        cmocka_unit_test(generated_text_is_settled_by_the_rule),
        cmocka_unit_test(real_text_is_settled_by_the_rule),
        cmocka_unit_test(names_decide_nothing),
        cmocka_unit_test(names_of_real_text_decide_nothing),
        cmocka_unit_test(copies_cost_one_comparison_each),
        cmocka_unit_test(lost_neighbours_are_counted),
        cmocka_unit_test(errors_end_the_work),
    };
    return cmocka_run_group_tests_name("medoid", tests, NULL, NULL);
}

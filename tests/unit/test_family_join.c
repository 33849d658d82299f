/* family_join: held against the definition, on random items and buckets. */
#include "test.h"

#include "templates/family_join.h"

enum { ITEMS = 600, BUCKETS = 12, MOST = 4, SEVERAL = 2 };

/* Items of one shade are alike. */
typedef struct join_sample {
    uint32_t buckets[ITEMS][MOST];
    size_t bucket_count[ITEMS];
    uint64_t hash[ITEMS], crowd[ITEMS];
    uint32_t size[BUCKETS];
    unsigned shade[ITEMS];
    uint32_t medoid[ITEMS]; /* as told: which it joined; itself: none */
    unsigned tried[ITEMS];
} join_sample;

static int sample_look(void *context, uint32_t item, const uint32_t **ret_buckets, size_t *ret_count,
                       leitong_error *error)
{
    join_sample *sample = context;
    (void)error;
    *ret_buckets = sample->buckets[item];
    *ret_count = sample->bucket_count[item];
    return 0;
}

static int sample_join(void *context, uint32_t item, uint32_t medoid, bool *ret_joined, leitong_error *error)
{
    join_sample *sample = context;
    (void)error;
    *ret_joined = sample->shade[item] == sample->shade[medoid];
    sample->medoid[item] = *ret_joined ? medoid : sample->medoid[item];
    sample->tried[item]++;
    return 0;
}

static void sample_make(join_sample *sample, uint64_t *seed)
{
    memset(sample, 0, sizeof *sample);
    for (uint32_t i = 0; i < ITEMS; i++) {
        sample->hash[i] = test_random(seed) % 64; /* some are equal */
        sample->shade[i] = (unsigned)(test_random(seed) % 40);
        sample->medoid[i] = i;
        for (uint32_t b = 0; b < BUCKETS && sample->bucket_count[i] < MOST; b++) {
            if (test_random(seed) % 4 == 0) {
                sample->buckets[i][sample->bucket_count[i]++] = b;
                sample->size[b]++;
            }
        }
    }
    for (uint32_t i = 0; i < ITEMS; i++) {
        for (size_t k = 0; k < sample->bucket_count[i]; k++) {
            sample->crowd[i] += sample->size[sample->buckets[i][k]];
        }
    }
}

static bool oracle_before(const join_sample *sample, uint32_t a, uint32_t b)
{
    if (sample->crowd[a] != sample->crowd[b]) {
        return sample->crowd[a] > sample->crowd[b];
    }
    return sample->hash[a] != sample->hash[b] ? sample->hash[a] < sample->hash[b] : a < b;
}

/* The item whose turn it is, or ITEMS. */
static uint32_t oracle_next(const join_sample *sample, const bool *done)
{
    uint32_t item = ITEMS;
    for (uint32_t i = 0; i < ITEMS; i++) {
        bool next = !done[i] && sample->crowd[i] > 0;
        item = next && (item == ITEMS || oracle_before(sample, i, item)) ? i : item;
    }
    return item;
}

/* In how many buckets of `item` the medoid was let in. */
static unsigned oracle_votes(const join_sample *sample, bool stands[ITEMS][BUCKETS], uint32_t item, uint32_t medoid)
{
    unsigned votes = 0;
    for (size_t k = 0; k < sample->bucket_count[item]; k++) {
        votes += stands[medoid][sample->buckets[item][k]];
    }
    return votes;
}

static void items_join_the_first_medoid_they_are_like(void **state)
{
    (void)state;
    uint64_t seed = test_seed(7);
    uint64_t all_left_out = 0;
    for (int round = 0; round < 50; round++) {
        join_sample sample;
        sample_make(&sample, &seed);
        uint64_t overflow = 0;
        lt_join_items join = {ITEMS,        BUCKETS,     MOST,    SEVERAL,     sample.hash,
                              sample.crowd, sample.size, &sample, sample_look, sample_join};
        assert_int_equal(lt_join_run(&join, &overflow, NULL), 0);

        bool done[ITEMS] = {false};
        bool stands[ITEMS][BUCKETS] = {{false}};
        uint32_t standing[BUCKETS] = {0};
        uint32_t medoids[ITEMS];
        size_t medoid_count = 0;
        uint64_t left_out = 0;
        for (;;) {
            uint32_t item = oracle_next(&sample, done);
            if (item == ITEMS) {
                break;
            }
            done[item] = true;
            bool held[ITEMS] = {false}; /* against [medoid number] */
            uint32_t joined = item;
            unsigned tried = 0;
            while (joined == item && tried < LT_JOIN_TRIED) {
                size_t best = medoid_count;
                for (size_t m = 0; m < medoid_count; m++) { /* the first of equals */
                    unsigned votes = oracle_votes(&sample, stands, item, medoids[m]);
                    bool more = best == medoid_count || votes > oracle_votes(&sample, stands, item, medoids[best]);
                    best = !held[m] && votes >= SEVERAL && more ? m : best;
                }
                if (best == medoid_count) {
                    break;
                }
                held[best] = true;
                tried++;
                joined = sample.shade[item] == sample.shade[medoids[best]] ? medoids[best] : item;
            }
            assert_int_equal(sample.medoid[item], joined);
            assert_int_equal(sample.tried[item], tried);
            if (joined != item) {
                continue;
            }
            size_t places = 0;
            for (size_t k = 0; k < sample.bucket_count[item]; k++) {
                uint32_t bucket = sample.buckets[item][k];
                bool room = standing[bucket] < LT_JOIN_STANDING;
                stands[item][bucket] = room;
                standing[bucket] += room;
                places += room;
            }
            for (size_t k = 0; k < sample.bucket_count[item]; k++) {
                uint32_t bucket = sample.buckets[item][k];
                bool room = !stands[item][bucket] && places < SEVERAL && standing[bucket] < LT_JOIN_ROOM;
                stands[item][bucket] |= room;
                standing[bucket] += room;
                places += room;
            }
            left_out += places < SEVERAL && places < sample.bucket_count[item];
            medoids[medoid_count++] = item;
        }
        assert_int_equal(overflow, left_out);
        all_left_out += left_out;
    }
    assert_true(all_left_out > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(items_join_the_first_medoid_they_are_like)};
    return cmocka_run_group_tests_name("family_join", tests, NULL, NULL);
}

/* bench_sketch: tokens → signature against what its arithmetic allows; radix sort against qsort; runs in memory against
 * runs that spill.
 *
 * The limit is what no such sketch can do without, measured in the same run on data in the first-level cache: the XXH3
 * of each window, and for each window and function one multiplication, addition and minimum with all operands in
 * registers. The sketch adds the ends of paragraphs, functions that don't fill a vector, and the hashes' way through
 * memory. Rounds of all parts take turns, so that a busy machine slows all alike; medians are shown. */
#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/sorted_run.h"
#include "sketch/bands.h"
#include "sketch/minhash.h"
#include "sketch/shingle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 31
#define SORT_ROUNDS 5
#define TOKENS (1U << 20)
#define LONGEST 400 /* tokens of a paragraph */
#define SHINGLE 5
#define BANDS 17
#define ROWS 4
#define HASHES (BANDS * ROWS)

static volatile uint64_t sink; /* keeps results alive that nothing else reads */

/* Processor time: what others do meanwhile is not counted. */
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static int compare_doubles(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;
    return *a < *b ? -1 : *a > *b;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return values[count / 2];
}

static void *allocate(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(4);
    }
    return memory;
}

static void check(int code, const leitong_error *error)
{
    if (code != 0) {
        fprintf(stderr, "%s: %s\n", error->path, error->message);
        exit(4);
    }
}

/* As in minhash.c: gcc -O3 vectorises the wrong loop. */
#if defined(__GNUC__) && !defined(__clang__)
#define LIMIT_KERNEL __attribute__((optimize("O2")))
#else
#define LIMIT_KERNEL
#endif

/* `width` functions over `steps` values: everything in registers. */
static inline __attribute__((always_inline)) uint64_t limit_loop(size_t steps, uint32_t seed, unsigned width)
{
    uint32_t least[32], factors[32], addends[32];
    for (unsigned i = 0; i < width; i++) {
        least[i] = UINT32_MAX;
        factors[i] = seed * (2 * i + 1) | 1U;
        addends[i] = seed + i;
    }
    for (size_t s = 0; s < steps; s++) {
        for (unsigned i = 0; i < width; i++) {
            uint32_t value = factors[i] * (uint32_t)s + addends[i];
            least[i] = value < least[i] ? value : least[i];
        }
    }
    uint64_t sum = 0;
    for (unsigned i = 0; i < width; i++) {
        sum += least[i];
    }
    return sum;
}

LIMIT_KERNEL static uint64_t limit_default(size_t steps, uint32_t seed)
{
    return limit_loop(steps, seed, 16);
}
#if defined(__x86_64__) && !defined(LEITONG_NO_CLONES)
LIMIT_KERNEL __attribute__((target("avx2"))) static uint64_t limit_avx2(size_t steps, uint32_t seed)
{
    return limit_loop(steps, seed, 16);
}

LIMIT_KERNEL __attribute__((target("avx512f"))) static uint64_t limit_avx512f(size_t steps, uint32_t seed)
{
    return limit_loop(steps, seed, 32);
}
#endif

/* Seconds for `operations` times multiply, add, minimum, in the variant that the sketch runs as. */
static double time_limit(const char *variant, double operations)
{
    uint64_t (*limit)(size_t, uint32_t) = limit_default;
    unsigned width = 16;
#if defined(__x86_64__) && !defined(LEITONG_NO_CLONES)
    if (strcmp(variant, "avx2") == 0) {
        limit = limit_avx2;
    } else if (strcmp(variant, "avx512f") == 0) {
        limit = limit_avx512f;
        width = 32;
    }
#endif
    const size_t steps = 1000000;
    double begin = now();
    sink += limit(steps, 12345);
    return (now() - begin) * operations / ((double)steps * width);
}

typedef struct bench_text {
    uint64_t *tokens; /* their hashes */
    size_t *ends;     /* of paragraphs */
    size_t paragraphs;
    size_t shingles;
} bench_text;

static bench_text make_text(void)
{
    uint64_t random = 1;
    bench_text made = {allocate(TOKENS * sizeof(uint32_t)), allocate(TOKENS * sizeof(size_t)), 0, 0};
    for (size_t at = 0; at < TOKENS;) {
        size_t length = next_random(&random) % LONGEST / 2 + next_random(&random) % LONGEST / 2 + 1;
        length = length < TOKENS - at ? length : TOKENS - at;
        for (size_t i = 0; i < length; i++) {
            made.tokens[at + i] = 0x4E00U + (uint32_t)(next_random(&random) % 5000);
        }
        at += length;
        made.ends[made.paragraphs++] = at;
        made.shingles += lt_shingle_count(length, SHINGLE);
    }
    return made;
}

static double time_sketch(const bench_text *text, const lt_minhash *minhash, uint32_t *signatures)
{
    uint64_t hashes[LONGEST];
    double begin = now();
    size_t at = 0;
    for (size_t i = 0; i < text->paragraphs; i++) {
        size_t count = text->ends[i] - at;
        lt_shingle_hash(text->tokens + at, count, SHINGLE, hashes);
        lt_minhash_signature(minhash, hashes, lt_shingle_count(count, SHINGLE), signatures + i * HASHES);
        at = text->ends[i];
    }
    return now() - begin;
}

static double time_keys(const bench_text *text, const uint32_t *signatures)
{
    uint32_t keys[BANDS];
    double begin = now();
    for (size_t i = 0; i < text->paragraphs; i++) {
        lt_bands_keys(signatures + i * HASHES, BANDS, ROWS, keys);
        sink += keys[BANDS - 1];
    }
    return now() - begin;
}

/* As many windows as the text has, over the same 1,000 tokens again and again. */
static double time_windows(const bench_text *text)
{
    uint64_t hashes[1000];
    double begin = now();
    for (size_t done = 0; done < text->shingles; done += 1000) {
        size_t count = text->shingles - done < 1000 ? text->shingles - done : 1000;
        lt_hash_windows(text->tokens, count, SHINGLE * sizeof *text->tokens, sizeof *text->tokens, hashes);
        sink += hashes[0];
    }
    return now() - begin;
}

static void bench_sketch(void)
{
    leitong_error error;
    lt_minhash *minhash = NULL;
    check(lt_minhash_new(HASHES, &minhash, &error), &error);
    bench_text text = make_text();
    uint32_t *signatures = allocate(text.paragraphs * HASHES * sizeof *signatures);
    memset(signatures, 0, text.paragraphs * HASHES * sizeof *signatures);
    double sketch[ROUNDS], windows[ROUNDS], limit[ROUNDS], keys[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        sketch[round] = time_sketch(&text, minhash, signatures);
        windows[round] = time_windows(&text);
        limit[round] = time_limit(lt_minhash_variant(minhash), (double)text.shingles * HASHES);
        keys[round] = time_keys(&text, signatures);
    }
    double each = 1e9 / (double)text.shingles;
    double took = median(sketch, ROUNDS) * each;
    double hashing = median(windows, ROUNDS) * each;
    double arithmetic = median(limit, ROUNDS) * each;
    printf(
        "sketch (%s, %d hashes, %zu paragraphs): %.2f ns a shingle; limit %.2f (XXH3 %.2f + %d multiply-add-min %.2f): "
        "%.0f %% of the limit's speed; band keys %.2f more\n",
        lt_minhash_variant(minhash), HASHES, text.paragraphs, took, hashing + arithmetic, hashing, HASHES, arithmetic,
        100 * (hashing + arithmetic) / took, median(keys, ROUNDS) * each);
    lt_minhash_free(minhash);
    free(text.tokens);
    free(text.ends);
    free(signatures);
}

static int compare_records(const void *left, const void *right)
{
    const lt_record *a = left;
    const lt_record *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return a->value < b->value ? -1 : a->value > b->value;
}

static void bench_radix(size_t count)
{
    uint64_t random = 2;
    lt_record *given = allocate(3 * count * sizeof *given);
    lt_record *records = given + count;
    lt_record *scratch = records + count;
    memset(scratch, 0, count * sizeof *scratch);
    for (size_t i = 0; i < count; i++) {
        given[i] = (lt_record){next_random(&random), i};
    }
    double radix[SORT_ROUNDS], quick[SORT_ROUNDS];
    for (int round = 0; round < SORT_ROUNDS; round++) {
        memcpy(records, given, count * sizeof *records);
        double begin = now();
        lt_radix_sort_records(records, scratch, count);
        radix[round] = now() - begin;
        memcpy(records, given, count * sizeof *records);
        begin = now();
        qsort(records, count, sizeof *records, compare_records);
        quick[round] = now() - begin;
    }
    double each = 1e9 / (double)count;
    double fast = median(radix, SORT_ROUNDS) * each;
    double slow = median(quick, SORT_ROUNDS) * each;
    printf("radix, %zu records of 16 bytes: %.1f ns a record; qsort %.1f: %.1f times as fast\n", count, fast, slow,
           slow / fast);
    free(given);
}

static double time_run(uint64_t memory, size_t count)
{
    const unsigned lanes = 16;
    const lt_sorted_run_options options = {lanes, sizeof(lt_record), memory, "/tmp"};
    leitong_error error;
    uint64_t random = 3;
    double begin = now();
    lt_sorted_run *run = NULL;
    check(lt_sorted_run_new(&options, &run, &error), &error);
    for (size_t i = 0; i < count; i++) {
        lt_record record = {next_random(&random), i};
        check(lt_sorted_run_append(run, (unsigned)i % lanes, &record, 1, &error), &error);
    }
    for (unsigned lane = 0; lane < lanes; lane++) {
        lt_sorted_run_reader *reader = NULL;
        check(lt_sorted_run_reader_new(run, lane, &reader, &error), &error);
        const void *records;
        size_t stretch = 1;
        while (stretch > 0) {
            check(lt_sorted_run_reader_next(reader, &records, &stretch, &error), &error);
            sink += stretch;
        }
        lt_sorted_run_reader_free(reader);
    }
    lt_sorted_run_free(run);
    return now() - begin;
}

static void bench_run(size_t count)
{
    double inside[SORT_ROUNDS], spilled[SORT_ROUNDS];
    uint64_t memory = count * sizeof(lt_record) / 8;
    for (int round = 0; round < SORT_ROUNDS; round++) {
        inside[round] = time_run(0, count);
        spilled[round] = time_run(memory, count);
    }
    double each = 1e9 / (double)count;
    double fast = median(inside, SORT_ROUNDS) * each;
    double slow = median(spilled, SORT_ROUNDS) * each;
    printf("run, %zu records of 16 bytes: %.1f ns a record in memory; %.1f in an eighth of it: %.2f times as long\n",
           count, fast, slow, slow / fast);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    bench_sketch();
    bench_radix(10000);
    bench_radix(4000000);
    bench_run(2000000);
    return 0;
}

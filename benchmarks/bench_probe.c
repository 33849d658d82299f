/* bench_probe: how long an index takes to answer.
 *
 * usage: bench_probe INDEX PATH
 * Every document of PATH is held against INDEX (which `leitong index` made), in one process, after one that warms it
 * up. Printed: the median and the 99th percentile of wall and of processor time, the submissions' tokens, what was
 * found, and what it took to find near-duplicate paragraphs. A document of PATH that the index has under the same id is
 * left out there. */
#include "leitong/leitong.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double bench_now(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static void bench_must(int code, const leitong_error *error)
{
    if (code != 0) {
        fprintf(stderr, "bench_probe: %s: %s\n", error->path, error->message);
        exit(1);
    }
}

static int bench_order(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Of all submissions: their paragraphs, those in a pair with an indexed document, those without a pair and with more
 * alike than were compared; and comparisons. */
typedef struct bench_pairs {
    uint64_t paragraphs, paired, crowded, compared;
} bench_pairs;

static int bench_offset_order(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void bench_count_pairs(const leitong_result *result, uint32_t submission, bench_pairs *pairs)
{
    size_t count;
    size_t skips;
    size_t own = 0;
    const leitong_result_pair *rows = leitong_result_pairs(result, &count);
    const leitong_result_skip *skipped = leitong_result_skips(result, &skips);
    uint64_t *offsets = malloc((count + 1) * sizeof *offsets);
    if (offsets == NULL) {
        exit(1);
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].a.document != rows[i].b.document) {
            offsets[own++] = rows[i].a.document == submission ? rows[i].a.begin : rows[i].b.begin;
        }
    }
    qsort(offsets, own, sizeof *offsets, bench_offset_order);
    for (size_t i = 0; i < own; i++) {
        pairs->paired += i == 0 || offsets[i] != offsets[i - 1];
    }
    for (size_t i = 0; i < skips; i++) {
        pairs->crowded += strcmp(skipped[i].reason, "crowded") == 0 ? skipped[i].count : 0;
    }
    pairs->compared += leitong_result_get_run(result)->verified;
    pairs->paragraphs += leitong_result_documents(result, &count)[submission].paragraphs;
    free(offsets);
}

typedef struct bench_times {
    double *ms;
    size_t count, capacity;
} bench_times;

static void bench_add(bench_times *times, double ms)
{
    if (times->count == times->capacity) {
        times->capacity = 2 * times->capacity + 64;
        times->ms = realloc(times->ms, times->capacity * sizeof *times->ms);
        if (times->ms == NULL) {
            exit(1);
        }
    }
    times->ms[times->count++] = ms;
}

static void bench_print(const char *what, bench_times *times)
{
    qsort(times->ms, times->count, sizeof *times->ms, bench_order);
    printf("%-10s median %.2f ms, 99 %% %.2f ms, most %.2f ms\n", what, times->ms[times->count / 2],
           times->ms[times->count * 99 / 100], times->ms[times->count - 1]);
    free(times->ms);
}

int main(int argc, char **argv)
{
    leitong_error error = {0};
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_input *input = NULL;
    leitong_document document;
    bench_times wall = {0};
    bench_times processor = {0};
    bench_pairs pairs = {0};
    double tokens = 0;
    double sources = 0;
    double passages = 0;
    int more = 1;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_probe INDEX PATH\n");
        return 2;
    }
    const char *const paths[] = {argv[2]};
    bench_must(leitong_index_open(argv[1], &index, &error), &error);
    bench_must(leitong_input_open(paths, 1, &options, &input, &error), &error);
    for (size_t done = 0;; done++) {
        leitong_probe *probe = NULL;
        size_t count = 0;
        bench_must(leitong_input_next(input, &document, &more, &error), &error);
        if (!more) {
            break;
        }
        double begin = bench_now(CLOCK_MONOTONIC);
        double began = bench_now(CLOCK_PROCESS_CPUTIME_ID);
        bench_must(leitong_probe_new(index, NULL, &document, NULL, &probe, &error), &error);
        if (done > 0) {
            bench_add(&wall, bench_now(CLOCK_MONOTONIC) - begin);
            bench_add(&processor, bench_now(CLOCK_PROCESS_CPUTIME_ID) - began);
        }
        const leitong_result *result = leitong_probe_result(probe);
        const leitong_result_document *documents = leitong_result_documents(result, &count);
        tokens += (double)documents[leitong_probe_submission(probe)].tokens;
        sources += (double)count - 1;
        (void)leitong_result_passages(result, &count);
        passages += (double)count;
        bench_count_pairs(result, leitong_probe_submission(probe), &pairs);
        leitong_probe_free(probe);
    }
    leitong_input_close(input);
    leitong_index_close(index);
    if (wall.count == 0) {
        fprintf(stderr, "bench_probe: name a file of two submissions or more\n");
        return 2;
    }
    double all = (double)wall.count + 1;
    printf("%.0f submissions of %.0f tokens; %.1f other documents and %.1f passages each\n", all, tokens / all,
           sources / all, passages / all);
    printf("%llu paragraphs, %llu in a pair with another document, %llu crowded; %.1f comparisons each\n",
           (unsigned long long)pairs.paragraphs, (unsigned long long)pairs.paired, (unsigned long long)pairs.crowded,
           (double)pairs.compared / (double)(pairs.paragraphs + (pairs.paragraphs == 0)));
    bench_print("wall", &wall);
    bench_print("processor", &processor);
    return 0;
}

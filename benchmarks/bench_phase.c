/* bench_phase: what each phase of a scan costs beside the whole of it, in the same run.
 *
 * usage: bench_phase PATH [ROUNDS] [JOBS]
 * PATH is a file or folder as `leitong scan` reads it. Printed for each phase, as leitong_progress names them: the
 * medians of ROUNDS (3) of its seconds and of its seconds of processor, all threads, and its share of the whole scan's.
 * What the result takes to be handed over counts for the last phase. */
#include "base/error.h"
#include "leitong/leitong.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define PHASES 16
#define ROUNDS 32

typedef struct phase {
    char name[24];
    double seconds[ROUNDS], processor[ROUNDS];
} phase;

typedef struct clockwork {
    phase phases[PHASES];
    int count, current, round;
    double begin, processor; /* of the current phase */
} clockwork;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double processor(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void enter(clockwork *clock, const char *name)
{
    double at = now();
    double used = processor();
    if (clock->current >= 0) {
        clock->phases[clock->current].seconds[clock->round] += at - clock->begin;
        clock->phases[clock->current].processor[clock->round] += used - clock->processor;
    }
    clock->begin = at;
    clock->processor = used;
    clock->current = name == NULL ? -1 : 0;
    for (; name != NULL && clock->current < clock->count; clock->current++) {
        if (strcmp(clock->phases[clock->current].name, name) == 0) {
            return;
        }
    }
    if (name != NULL && clock->count < PHASES) {
        snprintf(clock->phases[clock->count++].name, sizeof clock->phases[0].name, "%s", name);
    }
}

static int on_progress(void *context, const leitong_progress *progress)
{
    clockwork *clock = context;
    if (clock->current < 0 || strcmp(clock->phases[clock->current].name, progress->phase) != 0) {
        enter(clock, progress->phase);
    }
    return 0;
}

static int scan(clockwork *clock, const char *path, unsigned jobs)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    leitong_result *result = NULL;
    leitong_error error = {0};
    options.jobs = jobs;
    options.progress = on_progress;
    options.progress_context = clock;
    clock->current = -1;
    enter(clock, "read");
    int code;
    LT_TRY_GOTO(done, leitong_scan_new(&options, &scan, &error));
    LT_TRY_GOTO(done, leitong_input_open(&path, 1, &input_options, &input, &error));
    LT_TRY_GOTO(done, leitong_scan_input(scan, input, &error));
    leitong_input_close(input);
    input = NULL;
    LT_TRY_GOTO(done, leitong_scan_finish(scan, &result, &error));
done:
    enter(clock, NULL);
    leitong_input_close(input);
    leitong_scan_free(scan);
    leitong_result_free(result);
    if (code != 0) {
        fprintf(stderr, "%s: %s\n", error.path, error.message);
    }
    return code;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double median(const double *values, int count)
{
    double sorted[ROUNDS];
    memcpy(sorted, values, (size_t)count * sizeof *values);
    qsort(sorted, (size_t)count, sizeof *sorted, by_value);
    return sorted[count / 2];
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_phase PATH [ROUNDS] [JOBS]\n");
        return 2;
    }
    int rounds = argc > 2 ? atoi(argv[2]) : 3;
    rounds = rounds < 1 ? 1 : rounds > ROUNDS ? ROUNDS : rounds;
    clockwork clock = {.count = 0};
    (void)mallopt(M_ARENA_MAX, 1); /* as the command does */
    for (clock.round = 0; clock.round < rounds; clock.round++) {
        if (scan(&clock, argv[1], argc > 3 ? (unsigned)atoi(argv[3]) : 0) != 0) {
            return 1;
        }
    }
    double whole = 0;
    double whole_processor = 0;
    for (int i = 0; i < clock.count; i++) {
        whole += median(clock.phases[i].seconds, rounds);
        whole_processor += median(clock.phases[i].processor, rounds);
    }
    for (int i = 0; i < clock.count; i++) {
        double used = median(clock.phases[i].processor, rounds);
        printf("%-12s %8.3f s  cpu %8.3f s  %5.1f %% of all cpu\n", clock.phases[i].name,
               median(clock.phases[i].seconds, rounds), used, 100 * used / whole_processor);
    }
    printf("%-12s %8.3f s  cpu %8.3f s\n", "all", whole, whole_processor);
    return 0;
}

/* bench_scan: a whole scan beside the least that could be: the same bytes read and hashed with XXH3, in the same run.
 *
 * usage: bench_scan FILE [ROUNDS]
 * FILE is plain UTF-8 text (gen_text --lines makes any amount). Printed for 1/16, 1/4 and all of it: medians of ROUNDS
 * (5), throughput, the ratio to the limit, and peak memory a byte of input; each measurement is a process of its own.
 */
#include "base/error.h"
#include "base/hash.h"
#include "leitong/leitong.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct measurement {
    double seconds;
    double user; /* seconds of processor, all threads */
    long peak;   /* bytes */
    int code;
} measurement;

typedef enum work { WORK_LIMIT, WORK_PARAGRAPHS, WORK_PASSAGES, WORK_WHOLE, WORK_COUNT } work;
static const char *const work_names[] = {"read + XXH3", "paragraphs", "with passages", "with templates, names"};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int do_limit(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        return 1;
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size + 1);
    size_t got = bytes == NULL ? 0 : fread(bytes, 1, size, file);
    volatile uint64_t hash = lt_hash_64(bytes, got);
    (void)hash;
    free(bytes);
    fclose(file);
    return got != size;
}

static int do_scan(const char *path, work which)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    leitong_result *result = NULL;
    leitong_error error = {0};
    options.passages = which != WORK_PARAGRAPHS;
    options.templates = which == WORK_WHOLE;
    options.names = which == WORK_WHOLE;
    (void)mallopt(M_ARENA_MAX, 1); /* as the command does */
    int code;
    LT_TRY_GOTO(done, leitong_scan_new(&options, &scan, &error));
    LT_TRY_GOTO(done, leitong_input_open(&path, 1, &input_options, &input, &error));
    LT_TRY_GOTO(done, leitong_scan_input(scan, input, &error));
    leitong_input_close(input);
    input = NULL;
    LT_TRY_GOTO(done, leitong_scan_finish(scan, &result, &error));
done:
    leitong_input_close(input);
    leitong_scan_free(scan);
    leitong_result_free(result);
    if (code != 0) {
        fprintf(stderr, "%s: %s\n", error.path, error.message);
    }
    return code;
}

/* One piece of work in a child, so that its peak memory is its own. */
static measurement measure(work which, const char *path)
{
    measurement *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    measurement m = {.code = 1};
    if (shared == MAP_FAILED) {
        return m;
    }
    shared->code = 1;
    pid_t child = fork();
    if (child == 0) {
        double begin = now();
        int code = which == WORK_LIMIT ? do_limit(path) : do_scan(path, which);
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        *shared = (measurement){now() - begin,
                                (double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec +
                                    (double)usage.ru_stime.tv_sec + 1e-6 * (double)usage.ru_stime.tv_usec,
                                usage.ru_maxrss * 1024, code};
        _exit(0);
    }
    if (child > 0) {
        waitpid(child, NULL, 0);
        m = *shared;
    }
    munmap(shared, sizeof *shared);
    return m;
}

static int by_seconds(const void *left, const void *right)
{
    const measurement *a = left;
    const measurement *b = right;
    return a->seconds < b->seconds ? -1 : a->seconds > b->seconds;
}

static int bench(const char *path, double megabytes, int rounds)
{
    measurement rows[WORK_COUNT][64];
    for (int round = 0; round < rounds; round++) { /* in turn, so that the machine's drift meets all alike */
        for (int w = 0; w < WORK_COUNT; w++) {
            rows[w][round] = measure((work)w, path);
            if (rows[w][round].code != 0) {
                return 1;
            }
        }
    }
    for (int w = 0; w < WORK_COUNT; w++) {
        qsort(rows[w], (size_t)rounds, sizeof rows[w][0], by_seconds);
    }
    for (int w = 0; w < WORK_COUNT; w++) {
        const measurement *m = &rows[w][rounds / 2];
        printf("%8.1f MB  %-14s %8.3f s (%.3f–%.3f) %8.1f MB/s  cpu %7.3f s  %6.1f × the limit  %5.2f bytes/byte\n",
               megabytes, work_names[w], m->seconds, rows[w][0].seconds, rows[w][rounds - 1].seconds,
               megabytes / m->seconds, m->user, m->seconds / rows[WORK_LIMIT][rounds / 2].seconds,
               (double)m->peak / 1e6 / megabytes);
    }
    return 0;
}

/* The first `size` bytes, up to a line's end, in a file of their own. */
static int prefix(const char *from, const char *to, long size, double *ret_megabytes)
{
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    long copied = 0;
    for (int c; in != NULL && out != NULL && (c = fgetc(in)) != EOF;) {
        fputc(c, out);
        if (++copied >= size && c == '\n') {
            break;
        }
    }
    if (in == NULL || out == NULL || fclose(out) != 0) {
        return 1;
    }
    fclose(in);
    *ret_megabytes = (double)copied / 1e6;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_scan FILE [ROUNDS]\n");
        return 2;
    }
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    rounds = rounds < 1 ? 1 : rounds > 64 ? 64 : rounds;
    FILE *file = fopen(argv[1], "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(argv[1]);
        return 3;
    }
    long size = ftell(file);
    fclose(file);
    char part[] = "/tmp/leitong-bench-XXXXXX";
    int descriptor = mkstemp(part);
    if (descriptor < 0) {
        perror(part);
        return 4;
    }
    close(descriptor);
    int code = 0;
    for (long share = 16; code == 0 && share >= 1; share /= 4) {
        double megabytes = 0;
        code = prefix(argv[1], part, size / share, &megabytes);
        if (code == 0) {
            code = bench(part, megabytes, rounds);
        }
    }
    unlink(part);
    return code;
}

/* bench_index: an index grown to 10^4, 10^5 … paragraphs: what it takes, and how fast it answers.
 *
 * usage: bench_index [--keep] FILE FOLDER [MOST [LEITONG]]
 * FILE: a paragraph a line (gen_text --lines); 20 lines make a document. For each size up to MOST paragraphs (10^6) an
 * index is made in FOLDER-SIZE, and removed again (--keep: it stays, and what is there already is asked as it is).
 * Printed: paragraphs a second, bytes of index a paragraph; opening; adding 100 documents, in one change and one by
 * one; then what texts of about 5,000 characters cost, 200 each that stand in the index and that are new to it, median
 * and 99th: the lookups alone (keys, seeds, rows of documents met), the whole probe within one process, and, where
 * LEITONG names the command, a new process (`gate --format json`) with warm page cache and with the index's pages
 * dropped from it (posix_fadvise; how many are left is told). Wall and, in brackets, processor time: what a machine
 * without other work needs. */
#include "engine/index_handle.h"
#include "engine/index_portion.h"
#include "index/store.h"
#include "leitong/leitong.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINES 20U
#define QUERY_LINES 33U /* about 5,000 characters */
#define QUERIES 200U
#define PROCESSES 50U
#define COLD 20U
#define SPARE (130U * LINES + QUERIES * QUERY_LINES) /* lines behind an index's own: further documents, new texts */

typedef struct bench {
    const char *text;
    size_t size;
    size_t *lines; /* where each begins; one more */
    size_t line_count;
    char folder[4096], data[4200], query[4200];
    const char *command; /* the command, or NULL */
    size_t paragraphs;
} bench;

typedef struct bench_times {
    double wall[QUERIES], processor[QUERIES]; /* seconds */
    unsigned count;
} bench_times;

static double clock_now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double now(void)
{
    return clock_now(CLOCK_MONOTONIC);
}

static void must(int code, const leitong_error *error)
{
    if (code != 0) {
        fprintf(stderr, "bench_index: %s: %s\n", error->path, error->message);
        exit(4);
    }
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static void times_print(const char *what, bench_times *t)
{
    qsort(t->wall, t->count, sizeof t->wall[0], by_value);
    qsort(t->processor, t->count, sizeof t->processor[0], by_value);
    printf("  %-34s median %7.2f (%.2f) ms, 99th %7.2f (%.2f) ms", what, t->wall[t->count / 2] * 1e3,
           t->processor[t->count / 2] * 1e3, t->wall[t->count * 99 / 100] * 1e3,
           t->processor[t->count * 99 / 100] * 1e3);
}

static leitong_document piece(const bench *b, size_t line, size_t lines, const char *kind, char *id, size_t id_size)
{
    snprintf(id, id_size, "%s-%09zu", kind, line);
    return (leitong_document){.id = id,
                              .path = id,
                              .bytes = (const uint8_t *)b->text + b->lines[line],
                              .size = b->lines[line + lines] - b->lines[line],
                              .encoding = "utf-8"};
}

/* Text number `i` to ask for: one that stands in the index, from the middle of a document on; or one that is new. */
static leitong_document text(const bench *b, unsigned i, bool fresh, char *id, size_t id_size)
{
    size_t line = fresh ? b->line_count - (size_t)(QUERIES - i) * QUERY_LINES
                        : (size_t)i * (b->paragraphs - QUERY_LINES - 1) / QUERIES;
    return piece(b, line, QUERY_LINES, "submission", id, id_size);
}

static double add(const bench *b, leitong_index *index, size_t from, size_t to)
{
    leitong_error error = {0};
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    char id[64];
    double begin = now();
    must(leitong_index_change_begin(index, &options, &change, &error), &error);
    for (size_t line = from; line + LINES <= to; line += LINES) {
        leitong_document document = piece(b, line, LINES, "document", id, sizeof id);
        must(leitong_index_change_add(change, &document, &error), &error);
    }
    must(leitong_index_change_commit(change, NULL, &error), &error);
    leitong_index_change_end(change);
    return now() - begin;
}

static int on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* The submission's seeds, ascending as the view has them. */
static size_t seeds_of(lt_portion *portion, uint64_t *to)
{
    leitong_error error = {0};
    size_t found = 0;
    for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
        lt_sorted_run_reader *reader = NULL;
        size_t count = 1;
        must(lt_sorted_run_reader_new(portion->seeds, lane, &reader, &error), &error);
        while (count > 0) {
            const void *stretch = NULL;
            must(lt_sorted_run_reader_next(reader, &stretch, &count, &error), &error);
            const lt_record *records = stretch;
            for (size_t i = 0; i < count; i++) {
                to[found++] = lt_view_seed_order(records[i].key);
            }
        }
        lt_sorted_run_reader_free(reader);
    }
    qsort(to, found, sizeof *to, by_key);
    for (size_t i = 0; i < found; i++) {
        to[i] = lt_view_seed_hash(to[i]);
    }
    return found;
}

typedef struct bench_keys {
    uint64_t *bands, *seeds;
    size_t band_count, seed_count;
    size_t *ends;
} bench_keys;

static bench_keys keys_of(lt_portion *portion, unsigned bands)
{
    size_t most = 0;
    for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
        most += (size_t)lt_sorted_run_count(portion->seeds, lane);
    }
    bench_keys k = {.band_count = portion->key_count};
    k.bands = malloc((k.band_count + 1) * sizeof *k.bands);
    k.seeds = malloc((most + 1) * sizeof *k.seeds);
    k.ends = malloc((most + k.band_count + 1) * sizeof *k.ends);
    if (k.bands == NULL || k.seeds == NULL || k.ends == NULL) {
        exit(4);
    }
    for (size_t i = 0; i < k.band_count; i++) {
        k.bands[i] = (uint64_t)(i % bands) << 32 | portion->keys[i];
    }
    qsort(k.bands, k.band_count, sizeof *k.bands, by_key);
    k.seed_count = seeds_of(portion, k.seeds);
    return k;
}

/* One text's lookups, as a probe makes them: all keys, all seeds, a row of each document met. */
static size_t look(lt_store_snapshot *snapshot, const bench_keys *keys, lt_view_places *places)
{
    leitong_error error = {0};
    lt_view view;
    size_t met = 0;
    lt_store_view(snapshot, &view);
    places->count = 0;
    lt_view_contents contents = {0};
    lt_view_buckets ask = {keys->bands, keys->band_count, 65, LT_VIEW_NONE};
    must(view.bands(view.context, &ask, &contents, keys->ends, &error), &error);
    must(view.seeds(view.context, keys->seeds, keys->seed_count, places, keys->ends, &error), &error);
    uint32_t last = LT_VIEW_NONE;
    for (size_t i = 0; i < places->count; i++) {
        lt_view_document row;
        if (places->items[i].document != last && met < 100) {
            last = places->items[i].document;
            must(view.document(view.context, last, &row, &error), &error);
            met++;
        }
    }
    size_t found = places->count + contents.count;
    free(contents.items);
    return found;
}

static void lookups(const bench *b, leitong_index *index, bool fresh)
{
    bench_times times = {.count = QUERIES};
    leitong_error error = {0};
    lt_store *store = lt_index_store(index);
    lt_portion portion = {0};
    lt_view_places places = {0};
    size_t found = 0;
    for (unsigned i = 0; i < QUERIES; i++) {
        char id[64];
        leitong_document document = text(b, i, fresh, id, sizeof id);
        lt_store_snapshot *snapshot = NULL;
        must(lt_portion_open(&portion, lt_store_get_parameters(store), 1, on_skip, NULL, &error), &error);
        must(lt_portion_add(&portion, &document, &error), &error);
        must(lt_portion_settle(&portion, &error), &error);
        bench_keys keys = keys_of(&portion, lt_store_get_parameters(store)->bands);
        double begin = now();
        double processor = clock_now(CLOCK_THREAD_CPUTIME_ID);
        must(lt_store_snapshot_open(store, &snapshot, &error), &error);
        found += look(snapshot, &keys, &places);
        lt_store_snapshot_close(snapshot);
        times.processor[i] = clock_now(CLOCK_THREAD_CPUTIME_ID) - processor;
        times.wall[i] = now() - begin;
        free(keys.bands);
        free(keys.seeds);
        free(keys.ends);
        lt_portion_close(&portion);
    }
    free(places.items);
    times_print(fresh ? "new text, lookups" : "text of the index, lookups", &times);
    printf("; %zu places each\n", found / QUERIES);
}

static void probes(const bench *b, leitong_index *index, bool fresh)
{
    bench_times times = {.count = QUERIES};
    leitong_error error = {0};
    size_t rows = 0;
    for (unsigned i = 0; i < QUERIES; i++) {
        char id[64];
        leitong_document document = text(b, i, fresh, id, sizeof id);
        leitong_probe *probe = NULL;
        double begin = now();
        double processor = clock_now(CLOCK_PROCESS_CPUTIME_ID);
        must(leitong_probe_new(index, NULL, &document, NULL, &probe, &error), &error);
        times.processor[i] = clock_now(CLOCK_PROCESS_CPUTIME_ID) - processor;
        times.wall[i] = now() - begin;
        size_t count = 0;
        (void)leitong_result_passages(leitong_probe_result(probe), &count);
        rows += count;
        leitong_probe_free(probe);
    }
    times_print(fresh ? "new text, whole probe" : "text of the index, whole probe", &times);
    printf("; %.1f passages each\n", (double)rows / QUERIES);
}

/* Takes the index's pages out of the page cache; returns how many of 100 are there still. */
static double drop(const bench *b)
{
    struct stat status;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    int file = open(b->data, O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0 || fdatasync(file) != 0 ||
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0) {
        perror(b->data);
        exit(4);
    }
    size_t pages = ((size_t)status.st_size + page - 1) / page;
    unsigned char *there = malloc(pages);
    void *map = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, file, 0);
    size_t left = 0;
    if (there == NULL || map == MAP_FAILED || mincore(map, (size_t)status.st_size, there) != 0) {
        exit(4);
    }
    for (size_t i = 0; i < pages; i++) {
        left += there[i] & 1;
    }
    munmap(map, (size_t)status.st_size);
    free(there);
    close(file);
    return 100.0 * (double)left / (double)pages;
}

static void process(const bench *b, double *ret_wall, double *ret_processor)
{
    char *const words[] = {(char *)(uintptr_t)b->command, "gate",     "--index",
                           (char *)(uintptr_t)b->folder,  "--format", "json",
                           (char *)(uintptr_t)b->query,   NULL};
    struct rusage used;
    int status = 0;
    double begin = now();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, 1);
        execv(b->command, words);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "bench_index: %s: status %d\n", b->command, status);
        exit(4);
    }
    *ret_wall = now() - begin;
    *ret_processor = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                     1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static void processes(const bench *b, bool fresh, bool cold)
{
    char what[64];
    bench_times times = {.count = cold ? COLD : PROCESSES};
    double left = 0;
    for (unsigned i = 0; i < times.count; i++) {
        char id[64];
        leitong_document document = text(b, i * (QUERIES / times.count), fresh, id, sizeof id);
        FILE *file = fopen(b->query, "wb");
        if (file == NULL || fwrite(document.bytes, 1, document.size, file) != document.size || fclose(file) != 0) {
            perror(b->query);
            exit(4);
        }
        double here = cold ? drop(b) : 0;
        left = here > left ? here : left;
        process(b, &times.wall[i], &times.processor[i]);
    }
    unlink(b->query);
    snprintf(what, sizeof what, "%s, new process, %s", fresh ? "new text" : "text of the index",
             cold ? "cold" : "warm");
    times_print(what, &times);
    if (cold) {
        printf("; at most %.1f %% of the file's pages cached before", left);
    }
    printf("\n");
}

static void ask(const bench *b, leitong_index **index)
{
    leitong_error error = {0};
    for (unsigned fresh = 0; fresh < 2; fresh++) {
        lookups(b, *index, fresh != 0);
        probes(b, *index, fresh != 0);
    }
    leitong_index_close(*index); /* whoever inherits its files could not open it once more */
    for (unsigned i = 0; b->command != NULL && i < 4; i++) {
        processes(b, i % 2 != 0, i > 1);
    }
    double begin = now();
    double processor = clock_now(CLOCK_THREAD_CPUTIME_ID);
    must(leitong_index_open(b->folder, index, &error), &error);
    printf("  opening: %.2f (%.2f) ms\n", (now() - begin) * 1e3,
           (clock_now(CLOCK_THREAD_CPUTIME_ID) - processor) * 1e3);
}

static void grow(const bench *b, leitong_index *index)
{
    leitong_error error = {0};
    leitong_index_figures figures;
    double seconds = add(b, index, 0, b->paragraphs);
    must(leitong_index_stat(index, &figures, &error), &error);
    printf("%8zu paragraphs: %.1f s, %.0f paragraphs/s; %.0f bytes of blocks and %.0f of file a paragraph; %llu "
           "segments\n",
           b->paragraphs, seconds, (double)b->paragraphs / seconds,
           (double)figures.used_bytes / (double)figures.paragraphs,
           (double)figures.file_bytes / (double)figures.paragraphs, (unsigned long long)figures.segments);
    double hundred = add(b, index, b->paragraphs, b->paragraphs + 100 * LINES);
    double one = 0;
    for (size_t i = 0; i < 20; i++) {
        one += add(b, index, b->paragraphs + (100 + i) * LINES, b->paragraphs + (101 + i) * LINES);
    }
    printf("  100 documents more: %.3f s in one change; one alone: %.3f s\n", hundred, one / 20);
}

static void measure(bench *b, const char *folder, size_t paragraphs, bool keep)
{
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_index_figures figures;
    b->paragraphs = paragraphs;
    snprintf(b->folder, sizeof b->folder, "%s-%zu", folder, paragraphs);
    snprintf(b->data, sizeof b->data, "%s/data.mdb", b->folder);
    snprintf(b->query, sizeof b->query, "%s.query.txt", b->folder);
    bool there = keep && access(b->data, R_OK) == 0;
    if (!there) {
        must(leitong_index_create(b->folder, &options, &error), &error);
    }
    must(leitong_index_open(b->folder, &index, &error), &error);
    if (!there) {
        grow(b, index);
    } else {
        printf("%8zu paragraphs, there already\n", paragraphs);
    }
    ask(b, &index);
    must(leitong_index_stat(index, &figures, &error), &error);
    printf("  file %.0f MB, %.0f bytes a paragraph; of it to be used again %.0f MB; %llu segments\n",
           (double)figures.file_bytes / 1e6, (double)figures.file_bytes / (double)figures.paragraphs,
           (double)figures.free_bytes / 1e6, (unsigned long long)figures.segments);
    leitong_index_close(index);
    if (!keep) {
        char command[4200];
        snprintf(command, sizeof command, "rm -rf '%s'", b->folder);
        (void)!system(command);
    }
}

int main(int argc, char **argv)
{
    bool keep = argc > 1 && strcmp(argv[1], "--keep") == 0;
    argc -= keep;
    argv += keep;
    if (argc < 3) {
        fprintf(stderr, "usage: bench_index [--keep] FILE FOLDER [MOST [LEITONG]]\n");
        return 2;
    }
    bench b = {.command = argc > 4 ? argv[4] : NULL};
    size_t most = argc > 3 ? strtoull(argv[3], NULL, 10) : 1000000;
    int file = open(argv[1], O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        perror(argv[1]);
        return 3;
    }
    b.size = (size_t)status.st_size;
    b.text = mmap(NULL, b.size, PROT_READ, MAP_PRIVATE, file, 0);
    b.lines = malloc((b.size / 2 + 2) * sizeof *b.lines);
    if (b.text == MAP_FAILED || b.lines == NULL) {
        return 4;
    }
    b.lines[0] = 0;
    for (const char *at = b.text; (at = memchr(at, '\n', (size_t)(b.text + b.size - at))) != NULL; at++) {
        b.lines[++b.line_count] = (size_t)(at + 1 - b.text);
        if (at + 1 == b.text + b.size) {
            break;
        }
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t size = 10000; size <= most && size + SPARE <= b.line_count; size *= 10) {
        measure(&b, argv[2], size, keep);
    }
    free(b.lines);
    return 0;
}

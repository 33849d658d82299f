/* bench_index: an index grown to 10^4, 10^5 … paragraphs, and what one more addition and a text's lookups cost then.
 *
 * usage: bench_index FILE FOLDER [MOST]
 * FILE: a paragraph a line (gen_text --lines); 20 lines make a document. For each size up to MOST paragraphs (10^6) an
 * index is made in FOLDER (which must not exist), and removed again. Printed: paragraphs a second, bytes of index a
 * paragraph; opening; adding 100 documents, in one change and one by one; the lookups of a document of about 5,000
 * characters (keys, seeds, and the rows of all documents met): median and 99th of 200, within one process. */
#include "index/store.h"
#include "index_handle.h"
#include "index_portion.h"
#include "leitong/leitong.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINES 20U
#define QUERY_LINES 33U /* about 5,000 characters */
#define QUERIES 200U

typedef struct bench {
    const char *text;
    size_t size;
    size_t *lines; /* where each begins; one more */
    size_t line_count;
    const char *folder;
} bench;

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

static leitong_document piece(const bench *b, size_t line, size_t lines, char *id, size_t id_size)
{
    snprintf(id, id_size, "document-%09zu", line);
    return (leitong_document){.id = id,
                              .path = id,
                              .bytes = (const uint8_t *)b->text + b->lines[line],
                              .size = b->lines[line + lines] - b->lines[line],
                              .encoding = "utf-8"};
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
        leitong_document document = piece(b, line, LINES, id, sizeof id);
        must(leitong_index_change_add(change, &document, &error), &error);
    }
    must(leitong_index_change_commit(change, NULL, &error), &error);
    leitong_index_change_end(change);
    return now() - begin;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static int on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

/* One text's lookups, as a probe makes them: all keys, all seeds, a row of each document met. */
static size_t look(lt_store_snapshot *snapshot, lt_portion *portion, lt_view_places *places)
{
    leitong_error error = {0};
    lt_view view;
    size_t met = 0;
    lt_store_view(snapshot, &view);
    places->count = 0;
    for (size_t i = 0; i < portion->key_count; i++) {
        unsigned band = (unsigned)(i % view.parameters->bands);
        must(view.band(view.context, band, portion->keys[i], places, &error), &error);
    }
    for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
        lt_run_reader *reader = NULL;
        size_t count = 1;
        must(lt_run_reader_new(portion->seeds, lane, &reader, &error), &error);
        while (count > 0) {
            const void *stretch = NULL;
            must(lt_run_reader_next(reader, &stretch, &count, &error), &error);
            const lt_record *records = stretch;
            for (size_t i = 0; i < count; i++) {
                must(view.seed(view.context, records[i].key, places, &error), &error);
            }
        }
        lt_run_reader_free(reader);
    }
    uint32_t last = LT_VIEW_NONE;
    for (size_t i = 0; i < places->count; i++) {
        lt_view_document row;
        if (places->items[i].document != last && met < 100) {
            last = places->items[i].document;
            must(view.document(view.context, last, &row, &error), &error);
            met++;
        }
    }
    return places->count;
}

static void query(const bench *b, leitong_index *index, size_t lines)
{
    double times[QUERIES];
    double processor[QUERIES]; /* of this thread: what a machine without other work needs */
    leitong_error error = {0};
    lt_store *store = lt_index_store(index);
    lt_portion portion = {0};
    lt_view_places places = {0};
    size_t found = 0;
    for (unsigned i = 0; i < QUERIES; i++) {
        char id[64];
        size_t line = (size_t)i * (lines - QUERY_LINES - 1) / QUERIES;
        leitong_document document = piece(b, line, QUERY_LINES, id, sizeof id);
        lt_store_snapshot *snapshot = NULL;
        must(lt_portion_open(&portion, lt_store_get_parameters(store), 1, on_skip, NULL, &error), &error);
        must(lt_portion_add(&portion, &document, &error), &error);
        must(lt_portion_settle(&portion, &error), &error);
        double begin = now();
        double processor_begin = clock_now(CLOCK_THREAD_CPUTIME_ID);
        must(lt_store_snapshot_open(store, &snapshot, &error), &error);
        found += look(snapshot, &portion, &places);
        lt_store_snapshot_close(snapshot);
        times[i] = now() - begin;
        processor[i] = clock_now(CLOCK_THREAD_CPUTIME_ID) - processor_begin;
        lt_portion_close(&portion);
    }
    free(places.items);
    qsort(times, QUERIES, sizeof times[0], by_value);
    qsort(processor, QUERIES, sizeof processor[0], by_value);
    printf("  lookups of a text: median %.2f ms, 99th %.2f ms (processor %.2f, %.2f); %zu places each\n",
           times[QUERIES / 2] * 1e3, times[QUERIES * 99 / 100] * 1e3, processor[QUERIES / 2] * 1e3,
           processor[QUERIES * 99 / 100] * 1e3, found / QUERIES);
}

static void grow(const bench *b, size_t paragraphs)
{
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_index_figures figures;
    must(leitong_index_create(b->folder, &options, &error), &error);
    must(leitong_index_open(b->folder, &index, &error), &error);
    double seconds = add(b, index, 0, paragraphs);
    must(leitong_index_stat(index, &figures, &error), &error);
    printf("%8zu paragraphs: %.1f s, %.0f paragraphs/s; %.0f bytes of blocks and %.0f of file a paragraph; %llu "
           "segments\n",
           paragraphs, seconds, (double)paragraphs / seconds, (double)figures.used_bytes / (double)figures.paragraphs,
           (double)figures.file_bytes / (double)figures.paragraphs, (unsigned long long)figures.segments);
    query(b, index, paragraphs);
    double hundred = add(b, index, paragraphs, paragraphs + 100 * LINES);
    double one = 0;
    for (size_t i = 0; i < 20; i++) {
        one += add(b, index, paragraphs + (100 + i) * LINES, paragraphs + (101 + i) * LINES);
    }
    printf("  100 documents more: %.3f s in one change; one alone: %.3f s\n", hundred, one / 20);
    query(b, index, paragraphs);
    leitong_index_close(index);
    double begin = now();
    double processor = clock_now(CLOCK_THREAD_CPUTIME_ID);
    must(leitong_index_open(b->folder, &index, &error), &error);
    printf("  opening: %.2f ms (processor %.2f)\n", (now() - begin) * 1e3,
           (clock_now(CLOCK_THREAD_CPUTIME_ID) - processor) * 1e3);
    must(leitong_index_stat(index, &figures, &error), &error);
    printf("  file %.0f MB, of it to be used again %.0f MB; %llu segments\n", (double)figures.file_bytes / 1e6,
           (double)figures.free_bytes / 1e6, (unsigned long long)figures.segments);
    leitong_index_close(index);
    char command[4200];
    snprintf(command, sizeof command, "rm -rf '%s'", b->folder);
    (void)!system(command);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_index FILE FOLDER [MOST]\n");
        return 2;
    }
    bench b = {.folder = argv[2]};
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
    for (size_t size = 10000; size <= most && size + 130 * LINES + QUERY_LINES <= b.line_count; size *= 10) {
        grow(&b, size);
    }
    free(b.lines);
    return 0;
}

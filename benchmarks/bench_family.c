/* What finding families costs beside clustering the same corpus.
 * usage: bench_family [--dump FILE] PATH…  (FILE must not be there)
 * Prints seconds of processor time for reading, clustering and families, and how many families of each unit; with
 * --dump every member, a line each: family, unit, level, document, first and last byte of the text, its bytes. */
#include "leitong/leitong.h"

#include "engine/ingest.h"
#include "pairs/cluster.h"
#include "sketch/bands.h"
#include "templates/family.h"
#include "text/fold.h"
#include "text/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHINGLE = 5 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void check(int code, const leitong_error *error)
{
    if (code != 0) {
        fprintf(stderr, "bench_family: %s %s\n", error->path, error->message);
        exit(4);
    }
}

static int skip(void *context, const leitong_skip *skipped)
{
    (void)context;
    (void)skipped;
    return 0;
}

static void dump_text(FILE *file, const uint8_t *text, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++) {
        fputc(text[i] == '\n' || text[i] == '\t' || text[i] == '\r' ? ' ' : text[i], file);
    }
    fputc('\n', file);
}

/* Bytes of the decoded text: documents of a benchmark are UTF-8. */
static void dump(const lt_corpus *corpus, const lt_families *families, FILE *file)
{
    leitong_error error = {0};
    lt_locate *locate = NULL;
    lt_located located;
    lt_spool_scratch scratch = {NULL, 0};
    check(lt_locate_new(corpus, 0, &locate, &error), &error);
    for (size_t f = 0; f < families->count; f++) {
        const lt_family *family = &families->items[f];
        for (uint32_t m = 0; m < family->member_count; m++) {
            const lt_place *place = &families->members[family->member_begin + m];
            uint64_t begin = 0;
            uint64_t end = 0;
            const uint8_t *text;
            lt_location wanted[] = {{(uint64_t)place->begin << 1, &begin},
                                    {(((uint64_t)place->end - 1) << 1) | 1, &end}};
            check(lt_locate_document(locate, place->document, wanted, 2, &located, &error), &error);
            const lt_document *document = &corpus->documents[place->document];
            check(lt_corpus_text(corpus, document, (lt_byte_range){begin - document->bom, end - document->bom},
                                 &scratch, &text, &error),
                  &error);
            fprintf(file, "%zu\t%u\t%u\t%s\t%llu\t%llu\t", f, family->unit, family->level, document->id,
                    (unsigned long long)begin, (unsigned long long)end);
            dump_text(file, text, end - begin);
        }
    }
    lt_spool_scratch_clear(&scratch);
    lt_locate_free(locate);
}

static void report(const lt_families *families)
{
    static const char *const names[] = {"paragraph", "clause", "document", "furniture"};
    for (int unit = 0; unit < 4; unit++) {
        size_t count = 0;
        size_t members = 0;
        for (size_t f = 0; f < families->count; f++) {
            count += families->items[f].unit == unit;
            members += families->items[f].unit == unit ? families->items[f].member_count : 0;
        }
        printf("%-10s %8zu families %9zu members\n", names[unit], count, members);
    }
    printf("overflow %llu\n", (unsigned long long)families->overflow);
}

int main(int argc, char **argv)
{
    leitong_error error = {0};
    lt_corpus corpus;
    lt_workers *workers = NULL;
    lt_candidate *candidate = NULL;
    lt_ingest *ingest = NULL;
    leitong_input *input = NULL;
    lt_candidates candidates = {0};
    lt_clusters clusters = {0};
    lt_families families = {0};
    unsigned bands = 0;
    unsigned rows = 0;
    int first = argc > 2 && strcmp(argv[1], "--dump") == 0 ? 3 : 1;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    input_options.skip = skip;
    double start = seconds();
    check(lt_bands_derive(0.7, 0.99, &bands, &rows, &error), &error);
    check(lt_corpus_init(&corpus, NULL, &error), &error);
    check(lt_workers_new(1, &workers, &error), &error);
    check(lt_candidate_new(&(lt_candidate_options){.bands = bands}, &candidate, &error), &error);
    lt_ingest_options options = {.shingle = SHINGLE, .bands = bands, .rows = rows, .batch = 8U << 20, .skip = skip};
    check(lt_ingest_new(&options, &corpus, candidate, workers, &ingest, &error), &error);
    check(leitong_input_open((const char *const *)argv + first, (size_t)(argc - first), &input_options, &input, &error),
          &error);
    for (int more = 1; more;) {
        leitong_document document;
        check(leitong_input_next(input, &document, &more, &error), &error);
        if (more) {
            check(lt_ingest_add(ingest, &document, &error), &error);
        }
    }
    check(lt_ingest_finish(ingest, &error), &error);
    uint32_t *places = malloc((corpus.paragraph_count + 1) * sizeof *places);
    check(lt_corpus_settle(&corpus, places, &error), &error);
    double read = seconds();
    check(lt_candidate_finish(candidate, &corpus, places, workers, &candidates, &error), &error);
    lt_cluster_options cluster = {.threshold = 700000000, .shingle = SHINGLE, .first = LT_CLUSTER_FIRST};
    check(lt_cluster_run(&corpus, &candidates, &cluster, workers, &clusters, &error), &error);
    double clustered = seconds();
    check(lt_family_run(&corpus, &candidates, &(lt_family_options){0}, workers, &families, &error), &error);
    double found = seconds();
    printf("%zu documents, %zu paragraphs, %llu tokens: read %.2f s, cluster %.2f s, families %.2f s\n",
           corpus.document_count, corpus.paragraph_count, (unsigned long long)corpus.token_count, read - start,
           clustered - read, found - clustered);
    report(&families);
    if (first == 3) {
        FILE *file = fopen(argv[2], "wx");
        if (file == NULL) {
            fprintf(stderr, "bench_family: %s can't be written\n", argv[2]);
            return 4;
        }
        dump(&corpus, &families, file);
        fclose(file);
    }
    free(places);
    lt_families_clear(&families);
    lt_clusters_clear(&clusters);
    lt_candidates_clear(&candidates);
    lt_candidate_free(candidate);
    lt_ingest_free(ingest);
    leitong_input_close(input);
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
    return 0;
}

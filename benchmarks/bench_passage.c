/* bench_passage: what the passage path costs a token, and that it costs the same at 1×, 4× and 16×.
 *
 * usage: bench_passage [--jobs N] [--memory BYTES] [--kind 0…5] [FOLDER…]
 * Without folders: generated corpora (unrelated texts, texts that all hold three mandated paragraphs, copies of one
 * text, versions of one text, a log, one token over and over). With folders: their .txt files. Times are of the
 * processor, all threads together. The ratio printed is to winnowing alone in the same run. */
#include "passages/passage.h"
#include "text/fold.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static uint64_t bench_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* Processor time of all threads: other work on the machine doesn't count. */
static double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void bench_must(int code, const leitong_error *error)
{
    if (code != 0) {
        fprintf(stderr, "%s: %s\n", error->path, error->message);
        exit(1);
    }
}

/* Zipf-like, as words are: of 3,000 tokens the first ten make up a third. */
static uint32_t bench_token(uint64_t *state)
{
    uint64_t z = bench_random(state);
    uint64_t rank = (z >> 32) % 3000;
    return (uint32_t)(rank * rank / 3000 * (z % 1000) / 1000);
}

static void bench_document(lt_corpus *corpus, const uint32_t *tokens, size_t count)
{
    leitong_error error;
    if (corpus->document_count == corpus->document_capacity) {
        corpus->document_capacity = corpus->document_capacity * 2 + 1024;
        corpus->documents = realloc(corpus->documents, corpus->document_capacity * sizeof *corpus->documents);
        if (corpus->documents == NULL) {
            exit(1);
        }
    }
    char id[32];
    snprintf(id, sizeof id, "%010zu", corpus->document_count);
    uint64_t offset;
    bench_must(lt_spool_append(corpus->tokens, tokens, count * sizeof *tokens, &offset, &error), &error);
    corpus->documents[corpus->document_count++] =
        (lt_document){.id = strdup(id), .token_begin = corpus->token_count, .token_count = count};
    corpus->token_count += count;
}

#define BENCH_TEXT 1500 /* tokens of a document */

enum bench_kind {
    BENCH_UNRELATED,
    BENCH_MANDATED, /* three paragraphs in each */
    BENCH_COPIES,
    BENCH_VERSIONS, /* 2 % of the tokens changed */
    BENCH_LOG,      /* one document of lines of 50 tokens that differ in one number */
    BENCH_ONE,      /* one document of one token */
    BENCH_KINDS
};
static const char *const bench_names[BENCH_KINDS] = {"unrelated", "mandated", "copies", "versions", "log", "one"};

/* Makes one document of all. */
static void bench_join(lt_corpus *corpus)
{
    for (size_t i = 1; i < corpus->document_count; i++) {
        corpus->documents[0].token_count += corpus->documents[i].token_count;
        free(corpus->documents[i].id);
    }
    corpus->document_count = 1;
}

static void bench_generate(lt_corpus *corpus, enum bench_kind kind, size_t documents)
{
    uint64_t state = 42;
    uint32_t common[BENCH_TEXT];
    uint32_t tokens[BENCH_TEXT];
    for (size_t i = 0; i < BENCH_TEXT; i++) {
        common[i] = bench_token(&state);
    }
    for (size_t d = 0; d < documents; d++) {
        for (size_t i = 0; i < BENCH_TEXT; i++) {
            if (kind == BENCH_LOG || kind == BENCH_ONE) {
                tokens[i] = kind == BENCH_ONE ? 7 : i % 50 == 25 ? bench_token(&state) + 10000 : common[i % 50];
                continue;
            }
            bool shared = kind == BENCH_COPIES || (kind == BENCH_MANDATED && i % 500 < 100) ||
                          (kind == BENCH_VERSIONS && bench_random(&state) % 50 != 0);
            tokens[i] = shared ? common[i] : bench_token(&state);
        }
        bench_document(corpus, tokens, BENCH_TEXT);
    }
    if (kind == BENCH_LOG || kind == BENCH_ONE) {
        bench_join(corpus);
    }
}

static void bench_read(lt_corpus *corpus, const char *path, lt_fold *fold)
{
    leitong_error error;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return;
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size + 1);
    if (bytes == NULL || fread(bytes, 1, size, file) != size) {
        exit(1);
    }
    fclose(file);
    size_t mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    lt_tokens tokens = {0};
    bench_must(lt_fold_run(fold, bytes + mark, size - mark, 0, &tokens, &error), &error);
    bench_document(corpus, tokens.ids, tokens.count);
    lt_tokens_clear(&tokens);
    free(bytes);
}

static void bench_folder(lt_corpus *corpus, const char *folder, lt_fold *fold)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[4096];
        const char *name = entries[i]->d_name;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        size_t length = strlen(name);
        if (name[0] != '.' && length > 4 && strcmp(name + length - 4, ".txt") == 0) {
            bench_read(corpus, path, fold);
        } else if (name[0] != '.' && entries[i]->d_type == DT_DIR) {
            bench_folder(corpus, path, fold);
        }
        free(entries[i]);
    }
    free(entries);
}

static double bench_winnow(const lt_corpus *corpus)
{
    leitong_error error;
    lt_winnow shape = lt_winnow_shape(13);
    lt_spool_scratch scratch = {0};
    size_t most = 0;
    for (size_t i = 0; i < corpus->document_count; i++) {
        most = corpus->documents[i].token_count > most ? corpus->documents[i].token_count : most;
    }
    uint64_t *hashes = malloc((2 * most + 1) * sizeof *hashes); /* of seeds, then of tokens */
    lt_record *seeds = malloc((most + 1) * sizeof *seeds);
    if (hashes == NULL || seeds == NULL) {
        exit(1);
    }
    double begin = bench_now();
    for (size_t i = 0; i < corpus->document_count; i++) {
        const lt_document *document = &corpus->documents[i];
        const uint32_t *tokens;
        bench_must(lt_corpus_tokens(corpus, document->token_begin, document->token_count, &scratch, &tokens, &error),
                   &error);
        lt_lexicon_token_hashes(corpus->lexicon, tokens, document->token_count, hashes + most);
        (void)lt_winnow_seeds(&shape, &(lt_winnow_stretch){hashes + most, document->token_count, false, 0}, hashes,
                              seeds);
    }
    double seconds = bench_now() - begin;
    free(hashes);
    free(seeds);
    lt_spool_scratch_clear(&scratch);
    return seconds;
}

static void bench_run(lt_corpus *corpus, const char *name, unsigned jobs, uint64_t memory)
{
    leitong_error error;
    lt_workers *workers = NULL;
    lt_passage_result result = {0};
    lt_passage_options options = {.run = 13, .hot = 16, .stock = 8, .memory = memory, .folder = "/tmp"};
    bench_must(lt_corpus_settle(corpus, NULL, &error), &error);
    bench_must(lt_workers_new(jobs, &workers, &error), &error);
    double alone = bench_winnow(corpus);
    double begin = bench_now();
    bench_must(lt_passage_run(corpus, &options, workers, &result, &error), &error);
    double seconds = bench_now() - begin;
    double tokens = (double)corpus->token_count;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-10s %9zu documents %10.0f tokens: %7.2f s, %6.1f ns a token, %5.1f × winnowing (%.1f ns); a token %.3f "
           "seeds %.3f windows %.3f hits; %zu passages, %zu phrases, %zu places, %zu stock; peak %.1f bytes a token\n",
           name, corpus->document_count, tokens, seconds, seconds * 1e9 / tokens, seconds / alone, alone * 1e9 / tokens,
           (double)result.seeds / tokens, (double)result.windows / tokens, (double)result.hits / tokens,
           result.passages.count, result.phrase_count, result.place_count, result.stock_count,
           (double)usage.ru_maxrss * 1024 / tokens);
    fflush(stdout);
    lt_passage_result_clear(&result);
    lt_workers_free(workers);
}

int main(int count, char **arguments)
{
    unsigned jobs = 2;
    uint64_t memory = 0;
    leitong_error error;
    lt_corpus corpus;
    lt_fold *fold = NULL;
    int at = 1;
    int only = -1;
    for (; at + 1 < count && strncmp(arguments[at], "--", 2) == 0; at += 2) {
        if (strcmp(arguments[at], "--kind") == 0) {
            only = atoi(arguments[at + 1]);
        } else if (strcmp(arguments[at], "--jobs") == 0) {
            jobs = (unsigned)strtoul(arguments[at + 1], NULL, 10);
        } else {
            memory = strtoull(arguments[at + 1], NULL, 10);
        }
    }
    if (at == count) {
        for (int kind = only < 0 ? 0 : only; kind < (only < 0 ? BENCH_KINDS : only + 1); kind++) {
            for (size_t documents = 1000; documents <= 16000; documents *= 4) { /* 1.5, 6, 24 million tokens */
                bench_must(lt_corpus_init(&corpus, NULL, &error), &error);
                bench_generate(&corpus, (enum bench_kind)kind, documents);
                bench_run(&corpus, bench_names[kind], jobs, memory);
                lt_corpus_clear(&corpus);
            }
        }
        return 0;
    }
    for (; at < count; at++) {
        bench_must(lt_corpus_init(&corpus, NULL, &error), &error);
        bench_must(lt_fold_new(0, corpus.lexicon, &fold, &error), &error);
        bench_folder(&corpus, arguments[at], fold);
        lt_fold_free(fold);
        bench_run(&corpus, arguments[at], jobs, memory);
        lt_corpus_clear(&corpus);
    }
    return 0;
}

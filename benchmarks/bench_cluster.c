/* What clustering 100,000 copies of one paragraph costs, which differ in one number, beside sketching and clustering
 * 100,000 unrelated paragraphs of the same length; and the same at 1/4 of the size, to see that it is linear.
 * usage: bench_cluster [paragraphs [jobs]] */
#include "base/hash.h"
#include "pairs/candidate.h"
#include "pairs/cluster.h"
#include "sketch/bands.h"
#include "sketch/minhash.h"
#include "sketch/shingle.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BANDS = 17, ROWS = 4, SHINGLE = 5, LETTERS = 150 };

enum kind { UNRELATED, COPIES, ALIKE };

typedef struct bench {
    lt_corpus corpus;
    lt_candidate *candidate;
    lt_minhash *minhash;
    lt_workers *workers;
    uint64_t seed;
    double sketch, candidates, clusters; /* seconds */
    uint64_t verified;
    size_t pairs;
} bench;

/* Of all cores together, so that other work on the machine does not count. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void check(int code, const leitong_error *error)
{
    if (code != 0) {
        fprintf(stderr, "bench_cluster: %s\n", error->message);
        exit(4);
    }
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t bench_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static char *put_letter(char *at, uint64_t draw)
{
    unsigned letter = 0x4E00 + (unsigned)(draw % 6000);
    *at++ = (char)(0xE0 | letter >> 12);
    *at++ = (char)(0x80 | (letter >> 6 & 63));
    *at++ = (char)(0x80 | (letter & 63));
    return at;
}

/* Text of paragraph `number`. ALIKE: half of it is common to all, so that everyone meets everyone below the threshold.
 */
static void write_text(char *text, enum kind kind, size_t number, uint64_t *seed)
{
    uint64_t common = 1;
    char *at = text;
    for (int i = 0; i < LETTERS; i++) {
        uint64_t shared = bench_random(&common);
        bool own = kind == UNRELATED || (kind == ALIKE && i >= LETTERS * 2 / 3);
        at = put_letter(at, own ? bench_random(seed) : shared);
        if (i == LETTERS / 2) {
            at += sprintf(at, "2026年第%zu号", number);
        }
    }
    *at = 0;
}

static void add(bench *b, lt_fold *fold, lt_tokens *tokens, const char *text, size_t number)
{
    leitong_error error;
    lt_corpus *corpus = &b->corpus;
    uint64_t at = 0;
    char id[32];
    size_t size = strlen(text);
    tokens->count = 0;
    check(lt_fold_run(fold, (const uint8_t *)text, size, 0, tokens, &error), &error);
    lt_document *document = &corpus->documents[number];
    lt_paragraph *paragraph = &corpus->paragraphs[number];
    snprintf(id, sizeof id, "%09zu", number);
    *document = (lt_document){.id = strdup(id), .text_size = size};
    check(lt_spool_append(corpus->text, text, size, &document->text_at, &error), &error);
    check(lt_spool_append(corpus->tokens, tokens->ids, tokens->count * sizeof *tokens->ids, &at, &error), &error);
    *paragraph = (lt_paragraph){.token_begin = at / sizeof *tokens->ids, .byte_end = size};
    paragraph->token_count = (uint32_t)tokens->count;
    paragraph->document = (uint32_t)number;
    corpus->token_count += tokens->count;
}

static void make_corpus(bench *b, enum kind kind, size_t count)
{
    leitong_error error;
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    char text[LETTERS * 3 + 64];
    check(lt_corpus_init(&b->corpus, NULL, &error), &error);
    check(lt_fold_new(0, b->corpus.lexicon, &fold, &error), &error);
    b->corpus.documents = calloc(count, sizeof *b->corpus.documents);
    b->corpus.paragraphs = calloc(count, sizeof *b->corpus.paragraphs);
    if (b->corpus.documents == NULL || b->corpus.paragraphs == NULL) {
        check(lt_error_memory(&error), &error);
    }
    for (size_t i = 0; i < count; i++) {
        write_text(text, kind, i, &b->seed);
        add(b, fold, &tokens, text, i);
    }
    b->corpus.document_count = b->corpus.paragraph_count = count;
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
}

static void sketch(bench *b)
{
    leitong_error error;
    uint64_t hashes[LETTERS + 16];
    uint64_t token_hashes[LETTERS + 16];
    uint32_t signature[BANDS * ROWS];
    uint32_t keys[BANDS];
    lt_spool_scratch scratch = {NULL, 0};
    for (size_t i = 0; i < b->corpus.paragraph_count; i++) {
        const lt_paragraph *paragraph = &b->corpus.paragraphs[i];
        const uint32_t *tokens = NULL;
        uint64_t hash[2];
        check(lt_corpus_tokens(&b->corpus, paragraph->token_begin, paragraph->token_count, &scratch, &tokens, &error),
              &error);
        lt_lexicon_token_hashes(b->corpus.lexicon, tokens, paragraph->token_count, token_hashes);
        lt_hash_128(token_hashes, paragraph->token_count * sizeof *token_hashes, hash);
        lt_shingle_hash(token_hashes, paragraph->token_count, SHINGLE, hashes);
        lt_minhash_signature(b->minhash, hashes, lt_shingle_count(paragraph->token_count, SHINGLE), signature);
        lt_bands_keys(signature, BANDS, ROWS, keys);
        check(lt_candidate_add(b->candidate, hash, keys, &error), &error);
    }
}

static void run(enum kind kind, size_t count, unsigned jobs, const char *name)
{
    leitong_error error;
    bench b = {.seed = 42};
    lt_candidates candidates;
    lt_clusters clusters;
    lt_candidate_options options = {.bands = BANDS};
    lt_cluster_options cluster = {.threshold = 700000000, .shingle = SHINGLE, .first = LT_CLUSTER_FIRST};
    check(lt_workers_new(jobs, &b.workers, &error), &error);
    check(lt_candidate_new(&options, &b.candidate, &error), &error);
    check(lt_minhash_new(BANDS * ROWS, &b.minhash, &error), &error);
    make_corpus(&b, kind, count);
    double start = seconds();
    sketch(&b);
    double sketched = seconds();
    check(lt_corpus_settle(&b.corpus, NULL, &error), &error);
    check(lt_candidate_finish(b.candidate, &b.corpus, NULL, b.workers, &candidates, &error), &error);
    double found = seconds();
    check(lt_cluster_run(&b.corpus, &candidates, &cluster, b.workers, &clusters, &error), &error);
    double done = seconds();
    double tokens = (double)b.corpus.token_count / 1e9;
    printf("%-10s %8zu  sketch %6.2f core ns/token  candidates %6.2f  clusters %6.2f  (%u jobs)  verified %llu, pairs "
           "%zu\n",
           name, count, (sketched - start) / tokens, (found - sketched) / tokens, (done - found) / tokens, jobs,
           (unsigned long long)clusters.verified, clusters.pair_count);
    lt_clusters_clear(&clusters);
    lt_candidates_clear(&candidates);
    lt_corpus_clear(&b.corpus);
    lt_candidate_free(b.candidate);
    lt_minhash_free(b.minhash);
    lt_workers_free(b.workers);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    unsigned jobs = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    for (size_t size = count / 4; size <= count; size += count - count / 4) {
        run(UNRELATED, size, jobs, "unrelated");
        run(COPIES, size, jobs, "copies");
        run(ALIKE, size / 10, jobs, "alike");
    }
    return 0;
}

/* bench_fold: bytes a second through lt_fold_run, beside XXH3 over the same bytes in the same run.
 *
 * Usage: bench_fold [FILE]. Without a file: Chinese and English text from a seed. Prints a line for each text and each
 * set of flags: the median of several rounds in processor time, and its ratio to the hash's; then the cost of a byte at
 * 1×, 4× and 16× the size. */
#include "base/hash.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 9, TEXT_BYTES = 32 << 20, PIECE = 1 << 16 };

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* Smaller numbers more often, as words and characters are. */
static uint32_t next_skewed(uint64_t *state, uint32_t limit)
{
    double u = (double)(next_random(state) >> 11) * 0x1p-53;
    return (uint32_t)(u * u * u * limit);
}

static size_t make_chinese(uint8_t *text, size_t capacity, uint64_t *state)
{
    static const char *const marks[] = {"，", "。", "、", "；", "“", "”", "《", "》"};
    size_t size = 0;
    for (unsigned until = 8, line = 0; size + 64 < capacity;) {
        uint32_t c = 0x4E00 + (next_skewed(state, 3500) * 2654435761U) % 20000;
        text[size++] = (uint8_t)(0xE0 | c >> 12);
        text[size++] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        text[size++] = (uint8_t)(0x80 | (c & 0x3F));
        if (--until == 0) {
            until = 4 + (unsigned)(next_random(state) % 16);
            memcpy(text + size, marks[next_skewed(state, 8)], 3);
            size += 3;
            if (next_random(state) % 16 == 0) {
                size += (size_t)sprintf((char *)text + size, "%u", (unsigned)(next_random(state) % 3000));
            }
            if (++line % 16 == 0) {
                text[size++] = '\n';
            }
        }
    }
    return size;
}

static size_t make_english(uint8_t *text, size_t capacity, uint64_t *state)
{
    size_t size = 0;
    for (unsigned words = 1; size + 64 < capacity; words++) {
        uint64_t word = next_skewed(state, 20000); /* its letters follow from its number */
        uint64_t letters = word * 0x9E3779B97F4A7C15U;
        for (uint64_t i = 2 + letters % 9; i > 0; i--) {
            letters = letters * 6364136223846793005U + 1442695040888963407U;
            text[size++] = (uint8_t)((words % 13 == 1 ? 'A' : 'a') + (letters >> 40) % 26);
        }
        if (word % 97 == 5) {
            text[size++] = '\'';
            text[size++] = 's';
        }
        if (words % 13 == 0) {
            text[size++] = words % 2 == 0 ? '.' : ',';
        }
        text[size++] = words % 130 == 0 ? '\n' : ' ';
    }
    return size;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, compare_doubles);
    return values[ROUNDS / 2];
}

/* Pieces of whole lines, as the scan hands them over; the tokens of one piece are dropped before the next. */
static int fold_once(lt_fold *fold, const uint8_t *text, size_t size, lt_tokens *tokens, size_t *ret_tokens)
{
    *ret_tokens = 0;
    for (size_t at = 0; at < size;) {
        size_t end = size - at > PIECE ? at + PIECE : size;
        const uint8_t *line = end < size ? memchr(text + end, '\n', size - end) : NULL;
        end = line != NULL ? (size_t)(line - text) + 1 : size;
        tokens->count = tokens->text_size = 0;
        if (lt_fold_run(fold, text + at, end - at, 0, tokens, NULL) < 0) {
            return 1;
        }
        *ret_tokens += tokens->count;
        at = end;
    }
    return 0;
}

typedef struct figures {
    double fold, hash; /* seconds, medians */
    size_t tokens;
} figures;

static int measure(unsigned flags, const uint8_t *text, size_t size, figures *ret_figures)
{
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    double folded[ROUNDS];
    double hashed[ROUNDS];
    volatile uint64_t sink = 0;
    lt_lexicon *lexicon = NULL;
    int failed = lt_lexicon_new(&lexicon, NULL) < 0 || lt_fold_new(flags, lexicon, &fold, NULL) < 0;
    for (int round = 0; round < ROUNDS && !failed; round++) {
        double start = now();
        failed = fold_once(fold, text, size, &tokens, &ret_figures->tokens);
        folded[round] = now() - start;
        start = now();
        sink = sink + lt_hash_64(text, size);
        hashed[round] = now() - start;
    }
    if (!failed) {
        ret_figures->fold = median(folded);
        ret_figures->hash = median(hashed);
    }
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    lt_lexicon_free(lexicon);
    return failed;
}

static int report(const char *name, const uint8_t *text, size_t size)
{
    static const struct {
        const char *name;
        unsigned flags;
    } ways[] = {{"ids", 0},
                {"ids, spans", LT_FOLD_SPANS},
                {"ids, spans, han", LT_FOLD_SPANS | LT_FOLD_HAN},
                {"ids, spans, text", LT_FOLD_SPANS | LT_FOLD_TEXT}};
    figures f;
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
        if (measure(ways[way].flags, text, size, &f) != 0) {
            return 1;
        }
        printf("%-8s %-17s %7.0f MB/s  %5.2f ns/token  xxh3 %7.0f MB/s  ratio %.4f\n", name, ways[way].name,
               (double)size / f.fold / 1e6, f.fold * 1e9 / (double)f.tokens, (double)size / f.hash / 1e6,
               f.hash / f.fold);
    }
    for (size_t part = 16; part > 0; part /= 4) {
        size_t bytes = size / part;
        if (measure(LT_FOLD_SPANS, text, bytes, &f) != 0) {
            return 1;
        }
        printf("%-8s %2zux %10zu bytes   %6.3f ns/byte\n", name, 16 / part, bytes, f.fold * 1e9 / (double)bytes);
    }
    return 0;
}

static int measure_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    uint8_t *text = malloc(1 << 30);
    size_t size = text == NULL ? 0 : fread(text, 1, 1 << 30, file);
    fclose(file);
    int failed = size == 0 || report("file", text, size);
    free(text);
    return failed;
}

int main(int argc, char **argv)
{
    if (argc == 2) {
        return measure_file(argv[1]);
    }
    uint8_t *text = malloc(TEXT_BYTES);
    if (text == NULL) {
        return 1;
    }
    uint64_t state = 20261;
    int failed = report("chinese", text, make_chinese(text, TEXT_BYTES, &state));
    failed |= report("english", text, make_english(text, TEXT_BYTES, &state));
    free(text);
    return failed;
}

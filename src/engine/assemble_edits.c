#include "engine/assemble_edits.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "result/shown_edits.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#define EDITS_PORTION ((size_t)64) /* passages that a worker takes at once */
#define EDITS_ROUND ((size_t)256)  /* portions of a round */

/* Shown edits of a portion. */
typedef struct edits_portion {
    leitong_result_edit *items;
    size_t count, capacity;
} edits_portion;

typedef struct assembly {
    leitong_result *result;
    lt_shown **shown;        /* [worker] */
    edits_portion *portions; /* [EDITS_ROUND] */
    size_t first;            /* passage of the round */
} assembly;

static int edits_add(edits_portion *portion, const lt_span_text *a, const lt_span_text *b, size_t count,
                     leitong_error *error)
{
    LT_TRY(LT_RESERVE(portion->items, portion->capacity, portion->count + count, error));
    for (size_t i = 0; i < count; i++) {
        portion->items[portion->count++] =
            (leitong_result_edit){a->cuts[2 * i], a->cuts[2 * i + 1], b->cuts[2 * i], b->cuts[2 * i + 1]};
    }
    return 0;
}

static int edits_passage(lt_shown *shown, const leitong_result *result, leitong_result_passage *p,
                         edits_portion *portion, leitong_error *error)
{
    lt_span_edits exact = lt_span_edits_exact(result, p);
    lt_span_text a = {0};
    lt_span_text b = {0};
    size_t count = exact.count;
    int code = 0;
    LT_TRY_GOTO(done, lt_span_text_read(result, p, LT_SIDE_A, &exact, &a, error));
    LT_TRY_GOTO(done, lt_span_text_read(result, p, LT_SIDE_B, &exact, &b, error));
    LT_TRY_GOTO(done, lt_shown_edits(shown, &a, &b, &count, error));
    LT_TRY_GOTO(done, lt_span_text_source(result, &p->a, a.cuts, 2 * count, error));
    LT_TRY_GOTO(done, lt_span_text_source(result, &p->b, b.cuts, 2 * count, error));
    LT_TRY_GOTO(done, edits_add(portion, &a, &b, count, error));
    p->shown_count = (uint32_t)count;
done:
    lt_span_text_clear(&a);
    lt_span_text_clear(&b);
    return code;
}

static int edits_work(void *context, size_t item, unsigned worker, leitong_error *error)
{
    const assembly *a = context;
    leitong_result_passage *passages = a->result->passages.items;
    size_t begin = a->first + item * EDITS_PORTION;
    size_t end = LT_MIN(begin + EDITS_PORTION, a->result->passages.count);
    a->portions[item].count = 0;
    for (size_t i = begin; i < end; i++) {
        if (passages[i].edit_count > 0) {
            LT_TRY(edits_passage(a->shown[worker], a->result, &passages[i], &a->portions[item], error));
        }
    }
    return 0;
}

/* The rows of a round, in the order of passages. */
static int edits_rows(const assembly *a, size_t portions, leitong_error *error)
{
    lt_table *table = &a->result->shown_edits;
    size_t row = table->count;
    for (size_t i = 0; i < portions; i++) {
        const edits_portion *portion = &a->portions[i];
        size_t at = table->count;
        LT_TRY(lt_result_rows(table, portion->count, sizeof *portion->items, error));
        if (portion->count > 0) {
            memcpy((leitong_result_edit *)table->items + at, portion->items, portion->count * sizeof *portion->items);
        }
    }
    leitong_result_passage *passages = a->result->passages.items;
    size_t end = LT_MIN(a->first + portions * EDITS_PORTION, a->result->passages.count);
    for (size_t i = a->first; i < end; i++) {
        passages[i].shown_begin = row;
        row += passages[i].shown_count;
    }
    return 0;
}

static int edits_open(assembly *a, unsigned workers, leitong_error *error)
{
    char version[LT_WORDS_VERSION_SIZE];
    a->shown = calloc(workers, sizeof *a->shown);
    a->portions = calloc(EDITS_ROUND, sizeof *a->portions);
    if (a->shown == NULL || a->portions == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < workers; i++) {
        LT_TRY(lt_shown_new(&a->shown[i], error));
    }
    lt_words_version(version);
    LT_TRY(lt_result_rows(&a->result->shown_edits, 0, sizeof(leitong_result_edit), error));
    return lt_result_string(a->result, version, &a->result->run.icu, error);
}

static void edits_close(assembly *a, unsigned workers)
{
    for (unsigned i = 0; a->shown != NULL && i < workers; i++) {
        lt_shown_free(a->shown[i]);
    }
    for (size_t i = 0; a->portions != NULL && i < EDITS_ROUND; i++) {
        free(a->portions[i].items);
    }
    free(a->shown);
    free(a->portions);
}

int lt_assemble_edits(lt_workers *workers, leitong_result *result, leitong_error *error)
{
    assembly a = {.result = result};
    unsigned count = lt_workers_count(workers);
    int code = 0;
    LT_TRY_GOTO(done, edits_open(&a, count, error));
    while (a.first < result->passages.count) {
        size_t left = result->passages.count - a.first;
        size_t portions = LT_MIN(EDITS_ROUND, (left + EDITS_PORTION - 1) / EDITS_PORTION);
        LT_TRY_GOTO(done, lt_workers_run(workers, portions, edits_work, &a, error));
        LT_TRY_GOTO(done, edits_rows(&a, portions, error));
        a.first += portions * EDITS_PORTION;
    }
done:
    edits_close(&a, count);
    return code;
}

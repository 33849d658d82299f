#include "templates/clause.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "templates/mask.h"
#include "text/refold.h"

#include <stdlib.h>
#include <string.h>

enum {
    CLAUSE_BATCH = 8192,    /* distinct paragraphs */
    CLAUSE_STRETCH = 128,   /* of them, an item of work */
    CLAUSE_FILTER_BITS = 24 /* bytes of the counting filter, at most 2^ this */
};

/* One worker's scratch. */
typedef struct clause_bench {
    lt_fold *fold;
    lt_tokens tokens;
    lt_spool_scratch scratch;
} clause_bench;

typedef struct clause_work {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    clause_bench *benches;
    lt_clauses items[CLAUSE_BATCH / CLAUSE_STRETCH];
    uint32_t begin, end; /* distinct paragraphs of this batch */
    uint8_t *filter;
    size_t filter_mask;
} clause_work;

void lt_clauses_clear(lt_clauses *clauses)
{
    free(clauses->items);
    *clauses = (lt_clauses){0};
}

/* Bytes of the character at `text` if it ends no clause: white space, marks of quotation and titles, 、 and marks of
 * Markdown; else 0. */
static size_t clause_inner(const uint8_t *text, size_t size)
{
    if (text[0] <= ' ' || strchr("\"'*#_`~", text[0]) != NULL) {
        return 1;
    }
    bool quote = size >= 3 && text[0] == 0xE2 && text[1] == 0x80 && text[2] >= 0x98 && text[2] <= 0x9D; /* ‘ … ” */
    bool space = size >= 3 && text[0] == 0xE3 && text[1] == 0x80 && text[2] <= 0x81 && text[2] >= 0x80; /* U+3000 、 */
    bool title = size >= 3 && text[0] == 0xE3 && text[1] == 0x80 && text[2] >= 0x88 && text[2] <= 0x8F; /* 〈 … 』 */
    return quote || title || space ? 3 : 0;
}

static bool clause_goes_on(const uint8_t *text, size_t begin, size_t end)
{
    while (begin < end) {
        size_t inner = clause_inner(text + begin, end - begin);
        if (inner == 0) {
            return false;
        }
        begin += inner;
    }
    return true;
}

static int clause_push(lt_clauses *out, uint32_t distinct, const uint32_t *ids, size_t begin, size_t end,
                       leitong_error *error)
{
    if (end - begin < 2 || end - begin > LT_CLAUSE_LONGEST || end > 0xFFFFFF) {
        return 0;
    }
    LT_TRY(LT_RESERVE(out->items, out->capacity, out->count + 1, error));
    out->items[out->count++] = (lt_clause){.hash = lt_hash_64(ids + begin, (end - begin) * sizeof *ids),
                                           .distinct = distinct,
                                           .begin = begin & 0xFFFFFF,
                                           .count = (end - begin) & 0xFF};
    return 0;
}

/* Numbers become one id each, so that clauses which differ in them alone are one. */
static void clause_numbers(lt_tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        size_t at = i > 0 ? tokens->text_ends[i - 1] : 0;
        bool number = tokens->text_ends[i] > at;
        for (; number && at < tokens->text_ends[i]; at++) {
            number = (tokens->text[at] >= '0' && tokens->text[at] <= '9') || tokens->text[at] == '.';
        }
        tokens->ids[i] = number ? LT_UNIT_MASK | LT_UNIT_NUMBER : tokens->ids[i];
    }
}

static int clause_paragraph(clause_work *work, clause_bench *bench, uint32_t distinct, lt_clauses *out,
                            leitong_error *error)
{
    const lt_paragraph *p = &work->corpus->paragraphs[work->candidates->distinct_paragraph[distinct]];
    const lt_document *document = &work->corpus->documents[p->document];
    const lt_tokens *tokens = &bench->tokens;
    const uint8_t *text;
    size_t begin = 0;
    LT_TRY(lt_corpus_text(work->corpus, document, (lt_byte_range){p->byte_begin, p->byte_end}, &bench->scratch, &text,
                          error));
    LT_TRY(lt_refold_paragraph(work->corpus, p, text, bench->fold, &bench->tokens, error));
    clause_numbers(&bench->tokens);
    for (size_t i = 1; i <= tokens->count; i++) {
        if (i == tokens->count || !clause_goes_on(text, tokens->ends[i - 1], tokens->begins[i])) {
            LT_TRY(clause_push(out, distinct, tokens->ids, begin, i, error));
            begin = i;
        }
    }
    return 0;
}

static int clause_stretch(void *context, size_t item, unsigned worker, leitong_error *error)
{
    clause_work *work = context;
    uint32_t first = work->begin + (uint32_t)item * CLAUSE_STRETCH;
    uint32_t last = LT_MIN(first + CLAUSE_STRETCH, work->end);
    work->items[item].count = 0;
    for (uint32_t d = first; d < last; d++) {
        LT_TRY(clause_paragraph(work, &work->benches[worker], d, &work->items[item], error));
    }
    return 0;
}

/* First counts (`clauses` NULL), then keeps what may stand twice. */
static int clause_take(clause_work *work, const lt_clauses *from, lt_clauses *clauses, leitong_error *error)
{
    LT_TRY(clauses == NULL ? 0 : LT_RESERVE(clauses->items, clauses->capacity, clauses->count + from->count, error));
    for (size_t i = 0; i < from->count; i++) {
        uint8_t *count = &work->filter[from->items[i].hash & work->filter_mask];
        if (clauses == NULL) {
            *count = (uint8_t)(*count < 2 ? *count + 1 : 2);
        } else if (*count > 1) {
            clauses->items[clauses->count++] = from->items[i];
        }
    }
    return 0;
}

static int clause_pass(clause_work *work, lt_workers *workers, lt_clauses *clauses, leitong_error *error)
{
    uint32_t total = work->candidates->distinct_count;
    for (work->begin = 0; work->begin < total; work->begin = work->end) {
        work->end = total - work->begin > CLAUSE_BATCH ? work->begin + CLAUSE_BATCH : total;
        size_t items = (work->end - work->begin + CLAUSE_STRETCH - 1) / CLAUSE_STRETCH;
        LT_TRY(lt_workers_run(workers, items, clause_stretch, work, error));
        for (size_t i = 0; i < items; i++) {
            LT_TRY(clause_take(work, &work->items[i], clauses, error));
        }
    }
    return 0;
}

static int clause_open(clause_work *work, unsigned fold_flags, unsigned workers, leitong_error *error)
{
    size_t size = 1024;
    while (size < work->corpus->token_count && size < (size_t)1 << CLAUSE_FILTER_BITS) {
        size *= 2;
    }
    work->filter_mask = size - 1;
    work->filter = calloc(size, 1);
    work->benches = calloc(workers, sizeof *work->benches);
    LT_TRY(work->filter == NULL || work->benches == NULL ? lt_error_memory(error) : 0);
    for (unsigned i = 0; i < workers; i++) {
        LT_TRY(lt_fold_new(fold_flags | LT_FOLD_SPANS | LT_FOLD_TEXT, work->corpus->lexicon, &work->benches[i].fold,
                           error));
    }
    return 0;
}

int lt_clauses_cut(const lt_corpus *corpus, const lt_candidates *candidates, unsigned fold_flags, lt_workers *workers,
                   lt_clauses *clauses, leitong_error *error)
{
    unsigned count = lt_workers_count(workers);
    clause_work *work = calloc(1, sizeof *work);
    if (work == NULL) {
        return lt_error_memory(error);
    }
    work->corpus = corpus;
    work->candidates = candidates;
    int code = 0;
    LT_TRY_GOTO(done, clause_open(work, fold_flags, count, error));
    LT_TRY_GOTO(done, clause_pass(work, workers, NULL, error));
    LT_TRY_GOTO(done, clause_pass(work, workers, clauses, error));
done:
    for (unsigned i = 0; work->benches != NULL && i < count; i++) {
        lt_fold_free(work->benches[i].fold);
        lt_tokens_clear(&work->benches[i].tokens);
        lt_spool_scratch_clear(&work->benches[i].scratch);
    }
    for (size_t i = 0; i < CLAUSE_BATCH / CLAUSE_STRETCH; i++) {
        lt_clauses_clear(&work->items[i]);
    }
    free(work->benches);
    free(work->filter);
    free(work);
    return code;
}

#include "names/corpus_usage.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/fold_table.h"

#include <stdlib.h>
#include <string.h>

#define USAGE_LOOKS 256U /* places of a word that are looked at */

typedef struct usage_worker {
    lt_spool_scratch ids;
    uint32_t *tokens;
    lt_usage_place *found;
    size_t capacity, count, found_capacity;
} usage_worker;

typedef struct usage_state {
    const lt_corpus *corpus;
    const lt_vocabulary *vocabulary;
    usage_worker *workers;
} usage_state;

void lt_usage_clear(lt_usage *usage)
{
    free(usage->places);
    *usage = (lt_usage){0};
}

/* Keeps `place` with what stands around tokens [at, at + length) of `count`. */
static int usage_found(usage_worker *w, lt_usage_place place, size_t at, size_t length, size_t count,
                       leitong_error *error)
{
    size_t before = LT_MIN(at, LT_USAGE_AROUND);
    size_t behind = LT_MIN(count - at - length, LT_USAGE_AROUND);
    memcpy(place.around + LT_USAGE_AROUND - before, w->tokens + at - before, before * sizeof *place.around);
    memcpy(place.around + LT_USAGE_AROUND, w->tokens + at + length, behind * sizeof *place.around);
    LT_TRY(LT_RESERVE(w->found, w->found_capacity, w->count + 1, error));
    w->found[w->count++] = place;
    return 0;
}

static int usage_document(void *context, size_t item, unsigned number, leitong_error *error)
{
    const usage_state *s = context;
    usage_worker *w = &s->workers[number];
    const lt_document *d = &s->corpus->documents[item];
    size_t count = (size_t)d->token_count;
    const uint32_t *ids = NULL;
    LT_TRY(lt_corpus_tokens(s->corpus, d->token_begin, count, &w->ids, &ids, error));
    LT_TRY(LT_RESERVE(w->tokens, w->capacity, count + 1, error));
    for (size_t i = 0; i < count; i++) {
        w->tokens[i] = lt_fold_simplified(ids[i]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t lengths = lt_vocabulary_lengths(s->vocabulary, w->tokens + i, count - i);
        while (lengths != 0) {
            size_t length = 31U - (size_t)__builtin_clz(lengths);
            lengths &= ~(1U << length);
            uint32_t word =
                length <= count - i ? lt_vocabulary_find(s->vocabulary, w->tokens + i, length) : LT_VOCABULARY_NONE;
            if (word != LT_VOCABULARY_NONE) {
                LT_TRY(usage_found(w, (lt_usage_place){.word = word, .document = (uint32_t)item}, i, length, count,
                                   error));
            }
        }
    }
    return 0;
}

/* By word, surrounding, document. */
static int usage_order(const void *left, const void *right)
{
    const lt_usage_place *a = left;
    const lt_usage_place *b = right;
    int words = lt_compare_u32(&a->word, &b->word, 1);
    int around = words != 0 ? words : lt_compare_u32(a->around, b->around, 2 * LT_USAGE_AROUND);
    return around != 0 ? around : lt_compare_u32(&a->document, &b->document, 1);
}

/* All workers' places, sorted. */
static int usage_join(const usage_state *s, unsigned workers, lt_usage *ret_usage, leitong_error *error)
{
    size_t count = 0;
    for (unsigned i = 0; i < workers; i++) {
        count += s->workers[i].count;
    }
    lt_usage_place *all = malloc((count + 1) * sizeof *all);
    if (all == NULL) {
        return lt_error_memory(error);
    }
    size_t at = 0;
    for (unsigned i = 0; i < workers; i++) {
        for (size_t p = 0; p < s->workers[i].count; p++) {
            all[at++] = s->workers[i].found[p];
        }
    }
    if (count > 1) {
        qsort(all, count, sizeof *all, usage_order);
    }
    *ret_usage = (lt_usage){all, count};
    return 0;
}

int lt_usage_run(const lt_corpus *corpus, const lt_vocabulary *vocabulary, lt_workers *workers, lt_usage *ret_usage,
                 leitong_error *error)
{
    unsigned count = lt_workers_count(workers);
    usage_state s = {corpus, vocabulary, calloc(count, sizeof *s.workers)};
    int code = s.workers == NULL ? lt_error_memory(error) : 0;
    LT_TRY_GOTO(done, code);
    LT_TRY_GOTO(done, lt_workers_run(workers, corpus->document_count, usage_document, &s, error));
    LT_TRY_GOTO(done, usage_join(&s, count, ret_usage, error));
done:
    for (unsigned i = 0; s.workers != NULL && i < count; i++) {
        lt_spool_scratch_clear(&s.workers[i].ids);
        free(s.workers[i].tokens);
        free(s.workers[i].found);
    }
    free(s.workers);
    return code;
}

/* places[result, *ret_end) are the word's. */
static size_t usage_places(const lt_usage *usage, uint32_t word, size_t *ret_end)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, usage->count, i, usage->places[i].word < word);
    size_t end = first;
    LT_LOWER_BOUND(end, usage->count, i, usage->places[i].word <= word);
    *ret_end = end;
    return first;
}

size_t lt_usage_documents(const lt_usage *usage, uint32_t word, size_t most)
{
    uint32_t seen[USAGE_LOOKS];
    size_t count = 0;
    size_t end = 0;
    size_t first = usage_places(usage, word, &end);
    if (end - first > USAGE_LOOKS) {
        return most;
    }
    for (size_t i = first; i < end && count < most; i++) {
        size_t at = 0;
        while (at < count && seen[at] != usage->places[i].document) {
            at++;
        }
        if (at == count) {
            seen[count++] = usage->places[i].document;
        }
    }
    return count;
}

size_t lt_usage_surroundings(const lt_usage *usage, uint32_t word, const uint32_t documents[2], size_t most)
{
    size_t found = 0;
    size_t end = 0;
    size_t first = usage_places(usage, word, &end);
    const lt_usage_place *last = NULL;
    for (size_t i = first; i < LT_MIN(end, first + USAGE_LOOKS) && found < most; i++) {
        const lt_usage_place *place = &usage->places[i];
        bool same = last != NULL && memcmp(place->around, last->around, sizeof place->around) == 0;
        if (!same && place->document != documents[0] && place->document != documents[1]) {
            last = place;
            found++;
        }
    }
    return found;
}

#include "match/usage.h"

#include "buffer.h"
#include "radix.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define USAGE_PIECE 65536U /* tokens read at once */
#define USAGE_SPREAD 3U    /* documents in which any word may stand */
#define USAGE_SHARE 25U    /* and one in so many */
#define USAGE_NAMED 10U    /* a name is used as one in at least one place of so many */

typedef struct usage_worker {
    lt_spool_scratch tokens;
    uint32_t *seen; /* [word]: document + 1 that was counted last */
    lt_use *uses;
    uint64_t *order;
    size_t use_capacity, order_capacity;
} usage_worker;

typedef struct usage_state {
    const lt_usage_input *input;
    lt_usage *usage;
    atomic_uint *spread, *named, *total; /* [word] */
    usage_worker *workers;
} usage_state;

/* Told of each place of a word. `next` tokens stand behind it at `behind`. */
typedef int (*usage_found)(void *context, uint32_t word, uint32_t at, const uint32_t *behind, size_t next,
                           leitong_error *error);

void lt_usage_clear(lt_usage *usage)
{
    for (size_t d = 0; usage->documents != NULL && d < usage->document_count; d++) {
        free(usage->documents[d].uses);
        free(usage->documents[d].by_word);
    }
    free(usage->documents);
    free(usage->spread);
    free(usage->common);
    *usage = (lt_usage){0};
}

/* Every place of every word in a document, by place, of equals the longer first. */
static int usage_walk(const usage_state *state, uint32_t document, usage_worker *worker, usage_found found,
                      void *context, leitong_error *error)
{
    const lt_corpus *corpus = state->input->corpus;
    const lt_vocabulary *vocabulary = state->input->vocabulary;
    const lt_document *d = &corpus->documents[document];
    for (uint64_t piece = 0; piece < d->token_count; piece += USAGE_PIECE) {
        uint64_t end = piece + USAGE_PIECE + 2 * LT_NAME_LONGEST;
        size_t count = (size_t)((end < d->token_count ? end : d->token_count) - piece);
        const uint32_t *tokens;
        int code = lt_corpus_tokens(corpus, d->token_begin + piece, count, &worker->tokens, &tokens, error);
        for (size_t i = 0; code == 0 && i < count && i < USAGE_PIECE; i++) {
            uint32_t lengths = lt_vocabulary_lengths(vocabulary, tokens[i]);
            while (code == 0 && lengths != 0) {
                size_t length = 31U - (size_t)__builtin_clz(lengths);
                lengths &= ~(1U << length);
                if (length > count - i) {
                    continue;
                }
                uint32_t word = lt_vocabulary_find(vocabulary, tokens + i, length);
                if (word != LT_VOCABULARY_NONE) {
                    code = found(context, word, (uint32_t)(piece + i), tokens + i + length, count - i - length, error);
                }
            }
        }
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

typedef struct usage_count {
    const usage_state *state;
    usage_worker *worker;
    uint32_t document;
    size_t stretch;
} usage_count;

static int usage_counted(void *context, uint32_t word, uint32_t at, const uint32_t *behind, size_t next,
                         leitong_error *error)
{
    (void)error;
    usage_count *count = context;
    const usage_state *state = count->state;
    const lt_usage_input *input = state->input;
    bool level = next > 0 && (lt_name_class_of(input->table, behind[0]) & LT_NAME_LEVEL) != 0;
    bool named = level || lt_name_title(input->table, behind, next) > 0;
    atomic_fetch_add_explicit(&state->total[word], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&state->named[word], named ? 1 : 0, memory_order_relaxed);
    while (count->stretch < input->begins[count->document + 1] && input->shared[count->stretch].end <= at) {
        count->stretch++;
    }
    bool inside = count->stretch < input->begins[count->document + 1] && input->shared[count->stretch].begin <= at;
    if (!inside && count->worker->seen[word] != count->document + 1) {
        count->worker->seen[word] = count->document + 1;
        atomic_fetch_add_explicit(&state->spread[word], 1, memory_order_relaxed);
    }
    return 0;
}

static int usage_count_document(void *context, size_t item, unsigned worker, leitong_error *error)
{
    const usage_state *state = context;
    usage_count count = {state, &state->workers[worker], (uint32_t)item, state->input->begins[item]};
    return usage_walk(state, (uint32_t)item, count.worker, usage_counted, &count, error);
}

typedef struct usage_list {
    const usage_state *state;
    usage_worker *worker;
    size_t count;
} usage_list;

static int usage_listed(void *context, uint32_t word, uint32_t at, const uint32_t *behind, size_t next,
                        leitong_error *error)
{
    (void)behind;
    (void)next;
    usage_list *list = context;
    if (list->state->usage->common[word] != 0) {
        return 0;
    }
    usage_worker *worker = list->worker;
    int code = lt_buffer_reserve(&worker->uses, &worker->use_capacity, list->count + 1, sizeof *worker->uses, error);
    if (code == 0) {
        worker->uses[list->count++] = (lt_use){at, word};
    }
    return code;
}

/* Puts a word of `count` places into the list of the most frequent, if it belongs there. */
static void usage_rank(uint32_t *own, uint32_t *counts, uint32_t word, uint32_t count)
{
    size_t at = LT_USAGE_OWN;
    while (at > 0 && (own[at - 1] == LT_VOCABULARY_NONE || counts[at - 1] < count)) {
        at--;
    }
    if (at == LT_USAGE_OWN) {
        return;
    }
    memmove(own + at + 1, own + at, (LT_USAGE_OWN - at - 1) * sizeof *own);
    memmove(counts + at + 1, counts + at, (LT_USAGE_OWN - at - 1) * sizeof *counts);
    own[at] = word;
    counts[at] = count;
}

/* Places are known by their stem, or as the user gave them; all must be names for certain. */
static void usage_own(const usage_state *state, lt_usage_document *document)
{
    uint32_t counts[2][LT_USAGE_OWN] = {{0}};
    memset(document->own, 0xFF, sizeof document->own);
    for (size_t i = 0; i < document->count;) {
        uint32_t word = (uint32_t)(document->by_word[i] >> 32);
        size_t end = i;
        while (end < document->count && document->by_word[end] >> 32 == word) {
            end++;
        }
        const lt_word *w = &state->input->vocabulary->words[word];
        bool known = (w->flags & (LT_NAME_CERTAIN | LT_NAME_GIVEN)) != 0;
        bool place = w->kind == LT_NAME_PLACE && (w->flags & (LT_NAME_STEM | LT_NAME_GIVEN)) != 0;
        if (known && (place || w->kind == LT_NAME_PERSON)) {
            size_t list = place ? 0 : 1;
            usage_rank(document->own[list], counts[list], word, (uint32_t)(end - i));
        }
        i = end;
    }
}

static int usage_list_document(void *context, size_t item, unsigned number, leitong_error *error)
{
    const usage_state *state = context;
    if (state->input->begins[item] == state->input->begins[item + 1]) {
        return 0;
    }
    usage_worker *worker = &state->workers[number];
    usage_list list = {state, worker, 0};
    int code = usage_walk(state, (uint32_t)item, worker, usage_listed, &list, error);
    if (code != 0 || list.count == 0) {
        return code;
    }
    lt_usage_document *document = &state->usage->documents[item];
    document->uses = malloc(list.count * sizeof *document->uses);
    document->by_word = malloc(list.count * sizeof *document->by_word);
    code = lt_buffer_reserve(&worker->order, &worker->order_capacity, list.count, sizeof *worker->order, error);
    if (document->uses == NULL || document->by_word == NULL || code != 0) {
        return code != 0 ? code : lt_error_memory(error);
    }
    memcpy(document->uses, worker->uses, list.count * sizeof *document->uses);
    for (size_t i = 0; i < list.count; i++) {
        document->by_word[i] = (uint64_t)worker->uses[i].word << 32 | worker->uses[i].at;
    }
    lt_radix_u64(document->by_word, worker->order, list.count);
    document->count = list.count;
    usage_own(state, document);
    return 0;
}

/* Which words are common; see the head. */
static void usage_judge(const usage_state *state)
{
    size_t limit = state->input->corpus->document_count / USAGE_SHARE;
    limit = limit > USAGE_SPREAD ? limit : USAGE_SPREAD;
    for (size_t w = 0; w < state->input->vocabulary->count; w++) {
        unsigned spread = atomic_load_explicit(&state->spread[w], memory_order_relaxed);
        uint64_t named = atomic_load_explicit(&state->named[w], memory_order_relaxed);
        uint64_t total = atomic_load_explicit(&state->total[w], memory_order_relaxed);
        state->usage->spread[w] = spread;
        state->usage->common[w] = spread > limit && named * USAGE_NAMED < total;
    }
}

static int usage_open(usage_state *state, unsigned workers, leitong_error *error)
{
    size_t words = state->input->vocabulary->count + 1;
    size_t documents = state->input->corpus->document_count;
    lt_usage *usage = state->usage;
    usage->documents = calloc(documents + 1, sizeof *usage->documents);
    usage->document_count = documents;
    usage->spread = calloc(words, sizeof *usage->spread);
    usage->common = calloc(words, sizeof *usage->common);
    state->spread = calloc(words, sizeof *state->spread);
    state->named = calloc(words, sizeof *state->named);
    state->total = calloc(words, sizeof *state->total);
    state->workers = calloc(workers, sizeof *state->workers);
    bool good = usage->documents != NULL && usage->spread != NULL && usage->common != NULL && state->spread != NULL &&
                state->named != NULL && state->total != NULL && state->workers != NULL;
    for (unsigned i = 0; good && i < workers; i++) {
        state->workers[i].seen = calloc(words, sizeof *state->workers[i].seen);
        good = state->workers[i].seen != NULL;
    }
    for (size_t d = 0; good && d < documents; d++) {
        memset(usage->documents[d].own, 0xFF, sizeof usage->documents[d].own);
    }
    return good ? 0 : lt_error_memory(error);
}

int lt_usage_run(const lt_usage_input *input, lt_workers *workers, lt_usage *ret_usage, leitong_error *error)
{
    lt_usage usage = {0};
    usage_state state = {.input = input, .usage = &usage};
    unsigned count = lt_workers_count(workers);
    size_t documents = input->corpus->document_count;
    int code = usage_open(&state, count, error);
    code = code != 0 ? code : lt_workers_run(workers, documents, usage_count_document, &state, error);
    if (code == 0) {
        usage_judge(&state);
        code = lt_workers_run(workers, documents, usage_list_document, &state, error);
    }
    for (unsigned i = 0; state.workers != NULL && i < count; i++) {
        lt_spool_scratch_clear(&state.workers[i].tokens);
        free(state.workers[i].seen);
        free(state.workers[i].uses);
        free(state.workers[i].order);
    }
    free(state.workers);
    free(state.spread);
    free(state.named);
    free(state.total);
    if (code != 0) {
        lt_usage_clear(&usage);
        return code;
    }
    *ret_usage = usage;
    return 0;
}

size_t lt_usage_places(const lt_usage *usage, uint32_t document, uint32_t word, size_t *ret_first)
{
    const lt_usage_document *d = &usage->documents[document];
    size_t bounds[2];
    for (unsigned side = 0; side < 2; side++) {
        size_t first = 0;
        size_t last = d->count;
        while (first < last) {
            size_t middle = first + (last - first) / 2;
            if (d->by_word[middle] >> 32 < (uint64_t)word + side) {
                first = middle + 1;
            } else {
                last = middle;
            }
        }
        bounds[side] = first;
    }
    *ret_first = bounds[0];
    return bounds[1] - bounds[0];
}

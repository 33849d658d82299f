#include "names/usage.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

#define USAGE_PIECE 65536U /* tokens read at once */
#define USAGE_WHOLE 5U     /* tokens of a word that no mark may part */
#define USAGE_CONTEXT 2U   /* tokens on each side */
#define USAGE_LARGE 65536U /* places of a document whose list is not copied */
#define USAGE_FORMED 20U   /* and what looks like one has it in one of so many */

/* Places of a word. */
typedef struct usage_count {
    uint32_t total;
    uint32_t level; /* before 市 县 …, of one that is known or swapped */
    uint32_t seen;  /* where it is known what stands around it */
    uint32_t named; /* of these: before 市 县 …, or by itself */
} usage_count;

typedef struct usage_worker {
    lt_spool_scratch tokens;
    usage_count *counts; /* [word] */
    lt_record *contexts; /* word << 32 | hash → document */
    lt_use *uses;
    uint64_t *order;
    size_t context_count, context_capacity, use_count, use_capacity, order_capacity;
} usage_worker;

typedef struct usage_state {
    const lt_usage_input *input;
    lt_usage *usage;
    usage_worker *workers;
} usage_state;

/* A place of a word; at most USAGE_CONTEXT tokens before and behind it can be looked at. */
typedef struct usage_place {
    uint32_t word, at, document;
    const uint32_t *tokens;
    size_t length, before, behind;
} usage_place;

void lt_usage_clear(lt_usage *usage)
{
    for (size_t d = 0; usage->documents != NULL && d < usage->document_count; d++) {
        free(usage->documents[d].uses);
        free(usage->documents[d].by_word);
    }
    free(usage->documents);
    free(usage->total);
    free(usage->formed);
    free(usage->level);
    free(usage->independent);
    free(usage->common);
    *usage = (lt_usage){0};
}

/* Of how many contexts one is looked at, of a word with so many places: a power of two, so that who knows some of the
 * places alone throws nothing away that is looked at in the end. */
static uint32_t usage_rate(uint32_t total)
{
    uint32_t rate = 1;
    while (total / rate > LT_USAGE_CONTEXTS) {
        rate *= 2;
    }
    return rate;
}

/* Keeps the context of a place when its hash is chosen: all copies of a context are, or none. */
static int usage_context(usage_worker *worker, const usage_place *place, leitong_error *error)
{
    uint32_t around[2 * USAGE_CONTEXT] = {0};
    memcpy(around + USAGE_CONTEXT - place->before, place->tokens - place->before, place->before * sizeof *around);
    memcpy(around + USAGE_CONTEXT, place->tokens + place->length, place->behind * sizeof *around);
    uint32_t hash = (uint32_t)lt_hash_64(around, sizeof around);
    if (hash % usage_rate(worker->counts[place->word].total) != 0) {
        return 0;
    }
    int code = LT_RESERVE(worker->contexts, worker->context_capacity, worker->context_count + 1, error);
    if (code == 0) {
        worker->contexts[worker->context_count++] = (lt_record){(uint64_t)place->word << 32 | hash, place->document};
    }
    return code;
}

static bool usage_break(const uint8_t *breaks, size_t token)
{
    return (breaks[token / 8] >> token % 8 & 1) != 0;
}

/* Whether a mark stands inside a place: 市）政府 is no 市政府. Long words may have their own (维吾尔·…). */
static bool usage_parted(const uint8_t *breaks, const usage_place *place)
{
    for (size_t i = 1; breaks != NULL && place->length <= USAGE_WHOLE && i < place->length; i++) {
        if (usage_break(breaks, place->at + i)) {
            return true;
        }
    }
    return false;
}

/* How a word that no form tells is used here: as a level's, or, where no list could tell it from a part of other words
 * (重大理论), by itself: between marks, function words and levels. */
static void usage_formless(const usage_state *state, const usage_place *place, usage_count *count)
{
    const lt_usage_input *input = state->input;
    const uint8_t *breaks = input->breaks[place->document];
    const uint32_t *next = place->tokens + place->length;
    unsigned before = place->before > 0 ? lt_name_class_of(input->table, place->tokens[-1]) : LT_NAME_BORDER;
    unsigned behind = place->behind > 0 ? lt_name_class_of(input->table, next[0]) : LT_NAME_BORDER;
    bool carries = place->behind > 1 && (lt_name_class_of(input->table, next[1]) & LT_NAME_CARRIES) != 0;
    bool level = place->behind > 0 && (behind & LT_NAME_LEVEL) != 0 && !carries;
    count->level += level ? 1 : 0;
    if (breaks != NULL) {
        bool begins = (before & (LT_NAME_BORDER | LT_NAME_LEVEL)) != 0 || usage_break(breaks, place->at);
        bool ends =
            place->behind == 0 || (behind & LT_NAME_BORDER) != 0 || usage_break(breaks, place->at + place->length);
        count->seen++;
        count->named += level || (begins && ends) ? 1 : 0;
    }
}

static int usage_place_found(const usage_state *state, usage_worker *worker, const usage_place *place,
                             leitong_error *error)
{
    const lt_usage_input *input = state->input;
    usage_count *own = &worker->counts[place->word];
    own->total++;
    if ((input->vocabulary->words[place->word].flags & (LT_NAME_KNOWN | LT_NAME_SWAPPED)) != 0) {
        usage_formless(state, place, own);
    }
    int code = usage_context(worker, place, error);
    bool shares = input->begins[place->document] != input->begins[place->document + 1];
    if (code != 0 || !shares || usage_parted(input->breaks[place->document], place)) {
        return code;
    }
    code = LT_RESERVE(worker->uses, worker->use_capacity, worker->use_count + 1, error);
    if (code == 0) {
        worker->uses[worker->use_count++] = (lt_use){place->at, place->word};
    }
    return code;
}

/* Every word that begins at one token, the longer first. */
static int usage_token(const usage_state *state, usage_worker *worker, usage_place *place, size_t left,
                       leitong_error *error)
{
    const lt_vocabulary *vocabulary = state->input->vocabulary;
    uint32_t lengths = lt_vocabulary_lengths(vocabulary, place->tokens, left);
    int code = 0;
    while (code == 0 && lengths != 0) {
        place->length = 31U - (size_t)__builtin_clz(lengths);
        lengths &= ~(1U << place->length);
        if (place->length > left) {
            continue;
        }
        place->behind = LT_MIN(left - place->length, USAGE_CONTEXT);
        place->word = lt_vocabulary_find(vocabulary, place->tokens, place->length);
        if (place->word != LT_VOCABULARY_NONE) {
            code = usage_place_found(state, worker, place, error);
        }
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
    for (size_t i = 0; i < document->count;) {
        uint32_t word = (uint32_t)(document->by_word[i] >> 32);
        size_t end = i;
        while (end < document->count && document->by_word[end] >> 32 == word) {
            end++;
        }
        const lt_word *w = &state->input->vocabulary->words[word];
        bool known = (w->flags & LT_NAME_KNOWN) != 0 || lt_usage_formed(state->usage, word);
        bool place = w->kind == LT_NAME_PLACE && (w->flags & (LT_NAME_STEM | LT_NAME_KNOWN)) != 0;
        if (known && (place || w->kind == LT_NAME_PERSON)) {
            size_t list = place ? 0 : 1;
            usage_rank(document->own[list], counts[list], word, (uint32_t)(end - i));
        }
        i = end;
    }
}

/* The worker's places in an array of their own; a long list is handed over, so that it is not there twice. */
static lt_use *usage_take(usage_worker *worker)
{
    lt_use *uses;
    size_t size = worker->use_count * sizeof *uses;
    if (worker->use_count < USAGE_LARGE) {
        uses = malloc(size);
        if (uses != NULL) {
            memcpy(uses, worker->uses, size);
        }
        return uses;
    }
    uses = realloc(worker->uses, size);
    if (uses != NULL) {
        worker->uses = NULL;
        worker->use_capacity = 0;
    }
    return uses;
}

/* The places of a document's words, by place, of equals the longer first. */
static int usage_walk(void *context, size_t item, unsigned number, leitong_error *error)
{
    const usage_state *state = context;
    const lt_corpus *corpus = state->input->corpus;
    const lt_document *d = &corpus->documents[item];
    usage_worker *worker = &state->workers[number];
    worker->use_count = 0;
    for (uint64_t piece = 0; piece < d->token_count; piece += USAGE_PIECE) {
        size_t before = piece == 0 ? 0 : USAGE_CONTEXT;
        uint64_t end = piece + USAGE_PIECE + LT_NAME_LONGEST + USAGE_CONTEXT;
        size_t count = (size_t)(LT_MIN(end, d->token_count) - piece);
        const uint32_t *tokens;
        int code =
            lt_corpus_tokens(corpus, d->token_begin + piece - before, before + count, &worker->tokens, &tokens, error);
        for (size_t i = 0; code == 0 && i < count && i < USAGE_PIECE; i++) {
            if (!lt_vocabulary_may(state->input->vocabulary, tokens + before + i, count - i)) {
                continue;
            }
            usage_place place = {
                .at = (uint32_t)(piece + i), .document = (uint32_t)item, .tokens = tokens + before + i};
            place.before = LT_MIN(before + i, USAGE_CONTEXT);
            code = usage_token(state, worker, &place, count - i, error);
        }
        if (code != 0) {
            return code;
        }
    }
    if (worker->use_count > 0) {
        state->usage->documents[item].count = worker->use_count;
        state->usage->documents[item].uses = usage_take(worker);
        return state->usage->documents[item].uses == NULL ? lt_error_memory(error) : 0;
    }
    return 0;
}

/* Once it is known which words are common: the others' places, also by word. */
static int usage_list(void *context, size_t item, unsigned number, leitong_error *error)
{
    const usage_state *state = context;
    lt_usage_document *document = &state->usage->documents[item];
    usage_worker *worker = &state->workers[number];
    size_t count = 0;
    for (size_t i = 0; i < document->count; i++) {
        if (state->usage->common[document->uses[i].word] == 0) {
            document->uses[count++] = document->uses[i];
        }
    }
    document->count = count;
    if (count == 0) {
        return 0;
    }
    int code = LT_RESERVE(worker->order, worker->order_capacity, count, error);
    document->by_word = malloc(count * sizeof *document->by_word);
    if (code != 0 || document->by_word == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        document->by_word[i] = (uint64_t)document->uses[i].word << 32 | document->uses[i].at;
    }
    lt_radix_sort_u64(document->by_word, worker->order, count);
    usage_own(state, document);
    return 0;
}

/* How often each word stands anywhere, from all workers. What is known from a list alone and hardly ever stands as a
 * name does is none. */
static void usage_sum(const usage_state *state, unsigned workers)
{
    const lt_vocabulary *vocabulary = state->input->vocabulary;
    for (uint32_t w = 0; w < vocabulary->count; w++) {
        usage_count sum = {0};
        for (unsigned i = 0; i < workers; i++) {
            const usage_count *own = &state->workers[i].counts[w];
            sum = (usage_count){sum.total + own->total, sum.level + own->level, sum.seen + own->seen,
                                sum.named + own->named};
        }
        const lt_word *word = &vocabulary->words[w];
        state->usage->total[w] = sum.total;
        bool known = (word->flags & LT_NAME_KNOWN) != 0;
        state->usage->level[w] = sum.level;
        state->usage->formed[w] = known && sum.level > word->certain ? sum.level : word->certain;
        bool formed = (word->flags & LT_NAME_CERTAIN) != 0 && lt_usage_formed(state->usage, w);
        state->usage->common[w] = (word->flags & LT_NAME_KNOWN) == LT_NAME_LISTED && !formed &&
                                  (uint64_t)sum.named * LT_USAGE_NAMED < sum.seen;
    }
}

/* All workers' contexts, sorted: each with the first document that has it. */
static int usage_gather(const usage_state *state, unsigned workers, lt_record **ret_contexts, size_t *ret_count,
                        leitong_error *error)
{
    size_t count = 0;
    for (unsigned i = 0; i < workers; i++) {
        count += state->workers[i].context_count;
    }
    lt_record *all = malloc((count + 1) * sizeof *all);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    if (all == NULL || scratch == NULL) {
        free(all);
        free(scratch);
        return lt_error_memory(error);
    }
    count = 0;
    for (unsigned i = 0; i < workers; i++) {
        for (size_t c = 0; c < state->workers[i].context_count; c++) {
            lt_record context = state->workers[i].contexts[c];
            all[count] = context;
            count += (uint32_t)context.key % usage_rate(state->usage->total[context.key >> 32]) == 0 ? 1 : 0;
        }
        free(state->workers[i].contexts);
        state->workers[i].contexts = NULL;
        state->workers[i].context_count = state->workers[i].context_capacity = 0;
    }
    lt_radix_sort_records(all, scratch, count);
    free(scratch);
    *ret_contexts = all;
    *ret_count = count;
    return 0;
}

/* The documents that use one word on their own. contexts: of that word, sorted; counts, seen: [document], all 0 before
 * and after. */
static uint32_t usage_independent(const lt_record *contexts, size_t count, uint32_t *counts, uint8_t *seen)
{
    uint32_t independent = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = i > 0 && contexts[i].key == contexts[i - 1].key && contexts[i].value == contexts[i - 1].value;
        counts[contexts[i].value] += again ? 0 : 1;
    }
    for (size_t i = 0; i < count;) {
        uint64_t owner = contexts[i].value; /* of this context: of equals the first */
        size_t end = i;
        for (; end < count && contexts[end].key == contexts[i].key; end++) {
            owner = counts[contexts[end].value] > counts[owner] ? contexts[end].value : owner;
        }
        independent += seen[owner] == 0 ? 1 : 0;
        seen[owner] = 1;
        i = end;
    }
    for (size_t i = 0; i < count; i++) {
        counts[contexts[i].value] = 0;
        seen[contexts[i].value] = 0;
    }
    return independent;
}

/* How many documents use each word on their own, and which words are common; see the head. */
static int usage_judge(const usage_state *state, unsigned workers, leitong_error *error)
{
    const lt_usage *usage = state->usage;
    size_t documents = state->input->corpus->document_count;
    lt_record *contexts = NULL;
    size_t count = 0;
    uint32_t *counts = calloc(documents + 1, sizeof *counts);
    uint8_t *seen = calloc(documents + 1, 1);
    int code = counts == NULL || seen == NULL ? lt_error_memory(error)
                                              : usage_gather(state, workers, &contexts, &count, error);
    for (size_t i = 0; code == 0 && i < count;) {
        size_t end = i;
        while (end < count && contexts[end].key >> 32 == contexts[i].key >> 32) {
            end++;
        }
        usage->independent[contexts[i].key >> 32] = usage_independent(contexts + i, end - i, counts, seen);
        i = end;
    }
    size_t limit = LT_MAX(documents / LT_USAGE_SHARE, LT_USAGE_LEAST);
    limit = LT_MIN(limit, LT_USAGE_MOST);
    for (size_t w = 0; code == 0 && w < state->input->vocabulary->count; w++) {
        bool named = (uint64_t)usage->formed[w] * LT_USAGE_NAMED >= usage->total[w];
        usage->common[w] = usage->common[w] != 0 || (usage->independent[w] > limit && !named);
    }
    free(contexts);
    free(counts);
    free(seen);
    return code;
}

static int usage_open(usage_state *state, unsigned workers, leitong_error *error)
{
    size_t words = state->input->vocabulary->count + 1;
    size_t documents = state->input->corpus->document_count;
    lt_usage *usage = state->usage;
    usage->documents = calloc(documents + 1, sizeof *usage->documents);
    usage->document_count = documents;
    usage->total = calloc(words, sizeof *usage->total);
    usage->formed = calloc(words, sizeof *usage->formed);
    usage->level = calloc(words, sizeof *usage->level);
    usage->independent = calloc(words, sizeof *usage->independent);
    usage->common = calloc(words, sizeof *usage->common);
    state->workers = calloc(workers, sizeof *state->workers);
    bool good = usage->formed != NULL && usage->level != NULL && usage->documents != NULL && usage->total != NULL &&
                usage->independent != NULL && usage->common != NULL && state->workers != NULL;
    for (unsigned i = 0; good && i < workers; i++) {
        state->workers[i].counts = calloc(words, sizeof *state->workers[i].counts);
        good = state->workers[i].counts != NULL;
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
    code = code != 0 ? code : lt_workers_run(workers, documents, usage_walk, &state, error);
    if (code == 0) {
        usage_sum(&state, count);
    }
    code = code != 0 ? code : usage_judge(&state, count, error);
    code = code != 0 ? code : lt_workers_run(workers, documents, usage_list, &state, error);
    for (unsigned i = 0; state.workers != NULL && i < count; i++) {
        lt_spool_scratch_clear(&state.workers[i].tokens);
        free(state.workers[i].counts);
        free(state.workers[i].contexts);
        free(state.workers[i].uses);
        free(state.workers[i].order);
    }
    free(state.workers);
    if (code != 0) {
        lt_usage_clear(&usage);
        return code;
    }
    *ret_usage = usage;
    return 0;
}

bool lt_usage_formed(const lt_usage *usage, uint32_t word)
{
    return (uint64_t)usage->formed[word] * USAGE_FORMED >= usage->total[word];
}

size_t lt_usage_places(const lt_usage *usage, uint32_t document, uint32_t word, size_t *ret_first)
{
    const lt_usage_document *d = &usage->documents[document];
    size_t bounds[2];
    for (unsigned side = 0; side < 2; side++) {
        size_t first = 0;
        LT_LOWER_BOUND(first, d->count, middle, d->by_word[middle] >> 32 < (uint64_t)word + side);
        bounds[side] = first;
    }
    *ret_first = bounds[0];
    return bounds[1] - bounds[0];
}

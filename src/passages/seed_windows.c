#include "passages/seed_windows.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "passages/seeds.h"

#include <stdlib.h>
#include <string.h>

#define SEED_WINDOW_OFFSET_BITS 16

/* A class whose members are kept_members[at …]. */
typedef struct lt_seed_window_kept {
    uint64_t hash; /* of the members */
    size_t at;
    uint32_t first; /* member */
    uint32_t count;
    uint32_t documents;
    uint32_t offset;
} lt_seed_window_kept;

#define SEED_WINDOW_CONTEXTS 256

/* Tokens around a seed, as far as its runs can reach, and the runs that chose it. */
typedef struct lt_seed_window_context {
    uint32_t place;  /* the first with these tokens + 1; 0: none */
    uint32_t before; /* tokens before the seed */
    uint32_t tokens;
    uint32_t runs;   /* that chose the seed … */
    uint32_t offset; /* … the first of them so many tokens before it */
} lt_seed_window_context;

void lt_seed_windows_clear(lt_seed_windows *windows)
{
    free(windows->contexts);
    free(windows->context_tokens);
    free(windows->context_hashes);
    free(windows->context_of);
    free(windows->hubs);
    free(windows->entries);
    free(windows->sorting);
    free(windows->members);
    free(windows->kept);
    free(windows->kept_members);
    free(windows->hashes);
    free(windows->token_hashes);
    lt_spool_scratch_clear(&windows->view);
    lt_spool_scratch_clear(&windows->pattern);
    memset(windows, 0, sizeof *windows);
}

/* Tokens of a context at most. */
static size_t seed_windows_reach(const lt_winnow *shape)
{
    return (size_t)2 * (shape->window - 1) + shape->width;
}

/* The context of these tokens, and its runs' hashes: one known already, or made anew. */
static const lt_seed_window_context *seed_windows_context(lt_seed_windows *windows, uint32_t number,
                                                          const uint32_t *tokens, uint32_t count, uint32_t before,
                                                          const uint64_t **ret_hashes)
{
    const lt_winnow *shape = windows->shape;
    size_t slot = (size_t)(lt_hash_64(tokens, count * sizeof *tokens) % SEED_WINDOW_CONTEXTS);
    lt_seed_window_context *context = &windows->contexts[slot];
    uint32_t *known = windows->context_tokens + slot * seed_windows_reach(shape);
    uint64_t *hashes = windows->context_hashes + slot * shape->window;
    *ret_hashes = hashes;
    if (context->place != 0 && context->tokens == count && context->before == before &&
        memcmp(known, tokens, count * sizeof *tokens) == 0) {
        return context;
    }
    size_t first;
    lt_lexicon_token_hashes(windows->corpus->lexicon, tokens, count, windows->token_hashes);
    size_t runs = lt_winnow_choosers(shape, windows->token_hashes, count, before, windows->hashes, &first);
    for (size_t i = 0; i < runs; i++) {
        hashes[i] = lt_hash_64(tokens + first + i, shape->run * sizeof *tokens);
    }
    memcpy(known, tokens, count * sizeof *tokens);
    *context = (lt_seed_window_context){number + 1, before, count, (uint32_t)runs, before - (uint32_t)first};
    return context;
}

/* The runs that chose the seed at place `number`. */
static int seed_windows_add(lt_seed_windows *windows, uint32_t number, leitong_error *error)
{
    const lt_winnow *shape = windows->shape;
    uint64_t place = windows->places[number];
    const lt_document *document = &windows->corpus->documents[lt_place_document(place)];
    uint64_t seed = lt_place_token(place);
    uint64_t begin = seed < shape->window - 1 ? 0 : seed - (shape->window - 1);
    uint64_t end = seed + shape->window - 1 + shape->width;
    end = LT_MIN(end, document->token_count);
    const uint32_t *tokens;
    LT_TRY(lt_corpus_tokens(windows->corpus, document->token_begin + begin, (size_t)(end - begin), &windows->view,
                            &tokens, error));
    LT_TRY(LT_RESERVE(windows->entries, windows->entry_capacity, windows->entry_count + shape->window, error));
    const uint64_t *hashes;
    const lt_seed_window_context *context =
        seed_windows_context(windows, number, tokens, (uint32_t)(end - begin), (uint32_t)(seed - begin), &hashes);
    windows->context_of[number] = context->place;
    for (uint32_t i = context->runs; i-- > 0;) { /* in the order of values */
        uint64_t value = (uint64_t)number << SEED_WINDOW_OFFSET_BITS | (context->offset - i);
        windows->entries[windows->entry_count++] = (lt_record){hashes[i], value};
    }
    return 0;
}

static int seed_windows_open_contexts(lt_seed_windows *windows, size_t count, leitong_error *error)
{
    if (windows->contexts == NULL) { /* the shape stays the same from now on */
        windows->contexts = malloc(SEED_WINDOW_CONTEXTS * sizeof *windows->contexts);
        windows->context_tokens =
            malloc(SEED_WINDOW_CONTEXTS * seed_windows_reach(windows->shape) * sizeof *windows->context_tokens);
        windows->context_hashes = malloc((size_t)SEED_WINDOW_CONTEXTS * windows->shape->window * sizeof(uint64_t));
        windows->token_hashes = malloc(seed_windows_reach(windows->shape) * sizeof *windows->token_hashes);
    }
    if (windows->contexts == NULL || windows->context_tokens == NULL || windows->context_hashes == NULL ||
        windows->token_hashes == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < SEED_WINDOW_CONTEXTS; i++) {
        windows->contexts[i].place = 0;
    }
    return LT_RESERVE(windows->context_of, windows->context_capacity, count, error);
}

int lt_seed_windows_open(lt_seed_windows *windows, const lt_corpus *corpus, const lt_winnow *shape,
                         const uint64_t *places, size_t count, leitong_error *error)
{
    if (count >= UINT32_MAX) {
        return lt_error_set(error, LEITONG_EUSAGE, "five tokens in a row stand in 2^32 places; scan in shards");
    }
    windows->corpus = corpus;
    windows->shape = shape;
    windows->places = places;
    windows->entry_count = 0;
    windows->group_begin = windows->group_end = windows->group_next = 0;
    windows->kept_count = 0;
    windows->kept_member_count = 0;
    LT_TRY(LT_RESERVE(windows->hubs, windows->hub_capacity, count, error));
    LT_TRY(LT_RESERVE(windows->hashes, windows->hash_capacity, (size_t)2 * shape->window, error));
    LT_TRY(seed_windows_open_contexts(windows, count, error));
    for (size_t i = 0; i < count; i++) {
        windows->hubs[i] = 0;
        LT_TRY(seed_windows_add(windows, (uint32_t)i, error));
    }
    LT_TRY(LT_RESERVE(windows->sorting, windows->sorting_capacity, windows->entry_count, error));
    LT_TRY(LT_RESERVE(windows->members, windows->member_capacity, count, error));
    lt_radix_sort_records(windows->entries, windows->sorting, windows->entry_count);
    windows->records += windows->entry_count;
    return 0;
}

static int seed_windows_view(const lt_seed_windows *windows, uint64_t entry, lt_spool_scratch *scratch,
                             const uint32_t **ret_tokens, leitong_error *error)
{
    uint64_t place = windows->places[entry >> SEED_WINDOW_OFFSET_BITS] - entry % (1U << SEED_WINDOW_OFFSET_BITS);
    const lt_document *document = &windows->corpus->documents[lt_place_document(place)];
    return lt_corpus_tokens(windows->corpus, document->token_begin + lt_place_token(place), windows->shape->run,
                            scratch, ret_tokens, error);
}

/* Whether the run of an entry has the tokens of `pattern`, which are the run of entry `first`. */
static int seed_windows_same(lt_seed_windows *windows, uint64_t entry, uint64_t first, const uint32_t *pattern,
                             bool *ret_same, leitong_error *error)
{
    const uint32_t *context_of = windows->context_of;
    uint64_t offset = entry % (1U << SEED_WINDOW_OFFSET_BITS);
    if (context_of[entry >> SEED_WINDOW_OFFSET_BITS] == context_of[first >> SEED_WINDOW_OFFSET_BITS] &&
        offset == first % (1U << SEED_WINDOW_OFFSET_BITS)) {
        *ret_same = true;
        return 0;
    }
    const uint32_t *tokens;
    LT_TRY(seed_windows_view(windows, entry, &windows->view, &tokens, error));
    *ret_same = memcmp(tokens, pattern, windows->shape->run * sizeof *tokens) == 0;
    return 0;
}

/* Moves those of the present group whose tokens are the first's into a class; the others stay. */
static int seed_windows_take(lt_seed_windows *windows, lt_seed_window_class *ret_class, leitong_error *error)
{
    lt_record *entries = windows->entries;
    const uint32_t *pattern;
    uint64_t first = entries[windows->group_begin].value;
    LT_TRY(seed_windows_view(windows, first, &windows->pattern, &pattern, error));
    lt_seed_window_class class = {windows->members, 0, 0, (uint32_t)(first % (1U << SEED_WINDOW_OFFSET_BITS))};
    size_t rest = windows->group_begin;
    uint32_t document = 0;
    for (size_t i = windows->group_begin; i < windows->group_end; i++) {
        bool same = false;
        LT_TRY(seed_windows_same(windows, entries[i].value, first, pattern, &same, error));
        if (!same) {
            entries[rest++] = entries[i];
            continue;
        }
        uint32_t member = (uint32_t)(entries[i].value >> SEED_WINDOW_OFFSET_BITS);
        uint32_t holder = lt_place_document(windows->places[member]);
        class.documents += class.count == 0 || holder != document;
        document = holder;
        windows->members[class.count++] = member;
    }
    windows->group_end = rest;
    *ret_class = class;
    return 0;
}

int lt_seed_windows_next(lt_seed_windows *windows, lt_seed_window_class *ret_class, leitong_error *error)
{
    const lt_record *entries = windows->entries;
    lt_seed_window_class class = {0};
    while (class.count < 2) {
        while (windows->group_end - windows->group_begin < 2) {
            if (windows->group_next == windows->entry_count) {
                *ret_class = (lt_seed_window_class){0};
                return 0;
            }
            size_t end = windows->group_begin = windows->group_next;
            while (end < windows->entry_count && entries[end].key == entries[windows->group_begin].key) {
                end++;
            }
            windows->group_end = windows->group_next = end;
        }
        LT_TRY(seed_windows_take(windows, &class, error));
    }
    *ret_class = class;
    return 0;
}

int lt_seed_windows_keep(lt_seed_windows *windows, const lt_seed_window_class *class, leitong_error *error)
{
    size_t members = windows->kept_member_count + class->count;
    LT_TRY(LT_RESERVE(windows->kept, windows->kept_capacity, windows->kept_count + 1, error));
    LT_TRY(LT_RESERVE(windows->kept_members, windows->kept_member_capacity, members, error));
    size_t size = class->count * sizeof *class->members;
    windows->kept[windows->kept_count++] = (lt_seed_window_kept){.hash = lt_hash_64(class->members, size),
                                                                 .at = windows->kept_member_count,
                                                                 .first = class->members[0],
                                                                 .count = class->count,
                                                                 .documents = class->documents,
                                                                 .offset = class->offset};
    memcpy(windows->kept_members + windows->kept_member_count, class->members, size);
    windows->kept_member_count = members;
    return 0;
}

/* Equal sets of places side by side, the earliest run first. */
static int seed_windows_compare(const void *left, const void *right)
{
    const lt_seed_window_kept *a = left;
    const lt_seed_window_kept *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->count != b->count) {
        return a->count < b->count ? -1 : 1;
    }
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return a->offset > b->offset ? -1 : a->offset < b->offset;
}

bool lt_seed_windows_part(lt_seed_windows *windows, size_t *at, lt_seed_window_part *ret_part)
{
    const lt_seed_window_kept *kept = windows->kept;
    if (*at == 0 && windows->kept_count > 1) {
        qsort(windows->kept, windows->kept_count, sizeof *windows->kept, seed_windows_compare);
    }
    if (*at == windows->kept_count) {
        return false;
    }
    const lt_seed_window_kept *first = &kept[(*at)++];
    const uint32_t *members = windows->kept_members + first->at;
    uint32_t count = 1;
    for (; *at < windows->kept_count; (*at)++, count++) {
        const lt_seed_window_kept *next = &kept[*at];
        if (next->count != first->count || next->hash != first->hash || next->offset + count != first->offset ||
            memcmp(windows->kept_members + next->at, members, first->count * sizeof *members) != 0) {
            break;
        }
    }
    *ret_part = (lt_seed_window_part){members, first->count, first->documents, first->offset, count};
    return true;
}

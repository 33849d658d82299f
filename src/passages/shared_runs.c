#include "passages/shared_runs.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

#define RUNS_FIRST 16U /* documents of a phrase, by content; and places of each that are held against all others */
#define RUNS_PHRASE                                                                                                    \
    (UINT64_C(1) << 63)               /* the value of a stretch that is a place of a phrase: flags, and its number     \
                                       */
#define RUNS_WIDE (UINT64_C(1) << 62) /* one of the document's first in the phrase */

/* One worker's, for one document after the other. */
typedef struct runs_scratch {
    uint32_t *ends;   /* [document]: where what it shares ends so far */
    uint32_t *tokens; /* [document]: how much that is */
    lt_run_source *sources;
    size_t source_count, source_capacity;
    lt_stretch *hot;            /* the document's places of phrases, ascending */
    lt_stretch *dull;           /* what does not count, ascending, disjoint */
    lt_record *shared, *sorted; /* key: begin << 32 | end; value: the other document, or a place of a phrase */
    size_t hot_count, hot_capacity, dull_count, dull_capacity, shared_count, shared_capacity, sorted_capacity;
} runs_scratch;

struct lt_shared_runs {
    lt_shared_runs_options options;
    uint32_t (*firsts)[RUNS_FIRST]; /* [phrase]: by content */
    uint32_t *first_counts;         /* [phrase] */
    runs_scratch *scratch;          /* [worker] */
    unsigned workers;
};

static bool runs_before(const lt_shared_runs *runs, uint32_t a, uint32_t b)
{
    const uint64_t *hashes = runs->options.hashes;
    return hashes[a] != hashes[b] ? hashes[a] < hashes[b] : a < b;
}

/* The first documents of a phrase, by insertion. */
static void runs_firsts(lt_shared_runs *runs, size_t phrase)
{
    const lt_passage_result *found = runs->options.found;
    const lt_place *places = found->places + found->phrases[phrase].place_begin;
    uint32_t *firsts = runs->firsts[phrase];
    uint32_t count = 0;
    for (uint32_t p = 0; p < found->phrases[phrase].place_count; p++) {
        uint32_t document = places[p].document;
        if (p > 0 && places[p - 1].document == document) {
            continue;
        }
        if (count == RUNS_FIRST && !runs_before(runs, document, firsts[count - 1])) {
            continue;
        }
        uint32_t at = count < RUNS_FIRST ? count++ : count - 1;
        for (; at > 0 && runs_before(runs, document, firsts[at - 1]); at--) {
            firsts[at] = firsts[at - 1];
        }
        firsts[at] = document;
    }
    runs->first_counts[phrase] = count;
}

int lt_shared_runs_new(const lt_shared_runs_options *options, unsigned workers, lt_shared_runs **ret_runs,
                       leitong_error *error)
{
    size_t phrases = options->found->phrase_count;
    lt_shared_runs *runs = calloc(1, sizeof *runs);
    if (runs == NULL) {
        return lt_error_memory(error);
    }
    *runs = (lt_shared_runs){.options = *options, .workers = workers};
    runs->firsts = malloc((phrases + 1) * sizeof *runs->firsts);
    runs->first_counts = malloc((phrases + 1) * sizeof *runs->first_counts);
    runs->scratch = calloc(workers, sizeof *runs->scratch);
    bool failed = runs->firsts == NULL || runs->first_counts == NULL || runs->scratch == NULL;
    for (unsigned i = 0; i < workers && !failed; i++) {
        runs->scratch[i].ends = calloc(options->document_count + 1, sizeof(uint32_t));
        runs->scratch[i].tokens = calloc(options->document_count + 1, sizeof(uint32_t));
        failed = runs->scratch[i].ends == NULL || runs->scratch[i].tokens == NULL;
    }
    if (failed) {
        lt_shared_runs_free(runs);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < phrases; i++) {
        runs_firsts(runs, i);
    }
    *ret_runs = runs;
    return 0;
}

void lt_shared_runs_free(lt_shared_runs *runs)
{
    for (unsigned i = 0; runs != NULL && runs->scratch != NULL && i < runs->workers; i++) {
        runs_scratch *scratch = &runs->scratch[i];
        free(scratch->ends);
        free(scratch->tokens);
        free(scratch->sources);
        free(scratch->hot);
        free(scratch->dull);
        free(scratch->shared);
        free(scratch->sorted);
    }
    if (runs != NULL) {
        free(runs->firsts);
        free(runs->first_counts);
        free(runs->scratch);
        free(runs);
    }
}

/* Keeps [begin, end) less what does not count. */
static int runs_keep(runs_scratch *scratch, uint32_t begin, uint32_t end, uint64_t value, leitong_error *error)
{
    size_t d = 0;
    LT_LOWER_BOUND(d, scratch->dull_count, i, scratch->dull[i].end <= begin);
    while (begin < end) {
        uint32_t border = d < scratch->dull_count ? LT_MIN(scratch->dull[d].begin, end) : end;
        if (begin < border) {
            LT_TRY(LT_RESERVE(scratch->shared, scratch->shared_capacity, scratch->shared_count + 1, error));
            scratch->shared[scratch->shared_count++] = (lt_record){(uint64_t)begin << 32 | border, value};
        }
        begin = border == end ? end : scratch->dull[d++].end;
    }
    return 0;
}

/* Equal tokens [begin, end) of a passage: those of their windows that are in no phrase. */
static int runs_equal(const lt_shared_runs *runs, runs_scratch *scratch, const lt_stretch *equal, uint32_t source,
                      leitong_error *error)
{
    uint32_t run = runs->options.run;
    if (equal->end - equal->begin < run) {
        return 0;
    }
    uint32_t start = equal->begin; /* of the next window; the last starts at `last` */
    uint32_t last = equal->end - run;
    size_t h = 0;
    LT_LOWER_BOUND(h, scratch->hot_count, i, scratch->hot[i].end - run < start);
    for (; start <= last; h++) {
        uint32_t border = h < scratch->hot_count ? LT_MIN(scratch->hot[h].begin, last + 1) : last + 1;
        if (start < border) {
            LT_TRY(runs_keep(scratch, start, border - 1 + run, source, error));
        }
        if (border == last + 1) {
            return 0;
        }
        start = scratch->hot[h].end - run + 1;
    }
    return 0;
}

static int runs_side(const lt_shared_runs *runs, runs_scratch *scratch, uint32_t document, size_t value,
                     leitong_error *error)
{
    const lt_passages *passages = &runs->options.found->passages;
    const lt_passage *p = &passages->items[value >> 1];
    const lt_edit *edits = LT_FROM(passages->edits, p->edit_begin);
    bool is_b = (value & 1) != 0;
    uint32_t source = is_b ? p->document_a : p->document_b;
    lt_stretch equal = {.begin = is_b ? p->b_begin : p->a_begin};
    uint32_t end = is_b ? p->b_end : p->a_end;
    if (source == document) {
        return 0;
    }
    if (runs->options.token_counts[document] < runs->options.run) {
        return runs_keep(scratch, equal.begin, end, source, error);
    }
    for (uint32_t e = 0; e < p->edit_count; e++) {
        equal.end = is_b ? edits[e].b_begin : edits[e].a_begin;
        LT_TRY(runs_equal(runs, scratch, &equal, source, error));
        equal.begin = is_b ? edits[e].b_end : edits[e].a_end;
    }
    equal.end = end;
    return runs_equal(runs, scratch, &equal, source, error);
}

static int runs_by_begin(const void *left, const void *right)
{
    const lt_stretch *a = left;
    const lt_stretch *b = right;
    return a->begin != b->begin ? (a->begin < b->begin ? -1 : 1) : (a->end > b->end) - (a->end < b->end);
}

static int runs_gather_dull(runs_scratch *scratch, const lt_shared_runs_of *of, leitong_error *error)
{
    size_t excluded = of->excluded->count;
    size_t count = 0;
    LT_TRY(LT_RESERVE(scratch->dull, scratch->dull_capacity, of->boilerplate_count + excluded + 1, error));
    for (size_t i = 0; i < of->boilerplate_count; i++) {
        scratch->dull[i] = (lt_stretch){of->boilerplate[i].begin, of->boilerplate[i].end};
    }
    for (size_t i = 0; i < excluded; i++) {
        scratch->dull[of->boilerplate_count + i] = of->excluded->items[i];
    }
    qsort(scratch->dull, of->boilerplate_count + excluded, sizeof *scratch->dull, runs_by_begin);
    for (size_t i = 0; i < of->boilerplate_count + excluded; i++) {
        lt_stretch *before = count > 0 ? &scratch->dull[count - 1] : NULL;
        if (before != NULL && scratch->dull[i].begin <= before->end) {
            before->end = LT_MAX(before->end, scratch->dull[i].end);
        } else {
            scratch->dull[count++] = scratch->dull[i];
        }
    }
    scratch->dull_count = count;
    return 0;
}

/* The document's places of phrases: where windows are hot, and stretches to share. */
static int runs_gather_places(const lt_shared_runs *runs, runs_scratch *scratch, const lt_shared_runs_of *of,
                              leitong_error *error)
{
    const lt_passage_result *found = runs->options.found;
    scratch->hot_count = 0;
    for (size_t i = 0; i < of->place_count; i++) {
        size_t first = (size_t)of->places[i].value;
        for (size_t v = first; v < found->place_count && found->places[v].document == of->document; v++) {
            const lt_place *place = &found->places[v];
            uint64_t wide = v - first < RUNS_FIRST ? RUNS_WIDE : 0;
            LT_TRY(LT_RESERVE(scratch->hot, scratch->hot_capacity, scratch->hot_count + 1, error));
            scratch->hot[scratch->hot_count++] = (lt_stretch){place->begin, place->end};
            LT_TRY(runs_keep(scratch, place->begin, place->end, RUNS_PHRASE | wide | v, error));
        }
    }
    if (scratch->hot_count > 0) {
        qsort(scratch->hot, scratch->hot_count, sizeof *scratch->hot, runs_by_begin);
    }
    return 0;
}

/* The document shares [key) with `source`. Stretches come by begin, so what ends further is new. */
static int runs_share(runs_scratch *scratch, uint64_t key, uint32_t source, leitong_error *error)
{
    uint32_t end = (uint32_t)key;
    uint32_t begin = LT_MAX((uint32_t)(key >> 32), scratch->ends[source]);
    if (begin >= end) {
        return 0;
    }
    if (scratch->tokens[source] == 0) {
        LT_TRY(LT_RESERVE(scratch->sources, scratch->source_capacity, scratch->source_count + 1, error));
        scratch->sources[scratch->source_count++].document = source;
    }
    scratch->tokens[source] += end - begin;
    scratch->ends[source] = end;
    return 0;
}

static int runs_phrase(const lt_shared_runs *runs, runs_scratch *scratch, uint32_t document, const lt_record *shared,
                       leitong_error *error)
{
    const lt_passage_result *found = runs->options.found;
    size_t place = (size_t)(shared->value & (RUNS_WIDE - 1));
    size_t phrase = 0; /* behind the last that begins at the place or before it */
    LT_LOWER_BOUND(phrase, found->phrase_count, i, found->phrases[i].place_begin <= place);
    phrase--;
    bool is_first = false;
    for (uint32_t i = 0; i < runs->first_counts[phrase]; i++) {
        uint32_t source = runs->firsts[phrase][i];
        is_first = is_first || source == document;
        LT_TRY(source == document ? 0 : runs_share(scratch, shared->key, source, error));
    }
    if (!is_first || (shared->value & RUNS_WIDE) == 0) {
        return 0;
    }
    const lt_place *places = found->places + found->phrases[phrase].place_begin;
    for (uint32_t p = 0; p < found->phrases[phrase].place_count; p++) {
        uint32_t source = places[p].document;
        if (source != document && (p == 0 || places[p - 1].document != source)) {
            LT_TRY(runs_share(scratch, shared->key, source, error));
        }
    }
    return 0;
}

/* Keeps the sources that share enough, and empties the counts. */
static void runs_end(const lt_shared_runs *runs, runs_scratch *scratch, uint32_t document)
{
    const lt_shared_runs_options *o = &runs->options;
    size_t kept = 0;
    for (size_t i = 0; i < scratch->source_count; i++) {
        uint32_t source = scratch->sources[i].document;
        uint32_t smaller = LT_MIN(o->token_counts[document], o->token_counts[source]);
        if ((unsigned __int128)scratch->tokens[source] * 1000000000U >= (unsigned __int128)o->threshold * smaller) {
            scratch->sources[kept++] = (lt_run_source){source, scratch->tokens[source]};
        }
        scratch->tokens[source] = 0;
        scratch->ends[source] = 0;
    }
    scratch->source_count = kept;
}

int lt_shared_runs_count(lt_shared_runs *runs, unsigned worker, const lt_shared_runs_of *of,
                         const lt_run_source **ret_sources, size_t *ret_count, leitong_error *error)
{
    runs_scratch *scratch = &runs->scratch[worker];
    int code = 0;
    scratch->shared_count = 0;
    LT_TRY(runs_gather_dull(scratch, of, error));
    LT_TRY(runs_gather_places(runs, scratch, of, error));
    for (size_t i = 0; i < of->side_count; i++) {
        LT_TRY(runs_side(runs, scratch, of->document, (size_t)of->sides[i].value, error));
    }
    LT_TRY(LT_RESERVE(scratch->sorted, scratch->sorted_capacity, scratch->shared_count + 1, error));
    lt_radix_sort_records(scratch->shared, scratch->sorted, scratch->shared_count);
    for (size_t i = 0; code == 0 && i < scratch->shared_count; i++) {
        const lt_record *shared = &scratch->shared[i];
        code = (shared->value & RUNS_PHRASE) != 0 ? runs_phrase(runs, scratch, of->document, shared, error)
                                                  : runs_share(scratch, shared->key, (uint32_t)shared->value, error);
    }
    LT_TRY(code);
    runs_end(runs, scratch, of->document);
    *ret_sources = scratch->sources;
    *ret_count = scratch->source_count;
    return 0;
}

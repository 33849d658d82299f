/* verdict_figures: tokens of the submission, counted (verdict.h). */
#include "buffer.h"
#include "radix.h"
#include "report/verdict.h"
#include "result.h"

#include <stdlib.h>
#include <string.h>

/* What the submission shares with one other document, or repeats of itself. */
typedef struct figure_source {
    uint32_t document;
    size_t first, last; /* of its shares */
    uint64_t tokens;    /* counted */
    uint64_t most;      /* that both documents can have in common */
} figure_source;

/* What is shared with other documents, by document. */
typedef struct figure_shares {
    lt_record *items; /* key: document << 32 | finding; value: its place in the other document, of a phrase's places, or
                         UINT64_MAX: the finding's own */
    size_t count, capacity;
} figure_shares;

static void figures_tokens(leitong_verdict *v)
{
    leitong_verdict_figures *f = &v->figures;
    for (size_t t = 0; t < v->ruler.count; t++) {
        unsigned flags = v->flags[t];
        bool is_counted = (flags & LT_TOKEN_COUNTED) != 0 && (flags & LT_TOKEN_APPROVED) == 0;
        if ((flags & LT_TOKEN_COVERED) == 0) {
            continue;
        }
        f->reused_without_own += (flags & LT_TOKEN_OTHERS) != 0;
        f->approved += (flags & LT_TOKEN_APPROVED) != 0;
        f->known += (flags & LT_TOKEN_KNOWN) != 0 && (flags & LT_TOKEN_COUNTED) == 0;
        f->counted += is_counted;
        f->counted_without_stock += is_counted && (flags & LT_TOKEN_STOCK) == 0;
    }
}

static void figures_findings(leitong_verdict *v)
{
    leitong_verdict_figures *f = &v->figures;
    uint64_t paragraph = UINT64_MAX;
    for (size_t i = 0; i < v->finding_count; i++) {
        const leitong_finding *finding = &v->findings[i];
        if (finding->mark != LEITONG_COUNTED) {
            continue;
        }
        if (finding->kind == LEITONG_FINDING_PARAGRAPH) {
            f->paragraphs += finding->here.begin != paragraph;
            paragraph = finding->here.begin;
            continue;
        }
        f->passages += finding->kind == LEITONG_FINDING_PASSAGE;
        f->longest_run = finding->longest_run > f->longest_run ? finding->longest_run : f->longest_run;
    }
}

/* What the result has counted instead of comparing it. */
static void figures_crowded(leitong_verdict *v)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(v->result, &count);
    for (size_t i = 0; i < count; i++) {
        v->figures.crowded += strcmp(skips[i].reason, "crowded") == 0 ? skips[i].count : 0;
    }
}

static int shares_add(figure_shares *shares, uint32_t document, size_t finding, uint64_t place, leitong_error *error)
{
    int code = lt_buffer_reserve(&shares->items, &shares->capacity, shares->count + 1, sizeof *shares->items, error);
    if (code == 0) {
        shares->items[shares->count++] = (lt_record){(uint64_t)document << 32 | finding, place};
    }
    return code;
}

/* Others' places of a phrase. */
static int shares_phrase(const leitong_verdict *v, size_t finding, figure_shares *shares, leitong_error *error)
{
    size_t count;
    const leitong_result_phrase *phrase = leitong_result_phrases(v->result, &count) + v->findings[finding].row;
    const leitong_span *places = leitong_result_places(v->result, &count);
    int code = 0;
    for (size_t p = phrase->place_begin; code == 0 && p < phrase->place_begin + phrase->place_count; p++) {
        if (places[p].document != v->submission && !lt_verdict_is_own(v, places[p].document)) {
            code = shares_add(shares, places[p].document, finding, p, error);
        }
    }
    return code;
}

/* Counted passages. Of wording in more than 16 places only the first has a passage, here as in a scan; so where some
 * passage does not count, phrases must tell of the other places. */
static int shares_gather(leitong_verdict *v, figure_shares *shares, leitong_error *error)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < v->finding_count; i++) {
        const leitong_finding *finding = &v->findings[i];
        bool is_counted = finding->mark == LEITONG_COUNTED;
        if (finding->kind == LEITONG_FINDING_PASSAGE && is_counted) {
            code = shares_add(shares, finding->there.document, i, UINT64_MAX, error);
        }
        v->phrases_tell = v->phrases_tell || (finding->kind == LEITONG_FINDING_PASSAGE && !is_counted);
    }
    for (size_t i = 0; code == 0 && v->phrases_tell && i < v->finding_count; i++) {
        if (v->findings[i].kind == LEITONG_FINDING_PHRASE && v->findings[i].mark == LEITONG_COUNTED) {
            code = shares_phrase(v, i, shares, error);
        }
    }
    lt_record *scratch = code == 0 ? malloc((shares->count + 1) * sizeof *scratch) : NULL;
    if (code == 0 && scratch == NULL) {
        code = lt_error_memory(error);
    } else if (code == 0 && shares->count > 0) {
        lt_radix_records(shares->items, scratch, shares->count);
    }
    free(scratch);
    return code;
}

static const leitong_finding *share_finding(const leitong_verdict *v, const lt_record *share)
{
    return &v->findings[(uint32_t)share->key];
}

static const leitong_span *share_there(const leitong_verdict *v, const lt_record *share)
{
    size_t count;
    return share->value == UINT64_MAX ? &share_finding(v, share)->there
                                      : leitong_result_places(v->result, &count) + share->value;
}

/* Counts and takes the scratch flag away again. */
static uint64_t figure_uncover(leitong_verdict *v, const leitong_span *span)
{
    uint64_t tokens = 0;
    size_t end = lt_ruler_token(&v->ruler, span->end);
    for (size_t t = lt_ruler_token(&v->ruler, span->begin); t < end; t++) {
        tokens += (v->flags[t] & LT_TOKEN_SOURCE) != 0 && (v->flags[t] & LT_TOKEN_APPROVED) == 0;
        v->flags[t] &= (uint8_t)~LT_TOKEN_SOURCE;
    }
    return tokens;
}

static uint64_t figure_smaller(const leitong_verdict *v, uint32_t document)
{
    uint64_t there = v->documents[document].tokens;
    return there < v->figures.tokens ? there : v->figures.tokens;
}

static void figure_count(leitong_verdict *v, const figure_shares *shares, figure_source *source)
{
    bool is_within = source->document == v->submission;
    uint64_t smaller = figure_smaller(v, source->document);
    for (size_t i = source->first; i < source->last; i++) {
        lt_verdict_cover(v, &share_finding(v, &shares->items[i])->here, LT_TOKEN_SOURCE);
        if (is_within) {
            lt_verdict_cover(v, share_there(v, &shares->items[i]), LT_TOKEN_SOURCE);
        }
    }
    source->tokens = 0;
    for (size_t i = source->first; i < source->last; i++) {
        source->tokens += figure_uncover(v, &share_finding(v, &shares->items[i])->here);
        source->tokens += is_within ? figure_uncover(v, share_there(v, &shares->items[i])) : 0;
    }
    source->most = is_within ? 0 : source->tokens < smaller ? source->tokens : smaller;
    if (source->tokens > v->figures.source_tokens) {
        v->figures.source = source->document;
        v->figures.source_tokens = source->tokens;
    }
}

/* Tokens of the other document that are shared. */
static int figure_there(const leitong_verdict *v, const figure_shares *shares, const figure_source *source,
                        uint64_t *ret_tokens, leitong_error *error)
{
    lt_ruler ruler = {0};
    const leitong_result_run *run = leitong_result_get_run(v->result);
    lt_ruler_fold how = {.fold_han = run->fold_han != 0};
    int code = lt_ruler_open(v->result, source->document, &how, &ruler, error);
    if (code != 0) {
        return code;
    }
    uint8_t *held = calloc(ruler.count + 1, 1);
    uint64_t tokens = 0;
    for (size_t i = source->first; held != NULL && i < source->last; i++) {
        const leitong_span *span = share_there(v, &shares->items[i]);
        size_t end = lt_ruler_token(&ruler, span->end);
        for (size_t t = lt_ruler_token(&ruler, span->begin); t < end; t++) {
            tokens += held[t] == 0;
            held[t] = 1;
        }
    }
    code = held == NULL ? lt_error_memory(error) : 0;
    free(held);
    lt_ruler_clear(&ruler);
    *ret_tokens = tokens;
    return code;
}

/* a / b > c / d */
static bool figure_is_more(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    return (unsigned __int128)a * d > (unsigned __int128)c * b;
}

static int figure_most_order(const void *left, const void *right)
{
    const figure_source *a = left;
    const figure_source *b = right;
    if (a->most != b->most) {
        return a->most > b->most ? -1 : 1;
    }
    return (a->document > b->document) - (a->document < b->document);
}

/* The document of which most is in common. Of two attributions the smaller is what both surely have, as in clusters of
 * documents; the other document is only folded where it could change the answer. */
static int figures_document(leitong_verdict *v, const figure_shares *shares, figure_source *sources, size_t count,
                            leitong_error *error)
{
    leitong_verdict_figures *f = &v->figures;
    int code = 0;
    f->document_smaller = 1;
    qsort(sources, count, sizeof *sources, figure_most_order);
    for (size_t i = 0; code == 0 && i < count; i++) {
        uint64_t smaller = figure_smaller(v, sources[i].document);
        uint64_t there = 0;
        if (smaller == 0 || !figure_is_more(sources[i].most, smaller, f->document_shared, f->document_smaller)) {
            continue;
        }
        code = figure_there(v, shares, &sources[i], &there, error);
        uint64_t shared = there < sources[i].most ? there : sources[i].most;
        if (code == 0 && figure_is_more(shared, smaller, f->document_shared, f->document_smaller)) {
            f->document = sources[i].document;
            f->document_shared = shared;
            f->document_smaller = smaller;
        }
    }
    return code;
}

static int figures_sources(leitong_verdict *v, leitong_error *error)
{
    figure_shares shares = {0};
    figure_source *sources = NULL;
    size_t count = 0;
    int code = shares_gather(v, &shares, error);
    if (code == 0) {
        sources = calloc(shares.count + 1, sizeof *sources);
        code = sources == NULL ? lt_error_memory(error) : 0;
    }
    for (size_t first = 0; code == 0 && first < shares.count;) {
        figure_source *source = &sources[count++];
        *source = (figure_source){.document = (uint32_t)(shares.items[first].key >> 32), .first = first, .last = first};
        while (source->last < shares.count && shares.items[source->last].key >> 32 == source->document) {
            source->last++;
        }
        figure_count(v, &shares, source);
        first = source->last;
    }
    code = code != 0 || count == 0 ? code : figures_document(v, &shares, sources, count, error);
    free(shares.items);
    free(sources);
    return code;
}

int lt_verdict_figures(leitong_verdict *v, leitong_error *error)
{
    const leitong_result_document *document = &v->documents[v->submission];
    v->figures = (leitong_verdict_figures){.tokens = document->tokens,
                                           .reused = document->reused,
                                           .reused_without_stock = document->reused_without_stock,
                                           .source = LEITONG_NO_DOCUMENT,
                                           .document = LEITONG_NO_DOCUMENT,
                                           .document_smaller = 1};
    figures_tokens(v);
    figures_findings(v);
    figures_crowded(v);
    if (v->result->stock.count == 0 && document->reused != document->reused_without_stock) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET,
                           "the result does not say where stock wording stands; judge the scan's own result");
    }
    return figures_sources(v, error);
}

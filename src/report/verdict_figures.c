/* verdict_figures: tokens of the submission, counted (verdict.h). */
#include "report/verdict.h"
#include "result.h"

#include <stdlib.h>

/* What the submission shares with one other document, or repeats of itself. */
typedef struct figure_source {
    uint32_t document;
    size_t first, last; /* in the order of documents */
    uint64_t tokens;    /* counted */
    uint64_t most;      /* that both documents can have in common */
} figure_source;

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

/* Counted passages, by the other document. */
static int figure_order(const void *left, const void *right)
{
    const leitong_finding *a = *(leitong_finding *const *)left;
    const leitong_finding *b = *(leitong_finding *const *)right;
    if (a->there.document != b->there.document) {
        return a->there.document < b->there.document ? -1 : 1;
    }
    return (a > b) - (a < b);
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

static void figure_count(leitong_verdict *v, leitong_finding *const *sorted, figure_source *source)
{
    bool is_within = source->document == v->submission;
    uint64_t smaller = figure_smaller(v, source->document);
    for (size_t i = source->first; i < source->last; i++) {
        lt_verdict_cover(v, &sorted[i]->here, LT_TOKEN_SOURCE);
        if (is_within) {
            lt_verdict_cover(v, &sorted[i]->there, LT_TOKEN_SOURCE);
        }
    }
    source->tokens = 0;
    for (size_t i = source->first; i < source->last; i++) {
        source->tokens += figure_uncover(v, &sorted[i]->here);
        source->tokens += is_within ? figure_uncover(v, &sorted[i]->there) : 0;
    }
    source->most = is_within ? 0 : source->tokens < smaller ? source->tokens : smaller;
    if (source->tokens > v->figures.source_tokens) {
        v->figures.source = source->document;
        v->figures.source_tokens = source->tokens;
    }
}

/* Tokens of the other document that stand in the passages. */
static int figure_there(const leitong_verdict *v, leitong_finding *const *sorted, const figure_source *source,
                        uint64_t *ret_tokens, leitong_error *error)
{
    lt_ruler ruler = {0};
    const leitong_result_run *run = leitong_result_get_run(v->result);
    int code = lt_ruler_open(v->result, source->document, run->fold_han != 0, &ruler, error);
    if (code != 0) {
        return code;
    }
    uint8_t *held = calloc(ruler.count + 1, 1);
    uint64_t tokens = 0;
    for (size_t i = source->first; held != NULL && i < source->last; i++) {
        size_t end = lt_ruler_token(&ruler, sorted[i]->there.end);
        for (size_t t = lt_ruler_token(&ruler, sorted[i]->there.begin); t < end; t++) {
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
static int figures_document(leitong_verdict *v, leitong_finding *const *sorted, figure_source *sources, size_t count,
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
        code = figure_there(v, sorted, &sources[i], &there, error);
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
    leitong_finding **sorted = malloc((v->finding_count + 1) * sizeof *sorted);
    figure_source *sources = calloc(v->finding_count + 1, sizeof *sources);
    size_t passages = 0;
    size_t count = 0;
    int code = sorted == NULL || sources == NULL ? lt_error_memory(error) : 0;
    for (size_t i = 0; code == 0 && i < v->finding_count; i++) {
        if (v->findings[i].kind == LEITONG_FINDING_PASSAGE && v->findings[i].mark == LEITONG_COUNTED) {
            sorted[passages++] = &v->findings[i];
        }
    }
    if (code == 0 && passages > 0) {
        qsort(sorted, passages, sizeof *sorted, figure_order);
        for (size_t first = 0; first < passages;) {
            figure_source *source = &sources[count++];
            *source = (figure_source){.document = sorted[first]->there.document, .first = first, .last = first};
            while (source->last < passages && sorted[source->last]->there.document == source->document) {
                source->last++;
            }
            figure_count(v, sorted, source);
            first = source->last;
        }
        code = figures_document(v, sorted, sources, count, error);
    }
    free(sorted);
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
    if (v->result->stock.count == 0 && document->reused != document->reused_without_stock) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET,
                           "the result does not say where stock wording stands; judge the scan's own result");
    }
    return figures_sources(v, error);
}

#include "gate/verdict_figures.h"

#include "base/compare.h"
#include "gate/verdict_sources.h"
#include "result/result.h"

#include <string.h>

static void figures_tokens(leitong_verdict *v)
{
    leitong_verdict_figures *f = &v->figures;
    for (size_t t = 0; t < v->tokens.count; t++) {
        unsigned flags = v->flags[t];
        bool is_counted = (flags & LT_TOKEN_COUNTED) != 0 && (flags & v->uncounted) == 0;
        if ((flags & LT_TOKEN_COVERED) == 0) {
            continue;
        }
        f->boilerplate += (flags & LT_TOKEN_BOILERPLATE) != 0;
        f->excluded += (flags & LT_TOKEN_EXCLUDED) != 0;
        f->reused_without_own += (flags & LT_TOKEN_OTHERS) != 0 && (flags & LT_TOKEN_EXCLUDED) == 0;
        f->approved += (flags & LT_TOKEN_APPROVED) != 0;
        f->known += (flags & LT_TOKEN_KNOWN) != 0 && (flags & LT_TOKEN_COUNTED) == 0;
        f->counted += is_counted;
        f->counted_without_stock += is_counted && (flags & LT_TOKEN_STOCK) == 0;
        f->counted_without_quotes += is_counted && (flags & LT_TOKEN_QUOTED) == 0;
        f->counted_without_boilerplate += is_counted && (flags & LT_TOKEN_BOILERPLATE) == 0;
    }
}

static void figures_findings(leitong_verdict *v)
{
    leitong_verdict_figures *f = &v->figures;
    uint64_t paragraph = UINT64_MAX;
    uint64_t most = 0; /* what an adaptation weighs */
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(v->result, &count);
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
        f->left_behind += finding->kind == LEITONG_FINDING_LEFT_BEHIND && left[finding->row].weak == 0;
        if (finding->kind == LEITONG_FINDING_ADAPTED) {
            uint64_t weight = lt_adapted_weight(v->result, finding->row);
            f->adapted++;
            f->adapted_from = weight > most ? finding->there.document : f->adapted_from;
            most = LT_MAX(most, weight);
        }
        f->passages += finding->kind == LEITONG_FINDING_PASSAGE;
        f->longest_run = LT_MAX(finding->longest_run, f->longest_run);
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

int lt_verdict_figures(leitong_verdict *v, leitong_error *error)
{
    const leitong_result_document *document = &v->documents[v->submission];
    v->figures = (leitong_verdict_figures){.tokens = document->tokens,
                                           .reused = document->reused,
                                           .covered = document->covered,
                                           .repeated = document->repeated,
                                           .reused_without_quotes = document->reused_without_quotes,
                                           .reused_without_stock = document->reused_without_stock,
                                           .source = LEITONG_NO_DOCUMENT,
                                           .adapted_from = LEITONG_NO_DOCUMENT,
                                           .document = LEITONG_NO_DOCUMENT,
                                           .document_smaller = 1};
    figures_tokens(v);
    figures_findings(v);
    figures_crowded(v);
    if (v->result->labels.count == 0 && document->reused != document->reused_without_stock) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET,
                           "the result does not say where stock wording stands; judge the scan's own result");
    }
    return lt_verdict_sources(v, error);
}

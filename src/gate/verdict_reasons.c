#include "gate/verdict_reasons.h"

#include "base/compare.h"

#include <stdlib.h>

typedef struct reason_value {
    uint64_t numerator, denominator; /* denominator 0: a count */
    uint32_t source;
} reason_value;

static reason_value reason_figure(const leitong_verdict *v, int limit)
{
    const leitong_verdict_figures *f = &v->figures;
    switch (limit) {
    case LEITONG_LIMIT_TOTAL:
        return (reason_value){f->counted, f->tokens, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_WITHOUT_STOCK:
        return (reason_value){f->counted_without_stock, f->tokens, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_SOURCE:
        return (reason_value){f->source_tokens, f->tokens, f->source};
    case LEITONG_LIMIT_RUN:
        return (reason_value){f->longest_run, 0, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_PASSAGES:
        return (reason_value){f->passages, 0, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_PARAGRAPHS:
        return (reason_value){f->paragraphs, 0, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_WITHOUT_QUOTES:
        return (reason_value){f->counted_without_quotes, f->tokens, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_WITHOUT_OWN:
        return (reason_value){f->reused_without_own, f->tokens, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_REPEATED:
        return (reason_value){f->repeated, f->tokens, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_WITHOUT_BOILERPLATE:
        return (reason_value){f->counted_without_boilerplate, f->tokens, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_LEFT_BEHIND:
        return (reason_value){f->left_behind, 0, LEITONG_NO_DOCUMENT};
    case LEITONG_LIMIT_ADAPTED:
        return (reason_value){f->adapted, 0, f->adapted_from};
    case LEITONG_LIMIT_EXCLUDED:
        return (reason_value){f->excluded, f->tokens, LEITONG_NO_DOCUMENT};
    default:
        return (reason_value){f->document_shared, f->document_smaller, f->document};
    }
}

/* Exactly: in integers. */
static bool reason_is_broken(const reason_value *value, const lt_level *level)
{
    if (!level->limited) {
        return false;
    }
    return value->denominator == 0 ? value->numerator > level->value
                                   : (unsigned __int128)value->numerator * LT_POLICY_UNIT >
                                         (unsigned __int128)level->value * value->denominator;
}

/* What the finding shares with the source to blame: a passage its other side, a phrase one of its places. */
static bool reason_is_of(const leitong_verdict *v, const leitong_reason *reason, const leitong_finding *finding)
{
    size_t count;
    if (finding->kind != LEITONG_FINDING_PHRASE) {
        return finding->there.document == reason->source;
    }
    const leitong_result_phrase *phrase = leitong_result_phrases(v->result, &count) + finding->row;
    const leitong_span *places = leitong_result_places(v->result, &count) + phrase->place_begin;
    size_t low = 0; /* places ascend by document */
    LT_LOWER_BOUND(low, v->phrases_tell ? phrase->place_count : 0, middle, places[middle].document < reason->source);
    return v->phrases_tell && low < phrase->place_count && places[low].document == reason->source;
}

/* Of names left behind, and of what a text was adapted from. */
static uint64_t reason_name_weight(const leitong_verdict *v, const leitong_reason *reason,
                                   const leitong_finding *finding)
{
    if (finding->mark != LEITONG_COUNTED) {
        return 0;
    }
    if (reason->limit == LEITONG_LIMIT_LEFT_BEHIND) {
        return finding->kind == LEITONG_FINDING_LEFT_BEHIND ? finding->tokens : 0;
    }
    return finding->kind == LEITONG_FINDING_ADAPTED ? lt_adapted_weight(v->result, finding->row) : 0;
}

/* How much a finding weighs for a limit; 0: it has nothing to do with it. */
static uint64_t reason_weight(const leitong_verdict *v, const leitong_reason *reason, const leitong_finding *finding)
{
    bool is_paragraph = finding->kind == LEITONG_FINDING_PARAGRAPH;
    if (reason->limit == LEITONG_LIMIT_LEFT_BEHIND || reason->limit == LEITONG_LIMIT_ADAPTED) {
        return reason_name_weight(v, reason, finding);
    }
    if (finding->kind == LEITONG_FINDING_LEFT_BEHIND || finding->kind == LEITONG_FINDING_ADAPTED) {
        return 0;
    }
    int mark = reason->limit == LEITONG_LIMIT_REPEATED ? LEITONG_WITHIN : LEITONG_COUNTED;
    if (finding->mark != mark || is_paragraph != (reason->limit == LEITONG_LIMIT_PARAGRAPHS)) {
        return 0;
    }
    switch (reason->limit) {
    case LEITONG_LIMIT_SOURCE:
    case LEITONG_LIMIT_DOCUMENT:
        return reason_is_of(v, reason, finding) ? finding->tokens - finding->approved : 0;
    case LEITONG_LIMIT_RUN:
        return finding->longest_run > reason->level ? finding->longest_run : 0;
    case LEITONG_LIMIT_PASSAGES:
        return finding->kind == LEITONG_FINDING_PASSAGE ? finding->tokens : 0;
    default:
        return finding->tokens - finding->approved;
    }
}

typedef struct reason_pick {
    uint64_t weight;
    size_t finding;
} reason_pick;

static int pick_order(const void *left, const void *right)
{
    const reason_pick *a = left;
    const reason_pick *b = right;
    if (a->weight != b->weight) {
        return a->weight > b->weight ? -1 : 1;
    }
    return (a->finding > b->finding) - (a->finding < b->finding);
}

/* Picks are reserved for all limits before, so that the reasons may point at them. */
static void reason_pick_findings(leitong_verdict *v, leitong_reason *reason, reason_pick *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < v->finding_count; i++) {
        uint64_t weight = reason_weight(v, reason, &v->findings[i]);
        if (weight > 0) {
            scratch[count++] = (reason_pick){weight, i};
        }
    }
    if (count > 1) {
        qsort(scratch, count, sizeof *scratch, pick_order);
    }
    reason->findings = v->picks + v->pick_count;
    reason->finding_count = count;
    for (size_t i = 0; i < count; i++) {
        v->picks[v->pick_count++] = scratch[i].finding;
    }
}

static void reason_judge(leitong_verdict *v, int limit, int decision, reason_pick *scratch)
{
    const lt_level *levels = v->limits.levels[limit];
    const lt_level *level = &levels[decision == LEITONG_REFUSE ? LT_LEVEL_REFUSE : LT_LEVEL_WARN];
    reason_value value = reason_figure(v, limit);
    if (!reason_is_broken(&value, level) ||
        (decision == LEITONG_WARN && reason_is_broken(&value, &levels[LT_LEVEL_REFUSE]))) {
        return;
    }
    leitong_reason *reason = &v->reasons[v->reason_count++];
    *reason = (leitong_reason){.limit = limit,
                               .decision = decision,
                               .numerator = value.numerator,
                               .denominator = value.denominator,
                               .level = level->value,
                               .source = value.source,
                               .rule = level->rule};
    reason_pick_findings(v, reason, scratch);
    v->decision = LT_MAX(decision, v->decision);
}

int lt_verdict_reasons(leitong_verdict *v, leitong_error *error)
{
    reason_pick *scratch = malloc((v->finding_count + 1) * sizeof *scratch);
    v->picks = malloc((v->finding_count * LEITONG_LIMITS + 1) * sizeof *v->picks);
    if (scratch == NULL || v->picks == NULL) {
        free(scratch);
        return lt_error_memory(error);
    }
    for (int decision = LEITONG_REFUSE; decision >= LEITONG_WARN; decision--) {
        for (int limit = 0; limit < LEITONG_LIMITS; limit++) {
            reason_judge(v, limit, decision, scratch);
        }
    }
    free(scratch);
    return 0;
}

#include "gate/verdict.h"

#include "result/result.h"

#include <stdlib.h>
#include <string.h>

void lt_verdict_cover(leitong_verdict *verdict, const leitong_span *span, unsigned flags)
{
    size_t end = lt_document_tokens_token(&verdict->ruler, span->end);
    for (size_t t = lt_document_tokens_token(&verdict->ruler, span->begin); t < end; t++) {
        verdict->flags[t] |= (uint8_t)flags;
    }
}

/* One row for each text that matters: tokens are added up, since a text's hits are disjoint. */
static int wording_approvals(leitong_verdict *verdict, const lt_wording_hit *hits, size_t count, leitong_error *error)
{
    const lt_wording *wording = &verdict->policy->wording;
    verdict->approvals = calloc(wording->text_count + 1, sizeof *verdict->approvals);
    if (verdict->approvals == NULL) {
        return lt_error_memory(error);
    }
    size_t hit = 0;
    for (size_t i = 0; i < wording->text_count; i++) {
        const lt_wording_text *text = &wording->texts[i];
        leitong_approval row = {text->name, text->reason, text->expires, text->expired, 0};
        for (; hit < count && hits[hit].text == i; hit++) {
            row.tokens += hits[hit].end - hits[hit].begin;
            for (uint32_t t = hits[hit].begin; t < hits[hit].end && !text->expired; t++) {
                verdict->flags[t] |= LT_TOKEN_APPROVED;
            }
        }
        if (row.tokens > 0 || text->expired) {
            verdict->approvals[verdict->approval_count++] = row;
        }
    }
    return 0;
}

int lt_verdict_wording(leitong_verdict *verdict, leitong_error *error)
{
    lt_wording_hit *hits = NULL;
    size_t count = 0;
    const lt_table *stock = &verdict->result->stock;
    const lt_result_stock *rows = stock->items;
    for (size_t i = 0; i < stock->count; i++) {
        for (uint32_t t = rows[i].begin; rows[i].document == verdict->submission && t < rows[i].end; t++) {
            verdict->flags[t] |= LT_TOKEN_STOCK;
        }
    }
    int code = lt_wording_find(&verdict->policy->wording, &verdict->ruler, &hits, &count, error);
    code = code != 0 ? code : wording_approvals(verdict, hits, count, error);
    free(hits);
    return code;
}

static int verdict_earlier(leitong_verdict *verdict, const leitong_earlier *earlier, leitong_error *error)
{
    if (earlier == NULL) {
        return 0;
    }
    verdict->earlier_id = strdup(earlier->id);
    verdict->earlier_date = earlier->date != NULL ? strdup(earlier->date) : NULL;
    if (verdict->earlier_id == NULL || (earlier->date != NULL && verdict->earlier_date == NULL)) {
        return lt_error_memory(error);
    }
    verdict->has_earlier = true;
    verdict->earlier = *earlier;
    verdict->earlier.id = verdict->earlier_id;
    verdict->earlier.date = verdict->earlier_date;
    return 0;
}

static int verdict_measure(leitong_verdict *verdict, leitong_error *error)
{
    const leitong_result_run *run = leitong_result_get_run(verdict->result);
    const leitong_result_document *document = &verdict->documents[verdict->submission];
    if (document->tokens == 0) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET,
                           "has no words: there is nothing to judge");
    }
    lt_wording *wording = &verdict->policy->wording;
    int code = lt_wording_prepare(wording, run, error);
    if (code == 0) {
        lt_document_tokens_fold how = {.lexicon = wording->lexicon, .known = true, .fold_han = run->fold_han != 0};
        code = lt_document_tokens_open(verdict->result, verdict->submission, &how, &verdict->ruler, error);
    }
    if (code == 0) {
        verdict->flags = calloc(verdict->ruler.count + 1, sizeof *verdict->flags);
        code = verdict->flags == NULL ? lt_error_memory(error) : 0;
    }
    return code;
}

int leitong_verdict_new(leitong_policy *policy, const leitong_result *result, uint32_t submission,
                        const leitong_earlier *earlier, leitong_verdict **ret_verdict, leitong_error *error)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    if (submission >= count) {
        return lt_error_set(error, LEITONG_EUSAGE, "no such document: %u", submission);
    }
    leitong_verdict *verdict = calloc(1, sizeof *verdict);
    if (verdict == NULL) {
        return lt_error_memory(error);
    }
    verdict->policy = policy;
    verdict->result = result;
    verdict->documents = documents;
    verdict->document_count = count;
    verdict->submission = submission;
    lt_policy_limits(policy, documents[submission].id, documents[submission].series, &verdict->limits);
    int code = verdict_earlier(verdict, earlier, error);
    code = code != 0 ? code : verdict_measure(verdict, error);
    code = code != 0 ? code : lt_verdict_wording(verdict, error);
    code = code != 0 ? code : lt_verdict_findings(verdict, error);
    code = code != 0 ? code : lt_verdict_figures(verdict, error);
    code = code != 0 ? code : lt_verdict_reasons(verdict, error);
    if (code != 0) {
        leitong_verdict_free(verdict);
        return code;
    }
    lt_document_tokens_clear(&verdict->ruler);
    free(verdict->flags);
    verdict->flags = NULL;
    *ret_verdict = verdict;
    return 0;
}

void leitong_verdict_free(leitong_verdict *verdict)
{
    if (verdict == NULL) {
        return;
    }
    lt_document_tokens_clear(&verdict->ruler);
    free(verdict->flags);
    free(verdict->findings);
    free(verdict->picks);
    free(verdict->approvals);
    free(verdict->earlier_id);
    free(verdict->earlier_date);
    free(verdict);
}

int leitong_verdict_decision(const leitong_verdict *verdict)
{
    return verdict->decision;
}

const leitong_verdict_figures *leitong_verdict_get_figures(const leitong_verdict *verdict)
{
    return &verdict->figures;
}

const leitong_reason *leitong_verdict_reasons(const leitong_verdict *verdict, size_t *ret_count)
{
    *ret_count = verdict->reason_count;
    return verdict->reasons;
}

const leitong_finding *leitong_verdict_findings(const leitong_verdict *verdict, size_t *ret_count)
{
    *ret_count = verdict->finding_count;
    return verdict->findings;
}

const leitong_approval *leitong_verdict_approvals(const leitong_verdict *verdict, size_t *ret_count)
{
    *ret_count = verdict->approval_count;
    return verdict->approvals;
}

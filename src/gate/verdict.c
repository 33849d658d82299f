#include "gate/verdict.h"

#include <stdlib.h>
#include <string.h>

void lt_verdict_cover(leitong_verdict *verdict, const leitong_span *span, unsigned flags)
{
    size_t end = lt_document_tokens_token(&verdict->tokens, span->end);
    for (size_t t = lt_document_tokens_token(&verdict->tokens, span->begin); t < end; t++) {
        verdict->flags[t] |= (uint16_t)flags;
    }
}

/* The same series or author, where the policy calls that own work. */
bool lt_verdict_is_own(const leitong_verdict *v, uint32_t document)
{
    const leitong_result_document *here = &v->documents[v->submission];
    const leitong_result_document *there = &v->documents[document];
    bool same_series = here->series != NULL && there->series != NULL && here->series[0] != '\0' &&
                       strcmp(here->series, there->series) == 0;
    bool same_author = here->author != NULL && there->author != NULL && here->author[0] != '\0' &&
                       strcmp(here->author, there->author) == 0;
    return document != v->submission &&
           ((v->policy->own_series && same_series) || (v->policy->own_author && same_author));
}

void leitong_verdict_free(leitong_verdict *verdict)
{
    if (verdict == NULL) {
        return;
    }
    lt_document_tokens_clear(&verdict->tokens);
    free(verdict->flags);
    free(verdict->findings);
    free(verdict->adapted_names);
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

/* judge: a policy and a result → a verdict on a submission (include/leitong/gate.h).
 *
 * The stages run in this order, each on what those before it left in the verdict: tokens of the submission; flags of
 * approved and stock wording (verdict_wording); findings and their marks (verdict_findings); figures (verdict_figures,
 * verdict_sources); the limits that are exceeded (verdict_reasons).
 * Input: a policy and a result that holds the submission. Output: the verdict. Ownership: the verdict is the caller's;
 * result and policy must outlive it. Errors: LEITONG_EINPUT (nothing to judge), those of document_tokens,
 * policy_wording, fingerprint and policy_baseline. Complexity: linear in the result's rows and the submission, but for
 * sorting, and what verdict_sources says. */
#include "gate/verdict_figures.h"
#include "gate/verdict_findings.h"
#include "gate/verdict_reasons.h"
#include "gate/verdict_wording.h"

#include <stdlib.h>
#include <string.h>

static int judge_earlier(leitong_verdict *verdict, const leitong_earlier *earlier, leitong_error *error)
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

/* Folds the submission. */
static int judge_tokens(leitong_verdict *verdict, leitong_error *error)
{
    const leitong_result_run *run = leitong_result_get_run(verdict->result);
    const leitong_result_document *document = &verdict->documents[verdict->submission];
    if (document->tokens == 0) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET,
                           "has no words: there is nothing to judge");
    }
    lt_wording *wording = &verdict->policy->wording;
    LT_TRY(lt_wording_prepare(wording, run, error));
    lt_document_tokens_fold how = {.lexicon = wording->lexicon, .known = true, .fold_han = run->fold_han != 0};
    LT_TRY(lt_document_tokens_open(verdict->result, verdict->submission, &how, &verdict->tokens, error));
    verdict->flags = calloc(verdict->tokens.count + 1, sizeof *verdict->flags);
    return verdict->flags == NULL ? lt_error_memory(error) : 0;
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
    int code = 0;
    LT_TRY_GOTO(failed, judge_earlier(verdict, earlier, error));
    verdict->uncounted = LT_TOKEN_APPROVED | (policy->count_excluded ? 0U : LT_TOKEN_EXCLUDED);
    LT_TRY_GOTO(failed, judge_tokens(verdict, error));
    LT_TRY_GOTO(failed, lt_verdict_wording(verdict, error));
    LT_TRY_GOTO(failed, lt_verdict_findings(verdict, error));
    LT_TRY_GOTO(failed, lt_verdict_figures(verdict, error));
    LT_TRY_GOTO(failed, lt_verdict_reasons(verdict, error));
    lt_document_tokens_clear(&verdict->tokens);
    free(verdict->flags);
    verdict->flags = NULL;
    *ret_verdict = verdict;
    return 0;
failed:
    leitong_verdict_free(verdict);
    return code;
}

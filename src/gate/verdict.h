/* verdict: a policy and a result → what of a submission counts, and whether it may come in (include/leitong/gate.h).
 *
 * Enters: a policy and a result with the submission. Leaves: findings with their marks (verdict_findings), figures
 * (verdict_figures, verdict_sources) and the limits that are broken (verdict_reasons). Everything is counted in tokens
 * of the submission, each once, whatever overlaps. Owner: leitong_verdict; result and policy must outlive it. Errors:
 * LEITONG_EINPUT (nothing to judge), those of ruler, wording and side. */
#ifndef LT_GATE_VERDICT_H
#define LT_GATE_VERDICT_H

#include "gate/policy.h"
#include "leitong/gate.h"
#include "result/document_tokens.h"

/* What is known of one token of the submission. */
enum lt_token_flag {
    LT_TOKEN_COVERED = 1, /* some finding holds it */
    LT_TOKEN_COUNTED = 2, /* one that counts does */
    LT_TOKEN_OTHERS = 4,  /* one that is not of own earlier work does */
    LT_TOKEN_KNOWN = 8,   /* one of the baseline does */
    LT_TOKEN_APPROVED = 16,
    LT_TOKEN_STOCK = 32,
    LT_TOKEN_SOURCE = 64, /* scratch: a passage of the source that is being counted holds it … */
    LT_TOKEN_SHARED = 128 /* … a phrase that it has does */
};

struct leitong_verdict {
    leitong_policy *policy;
    const leitong_result *result;
    const leitong_result_document *documents;
    size_t document_count;
    uint32_t submission;
    int decision;
    leitong_verdict_figures figures;
    lt_limits limits;
    leitong_finding *findings;
    size_t finding_count, finding_capacity;
    leitong_reason reasons[LEITONG_LIMITS];
    size_t reason_count;
    size_t *picks; /* numbers of findings, which reasons point into */
    size_t pick_count;
    leitong_approval *approvals; /* one a text of the policy that stands here, and each that has expired */
    size_t approval_count;
    bool has_earlier;
    leitong_earlier earlier;
    char *earlier_id, *earlier_date;
    lt_document_tokens ruler; /* of the submission */
    uint8_t *flags;           /* [token] enum lt_token_flag */
    bool phrases_tell;        /* of sources that share wording: see verdict_sources */
};

/* In this order: flags of approved and stock wording; findings, marked; figures, those of sources among them; reasons.
 */
LEITONG_CHECK int lt_verdict_wording(leitong_verdict *verdict, leitong_error *error);
LEITONG_CHECK int lt_verdict_findings(leitong_verdict *verdict, leitong_error *error);
LEITONG_CHECK int lt_verdict_figures(leitong_verdict *verdict, leitong_error *error);
LEITONG_CHECK int lt_verdict_sources(leitong_verdict *verdict, leitong_error *error);
LEITONG_CHECK int lt_verdict_reasons(leitong_verdict *verdict, leitong_error *error);

/* The document is own earlier work, as the policy has it. */
bool lt_verdict_is_own(const leitong_verdict *verdict, uint32_t document);

/* Sets flags on the tokens of a span of the submission. */
void lt_verdict_cover(leitong_verdict *verdict, const leitong_span *span, unsigned flags);

#endif

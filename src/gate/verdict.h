/* verdict: the state of a verdict, which its stages fill one after another (judge.c), and what they share.
 *
 * Everything is counted in tokens of the submission, each once, whatever findings overlap: flags of each token say what
 * covers it.
 * Input: a policy and a result with the submission. Output: findings, figures, reasons and approvals. Ownership:
 * leitong_verdict owns its arrays; result and policy must outlive it. Errors: none here; each stage names its own.
 * Complexity: lt_verdict_cover is linear in the span's tokens. */
#ifndef LT_GATE_VERDICT_H
#define LT_GATE_VERDICT_H

#include "gate/policy.h"
#include "leitong/gate.h"
#include "result/adapted_names.h"
#include "result/document_tokens.h"
#include "result/equal_spans.h"

/* What covers one token of the submission. */
enum lt_token_flag {
    LT_TOKEN_COVERED = 1, /* by some finding, in which it is equal in another document */
    LT_TOKEN_COUNTED = 2, /* by one that counts */
    LT_TOKEN_OTHERS = 4,  /* by one that is not of own earlier work */
    LT_TOKEN_KNOWN = 8,   /* by one of the baseline */
    LT_TOKEN_APPROVED = 16,
    LT_TOKEN_STOCK = 32,
    LT_TOKEN_SOURCE = 64,    /* scratch: by a passage of the source that is being counted … */
    LT_TOKEN_SHARED = 128,   /* … by a phrase that it has */
    LT_TOKEN_REPEATED = 256, /* equal elsewhere in the submission */
    LT_TOKEN_QUOTED = 512,
    LT_TOKEN_EXCLUDED = 1024,   /* in a line that is not the author's text */
    LT_TOKEN_BOILERPLATE = 2048 /* in boilerplate */
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
    lt_adapted_names *adapted_names; /* [adapted pair] */
    leitong_reason reasons[LEITONG_LIMITS];
    size_t reason_count;
    size_t *picks; /* numbers of findings, which reasons point into */
    size_t pick_count;
    leitong_approval *approvals; /* of each text of the policy that occurs here or has expired */
    size_t approval_count;
    bool has_earlier;
    leitong_earlier earlier;
    char *earlier_id, *earlier_date;
    lt_document_tokens tokens; /* of the submission */
    uint16_t *flags;           /* [token] enum lt_token_flag */
    unsigned uncounted;        /* flags of tokens that no figure counts as reused */
    bool phrases_tell;         /* phrases count for sources: see verdict_sources */
};

/* The document is own earlier work, as the policy has it. */
bool lt_verdict_is_own(const leitong_verdict *verdict, uint32_t document);

/* Sets flags on the tokens of a span of the submission. */
void lt_verdict_cover(leitong_verdict *verdict, const leitong_span *span, unsigned flags);

#endif

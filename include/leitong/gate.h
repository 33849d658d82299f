/** @file gate.h
 * The gate: a policy, a result that names a submission → a verdict with its reasons, and the artefacts that tell it.
 *
 *     leitong_policy_open → (a result with the submission) → leitong_verdict_new → leitong_gate_add … →
 * leitong_gate_end
 *
 * The verdict's figures are the result's own; nothing is estimated. What approved wording, own earlier work or the
 * baseline explain is shown, marked and not counted (FORMATS.md, Policy). */
#ifndef LEITONG_GATE_H
#define LEITONG_GATE_H

#include "result.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a policy limits. A value above the level breaks the limit; a level is the largest value that is let through. */
enum leitong_limit {
    LEITONG_LIMIT_TOTAL,         /**< total_ratio: tokens counted / tokens (总文字复制比) */
    LEITONG_LIMIT_WITHOUT_STOCK, /**< ratio_without_stock: the same without stock wording (去除规范表述复制比) */
    LEITONG_LIMIT_SOURCE,        /**< source_ratio: the largest single source's share (单篇最大复制比) */
    LEITONG_LIMIT_RUN,           /**< longest_run: tokens of the longest verbatim run (最长连续重合) */
    LEITONG_LIMIT_PASSAGES,      /**< passages: how many */
    LEITONG_LIMIT_PARAGRAPHS,    /**< paragraphs: how many stand in a pair of near-duplicate paragraphs */
    LEITONG_LIMIT_DOCUMENT, /**< document_ratio: tokens in common with one other document / tokens of the smaller */
    LEITONG_LIMIT_WITHOUT_QUOTES, /**< ratio_without_quotes: tokens counted outside quotation / tokens (去除引用复制比)
                                   */
    LEITONG_LIMIT_WITHOUT_OWN, /**< ratio_without_own: tokens reused from others than own work (去除本人文献复制比) */
    LEITONG_LIMIT_REPEATED, /**< repeated_ratio: tokens that the submission repeats of itself (本篇重复) */
    LEITONG_LIMIT_EXCLUDED, /**< excluded_ratio: tokens equal elsewhere in lines that are not the author's text */
    LEITONG_LIMIT_WITHOUT_BOILERPLATE, /**< ratio_without_boilerplate: tokens counted outside boilerplate / tokens */
    LEITONG_LIMIT_LEFT_BEHIND, /**< left_behind: names of a source that were forgotten (漏改), without those that may be
                                  meant */
    LEITONG_LIMIT_ADAPTED,     /**< adapted: documents that the submission was adapted from (照稿改写) */
    LEITONG_LIMITS
};

/** The name of a limit in a policy, such as "total_ratio"; never NULL. */
LEITONG_API const char *leitong_limit_name(int limit);

enum leitong_decision { LEITONG_PASS = 0, LEITONG_WARN = 1, LEITONG_REFUSE = 2 };

typedef struct leitong_policy leitong_policy;

/** What overrides the policy's file. */
typedef struct leitong_policy_options {
    size_t struct_size;   /**< sizeof of this struct, set by the initialiser */
    const char *today;    /**< YYYY-MM-DD: entries that expire before it count again; NULL: an entry that expires is an
                               error (the library does not look at the clock) */
    const char *refuse;   /**< "total_ratio=0.3,longest_run=100": levels for every submission; "none": no such limit */
    const char *warn;     /**< likewise */
    const char *own;      /**< "series", "author" or "series,author"; "" for none; NULL: as the file says */
    const char *approved; /**< one more file or folder of approved wording, or NULL */
    const char *baseline; /**< the baseline's file instead of the policy's, or NULL */
} leitong_policy_options;

#define LEITONG_POLICY_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        sizeof(leitong_policy_options), NULL, NULL, NULL, NULL, NULL, NULL                                             \
    }

/** Reads and validates a policy (FORMATS.md), its approved wording and its baseline.
 *  @param path     NULL: the built-in policy (refuse above total_ratio 0.3 or document_ratio 0.7, warn above 0.1 and
 *                  0.5)
 *  @param options  NULL for the defaults
 *  @return LEITONG_EUSAGE: not readable, not JSON, an unknown or repeated key, a value of the wrong kind or out of its
 *          range, a date that is none, approved wording that can't be read or has no word (file, byte and key);
 *          LEITONG_ESYSTEM, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_policy_open(const char *path, const leitong_policy_options *options,
                                                  leitong_policy **ret_policy, leitong_error *error);
LEITONG_API void leitong_policy_free(leitong_policy *policy);

/** A rule of a policy, by what it is for. */
typedef struct leitong_rule {
    const char *path;   /**< pattern of ids, or NULL */
    const char *series; /**< likewise */
    int met;            /**< non-zero: a submission judged so far, or a document of leitong_policy_meet, matches it */
} leitong_rule;

/** The rule of this number, from 0 on; returns 0 where there is none. */
LEITONG_API int leitong_policy_rule(const leitong_policy *policy, size_t number, leitong_rule *ret_rule);
/** Holds a document against the rules that is not judged, one of the index say: a rule that nothing matches is likely
 *  misspelt, or the root is not the one its author had in mind. Returns how many rules have met nothing yet; `id` may
 * be NULL, to ask only that. */
LEITONG_API size_t leitong_policy_meet(leitong_policy *policy, const char *id, const char *series);

/** How a finding counts. */
enum leitong_mark {
    LEITONG_COUNTED,  /**< counts */
    LEITONG_APPROVED, /**< less than a run of it stands outside approved wording */
    LEITONG_OWN,      /**< shared with own earlier work alone */
    LEITONG_KNOWN,    /**< in the baseline */
    LEITONG_WITHIN    /**< repeats the submission itself: `repeated` tells it, and nothing else */
};

enum leitong_finding_kind {
    LEITONG_FINDING_PASSAGE,
    LEITONG_FINDING_PARAGRAPH,
    LEITONG_FINDING_PHRASE,
    LEITONG_FINDING_LEFT_BEHIND, /**< a name, of a pair that was adapted */
    LEITONG_FINDING_ADAPTED      /**< a document that the submission was adapted from, or it from the submission where
                                    nothing      tells; its places are those of the most telling case */
};

/** A row of the result as it concerns the submission. */
typedef struct leitong_finding {
    int kind;   /**< enum leitong_finding_kind */
    int mark;   /**< enum leitong_mark */
    size_t row; /**< of passages, pairs, phrases, names left behind or adapted pairs */
    leitong_span here;
    leitong_span there;   /**< the other place; of a phrase the first one elsewhere */
    uint64_t tokens;      /**< of the submission, in `here`; of a passage those that are equal there */
    uint64_t approved;    /**< of them in approved wording */
    uint64_t longest_run; /**< longest verbatim run outside approved wording */
    uint64_t hash[2];     /**< of both texts: the fingerprint that baselines know */
} leitong_finding;

/** A limit that is broken. */
typedef struct leitong_reason {
    int limit;              /**< enum leitong_limit */
    int decision;           /**< LEITONG_WARN or LEITONG_REFUSE */
    uint64_t numerator;     /**< the value, or of ratios its numerator … */
    uint64_t denominator;   /**< … and denominator; 0: the value is a count */
    uint64_t level;         /**< that was exceeded: a count, or of ratios millionths */
    uint32_t source;        /**< the document to blame where it is one, otherwise LEITONG_NO_DOCUMENT */
    size_t rule;            /**< the policy's rule that set the level, from 1; 0: its own limits, or options */
    const size_t *findings; /**< numbers of the findings to look at, those that weigh most first */
    size_t finding_count;
} leitong_reason;

/** Approved wording that stands in the submission, or would if it had not expired. */
typedef struct leitong_approval {
    const char *name;    /**< the file, or "approved[2]" */
    const char *reason;  /**< or NULL */
    const char *expires; /**< YYYY-MM-DD, or NULL */
    int expired;         /**< non-zero: it counts again */
    uint64_t tokens;     /**< of the submission that are its wording */
} leitong_approval;

/** Tokens of the submission, each counted once in a figure. */
typedef struct leitong_verdict_figures {
    uint64_t tokens;
    uint64_t reused;                /**< equal in another document: the result's own figure */
    uint64_t covered;               /**< in passages and phrases, likewise */
    uint64_t repeated;              /**< equal elsewhere in the submission, likewise */
    uint64_t excluded;              /**< equal elsewhere, in lines that are not the author's text */
    uint64_t boilerplate;           /**< equal elsewhere, in boilerplate of pages that the index holds */
    uint64_t reused_without_quotes; /**< the result's own figure */
    uint64_t reused_without_stock;  /**< the result's own figure */
    uint64_t reused_without_own; /**< of `reused`, what own earlier work alone does not explain (去除本人文献复制比) */
    uint64_t approved;           /**< of `reused`, in approved wording */
    uint64_t known;              /**< of `reused`, in the baseline alone */
    uint64_t counted;            /**< what total_ratio limits */
    uint64_t counted_without_stock;
    uint64_t counted_without_quotes;
    uint64_t counted_without_boilerplate;
    uint64_t longest_run;  /**< counted */
    uint64_t passages;     /**< counted */
    uint64_t paragraphs;   /**< counted */
    uint64_t left_behind;  /**< counted names of sources that were forgotten, without those that may be meant */
    uint64_t adapted;      /**< counted findings of this kind */
    uint32_t adapted_from; /**< the one with most names left behind and swaps, or LEITONG_NO_DOCUMENT */
    uint64_t crowded;      /**< paragraphs without a row, of which more were alike than were compared */
    uint32_t source;       /**< the largest counted, or LEITONG_NO_DOCUMENT */
    uint64_t source_tokens;
    uint32_t document; /**< of the largest document_ratio, or LEITONG_NO_DOCUMENT */
    uint64_t document_shared, document_smaller;
} leitong_verdict_figures;

/** The indexed document of the submission's own id, which it is not held against. */
typedef struct leitong_earlier {
    const char *id;
    const char *date; /**< or NULL */
    uint64_t bytes;
    int same; /**< non-zero: byte for byte the submission */
} leitong_earlier;

typedef struct leitong_verdict leitong_verdict;

/** Judges one document of a result. What the policy's baseline accepts is taken from it: of a text that it holds once,
 *  the second copy is new, in this submission or the next.
 *  @param result      must outlive the verdict, and hold the submission's text
 *  @param submission  its number among the result's documents
 *  @param earlier     NULL where there is none; copied
 *  @return LEITONG_EINPUT (the submission has no words, or its text was not kept), LEITONG_EMEMORY … */
LEITONG_API LEITONG_CHECK int leitong_verdict_new(leitong_policy *policy, const leitong_result *result,
                                                  uint32_t submission, const leitong_earlier *earlier,
                                                  leitong_verdict **ret_verdict, leitong_error *error);
LEITONG_API void leitong_verdict_free(leitong_verdict *verdict);
LEITONG_API int leitong_verdict_decision(const leitong_verdict *verdict);
LEITONG_API const leitong_verdict_figures *leitong_verdict_get_figures(const leitong_verdict *verdict);
/** Refusals first, then warnings, each in the order of enum leitong_limit. */
LEITONG_API const leitong_reason *leitong_verdict_reasons(const leitong_verdict *verdict, size_t *ret_count);
/** In the order of their places in the submission. */
LEITONG_API const leitong_finding *leitong_verdict_findings(const leitong_verdict *verdict, size_t *ret_count);
LEITONG_API const leitong_approval *leitong_verdict_approvals(const leitong_verdict *verdict, size_t *ret_count);

/** Writes a baseline that accepts every finding (whatever its mark) of the verdicts that this policy gave. */
LEITONG_API LEITONG_CHECK int leitong_policy_write_baseline(const leitong_policy *policy, FILE *file,
                                                            leitong_error *error);

enum leitong_gate_format {
    LEITONG_GATE_TEXT, /**< for people: the verdict, then the reasons, each with its passages, both places and edits */
    LEITONG_GATE_JSON, /**< one object: `decision`, `verdicts` */
    LEITONG_GATE_SARIF, /**< 2.1.0: a result a reason (LG001 …) and a result a finding (LT001 …); what does not count is
                             suppressed, with the reason */
    LEITONG_GATE_JUNIT, /**< a case a submission; it fails when it is refused */
    LEITONG_GATE_HTML   /**< one page without script or network */
};

typedef struct leitong_gate_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    const char *lang;   /**< "en" or "zh"; NULL: "en" */
    unsigned columns;   /**< text: width of the terminal, 40 or more; 0: 80 */
    int verbose;        /**< non-zero: text also shows findings that count and broke no limit, as html does */
} leitong_gate_options;

#define LEITONG_GATE_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        sizeof(leitong_gate_options), NULL, 0, 0                                                                       \
    }

typedef struct leitong_gate leitong_gate;

/** Begins an artefact that tells verdicts, one after another, and what could not be judged.
 *  @param format  enum leitong_gate_format
 *  @return LEITONG_EUSAGE (an option), LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_gate_new(int format, const leitong_gate_options *options, FILE *file,
                                               leitong_gate **ret_gate, leitong_error *error);
LEITONG_API void leitong_gate_free(leitong_gate *gate);
LEITONG_API LEITONG_CHECK int leitong_gate_add(leitong_gate *gate, const leitong_verdict *verdict,
                                               leitong_error *error);
/** A submission that could not be judged: an error, never a pass. */
LEITONG_API LEITONG_CHECK int leitong_gate_fail(leitong_gate *gate, const char *id, const leitong_error *why,
                                                leitong_error *error);
/** A submission without a letter to judge: counted and named, neither a pass nor an error. */
LEITONG_API LEITONG_CHECK int leitong_gate_blank(leitong_gate *gate, const char *id, leitong_error *error);
/** @return LEITONG_ESYSTEM when something of the artefact was lost (disk full) */
LEITONG_API LEITONG_CHECK int leitong_gate_end(leitong_gate *gate, leitong_error *error);

#ifdef __cplusplus
}
#endif
#endif

/** @file report.h
 * A result → one artefact for people or machines; and a result → figures, where the truth is known. */
#ifndef LEITONG_REPORT_H
#define LEITONG_REPORT_H

#include "result.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Writes the clusters of passages as passim (version 2) writes its output: a JSON object a line for each occurrence,
 * with `uid` (a hash of the id, 53 bits), `cluster`, `size`, `begin` and `end` in Unicode characters of the decoded
 * text, `id`, `text`, and `title`, `date`, `series`, `author` where they are known.
 *  @return LEITONG_EINPUT when text was not kept (scan with --keep-text matched or all), LEITONG_ESYSTEM,
 * LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_report_passim(const leitong_result *result, FILE *file, leitong_error *error);

/** How well the passages of a result match the truth, in characters, macro-averaged over cases and detections:
 * Potthast, Stein, Barrón-Cedeño, Rosso: An Evaluation Framework for Plagiarism Detection, COLING 2010, section 3.
 * Where there are neither cases nor detections, precision and recall are 1; where there is one kind alone, both are 0.
 */
typedef struct leitong_report_score {
    const char *folder;  /**< of the truth; "all" in the first row */
    uint64_t cases;      /**< true passages */
    uint64_t found;      /**< of them detected at least in part, on both sides */
    uint64_t detections; /**< passages of the result */
    uint64_t stock;      /**< of them those with less than a run of tokens that is not stock wording */
    double precision, recall, granularity, plagdet;
} leitong_report_score;

typedef struct leitong_report_scores leitong_report_scores;

/** Holds a result against the truth. Which side of a passage is the copy makes no difference.
 *  @param truth  a file, or a folder that is searched for .xml: PAN's format (offsets and lengths in characters of the
 * decoded text); or a .jsonl file: of its lines those of "kind":"passage", with `a` and `b` = {doc, begin, end} in
 *                bytes of the document as it was scanned. Documents are known by the end of their path.
 *  @param pairs  NULL, or a file with two names of documents a line: passages between other documents are then counted
 *                apart and judged nowhere
 *  @return LEITONG_EINPUT (unreadable or wrong truth, a document that the result does not know or knows twice, text
 * that is needed and was not kept: scan with --keep-text all), LEITONG_ESYSTEM, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_report_eval(const leitong_result *result, const char *truth, const char *pairs,
                                                  leitong_report_scores **ret_scores, leitong_error *error);
/** Rows: all, then the truth's folders by name (none where there is one alone). They stand until the scores are freed.
 */
LEITONG_API const leitong_report_score *leitong_report_eval_rows(const leitong_report_scores *scores,
                                                                 size_t *ret_count);
/** Passages between documents that `pairs` does not list. */
LEITONG_API uint64_t leitong_report_eval_outside(const leitong_report_scores *scores);
LEITONG_API void leitong_report_eval_free(leitong_report_scores *scores);

#ifdef __cplusplus
}
#endif
#endif

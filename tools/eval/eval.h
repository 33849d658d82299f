/* eval: how well the passages, or the cases, of a result match the truth, in characters, averaged over cases and
 * detections.
 *
 * Input: a result with its text; the truth; optionally, the pairs of documents to judge. Output: a row for all and one
 * for each folder of the truth. A passage counts in the folder of the first truth file that names its two documents, or
 * else in that of the first that checks one of them. Which side of a passage is the copy makes no difference. Measures:
 * Potthast, Stein, Barrón-Cedeño, Rosso, An Evaluation Framework for Plagiarism Detection, COLING 2010, section 3.
 * Where there are neither cases nor detections, precision and recall are 1; where there is one kind alone, both are 0.
 * Ownership: the caller frees the scores; rows are valid until then.
 * Errors: LEITONG_EINPUT (truth that is unreadable or wrong, a document that the result does not know or knows twice,
 * text that is needed and was not kept: scan with --keep-text all), LEITONG_ESYSTEM, LEITONG_EMEMORY.
 * Complexity: sorting, and a sweep over the cases and detections of each document pair. */
#ifndef LT_TOOLS_EVAL_H
#define LT_TOOLS_EVAL_H

#include "base/error.h"
#include "leitong/result.h"

#include <stdbool.h>

typedef struct lt_eval_input {
    /* A file, or a folder that is searched for .xml: PAN's format (offsets and lengths in characters of the decoded
     * text); or a .jsonl file: of its lines those of "kind":"passage", with `a` and `b` = {doc, begin, end} in bytes of
     * the document as it was scanned. Documents are known by the end of their path. */
    const char *truth;
    const char *pairs; /* NULL, or a file with two names of documents a line: other pairs are counted and not judged */
    bool cases;        /* what is judged is cases, not passages */
} lt_eval_input;

typedef struct lt_eval_score {
    const char *folder;  /* of the truth; "all" in the first row */
    uint64_t cases;      /* true passages */
    uint64_t found;      /* of them detected at least in part, on both sides */
    uint64_t detections; /* passages, or cases, of the result */
    uint64_t stock;      /* of them those with less than a run of tokens that is not stock wording */
    double precision, recall, granularity, plagdet;
} lt_eval_score;

typedef struct lt_eval_scores lt_eval_scores;
LEITONG_CHECK int lt_eval_run(const leitong_result *result, const lt_eval_input *input, lt_eval_scores **ret_scores,
                              leitong_error *error);
/* Rows: all, then the truth's folders by name (none where there is one alone). */
const lt_eval_score *lt_eval_rows(const lt_eval_scores *scores, size_t *ret_count);
/* Passages, or cases, between documents that `pairs` does not list. */
uint64_t lt_eval_outside(const lt_eval_scores *scores);
void lt_eval_free(lt_eval_scores *scores);

#endif

/* truth: which passages are there, as people annotated them.
 *
 * Input: PAN's XML (a file, or a folder of them) or JSON Lines in the form of fixtures/speeches/truth.jsonl, and the
 * result that knows the documents. Output: cases in characters of the decoded text, each with the folder it came from.
 * Ownership: lt_truth. Errors: LEITONG_EINPUT with file and byte or line (remedy: mend the truth, or scan the documents
 * that it names, with --keep-text all where offsets are in bytes), LEITONG_ESYSTEM, LEITONG_EMEMORY. */
#ifndef LT_TOOLS_TRUTH_H
#define LT_TOOLS_TRUTH_H

#include "result/result.h"
#include "truth_names.h"

typedef struct lt_truth_case {
    leitong_span a, b;
    uint32_t folder;
} lt_truth_case;

/* A document that a truth file speaks of, whether it holds cases or not. */
typedef struct lt_truth_checked {
    uint32_t document, folder;
} lt_truth_checked;

typedef struct lt_truth {
    lt_truth_names names;
    lt_table cases;   /* lt_truth_case */
    lt_table checked; /* lt_truth_checked */
    lt_table folders; /* char *, in the order in which they were found */
} lt_truth;

LEITONG_CHECK int lt_truth_read(const leitong_result *result, const char *path, lt_truth *ret_truth,
                                leitong_error *error);
void lt_truth_clear(lt_truth *truth);

#endif

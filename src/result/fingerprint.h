/* fingerprint: a hash of what a finding says, independent of file names and of its place in the file.
 *
 * The hash of one span is 128 bits of SHA-256 over its text; the hash of two is that of both hashes in ascending order,
 * so it is symmetric. Where a text was not kept, the document's hash and the span's bytes take its place. SARIF
 * (partialFingerprints, leitongText/v1) and baselines store these hashes.
 * Input: a result and one span or two. Output: the hash. Ownership: nothing is kept. Errors: those of span_text.
 * Complexity: linear in the text of the spans. */
#ifndef LT_RESULT_FINGERPRINT_H
#define LT_RESULT_FINGERPRINT_H

#include "base/error.h"
#include "leitong/result.h"

#define LT_FINGERPRINT_SIZE 33 /* of its text: 32 hexadecimal digits and a NUL */
#define LT_BASELINE_VERSION 3  /* of baselines, which rises when fingerprints or their rows change (FORMATS.md) */

LEITONG_CHECK int lt_fingerprint_one(const leitong_result *result, const leitong_span *span, uint64_t ret_hash[2],
                                     leitong_error *error);
LEITONG_CHECK int lt_fingerprint_two(const leitong_result *result, const leitong_span *a, const leitong_span *b,
                                     uint64_t ret_hash[2], leitong_error *error);
/* Of an adapted pair, told by its most telling case: it is not that of a passage with the same two spans. */
LEITONG_CHECK int lt_fingerprint_adapted(const leitong_result *result, const leitong_span *a, const leitong_span *b,
                                         uint64_t ret_hash[2], leitong_error *error);
void lt_fingerprint_text(const uint64_t hash[2], char ret_text[LT_FINGERPRINT_SIZE]);
int lt_fingerprint_compare(const uint64_t a[2], const uint64_t b[2]);

#endif

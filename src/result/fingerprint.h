/* fingerprint: what a finding says, whatever its files are called and wherever in them it stands.
 *
 * Enters: a result and one span or two. Leaves: 128 bits of SHA-256 that depend on the texts alone; of two, on
 * neither's being the first. Where a text was not kept they depend on what else says what it is. SARIF's leitongText/v1
 * and baselines hold them. Owner: none. Errors: those of side. */
#ifndef LT_RESULT_FINGERPRINT_H
#define LT_RESULT_FINGERPRINT_H

#include "base/error.h"
#include "leitong/result.h"

#define LT_FINGERPRINT_SIZE 33 /* of its text: 32 hexadecimal digits and a NUL */

LEITONG_CHECK int lt_fingerprint_one(const leitong_result *result, const leitong_span *span, uint64_t ret_hash[2],
                                     leitong_error *error);
LEITONG_CHECK int lt_fingerprint_two(const leitong_result *result, const leitong_span *a, const leitong_span *b,
                                     uint64_t ret_hash[2], leitong_error *error);
int lt_fingerprint_compare(const uint64_t a[2], const uint64_t b[2]);

#endif

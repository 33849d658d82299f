#include "result/fingerprint.h"

#include "base/hash.h"
#include "result/span_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int lt_fingerprint_compare(const uint64_t a[2], const uint64_t b[2])
{
    return a[0] != b[0] ? (a[0] < b[0] ? -1 : 1) : (a[1] > b[1]) - (a[1] < b[1]);
}

void lt_fingerprint_text(const uint64_t hash[2], char ret_text[LT_FINGERPRINT_SIZE])
{
    snprintf(ret_text, LT_FINGERPRINT_SIZE, "%016" PRIx64 "%016" PRIx64, hash[0], hash[1]);
}

int lt_fingerprint_one(const leitong_result *result, const leitong_span *span, uint64_t ret_hash[2],
                       leitong_error *error)
{
    size_t count;
    const leitong_result_document *document = leitong_result_documents(result, &count) + span->document;
    char *text = NULL;
    size_t size = 0;
    LT_TRY(lt_span_text_utf8(result, span, &text, &size, error));
    if (text != NULL) {
        lt_hash_secure(text, size, ret_hash);
    } else {
        char known[80];
        int length = snprintf(known, sizeof known, "%016" PRIx64 "%016" PRIx64 "[%" PRIu64 ", %" PRIu64 ")",
                              document->hash[0], document->hash[1], span->begin, span->end);
        lt_hash_secure(known, (size_t)length, ret_hash);
    }
    free(text);
    return 0;
}

int lt_fingerprint_two(const leitong_result *result, const leitong_span *a, const leitong_span *b, uint64_t ret_hash[2],
                       leitong_error *error)
{
    uint64_t hashes[2][2];
    char both[80];
    LT_TRY(lt_fingerprint_one(result, a, hashes[0], error));
    LT_TRY(lt_fingerprint_one(result, b, hashes[1], error));
    bool order = lt_fingerprint_compare(hashes[0], hashes[1]) > 0;
    int length = snprintf(both, sizeof both, "%016" PRIx64 "%016" PRIx64 "%016" PRIx64 "%016" PRIx64, hashes[order][0],
                          hashes[order][1], hashes[!order][0], hashes[!order][1]);
    lt_hash_secure(both, (size_t)length, ret_hash);
    return 0;
}

int lt_fingerprint_adapted(const leitong_result *result, const leitong_span *a, const leitong_span *b,
                           uint64_t ret_hash[2], leitong_error *error)
{
    char text[LT_FINGERPRINT_SIZE];
    char known[LT_FINGERPRINT_SIZE + 8];
    LT_TRY(lt_fingerprint_two(result, a, b, ret_hash, error));
    lt_fingerprint_text(ret_hash, text);
    int length = snprintf(known, sizeof known, "adapted%s", text);
    lt_hash_secure(known, (size_t)length, ret_hash);
    return 0;
}

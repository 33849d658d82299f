/* Any bytes in any encoding: the text is UTF-8, and the way back is monotone and within the source. The first byte
 * picks the encoding. */
#include "base/utf8.h"
#include "fuzz.h"
#include "text/decode.h"

static void fuzz_check(const uint8_t *data, size_t size, lt_encoding encoding)
{
    lt_decoded decoded = {0};
    const char *reason = NULL;
    leitong_error error = {0};
    int code = lt_decode(&(lt_encoded){data, size, encoding, "fuzz"}, &decoded, &reason, &error);
    if (code != 0) {
        fuzz_require(code == LEITONG_EINPUT && reason != NULL);
        fuzz_require(error.offset < size || error.offset == LEITONG_NO_OFFSET);
        fuzz_require(decoded.text == NULL && decoded.owned == NULL && decoded.map == NULL);
        return;
    }
    fuzz_require(encoding == LT_ENCODING_AUTO || decoded.encoding == encoding);
    fuzz_require(lt_utf8_fault(decoded.text, decoded.size) == decoded.size);
    uint64_t last = lt_decoded_source(&decoded, 0);
    fuzz_require(last == decoded.bom);
    for (size_t at = 1; at < decoded.size; at++) {
        if ((decoded.text[at] & 0xC0) != 0x80) {
            uint64_t source = lt_decoded_source(&decoded, at);
            fuzz_require(source >= last && source < size);
            last = source;
        }
    }
    fuzz_require(lt_decoded_source(&decoded, decoded.size) == size);
    lt_decoded_clear(&decoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        fuzz_check(NULL, 0, LT_ENCODING_AUTO);
        return 0;
    }
    uint8_t *copy = fuzz_copy(data + 1, size - 1);
    fuzz_check(copy, size - 1, (lt_encoding)(data[0] % (LT_ENCODING_WINDOWS_1252 + 1)));
    fuzz_check(copy, size - 1, LT_ENCODING_AUTO);
    free(copy);
    return 0;
}

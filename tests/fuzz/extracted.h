/* extracted: what the targets of extractors ask of the text that comes out of one, whatever went in.
 *
 * Pieces end to end are UTF-8 of the size that was counted, within the limit; a failure has a reason and words. */
#ifndef LEITONG_FUZZ_EXTRACTED_H
#define LEITONG_FUZZ_EXTRACTED_H

#include "base/utf8.h"
#include "extract/sink.h"
#include "fuzz.h"

enum { EXTRACTED_MOST = 1 << 16 };

typedef struct extracted {
    uint8_t text[EXTRACTED_MOST + 1];
    size_t size;
} extracted;

static inline int extracted_put(void *context, lt_frame_kind kind, const void *bytes, size_t size, leitong_error *error)
{
    extracted *to = context;
    (void)error;
    fuzz_require(size <= LT_FRAME_LARGEST);
    if (kind == LT_FRAME_TEXT) {
        fuzz_require(size <= EXTRACTED_MOST - to->size);
        memcpy(to->text + to->size, bytes, size);
        to->size += size;
    }
    return 0;
}

static inline void extracted_check(const extracted *from, const lt_sink *sink, int code, const leitong_error *error)
{
    if (code == 0) {
        fuzz_require(lt_utf8_fault(from->text, from->size) == from->size);
    } else {
        fuzz_require(code == LEITONG_EINPUT && error->message[0] != '\0' && sink->reason != NULL);
    }
}

#endif

/* fuzz_archive: archives. Byte 0: bit 0: a zip in memory, otherwise a stream. Frames come in the order that frame.h
 * gives. */
#include "extract/archive.h"
#include "fuzz.h"

typedef struct frames {
    bool begun, open;
} frames;

static int put(void *context, lt_frame_kind kind, const void *bytes, size_t size, leitong_error *error)
{
    frames *f = context;
    (void)error;
    (void)bytes;
    fuzz_require(size <= LT_FRAME_LARGEST && f->begun == (kind != LT_FRAME_ARCHIVE));
    fuzz_require(f->open == (kind == LT_FRAME_DATA || kind == LT_FRAME_CLOSED) || kind == LT_FRAME_LEFT_OUT);
    f->begun = true;
    f->open = kind == LT_FRAME_MEMBER || kind == LT_FRAME_DATA;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    frames f = {0};
    leitong_error error = {0};
    lt_sink sink = {.put = put, .context = &f, .limit = 1 << 16};
    int code;
    if (size == 0) {
        return 0;
    }
    if ((data[0] & 1) != 0) {
        uint8_t *copy = fuzz_copy(data + 1, size - 1);
        code = lt_archive_zip(copy, size - 1, &sink, &error);
        free(copy);
    } else {
        lt_stream stream = {0};
        file = file < 0 ? fuzz_file() : file;
        fuzz_file_set(file, data + 1, size - 1);
        code = lt_stream_open(&stream, "fuzz", file, size - 1, &error);
        if (code == 0) {
            code = lt_archive_stream(&stream, &sink, &error);
        }
        lt_stream_clear(&stream);
    }
    fuzz_require(code == 0 || (code == LEITONG_EINPUT && error.message[0] != '\0'));
    lt_sink_clear(&sink);
    return 0;
}

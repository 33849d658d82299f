/* fuzz_stream: gzip and Zstandard. What was packed comes out as it was, whole or with an error; of any other bytes
 * comes the same, in pieces of whatever size it is asked for.
 *
 * Byte 0: bit 0: 0, the rest is a file that may be anything; 1, it is text to pack. Byte 1: the size of pieces; of
 * text, where it is parted into two members (frames). Byte 2, text alone: bits 0–1: gzip or Zstandard, whole or cut;
 * the rest says where. */
#include "fuzz.h"
#include "input/stream.h"

#include <zlib.h>
#include <zstd.h>

enum { MOST = 1 << 18 }; /* bytes of text that are looked at: a bomb's first */

typedef struct text {
    uint8_t *bytes;
    size_t size;
    int code; /* how it ended */
    bool whole;
} text;

/* All of the file, or its first MOST bytes; `piece` > 0: the decoders are asked for so many bytes at a time. */
static void read_all(int file, size_t size, size_t piece, text *to)
{
    static lt_stream stream; /* keeps its window and its chunk from run to run */
    leitong_error error = {0};
    bool more = true;
    to->size = 0;
    fuzz_require(lseek(file, 0, SEEK_SET) == 0);
    to->code = lt_stream_open(&stream, "fuzz", file, size, &error);
    while (to->code == 0 && more && to->size < MOST) {
        if (piece > 0 && (stream.gunzip != NULL || stream.unzstd != NULL)) {
            size_t got = 0;
            size_t room = piece < MOST - to->size ? piece : MOST - to->size;
            to->code = stream.gunzip != NULL ? lt_gunzip_read(stream.gunzip, to->bytes + to->size, room, &got, &error)
                                             : lt_unzstd_read(stream.unzstd, to->bytes + to->size, room, &got, &error);
            fuzz_require(got <= room);
            to->size += got;
            more = got > 0;
            continue;
        }
        to->code = lt_stream_fill(&stream, &more, &error);
        size_t got = stream.size < MOST - to->size ? stream.size : MOST - to->size;
        if (got > 0) {
            memcpy(to->bytes + to->size, stream.bytes, got);
        }
        to->size += got;
        lt_stream_drop(&stream, stream.size);
    }
    to->whole = to->code == 0 && !more;
    fuzz_require(to->code == 0 || (to->code == LEITONG_EINPUT && error.message[0] != '\0'));
    lt_stream_close(&stream);
}

static size_t pack(bool zstd, const uint8_t *bytes, size_t size, uint8_t *out, size_t capacity)
{
    static ZSTD_CCtx *context;
    if (zstd) {
        context = context != NULL ? context : ZSTD_createCCtx();
        fuzz_require(!ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)));
        fuzz_require(!ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)));
        size_t packed = ZSTD_compress2(context, out, capacity, bytes, size);
        fuzz_require(!ZSTD_isError(packed));
        return packed;
    }
    z_stream deflater = {0};
    uint8_t none = 0;
    fuzz_require(deflateInit2(&deflater, 1, Z_DEFLATED, 15 + 16, 4, Z_DEFAULT_STRATEGY) == Z_OK);
    deflater.next_in = size > 0 ? (Bytef *)(uintptr_t)bytes : &none;
    deflater.avail_in = (uInt)size;
    deflater.next_out = out;
    deflater.avail_out = (uInt)capacity;
    fuzz_require(deflate(&deflater, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&deflater);
    return capacity - deflater.avail_out;
}

/* Two members, and where they should be cut. */
static void check_packed(int file, const uint8_t *data, size_t size, uint8_t where, uint8_t how, text *to)
{
    static uint8_t packed[1 << 17];
    bool zstd = (how & 1) != 0;
    size_t first = size * where / 255;
    size_t all = pack(zstd, data, first, packed, sizeof packed);
    size_t border = all;
    all += pack(zstd, data + first, size - first, packed + all, sizeof packed - all);
    bool cut = (how & 2) != 0;
    size_t kept = cut ? all * (how >> 2) / 64 : all;
    fuzz_file_set(file, packed, kept);
    read_all(file, kept, 0, to);
    if (!cut) {
        fuzz_require(to->whole && to->size == size && (size == 0 || memcmp(to->bytes, data, size) == 0));
    } else if (kept >= 4 && kept != border) { /* shorter, it is not known for what it is */
        fuzz_require(to->code != 0 && to->size <= size && (to->size == 0 || memcmp(to->bytes, data, to->size) == 0));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    static uint8_t *blocks[2];
    if (size < 3) {
        return 0;
    }
    file = file < 0 ? fuzz_file() : file;
    for (int i = 0; i < 2; i++) {
        blocks[i] = blocks[i] == NULL ? malloc(MOST) : blocks[i];
        fuzz_require(blocks[i] != NULL);
    }
    text once = {.bytes = blocks[0]};
    text twice = {.bytes = blocks[1]};
    if ((data[0] & 1) != 0) {
        check_packed(file, data + 3, size - 3 < 32768 ? size - 3 : 32768, data[1], data[2], &once);
        return 0;
    }
    fuzz_file_set(file, data + 2, size - 2);
    read_all(file, size - 2, 0, &once);
    read_all(file, size - 2, 1 + (size_t)data[1], &twice);
    fuzz_require(once.code == twice.code && once.whole == twice.whole && once.size == twice.size);
    fuzz_require(once.size == 0 || memcmp(once.bytes, twice.bytes, once.size) == 0);
    return 0;
}

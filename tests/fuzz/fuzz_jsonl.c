/* fuzz_jsonl: the readers of JSON Lines and of metadata tables.
 *
 * The first byte chooses: even, JSON Lines; odd, a table. The rest is the file, read through a memory file by the room
 * that reads real ones, compressed forms included. */
#include "base/utf8.h"
#include "fuzz.h"
#include "input/jsonl.h"
#include "input/metadata.h"

static void fuzz_lines(int file, uint64_t size)
{
    static lt_stream stream; /* keeps its window and its chunk from run to run */
    lt_jsonl jsonl;
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    options.max_record = 1 << 16;
    options.max_document = 1 << 18;
    if (lt_stream_open(&stream, "fuzz", file, size, NULL) != 0) {
        return;
    }
    lt_jsonl_open(&jsonl, &stream, "fuzz", &options);
    bool more = true;
    uint64_t line = 0;
    while (more && !jsonl.whole_file) {
        leitong_document document;
        leitong_error error;
        int code = lt_jsonl_next(&jsonl, &document, &more, &error);
        fuzz_require(code == 0 || code == LEITONG_EINPUT);
        fuzz_require(code == 0 || (jsonl.reason != NULL && error.offset != LEITONG_NO_OFFSET));
        if (code == 0 && more) {
            fuzz_require(document.line > line);
            line = document.line;
            fuzz_require(document.id == NULL || document.id[0] != '\0');
            fuzz_require(lt_utf8_fault(document.bytes, document.size) == document.size);
        }
    }
    lt_jsonl_close(&jsonl);
    lt_stream_close(&stream);
}

static void fuzz_table(const uint8_t *data, size_t size)
{
    lt_metadata metadata = {0};
    leitong_error error;
    int code = lt_metadata_parse(&metadata, "folder/fuzz.csv", data, size, &error);
    fuzz_require(code == 0 || code == LEITONG_EINPUT);
    fuzz_require(code == 0 || error.offset <= size);
    for (size_t i = 0; code == 0 && i < metadata.count; i++) {
        fuzz_require(lt_metadata_find(&metadata, metadata.rows[i].path) == &metadata.rows[i]);
    }
    lt_metadata_clear(&metadata);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    if (data[0] % 2 == 1) {
        fuzz_table(data + 1, size - 1);
        return 0;
    }
    static int file = -1;
    file = file < 0 ? fuzz_file() : file;
    fuzz_file_set(file, data + 1, size - 1);
    fuzz_lines(file, size - 1);
    return 0;
}

/* input_folder: a temporary folder for the tests of the input room, and what came out of an input as one text.
 *
 * Enters: files by name and bytes. Leaves: a log, a line a document or skip, in order. Owner: the test. */
#ifndef LEITONG_TEST_INPUT_FOLDER_H
#define LEITONG_TEST_INPUT_FOLDER_H

#include "leitong/document.h"

#include <ftw.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* cmocka's setup: makes the folder and enters it, so that ids are short. */
static inline int folder_enter(void **state)
{
    char path[] = "/tmp/leitong-input-XXXXXX";
    if (mkdtemp(path) == NULL || chdir(path) != 0) {
        return -1;
    }
    *state = strdup(path);
    return 0;
}

static inline int folder_remove(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static inline int folder_leave(void **state)
{
    int code = chdir("/") != 0 || nftw(*state, folder_remove, 16, FTW_DEPTH | FTW_PHYS) != 0;
    free(*state);
    return code;
}

static inline void put(const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void put_text(const char *name, const char *text)
{
    put(name, text, strlen(text));
}

static inline void put_folder(const char *name)
{
    assert_int_equal(mkdir(name, 0755), 0);
}

/* One gzip member; the caller frees it. */
static inline uint8_t *gzip(const void *bytes, size_t size, size_t *ret_size)
{
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&zlib, size) + 32;
    uint8_t *out = malloc(room);
    uint8_t *in = malloc(size + 1);
    assert_non_null(out);
    assert_non_null(in);
    memcpy(in, bytes, size);
    zlib.next_in = in;
    zlib.avail_in = (uInt)size;
    zlib.next_out = out;
    zlib.avail_out = (uInt)room;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    *ret_size = room - zlib.avail_out;
    deflateEnd(&zlib);
    free(in);
    return out;
}

typedef struct folder_log {
    char *text;
    size_t size;
    FILE *file;
    int refuse; /* what the callback answers */
} folder_log;

static inline int log_skip(void *context, const leitong_skip *skip)
{
    folder_log *log = context;
    fprintf(log->file, "skip %s %s %s", skip->what, skip->reason, skip->error->path);
    if (skip->error->offset != LEITONG_NO_OFFSET) {
        fprintf(log->file, " at %" PRIu64, skip->error->offset);
    }
    fprintf(log->file, "\n");
    assert_int_equal(skip->error->code, LEITONG_EINPUT);
    assert_true(skip->error->message[0] != '\0');
    return log->refuse;
}

static inline void log_document(folder_log *log, const leitong_document *document)
{
    fprintf(log->file, "%s", document->id);
    if (document->line > 0) {
        fprintf(log->file, " line %" PRIu64 " at %" PRIu64, document->line, document->path_offset);
    }
    fprintf(log->file, "|%.*s", document->size < 60 ? (int)document->size : 0, (const char *)document->bytes);
    if (document->size >= 60) {
        fprintf(log->file, "%zu bytes", document->size);
    }
    const char *labels[] = {document->title, document->date, document->series, document->author};
    for (int i = 0; i < 4; i++) {
        if (labels[i] != NULL) {
            fprintf(log->file, "|%c=%s", "tdsa"[i], labels[i]);
        }
    }
    fprintf(log->file, "\n");
}

/* Reads everything; the log has a last line `end` or `failed CODE PATH`. */
static inline void read_all(folder_log *log, const char *const *paths, size_t count, leitong_input_options options)
{
    leitong_input *input = NULL;
    leitong_error error;
    log->file = open_memstream(&log->text, &log->size);
    options.skip = log_skip;
    options.skip_context = log;
    int code = leitong_input_open(paths, count, &options, &input, &error);
    int more = code == 0;
    while (more) {
        leitong_document document;
        code = leitong_input_next(input, &document, &more, &error);
        if (code != 0) {
            break;
        }
        if (more) {
            assert_non_null(document.id);
            assert_non_null(document.path);
            log_document(log, &document);
        }
    }
    if (code != 0) {
        fprintf(log->file, "failed %s %s", leitong_code_name(code), error.path);
        if (error.offset != LEITONG_NO_OFFSET) {
            fprintf(log->file, " at %" PRIu64, error.offset);
        }
        fprintf(log->file, ": %s\n", error.message);
    } else {
        uint64_t done;
        uint64_t total;
        leitong_input_progress(input, &done, &total);
        assert_true(total == 0 || done == total);
        fprintf(log->file, "end\n");
    }
    leitong_input_close(input);
    fclose(log->file);
}

static inline void assert_reads_as(const char *const *paths, size_t count, leitong_input_options options,
                                   const char *expected)
{
    folder_log log = {0};
    read_all(&log, paths, count, options);
    assert_string_equal(log.text, expected);
    free(log.text);
}

static inline void assert_reads(const char *path, const char *expected)
{
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    assert_reads_as(&path, 1, options, expected);
}

#endif

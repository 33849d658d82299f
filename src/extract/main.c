/* main: leitong-extract FORMAT MAX_TEXT SIZE SECONDS ENCODING < FILE > FRAMES
 *
 * libleitong starts it, once a file (src/input/helper.h). Input: a file of FORMAT, a regular one. Output: frames
 * (src/input/frame.h). Exit: 0 when all was said, faults of the file included. */
#include "extract/limits.h"
#include "extract/readers.h"
#include "input/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int main_write(const void *bytes, size_t size, leitong_error *error)
{
    const uint8_t *from = bytes;
    while (size > 0) {
        ssize_t done = write(STDOUT_FILENO, from, size);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            return lt_error_system(error, "", "can't write");
        }
        from += done;
        size -= (size_t)done;
    }
    return 0;
}

static int main_put(void *context, lt_frame_kind kind, const void *bytes, size_t size, leitong_error *error)
{
    uint8_t head[LT_FRAME_HEAD] = {(uint8_t)kind, (uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16),
                                   (uint8_t)(size >> 24)};
    (void)context;
    LT_TRY(main_write(head, sizeof head, error));
    return main_write(bytes, size, error);
}

static void main_fault(const char *reason, const char *words)
{
    char payload[1024];
    int size = snprintf(payload, sizeof payload, "%s%c%s", reason, '\0', words);
    if (size > 0) {
        (void)main_put(NULL, LT_FRAME_FAULT, payload, (size_t)size < sizeof payload ? (size_t)size : sizeof payload - 1,
                       NULL);
    }
}

typedef struct main_job {
    const char *format, *encoding;
    uint64_t max_text, size, seconds;
} main_job;

/* The file, out of gzip or Zstandard where it is packed, in memory. */
static int main_read(const main_job *job, lt_stream *stream, lt_sink *sink, leitong_error *error)
{
    bool more = true;
    LT_TRY(lt_stream_open(stream, "", STDIN_FILENO, job->size, error));
    while (more) {
        int code = lt_stream_fill(stream, &more, error);
        if (code != 0) {
            sink->reason = LT_FAULT_DAMAGED;
            return code;
        }
        if (stream->size > job->size && stream->size > job->max_text) {
            return lt_sink_refuse(sink, LT_FAULT_TOO_LARGE, error,
                                  "decompresses to more than %" PRIu64 " bytes, the limit of a document; max_document "
                                  "(--max-document) raises it",
                                  job->max_text);
        }
    }
    return 0;
}

static int main_extract(const main_job *job, lt_sink *sink, leitong_error *error)
{
    lt_stream stream = {0};
    int code = 0;
    if (strcmp(job->format, "versions") == 0) {
        return lt_readers_versions(sink, error);
    }
    if (strcmp(job->format, "tar") == 0) {
        LT_TRY_GOTO(done, lt_stream_open(&stream, "", STDIN_FILENO, job->size, error));
        code = lt_readers_stream(&stream, sink, error);
        goto done;
    }
    LT_TRY_GOTO(done, main_read(job, &stream, sink, error));
    bool is_packed = stream.gunzip != NULL || stream.unzstd != NULL;
    lt_readers_file file = {stream.bytes, stream.size, is_packed};
    code = lt_readers_read(job->format, &file, job->encoding, sink, error);
done:
    lt_stream_clear(&stream);
    return code;
}

int main(int argc, char **argv)
{
    leitong_error error = {0};
    if (argc != 6) {
        fprintf(stderr, "leitong-extract is a part of leitong: it reads one file and is started by libleitong alone\n");
        return 2;
    }
    main_job job = {.format = argv[1],
                    .max_text = strtoull(argv[2], NULL, 10),
                    .size = strtoull(argv[3], NULL, 10),
                    .seconds = strtoull(argv[4], NULL, 10),
                    .encoding = argv[5]};
    /* Names in archives are UTF-8 to libarchive then. */
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    lt_sink sink = {.put = main_put, .limit = job.max_text, .reason = LT_FAULT_FAILED};
    int code = lt_limits_set(job.size, job.seconds, lt_readers_programs(job.format), &error);
    if (code == 0) {
        code = main_put(NULL, LT_FRAME_HELLO, "", 0, &error);
    }
    if (code != 0) {
        return 4;
    }
    code = main_extract(&job, &sink, &error);
    lt_sink_clear(&sink);
    if (code == LEITONG_EMEMORY) {
        main_fault(LT_FAULT_MEMORY,
                   "needs more memory than a file of this size may; open it in its program and save it in parts");
    } else if (code == LEITONG_EINPUT) {
        main_fault(sink.reason, error.message);
    } else if (code != 0) {
        return 4;
    } else {
        code = main_put(NULL, LT_FRAME_END, "", 0, &error);
    }
    return code == LEITONG_ESYSTEM ? 4 : 0;
}

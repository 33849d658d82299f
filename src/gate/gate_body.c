#include "gate/gate_body.h"

#include "base/buffer.h"
#include "base/temporary.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BODY_MEMORY (16U << 20) /* bytes from which on they go to the file */
#define BODY_PIECE 65536U       /* bytes that are read of it, and written, at once */

struct lt_gate_body {
    FILE *stream;
    const char *folder;
    char *bytes; /* behind those of the file */
    size_t size, capacity;
    int file; /* −1: none yet */
    uint64_t filed;
    leitong_error error; /* the first failure */
    int code;
    char buffer[BODY_PIECE]; /* the stream's: stdio goes on without one when it can't allocate it, and nobody would know
                              */
};

static int body_file(lt_gate_body *body)
{
    if (body->file < 0) {
        body->folder = lt_temporary_place(NULL);
        LT_TRY(lt_temporary_open(body->folder, &body->file, &body->error));
    }
    LT_TRY(lt_temporary_write(body->file, body->folder, body->filed, body->bytes, body->size, &body->error));
    body->filed += body->size;
    body->size = 0;
    return 0;
}

static int body_add(lt_gate_body *body, const char *bytes, size_t size)
{
    if (body->size > 0 && body->size + size > BODY_MEMORY) {
        LT_TRY(body_file(body));
    }
    LT_TRY(LT_RESERVE(body->bytes, body->capacity, body->size + size, &body->error));
    memcpy(body->bytes + body->size, bytes, size);
    body->size += size;
    return 0;
}

static ssize_t body_write(void *context, const char *bytes, size_t size)
{
    lt_gate_body *body = context;
    if (body->code == 0) {
        body->code = body_add(body, bytes, size);
    }
    if (body->code == LEITONG_EMEMORY) {
        errno = ENOMEM; /* the writer reports it as the cause */
    }
    return body->code == 0 ? (ssize_t)size : 0;
}

int lt_gate_body_new(lt_gate_body **ret_body, FILE **ret_stream, leitong_error *error)
{
    const cookie_io_functions_t functions = {.write = body_write};
    lt_gate_body *body = calloc(1, sizeof *body);
    if (body == NULL) {
        return lt_error_memory(error);
    }
    body->file = -1;
    body->stream = fopencookie(body, "w", functions);
    if (body->stream == NULL) {
        free(body);
        return lt_error_memory(error);
    }
    (void)setvbuf(body->stream, body->buffer, _IOFBF, sizeof body->buffer);
    *ret_body = body;
    *ret_stream = body->stream;
    return 0;
}

void lt_gate_body_free(lt_gate_body *body)
{
    if (body == NULL) {
        return;
    }
    if (body->stream != NULL) {
        fclose(body->stream);
    }
    if (body->file >= 0) {
        close(body->file);
    }
    free(body->bytes);
    free(body);
}

uint64_t lt_gate_body_size(lt_gate_body *body)
{
    (void)fflush(body->stream); /* a failure stays on the stream */
    return body->filed + body->size;
}

int lt_gate_body_end(lt_gate_body *body, leitong_error *error)
{
    bool is_lost = ferror(body->stream) != 0;
    is_lost = fclose(body->stream) != 0 || is_lost;
    body->stream = NULL;
    if (body->code != 0) {
        if (error != NULL) {
            *error = body->error;
        }
        return body->code;
    }
    return is_lost ? lt_error_memory(error) : 0;
}

int lt_gate_body_pour(lt_gate_body *body, FILE *to, leitong_error *error)
{
    char *piece = malloc(BODY_PIECE);
    if (piece == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    for (uint64_t at = 0; at < body->filed;) {
        size_t part = body->filed - at < BODY_PIECE ? (size_t)(body->filed - at) : BODY_PIECE;
        LT_TRY_GOTO(done, lt_temporary_read(body->file, body->folder, at, piece, part, error));
        (void)fwrite(piece, 1, part, to);
        at += part;
    }
    if (body->size > 0) {
        (void)fwrite(body->bytes, 1, body->size, to);
    }
done:
    free(piece);
    return code;
}

#include "input/result_folder.h"

#include "base/buffer.h"
#include "base/json_read.h"
#include "base/open_file.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RESULT_LARGEST ((size_t)4 << 20) /* bytes of a run.json, which counts and names what was left out */
#define RESULT_CHUNK ((size_t)64 * 1024)

/* At most RESULT_LARGEST bytes; *size is more where there are more, or the file can't be read. */
static int result_read(int file, uint8_t **bytes, size_t *size, leitong_error *error)
{
    size_t capacity = 0;
    ssize_t got = 1;
    while (got > 0 && *size <= RESULT_LARGEST) {
        LT_TRY(lt_buffer_reserve(bytes, &capacity, *size + RESULT_CHUNK, 1, error));
        do {
            got = read(file, *bytes + *size, RESULT_CHUNK);
        } while (got < 0 && errno == EINTR);
        *size = got < 0 ? RESULT_LARGEST + 1 : *size + (size_t)got;
    }
    return 0;
}

static int result_parse(const uint8_t *bytes, size_t size, bool *ret_is, leitong_error *error)
{
    static const struct {
        const char *name;
        lt_json_kind kind;
    } members[] = {{"version", LT_JSON_STRING},   {"threshold", LT_JSON_NUMBER}, {"shingle", LT_JSON_NUMBER},
                   {"documents", LT_JSON_NUMBER}, {"clusters", LT_JSON_NUMBER},  {"skipped", LT_JSON_LIST}};
    enum { MEMBERS = sizeof members / sizeof members[0] };
    lt_json_wanted wanted[MEMBERS] = {{.name = NULL}};
    lt_json_fault fault;
    uint8_t *scratch = malloc(size + 1);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < MEMBERS; i++) {
        wanted[i].name = members[i].name;
    }
    bool is = lt_json_read(bytes, size, wanted, MEMBERS, scratch, &fault);
    for (size_t i = 0; i < MEMBERS; i++) {
        is = is && wanted[i].kind == members[i].kind;
    }
    free(scratch);
    *ret_is = is;
    return 0;
}

int lt_result_folder_is(const char *folder, bool *ret_is, leitong_error *error)
{
    int file = -1;
    uint8_t *bytes = NULL;
    size_t size = 0;
    *ret_is = false;
    int code = lt_open_inside(folder, "run.json", &file, error);
    if (code != 0) {
        return code == LEITONG_EMEMORY ? code : 0;
    }
    LT_TRY_GOTO(done, result_read(file, &bytes, &size, error));
    if (size <= RESULT_LARGEST && size > 0 && lt_utf8_fault(bytes, size) == size) {
        code = result_parse(bytes, size, ret_is, error);
    }
done:
    close(file);
    free(bytes);
    return code;
}

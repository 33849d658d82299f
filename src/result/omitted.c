#include "result/omitted.h"

#include "base/buffer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct lt_omitted_row {
    char what[32], reason[32];
    uint64_t count;
    char *examples[OMITTED_EXAMPLES]; /* ascending */
    size_t example_count;
} lt_omitted_row;

void lt_omitted_clear(lt_omitted *omitted)
{
    for (size_t i = 0; i < omitted->count; i++) {
        for (size_t e = 0; e < omitted->rows[i].example_count; e++) {
            free(omitted->rows[i].examples[e]);
        }
    }
    free(omitted->rows);
    *omitted = (lt_omitted){0};
}

/* The row of (what, reason), made where it is missing. */
static int omitted_row(lt_omitted *omitted, const char *what, const char *reason, lt_omitted_row **ret_row,
                       leitong_error *error)
{
    size_t at = 0;
    int order = -1;
    for (; at < omitted->count; at++) {
        order = strcmp(omitted->rows[at].what, what);
        order = order != 0 ? order : strcmp(omitted->rows[at].reason, reason);
        if (order >= 0) {
            break;
        }
    }
    if (at == omitted->count || order != 0) {
        LT_TRY(LT_RESERVE(omitted->rows, omitted->capacity, omitted->count + 1, error));
        memmove(omitted->rows + at + 1, omitted->rows + at, (omitted->count - at) * sizeof *omitted->rows);
        omitted->count++;
        omitted->rows[at] = (lt_omitted_row){0};
        snprintf(omitted->rows[at].what, sizeof omitted->rows[at].what, "%s", what);
        snprintf(omitted->rows[at].reason, sizeof omitted->rows[at].reason, "%s", reason);
    }
    *ret_row = &omitted->rows[at];
    return 0;
}

static void omitted_example(lt_omitted_row *row, char *text)
{
    size_t at = row->example_count;
    while (at > 0 && strcmp(row->examples[at - 1], text) > 0) {
        at--;
    }
    if (at == OMITTED_EXAMPLES) {
        free(text);
        return;
    }
    if (row->example_count == OMITTED_EXAMPLES) {
        free(row->examples[--row->example_count]);
    }
    memmove(row->examples + at + 1, row->examples + at, (row->example_count - at) * sizeof *row->examples);
    row->examples[at] = text;
    row->example_count++;
}

int lt_omitted_add(lt_omitted *omitted, const leitong_skip *skip, leitong_error *error)
{
    lt_omitted_row *row;
    LT_TRY(omitted_row(omitted, skip->what, skip->reason, &row, error));
    row->count++;
    if (skip->error == NULL) {
        return 0;
    }
    size_t size = sizeof skip->error->path + sizeof skip->error->message + 32;
    char *text = malloc(size);
    if (text == NULL) {
        return lt_error_memory(error);
    }
    if (skip->error->offset == LEITONG_NO_OFFSET) {
        snprintf(text, size, "%s: %s", skip->error->path, skip->error->message);
    } else {
        snprintf(text, size, "%s:%" PRIu64 ": %s", skip->error->path, skip->error->offset, skip->error->message);
    }
    omitted_example(row, text);
    return 0;
}

int lt_omitted_count(lt_omitted *omitted, const char *what, const char *reason, uint64_t count, leitong_error *error)
{
    if (count == 0) {
        return 0;
    }
    lt_omitted_row *row;
    LT_TRY(omitted_row(omitted, what, reason, &row, error));
    row->count += count;
    return 0;
}

static int omitted_copy(const lt_omitted_row *from, leitong_result *result, leitong_error *error)
{
    leitong_result_skip *to;
    LT_TRY(lt_result_add(&result->skips, sizeof *to, &to, error));
    LT_TRY(lt_result_string(result, from->what, &to->what, error));
    LT_TRY(lt_result_string(result, from->reason, &to->reason, error));
    const char **examples = calloc(OMITTED_EXAMPLES, sizeof *examples);
    if (examples == NULL) {
        return lt_error_memory(error);
    }
    to->count = from->count;
    to->examples = examples; /* the result frees them */
    for (; to->example_count < from->example_count; to->example_count++) {
        LT_TRY(lt_result_string(result, from->examples[to->example_count], &examples[to->example_count], error));
    }
    return 0;
}

int lt_omitted_finish(lt_omitted *omitted, leitong_result *result, leitong_error *error)
{
    for (size_t i = 0; i < omitted->count; i++) {
        LT_TRY(omitted_copy(&omitted->rows[i], result, error));
    }
    return 0;
}

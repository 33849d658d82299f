#include "truth_names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *names_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static int names_compare(const void *left, const void *right)
{
    const lt_truth_name *a = left;
    const lt_truth_name *b = right;
    int order = strcmp(a->base, b->base);
    return order != 0 ? order : (a->document > b->document) - (a->document < b->document);
}

int lt_truth_names_init(lt_truth_names *names, const leitong_result *result, leitong_error *error)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    *names = (lt_truth_names){.rows = malloc((count + 1) * sizeof *names->rows), .count = count};
    if (names->rows == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        names->rows[i] = (lt_truth_name){names_base(documents[i].id), documents[i].id, (uint32_t)i};
    }
    qsort(names->rows, count, sizeof *names->rows, names_compare);
    return 0;
}

void lt_truth_names_clear(lt_truth_names *names)
{
    free(names->rows);
    *names = (lt_truth_names){0};
}

static bool names_ends(const char *id, const char *name)
{
    size_t id_size = strlen(id);
    size_t size = strlen(name);
    return id_size >= size && strcmp(id + id_size - size, name) == 0 &&
           (id_size == size || id[id_size - size - 1] == '/');
}

int lt_truth_names_find(const lt_truth_names *names, const char *name, const char *path, uint32_t *ret_document,
                        leitong_error *error)
{
    const char *base = names_base(name);
    size_t first = 0;
    const lt_truth_name *found = NULL;
    for (size_t last = names->count; first < last;) {
        size_t middle = first + (last - first) / 2;
        if (strcmp(names->rows[middle].base, base) < 0) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    for (size_t i = first; i < names->count && strcmp(names->rows[i].base, base) == 0; i++) {
        if (strcmp(names->rows[i].id, name) == 0) {
            found = &names->rows[i];
            break;
        }
        if (!names_ends(names->rows[i].id, name)) {
            continue;
        }
        if (found != NULL) {
            return lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                               "'%.150s' may be '%.100s' or '%.100s' of the result; give more of its path", name,
                               found->id, names->rows[i].id);
        }
        found = &names->rows[i];
    }
    if (found == NULL) {
        return lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                           "names '%.200s', which is no document of the result", name);
    }
    *ret_document = found->document;
    return 0;
}

#include "truth.h"

#include "result/characters.h"
#include "result/read_json.h"
#include "truth_xml.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TRUTH_LINE ((size_t)1 << 20) /* bytes of a row of JSON Lines */

void lt_truth_clear(lt_truth *truth)
{
    char **folders = truth->folders.items;
    for (size_t i = 0; i < truth->folders.count; i++) {
        free(folders[i]);
    }
    free(truth->folders.items);
    free(truth->cases.items);
    free(truth->checked.items);
    lt_truth_names_clear(&truth->names);
    *truth = (lt_truth){0};
}

/* The number of the folder named by `size` bytes; files of one folder come one after the other. */
static int truth_folder(lt_truth *truth, const char *name, size_t size, uint32_t *ret_folder, leitong_error *error)
{
    char **folders = truth->folders.items;
    for (size_t i = truth->folders.count; i-- > 0;) {
        if (strlen(folders[i]) == size && memcmp(folders[i], name, size) == 0) {
            *ret_folder = (uint32_t)i;
            return 0;
        }
    }
    char **slot;
    LT_TRY(lt_result_add(&truth->folders, sizeof *slot, &slot, error));
    *slot = strndup(name, size);
    *ret_folder = (uint32_t)(truth->folders.count - 1);
    return *slot != NULL ? 0 : lt_error_memory(error);
}

/* The folder that is named to people: of `path` behind `root`, without the file and without a last "truth". */
static int truth_folder_of(lt_truth *truth, const char *root, const char *path, uint32_t *ret_folder,
                           leitong_error *error)
{
    const char *name = path + strlen(root);
    const char *slash = strrchr(path, '/');
    name += strspn(name, "/");
    size_t size = slash > name ? (size_t)(slash - name) : 0;
    if (size >= 5 && memcmp(name + size - 5, "truth", 5) == 0 && (size == 5 || name[size - 6] == '/')) {
        size -= size == 5 ? 5 : 6;
    }
    return size > 0 ? truth_folder(truth, name, size, ret_folder, error)
                    : truth_folder(truth, ".", 1, ret_folder, error);
}

static int truth_by_name(const FTSENT **left, const FTSENT **right)
{
    return strcmp((*left)->fts_name, (*right)->fts_name);
}

static int truth_entry(lt_truth *truth, const char *root, const FTSENT *entry, leitong_error *error)
{
    size_t size = strlen(entry->fts_path);
    uint32_t folder = 0;
    if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS) {
        errno = entry->fts_errno;
        return lt_error_system(error, entry->fts_path, "can't be read");
    }
    if (entry->fts_info != FTS_F || size < 4 || strcmp(entry->fts_path + size - 4, ".xml") != 0) {
        return 0;
    }
    LT_TRY(truth_folder_of(truth, root, entry->fts_path, &folder, error));
    return lt_truth_xml(truth, entry->fts_path, folder, error);
}

static int truth_walk(lt_truth *truth, const char *root, leitong_error *error)
{
    char *copy = strdup(root);
    char *paths[] = {copy, NULL};
    if (copy == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    FTS *tree = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, truth_by_name);
    if (tree == NULL) {
        code = lt_error_system(error, root, "can't be read");
        free(copy);
        return code;
    }
    errno = 0;
    for (FTSENT *entry; code == 0 && (entry = fts_read(tree)) != NULL;) {
        code = truth_entry(truth, root, entry, error);
        errno = 0;
    }
    if (code == 0 && errno != 0) {
        code = lt_error_system(error, root, "can't be read");
    }
    fts_close(tree);
    free(copy);
    if (code == 0 && truth->checked.count == 0) {
        code = lt_error_at(error, LEITONG_EINPUT, root, LEITONG_NO_OFFSET, "holds no .xml file");
    }
    return code;
}

static int truth_span(const leitong_result *result, lt_truth *truth, lt_lines *lines, const char *key,
                      leitong_span *ret_span)
{
    size_t count;
    const lt_json_node *object = lt_lines_object(lines, lines->row, key);
    const char *name = lt_lines_string(lines, object, "doc");
    ret_span->begin = lt_lines_number(lines, object, "begin", UINT64_MAX);
    ret_span->end = lt_lines_number(lines, object, "end", UINT64_MAX);
    if (lines->code == 0) {
        lines->code = lt_truth_names_find(&truth->names, name, lines->path, &ret_span->document, lines->error);
    }
    if (lines->code == 0 && (ret_span->begin > ret_span->end ||
                             ret_span->end > leitong_result_documents(result, &count)[ret_span->document].bytes)) {
        (void)lt_lines_damaged(lines, "\"%s\" ends behind its document, or before it begins", key);
    }
    return lines->code;
}

static int truth_line(const leitong_result *result, lt_truth *truth, lt_lines *lines)
{
    lt_truth_case found = {.folder = 0};
    lt_truth_case *row;
    if (strcmp(lt_lines_string(lines, lines->row, "kind"), "passage") != 0) {
        return lines->code;
    }
    LT_TRY(truth_span(result, truth, lines, "a", &found.a));
    LT_TRY(truth_span(result, truth, lines, "b", &found.b));
    LT_TRY(lt_result_add(&truth->cases, sizeof *row, &row, lines->error));
    *row = found;
    return 0;
}

/* Bytes of the documents → characters. */
static int truth_characters(const leitong_result *result, lt_truth *truth, leitong_error *error)
{
    lt_truth_case *cases = truth->cases.items;
    size_t count = truth->cases.count;
    leitong_span **spans = malloc((2 * count + 1) * sizeof(leitong_span *));
    if (spans == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        spans[2 * i] = &cases[i].a;
        spans[2 * i + 1] = &cases[i].b;
    }
    int code = lt_characters_spans(result, spans, 2 * count, error);
    free(spans);
    return code;
}

static int truth_lines(const leitong_result *result, lt_truth *truth, const char *path, leitong_error *error)
{
    lt_lines lines;
    uint32_t folder = 0;
    int code = truth_folder(truth, ".", 1, &folder, error);
    if (code == 0) {
        code = lt_lines_open_path(&lines, path, TRUTH_LINE, error);
        while (code == 0 && (code = lt_lines_next(&lines)) == 0 && lines.row != NULL) {
            code = truth_line(result, truth, &lines);
        }
        lt_lines_close(&lines);
    }
    if (code == LEITONG_EDAMAGED) {
        code = LEITONG_EINPUT; /* leitong did not write it */
        if (error != NULL) {
            error->code = code;
        }
    }
    LT_TRY(code);
    return truth_characters(result, truth, error);
}

int lt_truth_read(const leitong_result *result, const char *path, lt_truth *ret_truth, leitong_error *error)
{
    lt_truth truth = {0};
    struct stat status;
    size_t size = strlen(path);
    int code = lt_truth_names_init(&truth.names, result, error);
    if (code == 0 && stat(path, &status) != 0) {
        code = errno == ENOENT || errno == ENOTDIR
                   ? lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "there is no such truth")
                   : lt_error_system(error, path, "can't be read");
    }
    if (code == 0) {
        bool lines = S_ISREG(status.st_mode) && size >= 6 && strcmp(path + size - 6, ".jsonl") == 0;
        code = lines ? truth_lines(result, &truth, path, error) : truth_walk(&truth, path, error);
    }
    if (code != 0) {
        lt_truth_clear(&truth);
        return code;
    }
    *ret_truth = truth;
    return 0;
}

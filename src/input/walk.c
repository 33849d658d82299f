#include "input/walk.h"

#include "base/buffer.h"
#include "base/root.h"
#include "input/result_folder.h"
#include "input/stream.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The folders above, so that a loop is told from a folder met twice. */
typedef struct walk_chain {
    const struct walk_chain *above;
    dev_t device;
    ino_t inode;
} walk_chain;

typedef struct walk_names {
    char **names;
    size_t count, capacity;
} walk_names;

static void walk_names_clear(walk_names *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->names[i]);
    }
    free(list->names);
}

static int walk_names_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b); /* compares as unsigned bytes */
}

/* Appends `entry` with a copy of `path`. */
static int walk_append(lt_walk *walk, const char *path, lt_entry entry, leitong_error *error)
{
    LT_TRY(LT_RESERVE(walk->entries, walk->capacity, walk->count + 1, error));
    entry.path = strdup(path);
    if (entry.path == NULL) {
        return lt_error_memory(error);
    }
    walk->entries[walk->count++] = entry;
    return 0;
}

static int walk_refuse(lt_walk *walk, const char *path, const char *reason, const char *words, int cause,
                       leitong_error *error)
{
    return walk_append(walk, path, (lt_entry){.reason = reason, .words = words, .cause = cause}, error);
}

static int walk_unreadable(lt_walk *walk, const char *path, int cause, leitong_error *error)
{
    if (cause == ENOMEM) {
        return lt_error_memory(error);
    }
    if (cause == EMFILE || cause == ENFILE) {
        errno = cause;
        return lt_error_system(error, path, "can't open");
    }
    return walk_refuse(walk, path, cause == ELOOP ? "symlink_loop" : "unreadable", NULL, cause, error);
}

lt_entry_kind lt_entry_kind_of(const char *name, lt_entry_kind otherwise)
{
    static const struct {
        const char *ending;
        lt_entry_kind kind;
    } kinds[] = {
        {".txt", LT_ENTRY_TEXT},      {".text", LT_ENTRY_TEXT},     {".md", LT_ENTRY_TEXT},
        {".markdown", LT_ENTRY_TEXT}, {".jsonl", LT_ENTRY_JSONL},   {".html", LT_ENTRY_HTML},
        {".htm", LT_ENTRY_HTML},      {".xhtml", LT_ENTRY_HTML},    {".docx", LT_ENTRY_DOCUMENT},
        {".docm", LT_ENTRY_DOCUMENT}, {".dotx", LT_ENTRY_DOCUMENT}, {".odt", LT_ENTRY_DOCUMENT},
        {".ott", LT_ENTRY_DOCUMENT},  {".pdf", LT_ENTRY_DOCUMENT},  {".zip", LT_ENTRY_DOCUMENT},
        {".tar", LT_ENTRY_DOCUMENT},  {".tgz", LT_ENTRY_DOCUMENT},  {".tzst", LT_ENTRY_DOCUMENT},
        {".txz", LT_ENTRY_DOCUMENT},  {".tbz2", LT_ENTRY_DOCUMENT}, {".xz", LT_ENTRY_DOCUMENT},
        {".bz2", LT_ENTRY_DOCUMENT},  {".doc", LT_ENTRY_DOCUMENT},  {".wps", LT_ENTRY_DOCUMENT},
        {".rtf", LT_ENTRY_DOCUMENT},  {".eml", LT_ENTRY_DOCUMENT},  {".epub", LT_ENTRY_DOCUMENT},
        {".pptx", LT_ENTRY_DOCUMENT}, {".ppsx", LT_ENTRY_DOCUMENT}, {".csv", LT_ENTRY_CSV},
        {".json", LT_ENTRY_JSON},
    };
    static const char *const packed[] = {".gz", ".zst", ".xz", ".bz2"};
    size_t size = strlen(name);
    const char *last = lt_root_name(name);
    if (strncmp(last, "~$", 2) == 0 || strncmp(last, "._", 2) == 0) { /* what Word and macOS keep beside a document */
        return otherwise;
    }
    for (size_t i = 0, whole = size; i < sizeof packed / sizeof packed[0]; i++) {
        size -= size == whole && lt_stream_named(name, whole, packed[i]) ? strlen(packed[i]) : 0;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (lt_stream_named(name, size, kinds[i].ending)) {
            return kinds[i].kind;
        }
    }
    return otherwise;
}

static int walk_new(lt_walk *walk, const struct stat *status, bool *ret_new, leitong_error *error)
{
    uint64_t place[2] = {(uint64_t)status->st_dev, (uint64_t)status->st_ino};
    return lt_hash_set_add(&walk->seen, place, sizeof place, ret_new, error);
}

static int walk_file(lt_walk *walk, const char *path, const struct stat *status, lt_entry_kind kind,
                     leitong_error *error)
{
    bool is_new = false;
    LT_TRY(walk_new(walk, status, &is_new, error));
    if (!is_new) {
        return walk_refuse(walk, path, "repeated_file", "the same file was read before, under this or another name", 0,
                           error);
    }
    walk->total += kind == LT_ENTRY_UNKNOWN ? 0 : (uint64_t)status->st_size; /* most of these are not read */
    return walk_append(walk, path, (lt_entry){.kind = kind, .size = (uint64_t)status->st_size}, error);
}

static int walk_stream(lt_walk *walk, const char *path, bool standard_input, leitong_error *error)
{
    walk->total_unknown = true;
    return walk_append(walk, path, (lt_entry){.kind = LT_ENTRY_STREAM, .standard_input = standard_input}, error);
}

/* The folder's names in byte order; *ret_cause is errno where it can't be read. */
static int walk_list(const char *path, walk_names *list, int *ret_cause, leitong_error *error)
{
    int code = 0;
    DIR *folder = opendir(path);
    if (folder == NULL) {
        *ret_cause = errno;
        return 0;
    }
    for (;;) {
        errno = 0;
        const struct dirent *item = readdir(folder);
        if (item == NULL) {
            *ret_cause = errno;
            goto done;
        }
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) {
            continue;
        }
        LT_TRY_GOTO(done, LT_RESERVE(list->names, list->capacity, list->count + 1, error));
        list->names[list->count] = strdup(item->d_name);
        if (list->names[list->count] == NULL) {
            code = lt_error_memory(error);
            goto done;
        }
        list->count++;
    }
done:
    closedir(folder);
    if (list->count > 0) {
        qsort(list->names, list->count, sizeof *list->names, walk_names_compare);
    }
    return code;
}

static int walk_folder(lt_walk *walk, const char *path, const struct stat *status, const walk_chain *above,
                       leitong_error *error);

static int walk_item(lt_walk *walk, const char *path, const walk_chain *chain, leitong_error *error)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return walk_unreadable(walk, path, errno, error);
    }
    if (S_ISDIR(status.st_mode)) {
        return walk_folder(walk, path, &status, chain, error);
    }
    if (!S_ISREG(status.st_mode)) {
        return walk_refuse(walk, path, "not_a_file", "a pipe, socket or device inside a folder isn't read", 0, error);
    }
    return walk_file(walk, path, &status, lt_entry_kind_of(path, LT_ENTRY_UNKNOWN), error);
}

/* Recursion is as deep as the path is long: stat refuses paths above PATH_MAX, hence at most 2,048 levels. */
static int walk_folder(lt_walk *walk, const char *path, const struct stat *status, const walk_chain *above,
                       leitong_error *error)
{
    walk_chain chain = {above, status->st_dev, status->st_ino};
    for (const walk_chain *each = above; each != NULL; each = each->above) {
        if (each->device == chain.device && each->inode == chain.inode) {
            return walk_refuse(walk, path, "symlink_loop", "a symbolic link to a folder above it", 0, error);
        }
    }
    bool is_new = false;
    LT_TRY(walk_new(walk, status, &is_new, error));
    if (!is_new) {
        return walk_refuse(walk, path, "repeated_folder", "the same folder was read before, under this or another name",
                           0, error);
    }
    bool is_result = false;
    LT_TRY(lt_result_folder_is(path, &is_result, error));
    if (is_result) {
        return walk_refuse(walk, path, "result_directory",
                           "holds a result of leitong, which is no text of its own; name a file in it to read that", 0,
                           error);
    }
    walk_names list = {0};
    char *joined = NULL;
    size_t joined_capacity = 0;
    int cause = 0;
    int code = 0;
    LT_TRY_GOTO(done, walk_list(path, &list, &cause, error));
    if (cause != 0) {
        LT_TRY_GOTO(done, walk_unreadable(walk, path, cause, error));
    }
    size_t stem = strlen(path);
    const char *slash = stem > 0 && path[stem - 1] == '/' ? "" : "/";
    for (size_t i = 0; i < list.count; i++) {
        size_t need = stem + strlen(list.names[i]) + 2;
        LT_TRY_GOTO(done, LT_RESERVE(joined, joined_capacity, need, error));
        snprintf(joined, need, "%s%s%s", path, slash, list.names[i]);
        LT_TRY_GOTO(done, walk_item(walk, joined, &chain, error));
    }
done:
    free(joined);
    walk_names_clear(&list);
    return code;
}

/* A path that the user named: it must exist, and is read whatever it is called. */
static int walk_named(lt_walk *walk, const char *path, leitong_error *error)
{
    struct stat status;
    if (strcmp(path, "-") == 0) {
        bool is_new = false;
        LT_TRY(lt_hash_set_add(&walk->seen, path, 1, &is_new, error));
        return is_new ? walk_stream(walk, path, true, error)
                      : walk_refuse(walk, path, "repeated_file", "standard input can be read once", 0, error);
    }
    if (stat(path, &status) != 0) {
        if (errno == EACCES) {
            return walk_unreadable(walk, path, EACCES, error);
        }
        return lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "can't open: %s", strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        return walk_folder(walk, path, &status, NULL, error);
    }
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) {
        return lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                           "is a device, which may have no end; name a file, or give standard input as -");
    }
    if (!S_ISREG(status.st_mode)) {
        return walk_stream(walk, path, false, error);
    }
    return walk_file(walk, path, &status, lt_entry_kind_of(path, LT_ENTRY_NAMED), error);
}

int lt_walk_paths(lt_walk *walk, const char *const *paths, size_t count, leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        LT_TRY(walk_named(walk, paths[i], error));
    }
    return 0;
}

void lt_walk_clear(lt_walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        free(walk->entries[i].path);
    }
    free(walk->entries);
    lt_hash_set_clear(&walk->seen);
    *walk = (lt_walk){0};
}

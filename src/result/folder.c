#include "result/folder.h"

#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_BUFFER (1U << 18)

/* What a result directory may hold; anything else is somebody's and is not touched. */
static const char *const folder_names[] = {"run.json", "*.jsonl", "text"};
static const char *const folder_texts[] = {"[0-9]*.txt"};

static bool folder_known(const char *name, const char *const *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fnmatch(patterns[i], name, 0) == 0) {
            return true;
        }
    }
    return false;
}

static bool folder_is_entry(const char *name)
{
    return folder_known(name, folder_names, sizeof folder_names / sizeof folder_names[0]);
}

/* Calls `visit` for each entry but . and ..; stops at the first non-zero. -1: the folder can't be read. `at`: the
 * folder that holds `name`; `flags`: O_NOFOLLOW where a link is no folder. */
static int folder_each(int at, const char *name, int flags, int (*visit)(void *context, int folder, const char *name),
                       void *context)
{
    int folder = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
    DIR *stream = folder < 0 ? NULL : fdopendir(folder);
    if (stream == NULL) {
        int cause = errno;
        if (folder >= 0) {
            close(folder);
        }
        errno = cause;
        return cause == ENOENT ? 0 : -1;
    }
    int stop = 0;
    for (struct dirent *entry; stop == 0 && (entry = readdir(stream)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            stop = visit(context, folder, entry->d_name);
        }
    }
    closedir(stream);
    return stop;
}

typedef struct folder_survey {
    char foreign[NAME_MAX + 1];
    bool has_run;
    unsigned count;
} folder_survey;

static int folder_look(void *context, int folder, const char *name)
{
    folder_survey *survey = context;
    (void)folder;
    survey->count++;
    survey->has_run = survey->has_run || strcmp(name, "run.json") == 0;
    if (!folder_is_entry(name)) {
        snprintf(survey->foreign, sizeof survey->foreign, "%s", name);
        return 1;
    }
    return 0;
}

static int folder_check(const char *target, leitong_error *error)
{
    folder_survey survey = {.foreign = ""};
    struct stat status;
    if (lstat(target, &status) == 0 && !S_ISDIR(status.st_mode)) {
        return lt_error_at(error, LEITONG_EUSAGE, target, LEITONG_NO_OFFSET, "is %s, not a folder; choose another",
                           S_ISLNK(status.st_mode) ? "a symbolic link that leads nowhere" : "a file");
    }
    if (folder_each(AT_FDCWD, target, 0, folder_look, &survey) < 0) {
        return lt_error_system(error, target, "can't be read");
    }
    if (survey.foreign[0] != '\0') {
        return lt_error_at(error, LEITONG_EUSAGE, target, LEITONG_NO_OFFSET,
                           "holds '%s', which is no part of a result; choose another folder, or move it away",
                           survey.foreign);
    }
    if (survey.count > 0 && !survey.has_run) {
        return lt_error_at(error, LEITONG_EUSAGE, target, LEITONG_NO_OFFSET,
                           "is neither empty nor a result; choose another folder");
    }
    return 0;
}

/* The folder itself, behind symbolic links; without the slashes at its end. */
static int folder_resolve(lt_folder *folder, const char *target, leitong_error *error)
{
    if (realpath(target, folder->target) == NULL) {
        size_t length = strlen(target);
        while (length > 1 && target[length - 1] == '/') {
            length--;
        }
        snprintf(folder->target, sizeof folder->target, "%.*s", (int)(length < PATH_MAX ? length : 0), target);
    }
    int length = snprintf(folder->path, sizeof folder->path, "%s.new-XXXXXX", folder->target);
    if (folder->target[0] == '\0' || length < 0 || (size_t)length >= sizeof folder->path) {
        return lt_error_at(error, LEITONG_EUSAGE, target, LEITONG_NO_OFFSET, "is no usable folder name");
    }
    return 0;
}

int lt_folder_open(lt_folder *folder, const char *target, leitong_error *error)
{
    int code = 0;
    LT_TRY_GOTO(failed, folder_resolve(folder, target, error));
    LT_TRY_GOTO(failed, folder_check(folder->target, error));
    if (lt_temporary_folder(folder->path, NULL) != 0) {
        code = lt_error_system(error, folder->target, "can't make a folder beside it");
        goto failed;
    }
    return 0;
failed:
    folder->path[0] = '\0'; /* no folder was made, so there is none to delete */
    return code;
}

static bool folder_join(char path[PATH_MAX], const char *folder, const char *name)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return length > 0 && length < PATH_MAX;
}

int lt_folder_file(const lt_folder *folder, const char *name, FILE **ret_file, leitong_error *error)
{
    char path[PATH_MAX];
    if (!folder_join(path, folder->path, name)) {
        return lt_error_at(error, LEITONG_EUSAGE, folder->path, LEITONG_NO_OFFSET, "the path is too long");
    }
    FILE *file = fopen(path, "wbe");
    if (file == NULL && errno == ENOENT && strncmp(name, "text/", 5) == 0) {
        char texts[PATH_MAX];
        if (folder_join(texts, folder->path, "text") && mkdir(texts, 0777) == 0) {
            file = fopen(path, "wbe");
        }
    }
    if (file == NULL) {
        return lt_error_system(error, path, "can't be made");
    }
    /* Tables are long: a system call a block of stdio's own size would cost as much as making the rows. */
    (void)setvbuf(file, NULL, _IOFBF, FOLDER_BUFFER);
    *ret_file = file;
    return 0;
}

static int folder_remove_text(void *context, int folder, const char *name)
{
    (void)context;
    if (folder_known(name, folder_texts, sizeof folder_texts / sizeof folder_texts[0])) {
        (void)unlinkat(folder, name, 0);
    }
    return 0;
}

/* Nothing outside the folder is removed, wherever a link in it leads. */
static int folder_remove_entry(void *context, int folder, const char *name)
{
    (void)context;
    if (strcmp(name, "text") == 0) {
        (void)folder_each(folder, name, O_NOFOLLOW, folder_remove_text, NULL);
        (void)unlinkat(folder, name, AT_REMOVEDIR);
    }
    if (folder_is_entry(name)) {
        (void)unlinkat(folder, name, 0);
    }
    return 0;
}

void lt_folder_abandon(lt_folder *folder)
{
    if (folder->path[0] != '\0') {
        (void)folder_each(AT_FDCWD, folder->path, O_NOFOLLOW, folder_remove_entry, NULL);
        (void)rmdir(folder->path);
        folder->path[0] = '\0';
    }
}

int lt_folder_commit(lt_folder *folder, leitong_error *error)
{
    /* rename() takes the place of an absent or empty folder in one step; a full one is exchanged, then deleted. */
    if (rename(folder->path, folder->target) == 0) {
        folder->path[0] = '\0';
        return 0;
    }
    if ((errno == ENOTEMPTY || errno == EEXIST) &&
        renameat2(AT_FDCWD, folder->path, AT_FDCWD, folder->target, RENAME_EXCHANGE) == 0) {
        lt_folder_abandon(folder); /* `path` now names the old result */
        return 0;
    }
    return lt_error_system(error, folder->target, "can't be replaced by the new result");
}

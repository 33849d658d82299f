#include "base/root.h"

#include "base/buffer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT_ENDING 5 /* letters of the longest ending of an archive: .tbz2, .tzst */

int lt_root_resolve(const char *folder, char **ret_folder, leitong_error *error)
{
    struct stat status;
    char *resolved = realpath(folder, NULL);
    if (resolved == NULL && errno == ENOMEM) {
        return lt_error_memory(error);
    }
    if (resolved == NULL || stat(resolved, &status) != 0 || !S_ISDIR(status.st_mode)) {
        int code = lt_error_at(error, LEITONG_EINPUT, folder, LEITONG_NO_OFFSET, "%s",
                               resolved == NULL ? strerror(errno) : "isn't a folder");
        free(resolved);
        return code;
    }
    if (strcmp(resolved, "/") == 0) {
        resolved[0] = '\0';
    }
    *ret_folder = resolved;
    return 0;
}

int lt_root_open(lt_root *root, const char *folder, leitong_error *error)
{
    leitong_error why = {0};
    int code = lt_root_resolve(folder != NULL ? folder : ".", &root->folder, &why);
    if (code == LEITONG_EINPUT && folder == NULL) {
        return 0;
    }
    if (code == LEITONG_EINPUT) {
        return lt_error_at(error, code, folder, LEITONG_NO_OFFSET,
                           "can't be the root that ids are relative to: %.200s; name another with --root", why.message);
    }
    return code != 0 ? lt_error_memory(error) : 0;
}

void lt_root_clear(lt_root *root)
{
    free(root->folder);
    free(root->given);
    free(root->resolved);
    free(root->path);
    *root = (lt_root){0};
}

int lt_root_holds(const char *folder, const char *path, const char **ret_rest)
{
    size_t size = strlen(folder);
    if (strncmp(folder, path, size) != 0 || (path[size] != '/' && path[size] != '\0')) {
        return 0;
    }
    *ret_rest = path + size + (path[size] == '/');
    return 1;
}

/* root->resolved becomes what the first `size` bytes of `path` are, a folder: "" for `/`. */
static int root_folder(lt_root *root, const char *path, size_t size, leitong_error *error)
{
    if (root->given != NULL && strlen(root->given) == size && memcmp(root->given, path, size) == 0) {
        return 0;
    }
    char *given = strndup(path, size);
    if (given == NULL) {
        return lt_error_memory(error);
    }
    char *resolved = NULL;
    int code = lt_root_resolve(size > 0 ? given : path[0] == '/' ? "/" : ".", &resolved, error);
    if (code != 0) {
        free(given);
        return code;
    }
    free(root->given);
    free(root->resolved);
    root->given = given;
    root->resolved = resolved;
    return 0;
}

int lt_root_place(lt_root *root, const char *path, const char **ret_path, size_t *ret_id, leitong_error *error)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *ignored;
    const char *rest;
    LT_TRY(root_folder(root, path, (size_t)(name - path), error));
    if (lt_root_holds("/proc", root->resolved, &ignored)) {
        *ret_path = path;
        *ret_id = 0;
        return 0;
    }
    size_t size = strlen(root->resolved);
    LT_TRY(LT_RESERVE(root->path, root->path_capacity, size + strlen(name) + 2, error));
    memcpy(root->path, root->resolved, size);
    root->path[size] = '/';
    memcpy(root->path + size + 1, name, strlen(name) + 1);
    bool inside = root->folder != NULL && lt_root_holds(root->folder, root->path, &rest);
    *ret_path = root->path;
    *ret_id = inside ? (size_t)(rest - root->path) : 0;
    return 0;
}

/* `!` ends the name of an archive where an ending stands before it, and that of standard input; `Yahoo!.txt` is a name.
 */
const char *lt_root_name(const char *id)
{
    const char *slash = strrchr(id, '/');
    const char *name = slash == NULL ? id : slash + 1;
    const char *mark = strrchr(name, '!');
    if (mark == NULL || mark[1] == '\0') {
        return name;
    }
    for (const char *at = mark; at > name && mark - at < ROOT_ENDING; at--) {
        if (at[-1] == '.') {
            return mark + 1;
        }
    }
    return mark == name + 1 && *name == '-' ? mark + 1 : name;
}

/* root: the folder that ids of files are relative to, and what a file's id is.
 *
 * Input: paths as users write them, relative to the working folder. Output: one spelling of each: the folder part
 * resolved (symbolic links, `.`, `..`, repeated slashes), the last component kept, so that a link keeps its own name;
 * of it, the part behind the root is the id where the file lies inside the root, the whole otherwise.
 *
 *     root /srv/texts;  ../texts//speech/b.txt  →  /srv/texts/speech/b.txt
 *                                                             └── id ──┘
 *
 * What stands below /proc (such as /dev/fd/3) is left as it was given: resolved, it would have another name in each
 * process. Ownership: the caller, who clears lt_root. Errors: LEITONG_EINPUT (the root is no folder: name another; a
 * folder can't be resolved), LEITONG_EMEMORY. Complexity: one resolution for neighbours of one folder. */
#ifndef LT_BASE_ROOT_H
#define LT_BASE_ROOT_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_root {
    char *folder;   /* resolved, "" for `/`; NULL: there is none, and ids are whole */
    char *given;    /* folder part that was asked for last … */
    char *resolved; /* … and what it is */
    char *path;     /* the file that was asked for last */
    size_t path_capacity;
} lt_root;

/* `folder` NULL: the working folder (none where that was removed). *root must be zero; clear it also after a failure.
 */
LEITONG_CHECK int lt_root_open(lt_root *root, const char *folder, leitong_error *error);
void lt_root_clear(lt_root *root);

/* *ret_path stands until the next call; the id begins at byte *ret_id of it. */
LEITONG_CHECK int lt_root_place(lt_root *root, const char *path, const char **ret_path, size_t *ret_id,
                                leitong_error *error);

/* `folder` resolved, which the caller frees; LEITONG_EINPUT when it is no folder. */
LEITONG_CHECK int lt_root_resolve(const char *folder, char **ret_folder, leitong_error *error);
/* Whether `path` is `folder`, both resolved, or lies in it; *ret_rest is the rest of `path`, without a slash before it.
 */
int lt_root_holds(const char *folder, const char *path, const char **ret_rest);

/* The last name of an id: behind the last slash, and in `texts/2019.zip!plan.docx` behind the archive's `!`. */
const char *lt_root_name(const char *id);

#endif

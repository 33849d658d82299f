/* folder: writes a result directory that is the old one or the new one, never half of it.
 *
 * Everything is written into a temporary sibling; lt_folder_commit renames it over the target, or exchanges both in one
 * step (renameat2, RENAME_EXCHANGE) and deletes the old one where the target is not empty.
 * Input: the directory's name. Output: a temporary folder to write into, and on commit the target.
 * Ownership: lt_folder is the caller's; lt_folder_abandon deletes what was written, and nothing after a commit.
 * Errors: LEITONG_EUSAGE (the directory holds something that is no result: the message names it; choose another, or
 * move it), LEITONG_ESYSTEM (disk full, permissions). Complexity: linear in the entries of the folder. */
#ifndef LT_RESULT_FOLDER_H
#define LT_RESULT_FOLDER_H

#include "base/error.h"

#include <limits.h>
#include <stdio.h>

typedef struct lt_folder {
    char target[PATH_MAX];
    char path[PATH_MAX]; /* the temporary folder; "" once committed or abandoned */
} lt_folder;

LEITONG_CHECK int lt_folder_open(lt_folder *folder, const char *target, leitong_error *error);
/* A file to write in the folder; `name` may begin with "text/". */
LEITONG_CHECK int lt_folder_file(const lt_folder *folder, const char *name, FILE **ret_file, leitong_error *error);
LEITONG_CHECK int lt_folder_commit(lt_folder *folder, leitong_error *error);
void lt_folder_abandon(lt_folder *folder);

#endif

/* folder: a result directory that is the old one or the new one, never half.
 *
 * Enters: the directory's name. Leaves: a temporary sibling to write into; lt_folder_commit puts it in the place of the
 * old one (exchanged in one step where the file system can). Owner: lt_folder; lt_folder_abandon deletes what was
 * written. Errors: LEITONG_EUSAGE (the directory holds something that is no result: the message names it; choose
 * another, or move it), LEITONG_ESYSTEM (disk full, permissions). */
#ifndef LT_RESULT_FOLDER_H
#define LT_RESULT_FOLDER_H

#include "base/error.h"

#include <limits.h>
#include <stdio.h>

typedef struct lt_folder {
    char target[PATH_MAX];
    char path[PATH_MAX]; /* write into this one; "" once committed or abandoned */
} lt_folder;

LEITONG_CHECK int lt_folder_open(lt_folder *folder, const char *target, leitong_error *error);
/* A file to write in the folder; `name` may begin with "text/". */
LEITONG_CHECK int lt_folder_file(const lt_folder *folder, const char *name, FILE **ret_file, leitong_error *error);
LEITONG_CHECK int lt_folder_commit(lt_folder *folder, leitong_error *error);
void lt_folder_abandon(lt_folder *folder);

#endif

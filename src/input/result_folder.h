/* result_folder: whether a folder is one that `leitong scan -o` has written.
 *
 * The folder's name says nothing.
 * Input: a folder.
 * Output: true where its run.json is what such a folder holds: one JSON object with the members that every version
 * wrote.
 * Ownership: none.
 * Errors: LEITONG_EMEMORY alone: what can't be read as a result is none.
 * Complexity: linear in the bytes of run.json, of which at most 4 MiB are read. */
#ifndef LT_INPUT_RESULT_FOLDER_H
#define LT_INPUT_RESULT_FOLDER_H

#include "base/error.h"

#include <stdbool.h>

LEITONG_CHECK int lt_result_folder_is(const char *folder, bool *ret_is, leitong_error *error);

#endif

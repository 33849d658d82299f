/* truth_names: a document from the end of its path.
 *
 * Input: the documents of a result; a name such as "susp/0001.txt". Output: the one document whose id is that name or
 * ends with "/" and that name. Ownership: lt_truth_names; the result must outlive it. Errors: LEITONG_EINPUT (no such
 * document, or more than one: give more of the path), LEITONG_EMEMORY. */
#ifndef LT_TOOLS_TRUTH_NAMES_H
#define LT_TOOLS_TRUTH_NAMES_H

#include "base/error.h"
#include "leitong/result.h"

typedef struct lt_truth_name {
    const char *base, *id;
    uint32_t document;
} lt_truth_name;

typedef struct lt_truth_names {
    lt_truth_name *rows; /* sorted by base, then by document */
    size_t count;
} lt_truth_names;

LEITONG_CHECK int lt_truth_names_init(lt_truth_names *names, const leitong_result *result, leitong_error *error);
void lt_truth_names_clear(lt_truth_names *names);
/* `path` is the file that names it, for messages. */
LEITONG_CHECK int lt_truth_names_find(const lt_truth_names *names, const char *name, const char *path,
                                      uint32_t *ret_document, leitong_error *error);

#endif

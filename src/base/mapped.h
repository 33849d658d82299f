/* mapped: one array that grows in a file of the temporary folder and is used where it stands, by its address.
 *
 * Input: how long the array must be. Output: its address; what was written to it stays. It is for tables that callers
 * read as arrays and that may be larger than memory: the kernel writes their pages to the file and fetches them again.
 * Room in the file is taken before a page of it is touched, so that a full disk is an error here and no signal there.
 * Ownership: lt_mapped. One thread grows it; others may read and write what is there while it does not grow.
 * Errors: LEITONG_EMEMORY; LEITONG_ESYSTEM (the folder is full: free space or move --tmpdir).
 * Complexity: lengths grow by half of what is there in address space, by LT_MAPPED_STEP on disk; memory is given back
 * a step at a time, as growing and lt_mapped_passed go, or all at once by lt_mapped_rest. */
#ifndef LT_BASE_MAPPED_H
#define LT_BASE_MAPPED_H

#include "base/error.h"

#include <stddef.h>

#define LT_MAPPED_STEP ((size_t)1 << 20)

typedef struct lt_mapped lt_mapped;

LEITONG_CHECK int lt_mapped_new(const char *folder, lt_mapped **ret_mapped, leitong_error *error);
void lt_mapped_free(lt_mapped *mapped);

/* Room for `need` bytes or more, zeroed where new. *ret_bytes stands until the next call, which may move the array. */
LEITONG_CHECK int lt_mapped_reserve(lt_mapped *mapped, size_t need, void **ret_bytes, size_t *ret_size,
                                    leitong_error *error);

/* A hint: the step of the array that ends at or before `end` is not used again soon. Its memory is given back. */
void lt_mapped_passed(const lt_mapped *mapped, size_t end);
/* A hint: no part of the array is used again soon. Others may read meanwhile. */
void lt_mapped_rest(const lt_mapped *mapped);

#endif

/* walk: paths → the list of files to read, and of those not to read, each with its reason.
 *
 * A folder's entries stand in byte order of their names, its folders' files where the folder stands. An entry's path is
 * the folder's as given, `/`, and the way from there; names keep their bytes. The same file or folder met again (device
 * and inode) becomes an entry with a reason; so does a symbolic link to a folder above, and a folder that holds a
 * result.
 * Input: paths as given.
 * Output: entries in that order.
 * Ownership: lt_walk owns its entries.
 * Errors: LEITONG_EINPUT (a path given doesn't exist or is a device), LEITONG_ESYSTEM (no descriptor left),
 * LEITONG_EMEMORY.
 * Complexity: one sort a folder. Memory: a path and 48 bytes an entry, 18 to 37 bytes a file. */
#ifndef LT_INPUT_WALK_H
#define LT_INPUT_WALK_H

#include "input/hash_set.h"

typedef enum lt_entry_kind {
    LT_ENTRY_TEXT,     /* named as a text */
    LT_ENTRY_JSONL,    /* one document a line */
    LT_ENTRY_JSON,     /* one document an object */
    LT_ENTRY_CSV,      /* one document a row */
    LT_ENTRY_HTML,     /* named as a page */
    LT_ENTRY_DOCUMENT, /* named as a document or an archive: its bytes must say the same */
    LT_ENTRY_NAMED,    /* the user named it, and its name promises nothing: whatever it is */
    LT_ENTRY_UNKNOWN,  /* in a folder, and its name promises nothing: read if its bytes are those of a document */
    LT_ENTRY_STREAM    /* standard input or a pipe: its first bytes decide */
} lt_entry_kind;

/* What a file's name promises; `otherwise` where it promises nothing. */
lt_entry_kind lt_entry_kind_of(const char *name, lt_entry_kind otherwise);

typedef struct lt_entry {
    char *path;
    const char *reason; /* one word; NULL: to be read */
    const char *words;  /* with a reason: what the error says; static, or strerror's of `cause` when NULL */
    int cause;
    lt_entry_kind kind;
    bool standard_input;
    uint64_t size; /* bytes on disk, 0 where unknown */
} lt_entry;

typedef struct lt_walk {
    lt_entry *entries;
    size_t count, capacity;
    uint64_t total;     /* bytes of all files to be read */
    bool total_unknown; /* there is a stream among them */
    lt_hash_set seen;
} lt_walk;

/* Fills *walk, which must be zero; the caller clears it, also after a failure. */
LEITONG_CHECK int lt_walk_paths(lt_walk *walk, const char *const *paths, size_t count, leitong_error *error);
void lt_walk_clear(lt_walk *walk);

#endif

/** @file index.h
 * An index: documents kept on disk, with all that is needed to hold a new text against them.
 *
 *     leitong_index_create (once) → leitong_index_open → … → leitong_index_close
 *     leitong_index_change_begin → …_add, …_remove → …_commit → leitong_index_change_end
 *
 * One folder on a local disk, no server. One process changes it at a time (a second one waits), any number read it;
 * each sees the state that was the last when it looked. What a commit has acknowledged survives the process being
 * killed and the power going; what was not committed leaves nothing behind. Everything is checksummed: from a damaged
 * index comes the right answer or LEITONG_EDAMAGED, never a wrong one. A handle may be used by one thread at a time,
 * and not after fork; a process opens an index once. */
#ifndef LEITONG_INDEX_H
#define LEITONG_INDEX_H

#include "document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct leitong_index leitong_index;

/** What decides how documents are taken in; fixed when the index is created. As in leitong_scan_options. */
typedef struct leitong_index_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    double threshold;   /**< least Jaccard of a pair, 0.2 … 1 */
    double recall;      /**< chance that a pair at the threshold is found, 0.5 … 0.99999 */
    unsigned shingle;   /**< tokens in a shingle, 1 … 64 */
    unsigned run;       /**< tokens in a row that no passage may miss, 8 … 64 */
    int paragraph;      /**< enum leitong_paragraphs */
    int fold_han;       /**< non-zero: traditional and simplified characters are equal */
} leitong_index_options;

#define LEITONG_INDEX_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(leitong_index_options), 0.7, 0.99, 5, 13, 0, 0                                                          \
    }

/** Makes an empty index.
 *  @return LEITONG_EUSAGE (an option out of its range: the message names it; `folder` is there and not empty: name
 *          another), LEITONG_ESYSTEM (the disk is full; a network file system: use a local disk), LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_index_create(const char *folder, const leitong_index_options *options,
                                                   leitong_error *error);

/** Waits while another process is opening it (a signal ends the waiting with LEITONG_ECANCELLED).
 *  @return LEITONG_EINPUT (no index there: create one; made by a version with another format: make it again),
 *          LEITONG_EDAMAGED (message: what and where; make it again from its documents, or bring it back from a copy),
 *          LEITONG_EUSAGE (this process has it open already: use that handle), LEITONG_ESYSTEM, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_index_open(const char *folder, leitong_index **ret_index, leitong_error *error);
/** Changes of it must have ended. */
LEITONG_API void leitong_index_close(leitong_index *index);

/** What it was made with. */
LEITONG_API void leitong_index_get_options(const leitong_index *index, leitong_index_options *ret_options);

/** The folder that the ids of its files are relative to, resolved: that of the first addition
 *  (leitong_index_change_options.root). For leitong_input_options.root of whoever adds to it or asks it.
 *  @param ret_root  NULL where nothing was added yet; stands until the next call or leitong_index_close
 *  @return LEITONG_EINPUT (the index was recorded as lying inside its root, and can't be resolved), otherwise as
 *          leitong_index_list */
LEITONG_API LEITONG_CHECK int leitong_index_get_root(leitong_index *index, const char **ret_root, leitong_error *error);

typedef struct leitong_index_figures {
    uint64_t documents, paragraphs, tokens;
    uint64_t bytes;      /**< of the documents */
    uint64_t removed;    /**< documents removed whose room is not used again yet */
    uint64_t segments;   /**< parts that are searched one after the other */
    uint64_t used_bytes; /**< of all segments */
    uint64_t file_bytes; /**< of the file, room to be used again included; it never shrinks */
    uint64_t free_bytes; /**< room to be used again, as it was when the index was opened */
    uint64_t changes;    /**< commits so far that changed something */
    unsigned bands, rows;
} leitong_index_figures;
/** Same errors as leitong_index_list. */
LEITONG_API LEITONG_CHECK int leitong_index_stat(leitong_index *index, leitong_index_figures *ret_figures,
                                                 leitong_error *error);

/** Stands until the callback returns. */
typedef struct leitong_index_document {
    const char *id;
    const char *title, *date, *series, *author; /**< NULL where unknown */
    int title_from, date_from;                  /**< enum leitong_origin (document.h) */
    const char *encoding;
    uint64_t hash[2]; /**< XXH3-128 of the source bytes, high half first */
    uint64_t bytes;
    uint64_t paragraphs, tokens;
} leitong_index_document;

/** Calls `each` for every document, in order of ids; non-zero ends it with LEITONG_ECANCELLED.
 *  @return LEITONG_EDAMAGED, LEITONG_ESYSTEM, LEITONG_EMEMORY, LEITONG_EUSAGE (after fork) */
LEITONG_API LEITONG_CHECK int leitong_index_list(leitong_index *index,
                                                 int (*each)(void *context, const leitong_index_document *document),
                                                 void *context, leitong_error *error);

/** Reads everything and holds it against everything: blocks and their order, documents against their hashes, tokens,
 *  paragraphs, keys and seeds against documents taken in anew. `progress` may be NULL; non-zero cancels.
 *  @return LEITONG_EDAMAGED with what is wrong and where; otherwise as leitong_index_list */
LEITONG_API LEITONG_CHECK int leitong_index_check(leitong_index *index, unsigned jobs,
                                                  int (*progress)(void *context, uint64_t done, uint64_t total),
                                                  void *context, leitong_error *error);

/** Makes one segment of all, so that lookups are fastest; room of removed documents becomes free.
 *  @return LEITONG_ESYSTEM (the disk is full: as before), LEITONG_EDAMAGED, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_index_compact(leitong_index *index, leitong_error *error);

typedef struct leitong_index_change leitong_index_change;

typedef struct leitong_index_change_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    unsigned jobs;      /**< threads; 0: one a processor */
    /** Called after each document; non-zero cancels with LEITONG_ECANCELLED. */
    int (*progress)(void *context, uint64_t documents, uint64_t bytes);
    void *progress_context;
    /** Called for each document that can't be taken in; non-zero stops with LEITONG_EINPUT. */
    int (*skip)(void *context, const leitong_skip *skip);
    void *skip_context;
    /** The folder that ids of files are relative to; an index that has none yet remembers it with the commit: by its
     * way from the index where that lies inside, otherwise by its whole path. NULL: nothing to remember. */
    const char *root;
    /** Non-zero: a change that brings no document with a word (and removes none) may be committed. Otherwise its commit
     *  fails: what compared nothing must not look like a success. */
    int allow_empty;
} leitong_index_change_options;

#define LEITONG_INDEX_CHANGE_OPTIONS_INIT                                                                              \
    {                                                                                                                  \
        sizeof(leitong_index_change_options), 0, NULL, NULL, NULL, NULL, NULL, 0                                       \
    }

/** Waits until nobody else is changing the index (a signal ends the waiting with LEITONG_ECANCELLED).
 *  @return LEITONG_EUSAGE, LEITONG_ESYSTEM (no right to write), LEITONG_EDAMAGED, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_index_change_begin(leitong_index *index,
                                                         const leitong_index_change_options *options,
                                                         leitong_index_change **ret_change, leitong_error *error);
/** Ends the change; without a commit nothing of it remains. */
LEITONG_API void leitong_index_change_end(leitong_index_change *change);

/** Adds a document, or replaces the one with its id; the same document again changes nothing. Its memory may be reused
 * on return. One that can't be decoded is skipped, and the older one with its id stays.
 *  @return LEITONG_EINPUT when the skip callback said stop; LEITONG_EUSAGE (no id in UTF-8, or the same twice in one
 * change); LEITONG_ECANCELLED; LEITONG_ESYSTEM (disk full: free space); LEITONG_EDAMAGED; LEITONG_EMEMORY. After an
 *          error only leitong_index_change_end is allowed; the index is as before. */
LEITONG_API LEITONG_CHECK int leitong_index_change_add(leitong_index_change *change, const leitong_document *document,
                                                       leitong_error *error);
/** Adds every document of an input. Same errors as leitong_index_change_add and leitong_input_next. */
LEITONG_API LEITONG_CHECK int leitong_index_change_input(leitong_index_change *change, leitong_input *input,
                                                         leitong_error *error);
/** Removes the document with this id. *ret_found (may be NULL): whether there was one. Same errors. */
LEITONG_API LEITONG_CHECK int leitong_index_change_remove(leitong_index_change *change, const char *id, int *ret_found,
                                                          leitong_error *error);

typedef struct leitong_index_changes {
    uint64_t added, replaced, unchanged, removed, skipped;
} leitong_index_changes;
/** When it returns 0, all of it is on disk; otherwise nothing. The change can only be ended then. `ret_changes` may be
 *  NULL. Same errors as leitong_index_change_add; LEITONG_EINPUT (no document with a word: see allow_empty). */
LEITONG_API LEITONG_CHECK int leitong_index_change_commit(leitong_index_change *change,
                                                          leitong_index_changes *ret_changes, leitong_error *error);

#ifdef __cplusplus
}
#endif
#endif

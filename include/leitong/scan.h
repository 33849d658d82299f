/** @file scan.h
 * Scanning: documents in, one result out.
 *
 *     leitong_scan_new → leitong_scan_add (or leitong_scan_input) … → leitong_scan_finish → leitong_scan_free
 */
#ifndef LEITONG_SCAN_H
#define LEITONG_SCAN_H

#include "document.h"
#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

enum leitong_pairs {
    LEITONG_PAIRS_MEDOID = 0, /**< each member with its medoid, and one neighbour for who is left alone: linear */
    LEITONG_PAIRS_ALL = 1     /**< every verified pair: can be quadratic */
};

enum leitong_paragraphs {
    LEITONG_PARAGRAPH_AUTO = 0, /**< decided per document */
    LEITONG_PARAGRAPH_LINE = 1, /**< a line is a paragraph */
    LEITONG_PARAGRAPH_BLANK = 2 /**< blank lines separate paragraphs */
};

/** How far a scan is. `total` is 0 where it is not known. */
typedef struct leitong_progress {
    const char *phase;    /**< "read", "candidates", "pairs", "families", "templates", "passages", "texts", "locate",
                             "names", "cases" */
    uint64_t documents;   /**< read so far */
    uint64_t bytes;       /**< of documents read so far, as they came */
    uint64_t done, total; /**< of this phase, in the phase's own units; "read": bytes on disk */
    /** LEITONG_PAIRS_ALL, from phase "pairs" on: how many pairs of paragraphs share a band key (copies of one paragraph
     *  among themselves included), told before they are compared. Otherwise 0. */
    uint64_t candidates;
} leitong_progress;

typedef struct leitong_scan_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    double threshold;   /**< least Jaccard of a pair, 0.2 … 1 */
    double recall;      /**< chance that a pair at the threshold is found, 0.5 … 0.99999 */
    unsigned shingle;   /**< tokens in a shingle, 1 … 64 */
    unsigned run;       /**< tokens in a row that no passage may miss, 8 … 64 */
    unsigned stock;     /**< documents a run stands in before it is stock wording, ≥ 2 */
    int pairs;          /**< enum leitong_pairs */
    int paragraph;      /**< enum leitong_paragraphs */
    int fold_han;       /**< non-zero: traditional and simplified characters are equal */
    int passages;       /**< non-zero (default): find passages; zero: paragraphs alone */
    int templates;      /**< non-zero (default): find templates */
    int names;          /**< non-zero (default): find swaps and names left behind in passages, if these are found */
    unsigned jobs;      /**< threads; 0: one a processor */
    uint64_t memory;    /**< bytes for text, tokens, records and rows before they go to `tmpdir`; 0: no limit. About
                             30 bytes a paragraph stay in memory, 60 more for each different one that shares a
                             band key. Never changes the result. */
    const char *tmpdir; /**< NULL: $TMPDIR or /tmp */
    /** Called between pieces of work, from the calling thread; non-zero cancels with LEITONG_ECANCELLED. */
    int (*progress)(void *context, const leitong_progress *progress);
    void *progress_context;
    /** Called for everything that is skipped, in input order; non-zero stops with LEITONG_EINPUT. */
    int (*skip)(void *context, const leitong_skip *skip);
    void *skip_context;
    /** Names of places in UTF-8, each alone or with a tab, its kind, a tab and its parent (FORMATS.md), beside those
     * that are known; they stay the caller's, until leitong_scan_finish. */
    const char *const *gazetteer;
    size_t gazetteer_count;
    /** "NAME=REGEX", at most 16: what is filled in anew each time, for templates, beside numbers, dates and the like
     *  (FORMATS.md). Read by leitong_scan_new; PCRE2's syntax. NULL: none. */
    const char *const *masks;
    size_t mask_count;
} leitong_scan_options;

#define LEITONG_SCAN_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        sizeof(leitong_scan_options), 0.7, 0.99, 5, 13, 8, 0, 0, 0, 1, 1, 1, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, \
            0, NULL, 0                                                                                                 \
    }

/** Names of a file, one a line, with kind and parent (UTF-8; blank lines and what follows a # at a line's begin are
 * passed over). */
typedef struct leitong_gazetteer leitong_gazetteer;

/** @return LEITONG_EINPUT with file and byte (not UTF-8; a name longer than LEITONG_GAZETTEER_NAME bytes; a kind or
 * parent that is none), LEITONG_ESYSTEM (no such file …), LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_gazetteer_open(const char *path, leitong_gazetteer **ret_gazetteer,
                                                     leitong_error *error);
/** The names, for leitong_scan_options.gazetteer; they stand until leitong_gazetteer_free. */
LEITONG_API const char *const *leitong_gazetteer_names(const leitong_gazetteer *gazetteer, size_t *ret_count);
LEITONG_API void leitong_gazetteer_free(leitong_gazetteer *gazetteer);

#define LEITONG_GAZETTEER_NAME 256
/** Bytes of a list of names, at most. */
#define LEITONG_GAZETTEER_LARGEST (64U << 20)

typedef struct leitong_scan leitong_scan;

/** Starts a scan.
 *  @return LEITONG_EUSAGE (an option out of its range: the message names it), LEITONG_EMEMORY, LEITONG_ESYSTEM
 * (threads, temporary files) */
LEITONG_API LEITONG_CHECK int leitong_scan_new(const leitong_scan_options *options, leitong_scan **ret_scan,
                                               leitong_error *error);
LEITONG_API void leitong_scan_free(leitong_scan *scan);

/** Adds one document; its memory may be reused on return. A document that can't be decoded is skipped, not an error.
 *  Documents are known by id: the order of adding changes nothing in the result.
 *  @return LEITONG_EINPUT when the skip callback said stop; LEITONG_EUSAGE (no id in UTF-8, or bytes that are NULL);
 *          LEITONG_ECANCELLED; LEITONG_EMEMORY; LEITONG_ESYSTEM. After an error only leitong_scan_free is allowed. */
LEITONG_API LEITONG_CHECK int leitong_scan_add(leitong_scan *scan, const leitong_document *document,
                                               leitong_error *error);

/** The skip callback of an input whose skips a scan should count: set leitong_input_options.skip to this function and
 *  skip_context to the scan. */
LEITONG_API int leitong_scan_on_skip(void *scan, const leitong_skip *skip);

/** Adds every document of an input. Same errors as leitong_scan_add and leitong_input_next. */
LEITONG_API LEITONG_CHECK int leitong_scan_input(leitong_scan *scan, leitong_input *input, leitong_error *error);

/** Does the rest of the work and hands over the result, which lives on its own. The scan can only be freed then.
 *  @return LEITONG_EUSAGE when two documents had one id; LEITONG_EDAMAGED (a temporary file was changed under way); as
 *          leitong_scan_add */
LEITONG_API LEITONG_CHECK int leitong_scan_finish(leitong_scan *scan, leitong_result **ret_result,
                                                  leitong_error *error);

#ifdef __cplusplus
}
#endif
#endif

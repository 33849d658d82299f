/** @file result.h
 * A result: flat tables of documents, pairs, clusters, passages and phrases; from a scan or from a result directory.
 *
 * Arrays belong to the result and stand until leitong_result_free. Documents are sorted by id (bytes) and named by
 * their number; spans are half open, in bytes of the source as given (JSON Lines: of the decoded text value). */
#ifndef LEITONG_RESULT_H
#define LEITONG_RESULT_H

#include "error.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct leitong_result leitong_result;

#define LEITONG_NO_DOCUMENT UINT32_MAX

typedef struct leitong_span {
    uint32_t document;
    uint64_t begin, end;
} leitong_span;

typedef struct leitong_result_document {
    const char *id;
    const char *title, *date, *series, *author; /**< NULL where unknown */
    const char *encoding;
    uint64_t hash[2]; /**< XXH3-128 of the source bytes, high half first */
    uint64_t bytes;   /**< of the source */
    uint64_t paragraphs, tokens;
    uint64_t reused;                /**< tokens in passages and phrases, each once */
    uint64_t reused_without_quotes; /**< of them outside quotation marks and Markdown quotes */
    uint64_t reused_without_stock;  /**< of them that are not stock wording */
    uint64_t longest_run;           /**< tokens of the longest verbatim run shared */
    uint32_t largest_source;        /**< document sharing most with this one, or LEITONG_NO_DOCUMENT */
    uint64_t largest_source_tokens;
} leitong_result_document;

typedef struct leitong_result_pair {
    leitong_span a, b;                 /**< a before b in (document, begin) order */
    uint32_t paragraph_a, paragraph_b; /**< number within the document, from 0 */
    uint32_t shared;                   /**< distinct shingles in both */
    uint32_t shingles_a, shingles_b;   /**< distinct shingles in each; union = a + b − shared */
} leitong_result_pair;

enum leitong_unit { LEITONG_UNIT_PARAGRAPH = 0, LEITONG_UNIT_PASSAGE = 1, LEITONG_UNIT_DOCUMENT = 2 };

typedef struct leitong_result_member {
    leitong_span span;
    uint32_t shared, all; /**< similarity to the medoid is shared / all, exactly */
    uint32_t smaller;     /**< containment of the smaller of the two in the other is shared / smaller */
} leitong_result_member;

typedef struct leitong_result_cluster {
    int unit;                          /**< enum leitong_unit */
    uint32_t documents;                /**< distinct documents among the members */
    size_t member_begin, member_count; /**< in leitong_result_members */
    size_t medoid;                     /**< index among the members */
} leitong_result_cluster;

/** a[a_begin, a_end) became b[b_begin, b_end), in bytes; one of the two may be empty. */
typedef struct leitong_result_edit {
    uint64_t a_begin, a_end, b_begin, b_end;
} leitong_result_edit;

typedef struct leitong_result_passage {
    leitong_span a, b;
    uint32_t tokens_a, tokens_b, matched, longest_run;
    uint32_t stock;    /**< matched tokens that are stock wording */
    uint32_t period;   /**< tandem repeat: its period in tokens, otherwise 0 */
    size_t edit_begin; /**< in leitong_result_edits */
    uint32_t edit_count;
} leitong_result_passage;

typedef struct leitong_result_phrase {
    uint32_t tokens, documents;
    size_t place_begin, place_count; /**< in leitong_result_places */
} leitong_result_phrase;

typedef struct leitong_result_source {
    uint32_t document; /**< the checked document */
    uint32_t source;
    uint64_t exclusive; /**< tokens given to this source alone: a document's rows add up to its `reused` in passages */
    uint64_t full;      /**< all tokens shared with this source */
} leitong_result_source;

typedef struct leitong_result_skip {
    const char *what, *reason;
    uint64_t count;
    const char *const *examples; /**< "path:byte: message", at most 5, sorted */
    size_t example_count;
} leitong_result_skip;

/** What was asked and what was found. Options that can't change a result (jobs, memory, tmpdir) are not here. */
typedef struct leitong_result_run {
    double threshold, recall;
    unsigned bands, rows, shingle, run, stock;
    int pairs, paragraph, fold_han, passages;
    uint64_t documents, bytes, paragraphs, tokens;
    uint64_t verified;        /**< exact comparisons of paragraphs made */
    uint64_t bucket_overflow; /**< places in full buckets that were not taken (contract: nothing dropped in silence) */
    uint64_t seeds, hits;     /**< work done on the passage path */
} leitong_result_run;

LEITONG_API void leitong_result_free(leitong_result *result);
LEITONG_API const leitong_result_run *leitong_result_get_run(const leitong_result *result);
LEITONG_API const leitong_result_document *leitong_result_documents(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_pair *leitong_result_pairs(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_cluster *leitong_result_clusters(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_member *leitong_result_members(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_passage *leitong_result_passages(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_edit *leitong_result_edits(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_phrase *leitong_result_phrases(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_span *leitong_result_places(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_source *leitong_result_sources(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_skip *leitong_result_skips(const leitong_result *result, size_t *ret_count);

/** Source bytes of a span, as the user gave them. *ret_bytes is the caller's and must be freed with free().
 *  @return LEITONG_EINPUT when the text was not kept (scan with --keep-text all) or is not as it was */
LEITONG_API LEITONG_CHECK int leitong_result_text(const leitong_result *result, const leitong_span *span,
                                                  char **ret_bytes, size_t *ret_size, leitong_error *error);

/** The same in UTF-8, whatever the document's encoding, NUL-terminated. */
LEITONG_API LEITONG_CHECK int leitong_result_utf8(const leitong_result *result, const leitong_span *span,
                                                  char **ret_text, size_t *ret_size, leitong_error *error);

enum leitong_keep_text { LEITONG_KEEP_MATCHED = 0, LEITONG_KEEP_ALL = 1, LEITONG_KEEP_NONE = 2 };

/** Writes a result directory (FORMATS.md). It is written aside and renamed, so that DIR is the old or the new one,
 * whole.
 *  @return LEITONG_EUSAGE when `dir` exists and is neither empty nor a result directory; LEITONG_ESYSTEM (disk full …)
 */
LEITONG_API LEITONG_CHECK int leitong_result_write(const leitong_result *result, const char *dir, int keep_text,
                                                   leitong_error *error);

/** Reads a result directory back.
 *  @return LEITONG_EINPUT (no such directory, not a result), LEITONG_EDAMAGED (file and byte) */
LEITONG_API LEITONG_CHECK int leitong_result_open(const char *dir, leitong_result **ret_result, leitong_error *error);

#ifdef __cplusplus
}
#endif
#endif

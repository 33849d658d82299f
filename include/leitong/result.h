/** @file result.h
 * A result: flat tables of documents, pairs, clusters, passages, phrases, templates, adapted pairs, swaps and names
 * left behind; from a scan or from a result directory.
 *
 * Arrays belong to the result and stand until leitong_result_free; that of an empty table is not NULL. Documents are
 * sorted by id (bytes) and named by their number; spans are half open, in bytes of the source as given (JSON Lines: of
 * the decoded text value). */
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
    int title_from, date_from;                  /**< enum leitong_origin (document.h) */
    const char *encoding;
    uint64_t hash[2]; /**< XXH3-128 of the source bytes, high half first */
    uint64_t bytes;   /**< of the source */
    uint64_t paragraphs, tokens;
    uint64_t covered;     /**< tokens in spans of passages and phrases, each once */
    uint64_t reused;      /**< tokens that are equal in another document, but for the next but two figures */
    uint64_t repeated;    /**< tokens that are equal elsewhere in this document */
    uint64_t boilerplate; /**< equal in another document, but boilerplate: not reused */
    uint64_t excluded;    /**< likewise in lines that are not the author's text: references, contents, headers */
    uint64_t reused_without_quotes; /**< of them outside quotation marks and Markdown quotes */
    uint64_t reused_without_stock;  /**< of them that are not stock wording */
    uint64_t longest_run;           /**< tokens of the longest verbatim run shared with another document */
    uint32_t largest_source;        /**< other document sharing most with this one, or LEITONG_NO_DOCUMENT */
    uint64_t largest_source_tokens;
    uint64_t salience; /**< of what is equal in other documents, in 1/256 bit */
    uint32_t rank;     /**< place in the order of what documents tell that none before has told, from 0 */
} leitong_result_document;

typedef struct leitong_result_pair {
    leitong_span a, b;                 /**< a before b in (document, begin) order */
    uint32_t paragraph_a, paragraph_b; /**< number within the document, from 0 */
    uint32_t shared;                   /**< distinct shingles in both */
    uint32_t shingles_a, shingles_b;   /**< distinct shingles in each; union = a + b − shared */
} leitong_result_pair;

enum leitong_unit {
    LEITONG_UNIT_PARAGRAPH = 0,
    LEITONG_UNIT_PASSAGE = 1,
    LEITONG_UNIT_DOCUMENT = 2,
    LEITONG_UNIT_CLAUSE = 3 /**< of templates alone: a part of a paragraph */
};

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

#define LEITONG_NO_TEXT UINT32_MAX

typedef struct leitong_result_passage {
    leitong_span a, b;
    uint32_t tokens_a, tokens_b, matched, longest_run;
    uint32_t stock;    /**< matched tokens that are stock wording */
    uint32_t period;   /**< tandem repeat: its period in tokens, otherwise 0 */
    size_t edit_begin; /**< in leitong_result_edits: the exact edits, of tokens */
    uint32_t edit_count;
    uint32_t shown_count; /**< the same as people are shown them, in dictionary words: at most edit_count */
    size_t shown_begin;   /**< in leitong_result_shown_edits */
    uint32_t text;        /**< its wording: index in leitong_result_texts, or LEITONG_NO_TEXT */
} leitong_result_passage;

/** Which of two documents was seen earlier, as far as their dates tell. */
enum leitong_earliest { LEITONG_EARLIEST_UNKNOWN = 0, LEITONG_EARLIEST_A = 1, LEITONG_EARLIEST_B = 2 };

/** What one document took from another in one region: passages that no gap of more than 200 characters parts, on either
 * side, in any order. */
typedef struct leitong_result_case {
    leitong_span a, b;                   /**< around the sides of its passages */
    size_t passage_begin, passage_count; /**< in leitong_result_case_passages */
    uint64_t matched_a, matched_b;       /**< equal tokens of a and of b, each once */
    uint64_t salience;                   /**< in 1/256 bit */
    uint32_t text;                       /**< the first of its passages' texts, or LEITONG_NO_TEXT */
    int earliest;                        /**< enum leitong_earliest */
} leitong_result_case;

enum leitong_text_kind {
    LEITONG_TEXT_SHARED = 0,     /**< in 2 documents or more, and fewer than `stock` */
    LEITONG_TEXT_FORMULA = 1,    /**< in `stock` documents or more */
    LEITONG_TEXT_REPEATED = 2,   /**< within one document */
    LEITONG_TEXT_BOILERPLATE = 3 /**< page furniture */
};

/** Wording that occurs in several places, in one or more versions. Every place has half of its tokens, or more, aligned
 * with the representative. */
typedef struct leitong_result_text_row {
    int kind;                        /**< enum leitong_text_kind */
    uint32_t documents;              /**< distinct documents among the places */
    size_t place_begin, place_count; /**< in leitong_result_text_places, in (document, begin) order */
    size_t representative;           /**< in leitong_result_text_places */
    uint64_t salience;               /**< of the representative, in 1/256 bit */
} leitong_result_text_row;

typedef struct leitong_result_phrase {
    uint32_t tokens, documents;
    uint64_t count;                  /**< places in all */
    size_t place_begin, place_count; /**< in leitong_result_places; of a scan ≤ LEITONG_LISTED of them, of a gate all */
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

/** Members, fills and places are listed up to this many; the counts beside them count all. */
#define LEITONG_LISTED 1000

/** Of slots and of names. */
enum leitong_kind {
    LEITONG_KIND_NUMBER = 0,
    LEITONG_KIND_DATE = 1,
    LEITONG_KIND_YEAR = 2,
    LEITONG_KIND_PLACE = 3,
    LEITONG_KIND_ORGANISATION = 4,
    LEITONG_KIND_PERSON = 5,
    LEITONG_KIND_OTHER = 6,
    LEITONG_KIND_LEVEL = 7 /**< of names alone: 市, 县 */
};

enum leitong_template_kind {
    LEITONG_TEMPLATE_TEXT = 0,
    LEITONG_TEMPLATE_FURNITURE = 1 /**< short blocks that stand at the same place of many pages */
};

/** Members of one form: parts in order, the same fixed text in each, and slots that were filled in. */
typedef struct leitong_result_template {
    int unit;                          /**< enum leitong_unit: paragraph, clause, document */
    int kind;                          /**< enum leitong_template_kind */
    uint32_t documents;                /**< distinct documents among all members */
    uint64_t size;                     /**< members in all; member_count of them, ≤ LEITONG_LISTED, are listed */
    size_t part_begin, part_count;     /**< in leitong_result_parts, in the order of the text */
    size_t slot_begin, slot_count;     /**< in leitong_result_slots */
    size_t member_begin, member_count; /**< in leitong_result_template_members, in (document, begin) order */
} leitong_result_template;

enum leitong_part_kind { LEITONG_PART_TEXT = 0, LEITONG_PART_OPTIONAL = 1, LEITONG_PART_SLOT = 2 };

typedef struct leitong_result_part {
    int kind;         /**< enum leitong_part_kind */
    const char *text; /**< UTF-8; NULL for a slot */
    uint32_t slot;    /**< number of the slot in its template; one slot may stand in several parts; otherwise 0 */
    uint64_t count;   /**< optional: members that have it; otherwise 0 */
} leitong_result_part;

typedef struct leitong_result_slot {
    int kind;                      /**< enum leitong_kind */
    uint64_t distinct;             /**< different fills; fill_count of them, ≤ LEITONG_LISTED, are listed */
    size_t fill_begin, fill_count; /**< in leitong_result_fills, most frequent first, of equals by bytes */
} leitong_result_slot;

typedef struct leitong_result_fill {
    const char *text; /**< UTF-8 */
    uint64_t count;   /**< members that have it */
} leitong_result_fill;

typedef struct leitong_result_template_member {
    leitong_span span;
    size_t range_begin; /**< in leitong_result_ranges: one for each slot of the template, where this member fills it */
} leitong_result_template_member;

/** Bytes [begin, end) of the document that the row beside it names; begin == end, whatever they are: nothing stands
 * there. */
typedef struct leitong_range {
    uint64_t begin, end;
} leitong_range;

/** How an adaptation is known. */
enum leitong_adapted_by {
    LEITONG_ADAPTED_SWAPS = 0,  /**< names or levels are exchanged */
    LEITONG_ADAPTED_TITLES = 1, /**< each title names a place that its text uses and the other doesn't know */
    LEITONG_ADAPTED_ROLE = 2    /**< the copied text says that its speaker is what the copy's own text denies */
};

/** Which document of an adapted pair was made from the other, and how that is known. */
enum leitong_copy { LEITONG_COPY_UNKNOWN = 0, LEITONG_COPY_A = 1, LEITONG_COPY_B = 2 };
enum leitong_copy_by {
    LEITONG_COPY_BY_NOTHING = 0,
    LEITONG_COPY_BY_DATES = 1,      /**< it is the later one */
    LEITONG_COPY_BY_LEFT_BEHIND = 2 /**< all names left behind stand in it */
};

/** A pair of documents of which one was made from the other. */
typedef struct leitong_result_adapted {
    uint32_t document_a, document_b; /**< a before b */
    uint64_t matched;       /**< equal tokens of the cases that tell it; of both documents' at most the fewer */
    int by;                 /**< enum leitong_adapted_by */
    int copy, copy_by;      /**< enum leitong_copy, enum leitong_copy_by */
    uint64_t swaps, places; /**< different substitutions, and in how many places */
    uint64_t left_behind;   /**< names; one that stands in several sources has its row with the most telling of them */
} leitong_result_adapted;

/** A substitution, over all adapted pairs: `from` stands in one document where `to` stands in the other. */
typedef struct leitong_result_swap {
    const char *from, *to;           /**< UTF-8, as they stand at the first place */
    int kind;                        /**< enum leitong_kind */
    int directed;                    /**< non-zero: `from` is the source's, `to` the copy's; 0: that is not known */
    uint32_t pairs;                  /**< of documents, in which it stands */
    size_t place_begin, place_count; /**< in leitong_result_swap_places: all of them */
} leitong_result_swap;

typedef struct leitong_result_swap_place {
    leitong_span a, b; /**< `from` in a, `to` in b */
} leitong_result_swap_place;

/** Why a name counts as left behind. */
enum leitong_left_class {
    LEITONG_LEFT_NAME = 0,      /**< the pair exchanges it elsewhere */
    LEITONG_LEFT_TERRITORY = 1, /**< a place of the source's own branch of the tree of places */
    LEITONG_LEFT_LEVEL = 2,     /**< 市 among 县 */
    LEITONG_LEFT_BODY = 3,
    LEITONG_LEFT_YEAR = 4, /**< a year that was not moved on */
    LEITONG_LEFT_ROLE = 5, /**< what the copied text says its speaker is, against the copy's own text */
    LEITONG_LEFT_TERM = 6
};

/** A name of the source that stands in the copy and that nothing else in the copy's document knows. */
typedef struct leitong_result_left {
    leitong_span span;   /**< the name, in the copy */
    leitong_span source; /**< the same name where it was copied from */
    const char *text;    /**< UTF-8: the name */
    int kind;            /**< enum leitong_kind: place, organisation, person, other */
    const char *instead; /**< the name that the copy uses elsewhere in its stead; NULL: none */
    int left_class;      /**< enum leitong_left_class */
    int weak;            /**< non-zero: it may be meant: a superior's level, a year of the copy's own */
} leitong_result_left;

/** What was asked and what was found. Options that can't change a result (jobs, memory, tmpdir) are not here. */
typedef struct leitong_result_run {
    double threshold, recall;
    unsigned bands, rows, shingle, run, stock;
    unsigned
        bucket_first; /**< members of a bucket, by rank, that a paragraph is compared with when clusters are made */
    int pairs, paragraph, fold_han, passages, templates, names;
    uint64_t gazetteer; /**< names that the user gave */
    uint64_t masks;     /**< masks that the user gave */
    uint64_t documents, bytes, paragraphs, tokens;
    const char *icu;      /**< the version whose dictionary shown edits stand on: "72.1" */
    uint64_t verified;    /**< exact comparisons of paragraphs made */
    uint64_t seeds, hits; /**< work done on the passage path */
} leitong_result_run;

/** Rows of each table. */
typedef struct leitong_result_counts {
    size_t pairs, clusters, passages, phrases, cases, texts, templates, adapted, swaps, left_behind;
} leitong_result_counts;

LEITONG_API void leitong_result_free(leitong_result *result);
LEITONG_API leitong_result_counts leitong_result_count(const leitong_result *result);
LEITONG_API const leitong_result_run *leitong_result_get_run(const leitong_result *result);
LEITONG_API const leitong_result_document *leitong_result_documents(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_pair *leitong_result_pairs(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_cluster *leitong_result_clusters(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_member *leitong_result_members(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_passage *leitong_result_passages(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_edit *leitong_result_edits(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_edit *leitong_result_shown_edits(const leitong_result *result, size_t *ret_count);
/** Cases between two documents, then those within one; each by what it tells that none before it has told. */
LEITONG_API const leitong_result_case *leitong_result_cases(const leitong_result *result, size_t *ret_count);
/** Indices in leitong_result_passages. */
LEITONG_API const uint32_t *leitong_result_case_passages(const leitong_result *result, size_t *ret_count);
/** By kind, and within one as cases are. */
LEITONG_API const leitong_result_text_row *leitong_result_texts(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_span *leitong_result_text_places(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_phrase *leitong_result_phrases(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_span *leitong_result_places(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_source *leitong_result_sources(const leitong_result *result, size_t *ret_count);
/** Boilerplate, by the documents and in the order of their text: no token in it counts as reused. */
LEITONG_API const leitong_span *leitong_result_boilerplate(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_template *leitong_result_templates(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_part *leitong_result_parts(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_slot *leitong_result_slots(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_fill *leitong_result_fills(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_template_member *leitong_result_template_members(const leitong_result *result,
                                                                                  size_t *ret_count);
LEITONG_API const leitong_range *leitong_result_ranges(const leitong_result *result, size_t *ret_count);
/** By the documents. */
LEITONG_API const leitong_result_adapted *leitong_result_adapted_pairs(const leitong_result *result, size_t *ret_count);
/** Those with most places first. */
LEITONG_API const leitong_result_swap *leitong_result_swaps(const leitong_result *result, size_t *ret_count);
LEITONG_API const leitong_result_swap_place *leitong_result_swap_places(const leitong_result *result,
                                                                        size_t *ret_count);
LEITONG_API const leitong_result_left *leitong_result_left_behind(const leitong_result *result, size_t *ret_count);
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

/** Whether leitong_result_write could begin now, to be asked before a long scan. Nothing of `dir` is changed.
 *  @return as leitong_result_write */
LEITONG_API LEITONG_CHECK int leitong_result_write_check(const char *dir, leitong_error *error);

/** Reads a result directory back.
 *  @return LEITONG_EINPUT (no such directory, not a result), LEITONG_EDAMAGED (file and byte) */
LEITONG_API LEITONG_CHECK int leitong_result_open(const char *dir, leitong_result **ret_result, leitong_error *error);

#ifdef __cplusplus
}
#endif
#endif

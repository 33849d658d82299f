/** @file report.h
 * A result → one artefact for people or machines; and a result → figures, where the truth is known. */
#ifndef LEITONG_REPORT_H
#define LEITONG_REPORT_H

#include "result.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of a report number, its NUL among them: "LT-" and five groups of four hexadecimal digits. */
#define LEITONG_REPORT_NUMBER_SIZE 28

/** The number that stands on a report: 80 bits of SHA-256 over every row of the result and the options that shape it,
 * so that who has the result can tell whether a paper is about it. */
LEITONG_API void leitong_report_number(const leitong_result *result, char ret_number[LEITONG_REPORT_NUMBER_SIZE]);

typedef struct leitong_report_html_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    const char *lang;   /**< "zh", "en", or NULL: the reader's browser decides; can be switched in the page */
    const char *title;  /**< UTF-8; NULL: the page's own */
    int anonymise; /**< non-zero: ids, titles, dates, series, authors, hashes and what was skipped stay out of the file;
                        documents become 文档 1, 文档 2 … in their order. Their text stays as it is. */
    size_t limit;  /**< cases that the page holds at most, the most telling ones; other lists go with it. The page
                      says how much more the result has. With the default a page of 10,000 documents has about
                      10 MB. */
    const char *document; /**< an id: the sheet of this document alone, its text whole; NULL: all documents */
} leitong_report_html_options;

#define LEITONG_REPORT_HTML_OPTIONS_INIT                                                                               \
    {                                                                                                                  \
        sizeof(leitong_report_html_options), NULL, NULL, 0, 2000, NULL                                                 \
    }

/** Writes one self-contained HTML file: no network, no file beside it. A document whose text was not kept is shown
 * without it, with the reason.
 *  @param options  NULL for the defaults
 *  @return LEITONG_EUSAGE (lang, limit, no such document), LEITONG_ESYSTEM (disk full …), LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_report_html(const leitong_result *result,
                                                  const leitong_report_html_options *options, FILE *file,
                                                  leitong_error *error);

/** The artefacts that one FILE holds. None of them takes anything from a document but text: control characters, those
 * that turn a line's direction, markup and spreadsheet formulas are written so that nothing obeys them. */
enum leitong_report_format {
    /** One JSON document: `run`, then the lists `documents`, `pairs`, `passages`, `cases`, `texts`, `clusters`,
     * `phrases`, `templates`, `adapted`, `swaps`, `left_behind`: rows as in a result directory (FORMATS.md), passages
     * with the text of both sides and of each edit, clusters with that of their medoid. Texts that were not kept are
     * null. */
    LEITONG_REPORT_JSON,
    /** RFC 4180, UTF-8, a header line: one table. A text that a spreadsheet would take for a formula has `'` before it;
     * control characters are written <U+001B>. */
    LEITONG_REPORT_CSV,
    /** For people, on a terminal: figures, the most reused documents, the heads of the lists of cases with the
     * edits of their largest passage ([-of the first-]{+of the second+}) and of formulas, the largest clusters and
     * phrases, and what was not compared. */
    LEITONG_REPORT_TEXT,
    /** SARIF 2.1.0. Rules: LT001 passage, LT002 near-duplicate paragraph, LT003 near-duplicate document, LT004 phrase,
     * LT005 name left behind. A result lies where the later text is (by date, where both are known; otherwise the
     * second place), the other place is related. Regions count bytes of the source, and lines and columns (Unicode
     * characters) where the text was kept. Fingerprints are made of the text alone, so that they survive moves and new
     * names. */
    LEITONG_REPORT_SARIF,
    /** JUnit XML: a case a document, which fails when it stands in a passage or in a pair of paragraphs, or when it
     * holds a name left behind; what was not compared are skipped cases. */
    LEITONG_REPORT_JUNIT,
    /** JSON Lines for curators: each paragraph that has a near-duplicate, to keep or to drop. A paragraph is dropped
     * only when it was verified against one that is kept; of those that are kept no two are a pair of the result. */
    LEITONG_REPORT_DROP,
    LEITONG_REPORT_PASSIM /**< leitong_report_passim */
};

/** The table that LEITONG_REPORT_CSV writes. */
enum leitong_report_table {
    LEITONG_TABLE_PASSAGES,
    LEITONG_TABLE_DOCUMENTS,
    LEITONG_TABLE_PAIRS,
    LEITONG_TABLE_CLUSTERS,    /**< a row a member */
    LEITONG_TABLE_PHRASES,     /**< a row a place */
    LEITONG_TABLE_TEMPLATES,   /**< a row a fill; of a template without slots one row */
    LEITONG_TABLE_SWAPS,       /**< a row a place */
    LEITONG_TABLE_LEFT_BEHIND, /**< a row a name */
    LEITONG_TABLE_CASES,
    LEITONG_TABLE_TEXTS,  /**< a row a place */
    LEITONG_TABLE_ADAPTED /**< a row a pair */
};

typedef struct leitong_report_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    const char *lang;   /**< "en" or "zh": of what people read in text, sarif and junit; NULL: "en" */
    int table;          /**< enum leitong_report_table; csv alone */
    int bom;            /**< non-zero: csv begins with a byte order mark, as some spreadsheets want it */
    unsigned columns;   /**< text: width of the terminal, 40 or more; 0: 80 */
} leitong_report_options;

#define LEITONG_REPORT_OPTIONS_INIT                                                                                    \
    {                                                                                                                  \
        sizeof(leitong_report_options), NULL, LEITONG_TABLE_PASSAGES, 0, 0                                             \
    }

/** Writes one artefact.
 *  @param format   enum leitong_report_format
 *  @param options  NULL for the defaults
 *  @return LEITONG_EUSAGE (an option), LEITONG_ESYSTEM (disk full …), LEITONG_EMEMORY; passim also LEITONG_EINPUT */
LEITONG_API LEITONG_CHECK int leitong_report_write(const leitong_result *result, int format,
                                                   const leitong_report_options *options, FILE *file,
                                                   leitong_error *error);

/** Writes the texts, each a cluster of its places, as passim (version 2) writes its output: a JSON object a line for
 * each occurrence, with `uid` (a hash of the id, 53 bits), `cluster`, `size`, `begin` and `end` in Unicode characters
 * of the decoded text, `id`, `text`, and `title`, `date`, `series`, `author` where they are known.
 *  @return LEITONG_EINPUT when text was not kept (scan with --keep-text matched or all), LEITONG_ESYSTEM,
 * LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_report_passim(const leitong_result *result, FILE *file, leitong_error *error);

typedef struct leitong_report_compare_options {
    size_t struct_size; /**< sizeof of this struct, set by the initialiser */
    unsigned columns;   /**< width of the terminal; 0: 80 */
    int beside; /**< non-zero: the two versions stand beside one another; otherwise they are one text with its edits */
    int colour; /**< non-zero: edits are coloured; otherwise [-marked as of the first-] and {+of the second+} */
    const char *lang; /**< "en" or "zh"; NULL: "en" */
} leitong_report_compare_options;

#define LEITONG_REPORT_COMPARE_OPTIONS_INIT                                                                            \
    {                                                                                                                  \
        sizeof(leitong_report_compare_options), 0, 0, 0, NULL                                                          \
    }

/** Writes what two documents have in common, for people on a terminal: figures, each passage between them in both
 * versions, and the pairs of paragraphs that no passage shows.
 *  @param a, b     numbers of two of the result's documents; what was not kept of their texts is left out
 *  @param options  NULL for the defaults
 *  @return LEITONG_EUSAGE (no two documents, an option), LEITONG_ESYSTEM (disk full …), LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_report_compare(const leitong_result *result, uint32_t a, uint32_t b,
                                                     const leitong_report_compare_options *options, FILE *file,
                                                     leitong_error *error);

/** What was not compared, or why, in words for people: a word of leitong_result_skip, in "zh" or "en" (or NULL); one
 * that is not known stays as it is. */
LEITONG_API const char *leitong_report_skip(const char *word, const char *lang);

/** Writes text of any origin on one line of a terminal: at most `columns` columns, with … where it was cut. White space
 * is one space; a character that a terminal would obey comes out as <U+001B>, a byte that is no UTF-8 as U+FFFD.
 * Failures are those of the FILE. */
LEITONG_API void leitong_report_line(const char *text, size_t size, unsigned columns, FILE *file);

#ifdef __cplusplus
}
#endif
#endif

/** @file document.h
 * Documents, and where they come from: files, folders, streams, JSON Lines. */
#ifndef LEITONG_DOCUMENT_H
#define LEITONG_DOCUMENT_H

#include "error.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One document as a source hands it over. All memory belongs to the source and stands until its next call. */
typedef struct leitong_document {
    /** A file's path, its folder resolved (symbolic links too) and its last component kept; relative to the root when
     * it lies inside, absolute otherwise; a byte that is of no UTF-8 as `\xNN`. However a file is named, and from
     * whatever folder, its id is the same. `-` is standard input. Of a record: its id, a string or a number, as it is;
     * `path#line` where it has none or an earlier document has the same. Unique within an input. */
    const char *id;
    const char *title; /**< NULL where unknown: name and text are asked; so is the date; series, author likewise NULL */
    const char *date;  /**< as people write it: 2020-05-28, 2020-05, 2020, 2020年5月28日, Jan 2, 2020 … */
    const char *series;
    const char *author;
    const char *path;     /**< the file it came from: that file's id */
    uint64_t path_offset; /**< byte of `path` (after decompression) where the record begins; 0 for a whole file */
    uint64_t line;        /**< 1-based line of `path` in JSON Lines, otherwise 0 */
    const uint8_t *bytes; /**< the document in its own encoding; of JSON Lines and extracted formats its UTF-8 text */
    size_t size;          /**< bytes */
    const char *encoding; /**< NULL to detect; "utf-8" of JSON Lines and extracted formats */
    /** What a Word file, a mail or a page says of itself, or NULL: asked behind what name and text say; a submission's
     *  author is not taken from it. */
    const char *own_title, *own_date, *own_author;
} leitong_document;

/** Where a document's title or date is from. */
enum leitong_origin {
    LEITONG_ORIGIN_UNKNOWN = 0, /**< it has none */
    LEITONG_ORIGIN_METADATA = 1,
    LEITONG_ORIGIN_NAME = 2,    /**< the id */
    LEITONG_ORIGIN_TEXT = 3,    /**< a line at the begin or end of the text */
    LEITONG_ORIGIN_PROPERTY = 4 /**< the properties of a document such as .docx */
};

/** Something that was not read. */
typedef struct leitong_skip {
    const char *what; /**< "file", "record", "metadata" (a row), "document", "paragraph" or "text" (of a document) */
    /** One word. file: unreadable, damaged (compressed, and cut off or changed), unknown_type, not_a_file,
     * symlink_loop, repeated_file, repeated_folder, result_directory, too_large (over a limit), line_too_long (a line
     * without an end); of documents also encrypted (under a password), no_reader (nothing here reads the format),
     * no_text (pictures of pages), unsafe_name, nested_archive, time_limit, memory_limit, reader_failed (it lost this
     * file alone), invalid_bytes, encoding_uncertain; of .json and .csv not_json, not_csv, no_text_field; record:
     * not_json, invalid_bytes, lone_surrogate, line_too_long, no_text_field, text_not_string, bad_id, bad_date,
     * repeated_field; metadata: no_such_document; text: hidden, running_header, attachment (the document is read
     * without them), seen_through, broken_word, line_number (how it is read); later stages have words of their own. */
    const char *reason;
    const leitong_error *error; /**< place and words; the offset is one of the decompressed stream */
    int is_note; /**< non-zero: the document is compared, and this is what is to be known of it ("text") */
} leitong_skip;

typedef struct leitong_input_options {
    size_t struct_size;      /**< sizeof of this struct, set by the initialiser */
    const char *text_field;  /**< JSON Lines: the member that holds the text; default "text" */
    const char *id_field;    /**< default "id" */
    const char *title_field; /**< default "title"; likewise the next three */
    const char *date_field;
    const char *series_field;
    const char *author_field;
    const char *metadata; /**< CSV file with a header line: path and any of title, date, series, author; or NULL */
    const char *encoding; /**< encoding of plain files; NULL to detect */
    /** Called for everything not read, in the order of the documents; non-zero makes leitong_input_next return
     *  LEITONG_EINPUT with that error. NULL: skip and go on. */
    int (*skip)(void *context, const leitong_skip *skip);
    void *skip_context;
    const char *root; /**< the folder that ids of files are relative to; NULL: the working folder */
    /** Bytes of text, decompressed, that one document may have; a larger one is skipped ("too_large"). At most
     *  LEITONG_DOCUMENT_LARGEST. A file of JSON Lines has no limit, each of its records has: */
    uint64_t max_document;
    uint64_t max_record; /**< bytes of one line of JSON Lines; a longer one is skipped ("line_too_long") */
    /** How many times its size a compressed document may become, above 1 GiB alone. */
    unsigned max_ratio;
    /** Where a document of unknown size (from a pipe, or compressed) goes while it is read, if it is large; NULL:
     *  $TMPDIR or /tmp. */
    const char *tmpdir;
    /** The program leitong-extract, which reads documents in a process of its own; NULL: beside the library, or where
     * it was installed with it. */
    const char *extractor;
    int lossy; /**< non-zero: bytes of plain files that do not decode are read as U+FFFD, and counted ("replaced") */
} leitong_input_options;

#define LEITONG_INPUT_OPTIONS_INIT                                                                                     \
    {                                                                                                                  \
        sizeof(leitong_input_options), "text", "id", "title", "date", "series", "author", NULL, NULL, NULL, NULL,      \
            NULL, UINT64_C(1) << 30, UINT64_C(64) << 20, 100, NULL, NULL, 0                                            \
    }

/** Bytes of the largest document that can be taken in. */
#define LEITONG_DOCUMENT_LARGEST UINT64_C(4294963199)

typedef struct leitong_input leitong_input;

/** Opens paths: files, folders (recursive, each folder's entries in byte order), or "-" for standard input.
 *  Read are a folder's .txt .text .md .markdown .jsonl .json .csv .html .htm .xhtml, what is a .docx, .odt, .pptx,
 * .epub or .pdf by its content, .eml .doc .wps .rtf, members of .zip and .tar archives, and their .gz .zst forms; other
 * files are skipped as "unknown_type". A file named directly is read whatever its name is. Standard input and pipes are
 * documents by their content, JSON Lines when their first byte that isn't blank is
 *  `{`, otherwise one text. Documents are read by a process of its own each; what they are then is their text. Symbolic
 * links are followed; a file met twice (device and inode) is read once. Folders are walked here; their files are opened
 * by leitong_input_next.
 *  @param paths  `count` of them, copied
 *  @return LEITONG_EINPUT when a path named directly does not exist, the root is no folder or the metadata file is
 * wrong (path and byte), LEITONG_EUSAGE, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_input_open(const char *const *paths, size_t count,
                                                 const leitong_input_options *options, leitong_input **ret_input,
                                                 leitong_error *error);
LEITONG_API void leitong_input_close(leitong_input *input);

/** The next document, or *ret_more = 0 at the end. Memory: one document (JSON Lines: one line) at a time. */
LEITONG_API LEITONG_CHECK int leitong_input_next(leitong_input *input, leitong_document *ret_document, int *ret_more,
                                                 leitong_error *error);

/** Which formats this installation reads besides text, and by what: a line each, as leitong-extract says (`extractor`
 * NULL: as in the options).
 *  @param ret_formats  the caller's, to be freed with free()
 *  @return LEITONG_EINPUT when there is no leitong-extract, LEITONG_ESYSTEM, LEITONG_EMEMORY */
LEITONG_API LEITONG_CHECK int leitong_input_formats(const char *extractor, char **ret_formats, leitong_error *error);

/** How far: bytes read and, where it is known, bytes in all (0 otherwise), both of the files as they lie on disk. */
LEITONG_API void leitong_input_progress(const leitong_input *input, uint64_t *ret_done, uint64_t *ret_total);

#ifdef __cplusplus
}
#endif
#endif

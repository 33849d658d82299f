/* corpus: documents and paragraphs at rest, as all later stages read them.
 *
 * Input: folded documents, in order of arrival.
 * Output: after lt_corpus_settle, documents sorted by id (bytes), and paragraphs sorted by (document, begin), so that
 * nothing later depends on arrival.
 * Ownership: the corpus owns ids, tables and spools. Tokens and text are read through lt_corpus_tokens and
 * lt_corpus_text.
 * Errors: those of spool; LEITONG_EUSAGE (more than 2^32 − 1 paragraphs: scan in shards; bytes beyond a text).
 * Complexity: settling: one sort of the documents by id, linear in the paragraphs. */
#ifndef LT_TEXT_CORPUS_H
#define LT_TEXT_CORPUS_H

#include "base/mapped.h"
#include "base/spool.h"
#include "text/decode.h"
#include "text/lexicon.h"

#include <stdbool.h>

/* A paragraph's tokens are tokens [token_begin, +token_count) of the whole corpus; the tokens of one document stand in
 * one piece, in order. Byte offsets are of the document's decoded UTF-8. */
typedef struct lt_paragraph {
    uint64_t token_begin;
    uint64_t byte_begin;
    uint64_t byte_end;
    uint32_t token_count; /* ≥ 1 */
    uint32_t document;
} lt_paragraph;

typedef struct lt_document {
    char *id;                             /* ids are unique once settled */
    char *title, *date, *series, *author; /* NULL where unknown */
    uint8_t title_from, date_from;        /* enum leitong_origin */
    uint64_t hash[2];                     /* XXH3-128 of the source bytes, high half first */
    uint64_t source_size;                 /* bytes as given */
    uint64_t source_at;                   /* in the text spool */
    uint64_t text_size; /* bytes of UTF-8; equal to source_size, at source_at, when `utf8_is_source` */
    uint64_t text_at;
    uint64_t token_begin, token_count;
    uint32_t paragraph_begin, paragraph_count; /* once settled */
    lt_encoding encoding;
    uint8_t bom; /* bytes */
    bool utf8_is_source;
} lt_document;

typedef struct lt_corpus {
    lt_document *documents;
    size_t document_count, document_capacity;
    lt_paragraph *paragraphs;
    size_t paragraph_count, paragraph_capacity;
    lt_mapped *paragraph_file; /* where `paragraphs` stand under a memory limit; else NULL */
    uint64_t token_count;      /* of all documents */
    lt_spool *tokens;          /* uint32_t each: ids of `lexicon` */
    lt_lexicon *lexicon;
    lt_spool *text; /* source bytes; decoded text behind them where it differs */
} lt_corpus;

/* `folder` as in lt_spool_new: tokens, text and paragraphs stand in files there. */
LEITONG_CHECK int lt_corpus_init(lt_corpus *corpus, const char *folder, leitong_error *error);
void lt_corpus_clear(lt_corpus *corpus);
/* Room for `need` paragraphs. */
LEITONG_CHECK int lt_corpus_reserve_paragraphs(lt_corpus *corpus, size_t need, leitong_error *error);
/* A hint: `paragraphs` are not used again soon. Their memory is given back where they stand in a file. */
void lt_corpus_rest(const lt_corpus *corpus);
/* The same of those up to `paragraph`, by one who walks through all of them in order. */
void lt_corpus_passed(const lt_corpus *corpus, size_t paragraph);

/* Another's lexicon, shared, in the place of the corpus's own; before any document is there. */
void lt_corpus_share_lexicon(lt_corpus *corpus, lt_lexicon *lexicon);

/* Sorts documents by id (were one repeated: by hash, then arrival) and paragraphs by (document, begin). ret_places, of
 * paragraph_count entries (may be NULL), receives for each paragraph number of before its number of after. */
LEITONG_CHECK int lt_corpus_settle(lt_corpus *corpus, uint32_t *ret_places, leitong_error *error);

/* Numbers the words, and with them the tokens, by the set of words alone: from then on ids don't depend on arrival
 * either. Nobody else shares the lexicon. Complexity: one pass over the tokens. */
LEITONG_CHECK int lt_corpus_number_words(lt_corpus *corpus, leitong_error *error);

/* `count` tokens from `begin`, of the whole corpus; stands as lt_spool_view says. */
LEITONG_CHECK int lt_corpus_tokens(const lt_corpus *corpus, uint64_t begin, size_t count, lt_spool_scratch *scratch,
                                   const uint32_t **ret_tokens, leitong_error *error);

/* Bytes [begin, end) of a document's UTF-8 text. */
typedef struct lt_byte_range {
    uint64_t begin, end;
} lt_byte_range;
LEITONG_CHECK int lt_corpus_text(const lt_corpus *corpus, const lt_document *document, lt_byte_range range,
                                 lt_spool_scratch *scratch, const uint8_t **ret_text, leitong_error *error);

#endif

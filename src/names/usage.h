/* usage: where the words of a vocabulary stand in the documents, and which of them are common words.
 *
 * Input: a settled corpus, a finished vocabulary, and for each document the stretches that it shares with others.
 * Output: for each word how often it stands anywhere, and how many documents use it on their own; for each document
 * that has stretches, every place of every word that is not common. A context is two tokens before a word and two
 * behind; of all documents that have the word in it, it is the one's that has the word in most contexts (of equals the
 * first), and a document with a context uses the word on its own: so copies, however many, do not make a word common.
 * Of a frequent word LT_USAGE_CONTEXTS contexts at most, and at least half as many, are looked at, chosen by their
 * hash. A word is common (the test for 资源, 合作, 公安, which are counties too) when more documents use it on their
 * own than one in LT_USAGE_SHARE (at least LT_USAGE_LEAST, at most LT_USAGE_MOST), and fewer than one place in
 * LT_USAGE_NAMED has the form of a name (name.h). A name that only the built-in list knows (name_places.h) is none
 * either where fewer than one place in LT_USAGE_NAMED stands before 市 县 … or between marks, function words and
 * levels: 大理 in 重大理论. Work: the corpus once, each token looked up once. Units: token numbers within documents.
 * Ownership: lt_usage. Errors: LEITONG_EMEMORY; those of corpus. */
#ifndef LT_NAMES_USAGE_H
#define LT_NAMES_USAGE_H

#include "base/workers.h"
#include "names/vocabulary.h"
#include "text/locate.h"

typedef struct lt_use {
    uint32_t at, word;
} lt_use;

#define LT_USAGE_CONTEXTS 512
#define LT_USAGE_LEAST 3U  /* documents may use any word on their own */
#define LT_USAGE_MOST 16U  /* more make a word common in a corpus of any size */
#define LT_USAGE_SHARE 50U /* between the two: one document in so many */
#define LT_USAGE_NAMED 10U /* a name has a name's form in at least one place of so many */
#define LT_USAGE_OWN 8     /* names of each kind that a document is known by */

typedef struct lt_usage_document {
    lt_use *uses;      /* by place, of equals the longer word first */
    uint64_t *by_word; /* word << 32 | at, ascending */
    size_t count;
    uint32_t own[2][LT_USAGE_OWN]; /* its most frequent places and persons: LT_VOCABULARY_NONE behind the last */
} lt_usage_document;

typedef struct lt_usage {
    lt_usage_document *documents; /* [document] */
    size_t document_count;
    uint32_t *total; /* [word]: places in the corpus */
    uint32_t *formed; /* [word]: of them, those with the form of a name for certain; of a known name, before 市 县 … */
    uint32_t *level;       /* [word]: places before 市 县 …, of words that are known or swapped */
    uint32_t *independent; /* [word]: documents that use it on their own */
    uint8_t *common;       /* [word] */
} lt_usage;                /* zero it first */
void lt_usage_clear(lt_usage *usage);

typedef struct lt_usage_input {
    const lt_corpus *corpus;
    const lt_vocabulary *vocabulary;
    const lt_name_table *table;
    const uint8_t *const *breaks; /* [document]: bit t: something stands before token t; NULL: not known */
    const size_t *begins;         /* [document + 1]: of what it shares; equal: nothing, its places are not wanted */
} lt_usage_input;

LEITONG_CHECK int lt_usage_run(const lt_usage_input *input, lt_workers *workers, lt_usage *ret_usage,
                               leitong_error *error);

/* Whether at least one place in twenty has the form of a name for certain. */
bool lt_usage_formed(const lt_usage *usage, uint32_t word);

/* The places of a word in a document: by_word[*ret_first, +result). */
size_t lt_usage_places(const lt_usage *usage, uint32_t document, uint32_t word, size_t *ret_first);

#endif

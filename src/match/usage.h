/* usage: where the words of a vocabulary stand in the documents, and which of them are common words.
 *
 * Enters: a settled corpus, a vocabulary, and for each document the stretches that it shares with others.
 * Leaves: for each word how many documents have it outside those stretches, and how often what stands behind it makes
 * it a name (市, 书记 …); for each document that has stretches, every place of every word that is not common. A word is
 * common (the test for 资源, 合作, 公安, which are counties too) when more than max(3, documents / 25) documents have
 * it outside what they share, and it is used as a name in fewer than one place of ten. Copies do not make a word
 * common. Work: the corpus twice over, each token looked up once. Units: token numbers within documents. Owner:
 * lt_usage. Errors: LEITONG_EMEMORY; those of corpus. */
#ifndef LT_USAGE_H
#define LT_USAGE_H

#include "match/vocabulary.h"
#include "text/locate.h"
#include "workers.h"

typedef struct lt_use {
    uint32_t at, word;
} lt_use;

#define LT_USAGE_OWN 8 /* names of each kind that a document is known by */

typedef struct lt_usage_document {
    lt_use *uses;      /* by place, of equals the longer word first */
    uint64_t *by_word; /* word << 32 | at, ascending */
    size_t count;
    uint32_t own[2][LT_USAGE_OWN]; /* its most frequent places and persons: LT_VOCABULARY_NONE behind the last */
} lt_usage_document;

typedef struct lt_usage {
    lt_usage_document *documents; /* [document] */
    size_t document_count;
    uint32_t *spread; /* [word]: documents that have it outside what they share */
    uint8_t *common;  /* [word] */
} lt_usage;           /* zero it first */
void lt_usage_clear(lt_usage *usage);

typedef struct lt_usage_input {
    const lt_corpus *corpus;
    const lt_vocabulary *vocabulary;
    const lt_name_table *table;
    const lt_stretch *shared; /* by document, ascending, disjoint */
    const size_t *begins;     /* [document + 1] */
} lt_usage_input;

LEITONG_CHECK int lt_usage_run(const lt_usage_input *input, lt_workers *workers, lt_usage *ret_usage,
                               leitong_error *error);

/* The places of a word in a document: by_word[*ret_first, +result). */
size_t lt_usage_places(const lt_usage *usage, uint32_t document, uint32_t word, size_t *ret_first);

#endif

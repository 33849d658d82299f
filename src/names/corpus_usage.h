/* corpus_usage: in how many documents, and in how many surroundings, words of a vocabulary stand.
 *
 * A surrounding is two tokens before a word and two behind it. Copies count each other's documents, but not each
 * other's surroundings.
 * Input: a settled corpus and a finished vocabulary (simplified). Output: for each word its surroundings, each once a
 * document. Ownership: lt_usage, cleared by the caller. Errors: those of corpus.
 * Complexity: one pass over the corpus; n log n in what is found. */
#ifndef LT_NAMES_CORPUS_USAGE_H
#define LT_NAMES_CORPUS_USAGE_H

#include "base/workers.h"
#include "names/vocabulary.h"
#include "text/corpus.h"

#define LT_USAGE_AROUND 2U /* tokens on each side */

typedef struct lt_usage_place {
    uint32_t word;
    uint32_t around[2 * LT_USAGE_AROUND]; /* 0: nothing stands there */
    uint32_t document;
} lt_usage_place;

typedef struct lt_usage {
    lt_usage_place *places; /* ascending */
    size_t count;
} lt_usage; /* zero it first */
void lt_usage_clear(lt_usage *usage);

LEITONG_CHECK int lt_usage_run(const lt_corpus *corpus, const lt_vocabulary *vocabulary, lt_workers *workers,
                               lt_usage *ret_usage, leitong_error *error);

/* Documents that a word stands in, at most `most`; one that stands in more than 256 places counts as `most`. */
size_t lt_usage_documents(const lt_usage *usage, uint32_t word, size_t most);
/* Different surroundings of a word in documents other than these two, at most `most`. */
size_t lt_usage_surroundings(const lt_usage *usage, uint32_t word, const uint32_t documents[2], size_t most);

#endif

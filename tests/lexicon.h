/* lexicon: one lexicon for a whole test program, so that ids of all its folds and corpora can be compared. */
#ifndef LEITONG_TEST_LEXICON_H
#define LEITONG_TEST_LEXICON_H

#include "test.h"

#include "text/corpus.h"
#include "text/lexicon.h"

static inline lt_lexicon *test_lexicon(void)
{
    static lt_lexicon *lexicon;
    if (lexicon == NULL) {
        assert_int_equal(lt_lexicon_new(&lexicon, NULL), 0);
    }
    return lexicon;
}

#endif

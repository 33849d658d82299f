/* skip_words: what was not compared, and why, as people read it.
 *
 * Input: a word of a result's skips (FORMATS.md, run.json). Output: the same in English or Chinese; a word that is not
 * known, as another version may have written it, stays as it is. Ownership: constants. Errors: none. Complexity: linear
 * in the words. */
#ifndef LT_REPORT_SKIP_WORDS_H
#define LT_REPORT_SKIP_WORDS_H

#include <stdbool.h>

const char *lt_skip_words(const char *word, bool is_zh);

#endif

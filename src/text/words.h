/* words: where dictionary words begin and end, by ICU's word break iterator (its dictionary of Chinese and Japanese,
 * UAX #29 for other scripts).
 *
 * Slow beside everything else here, a few MB a second: for text that people are shown, not for tokens.
 * Input: UTF-8; ill-formed bytes break as U+FFFD does. Output: one flag a byte.
 * Ownership: lt_words is the caller's, one a thread. ICU keeps its data, of which the system's copy is read, and its
 * own locks; nothing is set for the process. Errors: LEITONG_EMEMORY, LEITONG_ESYSTEM where ICU's data are not there.
 * Complexity: linear in the text. */
#ifndef LT_TEXT_WORDS_H
#define LT_TEXT_WORDS_H

#include "base/error.h"

#include <stddef.h>

typedef struct lt_words lt_words;

LEITONG_CHECK int lt_words_new(lt_words **ret_words, leitong_error *error);
void lt_words_free(lt_words *words);

/* The version of ICU, whose data the dictionary is of: "72.1". */
#define LT_WORDS_VERSION_SIZE 20
void lt_words_version(char ret_version[LT_WORDS_VERSION_SIZE]);

/* ret_borders[i], i = 0 … size: 1 where a word, or what stands between words, begins or ends at byte i; else 0. */
LEITONG_CHECK int lt_words_read(lt_words *words, const char *text, size_t size, uint8_t *ret_borders,
                                leitong_error *error);

#endif

/* mask_pattern: masks that users add, as regular expressions.
 *
 * Input: "NAME=REGEX" (PCRE2's syntax, in Unicode), and UTF-8 text. Output: stretches of it, ascending, disjoint. Of
 * matches that overlap the one of the pattern that was given first counts, and before what is masked anyway. Text is
 * looked at in windows of LT_PATTERN_WINDOW bytes that overlap by a quarter, so that a match is no longer than one;
 * PCRE2 may take LT_PATTERN_STEPS steps for a match, and 1 MiB of memory: no pattern is slower than that on any text.
 * Ownership: lt_mask_patterns may be read by any number of threads; an lt_mask_matcher is one worker's scratch.
 * Errors: LEITONG_EUSAGE (a pattern that is none, with its place; one that takes too long: make it simpler);
 * LEITONG_EDAMAGED (a text that is not UTF-8); LEITONG_EMEMORY. Complexity: linear in the text, for each pattern and
 * match. */
#ifndef LT_TEMPLATES_MASK_PATTERN_H
#define LT_TEMPLATES_MASK_PATTERN_H

#include "templates/mask_text.h"

#define LT_PATTERN_MOST 16 /* patterns */
#define LT_PATTERN_NAME 32 /* bytes of a name, at most */
#define LT_PATTERN_WINDOW 4096
#define LT_PATTERN_STEPS 1000000

typedef struct lt_mask_patterns lt_mask_patterns;
LEITONG_CHECK int lt_mask_patterns_new(const char *const *masks, size_t count, lt_mask_patterns **ret_patterns,
                                       leitong_error *error);
void lt_mask_patterns_free(lt_mask_patterns *patterns);

typedef struct lt_mask_matcher lt_mask_matcher;
/* The patterns must stand as long. */
LEITONG_CHECK int lt_mask_matcher_new(const lt_mask_patterns *patterns, lt_mask_matcher **ret_matcher,
                                      leitong_error *error);
void lt_mask_matcher_free(lt_mask_matcher *matcher);

/* Adds the matches in `text` to stretches of it; those that they overlap go. */
LEITONG_CHECK int lt_mask_matcher_run(lt_mask_matcher *matcher, const uint8_t *text, size_t size,
                                      lt_mask_stretches *stretches, leitong_error *error);

#endif

/* words: the words of the file formats that stand for the enums of include/leitong/result.h.
 *
 * Input: an enum's value as the index. Output: its word, the same in every format, written or read.
 * Ownership: constants. Errors: none. Complexity: constant. */
#ifndef LT_RESULT_WORDS_H
#define LT_RESULT_WORDS_H

enum {
    LT_WORDS_UNITS = 4,
    LT_WORDS_KINDS = 8,
    LT_WORDS_TEMPLATE_KINDS = 2,
    LT_WORDS_TEXT_KINDS = 4,
    LT_WORDS_ORIGINS = 5,
    LT_WORDS_LEFT_CLASSES = 7,
    LT_WORDS_STRENGTHS = 2,
    LT_WORDS_ADAPTED = 3,
    LT_WORDS_COPIES = 3
};

extern const char *const lt_words_units[LT_WORDS_UNITS];                   /* enum leitong_unit */
extern const char *const lt_words_kinds[LT_WORDS_KINDS];                   /* enum leitong_kind */
extern const char *const lt_words_template_kinds[LT_WORDS_TEMPLATE_KINDS]; /* enum leitong_template_kind */
extern const char *const lt_words_earliest[3];                             /* enum leitong_earliest; NULL: unknown */
extern const char *const lt_words_text_kinds[LT_WORDS_TEXT_KINDS];         /* enum leitong_text_kind */
extern const char *const lt_words_origins[LT_WORDS_ORIGINS];               /* enum leitong_origin; the first is NULL */
extern const char *const lt_words_left_classes[LT_WORDS_LEFT_CLASSES];     /* enum leitong_left_class */
extern const char *const lt_words_strengths[LT_WORDS_STRENGTHS];           /* by leitong_result_left.weak */

extern const char *const lt_words_adapted[LT_WORDS_ADAPTED]; /* enum leitong_adapted_by */
extern const char *const lt_words_copies[LT_WORDS_COPIES];   /* enum leitong_copy; the first is NULL */
extern const char *const lt_words_copy_by[LT_WORDS_COPIES];  /* enum leitong_copy_by; the first is NULL */

#endif

#include "result/words.h"

#include <stddef.h>

const char *const lt_words_units[LT_WORDS_UNITS] = {"paragraph", "passage", "document", "clause"};
const char *const lt_words_kinds[LT_WORDS_KINDS] = {"number",       "date",   "year",  "place",
                                                    "organisation", "person", "other", "level"};
const char *const lt_words_template_kinds[LT_WORDS_TEMPLATE_KINDS] = {"text", "furniture"};
const char *const lt_words_text_kinds[LT_WORDS_TEXT_KINDS] = {"shared", "formula", "repeated", "boilerplate"};
const char *const lt_words_earliest[3] = {NULL, "a", "b"};
const char *const lt_words_origins[LT_WORDS_ORIGINS] = {NULL, "metadata", "name", "text", "property"};
const char *const lt_words_left_classes[LT_WORDS_LEFT_CLASSES] = {"name", "territory", "level", "body",
                                                                  "year", "role",      "term"};
const char *const lt_words_strengths[LT_WORDS_STRENGTHS] = {"strong", "weak"};
const char *const lt_words_adapted[LT_WORDS_ADAPTED] = {"swaps", "titles", "role"};
const char *const lt_words_copies[LT_WORDS_COPIES] = {NULL, "a", "b"};
const char *const lt_words_copy_by[LT_WORDS_COPIES] = {NULL, "dates", "left_behind"};

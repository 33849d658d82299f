#include "result/words.h"

const char *const lt_words_units[LT_WORDS_UNITS] = {"paragraph", "passage", "document", "clause"};
const char *const lt_words_kinds[LT_WORDS_KINDS] = {"number",       "date",   "year", "place",
                                                    "organisation", "person", "other"};
const char *const lt_words_template_kinds[LT_WORDS_TEMPLATE_KINDS] = {"text", "furniture"};

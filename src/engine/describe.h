/* describe: title, date and author of a document, where its user gave none.
 *
 * A title in the text (text/self_description.h) comes before the file's property, which comes before the file's name; a
 * date's property comes last, since it may be that of the file alone. An author is the property.
 * Input: a document as its source gives it, its text, and its row with what the user gave. Output: the row's strings
 * and where they are from. Ownership: the row owns its strings. Errors: LEITONG_EMEMORY. Complexity: as of
 * self_description. */
#ifndef LT_ENGINE_DESCRIBE_H
#define LT_ENGINE_DESCRIBE_H

#include "leitong/document.h"
#include "text/corpus.h"

LEITONG_CHECK int lt_describe(const leitong_document *from, const lt_decoded *decoded, lt_document *row,
                              leitong_error *error);
/* NULL stays NULL. */
LEITONG_CHECK int lt_describe_copy(const char *from, char **ret_to, leitong_error *error);

#endif

/* person: a name and an office at the beginning of a text, as tokens.
 *
 * Input: tokens. Output: how many of them name a person: 陈慧娟同志, 裕超区长, 何平副市长同志. Ownership: none. Errors:
 * none; 0 says that there is none. */
#ifndef LT_TEMPLATES_PERSON_H
#define LT_TEMPLATES_PERSON_H

#include <stddef.h>
#include <stdint.h>

#define LT_PERSON_NAME 4 /* tokens at most before the office */

size_t lt_person_prefix(const uint32_t *tokens, size_t count);

#endif

/* document_parts: two forms of one family of documents: licences with two conditions, and with three.
 *
 * A block, a run of LT_PARTS_BLOCK characters of wording, that LT_STAR_SOME to 100 − LT_STAR_SOME percent of a family
 * have makes two families of it: those that have it and those that have not; each is looked at again. Words in a row
 * that the same documents have, as grams of LT_PARTS_GRAM words tell, are a block.
 *
 *     with      … binary form must reproduce … neither the name of … may be used to endorse … this software is provided
 * … without   … binary form must reproduce …                                               this software is provided …
 *
 * A fill of so many words would be one too, if so many documents had it. Of equal blocks the longest counts, of
 * equally long ones that of the smallest hash of its documents. Documents, grams and the sets of documents are told
 * apart by what they hold; hashes only bring candidates together, and order them. Input: documents as forms, and groups
 * of them. Output: the groups, parted. Ownership: the caller. Errors: LEITONG_EMEMORY; those of numbers. Complexity:
 * linear in the words, LT_PARTS_DEPTH times; a block is looked for in LT_PARTS_SAMPLE different documents of a group,
 * the first by their hash. */
#ifndef LT_TEMPLATES_DOCUMENT_PARTS_H
#define LT_TEMPLATES_DOCUMENT_PARTS_H

#include "templates/family_class.h"
#include "templates/family_form.h"

#define LT_PARTS_GRAM 8   /* words */
#define LT_PARTS_BLOCK 32 /* characters, a word for four: lt_shape_weight */
#define LT_PARTS_DEPTH 8
#define LT_PARTS_SAMPLE 128

/* documents: as forms, of which begin, length, hash and ids are looked at. */
LEITONG_CHECK int lt_document_parts(const lt_forms *documents, lt_classes *groups, leitong_error *error);

#endif

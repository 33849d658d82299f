/* name_kind: what kind of name two stretches are that stand for one another in two texts.
 *
 *   level    市→县, 县区→乡镇; 我局→我镇
 *   year     2021年→2022年, by value
 *   place    both in the tree of places, or by form: 沅东|县, 柳浦镇; a river or bay: 资江→漓江
 *   body     财政局→教育局, 甲乙公司→丙丁公司
 *   person   a surname and a given name, with a title beside both
 *   term     a whole word of another kind; whether it is a name is for usage to say
 *
 * Input: a stretch of each of two views. Output: the kind, or none; the stretches grown to the whole name.
 * Ownership: lt_name_rules points to what others own; read-only. Errors: none. Complexity: constant time. */
#ifndef LT_NAMES_NAME_KIND_H
#define LT_NAMES_NAME_KIND_H

#include "names/document_view.h"
#include "names/name_table.h"
#include "names/place_tree.h"
#include "passages/edit_script.h"

typedef struct lt_name_rules {
    const lt_name_table *table;
    const lt_place_tree *tree;
    lt_lexicon *lexicon;
} lt_name_rules;

typedef enum lt_name_kind {
    LT_NAME_NONE,
    LT_NAME_YEAR,
    LT_NAME_OF_LEVEL,
    LT_NAME_PLACE,
    LT_NAME_BODY,
    LT_NAME_PERSON,
    LT_NAME_TERM
} lt_name_kind;

/* One name in place of another, at one place. */
typedef struct lt_exchange {
    lt_edit span;
    uint8_t kind; /* lt_name_kind */
    uint8_t tail; /* tokens at the end of both sides that other names have too: 局, 湾; before them stands the stem */
} lt_exchange;

/* `span`: not empty on either side. views: of a and b. */
lt_exchange lt_name_exchange(const lt_name_rules *rules, const lt_name_view views[2], lt_edit span);

/* The year that tokens [begin, end) are, before 年; 0: none. */
unsigned lt_name_year(const lt_name_rules *rules, const lt_name_view *view, uint32_t begin, uint32_t end);
/* How high a level's letter stands, from 1: 村 < 乡 镇 < 县 区 旗 < 市 州 < 省; 0: it is none of these. */
unsigned lt_name_rank(uint32_t letter);
/* Bits of lt_name_class; 0 behind the end. */
unsigned lt_name_class_at(const lt_name_rules *rules, const lt_name_view *view, uint32_t token);
/* Whether no mark stands before `token`, a token being there. */
bool lt_name_goes_on(const lt_name_view *view, uint32_t token);
/* Whether tokens [begin, end) may be a place's name before the level's letter at `end`. */
bool lt_name_place_form(const lt_name_rules *rules, const lt_name_view *view, uint32_t begin, uint32_t end);

#endif

/* name_table: the words by which Chinese names are known: surnames, what places and bodies end in, titles.
 *
 * Input: nothing. Output: for each character (simplified) what it can be in a name, and titles, offices and what bodies
 * end in as token runs. Surnames and titles are those of name_words; the letters that part names from other words were
 * chosen by reading.
 * Ownership: the caller of lt_name_table_new; read-only, threads may share it. Errors: LEITONG_EMEMORY.
 * Complexity: constant time a question. */
#ifndef LT_NAMES_NAME_TABLE_H
#define LT_NAMES_NAME_TABLE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum lt_name_class {
    LT_NAME_SURNAME = 1,
    LT_NAME_LEVEL = 2,    /* 省 市 县 区 州 镇 乡 …: ends a place, begins an office */
    LT_NAME_UNIT = 4,     /* 局 校 …: what a text calls its own body after 我 or 本 */
    LT_NAME_BORDER = 8,   /* a word that stands in no name: before it or behind it a name ends */
    LT_NAME_GENERIC = 16, /* before 省 市 县 州 it makes a common noun: 城市 */
    LT_NAME_GENERIC_AREA = 32,
    LT_NAME_GENERIC_VILLAGE = 64,
    LT_NAME_UNGIVEN = 128,  /* in no given name: 员 会 们 的 … */
    LT_NAME_CARRIES = 256,  /* behind a level's character it makes another word: 市场, 区域, 乡村 */
    LT_NAME_AREA = 512,     /* 区 旗 */
    LT_NAME_VILLAGE = 1024, /* 镇 乡 村 */
    LT_NAME_LAND = 2048,    /* 江 河 湾 …: what the land is called after a place */
    LT_NAME_OWN = 4096,     /* 我 本 全 该: before a level, one's own */
    LT_NAME_JOINS = 8192    /* 和 与 及: between the items of a list */
};

typedef struct lt_name_table lt_name_table;
LEITONG_CHECK int lt_name_table_new(lt_name_table **ret_table, leitong_error *error);
void lt_name_table_free(lt_name_table *table);

/* Bits of lt_name_class; 0 for a word that is not one Han letter. */
unsigned lt_name_class_of(const lt_name_table *table, uint32_t token);

/* Tokens of the title that begins at tokens[0] (同志, 书记, 副市长 …), 0 for none. */
size_t lt_name_title(const lt_name_table *table, const uint32_t *tokens, size_t left);
/* The same for what a body is called after its place or level: 委, 政府, 人民政府, 纪委, 公安局 …. */
size_t lt_name_office(const lt_name_table *table, const uint32_t *tokens, size_t left);
/* The same for what bodies end in: 局, 公司, 委员会 …. */
size_t lt_name_body(const lt_name_table *table, const uint32_t *tokens, size_t left);
/* Tokens of the compound surname at tokens[0] (欧阳), 0 for none. */
size_t lt_name_compound(const lt_name_table *table, const uint32_t *tokens, size_t left);

#endif

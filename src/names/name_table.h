/* name_table: the words by which Chinese names are known: surnames, what places and bodies end in, titles.
 *
 * Input: nothing. Output: for each character (both transcriptions) what it can be in a name, and titles as token runs.
 * Surnames and titles are those of name_words; the letters that part names from other words were chosen by reading.
 * Ownership: the caller of lt_name_table_new; read-only, threads may share it. Errors: LEITONG_EMEMORY. */
#ifndef LT_NAMES_NAME_TABLE_H
#define LT_NAMES_NAME_TABLE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum lt_name_class {
    LT_NAME_SURNAME = 1,
    LT_NAME_LEVEL = 2,    /* 省 市 县 区 州 镇 乡 …: ends a place, begins an office */
    LT_NAME_BODY = 4,     /* 局 厅 院 …: ends a body */
    LT_NAME_BORDER = 8,   /* a word that stands in no name: before it or behind it a name ends */
    LT_NAME_GENERIC = 16, /* before 省 市 县 州 it makes a common noun: 城市 */
    LT_NAME_NUMERAL = 32,
    LT_NAME_UNGIVEN = 64,  /* in no given name: 员 会 们 的 … */
    LT_NAME_CARRIES = 128, /* behind a level's character it makes another word: 市场, 区域, 乡村 */
    LT_NAME_AREA = 256,    /* 区 旗 */
    LT_NAME_VILLAGE = 512, /* 镇 乡 村 */
    LT_NAME_GENERIC_AREA = 1024,
    LT_NAME_GENERIC_VILLAGE = 2048,
    LT_NAME_FIRM = 4096,    /* a border that is hardly ever part of a word */
    LT_NAME_TITLED = 16384, /* a title begins with it */
    LT_NAME_INNER = 8192    /* a level that names end in before another: 邳州市, 新乡市, 景德镇市 */
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
/* Tokens of the compound surname at tokens[0] (欧阳), 0 for none. */
size_t lt_name_compound(const lt_name_table *table, const uint32_t *tokens, size_t left);

#endif

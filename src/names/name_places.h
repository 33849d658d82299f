/* name_places: names of places in China that are known without a gazetteer.
 *
 * Input: nothing. Output: UTF-8 text, names parted by a space: the provinces, and most prefectures, counties, cities
 * of a county's rank and some districts of the administrative divisions (行政区划, 中华人民共和国民政部), written
 * from general knowledge and not held against the register; simplified characters, without what they end in (仙桃, not
 * 仙桃市). A name whose rest is one letter has it (礼县),
 * and so has one that is a word of its own (灯塔市, 朝阳市); names that are words even so are left out (资源县, 合作市,
 * 公安县). What a list can't tell is whether 大理 is a place in 大理的山 and no part of 重大理论: usage.h does.
 * Ownership: the library. Errors: none. */
#ifndef LT_NAMES_NAME_PLACES_H
#define LT_NAMES_NAME_PLACES_H

#include <stddef.h>

const char *lt_name_places(size_t *ret_size);

#endif

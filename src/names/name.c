#include "names/name.h"

#include "base/buffer.h"

#include <stdlib.h>

#define NAME_STEM_LONGEST 3 /* letters of a place before its 市, where its begin is certain */
#define NAME_BODY_LONGEST 4

typedef struct name_view {
    const lt_name_table *table;
    const uint32_t *tokens;
    const uint8_t *breaks;
    size_t count;
    lt_names *names;
    leitong_error *error;
} name_view;

void lt_names_clear(lt_names *names)
{
    free(names->items);
    *names = (lt_names){0};
}

static unsigned name_class(const name_view *view, size_t at)
{
    return lt_name_class_of(view->table, view->tokens[at]);
}

static bool name_is_han(uint32_t token)
{
    return (token >= 0x3400 && token < 0xA000) || (token >= 0x20000 && token < 0x40000);
}

/* Whether something stands before token `at`. */
static bool name_break(const name_view *view, size_t at)
{
    return at == 0 || at >= view->count || view->breaks[at] != 0;
}

static int name_add(const name_view *view, size_t begin, size_t end, int kind, unsigned flags)
{
    lt_names *names = view->names;
    int code = LT_RESERVE(names->items, names->capacity, names->count + 1, view->error);
    if (code == 0) {
        names->items[names->count++] = (lt_name){(uint32_t)begin, (uint32_t)end, (uint8_t)kind, (uint8_t)flags};
    }
    return code;
}

/* How many letters before `end` can belong to a name, at most `most` + 1. *ret_firm: what stops them is a mark or a
 * function word, not a letter that stands inside words as well (全面, 正确, 进一步). */
static size_t name_reach(const name_view *view, size_t end, size_t most, bool *ret_firm)
{
    size_t reach = 0;
    while (reach <= most && reach < end && !name_break(view, end - reach)) {
        size_t at = end - reach - 1;
        unsigned class = name_class(view, at);
        unsigned inner = reach == 0 && (class & LT_NAME_INNER) != 0 ? LT_NAME_LEVEL : 0; /* 邳州市 */
        if (!name_is_han(view->tokens[at]) ||
            (class & (LT_NAME_BORDER | LT_NAME_LEVEL | LT_NAME_BODY | LT_NAME_NUMERAL) & ~inner) != 0) {
            break;
        }
        reach++;
    }
    bool open = reach < end && !name_break(view, end - reach);
    *ret_firm = !open || (name_class(view, end - reach - 1) & (LT_NAME_FIRM | LT_NAME_LEVEL)) != 0;
    return reach;
}

/* Whether the level's character at `at` makes a common noun of what stands before it, or of what stands behind it. */
static bool name_level_common(const name_view *view, size_t at)
{
    unsigned level = name_class(view, at);
    unsigned generic = (level & LT_NAME_AREA) != 0      ? LT_NAME_GENERIC_AREA
                       : (level & LT_NAME_VILLAGE) != 0 ? LT_NAME_GENERIC_VILLAGE
                                                        : LT_NAME_GENERIC;
    bool before = !name_break(view, at) && (name_class(view, at - 1) & generic) != 0;
    bool behind = !name_break(view, at + 1) && (name_class(view, at + 1) & LT_NAME_CARRIES) != 0;
    return before || behind;
}

static int name_place(const name_view *view, size_t at)
{
    bool firm;
    size_t reach = name_reach(view, at, NAME_STEM_LONGEST, &firm);
    bool county = view->tokens[at] == 0x53BF || view->tokens[at] == 0x7E23;     /* 县 縣 */
    bool town = reach == 2 && firm && (county || view->tokens[at] == 0x5E02) && /* 市 */
                view->tokens[at - 1] == 0x57CE &&                               /* 城 */
                (name_class(view, at - 2) & (LT_NAME_GENERIC | LT_NAME_GENERIC_VILLAGE)) == 0;
    if (reach == 1 && firm && county && !name_level_common(view, at)) {
        return name_add(view, at - 1, at + 1, LT_NAME_PLACE, LT_NAME_CERTAIN | LT_NAME_STEM); /* 礼县 */
    }
    if (name_level_common(view, at) && !town) {
        return 0;
    }
    bool office = at + 1 < view->count && !name_break(view, at + 1) &&
                  lt_name_office(view->table, view->tokens + at + 1, view->count - at - 1) > 0;
    bool certain = reach >= 2 && reach <= NAME_STEM_LONGEST && firm && !office; /* 抓紧县委… is no place */
    if (reach < 2 || (office && (reach > NAME_STEM_LONGEST || !firm))) {
        return 0;
    }
    size_t stem = certain || (office && firm) ? reach : 2;
    unsigned flags = certain ? LT_NAME_CERTAIN : 0;
    LT_TRY(name_add(view, at - stem, at + 1, LT_NAME_PLACE, flags));
    return name_add(view, at - stem, at, LT_NAME_PLACE, flags | LT_NAME_STEM);
}

/* 市委书记, 县政府, 常务副市长: the level's character and what is said of it. */
static int name_office(const name_view *view, size_t at)
{
    bool deputy = !name_break(view, at) && view->tokens[at - 1] == 0x526F; /* 副 */
    if (name_break(view, at + 1) || (!deputy && name_level_common(view, at))) {
        return 0;
    }
    size_t length = lt_name_office(view->table, view->tokens + at + 1, view->count - at - 1);
    while (length > 1 && name_break(view, at + length)) {
        length--; /* a mark in the middle: what stands before it is an office when its first word is */
    }
    if (length == 0) {
        return 0;
    }
    size_t begin = at;
    if (deputy) {
        begin--;
        bool standing = begin >= 2 && !name_break(view, begin) && !name_break(view, begin - 1) &&
                        view->tokens[begin - 1] == 0x52A1 && view->tokens[begin - 2] == 0x5E38; /* 常务 */
        begin -= standing ? 2 : 0;
    }
    return name_add(view, begin, at + 1 + length, LT_NAME_ORGANISATION, LT_NAME_CERTAIN | LT_NAME_OFFICE);
}

static int name_body(const name_view *view, size_t at)
{
    bool behind = !name_break(view, at + 1) && (name_class(view, at + 1) & LT_NAME_CARRIES) != 0;
    bool firm;
    size_t reach = name_reach(view, at, NAME_BODY_LONGEST, &firm);
    if (behind || reach < 2) {
        return 0;
    }
    bool certain = reach <= NAME_BODY_LONGEST && firm;
    size_t stem = certain ? reach : 2;
    return name_add(view, at - stem, at + 1, LT_NAME_ORGANISATION, certain ? LT_NAME_CERTAIN : 0);
}

/* Whether tokens[begin, end) is a surname and a given name of one or two letters. */
static bool name_is_person(const name_view *view, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (!name_is_han(view->tokens[i]) || (i > begin && name_break(view, i))) {
            return false;
        }
    }
    size_t surname = lt_name_compound(view->table, view->tokens + begin, end - begin);
    if (surname == 0) {
        surname = (name_class(view, begin) & LT_NAME_SURNAME) != 0 ? 1 : 0;
    }
    size_t given = end - begin - surname;
    if (surname == 0 || given == 0 || given > 2) {
        return false;
    }
    for (size_t i = begin + surname; i < end; i++) {
        if ((name_class(view, i) & (LT_NAME_UNGIVEN | LT_NAME_FIRM)) != 0) {
            return false;
        }
    }
    return true;
}

static int name_persons(const name_view *view, size_t at)
{
    size_t title = lt_name_title(view->table, view->tokens + at, view->count - at);
    for (size_t i = 1; i < title; i++) {
        if (name_break(view, at + i)) {
            return 0;
        }
    }
    if (title == 0) {
        return 0;
    }
    for (size_t length = 4; length >= 2 && !name_break(view, at); length--) {
        if (length <= at && name_is_person(view, at - length, at)) {
            size_t begin = at - length;
            bool certain = name_break(view, begin) || (name_class(view, begin - 1) & LT_NAME_BORDER) != 0;
            return name_add(view, begin, at, LT_NAME_PERSON, certain ? LT_NAME_CERTAIN : 0);
        }
    }
    size_t begin = at + title;
    for (size_t length = 4; length >= 2 && !name_break(view, begin); length--) {
        size_t end = begin + length;
        bool bordered = end <= view->count && (name_break(view, end) || (name_class(view, end) & LT_NAME_BORDER) != 0);
        if (bordered && name_is_person(view, begin, end)) {
            return name_add(view, begin, end, LT_NAME_PERSON, LT_NAME_CERTAIN);
        }
    }
    return 0;
}

int lt_name_find(const lt_name_table *table, const uint32_t *tokens, const uint8_t *breaks, size_t count,
                 lt_names *names, leitong_error *error)
{
    name_view view = {table, tokens, breaks, count, names, error};
    int code = 0;
    for (size_t at = 0; code == 0 && at < count; at++) {
        unsigned class = name_class(&view, at);
        if ((class & LT_NAME_LEVEL) != 0) {
            code = name_place(&view, at);
            code = code != 0 ? code : name_office(&view, at);
        } else if ((class & LT_NAME_BODY) != 0) {
            code = name_body(&view, at);
        }
        code = code != 0 || (class & LT_NAME_TITLED) == 0 ? code : name_persons(&view, at);
    }
    return code;
}

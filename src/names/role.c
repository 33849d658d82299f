#include "names/role.h"

#include "base/compare.h"

#define ROLE_REACH 24U

/* 作为 身为 我是 本人 担任 */
static const uint32_t role_openings[LT_ROLE_OPENINGS][2] = {
    {0x4F5C, 0x4E3A}, {0x8EAB, 0x4E3A}, {0x6211, 0x662F}, {0x672C, 0x4EBA}, {0x62C5, 0x4EFB}};

const uint32_t *lt_role_opening(unsigned number)
{
    return role_openings[number];
}

bool lt_role_opens(const lt_name_view *view, uint32_t at)
{
    for (unsigned i = 0; i < LT_ROLE_OPENINGS; i++) {
        if (at + 2 < view->count && view->tokens[at] == role_openings[i][0] &&
            view->tokens[at + 1] == role_openings[i][1]) {
            return lt_name_goes_on(view, at + 1) && lt_name_goes_on(view, at + 2);
        }
    }
    return false;
}

/* 一名 一个 一位 系 是 */
static uint32_t role_begin(const lt_name_view *view, uint32_t at)
{
    uint32_t next = at + 1 < view->count ? view->tokens[at + 1] : 0;
    bool one = view->tokens[at] == 0x4E00 && (next == 0x540D || next == 0x4E2A || next == 0x4F4D);
    bool is = view->tokens[at] == 0x7CFB || view->tokens[at] == 0x662F || view->tokens[at] == 0x4E3A;
    return at + (one ? 2 : is ? 1 : 0);
}

bool lt_role_at(const lt_name_rules *rules, const lt_name_view *view, uint32_t at, lt_role *ret_role)
{
    if (!lt_role_opens(view, at)) {
        return false;
    }
    uint32_t begin = role_begin(view, at + 2);
    for (uint32_t i = begin; i < LT_MIN(view->count, begin + ROLE_REACH) && (i == begin || lt_name_goes_on(view, i));
         i++) {
        uint32_t length = (uint32_t)lt_name_title(rules->table, view->tokens + i, view->count - i);
        bool last = length > 0 && !lt_name_goes_on(view, i + length);
        if (last && i > begin) {
            *ret_role = (lt_role){begin, i + length, i};
            return true;
        }
    }
    return false;
}

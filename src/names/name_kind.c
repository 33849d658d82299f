#include "names/name_kind.h"

#include "base/compare.h"

#define KIND_PLACE 6U  /* letters of a place by form, without its level */
#define KIND_PERSON 4U /* letters of a person */
#define KIND_BODY 16U
#define KIND_REACH 2U /* equal tokens that a name may have beside what differs, on each side */
#define KIND_YEAR 0x5E74U
#define KIND_ORDINAL 0x7B2CU  /* 第 */
#define KIND_DEPUTY 0x526FU   /* 副 */
#define KIND_PROVINCE 0x7701U /* 省: the tree knows them all */

bool lt_name_goes_on(const lt_name_view *view, uint32_t token)
{
    return token < view->count && !lt_name_view_has(view, token, LT_VIEW_MARK);
}

unsigned lt_name_class_at(const lt_name_rules *rules, const lt_name_view *view, uint32_t token)
{
    return token < view->count ? lt_name_class_of(rules->table, view->tokens[token]) : 0;
}

unsigned lt_name_rank(uint32_t letter)
{
    static const uint32_t letters[] = {0x6751, 0x4E61, 0x9547, 0x53BF, 0x533A, 0x65D7, 0x5E02, 0x5DDE, 0x7701};
    static const uint8_t ranks[] = {1, 2, 2, 3, 3, 3, 4, 4, 5};
    for (size_t i = 0; i < sizeof ranks; i++) {
        if (letters[i] == letter) {
            return ranks[i];
        }
    }
    return 0;
}

/* One side of an exchange. */
typedef struct side {
    const lt_name_rules *rules;
    const lt_name_view *view;
    uint32_t begin, end;
} side;

static unsigned side_class(const side *s, uint32_t token)
{
    return lt_name_class_at(s->rules, s->view, token);
}

static bool side_all(const side *s, unsigned classes)
{
    for (uint32_t i = s->begin; i < s->end; i++) {
        if ((side_class(s, i) & classes) == 0) {
            return false;
        }
    }
    return true;
}

static bool side_any(const side *s, unsigned classes)
{
    for (uint32_t i = s->begin; i < s->end; i++) {
        if ((side_class(s, i) & classes) != 0) {
            return true;
        }
    }
    return false;
}

/* Whether a function word stands in the side, but for what joins: a letter of a longer word is none (应急, 自然). */
static bool side_function(const side *s, unsigned joins)
{
    for (uint32_t i = s->begin; i < s->end; i++) {
        unsigned class = side_class(s, i);
        bool word = lt_name_view_has(s->view, i, LT_VIEW_WORD) && lt_name_view_has(s->view, i + 1, LT_VIEW_WORD);
        if (word && (class & LT_NAME_BORDER) != 0 && (class & joins) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether both sides have the same token behind their end, with no mark before it, and it is of one of `classes`. */
static bool sides_followed(const side s[2], unsigned classes)
{
    return lt_name_goes_on(s[0].view, s[0].end) && lt_name_goes_on(s[1].view, s[1].end) &&
           s[0].view->tokens[s[0].end] == s[1].view->tokens[s[1].end] && (side_class(&s[0], s[0].end) & classes) != 0;
}

static unsigned year_digit(uint32_t letter)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    unsigned digit = 0;
    while (digit < 10 && digits[digit] != letter) {
        digit++;
    }
    return digit < 10 ? digit : letter == 0x96F6 ? 0 : 10; /* 零 */
}

unsigned lt_name_year(const lt_name_rules *rules, const lt_name_view *view, uint32_t begin, uint32_t end)
{
    unsigned value = 0;
    if (!lt_name_goes_on(view, end) || view->tokens[end] != KIND_YEAR) {
        return 0;
    }
    if (end - begin == 1 && (view->tokens[begin] & LT_TOKEN_WORD) != 0 && view->tokens[begin] != LT_TOKEN_UNKNOWN) {
        size_t size = 0;
        const uint8_t *text = lt_lexicon_text(rules->lexicon, view->tokens[begin] & ~LT_TOKEN_WORD, &size);
        for (size_t i = 0; i < size && size == 4; i++) {
            value = text[i] >= '0' && text[i] <= '9' ? 10 * value + (text[i] - '0') : 10000;
        }
    }
    for (uint32_t i = begin; i < end && end - begin == 4; i++) {
        unsigned digit = year_digit(view->tokens[i]);
        value = digit < 10 ? 10 * value + digit : 10000;
    }
    return value >= 1900 && value < 2100 ? value : 0;
}

static bool sides_year(const side s[2])
{
    unsigned a = lt_name_year(s[0].rules, s[0].view, s[0].begin, s[0].end);
    unsigned b = lt_name_year(s[1].rules, s[1].view, s[1].begin, s[1].end);
    return a != 0 && b != 0 && a != b;
}

/* Whether a level's word ends where the side does: not 市 of 市场. */
static bool side_level(const side *s)
{
    bool carried = lt_name_goes_on(s->view, s->end) && !lt_name_view_has(s->view, s->end, LT_VIEW_WORD) &&
                   (side_class(s, s->end) & LT_NAME_CARRIES) != 0;
    return side_all(s, LT_NAME_LEVEL) && !carried;
}

static bool side_own(const side *s)
{
    bool own = s->begin > 0 && lt_name_goes_on(s->view, s->begin) && (side_class(s, s->begin - 1) & LT_NAME_OWN) != 0;
    return own && s->end - s->begin == 1 && (side_class(s, s->begin) & (LT_NAME_LEVEL | LT_NAME_UNIT)) != 0;
}

bool lt_name_place_form(const lt_name_rules *rules, const lt_name_view *view, uint32_t begin, uint32_t end)
{
    side stem = {rules, view, begin, end};
    unsigned level = lt_name_class_at(rules, view, end);
    unsigned next = lt_name_goes_on(view, end + 1) ? lt_name_class_at(rules, view, end + 1) : 0;
    unsigned generic = (level & LT_NAME_VILLAGE) != 0 ? LT_NAME_GENERIC_VILLAGE
                       : (level & LT_NAME_AREA) != 0  ? LT_NAME_GENERIC_AREA
                                                      : LT_NAME_GENERIC;
    bool han = lt_name_view_has(view, begin, LT_VIEW_WORD); /* not 快好 of 多快好省 */
    for (uint32_t i = begin; i < end; i++) {
        han = han && view->tokens[i] >= 0x3400 && view->tokens[i] < LT_TOKEN_WORD;
    }
    return han && (level & LT_NAME_LEVEL) != 0 && view->tokens[end] != KIND_PROVINCE && lt_name_goes_on(view, end) &&
           (next & LT_NAME_CARRIES) == 0 && end - begin >= 2 && end - begin <= KIND_PLACE &&
           !side_any(&stem, LT_NAME_BORDER) && (lt_name_class_at(rules, view, end - 1) & generic) == 0;
}

/* Whether the tree knows the side as a name of places; *ret_plain: of nothing else, or its level's letter follows. */
static bool side_known(const side *s, bool *ret_plain)
{
    uint32_t length = s->end - s->begin;
    const lt_place_tree *tree = s->rules->tree;
    const uint32_t *tokens = s->view->tokens + s->begin;
    const lt_place_name *name = length < LT_NAME_LONGEST ? lt_place_tree_find(tree, tokens, length) : NULL;
    bool level = lt_name_goes_on(s->view, s->end) && (side_class(s, s->end) & LT_NAME_LEVEL) != 0;
    *ret_plain = name != NULL && (!name->ordinary || level);
    return name != NULL;
}

/* 2: a place that the tree knows; 1: by form, or a word that may be one; 0: none. */
static unsigned side_place(const side *s)
{
    const lt_place_tree *tree = s->rules->tree;
    const uint32_t *tokens = s->view->tokens + s->begin;
    uint32_t length = s->end - s->begin;
    bool level = lt_name_goes_on(s->view, s->end) && (side_class(s, s->end) & LT_NAME_LEVEL) != 0;
    bool plain = false;
    bool known = side_known(s, &plain);
    if (level && length < LT_NAME_LONGEST && lt_place_tree_find(tree, tokens, length + 1) != NULL) {
        return 2;
    }
    if (known) {
        return plain ? 2 : 1;
    }
    return lt_name_place_form(s->rules, s->view, s->begin, s->end) ||
                   (length > 2 && lt_name_place_form(s->rules, s->view, s->begin, s->end - 1))
               ? 1
               : 0;
}

/* A river, a bay: both end alike, or an equal letter behind them says so. */
static bool sides_land(const side s[2])
{
    bool land = true;
    for (unsigned i = 0; i < 2; i++) {
        uint32_t length = s[i].end - s[i].begin;
        land = land && length >= 2 && length <= 4 && (side_class(&s[i], s[i].end - 1) & LT_NAME_LAND) != 0 &&
               !side_any(&s[i], LT_NAME_BORDER);
    }
    return land && s[0].view->tokens[s[0].end - 1] == s[1].view->tokens[s[1].end - 1];
}

static bool sides_place(const side s[2])
{
    unsigned places[2] = {side_place(&s[0]), side_place(&s[1])};
    bool formed = places[0] == 1 && places[1] == 1 && lt_name_place_form(s[0].rules, s[0].view, s[0].begin, s[0].end) &&
                  lt_name_place_form(s[1].rules, s[1].view, s[1].begin, s[1].end);
    return (places[0] > 0 && places[1] > 0 && (places[0] == 2 || places[1] == 2 || formed)) || sides_land(s);
}

/* Tokens of what a body ends in, at the side's end. */
static size_t side_body(const side *s)
{
    for (uint32_t length = 3; length > 0; length--) {
        if (s->end - s->begin > length &&
            lt_name_body(s->rules->table, s->view->tokens + s->end - length, length) == length) {
            return length;
        }
    }
    return 0;
}

/* Whether a body ends before what joins: 财政局和教育局 is two. */
static bool side_bodies(const side *s)
{
    for (uint32_t i = s->begin + 1; i < s->end; i++) {
        for (uint32_t length = 1; length <= 3 && length <= i - s->begin; length++) {
            if ((side_class(s, i) & LT_NAME_JOINS) != 0 &&
                lt_name_body(s->rules->table, s->view->tokens + i - length, length) == length) {
                return true;
            }
        }
    }
    return false;
}

/* Both sides grown over the equal ending behind them: *ret_tail tokens. */
static bool sides_body(side s[2], uint8_t *ret_tail)
{
    size_t left = s[0].view->count - s[0].end;
    bool whole = side_body(&s[0]) > 0 && side_body(&s[1]) > 0; /* 司法院|院长 */
    size_t tail = !whole && lt_name_goes_on(s[0].view, s[0].end)
                      ? lt_name_body(s[0].rules->table, s[0].view->tokens + s[0].end, LT_MIN(left, 3))
                      : 0;
    for (uint32_t i = 0; i < tail; i++) {
        bool equal = lt_name_goes_on(s[1].view, s[1].end + i) && lt_name_goes_on(s[0].view, s[0].end + i) &&
                     s[0].view->tokens[s[0].end + i] == s[1].view->tokens[s[1].end + i];
        tail = equal ? tail : 0;
    }
    bool body = true;
    for (unsigned i = 0; i < 2; i++) {
        uint32_t length = s[i].end - s[i].begin;
        body = body && length >= 2 && length <= KIND_BODY && s[i].view->tokens[s[i].begin] != KIND_DEPUTY &&
               (side_class(&s[i], s[i].begin) & LT_NAME_OWN) == 0 && !side_function(&s[i], LT_NAME_JOINS) &&
               !side_bodies(&s[i]) && (tail > 0 || side_body(&s[i]) > 0);
    }
    s[0].end += body ? (uint32_t)tail : 0;
    s[1].end += body ? (uint32_t)tail : 0;
    *ret_tail = body ? (uint8_t)tail : 0;
    return body;
}

static bool side_titled(const side *s)
{
    size_t left = s->view->count - s->end;
    bool behind =
        lt_name_goes_on(s->view, s->end) && lt_name_title(s->rules->table, s->view->tokens + s->end, left) > 0;
    bool before = false;
    for (uint32_t length = 2; length <= 4 && length <= s->begin && lt_name_goes_on(s->view, s->begin); length++) {
        before = before || lt_name_title(s->rules->table, s->view->tokens + s->begin - length, length) == length;
    }
    return behind || before;
}

static bool side_person(const side *s)
{
    uint32_t length = s->end - s->begin;
    size_t compound = length > 2 ? lt_name_compound(s->rules->table, s->view->tokens + s->begin, length) : 0;
    uint32_t surname = compound > 0 ? (uint32_t)compound : (side_class(s, s->begin) & LT_NAME_SURNAME) != 0 ? 1 : 0;
    side given = {s->rules, s->view, s->begin + surname, s->end};
    return surname > 0 && length > surname && length <= KIND_PERSON && length - surname <= 2 &&
           !side_any(&given, LT_NAME_UNGIVEN) && side_titled(s);
}

/* A place that the tree knows, and no other word, between borders of words. */
static bool side_plain(const side *s)
{
    bool plain = false;
    return side_known(s, &plain) && plain && lt_name_view_has(s->view, s->begin, LT_VIEW_WORD);
}

/* Both sides with one equal token more, behind them or before. */
static bool sides_grow(side s[2], bool behind)
{
    for (unsigned i = 0; i < 2; i++) {
        if (behind ? !lt_name_goes_on(s[i].view, s[i].end)
                   : s[i].begin == 0 || !lt_name_goes_on(s[i].view, s[i].begin)) {
            return false;
        }
        s[i].end += behind ? 1 : 0;
        s[i].begin -= behind ? 0 : 1;
    }
    return behind ? s[0].view->tokens[s[0].end - 1] == s[1].view->tokens[s[1].end - 1]
                  : s[0].view->tokens[s[0].begin] == s[1].view->tokens[s[1].begin];
}

/* Grows both sides over equal tokens beside them until both are such names: 王|建国书记, 王伟|王敏; 沁|阳, 崇|阳. */
static bool sides_grown(side s[2], bool (*is)(const side *))
{
    for (uint32_t more = 0; more <= 2 * KIND_REACH; more++) {
        for (uint32_t behind = 0; behind <= LT_MIN(more, KIND_REACH); behind++) {
            side grown[2] = {s[0], s[1]};
            bool equal = more - behind <= KIND_REACH;
            for (uint32_t i = 0; equal && i < more; i++) {
                equal = sides_grow(grown, i < behind);
            }
            if (equal && is(&grown[0]) && is(&grown[1])) {
                s[0] = grown[0];
                s[1] = grown[1];
                return true;
            }
        }
    }
    return false;
}

/* 司|马海燕→司|马静: with the whole of an equal compound surname. */
static bool sides_person(side s[2])
{
    if (!sides_grown(s, side_person)) {
        return false;
    }
    side grown[2] = {s[0], s[1]};
    if (sides_grow(grown, false) && lt_name_compound(s[0].rules->table, s[0].view->tokens + grown[0].begin, 2) == 2 &&
        lt_name_compound(s[1].rules->table, s[1].view->tokens + grown[1].begin, 2) == 2) {
        s[0] = grown[0];
        s[1] = grown[1];
    }
    return true;
}

/* A word of digits: a number, or a version. */
static bool side_number(const side *s)
{
    size_t size = 0;
    uint32_t token = s->view->tokens[s->begin];
    if (token == LT_TOKEN_UNKNOWN || (token & LT_TOKEN_WORD) == 0) {
        return false;
    }
    const uint8_t *text = lt_lexicon_text(s->rules->lexicon, token & ~LT_TOKEN_WORD, &size);
    for (size_t i = 0; i < size; i++) {
        if ((text[i] < '0' || text[i] > '9') && text[i] != '.') {
            return false;
        }
    }
    return true;
}

/* A whole word, or several, with no function word among them. */
static bool side_term(const side *s)
{
    bool word = (s->view->tokens[s->begin] & LT_TOKEN_WORD) != 0;
    return !side_number(s) && s->view->tokens[s->begin] != KIND_ORDINAL &&
           (word ? s->end - s->begin == 1 : s->end - s->begin >= 2) && !side_function(s, 0) &&
           lt_name_view_has(s->view, s->begin, LT_VIEW_WORD) && lt_name_view_has(s->view, s->end, LT_VIEW_WORD);
}

/* Whether a mark stands within the side: then it is no name. */
static bool side_parted(const side *s)
{
    for (uint32_t i = s->begin + 1; i < s->end; i++) {
        if (lt_name_view_has(s->view, i, LT_VIEW_MARK)) {
            return true;
        }
    }
    return false;
}

lt_exchange lt_name_exchange(const lt_name_rules *rules, const lt_name_view views[2], lt_edit span)
{
    side s[2] = {{rules, &views[0], span.a_begin, span.a_end}, {rules, &views[1], span.b_begin, span.b_end}};
    lt_exchange found = {span, LT_NAME_NONE, 0};
    bool known = false;
    bool levels = (side_level(&s[0]) && side_level(&s[1])) || (side_own(&s[0]) && side_own(&s[1]));
    if (side_parted(&s[0]) || side_parted(&s[1])) {
        return found;
    }
    bool letter = s[0].end - s[0].begin == 1 || s[1].end - s[1].begin == 1;
    if (!levels && letter && sides_followed(s, LT_NAME_LEVEL | LT_NAME_LAND)) { /* 荆|州 */
        s[0].end++;
        s[1].end++;
    }
    if (levels) {
        found.kind = LT_NAME_OF_LEVEL;
    } else if (sides_year(s)) {
        found.kind = LT_NAME_YEAR;
    } else if (sides_person(s)) {
        found.kind = LT_NAME_PERSON;
    } else if (sides_place(s) || sides_grown(s, side_plain)) {
        found.kind = LT_NAME_PLACE;
        found.tail = sides_followed(s, LT_NAME_LAND) ? 1 : 0;
        s[0].end += found.tail;
        s[1].end += found.tail;
    } else if (sides_body(s, &found.tail)) {
        found.kind = LT_NAME_BODY;
    } else if ((side_term(&s[0]) && side_term(&s[1])) ||
               (side_known(&s[0], &known) && side_known(&s[1], &known))) { /* 桃源→如皋, which may be words */
        found.kind = LT_NAME_TERM;
    }
    found.span = (lt_edit){s[0].begin, s[0].end, s[1].begin, s[1].end};
    return found;
}

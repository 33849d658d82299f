#include "templates/slot.h"

#include "base/code_point.h"
#include "base/compare.h"
#include "text/name_words.h"

#include <stdbool.h>
#include <string.h>

#define SLOT_MOST 80  /* percent of the fills that must have a form */
#define SLOT_MANY 60  /* percent that must end as places or organisations do */
#define SLOT_PERSON 8 /* letters of a person's name and title at most */
#define SLOT_NAME 4   /* letters of a name alone */
#define SLOT_BRIEF 20 /* letters of the name of a place, an organisation, a person with an office, at most */
#define SLOT_NAMES 90 /* percent that must begin with a family name */

typedef const char *const slot_list[]; /* ends with NULL */

static slot_list slot_places = {"省", "市", "县",   "縣", "区", "區", "州", "盟", "旗", "镇", "鎮", "乡",
                                "鄉", "村", "街道", "路", "岛", "島", "街", "港", "國", "国", NULL};
static slot_list slot_organisations = {
    "局",          "委",         "会",           "會",           "部",         "厅",      "廳",        "处",
    "處",          "办",         "辦",           "院",           "公司",       "集团",    "集團",      "党组",
    "黨組",        "政府",       "小组",         "小組",         "中心",       "协会",    "協會",      "学校",
    "學校",        "大学",       "大學",         "一中",         "二中",       "银行",    "銀行",      "站",
    "社",          "科",         "股",           "室",           "联",         "聯",      "部队",      "部隊",
    "指挥部",      "Inc",        "Inc.",         "LLC",          "Ltd",        "Ltd.",    "Corp",      "Corp.",
    "Corporation", "Foundation", "contributors", "Contributors", "University", "Company", "Committee", "Board",
    "Department",  "authors",    "Authors",      "Team",         NULL};
static slot_list slot_named = {"联系人", "聯繫人", "联络人", "主持人", "主讲人", "申请人", "负责人", NULL};
static slot_list slot_at = {"在", "位于", "前往", "来到", NULL};
static slot_list slot_tens = {"十", "百", "千", NULL};
static slot_list slot_stops = {"，", "。", "；", "：", NULL};
static slot_list slot_dated = {"日", "号", "號", "月", NULL};
static slot_list slot_months = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                "aug", "sep", "oct", "nov", "dec", NULL};

static bool slot_begins(lt_slot_text text, const char *with)
{
    size_t size = strlen(with);
    return text.size >= size && memcmp(text.text, with, size) == 0;
}

static bool slot_ends(lt_slot_text text, const char *with)
{
    size_t size = strlen(with);
    return text.size >= size && memcmp(text.text + text.size - size, with, size) == 0;
}

static bool slot_any(lt_slot_text text, const char *const *list, bool (*is)(lt_slot_text, const char *))
{
    for (; *list != NULL; list++) {
        if (is(text, *list)) {
            return true;
        }
    }
    return false;
}

/* A word of which persons are called, at one end. */
static bool slot_title(lt_slot_text text, bool ends)
{
    static const lt_name_list lists[] = {LT_LIST_OFFICES, LT_LIST_TITLES};
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        for (const char *word = lt_name_words(lists[l]); *word != '\0'; word += *word == ' ' ? 1 : 0) {
            size_t size = strcspn(word, " ");
            const char *at = ends ? text.text + text.size - size : text.text;
            if (text.size >= size && memcmp(at, word, size) == 0) {
                return true;
            }
            word += size;
        }
    }
    return false;
}

static bool slot_holds(lt_slot_text text, const char *what)
{
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.text + i, what, size) == 0) {
            return true;
        }
    }
    return false;
}

/* White space at either end is not text. */
static lt_slot_text slot_trim(lt_slot_text text)
{
    while (text.size > 0 && (text.text[0] == ' ' || text.text[0] == '\n')) {
        text.text++;
        text.size--;
    }
    while (text.size > 0 && (text.text[text.size - 1] == ' ' || text.text[text.size - 1] == '\n')) {
        text.size--;
    }
    return text;
}

static bool slot_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static bool slot_numeral(uint32_t c)
{
    static const char numerals[] = "一二三四五六七八九十百千零〇两兩";
    for (size_t i = 0; i + 1 < sizeof numerals; i += 3) {
        unsigned length;
        if (lt_code_point_read((const uint8_t *)numerals + i, sizeof numerals - i, &length) == c) {
            return true;
        }
    }
    return false;
}

typedef struct slot_form {
    size_t letters, digits, numerals, marks, latin; /* characters: others, digits, Han numerals, of numbers, A–z */
} slot_form;

static slot_form slot_look(lt_slot_text fill)
{
    slot_form form = {0};
    for (size_t i = 0; i < fill.size;) {
        unsigned length;
        uint32_t c = lt_code_point_read((const uint8_t *)fill.text + i, fill.size - i, &length);
        if (slot_digit(c)) {
            form.digits++;
        } else if (slot_numeral(c)) {
            form.numerals++;
        } else if (c == '.' || c == ',' || c == '%' || c == '-' || c == '+' || c == '/' || c == ':' || c == ' ' ||
                   c == U'％' || c == U'—' || c == U'–' || c == U'、' || c == U'万' || c == U'亿' || c == U'第') {
            form.marks++;
        } else {
            form.letters++;
            form.latin += (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z';
        }
        i += length;
    }
    return form;
}

static bool slot_number(lt_slot_text fill)
{
    slot_form form = slot_look(fill);
    return form.letters == 0 && form.digits + form.numerals > 0;
}

/* 2008  20xx  2008-2010  2008, 2010  二〇〇八 */
static bool slot_year(lt_slot_text fill)
{
    slot_form form = slot_look(fill);
    if (form.letters == 0 && form.digits == 0) {
        return form.numerals == 4 && !slot_any(fill, slot_tens, slot_holds);
    }
    bool blank = fill.size == 4 && (slot_ends(fill, "xx") || slot_ends(fill, "XX")) && form.digits == 2;
    static const char present[] = "-present";
    if (slot_ends(fill, present)) {
        fill.size -= sizeof present - 1;
        form = slot_look(fill);
    }
    if (form.digits == 4 && fill.size == 12 && form.letters == 0) {
        return slot_begins(fill, "１９") || slot_begins(fill, "２０");
    }
    bool plausible = slot_begins(fill, "19") || slot_begins(fill, "20") || slot_begins(fill, "18");
    return plausible && (blank || (form.letters == 0 && form.numerals == 0 && form.digits % 4 == 0 &&
                                   form.marks + form.digits == fill.size));
}

static bool slot_date(lt_slot_text fill)
{
    slot_form form = slot_look(fill);
    char low[64];
    if (form.digits + form.numerals == 0 || fill.size >= sizeof low) {
        return false;
    }
    if (slot_any(fill, slot_dated, slot_ends) && form.letters <= 3) {
        return true;
    }
    for (size_t i = 0; i < fill.size; i++) {
        low[i] = (char)(fill.text[i] | (fill.text[i] >= 'A' && fill.text[i] <= 'Z' ? 0x20 : 0));
    }
    low[fill.size] = '\0';
    for (size_t m = 0; slot_months[m] != NULL; m++) {
        if (strstr(low, slot_months[m]) != NULL && form.latin <= 9) {
            return true;
        }
    }
    return form.letters == 0 && form.digits >= 4 && form.digits <= 8 && form.marks == 2 &&
           (memchr(fill.text, '-', fill.size) != NULL || memchr(fill.text, '/', fill.size) != NULL);
}

static size_t slot_length(lt_slot_text fill)
{
    slot_form form = slot_look(fill);
    return form.letters + form.numerals + form.digits;
}

static bool slot_titled(lt_slot_text fill)
{
    return slot_length(fill) <= SLOT_PERSON && slot_title(fill, true);
}

static bool slot_short(lt_slot_text fill)
{
    slot_form form = slot_look(fill);
    return form.digits == 0 && form.letters + form.numerals <= (form.latin > 0 ? 40 : SLOT_NAME);
}

/* Longer text, or more than one clause, is no name. */
static bool slot_brief(lt_slot_text fill)
{
    slot_form form = slot_look(fill);
    return form.letters + form.numerals + form.digits <= (form.latin > 0 ? 60 : SLOT_BRIEF) &&
           !slot_any(fill, slot_stops, slot_holds);
}

static bool slot_place(lt_slot_text fill)
{
    return slot_brief(fill) && slot_any(fill, slot_places, slot_ends);
}

static bool slot_organisation(lt_slot_text fill)
{
    return slot_brief(fill) && slot_any(fill, slot_organisations, slot_ends);
}

/* Where something is held: 县会议中心三楼, 市委党校. */
static bool slot_building(lt_slot_text fill)
{
    static slot_list buildings = {"楼", "樓", "室", "厅", "廳", "馆", "館", "堂", "场", "場", NULL};
    return slot_place(fill) || slot_organisation(fill) || (slot_brief(fill) && slot_any(fill, buildings, slot_ends));
}

/* 何平, or Eleanor Whitcombe: two or three words with capitals. */
static bool slot_name(lt_slot_text fill)
{
    size_t length = slot_length(fill);
    unsigned words = 0;
    slot_form form = slot_look(fill);
    if (form.latin == 0) {
        const char *surnames = lt_name_words(LT_LIST_SURNAMES);
        for (; length >= 2 && length <= 3 && *surnames != '\0'; surnames += 3) {
            if (fill.size >= 3 && memcmp(fill.text, surnames, 3) == 0) {
                return true;
            }
        }
        return false;
    }
    for (size_t i = 0; i < fill.size; i++) {
        bool first = i == 0 || fill.text[i - 1] == ' ';
        if (first && !(fill.text[i] >= 'A' && fill.text[i] <= 'Z')) {
            return false;
        }
        words += first;
    }
    return words >= 2 && words <= 4 && form.digits == 0 && !slot_any(fill, slot_organisations, slot_ends);
}

static bool slot_share(const lt_slot_text *fills, size_t count, unsigned percent, bool (*is)(lt_slot_text))
{
    size_t share = 0;
    for (size_t i = 0; i < count; i++) {
        share += is(slot_trim(fills[i]));
    }
    return count > 0 && share * 100 >= count * percent;
}

/* 同志, 书记, and 副书记; but 省委书记 has another's office behind the slot, and is a place's. */
static bool slot_office_follows(lt_slot_text after)
{
    static slot_list vices = {"副", "总", "常务副", NULL};
    for (size_t v = 0; vices[v] != NULL; v++) {
        size_t size = strlen(vices[v]);
        if (slot_begins(after, vices[v]) && slot_title((lt_slot_text){after.text + size, after.size - size}, false)) {
            return true;
        }
    }
    return slot_title(after, false);
}

int lt_slot_kind(const lt_slot_text *fills, size_t count, lt_slot_text before, lt_slot_text after)
{
    count = LT_MIN(count, LT_SLOT_FILLS);
    before = slot_trim(before);
    after = slot_trim(after);
    bool number = slot_share(fills, count, SLOT_MOST, slot_number);
    if (slot_share(fills, count, SLOT_MOST, slot_date)) {
        return LEITONG_KIND_DATE;
    }
    if (slot_share(fills, count, slot_begins(after, "年") ? SLOT_MANY : SLOT_MOST, slot_year)) {
        return LEITONG_KIND_YEAR;
    }
    if (number) {
        return LEITONG_KIND_NUMBER;
    }
    if ((slot_office_follows(after) && slot_share(fills, count, SLOT_MANY, slot_brief)) ||
        slot_share(fills, count, SLOT_MANY, slot_titled) || slot_any(before, slot_named, slot_ends) ||
        (slot_title(before, true) && slot_share(fills, count, SLOT_MOST, slot_short))) {
        return LEITONG_KIND_PERSON;
    }
    bool at = slot_any(before, slot_at, slot_ends);
    if (!at && slot_share(fills, count, SLOT_MANY, slot_organisation)) {
        return LEITONG_KIND_ORGANISATION;
    }
    if (slot_share(fills, count, SLOT_MANY, at ? slot_building : slot_place)) {
        return LEITONG_KIND_PLACE;
    }
    return slot_share(fills, count, SLOT_NAMES, slot_name) ? LEITONG_KIND_PERSON : LEITONG_KIND_OTHER;
}

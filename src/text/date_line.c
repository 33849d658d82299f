#include "text/date_line.h"

#define LINE_LONGEST 600U /* bytes */
#define LINE_SHORT 60U    /* characters */
#define LINE_SIGNATURE 20U
#define LINE_WORDS 3U /* Latin words before a date at the end */
#define YEAR_FIRST 1000U
#define YEAR_FIRST_NAME 1900U
#define YEAR_LAST 2099U
#define WORDS(list) (list), sizeof(list) / sizeof *(list)

typedef struct date_place {
    lt_date date;
    lt_line before, behind; /* trimmed */
    bool is_numeric;        /* 2020-05-28, not 2020年5月28日 */
    bool is_run;            /* 20200528, which may be a number of something */
    bool is_apart;          /* white space, punctuation or nothing on both sides */
} date_place;

static const char *const line_open[] = {"(", "（", "[", "【", "〔", "［"};
static const char *const line_close[] = {")", "）", "]", "】", "〕", "］"};
static const char *const line_dashes[] = {"-", "—", "–", "－", "~", "～", "―", "─"};
static const char *const line_colons[] = {":", "："};

static bool point_is_han_digit(uint32_t point)
{
    static const uint32_t digits[] = {0x3007, 0x25CB, 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        if (digits[i] == point) {
            return true;
        }
    }
    return false;
}

static bool point_joins(uint32_t left, uint32_t right)
{
    bool is_left = lt_line_is_digit(left) || lt_line_is_latin(left);
    bool is_right = lt_line_is_digit(right) || lt_line_is_latin(right);
    return (is_left && is_right) || (point_is_han_digit(left) && point_is_han_digit(right));
}

/* Nothing but marks, and words that may stand beside a date: the time, the day of the week. */
static bool line_is_beside(lt_line line)
{
    static const char *const words[] = {
        "星期一",  "星期二",    "星期三",   "星期四", "星期五",   "星期六", "星期日", "星期天", "周一", "周二",
        "周三",    "周四",      "周五",     "周六",   "周日",     "上午",   "下午",   "印发",   "印發", "monday",
        "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon",    "tue",    "wed",  "thu",
        "fri",     "sat",       "sun",      "am",     "pm",       "t",      "z",      "utc",    "gmt"};
    while (line.size > 0) {
        size_t size;
        uint32_t point = lt_line_first(line, &size);
        if (lt_line_is_letter(point)) {
            size = lt_line_begins(line, WORDS(words));
            if (size == 0) {
                return false;
            }
        }
        line = lt_line_without(line, size, 0);
    }
    return true;
}

static bool line_is_marks(lt_line line)
{
    for (size_t size; line.size > 0; line = lt_line_without(line, size, 0)) {
        uint32_t point = lt_line_first(line, &size);
        if (lt_line_is_letter(point) || lt_line_is_digit(point)) {
            return false;
        }
    }
    return true;
}

/* Whether the date is one end of a period, by what stands beside it. */
static bool place_is_end(const date_place *p)
{
    static const char *const from[] = {"自",    "从",    "從",   "由",   "至", "到", "截至",   "截止",
                                       "since", "until", "till", "from", "to", "by", "before", "after"};
    static const char *const then[] = {"起",   "前", "后", "後", "止", "以", "至", "到", "之",  "期间",
                                       "期間", "度", "底", "初", "末", "代", "来", "來", "to ", "until "};
    static const char *const parts[] = {"年", "月", "日"};
    lt_line before = p->before;
    lt_line behind = p->behind;
    size_t size;
    bool has_dash = false;
    if (lt_line_ends(before, WORDS(from)) != 0 || lt_line_begins(behind, WORDS(then)) != 0) {
        return true;
    }
    while ((size = lt_line_ends(before, WORDS(line_dashes))) != 0) {
        before = lt_line_trim(lt_line_without(before, 0, size));
        has_dash = true;
    }
    if (has_dash && (lt_line_is_digit(lt_line_last(before, &size)) || lt_line_ends(before, WORDS(parts)) != 0)) {
        return true;
    }
    has_dash = false;
    while ((size = lt_line_begins(behind, WORDS(line_dashes))) != 0) {
        behind = lt_line_trim(lt_line_without(behind, size, 0));
        has_dash = true;
    }
    uint32_t next = lt_line_first(behind, &size);
    return has_dash && (lt_line_is_digit(next) || point_is_han_digit(next));
}

static bool date_equal(const lt_date *a, const lt_date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* The date at byte `at`, if one stands there by itself; *ret_size: bytes of what was read, date or not. */
static bool line_date_at(lt_line line, size_t at, date_place *ret_place, size_t *ret_size)
{
    lt_date date;
    size_t size;
    size_t next_size;
    uint32_t first = lt_line_first(lt_line_without(line, at, 0), ret_size);
    lt_date_kind kind = lt_date_read(line.text + at, line.size - at, &date, &size);
    if (kind == LT_DATE_NONE) { /* nearly always */
        return false;
    }
    uint32_t left = lt_line_last((lt_line){line.text, at}, &next_size);
    if (point_joins(left, first)) {
        return false;
    }
    *ret_size = size;
    lt_line behind = lt_line_without(line, at + size, 0);
    uint32_t right = lt_line_first(behind, &next_size);
    uint32_t last = lt_line_last((lt_line){line.text + at, size}, &next_size);
    bool is_time = right == 'T' && behind.size > 1 && lt_line_is_digit((uint8_t)behind.text[1]);
    bool is_number = date.month == 0 && lt_line_is_digit(last); /* 2020 without 年 */
    if (kind == LT_DATE_IMPOSSIBLE || is_number || (point_joins(last, right) && !is_time) || date.year < YEAR_FIRST ||
        date.year > YEAR_LAST) {
        return false;
    }
    *ret_place = (date_place){.date = date,
                              .before = lt_line_trim((lt_line){line.text, at}),
                              .behind = lt_line_trim(behind),
                              .is_numeric = lt_line_is_digit(last) && lt_line_is_digit(first),
                              .is_run = size == 8,
                              .is_apart = !lt_line_is_letter(left) && !lt_line_is_letter(right)};
    return true;
}

/* The one date of a line that ends no period; the same date may stand in it twice. */
static bool line_one_date(lt_line line, date_place *ret_place)
{
    bool any = false;
    size_t size;
    for (size_t at = 0; at < line.size; at += size) {
        date_place place;
        if (!line_date_at(line, at, &place, &size) || place_is_end(&place)) {
            continue;
        }
        if (any && !date_equal(&place.date, &ret_place->date)) {
            return false;
        }
        if (!any) {
            *ret_place = place;
            any = true;
        }
    }
    return any;
}

static size_t line_characters(lt_line line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++) {
        count += ((uint8_t)line.text[i] & 0xC0) != 0x80;
    }
    return count;
}

static size_t line_words(lt_line line)
{
    size_t count = 0;
    bool inside = false;
    for (size_t i = 0; i < line.size; i++) {
        bool is_latin = lt_line_is_latin((uint8_t)line.text[i]);
        count += is_latin && !inside;
        inside = is_latin;
    }
    return count;
}

/* A label before the colon that names a date of the document itself. */
static bool line_is_label(lt_line before)
{
    static const char *const names[] = {"日期", "时间",      "時間",   "发布于", "发表于", "日",
                                        "date", "published", "posted", "issued", "dated",  "created"};
    static const char *const others[] = {"施行", "实施", "實施",  "生效",      "失效",  "有效", "截止",
                                         "截至", "废止", "廢止",  "会议",      "會議",  "活动", "活動",
                                         "报名", "報名", "expir", "effective", "valid", "due"};
    before = lt_line_trim(lt_line_without(before, 0, lt_line_ends(before, WORDS(line_colons))));
    lt_line label = {before.text + before.size, 0};
    size_t size;
    while (label.text > before.text &&
           lt_line_is_letter(lt_line_last((lt_line){before.text, (size_t)(label.text - before.text)}, &size))) {
        label = (lt_line){label.text - size, label.size + size};
    }
    return lt_line_ends(label, WORDS(names)) != 0 && !lt_line_contains(label, WORDS(others));
}

/* The date is the first thing in brackets that end the line, or behind a dash. */
static bool place_is_opened(lt_line line, const date_place *p)
{
    static const char *const dashes[] = {"——", "—", "--", "–", "──", "―"};
    static const char *const stops[] = {"。", "！", "？"};
    if (lt_line_ends(p->before, WORDS(line_open)) != 0) {
        return lt_line_ends(line, WORDS(line_close)) != 0;
    }
    return lt_line_ends(p->before, WORDS(dashes)) != 0 && !lt_line_contains(line, WORDS(stops));
}

/* A month behind the body that signs with it. Behind other words it may be what they tell of: 主要指标 2019年4月 */
static bool place_is_signed(const date_place *p)
{
    static const char *const bodies[] = {"政府", "委员会", "委員會", "常委会", "办公室", "辦公室", "局",   "厅",
                                         "廳",   "部",     "委",     "署",     "院",     "公司",   "集团", "集團",
                                         "银行", "學校",   "学校",   "中学",   "小学",   "大学",   "中心", "协会",
                                         "学会", "研究会", "联合会", "研究所", "出版社", "基金会", "党组", "政协",
                                         "人大", "支部",   "办事处", "協會",   "大學",   "銀行"};
    return p->date.month != 0 && !p->is_numeric && p->is_apart && lt_line_ends(p->before, WORDS(bodies)) != 0 &&
           line_characters(p->before) <= LINE_SIGNATURE && line_is_marks(p->behind);
}

/* A short line without a mark of a sentence, and the date at an end of it. */
static bool place_is_at_end(lt_line line, const date_place *p, bool is_last)
{
    static const char *const marks[] = {"。", "；", "！", "？", "，", ",", ";", "!", "?"};
    static const char *const prepositions[] = {"于", "於", "在", " on", " in"};
    bool is_first = line_is_marks(p->before);
    bool is_behind = line_is_beside(p->behind);
    size_t text = line_characters(p->before) + line_characters(p->behind);
    if ((p->date.day == 0 && !place_is_signed(p)) || p->is_run || text > LINE_SHORT ||
        lt_line_contains(p->before, WORDS(marks)) || lt_line_contains(p->behind, WORDS(marks)) ||
        lt_line_ends(p->before, WORDS(prepositions)) != 0) {
        return false;
    }
    if (is_behind) {
        return line_words(p->before) <= LINE_WORDS && (!is_last || line_characters(p->before) <= LINE_SIGNATURE);
    }
    return !is_last && (is_first || place_is_opened(line, p) || (p->is_numeric && p->is_apart));
}

/* Every form has a digit, ASCII or full width, or 年 or 년; most lines have none. */
static bool line_may_hold_date(lt_line line)
{
    static const char *const units[] = {"年", "년"};
    bool any = false;
    for (size_t i = 0; i < line.size; i++) {
        any |= (line.text[i] >= '0' && line.text[i] <= '9') || (uint8_t)line.text[i] == 0xEF;
    }
    return any || lt_line_contains(line, WORDS(units));
}

bool lt_date_line(lt_line line, bool is_last, lt_date *ret_date)
{
    date_place place;
    if (line.size > LINE_LONGEST || !line_may_hold_date(line) || !line_one_date(line, &place)) {
        return false;
    }
    bool is_first = line_is_marks(place.before);
    bool is_given = lt_line_ends(place.before, WORDS(line_colons)) != 0
                        ? line_is_label(place.before)
                        : (line_is_beside(place.before) && line_is_beside(place.behind)) ||
                              (is_first && place.date.month != 0 && place_is_opened(line, &place)) ||
                              place_is_at_end(line, &place, is_last);
    if (is_given) {
        *ret_date = place.date;
    }
    return is_given;
}

static bool name_year(lt_line name, lt_date *ret_date)
{
    size_t size;
    bool is_year = lt_date_read(name.text, name.size, ret_date, &size) == LT_DATE_READ && size == name.size &&
                   ret_date->month == 0;
    return is_year && ret_date->year >= YEAR_FIRST_NAME && ret_date->year <= YEAR_LAST;
}

bool lt_date_name(const char *path, lt_date *ret_date)
{
    lt_line stem = lt_line_name(path);
    date_place place;
    if (name_year(stem, ret_date)) {
        return true;
    }
    if (stem.size > LINE_LONGEST || !line_one_date(stem, &place) || place.date.month == 0 ||
        (place.is_numeric && place.date.year < YEAR_FIRST_NAME)) {
        return false;
    }
    *ret_date = place.date;
    return true;
}

bool lt_date_is_all(lt_line name)
{
    lt_date date;
    size_t size;
    return lt_date_read(name.text, name.size, &date, &size) != LT_DATE_NONE && size == name.size;
}

#include "text/title.h"

#include "text/date_line.h"

#include <string.h>

#define TITLE_LONGEST 240U /* bytes: 80 Han characters */
#define TITLE_PIECES 3U    /* so many short words apart are links */
#define TITLE_PIECE 4U     /* letters of a short word */
#define TITLE_SITE 12U     /* letters of a site's name */
#define TITLE_NUMBER 16U   /* letters of a notice's number: 国发〔2020〕5号 */
#define TITLE_COMMA 20U    /* letters of a line with a comma that may be a title */
#define TITLE_HAN_FIRST 0x2E80U
#define TITLE_HAN 2U /* letters of a name that is a title */
#define WORDS(list) (list), sizeof(list) / sizeof *(list)

/* Words that stand on pages beside a text and not in it. */
static const char *const title_page_words[] = {"下载",     "下載",
                                               "打印",     "列印",
                                               "全屏",     "收藏",
                                               "分享",     "分享到",
                                               "关闭",     "關閉",
                                               "返回",     "首页",
                                               "首頁",     "主页",
                                               "上一页",   "下一页",
                                               "上一篇",   "下一篇",
                                               "字号",     "字體",
                                               "字体",     "放大",
                                               "缩小",     "默认",
                                               "大",       "中",
                                               "小",       "大中小",
                                               "登录",     "登錄",
                                               "注册",     "註冊",
                                               "退出",     "搜索",
                                               "微信",     "微博",
                                               "朋友圈",   "扫一扫",
                                               "复制链接", "复制",
                                               "点赞",     "评论",
                                               "举报",     "导出",
                                               "预览",     "保存",
                                               "更多",     "网站地图",
                                               "无障碍",   "繁体",
                                               "简体",     "客户端",
                                               "手机版",   "关注",
                                               "订阅",     "纠错",
                                               "我要纠错", "打印本页",
                                               "关闭窗口", "关闭本页",
                                               "加入收藏", "设为首页",
                                               "返回顶部", "返回首页",
                                               "浏览次数", "点击数",
                                               "阅读次数", "阅读",
                                               "浏览",     "次",
                                               "查看全文", "展开",
                                               "收起",     "目录",
                                               "正文",     "无障碍浏览",
                                               "长者模式", "qq",
                                               "home",     "print",
                                               "share",    "download",
                                               "login",    "menu",
                                               "search",   "skip to content",
                                               "email",    "save",
                                               "contents", "table of contents",
                                               "next",     "previous",
                                               "back",     "english",
                                               "pdf",      "qq空间",
                                               "语音播报", "朗读",
                                               "字级",     "友善列印",
                                               "回上一頁", "回首頁",
                                               "轉寄",     "public domain",
                                               "true",     "false"};
static const char *const title_separators[] = {" ", "\t", "\u3000", "\u00a0", "|", "｜", "·",  "•",  "/",  "／",
                                               "[", "]",  "【",     "】",     "(", ")",  "（", "）", ":",  "：",
                                               "-", "<",  ">",      "＞",     "»", "›",  "+",  "、", "〔", "〕"};

/* The next stretch between separators; letters, and whether all is a word of pages or a number. */
static bool title_piece(lt_line *rest, lt_line *ret_piece)
{
    size_t size;
    while ((size = lt_line_begins(*rest, WORDS(title_separators))) != 0) {
        *rest = lt_line_without(*rest, size, 0);
    }
    size_t at = 0;
    while (at < rest->size && lt_line_begins(lt_line_without(*rest, at, 0), WORDS(title_separators)) == 0) {
        (void)lt_line_first(lt_line_without(*rest, at, 0), &size);
        at += size;
    }
    *ret_piece = (lt_line){rest->text, at};
    *rest = lt_line_without(*rest, at, 0);
    return at > 0;
}

static size_t title_letters(lt_line line)
{
    size_t count = 0;
    for (size_t size; line.size > 0; line = lt_line_without(line, size, 0)) {
        count += lt_line_is_letter(lt_line_first(line, &size));
    }
    return count;
}

/* Words of pages alone (and numbers), or links apart: short words, at least three, not letters spaced out. */
static bool title_is_links(lt_line line)
{
    size_t pieces = 0;
    size_t of_pages = 0;
    size_t numbers = 0;
    size_t shorts = 0;
    for (lt_line piece; title_piece(&line, &piece);) {
        size_t letters = title_letters(piece);
        size_t size;
        bool is_latin = lt_line_is_latin(lt_line_first(piece, &size));
        pieces++;
        numbers += letters == 0;
        of_pages += letters > 0 && lt_line_begins(piece, WORDS(title_page_words)) == piece.size;
        shorts += letters >= 2 && letters <= TITLE_PIECE && !is_latin;
    }
    return (of_pages > 0 && of_pages + numbers == pieces) || (of_pages >= 2 && of_pages * 2 >= pieces) ||
           (pieces >= TITLE_PIECES && shorts == pieces);
}

/* 首页 > 政务公开, an address, a copyright, a notice's number, a site's name. */
static bool title_is_page(lt_line line)
{
    static const char *const begins[] = {
        "当前位置", "當前位置", "您的位置", "您现在的位置", "您所在的位置", "现在位置", "位置：", "首页",
        "首頁",     "主页",     "home >",   "home»",        "copyright",    "©",        "(c) ",   "all rights reserved",
        "扫一扫",   "责任编辑", "相关链接", "附件",         "字体",         "字号",     "无障碍", "|",
        ":",        "<!",       "<?",       "---",          "```",          "!["};
    static const char *const holds[] = {"http://", "https://", "www.",  ".com", ".cn/",
                                        ".gov.",   "版权所有", "icp备", "]("};
    static const char *const sites[] = {"网", "网站", "门户", "網", "網站", "文库"};
    static const char *const numbers[] = {"号", "號"};
    static const char *const years[] = {"〔", "［", "[", "第", "（", "("};
    size_t letters = title_letters(line);
    return lt_line_begins(line, WORDS(begins)) != 0 || lt_line_contains(line, WORDS(holds)) ||
           (letters <= TITLE_SITE && lt_line_ends(line, WORDS(sites)) != 0) ||
           (letters <= TITLE_NUMBER && lt_line_ends(line, WORDS(numbers)) != 0 &&
            lt_line_contains(line, WORDS(years))) ||
           title_is_links(line);
}

/* 来源：…, 发布机构：…, date: … */
static bool title_is_label(lt_line line)
{
    static const char *const labels[] = {
        "来源",     "來源",       "作者",     "编辑",     "記者",     "记者",      "通讯员",   "发布机构",
        "发文机关", "發文機關",   "发文字号", "索引号",   "索引號",   "文号",      "主题词",   "主题分类",
        "分类",     "关键词",     "摘要",     "发布",     "日期",     "时间",      "時間",     "浏览次数",
        "点击",     "阅读",       "责任编辑", "信息来源", "公开方式", "公开形式",  "成文日期", "发布日期",
        "发布时间", "签发人",     "抄送",     "审核",     "字号",     "字体",      "名称索引", "有效性",
        "编号",     "密级",       "source",   "author",   "date",     "published", "posted",   "tags",
        "category", "categories", "keywords", "layout",   "to",       "from",      "标签",     "栏目",
        "地区",     "单位",       "供稿",     "撰稿",     "体裁",     "主题",      "机构",     "状态"};
    static const char *const colons[] = {":", "："};
    size_t at = 0;
    for (size_t size; at < line.size && lt_line_begins(lt_line_without(line, at, 0), WORDS(colons)) == 0; at += size) {
        (void)lt_line_first(lt_line_without(line, at, 0), &size);
    }
    lt_line label = lt_line_trim((lt_line){line.text, at});
    size_t size = lt_line_ends(label, WORDS(labels));
    return at < line.size && size > 0 && (size == label.size || !lt_line_is_latin((uint8_t)label.text[label.size - 1]));
}

/* 各位代表：, 同志们：, Dear …, */
static bool title_is_salutation(lt_line line)
{
    static const char *const colons[] = {":", "："};
    return lt_line_ends(line, WORDS(colons)) != 0;
}

/* 一、 （二） 第三条 1. : a heading inside the text. */
static bool title_is_numbered(lt_line line)
{
    static const char *const open[] = {"(", "（", "第", "<", "〈", "【"};
    static const char *const han[] = {"〇", "一", "二", "三", "四", "五", "六",
                                      "七", "八", "九", "十", "百", "零", "○"};
    static const char *const close[] = {"、", ".",  "．", ")", "）", "章", "条", "條", "节",
                                        "節", "编", "編", ",", "，", ">",  "〉", "】"};
    size_t opened = lt_line_begins(line, WORDS(open));
    lt_line rest = lt_line_without(line, opened, 0);
    size_t digits = 0;
    for (size_t size;; digits++) {
        bool is_digit = lt_line_is_digit(lt_line_first(rest, &size));
        size = is_digit ? size : lt_line_begins(rest, WORDS(han));
        if (size == 0) {
            break;
        }
        rest = lt_line_without(rest, size, 0);
    }
    return digits > 0 && digits <= 4 && (rest.size == 0 || lt_line_begins(lt_line_trim(rest), WORDS(close)) != 0);
}

/* A line that the next one goes on with, as text broken at a width or at links does. */
static bool title_goes_on(lt_line line, lt_line next)
{
    static const char *const ends[] = {"的", "了", "在", "和",  "与", "及",  "把",
                                       "对", "向", "、", "the", "of", "and", "to"};
    static const char *const marks[] = {"，", "。", "、", "；", "：", "！", "？", "”", "）", ",", ".", ";", ")"};
    size_t size;
    uint32_t after = lt_line_first(next, &size);
    return next.size > 0 && ((after >= 'a' && after <= 'z') || lt_line_ends(line, WORDS(ends)) != 0 ||
                             lt_line_begins(next, WORDS(marks)) != 0);
}

/* A sentence, or the first line of a paragraph. */
static bool title_is_sentence(lt_line line, lt_line next)
{
    static const char *const stops[] = {"。", "；", "！", "？", ";", "，", ",", "…", "。”", "。」"};
    static const char *const inner[] = {"。", "；", ". "};
    static const char *const commas[] = {"，"};
    static const char *const dot[] = {"."};
    size_t size;
    uint32_t first = lt_line_first(line, &size);
    return (first >= 'a' && first <= 'z') || title_goes_on(line, next) || lt_line_ends(line, WORDS(stops)) != 0 ||
           lt_line_contains(line, WORDS(inner)) ||
           (lt_line_contains(line, WORDS(commas)) && title_letters(line) > TITLE_COMMA) ||
           (lt_line_ends(line, WORDS(dot)) != 0 && lt_line_is_latin(first) && title_letters(line) > TITLE_COMMA);
}

/* Without Markdown's marks of headings, lists and stress, quotation marks and white space. */
static lt_line title_bare(lt_line line)
{
    static const char *const marks[] = {"#",      "*",       "=",      "_",     ">",      "\"",     "'", "subject:",
                                        "title:", "title：", "标题：", "标题:", "题名：", "標題：", "`"};
    static const char *const ends[] = {"#", "*", "=", "_", "\"", "'", "`"};
    size_t size;
    while (line.size > 0 && (size = lt_line_begins(line, WORDS(marks))) != 0) {
        line = lt_line_trim(lt_line_without(line, size, 0));
    }
    while (line.size > 0 && (size = lt_line_ends(line, WORDS(ends))) != 0) {
        line = lt_line_trim(lt_line_without(line, 0, size));
    }
    return line;
}

/* Two Han characters, or two words of which one has three letters. */
static bool title_is_words(lt_line line)
{
    size_t han = 0;
    size_t words = 0;
    size_t letters = 0; /* of the word at hand */
    size_t longest = 0;
    for (size_t size; line.size > 0; line = lt_line_without(line, size, 0)) {
        uint32_t point = lt_line_first(line, &size);
        bool is_letter = lt_line_is_letter(point);
        han += is_letter && point >= TITLE_HAN_FIRST;
        words += is_letter && letters == 0;
        letters = is_letter ? letters + 1 : 0;
        longest = letters > longest ? letters : longest;
    }
    return han >= TITLE_HAN || (words >= 2 && longest >= 3);
}

lt_title_kind lt_title_line(lt_line line, lt_line next, lt_line *ret_title)
{
    static const char *const heading[] = {"#",     "subject:", "title:", "title：", "标题：",
                                          "标题:", "題名：",   "题名：", "標題："};
    bool is_heading = lt_line_begins(line, WORDS(heading)) != 0;
    lt_date date;
    line = title_bare(line);
    if (line.size > TITLE_LONGEST || title_is_numbered(line)) {
        return LT_TITLE_BODY;
    }
    if (title_letters(line) < 2 || title_is_page(line) || title_is_label(line) || title_is_salutation(line) ||
        lt_date_is_all(line) || lt_date_line(line, true, &date)) {
        return LT_TITLE_NONE;
    }
    if (!is_heading && title_is_sentence(line, next)) {
        return LT_TITLE_BODY;
    }
    if (!is_heading && !title_is_words(line)) {
        return LT_TITLE_NONE;
    }
    *ret_title = line;
    return LT_TITLE_IS;
}

bool lt_title_name(const char *path, lt_line *ret_title)
{
    static const char *const space[] = {" "};
    lt_line name = lt_line_name(path);
    if (lt_date_is_all(name)) { /* speeches/2018-11-05.txt */
        const char *end = name.text;
        while (end > path && (end[-1] == '/' || end[-1] == '!')) {
            end--;
        }
        const char *begin = end;
        while (begin > path && begin[-1] != '/') {
            begin--;
        }
        name = lt_line_trim((lt_line){begin, (size_t)(end - begin)});
    }
    bool is_written = lt_line_contains(name, WORDS(space)); /* event-emitter@0.3.7 is no title */
    for (size_t at = 0, size; at < name.size; at += size) {
        is_written |= lt_line_first(lt_line_without(name, at, 0), &size) >= TITLE_HAN_FIRST;
    }
    if (name.size > TITLE_LONGEST || !is_written || !title_is_words(name)) {
        return false;
    }
    *ret_title = name;
    return true;
}

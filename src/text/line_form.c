#include "text/line_form.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define LINE_HEADER_LONGEST 120 /* bytes: 40 Han */
#define LINE_AUTHOR_LONGEST 120 /* bytes before a title or a year */

static bool line_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The first year, 1500 … 2099, that stands alone; NULL where there is none. */
static const char *line_year(const char *line)
{
    for (const char *at = line; *at != '\0'; at++) {
        if (!line_digit(*at) || (at > line && line_digit(at[-1]))) {
            continue;
        }
        size_t digits = strspn(at, "0123456789");
        if (digits == 4 && (memcmp(at, "20", 2) == 0 || (at[0] == '1' && at[1] >= '5'))) {
            return at;
        }
        at += digits - 1;
    }
    return NULL;
}

/* [M], [J/OL], 〔D〕 …: a document type of GB/T 7714. */
static bool line_has_type(const char *line)
{
    static const char *const types[] = {"M", "C", "N", "J", "D", "R", "S", "P", "G", "A", "Z", "EB", "DB", "CP", "CM"};
    for (const char *at = strchr(line, '['); at != NULL; at = strchr(at + 1, '[')) {
        for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
            size_t length = strlen(types[i]);
            const char *end = at + 1 + length;
            if (strncmp(at + 1, types[i], length) == 0 && (*end == ']' || strncmp(end, "/OL]", 4) == 0)) {
                return true;
            }
        }
    }
    return false;
}

static bool line_has_any(const char *line, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strstr(line, *words) != NULL) {
            return true;
        }
    }
    return false;
}

/* 作者：《题名》，北京：人民出版社，2010年版，第12页。 作者：《题名》，《刊名》2010年第3期。 */
static bool line_is_chinese_reference(const char *line)
{
    static const char *const publishers[] = {"出版社", "出版公司", "书局", "書局", "印书馆", "印書館", "书店", NULL};
    const char *title = strstr(line, "《");
    const char *year = line_year(line);
    if (title == NULL || title == line || title - line > LINE_AUTHOR_LONGEST || year == NULL || year < title) {
        return false;
    }
    bool author_ends = (title - line >= 3 && (memcmp(title - 3, "：", 3) == 0 || memcmp(title - 3, "，", 3) == 0)) ||
                       title[-1] == ':' || title[-1] == ',' || title[-1] == '.';
    const char *issue = strstr(year, "年第");
    return author_ends && (line_has_any(title, publishers) || (issue != NULL && strstr(issue, "期") != NULL));
}

/* A surname and an initial, in either order, among the first words: "Smith, J." or "J. Smith". */
static bool line_has_english_author(const char *line, const char *year)
{
    for (const char *at = line; at < year && at - line < LINE_AUTHOR_LONGEST; at++) {
        bool initial = isupper((unsigned char)at[0]) && at[1] == '.';
        if (initial && ((at >= line + 2 && memcmp(at - 2, ", ", 2) == 0) || at == line ||
                        (at[-1] == ' ' && at[2] == ' ' && isupper((unsigned char)at[3])) || at[-1] == ']')) {
            return true;
        }
    }
    return false;
}

static bool line_is_english_reference(const char *line)
{
    static const char *const publishers[] = {" Press",  "Publish", "Verlag",      "Springer", "Elsevier",  "Wiley",
                                             "Journal", " Proc.",  "Proceedings", " pp. ",    "pp.",       " vol. ",
                                             "doi:",    "doi.org", "arXiv",       " Books",   "Routledge", NULL};
    const char *year = line_year(line);
    return year != NULL && line_has_english_author(line, year) && line_has_any(line, publishers);
}

/* Behind a leader of dots or a tab nothing but a page number. */
static bool line_is_contents(const char *line, size_t size)
{
    static const char *const dots[] = {"…", "·", "．", ".", "‥", " ", "\t", NULL};
    size_t at = size;
    while (at > 0 && line_digit(line[at - 1])) {
        at--;
    }
    if (at == size || size - at > 4 || at == 0) {
        return false;
    }
    bool tab = line[at - 1] == '\t';
    unsigned leader = 0;
    for (bool found = true; found && at > 0;) {
        found = false;
        for (size_t i = 0; dots[i] != NULL && !found; i++) {
            size_t length = strlen(dots[i]);
            found = at >= length && memcmp(line + at - length, dots[i], length) == 0;
            if (found) {
                leader += i == 0 ? 3 : i < 5;
                at -= length;
            }
        }
    }
    return at > 0 && (tab || leader >= 3);
}

/* How many bytes at `at` are dashes or middle dots, and spaces around them; 0 where there are only spaces. */
static size_t line_rule(const char *at)
{
    static const char *const marks[] = {"—", "–", "－", "·", "•", "-", NULL};
    size_t length = 0;
    bool marked = false;
    for (size_t i = 0; marks[i] != NULL; i++) {
        size_t mark = strlen(marks[i]);
        length += strspn(at + length, " ");
        while (strncmp(at + length, marks[i], mark) == 0) {
            length += mark;
            length += strspn(at + length, " ");
            marked = true;
        }
    }
    return marked ? length : 0;
}

/* — 12 — , · 12 · at `at`, apart from what stands beside it; returns its bytes, or 0. */
static size_t line_page_mark(const char *line, size_t at)
{
    size_t before = line_rule(line + at);
    size_t digits = strspn(line + at + before, "0123456789");
    size_t after = line_rule(line + at + before + digits);
    size_t end = at + before + digits + after;
    if (before == 0 || digits == 0 || digits > 4 || after == 0) {
        return 0;
    }
    bool apart = (at == 0 || line[at] == ' ') && (line[end] == '\0' || line[end - 1] == ' ');
    return apart ? end - at : 0;
}

static bool line_is_page(const char *line)
{
    static const char *const words[] = {"第", "页", "頁", "共", "/", "Page", "page", "of", " ", "，", ",", NULL};
    bool digits = false;
    bool named = false;
    for (const char *at = line; *at != '\0';) {
        size_t length = strspn(at, "0123456789");
        digits = digits || length > 0;
        for (size_t i = 0; words[i] != NULL && length == 0; i++) {
            length = strncmp(at, words[i], strlen(words[i])) == 0 ? strlen(words[i]) : 0;
            named = named || (length > 0 && i != 4 && i < 7);
        }
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return digits && named;
}

static bool line_is_header(const char *line, size_t size)
{
    if (size > LINE_HEADER_LONGEST) {
        return false;
    }
    if (line_is_page(line) || line_page_mark(line, 0) > 0) {
        return true;
    }
    for (size_t at = 1; at < size; at++) { /* … at the end */
        size_t mark = line_page_mark(line, at);
        if (mark > 0 && at + mark == size) {
            return true;
        }
    }
    return false;
}

lt_line_form lt_line_form_of(const uint8_t *line, size_t size)
{
    char text[LT_LINE_FORM_LONGEST + 1];
    if (size == 0 || size > LT_LINE_FORM_LONGEST || memchr(line, '\0', size) != NULL) {
        return LT_LINE_TEXT;
    }
    memcpy(text, line, size);
    text[size] = '\0';
    if (strpbrk(text, "0123456789") == NULL) {
        return LT_LINE_TEXT;
    }
    if ((line_has_type(text) && line_year(text) != NULL) || line_is_chinese_reference(text) ||
        line_is_english_reference(text)) {
        return LT_LINE_REFERENCE;
    }
    if (line_is_contents(text, size)) {
        return LT_LINE_CONTENTS;
    }
    return line_is_header(text, size) ? LT_LINE_HEADER : LT_LINE_TEXT;
}

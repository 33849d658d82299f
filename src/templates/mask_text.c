#include "templates/mask_text.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What decides whether a stretch begins at a place stands in the bytes from there on, this many at most: otherwise a
 * text of many places and no white space would be read to its end from each of them. */
#define MASK_REACH 128

const lt_mask_kind lt_mask_kinds[LT_UNIT_KINDS] = {
    [LT_UNIT_WORD] = {"word", ""},
    [LT_UNIT_NUMBER] = {"number", "12  1,000  3.14  20xx  10ms  0739-3321907"},
    [LT_UNIT_HAN_NUMERAL] = {"han_numeral", "第十三届  二〇二四年"},
    [LT_UNIT_DATE] = {"date", "2020-05-28  28.5.2020  Dec 10"},
    [LT_UNIT_TIME] = {"time", "06:55:46.123"},
    [LT_UNIT_URL] = {"url", "https://a.b/c  www.a.b"},
    [LT_UNIT_ADDRESS] = {"address", "10.0.0.1  10.0.0.1:80  host.name:80  a.b.com  a@b.c"},
    [LT_UNIT_PATH] = {"path", "/var/log/a.txt  C:\\a\\b  a.exe"},
    [LT_UNIT_UUID] = {"uuid", "123e4567-e89b-12d3-a456-426614174000"},
    [LT_UNIT_HEX] = {"hex", "0x14ed93  d41d8cd98f00b204"},
    [LT_UNIT_IDENTIFIER] = {"identifier", "blk_-38865  191-210.user.local"},
    [LT_UNIT_USER] = {"user", ""},
};

/* A place in a piece: what stands behind it, and how much of that decides. Each scanner answers how many bytes fit
 * there, or 0. */
typedef struct scan_view {
    const uint8_t *at;
    size_t left;
    size_t whole; /* bytes to the end of the piece */
} scan_view;

static scan_view view_of(const uint8_t *at, size_t whole)
{
    return (scan_view){at, LT_MIN(whole, MASK_REACH), whole};
}

void lt_mask_stretches_clear(lt_mask_stretches *stretches)
{
    free(stretches->items);
    *stretches = (lt_mask_stretches){0};
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint8_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_alnum(uint8_t c)
{
    return is_digit(c) || is_letter(c);
}

static bool is_hex(uint8_t c)
{
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static uint8_t view_byte(scan_view view, size_t i)
{
    return i < view.whole ? view.at[i] : 0; /* beyond the reach too: no stretch ends inside a word */
}

static scan_view view_behind(scan_view view, size_t skip)
{
    return (scan_view){view.at + skip, skip < view.left ? view.left - skip : 0, view.whole - skip};
}

static size_t view_run(scan_view view, size_t from, bool (*member)(uint8_t))
{
    size_t i = from;
    while (i < view.left && member(view.at[i])) {
        i++;
    }
    return i - from;
}

/* The run from the place on, of a stretch that was decided: beyond the reach too, since what is taken is not read
 * again. */
static size_t view_whole_run(scan_view view, bool (*member)(uint8_t))
{
    return view_run((scan_view){view.at, view.whole, view.whole}, 0, member);
}

/* A word may end before byte i. */
static bool view_ends(scan_view view, size_t i)
{
    uint8_t c = view_byte(view, i);
    return !is_alnum(c) && c != '_';
}

/* The same, and no name goes on behind a dot or hyphen. */
static bool view_name_ends(scan_view view, size_t i)
{
    uint8_t c = view_byte(view, i);
    return view_ends(view, i) && !((c == '.' || c == '-') && is_alnum(view_byte(view, i + 1)));
}

static size_t view_trim(scan_view view, size_t size)
{
    while (size > 0 && strchr(".,;:!?)]}'\"", view.at[size - 1]) != NULL) {
        size--;
    }
    return size;
}

static bool is_url(uint8_t c)
{
    return c > ' ' && c < 0x7F && strchr("<>\"|", c) == NULL;
}

static size_t scan_url(scan_view view)
{
    size_t scheme = view_run(view, 0, is_letter);
    bool url = scheme >= 2 && scheme + 3 < view.left && memcmp(view.at + scheme, "://", 3) == 0;
    if (!url && !(view.left > 5 && memcmp(view.at, "www.", 4) == 0)) {
        return 0;
    }
    return view_trim(view, view_whole_run(view, is_url));
}

static size_t scan_uuid(scan_view view)
{
    static const size_t groups[] = {8, 4, 4, 4, 12};
    size_t at = 0;
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
        if (g > 0 && view_byte(view, at++) != '-') {
            return 0;
        }
        if (view_run(view, at, is_hex) != groups[g]) {
            return 0;
        }
        at += groups[g];
    }
    return view_ends(view, at) ? at : 0;
}

static size_t scan_time(scan_view view)
{
    size_t hours = view_run(view, 0, is_digit);
    if (hours < 1 || hours > 2 || view_byte(view, hours) != ':' || view_run(view, hours + 1, is_digit) != 2) {
        return 0;
    }
    size_t at = hours + 3;
    if (view_byte(view, at) == ':' && view_run(view, at + 1, is_digit) == 2) {
        at += 3;
        uint8_t mark = view_byte(view, at);
        size_t fraction = view_run(view, at + 1, is_digit);
        at += (mark == '.' || mark == ',' || mark == ':') ? (fraction > 0 ? fraction + 1 : 0) : 0;
    }
    at += view_byte(view, at) == 'Z';
    return view_ends(view, at) ? at : 0;
}

static size_t scan_date(scan_view view)
{
    size_t first = view_run(view, 0, is_digit);
    uint8_t mark = view_byte(view, first);
    if ((first != 4 && first != 1 && first != 2) || (mark != '-' && mark != '/' && mark != '.')) {
        return 0;
    }
    size_t second = view_run(view, first + 1, is_digit);
    size_t at = first + 1 + second;
    size_t third = view_run(view, at + 1, is_digit);
    bool year_first = first == 4 && third >= 1 && third <= 2;
    bool year_last = first <= 2 && third == 4;
    if (second < 1 || second > 2 || view_byte(view, at) != mark || !(year_first || year_last)) {
        return 0;
    }
    at += 1 + third;
    if (view_byte(view, at) == 'T' && at + 1 < view.left) {
        size_t time = scan_time(view_behind(view, at + 1));
        return time > 0 ? at + 1 + time : 0;
    }
    return view_name_ends(view, at) ? at : 0;
}

static size_t scan_port(scan_view view, size_t at)
{
    size_t port = view_byte(view, at) == ':' ? view_run(view, at + 1, is_digit) : 0;
    return port > 0 ? port + 1 : 0;
}

static size_t scan_ip4(scan_view view)
{
    size_t at = 0;
    for (int octet = 0; octet < 4; octet++) {
        if (octet > 0 && view_byte(view, at++) != '.') {
            return 0;
        }
        size_t digits = view_run(view, at, is_digit);
        if (digits < 1 || digits > 3) {
            return 0;
        }
        at += digits;
    }
    at += scan_port(view, at);
    return view_name_ends(view, at) ? at : 0;
}

/* At least six groups of hex digits between colons, or a double colon among three. */
static size_t scan_ip6(scan_view view)
{
    size_t at = 0;
    unsigned colons = 0;
    bool gap = false;
    while (at < view.left && (is_hex(view.at[at]) || view.at[at] == ':')) {
        colons += view.at[at] == ':';
        gap |= view.at[at] == ':' && view_byte(view, at + 1) == ':';
        at++;
    }
    return (colons >= 5 || (gap && colons >= 3)) && view_ends(view, at) ? at : 0;
}

static bool is_label(uint8_t c)
{
    return is_alnum(c) || c == '-';
}

/* Labels between dots; *ret_dots how many. */
static size_t scan_host(scan_view view, unsigned *ret_dots)
{
    size_t at = view_run(view, 0, is_label);
    unsigned dots = 0;
    while (at > 0 && view_byte(view, at) == '.' && is_alnum(view_byte(view, at + 1))) {
        at += 1 + view_run(view, at + 1, is_label);
        dots++;
    }
    *ret_dots = dots;
    return at;
}

/* Whether the last label of a name of `size` bytes is one of `endings`. */
static bool host_in(scan_view view, size_t size, const char *const *endings, size_t count)
{
    size_t dot = size;
    while (dot > 0 && view.at[dot - 1] != '.') {
        dot--;
    }
    for (size_t i = 0; i < count; i++) {
        if (strlen(endings[i]) == size - dot && memcmp(endings[i], view.at + dot, size - dot) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_mailbox(uint8_t c)
{
    return is_alnum(c) || (c != 0 && strchr("._%+-", c) != NULL);
}

static size_t scan_address(scan_view view)
{
    static const char *const domains[] = {"com", "net", "org", "edu", "gov", "info", "cn", "hk", "tw", "jp",
                                          "kr",  "uk",  "de",  "fr",  "ru",  "us",   "eu", "in", "br", "io"};
    size_t ip = scan_ip4(view);
    ip = ip > 0 ? ip : scan_ip6(view);
    if (ip > 0) {
        return ip;
    }
    unsigned dots = 0;
    size_t mailbox = view_run(view, 0, is_mailbox);
    if (view_byte(view, mailbox) == '@') {
        size_t host = scan_host(view_behind(view, mailbox + 1), &dots);
        bool whole = host > 0 && dots > 0 && view_ends(view, mailbox + 1 + host);
        return whole ? mailbox + 1 + host : 0;
    }
    size_t host = scan_host(view, &dots);
    size_t port = scan_port(view, host);
    bool named = host_in(view, host, domains, sizeof domains / sizeof domains[0]);
    return dots > 0 && (named || port > 0) && view_ends(view, host + port) ? host + port : 0;
}

static size_t scan_hex(scan_view view)
{
    if (view_byte(view, 0) == '0' && (view_byte(view, 1) | 0x20) == 'x') {
        size_t digits = view_run(view, 2, is_hex);
        return digits > 0 && view_ends(view, 2 + digits) ? 2 + digits : 0;
    }
    size_t size = view_whole_run(view, is_hex); /* all in one word, so that nothing is read twice */
    size_t digits = 0;
    for (size_t i = 0; i < size; i++) {
        digits += is_digit(view.at[i]);
    }
    return size >= 8 && digits > 0 && digits < size && view_ends(view, size) ? size : 0;
}

static bool is_path(uint8_t c)
{
    return is_alnum(c) || (c != 0 && strchr("._/$%+~@=-", c) != NULL);
}

static bool is_backward(uint8_t c)
{
    return is_path(c) || c == '\\';
}

/* A file's name with one of the usual endings. */
static size_t scan_file(scan_view view)
{
    static const char *const endings[] = {"exe", "dll",  "log", "txt", "pdf", "doc",  "docx", "xls", "xlsx",
                                          "ppt", "pptx", "csv", "xml", "zip", "json", "jar",  "jpg", "jpeg",
                                          "png", "gif",  "htm", "ini", "cfg", "html", "conf", "tar", "gz"};
    unsigned dots = 0;
    size_t size = scan_host(view, &dots);
    return dots > 0 && view_ends(view, size) && host_in(view, size, endings, sizeof endings / sizeof endings[0]) ? size
                                                                                                                 : 0;
}

/* From the root, or relative with a file's name at its end; `and/or` is none. */
static size_t scan_path(scan_view view)
{
    if (is_letter(view_byte(view, 0)) && view_byte(view, 1) == ':' && view_byte(view, 2) == '\\') {
        return 2 + view_whole_run(view_behind(view, 2), is_backward);
    }
    size_t size = view_trim(view, view_run(view, 0, is_path));
    if (view_byte(view, 0) == '/') {
        bool host = size > 1 && scan_address(view_behind(view, 1)) > 0;
        bool root = size > 1 && !host && is_alnum(view_byte(view, 1 + (view_byte(view, 1) == '_')));
        return root ? view_trim(view, view_whole_run(view, is_path)) : 0;
    }
    unsigned slashes = 0;
    bool marked = false;
    size_t dot = 0;
    for (size_t i = 0; i < size; i++) {
        slashes += view.at[i] == '/';
        marked |= view.at[i] == '_' || is_digit(view.at[i]);
        dot = view.at[i] == '.' ? i : view.at[i] == '/' ? 0 : dot;
    }
    bool file = slashes > 0 && (dot > 0 || (slashes > 1 && marked));
    return file ? view_trim(view, view_whole_run(view, is_path)) : 0;
}

static bool is_name(uint8_t c)
{
    return is_alnum(c) || (c != 0 && strchr("_.-", c) != NULL);
}

static size_t view_trim_name(scan_view view, size_t size)
{
    while (size > 0 && !is_alnum(view.at[size - 1])) {
        size--;
    }
    return size;
}

/* A name that holds a number of its own (blk_38865, 0-edge-chat) or many digits. One dot is no name: `1.Overview`. A
 * word with a number behind it is a word and a number: `core.2275`, `part-00487`. */
static size_t scan_identifier(scan_view view)
{
    size_t size = view_trim_name(view, view_run(view, 0, is_name));
    size_t letters = 0;
    size_t digits = 0;
    size_t marks = 0;
    size_t dots = 0;
    size_t own = 0;
    for (size_t i = 0; i < size; i++) {
        uint8_t c = view.at[i];
        letters += is_letter(c);
        marks += !is_alnum(c);
        dots += c == '.';
        size_t run = is_digit(c) ? view_run(view, i, is_digit) : 0;
        own += run > 0 && (i == 0 || !is_alnum(view.at[i - 1])) && (i + run == size || !is_alnum(view.at[i + run]));
        digits += run;
        i += run > 0 ? run - 1 : 0;
    }
    bool numbered = own > 0 && (marks > dots || dots > 1);
    size_t word = view_run(view, 0, is_letter);
    if (word > 2 && letters == word && marks == 1 && !is_alnum(view_byte(view, word)) && view_byte(view, word) != '_') {
        return 0;
    }
    return letters > 0 && (digits >= 4 || numbered) ? view_trim_name(view, view_whole_run(view, is_name)) : 0;
}

/* A telephone number: 0739-3321907, 400-810-1234, 138-0013-8000. */
static size_t scan_telephone(scan_view view)
{
    size_t first = view_run(view, 0, is_digit);
    if (first < 3 || first > 4 || view_byte(view, first) != '-') {
        return 0;
    }
    size_t second = view_run(view, first + 1, is_digit);
    size_t at = first + 1 + second;
    if (view.at[0] == '0' && second >= 7 && second <= 8) {
        return view_name_ends(view, at) ? at : 0;
    }
    size_t third = view_byte(view, at) == '-' ? view_run(view, at + 1, is_digit) : 0;
    at += 1 + third;
    return second >= 3 && second <= 4 && third == 4 && view_name_ends(view, at) ? at : 0;
}

/* With a short unit or a per cent sign behind it: 10ms, 20xx, 3rd. */
static size_t scan_number(scan_view view)
{
    size_t at = view_run(view, 0, is_digit);
    if (at == 0) {
        return 0;
    }
    size_t telephone = scan_telephone(view);
    if (telephone > 0) {
        return telephone;
    }
    while ((view_byte(view, at) == '.' || view_byte(view, at) == ',') && is_digit(view_byte(view, at + 1))) {
        at += 1 + view_run(view, at + 1, is_digit);
    }
    size_t unit = view_run(view, at, is_letter);
    at += unit <= 3 ? unit : 0;
    return view_ends(view, at) ? at : 0;
}

/* What begins at a place where a word could begin. */
static size_t scan_any(scan_view view, uint8_t *ret_kind)
{
    static const struct {
        size_t (*scan)(scan_view);
        uint8_t kind;
    } kinds[] = {
        {scan_url, LT_UNIT_URL},         {scan_uuid, LT_UNIT_UUID},
        {scan_date, LT_UNIT_DATE},       {scan_time, LT_UNIT_TIME},
        {scan_address, LT_UNIT_ADDRESS}, {scan_hex, LT_UNIT_HEX},
        {scan_path, LT_UNIT_PATH},       {scan_file, LT_UNIT_PATH},
        {scan_number, LT_UNIT_NUMBER},   {scan_identifier, LT_UNIT_IDENTIFIER},
    };
    size_t best = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        size_t size = kinds[k].scan(view);
        /* A number goes on as a name: 0-edge-chat, 191-210.user.net. */
        if (size > best && (best == 0 || kinds[k].kind == LT_UNIT_IDENTIFIER)) {
            best = size;
            *ret_kind = kinds[k].kind;
        }
        if (best > 0 && *ret_kind != LT_UNIT_NUMBER) {
            break;
        }
    }
    return best;
}

static int piece_scan(const uint8_t *text, size_t begin, size_t end, lt_mask_stretches *stretches, leitong_error *error)
{
    size_t at = begin;
    while (at < end) {
        scan_view view = view_of(text + at, end - at);
        uint8_t kind = LT_UNIT_WORD;
        uint8_t before = at > begin ? text[at - 1] : 0;
        bool mark = (text[at] == '/' && before != '<') || text[at] == ':';
        bool start = is_alnum(text[at]) || (mark && !is_alnum(before));
        size_t size = start ? scan_any(view, &kind) : 0;
        if (size == 0) {
            size_t word = view_whole_run(view, is_alnum);
            at += word > 0 ? word : 1;
            /* What an underscore ties on is no beginning. */
            while (word > 0 && at < end && text[at] == '_') {
                at++;
                at += view_whole_run(view_of(text + at, end - at), is_alnum);
            }
            continue;
        }
        LT_TRY(LT_RESERVE(stretches->items, stretches->capacity, stretches->count + 1, error));
        stretches->items[stretches->count++] = (lt_mask_stretch){(uint32_t)at, (uint32_t)(at + size), kind};
        at += size;
    }
    return 0;
}

int lt_mask_text(const uint8_t *text, size_t size, lt_mask_stretches *stretches, leitong_error *error)
{
    stretches->count = 0;
    size_t at = 0;
    while (at < size) {
        size_t begin = at;
        while (at < size && text[at] > ' ' && text[at] < 0x7F) {
            at++;
        }
        LT_TRY(at > begin ? piece_scan(text, begin, at, stretches, error) : 0);
        at += at == begin;
    }
    return 0;
}

#include "gate/policy_match.h"

#include <string.h>

static bool match_is_folders(const char *begin, const char *pattern)
{
    return strncmp(pattern, "**/", 3) == 0 && (pattern == begin || pattern[-1] == '/');
}

bool lt_policy_match(const char *pattern, const char *text)
{
    /* Two ways back: to the last `*`, and to the last `**`, which also passes over `/`, or of which whole folders stand
     * for nothing. What an earlier one passed over is settled: the later could not do better from further on. */
    const char *star[2] = {NULL, NULL};
    const char *from[2] = {NULL, NULL};
    bool by_folders = false;
    const char *begin = pattern;
    while (*text != '\0') {
        if (match_is_folders(begin, pattern)) {
            pattern += 3;
            star[1] = pattern;
            from[1] = text;
            star[0] = NULL;
            by_folders = true;
        } else if (pattern[0] == '*') {
            int wide = pattern[1] == '*';
            pattern += 1 + wide;
            star[wide] = pattern;
            from[wide] = text;
            star[0] = wide ? NULL : star[0];
            by_folders = by_folders && !wide;
        } else if (*pattern == *text || (*pattern == '?' && *text != '/')) {
            do { /* a character, not a byte */
                text++;
            } while (*pattern == '?' && (*text & 0xC0) == 0x80);
            pattern++;
        } else if (star[0] != NULL && *from[0] != '/') {
            pattern = star[0];
            text = ++from[0];
        } else if (star[1] != NULL && (!by_folders || strchr(from[1], '/') != NULL)) {
            pattern = star[1];
            from[1] = by_folders ? strchr(from[1], '/') + 1 : from[1] + 1;
            text = from[1];
            star[0] = NULL;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern += match_is_folders(begin, pattern) ? 3 : 1;
    }
    return *pattern == '\0';
}

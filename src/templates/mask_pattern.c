#include "templates/mask_pattern.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PATTERN_MEMORY = 1024 }; /* KiB of one match */

typedef struct mask_pattern {
    char name[LT_PATTERN_NAME + 1];
    pcre2_code *code;
} mask_pattern;

struct lt_mask_patterns {
    mask_pattern items[LT_PATTERN_MOST];
    size_t count;
};

struct lt_mask_matcher {
    const lt_mask_patterns *patterns;
    pcre2_match_data *match;
    pcre2_match_context *limits;
    lt_mask_stretches own, found, merged; /* of one pattern, of those before it, and of both */
};

/* Where the name of a mask ends; 0: it has none. */
static size_t pattern_name(const char *mask)
{
    size_t size = strspn(mask, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return mask[size] == '=' && size <= LT_PATTERN_NAME ? size : 0;
}

static int pattern_compile(mask_pattern *pattern, const char *mask, leitong_error *error)
{
    size_t name = pattern_name(mask);
    int fault = 0;
    PCRE2_SIZE at = 0;
    if (name == 0) {
        return lt_error_set(error, LEITONG_EUSAGE,
                            "mask \"%s\": it must be NAME=REGEX, the name of at most %d letters, digits, _ and -", mask,
                            LT_PATTERN_NAME);
    }
    memcpy(pattern->name, mask, name);
    pattern->code = pcre2_compile((PCRE2_SPTR)mask + name + 1, PCRE2_ZERO_TERMINATED,
                                  PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &fault, &at, NULL);
    if (pattern->code != NULL) {
        return 0;
    }
    if (fault == PCRE2_ERROR_HEAP_FAILED) {
        return lt_error_memory(error);
    }
    PCRE2_UCHAR why[128] = "";
    (void)pcre2_get_error_message(fault, why, sizeof why);
    return lt_error_set(error, LEITONG_EUSAGE, "mask %s: character %zu of the pattern: %s", pattern->name,
                        (size_t)at + 1, (const char *)why);
}

int lt_mask_patterns_new(const char *const *masks, size_t count, lt_mask_patterns **ret_patterns, leitong_error *error)
{
    lt_mask_patterns *patterns = calloc(1, sizeof *patterns);
    int code = 0;
    LT_TRY(patterns == NULL ? lt_error_memory(error) : 0);
    LT_TRY_GOTO(failed, count > LT_PATTERN_MOST
                            ? lt_error_set(error, LEITONG_EUSAGE, "at most %d masks can be added", LT_PATTERN_MOST)
                            : 0);
    for (; patterns->count < count; patterns->count++) {
        LT_TRY_GOTO(failed, pattern_compile(&patterns->items[patterns->count], masks[patterns->count], error));
    }
    *ret_patterns = patterns;
    return 0;
failed:
    lt_mask_patterns_free(patterns);
    return code;
}

void lt_mask_patterns_free(lt_mask_patterns *patterns)
{
    for (size_t i = 0; patterns != NULL && i < patterns->count; i++) {
        pcre2_code_free(patterns->items[i].code);
    }
    free(patterns);
}

int lt_mask_matcher_new(const lt_mask_patterns *patterns, lt_mask_matcher **ret_matcher, leitong_error *error)
{
    lt_mask_matcher *matcher = calloc(1, sizeof *matcher);
    LT_TRY(matcher == NULL ? lt_error_memory(error) : 0);
    matcher->patterns = patterns;
    matcher->match = pcre2_match_data_create(1, NULL);
    matcher->limits = pcre2_match_context_create(NULL);
    if (matcher->match == NULL || matcher->limits == NULL) {
        lt_mask_matcher_free(matcher);
        return lt_error_memory(error);
    }
    (void)pcre2_set_match_limit(matcher->limits, LT_PATTERN_STEPS);
    (void)pcre2_set_heap_limit(matcher->limits, PATTERN_MEMORY);
    *ret_matcher = matcher;
    return 0;
}

void lt_mask_matcher_free(lt_mask_matcher *matcher)
{
    if (matcher == NULL) {
        return;
    }
    pcre2_match_data_free(matcher->match);
    pcre2_match_context_free(matcher->limits);
    lt_mask_stretches_clear(&matcher->own);
    lt_mask_stretches_clear(&matcher->found);
    lt_mask_stretches_clear(&matcher->merged);
    free(matcher);
}

static int pattern_push(lt_mask_stretches *stretches, lt_mask_stretch stretch, leitong_error *error)
{
    LT_TRY(LT_RESERVE(stretches->items, stretches->capacity, stretches->count + 1, error));
    stretches->items[stretches->count++] = stretch;
    return 0;
}

/* Backwards to where a character begins. */
static size_t pattern_begin(const uint8_t *text, size_t at)
{
    while (at > 0 && (text[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

/* The next match of a pattern from byte `at` on, in one window; empty, where none begins in what the window has seen,
 * and at its end. */
static int pattern_next(lt_mask_matcher *matcher, const mask_pattern *pattern, lt_mask_stretch whole,
                        const uint8_t *text, lt_mask_stretch *ret_found, leitong_error *error)
{
    size_t at = whole.begin;
    size_t size = whole.end;
    size_t begin = at > LT_PATTERN_WINDOW / 4 ? pattern_begin(text, at - LT_PATTERN_WINDOW / 4) : 0;
    size_t end = size - at > LT_PATTERN_WINDOW ? pattern_begin(text, at + LT_PATTERN_WINDOW) : size;
    size_t seen = end < size ? pattern_begin(text, at + LT_PATTERN_WINDOW * 3 / 4) : size;
    uint32_t flags =
        PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK | (begin > 0 ? PCRE2_NOTBOL : 0) | (end < size ? PCRE2_NOTEOL : 0);
    int found =
        pcre2_match(pattern->code, text + begin, end - begin, at - begin, flags, matcher->match, matcher->limits);
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(matcher->match);
    *ret_found = (lt_mask_stretch){(uint32_t)seen, (uint32_t)seen, 0};
    if (found == PCRE2_ERROR_NOMATCH) {
        return 0;
    }
    if (found == PCRE2_ERROR_NOMEMORY) {
        return lt_error_memory(error);
    }
    if (found < 0) {
        return lt_error_set(
            error, LEITONG_EUSAGE,
            "mask %s: on some text the pattern takes more than %d steps; make it simpler (no repetition "
            "inside a repetition)",
            pattern->name, LT_PATTERN_STEPS);
    }
    /* \K can put a match's begin behind its end, or before the place. */
    bool there = begin + ends[0] >= at && ends[0] < ends[1] && begin + ends[0] < seen;
    if (there) {
        *ret_found = (lt_mask_stretch){(uint32_t)(begin + ends[0]), (uint32_t)(begin + ends[1]), LT_UNIT_USER};
    }
    return 0;
}

/* matcher->own: the matches of one pattern. */
static int pattern_find(lt_mask_matcher *matcher, const mask_pattern *pattern, const uint8_t *text, size_t size,
                        leitong_error *error)
{
    lt_mask_stretch rest = {0, (uint32_t)size, 0};
    matcher->own.count = 0;
    while (rest.begin < rest.end) {
        lt_mask_stretch found;
        LT_TRY(pattern_next(matcher, pattern, rest, text, &found, error));
        LT_TRY(found.begin < found.end ? pattern_push(&matcher->own, found, error) : 0);
        rest.begin = found.end;
    }
    return 0;
}

/* matcher->found becomes what it is, and of `others` what overlaps none of it. */
static int pattern_merge(lt_mask_matcher *matcher, const lt_mask_stretches *others, leitong_error *error)
{
    const lt_mask_stretches *first = &matcher->found;
    lt_mask_stretches *merged = &matcher->merged;
    size_t i = 0;
    merged->count = 0;
    for (size_t k = 0; k < others->count; k++) {
        for (; i < first->count && first->items[i].end <= others->items[k].begin; i++) {
            LT_TRY(pattern_push(merged, first->items[i], error));
        }
        bool apart = i == first->count || first->items[i].begin >= others->items[k].end;
        LT_TRY(apart ? pattern_push(merged, others->items[k], error) : 0);
    }
    for (; i < first->count; i++) {
        LT_TRY(pattern_push(merged, first->items[i], error));
    }
    lt_mask_stretches swap = matcher->found;
    matcher->found = *merged;
    *merged = swap;
    return 0;
}

int lt_mask_matcher_run(lt_mask_matcher *matcher, const uint8_t *text, size_t size, lt_mask_stretches *stretches,
                        leitong_error *error)
{
    matcher->found.count = 0;
    if (lt_utf8_fault(text, size) < size) { /* PCRE2 relies on it; once a text, not once a match */
        return lt_error_set(error, LEITONG_EDAMAGED, "the kept text is not UTF-8; scan again");
    }
    for (size_t p = 0; p < matcher->patterns->count; p++) {
        LT_TRY(pattern_find(matcher, &matcher->patterns->items[p], text, size, error));
        LT_TRY(pattern_merge(matcher, &matcher->own, error));
    }
    if (matcher->found.count == 0) {
        return 0;
    }
    LT_TRY(pattern_merge(matcher, stretches, error));
    lt_mask_stretches swap = *stretches;
    *stretches = matcher->found;
    matcher->found = swap;
    return 0;
}

#include "text/words.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>

struct lt_words {
    UBreakIterator *iterator;
    UChar *units;    /* the text in UTF-16, which ICU reads faster than what it would make of UTF-8 each time */
    int32_t *begins; /* [unit]: byte where its character begins */
    size_t unit_capacity, begin_capacity;
};

static int words_fault(UErrorCode status, leitong_error *error)
{
    return status == U_MEMORY_ALLOCATION_ERROR
               ? lt_error_memory(error)
               : lt_error_set(error, LEITONG_ESYSTEM, "ICU can't tell words apart (%s); is its data installed?",
                              u_errorName(status));
}

int lt_words_new(lt_words **ret_words, leitong_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    lt_words *words = calloc(1, sizeof *words);
    if (words == NULL) {
        return lt_error_memory(error);
    }
    words->iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    if (U_FAILURE(status)) {
        lt_words_free(words);
        return words_fault(status, error);
    }
    *ret_words = words;
    return 0;
}

void lt_words_free(lt_words *words)
{
    if (words == NULL) {
        return;
    }
    ubrk_close(words->iterator);
    free(words->units);
    free(words->begins);
    free(words);
}

void lt_words_version(char ret_version[LT_WORDS_VERSION_SIZE])
{
    UVersionInfo version;
    _Static_assert(LT_WORDS_VERSION_SIZE == U_MAX_VERSION_STRING_LENGTH, "ICU's longest version");
    u_getVersion(version);
    u_versionToString(version, ret_version);
}

int lt_words_read(lt_words *words, const char *text, size_t size, uint8_t *ret_borders, leitong_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = 0;
    LT_TRY(LT_RESERVE(words->units, words->unit_capacity, size + 1, error));
    LT_TRY(LT_RESERVE(words->begins, words->begin_capacity, size + 1, error));
    for (size_t at = 0, step; at < size; at += step) {
        uint32_t point;
        int32_t begin = count;
        int known = lt_utf8_next((const uint8_t *)text + at, size - at, &point);
        step = (size_t)(known > 0 ? known : -known);
        U16_APPEND_UNSAFE(words->units, count, known > 0 ? (UChar32)point : 0xFFFD);
        words->begins[begin] = words->begins[count - 1] = (int32_t)at;
    }
    words->begins[count] = (int32_t)size;
    ubrk_setText(words->iterator, words->units, count, &status);
    if (U_FAILURE(status)) {
        return words_fault(status, error);
    }
    memset(ret_borders, 0, size + 1);
    for (int32_t at = ubrk_first(words->iterator); at != UBRK_DONE; at = ubrk_next(words->iterator)) {
        ret_borders[words->begins[at]] = 1;
    }
    ret_borders[size] = 1;
    return 0;
}

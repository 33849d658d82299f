#include "text/words.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

struct lt_words {
    UBreakIterator *iterator;
    UText *text;
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
    utext_close(words->text);
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
    words->text = utext_openUTF8(words->text, text, (int64_t)size, &status);
    ubrk_setUText(words->iterator, words->text, &status);
    if (U_FAILURE(status)) {
        return words_fault(status, error);
    }
    memset(ret_borders, 0, size + 1);
    for (int32_t at = ubrk_first(words->iterator); at != UBRK_DONE; at = ubrk_next(words->iterator)) {
        ret_borders[at] = 1;
    }
    ret_borders[size] = 1;
    return 0;
}

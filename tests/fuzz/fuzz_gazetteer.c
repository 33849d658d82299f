/* fuzz_gazetteer: a list of names holds just the lines that are names, and, written again, is the same list. */
#include "base/utf8.h"
#include "fuzz.h"
#include "input/gazetteer.h"

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* The list as a file: a name a line. *ret_size: its bytes. */
static uint8_t *write_names(const leitong_gazetteer *gazetteer, size_t most, size_t *ret_size)
{
    size_t count;
    size_t size = 0;
    const char *const *names = leitong_gazetteer_names(gazetteer, &count);
    uint8_t *bytes = malloc(most + 2);
    fuzz_require(bytes != NULL);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        fuzz_require(length > 0 && length <= LEITONG_GAZETTEER_NAME && size + length <= most);
        fuzz_require(names[i][0] != '#' && strchr(names[i], '\n') == NULL);
        fuzz_require(!is_space(names[i][0]) && !is_space(names[i][length - 1]));
        fuzz_require(lt_utf8_fault((const uint8_t *)names[i], length) == length);
        memcpy(bytes + size, names[i], length);
        size += length;
        bytes[size++] = '\n';
    }
    *ret_size = size;
    return bytes;
}

/* Lines that are neither blank nor remarks, counted from the definition. */
static size_t count_names(const uint8_t *data, size_t size)
{
    size_t count = 0;
    size_t at = size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size) {
        while (at < size && is_space((char)data[at])) {
            at++;
        }
        count += at < size && data[at] != '#' && data[at] != '\n';
        while (at < size && data[at] != '\n') {
            at++;
        }
        at++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    leitong_gazetteer *once = NULL;
    leitong_gazetteer *twice = NULL;
    leitong_error error = {0};
    uint8_t *copy = fuzz_copy(data, size);
    int code = lt_gazetteer_parse("fuzz.txt", copy, size, &once, &error);
    if (code != 0) {
        fuzz_require(code == LEITONG_EINPUT && error.offset < size && error.message[0] != '\0' && once == NULL);
        free(copy);
        return 0;
    }
    size_t count;
    size_t written;
    size_t rewritten;
    (void)leitong_gazetteer_names(once, &count);
    fuzz_require(count == count_names(data, size));
    uint8_t *bytes = write_names(once, size + 1, &written);
    /* A name that begins with the byte order mark is a name of the list, not its mark, unless it stands first. */
    bool marked = written >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    if (!marked) {
        fuzz_require(lt_gazetteer_parse("fuzz.txt", bytes, written, &twice, &error) == 0);
        uint8_t *again = write_names(twice, written, &rewritten);
        fuzz_require(rewritten == written && memcmp(again, bytes, written) == 0);
        free(again);
    }
    leitong_gazetteer_free(once);
    leitong_gazetteer_free(twice);
    free(bytes);
    free(copy);
    return 0;
}

/* Real texts, re-encoded in every encoding that can hold them, must come back as they were or be called uncertain. */
#include "test.h"

#include "text/decode.h"

#include <dirent.h>
#include <iconv.h>
#include <stdbool.h>

typedef struct corpus_target {
    const char *iconv_name;
    const char *mark;
    size_t mark_size;
    lt_encoding encoding;
} corpus_target;

static const corpus_target corpus_targets[] = {
    {"GB18030", "", 0, LT_ENCODING_GB18030},
    {"GB2312", "", 0, LT_ENCODING_GB18030},
    {"CP950", "", 0, LT_ENCODING_BIG5},
    {"BIG5-HKSCS", "", 0, LT_ENCODING_BIG5},
    {"CP932", "", 0, LT_ENCODING_SHIFT_JIS},
    {"UHC", "", 0, LT_ENCODING_EUC_KR},
    {"UTF-16LE", "\xFF\xFE", 2, LT_ENCODING_UTF16LE},
    {"UTF-16BE", "\xFE\xFF", 2, LT_ENCODING_UTF16BE},
    {"UTF-32LE", "\xFF\xFE\0\0", 4, LT_ENCODING_UTF32LE},
    {"UTF-32BE", "\0\0\xFE\xFF", 4, LT_ENCODING_UTF32BE},
    {"UTF-8", "\xEF\xBB\xBF", 3, LT_ENCODING_UTF8},
    {"UTF-8", "", 0, LT_ENCODING_UTF8},
};
enum { CORPUS_TARGETS = sizeof corpus_targets / sizeof corpus_targets[0] };

typedef struct corpus_figures {
    unsigned held, right, wrong, uncertain;
    unsigned long_held, long_right; /* of texts over 200 characters */
} corpus_figures;

static size_t corpus_characters(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += ((uint8_t)text[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Converted text, to be freed; NULL where the target can't hold it. */
static char *corpus_iconv(const char *to_name, const char *from_name, char *text, size_t size, size_t *ret_size)
{
    size_t capacity = size * 4 + 16;
    char *bytes = malloc(capacity);
    iconv_t converter = iconv_open(to_name, from_name);
    assert_non_null(bytes);
    assert_true(converter != (iconv_t)-1);
    char *to = bytes;
    size_t room = capacity;
    size_t code = iconv(converter, &text, &size, &to, &room);
    if (code == 0) {
        code = iconv(converter, NULL, NULL, &to, &room);
    }
    iconv_close(converter);
    if (code != 0) {
        free(bytes);
        return NULL;
    }
    *ret_size = capacity - room;
    return bytes;
}

/* The text in another encoding, to be freed; NULL where that can't hold it, that is, does not give it back. Bytes in
 * Hong Kong's Big5 that code page 950 reads as another mark (A145 is both a bullet and a hyphenation point) are given
 * back by neither. */
static uint8_t *corpus_encode(const corpus_target *target, char *text, size_t size, size_t *ret_size)
{
    char *bytes = corpus_iconv(target->iconv_name, "UTF-8", text, size, ret_size);
    if (bytes == NULL) {
        return NULL;
    }
    const char *names[2] = {target->iconv_name, target->encoding == LT_ENCODING_BIG5 ? "CP950" : NULL};
    bool held = true;
    for (size_t i = 0; i < 2 && names[i] != NULL; i++) {
        size_t back_size = 0;
        char *back = corpus_iconv("UTF-8", names[i], bytes, *ret_size, &back_size);
        held = held && (back == NULL || (back_size == size && memcmp(back, text, size) == 0));
        free(back);
    }
    uint8_t *marked = malloc(target->mark_size + *ret_size + 1);
    assert_non_null(marked);
    memcpy(marked, target->mark, target->mark_size);
    memcpy(marked + target->mark_size, bytes, *ret_size);
    *ret_size += target->mark_size;
    free(bytes);
    if (!held) {
        free(marked);
        return NULL;
    }
    return marked;
}

static void corpus_check(const char *name, char *text, size_t size, const corpus_target *target,
                         corpus_figures *figures)
{
    size_t encoded_size = 0;
    uint8_t *encoded = corpus_encode(target, text, size, &encoded_size);
    if (encoded == NULL) {
        return;
    }
    bool is_long = corpus_characters(text, size) > 200;
    figures->held++;
    figures->long_held += is_long;
    lt_decoded decoded = {0};
    const char *reason = "";
    if (lt_decode(&(lt_encoded){encoded, encoded_size, LT_ENCODING_AUTO, name}, &decoded, &reason, NULL) != 0) {
        assert_string_equal(reason, "encoding_uncertain");
        figures->uncertain++;
    } else if (decoded.size == size && memcmp(decoded.text, text, size) == 0) {
        /* An all-ASCII text is UTF-8, whatever it was put in. */
        assert_true(decoded.encoding == target->encoding || size == encoded_size - target->mark_size);
        figures->right++;
        figures->long_right += is_long;
    } else {
        printf("%s in %s decoded as %s: %.60s\n", name, target->iconv_name, lt_encoding_name(decoded.encoding), text);
        figures->wrong++;
    }
    lt_decoded_clear(&decoded);
    free(encoded);
}

static char *corpus_read(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *text = NULL;
    size_t size = 0;
    if (fseek(file, 0, SEEK_END) == 0) {
        size = (size_t)ftell(file);
        rewind(file);
        text = malloc(size + 1);
        assert_non_null(text);
        assert_int_equal(fread(text, 1, size, file), size);
    }
    fclose(file);
    *ret_size = size;
    return text;
}

/* Every file below `folder`; of all, each `stride`-th. */
static void corpus_walk(const char *folder, unsigned stride, unsigned *count, corpus_figures *figures,
                        corpus_figures *line_figures)
{
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.') {
            continue;
        }
        if (entry->d_type == DT_DIR) {
            corpus_walk(path, stride, count, figures, line_figures);
            continue;
        }
        size_t size = 0;
        char *text = (*count)++ % stride == 0 ? corpus_read(path, &size) : NULL;
        if (text == NULL) {
            continue;
        }
        /* One line, from the middle, is a short text. */
        char *line = memchr(text + size / 2, '\n', size - size / 2);
        char *line_end = line != NULL ? memchr(line + 1, '\n', (size_t)(text + size - line - 1)) : NULL;
        for (size_t i = 0; i < CORPUS_TARGETS; i++) {
            corpus_check(path, text, size, &corpus_targets[i], &figures[i]);
            if (line_end != NULL) {
                corpus_check(path, line + 1, (size_t)(line_end - line - 1), &corpus_targets[i], &line_figures[i]);
            }
        }
        free(text);
    }
    closedir(stream);
}

static void corpus_print(const char *what, const corpus_figures *figures)
{
    printf("%-12s%8s%8s%8s%10s%12s%12s\n", what, "held", "right", "wrong", "uncertain", "held > 200", "right > 200");
    for (size_t i = 0; i < CORPUS_TARGETS; i++) {
        printf("%-12s%8u%8u%8u%10u%12u%12u\n", corpus_targets[i].iconv_name, figures[i].held, figures[i].right,
               figures[i].wrong, figures[i].uncertain, figures[i].long_held, figures[i].long_right);
    }
}

static void test_corpus(void **state)
{
    (void)state;
    if (LEITONG_CORPUS[0] == '\0') {
        skip();
    }
    const char *all = getenv("LEITONG_LONG");
    unsigned stride = all != NULL && strcmp(all, "1") == 0 ? 1 : 10;
    static const char *const folders[] = {LEITONG_CORPUS "/dev/gwr_wikisource", LEITONG_CORPUS "/dev/tw_law"};
    corpus_figures figures[CORPUS_TARGETS] = {0};
    corpus_figures line_figures[CORPUS_TARGETS] = {0};
    for (size_t i = 0; i < 2; i++) {
        unsigned count = 0;
        corpus_walk(folders[i], stride, &count, figures, line_figures);
    }
    corpus_print("texts", figures);
    corpus_print("lines", line_figures);
    for (size_t i = 0; i < CORPUS_TARGETS; i++) {
        assert_int_equal(figures[i].wrong + line_figures[i].wrong, 0);
        assert_true(figures[i].long_right * 100 >= figures[i].long_held * 99);
        assert_true(line_figures[i].long_right * 100 >= line_figures[i].long_held * 99);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_corpus)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

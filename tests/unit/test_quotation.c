/* quotation: what is quoted, written into the texts themselves. In a case, [ and ] stand where a quoted range begins
 * and ends; they are taken out before the text is given. Paragraphs of a document are divided by |. */
#include "test.h"

#include "text/quotation.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 400 };

static const char *const cases[] = {
    "他说“[我们去]”，就走了。",
    "他说「[我们『去』吧]」。",
    "『[书名]』不在此",
    "Er sagte „[geh]“ und ging.",
    "Powiedział „[idź]” i poszedł.",
    "Il dit « [va] » puis rien.",
    "Er sagte »[geh]« und ging.",
    "‹[a]› und ›[b]‹",
    "He said \"[go now]\" and left.",
    "他说\"[我们去]\"，就走了。",
    "a 5\" pipe and \"[a word]\" here",
    "It's the dogs' bowl, isn't it",
    "He called it '[a bargain]' and left.",
    "‘[I don’t know]’, she said",
    "“[an “inner” one]” outside",
    "unclosed “ swallows nothing",
    "closed ” without a begin",
    ">[ a whole line]",
    /* Several paragraphs: each opened, the last closed. */
    "He wrote: “[First part.|“[Second part.|“[The end.]” And so on.",
    "He wrote: “First part.|Second part.|The end.” And so on.",
    "He wrote: “First part.|“Second part, never closed.|Another.",
    "「[一段|「[二段]」又|他",
    "\"[One.|\"[Two.]\" three",
    "“[First.|“[Second]”, he said",
};

/* Takes the brackets out of a case; wanted: of each byte left, whether it is quoted. */
static size_t strip(const char *from, char *text, bool *wanted)
{
    size_t size = 0;
    bool in = false;
    for (; *from != '\0'; from++) {
        in = *from == '[' || (in && *from != ']' && *from != '|');
        if (*from != '[' && *from != ']') {
            wanted[size] = in;
            text[size++] = *from;
        }
    }
    return size;
}

static void mark(bool *quoted, size_t begin, size_t end)
{
    memset(quoted + begin, 1, end - begin);
}

/* Marks themselves are neither: the brackets of a case stand inside of them. */
static void compare(const char *what, const char *text, size_t size, const bool *wanted, const bool *quoted)
{
    for (size_t i = 0; i < size; i++) {
        bool letter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') ||
                      (unsigned char)text[i] == 0xE4 || (unsigned char)text[i] == 0xE6;
        if (letter && wanted[i] != quoted[i]) {
            fail_msg("%s: byte %zu %s", what, i, quoted[i] ? "is quoted" : "is not quoted");
        }
    }
}

static void quoted_as_written(void **state)
{
    (void)state;
    lt_quotation quotation = {0};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char text[LONGEST];
        bool wanted[LONGEST] = {0};
        bool quoted[LONGEST] = {0};
        struct {
            size_t begin, end;
        } pending[8];
        size_t pending_count = 0;
        size_t size = strip(cases[c], text, wanted);
        quotation.open = false;
        for (size_t begin = 0, end; begin <= size; begin = end + 1) {
            const char *bar = memchr(text + begin, '|', size - begin);
            end = bar != NULL ? (size_t)(bar - text) : size;
            assert_int_equal(lt_quotation_paragraph(&quotation, (const uint8_t *)text + begin, end - begin, NULL), 0);
            for (size_t i = 0; i < quotation.count; i++) {
                mark(quoted, begin + quotation.ranges[i].begin, begin + quotation.ranges[i].end);
            }
            for (size_t i = 0; quotation.closes && i < pending_count; i++) {
                mark(quoted, pending[i].begin, pending[i].end);
            }
            pending_count = quotation.closes || !quotation.continues ? 0 : pending_count;
            if (quotation.open) {
                pending[pending_count].begin = begin + quotation.open_at;
                pending[pending_count++].end = end;
            }
        }
        compare(cases[c], text, size, wanted, quoted);
    }
    lt_quotation_clear(&quotation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(quoted_as_written)};
    return cmocka_run_group_tests_name("quotation", tests, NULL, NULL);
}

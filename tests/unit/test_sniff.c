#include "test.h"

#include "input/sniff.h"

static lt_format sniffed(const char *bytes)
{
    return lt_sniff((const uint8_t *)bytes, strlen(bytes));
}

static bool is_html(const char *text)
{
    return lt_sniff_html((const uint8_t *)text, strlen(text));
}

static void marks_tell_the_format(void **state)
{
    (void)state;
    assert_int_equal(sniffed("PK\x03\x04 and more"), LT_FORMAT_ZIP);
    assert_int_equal(sniffed("%PDF-1.7\n"), LT_FORMAT_PDF);
    assert_int_equal(sniffed("{\\rtf1\\ansi"), LT_FORMAT_RTF);
    assert_int_equal(sniffed("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), LT_FORMAT_OLE);
    assert_int_equal(sniffed("BZh91AY&SY"), LT_FORMAT_BZIP2);
    assert_int_equal(lt_sniff((const uint8_t *)"\xFD"
                                               "7zXZ\0",
                              6),
                     LT_FORMAT_XZ);
}

/* Texts that begin as a format's name does. */
static void a_text_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",  "P",      "PK",    "PK is a name",         "%PDF",          "BZh9 is no mark",
        "{", "{\"rtf", "Rar!x", "一份讲话，没有标记。", "7z is a format"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(sniffed(texts[i]), LT_FORMAT_NONE);
    }
}

/* A header of tar by its definition: the sum of its bytes, those of the sum taken for spaces. */
static void a_tar_is_told_by_its_sum(void **state)
{
    (void)state;
    uint8_t header[512] = "a/b.txt";
    memcpy(header + 100, "0000644\0000001750\0000001750\00000000000012\00013700000000\0", 48);
    header[156] = '0';
    memset(header + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof header; i++) {
        sum += header[i];
    }
    char digits[9];
    snprintf(digits, sizeof digits, "%06o", sum);
    memcpy(header + 148, digits, 7); /* digits and a NUL; then a space */
    assert_int_equal(lt_sniff(header, sizeof header), LT_FORMAT_TAR);
    assert_int_equal(lt_sniff(header, sizeof header - 1), LT_FORMAT_NONE);
    header[0]++;
    assert_int_equal(lt_sniff(header, sizeof header), LT_FORMAT_NONE);
    memset(header, 0, sizeof header);
    assert_int_equal(lt_sniff(header, sizeof header), LT_FORMAT_NONE);
}

static void a_page_is_told_by_its_first_tag(void **state)
{
    (void)state;
    assert_true(is_html("<!doctype html><p>x"));
    assert_true(is_html("\xEF\xBB\xBF \r\n<HTML lang=zh>"));
    assert_true(is_html("<?xml version='1.0'?>\n<!-- <p> -->\n<!DOCTYPE html PUBLIC ''>"));
    assert_false(is_html(""));
    assert_false(is_html("<!-- never closed <html>"));
    assert_false(is_html("<p>a paragraph"));
    assert_false(is_html("文字 <html>"));
    assert_false(is_html("<?xml version='1.0'?><speech/>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_tell_the_format),
        cmocka_unit_test(a_text_is_none),
        cmocka_unit_test(a_tar_is_told_by_its_sum),
        cmocka_unit_test(a_page_is_told_by_its_first_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

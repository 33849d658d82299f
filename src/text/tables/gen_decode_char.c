/* gen_decode_char: writes the tables of decode_char.c.
 *
 * Input: the path of the file to write; the build machine's iconv. Output: C arrays, one of each double-byte encoding,
 * indexed by lead and trail byte, 0 where nothing is assigned. Made at build time so that a program at work needs
 * no gconv modules, takes none of their locks, and decodes the same on every machine.
 * Errors: exit 1 with a line on stderr (remedy: install the C library's gconv modules where you build). */
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GEN_PAIR 0x80000000U

static iconv_t gen_open(const char *name)
{
    iconv_t converter = iconv_open("UTF-32LE", name);
    if (converter == (iconv_t)-1) {
        fprintf(stderr, "gen_decode_char: no iconv module for %s\n", name);
        exit(1);
    }
    return converter;
}

/* The code point of one character; 0 where it has none; GEN_PAIR | first << 16 | second where it has two. */
static uint32_t gen_convert(iconv_t converter, const uint8_t *bytes, size_t size)
{
    char input[4];
    memcpy(input, bytes, size);
    uint32_t output[4];
    char *from = input;
    char *to = (char *)output;
    size_t from_left = size;
    size_t to_left = sizeof output;
    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &from, &from_left, &to, &to_left) != 0 || from_left != 0) {
        return 0;
    }
    /* BIG5-HKSCS holds a letter back until it has seen that no mark follows. */
    iconv(converter, NULL, NULL, &to, &to_left);
    size_t count = (sizeof output - to_left) / sizeof output[0];
    if (count == 2) {
        return GEN_PAIR | output[0] << 16 | output[1];
    }
    return count == 1 ? output[0] : 0;
}

static bool gen_is_private(uint32_t point)
{
    return point >= 0xE000 && point <= 0xF8FF;
}

/* Code page 950 is what Big5 files are; Hong Kong's supplement fills what it leaves to private use. */
static uint32_t gen_big5(iconv_t page, iconv_t supplement, const uint8_t bytes[2])
{
    uint32_t point = gen_convert(page, bytes, 2);
    if (point != 0 && !gen_is_private(point)) {
        return point;
    }
    uint32_t other = gen_convert(supplement, bytes, 2);
    return other != 0 ? other : point;
}

/* `other` may be NULL. The table has a row for each lead and a column for each trail byte of their ranges. */
static void gen_double(FILE *out, const char *table, const char *name, const char *other, const uint8_t range[4])
{
    iconv_t converter = gen_open(name);
    iconv_t supplement = other != NULL ? gen_open(other) : converter;
    fprintf(out, "static const uint32_t %s[] = {", table);
    unsigned written = 0;
    for (unsigned lead = range[0]; lead <= range[1]; lead++) {
        for (unsigned trail = range[2]; trail <= range[3]; trail++) {
            uint8_t bytes[2] = {(uint8_t)lead, (uint8_t)trail};
            uint32_t point = other != NULL ? gen_big5(converter, supplement, bytes) : gen_convert(converter, bytes, 2);
            fprintf(out, "%s0x%X,", written++ % 16 == 0 ? "\n" : "", point);
        }
    }
    fprintf(out, "\n};\n");
    if (supplement != converter) {
        iconv_close(supplement);
    }
    iconv_close(converter);
}

/* JIS X 0212, which EUC-JP has behind 8F. */
static void gen_supplement(FILE *out)
{
    iconv_t converter = gen_open("EUC-JP");
    fprintf(out, "static const uint16_t char_jis_x_0212[] = {");
    for (unsigned place = 0; place < 94 * 94; place++) {
        uint8_t bytes[3] = {0x8F, (uint8_t)(0xA1 + place / 94), (uint8_t)(0xA1 + place % 94)};
        fprintf(out, "%s0x%X,", place % 16 == 0 ? "\n" : "", gen_convert(converter, bytes, 3));
    }
    fprintf(out, "\n};\n");
    iconv_close(converter);
}

static void gen_single(FILE *out, const char *table, const char *name)
{
    iconv_t converter = gen_open(name);
    fprintf(out, "static const uint16_t %s[] = {", table);
    for (unsigned byte = 0x80; byte <= 0xFF; byte++) {
        uint8_t bytes[1] = {(uint8_t)byte};
        fprintf(out, "0x%X,", gen_convert(converter, bytes, 1));
    }
    fprintf(out, "};\n");
    iconv_close(converter);
}

/* Four-byte GB18030 of the first plane: 39,420 places in few runs of consecutive code points; the run of code point 0
 * is of places that stand for nothing. */
static void gen_gb18030_runs(FILE *out)
{
    iconv_t converter = gen_open("GB18030");
    fprintf(out, "static const struct {\n    uint16_t place, point;\n} char_gb18030_runs[] = {");
    uint32_t expected = UINT32_MAX;
    for (unsigned place = 0; place < 39420; place++) {
        uint8_t bytes[4] = {(uint8_t)(0x81 + place / 12600), (uint8_t)(0x30 + place / 1260 % 10),
                            (uint8_t)(0x81 + place / 10 % 126), (uint8_t)(0x30 + place % 10)};
        uint32_t point = gen_convert(converter, bytes, 4);
        if (point > 0xFFFF) {
            fprintf(stderr, "gen_decode_char: four-byte GB18030 place %u is beyond 16 bits\n", place);
            exit(1);
        }
        if (point != expected) {
            fprintf(out, "{%u, 0x%X},", place, point);
        }
        expected = point == 0 ? 0 : point + 1;
    }
    fprintf(out, "};\n");
    iconv_close(converter);
}

int main(int argc, char **argv)
{
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (out == NULL) {
        fprintf(stderr, "usage: gen_decode_char FILE\n");
        return 1;
    }
    gen_double(out, "char_gb18030", "GB18030", NULL, (const uint8_t[4]){0x81, 0xFE, 0x40, 0xFE});
    gen_double(out, "char_big5", "CP950", "BIG5-HKSCS", (const uint8_t[4]){0x81, 0xFE, 0x40, 0xFE});
    gen_double(out, "char_shift_jis", "CP932", NULL, (const uint8_t[4]){0x81, 0xFC, 0x40, 0xFC});
    gen_double(out, "char_euc_kr", "UHC", NULL, (const uint8_t[4]){0x81, 0xFE, 0x41, 0xFE});
    gen_double(out, "char_euc_jp", "EUC-JP", NULL, (const uint8_t[4]){0xA1, 0xFE, 0xA1, 0xFE});
    gen_supplement(out);
    gen_single(out, "char_windows_1252", "CP1252");
    gen_single(out, "char_windows_1251", "CP1251");
    gen_single(out, "char_koi8_r", "KOI8-R");
    gen_gb18030_runs(out);
    if (fclose(out) != 0) {
        fprintf(stderr, "gen_decode_char: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    return 0;
}

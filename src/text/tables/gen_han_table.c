/* gen_han_table: writes han_table.inc, the traditional → simplified arrays of fold_table.h, from OpenCC's dictionary.
 *
 * Every code point is converted alone by OpenCC's t2s until nothing changes; where that is one code point, it is its
 * form. (To the end, so that a character and its form fold alike: OpenCC has 薴 → 苧 and 苧 → 苎.)
 * Input: the path to write. Output: exit 0 and the file; otherwise a line on stderr and exit 1. */
#include "../fold_table.h"

#include <opencc/opencc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

enum { CODE_POINTS = 0x110000, BLOCK = 1 << LT_HAN_BLOCK_BITS, BLOCKS = CODE_POINTS / BLOCK };

static void refuse(const char *words)
{
    fprintf(stderr, "gen_han_table: %s\n", words);
    exit(1);
}

static uint32_t simplified(opencc_t opencc, uint32_t code_point)
{
    uint8_t bytes[8];
    int size = u8_uctomb(bytes, code_point, sizeof bytes);
    if (size < 0) {
        return code_point; /* a surrogate */
    }
    char *result = opencc_convert_utf8(opencc, (const char *)bytes, (size_t)size);
    if (result == NULL) {
        refuse(opencc_error());
    }
    ucs4_t form;
    size_t length = strlen(result);
    int read = u8_mbtoucr(&form, (const uint8_t *)result, length);
    bool one = read > 0 && (size_t)read == length;
    opencc_convert_utf8_free(result);
    return one ? form : code_point;
}

static void write_numbers(FILE *file, const char *type, const char *name, const uint32_t *numbers, size_t count)
{
    fprintf(file, "const %s %s[] = {", type, name);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "%s%u,", i % 16 == 0 ? "\n" : "", numbers[i]);
    }
    fprintf(file, "\n};\n");
}

/* Equal blocks are written once. */
static size_t share_blocks(uint32_t *differences, size_t count, uint32_t *ret_blocks)
{
    size_t kept = 0;
    for (size_t block = 0; block < count; block++) {
        size_t same = 0;
        while (same < kept &&
               memcmp(differences + same * BLOCK, differences + block * BLOCK, BLOCK * sizeof *differences) != 0) {
            same++;
        }
        if (same == kept) {
            memmove(differences + kept * BLOCK, differences + block * BLOCK, BLOCK * sizeof *differences);
            kept++;
        }
        ret_blocks[block] = (uint32_t)same;
    }
    return kept;
}

int main(int argc, char **argv)
{
    static uint32_t differences[CODE_POINTS];
    static uint32_t blocks[BLOCKS];
    FILE *file = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (file == NULL) {
        refuse("usage: gen_han_table FILE");
    }
    opencc_t opencc = opencc_open(OPENCC_DEFAULT_CONFIG_TRAD_TO_SIMP);
    if (opencc == (opencc_t)-1) {
        refuse(opencc_error());
    }
    uint32_t limit = 0;
    for (uint32_t c = 1; c < CODE_POINTS; c++) {
        uint32_t form = simplified(opencc, c);
        for (uint32_t next; (next = simplified(opencc, form)) != form;) {
            form = next;
        }
        differences[c] = (form - c) & 0x1FFFFFU;
        if (differences[c] != 0) {
            limit = (c / BLOCK + 1) * BLOCK;
        }
    }
    opencc_close(opencc);
    if (limit == 0) {
        refuse("OpenCC's t2s converts nothing");
    }
    size_t kept = share_blocks(differences, limit / BLOCK, blocks);
    write_numbers(file, "uint16_t", "lt_han_blocks", blocks, limit / BLOCK);
    write_numbers(file, "uint32_t", "lt_han_differences", differences, kept * BLOCK);
    fprintf(file, "const uint32_t lt_han_limit = %u;\n", limit);
    bool failed = ferror(file) != 0;
    failed |= fclose(file) != 0;
    if (failed) {
        refuse("can't write");
    }
    return 0;
}

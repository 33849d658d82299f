/* gen_fold_table: writes fold_table.inc, the three arrays of fold_table.h, from libunistring's properties.
 *
 * Input: the path to write. Output: exit 0 and the file; otherwise a line on stderr and exit 1. */
#include "../fold_table.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwbrk.h>

enum { CODE_POINTS = 0x110000, BLOCK = 1 << LT_FOLD_BLOCK_BITS, BLOCKS = CODE_POINTS / BLOCK, LONGEST = 64 };

typedef struct generator {
    bool *second; /* can be the second of a canonical composition */
    uint32_t *entries;
    uint32_t *expansions;
    size_t expansion_count, expansion_capacity;
} generator;

static void refuse(const char *words, uint32_t code_point)
{
    fprintf(stderr, "gen_fold_table: %s (U+%04X)\n", words, code_point);
    exit(1);
}

/* Fully decomposed canonical form of the first code point of `text`. */
static uint32_t first_atom(uint32_t code_point)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    while (uc_canonical_decomposition(code_point, parts) > 0) {
        code_point = parts[0];
    }
    return code_point;
}

static void mark_seconds(generator *g)
{
    for (uint32_t c = 0; c < CODE_POINTS; c++) {
        ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
        if (uc_canonical_decomposition(c, parts) == 2 && uc_composition(parts[0], parts[1]) == c) {
            g->second[parts[1]] = true;
        }
    }
}

/* NFKC_Casefold of one code point without the deletion of default ignorables: case folding and NFKC to a fixpoint
 * (UAX #44, NFKC_CF). */
static size_t fold_one(uint32_t code_point, uint32_t *ret_folded)
{
    uint32_t text[LONGEST] = {code_point};
    size_t size = 1;
    for (;;) {
        uint32_t folded[LONGEST];
        size_t length = LONGEST;
        uint32_t *result = u32_casefold(text, size, NULL, UNINORM_NFKC, folded, &length);
        if (result != folded) {
            refuse("folds to too much", code_point);
        }
        bool settled = length == size && memcmp(folded, text, size * sizeof *text) == 0;
        memcpy(text, folded, length * sizeof *text);
        size = length;
        if (settled) {
            memcpy(ret_folded, text, size * sizeof *text);
            return size;
        }
    }
}

/* A token of its own: letters of scripts that are written without spaces, and letter numbers such as 〇. */
static bool stands_alone(uint32_t c)
{
    static const char *const scripts[] = {"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"};
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Nl)) {
        return false;
    }
    if (uc_wordbreak_property(c) == WBP_KATAKANA) {
        return true;
    }
    const uc_script_t *script = uc_script(c);
    for (size_t i = 0; script != NULL && i < sizeof scripts / sizeof *scripts; i++) {
        if (strcmp(script->name, scripts[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A character without width or meaning: default ignorables, controls that are no white space, and what stretches a word
 * (tatweel, lajanyalan). Text is segmented as if it were not there. */
static bool is_seen_through(uint32_t c)
{
    bool is_control = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc) && !uc_is_property_white_space(c);
    return is_control || c == 0x0640 || c == 0x07FA || uc_is_property_default_ignorable_code_point(c);
}

static uint32_t class_of(uint32_t c)
{
    if (is_seen_through(c)) {
        return LT_CLASS_EXTEND;
    }
    int property = uc_wordbreak_property(c);
    if (property == WBP_EXTEND || property == WBP_FORMAT || property == WBP_ZWJ) {
        return LT_CLASS_EXTEND;
    }
    switch (property) {
    case WBP_ALETTER:
        return LT_CLASS_LETTER;
    case WBP_HL:
        return LT_CLASS_HEBREW;
    case WBP_NUMERIC:
        return LT_CLASS_NUMERIC;
    case WBP_EXTENDNUMLET:
        return LT_CLASS_JOINER;
    case WBP_KATAKANA: /* letters are tokens of their own whatever stands beside them, and so may part words */
        return stands_alone(c) ? LT_CLASS_BREAK : LT_CLASS_KATAKANA;
    case WBP_MIDLETTER:
        return LT_CLASS_MID_LETTER;
    case WBP_MIDNUM:
        return LT_CLASS_MID_NUMBER;
    case WBP_MIDNUMLET:
        return LT_CLASS_MID_BOTH;
    case WBP_SQ:
        return LT_CLASS_SINGLE_QUOTE;
    case WBP_DQ:
        return LT_CLASS_DOUBLE_QUOTE;
    default:
        return LT_CLASS_BREAK;
    }
}

static uint32_t properties_of(uint32_t c)
{
    uint32_t entry = class_of(c);
    if (is_seen_through(c)) {
        return entry | LT_ENTRY_IGNORABLE;
    }
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)) {
        entry |= LT_ENTRY_TOKEN;
    }
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Nd)) {
        entry |= LT_ENTRY_DIGIT;
    }
    if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M)) {
        entry |= LT_ENTRY_MARK;
    }
    if (stands_alone(c)) {
        entry |= LT_ENTRY_ALONE;
    }
    return entry;
}

static uint32_t keep_expansion(generator *g, const uint32_t *folded, size_t size)
{
    if (g->expansion_count + 1 + size > g->expansion_capacity) {
        g->expansion_capacity = g->expansion_capacity * 2 + 1 + size;
        g->expansions = realloc(g->expansions, g->expansion_capacity * sizeof *g->expansions);
        if (g->expansions == NULL) {
            refuse("out of memory", 0);
        }
    }
    uint32_t place = (uint32_t)g->expansion_count;
    g->expansions[g->expansion_count++] = (uint32_t)size;
    memcpy(g->expansions + g->expansion_count, folded, size * sizeof *folded);
    g->expansion_count += size;
    return place;
}

static uint32_t make_entry(generator *g, uint32_t c)
{
    uint32_t folded[LONGEST] = {c};
    size_t size = 1;
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cs)) {
        size = fold_one(c, folded);
    }
    uint32_t entry;
    if (size == 1) {
        entry = properties_of(folded[0]) | ((folded[0] - c) & 0x1FFFFFU) << LT_ENTRY_SHIFT;
    } else {
        entry = class_of(folded[0]) | LT_ENTRY_EXPANDS | keep_expansion(g, folded, size) << LT_ENTRY_SHIFT;
    }
    uint32_t atom = first_atom(folded[0]);
    if (uc_combining_class(first_atom(c)) != 0 || uc_combining_class(atom) != 0 || g->second[atom]) {
        entry |= LT_ENTRY_JOINS;
    }
    return entry;
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
static size_t share_blocks(uint32_t *entries, uint32_t *ret_blocks)
{
    size_t kept = 0;
    for (size_t block = 0; block < BLOCKS; block++) {
        size_t same = 0;
        while (same < kept && memcmp(entries + same * BLOCK, entries + block * BLOCK, BLOCK * sizeof *entries) != 0) {
            same++;
        }
        if (same == kept) {
            memmove(entries + kept * BLOCK, entries + block * BLOCK, BLOCK * sizeof *entries);
            kept++;
        }
        ret_blocks[block] = (uint32_t)same;
    }
    return kept;
}

int main(int argc, char **argv)
{
    static uint32_t blocks[BLOCKS];
    generator g = {.second = calloc(CODE_POINTS, sizeof(bool)), .entries = calloc(CODE_POINTS, sizeof(uint32_t))};
    FILE *file = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (file == NULL || g.second == NULL || g.entries == NULL) {
        refuse("usage: gen_fold_table FILE", 0);
    }
    mark_seconds(&g);
    for (uint32_t c = 0; c < CODE_POINTS; c++) {
        g.entries[c] = make_entry(&g, c);
    }
    size_t kept = share_blocks(g.entries, blocks);
    write_numbers(file, "uint16_t", "lt_fold_blocks", blocks, BLOCKS);
    write_numbers(file, "uint32_t", "lt_fold_entries", g.entries, kept * BLOCK);
    write_numbers(file, "uint32_t", "lt_fold_expansions", g.expansions, g.expansion_count);
    bool failed = ferror(file) != 0;
    failed |= fclose(file) != 0;
    free(g.second);
    free(g.entries);
    free(g.expansions);
    if (failed) {
        refuse("can't write", 0);
    }
    return 0;
}

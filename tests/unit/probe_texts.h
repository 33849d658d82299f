/* probe_texts: documents that share text in every way an index has to know about, and a scan of them all. */
#ifndef PROBE_TEXTS_H
#define PROBE_TEXTS_H

#include "test.h"

#include "leitong/leitong.h"

enum { DOCUMENTS = 240, GENERATED = 48, MOST = 1 << 16 };

typedef struct generated {
    leitong_document documents[DOCUMENTS];
    char *ids[DOCUMENTS];
    uint8_t *bytes[DOCUMENTS];
} generated;

static inline void append(uint8_t *text, size_t *size, uint32_t code)
{
    assert_true(*size + 4 < MOST);
    if (code < 0x80) {
        text[(*size)++] = (uint8_t)code;
        return;
    }
    text[(*size)++] = (uint8_t)(0xE0 | code >> 12);
    text[(*size)++] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    text[(*size)++] = (uint8_t)(0x80 | (code & 0x3F));
}

/* Fragment number f, always the same: `length` letters; every seventh in words. */
static inline void append_fragment(uint8_t *text, size_t *size, uint64_t f, size_t length, uint64_t noise,
                                   uint64_t *seed)
{
    uint64_t own = f * 977 + 5;
    for (size_t i = 0; i < length; i++) {
        uint32_t code = f % 7 == 0 ? 'a' + (uint32_t)(test_random(&own) % 26)
                                   : 0x4E00 + (uint32_t)(test_random(&own) % (f % 5 == 0 ? 6 : 3000));
        uint64_t dice = noise > 0 ? test_random(seed) % noise : 2;
        if (dice == 0) {
            append(text, size, 0x5E00 + (uint32_t)(test_random(seed) % 2000));
        }
        if (dice != 1) {
            append(text, size, code);
        }
        if (f % 7 == 0 && test_random(&own) % 3 == 0) {
            append(text, size, ' ');
        }
    }
}

/* UTF-8 → UTF-16LE with its mark. */
static inline size_t to_utf16(uint8_t *text, size_t size)
{
    uint8_t *from = malloc(size + 1);
    memcpy(from, text, size);
    size_t out = 0;
    text[out++] = 0xFF;
    text[out++] = 0xFE;
    for (size_t i = 0; i < size;) {
        uint32_t code = from[i];
        if (code < 0x80) {
            i++;
        } else {
            code = (code & 0xFU) << 12 | (from[i + 1] & 0x3FU) << 6 | (from[i + 2] & 0x3FU);
            i += 3;
        }
        text[out++] = (uint8_t)code;
        text[out++] = (uint8_t)(code >> 8);
    }
    free(from);
    return out;
}

/* Documents that share fragments: some in most of them (phrases, stock), some in a few, some repeated at once. */
static inline void generate(generated *g, uint64_t *seed)
{
    memset(g, 0, sizeof *g);
    for (size_t d = 0; d < GENERATED; d++) {
        char id[32];
        snprintf(id, sizeof id, "doc-%03llu-%zu", (unsigned long long)(test_random(seed) % 1000), d);
        uint8_t *text = malloc(2 * MOST);
        size_t size = 0;
        if (d % 6 == 1) {
            memcpy(text, "\xEF\xBB\xBF", 3);
            size = 3;
        }
        /* Some are shorter than a run, and equal to one another but for what divides them. */
        bool is_short = d % 8 == 3;
        size_t paragraphs = is_short ? 0 : 1 + test_random(seed) % 12;
        for (size_t i = 0; i < 1 + d / 8 % 2 && is_short; i++) {
            append_fragment(text, &size, 1, 3 + d / 16 % 2, 0, seed);
            append(text, &size, test_random(seed) % 2 ? '\n' : 0x3002);
        }
        for (size_t p = 0; p < paragraphs; p++) {
            size_t pieces = 1 + test_random(seed) % 5;
            for (size_t i = 0; i < pieces; i++) {
                uint64_t kind = test_random(seed) % 10;
                uint64_t f = kind < 4   ? test_random(seed) % 6
                             : kind < 8 ? 6 + test_random(seed) % 60
                                        : test_random(seed);
                size_t length = kind < 2 ? 9 + f % 3 * 7 : 6 + (size_t)(f % 11) * 6;
                if (kind == 7) {
                    append(text, &size, 0x201C);
                }
                append_fragment(text, &size, f, length, kind % 3 == 0 ? 9 : 0, seed);
                if (kind == 6 && f % 3 == 0) {
                    append_fragment(text, &size, f, length, 0, seed);
                }
                append(text, &size, kind == 7 ? 0x201D : 0x3002);
            }
            append(text, &size, '\n');
        }
        if (d % 6 == 2) {
            size = to_utf16(text, size);
        }
        g->ids[d] = strdup(id);
        g->bytes[d] = text;
        g->documents[d] = (leitong_document){.id = g->ids[d],
                                             .path = g->ids[d],
                                             .title = d % 2 == 0 ? "title" : NULL,
                                             .bytes = text,
                                             .size = size,
                                             .encoding = d % 6 == 2 ? "utf-16le" : "utf-8"};
    }
}

static inline void generated_free(generated *g)
{
    for (size_t d = 0; d < DOCUMENTS; d++) {
        free(g->ids[d]);
        free(g->bytes[d]);
    }
}

static inline leitong_result *scan(const leitong_document *documents, size_t count, const leitong_scan_options *options)
{
    leitong_scan *scan = NULL;
    leitong_result *result = NULL;
    assert_int_equal(leitong_scan_new(options, &scan, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(leitong_scan_add(scan, &documents[i], NULL), 0);
    }
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_scan_free(scan);
    return result;
}

#endif

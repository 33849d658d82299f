#include "result/characters.h"

#include "base/radix_sort.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Where the ends of spans are to be written, and the bytes that they were. */
typedef struct characters_ends {
    lt_record *items; /* key: byte; value: span << 1 | whether it is its end; document by document, ascending in each */
    size_t *begins;   /* [document + 1] */
    leitong_span *const *spans;
    bool from_first; /* characters are counted from the first end in each document */
} characters_ends;

static void characters_put(const characters_ends *ends, const lt_record *end, uint64_t characters)
{
    leitong_span *span = ends->spans[end->value >> 1];
    *((end->value & 1) != 0 ? &span->end : &span->begin) = characters;
}

static uint64_t characters_in(const char *text, size_t size)
{
    uint64_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += ((unsigned char)text[i] & 0xC0U) != 0x80U;
    }
    return count;
}

/* The ends of one UTF-8 document: its bytes are its text. */
static int characters_utf8(const leitong_result *result, const characters_ends *ends, uint32_t document,
                           leitong_error *error)
{
    size_t document_count;
    const lt_record *items = ends->items + ends->begins[document];
    uint64_t first = ends->from_first ? items[0].key : 0;
    leitong_span whole = {document, first, leitong_result_documents(result, &document_count)[document].bytes};
    char *text = NULL;
    size_t size = 0;
    whole.end = ends->from_first ? ends->items[ends->begins[document + 1] - 1].key : whole.end;
    LT_TRY(leitong_result_text(result, &whole, &text, &size, error));
    uint64_t at = first > 0 ? first : lt_utf8_mark(text, size);
    uint64_t characters = 0;
    for (size_t i = ends->begins[document]; i < ends->begins[document + 1]; i++) {
        if (ends->items[i].key > at) {
            characters += characters_in(text + (at - first), (size_t)(ends->items[i].key - at));
            at = ends->items[i].key;
        }
        characters_put(ends, &ends->items[i], characters);
    }
    free(text);
    return 0;
}

/* The ends of a document in another encoding: it is decoded piece by piece, from end to end. */
static int characters_pieces(const leitong_result *result, const characters_ends *ends, uint32_t document,
                             leitong_error *error)
{
    uint64_t at = ends->from_first ? ends->items[ends->begins[document]].key : 0;
    uint64_t characters = 0;
    for (size_t i = ends->begins[document]; i < ends->begins[document + 1]; i++) {
        leitong_span piece = {document, at, ends->items[i].key};
        char *text = NULL;
        size_t size = 0;
        LT_TRY(leitong_result_utf8(result, &piece, &text, &size, error));
        characters += characters_in(text, size);
        free(text);
        at = ends->items[i].key;
        characters_put(ends, &ends->items[i], characters);
    }
    return 0;
}

static void characters_add(characters_ends *ends, size_t *at, uint32_t document, uint64_t byte, uint64_t value)
{
    ends->items[at[document]++] = (lt_record){byte, value};
}

/* Deals the ends out to their documents; `at`: scratch, [document + 1]. */
static void characters_deal(characters_ends *ends, size_t count, size_t documents, size_t *at)
{
    for (size_t i = 0; i < count; i++) {
        ends->begins[ends->spans[i]->document + 1] += 2;
    }
    for (size_t d = 0; d < documents; d++) {
        ends->begins[d + 1] += ends->begins[d];
    }
    memcpy(at, ends->begins, (documents + 1) * sizeof *at);
    for (size_t i = 0; i < count; i++) {
        const leitong_span *span = ends->spans[i];
        characters_add(ends, at, span->document, span->begin, 2 * i);
        characters_add(ends, at, span->document, span->end, 2 * i + 1);
    }
}

static int characters_run(const leitong_result *result, leitong_span *const *spans, size_t count, bool from_first,
                          leitong_error *error)
{
    size_t document_count;
    const leitong_result_document *documents = leitong_result_documents(result, &document_count);
    characters_ends ends = {.items = malloc((2 * count + 1) * sizeof *ends.items),
                            .begins = calloc(document_count + 1, sizeof *ends.begins),
                            .spans = spans,
                            .from_first = from_first};
    lt_record *sorted = malloc((2 * count + 1) * sizeof *sorted);
    size_t *at = malloc((document_count + 1) * sizeof *at);
    int code = 0;
    if (ends.items == NULL || ends.begins == NULL || sorted == NULL || at == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    characters_deal(&ends, count, document_count, at);
    for (uint32_t d = 0; d < document_count; d++) {
        size_t own = ends.begins[d + 1] - ends.begins[d];
        if (own > 0) {
            lt_radix_sort_records(ends.items + ends.begins[d], sorted, own);
            LT_TRY_GOTO(done, strcmp(documents[d].encoding, "utf-8") == 0 ? characters_utf8(result, &ends, d, error)
                                                                          : characters_pieces(result, &ends, d, error));
        }
    }
done:
    free(ends.items);
    free(ends.begins);
    free(sorted);
    free(at);
    return code;
}

int lt_characters_spans(const leitong_result *result, leitong_span *const *spans, size_t count, leitong_error *error)
{
    return characters_run(result, spans, count, false, error);
}

int lt_characters_distances(const leitong_result *result, leitong_span *const *spans, size_t count,
                            leitong_error *error)
{
    return characters_run(result, spans, count, true, error);
}

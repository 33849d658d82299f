#include "result/characters.h"

#include <stdlib.h>
#include <string.h>

/* One end of a span: the address of its offset, and the byte that it was. */
typedef struct character_end {
    uint32_t document;
    uint64_t byte;
    uint64_t *place;
} character_end;

static int end_compare(const void *left, const void *right)
{
    const character_end *a = left;
    const character_end *b = right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    return (a->byte > b->byte) - (a->byte < b->byte);
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
static int characters_utf8(const leitong_result *result, const leitong_result_document *document, character_end *ends,
                           size_t count, leitong_error *error)
{
    leitong_span whole = {ends[0].document, 0, document->bytes};
    char *text = NULL;
    size_t size = 0;
    LT_TRY(leitong_result_text(result, &whole, &text, &size, error));
    uint64_t at = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    uint64_t characters = 0;
    for (size_t i = 0; i < count; i++) {
        if (ends[i].byte > at) {
            characters += characters_in(text + at, (size_t)(ends[i].byte - at));
            at = ends[i].byte;
        }
        *ends[i].place = characters;
    }
    free(text);
    return 0;
}

/* The ends of a document in another encoding: it is decoded piece by piece, from end to end. */
static int characters_pieces(const leitong_result *result, character_end *ends, size_t count, leitong_error *error)
{
    uint64_t at = 0;
    uint64_t characters = 0;
    for (size_t i = 0; i < count; i++) {
        leitong_span piece = {ends[i].document, at, ends[i].byte};
        char *text = NULL;
        size_t size = 0;
        LT_TRY(leitong_result_utf8(result, &piece, &text, &size, error));
        characters += characters_in(text, size);
        free(text);
        at = ends[i].byte;
        *ends[i].place = characters;
    }
    return 0;
}

int lt_characters_spans(const leitong_result *result, leitong_span *const *spans, size_t count, leitong_error *error)
{
    size_t document_count;
    const leitong_result_document *documents = leitong_result_documents(result, &document_count);
    character_end *ends = malloc((2 * count + 1) * sizeof *ends);
    int code = 0;
    if (ends == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        ends[2 * i] = (character_end){spans[i]->document, spans[i]->begin, &spans[i]->begin};
        ends[2 * i + 1] = (character_end){spans[i]->document, spans[i]->end, &spans[i]->end};
    }
    qsort(ends, 2 * count, sizeof *ends, end_compare);
    for (size_t first = 0; first < 2 * count;) {
        size_t last = first + 1;
        while (last < 2 * count && ends[last].document == ends[first].document) {
            last++;
        }
        const leitong_result_document *document = &documents[ends[first].document];
        LT_TRY_GOTO(done, strcmp(document->encoding, "utf-8") == 0
                              ? characters_utf8(result, document, ends + first, last - first, error)
                              : characters_pieces(result, ends + first, last - first, error));
        first = last;
    }
done:
    free(ends);
    return code;
}

#include "report/lines.h"

#include "base/utf8.h"
#include "result/span_text.h"

#include <stdlib.h>
#include <string.h>

static int place_compare(const void *left, const void *right)
{
    const lt_line_place *a = *(lt_line_place *const *)left;
    const lt_line_place *b = *(lt_line_place *const *)right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    return (a->byte > b->byte) - (a->byte < b->byte);
}

/* Counts lines and columns of UTF-8 text. */
static void lines_pass(lt_line_place *at, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n') {
            at->line++;
            at->column = 1;
        } else {
            at->column += ((unsigned char)text[i] & 0xC0U) != 0x80U;
        }
    }
}

/* A document that is read from its beginning. */
typedef struct lines_reader {
    const leitong_result *result;
    char *whole;      /* its bytes where they are UTF-8; NULL: it is decoded piece by piece */
    size_t bom;       /* bytes of its byte order mark */
    lt_line_place at; /* read so far */
    bool kept;        /* false once a piece of its text was not kept */
} lines_reader;

/* Reads on to byte `end`. */
static int lines_advance(lines_reader *reader, uint64_t end, leitong_error *error)
{
    lt_line_place *at = &reader->at;
    if (reader->whole != NULL) {
        size_t begin = at->byte < reader->bom ? reader->bom : (size_t)at->byte;
        lines_pass(at, reader->whole + begin, end > begin ? (size_t)end - begin : 0);
    } else {
        leitong_span piece = {at->document, at->byte, end};
        char *text = NULL;
        size_t size = 0;
        LT_TRY(lt_span_text_utf8(reader->result, &piece, &text, &size, error));
        reader->kept = text != NULL;
        if (text != NULL) {
            lines_pass(at, text, size);
        }
        free(text);
    }
    at->byte = end;
    return 0;
}

/* All places of one document, in order. */
static int lines_document(const leitong_result *result, lt_line_place *const *places, size_t count,
                          leitong_error *error)
{
    size_t document_count;
    uint32_t number = places[0]->document;
    const leitong_result_document *document = leitong_result_documents(result, &document_count) + number;
    lines_reader reader = {.result = result, .at = {number, 0, 1, 1}, .kept = true};
    int code = 0;
    if (strcmp(document->encoding, "utf-8") == 0) {
        leitong_span all = {number, 0, document->bytes};
        size_t size = 0;
        code = leitong_result_text(result, &all, &reader.whole, &size, error);
        if (code != 0) {
            return code == LEITONG_EINPUT ? 0 : code; /* a text that was not kept has no lines */
        }
        reader.bom = lt_utf8_mark(reader.whole, size);
    }
    for (size_t i = 0; i < count; i++) {
        if (places[i]->byte > reader.at.byte) {
            LT_TRY_GOTO(done, lines_advance(&reader, places[i]->byte, error));
        }
        if (!reader.kept) {
            break;
        }
        places[i]->line = reader.at.line;
        places[i]->column = reader.at.column;
    }
done:
    free(reader.whole);
    return code;
}

int lt_lines_find(const leitong_result *result, lt_line_place *places, size_t count, leitong_error *error)
{
    lt_line_place **sorted = malloc((count + 1) * sizeof(lt_line_place *));
    int code = 0;
    if (sorted == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        places[i].line = places[i].column = 0;
        sorted[i] = &places[i];
    }
    qsort(sorted, count, sizeof(lt_line_place *), place_compare);
    for (size_t first = 0; first < count;) {
        size_t last = first + 1;
        while (last < count && sorted[last]->document == sorted[first]->document) {
            last++;
        }
        LT_TRY_GOTO(done, lines_document(result, sorted + first, last - first, error));
        first = last;
    }
done:
    free(sorted);
    return code;
}

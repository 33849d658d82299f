#include "report/lines.h"

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

/* Goes over UTF-8 text. */
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

/* The next piece of a document: of UTF-8 a slice of `whole`, otherwise decoded. False in *ret_kept: not kept. */
static int lines_piece(const leitong_result *result, const char *whole, size_t bom, lt_line_place *at, uint64_t end,
                       bool *ret_kept, leitong_error *error)
{
    char *text = NULL;
    size_t size = 0;
    int code = 0;
    *ret_kept = true;
    if (whole != NULL) {
        size_t begin = at->byte < bom ? bom : (size_t)at->byte;
        lines_pass(at, whole + begin, end > begin ? (size_t)end - begin : 0);
    } else {
        leitong_span piece = {at->document, at->byte, end};
        code = lt_span_text_utf8(result, &piece, &text, &size, error);
        *ret_kept = text != NULL;
        if (text != NULL) {
            lines_pass(at, text, size);
        }
        free(text);
    }
    at->byte = end;
    return code;
}

/* All places of one document, in order. */
static int lines_document(const leitong_result *result, lt_line_place *const *places, size_t count,
                          leitong_error *error)
{
    size_t document_count;
    uint32_t number = places[0]->document;
    const leitong_result_document *document = leitong_result_documents(result, &document_count) + number;
    lt_line_place at = {number, 0, 1, 1};
    char *whole = NULL;
    size_t size = 0;
    size_t bom = 0;
    bool kept = true;
    int code = 0;
    if (strcmp(document->encoding, "utf-8") == 0) {
        leitong_span all = {number, 0, document->bytes};
        code = leitong_result_text(result, &all, &whole, &size, error);
        if (code == LEITONG_EINPUT) {
            return 0;
        }
        bom = code == 0 && size >= 3 && memcmp(whole, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    }
    for (size_t i = 0; code == 0 && kept && i < count; i++) {
        if (places[i]->byte > at.byte) {
            code = lines_piece(result, whole, bom, &at, places[i]->byte, &kept, error);
        }
        if (code == 0 && kept) {
            places[i]->line = at.line;
            places[i]->column = at.column;
        }
    }
    free(whole);
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
    for (size_t first = 0; code == 0 && first < count;) {
        size_t last = first + 1;
        while (last < count && sorted[last]->document == sorted[first]->document) {
            last++;
        }
        code = lines_document(result, sorted + first, last - first, error);
        first = last;
    }
    free(sorted);
    return code;
}

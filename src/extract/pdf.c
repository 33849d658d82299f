#include "extract/pdf.h"

#include "base/code_point.h"
#include "base/compare.h"
#include "extract/pdf_rows.h"
#include "extract/program.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define PDF_EDGE 0.12         /* of a page's height, at its top and bottom: where headers and footers stand */
#define PDF_EDGE_PAGES 3      /* pages on which the same stands there … */
#define PDF_EDGE_SHARE 3      /* … and one of so many between them */
#define PDF_EDGE_LARGER 1.2   /* times the least height: a title */
#define PDF_EDGE_LONGEST 240  /* bytes of a header or footer */
#define PDF_NUMBER_LONGEST 40 /* bytes of a line that is a page's number */
#define PDF_INDENT 1.0        /* line heights: further in, a line begins a paragraph */
#define PDF_SHORT 1.6         /* line heights: as much room behind a line ends its paragraph */

/* A header's or footer's candidate, its digits all alike. */
typedef struct pdf_edge {
    char text[PDF_EDGE_LONGEST + 1];
    size_t line;
    double height;
    uint32_t page;
} pdf_edge;

static bool pdf_is_at_edge(const lt_pdf_pages *pages, const lt_pdf_line *line)
{
    double height = pages->heights[line->page - 1];
    return line->box.bottom < PDF_EDGE * height || line->box.top > (1 - PDF_EDGE) * height;
}

/* A line such as 3, - 3 -, 第 3 页 共 12 页, Page 3 of 12: digits, and nothing but the words of numbering. */
static bool pdf_is_number(const char *text, size_t size)
{
    static const char *const words[] = {"第",   "页",   "頁", "共", "—", "－", "–", "·",
                                        "Page", "page", "of", "-",  "/", " ",  "|"};
    size_t digits = 0;
    if (size > PDF_NUMBER_LONGEST) {
        return false;
    }
    for (size_t at = 0; at < size;) {
        size_t length = text[at] >= '0' && text[at] <= '9';
        digits += length;
        for (size_t i = 0; length == 0 && i < sizeof words / sizeof words[0]; i++) {
            size_t word = strlen(words[i]);
            length = size - at >= word && memcmp(text + at, words[i], word) == 0 ? word : 0;
        }
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return digits > 0;
}

static int pdf_edge_compare(const void *a, const void *b)
{
    const pdf_edge *left = a;
    const pdf_edge *right = b;
    int order = strcmp(left->text, right->text);
    order = order != 0 ? order : (left->page > right->page) - (left->page < right->page);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

/* Candidates with the same text, [begin, end), in order of pages: headers or footers if they stand on enough of the
 * pages between the first and the last. What is written larger than the others is a title. */
static void pdf_edges_judge(lt_pdf_pages *pages, const pdf_edge *edges, size_t begin, size_t end)
{
    size_t count = 0;
    double least = edges[begin].height;
    for (size_t i = begin; i < end; i++) {
        count += i == begin || edges[i].page != edges[i - 1].page;
        least = LT_MIN(least, edges[i].height);
    }
    size_t range = (size_t)(edges[end - 1].page - edges[begin].page) + 1;
    for (size_t i = begin; i < end && count >= PDF_EDGE_PAGES && count * PDF_EDGE_SHARE >= range; i++) {
        lt_pdf_line *line = &pages->lines[edges[i].line];
        line->is_left_out = line->is_left_out || edges[i].height <= PDF_EDGE_LARGER * least;
    }
}

static int pdf_edges(lt_pdf_pages *pages, leitong_error *error)
{
    size_t count = 0;
    pdf_edge *edges = calloc(pages->count + 1, sizeof *edges);
    if (edges == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < pages->count; i++) {
        lt_pdf_line *line = &pages->lines[i];
        const char *text = pages->text + line->text;
        if (!pdf_is_at_edge(pages, line)) {
            continue;
        }
        line->is_left_out = line->cell == LT_PDF_NO_CELL && pdf_is_number(text, line->size);
        if (line->is_left_out || line->size > PDF_EDGE_LONGEST) {
            continue;
        }
        pdf_edge *edge = &edges[count++];
        edge->line = i;
        edge->page = line->page;
        edge->height = line->box.bottom - line->box.top;
        for (size_t j = 0; j < line->size; j++) {
            edge->text[j] = text[j];
            if (text[j] >= '0' && text[j] <= '9') {
                edge->text[j] = '0';
            }
        }
    }
    if (count > 0) {
        qsort(edges, count, sizeof *edges, pdf_edge_compare);
    }
    for (size_t begin = 0, end = 0; begin < count; begin = end) {
        while (end < count && strcmp(edges[end].text, edges[begin].text) == 0) {
            end++;
        }
        pdf_edges_judge(pages, edges, begin, end);
    }
    free(edges);
    return 0;
}

/* ---- paragraphs ---- */

/* The columns of the text around a line: the widest line of its block, or of its page. */
typedef struct pdf_column {
    double left, right;
} pdf_column;

static pdf_column pdf_column_of(const lt_pdf_pages *pages, size_t begin, size_t end)
{
    pdf_column column = {pages->lines[begin].box.left, pages->lines[begin].box.right};
    for (size_t i = begin; i < end; i++) {
        column.left = LT_MIN(column.left, pages->lines[i].box.left);
        column.right = LT_MAX(column.right, pages->lines[i].box.right);
    }
    return column;
}

static uint32_t pdf_last(const char *text, size_t size)
{
    size_t at = size;
    unsigned length;
    while (at > 0 && ((uint8_t)text[--at] & 0xC0) == 0x80) {
    }
    return size > 0 ? lt_code_point_read((const uint8_t *)text + at, size - at, &length) : 0;
}

static bool pdf_ends_sentence(const char *text, size_t size)
{
    static const uint32_t ends[] = {'.',    '!',    '?',    ':',    ';',    0x3002, 0xFF01,
                                    0xFF1F, 0xFF1A, 0xFF1B, 0x201D, 0x2026, 0x300D};
    uint32_t last = pdf_last(text, size);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (ends[i] == last) {
            return true;
        }
    }
    return false;
}

/* Whether a paragraph ends between two lines of one column. */
static bool pdf_parts(const lt_pdf_line *before, const lt_pdf_line *line, const pdf_column *column)
{
    double height = line->box.bottom - line->box.top;
    double room = column->right - before->box.right;
    bool is_indented = line->box.left - column->left > PDF_INDENT * height;
    bool was_indented = before->box.left - column->left > PDF_INDENT * height;
    double need = LT_MAX(PDF_SHORT * height, LT_MIN(line->first_word, (column->right - column->left) / 2));
    return (is_indented && !was_indented) || room > need;
}

static bool pdf_is_latin(uint32_t letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= 0xC0 && letter < 0x250);
}

/* A line's text behind that of its paragraph so far. A hyphen at a line's end is dropped before a small letter. */
static int pdf_put(lt_sink *sink, const char *text, size_t size, const char *next, size_t next_size,
                   leitong_error *error)
{
    unsigned length;
    uint32_t last = pdf_last(text, size);
    uint32_t first = next_size > 0 ? lt_code_point_read((const uint8_t *)next, next_size, &length) : 0;
    bool is_soft = last == 0xAD;
    bool is_hyphen = last == '-' || last == 0x2010;
    size_t mark = last == '-' ? 1 : is_soft ? 2 : 3;
    bool small = (first >= 'a' && first <= 'z') || (first >= 0xDF && first < 0x250);
    if (next_size > 0 && size > mark &&
        (is_soft || (is_hyphen && small && pdf_is_latin(pdf_last(text, size - mark))))) {
        return lt_sink_words(sink, text, size - mark, error);
    }
    LT_TRY(lt_sink_words(sink, text, size, error));
    /* Han letters stand side by side; a line's end between words is a space. */
    bool is_wide = last >= 0x2E80 && first >= 0x2E80;
    if (next_size > 0 && !is_wide) {
        lt_sink_gap(sink, LT_GAP_SPACE);
    }
    return 0;
}

/* Whether the paragraph of line `a` goes on in `b`, the next that is not left out. */
static bool pdf_goes_on(const lt_pdf_pages *pages, const lt_pdf_line *a, const lt_pdf_line *b, const pdf_column *of_a,
                        const pdf_column *of_b)
{
    if (b->cell != LT_PDF_NO_CELL) {
        return false;
    }
    if (a->block == b->block) {
        return !pdf_parts(a, b, of_b);
    }
    double height = a->box.bottom - a->box.top;
    return a->page + 1 == b->page && !pdf_ends_sentence(pages->text + a->text, a->size) &&
           of_a->right - a->box.right < PDF_SHORT * height && b->box.left - of_b->left <= PDF_INDENT * height;
}

/* The last line of the block that begins with line `begin`, and its column. */
static size_t pdf_block(const lt_pdf_pages *pages, size_t begin, pdf_column *ret_column)
{
    size_t end = begin;
    while (end < pages->count && pages->lines[end].block == pages->lines[begin].block) {
        end++;
    }
    *ret_column = pdf_column_of(pages, begin, end);
    return end;
}

static int pdf_paragraphs(const lt_pdf_pages *pages, lt_sink *sink, leitong_error *error)
{
    const lt_pdf_line *before = NULL;
    pdf_column of_before = {0};
    for (size_t at = 0; at < pages->count;) {
        pdf_column column;
        size_t end = pdf_block(pages, at, &column);
        for (; at < end; at++) {
            const lt_pdf_line *line = &pages->lines[at];
            if (line->is_left_out) {
                sink->notes[LT_NOTE_HEADER]++;
                continue;
            }
            if (before != NULL) {
                bool goes_on = pdf_goes_on(pages, before, line, &of_before, &column);
                LT_TRY(pdf_put(sink, pages->text + before->text, before->size, pages->text + line->text,
                               goes_on ? line->size : 0, error));
                if (line->cell == LT_PDF_CELL && before == line - 1) {
                    lt_sink_gap(sink, LT_GAP_CELL);
                } else if (!goes_on) {
                    LT_TRY(lt_sink_row(sink, error));
                }
            }
            before = line;
            of_before = column;
        }
    }
    if (before != NULL) {
        LT_TRY(pdf_put(sink, pages->text + before->text, before->size, "", 0, error));
    }
    return lt_sink_finish(sink, error);
}

/* ---- the file ---- */

static int pdf_listen(void *context, const char *piece, size_t size, leitong_error *error)
{
    return lt_pdf_pages_add(context, piece, size, error);
}

static int pdf_refused(const uint8_t *bytes, size_t size, int exit, lt_sink *sink, leitong_error *error)
{
    if (exit == LT_PROGRAM_NONE) {
        return lt_sink_refuse(sink, LT_FAULT_NO_READER, error,
                              "is read by pdftotext, which isn't installed: install poppler-utils");
    }
    if (exit == 128 + SIGXCPU) {
        return lt_sink_refuse(sink, LT_FAULT_TIME, error,
                              "took longer than a file of this size may: print it into another PDF file");
    }
    if (memmem(bytes, size, "/Encrypt", 8) != NULL) {
        return lt_sink_refuse(sink, LT_FAULT_ENCRYPTED, error,
                              "is protected by a password: open it in its program and save it without one");
    }
    return lt_sink_refuse(sink, LT_FAULT_DAMAGED, error,
                          "is damaged or cut off, so that pdftotext can't read it: fetch it again");
}

int lt_pdf_tell(lt_pdf_pages *pages, lt_sink *sink, leitong_error *error)
{
    if (pages->count == 0) {
        return lt_sink_refuse(
            sink, LT_FAULT_NO_TEXT, error,
            "holds no text on its %u page(s), as scanned paper does: recognise the text first (ocrmypdf)",
            pages->pages);
    }
    for (lt_property i = 0; i < LT_PROPERTIES; i++) {
        LT_TRY(lt_sink_property(sink, i, pages->properties[i], error));
    }
    lt_pdf_rows(pages);
    LT_TRY(pdf_edges(pages, error));
    return pdf_paragraphs(pages, sink, error);
}

int lt_pdf_read(const uint8_t *bytes, size_t size, bool is_packed, lt_sink *sink, leitong_error *error)
{
    lt_pdf_pages pages = {0};
    int exit = 0;
    int code = 0;
    static const char *const words[] = {"pdftotext", "-q", "-bbox-layout", "-enc", "UTF-8", "-", "-", NULL};
    lt_program program = {words, is_packed ? bytes : NULL, size, pdf_listen, &pages};
    LT_TRY_GOTO(done, lt_program_run(&program, &exit, error));
    code = exit != 0 ? pdf_refused(bytes, size, exit, sink, error) : lt_pdf_tell(&pages, sink, error);
done:
    lt_pdf_pages_clear(&pages);
    return code;
}

#include "report/columns.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "report/format.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_GAP " | "
#define COLUMNS_GAP_WIDTH 3
#define COLUMNS_INDENT 2
#define COLUMNS_LEAST 12 /* columns of text, however narrow the terminal */

enum columns_style { STYLE_PLAIN, STYLE_FIRST, STYLE_SECOND };
static const char *const columns_codes[] = {"\033[0m", "\033[1;31m", "\033[1;4;32m"};

static void columns_put(lt_columns *view, lt_columns_side *side, const char *text)
{
    size_t size = strlen(text);
    view->failed = view->failed || LT_RESERVE(side->bytes, side->capacity, side->size + size, NULL) != 0;
    if (!view->failed) {
        memcpy(side->bytes + side->size, text, size);
        side->size += size;
    }
}

/* Begins a row; a colour ends with its row and begins again in the next. */
static void columns_row(lt_columns *view, lt_columns_side *side)
{
    if (LT_RESERVE(side->rows, side->row_capacity, side->row_count + 1, NULL) != 0) {
        view->failed = true;
        return;
    }
    bool coloured = view->colour && side->style != STYLE_PLAIN;
    if (coloured && side->row_count > 0) {
        columns_put(view, side, columns_codes[STYLE_PLAIN]);
    }
    side->rows[side->row_count++] = (lt_columns_row){.begin = side->size};
    if (coloured) {
        columns_put(view, side, columns_codes[side->style]);
    }
}

static bool columns_fits(const lt_columns *view, const lt_columns_side *side, unsigned width)
{
    return side->rows[side->row_count - 1].used + width <= view->width;
}

/* A cell in the row that is open; the caller has looked whether it fits. */
static void columns_cell(lt_columns *view, lt_columns_side *side, const lt_cell *cell)
{
    if (cell->is_blank && side->blank) {
        return;
    }
    side->blank = cell->is_blank;
    columns_put(view, side, cell->shown.shape);
    side->rows[side->row_count - 1].used += cell->width;
}

/* Text on one side alone. */
static void columns_alone(lt_columns *view, lt_columns_side *side, const char *text, size_t size)
{
    for (size_t at = 0; at < size && !view->failed;) {
        lt_cell cell;
        at += lt_terminal_next(view->terminal, text + at, size - at, &cell);
        if (!columns_fits(view, side, cell.width)) {
            columns_row(view, side);
        }
        if (!view->failed) {
            columns_cell(view, side, &cell);
        }
    }
}

/* Brings both sides into the same row. */
static void columns_meet(lt_columns *view)
{
    lt_columns_side *a = &view->sides[0];
    lt_columns_side *b = &view->sides[1];
    while (!view->failed && a->row_count != b->row_count) {
        columns_row(view, a->row_count < b->row_count ? a : b);
    }
}

static void columns_both(lt_columns *view, const lt_cell *a, const lt_cell *b)
{
    columns_meet(view);
    if (!view->failed &&
        (!columns_fits(view, &view->sides[0], a->width) || !columns_fits(view, &view->sides[1], b->width))) {
        columns_row(view, &view->sides[0]);
        columns_row(view, &view->sides[1]);
    }
    if (!view->failed) {
        columns_cell(view, &view->sides[0], a);
        columns_cell(view, &view->sides[1], b);
    }
}

/* What equal tokens may differ in: white space, punctuation, marks. */
static bool columns_is_loose(const lt_columns *view, const lt_cell *cell)
{
    return !lt_terminal_is_word(view->terminal, cell->shown.character);
}

void lt_columns_begin(lt_columns *view, const lt_terminal *terminal, FILE *file,
                      const leitong_report_compare_options *options)
{
    unsigned columns = options->columns != 0 ? options->columns : LT_FORMAT_COLUMNS;
    unsigned text = columns > COLUMNS_INDENT ? columns - COLUMNS_INDENT : 0;
    *view = (lt_columns){
        .terminal = terminal, .file = file, .beside = options->beside != 0, .colour = options->colour != 0};
    if (view->beside) {
        text = text > COLUMNS_GAP_WIDTH ? (text - COLUMNS_GAP_WIDTH) / 2 : 0;
    }
    view->width = text < COLUMNS_LEAST ? COLUMNS_LEAST : text;
    for (int i = 0; i < 2; i++) {
        view->sides[i].blank = true;
        columns_row(view, &view->sides[i]);
    }
}

void lt_columns_equal(lt_columns *view, const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (!view->beside) {
        columns_alone(view, &view->sides[0], a, a_size);
        return;
    }
    size_t i = 0;
    size_t j = 0;
    while (!view->failed && i < a_size && j < b_size) {
        lt_cell left;
        lt_cell right;
        size_t left_size = lt_terminal_next(view->terminal, a + i, a_size - i, &left);
        size_t right_size = lt_terminal_next(view->terminal, b + j, b_size - j, &right);
        bool same = left.shown.character == right.shown.character ||
                    (!columns_is_loose(view, &left) && !columns_is_loose(view, &right));
        if (same) {
            columns_both(view, &left, &right);
        }
        if (!same && columns_is_loose(view, &left)) {
            columns_alone(view, &view->sides[0], a + i, left_size);
            right_size = 0;
        } else if (!same) {
            columns_alone(view, &view->sides[1], b + j, right_size);
            left_size = 0;
        }
        i += left_size;
        j += right_size;
    }
    columns_alone(view, &view->sides[0], a + i, a_size - i);
    columns_alone(view, &view->sides[1], b + j, b_size - j);
}

static void columns_marked(lt_columns *view, lt_columns_side *side, int style, const char *text, size_t size)
{
    const char *const marks[][2] = {[STYLE_FIRST] = {"[-", "-]"}, [STYLE_SECOND] = {"{+", "+}"}};
    if (size == 0 || view->failed) {
        return;
    }
    side->style = style;
    side->blank = false; /* white space that was edited is shown */
    if (view->colour) {
        columns_put(view, side, columns_codes[style]);
    } else {
        columns_alone(view, side, marks[style][0], 2);
    }
    columns_alone(view, side, text, size);
    if (view->colour) {
        columns_put(view, side, columns_codes[STYLE_PLAIN]);
    } else {
        columns_alone(view, side, marks[style][1], 2);
    }
    side->style = STYLE_PLAIN;
}

void lt_columns_edit(lt_columns *view, const char *a, size_t a_size, const char *b, size_t b_size)
{
    columns_meet(view);
    columns_marked(view, &view->sides[0], STYLE_FIRST, a, a_size);
    columns_marked(view, &view->sides[view->beside], STYLE_SECOND, b, b_size);
}

void lt_columns_beside(lt_columns *view, const char *a, size_t a_size, const char *b, size_t b_size)
{
    columns_meet(view);
    columns_alone(view, &view->sides[0], a, a_size);
    columns_alone(view, &view->sides[view->beside], b, b_size);
}

static void columns_print(const lt_columns *view, const lt_columns_side *side, size_t row)
{
    if (row < side->row_count) {
        size_t end = row + 1 < side->row_count ? side->rows[row + 1].begin : side->size;
        fwrite(side->bytes + side->rows[row].begin, 1, end - side->rows[row].begin, view->file);
    }
}

int lt_columns_end(lt_columns *view, leitong_error *error)
{
    const lt_columns_side *a = &view->sides[0];
    const lt_columns_side *b = &view->sides[1];
    size_t rows = !view->beside ? a->row_count : LT_MAX(a->row_count, b->row_count);
    for (size_t row = 0; row < rows && !view->failed; row++) {
        fprintf(view->file, "%*s", COLUMNS_INDENT, "");
        columns_print(view, a, row);
        if (view->beside) {
            unsigned used = row < a->row_count ? a->rows[row].used : 0;
            fprintf(view->file, "%*s" COLUMNS_GAP, (int)(view->width - used), "");
            columns_print(view, b, row);
        }
        putc('\n', view->file);
    }
    for (int i = 0; i < 2; i++) {
        free(view->sides[i].bytes);
        free(view->sides[i].rows);
    }
    return view->failed ? lt_error_memory(error) : 0;
}

#include "columns.h"

#include "console.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#define COLUMNS_GAP " | "
#define COLUMNS_GAP_WIDTH 3
#define COLUMNS_INDENT 2
#define COLUMNS_LEAST 12 /* columns of text, however narrow the terminal */

enum columns_style { STYLE_PLAIN, STYLE_FIRST, STYLE_SECOND };
static const char *const columns_codes[] = {"\033[0m", "\033[1;31m", "\033[1;4;32m"};

static bool columns_reserve(columns_view *view, columns_side *side, size_t bytes)
{
    if (side->size + bytes > side->capacity) {
        size_t capacity = 2 * side->capacity + bytes + 256;
        char *grown = realloc(side->bytes, capacity);
        if (grown == NULL) {
            view->failed = true;
            return false;
        }
        side->bytes = grown;
        side->capacity = capacity;
    }
    return !view->failed;
}

static void columns_put(columns_view *view, columns_side *side, const char *text)
{
    size_t size = strlen(text);
    if (columns_reserve(view, side, size)) {
        memcpy(side->bytes + side->size, text, size);
        side->size += size;
    }
}

/* Begins a row; a colour ends with its row and begins again in the next. */
static void columns_row(columns_view *view, columns_side *side)
{
    if (side->rows == side->row_capacity) {
        size_t capacity = 2 * side->row_capacity + 16;
        size_t *begins = realloc(side->begins, capacity * sizeof *begins);
        side->begins = begins != NULL ? begins : side->begins;
        unsigned *used = begins != NULL ? realloc(side->used, capacity * sizeof *used) : NULL;
        if (used == NULL) {
            view->failed = true;
            return;
        }
        side->used = used;
        side->row_capacity = capacity;
    }
    bool coloured = view->colour && side->style != STYLE_PLAIN;
    if (coloured && side->rows > 0) {
        columns_put(view, side, columns_codes[STYLE_PLAIN]);
    }
    side->begins[side->rows] = side->size;
    side->used[side->rows] = 0;
    side->rows++;
    if (coloured) {
        columns_put(view, side, columns_codes[side->style]);
    }
}

static bool columns_fits(const columns_view *view, const columns_side *side, unsigned width)
{
    return side->used[side->rows - 1] + width <= view->width;
}

static bool columns_is_blank(const console_cell *cell)
{
    return cell->shape[0] == ' ';
}

/* A cell in the row that is open; the caller has looked whether it fits. */
static void columns_cell(columns_view *view, columns_side *side, const console_cell *cell)
{
    if (columns_is_blank(cell) && side->blank) {
        return;
    }
    side->blank = columns_is_blank(cell);
    columns_put(view, side, cell->shape);
    side->used[side->rows - 1] += cell->width;
}

/* Text on one side alone. */
static void columns_alone(columns_view *view, columns_side *side, const char *text, size_t size)
{
    for (size_t at = 0; at < size && !view->failed;) {
        console_cell cell;
        at += console_next(text + at, size - at, &cell);
        if (!columns_fits(view, side, cell.width)) {
            columns_row(view, side);
        }
        if (!view->failed) {
            columns_cell(view, side, &cell);
        }
    }
}

/* Brings both sides into the same row. */
static void columns_meet(columns_view *view)
{
    columns_side *a = &view->sides[0];
    columns_side *b = &view->sides[1];
    while (!view->failed && a->rows != b->rows) {
        columns_row(view, a->rows < b->rows ? a : b);
    }
}

static void columns_both(columns_view *view, const console_cell *a, const console_cell *b)
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
static bool columns_is_loose(const console_cell *cell)
{
    return !iswalnum((wint_t)cell->character);
}

void columns_begin(columns_view *view, FILE *file, unsigned columns, int layout, bool colour)
{
    unsigned text = columns > COLUMNS_INDENT ? columns - COLUMNS_INDENT : 0;
    *view = (columns_view){.file = file, .layout = layout, .colour = colour};
    if (layout == COLUMNS_SIDE) {
        text = text > COLUMNS_GAP_WIDTH ? (text - COLUMNS_GAP_WIDTH) / 2 : 0;
    }
    view->width = text < COLUMNS_LEAST ? COLUMNS_LEAST : text;
    for (int i = 0; i < 2; i++) {
        view->sides[i].blank = true;
        columns_row(view, &view->sides[i]);
    }
}

void columns_equal(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (view->layout == COLUMNS_MERGED) {
        columns_alone(view, &view->sides[0], a, a_size);
        return;
    }
    size_t i = 0;
    size_t j = 0;
    while (!view->failed && i < a_size && j < b_size) {
        console_cell left;
        console_cell right;
        size_t left_size = console_next(a + i, a_size - i, &left);
        size_t right_size = console_next(b + j, b_size - j, &right);
        bool same = left.character == right.character || (!columns_is_loose(&left) && !columns_is_loose(&right));
        if (same) {
            columns_both(view, &left, &right);
        }
        if (!same && columns_is_loose(&left)) {
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

static void columns_marked(columns_view *view, columns_side *side, int style, const char *text, size_t size)
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

void columns_edit(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size)
{
    columns_meet(view);
    columns_marked(view, &view->sides[0], STYLE_FIRST, a, a_size);
    columns_marked(view, &view->sides[view->layout == COLUMNS_SIDE], STYLE_SECOND, b, b_size);
}

void columns_beside(columns_view *view, const char *a, size_t a_size, const char *b, size_t b_size)
{
    columns_meet(view);
    columns_alone(view, &view->sides[0], a, a_size);
    columns_alone(view, &view->sides[view->layout == COLUMNS_SIDE], b, b_size);
}

static void columns_print(const columns_view *view, const columns_side *side, size_t row)
{
    if (row < side->rows) {
        size_t end = row + 1 < side->rows ? side->begins[row + 1] : side->size;
        fwrite(side->bytes + side->begins[row], 1, end - side->begins[row], view->file);
    }
}

bool columns_end(columns_view *view)
{
    const columns_side *a = &view->sides[0];
    const columns_side *b = &view->sides[1];
    size_t rows = a->rows > b->rows || view->layout == COLUMNS_MERGED ? a->rows : b->rows;
    for (size_t row = 0; row < rows && !view->failed; row++) {
        fprintf(view->file, "%*s", COLUMNS_INDENT, "");
        columns_print(view, a, row);
        if (view->layout == COLUMNS_SIDE) {
            unsigned used = row < a->rows ? a->used[row] : 0;
            fprintf(view->file, "%*s" COLUMNS_GAP, (int)(view->width - used), "");
            columns_print(view, b, row);
        }
        putc('\n', view->file);
    }
    for (int i = 0; i < 2; i++) {
        free(view->sides[i].bytes);
        free(view->sides[i].begins);
        free(view->sides[i].used);
    }
    return !view->failed;
}

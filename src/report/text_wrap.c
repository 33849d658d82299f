#include "report/text_wrap.h"

#include "base/compare.h"
#include "leitong/report.h"

#include <string.h>

void lt_text_wrap_open(lt_text_wrap *wrap, FILE *file, unsigned columns)
{
    *wrap = (lt_text_wrap){.file = file, .columns = columns};
    lt_terminal_open(&wrap->terminal);
}

void lt_text_wrap_close(lt_text_wrap *wrap)
{
    lt_terminal_close(&wrap->terminal);
}

static void text_wrap_indent(lt_text_wrap *wrap)
{
    for (wrap->used = 0; wrap->used < wrap->indent; wrap->used++) {
        putc(' ', wrap->file);
    }
}

void lt_text_wrap_begin(lt_text_wrap *wrap, unsigned indent, unsigned lines)
{
    wrap->indent = indent;
    wrap->lines = lines - 1;
    wrap->blank = true;
    wrap->gap = false;
    wrap->full = false;
    wrap->word_size = wrap->word_used = 0;
    text_wrap_indent(wrap);
}

/* The last line keeps a column free for its …; two, since some terminals show it wide. */
static bool text_wrap_fits(const lt_text_wrap *wrap, unsigned width)
{
    return wrap->used + width + (wrap->lines == 0 ? 2 : 0) <= wrap->columns;
}

/* `bytes` on this line, behind the blank that was read before them, or on the next without it. */
static void text_wrap_write(lt_text_wrap *wrap, const char *bytes, size_t size, unsigned width)
{
    unsigned gap = wrap->gap && wrap->used > wrap->indent;
    if (wrap->full || size == 0) {
        return;
    }
    wrap->gap = false;
    if (text_wrap_fits(wrap, gap + width)) {
        fputs(gap ? " " : "", wrap->file);
        wrap->used += gap;
    } else if (wrap->lines == 0) {
        fputs("…", wrap->file);
        wrap->full = true;
        return;
    } else {
        putc('\n', wrap->file);
        wrap->lines--;
        text_wrap_indent(wrap);
    }
    fwrite(bytes, 1, size, wrap->file);
    wrap->used += width;
}

static void text_wrap_word(lt_text_wrap *wrap)
{
    text_wrap_write(wrap, wrap->word, wrap->word_size, wrap->word_used);
    wrap->word_size = wrap->word_used = 0;
}

void lt_text_wrap_put(lt_text_wrap *wrap, const char *text, size_t size)
{
    for (size_t at = 0; at < size && !wrap->full;) {
        lt_cell cell;
        at += lt_terminal_next(&wrap->terminal, text + at, size - at, &cell);
        size_t length = cell.shown.length;
        if (cell.is_blank && wrap->blank) {
            continue;
        }
        if (cell.is_blank) {
            text_wrap_word(wrap);
            wrap->gap = true;
        } else if (cell.shown.character > 0x7F && cell.width == 2) {
            text_wrap_word(wrap);
            text_wrap_write(wrap, cell.shown.shape, length, cell.width);
        } else {
            if (wrap->word_size + length > sizeof wrap->word ||
                wrap->word_used + cell.width + wrap->indent + 2 > wrap->columns) {
                text_wrap_word(wrap);
            }
            memcpy(wrap->word + wrap->word_size, cell.shown.shape, length);
            wrap->word_size += (unsigned)length;
            wrap->word_used += cell.width;
        }
        wrap->blank = cell.is_blank;
    }
}

void lt_text_wrap_end(lt_text_wrap *wrap)
{
    text_wrap_word(wrap);
    putc('\n', wrap->file);
}

/* Columns of all of `text` on one line. */
static unsigned text_wrap_columns(const lt_text_wrap *wrap, const char *text, size_t size)
{
    unsigned columns = 0;
    for (size_t at = 0; at < size;) {
        lt_cell cell;
        at += lt_terminal_next(&wrap->terminal, text + at, size - at, &cell);
        columns += cell.width;
    }
    return columns;
}

void lt_text_wrap_name(const lt_text_wrap *wrap, const char *name, unsigned columns)
{
    size_t size = strlen(name);
    unsigned all = text_wrap_columns(wrap, name, size);
    unsigned left = all > columns ? all - columns + 2 : 0; /* to leave out, and room for … where that is wide */
    if (left > 0) {
        fputs("…", wrap->file);
    }
    for (size_t at = 0; at < size;) {
        lt_cell cell;
        at += lt_terminal_next(&wrap->terminal, name + at, size - at, &cell);
        if (left == 0) {
            fputs(cell.shown.shape, wrap->file);
        }
        left -= LT_MIN(left, cell.width);
    }
}

void leitong_report_line(const char *text, size_t size, unsigned columns, FILE *file)
{
    lt_terminal terminal;
    unsigned used = 0;
    bool blank = true; /* runs of white space are one space, none at the begin */
    lt_terminal_open(&terminal);
    for (size_t at = 0; at < size;) {
        lt_cell cell;
        at += lt_terminal_next(&terminal, text + at, size - at, &cell);
        if (cell.is_blank && blank) {
            continue;
        }
        blank = cell.is_blank;
        if (used + cell.width + (at < size) > columns) {
            fputs("…", file);
            break;
        }
        fputs(cell.shown.shape, file);
        used += cell.width;
    }
    lt_terminal_close(&terminal);
}

#include "report/text_wrap.h"

#include "report/printable.h"

#include <string.h>
#include <wchar.h>

void lt_text_wrap_open(lt_text_wrap *flow, FILE *file, unsigned columns)
{
    *flow =
        (lt_text_wrap){.file = file, .columns = columns, .locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)};
}

void lt_text_wrap_close(lt_text_wrap *flow)
{
    if (flow->locale != (locale_t)0) {
        freelocale(flow->locale);
        flow->locale = (locale_t)0;
    }
}

/* wcwidth asks the thread's locale; the program's own is set back at once. */
static unsigned text_wrap_width(const lt_text_wrap *flow, const lt_printable *shown)
{
    if (shown->character < 0x7F || shown->length > 4) {
        return (unsigned)shown->length;
    }
    if (flow->locale == (locale_t)0) {
        return shown->character >= 0x1100 ? 2 : 1;
    }
    locale_t before = uselocale(flow->locale);
    int width = wcwidth((wchar_t)shown->character);
    uselocale(before);
    return width < 0 ? 1 : (unsigned)width;
}

static bool text_wrap_is_blank(const lt_printable *shown)
{
    return shown->character == ' ' || shown->character == '\t' || shown->character == '\n' || shown->character == '\r';
}

static void text_wrap_indent(lt_text_wrap *flow)
{
    for (flow->used = 0; flow->used < flow->indent; flow->used++) {
        putc(' ', flow->file);
    }
}

void lt_text_wrap_begin(lt_text_wrap *flow, unsigned indent, unsigned lines)
{
    flow->indent = indent;
    flow->lines = lines - 1;
    flow->blank = true;
    flow->gap = false;
    flow->full = false;
    flow->word_size = flow->word_used = 0;
    text_wrap_indent(flow);
}

/* The last line keeps a column free for its …; two, since some terminals show it wide. */
static bool text_wrap_fits(const lt_text_wrap *flow, unsigned width)
{
    return flow->used + width + (flow->lines == 0 ? 2 : 0) <= flow->columns;
}

/* `bytes` on this line, behind the blank that was read before them, or on the next without it. */
static void text_wrap_write(lt_text_wrap *flow, const char *bytes, size_t size, unsigned width)
{
    unsigned gap = flow->gap && flow->used > flow->indent;
    if (flow->full || size == 0) {
        return;
    }
    flow->gap = false;
    if (text_wrap_fits(flow, gap + width)) {
        fputs(gap ? " " : "", flow->file);
        flow->used += gap;
    } else if (flow->lines == 0) {
        fputs("…", flow->file);
        flow->full = true;
        return;
    } else {
        putc('\n', flow->file);
        flow->lines--;
        text_wrap_indent(flow);
    }
    fwrite(bytes, 1, size, flow->file);
    flow->used += width;
}

static void text_wrap_word(lt_text_wrap *flow)
{
    text_wrap_write(flow, flow->word, flow->word_size, flow->word_used);
    flow->word_size = flow->word_used = 0;
}

void lt_text_wrap_put(lt_text_wrap *flow, const char *text, size_t size)
{
    for (size_t at = 0; at < size && !flow->full;) {
        lt_printable shown;
        at += lt_printable_next(text + at, size - at, &shown);
        bool is_blank = text_wrap_is_blank(&shown);
        unsigned width = is_blank ? 1 : text_wrap_width(flow, &shown);
        size_t length = strlen(shown.shape);
        if (is_blank && flow->blank) {
            continue;
        }
        if (is_blank) {
            text_wrap_word(flow);
            flow->gap = true;
        } else if (shown.character > 0x7F && width == 2) {
            text_wrap_word(flow);
            text_wrap_write(flow, shown.shape, length, width);
        } else {
            if (flow->word_size + length > sizeof flow->word ||
                flow->word_used + width + flow->indent + 2 > flow->columns) {
                text_wrap_word(flow);
            }
            memcpy(flow->word + flow->word_size, shown.shape, length);
            flow->word_size += (unsigned)length;
            flow->word_used += width;
        }
        flow->blank = is_blank;
    }
}

void lt_text_wrap_end(lt_text_wrap *flow)
{
    text_wrap_word(flow);
    putc('\n', flow->file);
}

/* Columns of all of `text` on one line. */
static unsigned text_wrap_columns(const lt_text_wrap *flow, const char *text, size_t size)
{
    unsigned columns = 0;
    for (size_t at = 0; at < size;) {
        lt_printable shown;
        at += lt_printable_next(text + at, size - at, &shown);
        columns += text_wrap_is_blank(&shown) ? 1 : text_wrap_width(flow, &shown);
    }
    return columns;
}

void lt_text_wrap_name(const lt_text_wrap *flow, const char *name, unsigned columns)
{
    size_t size = strlen(name);
    unsigned all = text_wrap_columns(flow, name, size);
    unsigned left = all > columns ? all - columns + 2 : 0; /* to leave out, and room for … where that is wide */
    if (left > 0) {
        fputs("…", flow->file);
    }
    for (size_t at = 0; at < size;) {
        lt_printable shown;
        at += lt_printable_next(name + at, size - at, &shown);
        bool is_blank = text_wrap_is_blank(&shown);
        unsigned width = is_blank ? 1 : text_wrap_width(flow, &shown);
        if (left == 0) {
            fputs(is_blank ? " " : shown.shape, flow->file);
        }
        left -= left < width ? left : width;
    }
}

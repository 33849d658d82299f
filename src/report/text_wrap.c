#include "report/text_wrap.h"

#include "base/compare.h"
#include "report/printable.h"

#include <string.h>
#include <wchar.h>

void lt_text_wrap_open(lt_text_wrap *wrap, FILE *file, unsigned columns)
{
    *wrap =
        (lt_text_wrap){.file = file, .columns = columns, .locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)};
}

void lt_text_wrap_close(lt_text_wrap *wrap)
{
    if (wrap->locale != (locale_t)0) {
        freelocale(wrap->locale);
        wrap->locale = (locale_t)0;
    }
}

/* wcwidth asks the thread's locale; the program's own is set back at once. */
static unsigned text_wrap_width(const lt_text_wrap *wrap, const lt_printable *shown)
{
    if (shown->character < 0x7F || shown->length > 4) {
        return (unsigned)shown->length;
    }
    if (wrap->locale == (locale_t)0) {
        return shown->character >= 0x1100 ? 2 : 1;
    }
    locale_t before = uselocale(wrap->locale);
    int width = wcwidth((wchar_t)shown->character);
    uselocale(before);
    return width < 0 ? 1 : (unsigned)width;
}

static bool text_wrap_is_blank(const lt_printable *shown)
{
    return shown->character == ' ' || shown->character == '\t' || shown->character == '\n' || shown->character == '\r';
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
        lt_printable shown;
        at += lt_printable_next(text + at, size - at, &shown);
        bool is_blank = text_wrap_is_blank(&shown);
        unsigned width = is_blank ? 1 : text_wrap_width(wrap, &shown);
        size_t length = strlen(shown.shape);
        if (is_blank && wrap->blank) {
            continue;
        }
        if (is_blank) {
            text_wrap_word(wrap);
            wrap->gap = true;
        } else if (shown.character > 0x7F && width == 2) {
            text_wrap_word(wrap);
            text_wrap_write(wrap, shown.shape, length, width);
        } else {
            if (wrap->word_size + length > sizeof wrap->word ||
                wrap->word_used + width + wrap->indent + 2 > wrap->columns) {
                text_wrap_word(wrap);
            }
            memcpy(wrap->word + wrap->word_size, shown.shape, length);
            wrap->word_size += (unsigned)length;
            wrap->word_used += width;
        }
        wrap->blank = is_blank;
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
        lt_printable shown;
        at += lt_printable_next(text + at, size - at, &shown);
        columns += text_wrap_is_blank(&shown) ? 1 : text_wrap_width(wrap, &shown);
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
        lt_printable shown;
        at += lt_printable_next(name + at, size - at, &shown);
        bool is_blank = text_wrap_is_blank(&shown);
        unsigned width = is_blank ? 1 : text_wrap_width(wrap, &shown);
        if (left == 0) {
            fputs(is_blank ? " " : shown.shape, wrap->file);
        }
        left -= LT_MIN(left, width);
    }
}

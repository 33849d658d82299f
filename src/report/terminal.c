#include "report/terminal.h"

#include <wchar.h>
#include <wctype.h>

void lt_terminal_open(lt_terminal *terminal)
{
    terminal->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

void lt_terminal_close(lt_terminal *terminal)
{
    if (terminal->locale != (locale_t)0) {
        freelocale(terminal->locale);
        terminal->locale = (locale_t)0;
    }
}

/* wcwidth asks the thread's locale; the program's own is set back at once. */
static unsigned terminal_width(const lt_terminal *terminal, const lt_printable *shown)
{
    if (shown->character < 0x7F || shown->length > 4) {
        return (unsigned)shown->length;
    }
    if (terminal->locale == (locale_t)0) {
        return shown->character >= 0x1100 ? 2 : 1;
    }
    locale_t before = uselocale(terminal->locale);
    int width = wcwidth((wchar_t)shown->character);
    uselocale(before);
    return width < 0 ? 1 : (unsigned)width;
}

size_t lt_terminal_next(const lt_terminal *terminal, const char *text, size_t left, lt_cell *ret_cell)
{
    size_t size = lt_printable_next(text, left, &ret_cell->shown);
    uint32_t c = ret_cell->shown.character;
    ret_cell->is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (ret_cell->is_blank) {
        ret_cell->shown.shape[0] = ' ';
    }
    ret_cell->width = terminal_width(terminal, &ret_cell->shown);
    return size;
}

bool lt_terminal_is_word(const lt_terminal *terminal, uint32_t character)
{
    return terminal->locale != (locale_t)0 ? iswalnum_l((wint_t)character, terminal->locale) != 0 : character > 0x7F;
}

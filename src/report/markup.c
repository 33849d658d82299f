#include "report/markup.h"

#include "report/printable.h"

#include <string.h>

void lt_markup_put(FILE *file, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        lt_printable shown;
        at += lt_printable_next(text + at, size - at, &shown);
        for (const char *c = shown.shape; *c != '\0'; c++) {
            switch (*c) {
            case '<':
                fputs("&lt;", file);
                break;
            case '>':
                fputs("&gt;", file);
                break;
            case '&':
                fputs("&amp;", file);
                break;
            case '"':
                fputs("&quot;", file);
                break;
            case '\t':
            case '\n':
            case '\r':
                fprintf(file, "&#%d;", *c);
                break;
            default:
                putc(*c, file);
                break;
            }
        }
    }
}

void lt_markup_text(FILE *file, const char *text)
{
    lt_markup_put(file, text, strlen(text));
}

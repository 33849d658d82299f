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

void lt_markup_head(FILE *file, const lt_markup_page *page)
{
    fprintf(file,
            "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; %s; base-uri 'none'; "
            "form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n",
            page->lang, page->policy);
    if (page->has_icon) {
        fputs("<link rel=\"icon\" href=\"data:,\">\n", file);
    }
    fprintf(file, "<title>%s</title>\n", page->title);
}

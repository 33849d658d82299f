#include "report/html_page.h"

#include <inttypes.h>
#include <stdlib.h>

void lt_html_open(lt_html *html, const char *name, uint64_t number)
{
    FILE *file = html->json.file;
    if (number == UINT64_MAX) {
        fprintf(file, "<script type=\"application/json\" id=\"%s\">", name);
    } else {
        fprintf(file, "<script type=\"application/json\" id=\"%s-%" PRIu64 "\">", name, number);
    }
    html->json.comma = false;
}

void lt_html_close(lt_html *html)
{
    fputs("</script>\n", html->json.file);
}

void lt_html_numbers(lt_json *json, const uint64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lt_json_number(json, NULL, numbers[i]);
    }
}

void lt_html_clear(lt_html *html)
{
    free(html->units);
    free(html->has_text);
    free(html->ranked);
    lt_html_choice_clear(&html->choice);
}

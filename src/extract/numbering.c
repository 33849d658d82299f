#include "extract/numbering.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lt_numbering_clear(lt_numbering *numbering)
{
    for (size_t i = 0; i < numbering->count; i++) {
        free(numbering->lists[i].name);
    }
    free(numbering->lists);
    lt_name_index_clear(&numbering->names);
    *numbering = (lt_numbering){0};
}

lt_numbering_list *lt_numbering_find(lt_numbering *numbering, const char *name)
{
    size_t at;
    return lt_name_index_find(&numbering->names, name, &at) ? &numbering->lists[at] : NULL;
}

long lt_numbering_read(const char *text, long least, long most, long otherwise)
{
    char *end;
    long number = text != NULL ? strtol(text, &end, 10) : 0;
    return text != NULL && end != text && number >= least && number <= most ? number : otherwise;
}

int lt_numbering_add(lt_numbering *numbering, const char *name, lt_numbering_list **ret_list, leitong_error *error)
{
    LT_TRY(LT_RESERVE(numbering->lists, numbering->capacity, numbering->count + 1, error));
    lt_numbering_list list = {.name = strdup(name)};
    if (list.name == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < LT_NUMBERING_LEVELS; i++) {
        list.levels[i].start = 1;
    }
    numbering->lists[numbering->count] = list;
    *ret_list = &numbering->lists[numbering->count++];
    return lt_name_index_add(&numbering->names, list.name, numbering->count - 1, error);
}

static void numbering_append(char out[LT_LABEL_SIZE], size_t *size, const char *piece, size_t length)
{
    size_t fits = LT_MIN(length, LT_LABEL_SIZE - 2 - *size); /* one for a space, one for the end */
    memcpy(out + *size, piece, fits);
    *size += fits;
}

/* Behind a Latin letter or a digit the text would grow together with it. */
static bool numbering_needs_space(const char *out, size_t size)
{
    return size > 0 && (uint8_t)out[size - 1] < 0x80 && out[size - 1] != ' ';
}

void lt_numbering_count(lt_numbering_list *list, size_t level, char out[LT_LABEL_SIZE])
{
    char number[LT_LABEL_SIZE];
    size_t size = 0;
    size_t at = LT_MIN(level, (size_t)LT_NUMBERING_LEVELS - 1);
    lt_numbering_level *here = &list->levels[at];
    here->now = here->now == 0 ? here->start : here->now + 1;
    for (size_t i = at + 1; i < LT_NUMBERING_LEVELS; i++) {
        list->levels[i].now = 0;
    }
    const char *text = here->form == LT_LABEL_NONE ? "" : here->text;
    while (*text != '\0') {
        size_t plain = strcspn(text, "%");
        numbering_append(out, &size, text, plain);
        text += plain;
        if (text[0] == '%' && text[1] >= '1' && text[1] <= '9') {
            const lt_numbering_level *of = &list->levels[text[1] - '1'];
            lt_label_write(of->form, of->now > 0 ? of->now : of->start, number);
            numbering_append(out, &size, number, strlen(number));
            text += 2;
        } else if (text[0] == '%') {
            numbering_append(out, &size, text, 1);
            text++;
        }
    }
    size = lt_utf8_fault((const uint8_t *)out, size); /* what was cut off within a letter */
    if (numbering_needs_space(out, size)) {
        out[size++] = ' ';
    }
    out[size] = '\0';
}

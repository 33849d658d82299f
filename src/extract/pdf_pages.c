#include "extract/pdf_pages.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGES_WORD_GAP 0.12   /* of the line's height: nearer, two words are one */
#define PAGES_NOTE_HEIGHT 0.7 /* of the line's height: a smaller number refers to a note */
#define PAGES_NOTE_DIGITS 3

void lt_pdf_pages_clear(lt_pdf_pages *pages)
{
    free(pages->text);
    free(pages->lines);
    free(pages->heights);
    free(pages->rest);
    *pages = (lt_pdf_pages){0};
}

/* The number behind ` NAME="` in a tag; 0 where it has none. */
static double pages_number(const char *tag, const char *name)
{
    char key[16];
    snprintf(key, sizeof key, " %s=\"", name);
    const char *at = strstr(tag, key);
    double number = at != NULL ? strtod(at + strlen(key), NULL) : 0;
    return number > -1e6 && number < 1e6 ? number : 0;
}

static lt_pdf_box pages_box(const char *tag)
{
    return (lt_pdf_box){pages_number(tag, "xMin"), pages_number(tag, "yMin"), pages_number(tag, "xMax"),
                        pages_number(tag, "yMax")};
}

static int pages_append(lt_pdf_pages *pages, const char *bytes, size_t size, leitong_error *error)
{
    LT_TRY(LT_RESERVE(pages->text, pages->text_capacity, pages->text_size + size + 1, error));
    memcpy(pages->text + pages->text_size, bytes, size);
    pages->text_size += size;
    return 0;
}

/* Entities undone, in place; what is no UTF-8 or a control character is left out. */
static size_t pages_plain(char *text, size_t size)
{
    static const struct {
        const char *entity;
        char letter;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
    size_t to = 0;
    for (size_t at = 0; at < size;) {
        size_t length = lt_utf8_sequence((const uint8_t *)text + at, size - at);
        char letter = text[at];
        for (size_t i = 0; letter == '&' && i < sizeof entities / sizeof entities[0]; i++) {
            size_t entity = strlen(entities[i].entity);
            if (size - at >= entity && memcmp(text + at, entities[i].entity, entity) == 0) {
                letter = entities[i].letter;
                length = entity;
            }
        }
        bool is_control = (uint8_t)letter < ' ' || letter == 0x7F;
        if (length > 0 && text[at] == '&') {
            text[to++] = letter;
        } else if (length > 0 && !is_control) {
            memmove(text + to, text + at, length);
            to += length;
        }
        at += length > 0 ? length : 1;
    }
    return to;
}

static bool pages_is_reference(const lt_pdf_pages *pages, const char *text, size_t size)
{
    double line = pages->line.box.bottom - pages->line.box.top;
    double word = pages->word.bottom - pages->word.top;
    bool is_number = size > 0 && size <= PAGES_NOTE_DIGITS;
    for (size_t i = 0; i < size; i++) {
        is_number = is_number && text[i] >= '0' && text[i] <= '9';
    }
    return is_number && pages->words > 0 && word < PAGES_NOTE_HEIGHT * line;
}

static int pages_word(lt_pdf_pages *pages, char *text, size_t size, leitong_error *error)
{
    lt_pdf_line *line = &pages->line;
    size = pages_plain(text, size);
    if (size == 0 || pages_is_reference(pages, text, size)) {
        line->box.right = size > 0 ? pages->word.right : line->box.right;
        return 0;
    }
    double gap = pages->word.left - line->box.right;
    if (pages->words == 0) {
        line->first_word = pages->word.right - pages->word.left;
    } else if (gap > PAGES_WORD_GAP * (line->box.bottom - line->box.top)) {
        LT_TRY(pages_append(pages, " ", 1, error));
    }
    LT_TRY(pages_append(pages, text, size, error));
    line->box.right = pages->word.right;
    pages->words++;
    return 0;
}

static int pages_line_end(lt_pdf_pages *pages, leitong_error *error)
{
    pages->line.size = pages->text_size - pages->line.text;
    if (pages->line.size == 0 || pages->line.page == 0) {
        return 0;
    }
    LT_TRY(LT_RESERVE(pages->lines, pages->capacity, pages->count + 1, error));
    pages->lines[pages->count++] = pages->line;
    return 0;
}

static void pages_property(lt_pdf_pages *pages, lt_property property, char *text, size_t size)
{
    size = pages_plain(text, LT_MIN(size, LT_PROPERTY_LONGEST));
    memcpy(pages->properties[property], text, size);
    pages->properties[property][size] = '\0';
}

/* <meta name="NAME" content="VALUE"/> */
static void pages_meta(lt_pdf_pages *pages, char *tag)
{
    static const struct {
        const char *head;
        lt_property property;
    } heads[] = {{"meta name=\"Author\" content=\"", LT_PROPERTY_AUTHOR},
                 {"meta name=\"CreationDate\" content=\"", LT_PROPERTY_DATE}};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t size = strlen(heads[i].head);
        if (strncmp(tag, heads[i].head, size) == 0) {
            pages_property(pages, heads[i].property, tag + size, strcspn(tag + size, "\""));
        }
    }
}

/* `tag`: between < and >, NUL-terminated. */
static int pages_tag(lt_pdf_pages *pages, char *tag, leitong_error *error)
{
    if (strncmp(tag, "page ", 5) == 0) {
        LT_TRY(LT_RESERVE(pages->heights, pages->height_capacity, (size_t)pages->pages + 1, error));
        pages->heights[pages->pages++] = pages_number(tag, "height");
    } else if (strncmp(tag, "block ", 6) == 0) {
        pages->blocks++;
    } else if (strncmp(tag, "line ", 5) == 0) {
        lt_pdf_box box = pages_box(tag);
        box.right = box.left; /* until words stand in it */
        pages->line = (lt_pdf_line){.text = pages->text_size, .page = pages->pages, .block = pages->blocks, .box = box};
        pages->words = 0;
    } else if (strcmp(tag, "/line") == 0) {
        return pages_line_end(pages, error);
    } else if (strncmp(tag, "word ", 5) == 0) {
        pages->word = pages_box(tag);
    } else if (strncmp(tag, "meta ", 5) == 0) {
        pages_meta(pages, tag);
    }
    return 0;
}

int lt_pdf_pages_add(lt_pdf_pages *pages, const char *piece, size_t size, leitong_error *error)
{
    size_t at = 0;
    LT_TRY(LT_RESERVE(pages->rest, pages->rest_capacity, pages->rest_size + size + 1, error));
    memcpy(pages->rest + pages->rest_size, piece, size);
    pages->rest_size += size;
    for (;;) {
        /* Text up to a tag, and the tag. */
        char *open = memchr(pages->rest + at, '<', pages->rest_size - at);
        char *end = open != NULL ? memchr(open, '>', pages->rest_size - (size_t)(open - pages->rest)) : NULL;
        if (end == NULL) {
            break;
        }
        *end = '\0';
        char *text = pages->rest + at;
        if (strcmp(open + 1, "/word") == 0) {
            LT_TRY(pages_word(pages, text, (size_t)(open - text), error));
        } else if (strcmp(open + 1, "/title") == 0) {
            pages_property(pages, LT_PROPERTY_TITLE, text, (size_t)(open - text));
        } else {
            LT_TRY(pages_tag(pages, open + 1, error));
        }
        at = (size_t)(end + 1 - pages->rest);
    }
    memmove(pages->rest, pages->rest + at, pages->rest_size - at);
    pages->rest_size -= at;
    return 0;
}

#include "extract/docx_styles.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STYLES_BASES 16 /* styles that are based on one another; more are a circle */
#define STYLES_HEADINGS 9

void lt_docx_styles_clear(lt_docx_styles *styles)
{
    for (size_t i = 0; i < styles->count; i++) {
        free(styles->styles[i].name);
        free(styles->styles[i].based_on);
        free(styles->styles[i].list);
    }
    for (size_t i = 0; i < styles->number_count; i++) {
        free(styles->numbers[i].name);
    }
    free(styles->styles);
    free(styles->numbers);
    lt_numbering_clear(&styles->numbering);
    *styles = (lt_docx_styles){0};
}

int lt_docx_is_on(lt_xml *xml, int *ret_on, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "val", &value, error));
    *ret_on = value == NULL || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0);
    return 0;
}

static int styles_copy(lt_xml *xml, const char *attribute, char **to, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, attribute, &value, error));
    if (value != NULL) {
        free(*to);
        *to = strdup(value);
        if (*to == NULL) {
            return lt_error_memory(error);
        }
    }
    return 0;
}

static int styles_number(lt_xml *xml, int *to, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "val", &value, error));
    long number = value != NULL ? strtol(value, NULL, 10) : 0;
    *to = number >= 0 && number < 1000000 ? (int)number : 0;
    return 0;
}

/* A style's name tells what is a heading in every language: only its id is translated. */
static int styles_heading(lt_xml *xml, lt_docx_style *style, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "val", &value, error));
    if (value != NULL && strcasecmp(value, "title") == 0) {
        style->heading = 1;
    } else if (value != NULL && strncasecmp(value, "heading ", 8) == 0 && value[8] >= '1' && value[8] <= '9') {
        style->heading = value[8] - '0';
    }
    return 0;
}

static int styles_element(lt_xml *xml, const char *name, lt_docx_style *style, leitong_error *error)
{
    int level = 0;
    if (strcmp(name, "name") == 0) {
        return styles_heading(xml, style, error);
    }
    if (strcmp(name, "basedOn") == 0) {
        return styles_copy(xml, "val", &style->based_on, error);
    }
    if (strcmp(name, "numId") == 0) {
        return styles_copy(xml, "val", &style->list, error);
    }
    if (strcmp(name, "ilvl") == 0) {
        return styles_number(xml, &style->level, error);
    }
    if (strcmp(name, "vanish") == 0) {
        return lt_docx_is_on(xml, &style->hidden, error);
    }
    if (strcmp(name, "outlineLvl") == 0) {
        LT_TRY(styles_number(xml, &level, error));
        style->heading = level < STYLES_HEADINGS ? level + 1 : 0;
    }
    return 0;
}

/* A <w:style>, its end included. */
static int styles_style(lt_docx_styles *styles, lt_xml *xml, leitong_error *error)
{
    lt_xml_event event;
    LT_TRY(LT_RESERVE(styles->styles, styles->capacity, styles->count + 1, error));
    lt_docx_style *style = &styles->styles[styles->count++];
    *style =
        (lt_docx_style){.heading = LT_DOCX_SAYS_NOTHING, .hidden = LT_DOCX_SAYS_NOTHING, .level = LT_DOCX_SAYS_NOTHING};
    LT_TRY(styles_copy(xml, "styleId", &style->name, error));
    for (size_t depth = 1; depth > 0;) {
        LT_TRY(lt_xml_next(xml, &event, error));
        if (event.kind == LT_XML_END) {
            return 0;
        }
        depth -= event.kind == LT_XML_CLOSE;
        if (event.kind != LT_XML_OPEN) {
            continue;
        }
        if (strcmp(event.name, "tblStylePr") == 0 || strcmp(event.name, "rPrChange") == 0 ||
            strcmp(event.name, "pPrChange") == 0) {
            LT_TRY(lt_xml_skip(xml, false, error));
            continue;
        }
        depth++;
        LT_TRY(styles_element(xml, event.name, style, error));
    }
    return 0;
}

static int styles_level_element(lt_xml *xml, const char *name, lt_numbering_level *level, leitong_error *error)
{
    const char *value = NULL;
    int number = 0;
    if (strcmp(name, "start") == 0) {
        LT_TRY(styles_number(xml, &number, error));
        level->start = (uint32_t)number;
    } else if (strcmp(name, "numFmt") == 0) {
        LT_TRY(lt_xml_attribute(xml, "val", &value, error));
        level->form = value != NULL ? lt_label_form_named(value) : LT_LABEL_NONE;
    } else if (strcmp(name, "lvlText") == 0) {
        LT_TRY(lt_xml_attribute(xml, "val", &value, error));
        if (value != NULL) {
            snprintf(level->text, sizeof level->text, "%s", value);
        }
    }
    return 0;
}

/* Which list a <w:num> counts in. */
static void styles_abstract(lt_docx_styles *styles, const char *name)
{
    const lt_numbering_list *list = lt_numbering_find(&styles->numbering, name);
    styles->numbers[styles->number_count - 1].list = list != NULL ? (size_t)(list - styles->numbering.lists) : SIZE_MAX;
}

/* What numbering.xml is in the middle of. */
typedef struct styles_at {
    lt_numbering_list *list; /* <w:abstractNum> */
    lt_numbering_level *level;
    long number_level; /* of <w:lvlOverride> */
} styles_at;

static int styles_level_at(lt_xml *xml, long *ret_level, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "ilvl", &value, error));
    long level = value != NULL ? strtol(value, NULL, 10) : 0;
    *ret_level = level >= 0 && level < LT_NUMBERING_LEVELS ? level : LT_NUMBERING_LEVELS - 1;
    return 0;
}

/* An element in a <w:num>. */
static int styles_number_element(lt_docx_styles *styles, lt_xml *xml, const char *name, styles_at *at,
                                 leitong_error *error)
{
    const char *value;
    int start;
    if (strcmp(name, "abstractNumId") == 0) {
        LT_TRY(lt_xml_attribute(xml, "val", &value, error));
        styles_abstract(styles, value != NULL ? value : "");
    } else if (strcmp(name, "lvlOverride") == 0) {
        return styles_level_at(xml, &at->number_level, error);
    } else if (strcmp(name, "startOverride") == 0) {
        LT_TRY(styles_number(xml, &start, error));
        styles->numbers[styles->number_count - 1].restarts[at->number_level] = (uint32_t)start + 1;
    }
    return 0;
}

static int styles_numbering_element(lt_docx_styles *styles, lt_xml *xml, const char *name, styles_at *at,
                                    leitong_error *error)
{
    const char *value;
    long level;
    if (strcmp(name, "abstractNum") == 0) {
        at->level = NULL;
        LT_TRY(lt_xml_attribute(xml, "abstractNumId", &value, error));
        return lt_numbering_add(&styles->numbering, value != NULL ? value : "", &at->list, error);
    }
    if (strcmp(name, "num") == 0) {
        at->list = NULL;
        at->level = NULL;
        at->number_level = 0;
        LT_TRY(LT_RESERVE(styles->numbers, styles->number_capacity, styles->number_count + 1, error));
        lt_docx_number *number = &styles->numbers[styles->number_count++];
        *number = (lt_docx_number){.list = SIZE_MAX};
        return styles_copy(xml, "numId", &number->name, error);
    }
    if (at->list == NULL) {
        return styles->number_count > 0 ? styles_number_element(styles, xml, name, at, error) : 0;
    }
    if (strcmp(name, "lvl") == 0) {
        LT_TRY(styles_level_at(xml, &level, error));
        at->level = &at->list->levels[level];
        return 0;
    }
    return at->level != NULL ? styles_level_element(xml, name, at->level, error) : 0;
}

static int styles_numbering(lt_docx_styles *styles, lt_xml *xml, leitong_error *error)
{
    lt_xml_event event;
    styles_at at = {0};
    do {
        LT_TRY(lt_xml_next(xml, &event, error));
        if (event.kind == LT_XML_OPEN) {
            LT_TRY(styles_numbering_element(styles, xml, event.name, &at, error));
        }
    } while (event.kind != LT_XML_END);
    return 0;
}

static int styles_all(lt_docx_styles *styles, lt_xml *xml, leitong_error *error)
{
    lt_xml_event event;
    do {
        LT_TRY(lt_xml_next(xml, &event, error));
        if (event.kind == LT_XML_OPEN && strcmp(event.name, "style") == 0) {
            LT_TRY(styles_style(styles, xml, error));
        }
    } while (event.kind != LT_XML_END);
    return 0;
}

int lt_docx_styles_read(lt_docx_styles *styles, const lt_package *package, const char *folder, leitong_error *error)
{
    static const struct {
        const char *part;
        int (*read)(lt_docx_styles *, lt_xml *, leitong_error *);
    } parts[] = {{"styles.xml", styles_all}, {"numbering.xml", styles_numbering}};
    char path[512];
    for (size_t i = 0; i < 2; i++) {
        lt_xml *xml;
        snprintf(path, sizeof path, "%s%s", folder, parts[i].part);
        LT_TRY(lt_xml_open(package, path, &xml, error));
        if (xml == NULL) {
            continue;
        }
        int code = parts[i].read(styles, xml, error);
        lt_xml_close(xml);
        LT_TRY(code);
    }
    return 0;
}

static const lt_docx_style *styles_find(const lt_docx_styles *styles, const char *name)
{
    for (size_t i = 0; name != NULL && i < styles->count; i++) {
        if (styles->styles[i].name != NULL && strcmp(styles->styles[i].name, name) == 0) {
            return &styles->styles[i];
        }
    }
    return NULL;
}

lt_docx_style lt_docx_styles_ask(const lt_docx_styles *styles, const char *name)
{
    lt_docx_style all = {
        .heading = LT_DOCX_SAYS_NOTHING, .hidden = LT_DOCX_SAYS_NOTHING, .level = LT_DOCX_SAYS_NOTHING};
    const lt_docx_style *style = styles_find(styles, name);
    for (int i = 0; i < STYLES_BASES && style != NULL; i++) {
        all.heading = all.heading == LT_DOCX_SAYS_NOTHING ? style->heading : all.heading;
        all.hidden = all.hidden == LT_DOCX_SAYS_NOTHING ? style->hidden : all.hidden;
        all.level = all.level == LT_DOCX_SAYS_NOTHING ? style->level : all.level;
        all.list = all.list == NULL ? style->list : all.list;
        style = styles_find(styles, style->based_on);
    }
    all.heading = all.heading == LT_DOCX_SAYS_NOTHING ? 0 : all.heading;
    all.hidden = all.hidden == LT_DOCX_SAYS_NOTHING ? 0 : all.hidden;
    all.level = all.level == LT_DOCX_SAYS_NOTHING ? 0 : all.level;
    return all;
}

void lt_docx_styles_number(lt_docx_styles *styles, const char *number, size_t level, char out[LT_LABEL_SIZE])
{
    out[0] = '\0';
    for (size_t i = 0; i < styles->number_count; i++) {
        lt_docx_number *of = &styles->numbers[i];
        if (of->name == NULL || strcmp(of->name, number) != 0 || of->list >= styles->numbering.count) {
            continue;
        }
        size_t at = LT_MIN(level, (size_t)LT_NUMBERING_LEVELS - 1);
        lt_numbering_list *list = &styles->numbering.lists[of->list];
        if (of->restarts[at] > 0) { /* before this number's first paragraph alone */
            list->levels[at].now = of->restarts[at] - 1 > 0 ? of->restarts[at] - 2 : 0;
            list->levels[at].start = LT_MAX(of->restarts[at] - 1, 1U);
            of->restarts[at] = 0;
        }
        lt_numbering_count(list, at, out);
        return;
    }
}

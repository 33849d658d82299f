#include "extract/docx_styles.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STYLES_BASES 17 /* styles that are based on one another, with what is asked about; more are a circle */
#define STYLES_HEADINGS 9

void lt_docx_style_clear(lt_docx_style *style)
{
    free(style->name);
    free(style->based_on);
    free(style->list);
    *style = (lt_docx_style){0};
}

void lt_docx_styles_clear(lt_docx_styles *styles)
{
    for (size_t i = 0; i < styles->count; i++) {
        lt_docx_style_clear(&styles->styles[i]);
    }
    for (size_t i = 0; i < styles->number_count; i++) {
        free(styles->numbers[i].name);
        free(styles->numbers[i].list);
    }
    free(styles->styles);
    free(styles->numbers);
    lt_name_index_clear(&styles->style_names);
    lt_name_index_clear(&styles->number_names);
    lt_numbering_clear(&styles->numbering);
    *styles = (lt_docx_styles){0};
}

/* ---- properties ---- */

/* Whether an element such as <w:vanish/> says yes: its w:val may say no. */
static int styles_is_on(lt_xml *xml, int *ret_on, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "val", &value, error));
    *ret_on = value == NULL || !LT_XML_IS(value, "0", "false", "off");
    return 0;
}

static int styles_number(lt_xml *xml, int *ret_number, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "val", &value, error));
    *ret_number = (int)lt_numbering_read(value, 0, LT_NUMBERING_LARGEST, 0);
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

static int styles_property(lt_xml *xml, const char *name, lt_docx_style *style, leitong_error *error)
{
    int level = 0;
    if (strcmp(name, "name") == 0) {
        return styles_heading(xml, style, error);
    }
    if (LT_XML_IS(name, "basedOn", "pStyle", "rStyle")) {
        return lt_xml_copy(xml, "val", &style->based_on, error);
    }
    if (strcmp(name, "numId") == 0) {
        return lt_xml_copy(xml, "val", &style->list, error);
    }
    if (strcmp(name, "ilvl") == 0) {
        return styles_number(xml, &style->level, error);
    }
    if (strcmp(name, "vanish") == 0) {
        return styles_is_on(xml, &style->hidden, error);
    }
    if (strcmp(name, "outlineLvl") == 0) {
        LT_TRY(styles_number(xml, &level, error));
        style->heading = level < STYLES_HEADINGS ? level + 1 : 0;
    }
    return 0;
}

int lt_docx_properties(lt_xml *xml, bool is_paragraph, lt_docx_style *ret_style, leitong_error *error)
{
    lt_xml_event event;
    lt_docx_style style = {
        .heading = LT_DOCX_SAYS_NOTHING, .hidden = LT_DOCX_SAYS_NOTHING, .level = LT_DOCX_SAYS_NOTHING};
    int code = 0;
    for (size_t depth = 1; depth > 0;) {
        LT_TRY_GOTO(failed, lt_xml_next(xml, &event, error));
        if (event.kind == LT_XML_END) {
            break;
        }
        depth -= event.kind == LT_XML_CLOSE;
        if (event.kind != LT_XML_OPEN) {
            continue;
        }
        if (LT_XML_IS(event.name, "tblStylePr", "pPrChange", "rPrChange", "sectPr", "numberingChange") ||
            (is_paragraph && strcmp(event.name, "rPr") == 0)) {
            LT_TRY_GOTO(failed, lt_xml_skip(xml, error));
            continue;
        }
        depth++;
        LT_TRY_GOTO(failed, styles_property(xml, event.name, &style, error));
    }
    *ret_style = style;
    return 0;
failed:
    lt_docx_style_clear(&style);
    return code;
}

static int styles_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    lt_docx_styles *styles = context;
    char *name = NULL;
    if (event->kind != LT_XML_OPEN || strcmp(event->name, "style") != 0) {
        return 0;
    }
    LT_TRY(LT_RESERVE(styles->styles, styles->capacity, styles->count + 1, error));
    LT_TRY(lt_xml_copy(xml, "styleId", &name, error));
    lt_docx_style *style = &styles->styles[styles->count];
    int code = lt_docx_properties(xml, false, style, error);
    if (code != 0 || name == NULL) {
        free(name);
        if (code == 0) {
            lt_docx_style_clear(style);
        }
        return code;
    }
    style->name = name;
    return lt_name_index_add(&styles->style_names, name, styles->count++, error);
}

/* ---- lists ---- */

/* What numbering.xml is in the middle of. */
typedef struct styles_at {
    lt_docx_styles *styles;
    lt_numbering_list *list; /* <w:abstractNum> */
    lt_numbering_level *level;
    long number_level; /* of <w:lvlOverride> */
} styles_at;

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

static int styles_level_at(lt_xml *xml, long *ret_level, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "ilvl", &value, error));
    *ret_level = value != NULL ? lt_numbering_read(value, 0, LT_NUMBERING_LEVELS - 1, LT_NUMBERING_LEVELS - 1) : 0;
    return 0;
}

/* An element in a <w:num>. */
static int styles_number_element(lt_xml *xml, const char *name, styles_at *at, leitong_error *error)
{
    lt_docx_number *number = &at->styles->numbers[at->styles->number_count - 1];
    int start;
    if (strcmp(name, "abstractNumId") == 0) {
        return lt_xml_copy(xml, "val", &number->list, error);
    }
    if (strcmp(name, "lvlOverride") == 0) {
        return styles_level_at(xml, &at->number_level, error);
    }
    if (strcmp(name, "startOverride") == 0) {
        LT_TRY(styles_number(xml, &start, error));
        number->restarts[at->number_level] = (uint32_t)start + 1;
    }
    return 0;
}

static int styles_number_open(lt_xml *xml, styles_at *at, leitong_error *error)
{
    lt_docx_styles *styles = at->styles;
    at->list = NULL;
    at->level = NULL;
    at->number_level = 0;
    LT_TRY(LT_RESERVE(styles->numbers, styles->number_capacity, styles->number_count + 1, error));
    lt_docx_number *number = &styles->numbers[styles->number_count++];
    *number = (lt_docx_number){0};
    LT_TRY(lt_xml_copy(xml, "numId", &number->name, error));
    return number->name == NULL
               ? 0
               : lt_name_index_add(&styles->number_names, number->name, styles->number_count - 1, error);
}

static int styles_numbering(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    styles_at *at = context;
    const char *value;
    long level;
    if (event->kind != LT_XML_OPEN) {
        return 0;
    }
    if (strcmp(event->name, "abstractNum") == 0) {
        at->level = NULL;
        LT_TRY(lt_xml_attribute(xml, "abstractNumId", &value, error));
        return lt_numbering_add(&at->styles->numbering, value != NULL ? value : "", &at->list, error);
    }
    if (strcmp(event->name, "num") == 0) {
        return styles_number_open(xml, at, error);
    }
    if (at->list == NULL) {
        return at->styles->number_count > 0 ? styles_number_element(xml, event->name, at, error) : 0;
    }
    if (strcmp(event->name, "lvl") == 0) {
        LT_TRY(styles_level_at(xml, &level, error));
        at->level = &at->list->levels[level];
        return 0;
    }
    return at->level != NULL ? styles_level_element(xml, event->name, at->level, error) : 0;
}

int lt_docx_styles_read(lt_docx_styles *styles, const lt_package *package, const char *folder, leitong_error *error)
{
    char path[512];
    styles_at at = {.styles = styles};
    snprintf(path, sizeof path, "%sstyles.xml", folder);
    LT_TRY(lt_xml_each(package, path, styles_event, styles, NULL, error));
    snprintf(path, sizeof path, "%snumbering.xml", folder);
    return lt_xml_each(package, path, styles_numbering, &at, NULL, error);
}

/* ---- questions ---- */

lt_docx_says lt_docx_styles_ask(lt_docx_styles *styles, const lt_docx_style *style)
{
    lt_docx_says all = {.heading = LT_DOCX_SAYS_NOTHING, .hidden = LT_DOCX_SAYS_NOTHING, .level = LT_DOCX_SAYS_NOTHING};
    for (int i = 0; i < STYLES_BASES && style != NULL; i++) {
        size_t at;
        all.heading = all.heading == LT_DOCX_SAYS_NOTHING ? style->heading : all.heading;
        all.hidden = all.hidden == LT_DOCX_SAYS_NOTHING ? style->hidden : all.hidden;
        all.level = all.level == LT_DOCX_SAYS_NOTHING ? style->level : all.level;
        all.list = all.list == NULL ? style->list : all.list;
        style = lt_name_index_find(&styles->style_names, style->based_on, &at) ? &styles->styles[at] : NULL;
    }
    all.heading = LT_MAX(all.heading, 0);
    all.hidden = LT_MAX(all.hidden, 0);
    all.level = LT_MAX(all.level, 0);
    return all;
}

void lt_docx_styles_number(lt_docx_styles *styles, const char *number, size_t level, char out[LT_LABEL_SIZE])
{
    size_t found;
    size_t at = LT_MIN(level, (size_t)LT_NUMBERING_LEVELS - 1);
    out[0] = '\0';
    if (!lt_name_index_find(&styles->number_names, number, &found)) {
        return;
    }
    lt_docx_number *of = &styles->numbers[found];
    lt_numbering_list *list = lt_numbering_find(&styles->numbering, of->list);
    if (list == NULL) {
        return;
    }
    if (of->restarts[at] > 0) { /* before this number's first paragraph alone */
        list->levels[at].now = of->restarts[at] - 1 > 0 ? of->restarts[at] - 2 : 0;
        list->levels[at].start = LT_MAX(of->restarts[at] - 1, 1U);
        of->restarts[at] = 0;
    }
    lt_numbering_count(list, at, out);
}

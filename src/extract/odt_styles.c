#include "extract/odt_styles.h"

#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STYLES_PARENTS 16 /* styles that have one another for parents; more are a circle */

void lt_odt_styles_clear(lt_odt_styles *styles)
{
    for (size_t i = 0; i < styles->count; i++) {
        free(styles->styles[i].name);
        free(styles->styles[i].parent);
        free(styles->styles[i].list);
    }
    free(styles->styles);
    lt_name_index_clear(&styles->names[0]);
    lt_name_index_clear(&styles->names[1]);
    lt_numbering_clear(&styles->numbering);
    *styles = (lt_odt_styles){0};
}

static int styles_style(lt_odt_styles *styles, lt_xml *xml, leitong_error *error)
{
    const char *family;
    LT_TRY(LT_RESERVE(styles->styles, styles->capacity, styles->count + 1, error));
    lt_odt_style *style = &styles->styles[styles->count++];
    *style = (lt_odt_style){.hidden = -1};
    LT_TRY(lt_xml_attribute(xml, "family", &family, error));
    style->is_paragraph = family != NULL && strcmp(family, "paragraph") == 0;
    styles->in_style = style->is_paragraph || (family != NULL && strcmp(family, "text") == 0);
    if (!styles->in_style) {
        styles->count--;
        return 0;
    }
    LT_TRY(lt_xml_copy(xml, "name", &style->name, error));
    LT_TRY(lt_xml_copy(xml, "parent-style-name", &style->parent, error));
    LT_TRY(lt_xml_copy(xml, "list-style-name", &style->list, error));
    return style->name == NULL
               ? 0
               : lt_name_index_add(&styles->names[style->is_paragraph], style->name, styles->count - 1, error);
}

static int styles_list(lt_odt_styles *styles, lt_xml *xml, bool is_outline, leitong_error *error)
{
    const char *name = LT_ODT_OUTLINE;
    lt_numbering_list *list;
    if (!is_outline) {
        LT_TRY(lt_xml_attribute(xml, "name", &name, error));
    }
    styles->in_list = true;
    styles->level = NULL;
    return lt_numbering_add(&styles->numbering, name != NULL ? name : LT_ODT_OUTLINE, &list, error);
}

/* "第%1%条" of newer versions becomes "第%1条"; older ones tell what stands before and behind, and how many levels. */
static int styles_level_text(lt_xml *xml, size_t at, lt_numbering_level *level, leitong_error *error)
{
    const char *value;
    size_t size = 0;
    LT_TRY(lt_xml_attribute(xml, "num-list-format", &value, error));
    if (value != NULL) {
        for (; *value != '\0' && size + 1 < sizeof level->text; value++) {
            bool closes = *value == '%' && size >= 2 && level->text[size - 2] == '%';
            if (!closes) {
                level->text[size++] = *value;
            }
        }
        level->text[size] = '\0';
        return 0;
    }
    char before[LT_LABEL_SIZE] = "";
    char levels[LT_LABEL_SIZE] = "";
    LT_TRY(lt_xml_attribute(xml, "num-prefix", &value, error));
    snprintf(before, sizeof before, "%.20s", value != NULL ? value : "");
    LT_TRY(lt_xml_attribute(xml, "display-levels", &value, error));
    size_t shown = value != NULL && value[0] >= '1' && value[0] <= '9' ? (size_t)(value[0] - '0') : 1;
    for (size_t i = shown < at + 1 ? at + 1 - shown : 0; i <= at; i++) {
        size += (size_t)snprintf(levels + size, sizeof levels - size, "%s%%%zu", size > 0 ? "." : "", i + 1);
    }
    LT_TRY(lt_xml_attribute(xml, "num-suffix", &value, error));
    snprintf(level->text, sizeof level->text, "%.20s%.35s%.7s", before, levels, value != NULL ? value : "");
    return 0;
}

static int styles_level(lt_odt_styles *styles, lt_xml *xml, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "level", &value, error));
    long at = value != NULL ? lt_numbering_read(value, 1, LT_NUMBERING_LEVELS - 1, 0) - 1 : 0;
    if (at < 0) {
        return 0;
    }
    lt_numbering_level *level = &styles->numbering.lists[styles->numbering.count - 1].levels[at];
    LT_TRY(lt_xml_attribute(xml, "num-format", &value, error));
    level->form = value != NULL ? lt_label_form_named(value) : LT_LABEL_NONE;
    LT_TRY(lt_xml_attribute(xml, "start-value", &value, error));
    level->start = (uint32_t)lt_numbering_read(value, 1, LT_NUMBERING_LARGEST, 1);
    return styles_level_text(xml, (size_t)at, level, error);
}

int lt_odt_styles_open(lt_odt_styles *styles, lt_xml *xml, const char *name, leitong_error *error)
{
    const char *value;
    if (strcmp(name, "style") == 0) {
        return styles_style(styles, xml, error);
    }
    if (strcmp(name, "list-style") == 0 || strcmp(name, "outline-style") == 0) {
        return styles_list(styles, xml, name[0] == 'o', error);
    }
    if (styles->in_list && (strcmp(name, "list-level-style-number") == 0 || strcmp(name, "outline-level-style") == 0)) {
        return styles_level(styles, xml, error);
    }
    if (styles->in_style && strcmp(name, "text-properties") == 0) {
        LT_TRY(lt_xml_attribute(xml, "display", &value, error));
        lt_odt_style *style = &styles->styles[styles->count - 1];
        style->hidden = value != NULL ? strcmp(value, "none") == 0 : style->hidden;
    }
    return 0;
}

void lt_odt_styles_close(lt_odt_styles *styles, const char *name)
{
    styles->in_style = styles->in_style && strcmp(name, "style") != 0;
    styles->in_list = styles->in_list && strcmp(name, "list-style") != 0 && strcmp(name, "outline-style") != 0;
}

static const lt_odt_style *styles_find(lt_odt_styles *styles, bool is_paragraph, const char *name)
{
    size_t at;
    return lt_name_index_find(&styles->names[is_paragraph], name, &at) ? &styles->styles[at] : NULL;
}

lt_odt_says lt_odt_styles_ask(lt_odt_styles *styles, bool is_paragraph, const char *name)
{
    lt_odt_says says = {0};
    int hidden = -1;
    const lt_odt_style *style = styles_find(styles, is_paragraph, name);
    for (int i = 0; i < STYLES_PARENTS && style != NULL; i++) {
        hidden = hidden < 0 ? style->hidden : hidden;
        says.list = says.list == NULL ? style->list : says.list;
        says.is_title = says.is_title || (is_paragraph && strcmp(style->name, "Title") == 0);
        style = styles_find(styles, is_paragraph, style->parent);
    }
    says.hidden = hidden > 0;
    return says;
}

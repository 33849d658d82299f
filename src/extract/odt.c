#include "extract/odt.h"

#include "extract/odt_styles.h"
#include "extract/properties.h"

#include <stdlib.h>
#include <string.h>

#define ODT_LISTS 32 /* lists in one another that are counted */

typedef struct odt {
    const lt_package *package;
    lt_sink *sink;
    lt_xml *xml;
    lt_odt_styles styles;
    char *lists[ODT_LISTS]; /* names of the styles of the lists that are open */
    size_t list_count;      /* also of those that are not kept */
    size_t depth;           /* elements open */
    size_t hidden;          /* depth of the outermost hidden one, or 0 */
    size_t paragraphs;      /* open: text stands in them alone */
    bool in_body;
    bool had_body;  /* styles stand before it */
    bool is_item;   /* a list's item was opened, and no paragraph in it yet */
    bool is_text;   /* the body is one */
    size_t headers; /* open: of pages */
    bool is_header; /* text stands in this paragraph of a header or footer */
} odt;

/* ---- lists ---- */

static int odt_list(odt *o, leitong_error *error)
{
    const char *value;
    size_t at = o->list_count++;
    if (at >= ODT_LISTS) {
        return 0;
    }
    LT_TRY(lt_xml_attribute(o->xml, "style-name", &value, error));
    const char *name = value != NULL ? value : at > 0 ? o->lists[at - 1] : NULL;
    o->lists[at] = name != NULL ? strdup(name) : NULL;
    if (name != NULL && o->lists[at] == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_xml_attribute(o->xml, "continue-numbering", &value, error));
    bool goes_on = value != NULL && strcmp(value, "true") == 0;
    LT_TRY(lt_xml_attribute(o->xml, "continue-list", &value, error));
    goes_on = goes_on || value != NULL;
    lt_numbering_list *list = lt_numbering_find(&o->styles.numbering, o->lists[at]);
    for (size_t i = 0; list != NULL && at == 0 && !goes_on && i < LT_NUMBERING_LEVELS; i++) {
        list->levels[i].now = 0;
    }
    return 0;
}

static void odt_list_end(odt *o)
{
    o->list_count -= o->list_count > 0;
    if (o->list_count < ODT_LISTS) {
        free(o->lists[o->list_count]);
        o->lists[o->list_count] = NULL;
    }
    o->is_item = false;
}

static int odt_item(odt *o, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(o->xml, "start-value", &value, error));
    uint32_t start = (uint32_t)lt_numbering_read(value, 1, LT_NUMBERING_LARGEST, 0);
    o->is_item = true;
    if (o->list_count == 0) {
        return 0;
    }
    size_t at = o->list_count - 1;
    if (at >= LT_NUMBERING_LEVELS || at >= ODT_LISTS || start == 0) {
        return 0;
    }
    lt_numbering_list *list = lt_numbering_find(&o->styles.numbering, o->lists[at]);
    if (list != NULL) {
        list->levels[at].start = start;
        list->levels[at].now = start - 1;
    }
    return 0;
}

static void odt_number(odt *o, const char *name, size_t level)
{
    char label[LT_LABEL_SIZE];
    lt_numbering_list *list = lt_numbering_find(&o->styles.numbering, name);
    if (list != NULL) {
        lt_numbering_count(list, level, label);
        lt_sink_prefix(o->sink, label);
    }
}

/* ---- the flow ---- */

static int odt_style(odt *o, bool is_paragraph, lt_odt_says *ret_says, leitong_error *error)
{
    const char *name;
    LT_TRY(lt_xml_attribute(o->xml, "style-name", &name, error));
    *ret_says = lt_odt_styles_ask(&o->styles, is_paragraph, name);
    if (ret_says->hidden && o->hidden == 0) {
        o->hidden = o->depth;
    }
    return 0;
}

static int odt_paragraph(odt *o, bool is_heading, leitong_error *error)
{
    const char *value = NULL;
    lt_odt_says says;
    lt_sink_gap(o->sink, LT_GAP_PARAGRAPH);
    o->paragraphs++;
    LT_TRY(odt_style(o, true, &says, error));
    unsigned level = says.is_title ? 1 : 0;
    if (is_heading) {
        LT_TRY(lt_xml_attribute(o->xml, "outline-level", &value, error));
        level = value != NULL && value[0] >= '1' && value[0] <= '9' ? (unsigned)(value[0] - '0') : 1;
    }
    lt_sink_heading(o->sink, level);
    if (o->is_item && o->list_count > 0) {
        size_t at = o->list_count - 1;
        odt_number(o, at < ODT_LISTS ? o->lists[at] : NULL, at);
    } else if (is_heading && o->list_count == 0) {
        odt_number(o, says.list != NULL ? says.list : LT_ODT_OUTLINE, level - 1);
    }
    o->is_item = false;
    return 0;
}

static int odt_section(odt *o, leitong_error *error)
{
    const char *display;
    LT_TRY(lt_xml_attribute(o->xml, "display", &display, error));
    if (display != NULL && strcmp(display, "none") == 0 && o->hidden == 0) {
        o->hidden = o->depth;
    }
    return 0;
}

/* A field that hides its text, or its paragraph; where it doesn't, the file says so. */
static int odt_hidden_field(odt *o, leitong_error *error)
{
    const char *is_hidden;
    LT_TRY(lt_xml_attribute(o->xml, "is-hidden", &is_hidden, error));
    if (o->hidden == 0 && is_hidden != NULL && strcmp(is_hidden, "true") == 0) {
        o->hidden = o->depth;
    }
    return 0;
}

#define ODT_LEFT_OUT                                                                                                   \
    "tracked-changes", "annotation", "annotation-end", "note-citation", "ruby-text", "forms", "sequence-decls",        \
        "variable-decls", "user-field-decls", "table-of-content-source", "illustration-index-source",                  \
        "table-index-source", "object-index-source", "user-index-source", "alphabetical-index-source",                 \
        "bibliography-source", "title", "desc", "binary-data", "object", "script", "event-listeners"
#define ODT_HEADERS "header", "footer", "header-left", "footer-left", "header-first", "footer-first"
#define ODT_BOXES                                                                                                      \
    "text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "line", "caption", "connector",        \
        "polyline", "regular-polygon", "measure"

static int odt_open(odt *o, const char *name, leitong_error *error)
{
    lt_odt_says says;
    if (LT_XML_IS(name, ODT_LEFT_OUT)) {
        o->depth--;
        return lt_xml_skip(o->xml, error);
    }
    if (LT_XML_IS(name, "p", "h")) {
        return odt_paragraph(o, name[0] == 'h', error);
    }
    if (strcmp(name, "span") == 0) {
        return odt_style(o, false, &says, error);
    }
    if (strcmp(name, "section") == 0) {
        return odt_section(o, error);
    }
    if (LT_XML_IS(name, "hidden-text", "hidden-paragraph")) {
        return odt_hidden_field(o, error);
    }
    if (LT_XML_IS(name, "list")) {
        return odt_list(o, error);
    }
    if (LT_XML_IS(name, "list-item")) {
        return odt_item(o, error);
    }
    if (LT_XML_IS(name, "s", "tab", "line-break")) {
        lt_sink_gap(o->sink, name[0] == 's' ? LT_GAP_SPACE : name[0] == 't' ? LT_GAP_TAB : LT_GAP_LINE);
    } else if (LT_XML_IS(name, "note-body", ODT_BOXES)) {
        lt_sink_beside(o->sink, name[0] == 'n' ? LT_SINK_NOTE : LT_SINK_BOX);
    }
    return 0;
}

static int odt_close(odt *o, const char *name, leitong_error *error)
{
    if (LT_XML_IS(name, "p", "h")) {
        o->paragraphs -= o->paragraphs > 0;
        lt_sink_drop(o->sink);
        return lt_sink_paragraph(o->sink, error);
    }
    if (strcmp(name, "table-cell") == 0) {
        lt_sink_gap(o->sink, LT_GAP_CELL);
    } else if (strcmp(name, "table-row") == 0) {
        return lt_sink_row(o->sink, error);
    } else if (strcmp(name, "list") == 0) {
        odt_list_end(o);
    } else if (LT_XML_IS(name, "note-body", ODT_BOXES)) {
        return lt_sink_back(o->sink, error);
    }
    return 0;
}

static int odt_element(odt *o, const char *name, leitong_error *error)
{
    o->depth++;
    if (strcmp(name, "body") == 0) {
        o->in_body = o->had_body = true;
    } else if (o->in_body) {
        o->is_text = o->is_text || strcmp(name, "text") == 0;
        return odt_open(o, name, error);
    }
    o->headers += LT_XML_IS(name, ODT_HEADERS);
    return o->had_body ? 0 : lt_odt_styles_open(&o->styles, o->xml, name, error);
}

static int odt_element_end(odt *o, const char *name, leitong_error *error)
{
    o->hidden = o->hidden == o->depth ? 0 : o->hidden;
    o->depth -= o->depth > 0;
    if (o->in_body) {
        o->in_body = strcmp(name, "body") != 0;
        return odt_close(o, name, error);
    }
    o->headers -= o->headers > 0 && LT_XML_IS(name, ODT_HEADERS);
    if (o->is_header && LT_XML_IS(name, "p", "h")) {
        o->sink->notes[LT_NOTE_HEADER]++;
        o->is_header = false;
    }
    lt_odt_styles_close(&o->styles, name);
    return 0;
}

static int odt_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    odt *o = context;
    o->xml = xml;
    if (event->kind == LT_XML_OPEN) {
        return odt_element(o, event->name, error);
    }
    if (event->kind == LT_XML_CLOSE) {
        return odt_element_end(o, event->name, error);
    }
    if (!o->in_body || o->paragraphs == 0) {
        o->is_header = o->is_header || (!o->in_body && o->headers > 0 && event->size > 0);
        return 0;
    }
    if (o->hidden > 0) {
        lt_sink_hide(o->sink, event->name, event->size);
        return 0;
    }
    return lt_sink_words(o->sink, event->name, event->size, error);
}

static int odt_part(odt *o, const char *path, bool *ret_found, leitong_error *error)
{
    o->depth = 0;
    return lt_xml_each(o->package, path, odt_event, o, ret_found, error);
}

/* ---- the document ---- */

/* The manifest lists what is under a password. */
static int odt_manifest(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    (void)xml;
    if (event->kind != LT_XML_OPEN || strcmp(event->name, "encryption-data") != 0) {
        return 0;
    }
    return lt_sink_refuse(context, LT_FAULT_ENCRYPTED, error,
                          "is protected by a password: open it in its program and save it without one");
}

static int odt_parts(odt *o, leitong_error *error)
{
    bool is_there;
    LT_TRY(lt_xml_each(o->package, "META-INF/manifest.xml", odt_manifest, o->sink, NULL, error));
    LT_TRY(odt_part(o, "styles.xml", &is_there, error));
    LT_TRY(odt_part(o, "content.xml", &is_there, error));
    if (!is_there || !o->is_text) {
        return lt_sink_refuse(o->sink, LT_FAULT_DAMAGED, error,
                              "names a text that isn't there: open it in its program and save it again");
    }
    LT_TRY(lt_properties_read(o->package, "meta.xml", o->sink, error));
    return lt_sink_finish(o->sink, error);
}

int lt_odt_read(const lt_package *package, lt_sink *sink, leitong_error *error)
{
    odt *o = calloc(1, sizeof *o);
    if (o == NULL) {
        return lt_error_memory(error);
    }
    o->package = package;
    o->sink = sink;
    int code = odt_parts(o, error);
    while (o->list_count > 0) {
        odt_list_end(o);
    }
    lt_odt_styles_clear(&o->styles);
    free(o);
    return code;
}

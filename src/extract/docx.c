#include "extract/docx.h"

#include "extract/docx_styles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOCX_DEPTH 260 /* libxml2 reads 256 elements in one another */

/* A paragraph that is open: its text box may hold others. */
typedef struct docx_paragraph {
    bool hidden; /* by its style */
} docx_paragraph;

typedef struct docx {
    const lt_package *package;
    lt_sink *sink;
    lt_xml *xml;
    lt_docx_styles styles;
    docx_paragraph paragraphs[DOCX_DEPTH];
    size_t paragraph_count;
    bool chosen[DOCX_DEPTH]; /* of each mc:AlternateContent that is open: whether a branch was read */
    size_t choice_count;
    bool run_hidden;
    bool in_text; /* <w:t> */
} docx;

static bool docx_is(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}
#define DOCX_IS(name, ...)                                                                                             \
    docx_is((name), (const char *const[]){__VA_ARGS__}, sizeof(const char *const[]){__VA_ARGS__} / sizeof(char *))

/* ---- properties of paragraphs and runs ---- */

typedef struct docx_says {
    char style[128], list[32];
    int heading, hidden, level;
} docx_says;

static int docx_value(lt_xml *xml, char *out, size_t room, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, "val", &value, error));
    snprintf(out, room, "%s", value != NULL ? value : "");
    return 0;
}

static int docx_small_number(lt_xml *xml, int *ret_number, leitong_error *error)
{
    char digits[16];
    LT_TRY(docx_value(xml, digits, sizeof digits, error));
    long number = strtol(digits, NULL, 10);
    *ret_number = number >= 0 && number < 1000 ? (int)number : 0;
    return 0;
}

static int docx_property(lt_xml *xml, const char *name, docx_says *says, leitong_error *error)
{
    if (DOCX_IS(name, "pStyle", "rStyle")) {
        return docx_value(xml, says->style, sizeof says->style, error);
    }
    if (strcmp(name, "numId") == 0) {
        return docx_value(xml, says->list, sizeof says->list, error);
    }
    if (strcmp(name, "ilvl") == 0) {
        return docx_small_number(xml, &says->level, error);
    }
    if (strcmp(name, "vanish") == 0) {
        return lt_docx_is_on(xml, &says->hidden, error);
    }
    if (strcmp(name, "outlineLvl") == 0) {
        int level;
        LT_TRY(docx_small_number(xml, &level, error));
        says->heading = level < 9 ? level + 1 : 0;
    }
    return 0;
}

/* <w:pPr> or <w:rPr>, its end included. A paragraph's own mark (<w:rPr> in it) is no text. */
static int docx_properties(lt_xml *xml, docx_says *says, leitong_error *error)
{
    lt_xml_event event;
    *says = (docx_says){.heading = LT_DOCX_SAYS_NOTHING, .hidden = LT_DOCX_SAYS_NOTHING, .level = LT_DOCX_SAYS_NOTHING};
    for (size_t depth = 1; depth > 0;) {
        LT_TRY(lt_xml_next(xml, &event, error));
        if (event.kind == LT_XML_END) {
            return 0;
        }
        depth -= event.kind == LT_XML_CLOSE;
        if (event.kind != LT_XML_OPEN) {
            continue;
        }
        if (DOCX_IS(event.name, "rPr", "pPrChange", "rPrChange", "sectPr", "numberingChange")) {
            LT_TRY(lt_xml_skip(xml, false, error));
            continue;
        }
        depth++;
        LT_TRY(docx_property(xml, event.name, says, error));
    }
    return 0;
}

/* Number and heading mark before a paragraph's text. */
static void docx_describe(docx *d, const docx_says *says)
{
    char label[LT_LABEL_SIZE] = "";
    lt_docx_style style = lt_docx_styles_ask(&d->styles, says->style[0] != '\0' ? says->style : NULL);
    int heading = says->heading != LT_DOCX_SAYS_NOTHING ? says->heading : style.heading;
    const char *list = says->list[0] != '\0' ? says->list : style.list;
    int level = says->level != LT_DOCX_SAYS_NOTHING ? says->level : style.level;
    if (list != NULL && strcmp(list, "0") != 0) {
        lt_docx_styles_number(&d->styles, list, (size_t)level, label);
    }
    lt_sink_heading(d->sink, (unsigned)heading);
    lt_sink_prefix(d->sink, label);
    if (d->paragraph_count > 0) {
        d->paragraphs[d->paragraph_count - 1].hidden = style.hidden != 0;
    }
}

static int docx_paragraph_properties(docx *d, leitong_error *error)
{
    docx_says says;
    LT_TRY(docx_properties(d->xml, &says, error));
    docx_describe(d, &says);
    return 0;
}

static int docx_run_properties(docx *d, leitong_error *error)
{
    docx_says says;
    LT_TRY(docx_properties(d->xml, &says, error));
    lt_docx_style style = lt_docx_styles_ask(&d->styles, says.style[0] != '\0' ? says.style : NULL);
    int hidden = says.hidden != LT_DOCX_SAYS_NOTHING ? says.hidden : style.hidden;
    bool of_paragraph = d->paragraph_count > 0 && d->paragraphs[d->paragraph_count - 1].hidden;
    d->run_hidden = hidden != 0 || (of_paragraph && says.hidden != 0);
    return 0;
}

/* ---- the flow ---- */

static int docx_break(docx *d, leitong_error *error)
{
    const char *type;
    LT_TRY(lt_xml_attribute(d->xml, "type", &type, error));
    /* A page that ends inside a paragraph is no end of a line. */
    bool is_line = type == NULL || strcmp(type, "textWrapping") == 0;
    lt_sink_gap(d->sink, is_line ? LT_GAP_LINE : LT_GAP_NONE);
    return 0;
}

static int docx_character(docx *d, const char *name, leitong_error *error)
{
    if (d->run_hidden) {
        return 0;
    }
    if (DOCX_IS(name, "tab", "ptab")) {
        lt_sink_gap(d->sink, LT_GAP_TAB);
    } else if (strcmp(name, "cr") == 0) {
        lt_sink_gap(d->sink, LT_GAP_LINE);
    } else if (strcmp(name, "noBreakHyphen") == 0) {
        return lt_sink_text(d->sink, "-", 1, error);
    } else if (strcmp(name, "br") == 0) {
        return docx_break(d, error);
    }
    return 0;
}

/* One branch of mc:AlternateContent: the first. */
static int docx_branch(docx *d, leitong_error *error)
{
    bool *chosen = d->choice_count > 0 ? &d->chosen[d->choice_count - 1] : NULL;
    if (chosen != NULL && *chosen) {
        return lt_xml_skip(d->xml, false, error);
    }
    if (chosen != NULL) {
        *chosen = true;
    }
    return 0;
}

static int docx_open(docx *d, const char *name, leitong_error *error)
{
    if (DOCX_IS(name, "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "sdtPr", "sdtEndPr",
                "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "binData", "annotationRef")) {
        return lt_xml_skip(d->xml, false, error);
    }
    if (strcmp(name, "p") == 0) {
        lt_sink_gap(d->sink, LT_GAP_PARAGRAPH);
        if (d->paragraph_count < DOCX_DEPTH) {
            d->paragraphs[d->paragraph_count++] = (docx_paragraph){0};
        }
        return 0;
    }
    if (strcmp(name, "pPr") == 0) {
        return docx_paragraph_properties(d, error);
    }
    if (strcmp(name, "r") == 0) {
        d->run_hidden = d->paragraph_count > 0 && d->paragraphs[d->paragraph_count - 1].hidden;
        return 0;
    }
    if (strcmp(name, "rPr") == 0) {
        return docx_run_properties(d, error);
    }
    if (strcmp(name, "AlternateContent") == 0) {
        if (d->choice_count < DOCX_DEPTH) {
            d->chosen[d->choice_count++] = false;
        }
        return 0;
    }
    if (DOCX_IS(name, "Choice", "Fallback")) {
        return docx_branch(d, error);
    }
    if (strcmp(name, "txbxContent") == 0) {
        lt_sink_beside(d->sink, LT_SINK_BOX);
        return 0;
    }
    d->in_text = strcmp(name, "t") == 0;
    return docx_character(d, name, error);
}

static int docx_close(docx *d, const char *name, leitong_error *error)
{
    d->in_text = false;
    if (strcmp(name, "p") == 0) {
        d->paragraph_count -= d->paragraph_count > 0;
        lt_sink_drop(d->sink);
        return lt_sink_paragraph(d->sink, error);
    }
    if (strcmp(name, "tc") == 0) {
        lt_sink_gap(d->sink, LT_GAP_CELL);
    } else if (strcmp(name, "tr") == 0) {
        return lt_sink_row(d->sink, error);
    } else if (strcmp(name, "AlternateContent") == 0) {
        d->choice_count -= d->choice_count > 0;
    } else if (strcmp(name, "txbxContent") == 0) {
        d->run_hidden = false;
        return lt_sink_back(d->sink, error);
    }
    return 0;
}

/* A note that draws the line between text and notes. */
static int docx_is_separator(docx *d, const char *name, bool *ret_is, leitong_error *error)
{
    const char *type = NULL;
    *ret_is = false;
    if (DOCX_IS(name, "footnote", "endnote")) {
        LT_TRY(lt_xml_attribute(d->xml, "type", &type, error));
        *ret_is = type != NULL && strcmp(type, "normal") != 0;
    }
    return 0;
}

static int docx_walk(docx *d, leitong_error *error)
{
    lt_xml_event event;
    do {
        bool is_separator = false;
        LT_TRY(lt_xml_next(d->xml, &event, error));
        switch (event.kind) {
        case LT_XML_OPEN:
            LT_TRY(docx_is_separator(d, event.name, &is_separator, error));
            LT_TRY(is_separator ? lt_xml_skip(d->xml, false, error) : docx_open(d, event.name, error));
            break;
        case LT_XML_CLOSE:
            LT_TRY(docx_close(d, event.name, error));
            break;
        case LT_XML_TEXT:
            if (d->in_text && d->run_hidden) {
                lt_sink_hide(d->sink, event.name, event.size);
            } else if (d->in_text) {
                LT_TRY(lt_sink_words(d->sink, event.name, event.size, error));
            }
            break;
        case LT_XML_END:
            break;
        }
    } while (event.kind != LT_XML_END);
    return 0;
}

static int docx_part(docx *d, const char *path, bool *ret_found, leitong_error *error)
{
    LT_TRY(lt_xml_open(d->package, path, &d->xml, error));
    *ret_found = d->xml != NULL;
    if (!*ret_found) {
        return 0;
    }
    d->paragraph_count = 0;
    d->choice_count = 0;
    int code = docx_walk(d, error);
    lt_xml_close(d->xml);
    return code;
}

/* ---- the document ---- */

/* Where the package says that its text is. */
static int docx_main(const lt_package *package, char *out, size_t room, leitong_error *error)
{
    lt_xml *xml;
    lt_xml_event event = {0};
    const char *value;
    bool is_it = false;
    int code = 0;
    snprintf(out, room, "word/document.xml");
    LT_TRY(lt_xml_open(package, "_rels/.rels", &xml, error));
    if (xml == NULL) {
        return 0;
    }
    do {
        LT_TRY_GOTO(done, lt_xml_next(xml, &event, error));
        if (event.kind != LT_XML_OPEN || strcmp(event.name, "Relationship") != 0) {
            continue;
        }
        LT_TRY_GOTO(done, lt_xml_attribute(xml, "Type", &value, error));
        const char *kind = value != NULL ? strrchr(value, '/') : NULL;
        is_it = kind != NULL && strcmp(kind, "/officeDocument") == 0;
        if (is_it) {
            LT_TRY_GOTO(done, lt_xml_attribute(xml, "Target", &value, error));
            snprintf(out, room, "%s", value == NULL ? "" : value[0] == '/' ? value + 1 : value);
        }
    } while (event.kind != LT_XML_END && !is_it);
done:
    lt_xml_close(xml);
    return code;
}

static int docx_parts(docx *d, leitong_error *error)
{
    static const char *const notes[] = {"footnotes.xml", "endnotes.xml"};
    char path[400];
    char folder[400];
    char part[512];
    bool is_there;
    LT_TRY(docx_main(d->package, path, sizeof path, error));
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - path) + 1 : 0, path);
    LT_TRY(lt_docx_styles_read(&d->styles, d->package, folder, error));
    LT_TRY(docx_part(d, path, &is_there, error));
    if (!is_there) {
        return lt_sink_refuse(d->sink, LT_FAULT_DAMAGED, error,
                              "names a part with its text that isn't there: open it in its program and save it again");
    }
    for (size_t i = 0; i < 2; i++) {
        snprintf(part, sizeof part, "%s%s", folder, notes[i]);
        LT_TRY(docx_part(d, part, &is_there, error));
    }
    return lt_sink_finish(d->sink, error);
}

int lt_docx_read(const lt_package *package, lt_sink *sink, leitong_error *error)
{
    docx *d = calloc(1, sizeof *d);
    if (d == NULL) {
        return lt_error_memory(error);
    }
    d->package = package;
    d->sink = sink;
    int code = docx_parts(d, error);
    lt_docx_styles_clear(&d->styles);
    free(d);
    return code;
}

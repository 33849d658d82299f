#include "extract/docx.h"

#include "base/compare.h"
#include "extract/docx_styles.h"
#include "extract/properties.h"
#include "extract/relations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOCX_RELATIONS 1000 /* headers and footers are looked for among so many: each is a pass over the directory */
#define DOCX_DEPTH 260      /* libxml2 reads 256 elements in one another */

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

/* ---- properties of paragraphs and runs ---- */

/* Number and heading mark before a paragraph's text. */
static void docx_describe(docx *d, const lt_docx_style *own)
{
    char label[LT_LABEL_SIZE] = "";
    lt_docx_says says = lt_docx_styles_ask(&d->styles, own);
    if (says.list != NULL && strcmp(says.list, "0") != 0) {
        lt_docx_styles_number(&d->styles, says.list, (size_t)says.level, label);
    }
    lt_sink_heading(d->sink, (unsigned)says.heading);
    lt_sink_prefix(d->sink, label);
    if (d->paragraph_count > 0) {
        d->paragraphs[d->paragraph_count - 1].hidden = says.hidden != 0;
    }
}

static int docx_paragraph_properties(docx *d, leitong_error *error)
{
    lt_docx_style own;
    LT_TRY(lt_docx_properties(d->xml, true, &own, error));
    docx_describe(d, &own);
    lt_docx_style_clear(&own);
    return 0;
}

static int docx_run_properties(docx *d, leitong_error *error)
{
    lt_docx_style own;
    LT_TRY(lt_docx_properties(d->xml, false, &own, error));
    bool of_paragraph = d->paragraph_count > 0 && d->paragraphs[d->paragraph_count - 1].hidden;
    d->run_hidden = lt_docx_styles_ask(&d->styles, &own).hidden != 0 || (of_paragraph && own.hidden != 0);
    lt_docx_style_clear(&own);
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
    if (LT_XML_IS(name, "tab", "ptab")) {
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
        return lt_xml_skip(d->xml, error);
    }
    if (chosen != NULL) {
        *chosen = true;
    }
    return 0;
}

static int docx_open(docx *d, const char *name, leitong_error *error)
{
    if (LT_XML_IS(name, "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "sdtPr", "sdtEndPr",
                  "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "binData", "annotationRef")) {
        return lt_xml_skip(d->xml, error);
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
    if (LT_XML_IS(name, "Choice", "Fallback")) {
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
    if (LT_XML_IS(name, "footnote", "endnote")) {
        LT_TRY(lt_xml_attribute(d->xml, "type", &type, error));
        *ret_is = type != NULL && strcmp(type, "normal") != 0;
    }
    return 0;
}

static int docx_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    docx *d = context;
    bool is_separator = false;
    d->xml = xml;
    if (event->kind == LT_XML_OPEN) {
        LT_TRY(docx_is_separator(d, event->name, &is_separator, error));
        return is_separator ? lt_xml_skip(xml, error) : docx_open(d, event->name, error);
    }
    if (event->kind == LT_XML_CLOSE) {
        return docx_close(d, event->name, error);
    }
    if (!d->in_text) {
        return 0;
    }
    if (d->run_hidden) {
        lt_sink_hide(d->sink, event->name, event->size);
        return 0;
    }
    return lt_sink_words(d->sink, event->name, event->size, error);
}

static int docx_part(docx *d, const char *path, bool *ret_found, leitong_error *error)
{
    d->paragraph_count = 0;
    d->choice_count = 0;
    return lt_xml_each(d->package, path, docx_event, d, ret_found, error);
}

/* ---- the document ---- */

/* Paragraphs with text in a header or footer. */
typedef struct docx_header {
    lt_sink *sink;
    bool in_text, is_begun;
} docx_header;

static int docx_header_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    docx_header *h = context;
    (void)xml;
    (void)error;
    if (event->kind == LT_XML_TEXT) {
        h->is_begun = h->is_begun || (h->in_text && event->size > 0);
        return 0;
    }
    h->in_text = event->kind == LT_XML_OPEN && strcmp(event->name, "t") == 0;
    if (event->kind == LT_XML_CLOSE && strcmp(event->name, "p") == 0) {
        h->sink->notes[LT_NOTE_HEADER] += h->is_begun;
        h->is_begun = false;
    }
    return 0;
}

/* What stands beside the body: notes are read, headers and footers counted. */
static int docx_beside(docx *d, const char *main, const char *folder, leitong_error *error)
{
    static const char *const notes[] = {"footnotes.xml", "endnotes.xml"};
    lt_relations relations = {0};
    docx_header header = {.sink = d->sink};
    char part[2 * LT_PART_NAME];
    bool is_there;
    int code = 0;
    for (size_t i = 0; i < 2; i++) {
        snprintf(part, sizeof part, "%s%s", folder, notes[i]);
        LT_TRY(docx_part(d, part, &is_there, error));
    }
    LT_TRY_GOTO(done, lt_relations_read(&relations, d->package, main, error));
    size_t count = LT_MIN(relations.count, (size_t)DOCX_RELATIONS);
    for (size_t i = 0; i < count; i++) {
        const lt_relation *relation = &relations.items[i];
        if (LT_XML_IS(relation->type, "header", "footer")) {
            LT_TRY_GOTO(done, lt_xml_each(d->package, relation->target, docx_header_event, &header, NULL, error));
        }
    }
done:
    lt_relations_clear(&relations);
    return code;
}

static int docx_parts(docx *d, const lt_relations *package, leitong_error *error)
{
    char folder[LT_PART_NAME];
    bool is_there;
    const char *main = lt_relations_first(package, "officeDocument");
    const char *core = lt_relations_first(package, "core-properties");
    main = main != NULL ? main : "word/document.xml";
    const char *slash = strrchr(main, '/');
    snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - main) + 1 : 0, main);
    LT_TRY(lt_docx_styles_read(&d->styles, d->package, folder, error));
    LT_TRY(docx_part(d, main, &is_there, error));
    if (!is_there) {
        return lt_sink_refuse(d->sink, LT_FAULT_DAMAGED, error,
                              "names a part with its text that isn't there: open it in its program and save it again");
    }
    LT_TRY(docx_beside(d, main, folder, error));
    LT_TRY(lt_properties_read(d->package, core != NULL ? core : "docProps/core.xml", d->sink, error));
    return lt_sink_finish(d->sink, error);
}

int lt_docx_read(const lt_package *package, lt_sink *sink, leitong_error *error)
{
    lt_relations relations = {0};
    docx *d = calloc(1, sizeof *d);
    if (d == NULL) {
        return lt_error_memory(error);
    }
    d->package = package;
    d->sink = sink;
    int code = lt_relations_read(&relations, package, "", error);
    if (code == 0) {
        code = docx_parts(d, &relations, error);
    }
    lt_relations_clear(&relations);
    lt_docx_styles_clear(&d->styles);
    free(d);
    return code;
}

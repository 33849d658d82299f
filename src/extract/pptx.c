#include "extract/pptx.h"

#include "base/buffer.h"
#include "extract/properties.h"
#include "extract/relations.h"

#include <stdlib.h>
#include <string.h>

#define PPTX_CHOICES 64 /* mc:AlternateContent in one another */

typedef struct pptx {
    const lt_package *package;
    lt_sink *sink;
    char **slides; /* relations' ids, in order */
    size_t slide_count, slide_capacity;
    bool chosen[PPTX_CHOICES]; /* of each mc:AlternateContent that is open: whether a branch was read */
    size_t choice_count;
    unsigned heading; /* of the shape's paragraphs; 0: none */
    bool in_text, is_hidden;
    bool is_footer; /* the shape is a slide's footer, date or number */
    bool is_begun;  /* text stands in the shape's paragraph */
} pptx;

/* What a shape is: <p:ph type="…">. */
static int pptx_placeholder(pptx *p, lt_xml *xml, leitong_error *error)
{
    const char *type;
    LT_TRY(lt_xml_attribute(xml, "type", &type, error));
    p->is_footer = type != NULL && LT_XML_IS(type, "sldNum", "ftr", "dt", "hdr");
    p->heading = type != NULL && LT_XML_IS(type, "title", "ctrTitle") ? 1 : 0;
    return 0;
}

/* One branch of mc:AlternateContent: the first. */
static int pptx_branch(pptx *p, lt_xml *xml, leitong_error *error)
{
    bool *chosen = p->choice_count > 0 ? &p->chosen[p->choice_count - 1] : NULL;
    if (chosen != NULL && *chosen) {
        return lt_xml_skip(xml, error);
    }
    if (chosen != NULL) {
        *chosen = true;
    }
    return 0;
}

static int pptx_open(pptx *p, lt_xml *xml, const char *name, leitong_error *error)
{
    const char *show = NULL;
    if (strcmp(name, "sld") == 0) {
        LT_TRY(lt_xml_attribute(xml, "show", &show, error));
        p->is_hidden = show != NULL && LT_XML_IS(show, "0", "false");
    } else if (LT_XML_IS(name, "sp", "graphicFrame", "pic", "cxnSp")) {
        p->heading = 0;
        p->is_footer = false;
    } else if (strcmp(name, "ph") == 0) {
        return pptx_placeholder(p, xml, error);
    } else if (strcmp(name, "p") == 0) {
        lt_sink_gap(p->sink, LT_GAP_PARAGRAPH);
        lt_sink_heading(p->sink, p->heading);
        p->is_begun = false;
    } else if (strcmp(name, "br") == 0) {
        lt_sink_gap(p->sink, LT_GAP_LINE);
    } else if (strcmp(name, "AlternateContent") == 0 && p->choice_count < PPTX_CHOICES) {
        p->chosen[p->choice_count++] = false;
    } else if (LT_XML_IS(name, "Choice", "Fallback")) {
        return pptx_branch(p, xml, error);
    }
    p->in_text = strcmp(name, "t") == 0;
    return 0;
}

static int pptx_close(pptx *p, const char *name, leitong_error *error)
{
    p->in_text = false;
    if (strcmp(name, "p") == 0) {
        p->sink->notes[LT_NOTE_HEADER] += p->is_footer && p->is_begun;
        lt_sink_drop(p->sink);
        return lt_sink_paragraph(p->sink, error);
    }
    if (strcmp(name, "tc") == 0) {
        lt_sink_gap(p->sink, LT_GAP_CELL);
    } else if (strcmp(name, "tr") == 0) {
        return lt_sink_row(p->sink, error);
    } else if (strcmp(name, "AlternateContent") == 0) {
        p->choice_count -= p->choice_count > 0;
    }
    return 0;
}

static int pptx_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    pptx *p = context;
    if (event->kind == LT_XML_OPEN) {
        return pptx_open(p, xml, event->name, error);
    }
    if (event->kind == LT_XML_CLOSE) {
        return pptx_close(p, event->name, error);
    }
    if (!p->in_text) {
        return 0;
    }
    p->is_begun = true;
    if (p->is_hidden) {
        lt_sink_hide(p->sink, event->name, event->size);
    } else if (!p->is_footer) {
        return lt_sink_words(p->sink, event->name, event->size, error);
    }
    return 0;
}

static int pptx_part(pptx *p, const char *path, leitong_error *error)
{
    p->choice_count = 0;
    p->heading = 0;
    p->is_footer = p->in_text = false;
    LT_TRY(lt_xml_each(p->package, path, pptx_event, p, NULL, error));
    return lt_sink_row(p->sink, error);
}

/* A slide, its diagrams and its notes. */
static int pptx_slide(pptx *p, const char *path, leitong_error *error)
{
    lt_relations relations = {0};
    int code = 0;
    p->is_hidden = false;
    LT_TRY(pptx_part(p, path, error));
    LT_TRY_GOTO(done, lt_relations_read(&relations, p->package, path, error));
    for (size_t i = 0; i < relations.count; i++) {
        if (strcmp(relations.items[i].type, "diagramData") == 0) {
            LT_TRY_GOTO(done, pptx_part(p, relations.items[i].target, error));
        }
    }
    const char *notes = lt_relations_first(&relations, "notesSlide");
    code = notes != NULL ? pptx_part(p, notes, error) : 0;
done:
    lt_relations_clear(&relations);
    return code;
}

static int pptx_list(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    pptx *p = context;
    const char *id;
    if (event->kind != LT_XML_OPEN || strcmp(event->name, "sldId") != 0) {
        return 0;
    }
    LT_TRY(lt_xml_relationship(xml, &id, error));
    if (id == NULL) {
        return 0;
    }
    LT_TRY(LT_RESERVE(p->slides, p->slide_capacity, p->slide_count + 1, error));
    p->slides[p->slide_count] = strdup(id);
    return p->slides[p->slide_count++] != NULL ? 0 : lt_error_memory(error);
}

static int pptx_slides(pptx *p, lt_relations *package, leitong_error *error)
{
    lt_relations relations = {0};
    bool is_there = false;
    int code = 0;
    const char *path = lt_relations_first(package, "officeDocument");
    path = path != NULL ? path : "ppt/presentation.xml";
    LT_TRY_GOTO(done, lt_xml_each(p->package, path, pptx_list, p, &is_there, error));
    if (!is_there) {
        code =
            lt_sink_refuse(p->sink, LT_FAULT_DAMAGED, error,
                           "names a part with its slides that isn't there: open it in its program and save it again");
        goto done;
    }
    LT_TRY_GOTO(done, lt_relations_read(&relations, p->package, path, error));
    for (size_t i = 0; i < p->slide_count; i++) {
        const char *slide = lt_relations_target(&relations, p->slides[i]);
        if (slide != NULL) {
            LT_TRY_GOTO(done, pptx_slide(p, slide, error));
        }
    }
    const char *core = lt_relations_first(package, "core-properties");
    LT_TRY_GOTO(done, lt_properties_read(p->package, core != NULL ? core : "docProps/core.xml", p->sink, error));
    code = lt_sink_finish(p->sink, error);
done:
    lt_relations_clear(&relations);
    return code;
}

int lt_pptx_read(const lt_package *package, lt_sink *sink, leitong_error *error)
{
    pptx p = {.package = package, .sink = sink};
    lt_relations relations = {0};
    int code = lt_relations_read(&relations, package, "", error);
    if (code == 0) {
        code = pptx_slides(&p, &relations, error);
    }
    for (size_t i = 0; i < p.slide_count; i++) {
        free(p.slides[i]);
    }
    free(p.slides);
    lt_relations_clear(&relations);
    return code;
}

#include "extract/xml.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

struct lt_xml {
    xmlTextReader *reader;
    lt_part *part;
    lt_sink *sink;
    int code;            /* of the part, when it could not be read */
    leitong_error error; /* with it */
    bool no_memory;
    bool is_empty; /* the element opened last has no content, and its end was not told yet */
    char *name;    /* of that element */
};

static int xml_read(void *context, char *out, int capacity)
{
    lt_xml *xml = context;
    size_t got = 0;
    xml->code = lt_part_read(xml->part, out, (size_t)capacity, &got, &xml->error);
    return xml->code != 0 ? -1 : (int)got;
}

static void xml_error(void *context, xmlErrorPtr fault)
{
    lt_xml *xml = context;
    xml->no_memory = xml->no_memory || fault->code == XML_ERR_NO_MEMORY;
}

static int xml_fault(lt_xml *xml, leitong_error *error)
{
    if (xml->code != 0) {
        if (error != NULL) {
            *error = xml->error;
        }
        return xml->code;
    }
    if (xml->no_memory) {
        return lt_error_memory(error);
    }
    return lt_sink_refuse(
        xml->sink, LT_FAULT_DAMAGED, error,
        "holds a part that is no good XML, or nests more than 256 elements: open it in its program and save it again");
}

int lt_xml_open(const lt_package *package, const char *part, lt_xml **ret_xml, leitong_error *error)
{
    lt_xml *xml = calloc(1, sizeof *xml);
    if (xml == NULL) {
        return lt_error_memory(error);
    }
    xml->sink = package->sink;
    int code = lt_part_open(package, part, &xml->part, error);
    if (code != 0 || xml->part == NULL) {
        free(xml);
        if (code == 0) {
            *ret_xml = NULL;
        }
        return code;
    }
    xml->reader =
        xmlReaderForIO(xml_read, NULL, xml, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (xml->reader == NULL) {
        lt_xml_close(xml);
        return lt_error_memory(error);
    }
    xmlTextReaderSetStructuredErrorHandler(xml->reader, (xmlStructuredErrorFunc)xml_error, xml);
    *ret_xml = xml;
    return 0;
}

void lt_xml_close(lt_xml *xml)
{
    if (xml == NULL) {
        return;
    }
    xmlFreeTextReader(xml->reader);
    lt_part_close(xml->part);
    free(xml->name);
    free(xml);
}

static int xml_element(lt_xml *xml, lt_xml_event *ret_event, leitong_error *error)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(xml->reader);
    if (name == NULL) {
        return lt_error_memory(error);
    }
    xml->is_empty = xmlTextReaderIsEmptyElement(xml->reader) == 1;
    if (xml->is_empty) {
        free(xml->name);
        xml->name = strdup(name);
        if (xml->name == NULL) {
            return lt_error_memory(error);
        }
    }
    *ret_event = (lt_xml_event){LT_XML_OPEN, name, 0};
    return 0;
}

static int xml_text(lt_xml *xml, lt_xml_event *ret_event, leitong_error *error)
{
    const char *text = (const char *)xmlTextReaderConstValue(xml->reader);
    if (text == NULL) {
        return lt_error_memory(error);
    }
    *ret_event = (lt_xml_event){LT_XML_TEXT, text, strlen(text)};
    return 0;
}

int lt_xml_next(lt_xml *xml, lt_xml_event *ret_event, leitong_error *error)
{
    if (xml->is_empty) {
        xml->is_empty = false;
        *ret_event = (lt_xml_event){LT_XML_CLOSE, xml->name, 0};
        return 0;
    }
    for (;;) {
        int state = xmlTextReaderRead(xml->reader);
        if (state < 0 || xml->code != 0 || xml->no_memory) {
            return xml_fault(xml, error);
        }
        if (state == 0) {
            *ret_event = (lt_xml_event){.kind = LT_XML_END};
            return 0;
        }
        switch (xmlTextReaderNodeType(xml->reader)) {
        case XML_READER_TYPE_ELEMENT:
            return xml_element(xml, ret_event, error);
        case XML_READER_TYPE_END_ELEMENT:
            *ret_event = (lt_xml_event){LT_XML_CLOSE, (const char *)xmlTextReaderConstLocalName(xml->reader), 0};
            return ret_event->name != NULL ? 0 : lt_error_memory(error);
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            return xml_text(xml, ret_event, error);
        case XML_READER_TYPE_ENTITY_REFERENCE:
            return lt_sink_refuse(
                xml->sink, LT_FAULT_DAMAGED, error,
                "uses entities, which no document of this kind does: open it in its program and save it again");
        default:
            break;
        }
    }
}

static bool xml_ends(const char *text, const char *with)
{
    if (text == NULL) {
        return false;
    }
    size_t size = strlen(text);
    return size >= strlen(with) && strcmp(text + size - strlen(with), with) == 0;
}

/* The first attribute of this name, whose namespace ends in `space`. */
static int xml_attribute(lt_xml *xml, const char *name, const char *space, const char **ret_value, leitong_error *error)
{
    *ret_value = NULL;
    int state = xmlTextReaderMoveToFirstAttribute(xml->reader);
    while (state == 1 && *ret_value == NULL) {
        const char *local = (const char *)xmlTextReaderConstLocalName(xml->reader);
        bool is_it = local != NULL && strcmp(local, name) == 0 &&
                     (space == NULL || xml_ends((const char *)xmlTextReaderConstNamespaceUri(xml->reader), space));
        if (is_it) {
            *ret_value = (const char *)xmlTextReaderConstValue(xml->reader);
            if (*ret_value == NULL) {
                return lt_error_memory(error);
            }
            break;
        }
        state = xmlTextReaderMoveToNextAttribute(xml->reader);
    }
    return state < 0 ? xml_fault(xml, error) : 0;
}

int lt_xml_attribute(lt_xml *xml, const char *name, const char **ret_value, leitong_error *error)
{
    return xml_attribute(xml, name, NULL, ret_value, error);
}

int lt_xml_relationship(lt_xml *xml, const char **ret_value, leitong_error *error)
{
    return xml_attribute(xml, "id", "/relationships", ret_value, error);
}

int lt_xml_copy(lt_xml *xml, const char *name, char **to, leitong_error *error)
{
    const char *value;
    LT_TRY(lt_xml_attribute(xml, name, &value, error));
    if (value != NULL) {
        free(*to);
        *to = strdup(value);
        if (*to == NULL) {
            return lt_error_memory(error);
        }
    }
    return 0;
}

int lt_xml_skip(lt_xml *xml, leitong_error *error)
{
    lt_xml_event event = {0};
    for (size_t depth = 1; depth > 0;) {
        LT_TRY(lt_xml_next(xml, &event, error));
        if (event.kind == LT_XML_END) {
            return 0;
        }
        depth += event.kind == LT_XML_OPEN;
        depth -= event.kind == LT_XML_CLOSE;
    }
    return 0;
}

int lt_xml_each(const lt_package *package, const char *part, lt_xml_visitor *visitor, void *context, bool *ret_found,
                leitong_error *error)
{
    lt_xml *xml;
    lt_xml_event event = {0};
    int code;
    LT_TRY(lt_xml_open(package, part, &xml, error));
    if (ret_found != NULL) {
        *ret_found = xml != NULL;
    }
    if (xml == NULL) {
        return 0;
    }
    do {
        code = lt_xml_next(xml, &event, error);
        if (code == 0 && event.kind != LT_XML_END) {
            code = visitor(context, xml, &event, error);
        }
    } while (code == 0 && event.kind != LT_XML_END);
    lt_xml_close(xml);
    return code;
}

bool lt_xml_is(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

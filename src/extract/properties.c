#include "extract/properties.h"

#include "base/compare.h"

#include <string.h>

#define PROPERTIES_ROOM (LT_PROPERTY_LONGEST + 1)

static const struct properties_element {
    const char *name;
    lt_property property;
    unsigned rank; /* of several the highest */
} properties_elements[] = {
    {"title", LT_PROPERTY_TITLE, 1},
    {"creator", LT_PROPERTY_AUTHOR, 1},
    {"initial-creator", LT_PROPERTY_AUTHOR, 2},
    {"date", LT_PROPERTY_DATE, 1},
    {"modified", LT_PROPERTY_DATE, 1},
    {"created", LT_PROPERTY_DATE, 2},
    {"creation-date", LT_PROPERTY_DATE, 2},
};

typedef struct properties {
    const struct properties_element *open; /* the element whose text is read; NULL: none */
    char text[PROPERTIES_ROOM];
    size_t size;
    char values[LT_PROPERTIES][PROPERTIES_ROOM];
    unsigned ranks[LT_PROPERTIES];
} properties;

static void properties_open(properties *p, const char *name)
{
    p->open = NULL;
    p->size = 0;
    for (size_t i = 0; i < sizeof properties_elements / sizeof properties_elements[0]; i++) {
        if (strcmp(properties_elements[i].name, name) == 0) {
            p->open = &properties_elements[i];
        }
    }
}

static void properties_close(properties *p)
{
    p->text[p->size] = '\0';
    if (p->open != NULL && p->size > 0 && p->open->rank > p->ranks[p->open->property]) {
        p->ranks[p->open->property] = p->open->rank;
        memcpy(p->values[p->open->property], p->text, p->size + 1);
    }
    p->open = NULL;
}

static int properties_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    properties *p = context;
    (void)xml;
    (void)error;
    if (event->kind == LT_XML_OPEN) {
        properties_open(p, event->name);
    } else if (event->kind == LT_XML_CLOSE) {
        properties_close(p);
    } else if (p->open != NULL) {
        size_t fits = LT_MIN(event->size, PROPERTIES_ROOM - 1 - p->size);
        memcpy(p->text + p->size, event->name, fits);
        p->size += fits;
    }
    return 0;
}

int lt_properties_read(const lt_package *package, const char *part, lt_sink *sink, leitong_error *error)
{
    properties p = {0};
    LT_TRY(lt_xml_each(package, part, properties_event, &p, NULL, error));
    for (lt_property i = 0; i < LT_PROPERTIES; i++) {
        LT_TRY(lt_sink_property(sink, i, p.values[i], error));
    }
    return 0;
}

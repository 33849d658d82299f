/* xml: a part of a package → elements and text, one at a time.
 *
 * libxml2's reader, named in xml.c alone. It opens no other file and no address, no DTD either (old files name one),
 * takes an entity for a fault (no document of these formats has one), and keeps its limits: 256 elements in one
 * another, 10 MB a text. Input: a part's name. Output: events; an element without content has its end, too. Ownership:
 * lt_xml is closed by its owner; names, text and attributes stand until the next call. Errors: LEITONG_EINPUT with the
 * sink's reason (damaged), those of package; LEITONG_EMEMORY. Complexity: linear in the part. */
#ifndef LT_EXTRACT_XML_H
#define LT_EXTRACT_XML_H

#include "extract/package.h"

typedef enum lt_xml_kind { LT_XML_END, LT_XML_OPEN, LT_XML_CLOSE, LT_XML_TEXT } lt_xml_kind;

typedef struct lt_xml_event {
    lt_xml_kind kind;
    const char *name; /* without its prefix; of a text: itself */
    size_t size;      /* of a text */
} lt_xml_event;

typedef struct lt_xml lt_xml;

/* *ret_xml NULL where the package has no such part. */
LEITONG_CHECK int lt_xml_open(const lt_package *package, const char *part, lt_xml **ret_xml, leitong_error *error);
void lt_xml_close(lt_xml *xml);
LEITONG_CHECK int lt_xml_next(lt_xml *xml, lt_xml_event *ret_event, leitong_error *error);
/* Of the element that was opened last, by its name without prefix; NULL where it has none. */
LEITONG_CHECK int lt_xml_attribute(lt_xml *xml, const char *name, const char **ret_value, leitong_error *error);
/* The same of the attribute `id` in the namespace of relationships (r:id), whatever its prefix. */
LEITONG_CHECK int lt_xml_relationship(lt_xml *xml, const char **ret_value, leitong_error *error);
/* A copy of it at *to, in the place of what *to held; where the element has none *to stays. The caller's. */
LEITONG_CHECK int lt_xml_copy(lt_xml *xml, const char *name, char **to, leitong_error *error);
/* Passes over the rest of the element that was opened last, its end included. */
LEITONG_CHECK int lt_xml_skip(lt_xml *xml, leitong_error *error);

typedef int lt_xml_visitor(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error);
/* A whole part, but for its end; *ret_found (may be NULL) false where the package has none. */
LEITONG_CHECK int lt_xml_each(const lt_package *package, const char *part, lt_xml_visitor *visitor, void *context,
                              bool *ret_found, leitong_error *error);

bool lt_xml_is(const char *name, const char *const *names, size_t count);
/* Whether a name is one of those that follow. */
#define LT_XML_IS(name, ...)                                                                                           \
    lt_xml_is((name), (const char *const[]){__VA_ARGS__}, sizeof(const char *const[]){__VA_ARGS__} / sizeof(char *))

#endif

#include "truth_xml.h"

#include "base/open_file.h"

#include <errno.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRUTH_XML_LARGEST ((uint64_t)256 << 20) /* bytes of a file */

typedef struct xml_file {
    lt_truth *truth;
    const char *path;
    xmlTextReaderPtr reader;
    uint32_t folder;
    uint32_t document; /* the suspicious one, or LEITONG_NO_DOCUMENT before it is named */
    char fault[256];
    leitong_error *error;
} xml_file;

/* Without it libxml2 would print. The first fault is the one to tell. */
static void xml_on_fault(void *context, xmlErrorPtr fault)
{
    xml_file *file = context;
    if (file->fault[0] == '\0' && fault->message != NULL) {
        snprintf(file->fault, sizeof file->fault, "%s", fault->message);
        file->fault[strcspn(file->fault, "\r\n")] = '\0';
    }
}

static int xml_wrong(const xml_file *file, const char *what)
{
    return lt_error_at(file->error, LEITONG_EINPUT, file->path, LEITONG_NO_OFFSET, "line %d: %s",
                       xmlTextReaderGetParserLineNumber(file->reader), what);
}

/* An attribute's value, to be freed with xmlFree; NULL where there is none. */
static char *xml_attribute(const xml_file *file, const char *name)
{
    return (char *)xmlTextReaderGetAttribute(file->reader, (const xmlChar *)name);
}

static int xml_number(const xml_file *file, const char *name, uint64_t *ret_number)
{
    char *text = xml_attribute(file, name);
    char *end = NULL;
    char message[64];
    if (text != NULL && text[0] >= '0' && text[0] <= '9') {
        errno = 0;
        unsigned long long number = strtoull(text, &end, 10);
        if (*end == '\0' && errno == 0 && number < UINT64_MAX / 2) {
            *ret_number = number;
            xmlFree(text);
            return 0;
        }
    }
    xmlFree(text);
    snprintf(message, sizeof message, "%s is not there or is no number", name);
    return xml_wrong(file, message);
}

static int xml_document(const xml_file *file, const char *attribute, uint32_t *ret_document)
{
    char *name = xml_attribute(file, attribute);
    char message[64];
    if (name == NULL) {
        snprintf(message, sizeof message, "%s is not there", attribute);
        return xml_wrong(file, message);
    }
    int code = lt_truth_names_find(&file->truth->names, name, file->path, ret_document, file->error);
    xmlFree(name);
    return code;
}

static int xml_feature(const xml_file *file)
{
    char *name = xml_attribute(file, "name");
    size_t size = name != NULL ? strlen(name) : 0;
    bool wanted = size >= 10 && strcmp(name + size - 10, "plagiarism") == 0;
    xmlFree(name);
    if (!wanted) {
        return 0;
    }
    if (file->document == LEITONG_NO_DOCUMENT) {
        return xml_wrong(file, "the feature stands in no document");
    }
    lt_truth_case found = {.folder = file->folder, .a = {.document = file->document}};
    uint64_t length_a = 0;
    uint64_t length_b = 0;
    lt_truth_case *row;
    LT_TRY(xml_document(file, "source_reference", &found.b.document));
    LT_TRY(xml_number(file, "this_offset", &found.a.begin));
    LT_TRY(xml_number(file, "this_length", &length_a));
    LT_TRY(xml_number(file, "source_offset", &found.b.begin));
    LT_TRY(xml_number(file, "source_length", &length_b));
    LT_TRY(lt_result_add(&file->truth->cases, sizeof *row, &row, file->error));
    found.a.end = found.a.begin + length_a;
    found.b.end = found.b.begin + length_b;
    *row = found;
    return 0;
}

static int xml_element(xml_file *file)
{
    const char *name = (const char *)xmlTextReaderConstLocalName(file->reader);
    if (name != NULL && strcmp(name, "feature") == 0) {
        return xml_feature(file);
    }
    if (name == NULL || strcmp(name, "document") != 0) {
        return 0;
    }
    lt_truth_checked *row;
    LT_TRY(xml_document(file, "reference", &file->document));
    LT_TRY(lt_result_add(&file->truth->checked, sizeof *row, &row, file->error));
    *row = (lt_truth_checked){file->document, file->folder};
    return 0;
}

static int xml_walk(xml_file *file)
{
    int more;
    while ((more = xmlTextReaderRead(file->reader)) == 1) {
        int code = xmlTextReaderNodeType(file->reader) == XML_READER_TYPE_ELEMENT ? xml_element(file) : 0;
        if (code != 0) {
            return code;
        }
    }
    if (more != 0) {
        return xml_wrong(file, file->fault[0] != '\0' ? file->fault : "no good XML");
    }
    if (file->document == LEITONG_NO_DOCUMENT) {
        return xml_wrong(file, "no element 'document' with a reference");
    }
    return 0;
}

int lt_truth_xml(lt_truth *truth, const char *path, uint32_t folder, leitong_error *error)
{
    xml_file file = {.truth = truth, .path = path, .folder = folder, .document = LEITONG_NO_DOCUMENT, .error = error};
    int descriptor = -1;
    LT_TRY(lt_open_file(path, LT_OPEN_REGULAR, TRUTH_XML_LARGEST, &descriptor, error));
    file.reader = xmlReaderForFd(descriptor, NULL, NULL, XML_PARSE_NONET);
    int code = 0;
    if (file.reader == NULL) {
        code = lt_error_memory(error);
    } else {
        xmlTextReaderSetStructuredErrorHandler(file.reader, xml_on_fault, &file);
        code = xml_walk(&file);
    }
    xmlFreeTextReader(file.reader);
    close(descriptor);
    return code;
}

#include "extract/epub.h"

#include "base/buffer.h"
#include "extract/html.h"
#include "extract/name_index.h"
#include "extract/properties.h"

#include <stdlib.h>
#include <string.h>

typedef struct epub_item {
    char *id, *path;
    bool is_page; /* of text, and no table of contents */
    bool is_told;
} epub_item;

typedef struct epub {
    const lt_package *package;
    lt_sink *sink;
    char document[LT_PART_NAME]; /* the package document */
    epub_item *items;
    size_t item_count, item_capacity;
    lt_name_index ids;
    char **spine; /* ids */
    size_t spine_count, spine_capacity;
} epub;

static int epub_refuse_encrypted(lt_sink *sink, leitong_error *error)
{
    return lt_sink_refuse(sink, LT_FAULT_ENCRYPTED, error,
                          "is protected against copying: read it in its program, and save its text as another file");
}

static bool epub_ends(const char *path, const char *with)
{
    size_t size = strlen(path);
    return size >= strlen(with) && strcmp(path + size - strlen(with), with) == 0;
}

/* Fonts are often encrypted in a way that needs no password; pages never are. */
static int epub_encryption(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    epub *e = context;
    const char *path;
    if (event->kind != LT_XML_OPEN || strcmp(event->name, "CipherReference") != 0) {
        return 0;
    }
    LT_TRY(lt_xml_attribute(xml, "URI", &path, error));
    bool is_page = path != NULL && (epub_ends(path, ".xhtml") || epub_ends(path, ".html") || epub_ends(path, ".htm"));
    return is_page ? epub_refuse_encrypted(e->sink, error) : 0;
}

static int epub_container(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    epub *e = context;
    const char *path;
    if (event->kind != LT_XML_OPEN || strcmp(event->name, "rootfile") != 0 || e->document[0] != '\0') {
        return 0;
    }
    LT_TRY(lt_xml_attribute(xml, "full-path", &path, error));
    lt_part_target("", path != NULL ? path : "", e->document);
    return 0;
}

static int epub_item_open(epub *e, lt_xml *xml, leitong_error *error)
{
    char path[LT_PART_NAME];
    const char *value;
    LT_TRY(LT_RESERVE(e->items, e->item_capacity, e->item_count + 1, error));
    epub_item *item = &e->items[e->item_count++];
    *item = (epub_item){0};
    LT_TRY(lt_xml_attribute(xml, "media-type", &value, error));
    item->is_page = value != NULL && LT_XML_IS(value, "application/xhtml+xml", "text/html", "text/x-oeb1-document");
    LT_TRY(lt_xml_attribute(xml, "properties", &value, error));
    item->is_page = item->is_page && (value == NULL || strstr(value, "nav") == NULL);
    LT_TRY(lt_xml_attribute(xml, "href", &value, error));
    lt_part_target(e->document, value != NULL ? value : "", path);
    item->path = strdup(path);
    if (item->path == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_xml_copy(xml, "id", &item->id, error));
    return item->id == NULL ? 0 : lt_name_index_add(&e->ids, item->id, e->item_count - 1, error);
}

static int epub_document(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    epub *e = context;
    if (event->kind != LT_XML_OPEN) {
        return 0;
    }
    if (strcmp(event->name, "item") == 0) {
        return epub_item_open(e, xml, error);
    }
    if (strcmp(event->name, "itemref") == 0) {
        LT_TRY(LT_RESERVE(e->spine, e->spine_capacity, e->spine_count + 1, error));
        e->spine[e->spine_count++] = NULL;
        return lt_xml_copy(xml, "idref", &e->spine[e->spine_count - 1], error);
    }
    return 0;
}

static int epub_page(epub *e, epub_item *item, bool *ret_found, leitong_error *error)
{
    uint8_t *bytes;
    size_t size;
    *ret_found = false;
    if (!item->is_page || item->is_told) {
        return 0;
    }
    item->is_told = true;
    LT_TRY(lt_part_whole(e->package, item->path, &bytes, &size, error));
    if (bytes == NULL) {
        return 0;
    }
    *ret_found = true;
    int code = lt_html_tell(bytes, size, "", e->sink, error);
    free(bytes);
    return code == 0 ? lt_sink_paragraph(e->sink, error) : code;
}

static int epub_parts(epub *e, leitong_error *error)
{
    lt_part *rights;
    size_t pages = 0;
    LT_TRY(lt_part_open(e->package, "META-INF/rights.xml", &rights, error));
    if (rights != NULL) {
        lt_part_close(rights);
        return epub_refuse_encrypted(e->sink, error);
    }
    LT_TRY(lt_xml_each(e->package, "META-INF/encryption.xml", epub_encryption, e, NULL, error));
    LT_TRY(lt_xml_each(e->package, "META-INF/container.xml", epub_container, e, NULL, error));
    LT_TRY(lt_xml_each(e->package, e->document, epub_document, e, NULL, error));
    LT_TRY(lt_properties_read(e->package, e->document, e->sink, error));
    for (size_t i = 0; i < e->spine_count; i++) {
        size_t at;
        bool is_found = false;
        if (lt_name_index_find(&e->ids, e->spine[i], &at)) {
            LT_TRY(epub_page(e, &e->items[at], &is_found, error));
        }
        pages += is_found;
    }
    if (pages == 0) {
        return lt_sink_refuse(e->sink, LT_FAULT_DAMAGED, error, "names no page that is there: fetch it again");
    }
    return lt_sink_finish(e->sink, error);
}

int lt_epub_read(const lt_package *package, lt_sink *sink, leitong_error *error)
{
    epub e = {.package = package, .sink = sink};
    int code = epub_parts(&e, error);
    for (size_t i = 0; i < e.item_count; i++) {
        free(e.items[i].id);
        free(e.items[i].path);
    }
    for (size_t i = 0; i < e.spine_count; i++) {
        free(e.spine[i]);
    }
    free(e.items);
    free(e.spine);
    lt_name_index_clear(&e.ids);
    return code;
}

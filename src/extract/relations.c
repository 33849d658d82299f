#include "extract/relations.h"

#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void lt_relations_clear(lt_relations *relations)
{
    for (size_t i = 0; i < relations->count; i++) {
        free(relations->items[i].id);
        free(relations->items[i].target);
        free(relations->items[i].type);
    }
    free(relations->items);
    lt_name_index_clear(&relations->ids);
    *relations = (lt_relations){0};
}

static int relations_event(void *context, lt_xml *xml, const lt_xml_event *event, leitong_error *error)
{
    lt_relations *relations = context;
    char target[LT_PART_NAME];
    const char *value;
    if (event->kind != LT_XML_OPEN || strcmp(event->name, "Relationship") != 0) {
        return 0;
    }
    LT_TRY(LT_RESERVE(relations->items, relations->capacity, relations->count + 1, error));
    lt_relation *relation = &relations->items[relations->count++];
    *relation = (lt_relation){0};
    LT_TRY(lt_xml_attribute(xml, "Target", &value, error));
    lt_part_target(relations->base, value != NULL ? value : "", target);
    relation->target = strdup(target);
    LT_TRY(lt_xml_attribute(xml, "Type", &value, error));
    const char *slash = value != NULL ? strrchr(value, '/') : NULL;
    relation->type = strdup(slash != NULL ? slash + 1 : "");
    if (relation->target == NULL || relation->type == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_xml_copy(xml, "Id", &relation->id, error));
    return relation->id == NULL ? 0 : lt_name_index_add(&relations->ids, relation->id, relations->count - 1, error);
}

int lt_relations_read(lt_relations *relations, const lt_package *package, const char *base, leitong_error *error)
{
    char path[LT_PART_NAME + 16];
    const char *slash = strrchr(base, '/');
    int folder = slash != NULL ? (int)(slash - base) + 1 : 0;
    snprintf(path, sizeof path, "%.*s_rels/%s.rels", folder, base, base + folder);
    relations->base = base;
    return lt_xml_each(package, path, relations_event, relations, NULL, error);
}

const char *lt_relations_target(lt_relations *relations, const char *id)
{
    size_t at;
    return lt_name_index_find(&relations->ids, id, &at) ? relations->items[at].target : NULL;
}

const char *lt_relations_first(const lt_relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->count; i++) {
        if (strcmp(relations->items[i].type, type) == 0) {
            return relations->items[i].target;
        }
    }
    return NULL;
}

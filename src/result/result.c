#include "result/result.h"

#include "base/buffer.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

int lt_result_new(leitong_result **ret_result, leitong_error *error)
{
    leitong_result *result = calloc(1, sizeof *result);
    if (result == NULL) {
        return lt_error_memory(error);
    }
    *ret_result = result;
    return 0;
}

int lt_result_add(lt_table *table, size_t size, void *ret_row, leitong_error *error)
{
    LT_TRY(lt_buffer_reserve(&table->items, &table->capacity, table->count + 1, size, error));
    void *row = (char *)table->items + table->count * size;
    memset(row, 0, size);
    memcpy(ret_row, &row, sizeof row);
    table->count++;
    return 0;
}

int lt_result_rows(lt_table *table, size_t count, size_t size, leitong_error *error)
{
    LT_TRY(lt_buffer_reserve(&table->items, &table->capacity, table->count + count + 1, size, error));
    memset((char *)table->items + table->count * size, 0, count * size);
    table->count += count;
    return 0;
}

int lt_result_string(leitong_result *result, const char *text, const char **ret_copy, leitong_error *error)
{
    if (text == NULL) {
        *ret_copy = NULL;
        return 0;
    }
    char **slot;
    LT_TRY(lt_result_add(&result->strings, sizeof *slot, &slot, error));
    *slot = strdup(text);
    if (*slot == NULL) {
        return lt_error_memory(error);
    }
    *ret_copy = *slot;
    return 0;
}

void leitong_result_free(leitong_result *result)
{
    if (result == NULL) {
        return;
    }
    char **strings = result->strings.items;
    for (size_t i = 0; i < result->strings.count; i++) {
        free(strings[i]);
    }
    leitong_result_skip *skips = result->skips.items;
    for (size_t i = 0; i < result->skips.count; i++) {
        free((void *)(uintptr_t)skips[i].examples);
    }
    lt_table *tables[] = {&result->documents, &result->pairs, &result->clusters,    &result->members,
                          &result->passages,  &result->edits, &result->phrases,     &result->places,
                          &result->sources,   &result->skips, &result->strings,     &result->templates,
                          &result->parts,     &result->slots, &result->fills,       &result->template_members,
                          &result->ranges,    &result->swaps, &result->swap_places, &result->left_behind,
                          &result->stock};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        free(tables[i]->items);
    }
    if (result->text_free != NULL) {
        result->text_free(result->text_context);
    }
    free(result);
}

const leitong_result_run *leitong_result_get_run(const leitong_result *result)
{
    return &result->run;
}

#define RESULT_ACCESSOR(name, type, table)                                                                             \
    const type *name(const leitong_result *result, size_t *ret_count)                                                  \
    {                                                                                                                  \
        static const type none;                                                                                        \
        *ret_count = result->table.count;                                                                              \
        return result->table.items != NULL ? result->table.items : &none;                                              \
    }

RESULT_ACCESSOR(leitong_result_documents, leitong_result_document, documents)
RESULT_ACCESSOR(leitong_result_pairs, leitong_result_pair, pairs)
RESULT_ACCESSOR(leitong_result_clusters, leitong_result_cluster, clusters)
RESULT_ACCESSOR(leitong_result_members, leitong_result_member, members)
RESULT_ACCESSOR(leitong_result_passages, leitong_result_passage, passages)
RESULT_ACCESSOR(leitong_result_edits, leitong_result_edit, edits)
RESULT_ACCESSOR(leitong_result_phrases, leitong_result_phrase, phrases)
RESULT_ACCESSOR(leitong_result_places, leitong_span, places)
RESULT_ACCESSOR(leitong_result_sources, leitong_result_source, sources)
RESULT_ACCESSOR(leitong_result_templates, leitong_result_template, templates)
RESULT_ACCESSOR(leitong_result_parts, leitong_result_part, parts)
RESULT_ACCESSOR(leitong_result_slots, leitong_result_slot, slots)
RESULT_ACCESSOR(leitong_result_fills, leitong_result_fill, fills)
RESULT_ACCESSOR(leitong_result_template_members, leitong_result_template_member, template_members)
RESULT_ACCESSOR(leitong_result_ranges, leitong_range, ranges)
RESULT_ACCESSOR(leitong_result_swaps, leitong_result_swap, swaps)
RESULT_ACCESSOR(leitong_result_swap_places, leitong_result_swap_place, swap_places)
RESULT_ACCESSOR(leitong_result_left_behind, leitong_result_left, left_behind)
RESULT_ACCESSOR(leitong_result_skips, leitong_result_skip, skips)

int leitong_result_text(const leitong_result *result, const leitong_span *span, char **ret_bytes, size_t *ret_size,
                        leitong_error *error)
{
    if (span->document >= result->documents.count || span->begin > span->end) {
        return lt_error_set(error, LEITONG_EUSAGE, "no such span: document %u, bytes %llu to %llu", span->document,
                            (unsigned long long)span->begin, (unsigned long long)span->end);
    }
    const leitong_result_document *document = (const leitong_result_document *)result->documents.items + span->document;
    if (span->end > document->bytes) {
        return lt_error_at(error, LEITONG_EUSAGE, document->id, span->end, "the span ends behind the document");
    }
    if (result->text == NULL) {
        return lt_error_at(error, LEITONG_EINPUT, document->id, LEITONG_NO_OFFSET, "the text was not kept");
    }
    LT_TRY(result->text(result->text_context, span->document, span->begin, span->end, ret_bytes, error));
    *ret_size = (size_t)(span->end - span->begin);
    return 0;
}

int leitong_result_utf8(const leitong_result *result, const leitong_span *span, char **ret_text, size_t *ret_size,
                        leitong_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    lt_decoded decoded = {0};
    lt_encoding encoding = LT_ENCODING_UTF8;
    LT_TRY(leitong_result_text(result, span, &bytes, &size, error));
    int code = 0;
    const leitong_result_document *document = (const leitong_result_document *)result->documents.items + span->document;
    LT_TRY_GOTO(done, lt_encoding_named(document->encoding, &encoding, error));
    LT_TRY_GOTO(done,
                lt_decode(&(lt_encoded){(const uint8_t *)bytes, size, encoding, document->id}, &decoded, NULL, error));
    char *text = malloc(decoded.size + 1);
    if (text == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    memcpy(text, decoded.text, decoded.size);
    text[decoded.size] = '\0';
    *ret_text = text;
    *ret_size = decoded.size;
done:
    lt_decoded_clear(&decoded);
    free(bytes);
    return code;
}

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

enum { RESULT_TABLES = 28 };

static void result_tables(leitong_result *result, lt_table *ret_tables[RESULT_TABLES])
{
    lt_table *tables[RESULT_TABLES] = {
        &result->documents,        &result->pairs,   &result->clusters,      &result->members,
        &result->passages,         &result->edits,   &result->shown_edits,   &result->phrases,
        &result->places,           &result->cases,   &result->case_passages, &result->texts,
        &result->text_places,      &result->sources, &result->skips,         &result->strings,
        &result->templates,        &result->parts,   &result->slots,         &result->fills,
        &result->template_members, &result->ranges,  &result->swaps,         &result->swap_places,
        &result->left_behind,      &result->labels,  &result->adapted,       &result->boilerplate};
    memcpy(ret_tables, tables, sizeof tables);
}

int lt_result_spill(leitong_result *result, const char *folder, leitong_error *error)
{
    lt_table *tables[RESULT_TABLES];
    result->folder = strdup(folder);
    if (result->folder == NULL) {
        return lt_error_memory(error);
    }
    result_tables(result, tables);
    for (size_t i = 0; i < RESULT_TABLES; i++) {
        tables[i]->folder = result->folder;
    }
    return 0;
}

void lt_table_clear(lt_table *table)
{
    if (table->mapped == NULL) {
        free(table->items);
    }
    lt_mapped_free(table->mapped);
    *table = (lt_table){0};
}

void lt_table_passed(const lt_table *table, const void *row, size_t size)
{
    if (table->mapped == NULL) {
        return;
    }
    size_t begin = (size_t)((const char *)row - (const char *)table->items);
    if (begin / LT_MAPPED_STEP != (begin + size) / LT_MAPPED_STEP) {
        lt_mapped_passed(table->mapped, begin + size);
    }
}

/* Room for `need` rows in the table's file, which is made when the first rows have outgrown memory. */
static int table_reserve_mapped(lt_table *table, size_t need, size_t size, leitong_error *error)
{
    lt_mapped *mapped = table->mapped;
    void *items = NULL;
    size_t bytes = 0;
    int code = 0;
    if (mapped == NULL) {
        LT_TRY(lt_mapped_new(table->folder, &mapped, error));
    }
    LT_TRY_GOTO(done, lt_mapped_reserve(mapped, need * size, &items, &bytes, error));
    if (table->mapped == NULL) {
        if (table->count > 0) {
            memcpy(items, table->items, table->count * size);
        }
        free(table->items);
    }
    table->mapped = mapped;
    table->items = items;
    table->capacity = bytes / size;
done:
    if (table->mapped == NULL) {
        lt_mapped_free(mapped);
    }
    return code;
}

static int table_reserve(lt_table *table, size_t need, size_t size, leitong_error *error)
{
    if (need <= table->capacity) {
        return 0;
    }
    if (need > SIZE_MAX / size) {
        return lt_error_memory(error);
    }
    if (table->folder != NULL && need * size > LT_TABLE_HELD) {
        return table_reserve_mapped(table, need, size, error);
    }
    return lt_buffer_reserve(&table->items, &table->capacity, need, size, error);
}

int lt_result_add(lt_table *table, size_t size, void *ret_row, leitong_error *error)
{
    LT_TRY(table_reserve(table, table->count + 1, size, error));
    void *row = (char *)table->items + table->count * size;
    memset(row, 0, size);
    memcpy(ret_row, &row, sizeof row);
    table->count++;
    return 0;
}

int lt_result_rows(lt_table *table, size_t count, size_t size, leitong_error *error)
{
    LT_TRY(table_reserve(table, table->count + count + 1, size, error));
    if (table->mapped == NULL) { /* a file's new bytes are zero, and touching them takes memory */
        memset((char *)table->items + table->count * size, 0, count * size);
    }
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
    lt_table *tables[RESULT_TABLES];
    result_tables(result, tables);
    for (size_t i = 0; i < RESULT_TABLES; i++) {
        lt_table_clear(tables[i]);
    }
    free(result->folder);
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
RESULT_ACCESSOR(leitong_result_shown_edits, leitong_result_edit, shown_edits)
RESULT_ACCESSOR(leitong_result_cases, leitong_result_case, cases)
RESULT_ACCESSOR(leitong_result_case_passages, uint32_t, case_passages)
RESULT_ACCESSOR(leitong_result_texts, leitong_result_text_row, texts)
RESULT_ACCESSOR(leitong_result_text_places, leitong_span, text_places)
RESULT_ACCESSOR(leitong_result_phrases, leitong_result_phrase, phrases)
RESULT_ACCESSOR(leitong_result_places, leitong_span, places)
RESULT_ACCESSOR(leitong_result_sources, leitong_result_source, sources)
RESULT_ACCESSOR(leitong_result_boilerplate, leitong_span, boilerplate)
RESULT_ACCESSOR(leitong_result_templates, leitong_result_template, templates)
RESULT_ACCESSOR(leitong_result_parts, leitong_result_part, parts)
RESULT_ACCESSOR(leitong_result_slots, leitong_result_slot, slots)
RESULT_ACCESSOR(leitong_result_fills, leitong_result_fill, fills)
RESULT_ACCESSOR(leitong_result_template_members, leitong_result_template_member, template_members)
RESULT_ACCESSOR(leitong_result_ranges, leitong_range, ranges)
RESULT_ACCESSOR(leitong_result_adapted_pairs, leitong_result_adapted, adapted)
RESULT_ACCESSOR(leitong_result_swaps, leitong_result_swap, swaps)
RESULT_ACCESSOR(leitong_result_swap_places, leitong_result_swap_place, swap_places)
RESULT_ACCESSOR(leitong_result_left_behind, leitong_result_left, left_behind)
RESULT_ACCESSOR(leitong_result_skips, leitong_result_skip, skips)

leitong_result_counts leitong_result_count(const leitong_result *result)
{
    return (leitong_result_counts){
        .pairs = result->pairs.count,
        .clusters = result->clusters.count,
        .passages = result->passages.count,
        .phrases = result->phrases.count,
        .cases = result->cases.count,
        .texts = result->texts.count,
        .templates = result->templates.count,
        .adapted = result->adapted.count,
        .swaps = result->swaps.count,
        .left_behind = result->left_behind.count,
    };
}

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

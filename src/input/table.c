#include "input/table.h"

#include "text/date.h"
#include "text/decode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_TEXT, TABLE_ID, TABLE_TITLE, TABLE_DATE, TABLE_SERIES, TABLE_AUTHOR, TABLE_FIELDS };

static int table_lost(lt_table *table, const char *reason, int code)
{
    table->reason = reason;
    table->whole_file = true;
    return code;
}

/* The file as UTF-8, which csv changes in place. */
static int table_read(lt_table *table, lt_stream *stream, const lt_stream_limits *limits, leitong_error *error)
{
    lt_encoded source = {.encoding = LT_ENCODING_AUTO, .path = table->path};
    lt_decoded decoded;
    int code = lt_stream_fill_all(stream, limits, error);
    if (code != 0) {
        return table_lost(table, stream->reason, code);
    }
    source.bytes = stream->bytes;
    source.size = stream->size;
    if (table->options->encoding != NULL) {
        LT_TRY(lt_encoding_named(table->options->encoding, &source.encoding, error));
    }
    if (table->options->lossy != 0) {
        source.encoding = lt_encoding_lossy(source.encoding);
    }
    code = lt_decode(&source, &decoded, &table->reason, error);
    if (code != 0) {
        return table_lost(table, table->reason, code);
    }
    table->bytes = malloc(decoded.size + 1);
    if (table->bytes != NULL) {
        memcpy(table->bytes, decoded.text, decoded.size);
        lt_csv_begin(&table->csv, table->path, table->bytes, decoded.size);
    }
    lt_decoded_clear(&decoded);
    return table->bytes != NULL ? 0 : lt_error_memory(error);
}

static int table_row(lt_table *table, size_t *ret_count, leitong_error *error)
{
    int code = lt_csv_next(&table->csv, table->fields, LT_TABLE_COLUMNS, ret_count, error);
    return code == 0 ? 0 : table_lost(table, "not_csv", code);
}

int lt_table_open(lt_table *table, lt_stream *stream, const char *path, const leitong_input_options *options,
                  const lt_stream_limits *limits, leitong_error *error)
{
    const char *names[TABLE_FIELDS] = {options->text_field, options->id_field,     options->title_field,
                                       options->date_field, options->series_field, options->author_field};
    size_t count;
    *table = (lt_table){.path = path, .options = options};
    LT_TRY(table_read(table, stream, limits, error));
    LT_TRY(table_row(table, &count, error));
    for (size_t i = 0; i < TABLE_FIELDS; i++) {
        table->columns[i] = LT_TABLE_COLUMNS;
        for (size_t column = count; names[i] != NULL && column > 0; column--) {
            if (strcmp(table->fields[column - 1].text, names[i]) == 0) {
                table->columns[i] = column - 1;
            }
        }
    }
    if (table->columns[TABLE_TEXT] == LT_TABLE_COLUMNS) {
        return table_lost(
            table, "no_text_field",
            lt_error_at(error, LEITONG_EINPUT, path, 0,
                        "has no column called %.60s in its header line (first: %.60s); --text-field names "
                        "the column of the text",
                        options->text_field, count > 0 ? table->fields[0].text : ""));
    }
    return 0;
}

void lt_table_close(lt_table *table)
{
    free(table->bytes);
    table->bytes = NULL;
}

static const char *table_field(const lt_table *table, size_t count, int field)
{
    size_t column = table->columns[field];
    return column < count && table->fields[column].text[0] != '\0' ? table->fields[column].text : NULL;
}

int lt_table_next(lt_table *table, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    size_t count;
    lt_date read;
    size_t size;
    LT_TRY(table_row(table, &count, error));
    *ret_more = count > 0;
    if (count == 0) {
        return 0;
    }
    if (table->columns[TABLE_TEXT] >= count) {
        table->reason = "no_text_field";
        return lt_error_at(error, LEITONG_EINPUT, table->path, table->fields[0].offset,
                           "line %" PRIu64 ": ends before the column of the text", table->csv.line);
    }
    const char *text = table->fields[table->columns[TABLE_TEXT]].text;
    const char *date = table_field(table, count, TABLE_DATE);
    if (date != NULL && lt_date_read(date, strlen(date), &read, &size) == LT_DATE_IMPOSSIBLE) {
        table->reason = "bad_date";
        return lt_error_at(error, LEITONG_EINPUT, table->path, table->fields[table->columns[TABLE_DATE]].offset,
                           "line %" PRIu64 ": no calendar has the date of this record", table->csv.line);
    }
    *ret_document = (leitong_document){
        .id = table_field(table, count, TABLE_ID),
        .title = table_field(table, count, TABLE_TITLE),
        .date = date,
        .series = table_field(table, count, TABLE_SERIES),
        .author = table_field(table, count, TABLE_AUTHOR),
        .path = table->path,
        .path_offset = table->fields[0].offset,
        .line = table->csv.line,
        .bytes = (const uint8_t *)text,
        .size = strlen(text),
        .encoding = "utf-8",
    };
    return 0;
}

#include "input/metadata.h"

#include "base/buffer.h"
#include "base/open_file.h"
#include "base/utf8.h"
#include "input/csv.h"
#include "input/stream.h"
#include "text/date.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define METADATA_LARGEST ((size_t)256 << 20) /* bytes, decompressed */

enum { COLUMN_PATH, COLUMN_TITLE, COLUMN_DATE, COLUMN_SERIES, COLUMN_AUTHOR, COLUMNS };

static const char *const metadata_columns[COLUMNS] = {"path", "title", "date", "series", "author"};

/* Which column the n-th field of a row belongs to. */
typedef struct metadata_header {
    size_t column[COLUMNS];
    size_t count;
} metadata_header;

static int metadata_fault(const lt_csv *csv, uint64_t offset, const char *words, const char *name, leitong_error *error)
{
    return lt_error_at(error, LEITONG_EINPUT, csv->path, offset, "line %" PRIu64 ": %s%.100s", csv->line, words, name);
}

static int metadata_head(lt_csv *csv, metadata_header *header, leitong_error *error)
{
    lt_csv_field fields[COLUMNS + 1]; /* an unknown sixth is to be named, not counted */
    bool given[COLUMNS] = {false};
    LT_TRY(lt_csv_next(csv, fields, COLUMNS + 1, &header->count, error));
    for (size_t i = 0; i < header->count; i++) {
        size_t column = 0;
        while (column < COLUMNS && strcmp(fields[i].text, metadata_columns[column]) != 0) {
            column++;
        }
        if (column == COLUMNS) {
            return metadata_fault(csv, fields[i].offset,
                                  "the columns are path, title, date, series and author; unknown: ", fields[i].text,
                                  error);
        }
        if (given[column]) {
            return metadata_fault(csv, fields[i].offset, "this column stands twice: ", fields[i].text, error);
        }
        given[column] = true;
        header->column[i] = column;
    }
    if (!given[COLUMN_PATH]) {
        return metadata_fault(csv, 0, "a header line with a column `path` must come first", "", error);
    }
    return 0;
}

static int metadata_row(lt_metadata *metadata, const lt_csv *csv, const metadata_header *header,
                        const lt_csv_field *fields, leitong_error *error)
{
    const char *values[COLUMNS] = {NULL};
    uint64_t offset = 0;
    for (size_t i = 0; i < header->count; i++) {
        values[header->column[i]] = fields[i].text[0] == '\0' ? NULL : fields[i].text;
        if (header->column[i] == COLUMN_PATH) {
            offset = fields[i].offset;
        }
    }
    if (values[COLUMN_PATH] == NULL) {
        return metadata_fault(csv, offset, "the path is empty", "", error);
    }
    lt_date date;
    size_t size;
    if (values[COLUMN_DATE] != NULL &&
        lt_date_read(values[COLUMN_DATE], strlen(values[COLUMN_DATE]), &date, &size) == LT_DATE_IMPOSSIBLE) {
        return metadata_fault(csv, offset, "no calendar has this date: ", values[COLUMN_DATE], error);
    }
    LT_TRY(LT_RESERVE(metadata->rows, metadata->capacity, metadata->count + 1, error));
    metadata->rows[metadata->count++] = (lt_metadata_row){
        .path = values[COLUMN_PATH],
        .title = values[COLUMN_TITLE],
        .date = values[COLUMN_DATE],
        .series = values[COLUMN_SERIES],
        .author = values[COLUMN_AUTHOR],
        .offset = offset,
        .line = csv->line,
    };
    return 0;
}

static int metadata_compare(const void *a, const void *b)
{
    const lt_metadata_row *left = a;
    const lt_metadata_row *right = b;
    int order = strcmp(left->path, right->path);
    return order != 0 ? order : (left->offset > right->offset) - (left->offset < right->offset);
}

/* By path; a path that stands twice is refused. */
static int metadata_sort(lt_metadata *metadata, leitong_error *error)
{
    if (metadata->count > 0) {
        qsort(metadata->rows, metadata->count, sizeof *metadata->rows, metadata_compare);
    }
    for (size_t i = 1; i < metadata->count; i++) {
        const lt_metadata_row *row = &metadata->rows[i];
        if (strcmp(row->path, row[-1].path) == 0) {
            return lt_error_at(error, LEITONG_EINPUT, metadata->path, row->offset,
                               "line %" PRIu64 ": this path stands already on line %" PRIu64 ": %.100s", row->line,
                               row[-1].line, row->path);
        }
    }
    return 0;
}

int lt_metadata_parse(lt_metadata *metadata, const char *path, const uint8_t *bytes, size_t size, leitong_error *error)
{
    lt_csv csv;
    lt_csv_field fields[COLUMNS];
    metadata_header header;
    size_t count;
    metadata->path = strdup(path);
    metadata->bytes = malloc(size + 1);
    if (metadata->path == NULL || metadata->bytes == NULL) {
        return lt_error_memory(error);
    }
    size_t fault = lt_utf8_fault(bytes, size);
    if (fault < size) {
        return lt_error_at(error, LEITONG_EINPUT, path, fault, "not UTF-8; save the table as \"CSV UTF-8\"");
    }
    if (size > 0) {
        memcpy(metadata->bytes, bytes, size);
    }
    lt_csv_begin(&csv, path, metadata->bytes, size);
    LT_TRY(metadata_head(&csv, &header, error));
    for (;;) {
        LT_TRY(lt_csv_next(&csv, fields, header.count, &count, error));
        if (count == 0) {
            return metadata_sort(metadata, error);
        }
        if (count < header.count) {
            return metadata_fault(&csv, fields[0].offset, "fewer fields than columns", "", error);
        }
        LT_TRY(metadata_row(metadata, &csv, &header, fields, error));
    }
}

int lt_metadata_read(lt_metadata *metadata, const char *path, leitong_error *error)
{
    lt_stream stream = {0};
    int file = -1;
    LT_TRY(lt_open_file(path, LT_OPEN_REGULAR, METADATA_LARGEST, &file, error));
    int code = 0;
    LT_TRY_GOTO(done, lt_stream_open(&stream, path, file, 0, error));
    for (bool more = true; more;) {
        LT_TRY_GOTO(done, lt_stream_fill(&stream, &more, error));
        if (stream.size > METADATA_LARGEST) { /* decompressed */
            code = lt_error_at(error, LEITONG_EINPUT, path, METADATA_LARGEST,
                               "is larger than the %zu bytes that a table of metadata may have", METADATA_LARGEST);
            goto done;
        }
    }
    code = lt_metadata_parse(metadata, path, stream.bytes, stream.size, error);
done:
    lt_stream_clear(&stream);
    close(file);
    return code;
}

void lt_metadata_clear(lt_metadata *metadata)
{
    free(metadata->path);
    free(metadata->folder);
    free(metadata->bytes);
    free(metadata->rows);
    *metadata = (lt_metadata){0};
}

int lt_metadata_place(lt_metadata *metadata, const char *path, leitong_error *error)
{
    const char *slash = strrchr(path, '/');
    metadata->folder = strndup(path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
    return metadata->folder == NULL ? lt_error_memory(error) : 0;
}

static int metadata_seek(const void *path, const void *row)
{
    return strcmp(path, ((const lt_metadata_row *)row)->path);
}

const lt_metadata_row *lt_metadata_find(lt_metadata *metadata, const char *name)
{
    if (metadata->count == 0) {
        return NULL;
    }
    lt_metadata_row *row = bsearch(name, metadata->rows, metadata->count, sizeof *metadata->rows, metadata_seek);
    size_t size = metadata->folder != NULL ? strlen(metadata->folder) : 0;
    if (row == NULL && size > 0 && strncmp(name, metadata->folder, size) == 0) {
        row = bsearch(name + size, metadata->rows, metadata->count, sizeof *metadata->rows, metadata_seek);
    }
    if (row != NULL) {
        row->used = true;
    }
    return row;
}

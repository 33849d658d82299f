#include "input/csv.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

void lt_csv_begin(lt_csv *csv, const char *path, char *bytes, size_t size)
{
    *csv = (lt_csv){.path = path, .bytes = bytes, .size = size, .at = lt_utf8_mark(bytes, size), .next_line = 1};
    bytes[size] = '\0';
}

static int csv_fault(const lt_csv *csv, size_t at, const char *words, leitong_error *error)
{
    return lt_error_at(error, LEITONG_EINPUT, csv->path, at, "line %" PRIu64 ": %s", csv->next_line, words);
}

/* Undoes a quoted field whose opening quote stands at csv->at; csv->at ends behind the closing one.
 * *ret_end is the byte where its NUL belongs. */
static int csv_quoted(lt_csv *csv, lt_csv_field *ret_field, size_t *ret_end, leitong_error *error)
{
    size_t begin = csv->at;
    uint64_t line = csv->next_line;
    char *out = csv->bytes + begin + 1;
    size_t at = begin + 1;
    *ret_field = (lt_csv_field){out, begin};
    while (at < csv->size) {
        char byte = csv->bytes[at];
        if (byte == '"') {
            if (csv->bytes[at + 1] != '"') { /* at size stands the NUL */
                csv->at = at + 1;
                *ret_end = (size_t)(out - csv->bytes);
                return 0;
            }
            at++;
        } else if (byte == '\0') {
            return csv_fault(csv, at, "a NUL byte", error);
        } else if (byte == '\n') {
            csv->next_line++;
        }
        *out++ = byte;
        at++;
    }
    csv->next_line = line; /* the quote is to blame, not the end of the file */
    return csv_fault(csv, begin, "this quote is never closed", error);
}

static int csv_bare(lt_csv *csv, lt_csv_field *ret_field, size_t *ret_end, leitong_error *error)
{
    size_t begin = csv->at;
    size_t at = begin + strcspn(csv->bytes + begin, ",\n\r\"");
    if (at < csv->size && csv->bytes[at] == '"') {
        return csv_fault(csv, at, "a quote inside a field that doesn't begin with one", error);
    }
    if (at < csv->size && csv->bytes[at] == '\0') {
        return csv_fault(csv, at, "a NUL byte", error);
    }
    csv->at = at;
    *ret_field = (lt_csv_field){csv->bytes + begin, begin};
    *ret_end = at;
    return 0;
}

/* What stands behind a field: a comma, a line's end, the end. */
static int csv_border(lt_csv *csv, size_t end, bool *ret_row_ends, leitong_error *error)
{
    size_t at = csv->at;
    if (at == csv->size) {
        *ret_row_ends = true;
    } else if (csv->bytes[at] == ',') {
        *ret_row_ends = false;
        csv->at++;
    } else if (csv->bytes[at] == '\n') {
        *ret_row_ends = true;
        csv->at++;
        csv->next_line++;
    } else if (csv->bytes[at] == '\r' && csv->bytes[at + 1] == '\n') {
        *ret_row_ends = true;
        csv->at += 2;
        csv->next_line++;
    } else if (csv->bytes[at] == '\r') {
        return csv_fault(csv, at, "a carriage return without a line feed", error);
    } else {
        return csv_fault(csv, at, "something between a closing quote and the next comma", error);
    }
    csv->bytes[end] = '\0';
    return 0;
}

static void csv_pass_blank_lines(lt_csv *csv)
{
    for (;;) {
        size_t feed = csv->at + (csv->at < csv->size && csv->bytes[csv->at] == '\r' ? 1 : 0);
        if (feed >= csv->size || csv->bytes[feed] != '\n') {
            return;
        }
        csv->at = feed + 1;
        csv->next_line++;
    }
}

int lt_csv_next(lt_csv *csv, lt_csv_field *fields, size_t capacity, size_t *ret_count, leitong_error *error)
{
    csv_pass_blank_lines(csv);
    csv->line = csv->next_line;
    size_t count = 0;
    bool row_ends = csv->at == csv->size;
    while (!row_ends) {
        size_t end = 0;
        if (count == capacity) {
            return csv_fault(csv, csv->at, "more fields than columns", error);
        }
        LT_TRY(csv->bytes[csv->at] == '"' ? csv_quoted(csv, &fields[count], &end, error)
                                          : csv_bare(csv, &fields[count], &end, error));
        LT_TRY(csv_border(csv, end, &row_ends, error));
        count++;
    }
    *ret_count = count;
    return 0;
}

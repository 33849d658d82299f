/* fuzz_csv: rows of fields come out of any bytes, and, written again, come out the same.
 *
 * Byte 0: how many fields a row may have; the rest is the file. */
#include "fuzz.h"
#include "input/csv.h"

enum { FIELDS = 16 };

typedef struct written {
    char *bytes;
    size_t size;
} written;

static void put(written *to, char byte)
{
    to->bytes[to->size++] = byte;
}

/* RFC 4180: every field in quotes, those inside it doubled, CRLF behind the row. */
static void put_row(written *to, const lt_csv_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put(to, i > 0 ? ',' : '"');
        if (i > 0) {
            put(to, '"');
        }
        for (const char *at = fields[i].text; *at != '\0'; at++) {
            put(to, *at);
            if (*at == '"') {
                put(to, '"');
            }
        }
        put(to, '"');
    }
    put(to, '\r');
    put(to, '\n');
}

/* What stands in the file where the field is said to begin. */
static void check_field(const uint8_t *data, size_t size, const lt_csv_field *field, uint64_t last)
{
    fuzz_require(field->offset >= last && field->offset <= size);
    if (field->text[0] != '\0' && data[field->offset] != '"') {
        fuzz_require((uint8_t)field->text[0] == data[field->offset]);
    }
}

/* Reads all rows into `again`; the number of rows that were good. */
static size_t read_rows(const uint8_t *data, size_t size, size_t capacity, written *again, bool *ret_good)
{
    lt_csv csv;
    lt_csv_field fields[FIELDS];
    leitong_error error = {0};
    size_t count = 1;
    size_t rows = 0;
    uint64_t last = 0;
    uint64_t line = 0;
    int code = 0;
    char *bytes = malloc(size + 1);
    fuzz_require(bytes != NULL);
    memcpy(bytes, data, size);
    lt_csv_begin(&csv, "fuzz.csv", bytes, size);
    while (count > 0 && (code = lt_csv_next(&csv, fields, capacity, &count, &error)) == 0 && count > 0) {
        fuzz_require(count <= capacity && csv.line > line);
        line = csv.line;
        for (size_t i = 0; i < count; i++) {
            check_field(data, size, &fields[i], last);
            last = fields[i].offset;
        }
        put_row(again, fields, count);
        rows++;
    }
    fuzz_require(code == 0 || (code == LEITONG_EINPUT && error.offset <= size && error.message[0] != '\0'));
    *ret_good = code == 0;
    free(bytes);
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    size_t capacity = 1 + data[0] % FIELDS;
    bool good;
    /* At most: every byte a quote that is doubled; a field of two bytes, a comma and a line's end for each comma. */
    written once = {malloc(6 * size + 8), 0};
    written twice = {malloc(6 * size + 8), 0};
    fuzz_require(once.bytes != NULL && twice.bytes != NULL);
    size_t rows = read_rows(data + 1, size - 1, capacity, &once, &good);
    size_t again = read_rows((const uint8_t *)once.bytes, once.size, capacity, &twice, &good);
    fuzz_require(good && again == rows && twice.size == once.size && memcmp(twice.bytes, once.bytes, once.size) == 0);
    free(once.bytes);
    free(twice.bytes);
    return 0;
}

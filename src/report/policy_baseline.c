#include "report/policy_baseline.h"

#include "buffer.h"
#include "json_write.h"
#include "report/fingerprint.h"
#include "report/read_json.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BASELINE_VERSION 1

void lt_baseline_clear(lt_baseline *baseline)
{
    free(baseline->rows);
    free(baseline->seen);
    *baseline = (lt_baseline){0};
}

static int baseline_order(const void *left, const void *right)
{
    const lt_baseline_row *a = left;
    const lt_baseline_row *b = right;
    return lt_fingerprint_compare(a->hash, b->hash);
}

/* 32 hexadecimal digits. */
static bool baseline_hash(const char *text, uint64_t ret_hash[2])
{
    ret_hash[0] = ret_hash[1] = 0;
    for (size_t i = 0; i < LT_FINGERPRINT_SIZE - 1; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!isdigit(c) && (c < 'a' || c > 'f')) {
            return false;
        }
        ret_hash[i / 16] = ret_hash[i / 16] << 4 | (uint64_t)(isdigit(c) ? c - '0' : c - 'a' + 10);
    }
    return text[LT_FINGERPRINT_SIZE - 1] == '\0';
}

static int baseline_row(lt_baseline *baseline, lt_lines *lines)
{
    lt_baseline_row row;
    bool good = baseline_hash(lt_lines_string(lines, lines->row, "fingerprint"), row.hash);
    row.count = lt_lines_number(lines, lines->row, "count", UINT32_MAX);
    if (lines->code == 0 && (!good || row.count == 0 || json_object_object_length(lines->row) != 2)) {
        return lt_lines_damaged(lines, "is no row of a baseline");
    }
    if (lines->code == 0 && baseline->row_count > 0 &&
        baseline_order(&baseline->rows[baseline->row_count - 1], &row) >= 0) {
        return lt_lines_damaged(lines, "the fingerprints do not ascend");
    }
    if (lines->code != 0) {
        return lines->code;
    }
    int code = lt_buffer_reserve(&baseline->rows, &baseline->row_capacity, baseline->row_count + 1,
                                 sizeof *baseline->rows, lines->error);
    if (code == 0) {
        baseline->rows[baseline->row_count++] = row;
    }
    return lines->code = code;
}

int lt_baseline_read(lt_baseline *baseline, const char *path, leitong_error *error)
{
    leitong_error local = {0};
    lt_lines lines = {0};
    const char *slash = strrchr(path, '/');
    char *folder = slash != NULL ? strndup(path, (size_t)(slash - path)) : strdup(".");
    if (folder == NULL) {
        return lt_error_memory(error);
    }
    int code = lt_lines_open(&lines, folder, slash != NULL ? slash + 1 : path, &local);
    code = code != 0 ? code : lt_lines_next(&lines);
    if (code == 0 &&
        (lines.row == NULL || lt_lines_number(&lines, lines.row, "leitong_baseline", UINT32_MAX) != BASELINE_VERSION)) {
        lines.code = 0;
        code = lt_lines_damaged(&lines, "is no baseline of version %d", BASELINE_VERSION);
    }
    code = code != 0 ? code : lt_lines_next(&lines);
    while (code == 0 && lines.row != NULL) {
        code = baseline_row(baseline, &lines);
        code = code != 0 ? code : lt_lines_next(&lines);
    }
    lt_lines_close(&lines);
    free(folder);
    if (code == 0 || code == LEITONG_EMEMORY) {
        return code == 0 ? 0 : lt_error_memory(error);
    }
    /* Whatever is wrong with the file, the policy that names it can't be followed. */
    return lt_error_at(error, LEITONG_EUSAGE, path, local.offset, "baseline: %s", local.message);
}

int lt_baseline_take(lt_baseline *baseline, const uint64_t hash[2], bool *ret_known, leitong_error *error)
{
    lt_baseline_row wanted = {{hash[0], hash[1]}, 1};
    int code = lt_buffer_reserve(&baseline->seen, &baseline->seen_capacity, baseline->seen_count + 1,
                                 sizeof *baseline->seen, error);
    if (code != 0) {
        return code;
    }
    baseline->seen[baseline->seen_count++] = wanted;
    lt_baseline_row *row = baseline->row_count > 0
                               ? bsearch(&wanted, baseline->rows, baseline->row_count, sizeof wanted, baseline_order)
                               : NULL;
    *ret_known = row != NULL && row->count > 0;
    if (*ret_known) {
        row->count--;
    }
    return 0;
}

int lt_baseline_write(const lt_baseline *baseline, FILE *file, leitong_error *error)
{
    size_t count = baseline->seen_count;
    lt_baseline_row *rows = malloc((count + 1) * sizeof *rows);
    lt_json json;
    if (rows == NULL) {
        return lt_error_memory(error);
    }
    if (count > 0) {
        memcpy(rows, baseline->seen, count * sizeof *rows);
        qsort(rows, count, sizeof *rows, baseline_order);
    }
    lt_json_begin(&json, file);
    lt_json_open(&json, NULL);
    lt_json_number(&json, "leitong_baseline", BASELINE_VERSION);
    lt_json_close(&json);
    lt_json_line(&json);
    for (size_t first = 0; first < count;) {
        char text[LT_FINGERPRINT_SIZE];
        size_t last = first + 1;
        while (last < count && baseline_order(&rows[first], &rows[last]) == 0) {
            last++;
        }
        snprintf(text, sizeof text, "%016" PRIx64 "%016" PRIx64, rows[first].hash[0], rows[first].hash[1]);
        lt_json_open(&json, NULL);
        lt_json_string(&json, "fingerprint", text);
        lt_json_number(&json, "count", last - first);
        lt_json_close(&json);
        lt_json_line(&json);
        first = last;
    }
    free(rows);
    return lt_json_end(&json, "the baseline", error);
}

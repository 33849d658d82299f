#include "gate/policy_baseline.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/json_write.h"
#include "result/fingerprint.h"
#include "result/read_json.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BASELINE_LINE ((size_t)4096) /* bytes of a row, at most; one has a hundred */

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

static int seen_order(const void *left, const void *right)
{
    const lt_baseline_seen *a = left;
    const lt_baseline_seen *b = right;
    int order = lt_fingerprint_compare(a->hash, b->hash);
    return order != 0 ? order : (a->turn > b->turn) - (a->turn < b->turn);
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
    lt_baseline_row row = {0};
    bool good = baseline_hash(lt_lines_string(lines, lines->row, "fingerprint"), row.hash);
    row.count = lt_lines_number(lines, lines->row, "count", UINT32_MAX);
    row.most = lt_lines_number(lines, lines->row, "most", UINT32_MAX);
    LT_TRY(lines->code);
    if (!good || row.count == 0 || row.most == 0 || lines->row->count != 3) {
        return lt_lines_damaged(lines, "is no row of a baseline");
    }
    if (baseline->row_count > 0 && baseline_order(&baseline->rows[baseline->row_count - 1], &row) >= 0) {
        return lt_lines_damaged(lines, "the fingerprints do not ascend");
    }
    LT_TRY(LT_RESERVE(baseline->rows, baseline->row_capacity, baseline->row_count + 1, lines->error));
    baseline->rows[baseline->row_count++] = row;
    return 0;
}

static int baseline_rows(lt_baseline *baseline, lt_lines *lines)
{
    LT_TRY(lt_lines_next(lines));
    if (lines->row == NULL ||
        lt_lines_number(lines, lines->row, "leitong_baseline", UINT32_MAX) != LT_BASELINE_VERSION) {
        lines->code = 0; /* a missing version gets the message of a wrong one, which says what to do */
        return lt_lines_damaged(lines, "is no baseline of version %d; write it anew (gate --write-baseline)",
                                LT_BASELINE_VERSION);
    }
    LT_TRY(lt_lines_next(lines));
    while (lines->row != NULL) {
        LT_TRY(baseline_row(baseline, lines));
        LT_TRY(lt_lines_next(lines));
    }
    return 0;
}

int lt_baseline_read(lt_baseline *baseline, const char *path, leitong_error *error)
{
    leitong_error local = {0};
    lt_lines lines = {0};
    int code = 0;
    LT_TRY_GOTO(done, lt_lines_open_path(&lines, path, BASELINE_LINE, &local));
    code = baseline_rows(baseline, &lines);
done:
    lt_lines_close(&lines);
    if (code == LEITONG_EMEMORY) {
        return lt_error_memory(error);
    }
    if (code != 0) {
        /* Whatever is wrong with the file, the policy that names it can't be followed. */
        return lt_error_at(error, LEITONG_EUSAGE, path, local.offset, "baseline: %s", local.message);
    }
    return 0;
}

void lt_baseline_turn(lt_baseline *baseline)
{
    baseline->turn++;
}

int lt_baseline_take(lt_baseline *baseline, const uint64_t hash[2], uint64_t places, bool *ret_known,
                     leitong_error *error)
{
    lt_baseline_row wanted = {.hash = {hash[0], hash[1]}};
    LT_TRY(LT_RESERVE(baseline->seen, baseline->seen_capacity, baseline->seen_count + 1, error));
    baseline->seen[baseline->seen_count++] = (lt_baseline_seen){{hash[0], hash[1]}, baseline->turn, places};
    lt_baseline_row *row = baseline->row_count > 0
                               ? bsearch(&wanted, baseline->rows, baseline->row_count, sizeof wanted, baseline_order)
                               : NULL;
    *ret_known = false;
    if (row != NULL && row->turn != baseline->turn) {
        row->turn = baseline->turn;
        row->taken = 0;
    }
    if (row != NULL && row->count > 0 && row->taken < row->most && places <= row->most) {
        row->count--;
        row->taken++;
        *ret_known = true;
    }
    return 0;
}

/* The row of equal findings, which are sorted by submission. */
static void baseline_row_write(const lt_baseline_seen *same, size_t count, lt_json *json)
{
    char text[LT_FINGERPRINT_SIZE];
    uint64_t most = 0;
    uint64_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        taken = i > 0 && same[i].turn == same[i - 1].turn ? taken + 1 : 1;
        most = LT_MAX(taken, most);
        most = LT_MAX(same[i].places, most);
    }
    lt_fingerprint_text(same->hash, text);
    lt_json_open(json, NULL);
    lt_json_string(json, "fingerprint", text);
    lt_json_number(json, "count", count);
    lt_json_number(json, "most", most);
    lt_json_close(json);
    lt_json_line(json);
}

int lt_baseline_write(const lt_baseline *baseline, FILE *file, leitong_error *error)
{
    size_t count = baseline->seen_count;
    lt_baseline_seen *rows = malloc((count + 1) * sizeof *rows);
    lt_json json;
    if (rows == NULL) {
        return lt_error_memory(error);
    }
    if (count > 0) {
        memcpy(rows, baseline->seen, count * sizeof *rows);
        qsort(rows, count, sizeof *rows, seen_order);
    }
    lt_json_begin(&json, file);
    lt_json_open(&json, NULL);
    lt_json_number(&json, "leitong_baseline", LT_BASELINE_VERSION);
    lt_json_close(&json);
    lt_json_line(&json);
    for (size_t first = 0; first < count;) {
        size_t last = first + 1;
        while (last < count && lt_fingerprint_compare(rows[first].hash, rows[last].hash) == 0) {
            last++;
        }
        baseline_row_write(&rows[first], last - first, &json);
        first = last;
    }
    free(rows);
    return lt_json_end(&json, "the baseline", error);
}

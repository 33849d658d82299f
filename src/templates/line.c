#include "templates/line.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BACK 32          /* anchors before one that a chain may come from */
#define LINE_TWICE (1U << 31) /* the line has a gram twice */
#define LINE_PROBES 32        /* places of the table that are tried: forged hashes cost no more */

/* A stretch of text and line between two anchors. */
typedef struct line_gap {
    uint32_t unit, units, column, columns;
} line_gap;

void lt_line_clear(lt_line *line)
{
    free(line->table);
    free(line->anchors);
    free(line->scores);
    free(line->runs);
    free(line->cells);
    *line = (lt_line){0};
}

static uint32_t line_hash(const uint32_t *ids)
{
    uint64_t hash = ids[0] * 0x9E3779B97F4A7C15U + ids[1] * 0xBF58476D1CE4E5B9U + ids[2] * 0x94D049BB133111EBU;
    return (uint32_t)(hash ^ (hash >> 29) ^ (hash >> 47));
}

/* The place of a gram in the table, or where it would stand; NULL: there is no room near it. */
static uint32_t *line_find(const lt_line *line, const uint32_t *gram)
{
    uint32_t at = line_hash(gram) & line->table_mask;
    for (unsigned probe = 0; probe < LINE_PROBES; probe++, at = (at + 1) & line->table_mask) {
        uint32_t found = line->table[at];
        if (found == 0) {
            return &line->table[at];
        }
        const uint32_t *other = line->ids + (found & ~LINE_TWICE) - 1;
        if (other[0] == gram[0] && other[1] == gram[1] && other[2] == gram[2]) {
            return &line->table[at];
        }
    }
    return NULL;
}

int lt_line_open(lt_line *line, const uint32_t *ids, uint32_t count, leitong_error *error)
{
    size_t size = 16;
    while (size < 2 * (size_t)count) {
        size *= 2;
    }
    LT_TRY(LT_RESERVE(line->table, line->table_capacity, size, error));
    memset(line->table, 0, size * sizeof *line->table);
    line->table_mask = (uint32_t)size - 1;
    line->ids = ids;
    line->count = count;
    for (uint32_t c = 0; c + LT_LINE_GRAM <= count; c++) {
        uint32_t *slot = line_find(line, ids + c);
        if (slot != NULL) {
            *slot = *slot == 0 ? c + 1 : *slot | LINE_TWICE;
        }
    }
    return 0;
}

/* Runs of units that stand in one order in the line, around the grams that it has once. */
static int line_anchors(lt_line *line, const uint32_t *ids, uint32_t count, size_t *ret_count, leitong_error *error)
{
    size_t anchors = 0;
    for (uint32_t u = 0; u + LT_LINE_GRAM <= count;) {
        const uint32_t *found = line_find(line, ids + u);
        if (found == NULL || *found == 0 || (*found & LINE_TWICE) != 0) {
            u++;
            continue;
        }
        uint32_t c = *found - 1;
        uint32_t floor = anchors > 0 ? line->anchors[anchors - 1].unit + line->anchors[anchors - 1].length : 0;
        uint32_t back = 0;
        uint32_t length = LT_LINE_GRAM;
        while (u - back > floor && c > back && ids[u - back - 1] == line->ids[c - back - 1]) {
            back++;
        }
        while (u + length < count && c + length < line->count && ids[u + length] == line->ids[c + length]) {
            length++;
        }
        LT_TRY(LT_RESERVE(line->anchors, line->anchor_capacity, anchors + 1, error));
        line->anchors[anchors++] = (lt_line_run){u - back, c - back, length + back};
        u += length;
    }
    *ret_count = anchors;
    return 0;
}

/* The chain that matches most → the front of line->anchors. */
static int line_chain(lt_line *line, size_t *count, leitong_error *error)
{
    lt_line_run *anchors = line->anchors;
    size_t best = 0;
    LT_TRY(LT_RESERVE(line->scores, line->score_capacity, 2 * *count + 2, error));
    for (size_t i = 0; i < *count; i++) {
        uint32_t *own = line->scores + 2 * i;
        own[0] = anchors[i].length;
        own[1] = UINT32_MAX;
        for (size_t k = i; k > 0 && i - k < LINE_BACK; k--) {
            uint32_t score = line->scores[2 * (k - 1)] + anchors[i].length;
            if (anchors[k - 1].column + anchors[k - 1].length <= anchors[i].column && score > own[0]) {
                own[0] = score;
                own[1] = (uint32_t)k - 1;
            }
        }
        best = own[0] > line->scores[2 * best] ? i : best;
    }
    size_t length = 0;
    for (uint32_t i = *count > 0 ? (uint32_t)best : UINT32_MAX; i != UINT32_MAX; i = line->scores[2 * (size_t)i + 1]) {
        line->scores[2 * length++] = i; /* the chain, back to front: scores are of no more use */
    }
    *count = length;
    return 0;
}

/* One more run, joined to the one before where it follows on it. */
static int line_push(lt_line *line, lt_line_run run, leitong_error *error)
{
    lt_line_run *last = line->run_count > 0 ? &line->runs[line->run_count - 1] : NULL;
    if (last != NULL && last->unit + last->length == run.unit && last->column + last->length == run.column) {
        last->length += run.length;
        return 0;
    }
    LT_TRY(LT_RESERVE(line->runs, line->run_capacity, line->run_count + 1, error));
    line->runs[line->run_count++] = run;
    return 0;
}

/* Fills line->cells of a gap. Cell (i, j): i units and j columns of it are behind. */
static void line_solve(const lt_line *line, const uint32_t *ids, line_gap gap)
{
    size_t width = (size_t)gap.columns + 1;
    int32_t *cells = line->cells;
    for (size_t j = 0; j < width; j++) {
        cells[2 * j] = j == 0 ? 0 : INT32_MIN / 2;
        cells[2 * j + 1] = 0;
    }
    for (uint32_t i = 1; i <= gap.units; i++) {
        int32_t *row = cells + 2 * width * i;
        const int32_t *before = row - 2 * width;
        row[0] = INT32_MIN / 2;
        row[1] = 0;
        for (size_t j = 1; j < width; j++) {
            int32_t match = INT32_MIN / 2;
            if (ids[gap.unit + i - 1] == line->ids[gap.column + j - 1]) {
                int32_t joined = before[2 * (j - 1)];
                int32_t broken = before[2 * (j - 1) + 1] - LT_LINE_BREAK;
                match = LT_LINE_MATCH + LT_MAX(joined, broken);
            }
            int32_t best = LT_MAX(before[2 * j + 1], row[2 * (j - 1) + 1]);
            row[2 * j] = match;
            row[2 * j + 1] = LT_MAX(match, best);
        }
    }
}

/* The matches of a gap, from its end back to its begin; ret_at: [units] the column of each, or UINT32_MAX. */
static void line_trace(const lt_line *line, line_gap gap, uint32_t *ret_at)
{
    size_t width = (size_t)gap.columns + 1;
    uint32_t i = gap.units;
    uint32_t j = gap.columns;
    const int32_t *end = line->cells + 2 * (width * i + j);
    bool joined = end[0] >= end[1] - LT_LINE_BREAK && end[0] > 0; /* the last one ends beside the next anchor */
    memset(ret_at, 0xFF, gap.units * sizeof *ret_at);
    while (i > 0 && j > 0) {
        const int32_t *cell = line->cells + 2 * (width * i + j);
        const int32_t *up = cell - 2 * width;
        if (!joined && cell[1] <= 0) {
            return;
        }
        if (!joined && cell[1] == up[1]) {
            i--;
        } else if (!joined && cell[1] == cell[-1]) {
            j--;
        } else {
            ret_at[i - 1] = gap.column + j - 1;
            joined = cell[0] == LT_LINE_MATCH + up[-2];
            i--;
            j--;
        }
    }
}

static int line_fill(lt_line *line, const uint32_t *ids, line_gap gap, leitong_error *error)
{
    size_t cells = ((size_t)gap.units + 1) * ((size_t)gap.columns + 1);
    if (gap.units == 0 || gap.columns == 0 || cells > LT_LINE_CELLS) {
        return 0;
    }
    LT_TRY(LT_RESERVE(line->cells, line->cell_capacity, 2 * cells + gap.units, error));
    uint32_t *at = (uint32_t *)(void *)(line->cells + 2 * cells);
    line_solve(line, ids, gap);
    line_trace(line, gap, at);
    for (uint32_t i = 0; i < gap.units; i++) {
        if (at[i] != UINT32_MAX) {
            LT_TRY(line_push(line, (lt_line_run){gap.unit + i, at[i], 1}, error));
        }
    }
    return 0;
}

int lt_line_align(lt_line *line, const uint32_t *ids, uint32_t count, leitong_error *error)
{
    size_t anchors = 0;
    uint32_t unit = 0;
    uint32_t column = 0;
    line->run_count = 0;
    while (unit < count && unit < line->count && ids[unit] == line->ids[unit]) { /* as far as they begin alike */
        unit++;
    }
    column = unit;
    LT_TRY(unit > 0 ? line_push(line, (lt_line_run){0, 0, unit}, error) : 0);
    LT_TRY(line_anchors(line, ids, count, &anchors, error));
    LT_TRY(line_chain(line, &anchors, error));
    for (size_t k = anchors; k-- > 0;) {
        lt_line_run run = line->anchors[line->scores[2 * k]];
        uint32_t gone = LT_MAX(run.unit < unit ? unit - run.unit : 0, run.column < column ? column - run.column : 0);
        if (gone >= run.length) {
            continue;
        }
        run = (lt_line_run){run.unit + gone, run.column + gone, run.length - gone};
        LT_TRY(line_fill(line, ids, (line_gap){unit, run.unit - unit, column, run.column - column}, error));
        LT_TRY(line_push(line, run, error));
        unit = run.unit + run.length;
        column = run.column + run.length;
    }
    uint32_t tail = 0; /* as far as they end alike */
    while (tail < count - unit && tail < line->count - column &&
           ids[count - tail - 1] == line->ids[line->count - tail - 1]) {
        tail++;
    }
    line_gap gap = {unit, count - tail - unit, column, line->count - tail - column};
    LT_TRY(line_fill(line, ids, gap, error));
    return tail > 0 ? line_push(line, (lt_line_run){count - tail, line->count - tail, tail}, error) : 0;
}

/* How many units of a text stand in grams that the line has, in whatever order. */
static uint32_t line_bound(const lt_line *line, const uint32_t *ids, uint32_t count)
{
    uint32_t bound = 0;
    uint32_t reached = 0; /* units before it are counted */
    for (uint32_t u = 0; u + LT_LINE_GRAM <= count; u++) {
        const uint32_t *found = line_find(line, ids + u);
        if (found != NULL && *found != 0) {
            bound += u + LT_LINE_GRAM - LT_MAX(u, reached);
            reached = u + LT_LINE_GRAM;
        }
    }
    return bound;
}

int lt_line_covered(lt_line *line, const uint32_t *ids, uint32_t count, uint32_t least, uint32_t *ret_covered,
                    leitong_error *error)
{
    uint32_t covered = 0;
    *ret_covered = 0;
    if (line_bound(line, ids, count) < least) {
        return 0;
    }
    LT_TRY(lt_line_align(line, ids, count, error));
    for (size_t r = 0; r < line->run_count; r++) {
        covered += line->runs[r].length >= LT_LINE_GRAM ? line->runs[r].length : 0;
    }
    *ret_covered = covered;
    return 0;
}

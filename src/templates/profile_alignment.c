#include "templates/profile_alignment.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define STAR_WORST (INT32_MIN / 2)
#define STAR_GRAM 4          /* units of an anchor; where none is found, half and half again */
#define STAR_BAND 16         /* diagonals beside those between the corners that are looked at first */
#define STAR_DEEPEST 16      /* partings within partings; deeper is given up */
#define STAR_MOST (1U << 23) /* units times columns beyond which a stretch without anchors is left unaligned */

/* A cell's way back. It stands for a unit i and a column j, both counted from 1; 0 is what lies before the stretch. */
enum star_step {
    STAR_MATCH_JOINED = 1, /* the match follows on the one before */
    STAR_MATCH_OPEN = 2,   /* … what the line leaves open stands between */
    STAR_MATCH_BROKEN = 3, /* … at the cost of a break */
    STAR_MATCH = 3,        /* mask of the three */
    STAR_BEST_UP = 4,      /* the best way to here ends at an earlier unit … */
    STAR_BEST_LEFT = 8,    /* … or column; neither: in this match */
    STAR_LAST_UP = 16      /* the best match in this column, up to here, is of an earlier unit */
};

typedef struct star_stretch {
    uint32_t a_begin, a_end; /* units of the member */
    uint32_t b_begin, b_end; /* columns of the line */
} star_stretch;

typedef struct star_work {
    lt_profile_alignment *star;
    const lt_profile_alignment_line *line;
    const uint32_t *ids;
    uint32_t *at;
} star_work;

void lt_profile_alignment_clear(lt_profile_alignment *star)
{
    free(star->scores);
    free(star->steps);
    free(star->grams);
    free(star->grams_sorted);
    free(star->chain);
    *star = (lt_profile_alignment){0};
}

static bool profile_alignment_open(const lt_profile_alignment_line *line, uint32_t column)
{
    return line->open != NULL && line->open[column] != 0;
}

int64_t lt_profile_alignment_score(const lt_profile_alignment_line *line, uint32_t count, const uint32_t *at)
{
    int64_t score = 0;
    int64_t unit = -1; /* of the match before */
    int64_t column = -1;
    for (uint32_t j = 0; j <= line->count; j++) {
        int64_t here = j == line->count ? (int64_t)count : (int64_t)at[j];
        if (j < line->count && at[j] == LT_PROFILE_ALIGNMENT_NONE) {
            continue;
        }
        bool joined = column + 1 == j && (unit + 1 == here || profile_alignment_open(line, j));
        score += (j < line->count ? LT_PROFILE_ALIGNMENT_MATCH : 0) - (joined ? 0 : LT_PROFILE_ALIGNMENT_BREAK);
        unit = here;
        column = j;
    }
    return score;
}

/* What both ends have in common is matched at once, as far as the line is not open: some best way does that too, since
 * exchanging its first match for this one costs no further break. */
static void profile_alignment_trim(const star_work *work, star_stretch *s)
{
    while (s->a_begin < s->a_end && s->b_begin < s->b_end && !profile_alignment_open(work->line, s->b_begin) &&
           work->ids[s->a_begin] == work->line->ids[s->b_begin]) {
        work->at[s->b_begin++] = s->a_begin++;
    }
    while (s->a_begin < s->a_end && s->b_begin < s->b_end && !profile_alignment_open(work->line, s->b_end) &&
           work->ids[s->a_end - 1] == work->line->ids[s->b_end - 1]) {
        work->at[--s->b_end] = --s->a_end;
    }
}

/* The way back from the last cell. */
static void profile_alignment_trace(const star_work *work, star_stretch s, unsigned ending)
{
    size_t width = (size_t)(s.b_end - s.b_begin) + 1;
    const uint8_t *steps = work->star->steps;
    uint32_t i = s.a_end - s.a_begin;
    uint32_t j = s.b_end - s.b_begin;
    unsigned how = ending;
    while (i > 0 && j > 0) {
        while (how == STAR_MATCH_OPEN && (steps[i * width + j] & STAR_LAST_UP) != 0) {
            i--;
        }
        while (how == STAR_MATCH_BROKEN && (steps[i * width + j] & (STAR_BEST_UP | STAR_BEST_LEFT)) != 0) {
            if ((steps[i * width + j] & STAR_BEST_UP) != 0) {
                i--;
            } else {
                j--;
            }
        }
        if (i == 0 || j == 0) {
            break;
        }
        how = steps[i * width + j] & STAR_MATCH;
        i--;
        j--;
        work->at[s.b_begin + j] = s.a_begin + i;
    }
}

/* The cells that are looked at: (i, j) with i − j ≤ below and j − i ≤ above. */
typedef struct star_band {
    uint32_t below, above;
} star_band;

/* Row i of the matrix, from row i − 1. match: score of the best way that ends in this match; best: … at or before this
 * cell; last: … in this column. match and best are of two rows: [j] of the row before is overwritten behind `carried`.
 * A cell beside the band has what the band's cell above it or before it has. */
static void profile_alignment_row(const star_work *work, star_stretch s, uint32_t i, star_band band,
                                  int32_t *const rows[3])
{
    const uint32_t *ids = work->line->ids + s.b_begin;
    uint32_t id = work->ids[s.a_begin + i - 1];
    uint32_t columns = s.b_end - s.b_begin;
    int32_t *match = rows[0];
    int32_t *best = rows[1];
    int32_t *last = rows[2];
    uint8_t *steps = work->star->steps + (size_t)i * (columns + 1);
    uint32_t low = i > band.below + 1 ? i - band.below : 1;
    uint32_t high = columns;
    if ((uint64_t)i + band.above <= columns) {
        high = i + band.above;
        best[high] = best[high - 1];
        *(steps + high - (columns + 1)) = STAR_BEST_LEFT;
    }
    int32_t match_before = match[low - 1]; /* cell (i − 1, j − 1) */
    int32_t best_before = best[low - 1];
    int32_t last_before = last[low - 1];
    match[0] = STAR_WORST;
    steps[low - 1] = STAR_BEST_UP | STAR_LAST_UP;
    for (uint32_t j = low; j <= high; j++) {
        int32_t score = STAR_WORST;
        unsigned step = 0;
        if (ids[j - 1] == id) {
            score = match_before;
            step = STAR_MATCH_JOINED;
            if (profile_alignment_open(work->line, s.b_begin + j - 1) && last_before > score) {
                score = last_before;
                step = STAR_MATCH_OPEN;
            }
            if (best_before - LT_PROFILE_ALIGNMENT_BREAK > score) {
                score = best_before - LT_PROFILE_ALIGNMENT_BREAK;
                step = STAR_MATCH_BROKEN;
            }
            score += LT_PROFILE_ALIGNMENT_MATCH;
        }
        match_before = match[j];
        best_before = best[j];
        last_before = last[j];
        match[j] = score;
        if (last[j] >= score) {
            step |= STAR_LAST_UP;
        } else {
            last[j] = score;
        }
        if (best[j] >= score && best[j] >= best[j - 1]) {
            step |= STAR_BEST_UP;
        } else if (best[j - 1] >= score) {
            best[j] = best[j - 1];
            step |= STAR_BEST_LEFT;
        } else {
            best[j] = score;
        }
        steps[j] = (uint8_t)step;
    }
}

/* Scores all ways within the band; returns the best one's score, and how it ends. */
static int32_t profile_alignment_score(const star_work *work, star_stretch s, star_band band, unsigned *ret_ending)
{
    const lt_profile_alignment *star = work->star;
    size_t width = (size_t)(s.b_end - s.b_begin) + 1;
    int32_t *const scores[3] = {star->scores, star->scores + width, star->scores + 2 * width};
    memset(star->steps, STAR_BEST_LEFT, width);
    star->steps[0] = 0;
    for (size_t j = 0; j < width; j++) {
        scores[0][j] = j == 0 ? 0 : STAR_WORST;
        scores[1][j] = 0;
        scores[2][j] = scores[0][j];
    }
    for (uint32_t i = 1; i <= s.a_end - s.a_begin; i++) {
        profile_alignment_row(work, s, i, band, scores);
    }
    int32_t score = scores[0][width - 1];
    *ret_ending = STAR_MATCH_JOINED;
    if (profile_alignment_open(work->line, s.b_end) && scores[2][width - 1] > score) {
        score = scores[2][width - 1];
        *ret_ending = STAR_MATCH_OPEN;
    }
    if (scores[1][width - 1] - LT_PROFILE_ALIGNMENT_BREAK > score) {
        score = scores[1][width - 1] - LT_PROFILE_ALIGNMENT_BREAK;
        *ret_ending = STAR_MATCH_BROKEN;
    }
    return score;
}

/* A way with a match `wide` + 1 beside the diagonals between the two corners leaves out as many matches of those there
 * could be. So a way within a band whose score is above that is the best of all, and a narrow band suffices for texts
 * that are nearly the same (Ukkonen 1985). */
static int profile_alignment_exact(const star_work *work, star_stretch s, leitong_error *error)
{
    lt_profile_alignment *star = work->star;
    uint32_t rows = s.a_end - s.a_begin;
    size_t width = (size_t)(s.b_end - s.b_begin) + 1;
    int code = LT_RESERVE(star->scores, star->score_capacity, 3 * width, error);
    code = code != 0 ? code : LT_RESERVE(star->steps, star->step_capacity, (rows + 1) * width, error);
    if (code != 0) {
        return code;
    }
    uint32_t columns = (uint32_t)width - 1;
    uint32_t shorter = LT_MIN(rows, columns);
    unsigned ending = STAR_MATCH_JOINED;
    bool best = false;
    for (uint32_t wide = STAR_BAND; !best;) {
        star_band band = {wide + (rows - shorter), wide + (columns - shorter)};
        if (((uint64_t)band.below + band.above) * 2 > columns) {
            band = (star_band){rows, columns};
            wide = shorter;
        }
        int32_t score = profile_alignment_score(work, s, band, &ending);
        uint32_t missing = score > 0 ? shorter - (uint32_t)score / LT_PROFILE_ALIGNMENT_MATCH : shorter;
        best = missing <= wide;
        wide = missing;
    }
    profile_alignment_trace(work, s, ending);
    return 0;
}

#define STAR_LINE 0x80000000U /* in a gram's low half: of the line, not of the member */

/* Grams of `size` units that stand once in the stretch on either side: unit << 32 | column, ascending. A gram is half a
 * hash and its place; one that shares its half with another is none. */
static int profile_alignment_grams(const star_work *work, star_stretch s, uint32_t size, size_t *ret_count,
                                   leitong_error *error)
{
    lt_profile_alignment *star = work->star;
    size_t a = s.a_end - s.a_begin < size ? 0 : (size_t)(s.a_end - s.a_begin) - size + 1;
    size_t b = s.b_end - s.b_begin < size ? 0 : (size_t)(s.b_end - s.b_begin) - size + 1;
    int code = LT_RESERVE(star->grams, star->gram_capacity, a + b + 1, error);
    code = code != 0 ? code : LT_RESERVE(star->grams_sorted, star->sorted_capacity, a + b + 1, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < a + b; i++) {
        bool line = i >= a;
        size_t at = line ? s.b_begin + (i - a) : s.a_begin + i;
        const uint32_t *from = (line ? work->line->ids : work->ids) + at;
        star->grams[i] = lt_hash_64(from, size * sizeof *from) << 32 | (line ? STAR_LINE : 0) | at;
    }
    lt_radix_sort_u64(star->grams, star->grams_sorted, a + b);
    size_t count = 0;
    for (size_t i = 0; i < a + b;) {
        size_t end = i + 1;
        while (end < a + b && star->grams[end] >> 32 == star->grams[i] >> 32) {
            end++;
        }
        uint32_t unit = (uint32_t)star->grams[i];
        uint32_t column = (uint32_t)star->grams[end - 1];
        if (end - i == 2 && unit < STAR_LINE && column >= STAR_LINE &&
            memcmp(work->ids + unit, work->line->ids + (column - STAR_LINE), size * sizeof *work->ids) == 0) {
            star->grams[count++] = (uint64_t)unit << 32 | (column - STAR_LINE);
        }
        i = end;
    }
    lt_radix_sort_u64(star->grams, star->grams_sorted, count);
    *ret_count = count;
    return 0;
}

/* The longest run of anchors whose columns rise too: kept at the front of star->grams. */
static int profile_alignment_rising(lt_profile_alignment *star, size_t *count, leitong_error *error)
{
    int code = LT_RESERVE(star->chain, star->chain_capacity, 2 * *count + 1, error);
    if (code != 0) {
        return code;
    }
    uint32_t *tails = star->chain; /* [length − 1]: the anchor with the least column that ends a run of that length */
    uint32_t *before = star->chain + *count;
    size_t length = 0;
    for (size_t i = 0; i < *count; i++) {
        size_t low = 0;
        LT_LOWER_BOUND(low, length, middle, (uint32_t)star->grams[tails[middle]] < (uint32_t)star->grams[i]);
        before[i] = low > 0 ? tails[low - 1] : UINT32_MAX;
        tails[low] = (uint32_t)i;
        length += low == length;
    }
    size_t kept = length;
    for (uint32_t i = length > 0 ? tails[length - 1] : UINT32_MAX; i != UINT32_MAX; i = before[i]) {
        star->grams_sorted[--kept] = star->grams[i];
    }
    memcpy(star->grams, star->grams_sorted, length * sizeof *star->grams);
    *count = length;
    return 0;
}

static int profile_alignment_solve(const star_work *work, star_stretch s, unsigned depth, leitong_error *error);

/* Parts a long stretch at its anchors, and solves what lies between. */
static int profile_alignment_part(const star_work *work, star_stretch s, unsigned depth, bool *ret_parted,
                                  leitong_error *error)
{
    size_t count = 0;
    uint32_t size = STAR_GRAM;
    for (; size > 0 && count == 0; size /= 2) {
        int code = profile_alignment_grams(work, s, size, &count, error);
        code = code != 0 ? code : profile_alignment_rising(work->star, &count, error);
        if (code != 0) {
            return code;
        }
    }
    *ret_parted = count > 0;
    if (count == 0) {
        return 0;
    }
    uint64_t *anchors = malloc(count * sizeof *anchors);
    if (anchors == NULL) {
        return lt_error_memory(error);
    }
    memcpy(anchors, work->star->grams, count * sizeof *anchors);
    int code = 0;
    star_stretch rest = s;
    for (size_t i = 0; code == 0 && i < count; i++) {
        uint32_t a = (uint32_t)(anchors[i] >> 32);
        uint32_t b = (uint32_t)anchors[i];
        if (a < rest.a_begin || b < rest.b_begin) {
            continue; /* the anchor before reaches over it */
        }
        star_stretch between = {rest.a_begin, a, rest.b_begin, b};
        code = profile_alignment_solve(work, between, depth + 1, error);
        for (rest.a_begin = a, rest.b_begin = b;
             rest.a_begin < s.a_end && rest.b_begin < s.b_end &&
             work->ids[rest.a_begin] == work->line->ids[rest.b_begin] &&
             (rest.b_begin == b || !profile_alignment_open(work->line, rest.b_begin));) {
            work->at[rest.b_begin++] = rest.a_begin++;
        }
    }
    free(anchors);
    return code != 0 ? code : profile_alignment_solve(work, rest, depth + 1, error);
}

/* A stretch between two matches (or the ends). */
static int profile_alignment_solve(const star_work *work, star_stretch s, unsigned depth, leitong_error *error)
{
    profile_alignment_trim(work, &s);
    if (s.a_begin == s.a_end || s.b_begin == s.b_end) {
        return 0;
    }
    uint64_t cells = (uint64_t)(s.a_end - s.a_begin) * (s.b_end - s.b_begin);
    if (cells > LT_PROFILE_ALIGNMENT_EXACT) {
        bool parted = false;
        int code = depth < STAR_DEEPEST ? profile_alignment_part(work, s, depth, &parted, error) : 0;
        if (code != 0 || parted || cells > STAR_MOST) {
            return code;
        }
    }
    return profile_alignment_exact(work, s, error);
}

int lt_profile_alignment_align(lt_profile_alignment *star, const lt_profile_alignment_line *line, const uint32_t *ids,
                               uint32_t count, uint32_t *ret_at, leitong_error *error)
{
    star_work work = {star, line, ids, ret_at};
    for (uint32_t j = 0; j < line->count; j++) {
        ret_at[j] = LT_PROFILE_ALIGNMENT_NONE;
    }
    return profile_alignment_solve(&work, (star_stretch){0, count, 0, line->count}, 0, error);
}

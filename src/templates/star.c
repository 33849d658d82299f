#include "templates/star.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

void lt_star_clear(lt_star *star)
{
    lt_line_clear(&star->line);
    free(star->columns);
    free(star->parts);
    free(star->texts);
    free(star->runs);
    free(star->masks);
    free(star->ids);
    free(star->support);
    free(star->ends);
    free(star->cursors);
    *star = (lt_star){0};
}

static bool star_mask(uint32_t id)
{
    return id >> 30 == 1;
}

/* A token that is one letter of a script without word spaces. */
static bool star_letter(uint32_t id)
{
    return (id & LT_TOKEN_WORD) == 0 && id >= 0x2E80;
}

int lt_star_begin(lt_star *star, const lt_unit *line, size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(star->columns, star->column_capacity, count + 1, error));
    for (size_t i = 0; i < count; i++) {
        star->columns[i] = line[i].id;
    }
    star->column_count = (uint32_t)count;
    star->part_count = star->text_count = 0;
    star->run_count = star->mask_count = 0;
    return lt_line_open(&star->line, star->columns, star->column_count, error);
}

/* A run of units → runs of words, and of one mask each. */
static int star_runs(lt_star *star, const lt_line_run *run, const lt_unit *units, uint32_t base, leitong_error *error)
{
    LT_TRY(LT_RESERVE(star->runs, star->run_capacity, star->run_count + run->length, error));
    lt_star_run *own = NULL;
    for (uint32_t i = 0; i < run->length; i++) {
        const lt_unit *unit = &units[run->unit + i];
        if (own != NULL && unit->kind == LT_UNIT_WORD) {
            own->columns++;
            own->tokens++;
            continue;
        }
        star->runs[star->run_count] = (lt_star_run){run->column + i, 1, unit->begin - base, unit->count};
        own = unit->kind == LT_UNIT_WORD ? &star->runs[star->run_count] : NULL;
        star->run_count++;
    }
    return 0;
}

int lt_star_add(lt_star *star, const lt_unit *units, size_t count, uint32_t base, leitong_error *error)
{
    LT_TRY(LT_RESERVE(star->texts, star->text_capacity, (size_t)star->text_count + 1, error));
    LT_TRY(LT_RESERVE(star->masks, star->mask_capacity, star->mask_count + count + 1, error));
    LT_TRY(LT_RESERVE(star->ids, star->id_capacity, count + 1, error));
    lt_star_text text = {.run_begin = star->run_count, .mask_begin = star->mask_count, .units = (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
        star->ids[i] = units[i].id;
        if (units[i].kind != LT_UNIT_WORD) {
            uint32_t begin = units[i].begin - base;
            star->masks[star->mask_count++] = (lt_stretch){begin, begin + units[i].count};
        }
        text.words += units[i].kind == LT_UNIT_WORD;
        text.tokens = units[i].begin + units[i].count - base;
    }
    LT_TRY(lt_line_align(&star->line, star->ids, (uint32_t)count, error));
    for (size_t r = 0; r < star->line.run_count; r++) {
        LT_TRY(star_runs(star, &star->line.runs[r], units, base, error));
    }
    text.run_end = star->run_count;
    text.mask_end = star->mask_count;
    star->texts[star->text_count++] = text;
    return 0;
}

/* A share of all members. */
static bool star_enough(uint64_t share, uint64_t all, unsigned percent)
{
    return share * 100 >= all * percent;
}

/* star->support; returns the number of members. */
static uint64_t star_count(lt_star *star, const lt_star_members *members)
{
    uint64_t all = 0;
    memset(star->support, 0, ((size_t)star->column_count + 1) * sizeof *star->support);
    for (uint32_t t = 0; t < star->text_count; t++) {
        uint32_t copies = members->kept[t] ? members->copies[t] : 0;
        all += copies;
        for (size_t r = star->texts[t].run_begin; copies > 0 && r < star->texts[t].run_end; r++) {
            star->support[star->runs[r].column] += copies;                         /* begins … */
            star->support[star->runs[r].column + star->runs[r].columns] -= copies; /* … and ends */
        }
    }
    for (uint32_t c = 0, sum = 0; c < star->column_count; c++) {
        sum += star->support[c];
        star->support[c] = sum;
    }
    return all;
}

/* The run in which a text has a column, from its cursor on; NULL: it has it not. */
static const lt_star_run *star_at(lt_star *star, uint32_t t, uint32_t column)
{
    size_t *cursor = &star->cursors[t];
    size_t end = star->texts[t].run_end;
    while (*cursor < end && star->runs[*cursor].column + star->runs[*cursor].columns <= column) {
        (*cursor)++;
    }
    const lt_star_run *run = &star->runs[*cursor];
    return *cursor < end && run->column <= column ? run : NULL;
}

/* Where the piece ends that begins with a fixed column: enough members have it whole. */
static uint32_t star_piece(lt_star *star, const lt_star_members *members, uint64_t all, uint32_t begin)
{
    size_t count = 0;
    for (uint32_t t = 0; t < star->text_count; t++) {
        const lt_star_run *run = members->kept[t] ? star_at(star, t, begin) : NULL;
        if (run != NULL) {
            star->ends[count++] = (uint64_t)(run->column + run->columns) << 32 | members->copies[t];
        }
    }
    lt_radix_sort_u64(star->ends, star->ends + count, count);
    uint64_t have = 0;
    while (count > 0 && !star_enough(have, all, LT_STAR_FIXED)) { /* the longest first */
        have += (uint32_t)star->ends[--count];
    }
    uint32_t end = (uint32_t)(star->ends[count] >> 32);
    return LT_MAX(end, begin + 1);
}

/* One text's stretch between the part that ends with column `low` − 1 and the one that begins with column `high`; false
 * where it lacks one of the two. low == 0: from its begin; high == column_count: to its end. */
static bool star_stretch(lt_star *star, uint32_t t, uint32_t low, uint32_t high, lt_stretch *ret_stretch)
{
    const lt_star_text *text = &star->texts[t];
    *ret_stretch = (lt_stretch){0, text->tokens};
    if (low > 0) {
        const lt_star_run *run = star_at(star, t, low - 1);
        if (run == NULL) {
            return false;
        }
        ret_stretch->begin = run->tokens == run->columns ? run->token + (low - run->column) : run->token + run->tokens;
    }
    if (high < star->column_count) {
        const lt_star_run *run = star_at(star, t, high);
        if (run == NULL) {
            return false;
        }
        ret_stretch->end = run->token + (high - run->column);
    }
    return true;
}

/* Whether enough members have something between two parts. */
static bool star_slot(lt_star *star, const lt_star_members *members, uint32_t low, uint32_t high)
{
    uint64_t all = 0;
    uint64_t filled = 0;
    for (uint32_t t = 0; t < star->text_count; t++) {
        lt_stretch between;
        if (members->kept[t] && star_stretch(star, t, low, high, &between)) {
            all += members->copies[t];
            filled += between.begin < between.end ? members->copies[t] : 0;
        }
    }
    return filled >= 2 && star_enough(filled, all, LT_STAR_SOME);
}

static void star_rewind(lt_star *star)
{
    for (uint32_t t = 0; t < star->text_count; t++) {
        star->cursors[t] = star->texts[t].run_begin;
    }
}

/* Pieces and masks alone, without what stands between them. */
static int star_pieces(lt_star *star, const lt_star_members *members, uint64_t all, leitong_error *error)
{
    star->part_count = 0;
    star_rewind(star);
    for (uint32_t c = 0, end; c < star->column_count; c = end) {
        bool mask = star_mask(star->columns[c]);
        end = c + 1;
        if (!star_enough(star->support[c], all, LT_STAR_FIXED)) {
            continue;
        }
        while (mask && end < star->column_count && star_mask(star->columns[end]) &&
               star_enough(star->support[end], all, LT_STAR_FIXED)) { /* 14 March 2020 */
            end++;
        }
        end = mask ? end : star_piece(star, members, all, c);
        LT_TRY(LT_RESERVE(star->parts, star->part_capacity, (size_t)star->part_count + 1, error));
        star->parts[star->part_count++] = (lt_part){c, end, mask ? LT_PART_SLOT : LT_PART_TEXT};
    }
    return 0;
}

/* Puts slots between the parts, and at the ends. */
static int star_slots(lt_star *star, const lt_star_members *members, leitong_error *error)
{
    uint32_t count = star->part_count;
    uint32_t made = 0;
    LT_TRY(LT_RESERVE(star->parts, star->part_capacity, 3 * (size_t)count + 3, error));
    lt_part *from = star->parts + 2 * (size_t)count + 2; /* what is read stands behind what is written */
    memmove(from, star->parts, count * sizeof *from);
    star_rewind(star);
    for (uint32_t p = 0, low = 0; p <= count; p++) {
        uint32_t high = p < count ? from[p].begin : star->column_count;
        if (count > 0 && star_slot(star, members, low, high)) {
            star->parts[made++] = (lt_part){low, low, LT_PART_SLOT};
        }
        if (p < count) {
            low = from[p].end;
            star->parts[made++] = from[p];
        }
    }
    star->part_count = made;
    return 0;
}

/* A slot that is no mask. */
static bool star_open(const lt_part *part)
{
    return part->begin == part->end;
}

/* Takes away single letters between slots: they stand there by chance. */
static void star_dissolve(lt_star *star)
{
    lt_part *parts = star->parts;
    uint32_t kept = 0;
    for (uint32_t p = 0; p < star->part_count; p++) {
        bool lone = parts[p].kind == LT_PART_TEXT && parts[p].end - parts[p].begin == 1 &&
                    star_letter(star->columns[parts[p].begin]);
        bool before = kept > 0 && star_open(&parts[kept - 1]);
        bool behind = p + 1 < star->part_count && star_open(&parts[p + 1]);
        if (before && star_open(&parts[p])) {
            continue;
        }
        if (!lone || (kept > 0 && !before) || (p + 1 < star->part_count && !behind)) {
            parts[kept++] = parts[p];
        }
    }
    star->part_count = kept;
}

int lt_star_cut(lt_star *star, const lt_star_members *members, leitong_error *error)
{
    LT_TRY(LT_RESERVE(star->support, star->support_capacity, (size_t)star->column_count + 1, error));
    LT_TRY(LT_RESERVE(star->ends, star->end_capacity, 2 * (size_t)star->text_count + 1, error));
    LT_TRY(LT_RESERVE(star->cursors, star->cursor_capacity, (size_t)star->text_count + 1, error));
    uint64_t all = star_count(star, members);
    LT_TRY(star_pieces(star, members, all, error));
    LT_TRY(star_slots(star, members, error));
    star_dissolve(star);
    return 0;
}

/* The tokens of a part's columns, from the first to the last that a text has; *run: where it is in its runs. Returns
 * how many columns it has. */
static uint32_t star_span(const lt_star *star, const lt_star_text *text, const lt_part *part, size_t *run,
                          lt_stretch *ret_span)
{
    uint32_t have = 0;
    *ret_span = (lt_stretch){0, 0};
    while (*run < text->run_end && star->runs[*run].column + star->runs[*run].columns <= part->begin) {
        (*run)++;
    }
    for (size_t r = *run; r < text->run_end && star->runs[r].column < part->end; r++) {
        const lt_star_run *own = &star->runs[r];
        uint32_t first = LT_MAX(own->column, part->begin);
        uint32_t last = LT_MIN(own->column + own->columns, part->end);
        uint32_t begin = own->token + (first - own->column);
        ret_span->begin = have == 0 ? begin : ret_span->begin;
        ret_span->end = last == own->column + own->columns ? own->token + own->tokens : begin + (last - first);
        have += last - first;
    }
    return have;
}

uint32_t lt_star_read(const lt_star *star, uint32_t t, lt_stretch *ret_spans, uint8_t *ret_whole)
{
    const lt_star_text *text = &star->texts[t];
    size_t run = text->run_begin;
    uint32_t fixed = 0;
    uint32_t reached = 0;
    uint32_t open = UINT32_MAX; /* a slot since the last part that it has */
    for (uint32_t p = 0; p <= star->part_count; p++) {
        const lt_part *part = &star->parts[p];
        lt_stretch span = {text->tokens, text->tokens};
        if (p < star->part_count) {
            ret_spans[p] = (lt_stretch){0, 0};
            ret_whole[p] = 0;
            if (part->begin == part->end) {
                open = open == UINT32_MAX ? p : open;
                continue;
            }
            uint32_t have = star_span(star, text, part, &run, &span);
            if (have == 0) {
                continue;
            }
            fixed += have;
            ret_spans[p] = span;
            ret_whole[p] =
                have == part->end - part->begin && (part->kind == LT_PART_SLOT || span.end - span.begin == have);
        }
        if (open != UINT32_MAX && span.begin > reached) {
            ret_spans[open] = (lt_stretch){reached, span.begin};
            ret_whole[open] = 1;
        }
        reached = span.end;
        open = UINT32_MAX;
    }
    return fixed;
}

uint32_t lt_star_lead(const lt_star *star, uint32_t t, lt_stretch fill)
{
    const lt_star_text *text = &star->texts[t];
    size_t mask = text->mask_begin;
    uint32_t at = fill.begin;
    LT_LOWER_BOUND(mask, text->mask_end, i, star->masks[i].begin < fill.begin);
    while (mask < text->mask_end && star->masks[mask].begin == at && star->masks[mask].end <= fill.end) {
        at = star->masks[mask++].end;
    }
    return at - fill.begin;
}

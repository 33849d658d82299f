#include "templates/profile.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define CONSENSUS_CELLS (4U << 20) /* members times columns: of very long texts fewer are looked at … */
#define CONSENSUS_PAIRS 400000 /* units times pairs of texts among which a medoid is sought: of long ones fewer … */
#define CONSENSUS_FEW 4        /* … but so many */
#define CONSENSUS_LEAST 8      /* … but so many */

void lt_profile_clear(lt_profile *consensus)
{
    free(consensus->columns);
    free(consensus->open);
    free(consensus->parts);
    *consensus = (lt_profile){0};
}

void lt_reading_clear(lt_reading *reading)
{
    free(reading->parts);
    free(reading->at);
    *reading = (lt_reading){0};
}

/* The one that fits the others best; of equals the first. */
static int profile_medoid(lt_profile_alignment *star, const lt_variant *sample, uint32_t count, uint32_t *ret_medoid,
                          leitong_error *error)
{
    int64_t scores[LT_PROFILE_MEDOIDS] = {0};
    count = LT_MIN(count, LT_PROFILE_MEDOIDS);
    uint32_t longest = 0;
    for (uint32_t s = 0; s < count; s++) {
        longest = LT_MAX(sample[s].count, longest);
    }
    while (count > CONSENSUS_FEW && (uint64_t)count * count * longest > CONSENSUS_PAIRS) {
        count--;
    }
    uint32_t *at = malloc(((size_t)longest + 1) * sizeof *at);
    int code = at == NULL ? lt_error_memory(error) : 0;
    for (uint32_t a = 0; code == 0 && a < count; a++) {
        for (uint32_t b = 0; code == 0 && b < a; b++) {
            lt_profile_alignment_line line = {sample[a].ids, NULL, sample[a].count};
            code = lt_profile_alignment_align(star, &line, sample[b].ids, sample[b].count, at, error);
            int64_t score = code == 0 ? lt_profile_alignment_score(&line, sample[b].count, at) : 0;
            scores[a] += score * sample[b].weight;
            scores[b] += score * sample[a].weight;
        }
    }
    free(at);
    uint32_t best = 0;
    for (uint32_t s = 1; s < count; s++) {
        best = scores[s] > scores[best] ? s : best;
    }
    *ret_medoid = best;
    return code;
}

/* Lays the whole sample along the stack's line. */
static int profile_stack(lt_profile_alignment *star, lt_stack *stack, leitong_error *error)
{
    size_t cells = (size_t)stack->count * stack->columns;
    int code = LT_RESERVE(stack->at, stack->at_capacity, cells + 1, error);
    lt_profile_alignment_line line = {stack->ids, NULL, stack->columns};
    for (uint32_t s = 0; code == 0 && s < stack->count; s++) {
        code = lt_profile_alignment_align(star, &line, stack->sample[s].ids, stack->sample[s].count,
                                          stack->at + (size_t)s * stack->columns, error);
    }
    return code;
}

typedef struct consensus_put {
    uint32_t sample, begin, end; /* units of one of the sample; an empty stretch: nothing */
} consensus_put;

/* What the sample puts in before each column, most frequent first: ret_put [columns + 1]. Gaps are told from one
 * another by the column of the last match before. */
static int profile_gather(const lt_stack *stack, consensus_put *ret_put, leitong_error *error)
{
    lt_record *texts = malloc(2 * ((size_t)stack->count + 1) * sizeof *texts);
    uint32_t *reached = calloc((size_t)stack->count + 1, sizeof *reached); /* units passed, of each */
    if (texts == NULL || reached == NULL) {
        free(texts);
        free(reached);
        return lt_error_memory(error);
    }
    for (uint32_t c = 0; c <= stack->columns; c++) {
        uint32_t filled = 0;
        uint32_t weight = 0;
        ret_put[c] = (consensus_put){0, 0, 0};
        for (uint32_t s = 0; s < stack->count; s++) {
            const lt_variant *own = &stack->sample[s];
            uint32_t at = c == stack->columns ? own->count : stack->at[(size_t)s * stack->columns + c];
            if (at == LT_PROFILE_ALIGNMENT_NONE) {
                continue;
            }
            if (at > reached[s]) {
                uint64_t hash = lt_hash_64(own->ids + reached[s], (at - reached[s]) * sizeof(uint32_t));
                texts[filled++] = (lt_record){hash, (uint64_t)s << 32 | reached[s]};
                weight += own->weight;
            }
            reached[s] = at + 1;
        }
        if (weight < 2 || (uint64_t)weight * 100 < (uint64_t)stack->weight * LT_PROFILE_SOME) {
            continue;
        }
        lt_radix_sort_records(texts, texts + stack->count + 1, filled);
        uint32_t usual = 0;
        for (uint32_t i = 0, first = 0, same = 0; i < filled; i++) {
            same = texts[i].key == texts[first].key ? same : 0;
            first = texts[i].key == texts[first].key ? first : i;
            same += stack->sample[texts[i].value >> 32].weight;
            uint32_t s = (uint32_t)(texts[first].value >> 32);
            if (same > usual || (same == usual && s < ret_put[c].sample)) {
                usual = same;
                uint32_t end = c == stack->columns ? stack->sample[s].count : stack->at[(size_t)s * stack->columns + c];
                ret_put[c] = (consensus_put){s, (uint32_t)texts[first].value, end};
            }
        }
    }
    free(texts);
    free(reached);
    return 0;
}

/* The line of the second round: the medoid, with what many others put in. */
static int profile_widen(lt_stack *stack, leitong_error *error)
{
    consensus_put *put = malloc(((size_t)stack->columns + 1) * sizeof *put);
    int code = put == NULL ? lt_error_memory(error) : profile_gather(stack, put, error);
    size_t total = stack->columns;
    for (uint32_t c = 0; code == 0 && c <= stack->columns; c++) {
        total += put[c].end - put[c].begin;
    }
    uint32_t *ids = code == 0 ? malloc((total + 1) * sizeof *ids) : NULL;
    if (code == 0 && ids == NULL) {
        code = lt_error_memory(error);
    }
    if (code != 0) {
        free(put);
        return code;
    }
    uint32_t count = 0;
    for (uint32_t c = 0; c <= stack->columns; c++) {
        uint32_t added = put[c].end - put[c].begin;
        if (added > 0) {
            memcpy(ids + count, stack->sample[put[c].sample].ids + put[c].begin, added * sizeof *ids);
        }
        count += added;
        if (c < stack->columns) {
            ids[count++] = stack->ids[c];
        }
    }
    free(put);
    free(stack->ids);
    stack->ids = ids;
    stack->id_capacity = total + 1;
    stack->columns = count;
    return 0;
}

int lt_profile_make(lt_profile_alignment *star, const lt_variant *sample, uint32_t count, bool inner,
                    lt_profile *consensus, leitong_error *error)
{
    uint32_t medoid = 0;
    lt_stack stack = {.sample = sample, .count = count};
    int code = profile_medoid(star, sample, count, &medoid, error);
    uint32_t length = sample[medoid].count;
    uint32_t most = LT_MAX(CONSENSUS_CELLS / (length + 1), CONSENSUS_LEAST);
    stack.count = LT_MIN(count, most);
    for (uint32_t s = 0; s < stack.count; s++) {
        stack.weight += sample[s].weight;
    }
    code = code != 0 ? code : LT_RESERVE(stack.ids, stack.id_capacity, (size_t)length + 1, error);
    if (code == 0) {
        memcpy(stack.ids, sample[medoid].ids, length * sizeof(uint32_t));
        stack.columns = length;
        code = profile_stack(star, &stack, error);
    }
    code = code != 0 ? code : profile_widen(&stack, error);
    code = code != 0 ? code : profile_stack(star, &stack, error);
    code = code != 0 ? code : lt_profile_lay(&stack, inner, consensus, error);
    lt_stack_clear(&stack);
    return code;
}

/* Gives units [begin, end), which stand between columns, to a slot among parts [first, last): the first that is still
 * empty, of them one that is no mask before one that is. */
static void reading_fill(const lt_profile *consensus, lt_reading *reading, uint32_t first, uint32_t last,
                         lt_read_part units)
{
    if (units.begin >= units.end) {
        return;
    }
    lt_read_part *best = NULL;
    for (uint32_t p = first; p < last; p++) {
        const lt_part *part = &consensus->parts[p];
        bool empty = reading->parts[p].begin == reading->parts[p].end;
        bool mask = part->begin < part->end;
        if (part->kind == LT_PART_SLOT && empty && (best == NULL || !mask)) {
            best = &reading->parts[p];
            if (!mask) {
                break;
            }
        }
    }
    if (best == NULL) {
        reading->stray += units.end - units.begin;
        reading->strays++;
        return;
    }
    *best = units;
    reading->filled += units.end - units.begin;
}

/* Optional wording of which a member has less than half is not there: what matched did so by chance. */
static void reading_optional(lt_reading *reading, const lt_part *part)
{
    uint32_t standing = 0;
    for (uint32_t c = part->begin; c < part->end; c++) {
        standing += reading->at[c] != LT_PROFILE_ALIGNMENT_NONE;
    }
    for (uint32_t c = part->begin; c < part->end && standing * 2 < part->end - part->begin; c++) {
        reading->at[c] = LT_PROFILE_ALIGNMENT_NONE;
    }
}

/* The units of a part's columns: from the first to the last that stands. */
static void reading_span(const lt_profile *consensus, lt_reading *reading, uint32_t p)
{
    const lt_part *part = &consensus->parts[p];
    if (part->kind == LT_PART_OPTIONAL) {
        reading_optional(reading, part);
    }
    lt_read_part *units = &reading->parts[p];
    for (uint32_t c = part->begin; c < part->end; c++) {
        uint32_t at = reading->at[c];
        if (at == LT_PROFILE_ALIGNMENT_NONE) {
            reading->missing += part->kind == LT_PART_TEXT;
            continue;
        }
        units->begin = units->begin == units->end ? at : units->begin;
        if (units->end > units->begin && at > units->end) {
            reading->stray += at - units->end;
            reading->strays++;
        }
        units->end = at + 1;
        reading->matched++;
    }
}

int lt_profile_read(lt_profile_alignment *star, const lt_profile *consensus, const lt_variant *member,
                    lt_reading *reading, leitong_error *error)
{
    int code = LT_RESERVE(reading->parts, reading->part_capacity, (size_t)consensus->part_count + 1, error);
    code = code != 0 ? code : LT_RESERVE(reading->at, reading->at_capacity, (size_t)consensus->column_count + 1, error);
    lt_profile_alignment_line line = {consensus->columns, consensus->open, consensus->column_count};
    code = code != 0 ? code : lt_profile_alignment_align(star, &line, member->ids, member->count, reading->at, error);
    if (code != 0) {
        return code;
    }
    reading->matched = reading->filled = reading->stray = reading->strays = reading->missing = 0;
    reading->outside = 0;
    uint32_t reached = 0; /* units */
    uint32_t first = 0;   /* parts since the last that stands */
    for (uint32_t p = 0; p < consensus->part_count; p++) {
        reading->parts[p] = (lt_read_part){0, 0};
        reading_span(consensus, reading, p);
        lt_read_part units = reading->parts[p];
        if (units.begin < units.end) {
            if (first == 0 && consensus->open[0] && consensus->parts[0].kind != LT_PART_SLOT) {
                reading->outside += units.begin; /* a slot that was trimmed */
            } else {
                reading_fill(consensus, reading, first, p, (lt_read_part){reached, units.begin});
            }
            reached = units.end;
            first = p + 1;
        }
    }
    if (consensus->part_count > 0 && consensus->open[consensus->column_count] &&
        consensus->parts[consensus->part_count - 1].kind != LT_PART_SLOT) {
        reading->outside += member->count - reached;
    } else {
        reading_fill(consensus, reading, first, consensus->part_count, (lt_read_part){reached, member->count});
    }
    return 0;
}

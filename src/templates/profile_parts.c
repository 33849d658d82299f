#include "templates/profile_parts.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "base/radix_sort.h"
#include "templates/mask.h"
#include "templates/profile_alignment.h"

#include <stdlib.h>
#include <string.h>

#define PARTS_ALWAYS 90 /* percent: what stands beside a slot more seldom is part of it */
#define PARTS_USUAL                                                                                                    \
    70                 /* percent: wording that stands more seldom where others have something else is part of a slot  \
                        */
#define PARTS_ALIKE 30 /* percent that must fill a slot at an inner end alike */
#define PARTS_RUN 4    /* columns of optional wording that stands beside a slot; shorter belongs to the slot */

enum parts_class { PARTS_DROPPED, PARTS_WEAK, PARTS_FIXED, PARTS_MASK };

/* What stands between two kept columns. */
enum parts_verdict { PARTS_NOTHING, PARTS_SAME, PARTS_SLOT };

typedef struct parts_region {
    uint32_t members; /* that have both columns */
    uint32_t filled;  /* of them, that have something between */
    uint32_t usual;   /* of them, that have what most have … */
    uint32_t example; /* … such as this one of the sample */
} parts_region;

typedef struct parts_work {
    const lt_stack *stack;
    lt_profile *to;
    uint8_t *classes;  /* [columns] */
    uint32_t *support; /* [columns] */
    lt_record *texts, *texts_sorted;
    bool after_slot; /* the part before is a slot without a column: the next column is open */
} parts_work;

void lt_stack_clear(lt_stack *stack)
{
    free(stack->ids);
    free(stack->at);
    *stack = (lt_stack){0};
}

/* Characters that a single-letter token of a script without word spaces has: Han, kana and the like. */
static bool parts_letter(uint32_t id)
{
    return id >= 0x2E80 && id < 0x40000000;
}

static bool parts_among(uint32_t id, const uint32_t *set)
{
    for (; *set != 0; set++) {
        if (*set == id) {
            return true;
        }
    }
    return false;
}

static bool parts_some(uint32_t share, uint32_t of)
{
    return share >= 2 && (uint64_t)share * 100 >= (uint64_t)of * LT_PROFILE_SOME;
}

static uint32_t parts_at(const lt_stack *stack, uint32_t s, uint32_t column)
{
    return stack->at[(size_t)s * stack->columns + column];
}

/* The units of one of the sample between columns `low` − 1 and `high`; false where it lacks one of the two. */
static bool parts_between(const lt_stack *stack, uint32_t s, uint32_t low, uint32_t high, lt_read_part *ret_units)
{
    uint32_t begin = low == 0 ? 0 : parts_at(stack, s, low - 1);
    uint32_t end = high == stack->columns ? stack->sample[s].count : parts_at(stack, s, high);
    if (begin == LT_PROFILE_ALIGNMENT_NONE || end == LT_PROFILE_ALIGNMENT_NONE) {
        return false;
    }
    *ret_units = (lt_read_part){low == 0 ? 0 : begin + 1, end};
    return true;
}

/* Looks at what stands in columns [low, high) and around them. */
static parts_region parts_look(const parts_work *work, uint32_t low, uint32_t high)
{
    const lt_stack *stack = work->stack;
    parts_region region = {0};
    uint32_t texts = 0;
    for (uint32_t s = 0; s < stack->count; s++) {
        lt_read_part units;
        if (!parts_between(stack, s, low, high, &units)) {
            continue;
        }
        region.members += stack->sample[s].weight;
        if (units.begin < units.end) {
            uint64_t hash =
                lt_hash_64(stack->sample[s].ids + units.begin, (units.end - units.begin) * sizeof(uint32_t));
            work->texts[texts++] = (lt_record){hash, s};
            region.filled += stack->sample[s].weight;
        }
    }
    if (texts > 1) {
        lt_radix_sort_records(work->texts, work->texts_sorted, texts);
    }
    for (uint32_t i = 0, first = 0, same = 0; i < texts; i++) {
        same = work->texts[i].key == work->texts[first].key ? same : 0;
        first = work->texts[i].key == work->texts[first].key ? first : i;
        same += stack->sample[work->texts[i].value].weight;
        uint32_t example = (uint32_t)work->texts[first].value;
        if (same > region.usual || (same == region.usual && example < region.example)) {
            region.usual = same;
            region.example = example;
        }
    }
    return region;
}

static bool parts_has_mask(const lt_variant *variant, lt_read_part units)
{
    for (uint32_t i = units.begin; i < units.end; i++) {
        if (lt_profile_mask(variant->ids[i])) {
            return true;
        }
    }
    return false;
}

/* ret_units: the optional wording, in one of the sample (*ret_example). */
static enum parts_verdict parts_judge(const parts_work *work, uint32_t low, uint32_t high, uint32_t *ret_example,
                                      lt_read_part *ret_units)
{
    parts_region region = parts_look(work, low, high);
    if (!parts_some(region.filled, region.members)) {
        return PARTS_NOTHING;
    }
    *ret_example = region.example;
    if ((uint64_t)region.usual * 10 >= (uint64_t)region.filled * 9 &&
        parts_between(work->stack, region.example, low, high, ret_units) &&
        !parts_has_mask(&work->stack->sample[region.example], *ret_units)) {
        return PARTS_SAME;
    }
    return PARTS_SLOT;
}

static bool parts_kept(const parts_work *work, uint32_t column)
{
    return work->classes[column] == PARTS_FIXED || work->classes[column] == PARTS_MASK;
}

static uint32_t parts_next(const parts_work *work, uint32_t column)
{
    while (column < work->stack->columns && !parts_kept(work, column)) {
        column++;
    }
    return column;
}

static void parts_classify(const parts_work *work)
{
    const lt_stack *stack = work->stack;
    for (uint32_t s = 0; s < stack->count; s++) {
        for (uint32_t c = 0; c < stack->columns; c++) {
            work->support[c] += parts_at(stack, s, c) != LT_PROFILE_ALIGNMENT_NONE ? stack->sample[s].weight : 0;
        }
    }
    for (uint32_t c = 0; c < stack->columns; c++) {
        bool mask = lt_profile_mask(stack->ids[c]);
        if ((uint64_t)work->support[c] * 100 >= (uint64_t)stack->weight * LT_PROFILE_FIXED) {
            work->classes[c] = mask ? PARTS_MASK : PARTS_FIXED;
        } else {
            work->classes[c] = !mask && parts_some(work->support[c], stack->weight) ? PARTS_WEAK : PARTS_DROPPED;
        }
    }
}

/* Whether what stands before a column mostly ends with a number: right before it, or in the region from `low` on. */
static bool parts_numbered(const parts_work *work, uint32_t low, uint32_t column)
{
    const lt_stack *stack = work->stack;
    uint32_t filled = 0;
    uint32_t numbered = 0;
    for (uint32_t s = 0; s < stack->count; s++) {
        lt_read_part units;
        if (parts_between(stack, s, low, column, &units) && units.begin < units.end) {
            filled += stack->sample[s].weight;
            numbered += lt_profile_mask(stack->sample[s].ids[units.end - 1]) ? stack->sample[s].weight : 0;
        }
    }
    return parts_some(filled, stack->weight) ? (uint64_t)numbered * 100 >= (uint64_t)filled * LT_PROFILE_FIXED
                                             : low > 0 && work->classes[low - 1] == PARTS_MASK;
}

/* What counts the number before it: 届 of 第3届. */
static bool parts_counts(const parts_work *work, uint32_t low, uint32_t column)
{
    static const uint32_t units[] = {U'年', U'月', U'日', U'届', U'屆', U'次', U'号', U'號', U'期', U'条',
                                     U'條', U'款', U'项', U'項', U'章', U'节', U'節', U'个', U'個', U'名',
                                     U'人', U'万', U'萬', U'亿', U'億', U'元', U'时', U'時', U'分', U'秒',
                                     U'岁', U'歲', U'周', U'週', U'点', U'點', 0};
    return parts_among(work->stack->ids[column], units) && parts_numbered(work, low, column);
}

/* A single character between two slots stands there by chance, unless it counts what the number beside it says. */
static bool parts_island(const parts_work *work, uint32_t low, uint32_t column, uint32_t next)
{
    uint32_t example;
    lt_read_part range;
    uint32_t id = work->stack->ids[column];
    if (work->classes[column] != PARTS_FIXED || !parts_letter(id)) {
        return false;
    }
    bool slot_before = parts_judge(work, low, column, &example, &range) != PARTS_NOTHING;
    bool slot_after = parts_judge(work, column + 1, next, &example, &range) != PARTS_NOTHING;
    bool mask_before = low > 0 && work->classes[low - 1] == PARTS_MASK;
    bool mask_after = next < work->stack->columns && work->classes[next] == PARTS_MASK;
    bool always = work->support[column] == work->stack->weight; /* beside a mask, in all of them: no chance */
    if (parts_counts(work, low, column) || (mask_before && !slot_before && always) ||
        (mask_after && !slot_after && (always || id == U'第'))) {
        return false;
    }
    return (slot_before || slot_after) && (slot_before || mask_before) && (slot_after || mask_after);
}

static bool parts_numeral(uint32_t id)
{
    static const uint32_t numerals[] = {U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九',
                                        U'十', U'百', U'千', U'零', U'〇', U'两', U'兩', 0};
    return parts_among(id, numerals);
}

/* A numeral beside something that begins or ends with one is part of that number: 十[三]人 is a slot before 人. */
static bool parts_number(const parts_work *work, uint32_t low, uint32_t column, uint32_t next)
{
    lt_read_part units;
    uint32_t example;
    if (work->classes[column] != PARTS_FIXED || !parts_numeral(work->stack->ids[column])) {
        return false;
    }
    bool before = parts_judge(work, low, column, &example, &units) != PARTS_NOTHING &&
                  parts_between(work->stack, example, low, column, &units) &&
                  parts_numeral(work->stack->sample[example].ids[units.end - 1]);
    return before || (parts_judge(work, column + 1, next, &example, &units) != PARTS_NOTHING &&
                      parts_between(work->stack, example, column + 1, next, &units) &&
                      parts_numeral(work->stack->sample[example].ids[units.begin]));
}

/* Wording beside a slot that some have not, who have the slot's place filled otherwise: it is one of the ways to fill
 * it. 县委、县[政府] and 市文联 are one slot. */
static bool parts_alternative(const parts_work *work, uint32_t low, uint32_t column, uint32_t next)
{
    uint32_t example;
    lt_read_part units;
    bool seldom = (uint64_t)work->support[column] * 100 < (uint64_t)work->stack->weight * PARTS_ALWAYS;
    return work->classes[column] == PARTS_FIXED && seldom && parts_letter(work->stack->ids[column]) &&
           !parts_counts(work, low, column) &&
           (parts_judge(work, low, column, &example, &units) == PARTS_SLOT ||
            parts_judge(work, column + 1, next, &example, &units) == PARTS_SLOT);
}

static void parts_erode(const parts_work *work)
{
    uint32_t low = 0;
    for (uint32_t c = parts_next(work, 0); c < work->stack->columns;) {
        uint32_t next = parts_next(work, c + 1);
        if (parts_alternative(work, low, c, next)) {
            work->classes[c] = PARTS_WEAK;
        } else {
            low = c + 1;
        }
        c = next;
    }
    uint32_t high = work->stack->columns;
    for (uint32_t c = high; c-- > 0;) {
        uint32_t before = c;
        while (before > 0 && !parts_kept(work, before - 1)) {
            before--;
        }
        if (parts_kept(work, c) && parts_alternative(work, before, c, high)) {
            work->classes[c] = PARTS_WEAK;
        } else if (parts_kept(work, c)) {
            high = c;
        }
    }
}

static void parts_dissolve(const parts_work *work)
{
    uint32_t low = 0;
    for (uint32_t c = parts_next(work, 0); c < work->stack->columns;) {
        uint32_t next = parts_next(work, c + 1);
        if (parts_island(work, low, c, next) || parts_number(work, low, c, next)) {
            work->classes[c] = PARTS_WEAK;
        } else {
            low = c + 1;
        }
        c = next;
    }
}

/* One more part of `count` columns; text that follows on text joins it. */
static int parts_add(parts_work *work, uint8_t kind, const uint32_t *ids, uint32_t count, leitong_error *error)
{
    lt_profile *to = work->to;
    int code = LT_RESERVE(to->columns, to->column_capacity, (size_t)to->column_count + count, error);
    code = code != 0 ? code : LT_RESERVE(to->open, to->open_capacity, (size_t)to->column_count + count + 1, error);
    code = code != 0 ? code : LT_RESERVE(to->parts, to->part_capacity, (size_t)to->part_count + 1, error);
    if (code != 0 || to->parts == NULL) { /* NULL only in the analyser's eyes: there is room for one part now */
        return code;
    }
    lt_part *last = to->part_count > 0 ? &to->parts[to->part_count - 1] : NULL;
    if (kind == LT_PART_SLOT && count == 0 && work->after_slot) {
        return 0;
    }
    if (last == NULL || kind != LT_PART_TEXT || last->kind != LT_PART_TEXT) {
        last = &to->parts[to->part_count++];
        *last = (lt_part){to->column_count, to->column_count, kind};
    }
    to->open[to->column_count] = work->after_slot;
    for (uint32_t i = 0; i < count; i++) {
        to->columns[to->column_count++] = ids[i];
        to->open[to->column_count] = 0;
    }
    last->end = to->column_count;
    work->after_slot = count == 0 && kind == LT_PART_SLOT;
    to->open[to->column_count] = work->after_slot;
    return 0;
}

/* Optional wording from `column` on, within [column, high): so many columns that mostly stand together; 0: none. */
static uint32_t parts_run(const parts_work *work, uint32_t column, uint32_t high)
{
    const lt_stack *stack = work->stack;
    uint32_t end = column;
    while (end < high && work->classes[end] == PARTS_WEAK) {
        end++;
    }
    if (end - column < PARTS_RUN) {
        return 0;
    }
    uint32_t together = 0;
    for (uint32_t s = 0; s < stack->count; s++) {
        uint32_t first = parts_at(stack, s, column);
        uint32_t last = parts_at(stack, s, end - 1);
        bool joined =
            first != LT_PROFILE_ALIGNMENT_NONE && last != LT_PROFILE_ALIGNMENT_NONE && last - first == end - 1 - column;
        together += joined ? stack->sample[s].weight : 0;
    }
    bool most = (uint64_t)together * 100 >= (uint64_t)work->support[column] * LT_PROFILE_FIXED;
    return most && parts_some(together, stack->weight) ? end - column : 0;
}

/* Whether some that lack the wording in `column` have something else in the region. */
static bool parts_instead(const parts_work *work, uint32_t low, uint32_t high, uint32_t column)
{
    uint32_t members = 0;
    uint32_t others = 0;
    for (uint32_t s = 0; s < work->stack->count; s++) {
        lt_read_part units;
        if (parts_between(work->stack, s, low, high, &units)) {
            uint32_t weight = work->stack->sample[s].weight;
            members += weight;
            others +=
                units.begin < units.end && parts_at(work->stack, s, column) == LT_PROFILE_ALIGNMENT_NONE ? weight : 0;
        }
    }
    return parts_some(others, members);
}

/* A region that is a slot, or slots with longer optional wording between them. */
static int parts_split(parts_work *work, uint32_t low, uint32_t high, leitong_error *error)
{
    uint32_t example;
    lt_read_part units;
    uint32_t from = low;
    bool slot = false;
    bool optional = false;
    bool instead = false;
    int code = 0;
    for (uint32_t c = low; code == 0 && c < high;) {
        uint32_t run = parts_run(work, c, high);
        bool others = run > 0 && parts_instead(work, low, high, c);
        if (others && (uint64_t)work->support[c] * 100 < (uint64_t)work->stack->weight * PARTS_USUAL) {
            c += run;
            continue;
        }
        if (run == 0) {
            while (c < high && work->classes[c] == PARTS_WEAK) {
                c++;
            }
            c += c < high;
            continue;
        }
        if (parts_judge(work, from, c, &example, &units) != PARTS_NOTHING) {
            code = parts_add(work, LT_PART_SLOT, NULL, 0, error);
            slot = true;
        }
        code = code != 0 ? code : parts_add(work, LT_PART_OPTIONAL, work->stack->ids + c, run, error);
        instead = instead || others;
        optional = true;
        c += run;
        from = c;
    }
    if (code == 0 &&
        (!optional || (instead && !slot) || parts_judge(work, from, high, &example, &units) != PARTS_NOTHING)) {
        code = parts_add(work, LT_PART_SLOT, NULL, 0, error);
    }
    return code;
}

static int parts_region_add(parts_work *work, uint32_t low, uint32_t high, leitong_error *error)
{
    uint32_t example = 0;
    lt_read_part units = {0, 0};
    switch (parts_judge(work, low, high, &example, &units)) {
    case PARTS_SAME:
        return parts_add(work, LT_PART_OPTIONAL, work->stack->sample[example].ids + units.begin,
                         units.end - units.begin, error);
    case PARTS_SLOT:
        return parts_split(work, low, high, error);
    default:
        return 0;
    }
}

/* A slot takes in the suffix behind it, where the suffix begins no other word: {天水}市的 → {天水市}的. */
static void parts_snap(lt_profile *to)
{
    static const uint32_t suffixes[] = {U'市', U'县', U'縣', U'区', U'區', U'镇', U'鎮',
                                        U'乡', U'鄉', U'村', U'局', U'委', 0};
    static const uint32_t followers[] = {U'委', U'长', U'長', U'政', U'场', U'場', U'民', U'直', U'区', U'區',
                                         U'城', U'域', U'别', U'別', U'党', U'黨', U'镇', U'鎮', U'村', U'支',
                                         U'员', U'員', U'面', U'势', U'勢', U'部', U'书', U'書', U'办', U'辦',
                                         U'托', U'会', U'會', U'派', U'人', U'内', U'內', U'府', 0};
    for (uint32_t p = 0; p + 1 < to->part_count; p++) {
        lt_part *text = &to->parts[p + 1];
        if (to->parts[p].kind != LT_PART_SLOT || to->parts[p].begin < to->parts[p].end || text->kind != LT_PART_TEXT ||
            text->end - text->begin < 2 || !parts_among(to->columns[text->begin], suffixes) ||
            parts_among(to->columns[text->begin + 1], followers)) {
            continue;
        }
        uint32_t gone = text->begin;
        memmove(to->columns + gone, to->columns + gone + 1, (to->column_count - gone - 1) * sizeof(uint32_t));
        memmove(to->open + gone + 1, to->open + gone + 2, to->column_count - gone - 1);
        to->column_count--;
        text->end--;
        for (uint32_t q = p + 2; q < to->part_count; q++) {
            to->parts[q].begin--;
            to->parts[q].end--;
        }
    }
}

/* A date written out, from column `c` on: 2008年5月12日, 5月12日: so many columns; otherwise 1. Its numbers are one
 * slot. */
static uint32_t parts_date(const parts_work *work, uint32_t c)
{
    static const uint32_t marks[] = {U'年', U'月', U'日', 0};
    const lt_stack *stack = work->stack;
    uint32_t example;
    lt_read_part units;
    uint32_t length = 0;
    uint32_t mark = 0;
    for (; c + length + 1 < stack->columns && marks[mark] != 0; length += 2, mark++) {
        uint32_t number = c + length;
        bool joined = work->classes[number] == PARTS_MASK && work->classes[number + 1] == PARTS_FIXED &&
                      (length == 0 || parts_judge(work, number, number, &example, &units) == PARTS_NOTHING) &&
                      parts_judge(work, number + 1, number + 1, &example, &units) == PARTS_NOTHING;
        mark += mark == 0 && joined && stack->ids[number + 1] == U'月';
        if (!joined || stack->ids[number + 1] != marks[mark]) {
            break;
        }
    }
    bool english = length == 0 && c + 1 < stack->columns && stack->ids[c + 1] == (LT_UNIT_MASK | LT_UNIT_DATE) &&
                   work->classes[c + 1] == PARTS_MASK &&
                   parts_judge(work, c + 1, c + 1, &example, &units) == PARTS_NOTHING; /* 14 March 2019 */
    return marks[mark] == 0 ? length : english ? 2 : 1;
}

static int parts_lay(parts_work *work, leitong_error *error)
{
    const lt_stack *stack = work->stack;
    parts_classify(work);
    parts_erode(work);
    parts_dissolve(work);
    uint32_t low = 0;
    int code = 0;
    while (code == 0) {
        uint32_t c = parts_next(work, low);
        code = parts_region_add(work, low, c, error);
        if (code != 0 || c == stack->columns) {
            break;
        }
        bool mask = work->classes[c] == PARTS_MASK;
        uint32_t length = mask ? parts_date(work, c) : 1;
        code = parts_add(work, mask ? LT_PART_SLOT : LT_PART_TEXT, stack->ids + c, length, error);
        low = c + length;
    }
    if (code == 0) {
        parts_snap(work->to);
    }
    return code;
}

/* Slots at the ends go unless many fill them alike; the line stays open there. */
static void parts_trim(const parts_work *work)
{
    lt_profile *to = work->to;
    if (to->part_count == 0 || to->parts == NULL) {
        return;
    }
    uint32_t columns = work->stack->columns;
    uint32_t first = parts_next(work, 0);
    uint32_t last = columns;
    while (last > 0 && !parts_kept(work, last - 1)) {
        last--;
    }
    parts_region front = parts_look(work, 0, first);
    parts_region back = parts_look(work, last, columns);
    const lt_part *end = &to->parts[to->part_count - 1];
    if (end->kind == LT_PART_SLOT && end->begin == end->end &&
        (uint64_t)back.usual * 100 < (uint64_t)back.members * PARTS_ALIKE) {
        to->part_count--;
    }
    if (to->part_count > 0 && to->parts[0].kind == LT_PART_SLOT && to->parts[0].begin == to->parts[0].end &&
        (uint64_t)front.usual * 100 < (uint64_t)front.members * PARTS_ALIKE) {
        memmove(to->parts, to->parts + 1, --to->part_count * sizeof *to->parts);
    }
}

int lt_profile_lay(const lt_stack *stack, bool inner, lt_profile *consensus, leitong_error *error)
{
    size_t columns = (size_t)stack->columns + 1;
    parts_work work = {.stack = stack, .to = consensus};
    consensus->column_count = 0;
    consensus->part_count = 0;
    work.classes = calloc(columns, 1);
    work.support = calloc(columns, sizeof *work.support);
    work.texts = malloc(2 * ((size_t)stack->count + 1) * sizeof *work.texts);
    int code = 0;
    if (work.classes == NULL || work.support == NULL || work.texts == NULL) {
        code = lt_error_memory(error);
    } else {
        work.texts_sorted = work.texts + stack->count + 1;
        code = parts_lay(&work, error);
        if (code == 0 && inner) {
            parts_trim(&work);
        }
    }
    free(work.classes);
    free(work.support);
    free(work.texts);
    return code;
}

#include "templates/gap_rounds.h"

#include "base/compare.h"
#include "base/radix_sort.h"
#include "templates/gap_keys.h"

#include <stdlib.h>
#include <string.h>

enum { GAP_SLICES = 16, GAP_SLICE = 1 << 22 }; /* a round's keys are looked at in so many parts, of so many at least */

/* What a shape would lose this round. */
typedef struct gap_best {
    uint64_t score, key;
    uint32_t fixed;
    uint8_t place, behind;
} gap_best;

typedef struct gap_work {
    lt_shapes *shapes;
    uint32_t *roots; /* shapes at work */
    gap_best *best;  /* [root] */
    size_t root_count, root_capacity, best_capacity;
    lt_gap_filter filter;
    lt_record *records; /* key; root, place and behind */
    lt_record *sorting;
    size_t record_count, record_capacity, sorting_capacity;
    unsigned longest; /* gap of this round */
} gap_work;

/* Whether `different` fills, the commonest in `commonest` of `texts` texts, are open. */
static bool gap_open(uint64_t different, uint64_t texts, uint64_t commonest)
{
    return different > LT_GAP_MANY || texts - commonest <= UINT64_C(1) << (different - 1);
}

/* How far from either end a form is like another. */
static void gap_reach(const lt_gap_filter *filter, const lt_gap_sums *sums, unsigned *ret_prefix, unsigned *ret_suffix)
{
    unsigned prefix = 0;
    unsigned suffix = 0;
    while (prefix < sums->length && lt_gap_filter_shared(filter, lt_shape_mix(sums->before[prefix + 1]))) {
        prefix++;
    }
    while (suffix < sums->length &&
           lt_gap_filter_shared(filter, lt_shape_mix(~sums->behind[sums->length - suffix - 1]))) {
        suffix++;
    }
    *ret_prefix = prefix;
    *ret_suffix = suffix;
}

/* A form's ids, of those that may have gaps; *ret_ids: NULL for others. */
static int gap_view(const lt_forms *forms, uint32_t form, lt_spool_scratch *scratch, const uint32_t **ret_ids,
                    leitong_error *error)
{
    bool fits = forms->length[form] <= LT_SHAPE_LONGEST && forms->words[form] > 1;
    *ret_ids = NULL;
    return fits ? lt_forms_view(forms, form, scratch, ret_ids, error) : 0;
}

/* Counts the prefixes and suffixes of all forms. */
static int gap_count_ends(const lt_forms *forms, lt_gap_filter *ends, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    lt_gap_sums sums;
    int code = 0;
    for (uint32_t f = 0; f < forms->count; f++) {
        const uint32_t *ids;
        LT_TRY_GOTO(done, gap_view(forms, f, &scratch, &ids, error));
        if (ids == NULL) {
            continue;
        }
        lt_gap_sum(ids, forms->length[f], &sums);
        for (unsigned i = 0; i < sums.length; i++) {
            lt_gap_filter_add(ends, lt_shape_mix(sums.before[i + 1]));
            lt_gap_filter_add(ends, lt_shape_mix(~sums.behind[i]));
        }
    }
done:
    lt_spool_scratch_clear(&scratch);
    return code;
}

/* Counts a form's keys in `keys`, or (with `seek`) answers whether another form has one of them. */
static bool gap_keys(const lt_gap_sums *sums, const lt_gap_filter *ends, lt_gap_filter *keys, bool seek)
{
    unsigned prefix;
    unsigned suffix;
    gap_reach(ends, sums, &prefix, &suffix);
    for (unsigned place = 0; place <= prefix && place < sums->length; place++) {
        unsigned first = LT_MAX(place + 1, sums->length - suffix);
        for (unsigned behind = first; behind <= LT_MIN(place + LT_GAP_LONGEST, sums->length); behind++) {
            uint64_t key = lt_gap_key(sums, place, behind);
            if (!lt_gap_firm(sums, place, behind)) {
                continue;
            }
            if (!seek) {
                lt_gap_filter_add(keys, key);
            } else if (lt_gap_filter_shared(keys, key)) {
                return true;
            }
        }
    }
    return false;
}

/* A form that shares a key becomes a leaf. */
static int gap_leaf(gap_work *work, const lt_forms *forms, uint32_t form, const uint32_t *ids, uint32_t texts,
                    leitong_error *error)
{
    uint32_t shape;
    LT_TRY(LT_RESERVE(work->roots, work->root_capacity, work->root_count + 1, error));
    LT_TRY(lt_shapes_add(work->shapes, ids, forms->length[form], &shape, error));
    work->shapes->items[shape].form = form;
    work->shapes->items[shape].texts = texts;
    work->shapes->items[shape].words = (uint64_t)texts * forms->words[form];
    work->shapes->leaf[form] = shape;
    work->roots[work->root_count++] = shape;
    return 0;
}

static int gap_leaves(gap_work *work, const lt_forms *forms, const uint32_t *texts, leitong_error *error)
{
    lt_gap_filter ends = {0};
    lt_spool_scratch scratch = {0};
    lt_gap_sums sums;
    uint64_t units = 0;
    int code = 0;
    for (uint32_t f = 0; f < forms->count; f++) {
        units += forms->length[f] <= LT_SHAPE_LONGEST ? forms->length[f] : 0;
    }
    LT_TRY_GOTO(done, lt_gap_filter_open(&ends, units * 2, error));
    LT_TRY_GOTO(done, lt_gap_filter_open(&work->filter, units, error));
    LT_TRY_GOTO(done, gap_count_ends(forms, &ends, error));
    for (int seek = 0; seek < 2; seek++) {
        for (uint32_t f = 0; f < forms->count; f++) {
            const uint32_t *ids;
            LT_TRY_GOTO(done, gap_view(forms, f, &scratch, &ids, error));
            if (ids != NULL) {
                lt_gap_sum(ids, forms->length[f], &sums);
                bool shares = gap_keys(&sums, &ends, &work->filter, seek != 0);
                LT_TRY_GOTO(done, shares ? gap_leaf(work, forms, f, ids, texts[f], error) : 0);
            }
        }
    }
done:
    lt_gap_filter_clear(&ends);
    lt_spool_scratch_clear(&scratch);
    return code;
}

static int gap_sort(gap_work *work, leitong_error *error)
{
    LT_TRY(LT_RESERVE(work->sorting, work->sorting_capacity, work->record_count + 1, error));
    if (work->record_count > 0) {
        lt_radix_sort_records(work->records, work->sorting, work->record_count);
    }
    return 0;
}

static size_t gap_group_end(const gap_work *work, size_t begin)
{
    size_t end = begin + 1;
    while (end < work->record_count && work->records[end].key == work->records[begin].key) {
        end++;
    }
    return end;
}

static uint32_t gap_root(const gap_work *work, const lt_record *record)
{
    return work->roots[record->value >> 16];
}

/* Whether the fills of shapes with one key all begin, or all end, with one unit: that is no part of the gap. */
static bool gap_wide(const gap_work *work, const lt_record *records, size_t count)
{
    const uint32_t *first = lt_shape_ids(work->shapes, gap_root(work, records));
    bool front = true;
    bool back = true;
    for (size_t i = 1; i < count && (front || back); i++) {
        const uint32_t *ids = lt_shape_ids(work->shapes, gap_root(work, &records[i]));
        front = front && ids[records[i].value >> 8 & 0xFF] == first[records->value >> 8 & 0xFF];
        back = back && ids[(records[i].value & 0xFF) - 1] == first[(records->value & 0xFF) - 1];
    }
    return front || back;
}

/* Whether the fills of shapes with one key are open: *ret_fills how many different ones there are. */
static bool gap_fills(const gap_work *work, const lt_record *records, size_t count, uint64_t *ret_fills)
{
    uint64_t different = 0;
    uint64_t texts = 0;
    uint64_t most = 0; /* texts of the commonest fill */
    for (size_t i = 0; i < count; i++) {
        uint32_t root = gap_root(work, &records[i]);
        uint32_t own = work->shapes->items[root].texts;
        unsigned place = records[i].value >> 8 & 0xFF;
        bool slot = (records[i].value & 0xFF) - place == 1 && lt_shape_slot(lt_shape_ids(work->shapes, root)[place]);
        different += slot ? own : 1;
        texts += own;
        most = LT_MAX(most, slot ? 1 : own);
    }
    *ret_fills = different;
    return count > 1 && different >= LT_GAP_FILLS && gap_open(different, texts, most) &&
           !gap_wide(work, records, count);
}

/* Each shape of a candidate notes it, if it is its best. */
static void gap_note(gap_work *work, const lt_record *records, size_t count)
{
    lt_gap_sums sums;
    uint64_t fills;
    if (!gap_fills(work, records, count, &fills)) {
        return;
    }
    uint32_t root = gap_root(work, records);
    unsigned place = records->value >> 8 & 0xFF;
    unsigned behind = records->value & 0xFF;
    lt_gap_sum(lt_shape_ids(work->shapes, root), work->shapes->items[root].length, &sums);
    uint32_t fixed = (uint32_t)sums.weight[place] + sums.weight[sums.length] - sums.weight[behind];
    gap_best found = {fixed * (fills - 1), records->key, fixed, 0, 0};
    for (size_t i = 0; i < count; i++) {
        gap_best *best = &work->best[records[i].value >> 16];
        bool better = found.score != best->score   ? found.score > best->score
                      : found.fixed != best->fixed ? found.fixed > best->fixed
                                                   : found.key < best->key;
        if (better) {
            *best = found;
            best->place = (uint8_t)(records[i].value >> 8 & 0xFF);
            best->behind = (uint8_t)(records[i].value & 0xFF);
        }
    }
}

/* The keys of all shapes: counted, or those of one slice of `slices` that are shared made records. */
static int gap_emit(gap_work *work, uint64_t slice, uint64_t slices, uint64_t *ret_keys, leitong_error *error)
{
    lt_gap_sums sums;
    uint64_t keys = 0;
    work->record_count = 0;
    for (size_t r = 0; r < work->root_count; r++) {
        const lt_shape *shape = &work->shapes->items[work->roots[r]];
        lt_gap_sum(lt_shape_ids(work->shapes, work->roots[r]), shape->length, &sums);
        LT_TRY(LT_RESERVE(work->records, work->record_capacity,
                          work->record_count + (size_t)shape->length * work->longest, error));
        for (unsigned place = 0; place < sums.length; place++) {
            for (unsigned behind = place + 1; behind <= LT_MIN(place + work->longest, sums.length); behind++) {
                if (!lt_gap_firm(&sums, place, behind)) {
                    continue;
                }
                uint64_t key = lt_gap_key(&sums, place, behind);
                keys++;
                if (slices == 0) {
                    lt_gap_filter_add(&work->filter, key);
                } else if ((key >> 32) * slices >> 32 == slice && lt_gap_filter_shared(&work->filter, key)) {
                    work->records[work->record_count++] = (lt_record){key, (uint64_t)r << 16 | place << 8 | behind};
                }
            }
        }
    }
    *ret_keys = keys;
    return 0;
}

/* Finds each shape's best gap. */
static int gap_seek(gap_work *work, leitong_error *error)
{
    uint64_t keys = 0;
    LT_TRY(LT_RESERVE(work->best, work->best_capacity, work->root_count + 1, error));
    memset(work->best, 0, work->root_count * sizeof *work->best);
    LT_TRY(lt_gap_filter_open(&work->filter, work->root_count * LT_SHAPE_LONGEST, error));
    LT_TRY(gap_emit(work, 0, 0, &keys, error));
    uint64_t slices = LT_MIN(keys / GAP_SLICE + 1, GAP_SLICES);
    for (uint64_t slice = 0; slice < slices; slice++) {
        LT_TRY(gap_emit(work, slice, slices, &keys, error));
        LT_TRY(gap_sort(work, error));
        for (size_t begin = 0, end; begin < work->record_count; begin = end) {
            end = gap_group_end(work, begin);
            gap_note(work, work->records + begin, end - begin);
        }
    }
    return 0;
}

/* One candidate's shapes, those that chose it, become one. */
static int gap_merge(gap_work *work, const lt_record *records, size_t count, leitong_error *error)
{
    uint64_t fills;
    uint32_t ids[LT_SHAPE_LONGEST];
    uint32_t parent = LT_SHAPE_NONE;
    if (!gap_fills(work, records, count, &fills)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) { /* one that has a slot there already takes the others in */
        uint32_t root = gap_root(work, &records[i]);
        unsigned place = records[i].value >> 8 & 0xFF;
        unsigned behind = records[i].value & 0xFF;
        bool own = behind - place == 1 && lt_shape_ids(work->shapes, root)[place] == LT_SHAPE_OPEN;
        parent = own ? root : parent;
    }
    if (parent == LT_SHAPE_NONE) {
        uint32_t root = gap_root(work, records);
        unsigned place = records->value >> 8 & 0xFF;
        unsigned behind = records->value & 0xFF;
        unsigned length = work->shapes->items[root].length;
        const uint32_t *own = lt_shape_ids(work->shapes, root);
        memcpy(ids, own, place * sizeof *ids);
        ids[place] = LT_SHAPE_OPEN;
        memcpy(ids + place + 1, own + behind, (length - behind) * sizeof *ids);
        LT_TRY(lt_shapes_add(work->shapes, ids, place + 1 + length - behind, &parent, error));
        LT_TRY(LT_RESERVE(work->roots, work->root_capacity, work->root_count + 1, error));
        work->roots[work->root_count++] = parent;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t root = gap_root(work, &records[i]);
        unsigned place = records[i].value >> 8 & 0xFF;
        if (root != parent) {
            lt_shapes_put(work->shapes, root, parent, place, (records[i].value & 0xFF) - place);
        }
    }
    return 0;
}

/* Shapes that became equal in different ways are one. */
static int gap_collapse(gap_work *work, leitong_error *error)
{
    lt_shape *items = work->shapes->items;
    size_t kept = 0;
    work->record_count = 0;
    LT_TRY(LT_RESERVE(work->records, work->record_capacity, work->root_count + 1, error));
    for (size_t r = 0; r < work->root_count; r++) {
        if (items[work->roots[r]].parent == LT_SHAPE_NONE) {
            work->records[work->record_count++] = (lt_record){items[work->roots[r]].hash, work->roots[r]};
        }
    }
    LT_TRY(gap_sort(work, error));
    for (size_t i = 0; i < work->record_count; i++) {
        uint32_t shape = (uint32_t)work->records[i].value;
        if (i > 0 && work->records[i].key == work->records[i - 1].key) {
            lt_shapes_put(work->shapes, shape, work->roots[kept - 1], 0, 1);
        } else {
            work->roots[kept++] = shape;
        }
    }
    work->root_count = kept;
    return 0;
}

static int gap_take(gap_work *work, bool *ret_changed, leitong_error *error)
{
    size_t before = work->shapes->count;
    size_t roots = work->root_count;
    work->record_count = 0;
    LT_TRY(LT_RESERVE(work->records, work->record_capacity, roots + 1, error));
    for (size_t r = 0; r < roots; r++) {
        const gap_best *best = &work->best[r];
        if (best->score > 0) {
            work->records[work->record_count++] =
                (lt_record){best->key, (uint64_t)r << 16 | (unsigned)best->place << 8 | best->behind};
        }
    }
    LT_TRY(gap_sort(work, error));
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = gap_group_end(work, begin);
        LT_TRY(gap_merge(work, work->records + begin, end - begin, error));
    }
    LT_TRY(gap_collapse(work, error));
    *ret_changed = work->shapes->count > before || work->root_count < roots;
    return 0;
}

int lt_gap_rounds(const lt_forms *forms, const uint32_t *texts, lt_shapes *ret_shapes, leitong_error *error)
{
    lt_shapes shapes = {0};
    gap_work work = {.shapes = &shapes};
    int code = 0;
    shapes.leaf = malloc(((size_t)forms->count + 1) * sizeof *shapes.leaf);
    if (shapes.leaf == NULL) {
        return lt_error_memory(error);
    }
    memset(shapes.leaf, 0xFF, ((size_t)forms->count + 1) * sizeof *shapes.leaf);
    LT_TRY_GOTO(done, gap_leaves(&work, forms, texts, error));
    for (work.longest = 1; work.longest <= LT_GAP_LONGEST; work.longest++) {
        bool changed = work.root_count > 1;
        for (unsigned round = 0; changed && round < LT_GAP_ROUNDS; round++) {
            LT_TRY_GOTO(done, gap_seek(&work, error));
            LT_TRY_GOTO(done, gap_take(&work, &changed, error));
        }
    }
    LT_TRY_GOTO(done, lt_shapes_accept(&shapes, error));
done:
    free(work.roots);
    free(work.best);
    free(work.records);
    free(work.sorting);
    lt_gap_filter_clear(&work.filter);
    if (code != 0) {
        lt_shapes_clear(&shapes);
        return code;
    }
    *ret_shapes = shapes;
    return 0;
}

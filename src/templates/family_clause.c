#include "templates/family_clause.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"
#include "templates/clause.h"

#include <stdlib.h>
#include <string.h>

enum { FORMULA_COMMON = 100 }; /* a clause in one paragraph of so many is no anchor */

/* A formula at one place: from its first anchor on. */
typedef struct formula_place {
    uint32_t distinct;
    uint32_t begin, end; /* tokens of the paragraph */
} formula_place;

typedef struct formula_work {
    const lt_clause_input *input;
    lt_clauses anchors;
    formula_place *places; /* [anchor] */
    lt_classes formulas;   /* of anchors */
    lt_record *records;    /* of pairs of anchors: key, first << 8 | how far the second is behind */
    size_t record_count, record_capacity;
    lt_record *sorting;
    size_t sorting_capacity;
    uint64_t *gaps; /* of one group */
    size_t gap_capacity;
    uint32_t *first_paragraph; /* [distinct + 1] in by_distinct */
    uint32_t *by_distinct;     /* paragraphs */
    lt_place *members;         /* of one family */
    size_t member_capacity;
    uint8_t *taken; /* [anchor] a family has it already */
    lt_spool_scratch scratch;
} formula_work;

static int formula_sort(formula_work *work, leitong_error *error)
{
    LT_TRY(LT_RESERVE(work->sorting, work->sorting_capacity, work->record_count + 1, error));
    lt_radix_sort_records(work->records, work->sorting, work->record_count);
    return 0;
}

static size_t formula_group(const formula_work *work, size_t begin)
{
    size_t end = begin + 1;
    while (end < work->record_count && work->records[end].key == work->records[begin].key) {
        end++;
    }
    return end;
}

/* Keeps the clauses that stand in several paragraphs, but not in many. */
static int formula_anchors(formula_work *work, leitong_error *error)
{
    lt_clauses *anchors = &work->anchors;
    uint64_t rare = work->input->candidates->distinct_count / FORMULA_COMMON;
    rare = LT_MAX(rare, LT_CLAUSE_RARE);
    uint8_t *kept = calloc(anchors->count + 1, 1);
    int code = 0;
    LT_TRY(kept == NULL ? lt_error_memory(error) : 0);
    LT_TRY_GOTO(done, LT_RESERVE(work->records, work->record_capacity, anchors->count + 1, error));
    work->record_count = anchors->count;
    for (size_t i = 0; i < anchors->count; i++) {
        work->records[i] = (lt_record){anchors->items[i].hash, i};
    }
    LT_TRY_GOTO(done, formula_sort(work, error));
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = formula_group(work, begin);
        uint64_t paragraphs = 1;
        for (size_t i = begin + 1; i < end; i++) {
            paragraphs +=
                anchors->items[work->records[i].value].distinct != anchors->items[work->records[i - 1].value].distinct;
        }
        for (size_t i = begin; paragraphs > 1 && paragraphs <= rare && i < end; i++) {
            kept[work->records[i].value] = 1;
        }
    }
    size_t count = 0;
    for (size_t i = 0; i < anchors->count; i++) {
        if (kept[i]) {
            anchors->items[count++] = anchors->items[i];
        }
    }
    anchors->count = count;
done:
    free(kept);
    return code;
}

/* Records for each anchor with those behind it. */
static int formula_pairs(formula_work *work, leitong_error *error)
{
    const lt_clause *anchors = work->anchors.items;
    work->record_count = 0;
    for (size_t i = 0; i < work->anchors.count; i++) {
        LT_TRY(LT_RESERVE(work->records, work->record_capacity, work->record_count + LT_CLAUSE_AHEAD, error));
        for (size_t k = i + 1; k <= i + LT_CLAUSE_AHEAD && k < work->anchors.count; k++) {
            if (anchors[k].distinct != anchors[i].distinct ||
                anchors[k].begin + anchors[k].count - anchors[i].begin > LT_CLAUSE_WINDOW) {
                break;
            }
            bool apart = anchors[k].begin > anchors[i].begin + anchors[i].count;
            if (apart && anchors[i].count + anchors[k].count >= LT_CLAUSE_SHORTEST) {
                uint64_t pair[2] = {anchors[i].hash, anchors[k].hash};
                work->records[work->record_count++] =
                    (lt_record){lt_hash_64(pair, sizeof pair), (uint64_t)i << 8 | (k - i)};
            }
        }
    }
    return formula_sort(work, error);
}

/* The hash of what stands between the two anchors of a record. */
static int formula_gap(formula_work *work, const lt_record *record, uint64_t *ret_gap, leitong_error *error)
{
    const lt_clause *first = &work->anchors.items[record->value >> 8];
    const lt_clause *last = first + (record->value & 0xFF);
    const lt_paragraph *p =
        &work->input->corpus->paragraphs[work->input->candidates->distinct_paragraph[first->distinct]];
    uint64_t begin = p->token_begin + first->begin + first->count;
    size_t count = (size_t)(p->token_begin + last->begin - begin);
    const uint32_t *ids;
    LT_TRY(lt_corpus_tokens(work->input->corpus, begin, count, &work->scratch, &ids, error));
    *ret_gap = lt_hash_64(ids, count * sizeof *ids);
    return 0;
}

/* One pair of anchors: where different things stand between them, the places are one formula's. */
static int formula_join(formula_work *work, const lt_record *records, size_t count, leitong_error *error)
{
    bool differ = false;
    LT_TRY(LT_RESERVE(work->gaps, work->gap_capacity, count, error));
    for (size_t i = 0; i < count; i++) {
        LT_TRY(formula_gap(work, &records[i], &work->gaps[i], error));
        differ = differ || work->gaps[i] != work->gaps[0];
    }
    for (size_t i = 0; differ && i < count; i++) {
        uint32_t anchor = (uint32_t)(records[i].value >> 8);
        const lt_clause *last = &work->anchors.items[anchor + (records[i].value & 0xFF)];
        formula_place *place = &work->places[anchor];
        uint32_t end = last->begin + last->count;
        place->end = LT_MAX(end, place->end);
        lt_classes_join(&work->formulas, anchor, (uint32_t)(records[0].value >> 8), LT_FAMILY_ANCHOR);
    }
    return 0;
}

static int formula_join_all(formula_work *work, leitong_error *error)
{
    work->places = malloc((work->anchors.count + 1) * sizeof *work->places);
    if (work->places == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < work->anchors.count; i++) {
        const lt_clause *anchor = &work->anchors.items[i];
        work->places[i] = (formula_place){anchor->distinct, anchor->begin, 0};
    }
    LT_TRY(lt_classes_init(&work->formulas, (uint32_t)work->anchors.count, error));
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = formula_group(work, begin);
        LT_TRY(end - begin > 1 ? formula_join(work, work->records + begin, end - begin, error) : 0);
    }
    return 0;
}

/* The paragraphs of each distinct one. */
static int formula_index(formula_work *work, leitong_error *error)
{
    const lt_candidates *candidates = work->input->candidates;
    size_t paragraphs = work->input->corpus->paragraph_count;
    work->first_paragraph = calloc((size_t)candidates->distinct_count + 2, sizeof *work->first_paragraph);
    work->by_distinct = malloc((paragraphs + 1) * sizeof *work->by_distinct);
    work->taken = calloc(work->anchors.count + 1, 1);
    if (work->first_paragraph == NULL || work->by_distinct == NULL || work->taken == NULL) {
        return lt_error_memory(error);
    }
    uint32_t *first = work->first_paragraph + 1; /* as cursors they run one behind */
    for (size_t p = 0; p < paragraphs; p++) {
        first[candidates->paragraph_distinct[p] + 1]++;
    }
    for (uint32_t d = 0; d < candidates->distinct_count; d++) {
        first[d + 1] += first[d];
    }
    for (size_t p = 0; p < paragraphs; p++) {
        work->by_distinct[first[candidates->paragraph_distinct[p]]++] = (uint32_t)p;
    }
    return 0;
}

static int formula_order(const void *left, const void *right)
{
    const lt_place *x = left;
    const lt_place *y = right;
    if (x->document != y->document) {
        return x->document < y->document ? -1 : 1;
    }
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* Marks the anchors inside the place. */
static void formula_take(formula_work *work, uint32_t anchor)
{
    const formula_place *place = &work->places[anchor];
    for (size_t i = anchor; i < work->anchors.count; i++) {
        const lt_clause *at = &work->anchors.items[i];
        if (at->distinct != place->distinct || at->begin >= place->end) {
            break;
        }
        work->taken[i] = 1;
    }
}

/* One family's places, of all copies of their paragraphs. */
static int formula_places(formula_work *work, const lt_record *records, size_t count, size_t *ret_count,
                          leitong_error *error)
{
    const lt_corpus *corpus = work->input->corpus;
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        const formula_place *place = &work->places[(uint32_t)records[i].value];
        uint32_t first = work->first_paragraph[place->distinct];
        uint32_t last = work->first_paragraph[place->distinct + 1];
        LT_TRY(LT_RESERVE(work->members, work->member_capacity, total + last - first, error));
        for (uint32_t k = first; k < last; k++) {
            const lt_paragraph *p = &corpus->paragraphs[work->by_distinct[k]];
            uint32_t base = (uint32_t)(p->token_begin - corpus->documents[p->document].token_begin);
            work->members[total++] = (lt_place){p->document, base + place->begin, base + place->end};
        }
    }
    qsort(work->members, total, sizeof *work->members, formula_order);
    *ret_count = total;
    return 0;
}

/* Whether the places stand in paragraphs of enough classes: otherwise they are one family of paragraphs, or two. */
static bool formula_classes(const formula_work *work, const lt_record *records, size_t count)
{
    uint32_t seen[LT_SHAPE_TEXTS];
    uint32_t classes = 0;
    for (size_t i = 0; i < count && classes < LT_SHAPE_TEXTS; i++) {
        uint32_t form = work->input->forms->of_distinct[work->places[(uint32_t)records[i].value].distinct];
        uint32_t class = lt_classes_find(work->input->classes, form);
        uint32_t k = 0;
        while (k < classes && seen[k] != class) {
            k++;
        }
        if (k == classes) {
            seen[classes++] = class;
        }
    }
    return classes == LT_SHAPE_TEXTS;
}

/* A family of the anchors of records, unless another has most of its places. */
static int formula_emit(formula_work *work, const lt_record *records, size_t count, lt_families *families,
                        leitong_error *error)
{
    size_t taken = 0;
    size_t members = 0;
    uint32_t documents = 0;
    for (size_t i = 0; i < count; i++) {
        taken += work->taken[(uint32_t)records[i].value];
    }
    if (taken * 2 >= count || !formula_classes(work, records, count)) {
        return 0;
    }
    LT_TRY(formula_places(work, records, count, &members, error));
    for (size_t i = 0; i < members; i++) {
        documents += i == 0 || work->members[i].document != work->members[i - 1].document;
    }
    if (documents < LT_SHAPE_TEXTS) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        formula_take(work, (uint32_t)records[i].value);
    }
    return lt_families_append(families, LT_FAMILY_CLAUSE, LT_FAMILY_ANCHOR, work->members, members, error);
}

/* The largest first, of equals the one that begins first. */
static int formula_families(formula_work *work, lt_families *families, leitong_error *error)
{
    size_t groups = 0;
    work->record_count = 0;
    for (size_t i = 0; i < work->anchors.count; i++) { /* there is room: an anchor has at least one record */
        if (work->places[i].end > 0) {
            work->records[work->record_count++] = (lt_record){lt_classes_find(&work->formulas, (uint32_t)i), i};
        }
    }
    LT_TRY(formula_sort(work, error));
    lt_record *order = malloc((work->record_count * 2 + 1) * sizeof *order);
    int code = 0;
    LT_TRY(order == NULL ? lt_error_memory(error) : 0);
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = formula_group(work, begin);
        if (end - begin >= LT_SHAPE_TEXTS) {
            order[groups++] = (lt_record){UINT64_MAX - (end - begin), begin};
        }
    }
    lt_radix_sort_records(order, order + groups, groups);
    for (size_t g = 0; g < groups; g++) {
        size_t begin = (size_t)order[g].value;
        LT_TRY_GOTO(done,
                    formula_emit(work, work->records + begin, (size_t)(UINT64_MAX - order[g].key), families, error));
    }
done:
    free(order);
    return code;
}

int lt_clauses_find(const lt_clause_input *input, lt_families *families, leitong_error *error)
{
    formula_work work = {.input = input};
    int code = 0;
    LT_TRY_GOTO(done, lt_clauses_cut(input->corpus, input->candidates, input->fold_flags, input->workers, &work.anchors,
                                     error));
    LT_TRY_GOTO(done, formula_anchors(&work, error));
    LT_TRY_GOTO(done, formula_pairs(&work, error));
    LT_TRY_GOTO(done, formula_join_all(&work, error));
    LT_TRY_GOTO(done, formula_index(&work, error));
    LT_TRY_GOTO(done, formula_families(&work, families, error));
done:
    lt_clauses_clear(&work.anchors);
    lt_spool_scratch_clear(&work.scratch);
    lt_classes_clear(&work.formulas);
    free(work.places);
    free(work.records);
    free(work.sorting);
    free(work.gaps);
    free(work.first_paragraph);
    free(work.by_distinct);
    free(work.members);
    free(work.taken);
    return code;
}

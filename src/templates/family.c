#include "templates/family.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "templates/boilerplate.h"
#include "templates/family_class.h"
#include "templates/family_clause.h"
#include "templates/family_document.h"
#include "templates/family_form.h"
#include "templates/family_similar.h"
#include "templates/gap_optional.h"
#include "templates/gap_rounds.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { FAMILY_STEPS = 6 }; /* between which progress is told */

typedef struct family_work {
    const lt_family_options *options;
    uint64_t steps; /* done */
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    lt_forms forms;
    lt_classes classes;   /* of forms */
    lt_classes groups;    /* of documents */
    uint8_t *boilerplate; /* [paragraph] it is */
    lt_families *result;
} family_work;

void lt_families_clear(lt_families *families)
{
    free(families->items);
    free(families->members);
    free(families->leaves);
    lt_shapes_clear(&families->shapes);
    memset(families, 0, sizeof *families);
}

/* One more step is done. */
static int family_step(family_work *work, leitong_error *error)
{
    const lt_family_options *o = work->options;
    work->steps++;
    if (o->progress != NULL && o->progress(o->progress_context, work->steps, FAMILY_STEPS) != 0) {
        return lt_error_set(error, LEITONG_ECANCELLED, "cancelled");
    }
    return 0;
}

/* Forms that differ in gaps. */
static int family_gaps(family_work *work, leitong_error *error)
{
    lt_shapes *shapes = &work->result->shapes;
    uint32_t *texts = calloc((size_t)work->forms.count + 1, sizeof *texts);
    uint32_t *first = NULL; /* [shape]: the first form below a root */
    int code = 0;
    LT_TRY_GOTO(done, texts == NULL ? lt_error_memory(error) : 0);
    for (uint32_t d = 0; d < work->candidates->distinct_count; d++) {
        texts[work->forms.of_distinct[d]]++;
    }
    LT_TRY_GOTO(done, lt_gap_rounds(&work->forms, texts, shapes, error));
    LT_TRY_GOTO(done, lt_gap_optional(shapes, error));
    first = malloc((shapes->count + 1) * sizeof *first);
    LT_TRY_GOTO(done, first == NULL ? lt_error_memory(error) : 0);
    memset(first, 0xFF, (shapes->count + 1) * sizeof *first);
    for (uint32_t f = 0; f < work->forms.count; f++) {
        uint32_t root = shapes->leaf[f] != LT_SHAPE_NONE ? lt_shapes_root(shapes, shapes->leaf[f]) : LT_SHAPE_NONE;
        if (root != LT_SHAPE_NONE && root != shapes->leaf[f]) {
            first[root] = LT_MIN(f, first[root]);
            lt_classes_join(&work->classes, f, first[root], LT_FAMILY_SLOT);
        }
    }
done:
    free(first);
    free(texts);
    return code;
}

static uint32_t family_class_of(family_work *work, size_t paragraph)
{
    return lt_classes_find(&work->classes, work->forms.of_distinct[work->candidates->paragraph_distinct[paragraph]]);
}

/* Whether a form says anything without its masks: 第一 is only a number, and 5月1日 a date. */
static int family_speaks(const family_work *work, uint32_t form, lt_spool_scratch *scratch, bool *ret_speaks,
                         leitong_error *error)
{
    const uint32_t *ids;
    unsigned fixed = 0;
    LT_TRY(lt_forms_view(&work->forms, form, scratch, &ids, error));
    for (uint32_t i = 0; i < work->forms.length[form] && fixed < LT_SHAPE_FIXED; i++) {
        fixed += lt_shape_weight(ids[i]);
    }
    *ret_speaks = fixed >= LT_SHAPE_FIXED;
    return 0;
}

/* Which classes are families: members[class] becomes 0 for the others. */
static int family_choose(family_work *work, uint32_t *members, const uint32_t *texts, size_t *ret_rows,
                         size_t *ret_members, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    size_t rows = 0;
    size_t total = 0;
    int code = 0;
    for (uint32_t c = 0; c < work->forms.count; c++) {
        /* Two versions of one text are a pair, which the pairs show; it takes three to show what changes in a form. */
        uint32_t wanted = work->classes.level[c] >= LT_FAMILY_SIMILAR ? 3 : 2;
        bool family = false;
        bool candidate = texts[c] >= wanted && members[c] > 1;
        LT_TRY_GOTO(done, candidate ? family_speaks(work, c, &scratch, &family, error) : 0);
        members[c] = family ? members[c] : 0;
        total += members[c];
        rows += family;
    }
    *ret_rows = rows;
    *ret_members = total;
done:
    lt_spool_scratch_clear(&scratch);
    return code;
}

/* Rows for the classes with different texts. members: [class] how many paragraphs, texts: [class] how many distinct. */
static int family_rows(family_work *work, uint32_t *members, const uint32_t *texts, leitong_error *error)
{
    lt_families *result = work->result;
    size_t rows;
    size_t total;
    LT_TRY(family_choose(work, members, texts, &rows, &total, error));
    LT_TRY(LT_RESERVE(result->items, result->capacity, result->count + rows, error));
    LT_TRY(LT_RESERVE(result->members, result->member_capacity, result->member_count + total, error));
    result->leaves = malloc((result->member_count + total + 1) * sizeof *result->leaves);
    uint32_t *row = malloc(((size_t)work->forms.count + 1) * sizeof *row);
    if (row == NULL || result->leaves == NULL) {
        free(row);
        return lt_error_memory(error);
    }
    memset(row, 0xFF, ((size_t)work->forms.count + 1) * sizeof *row);
    for (size_t p = 0; p < work->corpus->paragraph_count; p++) {
        uint32_t c = family_class_of(work, p);
        const lt_paragraph *paragraph = &work->corpus->paragraphs[p];
        if (members[c] == 0 || work->boilerplate[p] != 0) {
            continue;
        }
        if (row[c] == UINT32_MAX) {
            row[c] = (uint32_t)result->count++;
            result->items[row[c]] = (lt_family){
                .member_begin = result->member_count, .unit = LT_FAMILY_PARAGRAPH, .level = work->classes.level[c]};
            result->member_count += members[c];
        }
        lt_family *family = &result->items[row[c]];
        lt_place *places = result->members + family->member_begin;
        uint32_t begin = (uint32_t)(paragraph->token_begin - work->corpus->documents[paragraph->document].token_begin);
        if (family->member_count == 0 || places[family->member_count - 1].document != paragraph->document) {
            family->documents++;
        }
        uint32_t form = work->forms.of_distinct[work->candidates->paragraph_distinct[p]];
        result->leaves[family->member_begin + family->member_count] = result->shapes.leaf[form];
        places[family->member_count++] = (lt_place){paragraph->document, begin, begin + paragraph->token_count};
    }
    free(row);
    return 0;
}

static int family_paragraphs(family_work *work, leitong_error *error)
{
    uint32_t *members = calloc((size_t)work->forms.count + 1, sizeof *members);
    uint32_t *texts = calloc((size_t)work->forms.count + 1, sizeof *texts);
    int code = 0;
    LT_TRY_GOTO(done, members == NULL || texts == NULL ? lt_error_memory(error) : 0);
    for (uint32_t d = 0; d < work->candidates->distinct_count; d++) {
        texts[lt_classes_find(&work->classes, work->forms.of_distinct[d])]++;
    }
    for (size_t p = 0; p < work->corpus->paragraph_count; p++) {
        members[family_class_of(work, p)] += work->boilerplate[p] == 0;
    }
    LT_TRY_GOTO(done, family_rows(work, members, texts, error));
done:
    free(members);
    free(texts);
    return code;
}

static int family_order(const void *left, const void *right, void *context)
{
    const lt_family *x = left;
    const lt_family *y = right;
    const lt_place *members = context;
    const lt_place *a = &members[x->member_begin];
    const lt_place *b = &members[y->member_begin];
    if (x->unit != y->unit) {
        return x->unit < y->unit ? -1 : 1;
    }
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return (x->member_begin > y->member_begin) - (x->member_begin < y->member_begin);
}

/* Joins forms level by level. */
static int family_classes(family_work *work, leitong_error *error)
{
    LT_TRY(lt_classes_init(&work->classes, work->forms.count, error));
    LT_TRY(family_gaps(work, error));
    LT_TRY(family_step(work, error));
    return lt_similar_join(&work->forms, &work->classes, &work->result->overflow, error);
}

static int family_boilerplate(family_work *work, leitong_error *error)
{
    lt_boilerplate_input input = {work->corpus, work->candidates, &work->forms, &work->classes, &work->groups};
    work->boilerplate = calloc(work->corpus->paragraph_count + 1, 1);
    if (work->boilerplate == NULL) {
        return lt_error_memory(error);
    }
    return lt_boilerplate_find(&input, work->result, work->boilerplate, error);
}

/* Families of every unit, step by step. */
static int family_all(family_work *work, lt_workers *workers, leitong_error *error)
{
    const lt_corpus *corpus = work->corpus;
    const lt_family_options *o = work->options;
    LT_TRY(lt_forms_find(corpus, work->candidates, &o->mask, o->folder, workers, &work->forms, error));
    LT_TRY(family_step(work, error));
    LT_TRY(family_classes(work, error));
    LT_TRY(family_step(work, error));
    LT_TRY(lt_documents_find(corpus, work->candidates, &work->forms, o->folder, &work->groups, work->result, error));
    LT_TRY(family_step(work, error));
    LT_TRY(family_boilerplate(work, error));
    LT_TRY(family_paragraphs(work, error));
    LT_TRY(family_step(work, error));
    lt_clause_input clauses = {corpus, work->candidates, &work->forms, &work->classes, o->mask.fold_flags, workers};
    LT_TRY(lt_clauses_find(&clauses, work->result, error));
    return family_step(work, error);
}

int lt_family_run(const lt_corpus *corpus, const lt_candidates *candidates, const lt_family_options *options,
                  lt_workers *workers, lt_families *ret_families, leitong_error *error)
{
    lt_families result = {0};
    family_work work = {.options = options, .corpus = corpus, .candidates = candidates, .result = &result};
    int code = family_all(&work, workers, error);
    free(work.boilerplate);
    lt_classes_clear(&work.groups);
    lt_classes_clear(&work.classes);
    lt_forms_clear(&work.forms);
    if (code != 0) {
        lt_families_clear(&result);
        return code;
    }
    if (result.count > 0) {
        qsort_r(result.items, result.count, sizeof *result.items, family_order, result.members);
    }
    *ret_families = result;
    return 0;
}

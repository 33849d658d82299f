#include "templates/family_similar.h"

#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"
#include "templates/family_join.h"
#include "templates/family_list.h"
#include "templates/line.h"

#include <stdlib.h>
#include <string.h>

#define SIMILAR_NONE UINT32_MAX

typedef struct similar_work {
    const lt_forms *forms;
    lt_classes *classes;
    uint32_t *item; /* [item] → form */
    uint32_t item_count;
    uint64_t *records; /* the low half of a sketch hash (the high halves of smallest hashes are alike), and the item;
                          sorted */
    size_t record_count;
    /* A bucket is a 3-gram that several forms have in their sketches. */
    uint32_t (*buckets_of)[LT_SIMILAR_SKETCH]; /* [item] buckets, then SIMILAR_NONE */
    uint64_t *hash;                            /* [item] */
    uint64_t *crowd;                           /* [item] members of its buckets */
    uint32_t *sizes;                           /* [bucket] items */
    uint32_t bucket_count;
    lt_line line;
    lt_spool_scratch left, right;
} similar_work;

static uint32_t similar_length(const similar_work *work, uint32_t form)
{
    uint32_t length = work->forms->length[form];
    return LT_MIN(length, LT_SIMILAR_LOOKED);
}

/* The smallest hashes of different runs of ids, ascending; runs of slots alone tell nothing. Returns how many. */
static size_t similar_sketch(const uint32_t *ids, uint32_t length, uint64_t ret_sketch[LT_SIMILAR_SKETCH])
{
    size_t kept = 0;
    for (uint32_t i = 0; i + LT_LINE_GRAM <= length; i++) {
        unsigned slots = (ids[i] == LT_FORM_SLOT) + (ids[i + 1] == LT_FORM_SLOT) + (ids[i + 2] == LT_FORM_SLOT);
        uint64_t gram = lt_hash_64(ids + i, LT_LINE_GRAM * sizeof *ids);
        if (slots > 1 || (kept == LT_SIMILAR_SKETCH && gram >= ret_sketch[kept - 1])) {
            continue;
        }
        size_t at = kept;
        while (at > 0 && ret_sketch[at - 1] > gram) {
            at--;
        }
        if (at > 0 && ret_sketch[at - 1] == gram) {
            continue;
        }
        kept += kept < LT_SIMILAR_SKETCH;
        memmove(ret_sketch + at + 1, ret_sketch + at, (kept - 1 - at) * sizeof *ret_sketch);
        ret_sketch[at] = gram;
    }
    return kept;
}

/* The long forms that stand for their classes, and their sketches. */
static int similar_gather(similar_work *work, leitong_error *error)
{
    uint64_t sketch[LT_SIMILAR_SKETCH];
    work->item = malloc(((size_t)work->forms->count + 1) * sizeof *work->item);
    LT_TRY(work->item == NULL ? lt_error_memory(error) : 0);
    for (uint32_t f = 0; f < work->forms->count; f++) {
        if (work->forms->words[f] >= LT_SIMILAR_LONG && lt_classes_find(work->classes, f) == f &&
            work->classes->level[f] != LT_FAMILY_SLOT) {
            work->item[work->item_count++] = f;
        }
    }
    work->records = malloc(((size_t)work->item_count + 1) * LT_SIMILAR_SKETCH * sizeof *work->records);
    LT_TRY(work->records == NULL ? lt_error_memory(error) : 0);
    for (uint32_t item = 0; item < work->item_count; item++) {
        const uint32_t *ids;
        LT_TRY(lt_forms_view(work->forms, work->item[item], &work->left, &ids, error));
        size_t count = similar_sketch(ids, similar_length(work, work->item[item]), sketch);
        for (size_t i = 0; i < count; i++) {
            work->records[work->record_count++] = sketch[i] << 32 | item;
        }
    }
    return 0;
}

static uint64_t similar_hash(uint64_t record)
{
    return record >> 32;
}

/* The records [begin, end) have one hash: a bucket where they are of two items at least. */
static void similar_bucket_one(similar_work *work, size_t begin, size_t end)
{
    size_t size = end - begin;
    if (size < 2) {
        return;
    }
    for (size_t i = begin; i < end; i++) {
        uint32_t item = (uint32_t)work->records[i];
        uint32_t *mine = work->buckets_of[item];
        unsigned at = 0;
        while (mine[at] != SIMILAR_NONE) {
            at++;
        }
        mine[at] = work->bucket_count;
        work->crowd[item] += size;
    }
    work->sizes[work->bucket_count++] = (uint32_t)size;
}

/* Hashes that at least two items share become buckets. */
static int similar_bucket_all(similar_work *work, leitong_error *error)
{
    size_t count = (size_t)work->item_count + 1;
    uint64_t *sorting = malloc((work->record_count + 1) * sizeof *sorting);
    if (sorting == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_u64(work->records, sorting, work->record_count);
    free(sorting);
    size_t shared = 0;
    for (size_t i = 1; i < work->record_count; i++) {
        shared += similar_hash(work->records[i]) == similar_hash(work->records[i - 1]);
    }
    work->sizes = malloc((shared + 1) * sizeof *work->sizes);
    work->buckets_of = malloc(count * sizeof *work->buckets_of);
    work->crowd = calloc(count, sizeof *work->crowd);
    work->hash = malloc(count * sizeof *work->hash);
    if (work->sizes == NULL || work->buckets_of == NULL || work->crowd == NULL || work->hash == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        work->hash[i] = work->forms->hash[work->item[i]];
    }
    memset(work->buckets_of, 0xFF, count * sizeof *work->buckets_of);
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = begin + 1;
        while (end < work->record_count && similar_hash(work->records[end]) == similar_hash(work->records[begin])) {
            end++;
        }
        similar_bucket_one(work, begin, end);
    }
    free(work->records);
    work->records = NULL;
    return 0;
}

static int similar_look(void *context, uint32_t item, const uint32_t **ret_buckets, size_t *ret_count,
                        leitong_error *error)
{
    const similar_work *work = context;
    const uint32_t *mine = work->buckets_of[item];
    size_t count = 0;
    (void)error;
    while (count < LT_SIMILAR_SKETCH && mine[count] != SIMILAR_NONE) {
        count++;
    }
    *ret_buckets = mine;
    *ret_count = count;
    return 0;
}

/* So much in common is enough: half of the shorter one, and two fifths of the longer. */
static uint32_t similar_least(uint32_t a, uint32_t b)
{
    uint32_t half = (LT_MIN(a, b) + 1) / 2;
    uint32_t fifths = (LT_MAX(a, b) * 2 + 4) / 5;
    return LT_MAX(half, fifths);
}

static int similar_join(void *context, uint32_t item, uint32_t medoid, bool *ret_joined, leitong_error *error)
{
    similar_work *work = context;
    uint32_t form = work->item[item];
    uint32_t other = work->item[medoid];
    const uint32_t *left;
    const uint32_t *right;
    uint32_t a = similar_length(work, form);
    uint32_t b = similar_length(work, other);
    uint32_t least = similar_least(a, b);
    uint32_t covered = 0;
    *ret_joined = false;
    if (least > LT_MIN(a, b)) {
        return 0;
    }
    LT_TRY(lt_forms_view(work->forms, form, &work->left, &left, error));
    LT_TRY(lt_forms_view(work->forms, other, &work->right, &right, error));
    LT_TRY(lt_line_open(&work->line, right, b, error));
    LT_TRY(lt_line_covered(&work->line, left, a, least, &covered, error));
    *ret_joined = covered >= least;
    if (*ret_joined) {
        lt_classes_join(work->classes, form, other, LT_FAMILY_SIMILAR);
    }
    return 0;
}

static int similar_run(similar_work *work, uint64_t *overflow, leitong_error *error)
{
    lt_join_items items = {.items = work->item_count,
                           .buckets = work->bucket_count,
                           .most = LT_SIMILAR_SKETCH,
                           .least = LT_SIMILAR_VOTES,
                           .hash = work->hash,
                           .crowd = work->crowd,
                           .size = work->sizes,
                           .context = work,
                           .look = similar_look,
                           .join = similar_join};
    return lt_join_run(&items, overflow, error);
}

int lt_similar_join(const lt_forms *forms, lt_classes *classes, uint64_t *overflow, leitong_error *error)
{
    similar_work work = {.forms = forms, .classes = classes};
    int code = 0;
    LT_TRY_GOTO(done, similar_gather(&work, error));
    LT_TRY_GOTO(done, similar_bucket_all(&work, error));
    LT_TRY_GOTO(done, similar_run(&work, overflow, error));
done:
    free(work.item);
    free(work.records);
    free(work.buckets_of);
    free(work.hash);
    free(work.crowd);
    free(work.sizes);
    lt_line_clear(&work.line);
    lt_spool_scratch_clear(&work.left);
    lt_spool_scratch_clear(&work.right);
    return code;
}

#include "templates/document_parts.h"

#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"
#include "templates/family_list.h"
#include "templates/family_similar.h"
#include "templates/star.h"

#include <stdlib.h>
#include <string.h>

/* Which documents of the sample have a gram. */
typedef struct parts_set {
    uint64_t have[LT_PARTS_SAMPLE / 64]; /* a bit a document */
    uint64_t hash;                       /* orders sets; says nothing of equality */
    uint32_t count;
} parts_set;

/* Documents [begin, end) of the order. */
typedef struct parts_range {
    size_t begin, end;
    unsigned depth;
} parts_range;

typedef struct parts_work {
    const lt_forms *documents;
    lt_classes *groups;
    lt_record *order; /* documents: group, document; of one group by their hash */
    lt_record *sorting;
    uint32_t *ids; /* of the sample */
    size_t id_count, id_capacity;
    size_t ends[LT_PARTS_SAMPLE]; /* of each document of it, in ids … */
    uint64_t hash[LT_PARTS_SAMPLE];
    size_t sample;
    lt_record *grams; /* hash, document of the sample << 32 | place in ids; and the scratch of their sort */
    parts_set *sets;  /* [place] */
    size_t gram_capacity, set_capacity;
    uint32_t block[LT_PARTS_GRAM];
    lt_spool_scratch scratch;
} parts_work;

static int parts_open(parts_work *work, leitong_error *error)
{
    size_t count = work->documents->count;
    work->order = malloc((count + 1) * sizeof *work->order);
    work->sorting = malloc((count + 1) * sizeof *work->sorting);
    if (work->order == NULL || work->sorting == NULL) {
        return lt_error_memory(error);
    }
    for (size_t d = 0; d < count; d++) {
        work->order[d] = (lt_record){work->documents->hash[d], d};
    }
    lt_radix_sort_records(work->order, work->sorting, count);
    for (size_t i = 0; i < count; i++) {
        work->order[i].key = lt_classes_find(work->groups, (uint32_t)work->order[i].value);
    }
    lt_radix_sort_records(work->order, work->sorting, count);
    for (uint32_t d = 0; d < count; d++) {
        work->groups->parent[d] = d;
    }
    return 0;
}

static int parts_view(parts_work *work, uint32_t document, const uint32_t **ret_ids, uint32_t *ret_count,
                      leitong_error *error)
{
    *ret_count = LT_MIN(work->documents->length[document], LT_SIMILAR_LOOKED);
    return lt_forms_view(work->documents, document, &work->scratch, ret_ids, error);
}

/* Whether these are the ids of the document that was sampled last. */
static bool parts_again(const parts_work *work, const uint32_t *ids, uint32_t count)
{
    size_t begin = work->sample > 1 ? work->ends[work->sample - 2] : 0;
    return work->id_count - begin == count && memcmp(work->ids + begin, ids, count * sizeof *ids) == 0;
}

/* The ids of a range's first different documents, and their grams. */
static int parts_sample(parts_work *work, parts_range range, size_t *ret_grams, leitong_error *error)
{
    size_t grams = 0;
    work->id_count = 0;
    work->sample = 0;
    for (size_t i = range.begin; i < range.end && work->sample < LT_PARTS_SAMPLE; i++) {
        uint32_t document = (uint32_t)work->order[i].value;
        uint64_t hash = work->documents->hash[document];
        const uint32_t *ids;
        uint32_t count;
        LT_TRY(parts_view(work, document, &ids, &count, error));
        if (work->sample > 0 && hash == work->hash[work->sample - 1] && parts_again(work, ids, count)) {
            continue;
        }
        LT_TRY(LT_RESERVE(work->ids, work->id_capacity, work->id_count + count + 1, error));
        LT_TRY(LT_RESERVE(work->grams, work->gram_capacity, 2 * (grams + count + 1), error));
        memcpy(work->ids + work->id_count, ids, count * sizeof *ids);
        for (uint32_t k = 0; k + LT_PARTS_GRAM <= count; k++) {
            uint64_t gram = lt_hash_64(ids + k, LT_PARTS_GRAM * sizeof *ids);
            work->grams[grams++] = (lt_record){gram, (uint64_t)work->sample << 32 | (work->id_count + k)};
        }
        work->id_count += count;
        work->hash[work->sample] = hash;
        work->ends[work->sample++] = work->id_count;
    }
    lt_radix_sort_records(work->grams, work->grams + grams, grams);
    *ret_grams = grams;
    return 0;
}

static int parts_gram_order(const void *left, const void *right, void *context)
{
    const lt_record *x = left;
    const lt_record *y = right;
    const uint32_t *ids = context;
    return memcmp(ids + (uint32_t)x->value, ids + (uint32_t)y->value, LT_PARTS_GRAM * sizeof *ids);
}

/* Grams of one hash, by their ids where they are not all equal. */
static void parts_sort(parts_work *work, size_t begin, size_t end)
{
    size_t same = begin + 1;
    while (same < end && parts_gram_order(&work->grams[begin], &work->grams[same], work->ids) == 0) {
        same++;
    }
    if (same < end) {
        qsort_r(work->grams + begin, end - begin, sizeof *work->grams, parts_gram_order, work->ids);
    }
}

/* The set of the gram at `begin`; returns the end of those that equal it. */
static size_t parts_set_one(parts_work *work, size_t begin, size_t end)
{
    parts_set set = {0};
    size_t same = begin;
    do {
        size_t s = (size_t)(work->grams[same].value >> 32);
        uint64_t bit = UINT64_C(1) << (s % 64);
        if ((set.have[s / 64] & bit) == 0) {
            set.have[s / 64] |= bit;
            set.hash += lt_shape_mix(work->hash[s]);
            set.count++;
        }
        same++;
    } while (same < end && parts_gram_order(&work->grams[begin], &work->grams[same], work->ids) == 0);
    for (size_t i = begin; i < same; i++) {
        work->sets[(uint32_t)work->grams[i].value] = set;
    }
    return same;
}

/* work->sets of the sample. */
static int parts_sets(parts_work *work, size_t grams, leitong_error *error)
{
    LT_TRY(LT_RESERVE(work->sets, work->set_capacity, work->id_count + 1, error));
    memset(work->sets, 0, (work->id_count + 1) * sizeof *work->sets);
    for (size_t begin = 0, end; begin < grams; begin = end) {
        for (end = begin; end < grams && work->grams[end].key == work->grams[begin].key; end++) {
        }
        parts_sort(work, begin, end);
        for (size_t at = begin; at < end;) {
            at = parts_set_one(work, at, end);
        }
    }
    return 0;
}

/* The gram, of those that hold a word of the document that begins at `first`, that most documents have. */
static size_t parts_gram(const parts_work *work, size_t first, size_t word)
{
    size_t best = word;
    for (size_t at = word; at > first && word - at < LT_PARTS_GRAM - 1;) {
        at--;
        best = work->sets[at].count > work->sets[best].count ? at : best;
    }
    return best;
}

/* Whether so many documents are a part of the sample. */
static bool parts_some(size_t have, size_t sample)
{
    return have > 1 && have + 1 < sample && have * 100 >= sample * LT_STAR_SOME &&
           have * 100 <= sample * (100 - LT_STAR_SOME);
}

/* The longest block of the sample; a gram of it → work->block. A word is of the block where no gram that holds it
 * stands in more documents: those that overlap the wording around it are of the block, that wording is not. */
static bool parts_block(parts_work *work)
{
    unsigned most = LT_PARTS_BLOCK - 1;
    uint64_t found = 0;
    for (size_t s = 0, first = 0; s < work->sample; first = work->ends[s++]) {
        parts_set run = {0};
        unsigned weight = 0;
        for (size_t word = first; word < work->ends[s]; word++) {
            size_t gram = parts_gram(work, first, word);
            parts_set set = work->sets[gram];
            weight = memcmp(set.have, run.have, sizeof set.have) == 0 ? weight : 0;
            weight += lt_shape_weight(work->ids[word]);
            run = set;
            if (parts_some(set.count, work->sample) && (weight > most || (weight == most && set.hash < found))) {
                most = weight;
                found = set.hash;
                memcpy(work->block, work->ids + gram, sizeof work->block);
            }
        }
    }
    return most >= LT_PARTS_BLOCK;
}

static int parts_has(parts_work *work, uint32_t document, bool *ret_has, leitong_error *error)
{
    const uint32_t *ids;
    uint32_t count;
    LT_TRY(parts_view(work, document, &ids, &count, error));
    *ret_has = false;
    for (uint32_t i = 0; i + LT_PARTS_GRAM <= count && !*ret_has; i++) {
        *ret_has = memcmp(ids + i, work->block, sizeof work->block) == 0;
    }
    return 0;
}

/* Those of the range that have the block stand first; *ret_middle: behind them. */
static int parts_split(parts_work *work, parts_range range, size_t *ret_middle, leitong_error *error)
{
    size_t have = range.begin;
    size_t lack = 0;
    for (size_t i = range.begin; i < range.end; i++) {
        bool has = false;
        LT_TRY(parts_has(work, (uint32_t)work->order[i].value, &has, error));
        lt_record *to = has ? &work->order[have++] : &work->sorting[lack++];
        *to = work->order[i];
    }
    memcpy(work->order + have, work->sorting, lack * sizeof *work->sorting);
    *ret_middle = have;
    return 0;
}

static int parts_group(parts_work *work, parts_range range, leitong_error *error)
{
    parts_range stack[LT_PARTS_DEPTH + 2] = {range};
    for (size_t stacked = 1; stacked > 0;) {
        parts_range at = stack[--stacked];
        size_t count = at.end - at.begin;
        size_t grams = 0;
        bool parted = count > 3 && at.depth < LT_PARTS_DEPTH;
        LT_TRY(parted ? parts_sample(work, at, &grams, error) : 0);
        LT_TRY(parted ? parts_sets(work, grams, error) : 0);
        parted = parted && parts_block(work);
        if (parted) {
            size_t middle = 0;
            LT_TRY(parts_split(work, at, &middle, error));
            stack[stacked++] = (parts_range){at.begin, middle, at.depth + 1};
            stack[stacked++] = (parts_range){middle, at.end, at.depth + 1};
        }
        for (size_t i = at.begin; !parted && i < at.end; i++) {
            lt_classes_join(work->groups, (uint32_t)work->order[at.begin].value, (uint32_t)work->order[i].value,
                            LT_FAMILY_SIMILAR);
        }
    }
    return 0;
}

int lt_document_parts(const lt_forms *documents, lt_classes *groups, leitong_error *error)
{
    parts_work work = {.documents = documents, .groups = groups};
    int code = 0;
    LT_TRY_GOTO(done, parts_open(&work, error));
    for (size_t begin = 0, end; begin < documents->count; begin = end) {
        end = begin + 1;
        while (end < documents->count && work.order[end].key == work.order[begin].key) {
            end++;
        }
        LT_TRY_GOTO(done, end - begin > 1 ? parts_group(&work, (parts_range){begin, end, 0}, error) : 0);
    }
done:
    free(work.order);
    free(work.sorting);
    free(work.ids);
    free(work.grams);
    free(work.sets);
    lt_spool_scratch_clear(&work.scratch);
    return code;
}

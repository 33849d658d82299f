#include "match/family_similar.h"

#include "buffer.h"
#include "match/family.h"
#include "match/family_order.h"
#include "radix.h"

#include <stdlib.h>
#include <string.h>

enum {
    SIMILAR_LONGEST = 4096, /* ids of a form that are looked at */
    SIMILAR_TRIED = 4       /* candidates verified */
};
#define SIMILAR_NONE UINT32_MAX

/* A 3-gram that several forms have in their sketches. */
typedef struct similar_bucket {
    uint64_t begin; /* of its medoids, in `standing` */
    uint32_t count; /* of them so far */
    uint32_t room;
} similar_bucket;

typedef struct similar_work {
    const lt_forms *forms;
    lt_classes *classes;
    uint32_t *item; /* [item] → form; once ranked, in order of work */
    uint32_t item_count;
    uint64_t *records; /* the low half of a sketch hash (the high halves of smallest hashes are alike), and the item;
                          sorted */
    size_t record_count;
    uint32_t (*buckets_of)[LT_SIMILAR_SKETCH]; /* [item] buckets, then SIMILAR_NONE */
    uint64_t *crowd;                           /* [item] members of its buckets */
    similar_bucket *buckets;
    size_t bucket_count;
    uint32_t *standing;
    lt_record *votes; /* of one item */
    size_t vote_capacity;
    lt_order order;
    lt_spool_scratch left, right;
    uint64_t overflow;
} similar_work;

static uint32_t similar_length(const similar_work *work, uint32_t form)
{
    uint32_t length = work->forms->length[form];
    return length < SIMILAR_LONGEST ? length : SIMILAR_LONGEST;
}

/* The smallest hashes of different runs of ids; runs of slots alone tell nothing. `grams` is scratch. */
static size_t similar_sketch(const uint32_t *ids, uint32_t length, uint64_t *grams, uint64_t *scratch)
{
    size_t count = 0;
    for (uint32_t i = 0; i + LT_ORDER_RUN <= length; i++) {
        unsigned slots = (ids[i] == LT_FORM_SLOT) + (ids[i + 1] == LT_FORM_SLOT) + (ids[i + 2] == LT_FORM_SLOT);
        grams[count] = lt_order_gram(ids + i);
        count += slots < 2;
    }
    lt_radix_u64(grams, scratch, count);
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < LT_SIMILAR_SKETCH; i++) {
        if (kept == 0 || grams[kept - 1] != grams[i]) {
            grams[kept++] = grams[i];
        }
    }
    return kept;
}

/* The long forms that stand for their classes, and their sketches. */
static int similar_gather(similar_work *work, leitong_error *error)
{
    uint64_t *grams = malloc(2 * SIMILAR_LONGEST * sizeof *grams);
    work->item = malloc(((size_t)work->forms->count + 1) * sizeof *work->item);
    int code = grams == NULL || work->item == NULL ? lt_error_memory(error) : 0;
    for (uint32_t f = 0; code == 0 && f < work->forms->count; f++) {
        if (work->forms->words[f] >= LT_SIMILAR_LONG && lt_classes_find(work->classes, f) == f) {
            work->item[work->item_count++] = f;
        }
    }
    if (code == 0) {
        work->records = malloc(((size_t)work->item_count + 1) * LT_SIMILAR_SKETCH * sizeof *work->records);
        code = work->records == NULL ? lt_error_memory(error) : 0;
    }
    for (uint32_t item = 0; code == 0 && item < work->item_count; item++) {
        const uint32_t *ids;
        code = lt_forms_view(work->forms, work->item[item], &work->left, &ids, error);
        if (code == 0) {
            size_t count = similar_sketch(ids, similar_length(work, work->item[item]), grams, grams + SIMILAR_LONGEST);
            for (size_t i = 0; i < count; i++) {
                work->records[work->record_count++] = grams[i] << 32 | item;
            }
        }
    }
    free(grams);
    return code;
}

static uint64_t similar_hash(uint64_t record)
{
    return record >> 32;
}

/* The records [begin, end) have one hash: a bucket where they are of two items at least. */
static void similar_bucket_one(similar_work *work, size_t begin, size_t end, uint64_t *room)
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
        mine[at] = (uint32_t)work->bucket_count;
        work->crowd[item] += size;
    }
    uint32_t most = size < LT_SIMILAR_STANDING ? (uint32_t)size : LT_SIMILAR_STANDING;
    work->buckets[work->bucket_count++] = (similar_bucket){*room, 0, most};
    *room += most;
}

/* Hashes that at least two items share become buckets. */
static int similar_bucket_all(similar_work *work, leitong_error *error)
{
    size_t count = (size_t)work->item_count + 1;
    uint64_t *sorting = malloc((work->record_count + 1) * sizeof *sorting);
    if (sorting == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_u64(work->records, sorting, work->record_count);
    free(sorting);
    size_t shared = 0;
    for (size_t i = 1; i < work->record_count; i++) {
        shared += similar_hash(work->records[i]) == similar_hash(work->records[i - 1]);
    }
    work->buckets = malloc((shared + 1) * sizeof *work->buckets);
    work->buckets_of = malloc(count * sizeof *work->buckets_of);
    work->crowd = calloc(count, sizeof *work->crowd);
    if (work->buckets == NULL || work->buckets_of == NULL || work->crowd == NULL) {
        return lt_error_memory(error);
    }
    memset(work->buckets_of, 0xFF, count * sizeof *work->buckets_of);
    uint64_t room = 0;
    for (size_t begin = 0, end; begin < work->record_count; begin = end) {
        end = begin + 1;
        while (end < work->record_count && similar_hash(work->records[end]) == similar_hash(work->records[begin])) {
            end++;
        }
        similar_bucket_one(work, begin, end, &room);
    }
    free(work->records);
    work->records = NULL;
    work->standing = malloc((room + 1) * sizeof *work->standing);
    return work->standing != NULL ? 0 : lt_error_memory(error);
}

/* Counts in how many of the item's buckets each medoid stands; the records are then (votes, medoid), best last. */
static int similar_vote(similar_work *work, uint32_t item, size_t *ret_count, leitong_error *error)
{
    const uint32_t *mine = work->buckets_of[item];
    size_t most = (size_t)LT_SIMILAR_SKETCH * LT_SIMILAR_STANDING;
    int code = lt_buffer_reserve(&work->votes, &work->vote_capacity, 2 * most, sizeof *work->votes, error);
    if (code != 0) {
        return code;
    }
    lt_record *votes = work->votes;
    size_t count = 0;
    for (unsigned i = 0; i < LT_SIMILAR_SKETCH && mine[i] != SIMILAR_NONE; i++) {
        const similar_bucket *bucket = &work->buckets[mine[i]];
        for (uint32_t k = 0; k < bucket->count; k++) {
            votes[count++] = (lt_record){work->standing[bucket->begin + k], 0};
        }
    }
    lt_radix_records(votes, votes + most, count);
    size_t kept = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && votes[end].key == votes[begin].key) {
            end++;
        }
        if (end - begin >= LT_SIMILAR_VOTES) {
            votes[kept++] = (lt_record){end - begin, votes[begin].key};
        }
    }
    lt_radix_records(votes, votes + most, kept);
    *ret_count = kept;
    return 0;
}

static int similar_verify(similar_work *work, uint32_t form, uint32_t medoid, bool *ret_alike, leitong_error *error)
{
    const uint32_t *left;
    const uint32_t *right;
    size_t a = similar_length(work, form);
    size_t b = similar_length(work, medoid);
    uint64_t covered = 0;
    int code = lt_forms_view(work->forms, form, &work->left, &left, error);
    code = code != 0 ? code : lt_forms_view(work->forms, medoid, &work->right, &right, error);
    code = code != 0 ? code
                     : lt_order_covered(&work->order, LT_ORDER_RUN, &(lt_sequence){left, NULL, a},
                                        &(lt_sequence){right, NULL, b}, &covered, error);
    if (code == 0) {
        size_t shorter = a < b ? a : b;
        size_t longer = a < b ? b : a;
        *ret_alike = covered * 2 >= shorter && covered * 5 >= longer * 2;
    }
    return code;
}

/* Joins the item to a medoid or makes it one. */
static int similar_settle(similar_work *work, uint32_t item, leitong_error *error)
{
    size_t count = 0;
    bool alike = false;
    int code = similar_vote(work, item, &count, error);
    for (size_t i = 0; code == 0 && !alike && i < count && i < SIMILAR_TRIED; i++) {
        uint32_t medoid = (uint32_t)work->votes[count - 1 - i].value;
        code = similar_verify(work, work->item[item], medoid, &alike, error);
        if (code == 0 && alike) {
            lt_classes_join(work->classes, work->item[item], medoid, LT_FAMILY_SIMILAR);
        }
    }
    for (unsigned i = 0; code == 0 && !alike && i < LT_SIMILAR_SKETCH; i++) {
        if (work->buckets_of[item][i] == SIMILAR_NONE) {
            break;
        }
        similar_bucket *bucket = &work->buckets[work->buckets_of[item][i]];
        if (bucket->count < bucket->room) {
            work->standing[bucket->begin + bucket->count++] = work->item[item];
        } else {
            work->overflow++;
        }
    }
    return code;
}

/* The most crowded first, then by hash: an order of content. */
static int similar_run(similar_work *work, leitong_error *error)
{
    lt_record *ranks = malloc(((size_t)work->item_count * 2 + 1) * sizeof *ranks);
    if (ranks == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t i = 0; i < work->item_count; i++) {
        ranks[i] = (lt_record){work->forms->hash[work->item[i]], i};
    }
    lt_radix_records(ranks, ranks + work->item_count, work->item_count);
    for (uint32_t i = 0; i < work->item_count; i++) {
        /* The record's value is its place by hash, so that the second sort keeps that order among equals. */
        uint32_t item = (uint32_t)ranks[i].value;
        ranks[i] = (lt_record){UINT64_MAX - work->crowd[item], (uint64_t)i << 32 | item};
    }
    lt_radix_records(ranks, ranks + work->item_count, work->item_count);
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < work->item_count; i++) {
        uint32_t item = (uint32_t)ranks[i].value;
        code = work->crowd[item] > 0 ? similar_settle(work, item, error) : 0;
    }
    free(ranks);
    return code;
}

int lt_similar_join(const lt_forms *forms, lt_classes *classes, uint64_t *overflow, leitong_error *error)
{
    similar_work work = {.forms = forms, .classes = classes};
    int code = similar_gather(&work, error);
    code = code != 0 ? code : similar_bucket_all(&work, error);
    code = code != 0 ? code : similar_run(&work, error);
    *overflow += work.overflow;
    free(work.item);
    free(work.records);
    free(work.buckets_of);
    free(work.crowd);
    free(work.buckets);
    free(work.standing);
    free(work.votes);
    lt_order_clear(&work.order);
    lt_spool_scratch_clear(&work.left);
    lt_spool_scratch_clear(&work.right);
    return code;
}

#include "templates/family_document.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "templates/family_join.h"
#include "templates/family_sequence.h"
#include "templates/family_similar.h"
#include "templates/family_stretch.h"

#include <stdlib.h>
#include <string.h>

enum { DOCUMENT_LONGEST = 4096 }; /* ids of a document that are compared one by one */

typedef struct document_work {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    const lt_forms *forms;
    lt_classes *groups; /* of documents */
    lt_sequences sequences;
    lt_join_items items;
    lt_join *join;
    uint64_t *hash;   /* [document] */
    uint64_t *crowd;  /* [document] documents that have its classes, on average of its tokens */
    uint32_t *medoid; /* [document] lt_stretch_input */
    uint8_t *family;  /* [group]: it is one */
    lt_members members;
    uint64_t overflow;
} document_work;

static int document_look(void *context, uint32_t d, const uint32_t **ret_keys, size_t *ret_count, leitong_error *error)
{
    document_work *work = context;
    lt_sequence sequence = lt_sequences_of(&work->sequences, d);
    return lt_sequences_keys(&work->sequences, &sequence, ret_keys, ret_count, error);
}

/* Joins two documents where the classes that both have, in order, hold half of each. */
static int document_join(void *context, uint32_t a, uint32_t b, bool *ret_joined, leitong_error *error)
{
    document_work *work = context;
    lt_sequence left = lt_sequences_of(&work->sequences, a);
    lt_sequence right = lt_sequences_of(&work->sequences, b);
    uint64_t of_left = 0;
    uint64_t of_right = 0;
    int code = lt_sequences_covered(&work->sequences, &left, &right, &of_left, &of_right, error);
    if (code == 0) {
        *ret_joined = of_left * 2 >= work->corpus->documents[a].token_count &&
                      of_right * 2 >= work->corpus->documents[b].token_count;
        if (*ret_joined) {
            lt_classes_join(work->groups, a, b, LT_FAMILY_SEQUENCE);
            work->medoid[a] = b;
            work->medoid[b] = b;
        }
    }
    return code;
}

static int document_open(document_work *work, lt_classes *classes, leitong_error *error)
{
    size_t documents = work->corpus->document_count + 1;
    work->hash = malloc(documents * sizeof *work->hash);
    work->crowd = malloc(documents * sizeof *work->crowd);
    work->medoid = malloc(documents * sizeof *work->medoid);
    work->family = calloc(documents, 1);
    if (work->hash == NULL || work->crowd == NULL || work->medoid == NULL || work->family == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_sequences_new(work->corpus, work->candidates, work->forms, classes, &work->sequences, error));
    return lt_classes_init(work->groups, (uint32_t)work->corpus->document_count, error);
}

static int document_run(document_work *work, leitong_error *error)
{
    for (uint32_t d = 0; d < work->corpus->document_count; d++) {
        lt_sequence sequence = lt_sequences_of(&work->sequences, d);
        uint64_t tokens = work->corpus->documents[d].token_count;
        uint64_t crowd = 0;
        for (size_t k = 0; k < sequence.count; k++) {
            crowd += (uint64_t)work->sequences.recurs[sequence.ids[k]] * sequence.weights[k];
        }
        /* 0: less than half of it recurs, and it is like none. */
        work->crowd[d] = tokens > 0 ? crowd / tokens : 0;
        work->hash[d] = work->corpus->documents[d].hash[0];
        work->medoid[d] = LT_STRETCH_NONE;
    }
    work->items = (lt_join_items){.items = (uint32_t)work->corpus->document_count,
                                  .buckets = work->sequences.class_count,
                                  .most = LT_SEQUENCE_KEYS,
                                  .least = 1,
                                  .hash = work->hash,
                                  .crowd = work->crowd,
                                  .size = work->sequences.recurs,
                                  .context = work,
                                  .look = document_look,
                                  .join = document_join};
    LT_TRY(lt_join_new(&work->items, &work->join, error));
    return lt_join_run(work->join, &work->overflow, error);
}

/* The ids of the short documents, as if each were one paragraph. */
static int document_forms(document_work *work, const char *folder, lt_forms *whole, leitong_error *error)
{
    size_t count = work->corpus->document_count + 1;
    lt_spool_scratch scratch = {0};
    uint64_t at = 0;
    size_t p = 0;
    whole->begin = malloc(count * sizeof *whole->begin);
    whole->length = calloc(count, sizeof *whole->length);
    whole->words = calloc(count, sizeof *whole->words);
    whole->hash = malloc(count * sizeof *whole->hash);
    int code = whole->begin == NULL || whole->length == NULL || whole->words == NULL || whole->hash == NULL
                   ? lt_error_memory(error)
                   : lt_number_array_init(&whole->ids, folder, error);
    for (size_t d = 0; code == 0 && d + 1 < count; d++) {
        const lt_document *document = &work->corpus->documents[d];
        size_t end = p + document->paragraph_count;
        whole->begin[d] = at;
        whole->hash[d] = document->hash[0];
        whole->count++;
        for (; code == 0 && p < end; p++) {
            uint32_t form = work->forms->of_distinct[work->candidates->paragraph_distinct[p]];
            const uint32_t *ids;
            if (document->token_count > DOCUMENT_LONGEST) {
                continue;
            }
            code = lt_forms_view(work->forms, form, &scratch, &ids, error);
            code = code != 0 ? code : lt_number_array_append(&whole->ids, ids, work->forms->length[form], error);
            whole->length[d] += work->forms->length[form];
            whole->words[d] += work->forms->words[form];
            at += work->forms->length[form];
        }
    }
    lt_spool_scratch_clear(&scratch);
    return code;
}

/* Which groups are of enough different documents, one of them with two paragraphs. */
static int document_families(document_work *work, leitong_error *error)
{
    size_t count = work->corpus->document_count;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    if (records == NULL) {
        return lt_error_memory(error);
    }
    for (size_t d = 0; d < count; d++) {
        records[d] = (lt_record){lt_classes_find(work->groups, (uint32_t)d), d};
    }
    lt_radix_sort_records(records, records + count, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        uint32_t paragraphs = 0;
        uint64_t *hashes = (uint64_t *)(void *)(records + count); /* the scratch of the sort is free again */
        for (end = begin; end < count && records[end].key == records[begin].key; end++) {
            const lt_document *document = &work->corpus->documents[records[end].value];
            paragraphs = LT_MAX(document->paragraph_count, paragraphs);
            hashes[end - begin] = document->hash[0];
        }
        size_t different = 0;
        lt_radix_sort_u64(hashes, hashes + count, end - begin);
        for (size_t i = 0; i < end - begin; i++) {
            different += i == 0 || hashes[i] != hashes[i - 1];
        }
        work->family[records[begin].key] = different >= LT_DOCUMENT_TEXTS && paragraphs > 1;
    }
    free(records);
    return 0;
}

/* The members of all families: documents, and stretches of them. */
static int document_members(document_work *work, leitong_error *error)
{
    lt_stretch_input input = {&work->sequences, work->join, work->medoid, work->groups, work->family};
    lt_members *members = &work->members;
    int code = 0;
    for (uint32_t d = 0; code == 0 && d < work->corpus->document_count; d++) {
        uint32_t group = lt_classes_find(work->groups, d);
        lt_place own;
        code = lt_stretch_find(&input, d, members, &own, error);
        if (code != 0 || work->family[group] == 0 || own.begin == own.end) {
            continue;
        }
        code = LT_RESERVE(members->items, members->capacity, members->count + 1, error);
        if (code == 0) {
            members->items[members->count++] = (lt_member){group, own};
        }
    }
    return code;
}

static int document_order(const void *left, const void *right)
{
    const lt_member *x = left;
    const lt_member *y = right;
    if (x->group != y->group) {
        return x->group < y->group ? -1 : 1;
    }
    if (x->place.document != y->place.document) {
        return x->place.document < y->place.document ? -1 : 1;
    }
    return (x->place.begin > y->place.begin) - (x->place.begin < y->place.begin);
}

static int document_rows(document_work *work, lt_families *families, leitong_error *error)
{
    lt_members *members = &work->members;
    lt_place *places = malloc((members->count + 1) * sizeof *places);
    if (places == NULL) {
        return lt_error_memory(error);
    }
    if (members->count > 0) {
        qsort(members->items, members->count, sizeof *members->items, document_order);
    }
    int code = 0;
    for (size_t begin = 0, end; code == 0 && begin < members->count; begin = end) {
        for (end = begin; end < members->count && members->items[end].group == members->items[begin].group; end++) {
            places[end - begin] = members->items[end].place;
        }
        code = lt_families_append(families, LT_FAMILY_DOCUMENT, LT_FAMILY_SEQUENCE, places, end - begin, error);
    }
    free(places);
    return code;
}

int lt_documents_find(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                      lt_classes *classes, const char *folder, lt_classes *groups, lt_families *families,
                      leitong_error *error)
{
    lt_forms whole = {0};
    document_work work = {.corpus = corpus, .candidates = candidates, .forms = forms, .groups = groups};
    int code = 0;
    LT_TRY_GOTO(done, document_open(&work, classes, error));
    LT_TRY_GOTO(done, document_run(&work, error));
    LT_TRY_GOTO(done, document_forms(&work, folder, &whole, error));
    LT_TRY_GOTO(done, lt_similar_join(&whole, groups, &work.overflow, error));
    LT_TRY_GOTO(done, document_families(&work, error));
    LT_TRY_GOTO(done, document_members(&work, error));
    LT_TRY_GOTO(done, document_rows(&work, families, error));
done:
    families->overflow += work.overflow;
    lt_forms_clear(&whole);
    lt_join_free(work.join);
    lt_sequences_clear(&work.sequences);
    free(work.hash);
    free(work.crowd);
    free(work.medoid);
    free(work.family);
    free(work.members.items);
    return code;
}

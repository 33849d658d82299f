#include "match/family_document.h"

#include "buffer.h"
#include "match/family_join.h"
#include "match/family_list.h"
#include "match/family_order.h"
#include "match/family_similar.h"
#include "radix.h"

#include <stdlib.h>
#include <string.h>

enum { DOCUMENT_LONGEST = 4096 }; /* ids of a document that are compared one by one */

typedef struct document_work {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    const lt_forms *forms;
    lt_classes *classes;
    lt_classes *groups; /* of documents */
    uint32_t *recurs;   /* [class] documents that have it */
    uint32_t *ids;      /* the recurring classes of all documents, in order */
    uint32_t *weights;  /* their tokens */
    size_t *begin;      /* [document + 1] in ids */
    uint64_t *hash;     /* [document] */
    uint64_t *crowd;    /* [document] documents that have its classes, on average of its tokens */
    lt_record *keys;    /* of one document: weight, class */
    size_t key_capacity;
    uint32_t chosen[LT_DOCUMENT_KEYS]; /* of one document: classes */
    lt_order order;
    uint64_t overflow;
} document_work;

static uint32_t document_class(document_work *work, size_t paragraph)
{
    return lt_classes_find(work->classes, work->forms->of_distinct[work->candidates->paragraph_distinct[paragraph]]);
}

/* In how many documents each class stands, and room for the sequences. */
static int document_open(document_work *work, leitong_error *error)
{
    size_t classes = (size_t)work->forms->count + 1;
    size_t paragraphs = work->corpus->paragraph_count + 1;
    size_t documents = work->corpus->document_count + 1;
    uint32_t *last = calloc(classes, sizeof *last); /* [class] the last document that had it, + 1 */
    work->recurs = calloc(classes, sizeof *work->recurs);
    work->ids = malloc(paragraphs * sizeof *work->ids);
    work->weights = malloc(paragraphs * sizeof *work->weights);
    work->begin = malloc(documents * sizeof *work->begin);
    work->hash = malloc(documents * sizeof *work->hash);
    work->crowd = malloc(documents * sizeof *work->crowd);
    if (last == NULL || work->recurs == NULL || work->ids == NULL || work->weights == NULL || work->begin == NULL ||
        work->hash == NULL || work->crowd == NULL) {
        free(last);
        return lt_error_memory(error);
    }
    for (size_t p = 0; p + 1 < paragraphs; p++) {
        uint32_t class = document_class(work, p);
        uint32_t document = work->corpus->paragraphs[p].document;
        work->recurs[class] += last[class] != document + 1;
        last[class] = document + 1;
    }
    free(last);
    return lt_classes_init(work->groups, (uint32_t)work->corpus->document_count, error);
}

static void document_sequences(document_work *work)
{
    size_t at = 0;
    size_t p = 0;
    for (size_t d = 0; d < work->corpus->document_count; d++) {
        work->begin[d] = at;
        size_t end = p + work->corpus->documents[d].paragraph_count;
        for (; p < end; p++) {
            uint32_t class = document_class(work, p);
            if (work->recurs[class] > 1) {
                work->ids[at] = class;
                work->weights[at++] = work->corpus->paragraphs[p].token_count;
            }
        }
    }
    work->begin[work->corpus->document_count] = at;
}

static lt_sequence document_sequence(const document_work *work, uint32_t d)
{
    size_t begin = work->begin[d];
    return (lt_sequence){work->ids + begin, work->weights + begin, work->begin[d + 1] - begin};
}

/* The document's heaviest classes, the heaviest first; of equals the first in the corpus. */
static int document_look(void *context, uint32_t d, const uint32_t **ret_keys, size_t *ret_count, leitong_error *error)
{
    document_work *work = context;
    lt_sequence sequence = document_sequence(work, d);
    int code = lt_buffer_reserve(&work->keys, &work->key_capacity, 2 * sequence.count + 1, sizeof *work->keys, error);
    if (code != 0) {
        return code;
    }
    lt_record *keys = work->keys;
    for (size_t i = 0; i < sequence.count; i++) {
        keys[i] = (lt_record){sequence.ids[i], UINT32_MAX - sequence.weights[i]};
    }
    lt_radix_records(keys, keys + sequence.count, sequence.count);
    size_t kept = 0;
    for (size_t i = 0; i < sequence.count; i++) {
        if (i == 0 || keys[i].key != keys[kept - 1].value) {
            keys[kept++] = (lt_record){keys[i].value, keys[i].key};
        }
    }
    lt_radix_records(keys, keys + sequence.count, kept);
    kept = kept < LT_DOCUMENT_KEYS ? kept : LT_DOCUMENT_KEYS;
    for (size_t k = 0; k < kept; k++) {
        work->chosen[k] = (uint32_t)keys[k].value;
    }
    *ret_keys = work->chosen;
    *ret_count = kept;
    return 0;
}

/* Joins two documents where the classes that both have, in order, hold half of each. */
static int document_join(void *context, uint32_t a, uint32_t b, bool *ret_joined, leitong_error *error)
{
    document_work *work = context;
    lt_sequence left = document_sequence(work, a);
    lt_sequence right = document_sequence(work, b);
    uint64_t of_left = 0;
    uint64_t of_right = 0;
    int code = lt_order_covered(&work->order, 1, &left, &right, &of_left, error);
    code = code != 0 ? code : lt_order_covered(&work->order, 1, &right, &left, &of_right, error);
    if (code == 0) {
        *ret_joined = of_left * 2 >= work->corpus->documents[a].token_count &&
                      of_right * 2 >= work->corpus->documents[b].token_count;
        if (*ret_joined) {
            lt_classes_join(work->groups, a, b, LT_FAMILY_SEQUENCE);
        }
    }
    return code;
}

static int document_run(document_work *work, leitong_error *error)
{
    for (uint32_t d = 0; d < work->corpus->document_count; d++) {
        lt_sequence sequence = document_sequence(work, d);
        uint64_t tokens = work->corpus->documents[d].token_count;
        uint64_t crowd = 0;
        for (size_t k = 0; k < sequence.count; k++) {
            crowd += (uint64_t)work->recurs[sequence.ids[k]] * sequence.weights[k];
        }
        /* 0: less than half of it recurs, and it is like none. */
        work->crowd[d] = tokens > 0 ? crowd / tokens : 0;
        work->hash[d] = work->corpus->documents[d].hash[0];
    }
    lt_join join = {.items = (uint32_t)work->corpus->document_count,
                    .buckets = work->forms->count,
                    .most = LT_DOCUMENT_KEYS,
                    .least = 1,
                    .hash = work->hash,
                    .crowd = work->crowd,
                    .size = work->recurs,
                    .context = work,
                    .look = document_look,
                    .join = document_join};
    return lt_join_run(&join, &work->overflow, error);
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
                   : lt_numbers_init(&whole->ids, folder, error);
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
            code = code != 0 ? code : lt_numbers_append(&whole->ids, ids, work->forms->length[form], error);
            whole->length[d] += work->forms->length[form];
            whole->words[d] += work->forms->words[form];
            at += work->forms->length[form];
        }
    }
    lt_spool_scratch_clear(&scratch);
    return code;
}

/* Rows for groups of enough different documents. */
static int document_rows(document_work *work, lt_families *families, leitong_error *error)
{
    size_t count = work->corpus->document_count;
    lt_record *records = malloc((2 * count + 1) * sizeof *records);
    lt_place *places = malloc((count + 1) * sizeof *places);
    int code = records == NULL || places == NULL ? lt_error_memory(error) : 0;
    for (size_t d = 0; code == 0 && d < count; d++) {
        records[d] = (lt_record){lt_classes_find(work->groups, (uint32_t)d), d};
    }
    if (code == 0) {
        lt_radix_records(records, records + count, count);
    }
    for (size_t begin = 0, end; code == 0 && begin < count; begin = end) {
        uint32_t paragraphs = 0;
        uint64_t *hashes = (uint64_t *)(void *)(records + count); /* the scratch of the sort is free again */
        for (end = begin; end < count && records[end].key == records[begin].key; end++) {
            const lt_document *document = &work->corpus->documents[records[end].value];
            paragraphs = document->paragraph_count > paragraphs ? document->paragraph_count : paragraphs;
            hashes[end - begin] = document->hash[0];
            places[end - begin] = (lt_place){(uint32_t)records[end].value, 0, (uint32_t)document->token_count};
        }
        size_t different = 0;
        lt_radix_u64(hashes, hashes + count, end - begin);
        for (size_t i = 0; i < end - begin; i++) {
            different += i == 0 || hashes[i] != hashes[i - 1];
        }
        if (different >= LT_DOCUMENT_TEXTS && paragraphs > 1) {
            code = lt_families_append(families, LT_FAMILY_DOCUMENT, LT_FAMILY_SEQUENCE, places, end - begin, error);
        }
    }
    free(records);
    free(places);
    return code;
}

int lt_documents_find(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                      lt_classes *classes, const char *folder, lt_classes *groups, lt_families *families,
                      leitong_error *error)
{
    lt_forms whole = {0};
    document_work *work = calloc(1, sizeof *work);
    if (work == NULL) {
        return lt_error_memory(error);
    }
    work->corpus = corpus;
    work->candidates = candidates;
    work->forms = forms;
    work->classes = classes;
    work->groups = groups;
    int code = document_open(work, error);
    if (code == 0) {
        document_sequences(work);
        code = document_run(work, error);
    }
    code = code != 0 ? code : document_forms(work, folder, &whole, error);
    code = code != 0 ? code : lt_similar_join(&whole, work->groups, &work->overflow, error);
    code = code != 0 ? code : document_rows(work, families, error);
    families->overflow += work->overflow;
    lt_forms_clear(&whole);
    lt_order_clear(&work->order);
    free(work->recurs);
    free(work->ids);
    free(work->weights);
    free(work->begin);
    free(work->hash);
    free(work->crowd);
    free(work->keys);
    free(work);
    return code;
}

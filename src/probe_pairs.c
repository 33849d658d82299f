#include "probe_pairs.h"

#include "buffer.h"
#include "match/lookup.h"
#include "radix.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct probe_pairs {
    const lt_view *view;
    const lt_corpus *submission;
    uint32_t without;
    lt_record *keys; /* band << 32 | key, paragraph; sorted */
    size_t key_count;
    lt_view_places asked;
    size_t *ends;              /* [different key]: behind its places */
    lt_probe_pair *candidates; /* overlaps unknown; repeated as often as they share a key */
    size_t candidate_count, candidate_capacity;
} probe_pairs;

void lt_probe_pairs_clear(lt_probe_pairs *pairs)
{
    free(pairs->items);
    *pairs = (lt_probe_pairs){NULL, 0, 0, 0};
}

/* The submission's keys, those of several paragraphs side by side. */
static int pairs_keys(probe_pairs *p, const uint32_t *keys, leitong_error *error)
{
    unsigned bands = p->view->parameters->bands;
    size_t count = p->submission->paragraph_count * bands;
    lt_record *sorting = malloc((count + 1) * sizeof *sorting);
    p->keys = malloc((count + 1) * sizeof *p->keys);
    if (sorting == NULL || p->keys == NULL) {
        free(sorting);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        p->keys[i] = (lt_record){(uint64_t)(i % bands) << 32 | keys[i], i / bands};
    }
    p->key_count = count;
    lt_radix_records(p->keys, sorting, count);
    free(sorting);
    return 0;
}

static int pairs_candidate(probe_pairs *p, uint32_t paragraph, uint32_t document, uint32_t other, leitong_error *error)
{
    int code =
        lt_buffer_reserve(&p->candidates, &p->candidate_capacity, p->candidate_count + 1, sizeof *p->candidates, error);
    if (code == 0) {
        p->candidates[p->candidate_count++] =
            (lt_probe_pair){.paragraph = paragraph, .document = document, .other = other};
    }
    return code;
}

/* Asks for all keys; p->ends is where each's places end. Places of one key, of several paragraphs, are there once. */
static int pairs_ask(probe_pairs *p, leitong_error *error)
{
    uint64_t *keys = malloc((p->key_count + 1) * sizeof *keys);
    size_t count = 0;
    int code = 0;
    p->ends = malloc((p->key_count + 1) * sizeof *p->ends);
    if (keys == NULL || p->ends == NULL) {
        free(keys);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < p->key_count; i++) {
        if (i == 0 || p->keys[i].key != p->keys[i - 1].key) {
            keys[count++] = p->keys[i].key;
        }
    }
    code = p->view->bands(p->view->context, keys, count, &p->asked, p->ends, error);
    free(keys);
    return code;
}

/* One band key, which the submission's paragraphs keys[begin, end) have; its places asked.items[first, last). */
static int pairs_bucket(probe_pairs *p, size_t begin, size_t end, size_t first, size_t last, leitong_error *error)
{
    int code = 0;
    for (size_t i = begin; i < end && code == 0; i++) {
        uint32_t paragraph = (uint32_t)p->keys[i].value;
        for (size_t k = first; k < last && code == 0; k++) {
            const lt_view_place *place = &p->asked.items[k];
            if (place->document != p->without) {
                code = pairs_candidate(p, paragraph, place->document, place->at, error);
            }
        }
        for (size_t k = i + 1; k < end && code == 0; k++) { /* sorted: the later one has the larger number */
            code = pairs_candidate(p, paragraph, LT_VIEW_NONE, (uint32_t)p->keys[k].value, error);
        }
    }
    return code;
}

static int pairs_order(const void *left, const void *right)
{
    const lt_probe_pair *x = left;
    const lt_probe_pair *y = right;
    if (x->paragraph != y->paragraph) {
        return x->paragraph < y->paragraph ? -1 : 1;
    }
    if (x->document != y->document) {
        return x->document < y->document ? -1 : 1;
    }
    return (x->other > y->other) - (x->other < y->other);
}

static int pairs_gather(probe_pairs *p, const uint32_t *keys, leitong_error *error)
{
    int code = pairs_keys(p, keys, error);
    code = code != 0 ? code : pairs_ask(p, error);
    size_t key = 0;
    for (size_t begin = 0, end; begin < p->key_count && code == 0; begin = end) {
        for (end = begin + 1; end < p->key_count && p->keys[end].key == p->keys[begin].key; end++) {
        }
        code = pairs_bucket(p, begin, end, key == 0 ? 0 : p->ends[key - 1], p->ends[key], error);
        key++;
    }
    if (p->candidate_count > 1) {
        qsort(p->candidates, p->candidate_count, sizeof *p->candidates, pairs_order);
    }
    size_t kept = 0;
    for (size_t i = 0; i < p->candidate_count; i++) {
        if (kept == 0 || pairs_order(&p->candidates[i], &p->candidates[kept - 1]) != 0) {
            p->candidates[kept++] = p->candidates[i];
        }
    }
    p->candidate_count = kept;
    return code;
}

/* An excerpt of the candidates' documents, none of whose paragraphs are there yet. */
static int pairs_excerpt(const probe_pairs *p, lt_lookup *lookup, lt_excerpt **ret_excerpt, leitong_error *error)
{
    uint32_t *documents = malloc((p->candidate_count + 1) * sizeof *documents);
    int code = documents == NULL ? lt_error_memory(error) : 0;
    for (size_t i = 0; i < p->candidate_count && code == 0; i++) {
        uint32_t place;
        if (p->candidates[i].document != LT_VIEW_NONE) {
            code = lt_lookup_add(lookup, p->candidates[i].document, &place, error);
            if (code == 0) {
                documents[place] = p->candidates[i].document;
            }
        }
    }
    code = code != 0 ? code : lt_excerpt_new(p->view, p->submission, documents, lookup->count, ret_excerpt, error);
    free(documents);
    return code;
}

/* A candidate's other paragraph, as the excerpt numbers it. */
static int pairs_other(const lt_lookup *lookup, lt_excerpt *excerpt, const lt_probe_pair *pair, uint32_t *ret_number,
                       leitong_error *error)
{
    if (pair->document == LT_VIEW_NONE) {
        *ret_number = pair->other;
        return 0;
    }
    uint32_t document = excerpt->of[lt_lookup_find(lookup, pair->document)];
    return lt_excerpt_paragraph(excerpt, document, pair->other, ret_number, error);
}

static int pairs_verify(const probe_pairs *p, const lt_lookup *lookup, lt_excerpt *excerpt, lt_probe_pairs *pairs,
                        leitong_error *error)
{
    const lt_view_parameters *o = p->view->parameters;
    uint64_t threshold = (uint64_t)llround(o->threshold * 1e9);
    lt_verify *verify = NULL;
    int code = lt_excerpt_own_paragraphs(excerpt, error);
    code =
        code != 0 ? code : lt_verify_new(&excerpt->corpus, o->shingle, o->fold_han ? LT_FOLD_HAN : 0, &verify, error);
    for (size_t i = 0; i < p->candidate_count && code == 0; i++) {
        lt_probe_pair pair = p->candidates[i];
        uint32_t other = 0;
        bool reaches = false;
        code = pairs_other(lookup, excerpt, &pair, &other, error);
        code = code != 0 ? code
                         : lt_verify_reaches(verify, pair.paragraph, other, threshold, &reaches, &pair.overlap, error);
        pairs->verified++;
        if (code == 0 && reaches) {
            code = lt_buffer_reserve(&pairs->items, &pairs->capacity, pairs->count + 1, sizeof *pairs->items, error);
        }
        if (code == 0 && reaches) {
            pairs->items[pairs->count++] = pair;
        }
    }
    lt_verify_free(verify);
    return code;
}

int lt_probe_pairs_find(const lt_view *view, const lt_corpus *submission, const uint32_t *keys, uint32_t without,
                        lt_probe_pairs *ret_pairs, leitong_error *error)
{
    probe_pairs p = {.view = view, .submission = submission, .without = without};
    lt_probe_pairs pairs = {0};
    lt_lookup lookup = {0};
    lt_excerpt *excerpt = NULL;
    int code = pairs_gather(&p, keys, error);
    code = code != 0 ? code : pairs_excerpt(&p, &lookup, &excerpt, error);
    code = code != 0 ? code : pairs_verify(&p, &lookup, excerpt, &pairs, error);
    lt_excerpt_free(excerpt);
    lt_lookup_clear(&lookup);
    free(p.keys);
    free(p.asked.items);
    free(p.ends);
    free(p.candidates);
    if (code != 0) {
        lt_probe_pairs_clear(&pairs);
        return code;
    }
    *ret_pairs = pairs;
    return 0;
}

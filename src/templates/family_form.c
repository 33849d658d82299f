#include "templates/family_form.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    FORM_BATCH = 16384, /* distinct paragraphs */
    FORM_STRETCH = 256  /* of them, an item of work */
};

/* What one item of work leaves. */
typedef struct form_item {
    uint32_t *ids; /* of its paragraphs, one after the other */
    size_t count, capacity;
} form_item;

typedef struct form_work {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    lt_mask **masks; /* [worker] */
    lt_form_measures measures;
    uint32_t begin, end; /* distinct paragraphs of this batch */
    form_item items[FORM_BATCH / FORM_STRETCH];
    uint32_t *length; /* [distinct] */
    uint32_t *words;
    uint64_t *hash;
    uint64_t *place; /* in ids */
} form_work;

void lt_forms_clear(lt_forms *forms)
{
    free(forms->of_distinct);
    free(forms->begin);
    free(forms->length);
    free(forms->words);
    free(forms->hash);
    lt_number_array_clear(&forms->ids);
    memset(forms, 0, sizeof *forms);
}

int lt_forms_view(const lt_forms *forms, uint32_t form, lt_spool_scratch *scratch, const uint32_t **ret_ids,
                  leitong_error *error)
{
    return lt_number_array_view(&forms->ids, (size_t)forms->begin[form], forms->length[form], scratch, ret_ids, error);
}

int lt_form_measures_find(const lt_corpus *corpus, unsigned fold_flags, lt_form_measures *ret_measures,
                          leitong_error *error)
{
    static const char names[] =
        "b k m g s h t kb mb gb tb ms us ns sec secs second seconds min mins minute minutes hour "
        "hours day days byte bytes";
    lt_fold *fold = NULL;
    lt_tokens tokens = {0};
    int code = 0;
    LT_TRY_GOTO(done, lt_fold_new(fold_flags, corpus->lexicon, &fold, error));
    LT_TRY_GOTO(done, lt_fold_run(fold, (const uint8_t *)names, sizeof names - 1, 0, &tokens, error));
    ret_measures->count = LT_MIN(tokens.count, sizeof ret_measures->ids / sizeof ret_measures->ids[0]);
    memcpy(ret_measures->ids, tokens.ids, ret_measures->count * sizeof *tokens.ids);
done:
    lt_tokens_clear(&tokens);
    lt_fold_free(fold);
    return code;
}

static bool form_measure(const lt_form_measures *measures, uint32_t id)
{
    for (size_t i = 0; i < measures->count; i++) {
        if (measures->ids[i] == id) {
            return true;
        }
    }
    return false;
}

uint32_t lt_form_reduce(const lt_form_measures *measures, const lt_unit *units, size_t count, uint32_t *ids,
                        uint32_t *begins, uint32_t *ret_words)
{
    uint32_t length = 0;
    uint32_t words = 0;
    bool number = false;
    for (size_t i = 0; i < count; i++) {
        bool word = units[i].kind == LT_UNIT_WORD;
        bool measure = word && number && form_measure(measures, units[i].id);
        bool joined = measure || (!word && length > 0 && ids[length - 1] == LT_FORM_SLOT);
        number = units[i].kind == LT_UNIT_NUMBER;
        if (joined) {
            continue;
        }
        if (begins != NULL) {
            begins[length] = (uint32_t)i;
        }
        ids[length++] = word ? units[i].id : LT_FORM_SLOT;
        words += word;
    }
    *ret_words = words;
    return length;
}

static int form_stretch(void *context, size_t item, unsigned worker, leitong_error *error)
{
    form_work *work = context;
    form_item *out = &work->items[item];
    uint32_t first = work->begin + (uint32_t)item * FORM_STRETCH;
    uint32_t last = LT_MIN(first + FORM_STRETCH, work->end);
    out->count = 0;
    for (uint32_t d = first; d < last; d++) {
        const lt_paragraph *p = &work->corpus->paragraphs[work->candidates->distinct_paragraph[d]];
        uint32_t begin = (uint32_t)(p->token_begin - work->corpus->documents[p->document].token_begin);
        const lt_unit *units;
        size_t count;
        LT_TRY(lt_mask_place(work->masks[worker], p->document, begin, begin + p->token_count, &units, &count, error));
        LT_TRY(LT_RESERVE(out->ids, out->capacity, out->count + count, error));
        uint32_t *ids = out->ids + out->count;
        work->length[d] = lt_form_reduce(&work->measures, units, count, ids, NULL, &work->words[d]);
        work->hash[d] = lt_hash_64(ids, work->length[d] * sizeof *ids);
        out->count += work->length[d];
    }
    return 0;
}

static int form_batches(form_work *work, lt_workers *workers, lt_number_array *ids, leitong_error *error)
{
    uint64_t at = 0;
    uint32_t total = work->candidates->distinct_count;
    for (work->begin = 0; work->begin < total; work->begin = work->end) {
        work->end = total - work->begin > FORM_BATCH ? work->begin + FORM_BATCH : total;
        size_t items = (work->end - work->begin + FORM_STRETCH - 1) / FORM_STRETCH;
        LT_TRY(lt_workers_run(workers, items, form_stretch, work, error));
        for (size_t i = 0; i < items; i++) {
            LT_TRY(lt_number_array_append(ids, work->items[i].ids, work->items[i].count, error));
        }
        for (uint32_t d = work->begin; d < work->end; d++) {
            work->place[d] = at;
            at += work->length[d];
        }
    }
    return 0;
}

/* Distinct paragraphs with one form get its number, in the order of the first of them. */
static int form_number(form_work *work, lt_forms *forms, leitong_error *error)
{
    uint32_t total = work->candidates->distinct_count;
    uint32_t *first = malloc(((size_t)total + 1) * sizeof *first);
    lt_record *records = malloc(((size_t)total + 1) * 2 * sizeof *records);
    if (first == NULL || records == NULL) {
        free(first);
        free(records);
        return lt_error_memory(error);
    }
    for (uint32_t d = 0; d < total; d++) {
        records[d] = (lt_record){work->hash[d], d};
    }
    lt_radix_sort_records(records, records + total, total);
    for (uint32_t i = 0; i < total; i++) {
        bool same = i > 0 && records[i].key == records[i - 1].key;
        first[records[i].value] = same ? first[records[i - 1].value] : (uint32_t)records[i].value;
    }
    for (uint32_t d = 0; d < total; d++) {
        if (first[d] != d) {
            forms->of_distinct[d] = forms->of_distinct[first[d]];
            continue;
        }
        uint32_t form = forms->count++;
        forms->of_distinct[d] = form;
        forms->begin[form] = work->place[d];
        forms->length[form] = work->length[d];
        forms->words[form] = work->words[d];
        forms->hash[form] = work->hash[d];
    }
    free(first);
    free(records);
    return 0;
}

static int form_open(form_work *work, lt_forms *forms, const char *folder, const lt_mask_options *options,
                     unsigned workers, leitong_error *error)
{
    size_t total = (size_t)work->candidates->distinct_count + 1;
    forms->of_distinct = malloc(total * sizeof *forms->of_distinct);
    forms->begin = malloc(total * sizeof *forms->begin);
    forms->length = malloc(total * sizeof *forms->length);
    forms->words = malloc(total * sizeof *forms->words);
    forms->hash = malloc(total * sizeof *forms->hash);
    work->length = malloc(total * sizeof *work->length);
    work->words = malloc(total * sizeof *work->words);
    work->hash = malloc(total * sizeof *work->hash);
    work->place = malloc(total * sizeof *work->place);
    work->masks = calloc(workers, sizeof(lt_mask *));
    if (forms->of_distinct == NULL || forms->begin == NULL || forms->length == NULL || forms->words == NULL ||
        forms->hash == NULL || work->length == NULL || work->words == NULL || work->hash == NULL ||
        work->place == NULL || work->masks == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(lt_number_array_init(&forms->ids, folder, error));
    LT_TRY(lt_form_measures_find(work->corpus, options->fold_flags, &work->measures, error));
    for (unsigned i = 0; i < workers; i++) {
        LT_TRY(lt_mask_new(work->corpus, options, &work->masks[i], error));
    }
    return 0;
}

int lt_forms_find(const lt_corpus *corpus, const lt_candidates *candidates, const lt_mask_options *options,
                  const char *folder, lt_workers *workers, lt_forms *ret_forms, leitong_error *error)
{
    lt_forms forms = {0};
    unsigned count = lt_workers_count(workers);
    form_work *work = calloc(1, sizeof *work);
    if (work == NULL) {
        return lt_error_memory(error);
    }
    work->corpus = corpus;
    work->candidates = candidates;
    int code = 0;
    LT_TRY_GOTO(done, form_open(work, &forms, folder, options, count, error));
    LT_TRY_GOTO(done, form_batches(work, workers, &forms.ids, error));
    LT_TRY_GOTO(done, form_number(work, &forms, error));
done:
    for (unsigned i = 0; work->masks != NULL && i < count; i++) {
        lt_mask_free(work->masks[i]);
    }
    for (size_t i = 0; i < FORM_BATCH / FORM_STRETCH; i++) {
        free(work->items[i].ids);
    }
    free(work->masks);
    free(work->length);
    free(work->words);
    free(work->hash);
    free(work->place);
    free(work);
    if (code != 0) {
        lt_forms_clear(&forms);
        return code;
    }
    *ret_forms = forms;
    return 0;
}

#include "templates/family_document.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "templates/document_parts.h"
#include "templates/family_similar.h"

#include <stdlib.h>
#include <string.h>

typedef struct document_work {
    const lt_corpus *corpus;
    const lt_candidates *candidates;
    const lt_forms *forms;
    lt_record *order; /* documents: group, document; and the scratch of their sort */
    lt_place *places;
    lt_spool_scratch left, right;
} document_work;

static int document_open(document_work *work, const char *folder, lt_forms *whole, leitong_error *error)
{
    size_t count = work->corpus->document_count + 1;
    whole->begin = malloc(count * sizeof *whole->begin);
    whole->length = calloc(count, sizeof *whole->length);
    whole->words = calloc(count, sizeof *whole->words);
    whole->hash = malloc(count * sizeof *whole->hash);
    work->order = malloc(2 * count * sizeof *work->order);
    work->places = malloc(count * sizeof *work->places);
    if (whole->begin == NULL || whole->length == NULL || whole->words == NULL || whole->hash == NULL ||
        work->order == NULL || work->places == NULL) {
        return lt_error_memory(error);
    }
    return lt_number_array_init(&whole->ids, folder, error);
}

/* The ids of the documents, as if each were one paragraph. */
static int document_forms(const document_work *work, lt_forms *whole, leitong_error *error)
{
    lt_spool_scratch scratch = {0};
    uint64_t at = 0;
    int code = 0;
    for (size_t d = 0, p = 0; d < work->corpus->document_count; d++) {
        const lt_document *document = &work->corpus->documents[d];
        size_t end = p + document->paragraph_count;
        whole->begin[d] = at;
        whole->hash[d] = document->hash[0];
        whole->count++;
        for (; p < end; p++) {
            uint32_t form = work->forms->of_distinct[work->candidates->paragraph_distinct[p]];
            uint32_t length = work->forms->length[form];
            const uint32_t *ids;
            if (whole->length[d] >= LT_SIMILAR_LOOKED) {
                continue;
            }
            LT_TRY_GOTO(done, lt_forms_view(work->forms, form, &scratch, &ids, error));
            LT_TRY_GOTO(done, lt_number_array_append(&whole->ids, ids, length, error));
            whole->length[d] += length;
            whole->words[d] += work->forms->words[form];
            at += length;
        }
    }
done:
    lt_spool_scratch_clear(&scratch);
    return code;
}

/* Whether two documents hold the same tokens; of different bytes they count as different. */
static int document_equal(document_work *work, const lt_document *a, const lt_document *b, bool *ret_equal,
                          leitong_error *error)
{
    const uint32_t *x;
    const uint32_t *y;
    *ret_equal = a->hash[0] == b->hash[0] && a->token_count == b->token_count;
    if (*ret_equal) {
        LT_TRY(lt_corpus_tokens(work->corpus, a->token_begin, (size_t)a->token_count, &work->left, &x, error));
        LT_TRY(lt_corpus_tokens(work->corpus, b->token_begin, (size_t)b->token_count, &work->right, &y, error));
        *ret_equal = a->token_count == 0 || memcmp(x, y, (size_t)a->token_count * sizeof *x) == 0;
    }
    return 0;
}

/* Whether the documents of one group are a family: enough different ones, one of them with two paragraphs. */
static int document_family(document_work *work, const lt_record *records, size_t count, bool *ret_family,
                           leitong_error *error)
{
    const lt_document *different[LT_SHAPE_TEXTS];
    size_t found = 0;
    uint32_t paragraphs = 0;
    for (size_t i = 0; i < count && (found < LT_SHAPE_TEXTS || paragraphs < 2); i++) {
        const lt_document *document = &work->corpus->documents[records[i].value];
        bool equal = found == LT_SHAPE_TEXTS;
        for (size_t k = 0; k < found && !equal; k++) {
            LT_TRY(document_equal(work, document, different[k], &equal, error));
        }
        if (!equal) {
            different[found++] = document;
        }
        paragraphs = LT_MAX(document->paragraph_count, paragraphs);
    }
    *ret_family = found >= LT_SHAPE_TEXTS && paragraphs > 1;
    return 0;
}

static int document_rows(document_work *work, lt_classes *groups, lt_families *families, leitong_error *error)
{
    size_t count = work->corpus->document_count;
    lt_record *order = work->order;
    for (size_t d = 0; d < count; d++) {
        order[d] = (lt_record){lt_classes_find(groups, (uint32_t)d), d};
    }
    lt_radix_sort_records(order, order + count, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && order[end].key == order[begin].key; end++) {
            uint32_t d = (uint32_t)order[end].value;
            work->places[end - begin] = (lt_place){d, 0, (uint32_t)work->corpus->documents[d].token_count};
        }
        bool family = false;
        LT_TRY(document_family(work, order + begin, end - begin, &family, error));
        LT_TRY(family ? lt_families_append(families, LT_FAMILY_DOCUMENT, LT_FAMILY_SIMILAR, work->places, end - begin,
                                           error)
                      : 0);
    }
    return 0;
}

int lt_documents_find(const lt_corpus *corpus, const lt_candidates *candidates, const lt_forms *forms,
                      const char *folder, lt_classes *groups, lt_families *families, leitong_error *error)
{
    lt_forms whole = {0};
    document_work work = {.corpus = corpus, .candidates = candidates, .forms = forms};
    int code = 0;
    LT_TRY_GOTO(done, lt_classes_init(groups, (uint32_t)corpus->document_count, error));
    LT_TRY_GOTO(done, document_open(&work, folder, &whole, error));
    LT_TRY_GOTO(done, document_forms(&work, &whole, error));
    LT_TRY_GOTO(done, lt_similar_join(&whole, groups, &families->overflow, error));
    LT_TRY_GOTO(done, lt_document_parts(&whole, groups, error));
    LT_TRY_GOTO(done, document_rows(&work, groups, families, error));
done:
    lt_forms_clear(&whole);
    free(work.order);
    free(work.places);
    lt_spool_scratch_clear(&work.left);
    lt_spool_scratch_clear(&work.right);
    return code;
}

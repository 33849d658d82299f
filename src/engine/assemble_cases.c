#include "engine/assemble_cases.h"

#include "base/compare.h"
#include "passages/cases.h"
#include "passages/untold.h"
#include "result/characters.h"
#include "result/dates.h"

#include <stdlib.h>

typedef struct assembly {
    const lt_assemble_cases_input *in;
    leitong_result *result;
    lt_untold *untold;
    lt_cases cases;
    uint32_t *order;      /* [row of cases, of texts, or of documents] */
    uint64_t *salience;   /* [case, text, or document] */
    uint64_t *tokens;     /* [case × 2 + side] equal ones, each once */
    uint32_t *rank;       /* [text] its row */
    bool *text_told;      /* [text] a case of the list told it */
    unsigned char *kinds; /* [text] */
} assembly;

void lt_ranking_clear(lt_ranking *ranking)
{
    lt_side_list_clear(&ranking->sides);
    lt_salience_clear(&ranking->salience);
    lt_common_texts_clear(&ranking->texts);
}

int lt_ranking_make(const lt_corpus *corpus, const lt_passage_result *found, const lt_ranking_options *options,
                    lt_ranking *ret_ranking, leitong_error *error)
{
    size_t documents = corpus->document_count;
    uint64_t *tokens = malloc((documents + 1) * sizeof *tokens);
    int code = 0;
    if (tokens == NULL) {
        return lt_error_memory(error);
    }
    for (size_t d = 0; d < documents; d++) {
        tokens[d] = corpus->documents[d].token_count;
    }
    lt_salience_input salience = {found, &ret_ranking->sides, tokens, documents, options->compared};
    lt_common_texts_input texts = {found,     &ret_ranking->sides, &ret_ranking->salience,
                                   documents, options->stock,      options->run};
    ret_ranking->stock = options->stock;
    LT_TRY_GOTO(done, lt_side_list_make(&found->passages, documents, &ret_ranking->sides, error));
    LT_TRY_GOTO(done, lt_salience_run(&salience, &ret_ranking->salience, error));
    LT_TRY_GOTO(done, lt_common_texts_run(&texts, &ret_ranking->texts, error));
done:
    free(tokens);
    return code;
}

/* ---- texts ---- */

/* Whether half of the place or more is boilerplate. */
static bool texts_boilerplate(const lt_assemble_cases_input *in, const lt_place *place)
{
    uint64_t tokens = 0;
    size_t at = 0;
    LT_LOWER_BOUND(at, in->boilerplate_count, i,
                   in->boilerplate[i].document < place->document ||
                       (in->boilerplate[i].document == place->document && in->boilerplate[i].end <= place->begin));
    for (; at < in->boilerplate_count && in->boilerplate[at].document == place->document &&
           in->boilerplate[at].begin < place->end;
         at++) {
        tokens += LT_MIN(in->boilerplate[at].end, place->end) - LT_MAX(in->boilerplate[at].begin, place->begin);
    }
    return 2 * tokens >= place->end - place->begin;
}

static int texts_kind(const assembly *a, const lt_common_text *text)
{
    if (texts_boilerplate(a->in, &text->representative)) {
        return LEITONG_TEXT_BOILERPLATE;
    }
    if (text->documents == 1) {
        return LEITONG_TEXT_REPEATED;
    }
    return text->documents >= a->in->ranking->stock ? LEITONG_TEXT_FORMULA : LEITONG_TEXT_SHARED;
}

static void texts_side(const void *context, size_t row, unsigned side, lt_untold *untold, lt_untold_visit *visit)
{
    const assembly *a = context;
    (void)side;
    visit(untold, &a->in->ranking->texts.items[row].representative);
}

static bool texts_disjoint(const void *context, size_t row)
{
    (void)context;
    (void)row;
    return true;
}

static void texts_tell(void *context, size_t row, lt_untold *untold, lt_untold_visit *visit)
{
    const assembly *a = context;
    const lt_common_texts *texts = &a->in->ranking->texts;
    const lt_common_text *text = &texts->items[row];
    for (size_t i = text->begin; i < text->begin + text->count; i++) {
        visit(untold, &texts->places[i]);
    }
}

/* Rows, which stand in the order in which texts were found, get their kind, salience and order. */
static int texts_order(assembly *a, leitong_error *error)
{
    const lt_common_texts *texts = &a->in->ranking->texts;
    const leitong_result_text_row *rows = a->result->texts.items;
    lt_untold_rows list = {
        .sides = 1, .side = texts_side, .disjoint = texts_disjoint, .tell = texts_tell, .context = a};
    size_t count = 0;
    lt_untold_measure(a->untold, &list, texts->count, a->salience, NULL);
    for (size_t i = 0; i < texts->count; i++) {
        a->kinds[i] = (unsigned char)texts_kind(a, &texts->items[i]);
    }
    for (int kind = LEITONG_TEXT_SHARED; kind <= LEITONG_TEXT_BOILERPLATE; kind++) {
        size_t first = count;
        for (size_t i = 0; i < texts->count; i++) {
            a->order[count] = (uint32_t)i;
            count += a->kinds[i] == kind;
        }
        LT_TRY(lt_untold_order(a->untold, &list, a->order + first, count - first, a->salience, error));
    }
    leitong_result_text_row *ordered = malloc((count + 1) * sizeof *ordered);
    if (ordered == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        ordered[i] = rows[a->order[i]];
        ordered[i].kind = a->kinds[a->order[i]];
        ordered[i].salience = a->salience[a->order[i]];
        a->rank[a->order[i]] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        ((leitong_result_text_row *)a->result->texts.items)[i] = ordered[i];
    }
    free(ordered);
    return 0;
}

/* A passage names the text of its sides that stands first. */
static void texts_of_passages(const assembly *a)
{
    const uint32_t *of_side = a->in->ranking->texts.of_side;
    for (size_t i = 0; i < a->result->passages.count; i++) {
        leitong_result_passage *row = (leitong_result_passage *)a->result->passages.items + i;
        row->text = LEITONG_NO_TEXT;
        for (size_t side = 2 * i; side < 2 * i + 2; side++) {
            uint32_t rank = of_side[side] != LT_NO_TEXT ? a->rank[of_side[side]] : LEITONG_NO_TEXT;
            row->text = LT_MIN(row->text, rank);
        }
    }
}

/* ---- cases ---- */

/* Where the sides of passages begin and end, in characters behind the first in each document. */
static int cases_boxes(const leitong_result *result, lt_proximity_box **ret_boxes, leitong_error *error)
{
    size_t count = result->passages.count;
    const leitong_result_passage *passages = result->passages.items;
    leitong_span *spans = malloc((2 * count + 1) * sizeof *spans);
    leitong_span **wanted = calloc(2 * count + 1, sizeof(leitong_span *));
    lt_proximity_box *boxes = malloc((count + 1) * sizeof *boxes);
    int code = 0;
    if (spans == NULL || wanted == NULL || boxes == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    for (size_t i = 0; i < count; i++) {
        spans[2 * i] = passages[i].a;
        spans[2 * i + 1] = passages[i].b;
        wanted[2 * i] = &spans[2 * i];
        wanted[2 * i + 1] = &spans[2 * i + 1];
    }
    LT_TRY_GOTO(done, lt_characters_distances(result, wanted, 2 * count, error));
    for (size_t i = 0; i < count; i++) {
        const leitong_span *span = &spans[2 * i];
        boxes[i] = (lt_proximity_box){span[0].begin, span[0].end, span[1].begin, span[1].end};
    }
    *ret_boxes = boxes;
    boxes = NULL;
done:
    free(spans);
    free(wanted);
    free(boxes);
    return code;
}

static void cases_side(const void *context, size_t row, unsigned side, lt_untold *untold, lt_untold_visit *visit)
{
    const assembly *a = context;
    const lt_passages *passages = &a->in->found->passages;
    const lt_case *item = &a->cases.items[row];
    for (size_t i = item->begin; i < item->begin + item->count; i++) {
        uint64_t number = (uint64_t)a->cases.passages[i] << 1 | side;
        for (uint32_t run = 0; run <= passages->items[a->cases.passages[i]].edit_count; run++) {
            lt_place place = lt_side_run(passages, number, run);
            visit(untold, &place);
        }
    }
}

static bool cases_disjoint(const void *context, size_t row)
{
    return ((const assembly *)context)->cases.items[row].count == 1;
}

/* Both sides of a passage and all places of their texts. */
static void passage_tell(assembly *a, size_t passage, lt_untold *untold, lt_untold_visit *visit)
{
    for (uint64_t side = 2 * (uint64_t)passage; side < 2 * (uint64_t)passage + 2; side++) {
        uint32_t text = a->in->ranking->texts.of_side[side];
        lt_place place = lt_side_place(&a->in->found->passages, side);
        visit(untold, &place);
        if (text != LT_NO_TEXT && !a->text_told[text]) {
            a->text_told[text] = true;
            texts_tell(a, text, untold, visit);
        }
    }
}

/* A list begins with no text told. */
static void texts_untold(const assembly *a)
{
    for (size_t i = 0; i < a->in->ranking->texts.count; i++) {
        a->text_told[i] = false;
    }
}

static void cases_tell(void *context, size_t row, lt_untold *untold, lt_untold_visit *visit)
{
    assembly *a = context;
    const lt_case *item = &a->cases.items[row];
    for (size_t i = item->begin; i < item->begin + item->count; i++) {
        passage_tell(a, a->cases.passages[i], untold, visit);
    }
}

static bool cases_within(const assembly *a, size_t number)
{
    const lt_passage *first = &a->in->found->passages.items[a->cases.passages[a->cases.items[number].begin]];
    return first->document_a == first->document_b;
}

static int cases_order(assembly *a, leitong_error *error)
{
    const lt_untold_rows list = {
        .sides = 2, .side = cases_side, .disjoint = cases_disjoint, .tell = cases_tell, .context = a};
    size_t count = 0;
    lt_untold_measure(a->untold, &list, a->cases.count, a->salience, a->tokens);
    for (int within = 0; within < 2; within++) {
        size_t first = count;
        for (size_t i = 0; i < a->cases.count; i++) {
            a->order[count] = (uint32_t)i;
            count += cases_within(a, i) == (within != 0);
        }
        texts_untold(a);
        LT_TRY(lt_untold_order(a->untold, &list, a->order + first, count - first, a->salience, error));
    }
    return 0;
}

/* ---- documents ---- */

/* What is equal in other documents. */
static void documents_side(const void *context, size_t row, unsigned side, lt_untold *untold, lt_untold_visit *visit)
{
    const assembly *a = context;
    const lt_passages *passages = &a->in->found->passages;
    const lt_side_list *sides = &a->in->ranking->sides;
    (void)side;
    for (size_t i = sides->begins[row]; i < sides->begins[row + 1]; i++) {
        uint64_t number = sides->items[i].value;
        const lt_passage *p = &passages->items[number >> 1];
        for (uint32_t run = 0; p->document_a != p->document_b && run <= p->edit_count; run++) {
            lt_place place = lt_side_run(passages, number, run);
            visit(untold, &place);
        }
    }
}

static bool documents_disjoint(const void *context, size_t row)
{
    const lt_side_list *sides = &((const assembly *)context)->in->ranking->sides;
    return sides->begins[row + 1] - sides->begins[row] < 2;
}

static void documents_tell(void *context, size_t row, lt_untold *untold, lt_untold_visit *visit)
{
    assembly *a = context;
    const lt_side_list *sides = &a->in->ranking->sides;
    for (size_t i = sides->begins[row]; i < sides->begins[row + 1]; i++) {
        passage_tell(a, (size_t)(sides->items[i].value >> 1), untold, visit);
    }
}

static int documents_order(assembly *a, leitong_error *error)
{
    const lt_untold_rows list = {
        .sides = 1, .side = documents_side, .disjoint = documents_disjoint, .tell = documents_tell, .context = a};
    size_t count = a->result->documents.count;
    leitong_result_document *rows = a->result->documents.items;
    lt_untold_measure(a->untold, &list, count, a->salience, NULL);
    for (size_t i = 0; i < count; i++) {
        a->order[i] = (uint32_t)i;
        rows[i].salience = a->salience[i];
    }
    texts_untold(a);
    LT_TRY(lt_untold_order(a->untold, &list, a->order, count, a->salience, error));
    for (size_t i = 0; i < count; i++) {
        rows[a->order[i]].rank = (uint32_t)i;
    }
    return 0;
}

static void cases_around(leitong_span *span, const leitong_span *part)
{
    span->begin = LT_MIN(span->begin, part->begin);
    span->end = LT_MAX(span->end, part->end);
}

static int cases_rows(assembly *a, leitong_error *error)
{
    leitong_result *result = a->result;
    const leitong_result_passage *passages = result->passages.items;
    size_t at = 0;
    LT_TRY(lt_result_rows(&result->cases, a->cases.count, sizeof(leitong_result_case), error));
    LT_TRY(lt_result_rows(&result->case_passages, result->passages.count, sizeof(uint32_t), error));
    for (size_t i = 0; i < a->cases.count; i++) {
        const lt_case *from = &a->cases.items[a->order[i]];
        const uint32_t *numbers = a->cases.passages + from->begin;
        leitong_result_case *row = (leitong_result_case *)result->cases.items + i;
        *row = (leitong_result_case){.a = passages[numbers[0]].a,
                                     .b = passages[numbers[0]].b,
                                     .passage_begin = at,
                                     .passage_count = from->count,
                                     .matched_a = a->tokens[2 * (size_t)a->order[i]],
                                     .matched_b = a->tokens[2 * (size_t)a->order[i] + 1],
                                     .salience = a->salience[a->order[i]],
                                     .text = LEITONG_NO_TEXT};
        row->earliest = lt_dates_side(result, row->a.document, row->b.document);
        for (size_t p = 0; p < from->count; p++) {
            const leitong_result_passage *passage = &passages[numbers[p]];
            ((uint32_t *)result->case_passages.items)[at++] = numbers[p];
            cases_around(&row->a, &passage->a);
            cases_around(&row->b, &passage->b);
            row->text = LT_MIN(row->text, passage->text);
        }
    }
    return 0;
}

static int cases_find(assembly *a, leitong_error *error)
{
    lt_proximity_box *boxes = NULL;
    LT_TRY(cases_boxes(a->result, &boxes, error));
    int code = lt_cases_run(&a->in->found->passages, boxes, &a->cases, error);
    free(boxes);
    return code;
}

static int assembly_open(assembly *a, leitong_error *error)
{
    size_t texts = a->in->ranking->texts.count;
    size_t rows = LT_MAX(LT_MAX(a->cases.count, texts), a->result->documents.count) + 1;
    a->order = malloc(rows * sizeof *a->order);
    a->salience = malloc(rows * sizeof *a->salience);
    a->tokens = malloc(2 * rows * sizeof *a->tokens);
    a->rank = malloc((texts + 1) * sizeof *a->rank);
    a->text_told = malloc((texts + 1) * sizeof *a->text_told);
    a->kinds = malloc(texts + 1);
    if (a->order == NULL || a->salience == NULL || a->tokens == NULL || a->rank == NULL || a->text_told == NULL ||
        a->kinds == NULL) {
        return lt_error_memory(error);
    }
    return lt_untold_new(&a->in->ranking->salience, a->result->documents.count, &a->untold, error);
}

int lt_assemble_cases(const lt_assemble_cases_input *input, leitong_result *result, leitong_error *error)
{
    assembly a = {.in = input, .result = result};
    int code = 0;
    LT_TRY_GOTO(done, cases_find(&a, error));
    LT_TRY_GOTO(done, assembly_open(&a, error));
    LT_TRY_GOTO(done, texts_order(&a, error));
    texts_of_passages(&a);
    LT_TRY_GOTO(done, cases_order(&a, error));
    LT_TRY_GOTO(done, cases_rows(&a, error));
    LT_TRY_GOTO(done, documents_order(&a, error));
done:
    lt_cases_clear(&a.cases);
    lt_untold_free(a.untold);
    free(a.order);
    free(a.salience);
    free(a.tokens);
    free(a.rank);
    free(a.text_told);
    free(a.kinds);
    return code;
}

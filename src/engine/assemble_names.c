#include "engine/assemble_names.h"

#include "base/compare.h"
#include "engine/assemble_offsets.h"

#include <stdlib.h>

typedef struct assembly {
    const lt_corpus *corpus;
    const lt_naming *found;
    leitong_result *result;
    lt_offset_requests requests; /* of each swap's place a and b; of each name left behind its place, source and
                                    instead */
    leitong_span *insteads;      /* [row left behind] */
} assembly;

static int assembly_request(assembly *a, leitong_span *span, uint32_t document, uint32_t begin, uint32_t end,
                            leitong_error *error)
{
    span->document = document;
    return lt_offset_requests_span(&a->requests, document, begin, end, error);
}

static void assembly_read(assembly *a, leitong_span *span)
{
    const uint64_t *offsets = lt_offset_requests_read(&a->requests, 2);
    span->begin = offsets[0];
    span->end = offsets[1];
}

static bool assembly_instead(const lt_left *left)
{
    return left->instead.end > left->instead.begin;
}

static const uint8_t assembly_kinds[] = {
    [LT_NAME_YEAR] = LEITONG_KIND_YEAR,     [LT_NAME_OF_LEVEL] = LEITONG_KIND_LEVEL,
    [LT_NAME_PLACE] = LEITONG_KIND_PLACE,   [LT_NAME_BODY] = LEITONG_KIND_ORGANISATION,
    [LT_NAME_PERSON] = LEITONG_KIND_PERSON, [LT_NAME_TERM] = LEITONG_KIND_OTHER};

static int assembly_adapted(assembly *a, leitong_error *error)
{
    static const uint8_t ways[] = {[LT_ADAPTED_ROLE] = LEITONG_ADAPTED_ROLE,
                                   [LT_ADAPTED_HOMES] = LEITONG_ADAPTED_TITLES,
                                   [LT_ADAPTED_SWAPS] = LEITONG_ADAPTED_SWAPS};
    const lt_naming *found = a->found;
    LT_TRY(lt_result_rows(&a->result->adapted, found->adapted_count, sizeof(leitong_result_adapted), error));
    for (size_t i = 0; i < found->adapted_count; i++) {
        const lt_adaptation *from = &found->adapted[i];
        const lt_document *documents = a->corpus->documents;
        uint64_t tokens = LT_MIN(documents[from->document_a].token_count, documents[from->document_b].token_count);
        leitong_result_adapted *row = (leitong_result_adapted *)a->result->adapted.items + i;
        *row = (leitong_result_adapted){.document_a = from->document_a,
                                        .document_b = from->document_b,
                                        .matched = LT_MIN(from->matched, tokens),
                                        .by = ways[from->how],
                                        .copy = from->copy + 1,
                                        .copy_by = from->copy < 0 ? LEITONG_COPY_BY_NOTHING
                                                   : from->dated  ? LEITONG_COPY_BY_DATES
                                                                  : LEITONG_COPY_BY_LEFT_BEHIND,
                                        .swaps = from->swaps,
                                        .places = from->places,
                                        .left_behind = from->left_behind};
    }
    return 0;
}

static int assembly_swaps(assembly *a, leitong_error *error)
{
    const lt_swap_groups *swaps = &a->found->swaps;
    LT_TRY(lt_result_rows(&a->result->swaps, swaps->count, sizeof(leitong_result_swap), error));
    LT_TRY(lt_result_rows(&a->result->swap_places, swaps->place_count, sizeof(leitong_result_swap_place), error));
    size_t at = 0;
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap_group *from = &swaps->items[i];
        leitong_result_swap *row = (leitong_result_swap *)a->result->swaps.items + i;
        *row = (leitong_result_swap){.kind = assembly_kinds[from->kind],
                                     .directed = from->directed,
                                     .pairs = from->pairs,
                                     .place_begin = at,
                                     .place_count = from->place_count};
        for (size_t p = 0; p < from->place_count; p++) {
            const lt_swap_group_place *place = &swaps->places[from->place_begin + p];
            leitong_result_swap_place *to = (leitong_result_swap_place *)a->result->swap_places.items + at++;
            LT_TRY(assembly_request(a, &to->a, place->from_document, place->from_begin, place->from_end, error));
            LT_TRY(assembly_request(a, &to->b, place->to_document, place->to_begin, place->to_end, error));
        }
    }
    return 0;
}

static int assembly_lefts(assembly *a, leitong_error *error)
{
    const lt_lefts *lefts = &a->found->lefts;
    LT_TRY(lt_result_rows(&a->result->left_behind, lefts->count, sizeof(leitong_result_left), error));
    a->insteads = calloc(lefts->count + 1, sizeof *a->insteads);
    if (a->insteads == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < lefts->count; i++) {
        const lt_left *from = &lefts->items[i];
        const lt_place *place = &from->place;
        const lt_place *source = &from->source;
        const lt_place *instead = &from->instead;
        leitong_result_left *row = (leitong_result_left *)a->result->left_behind.items + i;
        row->kind = assembly_kinds[from->kind];
        row->left_class = from->class;
        row->weak = from->weak;
        LT_TRY(assembly_request(a, &row->span, place->document, place->begin, place->end, error));
        LT_TRY(assembly_request(a, &row->source, source->document, source->begin, source->end, error));
        if (assembly_instead(from)) {
            LT_TRY(assembly_request(a, &a->insteads[i], instead->document, instead->begin, instead->end, error));
        }
    }
    return 0;
}

/* Source bytes of all spans, in the order in which they were asked for. */
static int assembly_offsets(assembly *a, unsigned fold_flags, lt_workers *workers, leitong_error *error)
{
    LT_TRY(lt_offset_requests_locate(&a->requests, a->corpus, fold_flags, workers, error));
    for (size_t i = 0; i < a->result->swap_places.count; i++) {
        leitong_result_swap_place *place = (leitong_result_swap_place *)a->result->swap_places.items + i;
        assembly_read(a, &place->a);
        assembly_read(a, &place->b);
    }
    for (size_t i = 0; i < a->found->lefts.count; i++) {
        leitong_result_left *row = (leitong_result_left *)a->result->left_behind.items + i;
        assembly_read(a, &row->span);
        assembly_read(a, &row->source);
        if (assembly_instead(&a->found->lefts.items[i])) {
            assembly_read(a, &a->insteads[i]);
        }
    }
    return 0;
}

int lt_assemble_names(const lt_assemble_names_input *input, leitong_result *result, leitong_span **ret_insteads,
                      leitong_error *error)
{
    assembly a = {.corpus = input->corpus, .found = input->found, .result = result};
    int code = 0;
    LT_TRY_GOTO(done, assembly_adapted(&a, error));
    LT_TRY_GOTO(done, assembly_swaps(&a, error));
    LT_TRY_GOTO(done, assembly_lefts(&a, error));
    LT_TRY_GOTO(done, assembly_offsets(&a, input->fold_flags, input->workers, error));
    *ret_insteads = a.insteads;
    a.insteads = NULL;
done:
    lt_offset_requests_clear(&a.requests);
    free(a.insteads);
    return code;
}

/* The words of a span, kept by the result. */
static int text_keep(leitong_result *result, const leitong_span *span, const char **ret_text, leitong_error *error)
{
    char *text = NULL;
    size_t size;
    LT_TRY(leitong_result_utf8(result, span, &text, &size, error));
    int code = lt_result_string(result, text, ret_text, error);
    free(text);
    return code;
}

int lt_assemble_names_text(leitong_result *result, const leitong_span *insteads, leitong_error *error)
{
    for (size_t i = 0; i < result->swaps.count; i++) {
        leitong_result_swap *row = (leitong_result_swap *)result->swaps.items + i;
        const leitong_result_swap_place *place =
            (const leitong_result_swap_place *)result->swap_places.items + row->place_begin;
        LT_TRY(text_keep(result, &place->a, &row->from, error));
        LT_TRY(text_keep(result, &place->b, &row->to, error));
    }
    for (size_t i = 0; i < result->left_behind.count; i++) {
        leitong_result_left *row = (leitong_result_left *)result->left_behind.items + i;
        LT_TRY(text_keep(result, &row->span, &row->text, error));
        if (insteads[i].end > insteads[i].begin) {
            LT_TRY(text_keep(result, &insteads[i], &row->instead, error));
        }
    }
    return 0;
}

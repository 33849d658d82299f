#include "engine/assemble_figures.h"

#include "base/buffer.h"
#include "base/compare.h"

void lt_assemble_place_flags(const lt_passage_result *found, uint8_t *ret_flags)
{
    for (size_t i = 0; i < found->phrase_count; i++) {
        const lt_phrase *phrase = &found->phrases[i];
        const lt_place *places = found->places + phrase->place_begin;
        for (uint32_t p = 0; p < phrase->place_count; p++) {
            bool within = (p > 0 && places[p - 1].document == places[p].document) ||
                          (p + 1 < phrase->place_count && places[p + 1].document == places[p].document);
            ret_flags[phrase->place_begin + p] =
                (uint8_t)((phrase->documents > 1 ? LT_PLACE_ELSEWHERE : 0) | (within ? LT_PLACE_WITHIN : 0));
        }
    }
}

/* One stretch of equal tokens of a passage; `source` is the document of the other side. */
static int figures_equal(lt_coverage *coverage, const lt_shared_stretch *equal, bool is_within, leitong_error *error)
{
    if (equal->begin >= equal->end) {
        return 0;
    }
    return is_within ? lt_coverage_add(coverage, LT_LAYER_REPEATED, equal->begin, equal->end, error)
                     : lt_coverage_share(coverage, equal, error);
}

static int figures_side(lt_coverage *coverage, const lt_passage_result *found, size_t value, leitong_error *error)
{
    const lt_passage *p = &found->passages.items[value >> 1];
    const lt_edit *edits = LT_FROM(found->passages.edits, p->edit_begin);
    bool is_b = (value & 1) != 0;
    bool is_within = p->document_a == p->document_b;
    uint32_t end = is_b ? p->b_end : p->a_end;
    lt_shared_stretch equal = {is_b ? p->document_a : p->document_b, is_b ? p->b_begin : p->a_begin, 0};
    LT_TRY(lt_coverage_add(coverage, LT_LAYER_COVERED, equal.begin, end, error));
    for (uint32_t e = 0; e < p->edit_count; e++) {
        equal.end = is_b ? edits[e].b_begin : edits[e].a_begin;
        LT_TRY(figures_equal(coverage, &equal, is_within, error));
        equal.begin = is_b ? edits[e].b_end : edits[e].a_end;
    }
    equal.end = end;
    return figures_equal(coverage, &equal, is_within, error);
}

static int figures_place(lt_coverage *coverage, const lt_place *place, unsigned flags, leitong_error *error)
{
    LT_TRY(lt_coverage_add(coverage, LT_LAYER_COVERED, place->begin, place->end, error));
    if ((flags & LT_PLACE_ELSEWHERE) != 0) {
        LT_TRY(lt_coverage_add(coverage, LT_LAYER_EQUAL, place->begin, place->end, error));
    }
    return (flags & LT_PLACE_WITHIN) != 0
               ? lt_coverage_add(coverage, LT_LAYER_REPEATED, place->begin, place->end, error)
               : 0;
}

static int figures_places(lt_coverage *coverage, lt_coverage_layer layer, const lt_place *places, size_t count,
                          leitong_error *error)
{
    for (size_t i = 0; i < count; i++) {
        LT_TRY(lt_coverage_add(coverage, layer, places[i].begin, places[i].end, error));
    }
    return 0;
}

static int figures_stretches(lt_coverage *coverage, lt_coverage_layer layer, const lt_stretches *stretches,
                             leitong_error *error)
{
    for (size_t i = 0; i < stretches->count; i++) {
        LT_TRY(lt_coverage_add(coverage, layer, stretches->items[i].begin, stretches->items[i].end, error));
    }
    return 0;
}

int lt_assemble_figures(lt_coverage *coverage, const lt_assemble_figures_input *input, const lt_located *located,
                        leitong_result_document *row, lt_figures *ret_figures, leitong_error *error)
{
    const lt_passage_result *found = input->found;
    uint32_t longest = 0;
    lt_coverage_clear(coverage);
    /* What no source has a part in comes first. */
    LT_TRY(figures_places(coverage, LT_LAYER_BOILERPLATE, input->boilerplate, input->boilerplate_count, error));
    LT_TRY(figures_stretches(coverage, LT_LAYER_EXCLUDED, located->excluded, error));
    LT_TRY(figures_stretches(coverage, LT_LAYER_QUOTED, located->quoted, error));
    LT_TRY(figures_places(coverage, LT_LAYER_STOCK, input->stock, input->stock_count, error));
    for (size_t i = 0; i < input->side_count; i++) {
        size_t value = (size_t)input->sides[i].value;
        LT_TRY(figures_side(coverage, found, value, error));
        const lt_passage *p = &found->passages.items[value >> 1];
        longest = p->document_a == p->document_b ? longest : LT_MAX(p->longest_run, longest);
    }
    for (size_t i = 0; i < input->place_count; i++) {
        size_t value = (size_t)input->places[i].value;
        uint32_t document = found->places[value].document;
        for (; value < found->place_count && found->places[value].document == document; value++) {
            const lt_place *place = &found->places[value];
            LT_TRY(figures_place(coverage, place, input->place_flags[value], error));
            bool elsewhere = (input->place_flags[value] & LT_PLACE_ELSEWHERE) != 0;
            longest = elsewhere ? LT_MAX(place->end - place->begin, longest) : longest;
        }
    }
    LT_TRY(lt_coverage_run(coverage, ret_figures, error));
    row->covered = ret_figures->covered;
    row->reused = ret_figures->reused;
    row->repeated = ret_figures->repeated;
    row->boilerplate = ret_figures->boilerplate;
    row->excluded = ret_figures->excluded;
    row->reused_without_quotes = ret_figures->without_quotes;
    row->reused_without_stock = ret_figures->without_stock;
    row->longest_run = longest;
    if (ret_figures->source_count > 0) {
        row->largest_source = ret_figures->sources[0].source;
        row->largest_source_tokens = ret_figures->sources[0].full;
    }
    return 0;
}

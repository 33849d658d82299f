#include "engine/assemble_passages.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"
#include "engine/assemble_figures.h"
#include "engine/assemble_versions.h"
#include "text/locate.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* References to documents, grouped: records[begins[d] … begins[d + 1]).value names a row of some table. */
typedef struct reference_list {
    lt_record *records;
    size_t *begins;
    size_t count;
} reference_list;

/* What a worker keeps of a document until all are done. */
typedef struct document_kept {
    lt_source *sources;
    size_t source_count;
    lt_result_label *labels; /* of quotation and excluded lines */
    size_t label_count;
} document_kept;

/* One worker's, for one document after the other. */
typedef struct passages_scratch {
    lt_locate *locate;
    lt_coverage *coverage;
    lt_location *locations, *sorted; /* what rows ask of it; scratch of their sort */
    size_t location_count, location_capacity, sorted_capacity;
} passages_scratch;

/* A place, and where its row wants it in bytes. */
typedef struct assembly_span {
    lt_place from;
    leitong_span *to;
} assembly_span;

typedef struct assembly {
    const lt_corpus *corpus;
    const lt_passage_result *found;
    const lt_common_texts *texts;
    reference_list sides;  /* value: passage × 2 + side */
    reference_list places; /* value: the first of neighbouring places of one document */
    assembly_span *listed; /* places of phrases, of texts and of boilerplate that have a row */
    size_t listed_count;
    reference_list rows;  /* value: of `listed` */
    uint8_t *place_flags; /* [place] enum lt_place_flag */
    size_t *stock;        /* [document + 1] in found->stock */
    size_t *boilerplate;  /* [document + 1] in options->boilerplate */
    const lt_assemble_passages_options *options;
    passages_scratch *scratch;      /* [worker] */
    lt_assemble_versions *versions; /* NULL: not wanted */
    document_kept *kept;            /* [document] */
    leitong_result *result;
} assembly;

static void reference_clear(reference_list *list)
{
    free(list->records);
    free(list->begins);
}

static int reference_make(reference_list *list, size_t count, size_t documents, leitong_error *error)
{
    list->records = malloc((count + 1) * sizeof *list->records);
    list->begins = calloc(documents + 2, sizeof *list->begins);
    return list->records == NULL || list->begins == NULL ? lt_error_memory(error) : 0;
}

static void reference_add(reference_list *list, uint32_t document, uint32_t begin, size_t value)
{
    list->records[list->count++] = (lt_record){(uint64_t)document << 32 | begin, value};
}

static int reference_group(reference_list *list, size_t documents, leitong_error *error)
{
    lt_record *scratch = malloc((list->count + 1) * sizeof *scratch);
    if (scratch == NULL) {
        return lt_error_memory(error);
    }
    lt_radix_sort_records(list->records, scratch, list->count);
    free(scratch);
    size_t at = 0;
    for (size_t d = 0; d <= documents; d++) {
        while (at < list->count && list->records[at].key >> 32 < d) {
            at++;
        }
        list->begins[d] = at;
    }
    return 0;
}

/* Each run of neighbouring places of one document; returns their number. `list` may be NULL. */
static size_t assembly_place_runs(const lt_passage_result *found, reference_list *list)
{
    size_t runs = 0;
    for (size_t i = 0; i < found->place_count; i++) {
        const lt_place *place = &found->places[i];
        if (i > 0 && place->document == place[-1].document) {
            continue;
        }
        if (list != NULL) {
            reference_add(list, place->document, place->begin, i);
        }
        runs++;
    }
    return runs;
}

static int assembly_references(assembly *a, leitong_error *error)
{
    size_t documents = a->corpus->document_count;
    const lt_passages *passages = &a->found->passages;
    LT_TRY(reference_make(&a->sides, 2 * passages->count, documents, error));
    LT_TRY(reference_make(&a->places, assembly_place_runs(a->found, NULL), documents, error));
    LT_TRY(reference_make(&a->rows, a->listed_count, documents, error));
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        reference_add(&a->sides, p->document_a, p->a_begin, 2 * i);
        reference_add(&a->sides, p->document_b, p->b_begin, 2 * i + 1);
    }
    (void)assembly_place_runs(a->found, &a->places);
    for (size_t i = 0; i < a->listed_count; i++) {
        reference_add(&a->rows, a->listed[i].from.document, a->listed[i].from.begin, i);
    }
    LT_TRY(reference_group(&a->sides, documents, error));
    LT_TRY(reference_group(&a->places, documents, error));
    return reference_group(&a->rows, documents, error);
}

/* Asks for the source byte where token `token` begins, or ends. */
static void locate_add(passages_scratch *scratch, uint32_t token, bool end, uint64_t *ret_offset)
{
    scratch->locations[scratch->location_count++] = (lt_location){(uint64_t)token << 1 | end, ret_offset};
}

static void locate_span(passages_scratch *scratch, leitong_span *span, uint32_t document, uint32_t begin, uint32_t end)
{
    span->document = document;
    locate_add(scratch, begin, false, &span->begin);
    locate_add(scratch, end - 1, true, &span->end);
}

/* An edit's side; an empty one stands right behind the token before it. */
static void locate_edit(passages_scratch *scratch, uint32_t begin, uint32_t end, uint64_t *ret_begin, uint64_t *ret_end)
{
    locate_add(scratch, begin < end ? begin : begin - 1, begin == end, ret_begin);
    locate_add(scratch, end - 1, true, ret_end);
}

/* One side of a passage's row and of its edits. */
static void locate_side(const assembly *a, passages_scratch *scratch, size_t value)
{
    const lt_passage *from = &a->found->passages.items[value >> 1];
    leitong_result_passage *to = (leitong_result_passage *)a->result->passages.items + (value >> 1);
    leitong_result_edit *edits = LT_FROM((leitong_result_edit *)a->result->edits.items, from->edit_begin);
    const lt_edit *own = LT_FROM(a->found->passages.edits, from->edit_begin);
    bool side_b = (value & 1) != 0;
    if (side_b) {
        locate_span(scratch, &to->b, from->document_b, from->b_begin, from->b_end);
    } else {
        locate_span(scratch, &to->a, from->document_a, from->a_begin, from->a_end);
    }
    for (uint32_t e = 0; e < from->edit_count; e++) {
        if (side_b) {
            locate_edit(scratch, own[e].b_begin, own[e].b_end, &edits[e].b_begin, &edits[e].b_end);
        } else {
            locate_edit(scratch, own[e].a_begin, own[e].a_end, &edits[e].a_begin, &edits[e].a_end);
        }
    }
}

/* In place, by token. */
static void locate_sort(passages_scratch *scratch)
{
    _Static_assert(sizeof(lt_location) == sizeof(lt_record) && offsetof(lt_location, key) == offsetof(lt_record, key),
                   "a location is sorted as a record");
    lt_radix_sort_records((lt_record *)(void *)scratch->locations, (lt_record *)(void *)scratch->sorted,
                          scratch->location_count);
}

/* Everything that rows ask of the document, sorted by token. */
static int locate_gather(const assembly *a, uint32_t document, passages_scratch *scratch, leitong_error *error)
{
    size_t count = 2 * (a->rows.begins[document + 1] - a->rows.begins[document]) + 1;
    for (size_t i = a->sides.begins[document]; i < a->sides.begins[document + 1]; i++) {
        count += 2 + 2 * (size_t)a->found->passages.items[a->sides.records[i].value >> 1].edit_count;
    }
    scratch->location_count = 0;
    LT_TRY(LT_RESERVE(scratch->locations, scratch->location_capacity, count, error));
    LT_TRY(LT_RESERVE(scratch->sorted, scratch->sorted_capacity, count, error));
    for (size_t i = a->sides.begins[document]; i < a->sides.begins[document + 1]; i++) {
        locate_side(a, scratch, (size_t)a->sides.records[i].value);
    }
    for (size_t i = a->rows.begins[document]; i < a->rows.begins[document + 1]; i++) {
        const assembly_span *span = &a->listed[a->rows.records[i].value];
        locate_span(scratch, span->to, document, span->from.begin, span->from.end);
    }
    locate_sort(scratch);
    return 0;
}

static int assembly_keep_labels(document_kept *kept, uint32_t document, const lt_located *located, leitong_error *error)
{
    const lt_stretches *lists[] = {located->quoted, located->excluded};
    static const uint32_t kinds[] = {LT_LABEL_QUOTED, LT_LABEL_EXCLUDED};
    kept->labels = malloc((lists[0]->count + lists[1]->count + 1) * sizeof *kept->labels);
    if (kept->labels == NULL) {
        return lt_error_memory(error);
    }
    for (size_t list = 0; list < 2; list++) {
        for (size_t i = 0; i < lists[list]->count; i++) {
            const lt_stretch *from = &lists[list]->items[i];
            kept->labels[kept->label_count++] = (lt_result_label){document, from->begin, from->end, kinds[list]};
        }
    }
    return 0;
}

static int assembly_figures(const assembly *a, uint32_t document, const lt_located *located, unsigned worker,
                            leitong_error *error)
{
    const size_t *stock = a->stock + document;
    const size_t *boilerplate = a->boilerplate + document;
    lt_assemble_figures_input input = {.found = a->found,
                                       .place_flags = a->place_flags,
                                       .sides = a->sides.records + a->sides.begins[document],
                                       .side_count = a->sides.begins[document + 1] - a->sides.begins[document],
                                       .places = a->places.records + a->places.begins[document],
                                       .place_count = a->places.begins[document + 1] - a->places.begins[document],
                                       .stock = LT_FROM(a->found->stock, stock[0]),
                                       .stock_count = stock[1] - stock[0],
                                       .boilerplate = LT_FROM(a->options->boilerplate, boilerplate[0]),
                                       .boilerplate_count =
                                           a->options->boilerplate_counts ? 0 : boilerplate[1] - boilerplate[0]};
    lt_figures figures;
    leitong_result_document *row = (leitong_result_document *)a->result->documents.items + document;
    LT_TRY(lt_assemble_figures(a->scratch[worker].coverage, &input, located, row, &figures, error));
    document_kept *kept = &a->kept[document];
    LT_TRY(assembly_keep_labels(kept, document, located, error));
    kept->sources = malloc((figures.source_count + 1) * sizeof *kept->sources);
    if (kept->sources == NULL) {
        return lt_error_memory(error);
    }
    if (figures.source_count > 0) {
        memcpy(kept->sources, figures.sources, figures.source_count * sizeof *kept->sources);
    }
    kept->source_count = figures.source_count;
    lt_shared_runs_of shared = {.document = document,
                                .sides = input.sides,
                                .side_count = input.side_count,
                                .places = input.places,
                                .place_count = input.place_count,
                                .boilerplate = input.boilerplate,
                                .boilerplate_count = input.boilerplate_count,
                                .excluded = located->excluded};
    return a->versions == NULL ? 0 : lt_assemble_versions_document(a->versions, worker, &shared, error);
}

/* Work on one document: fold it again and fill every row that names it. */
static int assembly_work(void *context, size_t item, unsigned worker, leitong_error *error)
{
    const assembly *a = context;
    uint32_t document = (uint32_t)item;
    lt_located located;
    if (a->sides.begins[item] == a->sides.begins[item + 1] && a->places.begins[item] == a->places.begins[item + 1] &&
        a->rows.begins[item] == a->rows.begins[item + 1]) {
        return 0;
    }
    passages_scratch *scratch = &a->scratch[worker];
    LT_TRY(locate_gather(a, document, scratch, error));
    LT_TRY(lt_locate_document(scratch->locate, document, scratch->locations, scratch->location_count, &located, error));
    return assembly_figures(a, document, &located, worker, error);
}

static size_t assembly_rows_of(size_t places, size_t listed)
{
    return listed == 0 || places < listed ? places : listed;
}

static void assembly_list_span(assembly *a, const lt_place *from, leitong_span *to)
{
    a->listed[a->listed_count++] = (assembly_span){*from, to};
}

/* The first `listed` places of each phrase (0: all), since passages link the others to the first; those of each text,
 * behind its representative; and boilerplate that figures leave out. */
static int assembly_list(assembly *a, size_t listed, leitong_error *error)
{
    const lt_passage_result *found = a->found;
    size_t places = 0;
    size_t spans = a->texts->count + a->texts->place_count;
    size_t left_out = a->options->boilerplate_counts ? 0 : a->options->boilerplate_count;
    for (size_t i = 0; i < found->phrase_count; i++) {
        places += assembly_rows_of(found->phrases[i].place_count, listed);
    }
    LT_TRY(lt_result_rows(&a->result->places, places, sizeof(leitong_span), error));
    LT_TRY(lt_result_rows(&a->result->text_places, spans, sizeof(leitong_span), error));
    LT_TRY(lt_result_rows(&a->result->boilerplate, left_out, sizeof(leitong_span), error));
    a->listed = calloc(places + spans + left_out + 1, sizeof *a->listed);
    if (a->listed == NULL) {
        return lt_error_memory(error);
    }
    leitong_span *to = a->result->places.items;
    for (size_t i = 0; i < found->phrase_count; i++) {
        const lt_phrase *phrase = &found->phrases[i];
        for (size_t r = 0; r < assembly_rows_of(phrase->place_count, listed); r++) {
            assembly_list_span(a, &found->places[phrase->place_begin + r], to++);
        }
    }
    to = a->result->text_places.items;
    for (size_t i = 0; i < a->texts->count; i++) {
        const lt_common_text *text = &a->texts->items[i];
        assembly_list_span(a, &text->representative, to++);
        for (size_t r = 0; r < text->count; r++) {
            assembly_list_span(a, &a->texts->places[text->begin + r], to++);
        }
    }
    to = a->result->boilerplate.items;
    for (size_t i = 0; i < left_out; i++) {
        assembly_list_span(a, &a->options->boilerplate[i], to++);
    }
    return 0;
}

/* Rows of phrases, and of texts in the order in which they were found. */
static int assembly_place_tables(assembly *a, size_t listed, leitong_error *error)
{
    const lt_passage_result *found = a->found;
    leitong_result *result = a->result;
    size_t row = 0;
    LT_TRY(lt_result_rows(&result->phrases, found->phrase_count, sizeof(leitong_result_phrase), error));
    LT_TRY(lt_result_rows(&result->texts, a->texts->count, sizeof(leitong_result_text_row), error));
    for (size_t i = 0; i < found->phrase_count; i++) {
        const lt_phrase *from = &found->phrases[i];
        leitong_result_phrase *to = (leitong_result_phrase *)result->phrases.items + i;
        const lt_place *first = &found->places[from->place_begin];
        to->tokens = first->end - first->begin;
        to->documents = from->documents;
        to->place_begin = row;
        to->place_count = assembly_rows_of(from->place_count, listed);
        to->count = from->place_count;
        row += to->place_count;
    }
    row = 0;
    for (size_t i = 0; i < a->texts->count; i++) {
        const lt_common_text *from = &a->texts->items[i];
        leitong_result_text_row *to = (leitong_result_text_row *)result->texts.items + i;
        to->representative = row++;
        to->documents = from->documents;
        to->place_begin = row;
        to->place_count = from->count;
        row += to->place_count;
    }
    return 0;
}

static int assembly_label(leitong_result *result, const lt_place *places, size_t count, uint32_t kind,
                          leitong_error *error)
{
    size_t before = result->labels.count;
    LT_TRY(lt_result_rows(&result->labels, count, sizeof(lt_result_label), error));
    lt_result_label *to = LT_FROM((lt_result_label *)result->labels.items, before);
    for (size_t i = 0; i < count; i++) {
        to[i] = (lt_result_label){places[i].document, places[i].begin, places[i].end, kind};
    }
    return 0;
}

static int assembly_tables(assembly *a, leitong_error *error)
{
    const lt_passage_result *found = a->found;
    leitong_result *result = a->result;
    LT_TRY(lt_result_rows(&result->passages, found->passages.count, sizeof(leitong_result_passage), error));
    LT_TRY(lt_result_rows(&result->edits, found->passages.edit_count, sizeof(leitong_result_edit), error));
    LT_TRY(assembly_label(result, found->stock, found->stock_count, LT_LABEL_STOCK, error));
    LT_TRY(assembly_label(result, a->options->boilerplate, a->options->boilerplate_count, LT_LABEL_BOILERPLATE, error));
    for (size_t i = 0; i < found->passages.count; i++) {
        const lt_passage *from = &found->passages.items[i];
        leitong_result_passage *to = (leitong_result_passage *)result->passages.items + i;
        to->tokens_a = from->a_end - from->a_begin;
        to->tokens_b = from->b_end - from->b_begin;
        to->matched = from->matched;
        to->longest_run = from->longest_run;
        to->stock = from->stock;
        to->text = LEITONG_NO_TEXT;
        to->period = from->period;
        to->edit_begin = from->edit_begin;
        to->edit_count = from->edit_count;
    }
    return 0;
}

/* sources: a row for each (document, source), as coverage ordered them; and the labels. */
static int assembly_kept(const assembly *a, leitong_error *error)
{
    for (size_t d = 0; d < a->corpus->document_count; d++) {
        const document_kept *kept = &a->kept[d];
        for (size_t s = 0; s < kept->source_count; s++) {
            leitong_result_source *row;
            LT_TRY(lt_result_add(&a->result->sources, sizeof *row, &row, error));
            const lt_source *from = &kept->sources[s];
            *row = (leitong_result_source){(uint32_t)d, from->source, from->exclusive, from->full};
        }
        for (size_t i = 0; i < kept->label_count; i++) {
            lt_result_label *row;
            LT_TRY(lt_result_add(&a->result->labels, sizeof *row, &row, error));
            *row = kept->labels[i];
        }
    }
    return 0;
}

/* ret_begins: [document + 1] in places, which ascend by document. */
static void assembly_begins(const lt_place *places, size_t count, size_t documents, size_t *ret_begins)
{
    size_t at = 0;
    for (size_t d = 0; d <= documents; d++) {
        while (at < count && places[at].document < d) {
            at++;
        }
        ret_begins[d] = at;
    }
}

static int assembly_open(assembly *a, unsigned workers, leitong_error *error)
{
    size_t documents = a->corpus->document_count;
    a->scratch = calloc(workers, sizeof *a->scratch);
    a->kept = calloc(documents + 1, sizeof *a->kept);
    a->stock = calloc(documents + 2, sizeof *a->stock);
    a->boilerplate = calloc(documents + 2, sizeof *a->boilerplate);
    a->place_flags = calloc(a->found->place_count + 1, sizeof *a->place_flags);
    if (a->scratch == NULL || a->kept == NULL || a->stock == NULL || a->boilerplate == NULL || a->place_flags == NULL) {
        return lt_error_memory(error);
    }
    assembly_begins(a->found->stock, a->found->stock_count, documents, a->stock);
    assembly_begins(a->options->boilerplate, a->options->boilerplate_count, documents, a->boilerplate);
    lt_assemble_place_flags(a->found, a->place_flags);
    for (unsigned i = 0; i < workers; i++) {
        LT_TRY(lt_locate_new(a->corpus, a->options->fold_flags, &a->scratch[i].locate, error));
        LT_TRY(lt_coverage_new(&a->scratch[i].coverage, error));
    }
    lt_assemble_versions_options versions = {a->corpus, a->found, a->options->run, a->options->threshold, workers};
    return versions.threshold == 0 ? 0 : lt_assemble_versions_new(&versions, &a->versions, error);
}

static void assembly_close(assembly *a, unsigned workers)
{
    for (unsigned i = 0; a->scratch != NULL && i < workers; i++) {
        lt_locate_free(a->scratch[i].locate);
        lt_coverage_free(a->scratch[i].coverage);
        free(a->scratch[i].locations);
        free(a->scratch[i].sorted);
    }
    for (size_t d = 0; a->kept != NULL && d < a->corpus->document_count; d++) {
        free(a->kept[d].sources);
        free(a->kept[d].labels);
    }
    lt_assemble_versions_free(a->versions);
    free(a->scratch);
    free(a->kept);
    free(a->stock);
    free(a->boilerplate);
    free(a->place_flags);
    reference_clear(&a->sides);
    reference_clear(&a->places);
    reference_clear(&a->rows);
    free(a->listed);
}

int lt_assemble_passages(const lt_corpus *corpus, const lt_passage_result *found,
                         const lt_assemble_passages_options *options, lt_workers *workers, leitong_result *result,
                         leitong_error *error)
{
    assembly a = {.corpus = corpus, .found = found, .texts = options->texts, .options = options, .result = result};
    unsigned count = lt_workers_count(workers);
    int code = 0;
    LT_TRY_GOTO(done, assembly_open(&a, count, error));
    LT_TRY_GOTO(done, assembly_list(&a, options->listed, error));
    LT_TRY_GOTO(done, assembly_references(&a, error));
    LT_TRY_GOTO(done, assembly_tables(&a, error));
    LT_TRY_GOTO(done, assembly_place_tables(&a, options->listed, error));
    LT_TRY_GOTO(done, lt_workers_run(workers, corpus->document_count, assembly_work, &a, error));
    LT_TRY_GOTO(done, assembly_kept(&a, error));
    if (a.versions != NULL) {
        LT_TRY_GOTO(done, lt_assemble_versions_clusters(a.versions, result, error));
    }
    result->run.seeds = found->seeds;
    result->run.hits = found->hits;
done:
    assembly_close(&a, count);
    return code;
}

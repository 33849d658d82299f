#include "report/html_choice.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "result/adapted_names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHOICE_WHOLE_CASES = 40,   /* one document whose text stands whole for so many cases */
    CHOICE_ROWS = 5,           /* rows of any other list, a case */
    CHOICE_WHOLE_BYTES = 1250, /* text of whole documents, a case */
    CHOICE_PART_BYTES = 750,   /* text of passages in other documents, a case */
    CHOICE_OTHER_BYTES = 250,  /* text of clusters in them, of templates, and of texts, a case */
    CHOICE_MEMBERS =
        20 /* listed members of a cluster or template, where a list is not whole; as many of templates as cases */
};

/* What is left to give away. */
typedef struct choice_room {
    size_t rows;
    uint64_t bytes;
} choice_room;

typedef struct chooser {
    const leitong_result *result;
    const leitong_result_passage *passages;
    size_t passage_count;
    size_t limit;
    uint32_t sheet; /* LEITONG_NO_DOCUMENT: of all documents */
    lt_html_choice *choice;
    uint64_t *keys; /* [key_count] document pairs of the passages held, ascending */
    size_t key_count;
} chooser;

static bool span_of_sheet(const chooser *c, const leitong_span *span)
{
    return c->sheet == LEITONG_NO_DOCUMENT || span->document == c->sheet;
}

/* Bytes of text that a span adds to the page: none where its document stands whole. */
static uint64_t span_cost(const chooser *c, const leitong_span *span)
{
    return c->choice->documents[span->document] == LT_HTML_WHOLE ? 0 : span->end - span->begin;
}

static void mark_part(const chooser *c, uint32_t document)
{
    if (c->choice->documents[document] == LT_HTML_NONE) {
        c->choice->documents[document] = LT_HTML_PARTS;
    }
}

static void choose_passage(chooser *c, size_t number)
{
    const leitong_result_passage *p = &c->passages[number];
    c->choice->passages[number] = 1;
    mark_part(c, p->a.document);
    mark_part(c, p->b.document);
}

/* Documents of which rows tell, in the order of what they tell; one that is too large leaves its room to those behind.
 */
static void choose_documents(chooser *c, const uint32_t *ranked)
{
    size_t count;
    size_t held = 0;
    uint64_t room = (uint64_t)CHOICE_WHOLE_BYTES * c->limit;
    const leitong_result_document *documents = leitong_result_documents(c->result, &count);
    if (c->sheet != LEITONG_NO_DOCUMENT) {
        c->choice->documents[c->sheet] = LT_HTML_WHOLE;
        return;
    }
    size_t pair_count;
    const leitong_result_pair *pairs = leitong_result_pairs(c->result, &pair_count);
    for (size_t i = 0; i < pair_count; i++) {
        mark_part(c, pairs[i].a.document);
        mark_part(c, pairs[i].b.document);
    }
    for (size_t i = 0; i < count && held < LT_MAX(1, c->limit / CHOICE_WHOLE_CASES); i++) {
        const leitong_result_document *d = &documents[ranked[i]];
        uint64_t told = d->reused + d->repeated + d->boilerplate + d->excluded + c->choice->documents[ranked[i]];
        if (d->bytes <= room && told > 0) {
            c->choice->documents[ranked[i]] = LT_HTML_WHOLE;
            room -= d->bytes;
            held++;
        }
    }
}

/* A case with all its passages, where there is room. */
static bool choose_case(chooser *c, const uint32_t *numbers, size_t count, choice_room *room)
{
    uint64_t bytes = 0;
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &c->passages[numbers[i]];
        if (!c->choice->passages[numbers[i]]) {
            bytes += span_cost(c, &p->a) + span_cost(c, &p->b);
            rows++;
        }
    }
    if (rows > room->rows || bytes > room->bytes) {
        return false;
    }
    room->rows -= rows;
    room->bytes -= bytes;
    for (size_t i = 0; i < count; i++) {
        choose_passage(c, numbers[i]);
    }
    return true;
}

static void choose_cases(chooser *c, bool within)
{
    size_t count;
    size_t held = 0;
    choice_room room = {CHOICE_ROWS * c->limit, (uint64_t)CHOICE_PART_BYTES * c->limit / 2};
    const uint32_t *numbers = leitong_result_case_passages(c->result, &count);
    const leitong_result_case *cases = leitong_result_cases(c->result, &count);
    for (size_t i = 0; i < count && held < c->limit; i++) {
        bool asked = span_of_sheet(c, &cases[i].a) || span_of_sheet(c, &cases[i].b);
        if (asked && (cases[i].a.document == cases[i].b.document) == within) {
            held += choose_case(c, numbers + cases[i].passage_begin, cases[i].passage_count, &room);
        }
    }
}

/* The first passage of each formula at the head of their list. */
static void choose_formulas(chooser *c)
{
    lt_html_choice *choice = c->choice;
    size_t count;
    const leitong_result_text_row *texts = leitong_result_texts(c->result, &count);
    uint32_t first = 0;
    while (first < count && texts[first].kind < LEITONG_TEXT_FORMULA) {
        first++;
    }
    uint32_t last = first;
    while (last < count && last - first < LT_HTML_HEAD && texts[last].kind == LEITONG_TEXT_FORMULA) {
        choice->formula_passages[last++ - first] = UINT32_MAX;
    }
    for (size_t i = c->passage_count; i-- > 0;) {
        const leitong_result_passage *p = &c->passages[i];
        if (p->text >= first && p->text < last && (span_of_sheet(c, &p->a) || span_of_sheet(c, &p->b))) {
            choice->formula_passages[p->text - first] = (uint32_t)i;
        }
    }
    for (uint32_t text = first; text < last; text++) {
        uint32_t passage = choice->formula_passages[text - first];
        if (passage != UINT32_MAX) {
            choose_passage(c, passage);
            choice->formula_texts[choice->formulas] = text;
            choice->formula_passages[choice->formulas++] = passage;
        }
    }
}

/* A document pair in either direction. */
static uint64_t pair_key(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static int key_compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool key_held(const chooser *c, uint32_t a, uint32_t b)
{
    uint64_t key = pair_key(a, b);
    return bsearch(&key, c->keys, c->key_count, sizeof key, key_compare) != NULL;
}

/* Two places that a swap or a name left behind tells of, one in either document. */
typedef struct choice_places {
    uint64_t key;
    leitong_span a, b; /* a: in the smaller document */
} choice_places;

static choice_places places_of(const leitong_span *a, const leitong_span *b)
{
    const leitong_span *first = a->document <= b->document ? a : b;
    return (choice_places){pair_key(a->document, b->document), *first, first == a ? *b : *a};
}

static int places_compare(const void *left, const void *right)
{
    return key_compare(&((const choice_places *)left)->key, &((const choice_places *)right)->key);
}

static bool span_holds(const leitong_span *outer, const leitong_span *inner)
{
    return outer->begin <= inner->begin && inner->end <= outer->end;
}

static bool spans_asked(const chooser *c, const leitong_span *a, const leitong_span *b)
{
    return span_of_sheet(c, a) || span_of_sheet(c, b);
}

/* Names left behind, and of each swap the first places, `limit` of either. */
static void choose_names(chooser *c)
{
    size_t count;
    size_t held = 0;
    const leitong_result_left *left = leitong_result_left_behind(c->result, &count);
    for (size_t i = 0; i < count && held < c->limit; i++) {
        c->choice->left[i] = spans_asked(c, &left[i].span, &left[i].source);
        held += c->choice->left[i];
    }
    held = 0;
    const leitong_result_swap_place *places = leitong_result_swap_places(c->result, &count);
    size_t most = count <= c->limit ? count : CHOICE_MEMBERS;
    const leitong_result_swap *swaps = leitong_result_swaps(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        size_t listed = 0;
        for (size_t p = swaps[i].place_begin; p < swaps[i].place_begin + swaps[i].place_count && held < c->limit; p++) {
            bool is_listed = listed < most && spans_asked(c, &places[p].a, &places[p].b);
            c->choice->swap_places[p] = is_listed;
            listed += is_listed;
            held += is_listed;
        }
    }
}

static size_t list_places(const chooser *c, choice_places *list)
{
    size_t held = 0;
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (c->choice->left[i]) {
            list[held++] = places_of(&left[i].span, &left[i].source);
            mark_part(c, left[i].span.document);
            mark_part(c, left[i].source.document);
        }
    }
    const leitong_result_swap_place *places = leitong_result_swap_places(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (c->choice->swap_places[i]) {
            list[held++] = places_of(&places[i].a, &places[i].b);
            mark_part(c, places[i].a.document);
            mark_part(c, places[i].b.document);
        }
    }
    return held;
}

/* The passages around those places, so that they can be seen side by side. */
static int choose_places(chooser *c, leitong_error *error)
{
    size_t left;
    size_t swapped;
    (void)leitong_result_left_behind(c->result, &left);
    (void)leitong_result_swap_places(c->result, &swapped);
    choice_places *list = malloc((LT_MIN(2 * c->limit, left + swapped) + 1) * sizeof *list);
    if (list == NULL) {
        return lt_error_memory(error);
    }
    size_t count = list_places(c, list);
    qsort(list, count, sizeof *list, places_compare);
    for (size_t i = 0; i < c->passage_count && count > 0; i++) {
        const leitong_result_passage *p = &c->passages[i];
        choice_places wanted = places_of(&p->a, &p->b);
        size_t at = 0;
        LT_LOWER_BOUND(at, count, k, list[k].key < wanted.key);
        for (; at < count && list[at].key == wanted.key; at++) {
            if (span_holds(&wanted.a, &list[at].a) && span_holds(&wanted.b, &list[at].b)) {
                choose_passage(c, i);
                break;
            }
        }
    }
    free(list);
    return 0;
}

/* The document pairs of all passages held. */
static int list_keys(chooser *c, leitong_error *error)
{
    size_t held = 0;
    for (size_t i = 0; i < c->passage_count; i++) {
        held += c->choice->passages[i];
    }
    c->keys = malloc((held + 1) * sizeof *c->keys);
    if (c->keys == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < c->passage_count; i++) {
        if (c->choice->passages[i]) {
            c->keys[c->key_count++] = pair_key(c->passages[i].a.document, c->passages[i].b.document);
        }
    }
    qsort(c->keys, c->key_count, sizeof *c->keys, key_compare);
    return 0;
}

/* Pairs of paragraphs whose texts stand whole: those that stand beside passages, where not all fit. */
static void choose_pairs(chooser *c)
{
    size_t count;
    size_t held = 0;
    const unsigned char *documents = c->choice->documents;
    const leitong_result_pair *pairs = leitong_result_pairs(c->result, &count);
    for (size_t i = 0; i < count && held < CHOICE_ROWS * c->limit; i++) {
        bool whole = documents[pairs[i].a.document] == LT_HTML_WHOLE && documents[pairs[i].b.document] == LT_HTML_WHOLE;
        bool asked = span_of_sheet(c, &pairs[i].a) || span_of_sheet(c, &pairs[i].b);
        c->choice->pairs[i] =
            asked && whole &&
            (count <= CHOICE_ROWS * c->limit || key_held(c, pairs[i].a.document, pairs[i].b.document));
        held += c->choice->pairs[i];
    }
}

static void choose_sources(chooser *c)
{
    size_t count;
    const leitong_result_source *sources = leitong_result_sources(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        bool asked =
            c->sheet == LEITONG_NO_DOCUMENT || sources[i].document == c->sheet || sources[i].source == c->sheet;
        c->choice->sources[i] =
            asked && (count <= CHOICE_ROWS * c->limit || key_held(c, sources[i].document, sources[i].source));
    }
}

/* Room is taken for the text of one span. */
static bool take_text(const chooser *c, const leitong_span *span, choice_room *room)
{
    uint64_t bytes = span_cost(c, span);
    if (bytes > room->bytes || room->rows == 0) {
        return false;
    }
    room->bytes -= bytes;
    room->rows--;
    mark_part(c, span->document);
    return true;
}

/* Bytes of text that a member of a template adds. */
static uint64_t member_cost(const chooser *c, const leitong_result_template_member *member, size_t slots)
{
    if (lt_html_is_short(&member->span)) {
        return span_cost(c, &member->span);
    }
    size_t count;
    const leitong_range *ranges = LT_FROM(leitong_result_ranges(c->result, &count), member->range_begin);
    uint64_t bytes = 0;
    for (size_t i = 0; i < slots; i++) {
        bytes += ranges[i].end - ranges[i].begin;
    }
    return c->choice->documents[member->span.document] == LT_HTML_WHOLE ? 0 : bytes;
}

/* Bytes of a template's own text, and of its members'. */
static uint64_t template_cost(const chooser *c, const leitong_result_template *t, size_t listed)
{
    size_t count;
    uint64_t bytes = 0;
    const leitong_result_part *parts = leitong_result_parts(c->result, &count);
    const leitong_result_slot *slots = leitong_result_slots(c->result, &count);
    const leitong_result_fill *fills = leitong_result_fills(c->result, &count);
    const leitong_result_template_member *members = leitong_result_template_members(c->result, &count);
    for (size_t i = t->part_begin; i < t->part_begin + t->part_count; i++) {
        bytes += parts[i].text != NULL ? strlen(parts[i].text) : 0;
    }
    for (size_t i = t->slot_begin; i < t->slot_begin + t->slot_count; i++) {
        size_t most = LT_MIN(slots[i].fill_count, c->choice->most_members);
        for (size_t f = slots[i].fill_begin; f < slots[i].fill_begin + most; f++) {
            bytes += strlen(fills[f].text);
        }
    }
    for (size_t m = t->member_begin; m < t->member_begin + listed; m++) {
        bytes += member_cost(c, &members[m], t->slot_count);
    }
    return bytes;
}

/* Templates from the head of their list, where the text of the members that are listed has room. */
static void choose_templates(chooser *c)
{
    size_t count;
    choice_room room = {c->limit, (uint64_t)CHOICE_OTHER_BYTES * c->limit};
    const leitong_result_template_member *members = leitong_result_template_members(c->result, &count);
    const leitong_result_template *templates = leitong_result_templates(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_template *t = &templates[i];
        size_t listed = LT_MIN(t->member_count, c->choice->most_members);
        bool asked = c->sheet == LEITONG_NO_DOCUMENT;
        for (size_t m = t->member_begin; m < t->member_begin + t->member_count && !asked; m++) {
            asked = members[m].span.document == c->sheet;
        }
        uint64_t bytes = asked && listed <= room.rows ? template_cost(c, t, listed) : UINT64_MAX;
        if (bytes > room.bytes) {
            continue;
        }
        room.rows -= listed;
        room.bytes -= bytes;
        c->choice->templates[i] = 1;
        for (size_t m = t->member_begin; m < t->member_begin + listed; m++) {
            mark_part(c, members[m].span.document);
        }
    }
}

/* Texts from the head of their list, where their places have room. */
static void choose_texts(chooser *c)
{
    size_t count;
    choice_room room = {CHOICE_ROWS * c->limit, (uint64_t)CHOICE_OTHER_BYTES * c->limit};
    const leitong_span *places = leitong_result_text_places(c->result, &count);
    const leitong_result_text_row *texts = leitong_result_texts(c->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *text = &texts[i];
        size_t listed = LT_MIN(text->place_count, c->choice->most_members);
        uint64_t bytes = span_cost(c, &places[text->representative]);
        bool asked = c->sheet == LEITONG_NO_DOCUMENT;
        for (size_t p = text->place_begin; p < text->place_begin + text->place_count && !asked; p++) {
            asked = places[p].document == c->sheet;
        }
        for (size_t p = text->place_begin; p < text->place_begin + listed; p++) {
            bytes += span_cost(c, &places[p]);
        }
        if (!asked || listed > room.rows || bytes > room.bytes) {
            continue;
        }
        room.rows -= listed;
        room.bytes -= bytes;
        c->choice->texts[i] = 1;
        mark_part(c, places[text->representative].document);
        for (size_t p = text->place_begin; p < text->place_begin + listed; p++) {
            mark_part(c, places[p].document);
        }
    }
}

typedef struct ranked_row {
    uint64_t weight;
    size_t number;
} ranked_row;

static int ranked_compare(const void *left, const void *right)
{
    const ranked_row *a = left;
    const ranked_row *b = right;
    return a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
                                  : (a->number > b->number) - (a->number < b->number);
}

/* The weightiest adapted pairs (result/adapted_names). */
static int choose_adapted(chooser *c, leitong_error *error)
{
    size_t count;
    size_t asked = 0;
    const leitong_result_adapted *pairs = leitong_result_adapted_pairs(c->result, &count);
    ranked_row *order = malloc((count + 1) * sizeof *order);
    if (order == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        order[asked] = (ranked_row){lt_adapted_weight(c->result, i), i};
        asked += c->sheet == LEITONG_NO_DOCUMENT || pairs[i].document_a == c->sheet || pairs[i].document_b == c->sheet;
    }
    qsort(order, asked, sizeof *order, ranked_compare);
    for (size_t i = 0; i < LT_MIN(asked, c->limit); i++) {
        c->choice->adapted[order[i].number] = 1;
    }
    free(order);
    return 0;
}

/* The clusters with most members, as long as their medoids' text has room. */
static int choose_clusters(chooser *c, leitong_error *error)
{
    size_t count;
    choice_room room = {c->limit, (uint64_t)CHOICE_OTHER_BYTES * c->limit};
    const leitong_result_member *members = leitong_result_members(c->result, &count);
    const leitong_result_cluster *clusters = leitong_result_clusters(c->result, &count);
    ranked_row *order = malloc((count + 1) * sizeof *order);
    if (order == NULL) {
        return lt_error_memory(error);
    }
    size_t asked = 0;
    for (size_t i = 0; i < count; i++) {
        bool here = c->sheet == LEITONG_NO_DOCUMENT;
        for (size_t m = clusters[i].member_begin; m < clusters[i].member_begin + clusters[i].member_count && !here;
             m++) {
            here = members[m].span.document == c->sheet;
        }
        order[asked] = (ranked_row){clusters[i].member_count, i};
        asked += here;
    }
    qsort(order, asked, sizeof *order, ranked_compare);
    for (size_t i = 0; i < asked; i++) {
        const leitong_result_cluster *cluster = &clusters[order[i].number];
        if (cluster->unit != LEITONG_UNIT_DOCUMENT &&
            !take_text(c, &members[cluster->member_begin + cluster->medoid].span, &room)) {
            break;
        }
        c->choice->clusters[order[i].number] = 1;
    }
    free(order);
    return 0;
}

static int choice_allocate(const leitong_result *result, lt_html_choice *choice, leitong_error *error)
{
    size_t count;
    struct {
        unsigned char **marks;
        size_t count;
    } lists[] = {{&choice->passages, 0},    {&choice->pairs, 0},     {&choice->sources, 0}, {&choice->templates, 0},
                 {&choice->clusters, 0},    {&choice->documents, 0}, {&choice->texts, 0},   {&choice->adapted, 0},
                 {&choice->swap_places, 0}, {&choice->left, 0}};
    (void)leitong_result_passages(result, &lists[0].count);
    (void)leitong_result_pairs(result, &lists[1].count);
    (void)leitong_result_sources(result, &lists[2].count);
    (void)leitong_result_templates(result, &lists[3].count);
    (void)leitong_result_clusters(result, &lists[4].count);
    (void)leitong_result_documents(result, &lists[5].count);
    (void)leitong_result_texts(result, &lists[6].count);
    (void)leitong_result_adapted_pairs(result, &lists[7].count);
    (void)leitong_result_swap_places(result, &lists[8].count);
    (void)leitong_result_left_behind(result, &lists[9].count);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        *lists[i].marks = calloc(lists[i].count + 1, 1);
        if (*lists[i].marks == NULL) {
            return lt_error_memory(error);
        }
    }
    /* Where the lists are short, every member is listed. */
    (void)leitong_result_template_members(result, &count);
    choice->most_members = count;
    (void)leitong_result_members(result, &count);
    choice->most_members += count;
    (void)leitong_result_text_places(result, &count);
    choice->most_members += count;
    return 0;
}

int lt_html_choose(const leitong_result *result, size_t limit, uint32_t sheet, const uint32_t *ranked,
                   lt_html_choice *ret_choice, leitong_error *error)
{
    chooser c = {.result = result, .limit = limit, .sheet = sheet, .choice = ret_choice};
    int code = 0;
    memset(ret_choice, 0, sizeof *ret_choice);
    c.passages = leitong_result_passages(result, &c.passage_count);
    LT_TRY_GOTO(done, choice_allocate(result, ret_choice, error));
    if (ret_choice->most_members > CHOICE_ROWS * limit) {
        ret_choice->most_members = CHOICE_MEMBERS;
    }
    choose_documents(&c, ranked);
    choose_cases(&c, false);
    choose_cases(&c, true);
    choose_formulas(&c);
    LT_TRY_GOTO(done, choose_adapted(&c, error));
    choose_names(&c);
    LT_TRY_GOTO(done, choose_places(&c, error));
    LT_TRY_GOTO(done, list_keys(&c, error));
    choose_pairs(&c);
    choose_sources(&c);
    choose_texts(&c);
    choose_templates(&c);
    LT_TRY_GOTO(done, choose_clusters(&c, error));
done:
    free(c.keys);
    return code;
}

void lt_html_choice_clear(lt_html_choice *choice)
{
    free(choice->passages);
    free(choice->pairs);
    free(choice->sources);
    free(choice->templates);
    free(choice->texts);
    free(choice->clusters);
    free(choice->documents);
    free(choice->adapted);
    free(choice->swap_places);
    free(choice->left);
    memset(choice, 0, sizeof *choice);
}

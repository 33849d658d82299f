#include "passages/salience.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>

#define SALIENCE_LEAST 2 /* documents */
#define SALIENCE_BITS 16 /* of a logarithm's fraction, before it is rounded to 8 */

/* Where the number of documents over a token changes. */
typedef struct salience_work {
    const lt_salience_input *in;
    lt_record *places; /* of phrases: key: document << 32 | begin; value: phrase << 32 | end */
    size_t *place_begins;
    lt_record *others;  /* of one document: key: other document << 32 | begin; value: end */
    lt_record *changes; /* of one document: key: token; value: 1 for a document more, 0 for one less */
    lt_record *scratch;
    lt_record *window; /* of one document: phrases at a token, the one in most documents first */
    lt_salience *out;
    uint32_t log_all;
} salience_work;

uint32_t lt_salience_log(uint64_t number)
{
    unsigned whole = 63U - (unsigned)__builtin_clzll(number);
    uint64_t x = number << (63U - whole); /* in [1, 2), 63 bits behind the point */
    uint32_t log = whole;
    for (unsigned i = 0; i < SALIENCE_BITS; i++) {
        unsigned __int128 square = (unsigned __int128)x * x;
        bool above = (square >> 127) != 0;
        x = (uint64_t)(square >> (above ? 64 : 63));
        log = log << 1 | above;
    }
    return (log + (1U << (SALIENCE_BITS - 9))) >> (SALIENCE_BITS - 8);
}

void lt_salience_clear(lt_salience *salience)
{
    free(salience->bases);
    free(salience->begins);
    free(salience->steps);
    *salience = (lt_salience){0};
}

static int salience_step(salience_work *work, uint32_t document, uint32_t begin, uint64_t documents,
                         leitong_error *error)
{
    lt_salience *out = work->out;
    uint32_t common = lt_salience_log(LT_MAX(documents, SALIENCE_LEAST));
    uint32_t weight = work->log_all - LT_MIN(common, work->log_all);
    lt_salience_step *last = out->step_count > out->begins[document] ? &out->steps[out->step_count - 1] : NULL;
    if (last != NULL && last->documents == documents) {
        return 0;
    }
    uint64_t before = last != NULL ? last->before + (uint64_t)last->weight * (begin - last->begin) : 0;
    LT_TRY(LT_RESERVE(out->steps, out->step_capacity, out->step_count + 1, error));
    out->steps[out->step_count++] = (lt_salience_step){begin, weight, (uint32_t)documents, before};
    return 0;
}

/* Where other documents begin and end to have a passage over the document, each of them once a token. */
static size_t salience_changes(salience_work *work, uint32_t document)
{
    const lt_side_list *sides = work->in->sides;
    const lt_passages *passages = &work->in->found->passages;
    size_t others = 0;
    for (size_t i = sides->begins[document]; i < sides->begins[document + 1]; i++) {
        lt_place own = lt_side_place(passages, sides->items[i].value);
        lt_place other = lt_side_place(passages, sides->items[i].value ^ 1);
        if (other.document != document) {
            work->others[others++] = (lt_record){(uint64_t)other.document << 32 | own.begin, own.end};
        }
    }
    lt_radix_sort_records(work->others, work->scratch, others);
    size_t changes = 0;
    for (size_t i = 0, next; i < others; i = next) {
        uint64_t end = work->others[i].value;
        for (next = i + 1; next < others && work->others[next].key >> 32 == work->others[i].key >> 32 &&
                           (uint32_t)work->others[next].key <= end;
             next++) {
            end = LT_MAX(end, work->others[next].value);
        }
        work->changes[changes++] = (lt_record){(uint32_t)work->others[i].key, 1};
        work->changes[changes++] = (lt_record){end, 0};
    }
    lt_radix_sort_records(work->changes, work->scratch, changes);
    return changes;
}

/* Begins and ends of the phrases of a document both rise: a sliding window whose maximum stands first. */
typedef struct salience_phrases {
    size_t at, end;     /* of the document's places: the next one that begins */
    size_t first, last; /* in work->window: value as of places */
} salience_phrases;

static uint32_t salience_documents(const salience_work *work, uint64_t value)
{
    return work->in->found->phrases[value >> 32].documents;
}

/* The most documents that a phrase over `token` stands in, or 0; *ret_next: where that may change. */
static uint32_t salience_hot(salience_work *work, salience_phrases *phrases, uint32_t token, uint32_t *ret_next)
{
    while (phrases->at < phrases->end && (uint32_t)work->places[phrases->at].key <= token) {
        lt_record place = work->places[phrases->at++];
        while (phrases->last > phrases->first && salience_documents(work, work->window[phrases->last - 1].value) <=
                                                     salience_documents(work, place.value)) {
            phrases->last--;
        }
        work->window[phrases->last++] = place;
    }
    while (phrases->first < phrases->last && (uint32_t)work->window[phrases->first].value <= token) {
        phrases->first++;
    }
    bool any = phrases->first < phrases->last;
    uint32_t begins = phrases->at < phrases->end ? (uint32_t)work->places[phrases->at].key : UINT32_MAX;
    *ret_next = any ? LT_MIN(begins, (uint32_t)work->window[phrases->first].value) : begins;
    return any ? salience_documents(work, work->window[phrases->first].value) : 0;
}

static int salience_document(salience_work *work, uint32_t document, leitong_error *error)
{
    size_t count = salience_changes(work, document);
    salience_phrases phrases = {.at = work->place_begins[document], .end = work->place_begins[document + 1]};
    uint64_t over = 1;
    size_t at = 0;
    for (uint32_t token = 0; token < UINT32_MAX;) {
        uint32_t next;
        for (; at < count && work->changes[at].key <= token; at++) {
            over = work->changes[at].value != 0 ? over + 1 : over - 1;
        }
        uint32_t hot = salience_hot(work, &phrases, token, &next);
        LT_TRY(salience_step(work, document, token, hot > 0 ? hot : over, error));
        token = at < count ? LT_MIN(next, (uint32_t)work->changes[at].key) : next;
    }
    return 0;
}

/* The places of all phrases, document by document. */
static int salience_places(salience_work *work, leitong_error *error)
{
    const lt_passage_result *found = work->in->found;
    size_t documents = work->in->document_count;
    size_t count = 0;
    size_t most = LT_MAX(found->place_count, 4 * found->passages.count) + 1;
    work->places = malloc((found->place_count + 1) * sizeof *work->places);
    work->window = malloc((found->place_count + 1) * sizeof *work->window);
    work->place_begins = malloc((documents + 1) * sizeof *work->place_begins);
    work->scratch = malloc(most * sizeof *work->scratch);
    if (work->places == NULL || work->window == NULL || work->place_begins == NULL || work->scratch == NULL) {
        return lt_error_memory(error);
    }
    for (size_t p = 0; p < found->phrase_count; p++) {
        const lt_place *places = found->places + found->phrases[p].place_begin;
        for (uint32_t i = 0; i < found->phrases[p].place_count; i++) {
            work->places[count++] =
                (lt_record){(uint64_t)places[i].document << 32 | places[i].begin, (uint64_t)p << 32 | places[i].end};
        }
    }
    lt_radix_sort_records(work->places, work->scratch, count);
    size_t at = 0;
    for (size_t d = 0; d <= documents; d++) {
        while (at < count && work->places[at].key >> 32 < d) {
            at++;
        }
        work->place_begins[d] = at;
    }
    return 0;
}

static int salience_open(salience_work *work, leitong_error *error)
{
    lt_salience *out = work->out;
    size_t sides = work->in->sides->count;
    size_t documents = work->in->document_count;
    out->bases = malloc((documents + 1) * sizeof *out->bases);
    out->begins = malloc((documents + 1) * sizeof *out->begins);
    work->others = malloc((sides + 1) * sizeof *work->others);
    work->changes = malloc((2 * sides + 1) * sizeof *work->changes);
    return out->bases == NULL || out->begins == NULL || work->others == NULL || work->changes == NULL
               ? lt_error_memory(error)
               : 0;
}

int lt_salience_run(const lt_salience_input *input, lt_salience *ret_salience, leitong_error *error)
{
    lt_salience made = {0};
    salience_work work = {.in = input, .out = &made, .log_all = lt_salience_log(input->compared + 2)};
    int code = 0;
    LT_TRY_GOTO(done, salience_open(&work, error));
    LT_TRY_GOTO(done, salience_places(&work, error));
    made.bases[0] = 0;
    made.begins[0] = 0;
    for (size_t d = 0; d < input->document_count; d++) {
        LT_TRY_GOTO(done, salience_document(&work, (uint32_t)d, error));
        made.bases[d + 1] = made.bases[d] + input->token_counts[d];
        made.begins[d + 1] = made.step_count;
    }
    *ret_salience = made;
    made = (lt_salience){0};
done:
    free(work.places);
    free(work.place_begins);
    free(work.others);
    free(work.changes);
    free(work.scratch);
    free(work.window);
    lt_salience_clear(&made);
    return code;
}

size_t lt_salience_find(const lt_salience *salience, uint32_t document, uint32_t token)
{
    size_t behind = salience->begins[document];
    LT_LOWER_BOUND(behind, salience->begins[document + 1], middle, salience->steps[middle].begin <= token);
    return behind - 1;
}

static uint64_t salience_before(const lt_salience *salience, uint32_t document, uint32_t token)
{
    const lt_salience_step *step = &salience->steps[lt_salience_find(salience, document, token)];
    return step->before + (uint64_t)step->weight * (token - step->begin);
}

uint64_t lt_salience_place(const lt_salience *salience, const lt_place *place)
{
    return salience_before(salience, place->document, place->end) -
           salience_before(salience, place->document, place->begin);
}

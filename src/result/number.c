/* number: a check number of a result, printed on reports about it (include/leitong/report.h).
 *
 * All fields of all rows are hashed in order: blocks of 64-bit words by SHA-256, each block beginning with the hash of
 * all blocks before it (Merkle-Damgård chaining, so memory is constant).
 * Input: a result, scanned or read back. Output: a number that depends on every field of every row and on the options
 * that shape a result, and on nothing else. Ownership: nothing is kept. Errors: none.
 * Complexity: linear in the rows. */
#include "base/hash.h"
#include "leitong/report.h"

#include <stdio.h>
#include <string.h>

/* Words wait here and are hashed behind the hash of all before them. */
enum { NUMBER_WORDS = 512, NUMBER_STATE = 2 };
typedef struct number_state {
    uint8_t bytes[8 * NUMBER_WORDS];
    size_t count; /* of words, the two of the hash so far among them */
} number_state;

static void number_put(number_state *state, size_t at, uint64_t word)
{
    for (unsigned i = 0; i < 8; i++) {
        state->bytes[8 * at + i] = (uint8_t)(word >> (8 * i)); /* little end first, on any machine */
    }
}

static void number_fold(number_state *state)
{
    uint64_t hash[2];
    lt_hash_secure(state->bytes, 8 * state->count, hash);
    number_put(state, 0, hash[0]);
    number_put(state, 1, hash[1]);
    state->count = NUMBER_STATE;
}

static void number_words(number_state *state, const uint64_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (state->count == NUMBER_WORDS) {
            number_fold(state);
        }
        number_put(state, state->count++, words[i]);
    }
}

#define NUMBER_ADD(state, ...)                                                                                         \
    number_words(state, (const uint64_t[]){__VA_ARGS__}, sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

static void number_string(number_state *state, const char *text)
{
    uint64_t hash[2] = {0, 0}; /* the length beside it distinguishes NULL from "" */
    size_t size = text != NULL ? strlen(text) : 0;
    if (text != NULL) {
        lt_hash_secure(text, size, hash);
    }
    NUMBER_ADD(state, text != NULL ? size : UINT64_MAX, hash[0], hash[1]);
}

static void number_span(number_state *state, const leitong_span *span)
{
    NUMBER_ADD(state, span->document, span->begin, span->end);
}

static void number_run(number_state *state, const leitong_result *result)
{
    const leitong_result_run *run = leitong_result_get_run(result);
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(result, &count);
    NUMBER_ADD(state, (uint64_t)(run->threshold * 1e6 + 0.5), (uint64_t)(run->recall * 1e6 + 0.5), run->bands,
               run->rows, run->shingle, run->run, run->stock, run->bucket_first, (uint64_t)run->pairs,
               (uint64_t)run->paragraph, run->fold_han != 0, run->passages != 0, run->templates != 0, run->names != 0,
               run->gazetteer, run->masks);
    NUMBER_ADD(state, run->documents, run->bytes, run->paragraphs, run->tokens, count);
    for (size_t i = 0; i < count; i++) {
        number_string(state, skips[i].what);
        number_string(state, skips[i].reason);
        NUMBER_ADD(state, skips[i].count);
    }
}

static void number_documents(number_state *state, const leitong_result *result)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_document *d = &documents[i];
        const char *const texts[] = {d->id, d->title, d->date, d->series, d->author, d->encoding};
        for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
            number_string(state, texts[t]);
        }
        NUMBER_ADD(state, d->hash[0], d->hash[1], d->bytes, d->paragraphs, d->tokens, d->covered, d->reused,
                   d->repeated, d->boilerplate, d->excluded, d->reused_without_quotes, d->reused_without_stock,
                   d->longest_run, d->largest_source, d->largest_source_tokens, d->salience, d->rank,
                   (uint64_t)d->title_from, (uint64_t)d->date_from);
    }
    const leitong_result_source *sources = leitong_result_sources(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        NUMBER_ADD(state, sources[i].document, sources[i].source, sources[i].exclusive, sources[i].full);
    }
    const leitong_span *boilerplate = leitong_result_boilerplate(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        number_span(state, &boilerplate[i]);
    }
}

static void number_pairs(number_state *state, const leitong_result *result)
{
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        number_span(state, &pairs[i].a);
        number_span(state, &pairs[i].b);
        NUMBER_ADD(state, pairs[i].shared, pairs[i].shingles_a, pairs[i].shingles_b);
    }
}

static void number_edits(number_state *state, const leitong_result_edit *edits, uint32_t count)
{
    for (uint32_t e = 0; e < count; e++) {
        NUMBER_ADD(state, edits[e].a_begin, edits[e].a_end, edits[e].b_begin, edits[e].b_end);
    }
}

static void number_passages(number_state *state, const leitong_result *result)
{
    size_t count;
    size_t edit_count;
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    const leitong_result_edit *edits = leitong_result_edits(result, &edit_count);
    const leitong_result_edit *shown = leitong_result_shown_edits(result, &edit_count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        number_span(state, &p->a);
        number_span(state, &p->b);
        NUMBER_ADD(state, p->tokens_a, p->tokens_b, p->matched, p->longest_run, p->stock, p->period, p->edit_count,
                   p->shown_count);
        number_edits(state, &edits[p->edit_begin], p->edit_count);
        number_edits(state, &shown[p->shown_begin], p->shown_count);
    }
}

static void number_cases(number_state *state, const leitong_result *result)
{
    size_t count;
    size_t passage_count;
    const leitong_result_case *cases = leitong_result_cases(result, &count);
    const uint32_t *passages = leitong_result_case_passages(result, &passage_count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_case *c = &cases[i];
        number_span(state, &c->a);
        number_span(state, &c->b);
        NUMBER_ADD(state, c->matched_a, c->matched_b, c->salience, c->text, c->passage_count);
        for (size_t p = c->passage_begin; p < c->passage_begin + c->passage_count; p++) {
            NUMBER_ADD(state, passages[p]);
        }
    }
}

static void number_texts(number_state *state, const leitong_result *result)
{
    size_t count;
    size_t place_count;
    const leitong_result_text_row *texts = leitong_result_texts(result, &count);
    const leitong_span *places = leitong_result_text_places(result, &place_count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *t = &texts[i];
        NUMBER_ADD(state, (uint64_t)t->kind, t->documents, t->salience, t->place_count);
        number_span(state, &places[t->representative]);
        for (size_t p = t->place_begin; p < t->place_begin + t->place_count; p++) {
            number_span(state, &places[p]);
        }
    }
}

static void number_clusters(number_state *state, const leitong_result *result)
{
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(result, &count);
    const leitong_result_member *members = leitong_result_members(result, &member_count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        NUMBER_ADD(state, (uint64_t)c->unit, c->member_count, c->medoid);
        for (size_t m = c->member_begin; m < c->member_begin + c->member_count; m++) {
            number_span(state, &members[m].span);
            NUMBER_ADD(state, members[m].shared, members[m].all, members[m].smaller);
        }
    }
}

static void number_phrases(number_state *state, const leitong_result *result)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(result, &count);
    const leitong_span *places = leitong_result_places(result, &place_count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        NUMBER_ADD(state, phrases[i].tokens, phrases[i].documents, phrases[i].count, phrases[i].place_count);
        for (size_t p = 0; p < phrases[i].place_count; p++) {
            number_span(state, &places[phrases[i].place_begin + p]);
        }
    }
}

static void number_template(number_state *state, const leitong_result *result, const leitong_result_template *t)
{
    size_t count;
    const leitong_result_part *parts = leitong_result_parts(result, &count) + t->part_begin;
    const leitong_result_slot *slots = leitong_result_slots(result, &count) + t->slot_begin;
    const leitong_result_fill *fills = leitong_result_fills(result, &count);
    const leitong_result_template_member *members = leitong_result_template_members(result, &count) + t->member_begin;
    const leitong_range *ranges = leitong_result_ranges(result, &count);
    NUMBER_ADD(state, (uint64_t)t->unit, (uint64_t)t->kind, t->documents, t->size, t->part_count, t->slot_count,
               t->member_count);
    for (size_t i = 0; i < t->part_count; i++) {
        NUMBER_ADD(state, (uint64_t)parts[i].kind, parts[i].slot, parts[i].count);
        number_string(state, parts[i].text);
    }
    for (size_t i = 0; i < t->slot_count; i++) {
        NUMBER_ADD(state, (uint64_t)slots[i].kind, slots[i].distinct, slots[i].fill_count);
        for (size_t f = slots[i].fill_begin; f < slots[i].fill_begin + slots[i].fill_count; f++) {
            number_string(state, fills[f].text);
            NUMBER_ADD(state, fills[f].count);
        }
    }
    for (size_t m = 0; m < t->member_count; m++) {
        number_span(state, &members[m].span);
        for (size_t i = members[m].range_begin; i < members[m].range_begin + t->slot_count; i++) {
            NUMBER_ADD(state, ranges[i].begin, ranges[i].end);
        }
    }
}

static void number_templates(number_state *state, const leitong_result *result)
{
    size_t count;
    const leitong_result_template *templates = leitong_result_templates(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        number_template(state, result, &templates[i]);
    }
}

static void number_adapted(number_state *state, const leitong_result *result)
{
    size_t count;
    const leitong_result_adapted *adapted = leitong_result_adapted_pairs(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_adapted *p = &adapted[i];
        NUMBER_ADD(state, p->document_a, p->document_b, p->matched, (uint64_t)p->by, (uint64_t)p->copy,
                   (uint64_t)p->copy_by, p->swaps, p->places, p->left_behind);
    }
}

static void number_swaps(number_state *state, const leitong_result *result)
{
    size_t count;
    const leitong_result_swap *swaps = leitong_result_swaps(result, &count);
    size_t place_count;
    const leitong_result_swap_place *places = leitong_result_swap_places(result, &place_count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        NUMBER_ADD(state, (uint64_t)swaps[i].kind, (uint64_t)(swaps[i].directed != 0), swaps[i].pairs,
                   swaps[i].place_count);
        number_string(state, swaps[i].from);
        number_string(state, swaps[i].to);
        for (size_t p = swaps[i].place_begin; p < swaps[i].place_begin + swaps[i].place_count; p++) {
            number_span(state, &places[p].a);
            number_span(state, &places[p].b);
        }
    }
}

static void number_left_behind(number_state *state, const leitong_result *result)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(result, &count);
    NUMBER_ADD(state, count);
    for (size_t i = 0; i < count; i++) {
        number_span(state, &left[i].span);
        number_span(state, &left[i].source);
        number_string(state, left[i].text);
        number_string(state, left[i].instead);
        NUMBER_ADD(state, (uint64_t)left[i].kind);
        NUMBER_ADD(state, (uint64_t)left[i].left_class);
        NUMBER_ADD(state, (uint64_t)(left[i].weak != 0));
    }
}

void leitong_report_number(const leitong_result *result, char ret_number[LEITONG_REPORT_NUMBER_SIZE])
{
    number_state state;
    uint64_t hash[2];
    memset(&state, 0, sizeof state);
    state.count = NUMBER_STATE;
    number_run(&state, result);
    number_documents(&state, result);
    number_pairs(&state, result);
    number_passages(&state, result);
    number_cases(&state, result);
    number_texts(&state, result);
    number_clusters(&state, result);
    number_phrases(&state, result);
    number_templates(&state, result);
    number_adapted(&state, result);
    number_swaps(&state, result);
    number_left_behind(&state, result);
    lt_hash_secure(state.bytes, 8 * state.count, hash);
    snprintf(ret_number, LEITONG_REPORT_NUMBER_SIZE, "LT-%04X-%04X-%04X-%04X-%04X", (unsigned)(hash[0] >> 48),
             (unsigned)(hash[0] >> 32 & 0xFFFF), (unsigned)(hash[0] >> 16 & 0xFFFF), (unsigned)(hash[0] & 0xFFFF),
             (unsigned)(hash[1] >> 48));
}

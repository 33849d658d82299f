#include "passages/phrase.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

void lt_phrases_clear(lt_phrases *phrases)
{
    free(phrases->items);
    free(phrases->places);
    memset(phrases, 0, sizeof *phrases);
}

void lt_stock_clear(lt_stock *stock)
{
    free(stock->stretches);
    free(stock->begins);
    memset(stock, 0, sizeof *stock);
}

static int phrase_compare(const void *left, const void *right)
{
    const lt_phrase_part *a = left;
    const lt_phrase_part *b = right;
    return a->first < b->first ? -1 : a->first > b->first;
}

static int phrase_places(const lt_postings *postings, const lt_phrase_part *part, lt_spool_scratch *scratch,
                         const uint64_t **ret_places, leitong_error *error)
{
    const void *places;
    LT_TRY(lt_spool_view(postings->places, part->offset, part->count * sizeof(uint64_t), scratch, &places, error));
    *ret_places = places;
    return 0;
}

/* Whether the windows of `next` follow those of a row at each of its places. */
static int phrase_goes_on(const lt_postings *postings, const lt_phrase_part *row, const lt_phrase_part *next,
                          lt_spool_scratch scratch[2], bool *ret_goes_on, leitong_error *error)
{
    if (next->first != row->first + row->windows || next->count != row->count || next->spread != row->spread) {
        *ret_goes_on = false;
        return 0;
    }
    const uint64_t *here;
    const uint64_t *there;
    LT_TRY(phrase_places(postings, row, &scratch[0], &here, error));
    LT_TRY(phrase_places(postings, next, &scratch[1], &there, error));
    uint32_t i = 0;
    while (i < row->count && here[i] + row->windows == there[i]) {
        i++;
    }
    *ret_goes_on = i == row->count;
    return 0;
}

static int phrase_emit(const lt_postings *postings, const lt_phrase_part *row, uint32_t tokens,
                       lt_spool_scratch *scratch, lt_phrases *phrases, leitong_error *error)
{
    const uint64_t *places;
    LT_TRY(phrase_places(postings, row, scratch, &places, error));
    LT_TRY(LT_RESERVE(phrases->items, phrases->capacity, phrases->count + 1, error));
    LT_TRY(LT_RESERVE(phrases->places, phrases->place_capacity, phrases->place_count + row->count, error));
    phrases->items[phrases->count++] = (lt_phrase){phrases->place_count, row->count, row->documents};
    for (uint32_t i = 0; i < row->count; i++) {
        uint32_t begin = lt_place_token(places[i]);
        phrases->places[phrases->place_count++] = (lt_place){lt_place_document(places[i]), begin, begin + tokens};
    }
    return 0;
}

int lt_phrase_run(lt_postings *postings, unsigned run, lt_phrases *phrases, leitong_error *error)
{
    lt_spool_scratch scratch[2] = {{0}};
    lt_phrase_part *parts = postings->parts;
    size_t count = postings->part_count;
    int code = 0;
    if (count > 1) {
        qsort(parts, count, sizeof *parts, phrase_compare);
    }
    for (size_t i = 0, next; i < count; i = next) {
        lt_phrase_part row = parts[i];
        bool goes_on = true;
        /* A window belongs to one part, so no other part begins within the row. */
        for (next = i + 1; next < count && goes_on;) {
            LT_TRY_GOTO(done, phrase_goes_on(postings, &row, &parts[next], scratch, &goes_on, error));
            if (goes_on) {
                row.windows += parts[next++].windows;
            }
        }
        LT_TRY_GOTO(done, phrase_emit(postings, &row, row.windows + run - 1, scratch, phrases, error));
    }
done:
    lt_spool_scratch_clear(&scratch[0]);
    lt_spool_scratch_clear(&scratch[1]);
    return code;
}

/* A stretch of one document; *copied_end is where the last long one ended. */
static int stock_add(lt_stock *stock, size_t first, lt_place stretch, uint32_t *copied_end, leitong_error *error)
{
    lt_place *last = stock->count > first ? &stock->stretches[stock->count - 1] : NULL;
    if (stretch.end - stretch.begin > LT_STOCK_LONGEST) {
        *copied_end = stretch.end;
        if (last != NULL && last->end > stretch.begin) { /* the stretch before may reach into it */
            last->end = stretch.begin;
            stock->count -= last->begin >= last->end;
        }
        return 0;
    }
    stretch.begin = LT_MAX(stretch.begin, *copied_end);
    if (stretch.begin >= stretch.end) {
        return 0;
    }
    if (last != NULL && last->end >= stretch.begin) {
        last->end = stretch.end;
        return 0;
    }
    LT_TRY(LT_RESERVE(stock->stretches, stock->capacity, stock->count + 1, error));
    stock->stretches[stock->count++] = stretch;
    return 0;
}

static int stock_document(const lt_corpus *corpus, const uint64_t *marks, unsigned run, uint32_t number,
                          lt_stock *stock, leitong_error *error)
{
    const lt_document *document = &corpus->documents[number];
    size_t first = stock->count;
    uint64_t begin = document->token_begin;
    uint64_t end = begin + document->token_count;
    uint32_t copied_end = 0;
    for (uint64_t token = begin; token < end;) {
        if (!lt_posting_marked(marks, token)) {
            token = marks[token / 64] == 0 ? (token / 64 + 1) * 64 : token + 1;
            continue;
        }
        uint64_t from = token;
        while (token < end && lt_posting_marked(marks, token)) {
            token++;
        }
        lt_place stretch = {number, (uint32_t)(from - begin), (uint32_t)(token - begin + run - 1)};
        LT_TRY(stock_add(stock, first, stretch, &copied_end, error));
    }
    return 0;
}

int lt_stock_find(const lt_corpus *corpus, const uint64_t *marks, unsigned run, lt_stock *stock, leitong_error *error)
{
    stock->begins = calloc(corpus->document_count + 1, sizeof *stock->begins);
    if (stock->begins == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < corpus->document_count; i++) {
        LT_TRY(stock_document(corpus, marks, run, (uint32_t)i, stock, error));
        stock->begins[i + 1] = stock->count;
    }
    return 0;
}

/* The document's first stretch that ends behind `token`. */
static size_t stock_at(const lt_stock *stock, uint32_t document, uint32_t token)
{
    size_t low = stock->begins[document];
    LT_LOWER_BOUND(low, stock->begins[document + 1], middle, stock->stretches[middle].end <= token);
    return low;
}

uint32_t lt_stock_matched(const lt_stock *stock, const lt_passage *passage, const lt_edit *edits)
{
    size_t at = stock_at(stock, passage->document_a, passage->a_begin);
    size_t end = stock->begins[passage->document_a + 1];
    uint32_t matched = 0;
    uint32_t begin = passage->a_begin;
    for (uint32_t e = 0; e <= passage->edit_count && at < end; e++) {
        uint32_t run_end = e < passage->edit_count ? edits[passage->edit_begin + e].a_begin : passage->a_end;
        for (size_t s = at; s < end && stock->stretches[s].begin < run_end; s++) {
            uint32_t from = LT_MAX(stock->stretches[s].begin, begin);
            uint32_t to = LT_MIN(stock->stretches[s].end, run_end);
            matched += to > from ? to - from : 0;
            at = stock->stretches[s].end <= run_end ? s + 1 : s;
        }
        begin = e < passage->edit_count ? edits[passage->edit_begin + e].a_end : begin;
    }
    return matched;
}

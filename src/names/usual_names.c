#include "names/usual_names.h"

#include "base/compare.h"

#define USUAL_LEAST 4U  /* documents that a term may stand in */
#define USUAL_SHARE 64U /* and more of a large corpus: one in so many */
#define USUAL_WORD 8U   /* tokens of the word behind a name */
#define USUAL_FIXED 3U  /* surroundings that make a name a fixed one */

void lt_usual_clear(lt_usual_names *usual)
{
    lt_vocabulary_clear(&usual->words);
    lt_usage_clear(&usual->usage);
}

/* The two names of a term's swap. */
static lt_edit usual_span(const lt_swap *swap)
{
    return (lt_edit){swap->first.a_begin, swap->first.a_end, swap->first.b_begin, swap->first.b_end};
}

static bool usual_term(const lt_swap *swap)
{
    lt_edit s = usual_span(swap);
    return swap->kind == LT_NAME_TERM && s.a_end - s.a_begin <= LT_NAME_LONGEST &&
           s.b_end - s.b_begin <= LT_NAME_LONGEST;
}

int lt_usual_add_terms(lt_usual_names *usual, const lt_name_pair *pair, leitong_error *error)
{
    uint32_t word = 0;
    for (size_t i = 0; i < pair->swaps->count; i++) {
        lt_edit s = usual_span(&pair->swaps->items[i]);
        if (usual_term(&pair->swaps->items[i])) {
            LT_TRY(
                lt_vocabulary_add(&usual->words, pair->views[0].tokens + s.a_begin, s.a_end - s.a_begin, &word, error));
            LT_TRY(
                lt_vocabulary_add(&usual->words, pair->views[1].tokens + s.b_begin, s.b_end - s.b_begin, &word, error));
        }
    }
    return 0;
}

int lt_usual_count(lt_usual_names *usual, const lt_corpus *corpus, lt_workers *workers, leitong_error *error)
{
    usual->documents = corpus->document_count;
    if (usual->words.count == 0) {
        return 0;
    }
    LT_TRY(lt_vocabulary_finish(&usual->words, error));
    return lt_usage_run(corpus, &usual->words, workers, &usual->usage, error);
}

/* Whether a word stands in few documents. */
static bool usual_rare(const lt_usual_names *usual, const uint32_t *tokens, size_t length)
{
    uint32_t word = lt_vocabulary_find(&usual->words, tokens, length);
    size_t most = LT_MAX(usual->documents / USUAL_SHARE, USUAL_LEAST);
    return word != LT_VOCABULARY_NONE && lt_usage_documents(&usual->usage, word, most + 1) <= most;
}

void lt_usual_drop_terms(const lt_usual_names *usual, const lt_name_pair *pair)
{
    size_t kept = 0;
    for (size_t i = 0; i < pair->swaps->count; i++) {
        lt_swap one = pair->swaps->items[i];
        lt_edit s = usual_span(&one);
        bool name = one.kind != LT_NAME_TERM ||
                    (usual_term(&one) && usual_rare(usual, pair->views[0].tokens + s.a_begin, s.a_end - s.a_begin) &&
                     usual_rare(usual, pair->views[1].tokens + s.b_begin, s.b_end - s.b_begin));
        if (name) {
            pair->swaps->items[kept++] = one;
        }
    }
    pair->swaps->count = kept;
}

/* The name with the word behind it: [begin, result). No word of two letters or more goes on there, as behind a place
 * with its level's letter: begin. */
static uint32_t usual_followed(const lt_name_view *view, const lt_place *place)
{
    uint32_t end = place->end;
    while (lt_name_goes_on(view, end) && (end == place->end || !lt_name_view_has(view, end, LT_VIEW_WORD)) &&
           end - place->end < USUAL_WORD) {
        end++;
    }
    return end - place->end >= 2 && end - place->begin <= LT_NAME_LONGEST ? end : place->begin;
}

static bool usual_asked(const lt_left *row)
{
    return row->class == LT_LEFT_NAME || row->class == LT_LEFT_TERRITORY || row->class == LT_LEFT_BODY;
}

static bool usual_fixed(const lt_usual_names *usual, const lt_name_view *view, const lt_left *row)
{
    uint32_t end = usual_followed(view, &row->place);
    const uint32_t documents[2] = {row->place.document, row->source.document};
    uint32_t word = usual_asked(row) && end > row->place.begin
                        ? lt_vocabulary_find(&usual->words, view->tokens + row->place.begin, end - row->place.begin)
                        : LT_VOCABULARY_NONE;
    return word != LT_VOCABULARY_NONE &&
           lt_usage_surroundings(&usual->usage, word, documents, USUAL_FIXED) >= USUAL_FIXED;
}

int lt_usual_drop_fixed(const lt_name_view *views, const lt_corpus *corpus, lt_workers *workers, lt_lefts *lefts,
                        leitong_error *error)
{
    lt_usual_names usual = {0};
    size_t kept = 0;
    int code = 0;
    for (size_t i = 0; i < lefts->count; i++) {
        const lt_left *row = &lefts->items[i];
        const lt_name_view *view = &views[row->place.document];
        uint32_t end = usual_followed(view, &row->place);
        uint32_t word = 0;
        if (usual_asked(row) && end > row->place.begin) {
            LT_TRY_GOTO(done, lt_vocabulary_add(&usual.words, view->tokens + row->place.begin, end - row->place.begin,
                                                &word, error));
        }
    }
    LT_TRY_GOTO(done, lt_usual_count(&usual, corpus, workers, error));
    for (size_t i = 0; i < lefts->count; i++) {
        if (!usual_fixed(&usual, &views[lefts->items[i].place.document], &lefts->items[i])) {
            lefts->items[kept++] = lefts->items[i];
        }
    }
    lefts->count = kept;
done:
    lt_usual_clear(&usual);
    return code;
}

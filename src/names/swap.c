#include "names/swap.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "names/swap_edge.h"
#include "names/swap_known.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(LT_SWAP_KNOWN_LONGEST >= LT_NAME_LONGEST, "the key of an edit's two sides has room for both");

#define SWAP_PART_LONGEST 8 /* tokens of an edit whose parts are looked at: its square is work */

/* One place of one substitution. Its tokens stand in the maker's: `from`, then `to`. */
typedef struct swap_entry {
    uint64_t key;
    lt_swap_place place;
    size_t at;
    uint32_t weight; /* matched tokens of its passage */
    bool named;      /* found by name: more than the edit */
    bool cut;        /* within a longer name of which it is no part by itself */
} swap_entry;

struct lt_swap_maker {
    const lt_corpus *corpus;
    const lt_name_table *table;
    lt_spool_scratch scratch_a, scratch_b;
    swap_entry *entries;
    uint32_t *tokens;
    lt_swap_keys known;
    lt_swap_grown grown;
    size_t entry_count, entry_capacity, token_count, token_capacity;
};

/* A passage with the tokens of both sides at hand. */
typedef struct swap_view {
    lt_swap_maker *maker;
    const lt_passage *passage;
    const lt_edit *edits;
    const uint32_t *a, *b; /* a[0] is token a_begin */
    const lt_vocabulary *vocabulary;
    leitong_error *error;
} swap_view;

void lt_swaps_clear(lt_swaps *swaps)
{
    free(swaps->items);
    free(swaps->places);
    *swaps = (lt_swaps){0};
}

int lt_swap_maker_new(const lt_corpus *corpus, const lt_name_table *table, lt_swap_maker **ret_maker,
                      leitong_error *error)
{
    lt_swap_maker *maker = calloc(1, sizeof *maker);
    if (maker == NULL) {
        return lt_error_memory(error);
    }
    maker->corpus = corpus;
    maker->table = table;
    *ret_maker = maker;
    return 0;
}

void lt_swap_maker_free(lt_swap_maker *maker)
{
    if (maker == NULL) {
        return;
    }
    lt_spool_scratch_clear(&maker->scratch_a);
    lt_spool_scratch_clear(&maker->scratch_b);
    free(maker->entries);
    free(maker->tokens);
    lt_swap_keys_clear(&maker->known);
    lt_swap_grown_clear(&maker->grown);
    free(maker);
}

/* Appends a place, and its tokens to the maker's: how many `from` has, `from`, `to`. */
static int swap_add(const swap_view *view, lt_swap_place place, bool named)
{
    lt_swap_maker *maker = view->maker;
    const uint32_t *a = view->a + (place.a_begin - view->passage->a_begin);
    const uint32_t *b = view->b + (place.b_begin - view->passage->b_begin);
    size_t from = place.a_end - place.a_begin;
    size_t to = place.b_end - place.b_begin;
    int code = LT_RESERVE(maker->tokens, maker->token_capacity, maker->token_count + from + to + 1, view->error);
    code = code != 0 ? code : LT_RESERVE(maker->entries, maker->entry_capacity, maker->entry_count + 1, view->error);
    if (code != 0) {
        return code;
    }
    uint32_t *at = maker->tokens + maker->token_count;
    at[0] = (uint32_t)from;
    memcpy(at + 1, a, from * sizeof *at);
    memcpy(at + 1 + from, b, to * sizeof *at);
    maker->entries[maker->entry_count++] = (swap_entry){.key = lt_swap_key(a, from, b, to),
                                                        .place = place,
                                                        .at = maker->token_count,
                                                        .weight = view->passage->matched,
                                                        .named = named};
    maker->token_count += from + to + 1;
    return 0;
}

static bool swap_is_level(const swap_view *view, uint32_t token)
{
    return (lt_name_class_of(view->maker->table, token) & LT_NAME_LEVEL) != 0;
}

/* The edit itself, and its two parts when both sides end in a level, or begin with one. */
static int swap_edit(const swap_view *view, const lt_edit *edit)
{
    size_t from = edit->a_end - edit->a_begin;
    size_t to = edit->b_end - edit->b_begin;
    if (from == 0 || to == 0 || from > LT_NAME_LONGEST || to > LT_NAME_LONGEST) {
        return 0;
    }
    int code = swap_add(view, (lt_swap_place){edit->a_begin, edit->a_end, edit->b_begin, edit->b_end}, false);
    if (code == 0 && from > 1 && to > 1 && swap_is_level(view, view->a[edit->a_end - 1 - view->passage->a_begin]) &&
        swap_is_level(view, view->b[edit->b_end - 1 - view->passage->b_begin])) {
        code = swap_add(view, (lt_swap_place){edit->a_begin, edit->a_end - 1, edit->b_begin, edit->b_end - 1}, false);
        code = code != 0
                   ? code
                   : swap_add(view, (lt_swap_place){edit->a_end - 1, edit->a_end, edit->b_end - 1, edit->b_end}, false);
    }
    if (code == 0 && from > 1 && to > 1 && swap_is_level(view, view->a[edit->a_begin - view->passage->a_begin]) &&
        swap_is_level(view, view->b[edit->b_begin - view->passage->b_begin])) {
        code = swap_add(view, (lt_swap_place){edit->a_begin + 1, edit->a_end, edit->b_begin + 1, edit->b_end}, false);
        code = code != 0
                   ? code
                   : swap_add(view, (lt_swap_place){edit->a_begin, edit->a_begin + 1, edit->b_begin, edit->b_begin + 1},
                              false);
    }
    return code;
}

/* Where the border before token `at` of a lies in b: near edit `edit`; inside an edit only where both
 * sides have equally many tokens. */
static bool swap_border(const swap_view *view, size_t edit, uint32_t at, bool end, uint32_t *ret_b)
{
    const lt_edit *edits = view->edits;
    while (edit > 0 && edits[edit - 1].a_end > at) {
        edit--;
    }
    while (edit < view->passage->edit_count && edits[edit].a_end < at) {
        edit++;
    }
    bool behind = edit < view->passage->edit_count && edits[edit].a_end == at && (end || edits[edit].a_begin < at);
    if (behind) {
        *ret_b = edits[edit].b_end;
        return true;
    }
    while (edit < view->passage->edit_count && edits[edit].a_end <= at && edits[edit].a_begin < at) {
        edit++;
    }
    if (edit < view->passage->edit_count && edits[edit].a_begin < at) {
        const lt_edit *own = &edits[edit];
        *ret_b = own->b_begin + (at - own->a_begin);
        return own->a_end - own->a_begin == own->b_end - own->b_begin;
    }
    if (edit < view->passage->edit_count) {
        *ret_b = edits[edit].b_begin - (edits[edit].a_begin - at);
    } else {
        *ret_b = view->passage->b_end - (view->passage->a_end - at);
    }
    return true;
}

/* A name of a that holds an edit, where b has a name of the same kind. */
static int swap_name(const swap_view *view, size_t edit, uint32_t begin, uint32_t end, uint32_t word)
{
    lt_swap_place place = {begin, end, 0, 0};
    if (!swap_border(view, edit, begin, false, &place.b_begin) || !swap_border(view, edit, end, true, &place.b_end) ||
        place.b_end <= place.b_begin || place.b_end - place.b_begin > LT_NAME_LONGEST ||
        place.b_begin < view->passage->b_begin || place.b_end > view->passage->b_end) {
        return 0;
    }
    const lt_edit *own = &view->edits[edit];
    if (place.a_begin == own->a_begin && place.a_end == own->a_end && place.b_begin == own->b_begin) {
        return 0;
    }
    uint32_t other = lt_vocabulary_find(view->vocabulary, view->b + (place.b_begin - view->passage->b_begin),
                                        place.b_end - place.b_begin);
    if (other == LT_VOCABULARY_NONE || other == word ||
        view->vocabulary->words[other].kind != view->vocabulary->words[word].kind) {
        return 0;
    }
    return swap_add(view, place, true);
}

static int swap_names(const swap_view *view, size_t edit)
{
    const lt_edit *own = &view->edits[edit];
    uint32_t first = view->passage->a_begin;
    uint32_t begin = own->a_begin - first > LT_NAME_LONGEST ? own->a_begin - LT_NAME_LONGEST : first;
    uint32_t last = own->a_end > own->a_begin ? own->a_end : own->a_begin + 1;
    int code = 0;
    for (uint32_t at = begin; code == 0 && at < last && at < view->passage->a_end; at++) {
        uint32_t lengths = lt_vocabulary_lengths(view->vocabulary, view->a + (at - first), view->passage->a_end - at);
        for (uint32_t length = 1; code == 0 && length <= LT_NAME_LONGEST && lengths >> length != 0; length++) {
            uint32_t end = at + length;
            bool holds = at < own->a_end + (own->a_end == own->a_begin) && end > own->a_begin;
            if ((lengths >> length & 1) == 0 || end > view->passage->a_end || !holds) {
                continue;
            }
            uint32_t word = lt_vocabulary_find(view->vocabulary, view->a + (at - first), length);
            if (word != LT_VOCABULARY_NONE) {
                code = swap_name(view, edit, at, end, word);
            }
        }
    }
    return code;
}

static int swap_compare(const void *a, const void *b)
{
    const swap_entry *left = a;
    const swap_entry *right = b;
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    const uint32_t keys[2][6] = {
        {left->place.a_begin, right->weight, left->place.b_begin, left->place.a_end, left->place.b_end, left->named},
        {right->place.a_begin, left->weight, right->place.b_begin, right->place.a_end, right->place.b_end,
         right->named}};
    return lt_compare_u32(keys[0], keys[1], 6);
}

static int swap_compare_b(const void *a, const void *b)
{
    const swap_entry *left = a;
    const swap_entry *right = b;
    const uint32_t keys[2][3] = {{left->place.b_begin, right->weight, left->place.a_begin},
                                 {right->place.b_begin, left->weight, right->place.a_begin}};
    return lt_compare_u32(keys[0], keys[1], 3);
}

/* Keeps the keys of what was found so far and is not chance: more than one token on both sides, or two places. */
static int swap_keys(lt_swap_maker *maker, leitong_error *error)
{
    size_t count = maker->entry_count;
    int code = 0;
    lt_swap_keys_reset(&maker->known);
    if (count > 0) {
        qsort(maker->entries, count, sizeof *maker->entries, swap_compare);
    }
    for (size_t i = 0; code == 0 && i < count;) {
        const swap_entry *entry = &maker->entries[i];
        const uint32_t *tokens = maker->tokens + entry->at;
        size_t to = entry->place.b_end - entry->place.b_begin;
        size_t end = i + 1;
        while (end < count && maker->entries[end].key == entry->key) {
            end++;
        }
        if ((tokens[0] > 1 && to > 1) || end - i > 1) {
            code =
                lt_swap_keys_add(&maker->known, entry->key, tokens + 1, tokens[0], tokens + 1 + tokens[0], to, error);
        }
        i = end;
    }
    return code;
}

/* Parts of an edit with equally many tokens on both sides that stand as edits elsewhere. */
static int swap_parts(const swap_view *view, const lt_edit *edit)
{
    uint32_t length = edit->a_end - edit->a_begin;
    if (length < 2 || length > SWAP_PART_LONGEST || length != edit->b_end - edit->b_begin) {
        return 0;
    }
    const uint32_t *a = view->a + (edit->a_begin - view->passage->a_begin);
    const uint32_t *b = view->b + (edit->b_begin - view->passage->b_begin);
    for (uint32_t begin = 0; begin < length; begin++) {
        for (uint32_t end = begin + 1; end <= length; end++) {
            lt_swap_place place = {edit->a_begin + begin, edit->a_begin + end, edit->b_begin + begin,
                                   edit->b_begin + end};
            bool whole = end - begin == length;
            int code = whole || !lt_swap_keys_know(&view->maker->known, a + begin, end - begin, b + begin, end - begin)
                           ? 0
                           : swap_add(view, place, false);
            if (code != 0) {
                return code;
            }
        }
    }
    return 0;
}

/* An edit within a longer name is no swap by itself, but for the level that the name ends in. */
static void swap_cut(const swap_view *view, size_t first)
{
    lt_swap_maker *maker = view->maker;
    for (size_t i = first; i < maker->entry_count; i++) {
        swap_entry *entry = &maker->entries[i];
        const lt_swap_place *own = &entry->place;
        bool level = own->a_end - own->a_begin == 1 && own->b_end - own->b_begin == 1 &&
                     swap_is_level(view, view->a[own->a_begin - view->passage->a_begin]) &&
                     swap_is_level(view, view->b[own->b_begin - view->passage->b_begin]);
        for (size_t n = first; n < maker->entry_count && !entry->named && !level; n++) {
            const lt_swap_place *name = &maker->entries[n].place;
            bool within = name->a_begin <= own->a_begin && own->a_end <= name->a_end;
            entry->cut = entry->cut || (maker->entries[n].named && within && name->a_begin < own->a_begin);
        }
    }
}

/* The tokens of one side, with those around it that growing may look at. */
static int swap_side(const lt_swap_maker *maker, uint32_t document, uint32_t begin, uint32_t end,
                     lt_spool_scratch *scratch, const uint32_t **ret_tokens, size_t *ret_before, size_t *ret_behind,
                     leitong_error *error)
{
    const lt_document *d = &maker->corpus->documents[document];
    uint32_t before = LT_MIN(begin, LT_SWAP_EDGE);
    uint64_t left = d->token_count - end;
    size_t behind = left < LT_SWAP_EDGE ? (size_t)left : LT_SWAP_EDGE;
    const uint32_t *tokens;
    int code = lt_corpus_tokens(maker->corpus, d->token_begin + begin - before, before + (end - begin) + behind,
                                scratch, &tokens, error);
    if (code == 0) {
        *ret_tokens = tokens + before;
        *ret_before = before;
        *ret_behind = behind;
    }
    return code;
}

/* One passage: at first its edits alone, so that it is known which substitutions the pair makes; then all places. A
 * document with itself does not grow: its two sides might meet. */
static int swap_passage(lt_swap_maker *maker, const lt_passages *passages, const lt_passage *passage,
                        const lt_vocabulary *vocabulary, bool all, leitong_error *error)
{
    swap_view view = {.maker = maker,
                      .passage = passage,
                      .edits = LT_FROM(passages->edits, passage->edit_begin),
                      .vocabulary = vocabulary,
                      .error = error};
    lt_swap_sides sides = {0};
    int code = swap_side(maker, passage->document_a, passage->a_begin, passage->a_end, &maker->scratch_a, &sides.a,
                         &sides.a_before, &sides.a_behind, error);
    code = code != 0 ? code
                     : swap_side(maker, passage->document_b, passage->b_begin, passage->b_end, &maker->scratch_b,
                                 &sides.b, &sides.b_before, &sides.b_behind, error);
    if (code == 0 && all && maker->known.count > 0 && passage->document_a != passage->document_b) {
        code = lt_swap_grow(passage, view.edits, &sides, lt_swap_keys_know, &maker->known, &maker->grown, error);
        view.passage = &maker->grown.passage;
        view.edits = maker->grown.edits;
    }
    if (code != 0) {
        return code;
    }
    view.a = sides.a - (passage->a_begin - view.passage->a_begin);
    view.b = sides.b - (passage->b_begin - view.passage->b_begin);
    for (size_t e = 0; code == 0 && e < view.passage->edit_count; e++) {
        size_t first = maker->entry_count;
        code = swap_edit(&view, &view.edits[e]);
        code = code != 0 || !all ? code : swap_parts(&view, &view.edits[e]);
        if (code == 0 && all && vocabulary->count > 0) {
            code = swap_names(&view, e);
            swap_cut(&view, first);
        }
    }
    return code;
}

static uint32_t swap_word(const lt_vocabulary *vocabulary, const uint32_t *tokens, size_t length)
{
    return length > LT_NAME_LONGEST ? LT_VOCABULARY_NONE : lt_vocabulary_find(vocabulary, tokens, length);
}

/* Whether one place may be enough: two names of one kind. */
static bool swap_names_differ(const lt_vocabulary *vocabulary, uint32_t from, uint32_t to)
{
    if (from == LT_VOCABULARY_NONE || to == LT_VOCABULARY_NONE) {
        return false;
    }
    const lt_word *a = &vocabulary->words[from];
    const lt_word *b = &vocabulary->words[to];
    return a->kind == b->kind && a->kind != LT_NAME_OTHER && ((a->flags | b->flags) & LT_NAME_OFFICE) == 0;
}

/* Leaves each place of a and of b once, in its weightiest passage: what is told twice in one document and copied once
 * was swapped once. Entries come as swap_compare sorts them, and leave in that order. */
static size_t swap_once(swap_entry *entries, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || entries[kept - 1].place.a_begin != entries[i].place.a_begin) {
            entries[kept++] = entries[i];
        }
    }
    qsort(entries, kept, sizeof *entries, swap_compare_b);
    count = kept;
    kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || entries[kept - 1].place.b_begin != entries[i].place.b_begin) {
            entries[kept++] = entries[i];
        }
    }
    qsort(entries, kept, sizeof *entries, swap_compare);
    return kept;
}

/* One substitution: entries[first, last), of one key. */
static int swap_row(lt_swap_maker *maker, const lt_passage *passage, const lt_vocabulary *vocabulary, size_t first,
                    size_t last, lt_swaps *swaps, leitong_error *error)
{
    const swap_entry *entries = maker->entries;
    const uint32_t *tokens = maker->tokens + entries[first].at;
    const lt_swap_place *place = &entries[first].place;
    lt_swap row = {.document_a = passage->document_a,
                   .document_b = passage->document_b,
                   .from = swap_word(vocabulary, tokens + 1, tokens[0]),
                   .to = swap_word(vocabulary, tokens + 1 + tokens[0], place->b_end - place->b_begin),
                   .place_begin = swaps->place_count};
    bool single = tokens[0] == 1 && place->b_end - place->b_begin == 1;
    row.from_token = single ? tokens[1] : 0;
    row.to_token = single ? tokens[2] : 0;
    if (single && (lt_name_class_of(maker->table, tokens[1]) & lt_name_class_of(maker->table, tokens[2]) &
                   LT_NAME_NUMERAL) != 0) {
        return 0; /* 二→八: two figures differ, and so do any two */
    }
    bool whole = false;
    for (size_t i = first; i < last; i++) {
        whole = whole || !entries[i].cut;
    }
    last = first + swap_once(maker->entries + first, last - first);
    int code = LT_RESERVE(swaps->places, swaps->place_capacity, swaps->place_count + (last - first), error);
    if (code != 0) {
        return code;
    }
    for (size_t i = first; i < last; i++) {
        swaps->places[swaps->place_count++] = entries[i].place;
        row.count++;
    }
    row.first = entries[first].place;
    if (!whole || (row.count < 2 && !swap_names_differ(vocabulary, row.from, row.to))) {
        swaps->place_count = row.place_begin;
        return 0;
    }
    code = LT_RESERVE(swaps->items, swaps->capacity, swaps->count + 1, error);
    if (code == 0) {
        swaps->items[swaps->count++] = row;
    }
    return code;
}

int lt_swap_pair(lt_swap_maker *maker, const lt_passages *passages, const uint32_t *numbers, size_t count,
                 const lt_vocabulary *vocabulary, lt_swaps *swaps, leitong_error *error)
{
    int code = 0;
    maker->entry_count = 0;
    maker->token_count = 0;
    for (size_t i = 0; code == 0 && i < count; i++) {
        code = swap_passage(maker, passages, &passages->items[numbers[i]], vocabulary, false, error);
    }
    code = code != 0 ? code : swap_keys(maker, error);
    maker->entry_count = 0;
    maker->token_count = 0;
    for (size_t i = 0; code == 0 && i < count; i++) {
        code = swap_passage(maker, passages, &passages->items[numbers[i]], vocabulary, true, error);
    }
    if (code != 0 || maker->entry_count == 0) {
        return code;
    }
    qsort(maker->entries, maker->entry_count, sizeof *maker->entries, swap_compare);
    for (size_t first = 0; code == 0 && first < maker->entry_count;) {
        size_t last = first + 1;
        while (last < maker->entry_count && maker->entries[last].key == maker->entries[first].key) {
            last++;
        }
        code = swap_row(maker, &passages->items[numbers[0]], vocabulary, first, last, swaps, error);
        first = last;
    }
    return code;
}

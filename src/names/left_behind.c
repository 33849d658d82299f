#include "names/left_behind.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/radix_sort.h"

#include <stdlib.h>
#include <string.h>

#define LEFT_CHIEF 2U  /* a source's own place stands there at least one time for so many of its most frequent one */
#define LEFT_PERSON 4U /* letters of a person's name */
#define LEFT_HOME 5U   /* places outside the passages, of the place that a source speaks of most */

/* A name on both sides of a passage. */
typedef struct left_found {
    uint32_t word, at, source_at;
} left_found;

/* A swap of the pair, as seen from the source. */
typedef struct left_swap {
    uint32_t word, other; /* what was replaced, by what */
    uint32_t count;
    lt_place instead; /* in the copy */
} left_swap;

/* A swap of one level for another: 市→县. */
typedef struct left_level {
    uint32_t from, to, count;
} left_level;

struct lt_left_finder {
    const lt_left_input *input;
    left_found *found;
    left_swap *swaps;
    lt_stretch *stretches[2]; /* what the pair shares: of the copy, of the source */
    lt_record *inside[2];     /* word → how many of its places lie in them */
    lt_record *order;
    left_level *levels;
    size_t found_count, found_capacity, swap_count, swap_capacity, stretch_count[2], stretch_capacity[2],
        inside_count[2], inside_capacity[2], order_capacity, level_count, level_capacity;
    /* The pair as it is looked at now. */
    const uint32_t *numbers;
    size_t count;
    uint32_t copy, source;
    bool copy_is_b;
};

void lt_lefts_clear(lt_lefts *lefts)
{
    free(lefts->items);
    *lefts = (lt_lefts){0};
}

int lt_left_finder_new(const lt_left_input *input, lt_left_finder **ret_finder, leitong_error *error)
{
    lt_left_finder *finder = calloc(1, sizeof *finder);
    if (finder == NULL) {
        return lt_error_memory(error);
    }
    finder->input = input;
    *ret_finder = finder;
    return 0;
}

void lt_left_finder_free(lt_left_finder *finder)
{
    if (finder == NULL) {
        return;
    }
    for (unsigned side = 0; side < 2; side++) {
        free(finder->stretches[side]);
        free(finder->inside[side]);
    }
    free(finder->found);
    free(finder->swaps);
    free(finder->order);
    free(finder->levels);
    free(finder);
}

static const lt_passage *left_passage(const lt_left_finder *f, size_t i)
{
    return &f->input->passages->items[f->numbers[i]];
}

/* The side of a passage that lies in the copy (0) or in the source (1). */
static lt_stretch left_side(const lt_left_finder *f, const lt_passage *p, unsigned side)
{
    return f->copy_is_b != (side == 1) ? (lt_stretch){p->b_begin, p->b_end} : (lt_stretch){p->a_begin, p->a_end};
}

static int left_compare_stretches(const void *a, const void *b)
{
    const lt_stretch *left = a;
    const lt_stretch *right = b;
    if (left->begin != right->begin) {
        return left->begin < right->begin ? -1 : 1;
    }
    return (left->end > right->end) - (left->end < right->end);
}

/* The first use at or behind token `at`. */
static size_t left_first_use(const lt_usage_document *document, uint32_t at)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, document->count, middle, document->uses[middle].at < at);
    return first;
}

/* Counts, for one side, the places of each word within what the pair shares. */
static int left_count_side(lt_left_finder *f, unsigned side, leitong_error *error)
{
    const lt_usage_document *document = &f->input->usage->documents[side == 0 ? f->copy : f->source];
    int code = LT_RESERVE(f->stretches[side], f->stretch_capacity[side], f->count, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < f->count; i++) {
        f->stretches[side][i] = left_side(f, left_passage(f, i), side);
    }
    qsort(f->stretches[side], f->count, sizeof(lt_stretch), left_compare_stretches);
    size_t count = 0;
    uint32_t done = 0;
    for (size_t i = 0; i < f->count; i++) {
        uint32_t begin = LT_MAX(f->stretches[side][i].begin, done);
        uint32_t end = f->stretches[side][i].end;
        for (size_t u = left_first_use(document, begin); u < document->count && document->uses[u].at < end; u++) {
            code = LT_RESERVE(f->inside[side], f->inside_capacity[side], count + 1, error);
            if (code != 0) {
                return code;
            }
            f->inside[side][count++] = (lt_record){document->uses[u].word, 1};
        }
        done = LT_MAX(end, done);
    }
    code = LT_RESERVE(f->order, f->order_capacity, count + 1, error);
    if (code != 0) {
        return code;
    }
    lt_radix_sort_records(f->inside[side], f->order, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && f->inside[side][kept - 1].key == f->inside[side][i].key) {
            f->inside[side][kept - 1].value++;
        } else {
            f->inside[side][kept++] = f->inside[side][i];
        }
    }
    f->inside_count[side] = kept;
    return 0;
}

/* How often a word stands in one of the documents outside what the pair shares. */
static size_t left_rest(const lt_left_finder *f, unsigned side, uint32_t word)
{
    size_t place;
    size_t all = lt_usage_places(f->input->usage, side == 0 ? f->copy : f->source, word, &place);
    size_t first = 0;
    LT_LOWER_BOUND(first, f->inside_count[side], middle, f->inside[side][middle].key < word);
    bool known = first < f->inside_count[side] && f->inside[side][first].key == word;
    return all - (known ? (size_t)f->inside[side][first].value : 0);
}

static int left_compare_swaps(const void *a, const void *b)
{
    const left_swap *left = a;
    const left_swap *right = b;
    if (left->word != right->word) {
        return left->word < right->word ? -1 : 1;
    }
    if (left->count != right->count) {
        return left->count > right->count ? -1 : 1;
    }
    return (left->instead.begin > right->instead.begin) - (left->instead.begin < right->instead.begin);
}

static int left_add_level(lt_left_finder *f, const lt_swap *swap, leitong_error *error)
{
    const lt_name_table *table = f->input->table;
    left_level level = {f->copy_is_b ? swap->from_token : swap->to_token,
                        f->copy_is_b ? swap->to_token : swap->from_token, (uint32_t)swap->count};
    if ((lt_name_class_of(table, level.from) & lt_name_class_of(table, level.to) & LT_NAME_LEVEL) == 0 ||
        level.count < LT_LEFT_LEVEL) {
        return 0;
    }
    int code = LT_RESERVE(f->levels, f->level_capacity, f->level_count + 1, error);
    if (code == 0) {
        f->levels[f->level_count++] = level;
    }
    return code;
}

/* The pair's swaps by the word that the source has; only words of the vocabulary. */
static int left_orient(lt_left_finder *f, const lt_swap *swaps, size_t count, leitong_error *error)
{
    int code = LT_RESERVE(f->swaps, f->swap_capacity, count + 1, error);
    f->swap_count = 0;
    f->level_count = 0;
    for (size_t i = 0; code == 0 && i < count; i++) {
        const lt_swap_place *first = &swaps[i].first;
        uint32_t word = f->copy_is_b ? swaps[i].from : swaps[i].to;
        if (swaps[i].from_token != 0) {
            code = left_add_level(f, &swaps[i], error);
        } else if (word != LT_VOCABULARY_NONE) {
            lt_place instead = f->copy_is_b ? (lt_place){f->copy, first->b_begin, first->b_end}
                                            : (lt_place){f->copy, first->a_begin, first->a_end};
            f->swaps[f->swap_count++] =
                (left_swap){word, f->copy_is_b ? swaps[i].to : swaps[i].from, (uint32_t)swaps[i].count, instead};
        }
    }
    if (code == 0 && f->swap_count > 0) {
        qsort(f->swaps, f->swap_count, sizeof *f->swaps, left_compare_swaps);
    }
    return code;
}

/* The most frequent swap of a word, or NULL. */
static const left_swap *left_swap_of(const lt_left_finder *f, uint32_t word)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, f->swap_count, middle, f->swaps[middle].word < word);
    return first < f->swap_count && f->swaps[first].word == word ? &f->swaps[first] : NULL;
}

/* Whether anything could make the word one left behind: a level swapped, a swap of its own, or that the source is known
 * by it. Most words of most pairs have none of these. */
static bool left_matters(const lt_left_finder *f, uint32_t number)
{
    const lt_word *word = &f->input->vocabulary->words[number];
    if ((word->flags & LT_NAME_OFFICE) != 0) {
        return f->level_count > 0;
    }
    const uint32_t *own = f->input->usage->documents[f->source].own[word->kind == LT_NAME_PLACE ? 0 : 1];
    bool known = false;
    for (size_t i = 0; i < LT_USAGE_OWN; i++) {
        known = known || own[i] == number;
    }
    return known || left_swap_of(f, number) != NULL;
}

/* Names that stand in the copy's side of a passage, aligned with themselves. */
static int left_gather(lt_left_finder *f, const lt_passage *p, leitong_error *error)
{
    const lt_usage_document *document = &f->input->usage->documents[f->copy];
    const lt_edit *edits = LT_FROM(f->input->passages->edits, p->edit_begin);
    lt_stretch copy = left_side(f, p, 0);
    lt_stretch source = left_side(f, p, 1);
    uint32_t from = copy.begin; /* the equal tokens before edit `e` */
    uint32_t other = source.begin;
    uint32_t e = 0;
    for (size_t u = left_first_use(document, copy.begin); u < document->count && document->uses[u].at < copy.end; u++) {
        const lt_use *use = &document->uses[u];
        uint32_t end = use->at + f->input->vocabulary->words[use->word].length;
        for (;; e++) {
            uint32_t run = e < p->edit_count ? (f->copy_is_b ? edits[e].b_begin : edits[e].a_begin) : copy.end;
            if (use->at < run || e == p->edit_count) {
                break;
            }
            from = f->copy_is_b ? edits[e].b_end : edits[e].a_end;
            other = f->copy_is_b ? edits[e].a_end : edits[e].b_end;
        }
        uint32_t run = e < p->edit_count ? (f->copy_is_b ? edits[e].b_begin : edits[e].a_begin) : copy.end;
        if (use->at < from || end > run || !left_matters(f, use->word)) {
            continue;
        }
        int code = LT_RESERVE(f->found, f->found_capacity, f->found_count + 1, error);
        if (code != 0) {
            return code;
        }
        f->found[f->found_count++] = (left_found){use->word, use->at, other + (use->at - from)};
    }
    return 0;
}

static int left_add(const lt_left_finder *f, const left_found *found, const lt_place *instead, uint32_t weight,
                    lt_lefts *lefts, leitong_error *error)
{
    const lt_word *word = &f->input->vocabulary->words[found->word];
    lt_left row = {.place = {f->copy, found->at, found->at + word->length},
                   .source = {f->source, found->source_at, found->source_at + word->length},
                   .instead = *instead,
                   .kind = word->kind,
                   .office = (word->flags & LT_NAME_OFFICE) != 0,
                   .weight = weight};
    int code = LT_RESERVE(lefts->items, lefts->capacity, lefts->count + 1, error);
    if (code == 0) {
        lefts->items[lefts->count++] = row;
    }
    return code;
}

/* How many offices of a level the pair did not swap. */
static size_t left_offices(const lt_left_finder *f, uint32_t level)
{
    const lt_vocabulary *vocabulary = f->input->vocabulary;
    size_t count = 0;
    for (size_t i = 0; i < f->found_count; i++) {
        const lt_word *word = &vocabulary->words[f->found[i].word];
        bool office = (word->flags & LT_NAME_OFFICE) != 0;
        for (size_t t = 0; office && t < word->length; t++) {
            count += vocabulary->tokens[word->at + t] == level;
        }
    }
    return count;
}

/* Whether each level that the pair swaps was swapped more often than left in offices: else the copy speaks of both. */
static void left_levels(lt_left_finder *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->level_count; i++) {
        if (left_offices(f, f->levels[i].from) <= f->levels[i].count) {
            f->levels[kept++] = f->levels[i];
        }
    }
    f->level_count = kept;
}

/* 市委书记 where the pair swaps 市 for 县: its level, replaced; and what the copy calls it. */
static int left_office(const lt_left_finder *f, const left_found *found, lt_lefts *lefts, leitong_error *error)
{
    const lt_vocabulary *vocabulary = f->input->vocabulary;
    const lt_word *word = &vocabulary->words[found->word];
    uint32_t other[LT_NAME_LONGEST];
    memcpy(other, vocabulary->tokens + word->at, word->length * sizeof *other);
    size_t level = 0;
    while (level < word->length && (lt_name_class_of(f->input->table, other[level]) & LT_NAME_LEVEL) == 0) {
        level++;
    }
    const left_level *swap = NULL;
    for (size_t i = 0; i < f->level_count && level < word->length; i++) {
        bool more = swap == NULL || f->levels[i].count > swap->count;
        swap = f->levels[i].from == other[level] && more ? &f->levels[i] : swap;
    }
    if (swap == NULL) {
        return 0;
    }
    other[level] = swap->to;
    lt_place instead = {f->copy, 0, 0};
    for (size_t length = word->length - level; length >= 2 && instead.end == 0; length--) {
        uint32_t called = lt_vocabulary_find(vocabulary, other + level, length);
        size_t place = 0;
        if (called != LT_VOCABULARY_NONE && lt_usage_places(f->input->usage, f->copy, called, &place) > 0) {
            uint32_t begin = (uint32_t)f->input->usage->documents[f->copy].by_word[place];
            instead = (lt_place){f->copy, begin, begin + (uint32_t)length};
        }
    }
    return left_add(f, found, &instead, swap->count, lefts, error);
}

/* The copy's own name of this kind: frequent there, unknown to the source. */
static bool left_own(const lt_left_finder *f, unsigned list, lt_place *ret_instead)
{
    const lt_usage *usage = f->input->usage;
    const uint32_t *own = usage->documents[f->copy].own[list];
    for (size_t i = 0; i < LT_USAGE_OWN && own[i] != LT_VOCABULARY_NONE; i++) {
        size_t place;
        if (lt_usage_places(usage, f->source, own[i], &place) == 0 &&
            lt_usage_places(usage, f->copy, own[i], &place) >= 2) {
            uint32_t begin = (uint32_t)usage->documents[f->copy].by_word[place];
            *ret_instead = (lt_place){f->copy, begin, begin + f->input->vocabulary->words[own[i]].length};
            return true;
        }
    }
    return false;
}

/* Whether a word of this kind tells of one source: few documents use it on their own, the fewer the less its form says
 * that it is a name; or it is the place that the source speaks of most, and its form says so. */
static bool left_known(const lt_left_finder *f, uint32_t number, unsigned list, bool home)
{
    const lt_word *word = &f->input->vocabulary->words[number];
    size_t most = f->input->corpus->document_count / LT_USAGE_SHARE;
    most = list == 1 ? 2 : LT_MAX(most, LT_USAGE_LEAST);
    uint64_t forms = f->input->usage->formed[number];
    bool formed = list == 0 && forms >= 3 && forms * LT_USAGE_NAMED >= f->input->usage->total[number];
    bool named = forms >= 2 || (word->flags & LT_NAME_KNOWN) != 0;
    size_t documents = f->input->usage->independent[number];
    return (named && documents <= most) || (formed && (home || documents <= LT_USAGE_MOST));
}

/* What usage alone can tell: the source's own place (or person) in a document that has another. */
static int left_usage(const lt_left_finder *f, const left_found *found, lt_lefts *lefts, leitong_error *error)
{
    const lt_word *word = &f->input->vocabulary->words[found->word];
    unsigned list = word->kind == LT_NAME_PLACE ? 0 : 1;
    const uint32_t *own = f->input->usage->documents[f->source].own[list];
    bool belongs = false;
    for (size_t i = 0; i < LT_USAGE_OWN && (word->kind == LT_NAME_PLACE || word->kind == LT_NAME_PERSON); i++) {
        belongs = belongs || own[i] == found->word;
    }
    size_t place;
    belongs = belongs && lt_usage_places(f->input->usage, f->source, found->word, &place) * LEFT_CHIEF >=
                             lt_usage_places(f->input->usage, f->source, own[0], &place);
    size_t rest = belongs ? left_rest(f, 1, found->word) : 0;
    bool given = (word->flags & LT_NAME_GIVEN) != 0;
    lt_place instead;
    if (rest < (given ? 1 : 3) || !left_known(f, found->word, list, own[0] == found->word && rest >= LEFT_HOME) ||
        !left_own(f, list, &instead)) {
        return 0;
    }
    return left_add(f, found, &instead, 0, lefts, error);
}

/* Whether one of two words holds the other: 诚挚 and 诚挚的 are no two names. */
static bool left_nested(const lt_vocabulary *vocabulary, uint32_t one, uint32_t other)
{
    const lt_word *a = &vocabulary->words[one];
    const lt_word *b = &vocabulary->words[other];
    const lt_word *inner = a->length < b->length ? a : b;
    const lt_word *outer = a->length < b->length ? b : a;
    for (size_t at = 0; at + inner->length <= outer->length; at++) {
        if (memcmp(vocabulary->tokens + outer->at + at, vocabulary->tokens + inner->at,
                   inner->length * sizeof *vocabulary->tokens) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether anything in a substituted word, or behind one of its places, looks like a name: 市 behind it, 局 at its end,
 * a surname and up to three letters that names are made of. */
static bool left_looks(const lt_left_finder *f, uint32_t number)
{
    const lt_word *word = &f->input->vocabulary->words[number];
    const uint32_t *tokens = f->input->vocabulary->tokens + word->at;
    bool person = word->length <= LEFT_PERSON && (lt_name_class_of(f->input->table, tokens[0]) & LT_NAME_SURNAME) != 0;
    for (size_t i = 1; i < word->length; i++) {
        person = person && (lt_name_class_of(f->input->table, tokens[i]) & (LT_NAME_UNGIVEN | LT_NAME_FIRM)) == 0;
    }
    unsigned last = lt_name_class_of(f->input->table, tokens[word->length - 1]);
    return person || f->input->usage->level[number] > 0 || (last & (LT_NAME_LEVEL | LT_NAME_BODY)) != 0;
}

/* A word whose form does not say for certain that it is a name is one when it looks like one, it was swapped three
 * times for a word that is unknown to the source, and at most two documents use it on their own, or it is mostly the
 * source's. */
static bool left_credible(const lt_left_finder *f, const lt_word *word, const left_swap *swap)
{
    const lt_usage *usage = f->input->usage;
    bool formed = (word->flags & LT_NAME_CERTAIN) != 0 && lt_usage_formed(usage, swap->word);
    bool nested = swap->other != LT_VOCABULARY_NONE && left_nested(f->input->vocabulary, swap->word, swap->other);
    size_t place;
    if ((word->flags & LT_NAME_KNOWN) != 0 || (word->kind != LT_NAME_OTHER && formed && !nested)) {
        return true;
    }
    size_t own = lt_usage_places(usage, f->source, swap->word, &place);
    return swap->count >= LT_LEFT_LEVEL && left_looks(f, swap->word) &&
           (usage->independent[swap->word] <= 2 || (uint64_t)own * 3 >= (uint64_t)usage->total[swap->word] * 2) &&
           swap->other != LT_VOCABULARY_NONE && !nested && lt_usage_places(usage, f->source, swap->other, &place) == 0;
}

/* All places of one word: found[first, last). */
static int left_judge(lt_left_finder *f, size_t first, size_t last, lt_lefts *lefts, leitong_error *error)
{
    const lt_word *word = &f->input->vocabulary->words[f->found[first].word];
    bool short_word = word->length < 2 && (word->flags & LT_NAME_GIVEN) == 0;
    if (short_word || left_rest(f, 0, f->found[first].word) > 0) {
        return 0;
    }
    const left_swap *swap = left_swap_of(f, f->found[first].word);
    int code = 0;
    for (size_t i = first; code == 0 && i < last; i++) {
        if ((word->flags & LT_NAME_OFFICE) != 0) {
            code = left_office(f, &f->found[i], lefts, error);
        } else if (swap != NULL && last - first <= swap->count && left_credible(f, word, swap)) {
            code = left_add(f, &f->found[i], &swap->instead, swap->count, lefts, error);
        } else {
            code = left_usage(f, &f->found[i], lefts, error);
        }
    }
    return code;
}

static int left_compare_found(const void *a, const void *b)
{
    const left_found *left = a;
    const left_found *right = b;
    const uint32_t keys[2][3] = {{left->word, left->at, left->source_at}, {right->word, right->at, right->source_at}};
    return lt_compare_u32(keys[0], keys[1], 3);
}

/* One way: who copies from whom is given. */
static int left_way(lt_left_finder *f, const lt_swap *swaps, size_t swap_count, lt_lefts *lefts, leitong_error *error)
{
    int code = left_orient(f, swaps, swap_count, error);
    f->found_count = 0;
    for (size_t i = 0; code == 0 && i < f->count; i++) {
        code = left_gather(f, left_passage(f, i), error);
    }
    if (code != 0 || f->found_count == 0) {
        return code;
    }
    qsort(f->found, f->found_count, sizeof *f->found, left_compare_found);
    left_levels(f);
    code = left_count_side(f, 0, error);
    code = code != 0 ? code : left_count_side(f, 1, error);
    for (size_t first = 0; code == 0 && first < f->found_count;) {
        size_t last = first + 1;
        while (last < f->found_count && f->found[last].word == f->found[first].word) {
            last++;
        }
        code = left_judge(f, first, last, lefts, error);
        first = last;
    }
    return code;
}

int lt_left_pair(lt_left_finder *finder, const uint32_t *numbers, size_t count, const lt_swap *swaps, size_t swap_count,
                 lt_lefts *lefts, leitong_error *error)
{
    const lt_passage *first = &finder->input->passages->items[numbers[0]];
    const lt_document *documents = finder->input->corpus->documents;
    const char *dates[2] = {documents[first->document_a].date, documents[first->document_b].date};
    int order = dates[0] != NULL && dates[1] != NULL ? strcmp(dates[0], dates[1]) : 0;
    finder->numbers = numbers;
    finder->count = count;
    int code = 0;
    if (first->document_a == first->document_b) {
        return 0; /* a document is no source of its own */
    }
    for (unsigned way = 0; code == 0 && way < 2; way++) {
        finder->copy_is_b = way == 0;
        finder->copy = way == 0 ? first->document_b : first->document_a;
        finder->source = way == 0 ? first->document_a : first->document_b;
        if (order == 0 || (order < 0) == (way == 0)) {
            code = left_way(finder, swaps, swap_count, lefts, error);
        }
    }
    return code;
}

#include "names/items.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <string.h>

#define ITEMS_LONGEST 24U /* tokens of an edit */
#define ITEMS_LINE 14U    /* tokens of its first or last line, where it is longer */

typedef struct items {
    const lt_name_rules *rules;
    const lt_name_view *views;
    lt_exchanges *exchanges;
    leitong_error *error;
} items;

typedef struct stretch {
    uint32_t begin, end;
} stretch;

typedef struct stretches {
    stretch items[ITEMS_LONGEST];
    size_t count;
} stretches;

static int items_add(const items *w, lt_exchange exchange)
{
    LT_TRY(LT_RESERVE(w->exchanges->items, w->exchanges->capacity, w->exchanges->count + 1, w->error));
    w->exchanges->items[w->exchanges->count++] = exchange;
    return 0;
}

static unsigned items_class(const items *w, unsigned view, uint32_t token)
{
    return lt_name_class_at(w->rules, &w->views[view], token);
}

static bool items_equal(const items *w, uint32_t a, uint32_t b)
{
    return w->views[0].tokens[a] == w->views[1].tokens[b];
}

static bool items_rest(const lt_edit *e)
{
    return e->a_end - e->a_begin > 1 && e->b_end - e->b_begin > 1;
}

/* Takes equal tokens off the beginning: function words, or any; one token is left on each side. */
static lt_edit items_begin(const items *w, lt_edit e, bool any)
{
    while (items_rest(&e) && items_equal(w, e.a_begin, e.b_begin) &&
           (any || (items_class(w, 0, e.a_begin) & LT_NAME_BORDER) != 0)) {
        e.a_begin++;
        e.b_begin++;
    }
    return e;
}

static lt_edit items_end(const items *w, lt_edit e)
{
    while (items_rest(&e) && items_equal(w, e.a_end - 1, e.b_end - 1)) {
        e.a_end--;
        e.b_end--;
    }
    return e;
}

static bool items_two_levels(const items *w, uint32_t a, uint32_t b)
{
    return (items_class(w, 0, a) & items_class(w, 1, b) & LT_NAME_LEVEL) != 0 && !items_equal(w, a, b);
}

/* Takes different levels off one end of an item: 沅东|市→柳浦|县, 县|林业局→市|环保局; two tokens are left on each
 * side. *ret_level: the levels, or empty. */
static lt_edit items_levels(const items *w, lt_edit e, lt_edit *ret_level)
{
    bool room = e.a_end - e.a_begin > 2 && e.b_end - e.b_begin > 2;
    *ret_level = (lt_edit){0};
    if (room && items_two_levels(w, e.a_end - 1, e.b_end - 1)) {
        e.a_end--;
        e.b_end--;
        *ret_level = (lt_edit){e.a_end, e.a_end + 1, e.b_end, e.b_end + 1};
    } else if (room && items_two_levels(w, e.a_begin, e.b_begin)) {
        *ret_level = (lt_edit){e.a_begin, e.a_begin + 1, e.b_begin, e.b_begin + 1};
        e.a_begin++;
        e.b_begin++;
    }
    return e;
}

static bool items_same(const items *w, lt_edit e)
{
    size_t length = e.a_end - e.a_begin;
    return length == e.b_end - e.b_begin && memcmp(w->views[0].tokens + e.a_begin, w->views[1].tokens + e.b_begin,
                                                   length * sizeof *w->views[0].tokens) == 0;
}

/* Without equal ends the item may be a name; with function words alone off its beginning it is tried first, since
 * 湖北→湖南 begins alike too. */
static int items_pair(const items *w, lt_edit e)
{
    lt_edit short_end = items_end(w, e);
    const lt_edit tries[] = {items_begin(w, short_end, false), items_begin(w, short_end, true),
                             items_begin(w, e, false)};
    lt_exchange best = {e, LT_NAME_NONE, 0};
    for (size_t i = 0; i < 3 && (best.kind == LT_NAME_NONE || best.kind == LT_NAME_TERM); i++) {
        lt_edit level;
        lt_edit rest = items_levels(w, tries[i], &level);
        if (items_same(w, rest)) { /* 全州|县→全州|区 */
            return level.a_end > 0 ? items_add(w, (lt_exchange){level, LT_NAME_OF_LEVEL, 0}) : 0;
        }
        lt_exchange found = lt_name_exchange(w->rules, w->views, rest);
        if (found.kind == LT_NAME_OF_LEVEL) { /* 州区→州县 is 区→县 */
            found = lt_name_exchange(w->rules, w->views, tries[1]);
        }
        bool better = found.kind != LT_NAME_NONE && (best.kind == LT_NAME_NONE || found.kind != LT_NAME_TERM);
        best = better ? found : best;
        if (better && level.a_end > 0 && (found.kind == LT_NAME_PLACE || found.kind == LT_NAME_BODY)) {
            LT_TRY(items_add(w, (lt_exchange){level, LT_NAME_OF_LEVEL, 0}));
        }
    }
    return best.kind != LT_NAME_NONE ? items_add(w, best) : 0;
}

/* Places in a row, each with its level, that are all of the stretch. */
static bool items_chain(const items *w, unsigned view, stretch s, stretches *ret_chain)
{
    const lt_name_view *v = &w->views[view];
    *ret_chain = (stretches){.count = 0};
    for (uint32_t at = s.begin; at < s.end;) {
        uint32_t length = (uint32_t)lt_place_tree_longest(w->rules->tree, v->tokens + at, s.end - at);
        if (length == 0 || ret_chain->count == ITEMS_LONGEST) {
            return false;
        }
        ret_chain->items[ret_chain->count++] = (stretch){at, at + length};
        at += length;
    }
    return true;
}

/* Pairs the places of two chains: each with each, or the last with the last. */
static int items_chains(const items *w, lt_edit e, bool *ret_done)
{
    stretches a;
    stretches b;
    bool chains = items_chain(w, 0, (stretch){e.a_begin, e.a_end}, &a) &&
                  items_chain(w, 1, (stretch){e.b_begin, e.b_end}, &b) && a.count + b.count > 2;
    *ret_done = chains;
    for (size_t i = chains && a.count != b.count ? a.count - 1 : 0; chains && i < a.count; i++) {
        stretch other = a.count == b.count ? b.items[i] : b.items[b.count - 1];
        LT_TRY(items_pair(w, (lt_edit){a.items[i].begin, a.items[i].end, other.begin, other.end}));
    }
    return 0;
}

/* Whether token `at` stands within a place's name: 西和|县. */
static bool items_within(const items *w, const lt_name_view *v, uint32_t begin, uint32_t at)
{
    for (uint32_t from = at > begin + 3 ? at - 3 : begin; from < at; from++) {
        if (lt_name_view_has(v, from, LT_VIEW_WORD) &&
            from + lt_place_tree_longest(w->rules->tree, v->tokens + from, v->count - from) > at) {
            return true;
        }
    }
    return false;
}

/* How a stretch is cut around words that join: 财政局|和|教育局. */
enum items_joins {
    ITEMS_WHOLE,
    ITEMS_WORDS,
    ITEMS_LETTERS /* of longer words too: 县政府|和|县政府, though 和县 is a place */
};

static bool items_joins(const items *w, unsigned view, stretch s, uint32_t at, int joins)
{
    const lt_name_view *v = &w->views[view];
    bool word = at + 1 < s.end && lt_name_view_has(v, at, LT_VIEW_WORD) && lt_name_view_has(v, at + 1, LT_VIEW_WORD);
    return joins != ITEMS_WHOLE && at > s.begin && at + 1 < s.end && (items_class(w, view, at) & LT_NAME_JOINS) != 0 &&
           (joins == ITEMS_LETTERS || (word && !items_within(w, v, s.begin, at)));
}

/* A stretch cut before tokens with the flags, and around words that join. */
static void items_cut(const items *w, unsigned view, stretch s, unsigned flags, int joins, stretches *ret)
{
    const lt_name_view *v = &w->views[view];
    uint32_t begin = s.begin;
    ret->count = 0;
    for (uint32_t at = s.begin; at <= s.end; at++) {
        bool join = items_joins(w, view, s, at, joins);
        bool cut = at == s.end || join || (at > s.begin && lt_name_view_has(v, at, flags));
        if (cut && begin < at) {
            ret->items[ret->count++] = (stretch){begin, at};
        }
        begin = join ? at + 1 : cut ? at : begin;
    }
}

/* A piece of an edit, cut at what joins, unless all of it is one body: 经济和信息化局. */
static int items_joined(const items *w, lt_edit e)
{
    stretches a;
    stretches b;
    bool body = lt_name_exchange(w->rules, w->views, items_end(w, e)).kind == LT_NAME_BODY;
    for (int joins = body ? ITEMS_WHOLE : ITEMS_WORDS; joins <= ITEMS_LETTERS; joins++) {
        items_cut(w, 0, (stretch){e.a_begin, e.a_end}, LT_VIEW_MARK, joins, &a);
        items_cut(w, 1, (stretch){e.b_begin, e.b_end}, LT_VIEW_MARK, joins, &b);
        if (a.count == b.count) {
            break;
        }
    }
    for (size_t i = 0; i < a.count && a.count == b.count; i++) {
        bool done = false;
        lt_edit item = {a.items[i].begin, a.items[i].end, b.items[i].begin, b.items[i].end};
        LT_TRY(items_chains(w, item, &done));
        if (!done) {
            LT_TRY(items_pair(w, item));
        }
    }
    return 0;
}

/* A piece of an edit without line breaks, cut at marks where both sides have as many. */
static int items_piece(const items *w, lt_edit e)
{
    stretches a;
    stretches b;
    bool done = false;
    LT_TRY(items_chains(w, items_end(w, items_begin(w, e, false)), &done));
    items_cut(w, 0, (stretch){e.a_begin, e.a_end}, LT_VIEW_MARK, ITEMS_WHOLE, &a);
    items_cut(w, 1, (stretch){e.b_begin, e.b_end}, LT_VIEW_MARK, ITEMS_WHOLE, &b);
    for (size_t i = 0; i < a.count && a.count == b.count && !done; i++) {
        LT_TRY(items_joined(w, (lt_edit){a.items[i].begin, a.items[i].end, b.items[i].begin, b.items[i].end}));
    }
    return done || a.count == b.count ? 0 : items_joined(w, e);
}

/* What stands before the first line break of one side, or behind its last. Without a line break: empty. */
static stretch items_line(const items *w, unsigned view, stretch s, bool last)
{
    uint32_t at = last ? s.end - 1 : s.begin + 1;
    uint32_t most = LT_MIN(s.end - s.begin - 1, ITEMS_LINE);
    for (uint32_t i = 0; i < most; i++, at = last ? at - 1 : at + 1) {
        if (lt_name_view_has(&w->views[view], at, LT_VIEW_LINE)) {
            return last ? (stretch){at, s.end} : (stretch){s.begin, at};
        }
    }
    return (stretch){s.begin, s.begin};
}

/* Of an edit that is too long, its first and its last line alone: text was put before or behind a copied one. */
static int items_long(const items *w, lt_edit e)
{
    for (unsigned last = 0; last < 2; last++) {
        stretch a = items_line(w, 0, (stretch){e.a_begin, e.a_end}, last == 1);
        stretch b = items_line(w, 1, (stretch){e.b_begin, e.b_end}, last == 1);
        if (a.begin < a.end && b.begin < b.end) {
            LT_TRY(items_piece(w, (lt_edit){a.begin, a.end, b.begin, b.end}));
        }
    }
    return 0;
}

int lt_items_of(const lt_name_rules *rules, const lt_name_view views[2], lt_edit edit, lt_exchanges *exchanges,
                leitong_error *error)
{
    const items w = {rules, views, exchanges, error};
    stretches a;
    stretches b;
    if (edit.a_end - edit.a_begin > ITEMS_LONGEST || edit.b_end - edit.b_begin > ITEMS_LONGEST) {
        return items_long(&w, edit);
    }
    items_cut(&w, 0, (stretch){edit.a_begin, edit.a_end}, LT_VIEW_LINE, ITEMS_WHOLE, &a);
    items_cut(&w, 1, (stretch){edit.b_begin, edit.b_end}, LT_VIEW_LINE, ITEMS_WHOLE, &b);
    size_t paired = a.count == b.count ? a.count : 1;
    for (size_t i = 0; i < paired; i++) {
        LT_TRY(items_piece(&w, (lt_edit){a.items[i].begin, a.items[i].end, b.items[i].begin, b.items[i].end}));
    }
    stretch ends[2] = {a.items[a.count - 1], b.items[b.count - 1]};
    return a.count != b.count ? items_piece(&w, (lt_edit){ends[0].begin, ends[0].end, ends[1].begin, ends[1].end}) : 0;
}

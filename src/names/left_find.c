#include "names/left_find.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "names/role.h"

#include <stdlib.h>
#include <string.h>

#define FIND_BRANCHES 16U
#define FIND_LEVEL 3U   /* swaps of a level that make it one's own */
#define FIND_OFFICE 4U  /* tokens between the offices of one person */
#define FIND_OF 0x7684U /* 的 */
#define FIND_NAME 8U    /* tokens of a place before another */

static const uint32_t FIND_PART[] = {0x90E8, 0x95E8}; /* 部门 */

/* What the source has and the copy has instead. */
typedef struct branch {
    uint32_t home;         /* the source's node */
    uint32_t source, copy; /* nodes below the common ancestor */
    lt_place instead;
    uint32_t weight;
} branch;

/* A name of the source's, and what is told where it stands in the copy. */
typedef struct needle {
    const lt_swap *swap; /* NULL: a home */
    lt_left row;
} needle;

typedef struct finder {
    const lt_name_pair *pair;
    const lt_name_view *view; /* the copy's */
    unsigned copy;
    uint32_t documents[2]; /* copy, source */
    lt_vocabulary words;
    needle *needles;     /* [word] */
    lt_vocabulary names; /* of rows */
    branch branches[FIND_BRANCHES];
    size_t branch_count;
    lt_lefts *lefts;
} finder;

/* An equal block, seen from the copy. */
typedef struct run {
    uint32_t begin, end, source;
} run;

static lt_edit find_turned(const finder *f, lt_swap_place p)
{
    return f->copy == 1 ? (lt_edit){p.a_begin, p.a_end, p.b_begin, p.b_end}
                        : (lt_edit){p.b_begin, p.b_end, p.a_begin, p.a_end};
}

/* What the copy has at the first place of a swap. */
static lt_place find_instead(const finder *f, const lt_swap *s)
{
    lt_edit first = find_turned(f, s->first);
    return (lt_place){f->documents[0], first.b_begin, first.b_end - (s->kind == LT_NAME_PLACE ? s->tail : 0)};
}

/* A run that is too long is no name. */
static int find_add(finder *f, const run *r, lt_left row, leitong_error *error)
{
    uint32_t shift = row.place.begin - r->begin;
    uint32_t length = row.place.end - row.place.begin;
    if (length > LT_NAME_LONGEST) {
        return 0;
    }
    LT_TRY(lt_vocabulary_add(&f->names, f->view->tokens + row.place.begin, length, &row.name, error));
    row.place.document = f->documents[0];
    row.source = (lt_place){f->documents[1], r->source + shift, r->source + shift + length};
    LT_TRY(LT_RESERVE(f->lefts->items, f->lefts->capacity, f->lefts->count + 1, error));
    f->lefts->items[f->lefts->count++] = row;
    return 0;
}

/* Adds a name of the source's; of several of the same tokens the one with the most swaps stays. */
static int find_needle(finder *f, uint32_t begin, uint32_t end, const needle *one, leitong_error *error)
{
    const lt_name_view *source = &f->pair->views[1 - f->copy];
    size_t known = f->words.count;
    uint32_t word = 0;
    if (end <= begin || end - begin > LT_NAME_LONGEST) {
        return 0;
    }
    LT_TRY(lt_vocabulary_add(&f->words, source->tokens + begin, end - begin, &word, error));
    if (f->words.count > known || one->row.weight > f->needles[word].row.weight) {
        f->needles[word] = *one;
    }
    return 0;
}

static int find_needles(finder *f, const lt_edit *homes, leitong_error *error)
{
    static const uint8_t classes[] = {[LT_NAME_BODY] = LT_LEFT_BODY, [LT_NAME_TERM] = LT_LEFT_TERM};
    const lt_swaps *swaps = f->pair->swaps;
    f->needles = malloc((swaps->count + 1) * sizeof *f->needles);
    if (f->needles == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < swaps->count; i++) {
        const lt_swap *s = &swaps->items[i];
        lt_edit first = find_turned(f, s->first);
        lt_left row = {
            .instead = find_instead(f, s), .class = classes[s->kind], .kind = s->kind, .weight = (uint32_t)s->count};
        if (s->kind != LT_NAME_OF_LEVEL && s->kind != LT_NAME_YEAR) {
            LT_TRY(find_needle(f, first.a_begin, first.a_end - s->tail, &(needle){s, row}, error));
        }
    }
    if (homes->a_end > 0) {
        lt_edit home = find_turned(f, (lt_swap_place){homes->a_begin, homes->a_end, homes->b_begin, homes->b_end});
        lt_left row = {.instead = {f->documents[0], home.b_begin, home.b_end},
                       .class = LT_LEFT_TERRITORY,
                       .kind = LT_NAME_PLACE,
                       .weight = 1};
        LT_TRY(find_needle(f, home.a_begin, home.a_end, &(needle){NULL, row}, error));
    }
    return lt_vocabulary_finish(&f->words, error);
}

/* The nodes of two names whose common ancestor is lowest; both of the highest level that their name has. */
static bool find_nodes(const lt_place_tree *tree, const lt_place_name *a, const lt_place_name *b, uint32_t *ret_a,
                       uint32_t *ret_b)
{
    const lt_place_name *first = b;
    unsigned level_a = a != NULL ? lt_place_tree_level(tree, a->node) : 0;
    unsigned level_b = b != NULL ? lt_place_tree_level(tree, b->node) : 0;
    unsigned best = LT_PLACE_COUNTRY;
    bool found = false;
    for (; a != NULL && lt_place_tree_level(tree, a->node) == level_a; a = lt_place_tree_next(tree, a)) {
        for (b = first; b != NULL && lt_place_tree_level(tree, b->node) == level_b; b = lt_place_tree_next(tree, b)) {
            unsigned level = lt_place_tree_level(tree, lt_place_tree_common(tree, a->node, b->node));
            if (!found || level > best) {
                best = level;
                *ret_a = a->node;
                *ret_b = b->node;
                found = true;
            }
        }
    }
    return found;
}

/* The places of a name in [begin, end); with its level's letter behind it those of that level: 长沙|县. */
static const lt_place_name *find_place(const finder *f, unsigned side, uint32_t begin, uint32_t end)
{
    const lt_name_rules *rules = f->pair->rules;
    const lt_name_view *view = &f->pair->views[side];
    if (end <= begin || end - begin >= LT_NAME_LONGEST) {
        return NULL;
    }
    bool level = lt_name_goes_on(view, end) && (lt_name_class_at(rules, view, end) & LT_NAME_LEVEL) != 0;
    const lt_place_name *name = level ? lt_place_tree_find(rules->tree, view->tokens + begin, end + 1 - begin) : NULL;
    return name != NULL ? name : lt_place_tree_find(rules->tree, view->tokens + begin, end - begin);
}

/* The branch below the common ancestor; of two provinces, of which any text may speak, the prefecture alone. */
static uint32_t find_source(const lt_place_tree *tree, uint32_t common, uint32_t node)
{
    uint32_t child = lt_place_tree_branch(tree, common, node);
    return common == LT_PLACE_ROOT && child != node ? lt_place_tree_branch(tree, child, node) : child;
}

/* The territories that one exchange of places parts. */
static void find_branch(finder *f, lt_edit places, uint8_t tail, uint32_t weight)
{
    const lt_place_tree *tree = f->pair->rules->tree;
    const lt_place_name *source = find_place(f, 1 - f->copy, places.a_begin, places.a_end - tail);
    const lt_place_name *copy = find_place(f, f->copy, places.b_begin, places.b_end - tail);
    uint32_t a = 0;
    uint32_t b = 0;
    if (f->branch_count == FIND_BRANCHES || !find_nodes(tree, source, copy, &a, &b)) {
        return;
    }
    uint32_t common = lt_place_tree_common(tree, a, b);
    if (common == a || common == b) {
        return;
    }
    f->branches[f->branch_count++] = (branch){a,
                                              find_source(tree, common, a),
                                              lt_place_tree_branch(tree, common, b),
                                              {f->documents[0], places.b_begin, places.b_end - tail},
                                              weight};
}

static void find_branches(finder *f, const lt_edit *homes)
{
    const lt_swaps *swaps = f->pair->swaps;
    for (size_t i = 0; i < swaps->count; i++) {
        if (swaps->items[i].kind == LT_NAME_PLACE) {
            find_branch(f, find_turned(f, swaps->items[i].first), swaps->items[i].tail,
                        (uint32_t)swaps->items[i].count);
        }
    }
    if (homes->a_end > 0) {
        find_branch(f, find_turned(f, (lt_swap_place){homes->a_begin, homes->a_end, homes->b_begin, homes->b_end}), 0,
                    1);
    }
}

/* Whether a name in [begin, end) is whole there: no mark parts it, and a word ends, or what names are followed by goes
 * on. */
static bool find_whole(const finder *f, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin + 1; i < end; i++) {
        if (lt_name_view_has(f->view, i, LT_VIEW_MARK)) {
            return false;
        }
    }
    const lt_name_table *table = f->pair->rules->table;
    bool goes_on = lt_name_goes_on(f->view, end);
    unsigned next = lt_name_class_at(f->pair->rules, f->view, end);
    return lt_name_view_has(f->view, end, LT_VIEW_WORD) || (next & (LT_NAME_LEVEL | LT_NAME_LAND)) != 0 ||
           (goes_on && lt_name_body(table, f->view->tokens + end, f->view->count - end) > 0);
}

/* The end of a body whose stem is [begin, end): its own ending follows, or 部门. 0: it is none, or the nation's. */
static uint32_t find_body(const finder *f, const lt_swap *s, uint32_t begin, uint32_t end)
{
    static const uint32_t nation[] = {0x56FD, 0x5BB6}; /* 国家 */
    lt_edit first = find_turned(f, s->first);
    const uint32_t *tokens = f->view->tokens;
    const uint32_t *own = f->pair->views[1 - f->copy].tokens + first.a_end - s->tail;
    bool department =
        lt_name_goes_on(f->view, end + 1) && tokens[end] == FIND_PART[0] && tokens[end + 1] == FIND_PART[1];
    bool ending = lt_name_goes_on(f->view, end) && tokens[end] == own[0];
    if (begin >= 2 && lt_name_goes_on(f->view, begin) && memcmp(tokens + begin - 2, nation, sizeof nation) == 0) {
        return 0;
    }
    return s->tail == 0 ? end : department ? end + 2 : ending ? end + s->tail : 0;
}

/* Whether a name stands in a list, or joined with another: 农业、林业和水利部门 are anybody's. */
static bool find_listed(const finder *f, uint32_t begin, uint32_t end)
{
    const lt_name_rules *rules = f->pair->rules;
    unsigned before = begin > 0 ? lt_name_class_at(rules, f->view, begin - 1) : 0;
    unsigned behind = lt_name_goes_on(f->view, end) ? lt_name_class_at(rules, f->view, end) : 0;
    bool part = begin > 1 && !lt_name_view_has(f->view, begin, LT_VIEW_LINE) &&
                lt_name_view_has(f->view, begin, LT_VIEW_MARK) && lt_name_view_has(f->view, begin - 2, LT_VIEW_MARK);
    return ((before | behind) & LT_NAME_JOINS) != 0 || part;
}

/* Whether a place lies in one of the copy's branches, or holds one: 长沙市 is as much 浏阳's as 宁乡's. */
static bool find_common(const finder *f, uint32_t place)
{
    const lt_place_tree *tree = f->pair->rules->tree;
    for (size_t i = 0; i < f->branch_count; i++) {
        uint32_t copy = f->branches[i].copy;
        if (lt_place_tree_within(tree, place, copy) || lt_place_tree_within(tree, copy, place)) {
            return true;
        }
    }
    return false;
}

/* Whether a longer name of a place begins at `at`, which may be the copy's own: 长沙|市 where 长沙县→浏阳市. */
static bool find_longer(const finder *f, uint32_t at, uint32_t end, uint32_t length)
{
    const lt_place_tree *tree = f->pair->rules->tree;
    size_t longest = f->branch_count > 0 ? lt_place_tree_longest(tree, f->view->tokens + at, end - at) : 0;
    const lt_place_name *name = longest > length ? lt_place_tree_find(tree, f->view->tokens + at, longest) : NULL;
    for (; name != NULL; name = lt_place_tree_next(tree, name)) {
        if (find_common(f, name->node)) {
            return true;
        }
    }
    return false;
}

static int find_swapped(finder *f, const run *r, uint32_t at, leitong_error *error)
{
    uint32_t lengths = lt_vocabulary_lengths(&f->words, f->view->tokens + at, r->end - at);
    while (lengths != 0) {
        uint32_t length = 31U - (uint32_t)__builtin_clz(lengths);
        lengths &= ~(1U << length);
        uint32_t word =
            length <= r->end - at ? lt_vocabulary_find(&f->words, f->view->tokens + at, length) : LT_VOCABULARY_NONE;
        const needle *one = word != LT_VOCABULARY_NONE ? &f->needles[word] : NULL;
        bool body = one != NULL && one->row.kind == LT_NAME_BODY;
        bool longer = one != NULL && one->row.kind == LT_NAME_PLACE && find_longer(f, at, r->end, length);
        uint32_t end = body ? find_body(f, one->swap, at, at + length) : at + length;
        if (one != NULL && !longer && end > 0 && find_whole(f, at, at + length)) {
            lt_left row = one->row;
            row.weak = body && find_listed(f, at, end);
            row.place = (lt_place){0, at, end <= r->end ? end : at + length};
            return find_add(f, r, row, error);
        }
    }
    return 0;
}

/* Whether the place that begins at `at` is neither of the source's nor above it. */
static bool find_elsewhere(const finder *f, const branch *b, uint32_t at, uint32_t end)
{
    const lt_place_tree *tree = f->pair->rules->tree;
    uint32_t length = at < end ? (uint32_t)lt_place_tree_longest(tree, f->view->tokens + at, end - at) : 0;
    const lt_place_name *name = length > 1 ? lt_place_tree_find(tree, f->view->tokens + at, length) : NULL;
    bool elsewhere = name != NULL && !name->ordinary && lt_name_view_has(f->view, at, LT_VIEW_WORD);
    for (; name != NULL && elsewhere; name = lt_place_tree_next(tree, name)) {
        elsewhere =
            !lt_place_tree_within(tree, name->node, b->source) && !lt_place_tree_within(tree, b->home, name->node);
    }
    return elsewhere;
}

/* Whether a place's name leads to a place elsewhere (湖南省华容县, 甘肃省的敦煌), or stands in a list with one. */
static bool find_general(const finder *f, const branch *b, uint32_t begin, uint32_t end)
{
    uint32_t next = end + (lt_name_goes_on(f->view, end) && f->view->tokens[end] == FIND_OF ? 1 : 0);
    bool general = find_elsewhere(f, b, next, f->view->count);
    for (uint32_t length = 2; length < FIND_NAME && length <= begin && !general; length++) {
        general = lt_name_view_has(f->view, begin, LT_VIEW_MARK) &&
                  lt_place_tree_longest(f->pair->rules->tree, f->view->tokens + begin - length, length) == length &&
                  find_elsewhere(f, b, begin - length, begin);
    }
    return general;
}

/* The branch that a place of the source's lies in: in none of the copy's. */
static const branch *find_territory_of(const finder *f, const lt_place_name *name)
{
    const lt_place_tree *tree = f->pair->rules->tree;
    lt_place_level highest = lt_place_tree_level(tree, name->node);
    const branch *found = NULL;
    for (; name != NULL; name = lt_place_tree_next(tree, name)) {
        bool telling = !name->ordinary && (name->whole || lt_place_tree_level(tree, name->node) == highest);
        if (find_common(f, name->node)) {
            return NULL;
        }
        for (size_t i = 0; i < f->branch_count; i++) {
            bool above = name->whole && lt_place_tree_within(tree, f->branches[i].home, name->node);
            bool within = telling && (above || lt_place_tree_within(tree, name->node, f->branches[i].source));
            found = within && found == NULL ? &f->branches[i] : found;
        }
    }
    return found;
}

static int find_territory(finder *f, const run *r, uint32_t at, leitong_error *error)
{
    const lt_place_tree *tree = f->pair->rules->tree;
    uint32_t length = (uint32_t)lt_place_tree_longest(tree, f->view->tokens + at, r->end - at);
    const lt_place_name *name = length > 0 ? lt_place_tree_find(tree, f->view->tokens + at, length) : NULL;
    const branch *b = name != NULL && find_whole(f, at, at + length) ? find_territory_of(f, name) : NULL;
    return b == NULL || find_general(f, b, at, at + length) ? 0
                                                            : find_add(f, r,
                                                                       (lt_left){.place = {0, at, at + length},
                                                                                 .instead = b->instead,
                                                                                 .class = LT_LEFT_TERRITORY,
                                                                                 .kind = LT_NAME_PLACE,
                                                                                 .weight = b->weight},
                                                                       error);
}

/* The swap of a level, seen from the source, or of years by the copy's year. */
static const lt_swap *find_swap(const finder *f, lt_name_kind kind, unsigned value)
{
    for (size_t i = 0; i < f->pair->swaps->count; i++) {
        const lt_swap *s = &f->pair->swaps->items[i];
        lt_edit first = find_turned(f, s->first);
        const lt_name_view *source = &f->pair->views[1 - f->copy];
        if (s->kind == kind && kind == LT_NAME_YEAR) {
            unsigned from = lt_name_year(f->pair->rules, source, first.a_begin, first.a_end);
            unsigned to = lt_name_year(f->pair->rules, f->view, first.b_begin, first.b_end);
            if (to == value && from < to) {
                return s;
            }
        } else if (s->kind == kind && first.a_end - first.a_begin == 1 && source->tokens[first.a_begin] == value &&
                   s->count >= FIND_LEVEL) {
            return s;
        }
    }
    return NULL;
}

/* What the copy calls an office, tokens [begin, +length) behind its level: as much of it as stands there. */
static lt_place find_office(const finder *f, const lt_swap *s, uint32_t begin, uint32_t length)
{
    uint32_t tokens[LT_NAME_LONGEST] = {f->view->tokens[find_turned(f, s->first).b_begin]};
    memcpy(tokens + 1, f->view->tokens + begin, length * sizeof *tokens);
    for (uint32_t count = length + 1; count > 1; count--) {
        uint32_t place = 0;
        bool given_up = false;
        if (lt_token_index_find(f->pair->indexes[f->copy], tokens, count, &place, 1, &given_up) > 0) {
            return (lt_place){f->documents[0], place, place + count};
        }
    }
    return find_instead(f, s);
}

/* The end of the offices that one person has beside that in [begin, end): 市委常委、常务副市长. */
static uint32_t find_offices(const finder *f, const run *r, uint32_t begin, uint32_t end)
{
    uint32_t most = LT_MIN(r->end, begin + LT_NAME_LONGEST);
    for (uint32_t at = end; at < most && at - end < FIND_OFFICE && (at == end || lt_name_goes_on(f->view, at)); at++) {
        uint32_t title = (uint32_t)lt_name_title(f->pair->rules->table, f->view->tokens + at, most - at);
        if (title > 0) {
            end = at + title;
            at = end - 1;
        }
    }
    return end;
}

/* Whether a level stands at `at` behind a mark. */
static bool find_levels(const finder *f, uint32_t at)
{
    return at < f->view->count && lt_name_view_has(f->view, at, LT_VIEW_MARK) &&
           !lt_name_view_has(f->view, at, LT_VIEW_LINE) &&
           (lt_name_class_at(f->pair->rules, f->view, at) & LT_NAME_LEVEL) != 0;
}

/* 我市, or 市委 where nothing before it says whose it is. */
static int find_level(finder *f, const run *r, uint32_t at, leitong_error *error)
{
    const lt_name_rules *rules = f->pair->rules;
    unsigned class = lt_name_class_at(rules, f->view, at);
    unsigned next = lt_name_goes_on(f->view, at + 1) ? lt_name_class_at(rules, f->view, at + 1) : 0;
    if ((class & (LT_NAME_LEVEL | LT_NAME_UNIT)) == 0 ||
        ((next & LT_NAME_CARRIES) != 0 && !lt_name_view_has(f->view, at + 1, LT_VIEW_WORD))) {
        return 0;
    }
    const lt_swap *s = find_swap(f, LT_NAME_OF_LEVEL, f->view->tokens[at]);
    bool goes_on = at > r->begin && lt_name_goes_on(f->view, at);
    unsigned before = at > 0 ? lt_name_class_at(rules, f->view, at - 1) : 0;
    /* not of 健全|县, nor of 全市、县 */
    bool own = goes_on && (before & LT_NAME_OWN) != 0 && lt_name_view_has(f->view, at - 1, LT_VIEW_WORD) &&
               !find_levels(f, at + 1);
    uint32_t office = 0;
    if (s != NULL && !own && (before & LT_NAME_LEVEL) == 0 && lt_name_goes_on(f->view, at + 1)) {
        bool alone = !goes_on || ((before & LT_NAME_BORDER) != 0 && f->view->tokens[at - 1] != FIND_OF);
        office = alone ? (uint32_t)lt_name_office(rules->table, f->view->tokens + at + 1, r->end - at - 1) : 0;
    }
    if (s == NULL || (!own && office == 0)) {
        return 0;
    }
    return find_add(f, r,
                    (lt_left){.place = {0, own ? at - 1 : at, own ? at + 1 : find_offices(f, r, at, at + 1 + office)},
                              .instead = own ? find_instead(f, s) : find_office(f, s, at + 1, office),
                              .class = LT_LEFT_LEVEL,
                              .kind = own ? LT_NAME_OF_LEVEL : LT_NAME_BODY,
                              .weak = !own,
                              .weight = (uint32_t)s->count},
                    error);
}

static int find_year(finder *f, const run *r, uint32_t at, leitong_error *error)
{
    for (uint32_t length = 1; length <= 4 && at + length <= r->end; length += 3) {
        unsigned year =
            lt_name_view_has(f->view, at, LT_VIEW_MARK) ? lt_name_year(f->pair->rules, f->view, at, at + length) : 0;
        const lt_swap *s = year != 0 ? find_swap(f, LT_NAME_YEAR, year) : NULL;
        if (s != NULL) {
            return find_add(f, r,
                            (lt_left){.place = {0, at, at + length},
                                      .class = LT_LEFT_YEAR,
                                      .kind = LT_NAME_YEAR,
                                      .weak = true,
                                      .weight = (uint32_t)s->count},
                            error);
        }
    }
    return 0;
}

static bool find_same_title(const finder *f, const lt_role *a, const lt_role *b)
{
    return a->end - a->title == b->end - b->title && memcmp(f->view->tokens + a->title, f->view->tokens + b->title,
                                                            (a->end - a->title) * sizeof *f->view->tokens) == 0;
}

/* Another role in the copy's own text, and none of this title. */
static bool find_contradiction(const finder *f, const lt_role *role, lt_role *ret_other)
{
    bool other = false;
    for (unsigned i = 0; i < LT_ROLE_OPENINGS; i++) {
        uint32_t places[8];
        bool given_up = false;
        size_t count = lt_token_index_find(f->pair->indexes[f->copy], lt_role_opening(i), 2, places, 8, &given_up);
        for (size_t p = 0; p < count; p++) {
            lt_role own;
            if (lt_name_pair_shared(f->pair, f->copy, places[p]) ||
                !lt_role_at(f->pair->rules, f->view, places[p], &own)) {
                continue;
            }
            if (find_same_title(f, role, &own)) {
                return false;
            }
            *ret_other = own;
            other = true;
        }
    }
    return other;
}

static int find_role(finder *f, const run *r, uint32_t at, leitong_error *error)
{
    lt_role role;
    lt_role other;
    if (!lt_role_at(f->pair->rules, f->view, at, &role) || role.end > r->end || !lt_name_pair_shares(f->pair) ||
        !find_contradiction(f, &role, &other)) {
        return 0;
    }
    return find_add(f, r,
                    (lt_left){.place = {0, role.begin, role.end},
                              .instead = {f->documents[0], other.begin, other.end},
                              .class = LT_LEFT_ROLE,
                              .kind = LT_NAME_PERSON,
                              .weight = 1},
                    error);
}

static int find_run(finder *f, const run *r, leitong_error *error)
{
    for (uint32_t at = r->begin; at < r->end; at++) {
        LT_TRY(find_level(f, r, at, error));
        if (!lt_name_view_has(f->view, at, LT_VIEW_WORD)) {
            continue;
        }
        LT_TRY(find_swapped(f, r, at, error));
        if (f->branch_count > 0) {
            LT_TRY(find_territory(f, r, at, error));
        }
        LT_TRY(find_year(f, r, at, error));
        LT_TRY(find_role(f, r, at, error));
    }
    return 0;
}

/* The tokens with which both sides of an edit begin. */
static uint32_t find_alike(const lt_name_pair *pair, const lt_edit *s)
{
    uint32_t length = 0;
    while (s->a_begin + length < s->a_end && s->b_begin + length < s->b_end &&
           pair->views[0].tokens[s->a_begin + length] == pair->views[1].tokens[s->b_begin + length]) {
        length++;
    }
    return length;
}

int lt_left_find(const lt_name_pair *pair, unsigned copy, const lt_edit *homes, lt_lefts *lefts, leitong_error *error)
{
    finder f = {.pair = pair, .view = &pair->views[copy], .copy = copy, .lefts = lefts};
    int code = 0;
    f.documents[0] = copy == 0 ? pair->gated->document_a : pair->gated->document_b;
    f.documents[1] = copy == 0 ? pair->gated->document_b : pair->gated->document_a;
    LT_TRY_GOTO(done, find_needles(&f, homes, error));
    find_branches(&f, homes);
    for (size_t i = 0; i < pair->block_count; i++) {
        const lt_edit *s = &pair->blocks[i].span;
        run r = copy == 1 ? (run){s->b_begin, s->b_end, s->a_begin} : (run){s->a_begin, s->a_end, s->b_begin};
        bool next = i + 1 < pair->block_count && !pair->blocks[i + 1].equal &&
                    pair->blocks[i + 1].span.a_begin == s->a_end && pair->blocks[i + 1].span.b_begin == s->b_end;
        if (pair->blocks[i].equal) { /* with as much of the edit behind it as is alike: 全州|县→全州|区 */
            r.end += next ? find_alike(pair, &pair->blocks[i + 1].span) : 0;
            LT_TRY_GOTO(done, find_run(&f, &r, error));
        } else if (i == 0 || !pair->blocks[i - 1].equal) {
            r.end = r.begin + find_alike(pair, s);
            LT_TRY_GOTO(done, find_run(&f, &r, error));
        }
    }
done:
    lt_vocabulary_clear(&f.words);
    lt_vocabulary_clear(&f.names);
    free(f.needles);
    return code;
}

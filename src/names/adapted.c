#include "names/adapted.h"

#include "base/compare.h"
#include "names/role.h"

#include <string.h>

#define ADAPTED_TOGETHER 3U /* places of several names */
#define ADAPTED_SMALL 4U
#define ADAPTED_SMALL_NAMES 2U
#define ADAPTED_USED 2U
#define ADAPTED_FORM 3U   /* letters of a place by its form */
#define ADAPTED_TITLE 64U /* tokens of a title; a longer first line is a paragraph */

static lt_adapted adapted_swaps(const lt_name_pair *pair)
{
    size_t names = 0;
    size_t places = 0;
    bool alone = false; /* one swap is enough */
    for (size_t i = 0; i < pair->swaps->count; i++) {
        const lt_swap *s = &pair->swaps->items[i];
        bool year = s->kind == LT_NAME_YEAR && s->title && s->count > 1;
        bool identity = s->kind != LT_NAME_YEAR && s->kind != LT_NAME_PERSON;
        names += identity ? 1 : 0;
        places += identity ? s->count : 0;
        alone = alone || year || (identity && (s->count > 1 || s->title));
    }
    bool large = pair->gated->large && (alone || places >= ADAPTED_TOGETHER);
    bool small = !pair->gated->large && places >= ADAPTED_SMALL && names >= ADAPTED_SMALL_NAMES;
    return large || small ? LT_ADAPTED_SWAPS : LT_ADAPTED_NO;
}

/* Tokens of the place that begins in a first line: one of the tree's from the county up, or by its form, without its
 * level's letter. */
static uint32_t adapted_place(const lt_name_pair *pair, const lt_name_view *view, uint32_t at)
{
    const lt_place_tree *tree = pair->rules->tree;
    uint32_t length = (uint32_t)lt_place_tree_longest(tree, view->tokens + at, view->title_end - at);
    const lt_place_name *name = length > 0 ? lt_place_tree_find(tree, view->tokens + at, length) : NULL;
    if (!lt_name_view_has(view, at, LT_VIEW_WORD)) {
        return 0;
    }
    if (name != NULL && !name->ordinary && lt_place_tree_level(tree, name->node) != LT_PLACE_TOWNSHIP) {
        return length;
    }
    for (length = 2; length <= ADAPTED_FORM && at + length < view->title_end; length++) {
        if (lt_name_place_form(pair->rules, view, at, at + length)) {
            return length;
        }
    }
    return 0;
}

/* The only place that a first line names, in [*ret_begin, *ret_end). */
static bool adapted_home(const lt_name_pair *pair, unsigned side, uint32_t *ret_begin, uint32_t *ret_end)
{
    const lt_name_view *view = &pair->views[side];
    unsigned found = view->title_end - view->title_begin > ADAPTED_TITLE ? 2 : 0;
    for (uint32_t at = view->title_begin, length; at < view->title_end; at += LT_MAX(length, 1)) {
        length = adapted_place(pair, view, at);
        if (length > 0) {
            *ret_begin = at;
            *ret_end = at + length;
            found++;
        }
    }
    return found == 1;
}

static size_t adapted_uses(const lt_name_pair *pair, unsigned side, const uint32_t *tokens, size_t length)
{
    uint32_t places[ADAPTED_USED + 1];
    bool given_up = false;
    return lt_token_index_find(pair->indexes[side], tokens, length, places, ADAPTED_USED + 1, &given_up);
}

/* A place in each first line, and not the same. */
static bool adapted_titles(const lt_name_pair *pair, lt_edit *homes)
{
    if (!adapted_home(pair, 0, &homes->a_begin, &homes->a_end) ||
        !adapted_home(pair, 1, &homes->b_begin, &homes->b_end)) {
        return false;
    }
    size_t length = homes->a_end - homes->a_begin;
    return length != homes->b_end - homes->b_begin ||
           memcmp(pair->views[0].tokens + homes->a_begin, pair->views[1].tokens + homes->b_begin,
                  length * sizeof(uint32_t)) != 0;
}

bool lt_adapted_without_swap(const lt_name_pair *pair)
{
    lt_edit homes = {0};
    bool opening = false;
    for (size_t i = 0; i < pair->block_count && !opening; i++) {
        const lt_edit *s = &pair->blocks[i].span;
        for (uint32_t at = s->a_begin; pair->blocks[i].equal && at < s->a_end && !opening; at++) {
            opening = lt_role_opens(&pair->views[0], at);
        }
    }
    return lt_name_pair_shares(pair) && (opening || adapted_titles(pair, &homes));
}

static int adapted_homes(const lt_name_pair *pair, lt_edit *homes, bool *ret_homes, leitong_error *error)
{
    bool known[2] = {true, true};
    *ret_homes = false;
    if (!adapted_titles(pair, homes)) {
        return 0;
    }
    const uint32_t *a = pair->views[0].tokens + homes->a_begin;
    const uint32_t *b = pair->views[1].tokens + homes->b_begin;
    size_t a_length = homes->a_end - homes->a_begin;
    size_t b_length = homes->b_end - homes->b_begin;
    LT_TRY(lt_name_pair_own(pair, 1, a, a_length, &known[0], error));
    LT_TRY(lt_name_pair_own(pair, 0, b, b_length, &known[1], error));
    *ret_homes = !known[0] && !known[1] && adapted_uses(pair, 0, a, a_length) >= ADAPTED_USED &&
                 adapted_uses(pair, 1, b, b_length) >= ADAPTED_USED;
    return 0;
}

int lt_adapted_pair(const lt_name_pair *pair, lt_edit *ret_homes, lt_adapted *ret_adapted, leitong_error *error)
{
    lt_edit homes = {0};
    bool known = false;
    *ret_adapted = adapted_swaps(pair);
    *ret_homes = (lt_edit){0};
    if (*ret_adapted != LT_ADAPTED_NO || !lt_name_pair_shares(pair)) {
        return 0;
    }
    LT_TRY(adapted_homes(pair, &homes, &known, error));
    *ret_homes = known ? homes : *ret_homes;
    *ret_adapted = known ? LT_ADAPTED_HOMES : LT_ADAPTED_ROLE;
    return 0;
}

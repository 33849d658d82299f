#include "passages/edit_script.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <stdlib.h>
#include <string.h>

#define EDIT_STRIDE 8U
#define EDIT_STEEP 2U
#define EDIT_SURPLUS_MOST 10U
#define EDIT_REPLACED_MOST 20U
#define EDIT_LINE 40U

void lt_edit_script_clear(lt_edit_script *edits)
{
    free(edits->items);
    *edits = (lt_edit_script){0};
}

int lt_edit_script_add(lt_edit_script *edits, lt_edit edit, leitong_error *error)
{
    if (edit.a_begin == edit.a_end && edit.b_begin == edit.b_end) {
        return 0;
    }
    if (edits->count > 0) {
        lt_edit *last = &edits->items[edits->count - 1];
        if (last->a_end == edit.a_begin && last->b_end == edit.b_begin) {
            last->a_end = edit.a_end;
            last->b_end = edit.b_end;
            return 0;
        }
    }
    LT_TRY(LT_RESERVE(edits->items, edits->capacity, edits->count + 1, error));
    edits->items[edits->count++] = edit;
    return 0;
}

static uint32_t edit_script_clamp(uint32_t least, uint32_t value, uint32_t most)
{
    return value < least ? least : LT_MIN(value, most);
}

uint32_t lt_edit_cost(lt_edit edit)
{
    uint32_t a = edit.a_end - edit.a_begin;
    uint32_t b = edit.b_end - edit.b_begin;
    uint32_t shorter = LT_MIN(a, b);
    uint32_t longer = LT_MAX(a, b);
    if (longer <= EDIT_STEEP) {
        return 2 * longer;
    }
    uint32_t most = edit_script_clamp(EDIT_SURPLUS_MOST, shorter + EDIT_STEEP, EDIT_REPLACED_MOST);
    uint32_t cost = LT_MIN(longer + EDIT_STEEP, most);
    return longer > EDIT_LINE ? cost + (longer - EDIT_LINE) / 2 : cost;
}

uint32_t lt_edit_equal_after(const uint32_t *a, const uint32_t *b, uint32_t most)
{
    uint32_t count = 0;
    while (most - count >= EDIT_STRIDE && memcmp(a + count, b + count, EDIT_STRIDE * sizeof *a) == 0) {
        count += EDIT_STRIDE;
    }
    while (count < most && a[count] == b[count]) {
        count++;
    }
    return count;
}

uint32_t lt_edit_equal_before(const uint32_t *a, const uint32_t *b, uint32_t most)
{
    uint32_t count = 0;
    while (count < most && *(a - count - 1) == *(b - count - 1)) {
        count++;
    }
    return count;
}

/* One block in its leftmost place behind (a_least, b_least); false when nothing of it is left. */
static bool edit_script_left_align(lt_edit *edit, const lt_sides *sides, uint32_t a_least)
{
    const uint32_t *a = sides->a;
    const uint32_t *b = sides->b;
    while (edit->a_begin < edit->a_end && edit->b_begin < edit->b_end && a[edit->a_end - 1] == b[edit->b_end - 1]) {
        edit->a_end--;
        edit->b_end--;
    }
    while (edit->a_begin < edit->a_end && edit->b_begin < edit->b_end && a[edit->a_begin] == b[edit->b_begin]) {
        edit->a_begin++;
        edit->b_begin++;
    }
    if (edit->a_begin == edit->a_end && edit->b_begin == edit->b_end) {
        return false;
    }
    /* Before the block a and b are equal, so moving it left by one needs only that its last token equals the token
     * before it. With an empty side this is the other side's own last token; with none it is false by now. */
    while (edit->a_begin > a_least && a[edit->a_end - 1] == b[edit->b_end - 1]) {
        edit->a_begin--;
        edit->a_end--;
        edit->b_begin--;
        edit->b_end--;
    }
    return true;
}

void lt_edit_script_left_align(lt_edit_script *edits, const lt_sides *sides, uint32_t a_begin, uint32_t b_begin)
{
    size_t kept = 0;
    for (size_t i = 0; i < edits->count; i++) {
        lt_edit edit = edits->items[i];
        for (;;) {
            uint32_t a_least = kept > 0 ? edits->items[kept - 1].a_end : a_begin;
            uint32_t b_least = kept > 0 ? edits->items[kept - 1].b_end : b_begin;
            if (!edit_script_left_align(&edit, sides, a_least)) {
                break;
            }
            if (kept == 0 || edit.a_begin != a_least || edit.b_begin != b_least) {
                edits->items[kept++] = edit;
                break;
            }
            kept--;
            edit.a_begin = edits->items[kept].a_begin;
            edit.b_begin = edits->items[kept].b_begin;
        }
    }
    edits->count = kept;
}

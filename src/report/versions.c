#include "report/versions.h"

/* Begin and end of a piece on one side: edit e is [cuts[2e], cuts[2e + 1]), and what is equal lies between edits. */
static void versions_side(const lt_span_text *side, size_t piece, size_t edit_count, const char **ret_text,
                          size_t *ret_size)
{
    size_t begin = piece > 0 ? side->cuts[piece - 1] : 0;
    size_t end = piece < 2 * edit_count ? side->cuts[piece] : side->size;
    *ret_text = side->text + begin;
    *ret_size = end - begin;
}

bool lt_versions_next(lt_versions *versions, lt_piece *ret_piece)
{
    size_t piece = versions->next;
    if (piece > 2 * versions->edit_count) {
        return false;
    }
    versions->next++;
    ret_piece->is_edit = piece % 2 == 1;
    versions_side(versions->before, piece, versions->edit_count, &ret_piece->before, &ret_piece->before_size);
    versions_side(versions->after, piece, versions->edit_count, &ret_piece->after, &ret_piece->after_size);
    return true;
}

#include "match/align.h"

#include "buffer.h"
#include "match/merge.h"

#include <stdlib.h>

struct lt_align {
    lt_align_options options;
    lt_path path;
    lt_trim trim;
    lt_cover cover;
    lt_merge merge;
    lt_anchor *anchors;
    size_t anchors_capacity;
};

int lt_align_new(const lt_align_options *options, lt_align **ret_align, leitong_error *error)
{
    lt_align *align = calloc(1, sizeof *align);
    if (align == NULL) {
        return lt_error_memory(error);
    }
    align->options = *options;
    *ret_align = align;
    return 0;
}

void lt_align_free(lt_align *align)
{
    if (align == NULL) {
        return;
    }
    lt_path_clear(&align->path);
    lt_trim_clear(&align->trim);
    lt_cover_clear(&align->cover);
    lt_merge_clear(&align->merge);
    free(align->anchors);
    free(align);
}

bool lt_align_bounded(lt_align *align)
{
    bool bounded = align->path.wave.bounded;
    align->path.wave.bounded = false;
    return bounded;
}

static int align_chain(lt_align *align, const lt_sides *sides, const lt_hit *hits, size_t count, unsigned width,
                       lt_passages *passages, leitong_error *error)
{
    int code = lt_buffer_reserve(&align->anchors, &align->anchors_capacity, count, sizeof *align->anchors, error);
    if (code != 0) {
        return code;
    }
    for (size_t i = 0; i < count; i++) {
        align->anchors[i] = (lt_anchor){hits[i].a, hits[i].b, width};
    }
    size_t passage_count = passages->count;
    size_t edit_count = passages->edit_count;
    code = lt_path_run(&align->path, sides, align->anchors, count, true, error);
    if (code == 0) {
        code = lt_trim_run(&align->trim, &align->options, &align->path, sides->self, passages, error);
    }
    if (code != 0) {
        passages->count = passage_count;
        passages->edit_count = edit_count;
    }
    return code;
}

/* The longest run of each passage from `first` on, wherever its edits stand: a block is leftmost, so the run before it
 * may go on, equal, within the block and beyond; the run behind it begins where it must. */
static void align_measure(const lt_sides *sides, lt_passages *passages, size_t first)
{
    for (size_t i = first; i < passages->count; i++) {
        lt_passage *p = &passages->items[i];
        uint32_t a = p->a_begin;
        p->longest_run = 0;
        for (uint32_t e = 0; e < p->edit_count; e++) {
            lt_edit edit = passages->edits[p->edit_begin + e];
            uint32_t a_left = p->a_end - edit.a_begin;
            uint32_t b_left = p->b_end - edit.b_begin;
            uint32_t most = a_left < b_left ? a_left : b_left;
            uint32_t run = edit.a_begin - a;
            run += lt_edit_equal_after(sides->a + edit.a_begin, sides->b + edit.b_begin, most);
            p->longest_run = run > p->longest_run ? run : p->longest_run;
            a = edit.a_end;
        }
        p->longest_run = p->a_end - a > p->longest_run ? p->a_end - a : p->longest_run;
    }
}

int lt_align_pair(lt_align *align, const lt_sides *sides, const lt_chains *chains, unsigned width,
                  lt_passages *passages, leitong_error *error)
{
    size_t first = passages->count;
    size_t edit_count = passages->edit_count;
    int code = lt_cover_begin(&align->cover, error);
    for (size_t c = 0; c < chains->count && code == 0; c++) {
        const lt_hit *hits = chains->hits + chains->begins[c];
        size_t count = chains->begins[c + 1] - chains->begins[c];
        lt_edit spans = {hits[0].a, hits[count - 1].a + width, hits[0].b, hits[count - 1].b + width};
        if (passages->count > first && lt_cover_holds(&align->cover, passages, spans, align->options.run)) {
            continue;
        }
        size_t before = passages->count;
        code = align_chain(align, sides, hits, count, width, passages, error);
        for (size_t i = before; i < passages->count && code == 0; i++) {
            code = lt_cover_add(&align->cover, passages, i, error);
        }
    }
    if (code == 0) {
        code = lt_merge_run(&align->merge, &align->options, sides, passages, first, error);
    }
    if (code != 0) {
        passages->count = first;
        passages->edit_count = edit_count;
    }
    align_measure(sides, passages, first);
    return code;
}

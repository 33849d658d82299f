#include "extract/pdf_rows.h"

#include "base/compare.h"

#include <stdlib.h>

#define ROWS_NARROW 10.0 /* line heights: what is wider is running text */
#define ROWS_OVERLAP 0.5 /* of the lower of two: so much stands beside the other */
#define ROWS_SAME 0.5    /* of a line's height: nearer, two lines are of one row */

/* Lines [begin, end), and the box around them. */
typedef struct rows_block {
    size_t begin, end;
    lt_pdf_box box;
    double height; /* of its first line */
} rows_block;

static rows_block rows_next(const lt_pdf_pages *pages, size_t begin)
{
    const lt_pdf_line *first = &pages->lines[begin];
    rows_block block = {begin, begin, first->box, first->box.bottom - first->box.top};
    while (block.end < pages->count && pages->lines[block.end].block == first->block) {
        const lt_pdf_box *box = &pages->lines[block.end++].box;
        block.box.left = LT_MIN(block.box.left, box->left);
        block.box.top = LT_MIN(block.box.top, box->top);
        block.box.right = LT_MAX(block.box.right, box->right);
        block.box.bottom = LT_MAX(block.box.bottom, box->bottom);
    }
    return block;
}

static bool rows_is_wide(const rows_block *block)
{
    return block->box.right - block->box.left > ROWS_NARROW * block->height;
}

static bool rows_are_beside(const rows_block *a, const rows_block *b)
{
    double shared = LT_MIN(a->box.bottom, b->box.bottom) - LT_MAX(a->box.top, b->box.top);
    double lower = LT_MIN(a->box.bottom - a->box.top, b->box.bottom - b->box.top);
    return shared > ROWS_OVERLAP * lower && (a->box.right <= b->box.left || b->box.right <= a->box.left);
}

static int rows_by_top(const void *a, const void *b)
{
    const lt_pdf_line *left = a;
    const lt_pdf_line *right = b;
    if (left->box.top != right->box.top) {
        return left->box.top < right->box.top ? -1 : 1;
    }
    return (left->text > right->text) - (left->text < right->text);
}

static int rows_by_left(const void *a, const void *b)
{
    const lt_pdf_line *left = a;
    const lt_pdf_line *right = b;
    if (left->box.left != right->box.left) {
        return left->box.left < right->box.left ? -1 : 1;
    }
    return (left->text > right->text) - (left->text < right->text);
}

/* The lines of a group become rows of one block. */
static void rows_arrange(lt_pdf_pages *pages, size_t begin, size_t end)
{
    lt_pdf_line *lines = pages->lines;
    uint32_t block = lines[begin].block;
    qsort(lines + begin, end - begin, sizeof *lines, rows_by_top);
    for (size_t row = begin, next; row < end; row = next) {
        double height = lines[row].box.bottom - lines[row].box.top;
        for (next = row; next < end && lines[next].box.top - lines[row].box.top < ROWS_SAME * height; next++) {
            lines[next].block = block;
        }
        next += next == row; /* a line without a height */
        lines[row].block = block;
        qsort(lines + row, next - row, sizeof *lines, rows_by_left);
        for (size_t i = row; next - row > 1 && i < next; i++) {
            lines[i].cell = i == row ? LT_PDF_FIRST_CELL : LT_PDF_CELL;
        }
    }
}

void lt_pdf_rows(lt_pdf_pages *pages)
{
    for (size_t at = 0; at < pages->count;) {
        rows_block last = rows_next(pages, at);
        size_t end = last.end;
        bool has_wide = rows_is_wide(&last);
        size_t blocks = 1;
        while (end < pages->count && pages->lines[end].page == pages->lines[at].page) {
            rows_block next = rows_next(pages, end);
            bool is_wide = rows_is_wide(&next);
            if (!rows_are_beside(&last, &next) || (is_wide && has_wide)) {
                break;
            }
            has_wide = has_wide || is_wide;
            last = next;
            end = next.end;
            blocks++;
        }
        if (blocks > 1) {
            rows_arrange(pages, at, end);
        }
        at = end;
    }
}

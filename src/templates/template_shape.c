#include "templates/template_shape.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <string.h>

#define SHAPE_TRIES 8 /* texts whose shape is tried: the first has it, unless its hash was forged */

/* What one text is as a form. */
typedef struct shape_text {
    const lt_unit *units;
    size_t unit_count;
    uint32_t *ids;    /* [length] */
    uint32_t *begins; /* [length + 1]: its first unit */
    uint32_t length;
} shape_text;

static int shape_text_read(lt_texts *texts, uint32_t text, shape_text *ret_text, leitong_error *error)
{
    const lt_place *place = &texts->members[texts->first[text]];
    uint32_t words;
    LT_TRY(lt_mask_place(texts->mask, place->document, place->begin, place->end, &ret_text->units,
                         &ret_text->unit_count, error));
    LT_TRY(LT_RESERVE(texts->own, texts->own_capacity, 2 * ret_text->unit_count + 1, error));
    ret_text->ids = texts->own;
    ret_text->begins = texts->own + ret_text->unit_count;
    ret_text->length = lt_form_reduce(&texts->measures, ret_text->units, ret_text->unit_count, ret_text->ids,
                                      ret_text->begins, &words);
    ret_text->begins[ret_text->length] = (uint32_t)ret_text->unit_count;
    return 0;
}

/* Ids → parts: runs of words, and slots. */
static int shape_parts(lt_star *star, const uint32_t *ids, uint32_t length, leitong_error *error)
{
    LT_TRY(LT_RESERVE(star->columns, star->column_capacity, (size_t)length + 1, error));
    LT_TRY(LT_RESERVE(star->parts, star->part_capacity, (size_t)length + 1, error));
    star->column_count = 0;
    star->part_count = 0;
    for (uint32_t i = 0; i < length; i++) {
        bool slot = lt_shape_slot(ids[i]);
        uint32_t at = star->column_count;
        bool begins = slot || i == 0 || lt_shape_slot(ids[i - 1]);
        if (begins) {
            star->parts[star->part_count++] = (lt_part){at, at, slot ? LT_PART_SLOT : LT_PART_TEXT};
        }
        if (!slot) {
            star->columns[star->column_count++] = ids[i];
            star->parts[star->part_count - 1].end = star->column_count;
        }
    }
    return 0;
}

/* Unit `at` of a text, or its end, as tokens from the text's first one. */
static uint32_t shape_token(const lt_texts *texts, uint32_t text, const shape_text *own, uint32_t at)
{
    const lt_place *place = &texts->members[texts->first[text]];
    uint32_t unit = own->begins[at];
    return (unit < own->unit_count ? own->units[unit].begin : place->end) - place->begin;
}

/* Where a text has the parts. ends: of the shape's units, in the text's; NULL: they are the text's. */
static void shape_spans(lt_texts *texts, uint32_t text, const shape_text *own, const uint8_t *ends)
{
    const lt_star *star = &texts->star;
    lt_stretch *spans = texts->spans + (size_t)text * star->part_count;
    uint32_t *leads = texts->leads + (size_t)text * star->part_count;
    uint32_t unit = 0; /* of the shape */
    uint32_t begin = 0;
    for (uint32_t p = 0; p < star->part_count; p++) {
        const lt_part *part = &star->parts[p];
        unit += part->kind == LT_PART_SLOT ? 1 : part->end - part->begin;
        uint32_t end = ends != NULL ? ends[unit - 1] : unit;
        spans[p] = (lt_stretch){shape_token(texts, text, own, begin), shape_token(texts, text, own, end)};
        leads[p] = 0;
        for (uint32_t u = own->begins[begin]; u < own->begins[end] && own->units[u].kind != LT_UNIT_WORD; u++) {
            leads[p] += own->units[u].count;
        }
        begin = end;
    }
}

/* The shape that all texts of a family must have: `ids`, from `leaf` of its first text to its root. */
typedef struct shape_wanted {
    const lt_shapes *shapes;
    const uint32_t *ids;
    uint32_t length;
} shape_wanted;

/* Whether a text has the shape, unit for unit: a hash made it a member. ends: as in lt_shapes_ends, NULL: it is the
 * shape. */
static bool shape_fits(const shape_wanted *wanted, const shape_text *own, const uint8_t *ends)
{
    for (uint32_t i = 0, begin = 0; i < wanted->length; i++) {
        uint32_t end = ends != NULL ? ends[i] : i + 1;
        bool open = wanted->ids[i] == LT_SHAPE_OPEN;
        if (end < begin || end > own->length || (!open && (end != begin + 1 || own->ids[begin] != wanted->ids[i]))) {
            return false;
        }
        begin = end;
    }
    return own->length == (ends != NULL && wanted->length > 0 ? ends[wanted->length - 1] : wanted->length);
}

static int shape_open(lt_texts *texts, const shape_wanted *wanted, leitong_error *error)
{
    LT_TRY(shape_parts(&texts->star, wanted->ids, wanted->length, error));
    size_t cells = (size_t)texts->text_count * texts->star.part_count + 1;
    LT_TRY(LT_RESERVE(texts->spans, texts->span_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->leads, texts->lead_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->whole, texts->whole_capacity, cells, error));
    memset(texts->whole, 1, cells);
    memset(texts->spans, 0, cells * sizeof *texts->spans);
    memset(texts->leads, 0, cells * sizeof *texts->leads);
    return 0;
}

/* The family's shape: the root of the first text's leaf, or that text's form. */
static int shape_want(lt_texts *texts, const shape_text *own, uint32_t leaf, shape_wanted *wanted, leitong_error *error)
{
    if (leaf != LT_SHAPE_NONE) {
        uint32_t root = lt_shapes_root(wanted->shapes, leaf);
        wanted->ids = lt_shape_ids(wanted->shapes, root);
        wanted->length = wanted->shapes->items[root].length;
        return 0;
    }
    LT_TRY(LT_RESERVE(texts->star.ids, texts->star.id_capacity, (size_t)own->length + 1, error));
    memcpy(texts->star.ids, own->ids, own->length * sizeof *own->ids);
    wanted->ids = texts->star.ids;
    wanted->length = own->length;
    return 0;
}

/* Keeps the texts that have the shape of text `from`. */
static int shape_read(lt_texts *texts, const lt_families *families, const lt_family *family, uint32_t from,
                      leitong_error *error)
{
    shape_wanted wanted = {.shapes = &families->shapes};
    const uint32_t *leaves = families->leaves + family->member_begin;
    bool slot = family->level == LT_FAMILY_SLOT;
    uint8_t ends[LT_SHAPE_LONGEST + 1];
    shape_text own;
    LT_TRY(shape_text_read(texts, from, &own, error));
    LT_TRY(shape_want(texts, &own, slot ? leaves[texts->first[from]] : LT_SHAPE_NONE, &wanted, error));
    LT_TRY(shape_open(texts, &wanted, error));
    texts->kept_count = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        uint32_t leaf = slot ? leaves[texts->first[t]] : LT_SHAPE_NONE;
        const uint8_t *read = leaf != LT_SHAPE_NONE ? ends : NULL;
        LT_TRY(shape_text_read(texts, t, &own, error));
        bool known = read == NULL || lt_shapes_ends(wanted.shapes, leaf, ends) == wanted.length;
        texts->kept[t] = known && shape_fits(&wanted, &own, read);
        texts->clean[t] = texts->star.column_count;
        texts->kept_count += texts->kept[t];
        if (texts->kept[t]) {
            shape_spans(texts, t, &own, read);
        }
    }
    return 0;
}

int lt_texts_read_shape(lt_texts *texts, const lt_families *families, const lt_family *family, leitong_error *error)
{
    for (uint32_t from = 0; from < LT_MIN(texts->text_count, SHAPE_TRIES); from++) {
        LT_TRY(shape_read(texts, families, family, from, error));
        if (texts->kept_count > 1) {
            return 0;
        }
    }
    return 0;
}

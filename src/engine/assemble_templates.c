#include "engine/assemble_templates.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "base/compare.h"
#include "engine/assemble_offsets.h"
#include "templates/slot.h"
#include "text/paragraph.h"

#include <stdlib.h>
#include <string.h>

#define TEMPLATES_LOOKED 30    /* members whose punctuation is looked at */
#define TEMPLATES_MARK 3       /* bytes of a bracket or quotation mark of Chinese */
#define TEMPLATES_PAIR 8       /* parts in which its pair is looked for */
#define TEMPLATES_WIDE 0x2E80U /* from here on: scripts without spaces between words, and their punctuation */

typedef struct templates_work {
    const lt_corpus *corpus;
    lt_offset_requests requests; /* template by template its parts (where the token before ends, where the first
                                    begins, the last ends, the one behind begins; of no tokens the outer two), its
                                    fills, its members with their ranges */
    leitong_result *result;
    lt_spool_scratch source;
    char *text; /* of one piece, as it is put together */
    size_t text_size, text_capacity;
} templates_work;

/* A slot's fill before it is a row. */
typedef struct templates_fill {
    const char *text;
    uint64_t count;
} templates_fill;

/* One end of a part, which begins or ends beside a slot: a bracket or quotation mark may stand there. */
typedef struct templates_end {
    const leitong_result_template *row;
    uint32_t slot;
    bool behind; /* the slot; otherwise before it */
} templates_end;

/* A part's text and what stands before and behind it. A part without tokens is what stands between two. */
static int templates_request_part(templates_work *work, const lt_template_part *part, leitong_error *error)
{
    const lt_place *text = &part->text;
    bool before = text->begin > 0;
    bool behind = text->end < work->corpus->documents[text->document].token_count;
    bool some = text->begin < text->end;
    LT_TRY(lt_offset_requests_add(&work->requests, text->document, before ? text->begin - 1 : 0, before, error));
    if (some) {
        LT_TRY(lt_offset_requests_span(&work->requests, text->document, text->begin, text->end, error));
    }
    uint32_t last = behind ? text->end : text->end - 1;
    return lt_offset_requests_add(&work->requests, text->document, last, !behind, error);
}

/* The least count of a slot's fills that may be listed, *ret_floor; those that have it and more are looked at. */
static int templates_floor(const lt_template_fill *fills, size_t count, uint32_t *ret_floor, leitong_error *error)
{
    *ret_floor = 0;
    if (count <= LEITONG_LISTED) {
        return 0;
    }
    uint64_t *counts = malloc(2 * count * sizeof *counts);
    if (counts == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        counts[i] = fills[i].count;
    }
    lt_radix_sort_u64(counts, counts + count, count);
    *ret_floor = (uint32_t)counts[count - LEITONG_LISTED];
    free(counts);
    return 0;
}

static uint32_t templates_listed(const lt_template *t)
{
    return LT_MIN(t->member_count, LEITONG_LISTED);
}

static int templates_request_fills(templates_work *work, const lt_template_fill *fills, size_t count,
                                   leitong_error *error)
{
    uint32_t floor = 0;
    LT_TRY(templates_floor(fills, count, &floor, error));
    for (size_t i = 0; i < count; i++) {
        const lt_place *place = &fills[i].first;
        if (fills[i].count >= floor) {
            LT_TRY(lt_offset_requests_span(&work->requests, place->document, place->begin, place->end, error));
        }
    }
    return 0;
}

static int templates_request_all(templates_work *work, const lt_template *t, leitong_error *error)
{
    for (uint32_t p = 0; p < t->part_count; p++) {
        if (t->parts[p].kind != LT_PART_SLOT) {
            LT_TRY(templates_request_part(work, &t->parts[p], error));
        }
    }
    for (uint32_t s = 0, f = 0; s < t->slot_count; f = t->fill_ends[s++]) {
        LT_TRY(templates_request_fills(work, LT_FROM(t->fills, f), t->fill_ends[s] - f, error));
    }
    for (uint32_t m = 0; m < templates_listed(t); m++) {
        const lt_place *place = &t->members[m];
        LT_TRY(lt_offset_requests_span(&work->requests, place->document, place->begin, place->end, error));
        for (uint32_t s = 0; s < t->slot_count; s++) {
            const lt_stretch *range = &t->ranges[(size_t)m * t->slot_count + s];
            if (range->begin < range->end) {
                LT_TRY(lt_offset_requests_span(&work->requests, place->document, range->begin, range->end, error));
            }
        }
    }
    return 0;
}

/* UTF-8 of source bytes [begin, end) is appended to the piece. */
static int templates_append(templates_work *work, uint32_t document, uint64_t begin, uint64_t end, leitong_error *error)
{
    const lt_document *d = &work->corpus->documents[document];
    lt_decoded decoded = {0};
    const void *bytes;
    int code = 0;
    if (begin >= end) {
        return 0;
    }
    size_t size = (size_t)(end - begin);
    LT_TRY(lt_spool_view(work->corpus->text, d->source_at + begin, size, &work->source, &bytes, error));
    LT_TRY_GOTO(done, lt_decode(&(lt_encoded){bytes, size, d->encoding, d->id}, &decoded, NULL, error));
    LT_TRY_GOTO(done, LT_RESERVE(work->text, work->text_capacity, work->text_size + decoded.size + 2, error));
    memcpy(work->text + work->text_size, decoded.text, decoded.size);
    work->text_size += decoded.size;
done:
    lt_decoded_clear(&decoded);
    return code;
}

/* White space → one space, or where `lines` a line break for an empty line; none for a line break beside letters that
 * need none, nor there beside a slot, nor at an end that is `first` or `last` of a template. In place: it never grows.
 */
static void templates_squeeze(templates_work *work, bool lines, bool first, bool last)
{
    uint8_t *text = (uint8_t *)work->text;
    size_t to = 0;
    uint32_t before = 0; /* the character before, 0 at the beginning */
    for (size_t i = 0; i < work->text_size;) {
        unsigned length;
        unsigned breaks = 0;
        uint32_t c = lt_code_point_read(text + i, work->text_size - i, &length);
        uint32_t space = c == 0x3000 ? c : ' ';
        if (!lt_paragraph_space(c)) {
            memmove(text + to, text + i, length);
            to += length;
            i += length;
            before = c;
            continue;
        }
        while (i < work->text_size && lt_paragraph_space(c)) {
            breaks += c == '\n' || c == 0x2029;
            i += length;
            c = i < work->text_size ? lt_code_point_read(text + i, work->text_size - i, &length) : 0;
        }
        bool edge = (to == 0 && first) || (i == work->text_size && last);
        bool wide =
            (before >= TEMPLATES_WIDE && (c >= TEMPLATES_WIDE || c == 0)) || (before == 0 && c >= TEMPLATES_WIDE);
        bool line = lines && (breaks > 1 || (breaks > 0 && wide));
        bool none = wide && (breaks > 0 || before == 0 || c == 0);
        if (!edge && (line || !none)) {
            to += lt_code_point_write(text + to, line ? '\n' : space);
        }
    }
    work->text_size = to;
}

/* The piece becomes a string of the result. */
static int templates_string(templates_work *work, const char **ret_text, leitong_error *error)
{
    LT_TRY(LT_RESERVE(work->text, work->text_capacity, work->text_size + 1, error));
    for (size_t i = 0; i < work->text_size; i++) {
        if (work->text[i] == '\0') { /* the result's strings end with one */
            work->text[i] = ' ';
        }
    }
    work->text[work->text_size] = '\0';
    return lt_result_string(work->result, work->text, ret_text, error);
}

/* Of what was put together so far only the last line stays. */
static void templates_last_line(templates_work *work)
{
    size_t at = work->text_size;
    while (at > 0 && work->text[at - 1] != '\n') {
        at--;
    }
    work->text_size -= at;
    if (work->text_size > 0) {
        memmove(work->text, work->text + at, work->text_size);
    }
}

/* … and of what was put together from `from` on only the first. */
static void templates_first_line(templates_work *work, size_t from)
{
    while (from < work->text_size && work->text[from] != '\n') {
        from++;
    }
    work->text_size = from;
}

/* Where a part's text begins and ends, and the text around it: to the tokens beside it or the document's ends. */
static void templates_bounds(templates_work *work, const lt_place *text, uint64_t ret_bounds[4])
{
    const lt_document *document = &work->corpus->documents[text->document];
    bool some = text->begin < text->end;
    const uint64_t *offsets = lt_offset_requests_read(&work->requests, some ? 4 : 2);
    ret_bounds[0] = text->begin > 0 ? offsets[0] : document->bom;
    ret_bounds[1] = some ? offsets[1] : ret_bounds[0];
    ret_bounds[2] = some ? offsets[2] : ret_bounds[0];
    ret_bounds[3] = text->end < document->token_count ? offsets[some ? 3 : 1] : document->source_size;
}

/* One part's text. What stands behind its tokens is its own; what stands before them, where no other part's is; but at
 * the template's ends only what stands in the same line. */
static int templates_part_text(templates_work *work, const lt_template *t, uint32_t p, const char **ret_text,
                               leitong_error *error)
{
    const lt_place *text = &t->parts[p].text;
    bool first = p == 0;
    bool last = p + 1 == t->part_count;
    bool inner = t->unit == LT_FAMILY_CLAUSE; /* begins within a line: what stands before it is none of its own */
    bool left = first ? !inner : t->parts[p - 1].kind == LT_PART_SLOT;
    uint64_t bounds[4];
    templates_bounds(work, text, bounds);
    work->text_size = 0;
    if (left) {
        LT_TRY(templates_append(work, text->document, bounds[0], bounds[1], error));
    }
    if (first) {
        templates_last_line(work);
    }
    LT_TRY(templates_append(work, text->document, bounds[1], bounds[2], error));
    size_t own = work->text_size;
    LT_TRY(templates_append(work, text->document, bounds[2], bounds[3], error));
    if (first && text->begin == text->end) {
        templates_last_line(work);
    } else if (last) {
        templates_first_line(work, own);
    }
    templates_squeeze(work, t->unit == LT_FAMILY_DOCUMENT, first, last);
    return templates_string(work, ret_text, error);
}

/* Rows of parts; a part that came out empty (nothing stands between two slots) is none. */
static int templates_parts(templates_work *work, const lt_template *t, leitong_result_template *row,
                           leitong_error *error)
{
    row->part_begin = work->result->parts.count;
    for (uint32_t p = 0; p < t->part_count; p++) {
        const lt_template_part *from = &t->parts[p];
        leitong_result_part part = {.kind = from->kind == LT_PART_TEXT       ? LEITONG_PART_TEXT
                                            : from->kind == LT_PART_OPTIONAL ? LEITONG_PART_OPTIONAL
                                                                             : LEITONG_PART_SLOT,
                                    .slot = from->slot,
                                    .count = from->count};
        if (from->kind != LT_PART_SLOT) {
            LT_TRY(templates_part_text(work, t, p, &part.text, error));
        }
        if (part.text != NULL && part.text[0] == '\0') {
            continue;
        }
        leitong_result_part *to;
        LT_TRY(lt_result_add(&work->result->parts, sizeof *to, &to, error));
        *to = part;
    }
    row->part_count = work->result->parts.count - row->part_begin;
    return 0;
}

static int templates_fill_order(const void *a, const void *b)
{
    const templates_fill *x = a;
    const templates_fill *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->text, y->text);
}

/* The text beside a slot: of the part before it, or behind it. */
static lt_slot_text templates_beside(const templates_work *work, const leitong_result_template *row, uint32_t slot,
                                     int direction)
{
    const leitong_result_part *parts = (const leitong_result_part *)work->result->parts.items + row->part_begin;
    for (size_t p = 0; p < row->part_count; p++) {
        if (parts[p].kind == LEITONG_PART_SLOT && parts[p].slot == slot) {
            bool inside = direction < 0 ? p > 0 : p + 1 < row->part_count;
            const leitong_result_part *beside = inside ? (direction < 0 ? &parts[p - 1] : &parts[p + 1]) : NULL;
            if (beside != NULL && beside->text != NULL) {
                return (lt_slot_text){beside->text, strlen(beside->text)};
            }
        }
    }
    return (lt_slot_text){"", 0};
}

static int templates_kind(const templates_work *work, const leitong_result_template *row, uint32_t slot,
                          const templates_fill *fills, size_t count)
{
    lt_slot_text texts[LT_SLOT_FILLS];
    size_t looked = LT_MIN(count, LT_SLOT_FILLS);
    for (size_t i = 0; i < looked; i++) {
        texts[i] = (lt_slot_text){fills[i].text, strlen(fills[i].text)};
    }
    return lt_slot_kind(texts, looked, templates_beside(work, row, slot, -1), templates_beside(work, row, slot, 1));
}

/* Text of those of a slot's fills that may be listed. `ret_fills` has room for all. */
static int templates_fills(templates_work *work, const lt_template_fill *fills, size_t count, templates_fill *ret_fills,
                           size_t *ret_count, leitong_error *error)
{
    uint32_t floor = 0;
    size_t kept = 0;
    LT_TRY(templates_floor(fills, count, &floor, error));
    for (size_t i = 0; i < count; i++) {
        if (fills[i].count < floor) {
            continue;
        }
        const uint64_t *offsets = lt_offset_requests_read(&work->requests, 2);
        work->text_size = 0;
        LT_TRY(templates_append(work, fills[i].first.document, offsets[0], offsets[1], error));
        templates_squeeze(work, false, true, true);
        ret_fills[kept].count = fills[i].count;
        LT_TRY(templates_string(work, &ret_fills[kept++].text, error));
    }
    *ret_count = kept;
    return 0;
}

/* The fills of one slot, t->fills[begin, end): the most frequent become rows. */
static int templates_slot(templates_work *work, const lt_template *t, uint32_t slot, uint32_t begin,
                          const leitong_result_template *row, leitong_error *error)
{
    uint32_t all = t->fill_ends[slot] - begin;
    size_t count = 0;
    leitong_result_slot *to;
    templates_fill *fills = malloc(((size_t)all + 1) * sizeof *fills);
    int code = 0;
    if (fills == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(done, templates_fills(work, LT_FROM(t->fills, begin), all, fills, &count, error));
    LT_TRY_GOTO(done, lt_result_add(&work->result->slots, sizeof *to, &to, error));
    qsort(fills, count, sizeof *fills, templates_fill_order);
    count = LT_MIN(count, LEITONG_LISTED);
    *to = (leitong_result_slot){templates_kind(work, row, slot, fills, count), all, work->result->fills.count, count};
    for (size_t i = 0; i < count; i++) {
        leitong_result_fill *fill;
        LT_TRY_GOTO(done, lt_result_add(&work->result->fills, sizeof *fill, &fill, error));
        *fill = (leitong_result_fill){fills[i].text, fills[i].count};
    }
done:
    free(fills);
    return code;
}

static int templates_members(templates_work *work, const lt_template *t, leitong_error *error)
{
    for (uint32_t m = 0; m < templates_listed(t); m++) {
        leitong_result_template_member *member;
        const uint64_t *offsets = lt_offset_requests_read(&work->requests, 2);
        LT_TRY(lt_result_add(&work->result->template_members, sizeof *member, &member, error));
        member->span = (leitong_span){t->members[m].document, offsets[0], offsets[1]};
        member->range_begin = work->result->ranges.count;
        for (uint32_t s = 0; s < t->slot_count; s++) {
            const lt_stretch *from = &t->ranges[(size_t)m * t->slot_count + s];
            leitong_range *range;
            LT_TRY(lt_result_add(&work->result->ranges, sizeof *range, &range, error));
            if (from->begin < from->end) {
                const uint64_t *bounds = lt_offset_requests_read(&work->requests, 2);
                *range = (leitong_range){bounds[0], bounds[1]};
            }
        }
    }
    return 0;
}

static bool templates_mark(const char *text, const char *marks)
{
    for (; *marks != '\0'; marks += TEMPLATES_MARK) {
        if (memcmp(text, marks, TEMPLATES_MARK) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the mark stands there with most of the slot's fills (of the first TEMPLATES_LOOKED members). */
static int templates_common(templates_work *work, const templates_end *end, const char *mark, bool *ret_common,
                            leitong_error *error)
{
    const leitong_result_template_member *members =
        (const leitong_result_template_member *)work->result->template_members.items + end->row->member_begin;
    const leitong_range *ranges = work->result->ranges.items;
    size_t filled = 0;
    size_t same = 0;
    for (size_t m = 0; m < end->row->member_count && filled < TEMPLATES_LOOKED; m++) {
        const leitong_range *range = &ranges[members[m].range_begin + end->slot];
        const lt_document *document = &work->corpus->documents[members[m].span.document];
        uint64_t at = end->behind ? range->end : range->begin - TEMPLATES_MARK;
        const void *bytes;
        if (range->begin == range->end || !document->utf8_is_source) {
            continue;
        }
        filled++;
        if (at > document->source_size - TEMPLATES_MARK) {
            continue; /* beyond either end: range->begin may be less than TEMPLATES_MARK */
        }
        LT_TRY(
            lt_spool_view(work->corpus->text, document->source_at + at, TEMPLATES_MARK, &work->source, &bytes, error));
        same += memcmp(bytes, mark, TEMPLATES_MARK) == 0;
    }
    *ret_common = same * 2 >= filled;
    return 0;
}

static const char templates_openers[] = "“‘「『《〈（【";
static const char templates_closers[] = "”’」』》〉）】";

/* Whether the mark at one end of part `p` has its pair in the wording of the parts near it. */
static bool templates_paired(const leitong_result_part *parts, size_t count, size_t p, bool behind)
{
    const char *text = parts[p].text;
    const char *own = behind ? text : text + strlen(text) - TEMPLATES_MARK;
    const char *kind = behind ? templates_closers : templates_openers;
    size_t at = 0;
    size_t depth = 1;
    while (memcmp(own, kind + at, TEMPLATES_MARK) != 0) {
        at += TEMPLATES_MARK;
    }
    const char *other = (behind ? templates_openers : templates_closers) + at;
    for (size_t looked = 0; looked < TEMPLATES_PAIR; looked++) {
        if (behind ? p == 0 : p + 1 == count) {
            return false;
        }
        p = behind ? p - 1 : p + 1;
        size_t size = parts[p].text != NULL ? strlen(parts[p].text) : 0;
        for (size_t i = 0; i + TEMPLATES_MARK <= size; i++) {
            const char *mark = parts[p].text + (behind ? size - TEMPLATES_MARK - i : i);
            depth += memcmp(mark, kind + at, TEMPLATES_MARK) == 0;
            depth -= memcmp(mark, other, TEMPLATES_MARK) == 0;
            if (depth == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The mark at one end of the text of part `p`: taken away where most members have none, or where its pair stands in
 * what they fill in. */
static int templates_unmark(templates_work *work, const templates_end *end, leitong_result_part *parts, size_t p,
                            leitong_error *error)
{
    char *text = (char *)(uintptr_t)parts[p].text;
    size_t size = strlen(text);
    bool common = true;
    if (size < TEMPLATES_MARK) {
        return 0;
    }
    char *mark = end->behind ? text : text + size - TEMPLATES_MARK;
    if (!templates_mark(mark, end->behind ? templates_closers : templates_openers)) {
        return 0;
    }
    LT_TRY(templates_common(work, end, mark, &common, error));
    if (!common || !templates_paired(parts, end->row->part_count, p, end->behind)) {
        memmove(mark, mark + TEMPLATES_MARK, strlen(mark) - TEMPLATES_MARK + 1);
    }
    return 0;
}

/* A bracket or quotation mark beside a slot is the template's where most members have it there, and its pair; a part
 * that is left empty goes. */
static int templates_marks(templates_work *work, leitong_result_template *row, leitong_error *error)
{
    leitong_result_part *parts = (leitong_result_part *)work->result->parts.items + row->part_begin;
    size_t kept = 0;
    for (size_t p = 0; p < row->part_count; p++) {
        const char *text = parts[p].text;
        if (text != NULL && p + 1 < row->part_count && parts[p + 1].kind == LEITONG_PART_SLOT) {
            LT_TRY(templates_unmark(work, &(templates_end){row, parts[p + 1].slot, false}, parts, p, error));
        }
        if (text != NULL && p > 0 && parts[p - 1].kind == LEITONG_PART_SLOT) {
            LT_TRY(templates_unmark(work, &(templates_end){row, parts[p - 1].slot, true}, parts, p, error));
        }
    }
    for (size_t p = 0; p < row->part_count; p++) {
        if (parts[p].text == NULL || parts[p].text[0] != '\0') {
            parts[kept++] = parts[p];
        }
    }
    work->result->parts.count -= row->part_count - kept;
    row->part_count = kept;
    return 0;
}

static int templates_row(templates_work *work, const lt_template *t, leitong_error *error)
{
    leitong_result_template row = {.unit = t->unit == LT_FAMILY_DOCUMENT ? LEITONG_UNIT_DOCUMENT
                                           : t->unit == LT_FAMILY_CLAUSE ? LEITONG_UNIT_CLAUSE
                                                                         : LEITONG_UNIT_PARAGRAPH,
                                   .kind = t->unit == LT_FAMILY_BOILERPLATE ? LEITONG_TEMPLATE_FURNITURE
                                                                            : LEITONG_TEMPLATE_TEXT,
                                   .documents = t->documents,
                                   .size = t->member_count,
                                   .slot_begin = work->result->slots.count,
                                   .slot_count = t->slot_count,
                                   .member_begin = work->result->template_members.count,
                                   .member_count = templates_listed(t)};
    leitong_result_template *to;
    LT_TRY(templates_parts(work, t, &row, error));
    for (uint32_t s = 0, f = 0; s < t->slot_count; f = t->fill_ends[s++]) {
        LT_TRY(templates_slot(work, t, s, f, &row, error));
    }
    LT_TRY(templates_members(work, t, error));
    LT_TRY(templates_marks(work, &row, error));
    LT_TRY(lt_result_add(&work->result->templates, sizeof *to, &to, error));
    *to = row;
    return 0;
}

int lt_assemble_templates(const lt_corpus *corpus, const lt_templates *templates, unsigned fold_flags,
                          lt_workers *workers, leitong_result *result, leitong_error *error)
{
    templates_work work = {.corpus = corpus, .result = result};
    int code = 0;
    for (size_t i = 0; i < templates->count; i++) {
        LT_TRY_GOTO(done, templates_request_all(&work, &templates->items[i], error));
    }
    LT_TRY_GOTO(done, lt_offset_requests_locate(&work.requests, corpus, fold_flags, workers, error));
    for (size_t i = 0; i < templates->count; i++) {
        LT_TRY_GOTO(done, templates_row(&work, &templates->items[i], error));
    }
done:
    lt_offset_requests_clear(&work.requests);
    free(work.text);
    lt_spool_scratch_clear(&work.source);
    return code;
}

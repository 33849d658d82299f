#include "report/html_text.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_NEAR 60 /* bytes between two parts of a text that are not worth a gap */

/* One end of a span, until its document is read. */
typedef struct text_end {
    uint32_t document;
    uint64_t byte;
    uint64_t *place;
} text_end;

/* The ends of all spans, and the spans whose text stands in the page where the document's does not; room for them is
 * known beforehand. */
typedef struct text_ends {
    text_end *items;
    leitong_span *parts;
    size_t count, part_count;
} text_ends;

static void ends_add(text_ends *ends, uint32_t document, uint64_t begin, uint64_t end, uint64_t *place)
{
    ends->items[ends->count++] = (text_end){document, begin, place};
    ends->items[ends->count++] = (text_end){document, end, place + 1};
}

static void ends_add_span(text_ends *ends, const leitong_span *span, uint64_t *place)
{
    ends_add(ends, span->document, span->begin, span->end, place);
}

static int ends_compare(const void *left, const void *right)
{
    const text_end *a = left;
    const text_end *b = right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    return (a->byte > b->byte) - (a->byte < b->byte);
}

/* A span's ends, and its text where its document does not stand whole. */
static void ends_add_text(text_ends *ends, const lt_html *html, const leitong_span *span, uint64_t *place)
{
    ends_add_span(ends, span, place);
    if (html->choice.documents[span->document] == LT_HTML_PARTS) {
        ends->parts[ends->part_count++] = *span;
    }
}

static void ends_fill_templates(text_ends *ends, const lt_html *html)
{
    size_t count;
    const leitong_range *ranges = leitong_result_ranges(html->result, &count);
    const leitong_result_template_member *members = leitong_result_template_members(html->result, &count);
    const leitong_result_template *templates = leitong_result_templates(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_template *t = &templates[i];
        size_t listed = html->choice.templates[i] ? LT_MIN(t->member_count, html->choice.most_members) : 0;
        for (size_t m = t->member_begin; m < t->member_begin + listed; m++) {
            const leitong_span *span = &members[m].span;
            bool is_short = lt_html_is_short(span);
            if (is_short) {
                ends_add_text(ends, html, span, html->forms + 2 * m);
            } else {
                ends_add_span(ends, span, html->forms + 2 * m);
            }
            for (size_t r = members[m].range_begin; r < members[m].range_begin + t->slot_count; r++) {
                const leitong_span slot = {span->document, ranges[r].begin, ranges[r].end};
                if (is_short || slot.begin == slot.end) {
                    ends_add_span(ends, &slot, html->ranges + 2 * r);
                } else {
                    ends_add_text(ends, html, &slot, html->ranges + 2 * r);
                }
            }
        }
    }
    const leitong_result_swap_place *swaps = leitong_result_swap_places(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (html->choice.swap_places[i]) {
            ends_add_text(ends, html, &swaps[i].a, html->swaps + 4 * i);
            ends_add_text(ends, html, &swaps[i].b, html->swaps + 4 * i + 2);
        }
    }
    const leitong_result_left *left = leitong_result_left_behind(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (html->choice.left[i]) {
            ends_add_text(ends, html, &left[i].span, html->left + 4 * i);
            ends_add_text(ends, html, &left[i].source, html->left + 4 * i + 2);
        }
    }
}

static void ends_fill_clusters(text_ends *ends, const lt_html *html)
{
    size_t count;
    const leitong_result_member *members = leitong_result_members(html->result, &count);
    const leitong_result_cluster *clusters = leitong_result_clusters(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        for (size_t m = 0; m < c->member_count && html->choice.clusters[i]; m++) {
            size_t at = c->member_begin + m;
            if (m == c->medoid && c->unit != LEITONG_UNIT_DOCUMENT) {
                ends_add_text(ends, html, &members[at].span, html->members + 2 * at);
            } else {
                ends_add_span(ends, &members[at].span, html->members + 2 * at);
            }
        }
    }
}

static void ends_fill_texts(text_ends *ends, const lt_html *html)
{
    size_t count;
    const leitong_span *places = leitong_result_text_places(html->result, &count);
    const leitong_result_text_row *texts = leitong_result_texts(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *text = &texts[i];
        size_t listed = LT_MIN(text->place_count, html->choice.most_members);
        if (!html->choice.texts[i]) {
            continue;
        }
        for (size_t p = text->place_begin; p < text->place_begin + listed; p++) {
            ends_add_text(ends, html, &places[p], html->texts + 2 * p);
        }
        if (text->representative < text->place_begin || text->representative >= text->place_begin + listed) {
            ends_add_text(ends, html, &places[text->representative], html->texts + 2 * text->representative);
        }
    }
}

static void ends_fill(text_ends *ends, const lt_html *html)
{
    size_t count;
    size_t edit_count;
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    const leitong_result_edit *edits = leitong_result_shown_edits(html->result, &edit_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        if (!html->choice.passages[i]) {
            continue;
        }
        ends_add_text(ends, html, &p->a, html->passages + 4 * i);
        ends_add_text(ends, html, &p->b, html->passages + 4 * i + 2);
        for (size_t e = p->shown_begin; e < p->shown_begin + p->shown_count; e++) {
            ends_add(ends, p->a.document, edits[e].a_begin, edits[e].a_end, html->edits + 4 * e);
            ends_add(ends, p->b.document, edits[e].b_begin, edits[e].b_end, html->edits + 4 * e + 2);
        }
    }
    const leitong_result_pair *pairs = leitong_result_pairs(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (html->choice.pairs[i]) {
            ends_add_span(ends, &pairs[i].a, html->pairs + 4 * i);
            ends_add_span(ends, &pairs[i].b, html->pairs + 4 * i + 2);
        }
    }
    const leitong_span *places = leitong_result_places(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (html->choice.documents[places[i].document] == LT_HTML_WHOLE) {
            ends_add_span(ends, &places[i], html->places + 2 * i);
        }
    }
    ends_fill_clusters(ends, html);
    ends_fill_texts(ends, html);
    ends_fill_templates(ends, html);
}

/* Offsets of a table: `width` for each of its rows, in *ret_block once it is known. */
typedef struct text_table {
    uint64_t **ret_block;
    size_t width, rows;
} text_table;

static int text_allocate(lt_html *html, text_ends *ends, leitong_error *error)
{
    const leitong_result *result = html->result;
    text_table tables[] = {{&html->passages, 4, 0}, {&html->edits, 4, 0}, {&html->pairs, 4, 0},  {&html->members, 2, 0},
                           {&html->places, 2, 0},   {&html->forms, 2, 0}, {&html->ranges, 2, 0}, {&html->swaps, 4, 0},
                           {&html->left, 4, 0},     {&html->texts, 2, 0}};
    size_t documents;
    size_t offsets = 0;
    (void)leitong_result_documents(result, &documents);
    (void)leitong_result_passages(result, &tables[0].rows);
    (void)leitong_result_shown_edits(result, &tables[1].rows);
    (void)leitong_result_pairs(result, &tables[2].rows);
    (void)leitong_result_members(result, &tables[3].rows);
    (void)leitong_result_places(result, &tables[4].rows);
    (void)leitong_result_template_members(result, &tables[5].rows);
    (void)leitong_result_ranges(result, &tables[6].rows);
    (void)leitong_result_swap_places(result, &tables[7].rows);
    (void)leitong_result_left_behind(result, &tables[8].rows);
    (void)leitong_result_text_places(result, &tables[9].rows);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        offsets += tables[i].width * tables[i].rows;
    }
    html->units = calloc(offsets + documents + 1, sizeof *html->units);
    html->has_text = calloc(documents + 1, 1);
    ends->items = malloc((offsets + 1) * sizeof *ends->items);
    ends->parts = malloc((offsets + 1) * sizeof *ends->parts);
    if (html->units == NULL || html->has_text == NULL || ends->items == NULL || ends->parts == NULL) {
        return lt_error_memory(error);
    }
    uint64_t *block = html->units;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        *tables[i].ret_block = block;
        block += tables[i].width * tables[i].rows;
    }
    html->sizes = block;
    return 0;
}

/* UTF-16 code units of well-formed UTF-8: one a character, two where it takes four bytes. */
static uint64_t text_units(const char *text, size_t size)
{
    uint64_t count = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        count += (uint64_t)((c & 0xC0U) != 0x80U) + (uint64_t)(c >= 0xF0U);
    }
    return count;
}

/* A document's text as the page holds it, piece by piece. */
typedef struct text_pieces {
    const text_end *ends; /* those that are not placed yet, ascending */
    size_t end_count;
    char *bytes; /* the text so far */
    size_t size, capacity;
    uint64_t units;
} text_pieces;

/* Ends up to the byte `at` stand where the text ends so far. */
static void pieces_place(text_pieces *text, uint64_t at)
{
    for (; text->end_count > 0 && text->ends->byte <= at; text->ends++, text->end_count--) {
        *text->ends->place = text->units;
    }
}

static int pieces_append(text_pieces *text, const char *bytes, size_t size, leitong_error *error)
{
    LT_TRY(LT_RESERVE(text->bytes, text->capacity, text->size + size + 1, error));
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    return 0;
}

/* A span of a document in UTF-8: its bytes behind the byte order mark are its text. */
static int pieces_utf8(text_pieces *text, const lt_html *html, const leitong_span *span, leitong_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    LT_TRY(leitong_result_text(html->result, span, &bytes, &size, error));
    size_t at = span->begin == 0 ? lt_utf8_mark(bytes, size) : 0;
    int code = pieces_append(text, bytes + at, size - at, error);
    while (code == 0 && text->end_count > 0 && text->ends->byte <= span->end) {
        size_t end = (size_t)(text->ends->byte - span->begin);
        if (end > at) {
            text->units += text_units(bytes + at, end - at);
            at = end;
        }
        pieces_place(text, text->ends->byte);
    }
    text->units += text_units(bytes + at, size - at);
    free(bytes);
    return code;
}

/* A span of a document in another encoding is decoded in pieces: one ends where an offset is needed. */
static int pieces_decoded(text_pieces *text, const lt_html *html, const leitong_span *span, leitong_error *error)
{
    for (uint64_t at = span->begin; at < span->end;) {
        uint64_t end = text->end_count > 0 ? LT_MIN(text->ends->byte, span->end) : span->end;
        char *bytes = NULL;
        size_t size = 0;
        LT_TRY(leitong_result_utf8(html->result, &(leitong_span){span->document, at, end}, &bytes, &size, error));
        int code = pieces_append(text, bytes, size, error);
        text->units += text_units(bytes, size);
        free(bytes);
        LT_TRY(code);
        at = end;
        pieces_place(text, at);
    }
    return 0;
}

/* Where something of the document is left out. */
static int pieces_gap(text_pieces *text, leitong_error *error)
{
    static const char gap[] = "\n⋯\n";
    const char *from = text->size == 0 ? gap + 1 : gap;
    LT_TRY(pieces_append(text, from, strlen(from), error));
    text->units += text_units(from, strlen(from));
    return 0;
}

/* The text of `parts`, which are in order and apart. */
static int pieces_read(text_pieces *text, const lt_html *html, const leitong_span *parts, size_t count,
                       leitong_error *error)
{
    size_t document_count;
    const leitong_result_document *document =
        leitong_result_documents(html->result, &document_count) + parts[0].document;
    uint64_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].begin > at) {
            LT_TRY(pieces_gap(text, error));
        }
        pieces_place(text, parts[i].begin);
        at = parts[i].end;
        LT_TRY(strcmp(document->encoding, "utf-8") == 0 ? pieces_utf8(text, html, &parts[i], error)
                                                        : pieces_decoded(text, html, &parts[i], error));
    }
    if (at < document->bytes) {
        LT_TRY(pieces_gap(text, error));
    }
    pieces_place(text, UINT64_MAX);
    return 0;
}

/* Where the text is missing, the page gives the reason, and offsets stay in bytes. */
static void text_missing(lt_html *html, uint32_t document, const text_end *ends, size_t count, const leitong_error *why)
{
    for (size_t i = 0; i < count; i++) {
        *ends[i].place = ends[i].byte;
    }
    lt_html_open(html, "missing", document);
    lt_json_string(&html->json, NULL, why->message);
    lt_html_close(html);
}

static int text_document(lt_html *html, const leitong_span *parts, size_t part_count, const text_end *ends,
                         size_t end_count, leitong_error *error)
{
    text_pieces text = {.ends = ends, .end_count = end_count};
    leitong_error why = {0};
    int code = pieces_read(&text, html, parts, part_count, &why);
    if (code == 0) {
        html->has_text[parts[0].document] = 1;
        html->sizes[parts[0].document] = text.units;
        lt_html_open(html, "text", parts[0].document);
        lt_json_bytes(&html->json, NULL, text.bytes, text.size);
        lt_html_close(html);
    } else if (code == LEITONG_EINPUT) {
        text_missing(html, parts[0].document, ends, end_count, &why);
        code = 0;
    } else if (error != NULL) {
        *error = why;
    }
    free(text.bytes);
    return code;
}

static int part_compare(const void *left, const void *right)
{
    const leitong_span *a = left;
    const leitong_span *b = right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Parts that touch, or lie so close that the gap would be no shorter, become one. */
static size_t parts_merge(leitong_span *parts, size_t count)
{
    size_t kept = 0;
    qsort(parts, count, sizeof *parts, part_compare);
    for (size_t i = 0; i < count; i++) {
        leitong_span *last = kept > 0 ? &parts[kept - 1] : NULL;
        if (last != NULL && last->document == parts[i].document && parts[i].begin <= last->end + TEXT_NEAR) {
            last->end = LT_MAX(last->end, parts[i].end);
        } else {
            parts[kept++] = parts[i];
        }
    }
    return kept;
}

int lt_html_texts(lt_html *html, leitong_error *error)
{
    text_ends ends = {0};
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(html->result, &count);
    size_t end = 0;
    size_t part = 0;
    int code = 0;
    LT_TRY_GOTO(done, text_allocate(html, &ends, error));
    ends_fill(&ends, html);
    qsort(ends.items, ends.count, sizeof *ends.items, ends_compare);
    ends.part_count = parts_merge(ends.parts, ends.part_count);
    for (uint32_t i = 0; i < count; i++) {
        size_t first = end;
        const leitong_span whole = {i, 0, documents[i].bytes};
        bool is_whole = html->choice.documents[i] == LT_HTML_WHOLE;
        const leitong_span *parts = is_whole ? &whole : ends.parts + part;
        size_t part_count = is_whole;
        while (end < ends.count && ends.items[end].document == i) {
            end++;
        }
        for (; part < ends.part_count && ends.parts[part].document == i; part++) {
            part_count++;
        }
        html->sizes[i] = documents[i].bytes;
        if (part_count > 0) {
            LT_TRY_GOTO(done, text_document(html, parts, part_count, ends.items + first, end - first, error));
        }
    }
done:
    free(ends.items);
    free(ends.parts);
    return code;
}

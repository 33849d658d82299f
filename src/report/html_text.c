#include "report/html_text.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* One end of a span, until its document is read. */
typedef struct text_end {
    uint32_t document;
    uint64_t byte;
    uint64_t *place;
} text_end;

/* The ends of all spans; room for them is known beforehand. */
typedef struct text_ends {
    text_end *items;
    size_t count;
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

static void ends_fill_templates(text_ends *ends, const lt_html *html)
{
    size_t count;
    const leitong_range *ranges = leitong_result_ranges(html->result, &count);
    const leitong_result_template_member *members = leitong_result_template_members(html->result, &count);
    const leitong_result_template *templates = leitong_result_templates(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_template *t = &templates[i];
        for (size_t m = t->member_begin; m < t->member_begin + t->member_count; m++) {
            ends_add_span(ends, &members[m].span, html->forms + 2 * m);
            for (size_t r = members[m].range_begin; r < members[m].range_begin + t->slot_count; r++) {
                ends_add(ends, members[m].span.document, ranges[r].begin, ranges[r].end, html->ranges + 2 * r);
            }
        }
    }
    const leitong_result_swap_place *swaps = leitong_result_swap_places(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        ends_add_span(ends, &swaps[i].a, html->swaps + 4 * i);
        ends_add_span(ends, &swaps[i].b, html->swaps + 4 * i + 2);
    }
    const leitong_result_left *left = leitong_result_left_behind(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        ends_add_span(ends, &left[i].span, html->left + 4 * i);
        ends_add_span(ends, &left[i].source, html->left + 4 * i + 2);
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
        ends_add_span(ends, &p->a, html->passages + 4 * i);
        ends_add_span(ends, &p->b, html->passages + 4 * i + 2);
        for (size_t e = p->shown_begin; e < p->shown_begin + p->shown_count; e++) {
            ends_add(ends, p->a.document, edits[e].a_begin, edits[e].a_end, html->edits + 4 * e);
            ends_add(ends, p->b.document, edits[e].b_begin, edits[e].b_end, html->edits + 4 * e + 2);
        }
    }
    const leitong_result_pair *pairs = leitong_result_pairs(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        ends_add_span(ends, &pairs[i].a, html->pairs + 4 * i);
        ends_add_span(ends, &pairs[i].b, html->pairs + 4 * i + 2);
    }
    const leitong_result_member *members = leitong_result_members(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        ends_add_span(ends, &members[i].span, html->members + 2 * i);
    }
    const leitong_span *places = leitong_result_places(html->result, &count);
    for (size_t i = 0; i < count; i++) {
        ends_add_span(ends, &places[i], html->places + 2 * i);
    }
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
    text_table tables[] = {{&html->passages, 4, 0}, {&html->edits, 4, 0},  {&html->pairs, 4, 0},
                           {&html->members, 2, 0},  {&html->places, 2, 0}, {&html->forms, 2, 0},
                           {&html->ranges, 2, 0},   {&html->swaps, 4, 0},  {&html->left, 4, 0}};
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
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        offsets += tables[i].width * tables[i].rows;
    }
    html->units = calloc(offsets + documents + 1, sizeof *html->units);
    html->has_text = calloc(documents + 1, 1);
    ends->items = malloc((offsets + 1) * sizeof *ends->items);
    if (html->units == NULL || html->has_text == NULL || ends->items == NULL) {
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

/* A document in UTF-8: its bytes behind the byte order mark are its text. */
static int text_utf8(lt_html *html, const leitong_result_document *document, const text_end *ends, size_t count,
                     leitong_error *error)
{
    leitong_span whole = {ends[0].document, 0, document->bytes};
    char *text = NULL;
    size_t size = 0;
    LT_TRY(leitong_result_text(html->result, &whole, &text, &size, error));
    size_t bom = lt_utf8_mark(text, size);
    size_t at = bom;
    uint64_t units = 0;
    for (size_t i = 0; i < count; i++) {
        if (ends[i].byte > at) {
            units += text_units(text + at, (size_t)ends[i].byte - at);
            at = (size_t)ends[i].byte;
        }
        *ends[i].place = units;
    }
    html->sizes[whole.document] = units + text_units(text + at, size - at);
    lt_html_open(html, "text", whole.document);
    lt_json_bytes(&html->json, NULL, text + bom, size - bom);
    lt_html_close(html);
    free(text);
    return 0;
}

/* A document that is decoded piece by piece. */
typedef struct text_decoded {
    char *bytes; /* its text so far */
    size_t size, capacity;
    uint64_t at; /* source bytes decoded so far */
    uint64_t units;
} text_decoded;

/* Decodes source bytes up to `end` and appends them to the text. */
static int text_advance(const lt_html *html, uint32_t document, uint64_t end, text_decoded *text, leitong_error *error)
{
    leitong_span span = {document, text->at, end};
    char *piece = NULL;
    size_t size = 0;
    LT_TRY(leitong_result_utf8(html->result, &span, &piece, &size, error));
    int code = 0;
    LT_TRY_GOTO(done, LT_RESERVE(text->bytes, text->capacity, text->size + size + 1, error));
    memcpy(text->bytes + text->size, piece, size);
    text->size += size;
    text->units += text_units(piece, size);
    text->at = end;
done:
    free(piece);
    return code;
}

/* A document in another encoding is decoded in pieces, from end to end: a piece ends where an offset is needed. */
static int text_pieces(lt_html *html, const leitong_result_document *document, const text_end *ends, size_t count,
                       leitong_error *error)
{
    uint32_t number = ends[0].document;
    text_decoded text = {0};
    int code = 0;
    for (size_t i = 0; i < count; i++) {
        if (ends[i].byte > text.at) {
            LT_TRY_GOTO(done, text_advance(html, number, ends[i].byte, &text, error));
        }
        *ends[i].place = text.units;
    }
    LT_TRY_GOTO(done, text_advance(html, number, document->bytes, &text, error));
    html->sizes[number] = text.units;
    lt_html_open(html, "text", number);
    lt_json_bytes(&html->json, NULL, text.bytes, text.size);
    lt_html_close(html);
done:
    free(text.bytes);
    return code;
}

/* Where the text is missing, the page gives the reason, and offsets stay in bytes. */
static void text_missing(lt_html *html, const leitong_result_document *document, const text_end *ends, size_t count,
                         const leitong_error *why)
{
    html->sizes[ends[0].document] = document->bytes;
    for (size_t i = 0; i < count; i++) {
        *ends[i].place = ends[i].byte;
    }
    lt_html_open(html, "missing", ends[0].document);
    lt_json_string(&html->json, NULL, why->message);
    lt_html_close(html);
}

static int text_document(lt_html *html, const text_end *ends, size_t count, leitong_error *error)
{
    size_t document_count;
    const leitong_result_document *document =
        leitong_result_documents(html->result, &document_count) + ends[0].document;
    leitong_error why = {0};
    int code = strcmp(document->encoding, "utf-8") == 0 ? text_utf8(html, document, ends, count, &why)
                                                        : text_pieces(html, document, ends, count, &why);
    if (code == LEITONG_EINPUT) {
        text_missing(html, document, ends, count, &why);
        return 0;
    }
    if (code != 0) {
        if (error != NULL) {
            *error = why;
        }
        return code;
    }
    html->has_text[ends[0].document] = 1;
    return 0;
}

int lt_html_texts(lt_html *html, leitong_error *error)
{
    text_ends ends = {0};
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(html->result, &count);
    int code = 0;
    LT_TRY_GOTO(done, text_allocate(html, &ends, error));
    for (size_t i = 0; i < count; i++) {
        html->sizes[i] = documents[i].bytes;
    }
    ends_fill(&ends, html);
    qsort(ends.items, ends.count, sizeof *ends.items, ends_compare);
    for (size_t first = 0; first < ends.count;) {
        size_t last = first + 1;
        while (last < ends.count && ends.items[last].document == ends.items[first].document) {
            last++;
        }
        LT_TRY_GOTO(done, text_document(html, ends.items + first, last - first, error));
        first = last;
    }
done:
    free(ends.items);
    return code;
}

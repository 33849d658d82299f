#include "result/read_rows.h"

#include "leitong/document.h"
#include "result/words.h"
#include "text/encoding.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static leitong_result_document *rows_documents(const lt_row_reader *rows)
{
    return rows->result->documents.items;
}

static uint32_t rows_number(lt_lines *lines, const lt_json_node *object, const char *key)
{
    return (uint32_t)lt_lines_number(lines, object, key, UINT32_MAX);
}

uint32_t lt_read_doc(const lt_row_reader *rows, lt_lines *lines, const lt_json_node *object, const char *key)
{
    const char *id = lt_lines_string(lines, object, key);
    uint32_t document = lines->code == 0 ? lt_ids_find(&rows->ids, id) : 0;
    if (document == LEITONG_NO_DOCUMENT) {
        (void)lt_lines_damaged(lines, "documents.jsonl knows no document '%.100s'", id);
    }
    return document;
}

leitong_span lt_read_span(const lt_row_reader *rows, lt_lines *lines, const lt_json_node *object)
{
    leitong_span span = {.document = lt_read_doc(rows, lines, object, "doc"),
                         .begin = lt_lines_number(lines, object, "begin", UINT64_MAX),
                         .end = lt_lines_number(lines, object, "end", UINT64_MAX)};
    if (lines->code == 0 && (span.begin > span.end || span.end > rows_documents(rows)[span.document].bytes)) {
        (void)lt_lines_damaged(lines, "a span ends behind its document, or before it begins");
    }
    return span;
}

const char *lt_read_keep(lt_row_reader *rows, lt_lines *lines, const char *text)
{
    const char *copy = NULL;
    if (lines->code == 0) {
        lines->code = lt_result_string(rows->result, text, &copy, lines->error);
    }
    return copy;
}

void lt_read_add(lt_lines *lines, lt_table *table, size_t size, void *ret_row)
{
    if (lines->code == 0) {
        lines->code = lt_result_add(table, size, ret_row, lines->error);
    }
}

void lt_read_numbered(lt_lines *lines, const char *key, size_t count)
{
    if (lt_lines_number(lines, lines->row, key, UINT64_MAX) != count && lines->code == 0) {
        (void)lt_lines_damaged(lines, "\"%s\" is not %zu: rows are numbered from 0", key, count);
    }
}

static int rows_span_order(const leitong_span *x, const leitong_span *y)
{
    return x->document != y->document ? (x->document > y->document) - (x->document < y->document)
                                      : (x->begin > y->begin) - (x->begin < y->begin);
}

/* Rows stand in the order of their first places. Of rows that begin at one byte those of its first token come first, so
 * the second places need not rise: a ligature is several tokens. */
void lt_read_in_order(lt_lines *lines, const leitong_span *before, const leitong_span *now)
{
    if (lines->code == 0 && rows_span_order(before, now) > 0) {
        (void)lt_lines_damaged(lines, "belongs before the row above it: rows stand in the order of their places");
    }
}

static void rows_hash(lt_lines *lines, uint64_t ret_hash[2])
{
    const char *text = lt_lines_string(lines, lines->row, "hash");
    char high[17] = "";
    if (lines->code == 0 && (strlen(text) != 32 || strspn(text, "0123456789abcdef") != 32)) {
        (void)lt_lines_damaged(lines, "\"hash\" is no number of 32 hexadecimal digits");
        return;
    }
    memcpy(high, text, lines->code == 0 ? 16 : 0);
    ret_hash[0] = strtoull(high, NULL, 16);
    ret_hash[1] = strtoull(text + strlen(high), NULL, 16);
}

/* The name of an encoding that a source can be in: its bytes are read again with it. */
static const char *rows_encoding(lt_row_reader *rows, lt_lines *lines)
{
    const char *name = lt_lines_string(lines, lines->row, "encoding");
    lt_encoding encoding = LT_ENCODING_AUTO;
    if (lines->code == 0 && (lt_encoding_named(name, &encoding, NULL) != 0 || encoding == LT_ENCODING_AUTO)) {
        (void)lt_lines_damaged(lines, "\"encoding\" names none that is known");
    }
    return lt_read_keep(rows, lines, name);
}

/* "text/NAME": a damaged file must not lead anywhere else. */
static void rows_text(lt_row_reader *rows, lt_lines *lines)
{
    const char *name = lt_lines_string_or_null(lines, lines->row, "text");
    const char **slot = NULL;
    if (lines->code == 0 && name != NULL &&
        (strncmp(name, "text/", 5) != 0 || strchr(name + 5, '/') != NULL || name[5] == '.' || name[5] == '\0')) {
        (void)lt_lines_damaged(lines, "\"text\" names no file of the folder text");
        return;
    }
    name = lt_read_keep(rows, lines, name);
    lt_read_add(lines, &rows->texts, sizeof *slot, &slot);
    if (lines->code == 0) {
        *slot = name;
    }
}

/* Where a title or date is from; one that is there is from somewhere. */
static int rows_origin(lt_lines *lines, const char *key, const char *value)
{
    if (lines->code == 0 && lt_json_kind_of(lt_json_member(lines->row, key)) == LT_JSON_NULL && value == NULL) {
        return LEITONG_ORIGIN_UNKNOWN;
    }
    int from = lt_lines_word(lines, lines->row, key, lt_words_origins + 1, LT_WORDS_ORIGINS - 1) + 1;
    if (lines->code == 0 && value == NULL) {
        (void)lt_lines_damaged(lines, "\"%s\" tells of a value that is null", key);
    }
    return from;
}

int lt_rows_document(lt_row_reader *rows, lt_lines *lines)
{
    leitong_result_document d = {.largest_source = LEITONG_NO_DOCUMENT};
    leitong_result_document *row = NULL;
    const lt_json_node *o = lines->row;
    d.id = lt_read_keep(rows, lines, lt_lines_string(lines, o, "doc"));
    d.encoding = rows_encoding(rows, lines);
    d.title = lt_read_keep(rows, lines, lt_lines_string_or_null(lines, o, "title"));
    d.date = lt_read_keep(rows, lines, lt_lines_string_or_null(lines, o, "date"));
    d.title_from = rows_origin(lines, "title_from", d.title);
    d.date_from = rows_origin(lines, "date_from", d.date);
    d.series = lt_read_keep(rows, lines, lt_lines_string_or_null(lines, o, "series"));
    d.author = lt_read_keep(rows, lines, lt_lines_string_or_null(lines, o, "author"));
    rows_hash(lines, d.hash);
    d.bytes = lt_lines_number(lines, o, "bytes", UINT64_MAX);
    d.paragraphs = lt_lines_number(lines, o, "paragraphs", UINT64_MAX);
    d.tokens = lt_lines_number(lines, o, "tokens", UINT64_MAX);
    d.covered = lt_lines_number(lines, o, "covered", UINT64_MAX);
    d.reused = lt_lines_number(lines, o, "reused", UINT64_MAX);
    d.repeated = lt_lines_number(lines, o, "repeated", UINT64_MAX);
    d.boilerplate = lt_lines_number(lines, o, "boilerplate", UINT64_MAX);
    d.excluded = lt_lines_number(lines, o, "excluded", UINT64_MAX);
    d.reused_without_quotes = lt_lines_number(lines, o, "reused_without_quotes", UINT64_MAX);
    d.reused_without_stock = lt_lines_number(lines, o, "reused_without_stock", UINT64_MAX);
    d.longest_run = lt_lines_number(lines, o, "longest_run", UINT64_MAX);
    rows_text(rows, lines);
    d.salience = lt_lines_number(lines, o, "salience", UINT64_MAX);
    d.rank = (uint32_t)rows->result->documents.count;
    lt_read_numbered(lines, "rank", d.rank);
    lt_read_add(lines, &rows->result->documents, sizeof *row, &row);
    if (lines->code == 0) {
        *row = d;
    }
    return lines->code;
}

static void rows_boilerplate(lt_row_reader *rows, lt_lines *lines, uint32_t document)
{
    size_t count = 0;
    const lt_json_node *list = lt_lines_list(lines, lines->row, "boilerplate_spans", &count);
    const lt_json_node *o = lt_json_inside(list);
    uint64_t last = 0;
    for (size_t i = 0; lines->code == 0 && i < count; i++, o = lt_json_after(o)) {
        leitong_span *row = NULL;
        leitong_span span = {document, lt_lines_number(lines, o, "begin", UINT64_MAX),
                             lt_lines_number(lines, o, "end", UINT64_MAX)};
        if (lines->code == 0 &&
            (span.begin < last || span.begin > span.end || span.end > rows_documents(rows)[document].bytes)) {
            (void)lt_lines_damaged(lines, "a span of boilerplate ends behind its document, or before another begins");
        }
        last = span.end;
        lt_read_add(lines, &rows->result->boilerplate, sizeof *row, &row);
        if (lines->code == 0) {
            *row = span;
        }
    }
}

int lt_rows_sources(lt_row_reader *rows, lt_lines *lines)
{
    uint32_t document = lt_read_doc(rows, lines, lines->row, "doc");
    size_t count = 0;
    if (lines->code == 0 && lt_json_kind_of(lt_json_member(lines->row, "largest_source")) > LT_JSON_NULL) {
        const lt_json_node *largest = lt_lines_object(lines, lines->row, "largest_source");
        leitong_result_document *d = &rows_documents(rows)[document];
        d->largest_source_tokens = lt_lines_number(lines, largest, "tokens", UINT64_MAX);
        d->largest_source = lt_read_doc(rows, lines, largest, "doc");
    }
    const lt_json_node *list = lt_lines_list(lines, lines->row, "sources", &count);
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < count; i++, o = lt_json_after(o)) {
        leitong_result_source *row = NULL;
        leitong_result_source s = {.document = document, .source = lt_read_doc(rows, lines, o, "doc")};
        s.exclusive = lt_lines_number(lines, o, "exclusive", UINT64_MAX);
        s.full = lt_lines_number(lines, o, "full", UINT64_MAX);
        lt_read_add(lines, &rows->result->sources, sizeof *row, &row);
        if (lines->code == 0) {
            *row = s;
        }
    }
    rows_boilerplate(rows, lines, document);
    return lines->code;
}

int lt_rows_pair(lt_row_reader *rows, lt_lines *lines)
{
    leitong_result_pair p = {0};
    leitong_result_pair *row = NULL;
    const lt_json_node *a = lt_lines_object(lines, lines->row, "a");
    const lt_json_node *b = lt_lines_object(lines, lines->row, "b");
    p.a = lt_read_span(rows, lines, a);
    p.b = lt_read_span(rows, lines, b);
    p.paragraph_a = rows_number(lines, a, "paragraph");
    p.paragraph_b = rows_number(lines, b, "paragraph");
    p.shared = rows_number(lines, lines->row, "shared");
    p.shingles_a = rows_number(lines, lines->row, "shingles_a");
    p.shingles_b = rows_number(lines, lines->row, "shingles_b");
    if (lines->code == 0 && (p.shared > p.shingles_a || p.shared > p.shingles_b)) {
        (void)lt_lines_damaged(lines, "more shingles are shared than there are");
    }
    if (rows->result->pairs.count > 0) {
        const leitong_result_pair *last =
            (const leitong_result_pair *)rows->result->pairs.items + rows->result->pairs.count - 1;
        lt_read_in_order(lines, &last->a, &p.a);
        if (rows_span_order(&last->a, &p.a) == 0) { /* one paragraph */
            lt_read_in_order(lines, &last->b, &p.b);
        }
    }
    lt_read_add(lines, &rows->result->pairs, sizeof *row, &row);
    if (lines->code == 0) {
        *row = p;
    }
    return lines->code;
}

/* Key `key`: edits of the passage, in order, to the end of `table`; their count. */
static uint32_t rows_edits(lt_lines *lines, const char *key, const leitong_result_passage *p, lt_table *table)
{
    size_t count = 0;
    leitong_result_edit last = {p->a.begin, p->a.begin, p->b.begin, p->b.begin};
    (void)lt_lines_list(lines, lines->row, key, &count);
    for (size_t i = 0; lines->code == 0 && i < count; i++) {
        const lt_json_node *o = lt_lines_streamed(lines);
        leitong_result_edit *row = NULL;
        size_t two;
        const lt_json_node *a = lt_lines_list(lines, o, "a", &two);
        const lt_json_node *b = lt_lines_list(lines, o, "b", &two);
        leitong_result_edit e = {.a_begin = lt_lines_item(lines, a, 0),
                                 .a_end = lt_lines_item(lines, a, 1),
                                 .b_begin = lt_lines_item(lines, b, 0),
                                 .b_end = lt_lines_item(lines, b, 1)};
        if (lines->code == 0 && (e.a_begin < last.a_end || e.a_begin > e.a_end || e.a_end > p->a.end ||
                                 e.b_begin < last.b_end || e.b_begin > e.b_end || e.b_end > p->b.end)) {
            (void)lt_lines_damaged(lines, "an edit lies outside its passage or before the one before it");
        }
        last = e;
        lt_read_add(lines, table, sizeof *row, &row);
        if (lines->code == 0) {
            *row = e;
        }
    }
    return (uint32_t)count;
}

int lt_rows_passage(lt_row_reader *rows, lt_lines *lines)
{
    leitong_result_passage p = {0};
    leitong_result_passage *row = NULL;
    const lt_json_node *o = lines->row;
    p.a = lt_read_span(rows, lines, lt_lines_object(lines, o, "a"));
    p.b = lt_read_span(rows, lines, lt_lines_object(lines, o, "b"));
    p.tokens_a = rows_number(lines, o, "tokens_a");
    p.tokens_b = rows_number(lines, o, "tokens_b");
    p.matched = rows_number(lines, o, "matched");
    p.longest_run = rows_number(lines, o, "longest_run");
    p.stock = rows_number(lines, o, "stock");
    p.text = lt_read_text_number(rows, lines);
    if (lines->code == 0 && lt_json_member(o, "period") != NULL) {
        p.period = rows_number(lines, o, "period");
    }
    if (rows->result->passages.count > 0) {
        const leitong_result_passage *last =
            (const leitong_result_passage *)rows->result->passages.items + rows->result->passages.count - 1;
        lt_read_in_order(lines, &last->a, &p.a);
    }
    p.edit_begin = rows->result->edits.count;
    p.edit_count = rows_edits(lines, "edits", &p, &rows->result->edits);
    p.shown_begin = rows->result->shown_edits.count;
    p.shown_count = rows_edits(lines, "edits_shown", &p, &rows->result->shown_edits);
    lt_read_add(lines, &rows->result->passages, sizeof *row, &row);
    if (lines->code == 0) {
        *row = p;
    }
    return lines->code;
}

int lt_rows_cluster(lt_row_reader *rows, lt_lines *lines)
{
    size_t count = 0;
    (void)lt_lines_list(lines, lines->row, "members", &count);
    leitong_result_cluster c = {.member_begin = rows->result->members.count, .member_count = count};
    leitong_result_cluster *row = NULL;
    lt_read_numbered(lines, "cluster", rows->result->clusters.count);
    c.unit = lt_lines_word(lines, lines->row, "unit", lt_words_units, LEITONG_UNIT_DOCUMENT + 1);
    c.documents = rows_number(lines, lines->row, "documents");
    c.medoid = (size_t)lt_lines_number(lines, lines->row, "medoid", SIZE_MAX);
    if (lines->code == 0 && c.unit == LEITONG_UNIT_PASSAGE) {
        (void)lt_lines_damaged(lines, "clusters are of paragraphs or documents");
    }
    if (lines->code == 0 && c.medoid >= count) {
        (void)lt_lines_damaged(lines, "\"medoid\" is no member");
    }
    for (size_t i = 0; lines->code == 0 && i < count; i++) {
        const lt_json_node *o = lt_lines_streamed(lines);
        leitong_result_member *member = NULL;
        leitong_result_member m = {.span = lt_read_span(rows, lines, o)};
        m.shared = rows_number(lines, o, "shared");
        m.all = rows_number(lines, o, "all");
        m.smaller = rows_number(lines, o, "smaller");
        lt_read_add(lines, &rows->result->members, sizeof *member, &member);
        if (lines->code == 0) {
            *member = m;
        }
    }
    lt_read_add(lines, &rows->result->clusters, sizeof *row, &row);
    if (lines->code == 0) {
        *row = c;
    }
    return lines->code;
}

const lt_json_node *lt_read_listed(lt_lines *lines, const lt_json_node *object, const char *key, size_t *ret_count,
                                   uint64_t *ret_more)
{
    const lt_json_node *list = lt_lines_list(lines, object, key, ret_count);
    const lt_json_node *last = *ret_count > 0 ? lt_json_element(list, *ret_count - 1) : NULL;
    *ret_more = 0;
    if (lt_json_member(last, "more") != NULL) {
        --*ret_count;
        *ret_more = lt_lines_number(lines, last, "more", UINT32_MAX);
    }
    if (lines->code == 0 && *ret_count > LEITONG_LISTED) {
        (void)lt_lines_damaged(lines, "\"%s\" lists more than %d values", key, LEITONG_LISTED);
    }
    return list;
}

int lt_rows_phrase(lt_row_reader *rows, lt_lines *lines)
{
    size_t count = 0;
    uint64_t more;
    const lt_json_node *list = lt_read_listed(lines, lines->row, "places", &count, &more);
    leitong_result_phrase p = {.place_begin = rows->result->places.count, .place_count = count, .count = count + more};
    leitong_result_phrase *row = NULL;
    p.tokens = rows_number(lines, lines->row, "tokens");
    p.documents = rows_number(lines, lines->row, "documents");
    if (lines->code == 0 && count == 0) {
        (void)lt_lines_damaged(lines, "a phrase without places");
    }
    const lt_json_node *o = lt_json_inside(list);
    for (size_t i = 0; lines->code == 0 && i < count; i++, o = lt_json_after(o)) {
        leitong_span *place = NULL;
        leitong_span span = lt_read_span(rows, lines, o);
        lt_read_add(lines, &rows->result->places, sizeof *place, &place);
        if (lines->code == 0) {
            *place = span;
        }
    }
    lt_read_add(lines, &rows->result->phrases, sizeof *row, &row);
    if (lines->code == 0) {
        *row = p;
    }
    return lines->code;
}

/* The lists of a row that can be as long as the input, which no row limits. */
static const char *const *rows_streamed(const char *name)
{
    static const char *const lists[][4] = {{"clusters.jsonl", "members"},
                                           {"passages.jsonl", "edits", "edits_shown"},
                                           {"texts.jsonl", "places"},
                                           {"swaps.jsonl", "places"}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(name, lists[i][0]) == 0) {
            return lists[i] + 1;
        }
    }
    return NULL;
}

int lt_rows_file(lt_row_reader *rows, const char *dir, const char *name, uint64_t count, lt_rows_read read,
                 leitong_error *error)
{
    lt_lines lines;
    uint64_t found = 0;
    int code = lt_lines_open(&lines, dir, name, error);
    lines.streamed = rows_streamed(name);
    if (code == LEITONG_ESYSTEM && errno == ENOENT) {
        code = lt_error_at(error, LEITONG_EDAMAGED, lines.path, LEITONG_NO_OFFSET, "is not there; scan again");
    }
    if (code != 0) {
        goto done;
    }
    LT_TRY_GOTO(done, lt_lines_next(&lines));
    for (; lines.row != NULL; found++) {
        LT_TRY_GOTO(done, read(rows, &lines));
        LT_TRY_GOTO(done, lt_lines_next(&lines));
    }
    if (found != count) {
        code = lt_lines_damaged(&lines, "holds %" PRIu64 " lines, but run.json counts %" PRIu64, found, count);
    }
done:
    lt_lines_close(&lines);
    return code;
}

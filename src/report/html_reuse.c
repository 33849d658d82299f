#include "report/html_reuse.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "result/document_tokens.h"
#include "result/equal_spans.h"

#include <stdlib.h>

#define REUSE_STRETCHES 20

/* Equal tokens, first in bytes, then as numbers of tokens. */
typedef struct reuse_stretch {
    uint32_t document, source; /* LEITONG_NO_DOCUMENT: of a phrase */
    uint64_t begin, end;
} reuse_stretch;

typedef struct reuse {
    lt_html *html;
    unsigned char *told; /* [document] its stretches are listed */
    reuse_stretch *items;
    size_t count, capacity;
} reuse;

/* One side of each passage, where it is of another document. */
static bool reuse_side(const reuse *r, const leitong_result_passage *p, bool is_a)
{
    return p->a.document != p->b.document && r->told[is_a ? p->a.document : p->b.document];
}

/* Documents that stand whole, in the order of what they tell, while there is room for their stretches. */
static int reuse_choose(reuse *r, leitong_error *error)
{
    size_t passage_count;
    size_t count;
    const lt_html *html = r->html;
    const leitong_result_passage *passages = leitong_result_passages(html->result, &passage_count);
    const leitong_result_document *documents = leitong_result_documents(html->result, &count);
    uint64_t room = html->sheet == LEITONG_NO_DOCUMENT ? (uint64_t)REUSE_STRETCHES * html->options.limit : UINT64_MAX;
    uint64_t *needs = calloc(count + 1, sizeof *needs);
    r->told = calloc(count + 1, 1);
    if (needs == NULL || r->told == NULL) {
        free(needs);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < passage_count; i++) {
        needs[passages[i].a.document] += (uint64_t)passages[i].edit_count + 1;
        needs[passages[i].b.document] += (uint64_t)passages[i].edit_count + 1;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t d = html->ranked[i];
        if (html->choice.documents[d] == LT_HTML_WHOLE && html->has_text[d] && documents[d].excluded == 0 &&
            needs[d] > 0 && needs[d] <= room) {
            r->told[d] = 1;
            room -= needs[d];
        }
    }
    free(needs);
    return 0;
}

static int reuse_add(reuse *r, const leitong_span *span, uint32_t source, leitong_error *error)
{
    LT_TRY(LT_RESERVE(r->items, r->capacity, r->count + 1, error));
    r->items[r->count++] = (reuse_stretch){span->document, source, span->begin, span->end};
    return 0;
}

static int reuse_gather(reuse *r, leitong_error *error)
{
    size_t count;
    const leitong_result *result = r->html->result;
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    for (size_t i = 0; i < 2 * count; i++) {
        bool is_a = i % 2 == 0;
        const leitong_result_passage *p = &passages[i / 2];
        lt_equal_spans spans = lt_equal_spans_of(result, i / 2, is_a);
        leitong_span equal;
        while (reuse_side(r, p, is_a) && lt_equal_spans_next(&spans, &equal)) {
            LT_TRY(reuse_add(r, &equal, is_a ? p->b.document : p->a.document, error));
        }
    }
    const leitong_span *places = leitong_result_places(result, &count);
    const leitong_result_phrase *phrases = leitong_result_phrases(result, &count);
    for (size_t i = 0; i < count; i++) {
        for (size_t p = phrases[i].place_begin; p < phrases[i].place_begin + phrases[i].place_count; p++) {
            if (phrases[i].documents > 1 && r->told[places[p].document]) {
                LT_TRY(reuse_add(r, &places[p], LEITONG_NO_DOCUMENT, error));
            }
        }
    }
    return 0;
}

static int reuse_order(const void *left, const void *right)
{
    const reuse_stretch *a = left;
    const reuse_stretch *b = right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    if (a->source != b->source) { /* phrases first */
        return a->source + 1U < b->source + 1U ? -1 : 1;
    }
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* What is left of [begin, end) beside boilerplate, to be written behind what was written up to *last. */
static void reuse_write(lt_json *json, uint64_t begin, uint64_t end, uint64_t *last)
{
    begin = LT_MAX(begin, *last);
    if (begin < end) {
        lt_json_number(json, NULL, begin);
        lt_json_number(json, NULL, end);
        *last = end;
    }
}

/* The stretches of one source, ascending; `out`: the document's boilerplate in tokens, ascending. */
static void reuse_source(lt_json *json, const reuse_stretch *items, size_t count, const leitong_span *out, size_t outs)
{
    uint64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t begin = items[i].begin;
        size_t o = 0;
        LT_LOWER_BOUND(o, outs, middle, out[middle].end <= begin);
        for (; o < outs && out[o].begin < items[i].end; o++) {
            reuse_write(json, begin, out[o].begin, &last);
            begin = LT_MAX(begin, out[o].end);
        }
        reuse_write(json, begin, items[i].end, &last);
    }
}

/* The document's boilerplate in tokens; *ret_spans is the caller's. */
static int reuse_boilerplate(const reuse *r, uint32_t document, const lt_document_tokens *tokens,
                             leitong_span **ret_spans, size_t *ret_count, leitong_error *error)
{
    size_t count;
    size_t first = 0;
    const leitong_span *spans = leitong_result_boilerplate(r->html->result, &count);
    LT_LOWER_BOUND(first, count, middle, spans[middle].document < document);
    size_t last = first;
    while (last < count && spans[last].document == document) {
        last++;
    }
    leitong_span *out = malloc((last - first + 1) * sizeof *out);
    if (out == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = first; i < last; i++) {
        out[i - first] = (leitong_span){document, lt_document_tokens_token(tokens, spans[i].begin),
                                        lt_document_tokens_token(tokens, spans[i].end)};
    }
    *ret_spans = out;
    *ret_count = last - first;
    return 0;
}

static void reuse_element(const reuse *r, const reuse_stretch *items, size_t count, const leitong_span *out,
                          size_t outs)
{
    lt_json *json = &r->html->json;
    size_t i = 0;
    lt_html_open(r->html, "reuse", items[0].document);
    lt_json_open(json, NULL);
    lt_json_open_list(json, "common");
    while (i < count && items[i].source == LEITONG_NO_DOCUMENT) {
        i++;
    }
    reuse_source(json, items, i, out, outs);
    lt_json_close_list(json);
    lt_json_open_list(json, "sources");
    while (i < count) {
        size_t first = i;
        while (i < count && items[i].source == items[first].source) {
            i++;
        }
        lt_json_open_list(json, NULL);
        lt_json_number(json, NULL, items[first].source);
        reuse_source(json, items + first, i - first, out, outs);
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_html_close(r->html);
}

/* All stretches of one document. */
static int reuse_document(const reuse *r, reuse_stretch *items, size_t count, leitong_error *error)
{
    const leitong_result_run *run = leitong_result_get_run(r->html->result);
    lt_document_tokens_fold how = {.fold_han = run->fold_han != 0};
    lt_document_tokens tokens = {0};
    leitong_span *out = NULL;
    size_t outs = 0;
    leitong_error why = {0};
    int code = lt_document_tokens_open(r->html->result, items[0].document, &how, &tokens, &why);
    if (code == 0) {
        for (size_t i = 0; i < count; i++) {
            items[i].begin = lt_document_tokens_token(&tokens, items[i].begin);
            items[i].end = lt_document_tokens_token(&tokens, items[i].end);
        }
        code = reuse_boilerplate(r, items[0].document, &tokens, &out, &outs, &why);
    }
    if (code == 0) {
        reuse_element(r, items, count, out, outs);
    } else if (code == LEITONG_EINPUT) {
        code = 0;
    } else if (error != NULL) {
        *error = why;
    }
    free(out);
    lt_document_tokens_clear(&tokens);
    return code;
}

int lt_html_reuse(lt_html *html, leitong_error *error)
{
    reuse r = {.html = html};
    int code = 0;
    LT_TRY_GOTO(done, reuse_choose(&r, error));
    LT_TRY_GOTO(done, reuse_gather(&r, error));
    if (r.count > 1) {
        qsort(r.items, r.count, sizeof *r.items, reuse_order);
    }
    for (size_t i = 0; i < r.count;) {
        size_t first = i;
        while (i < r.count && r.items[i].document == r.items[first].document) {
            i++;
        }
        LT_TRY_GOTO(done, reuse_document(&r, r.items + first, i - first, error));
    }
done:
    free(r.told);
    free(r.items);
    return code;
}

/* probe_rows: every row of a result that names one document, but for pairs of paragraphs (probe_oracle.h), as text, so
 * that two results can be compared. */
#ifndef PROBE_ROWS_H
#define PROBE_ROWS_H

#include "test.h"

#include "leitong/leitong.h"

#include <stdbool.h>

typedef struct rows {
    char *text;
    size_t size, count;
    size_t passages, phrases, starred, stock; /* how many there were of what */
    FILE *stream;
} rows;

static inline void rows_span(const rows *r, const leitong_result_document *documents, const leitong_span *span)
{
    fprintf(r->stream, " %s %llu %llu", documents[span->document].id, (unsigned long long)span->begin,
            (unsigned long long)span->end);
}

static inline void rows_document(const rows *r, const leitong_result_document *documents, uint32_t n)
{
    const leitong_result_document *d = &documents[n];
    fprintf(r->stream, "document %s %s %016llx%016llx %s", d->id, d->title != NULL ? d->title : "-",
            (unsigned long long)d->hash[0], (unsigned long long)d->hash[1], d->encoding);
    const uint64_t figures[] = {d->bytes,
                                d->paragraphs,
                                d->tokens,
                                d->covered,
                                d->reused,
                                d->repeated,
                                d->boilerplate,
                                d->excluded,
                                d->reused_without_quotes,
                                d->reused_without_stock,
                                d->longest_run,
                                d->largest_source_tokens};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        fprintf(r->stream, " %llu", (unsigned long long)figures[i]);
    }
    fprintf(r->stream, " %s\n", d->largest_source == LEITONG_NO_DOCUMENT ? "none" : documents[d->largest_source].id);
}

static inline void rows_passages(rows *r, const leitong_result *result, const leitong_result_document *documents,
                                 uint32_t n)
{
    size_t count;
    size_t edit_count;
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    const leitong_result_edit *edits = leitong_result_edits(result, &edit_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        if (p->a.document != n && p->b.document != n) {
            continue;
        }
        fprintf(r->stream, "passage");
        rows_span(r, documents, &p->a);
        rows_span(r, documents, &p->b);
        fprintf(r->stream, " %u %u %u %u %u %u", p->tokens_a, p->tokens_b, p->matched, p->longest_run, p->stock,
                p->period);
        for (uint32_t e = 0; e < p->edit_count; e++) {
            const leitong_result_edit *edit = &edits[p->edit_begin + e];
            fprintf(r->stream, " [%llu %llu %llu %llu]", (unsigned long long)edit->a_begin,
                    (unsigned long long)edit->a_end, (unsigned long long)edit->b_begin,
                    (unsigned long long)edit->b_end);
        }
        fprintf(r->stream, "\n");
        r->passages++;
        r->stock += p->stock > 0 && p->a.document != n;
    }
}

static inline void rows_phrases(rows *r, const leitong_result *result, const leitong_result_document *documents,
                                uint32_t n)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(result, &count);
    const leitong_span *places = leitong_result_places(result, &place_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_phrase *p = &phrases[i];
        size_t listed = p->place_count < LEITONG_LISTED ? p->place_count : LEITONG_LISTED; /* a probe has all */
        bool named = false;
        for (size_t k = 0; k < listed && !named; k++) {
            named = places[p->place_begin + k].document == n;
        }
        if (!named) {
            continue;
        }
        fprintf(r->stream, "phrase %u %u %llu:", p->tokens, p->documents, (unsigned long long)p->count);
        for (size_t k = 0; k < listed; k++) {
            rows_span(r, documents, &places[p->place_begin + k]);
        }
        fprintf(r->stream, "\n");
        r->phrases++;
        r->starred += places[p->place_begin].document == n;
    }
}

static inline void rows_sources(rows *r, const leitong_result *result, const leitong_result_document *documents,
                                uint32_t n)
{
    size_t count;
    const leitong_result_source *sources = leitong_result_sources(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (sources[i].document == n) {
            fprintf(r->stream, "source %s %llu %llu\n", documents[sources[i].source].id,
                    (unsigned long long)sources[i].exclusive, (unsigned long long)sources[i].full);
        }
    }
}

/* Rows that name `id`; free(text) afterwards. */
static inline rows rows_of(const leitong_result *result, const char *id)
{
    rows r = {0};
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    uint32_t n = 0;
    while (n < count && strcmp(documents[n].id, id) != 0) {
        n++;
    }
    assert_true(n < count);
    r.stream = open_memstream(&r.text, &r.size);
    assert_non_null(r.stream);
    rows_document(&r, documents, n);
    rows_passages(&r, result, documents, n);
    rows_phrases(&r, result, documents, n);
    rows_sources(&r, result, documents, n);
    fclose(r.stream);
    return r;
}

/* Shows the first line in which they differ. */
static inline void rows_assert_equal(const rows *wanted, const rows *found)
{
    if (strcmp(wanted->text, found->text) == 0) {
        return;
    }
    size_t at = 0;
    size_t line = 0;
    while (wanted->text[at] == found->text[at]) {
        at++;
        line = wanted->text[at - 1] == '\n' ? at : line;
    }
    fail_msg("the scan says\n%.*s\nthe probe\n%.*s", (int)strcspn(wanted->text + line, "\n"), wanted->text + line,
             (int)strcspn(found->text + line, "\n"), found->text + line);
}

#endif

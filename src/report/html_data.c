#include "report/html_data.h"

#include "leitong/leitong.h"
#include "report/html_templates.h"
#include "result/dates.h"
#include "result/rows.h"

#include <inttypes.h>
#include <string.h>

#define DATA_ROW(json, ...)                                                                                            \
    lt_html_numbers(json, (const uint64_t[]){__VA_ARGS__}, sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

static void data_run(lt_html *html)
{
    lt_json *json = &html->json;
    const leitong_result_run *run = leitong_result_get_run(html->result);
    lt_json_open(json, "run");
    lt_rows_options(run, json);
    lt_json_number(json, "documents", run->documents);
    lt_json_number(json, "bytes", run->bytes);
    lt_json_number(json, "paragraphs", run->paragraphs);
    lt_json_number(json, "tokens", run->tokens);
    lt_json_number(json, "verified", run->verified);
    lt_json_close(json);
}

static void data_skips(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(html->result, &count);
    lt_json_open_list(json, "skipped");
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_json_string(json, "what", skips[i].what);
        lt_json_string(json, "reason", skips[i].reason);
        lt_json_number(json, "count", skips[i].count);
        lt_json_open_list(json, "examples");
        for (size_t e = 0; e < skips[i].example_count && !html->options.anonymise; e++) {
            lt_json_string(json, NULL, skips[i].examples[e]);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void data_names(lt_json *json, const leitong_result_document *d)
{
    char hash[33];
    snprintf(hash, sizeof hash, "%016" PRIx64 "%016" PRIx64, d->hash[0], d->hash[1]);
    lt_json_string(json, "id", d->id);
    lt_json_string(json, "hash", hash);
    lt_json_string(json, "title", d->title);
    lt_json_string(json, "date", d->date);
    lt_json_string(json, "series", d->series);
    lt_json_string(json, "author", d->author);
}

static void data_documents(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(html->result, &count);
    lt_json_open_list(json, "documents");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_document *d = &documents[i];
        lt_json_open(json, NULL);
        if (!html->options.anonymise) {
            data_names(json, d);
        }
        lt_dates days;
        if (!html->options.anonymise && lt_dates_read(d->date, &days)) {
            lt_json_open_list(json, "days");
            DATA_ROW(json, days.first, days.last);
            lt_json_close_list(json);
        }
        lt_json_string(json, "encoding", d->encoding);
        lt_json_number(json, "bytes", d->bytes);
        lt_json_number(json, "size", html->sizes[i]);
        lt_json_bool(json, "text", html->has_text[i] != 0);
        lt_json_number(json, "paragraphs", d->paragraphs);
        lt_json_number(json, "tokens", d->tokens);
        lt_json_number(json, "reused", d->reused);
        lt_json_number(json, "noQuotes", d->reused_without_quotes);
        lt_json_number(json, "noStock", d->reused_without_stock);
        lt_json_number(json, "repeated", d->repeated);
        lt_json_number(json, "boilerplate", d->boilerplate);
        lt_json_number(json, "excluded", d->excluded);
        lt_json_number(json, "longest", d->longest_run);
        if (d->largest_source != LEITONG_NO_DOCUMENT) {
            lt_json_number(json, "largest", d->largest_source);
        }
        lt_json_number(json, "largestTokens", d->largest_source_tokens);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

/* [a, begin, end, b, begin, end, tokens_a, tokens_b, matched, longest_run, stock, period, edits, four byte offsets] */
static void data_passages(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    lt_json_open_list(json, "passages");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        const uint64_t *at = html->passages + 4 * i;
        lt_json_open_list(json, NULL);
        DATA_ROW(json, p->a.document, at[0], at[1], p->b.document, at[2], at[3], p->tokens_a, p->tokens_b, p->matched,
                 p->longest_run, p->stock, p->period, p->shown_count, p->a.begin, p->a.end, p->b.begin, p->b.end);
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
}

/* [a, begin, end, b, begin, end, shared, union] */
static void data_pairs(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(html->result, &count);
    lt_json_open_list(json, "pairs");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_pair *p = &pairs[i];
        const uint64_t *at = html->pairs + 4 * i;
        lt_json_open_list(json, NULL);
        DATA_ROW(json, p->a.document, at[0], at[1], p->b.document, at[2], at[3], p->shared,
                 (uint64_t)p->shingles_a + p->shingles_b - p->shared);
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
}

/* [document, source, exclusive, full] */
static void data_sources(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_source *sources = leitong_result_sources(html->result, &count);
    lt_json_open_list(json, "sources");
    for (size_t i = 0; i < count; i++) {
        lt_json_open_list(json, NULL);
        DATA_ROW(json, sources[i].document, sources[i].source, sources[i].exclusive, sources[i].full);
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
}

/* An element for each first document: [[a_begin, a_end, b_begin, b_end, …] for each of its passages, in their order].
 */
static void data_edits(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    for (size_t i = 0; i < count;) {
        uint32_t document = passages[i].a.document;
        lt_html_open(html, "edits", document);
        lt_json_open_list(json, NULL);
        for (; i < count && passages[i].a.document == document; i++) {
            lt_json_open_list(json, NULL);
            lt_html_numbers(json, html->edits + 4 * passages[i].shown_begin, 4 * (size_t)passages[i].shown_count);
            lt_json_close_list(json);
        }
        lt_json_close_list(json);
        lt_html_close(html);
    }
}

/* {unit, documents, medoid, members: [document, begin, end, shared, all, …]} */
static void data_clusters(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(html->result, &count);
    const leitong_result_member *members = leitong_result_members(html->result, &member_count);
    lt_html_open(html, "clusters", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        lt_json_open(json, NULL);
        lt_json_number(json, "unit", (uint64_t)c->unit);
        lt_json_number(json, "documents", c->documents);
        lt_json_number(json, "medoid", c->medoid);
        lt_json_open_list(json, "members");
        for (size_t m = c->member_begin; m < c->member_begin + c->member_count; m++) {
            const uint64_t *at = html->members + 2 * m;
            DATA_ROW(json, members[m].span.document, at[0], at[1], members[m].shared, members[m].all);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* {tokens, documents, places: [document, begin, end, …]} */
static void data_phrases(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(html->result, &count);
    const leitong_span *places = leitong_result_places(html->result, &place_count);
    lt_html_open(html, "phrases", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        lt_json_open(json, NULL);
        lt_json_number(json, "tokens", phrases[i].tokens);
        lt_json_number(json, "documents", phrases[i].documents);
        lt_json_open_list(json, "places");
        for (size_t p = phrases[i].place_begin; p < phrases[i].place_begin + phrases[i].place_count; p++) {
            DATA_ROW(json, places[p].document, html->places[2 * p], html->places[2 * p + 1]);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

#define DATA_HEAD 20 /* rows of a list that the overview may show */

/* cases, repeats: the heads of the lists of cases: [largest passage, passages, equal tokens of a, of b] */
static void data_cases(lt_html *html, const char *key, bool within)
{
    lt_json *json = &html->json;
    size_t count;
    size_t shown = 0;
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    const uint32_t *numbers = leitong_result_case_passages(html->result, &count);
    const leitong_result_case *cases = leitong_result_cases(html->result, &count);
    lt_json_open_list(json, key);
    for (size_t i = 0; i < count && shown < DATA_HEAD; i++) {
        const leitong_result_case *c = &cases[i];
        if ((c->a.document == c->b.document) != within) {
            continue;
        }
        uint32_t best = numbers[c->passage_begin];
        for (size_t p = c->passage_begin; p < c->passage_begin + c->passage_count; p++) {
            best = passages[numbers[p]].matched > passages[best].matched ? numbers[p] : best;
        }
        lt_json_open_list(json, NULL);
        DATA_ROW(json, best, c->passage_count, c->matched_a, c->matched_b);
        lt_json_close_list(json);
        shown++;
    }
    lt_json_close_list(json);
}

/* formulas: the head of the list: [a passage of it, documents] */
static void data_formulas(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    size_t passage_count;
    const leitong_result_text_row *texts = leitong_result_texts(html->result, &count);
    const leitong_result_passage *passages = leitong_result_passages(html->result, &passage_count);
    uint32_t passage[DATA_HEAD];
    size_t first = 0;
    while (first < count && texts[first].kind < LEITONG_TEXT_FORMULA) {
        first++;
    }
    size_t last = first;
    while (last < count && last - first < DATA_HEAD && texts[last].kind == LEITONG_TEXT_FORMULA) {
        passage[last++ - first] = UINT32_MAX;
    }
    for (size_t i = passage_count; i-- > 0;) {
        if (passages[i].text >= first && passages[i].text < last) {
            passage[passages[i].text - first] = (uint32_t)i;
        }
    }
    lt_json_open_list(json, "formulas");
    for (size_t i = first; i < last; i++) {
        if (passage[i - first] != UINT32_MAX) {
            lt_json_open_list(json, NULL);
            DATA_ROW(json, passage[i - first], texts[i].documents);
            lt_json_close_list(json);
        }
    }
    lt_json_close_list(json);
}

/* ranked: numbers of documents, in the order of what they tell */
static void data_ranked(lt_html *html)
{
    size_t count;
    (void)leitong_result_documents(html->result, &count);
    lt_json_open_list(&html->json, "ranked");
    for (size_t i = 0; i < count; i++) {
        lt_json_number(&html->json, NULL, html->ranked[i]);
    }
    lt_json_close_list(&html->json);
}

void lt_html_data(lt_html *html)
{
    lt_json *json = &html->json;
    char number[LEITONG_REPORT_NUMBER_SIZE];
    leitong_report_number(html->result, number);
    data_edits(html);
    data_clusters(html);
    data_phrases(html);
    lt_html_templates(html);
    lt_html_open(html, "data", UINT64_MAX);
    lt_json_open(json, NULL);
    lt_json_string(json, "version", leitong_version());
    lt_json_string(json, "number", number);
    lt_json_string(json, "lang", html->options.lang);
    lt_json_string(json, "title", html->options.title);
    lt_json_bool(json, "anonymous", html->options.anonymise != 0);
    data_run(html);
    data_skips(html);
    data_documents(html);
    data_ranked(html);
    data_passages(html);
    data_cases(html, "cases", false);
    data_formulas(html);
    data_cases(html, "repeats", true);
    data_pairs(html);
    data_sources(html);
    lt_json_close(json);
    lt_html_close(html);
}

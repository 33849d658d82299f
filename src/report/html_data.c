#include "report/html_data.h"

#include "base/compare.h"
#include "leitong/leitong.h"
#include "report/html_templates.h"
#include "report/skip_words.h"
#include "result/dates.h"
#include "result/rows.h"

#include <inttypes.h>
#include <string.h>

#define DATA_ROW(json, ...)                                                                                            \
    lt_html_numbers(json, (const uint64_t[]){__VA_ARGS__}, sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

#define NO_KIND 4 /* behind enum leitong_text_kind */

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
        const char *const words[] = {skips[i].what, skips[i].reason};
        for (size_t w = 0; w < 2; w++) {
            lt_json_open_list(json, w == 0 ? "what" : "reason");
            lt_json_string(json, NULL, lt_skip_words(words[w], true));
            lt_json_string(json, NULL, lt_skip_words(words[w], false));
            lt_json_close_list(json);
        }
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

/* {id, hash, title, date, series, author, days, encoding (where it is not UTF-8), figures: in the order of
 * model.js} */
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
        lt_date_days days;
        if (!html->options.anonymise && lt_date_days_read(d->date, &days)) {
            lt_json_open_list(json, "days");
            DATA_ROW(json, days.first, days.last);
            lt_json_close_list(json);
        }
        if (strcmp(d->encoding, "utf-8") != 0) {
            lt_json_string(json, "encoding", d->encoding);
        }
        lt_json_open_list(json, "figures");
        DATA_ROW(json, d->bytes, html->sizes[i], html->has_text[i] ? html->choice.documents[i] : 0, d->paragraphs,
                 d->tokens, d->reused, d->reused_without_quotes, d->reused_without_stock, d->repeated, d->boilerplate,
                 d->excluded, d->longest_run, d->largest_source_tokens);
        if (d->largest_source != LEITONG_NO_DOCUMENT) {
            lt_json_number(json, NULL, d->largest_source);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

/* [number, a, begin, end, b, begin, end, tokens_a, tokens_b, matched, longest_run, stock, period, edits, four byte
 * offsets, kind of its text (4: it has none)] */
static void data_passages(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_text_row *texts = leitong_result_texts(html->result, &count);
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    lt_json_open_list(json, "passages");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        const uint64_t *at = html->passages + 4 * i;
        if (!html->choice.passages[i]) {
            continue;
        }
        lt_json_open_list(json, NULL);
        DATA_ROW(json, i, p->a.document, at[0], at[1], p->b.document, at[2], at[3], p->tokens_a, p->tokens_b,
                 p->matched, p->longest_run, p->stock, p->period, p->shown_count, p->a.begin, p->a.end, p->b.begin,
                 p->b.end, p->text == LEITONG_NO_TEXT ? NO_KIND : (uint64_t)texts[p->text].kind);
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
        if (!html->choice.pairs[i]) {
            continue;
        }
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
        if (!html->choice.sources[i]) {
            continue;
        }
        lt_json_open_list(json, NULL);
        DATA_ROW(json, sources[i].document, sources[i].source, sources[i].exclusive, sources[i].full);
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
}

/* An element for each first document: [[a_begin, a_end, b_begin, b_end, …] for each of its passages held, in their
 * order]. */
static void data_edits(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    for (size_t i = 0; i < count;) {
        uint32_t document = passages[i].a.document;
        if (!html->choice.passages[i]) {
            i++;
            continue;
        }
        lt_html_open(html, "edits", document);
        lt_json_open_list(json, NULL);
        for (; i < count && passages[i].a.document == document; i++) {
            if (html->choice.passages[i]) {
                lt_json_open_list(json, NULL);
                lt_html_numbers(json, html->edits + 4 * passages[i].shown_begin, 4 * (size_t)passages[i].shown_count);
                lt_json_close_list(json);
            }
        }
        lt_json_close_list(json);
        lt_html_close(html);
    }
}

/* {number, unit, documents, size, medoid, members: [document, begin, end, shared, all, …]} */
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
        if (!html->choice.clusters[i]) {
            continue;
        }
        size_t listed = LT_MIN(c->member_count, html->choice.most_members);
        size_t medoid = LT_MIN(c->medoid, listed - 1); /* one that would not be listed takes the last place */
        lt_json_open(json, NULL);
        lt_json_number(json, "number", i);
        lt_json_number(json, "unit", (uint64_t)c->unit);
        lt_json_number(json, "documents", c->documents);
        lt_json_number(json, "size", c->member_count);
        lt_json_number(json, "medoid", medoid);
        lt_json_open_list(json, "members");
        for (size_t l = 0; l < listed; l++) {
            size_t m = c->member_begin + (l == medoid ? c->medoid : l);
            const uint64_t *at = html->members + 2 * m;
            DATA_ROW(json, members[m].span.document, at[0], at[1], members[m].shared, members[m].all);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* {number, kind, documents, size, representative: [document, begin, end], places: [document, begin, end, …]} */
static void data_texts(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const leitong_span *places = leitong_result_text_places(html->result, &count);
    const leitong_result_text_row *texts = leitong_result_texts(html->result, &count);
    lt_html_open(html, "texts", UINT64_MAX);
    lt_json_open_list(json, NULL);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *text = &texts[i];
        size_t listed = LT_MIN(text->place_count, html->choice.most_members);
        const uint64_t *at = html->texts + 2 * text->representative;
        if (!html->choice.texts[i]) {
            continue;
        }
        lt_json_open(json, NULL);
        lt_json_number(json, "number", i);
        lt_json_number(json, "kind", (uint64_t)text->kind);
        lt_json_number(json, "documents", text->documents);
        lt_json_number(json, "size", text->place_count);
        lt_json_open_list(json, "representative");
        DATA_ROW(json, places[text->representative].document, at[0], at[1]);
        lt_json_close_list(json);
        lt_json_open_list(json, "places");
        for (size_t p = text->place_begin; p < text->place_begin + listed; p++) {
            DATA_ROW(json, places[p].document, html->texts[2 * p], html->texts[2 * p + 1]);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* {tokens, documents, places: [document, begin, end, …]}: places in documents that stand whole */
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
        bool opened = false;
        for (size_t p = phrases[i].place_begin; p < phrases[i].place_begin + phrases[i].place_count; p++) {
            if (html->choice.documents[places[p].document] != LT_HTML_WHOLE) {
                continue;
            }
            if (!opened) {
                lt_json_open(json, NULL);
                lt_json_number(json, "tokens", phrases[i].tokens);
                lt_json_number(json, "documents", phrases[i].documents);
                lt_json_open_list(json, "places");
                opened = true;
            }
            DATA_ROW(json, places[p].document, html->places[2 * p], html->places[2 * p + 1]);
        }
        if (opened) {
            lt_json_close_list(json);
            lt_json_close(json);
        }
    }
    lt_json_close_list(json);
    lt_html_close(html);
}

/* cases: those of which the page holds all passages, the most telling first: [number, equal tokens of a, of b,
 * passage, …] */
static void data_cases(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    const uint32_t *numbers = leitong_result_case_passages(html->result, &count);
    const leitong_result_case *cases = leitong_result_cases(html->result, &count);
    lt_json_open_list(json, "cases");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_case *c = &cases[i];
        size_t last = c->passage_begin + c->passage_count;
        size_t p = c->passage_begin;
        while (p < last && html->choice.passages[numbers[p]]) {
            p++;
        }
        if (p < last) {
            continue;
        }
        lt_json_open_list(json, NULL);
        DATA_ROW(json, i, c->matched_a, c->matched_b);
        for (p = c->passage_begin; p < last; p++) {
            lt_json_number(json, NULL, numbers[p]);
        }
        lt_json_close_list(json);
    }
    lt_json_close_list(json);
}

/* formulas: the head of the list: [a passage of it, documents] */
static void data_formulas(lt_html *html)
{
    size_t count;
    const lt_html_choice *choice = &html->choice;
    const leitong_result_text_row *texts = leitong_result_texts(html->result, &count);
    lt_json_open_list(&html->json, "formulas");
    for (size_t i = 0; i < choice->formulas; i++) {
        lt_json_open_list(&html->json, NULL);
        DATA_ROW(&html->json, choice->formula_passages[i], texts[choice->formula_texts[i]].documents);
        lt_json_close_list(&html->json);
    }
    lt_json_close_list(&html->json);
}

/* Rows of the result's lists, those that the page does not hold among them. */
static void data_totals(lt_html *html)
{
    lt_json *json = &html->json;
    size_t count;
    lt_json_open(json, "totals");
    (void)leitong_result_cases(html->result, &count);
    lt_json_number(json, "cases", count);
    (void)leitong_result_passages(html->result, &count);
    lt_json_number(json, "passages", count);
    (void)leitong_result_clusters(html->result, &count);
    lt_json_number(json, "clusters", count);
    (void)leitong_result_templates(html->result, &count);
    lt_json_number(json, "templates", count);
    (void)leitong_result_texts(html->result, &count);
    lt_json_number(json, "texts", count);
    (void)leitong_result_sources(html->result, &count);
    lt_json_number(json, "sources", count);
    (void)leitong_result_adapted_pairs(html->result, &count);
    lt_json_number(json, "adapted", count);
    (void)leitong_result_swaps(html->result, &count);
    lt_json_number(json, "swaps", count);
    (void)leitong_result_left_behind(html->result, &count);
    lt_json_number(json, "left", count);
    lt_json_close(json);
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
    data_texts(html);
    data_phrases(html);
    lt_html_templates(html);
    lt_html_open(html, "data", UINT64_MAX);
    lt_json_open(json, NULL);
    lt_json_string(json, "version", leitong_version());
    lt_json_string(json, "number", number);
    lt_json_string(json, "lang", html->options.lang);
    lt_json_string(json, "title", html->options.title);
    lt_json_bool(json, "anonymous", html->options.anonymise != 0);
    if (html->sheet != LEITONG_NO_DOCUMENT) {
        lt_json_number(json, "sheet", html->sheet);
    }
    data_run(html);
    data_totals(html);
    data_skips(html);
    data_documents(html);
    data_ranked(html);
    data_passages(html);
    data_cases(html);
    data_formulas(html);
    data_pairs(html);
    data_sources(html);
    lt_json_close(json);
    lt_html_close(html);
}

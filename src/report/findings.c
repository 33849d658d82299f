#include "report/findings.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/ratio.h"
#include "report/format.h"
#include "result/dates.h"
#include "result/fingerprint.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FINDINGS_PLACES 100 /* related places of one phrase */

const lt_finding_rule lt_finding_rules[] = {
    [LT_FINDING_PASSAGE] =
        {"LT001",
         "passage",
         "warning",
         {"Suspected reuse: this passage also stands elsewhere, word for word or with a few edits. "
          "The level is note where less than a run of it is not stock wording.",
          "疑似重合：这一段文字也见于他处，逐字相同或略有改动。除规范表述外不足一个连续重合的，级别为 note。"}},
    [LT_FINDING_PARAGRAPH] = {"LT002",
                              "near-duplicate paragraph",
                              "warning",
                              {"Suspected near-duplicate: this paragraph and another one share most of their shingles "
                               "(exact Jaccard at or above the threshold).",
                               "疑似近似段落：这一段与另一段的连续字组大部分相同（Jaccard 精确值不低于阈值）。"}},
    [LT_FINDING_DOCUMENT] = {"LT003",
                             "near-duplicate document",
                             "warning",
                             {"Suspected near-duplicate: most of the smaller of the two documents stands in the other.",
                              "疑似近似文档：两篇中较短一篇的大部分文字见于另一篇。"}},
    [LT_FINDING_PHRASE] = {"LT004",
                           "phrase",
                           "note",
                           {"This wording stands in more than 16 places.", "这一表述出现在 16 处以上。"}},
    [LT_FINDING_LEFT] =
        {"LT005",
         "name left behind",
         "warning",
         {"Suspected name left behind: a name of the source stands in reused text, and the rest of the "
          "document never uses it, or says another in its stead. At the gate also the adaptation itself: "
          "names of the source were exchanged for the document's own.",
          "疑似漏改：重合的文字中有来源的名称，本篇别处从不用它，或改用另一名称。送检时另报照稿改写本身："
          "来源的名称成批换成了本篇的。"}},
};

/* The level is note where less than a run is not stock wording. */
static void finding_passage(const leitong_result *result, size_t row, lt_finding *finding)
{
    size_t count;
    const leitong_result_passage *p = leitong_result_passages(result, &count) + row;
    finding->figures = (lt_finding_figures){
        .tokens = p->matched, .longest_run = p->longest_run, .edits = p->shown_count, .stock = p->stock};
    if (p->matched - p->stock < leitong_result_get_run(result)->run) {
        finding->level = "note";
    }
}

static void finding_phrase(const leitong_result *result, size_t row, lt_finding *finding)
{
    size_t count;
    const leitong_result_phrase *p = leitong_result_phrases(result, &count) + row;
    finding->figures = (lt_finding_figures){.tokens = p->tokens, .places = p->count, .documents = p->documents};
}

static void finding_adapted(const leitong_result *result, size_t row, lt_finding *finding)
{
    size_t count;
    const leitong_result_adapted *p = leitong_result_adapted_pairs(result, &count) + row;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    finding->figures =
        (lt_finding_figures){.shared = p->matched,
                             .all = LT_MIN(documents[p->document_a].tokens, documents[p->document_b].tokens),
                             .places = p->places,
                             .swaps = p->swaps,
                             .left_behind = p->left_behind};
}

void lt_finding_read(const leitong_result *result, int kind, size_t row, lt_finding *ret_finding)
{
    size_t count;
    const leitong_result_pair *pair;
    const leitong_result_member *member;
    const leitong_result_left *left;
    const size_t rule = kind == LT_FINDING_ADAPTED ? LT_FINDING_LEFT : (size_t)kind;
    lt_finding finding = {
        .kind = kind, .rule = rule, .level = lt_finding_rules[rule].level, .whole = kind == LT_FINDING_DOCUMENT};
    switch (kind) {
    case LT_FINDING_PASSAGE:
        finding_passage(result, row, &finding);
        break;
    case LT_FINDING_PARAGRAPH:
        pair = leitong_result_pairs(result, &count) + row;
        finding.figures.shared = pair->shared;
        finding.figures.all = (uint64_t)pair->shingles_a + pair->shingles_b - pair->shared;
        break;
    case LT_FINDING_DOCUMENT:
        member = leitong_result_members(result, &count) + row;
        finding.figures.shared = member->shared;
        finding.figures.all = member->smaller;
        break;
    case LT_FINDING_PHRASE:
        finding_phrase(result, row, &finding);
        break;
    case LT_FINDING_ADAPTED:
        finding_adapted(result, row, &finding);
        break;
    default:
        left = leitong_result_left_behind(result, &count) + row;
        finding.name = left->text;
        finding.instead = left->instead;
        finding.level = left->weak ? "note" : finding.level;
        break;
    }
    *ret_finding = finding;
}

#define WORDS_NAME 80 /* bytes of a name */

/* Words of a finding, as they grow. */
typedef struct words {
    char *text;
    size_t size;
    bool is_zh;
} words;

__attribute__((format(printf, 2, 3))) static void words_add(words *w, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(w->text + w->size, LT_FINDING_WORDS_SIZE - w->size, format, arguments);
    va_end(arguments);
    w->size = LT_MIN(w->size + (size_t)LT_MAX(size, 0), LT_FINDING_WORDS_SIZE - 1);
}

/* A name, cut between characters where it is long. */
static void words_name(words *w, const char *name)
{
    size_t size = strlen(name);
    size_t shown = LT_MIN(size, WORDS_NAME);
    while (shown < size && shown > 0 && ((unsigned char)name[shown] & 0xC0) == 0x80) {
        shown--;
    }
    words_add(w, "%.*s%s", (int)shown, name, shown < size ? "…" : "");
}

static void words_left(words *w, const lt_finding *finding)
{
    words_add(w, "%s", w->is_zh ? "漏改“" : "name left behind “");
    words_name(w, finding->name);
    words_add(w, "”");
    if (finding->instead != NULL) {
        words_add(w, "%s", w->is_zh ? "，别处作“" : ", elsewhere “");
        words_name(w, finding->instead);
        words_add(w, "”");
    }
}

/* " (龙泉→上城, 市→区, …)" */
static void words_names(words *w, const char *const *from, const char *const *to, size_t count, uint64_t all)
{
    for (size_t i = 0; i < count; i++) {
        words_add(w, "%s", i == 0 ? (w->is_zh ? "（" : " (") : w->is_zh ? "、" : ", ");
        words_name(w, from[i]);
        words_add(w, "%s", to != NULL ? "→" : "");
        words_name(w, to != NULL ? to[i] : "");
    }
    if (count > 0) {
        words_add(w, "%s%s", count < all ? (w->is_zh ? "等" : ", …") : "", w->is_zh ? "）" : ")");
    }
}

static void words_adapted(words *w, const lt_finding *finding)
{
    const lt_finding_figures *f = &finding->figures;
    const lt_adapted_names *names = finding->names;
    char ratio[LT_RATIO_SIZE];
    lt_ratio_percent(ratio, f->shared, f->all);
    words_add(w, w->is_zh ? "照稿改写：相同 %s %%" : "adapted: %s %% equal", ratio);
    if (f->swaps > 0) {
        words_add(w, w->is_zh ? "，换词 %" PRIu64 " 组" : ", %" PRIu64 " swap%s", f->swaps, LT_PLURAL(f->swaps));
        words_add(w, w->is_zh ? " %" PRIu64 " 处" : " in %" PRIu64 " place%s", f->places, LT_PLURAL(f->places));
    }
    if (names != NULL) {
        words_names(w, names->from, names->to, names->swap_count, f->swaps);
    }
    if (f->left_behind > 0) {
        words_add(w, w->is_zh ? "，漏改 %" PRIu64 " 处" : ", %" PRIu64 " name%s left behind", f->left_behind,
                  LT_PLURAL(f->left_behind));
    }
    if (names != NULL) {
        words_names(w, names->left, NULL, names->left_count, f->left_behind);
    }
}

static void words_passage(words *w, const lt_finding_figures *f)
{
    words_add(w,
              w->is_zh ? "相同 %" PRIu64 " 字，最长连续重合 %" PRIu64 "，改动 %" PRIu64 " 处"
                       : "%" PRIu64 " equal tokens, longest run %" PRIu64 ", %" PRIu64 " edit%s",
              f->tokens, f->longest_run, f->edits, LT_PLURAL(f->edits));
    if (f->stock > 0) {
        words_add(w, w->is_zh ? "，规范表述 %" PRIu64 " 字" : ", stock wording %" PRIu64, f->stock);
    }
}

void lt_finding_words(const lt_finding *finding, bool is_zh, char ret_words[LT_FINDING_WORDS_SIZE])
{
    const lt_finding_figures *f = &finding->figures;
    char ratio[LT_RATIO_SIZE];
    words w = {ret_words, 0, is_zh};
    switch (finding->kind) {
    case LT_FINDING_PASSAGE:
        words_passage(&w, f);
        break;
    case LT_FINDING_PARAGRAPH:
        lt_ratio_text(ratio, f->shared, f->all, 1, 3);
        words_add(&w, is_zh ? "近似段落，Jaccard %s" : "near-duplicate paragraph, Jaccard %s", ratio);
        break;
    case LT_FINDING_DOCUMENT:
        lt_ratio_percent(ratio, f->shared, f->all);
        words_add(&w,
                  is_zh ? "近似文档，较短一篇的 %s %%（%" PRIu64 " / %" PRIu64 "）见于另一篇"
                        : "near-duplicate document, %s %% (%" PRIu64 " of %" PRIu64 ") of the smaller one",
                  ratio, f->shared, f->all);
        break;
    case LT_FINDING_PHRASE:
        words_add(&w,
                  is_zh ? "%" PRIu64 " 字的表述，出现 %" PRIu64 " 处，文档 %" PRIu64 " 篇"
                        : "wording of %" PRIu64 " tokens in %" PRIu64 " places, documents %" PRIu64,
                  f->tokens, f->places, f->documents);
        break;
    case LT_FINDING_ADAPTED:
        words_adapted(&w, finding);
        break;
    default:
        words_left(&w, finding);
        break;
    }
}

int lt_findings_add(lt_findings *list, const lt_finding *finding, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->items, list->capacity, list->count + 1, error));
    list->items[list->count] = *finding;
    list->items[list->count].place_begin = list->place_count;
    list->items[list->count++].span_count = 0;
    return 0;
}

int lt_findings_span(lt_findings *list, const leitong_span *span, leitong_error *error)
{
    LT_TRY(LT_RESERVE(list->places, list->place_capacity, list->place_count + 2, error));
    list->places[list->place_count++] = (lt_line_place){.document = span->document, .byte = span->begin};
    list->places[list->place_count++] = (lt_line_place){.document = span->document, .byte = span->end};
    list->items[list->count - 1].span_count++;
    return 0;
}

leitong_span lt_findings_place(const lt_findings *list, const lt_finding *finding, size_t span)
{
    const lt_line_place *begin = &list->places[finding->place_begin + 2 * span];
    return (leitong_span){begin->document, begin->byte, begin[1].byte};
}

/* The rows of a result, as they are added. */
typedef struct findings_rows {
    const leitong_result *result;
    lt_findings list;
} findings_rows;

static int rows_one(findings_rows *rows, int kind, size_t row, leitong_error *error)
{
    lt_finding finding;
    lt_finding_read(rows->result, kind, row, &finding);
    return lt_findings_add(&rows->list, &finding, error);
}

/* A finding with two sides, of which b is the later unless dates say otherwise. */
typedef struct findings_sides {
    int kind;
    size_t row;
    const leitong_span *a, *b;
} findings_sides;

static int rows_two(findings_rows *rows, const findings_sides *found, leitong_error *error)
{
    bool swapped = lt_dates_earlier(rows->result, found->b->document, found->a->document);
    LT_TRY(rows_one(rows, found->kind, found->row, error));
    LT_TRY(lt_findings_span(&rows->list, swapped ? found->a : found->b, error));
    LT_TRY(lt_findings_span(&rows->list, swapped ? found->b : found->a, error));
    rows->list.items[rows->list.count - 1].swapped = swapped;
    return 0;
}

static int rows_passages(findings_rows *rows, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(rows->result, &count);
    for (size_t i = 0; i < count; i++) {
        findings_sides found = {LT_FINDING_PASSAGE, i, &passages[i].a, &passages[i].b};
        LT_TRY(rows_two(rows, &found, error));
    }
    return 0;
}

static int rows_pairs(findings_rows *rows, leitong_error *error)
{
    size_t count;
    const leitong_result_pair *pairs = leitong_result_pairs(rows->result, &count);
    for (size_t i = 0; i < count; i++) {
        findings_sides found = {LT_FINDING_PARAGRAPH, i, &pairs[i].a, &pairs[i].b};
        LT_TRY(rows_two(rows, &found, error));
    }
    return 0;
}

static int rows_documents(findings_rows *rows, leitong_error *error)
{
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(rows->result, &count);
    const leitong_result_member *members = leitong_result_members(rows->result, &member_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        for (size_t m = 0; c->unit == LEITONG_UNIT_DOCUMENT && m < c->member_count; m++) {
            if (m != c->medoid) {
                findings_sides found = {LT_FINDING_DOCUMENT, c->member_begin + m,
                                        &members[c->member_begin + c->medoid].span, &members[c->member_begin + m].span};
                LT_TRY(rows_two(rows, &found, error));
            }
        }
    }
    return 0;
}

static int rows_phrases(findings_rows *rows, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *phrases = leitong_result_phrases(rows->result, &count);
    const leitong_span *places = leitong_result_places(rows->result, &place_count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(rows_one(rows, LT_FINDING_PHRASE, i, error));
        for (size_t m = 0; m < phrases[i].place_count && m <= FINDINGS_PLACES; m++) {
            LT_TRY(lt_findings_span(&rows->list, &places[phrases[i].place_begin + m], error));
        }
    }
    return 0;
}

/* Its location is the copy, whatever the dates say; the place that it was copied from is related. */
static int rows_left(findings_rows *rows, leitong_error *error)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(rows->result, &count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(rows_one(rows, LT_FINDING_LEFT, i, error));
        LT_TRY(lt_findings_span(&rows->list, &left[i].span, error));
        LT_TRY(lt_findings_span(&rows->list, &left[i].source, error));
    }
    return 0;
}

int lt_findings_collect(const leitong_result *result, lt_findings *ret_list, leitong_error *error)
{
    findings_rows rows = {.result = result};
    int code = 0;
    LT_TRY_GOTO(failed, rows_passages(&rows, error));
    LT_TRY_GOTO(failed, rows_pairs(&rows, error));
    LT_TRY_GOTO(failed, rows_documents(&rows, error));
    LT_TRY_GOTO(failed, rows_phrases(&rows, error));
    LT_TRY_GOTO(failed, rows_left(&rows, error));
    *ret_list = rows.list;
    return 0;
failed:
    lt_findings_clear(&rows.list);
    return code;
}

int lt_findings_hash(lt_findings *list, const leitong_result *result, leitong_error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        lt_finding *finding = &list->items[i];
        bool is_one = finding->kind == LT_FINDING_PHRASE || finding->kind == LT_FINDING_LEFT;
        leitong_span here = lt_findings_place(list, finding, 0);
        leitong_span there = lt_findings_place(list, finding, is_one ? 0 : 1);
        LT_TRY(is_one ? lt_fingerprint_one(result, &here, finding->hash, error)
                      : lt_fingerprint_two(result, &here, &there, finding->hash, error));
        finding->has_hash = true;
    }
    return 0;
}

static int findings_compare(const void *left, const void *right)
{
    const lt_finding *a = *(lt_finding *const *)left;
    const lt_finding *b = *(lt_finding *const *)right;
    int order = lt_fingerprint_compare(a->hash, b->hash);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Equal texts have equal hashes: numbering them makes each fingerprint one of its own. */
static int findings_number(lt_findings *list, leitong_error *error)
{
    lt_finding **sorted = malloc((list->count + 1) * sizeof(lt_finding *));
    if (sorted == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < list->count; i++) {
        sorted[i] = &list->items[i];
    }
    qsort(sorted, list->count, sizeof(lt_finding *), findings_compare);
    for (size_t i = 0; i < list->count; i++) {
        bool again = i > 0 && lt_fingerprint_compare(sorted[i]->hash, sorted[i - 1]->hash) == 0;
        sorted[i]->ordinal = again ? sorted[i - 1]->ordinal + 1 : 1;
    }
    free(sorted);
    return 0;
}

int lt_findings_finish(lt_findings *list, const leitong_result *result, leitong_error *error)
{
    LT_TRY(findings_number(list, error));
    return lt_lines_find(result, list->places, list->place_count, error);
}

void lt_findings_clear(lt_findings *list)
{
    free(list->items);
    free(list->places);
    *list = (lt_findings){0};
}

#include "report/sarif.h"

#include "base/json_write.h"
#include "base/ratio.h"
#include "leitong/leitong.h"
#include "report/printable.h"
#include "report/sarif_items.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct sarif {
    const leitong_result *result;
    const leitong_result_document *documents;
    const lt_sarif_items *items;
    lt_json json;
    bool is_zh;
} sarif;

typedef struct sarif_rule {
    const char *id, *name, *level;
    const char *about[2]; /* en, zh */
} sarif_rule;

static const sarif_rule sarif_rules[] = {
    [LT_SARIF_PASSAGE] =
        {"LT001",
         "passage",
         "warning",
         {"Suspected reuse: this passage also stands elsewhere, word for word or with a few edits. "
          "The level is note where less than a run of it is not stock wording.",
          "疑似重复：这一段文字也见于他处，逐字相同或略有改动。除规范表述外不足一个连续重合的，级别为 note。"}},
    [LT_SARIF_PARAGRAPH] = {"LT002",
                            "near-duplicate paragraph",
                            "warning",
                            {"Suspected near-duplicate: this paragraph and another one share most of their shingles "
                             "(exact Jaccard at or above the threshold).",
                             "疑似近似段落：这一段与另一段的词元组合大部分相同（Jaccard 精确值不低于阈值）。"}},
    [LT_SARIF_DOCUMENT] = {"LT003",
                           "near-duplicate document",
                           "warning",
                           {"Suspected near-duplicate: most of the smaller of the two documents stands in the other.",
                            "疑似近似文档：两篇中较短一篇的大部分文字见于另一篇。"}},
    [LT_SARIF_PHRASE] = {"LT004",
                         "phrase",
                         "note",
                         {"This wording stands in more than 16 places.", "这一表述出现在 16 处以上。"}},
    [LT_SARIF_LEFT] = {"LT005",
                       "name left behind",
                       "warning",
                       {"Suspected name left behind: a name of the source stands in reused text, and the rest of the "
                        "document never uses it, or says another in its stead.",
                        "疑似残留：重合的文字中有来源的名称，本篇别处从不用它，或改用另一名称。"}},
};

void lt_sarif_text(lt_json *json, const char *key, const char *text)
{
    lt_json_open(json, key);
    lt_json_string(json, "text", text);
    lt_json_close(json);
}

static void sarif_driver(sarif *s)
{
    lt_json *json = &s->json;
    lt_json_open(json, "tool");
    lt_json_open(json, "driver");
    lt_json_string(json, "name", "leitong");
    lt_json_string(json, "version", leitong_version());
    lt_json_string(json, "semanticVersion", leitong_version());
    lt_json_string(json, "language", s->is_zh ? "zh-CN" : "en-US");
    lt_json_open_list(json, "rules");
    for (size_t i = 0; i < sizeof sarif_rules / sizeof sarif_rules[0]; i++) {
        lt_json_open(json, NULL);
        lt_json_string(json, "id", sarif_rules[i].id);
        lt_json_string(json, "name", sarif_rules[i].name);
        lt_sarif_text(json, "shortDescription", sarif_rules[i].about[s->is_zh]);
        lt_json_open(json, "defaultConfiguration");
        lt_json_string(json, "level", sarif_rules[i].level);
        lt_json_close(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_close(json);
}

/* What was not compared. */
static void sarif_invocations(sarif *s)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(s->result, &count);
    lt_json *json = &s->json;
    lt_json_open_list(json, "invocations");
    lt_json_open(json, NULL);
    lt_json_bool(json, "executionSuccessful", true);
    lt_json_open_list(json, "toolExecutionNotifications");
    for (size_t i = 0; i < count; i++) {
        char text[256];
        snprintf(text, sizeof text, s->is_zh ? "未比对：%s（%s），%" PRIu64 " 个" : "not compared: %s (%s), %" PRIu64,
                 skips[i].what, skips[i].reason, skips[i].count);
        lt_json_open(json, NULL);
        lt_json_string(json, "level", "warning");
        lt_sarif_text(json, "message", text);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_close_list(json);
}

void lt_sarif_region(lt_json *json, const lt_line_place *begin, const lt_line_place *end)
{
    lt_json_open(json, "region");
    if (begin->line > 0 && end->line > 0) {
        lt_json_number(json, "startLine", begin->line);
        lt_json_number(json, "startColumn", begin->column);
        lt_json_number(json, "endLine", end->line);
        lt_json_number(json, "endColumn", end->column);
    }
    lt_json_number(json, "byteOffset", begin->byte);
    lt_json_number(json, "byteLength", end->byte - begin->byte);
    lt_json_close(json);
}

void lt_sarif_uri(lt_json *json, const char *id)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t size = strlen(id);
    char *uri = malloc(3 * size + 8);
    size_t at = 0;
    if (uri == NULL) {
        json->cause = json->cause != 0 ? json->cause : ENOMEM;
        return;
    }
    if (id[0] == '/') {
        at = (size_t)snprintf(uri, 8, "file://");
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)id[i];
        if ((c < 0x80 && isalnum(c)) || (c != '\0' && strchr("-._~/", c) != NULL)) {
            uri[at++] = (char)c;
        } else {
            uri[at++] = '%';
            uri[at++] = digits[c >> 4];
            uri[at++] = digits[c & 15U];
        }
    }
    lt_json_bytes(json, "uri", uri, at);
    free(uri);
}

static void sarif_artifacts(sarif *s)
{
    size_t count;
    lt_json *json = &s->json;
    (void)leitong_result_documents(s->result, &count);
    lt_json_open_list(json, "artifacts");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_document *d = &s->documents[i];
        char hash[33];
        snprintf(hash, sizeof hash, "%016" PRIx64 "%016" PRIx64, d->hash[0], d->hash[1]);
        lt_json_open(json, NULL);
        lt_json_open(json, "location");
        lt_sarif_uri(json, d->id);
        lt_json_close(json);
        lt_json_number(json, "length", d->bytes);
        lt_json_string(json, "encoding", d->encoding);
        lt_json_open(json, "hashes");
        lt_json_string(json, "xxh3-128", hash);
        lt_json_close(json);
        lt_json_open(json, "properties");
        lt_json_string(json, "id", d->id);
        lt_json_number(json, "tokens", d->tokens);
        lt_json_number(json, "reused", d->reused);
        lt_json_ratio(json, "ratio", d->reused, d->tokens);
        lt_json_close(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

/* A location object; `id` 0: without one. Whole documents have no region. */
static void sarif_location(sarif *s, const lt_sarif_item *item, size_t span, uint64_t id)
{
    const lt_line_place *begin = &s->items->places[item->place_begin + 2 * span];
    lt_json *json = &s->json;
    lt_json_open(json, NULL);
    if (id > 0) {
        lt_json_number(json, "id", id);
    }
    lt_json_open(json, "physicalLocation");
    lt_json_open(json, "artifactLocation");
    lt_sarif_uri(json, s->documents[begin->document].id);
    lt_json_number(json, "index", begin->document);
    lt_json_close(json);
    if (item->rule != LT_SARIF_DOCUMENT) {
        lt_sarif_region(json, begin, begin + 1);
    }
    lt_json_close(json);
    lt_json_close(json);
}

/* What would be a link in the text itself is escaped (SARIF 3.11.6). */
static void sarif_plain(FILE *file, const char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        lt_printable shown;
        at += lt_printable_next(text + at, size - at, &shown);
        if (shown.character == '\\' || shown.character == '[' || shown.character == ']') {
            putc('\\', file);
        }
        fputs(shown.shape, file);
    }
}

void lt_sarif_link(FILE *file, const char *id)
{
    putc('[', file);
    sarif_plain(file, id);
    fputs("](1)", file);
}

static void sarif_left_message(const sarif *s, const lt_sarif_item *item, const char *other, FILE *file)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(s->result, &count) + item->row;
    fputs(s->is_zh ? "疑似残留：“" : "Suspected name left behind: “", file);
    sarif_plain(file, left->text);
    fputs(s->is_zh ? "”见于来源 " : "” belongs to the source ", file);
    lt_sarif_link(file, other);
    if (left->instead != NULL) {
        fputs(s->is_zh ? "；本篇别处用“" : "; elsewhere this document says “", file);
        sarif_plain(file, left->instead);
        fputs("”", file);
    }
    fputs(s->is_zh ? "。" : ".", file);
}

static void sarif_passage_message(const sarif *s, const lt_sarif_item *item, const char *other, FILE *file)
{
    size_t count;
    const leitong_result_passage *p = leitong_result_passages(s->result, &count) + item->row;
    uint32_t tokens = item->swapped ? p->tokens_a : p->tokens_b;
    if (s->is_zh) {
        fprintf(file, "疑似重复：%u 个词元中有 %u 个也见于 ", tokens, p->matched);
        lt_sarif_link(file, other);
        fprintf(file, "；最长连续重合 %u，改动 %u 处。", p->longest_run, p->edit_count);
    } else {
        fprintf(file, "Suspected reuse: %u of %u tokens also stand in ", p->matched, tokens);
        lt_sarif_link(file, other);
        fprintf(file, "; longest run %u tokens, %u edits.", p->longest_run, p->edit_count);
    }
}

static void sarif_pair_message(const sarif *s, uint64_t shared, uint64_t all, const char *what[2], const char *other,
                               FILE *file)
{
    char ratio[LT_RATIO_SIZE];
    lt_ratio_text(ratio, shared, all, 1, 3);
    fputs(what[s->is_zh], file);
    lt_sarif_link(file, other);
    fprintf(file, s->is_zh ? "，%" PRIu64 " / %" PRIu64 " = %s。" : ", %" PRIu64 " / %" PRIu64 " = %s.", shared, all,
            ratio);
}

static void sarif_message(const sarif *s, const lt_sarif_item *item, FILE *file)
{
    static const char *paragraphs[] = {"Suspected near-duplicate: shingles of this paragraph and of one in ",
                                       "疑似近似段落：本段与以下文档中一段的词元组合："};
    static const char *documents[] = {"Suspected near-duplicate: tokens of the smaller of this document and ",
                                      "疑似近似文档：较短一篇的词元，对照 "};
    size_t count;
    const leitong_result_pair *pair;
    const leitong_result_member *member;
    const leitong_result_phrase *phrase;
    const char *other = s->documents[s->items->places[item->place_begin + 2].document].id;
    switch (item->rule) {
    case LT_SARIF_PASSAGE:
        sarif_passage_message(s, item, other, file);
        break;
    case LT_SARIF_PARAGRAPH:
        pair = leitong_result_pairs(s->result, &count) + item->row;
        sarif_pair_message(s, pair->shared, (uint64_t)pair->shingles_a + pair->shingles_b - pair->shared, paragraphs,
                           other, file);
        break;
    case LT_SARIF_DOCUMENT:
        member = leitong_result_members(s->result, &count) + item->row;
        sarif_pair_message(s, member->shared, member->smaller, documents, other, file);
        break;
    case LT_SARIF_LEFT:
        sarif_left_message(s, item, other, file);
        break;
    default:
        phrase = leitong_result_phrases(s->result, &count) + item->row;
        fprintf(file,
                s->is_zh ? "%u 个词元的表述，出现在 %u 篇文档的 %" PRIu64 " 处。"
                         : "A wording of %u tokens that stands in %u documents, %" PRIu64 " places.",
                phrase->tokens, phrase->documents, phrase->count);
        break;
    }
}

static const char *sarif_level(const sarif *s, const lt_sarif_item *item)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(s->result, &count);
    if (item->rule == LT_SARIF_PASSAGE &&
        passages[item->row].matched - passages[item->row].stock < leitong_result_get_run(s->result)->run) {
        return "note";
    }
    return sarif_rules[item->rule].level;
}

static int sarif_item(sarif *s, const lt_sarif_item *item, leitong_error *error)
{
    lt_json *json = &s->json;
    char fingerprint[64];
    char *message = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&message, &size);
    if (memory == NULL) {
        return lt_error_memory(error);
    }
    sarif_message(s, item, memory);
    if (fclose(memory) != 0) {
        free(message);
        return lt_error_memory(error);
    }
    lt_json_open(json, NULL);
    lt_json_string(json, "ruleId", sarif_rules[item->rule].id);
    lt_json_number(json, "ruleIndex", (uint64_t)item->rule);
    lt_json_string(json, "level", sarif_level(s, item));
    lt_json_open(json, "message");
    lt_json_bytes(json, "text", message, size);
    lt_json_close(json);
    free(message);
    lt_json_open_list(json, "locations");
    sarif_location(s, item, 0, 0);
    lt_json_close_list(json);
    lt_json_open_list(json, "relatedLocations");
    for (size_t span = 1; span < item->span_count; span++) {
        sarif_location(s, item, span, span);
    }
    lt_json_close_list(json);
    snprintf(fingerprint, sizeof fingerprint, "%016" PRIx64 "%016" PRIx64 ":%" PRIu32, item->hash[0], item->hash[1],
             item->ordinal);
    lt_json_open(json, "partialFingerprints");
    lt_json_string(json, "leitongText/v1", fingerprint);
    lt_json_close(json);
    lt_json_close(json);
    return 0;
}

int lt_sarif_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                    leitong_error *error)
{
    size_t count;
    lt_sarif_items items = {0};
    LT_TRY(lt_sarif_items_collect(result, &items, error));
    int code = 0;
    sarif s = {.result = result,
               .documents = leitong_result_documents(result, &count),
               .items = &items,
               .is_zh = lt_format_is_zh(options)};
    lt_json *json = &s.json;
    lt_json_begin(json, file);
    lt_json_open(json, NULL);
    lt_json_string(json, "$schema", LT_SARIF_SCHEMA);
    lt_json_string(json, "version", "2.1.0");
    lt_json_open_list(json, "runs");
    lt_json_open(json, NULL);
    sarif_driver(&s);
    sarif_invocations(&s);
    sarif_artifacts(&s);
    lt_json_string(json, "columnKind", "unicodeCodePoints");
    lt_json_open_list(json, "results");
    for (size_t i = 0; i < items.count; i++) {
        LT_TRY_GOTO(done, sarif_item(&s, &items.items[i], error));
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_line(json);
    code = lt_json_end(json, "the sarif report", error);
done:
    lt_sarif_items_clear(&items);
    return code;
}

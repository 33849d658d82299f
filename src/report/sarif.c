#include "report/sarif.h"

#include "base/ratio.h"
#include "report/sarif_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct sarif {
    const leitong_result *result;
    lt_findings list;
    lt_sarif sarif;
} sarif;

/* What was not compared. */
static void sarif_invocations(sarif *s)
{
    size_t count;
    const leitong_result_skip *skips = leitong_result_skips(s->result, &count);
    lt_json *json = &s->sarif.json;
    lt_json_open_list(json, "invocations");
    lt_json_open(json, NULL);
    lt_json_bool(json, "executionSuccessful", true);
    lt_json_open_list(json, "toolExecutionNotifications");
    for (size_t i = 0; i < count; i++) {
        char text[256];
        snprintf(text, sizeof text,
                 s->sarif.is_zh ? "未比对：%s（%s），%" PRIu64 " 个" : "not compared: %s (%s), %" PRIu64, skips[i].what,
                 skips[i].reason, skips[i].count);
        lt_json_open(json, NULL);
        lt_json_string(json, "level", "warning");
        lt_sarif_text(json, "message", text);
        lt_json_close(json);
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_close_list(json);
}

static void sarif_artifacts(sarif *s)
{
    size_t count;
    lt_json *json = &s->sarif.json;
    (void)leitong_result_documents(s->result, &count);
    lt_json_open_list(json, "artifacts");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_document *d = &s->sarif.documents[i];
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

static void sarif_left_message(const sarif *s, const lt_finding *item, const char *other, FILE *file)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(s->result, &count) + item->row;
    fputs(s->sarif.is_zh ? "疑似残留：“" : "Suspected name left behind: “", file);
    lt_sarif_plain(file, left->text);
    fputs(s->sarif.is_zh ? "”见于来源 " : "” belongs to the source ", file);
    lt_sarif_link(file, other);
    if (left->instead != NULL) {
        fputs(s->sarif.is_zh ? "；本篇别处用“" : "; elsewhere this document says “", file);
        lt_sarif_plain(file, left->instead);
        fputs("”", file);
    }
    fputs(s->sarif.is_zh ? "。" : ".", file);
}

static void sarif_passage_message(const sarif *s, const lt_finding *item, const char *other, FILE *file)
{
    size_t count;
    const leitong_result_passage *p = leitong_result_passages(s->result, &count) + item->row;
    uint32_t tokens = item->swapped ? p->tokens_a : p->tokens_b;
    if (s->sarif.is_zh) {
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
    fputs(what[s->sarif.is_zh], file);
    lt_sarif_link(file, other);
    fprintf(file, s->sarif.is_zh ? "，%" PRIu64 " / %" PRIu64 " = %s。" : ", %" PRIu64 " / %" PRIu64 " = %s.", shared,
            all, ratio);
}

static void sarif_message(const sarif *s, const lt_finding *item, FILE *file)
{
    static const char *paragraphs[] = {"Suspected near-duplicate: shingles of this paragraph and of one in ",
                                       "疑似近似段落：本段与以下文档中一段的词元组合："};
    static const char *documents[] = {"Suspected near-duplicate: tokens of the smaller of this document and ",
                                      "疑似近似文档：较短一篇的词元，对照 "};
    size_t count;
    const leitong_result_pair *pair;
    const leitong_result_member *member;
    const leitong_result_phrase *phrase;
    const char *other = s->sarif.documents[s->list.places[item->place_begin + 2].document].id;
    switch (item->rule) {
    case LT_FINDING_PASSAGE:
        sarif_passage_message(s, item, other, file);
        break;
    case LT_FINDING_PARAGRAPH:
        pair = leitong_result_pairs(s->result, &count) + item->row;
        sarif_pair_message(s, pair->shared, (uint64_t)pair->shingles_a + pair->shingles_b - pair->shared, paragraphs,
                           other, file);
        break;
    case LT_FINDING_DOCUMENT:
        member = leitong_result_members(s->result, &count) + item->row;
        sarif_pair_message(s, member->shared, member->smaller, documents, other, file);
        break;
    case LT_FINDING_LEFT:
        sarif_left_message(s, item, other, file);
        break;
    default:
        phrase = leitong_result_phrases(s->result, &count) + item->row;
        fprintf(file,
                s->sarif.is_zh ? "%u 个词元的表述，出现在 %u 篇文档的 %" PRIu64 " 处。"
                               : "A wording of %u tokens that stands in %u documents, %" PRIu64 " places.",
                phrase->tokens, phrase->documents, phrase->count);
        break;
    }
}

static int sarif_finding(sarif *s, const lt_finding *finding, leitong_error *error)
{
    char *message = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&message, &size);
    if (memory == NULL) {
        return lt_error_memory(error);
    }
    sarif_message(s, finding, memory);
    if (fclose(memory) != 0) {
        free(message);
        return lt_error_memory(error);
    }
    lt_sarif_result(&s->sarif, &s->list, finding, message, size);
    free(message);
    return 0;
}

int lt_sarif_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                    leitong_error *error)
{
    size_t count;
    sarif s = {.result = result,
               .sarif = {.is_zh = lt_format_is_zh(options->lang),
                         .rules = lt_finding_rules,
                         .rule_count = LT_FINDING_KINDS,
                         .documents = leitong_result_documents(result, &count),
                         .has_artifacts = true}};
    int code = 0;
    LT_TRY_GOTO(done, lt_findings_collect(result, &s.list, error));
    LT_TRY_GOTO(done, lt_findings_hash(&s.list, result, error));
    LT_TRY_GOTO(done, lt_findings_finish(&s.list, result, error));
    lt_sarif_begin(&s.sarif, file);
    sarif_invocations(&s);
    sarif_artifacts(&s);
    lt_sarif_results(&s.sarif);
    for (size_t i = 0; i < s.list.count; i++) {
        LT_TRY_GOTO(done, sarif_finding(&s, &s.list.items[i], error));
    }
    lt_sarif_end(&s.sarif);
    code = lt_json_end(&s.sarif.json, "the sarif report", error);
done:
    lt_findings_clear(&s.list);
    return code;
}

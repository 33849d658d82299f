#include "report/sarif.h"

#include "report/sarif_write.h"
#include "report/skip_words.h"

#include <inttypes.h>

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
                 s->sarif.is_zh ? "未比对：%s（%s），%" PRIu64 " 个" : "not compared: %s (%s), %" PRIu64,
                 lt_skip_words(skips[i].what, s->sarif.is_zh), lt_skip_words(skips[i].reason, s->sarif.is_zh),
                 skips[i].count);
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

int lt_sarif_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                    leitong_error *error)
{
    size_t count;
    sarif s = {.result = result,
               .sarif = {.is_zh = lt_format_is_zh(options->lang),
                         .rules = lt_finding_rules,
                         .rule_count = LT_FINDING_RULES,
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
        lt_sarif_result(&s.sarif, &s.list, &s.list.items[i], NULL);
    }
    lt_sarif_end(&s.sarif);
    code = lt_json_end(&s.sarif.json, "the sarif report", error);
done:
    lt_findings_clear(&s.list);
    return code;
}

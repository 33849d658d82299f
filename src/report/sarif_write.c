#include "report/sarif_write.h"

#include "leitong/leitong.h"
#include "report/printable.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SARIF_SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

void lt_sarif_text(lt_json *json, const char *key, const char *text)
{
    lt_json_open(json, key);
    lt_json_string(json, "text", text);
    lt_json_close(json);
}

static void sarif_rule(lt_sarif *sarif, const lt_finding_rule *rule)
{
    lt_json *json = &sarif->json;
    lt_json_open(json, NULL);
    lt_json_string(json, "id", rule->id);
    lt_json_string(json, "name", rule->name);
    lt_sarif_text(json, "shortDescription", rule->about[sarif->is_zh]);
    if (rule->level != NULL) {
        lt_json_open(json, "defaultConfiguration");
        lt_json_string(json, "level", rule->level);
        lt_json_close(json);
    }
    lt_json_close(json);
}

void lt_sarif_begin(lt_sarif *sarif, FILE *file)
{
    lt_json *json = &sarif->json;
    lt_json_begin(json, file);
    lt_json_open(json, NULL);
    lt_json_string(json, "$schema", SARIF_SCHEMA);
    lt_json_string(json, "version", "2.1.0");
    lt_json_open_list(json, "runs");
    lt_json_open(json, NULL);
    lt_json_open(json, "tool");
    lt_json_open(json, "driver");
    lt_json_string(json, "name", "leitong");
    lt_json_string(json, "version", leitong_version());
    lt_json_string(json, "semanticVersion", leitong_version());
    lt_json_string(json, "language", sarif->is_zh ? "zh-CN" : "en-US");
    lt_json_open_list(json, "rules");
    for (size_t i = 0; i < sarif->rule_count; i++) {
        sarif_rule(sarif, &sarif->rules[i]);
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_close(json);
}

void lt_sarif_results(lt_sarif *sarif)
{
    lt_json_string(&sarif->json, "columnKind", "unicodeCodePoints");
    lt_json_open_list(&sarif->json, "results");
}

void lt_sarif_end(lt_sarif *sarif)
{
    lt_json *json = &sarif->json;
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_close_list(json);
    lt_json_close(json);
    lt_json_line(json);
}

/* Lines and columns where they are known, and bytes. */
static void sarif_region(lt_json *json, const lt_line_place *begin, const lt_line_place *end)
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

/* A location object; `id` 0: without one. Whole documents have no region. */
static void sarif_location(lt_sarif *sarif, const lt_line_place *begin, bool whole, uint64_t id)
{
    lt_json *json = &sarif->json;
    lt_json_open(json, NULL);
    if (id > 0) {
        lt_json_number(json, "id", id);
    }
    lt_json_open(json, "physicalLocation");
    lt_json_open(json, "artifactLocation");
    lt_sarif_uri(json, sarif->documents[begin->document].id);
    if (sarif->has_artifacts) {
        lt_json_number(json, "index", begin->document);
    }
    lt_json_close(json);
    if (!whole) {
        sarif_region(json, begin, begin + 1);
    }
    lt_json_close(json);
    lt_json_close(json);
}

static void sarif_locations(lt_sarif *sarif, const lt_findings *list, const lt_finding *finding)
{
    const lt_line_place *places = &list->places[finding->place_begin];
    lt_json_open_list(&sarif->json, "locations");
    sarif_location(sarif, places, finding->whole, 0);
    lt_json_close_list(&sarif->json);
    lt_json_open_list(&sarif->json, "relatedLocations");
    for (size_t span = 1; span < finding->span_count; span++) {
        sarif_location(sarif, &places[2 * span], finding->whole, span);
    }
    lt_json_close_list(&sarif->json);
}

/* A finding that does not count is suppressed with its reason: code hosts then do not show it as open. */
static void sarif_baseline(lt_json *json, const lt_finding *finding)
{
    lt_json_string(json, "baselineState", finding->baseline);
    lt_json_open_list(json, "suppressions");
    if (finding->excuse != NULL) {
        lt_json_open(json, NULL);
        lt_json_string(json, "kind", "external");
        lt_json_string(json, "justification", finding->excuse);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

/* What would be a link in the text itself is escaped. */
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

static void sarif_message_text(const lt_sarif *sarif, const lt_findings *list, const lt_finding *finding,
                               const char *words, FILE *file)
{
    char own[LT_FINDING_WORDS_SIZE];
    if (words == NULL) {
        lt_finding_words(finding, sarif->is_zh, own);
        fputs(sarif->is_zh ? "疑似重合：" : "Suspected reuse: ", file);
    }
    sarif_plain(file, words != NULL ? words : own);
    if (finding->span_count > 1) {
        fputs(sarif->is_zh ? "：[" : ": [", file);
        sarif_plain(file, sarif->documents[lt_findings_place(list, finding, 1).document].id);
        fputs("](1)", file);
    }
}

static void sarif_message(lt_sarif *sarif, const lt_findings *list, const lt_finding *finding, const char *words)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory != NULL) {
        sarif_message_text(sarif, list, finding, words, memory);
    }
    if (memory == NULL || fclose(memory) != 0) {
        sarif->json.cause = sarif->json.cause != 0 ? sarif->json.cause : ENOMEM;
    } else {
        lt_json_open(&sarif->json, "message");
        lt_json_bytes(&sarif->json, "text", text, size);
        lt_json_close(&sarif->json);
    }
    free(text);
}

void lt_sarif_result(lt_sarif *sarif, const lt_findings *list, const lt_finding *finding, const char *words)
{
    lt_json *json = &sarif->json;
    lt_json_open(json, NULL);
    lt_json_string(json, "ruleId", sarif->rules[finding->rule].id);
    lt_json_number(json, "ruleIndex", finding->rule);
    if (finding->outcome != NULL) {
        lt_json_string(json, "kind", finding->outcome);
    }
    lt_json_string(json, "level", finding->level);
    sarif_message(sarif, list, finding, words);
    sarif_locations(sarif, list, finding);
    if (finding->has_hash) {
        char fingerprint[64];
        snprintf(fingerprint, sizeof fingerprint, "%016" PRIx64 "%016" PRIx64 ":%" PRIu32, finding->hash[0],
                 finding->hash[1], finding->ordinal);
        lt_json_open(json, "partialFingerprints");
        lt_json_string(json, "leitongText/v1", fingerprint);
        lt_json_close(json);
    }
    if (finding->baseline != NULL) {
        sarif_baseline(json, finding);
    }
    lt_json_close(json);
}

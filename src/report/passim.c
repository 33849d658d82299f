/* passim: clusters of passages → JSON Lines as passim 2 writes them (include/leitong/report.h).
 *
 * Enters: a result with kept text. Leaves: lines in a FILE, by cluster, then by document and place. Owner: none.
 * Errors: those of leitong_result_text and of the FILE. */
#include "base/hash.h"
#include "base/json_write.h"
#include "leitong/report.h"
#include "report/characters.h"

#include <stdlib.h>
#include <string.h>

/* JSON readers that keep numbers as doubles hold 53 bits. */
static uint64_t passim_uid(const char *id)
{
    return lt_hash_64(id, strlen(id)) >> 11;
}

static void passim_known(lt_json *json, const char *key, const char *value)
{
    if (value != NULL) {
        lt_json_string(json, key, value);
    }
}

static int passim_line(const leitong_result *result, lt_json *json, uint64_t cluster, size_t size,
                       const leitong_span *bytes, const leitong_span *characters, leitong_error *error)
{
    size_t count;
    const leitong_result_document *d = leitong_result_documents(result, &count) + bytes->document;
    char *text = NULL;
    size_t text_size = 0;
    int code = leitong_result_utf8(result, bytes, &text, &text_size, error);
    if (code != 0) {
        return code;
    }
    lt_json_open(json, NULL);
    lt_json_number(json, "uid", passim_uid(d->id));
    lt_json_number(json, "cluster", cluster);
    lt_json_number(json, "size", size);
    lt_json_number(json, "begin", characters->begin);
    lt_json_number(json, "end", characters->end);
    lt_json_string(json, "id", d->id);
    passim_known(json, "title", d->title);
    passim_known(json, "date", d->date);
    passim_known(json, "series", d->series);
    passim_known(json, "author", d->author);
    lt_json_bytes(json, "text", text, text_size);
    lt_json_close(json);
    lt_json_line(json);
    free(text);
    return 0;
}

/* A copy of all members' spans, those in clusters of passages in characters. */
static int passim_characters(const leitong_result *result, leitong_span **ret_spans, leitong_error *error)
{
    size_t count;
    size_t cluster_count;
    const leitong_result_member *members = leitong_result_members(result, &count);
    const leitong_result_cluster *clusters = leitong_result_clusters(result, &cluster_count);
    leitong_span *spans = calloc(count + 1, sizeof *spans);
    leitong_span **wanted = calloc(count + 1, sizeof(leitong_span *));
    size_t wanted_count = 0;
    if (spans == NULL || wanted == NULL) {
        free(spans);
        free(wanted);
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < cluster_count; i++) {
        for (size_t m = 0; clusters[i].unit == LEITONG_UNIT_PASSAGE && m < clusters[i].member_count; m++) {
            leitong_span *span = &spans[clusters[i].member_begin + m];
            *span = members[clusters[i].member_begin + m].span;
            wanted[wanted_count++] = span;
        }
    }
    int code = lt_characters_spans(result, wanted, wanted_count, error);
    free(wanted);
    if (code != 0) {
        free(spans);
        return code;
    }
    *ret_spans = spans;
    return 0;
}

int leitong_report_passim(const leitong_result *result, FILE *file, leitong_error *error)
{
    size_t count;
    size_t member_count;
    const leitong_result_cluster *clusters = leitong_result_clusters(result, &count);
    const leitong_result_member *members = leitong_result_members(result, &member_count);
    leitong_span *spans = NULL;
    lt_json json;
    int code = passim_characters(result, &spans, error);
    if (code != 0 || spans == NULL) {
        return code;
    }
    lt_json_begin(&json, file);
    for (size_t i = 0; code == 0 && i < count; i++) {
        const leitong_result_cluster *c = &clusters[i];
        for (size_t m = 0; code == 0 && c->unit == LEITONG_UNIT_PASSAGE && m < c->member_count; m++) {
            size_t at = c->member_begin + m;
            code = passim_line(result, &json, i, c->member_count, &members[at].span, &spans[at], error);
        }
    }
    free(spans);
    int ended = lt_json_end(&json, "the passim report", code == 0 ? error : NULL);
    return code != 0 ? code : ended;
}

/* passim: texts → JSON Lines, clusters as passim 2 writes them (include/leitong/report.h).
 *
 * Input: a result with kept text. Output: lines in a FILE, by text, then by document and place. Ownership: nothing
 * is kept. Errors: those of leitong_result_text and of the FILE. Complexity: linear in the places and their texts, and
 * that of characters. */
#include "base/hash.h"
#include "base/json_write.h"
#include "leitong/report.h"
#include "result/characters.h"

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

/* One place of a text: a cluster's member. */
typedef struct passim_member {
    uint64_t cluster;
    size_t size; /* of the cluster */
    const leitong_span *bytes, *characters;
} passim_member;

static int passim_line(const leitong_result *result, lt_json *json, const passim_member *member, leitong_error *error)
{
    size_t count;
    const leitong_result_document *d = leitong_result_documents(result, &count) + member->bytes->document;
    char *text = NULL;
    size_t text_size = 0;
    LT_TRY(leitong_result_utf8(result, member->bytes, &text, &text_size, error));
    lt_json_open(json, NULL);
    lt_json_number(json, "uid", passim_uid(d->id));
    lt_json_number(json, "cluster", member->cluster);
    lt_json_number(json, "size", member->size);
    lt_json_number(json, "begin", member->characters->begin);
    lt_json_number(json, "end", member->characters->end);
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

/* A copy of the places of texts, in characters. */
static int passim_characters(const leitong_result *result, leitong_span **ret_spans, leitong_error *error)
{
    size_t count;
    const leitong_span *places = leitong_result_text_places(result, &count);
    leitong_span *spans = calloc(count + 1, sizeof *spans);
    leitong_span **wanted = calloc(count + 1, sizeof(leitong_span *));
    int code = 0;
    if (spans == NULL || wanted == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        spans[i] = places[i];
        wanted[i] = &spans[i];
    }
    LT_TRY_GOTO(done, lt_characters_spans(result, wanted, count, error));
    *ret_spans = spans;
    spans = NULL;
done:
    free(wanted);
    free(spans);
    return code;
}

int leitong_report_passim(const leitong_result *result, FILE *file, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_text_row *texts = leitong_result_texts(result, &count);
    const leitong_span *places = leitong_result_text_places(result, &place_count);
    leitong_span *spans = NULL;
    lt_json json;
    LT_TRY(passim_characters(result, &spans, error));
    int code = 0;
    lt_json_begin(&json, file);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_text_row *t = &texts[i];
        for (size_t at = t->place_begin; at < t->place_begin + t->place_count; at++) {
            passim_member member = {i, t->place_count, &places[at], &spans[at]};
            LT_TRY_GOTO(done, passim_line(result, &json, &member, error));
        }
    }
    code = lt_json_end(&json, "the passim report", error);
done:
    free(spans);
    return code;
}

/* gate_json: verdicts for programs (gate_write.h; FORMATS.md gives every key). */
#include "base/json_write.h"
#include "gate/gate_write.h"
#include "leitong/leitong.h"
#include "result/fingerprint.h"
#include "result/rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void json_ratio(lt_json *json, const char *key, const char *ratio_key, uint64_t numerator, uint64_t denominator)
{
    lt_json_number(json, key, numerator);
    lt_json_ratio(json, ratio_key, numerator, denominator);
}

static void json_document(lt_json *json, const char *key, const leitong_verdict *v, uint32_t document)
{
    lt_json_string(json, key, document != LEITONG_NO_DOCUMENT ? v->documents[document].id : NULL);
}

static void json_figures(lt_json *json, const leitong_verdict *v)
{
    const leitong_verdict_figures *f = &v->figures;
    lt_json_open(json, "figures");
    lt_json_number(json, "tokens", f->tokens);
    json_ratio(json, "reused", "ratio", f->reused, f->tokens);
    json_ratio(json, "reused_without_quotes", "ratio_without_quotes", f->reused_without_quotes, f->tokens);
    json_ratio(json, "reused_without_stock", "ratio_without_stock", f->reused_without_stock, f->tokens);
    json_ratio(json, "reused_without_own", "ratio_without_own", f->reused_without_own, f->tokens);
    json_ratio(json, "repeated", "repeated_ratio", f->repeated, f->tokens);
    json_ratio(json, "covered", "covered_ratio", f->covered, f->tokens);
    json_ratio(json, "excluded", "excluded_ratio", f->excluded, f->tokens);
    json_ratio(json, "boilerplate", "boilerplate_ratio", f->boilerplate, f->tokens);
    lt_json_number(json, "approved", f->approved);
    lt_json_number(json, "known", f->known);
    json_ratio(json, "counted", "counted_ratio", f->counted, f->tokens);
    json_ratio(json, "counted_without_stock", "counted_ratio_without_stock", f->counted_without_stock, f->tokens);
    json_ratio(json, "counted_without_quotes", "counted_ratio_without_quotes", f->counted_without_quotes, f->tokens);
    json_ratio(json, "counted_without_boilerplate", "counted_ratio_without_boilerplate", f->counted_without_boilerplate,
               f->tokens);
    lt_json_number(json, "longest_run", f->longest_run);
    lt_json_number(json, "passages", f->passages);
    lt_json_number(json, "paragraphs", f->paragraphs);
    lt_json_number(json, "left_behind", f->left_behind);
    lt_json_number(json, "adapted", f->adapted);
    json_document(json, "adapted_from", v, f->adapted_from);
    lt_json_number(json, "crowded", f->crowded);
    json_document(json, "source", v, f->source);
    json_ratio(json, "source_tokens", "source_ratio", f->source_tokens, f->tokens);
    json_document(json, "document", v, f->document);
    lt_json_number(json, "document_shared", f->document_shared);
    lt_json_ratio(json, "document_ratio", f->document_shared, f->document_smaller);
    lt_json_close(json);
}

static void json_reasons(lt_json *json, const leitong_verdict *v)
{
    lt_json_open_list(json, "reasons");
    for (size_t r = 0; r < v->reason_count; r++) {
        const leitong_reason *reason = &v->reasons[r];
        lt_json_open(json, NULL);
        lt_json_string(json, "decision", lt_gate_decision_name(reason->decision));
        lt_json_string(json, "limit", leitong_limit_name(reason->limit));
        if (reason->denominator != 0) {
            lt_json_ratio(json, "value", reason->numerator, reason->denominator);
            lt_json_ratio(json, "level", reason->level, LT_POLICY_UNIT);
            lt_json_number(json, "numerator", reason->numerator);
            lt_json_number(json, "denominator", reason->denominator);
        } else {
            lt_json_number(json, "value", reason->numerator);
            lt_json_number(json, "level", reason->level);
        }
        lt_json_number(json, "rule", reason->rule);
        json_document(json, "source", v, reason->source);
        lt_json_open_list(json, "findings");
        for (size_t i = 0; i < reason->finding_count; i++) {
            lt_json_number(json, NULL, reason->findings[i]);
        }
        lt_json_close_list(json);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void json_side(lt_json *json, const char *key, const leitong_verdict *v, const leitong_span *span,
                      const lt_span_text *side)
{
    const lt_rows rows = {.result = v->result};
    lt_json_open(json, key);
    lt_rows_span_members(&rows, json, span);
    if (side->text != NULL) {
        lt_json_bytes(json, "text", side->text, side->size);
    } else {
        lt_json_string(json, "text", NULL);
    }
    lt_json_close(json);
}

static int json_finding(lt_json *json, const leitong_verdict *v, const leitong_finding *finding, leitong_error *error)
{
    char hash[LT_FINGERPRINT_SIZE];
    lt_gate_sides sides = {0};
    LT_TRY(lt_gate_sides_read(v, finding, &sides, error));
    lt_fingerprint_text(finding->hash, hash);
    lt_json_open(json, NULL);
    lt_json_string(json, "kind", lt_gate_kind_name(finding->kind));
    lt_json_string(json, "mark", lt_gate_mark_name(finding->mark));
    json_side(json, "here", v, &finding->here, &sides.here);
    json_side(json, "there", v, &finding->there, &sides.there);
    if (finding->kind == LEITONG_FINDING_PASSAGE) {
        lt_json_number(json, "passage", finding->row);
    } else {
        lt_json_string(json, "passage", NULL);
    }
    if (finding->kind == LEITONG_FINDING_ADAPTED) {
        lt_json_number(json, "adapted", finding->row);
    } else {
        lt_json_string(json, "adapted", NULL);
    }
    lt_finding model;
    lt_gate_model(v, finding, &model);
    lt_json_number(json, "tokens", finding->tokens);
    lt_json_number(json, "approved", finding->approved);
    lt_json_number(json, "longest_run", finding->longest_run);
    lt_json_number(json, "edits", sides.edit_count);
    lt_json_string(json, "fingerprint", hash);
    lt_json_string(json, "instead", model.instead);
    lt_json_close(json);
    lt_gate_sides_clear(&sides);
    return 0;
}

static void json_approvals(lt_json *json, const leitong_verdict *v)
{
    lt_json_open_list(json, "approvals");
    for (size_t i = 0; i < v->approval_count; i++) {
        const leitong_approval *a = &v->approvals[i];
        lt_json_open(json, NULL);
        lt_json_string(json, "name", a->name);
        lt_json_string(json, "reason", a->reason);
        lt_json_string(json, "expires", a->expires);
        lt_json_bool(json, "expired", a->expired != 0);
        lt_json_number(json, "tokens", a->tokens);
        lt_json_close(json);
    }
    lt_json_close_list(json);
}

static void json_earlier(lt_json *json, const leitong_verdict *v)
{
    if (!v->has_earlier) {
        return;
    }
    lt_json_open(json, "earlier");
    lt_json_string(json, "doc", v->earlier.id);
    lt_json_string(json, "date", v->earlier.date);
    lt_json_number(json, "bytes", v->earlier.bytes);
    lt_json_bool(json, "same", v->earlier.same != 0);
    lt_json_close(json);
}

/* The items behind one another, without the brackets that the end puts around them. */
static void json_begin(const leitong_gate *gate, lt_json *json)
{
    lt_json_begin(json, gate->body);
    json->comma = gate->has_item;
}

static int json_findings(lt_json *json, const leitong_verdict *v, leitong_error *error)
{
    for (size_t i = 0; i < v->finding_count; i++) {
        LT_TRY(json_finding(json, v, &v->findings[i], error));
    }
    return 0;
}

/* cases, texts, adapted pairs and swaps, as a result has them */
static int json_cases(lt_json *json, const leitong_verdict *v, leitong_error *error)
{
    const lt_rows rows = {.result = v->result, .texts = true};
    lt_json_open_list(json, "cases");
    int code = lt_rows_cases(&rows, json, error);
    lt_json_close_list(json);
    lt_json_open_list(json, "texts");
    if (code == 0) {
        code = lt_rows_texts(&rows, json, error);
    }
    lt_json_close_list(json);
    lt_json_open_list(json, "adapted");
    if (code == 0) {
        code = lt_rows_adapted(&rows, json, error);
    }
    lt_json_close_list(json);
    lt_json_open_list(json, "swaps");
    if (code == 0) {
        code = lt_rows_swaps(&rows, json, error);
    }
    lt_json_close_list(json);
    return code;
}

static int gate_json_add(leitong_gate *gate, const leitong_verdict *v, leitong_error *error)
{
    lt_json json;
    json_begin(gate, &json);
    lt_json_open(&json, NULL);
    lt_json_string(&json, "doc", v->documents[v->submission].id);
    lt_json_string(&json, "decision", lt_gate_decision_name(v->decision));
    json_reasons(&json, v);
    json_figures(&json, v);
    json_earlier(&json, v);
    json_approvals(&json, v);
    lt_json_open_list(&json, "findings");
    int code = json_findings(&json, v, error);
    lt_json_close_list(&json); /* after a failure, too: other submissions follow in the body */
    if (code == 0) {
        code = json_cases(&json, v, error);
    }
    lt_json_close(&json);
    LT_TRY(code);
    return lt_json_end(&json, "the verdict", error);
}

static int gate_json_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    lt_json json;
    json_begin(gate, &json);
    lt_json_open(&json, NULL);
    lt_json_string(&json, "doc", id);
    lt_json_string(&json, "decision", "error");
    lt_json_open(&json, "error");
    lt_json_string(&json, "code", leitong_code_name(why->code));
    lt_json_string(&json, "path", why->path);
    if (why->offset != LEITONG_NO_OFFSET) {
        lt_json_number(&json, "offset", why->offset);
    }
    lt_json_string(&json, "message", why->message);
    lt_json_close(&json);
    lt_json_close(&json);
    return lt_json_end(&json, "the verdict", error);
}

static int gate_json_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    lt_json json;
    json_begin(gate, &json);
    lt_json_open(&json, NULL);
    lt_json_string(&json, "doc", id);
    lt_json_string(&json, "decision", "blank");
    lt_json_close(&json);
    return lt_json_end(&json, "the verdict", error);
}

static int gate_json_end(leitong_gate *gate, leitong_error *error)
{
    lt_json json;
    lt_json_begin(&json, gate->file);
    lt_json_open(&json, NULL);
    lt_json_string(&json, "decision",
                   gate->failed > 0    ? "error"
                   : gate->refused > 0 ? "refuse"
                   : gate->warned > 0  ? "warn"
                                       : "pass");
    lt_json_string(&json, "version", leitong_version());
    lt_json_number(&json, "refused", gate->refused);
    lt_json_number(&json, "warned", gate->warned);
    lt_json_number(&json, "passed", gate->passed);
    lt_json_number(&json, "errors", gate->failed);
    lt_json_number(&json, "blank", gate->blank);
    lt_json_open_list(&json, "verdicts");
    LT_TRY(lt_gate_body_pour(gate->kept, gate->file, error));
    lt_json_close_list(&json);
    lt_json_close(&json);
    lt_json_line(&json);
    return lt_json_end(&json, "the verdict", error);
}

const lt_gate_format lt_gate_json = {gate_json_add, gate_json_fail, gate_json_blank, gate_json_end};

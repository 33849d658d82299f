#include "base/file_close.h"
#include "gate/gate_write.h"
#include "report/format.h"

#include <stdlib.h>

static const lt_gate_format *const gate_formats[] = {
    [LEITONG_GATE_TEXT] = &lt_gate_text,   [LEITONG_GATE_JSON] = &lt_gate_json, [LEITONG_GATE_SARIF] = &lt_gate_sarif,
    [LEITONG_GATE_JUNIT] = &lt_gate_junit, [LEITONG_GATE_HTML] = &lt_gate_html,
};

static int gate_check(int format, const leitong_gate_options *options, leitong_error *error)
{
    if (format < LEITONG_GATE_TEXT || format > LEITONG_GATE_HTML) {
        return lt_error_set(error, LEITONG_EUSAGE, "no such format: %d", format);
    }
    if (options->struct_size != sizeof *options) {
        return lt_error_set(error, LEITONG_EUSAGE, "options: begin with LEITONG_GATE_OPTIONS_INIT");
    }
    return lt_format_check(options->lang, options->columns, error);
}

int leitong_gate_new(int format, const leitong_gate_options *options, FILE *file, leitong_gate **ret_gate,
                     leitong_error *error)
{
    const leitong_gate_options defaults = LEITONG_GATE_OPTIONS_INIT;
    const leitong_gate_options *used = options != NULL ? options : &defaults;
    int code = 0;
    LT_TRY(gate_check(format, used, error));
    leitong_gate *gate = calloc(1, sizeof *gate);
    if (gate == NULL) {
        return lt_error_memory(error);
    }
    gate->format = format;
    gate->is_zh = lt_format_is_zh(used->lang);
    gate->verbose = used->verbose != 0;
    gate->columns = used->columns != 0 ? used->columns : LT_FORMAT_COLUMNS;
    gate->file = gate->body = file;
    if (format != LEITONG_GATE_TEXT) {
        LT_TRY_GOTO(failed, lt_gate_body_new(&gate->kept, &gate->body, error));
    }
    *ret_gate = gate;
    return 0;
failed:
    free(gate);
    return code;
}

void leitong_gate_free(leitong_gate *gate)
{
    if (gate == NULL) {
        return;
    }
    lt_gate_body_free(gate->kept);
    free(gate);
}

int leitong_gate_add(leitong_gate *gate, const leitong_verdict *verdict, leitong_error *error)
{
    size_t *count = verdict->decision == LEITONG_REFUSE ? &gate->refused
                    : verdict->decision == LEITONG_WARN ? &gate->warned
                                                        : &gate->passed;
    ++*count;
    int code = gate_formats[gate->format]->add(gate, verdict, error);
    gate->has_item = true;
    return code;
}

int leitong_gate_fail(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error)
{
    gate->failed++;
    int code = gate_formats[gate->format]->fail(gate, id, why, error);
    gate->has_item = true;
    return code;
}

int leitong_gate_blank(leitong_gate *gate, const char *id, leitong_error *error)
{
    gate->blank++;
    int code = gate_formats[gate->format]->blank(gate, id, error);
    gate->has_item = true;
    return code;
}

int leitong_gate_end(leitong_gate *gate, leitong_error *error)
{
    if (gate->kept != NULL) {
        LT_TRY(lt_gate_body_end(gate->kept, error));
    }
    LT_TRY(gate_formats[gate->format]->end(gate, error));
    return lt_file_close(gate->file, "the verdict", error);
}

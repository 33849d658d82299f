#include "report/json.h"

#include "result/rows.h"

static int json_list(const lt_rows *rows, lt_json *json, const char *key, lt_rows_write *write, leitong_error *error)
{
    lt_json_open_list(json, key);
    LT_TRY(write(rows, json, error));
    lt_json_close_list(json);
    return 0;
}

int lt_json_report(const leitong_result *result, const leitong_report_options *options, FILE *file,
                   leitong_error *error)
{
    lt_rows rows = {.result = result, .texts = true};
    lt_json json;
    (void)options;
    lt_json_begin(&json, file);
    lt_json_open(&json, NULL);
    LT_TRY(lt_rows_run(&rows, &json, error));
    LT_TRY(json_list(&rows, &json, "documents", lt_rows_documents, error));
    LT_TRY(json_list(&rows, &json, "pairs", lt_rows_pairs, error));
    LT_TRY(json_list(&rows, &json, "passages", lt_rows_passages, error));
    LT_TRY(json_list(&rows, &json, "cases", lt_rows_cases, error));
    LT_TRY(json_list(&rows, &json, "texts", lt_rows_texts, error));
    LT_TRY(json_list(&rows, &json, "clusters", lt_rows_clusters, error));
    LT_TRY(json_list(&rows, &json, "phrases", lt_rows_phrases, error));
    LT_TRY(json_list(&rows, &json, "templates", lt_rows_templates, error));
    LT_TRY(json_list(&rows, &json, "adapted", lt_rows_adapted, error));
    LT_TRY(json_list(&rows, &json, "swaps", lt_rows_swaps, error));
    LT_TRY(json_list(&rows, &json, "left_behind", lt_rows_left_behind, error));
    lt_json_close(&json);
    lt_json_line(&json);
    return lt_json_end(&json, "the json report", error);
}

#include "input/records.h"

int lt_records_open(lt_records *records, lt_records_kind kind, lt_stream *stream, const char *path,
                    const leitong_input_options *options, leitong_error *error)
{
    lt_stream_limits limits = {
        .size = options->max_document, .ratio = options->max_ratio, .hold = LT_STREAM_HOLD, .tmpdir = options->tmpdir};
    records->kind = kind;
    records->whole_file = false;
    if (kind != LT_RECORDS_TABLE) {
        lt_jsonl_open(&records->jsonl, stream, path, options);
        records->jsonl.is_lines = kind == LT_RECORDS_LINES;
        return 0;
    }
    int code = lt_table_open(&records->table, stream, path, options, &limits, error);
    records->reason = records->table.reason;
    return code;
}

void lt_records_close(lt_records *records)
{
    lt_jsonl_close(&records->jsonl);
    lt_table_close(&records->table);
}

int lt_records_next(lt_records *records, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    bool is_table = records->kind == LT_RECORDS_TABLE;
    int code = is_table ? lt_table_next(&records->table, ret_document, ret_more, error)
                        : lt_jsonl_next(&records->jsonl, ret_document, ret_more, error);
    records->reason = is_table ? records->table.reason : records->jsonl.reason;
    records->whole_file = is_table ? records->table.whole_file : records->jsonl.whole_file;
    return code;
}

#include "result/equal_spans.h"

lt_equal_spans lt_equal_spans_of(const leitong_result *result, size_t passage, bool is_a)
{
    size_t count;
    const leitong_result_passage *row = leitong_result_passages(result, &count) + passage;
    return (lt_equal_spans){row, leitong_result_edits(result, &count) + row->edit_begin, is_a, 0};
}

bool lt_equal_spans_next(lt_equal_spans *spans, leitong_span *ret_span)
{
    const leitong_span *whole = spans->is_a ? &spans->passage->a : &spans->passage->b;
    uint32_t count = spans->passage->edit_count;
    if (spans->next > count) {
        return false;
    }
    const leitong_result_edit *before = spans->next > 0 ? &spans->edits[spans->next - 1] : NULL;
    const leitong_result_edit *after = spans->next < count ? &spans->edits[spans->next] : NULL;
    *ret_span = *whole;
    if (before != NULL) {
        ret_span->begin = spans->is_a ? before->a_end : before->b_end;
    }
    if (after != NULL) {
        ret_span->end = spans->is_a ? after->a_begin : after->b_begin;
    }
    spans->next++;
    return true;
}

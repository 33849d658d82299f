#include "gate/verdict_wording.h"

#include "result/result.h"

#include <stdlib.h>

/* One row for each text that matters: tokens are added up, since a text's hits are disjoint. */
static int wording_approvals(leitong_verdict *verdict, const lt_wording_hit *hits, size_t count, leitong_error *error)
{
    const lt_wording *wording = &verdict->policy->wording;
    verdict->approvals = calloc(wording->text_count + 1, sizeof *verdict->approvals);
    if (verdict->approvals == NULL) {
        return lt_error_memory(error);
    }
    size_t hit = 0;
    for (size_t i = 0; i < wording->text_count; i++) {
        const lt_wording_text *text = &wording->texts[i];
        leitong_approval row = {text->name, text->reason, text->expires, text->expired, 0};
        for (; hit < count && hits[hit].text == i; hit++) {
            row.tokens += hits[hit].end - hits[hit].begin;
            for (uint32_t t = hits[hit].begin; t < hits[hit].end && !text->expired; t++) {
                verdict->flags[t] |= LT_TOKEN_APPROVED;
            }
        }
        if (row.tokens > 0 || text->expired) {
            verdict->approvals[verdict->approval_count++] = row;
        }
    }
    return 0;
}

int lt_verdict_wording(leitong_verdict *verdict, leitong_error *error)
{
    lt_wording_hit *hits = NULL;
    size_t count = 0;
    static const uint16_t flags[] = {[LT_LABEL_STOCK] = LT_TOKEN_STOCK,
                                     [LT_LABEL_QUOTED] = LT_TOKEN_QUOTED,
                                     [LT_LABEL_EXCLUDED] = LT_TOKEN_EXCLUDED,
                                     [LT_LABEL_BOILERPLATE] = LT_TOKEN_BOILERPLATE};
    const lt_table *labels = &verdict->result->labels;
    const lt_result_label *rows = labels->items;
    for (size_t i = 0; i < labels->count; i++) {
        for (uint32_t t = rows[i].begin; rows[i].document == verdict->submission && t < rows[i].end; t++) {
            verdict->flags[t] |= flags[rows[i].kind];
        }
    }
    LT_TRY(lt_wording_find(&verdict->policy->wording, &verdict->tokens, &hits, &count, error));
    int code = wording_approvals(verdict, hits, count, error);
    free(hits);
    return code;
}

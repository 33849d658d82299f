#include "report/text_rows.h"

#include <inttypes.h>
#include <string.h>

size_t lt_text_best(const leitong_result *result, size_t count, lt_text_weight *weight, size_t best[LT_TEXT_ROWS])
{
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = taken;
        while (at > 0 && weight(result, i) > weight(result, best[at - 1])) {
            at--;
        }
        if (at == LT_TEXT_ROWS || weight(result, i) == 0) {
            continue;
        }
        taken += taken < LT_TEXT_ROWS;
        memmove(best + at + 1, best + at, (taken - at - 1) * sizeof *best);
        best[at] = i;
    }
    return taken;
}

void lt_text_heading(lt_text_rows *t, const char *words, size_t shown, size_t count)
{
    fprintf(t->file, "\n%s", words);
    if (shown < count) {
        fprintf(t->file, LT_TEXT_SAY(t, " (%zu of %zu)", "（%zu / %zu）"), shown, count);
    }
    putc('\n', t->file);
}

void lt_text_place(lt_text_rows *t, const leitong_span *span)
{
    char bytes[64];
    int size = snprintf(bytes, sizeof bytes, " [%" PRIu64 ", %" PRIu64 ")", span->begin, span->end);
    fputs("    ", t->file);
    lt_text_wrap_name(&t->wrap, t->documents[span->document].id, t->wrap.columns - 4 - (unsigned)size);
    fprintf(t->file, "%s\n", bytes);
}

void lt_text_put(lt_text_rows *t, const char *text)
{
    lt_text_wrap_put(&t->wrap, text, strlen(text));
}

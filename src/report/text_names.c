#include "report/text_names.h"

#include "base/compare.h"
#include "report/findings.h"

static void names_document(lt_text_rows *t, const char *role, uint32_t document)
{
    fprintf(t->file, "    %s", role);
    lt_text_wrap_name(&t->wrap, t->documents[document].id, t->wrap.columns - 12);
    putc('\n', t->file);
}

static void names_pair(lt_text_rows *t, size_t row)
{
    size_t count;
    const leitong_result_adapted *p = leitong_result_adapted_pairs(t->result, &count) + row;
    char words[LT_FINDING_WORDS_SIZE];
    lt_finding model;
    uint32_t copy = p->copy == LEITONG_COPY_A ? p->document_a : p->document_b;
    uint32_t source = p->copy == LEITONG_COPY_A ? p->document_b : p->document_a;
    bool known = p->copy != LEITONG_COPY_UNKNOWN;
    lt_finding_read(t->result, LT_FINDING_ADAPTED, row, &model);
    lt_finding_words(&model, t->is_zh, words);
    lt_text_wrap_begin(&t->wrap, 2, 3);
    lt_text_put(t, words);
    lt_text_wrap_end(&t->wrap);
    names_document(t, known ? LT_TEXT_SAY(t, "copy   ", "改写稿 ") : "?      ", copy);
    names_document(t, known ? LT_TEXT_SAY(t, "source ", "底稿   ") : "?      ", source);
}

static void names_adapted(lt_text_rows *t)
{
    size_t count;
    size_t best[LT_TEXT_ROWS];
    (void)leitong_result_adapted_pairs(t->result, &count);
    size_t shown = lt_text_best(t->result, count, lt_adapted_weight, best);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Adapted from one another", "照稿改写"), shown, count);
    }
    for (size_t i = 0; i < shown; i++) {
        names_pair(t, best[i]);
    }
}

static void names_left_behind(lt_text_rows *t)
{
    size_t count;
    const leitong_result_left *left = leitong_result_left_behind(t->result, &count);
    size_t shown = LT_MIN(count, LT_TEXT_ROWS);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Names left behind", "漏改"), shown, count);
    }
    for (size_t i = 0; i < shown; i++) {
        lt_text_wrap_begin(&t->wrap, 2, 2);
        lt_text_put(t, left[i].text);
        if (left[i].instead != NULL) {
            lt_text_put(t, LT_TEXT_SAY(t, ", elsewhere ", "，别处作 "));
            lt_text_put(t, left[i].instead);
        }
        lt_text_put(t, left[i].weak ? LT_TEXT_SAY(t, " (it may be meant)", "（存疑）") : "");
        lt_text_wrap_end(&t->wrap);
        lt_text_place(t, &left[i].span);
        lt_text_place(t, &left[i].source);
    }
}

static void names_swaps(lt_text_rows *t)
{
    size_t count;
    size_t place_count;
    const leitong_result_swap *swaps = leitong_result_swaps(t->result, &count);
    const leitong_result_swap_place *places = leitong_result_swap_places(t->result, &place_count);
    size_t shown = LT_MIN(count, LT_TEXT_ROWS);
    if (shown > 0) {
        lt_text_heading(t, LT_TEXT_SAY(t, "Swaps", "换词"), shown, count);
    }
    for (size_t i = 0; i < shown; i++) {
        const leitong_result_swap *swap = &swaps[i];
        char times[96];
        (void)snprintf(times, sizeof times,
                       swap->pairs == 1 ? " ×%zu" : LT_TEXT_SAY(t, " ×%zu, in %u pairs", " ×%zu，见于 %u 对文档"),
                       swap->place_count, swap->pairs);
        lt_text_wrap_begin(&t->wrap, 2, 2);
        lt_text_put(t, swap->from);
        lt_text_put(t, swap->directed ? " → " : " ↔ ");
        lt_text_put(t, swap->to);
        lt_text_put(t, times);
        lt_text_wrap_end(&t->wrap);
        lt_text_place(t, &places[swap->place_begin].a);
        lt_text_place(t, &places[swap->place_begin].b);
    }
}

void lt_text_names(lt_text_rows *t)
{
    names_adapted(t);
    names_left_behind(t);
    names_swaps(t);
}

#include "report/html_marks.h"

#include "result/fingerprint.h"

static int marks_row(lt_html *html, const leitong_span *a, const leitong_span *b, leitong_error *error)
{
    char text[LT_FINGERPRINT_SIZE];
    uint64_t hash[2];
    LT_TRY(lt_fingerprint_two(html->result, a, b, hash, error));
    lt_fingerprint_text(hash, text);
    lt_json_string(&html->json, NULL, text);
    return 0;
}

int lt_html_marks(lt_html *html, leitong_error *error)
{
    lt_json *json = &html->json;
    size_t count;
    lt_html_open(html, "marks", UINT64_MAX);
    lt_json_open(json, NULL);
    lt_json_number(json, "baseline", LT_BASELINE_VERSION);
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    lt_json_open_list(json, "passages");
    for (size_t i = 0; i < count; i++) {
        if (html->choice.passages[i]) {
            LT_TRY(marks_row(html, &passages[i].a, &passages[i].b, error));
        }
    }
    lt_json_close_list(json);
    const leitong_result_left *left = leitong_result_left_behind(html->result, &count);
    lt_json_open_list(json, "left");
    for (size_t i = 0; i < count; i++) {
        if (html->choice.left[i]) {
            LT_TRY(marks_row(html, &left[i].span, &left[i].source, error));
        }
    }
    lt_json_close_list(json);
    lt_json_close(json);
    lt_html_close(html);
    return 0;
}

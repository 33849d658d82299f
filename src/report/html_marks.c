#include "report/html_marks.h"

#include "result/adapted_names.h"
#include "result/fingerprint.h"

#include <stdlib.h>

static void marks_add(lt_html *html, const uint64_t hash[2])
{
    char text[LT_FINGERPRINT_SIZE];
    lt_fingerprint_text(hash, text);
    lt_json_string(&html->json, NULL, text);
}

static int marks_passages(lt_html *html, leitong_error *error)
{
    size_t count;
    uint64_t hash[2];
    const leitong_result_passage *passages = leitong_result_passages(html->result, &count);
    lt_json_open_list(&html->json, "passages");
    for (size_t i = 0; i < count; i++) {
        if (html->choice.passages[i]) {
            LT_TRY(lt_fingerprint_two(html->result, &passages[i].a, &passages[i].b, hash, error));
            marks_add(html, hash);
        }
    }
    lt_json_close_list(&html->json);
    return 0;
}

static int marks_left(lt_html *html, leitong_error *error)
{
    size_t count;
    uint64_t hash[2];
    const leitong_result_left *left = leitong_result_left_behind(html->result, &count);
    lt_json_open_list(&html->json, "left");
    for (size_t i = 0; i < count; i++) {
        if (html->choice.left[i]) {
            LT_TRY(lt_fingerprint_one(html->result, &left[i].span, hash, error));
            marks_add(html, hash);
        }
    }
    lt_json_close_list(&html->json);
    return 0;
}

static int marks_adapted(lt_html *html, const lt_adapted_names *names, leitong_error *error)
{
    size_t count;
    uint64_t hash[2];
    const leitong_result_document *documents = leitong_result_documents(html->result, &count);
    const leitong_result_case *cases = leitong_result_cases(html->result, &count);
    const leitong_result_adapted *pairs = leitong_result_adapted_pairs(html->result, &count);
    lt_json_open_list(&html->json, "adapted");
    for (size_t i = 0; i < count; i++) {
        const leitong_result_adapted *p = &pairs[i];
        size_t telling = names[i].most_telling;
        const leitong_span a = {p->document_a, 0, documents[p->document_a].bytes};
        const leitong_span b = {p->document_b, 0, documents[p->document_b].bytes};
        if (html->choice.adapted[i]) {
            LT_TRY(lt_fingerprint_adapted(html->result, telling == SIZE_MAX ? &a : &cases[telling].a,
                                          telling == SIZE_MAX ? &b : &cases[telling].b, hash, error));
            marks_add(html, hash);
        }
    }
    lt_json_close_list(&html->json);
    return 0;
}

int lt_html_marks(lt_html *html, leitong_error *error)
{
    lt_adapted_names *names = NULL;
    int code = 0;
    LT_TRY(lt_adapted_names_read(html->result, &names, error));
    lt_html_open(html, "marks", UINT64_MAX);
    lt_json_open(&html->json, NULL);
    lt_json_number(&html->json, "baseline", LT_BASELINE_VERSION);
    LT_TRY_GOTO(done, marks_passages(html, error));
    LT_TRY_GOTO(done, marks_left(html, error));
    LT_TRY_GOTO(done, marks_adapted(html, names, error));
    lt_json_close(&html->json);
    lt_html_close(html);
done:
    free(names);
    return code;
}

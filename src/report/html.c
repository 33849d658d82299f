/* html: a result → one HTML file that a person reads, searches, prints and passes on (include/leitong/report.h).
 *
 * The file is: a head with a Content-Security-Policy, the style and the shell of src/report/page/; a script element of
 * type application/json for each document's text and for its passages' edits, one for all other rows; and last our
 * script, the only one that the policy lets run. Text of documents is only ever written as JSON (json_write escapes
 * `<`), never as markup.
 * Input: a result and options. Output: the page in a FILE. Ownership: nothing is kept. Errors: those of html_text and
 * of the FILE. Complexity: that of html_text, and linear in the rows. */
#include "report/format.h"
#include "report/html_data.h"
#include "report/html_marks.h"
#include "report/html_reuse.h"
#include "report/html_text.h"
#include "report/markup.h"
#include "result/ranked.h"

#include "page.inc"

#include <string.h>

#define HTML_WRITE(html, bytes) (void)fwrite(bytes, 1, sizeof(bytes), (html)->json.file)

/* Nothing in the head comes from a document: a title goes to the page as data. */
static void html_head(lt_html *html)
{
    const char *lang = html->options.lang;
    char policy[256];
    snprintf(policy, sizeof policy, "script-src '%s'; style-src '%s'; img-src data:", page_script_hash,
             page_style_hash);
    const lt_markup_page page = {.lang = lang != NULL && strcmp(lang, "en") == 0 ? "en" : "zh-CN",
                                 .policy = policy,
                                 .title = "雷同 leitong",
                                 .has_icon = true};
    lt_markup_head(html->json.file, &page);
    fputs("<style>", html->json.file);
    HTML_WRITE(html, page_style);
    fputs("</style>\n</head>\n<body>\n", html->json.file);
    HTML_WRITE(html, page_shell);
}

/* The document whose sheet is asked for. */
static int html_sheet(lt_html *html, leitong_error *error)
{
    const char *id = html->options.document;
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(html->result, &count);
    html->sheet = LEITONG_NO_DOCUMENT;
    for (size_t i = 0; i < count && id != NULL; i++) {
        if (strcmp(documents[i].id, id) == 0) {
            html->sheet = (uint32_t)i;
            return 0;
        }
    }
    if (id != NULL) {
        return lt_error_set(error, LEITONG_EUSAGE, "%s is no document of this result; documents.jsonl lists them", id);
    }
    if (html->options.limit == 0) {
        return lt_error_set(error, LEITONG_EUSAGE, "the limit of cases must be 1 or more");
    }
    return 0;
}

int leitong_report_html(const leitong_result *result, const leitong_report_html_options *options, FILE *file,
                        leitong_error *error)
{
    leitong_report_html_options defaults = LEITONG_REPORT_HTML_OPTIONS_INIT;
    lt_html html = {.result = result, .options = options != NULL ? *options : defaults};
    LT_TRY(lt_format_check(html.options.lang, 0, error));
    int code = 0;
    LT_TRY(html_sheet(&html, error));
    LT_TRY_GOTO(done, lt_ranked_documents(result, &html.ranked, error));
    LT_TRY_GOTO(done, lt_html_choose(result, html.options.limit, html.sheet, html.ranked, &html.choice, error));
    lt_json_begin(&html.json, file);
    html_head(&html);
    LT_TRY_GOTO(done, lt_html_texts(&html, error));
    LT_TRY_GOTO(done, lt_html_reuse(&html, error));
    LT_TRY_GOTO(done, lt_html_marks(&html, error));
    lt_html_data(&html);
    fputs("<script>", file);
    HTML_WRITE(&html, page_script);
    fputs("</script>\n</body>\n</html>\n", file);
    code = lt_json_end(&html.json, "the report", error);
done:
    lt_html_clear(&html);
    return code;
}

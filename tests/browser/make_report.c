/* make_report: scans paths and prints the report.  usage: make_report LANG|- TITLE|- plain|anonymise PATH… >report.html
 */
#include <leitong/leitong.h>

#include <stdio.h>
#include <string.h>

static int make_scan(const char *const *paths, size_t count, leitong_result **ret_result, leitong_error *error)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    int code = leitong_scan_new(&options, &scan, error);
    input_options.skip = leitong_scan_on_skip;
    input_options.skip_context = scan;
    if (code == 0) {
        code = leitong_input_open(paths, count, &input_options, &input, error);
    }
    if (code == 0) {
        code = leitong_scan_input(scan, input, error);
    }
    if (code == 0) {
        code = leitong_scan_finish(scan, ret_result, error);
    }
    leitong_input_close(input);
    leitong_scan_free(scan);
    return code;
}

int main(int argc, char **argv)
{
    leitong_error error = {0};
    leitong_report_html_options options = LEITONG_REPORT_HTML_OPTIONS_INIT;
    leitong_result *result = NULL;
    if (argc < 5) {
        return 2;
    }
    options.lang = strcmp(argv[1], "-") != 0 ? argv[1] : NULL;
    options.title = strcmp(argv[2], "-") != 0 ? argv[2] : NULL;
    options.anonymise = strcmp(argv[3], "anonymise") == 0;
    int code = make_scan((const char *const *)argv + 4, (size_t)argc - 4, &result, &error);
    if (code == 0) {
        code = leitong_report_html(result, &options, stdout, &error);
    }
    if (code != 0) {
        fprintf(stderr, "%s: %s\n", error.path, error.message);
    }
    leitong_result_free(result);
    return code == 0 ? 0 : 1;
}

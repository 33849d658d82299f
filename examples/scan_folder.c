/* scan_folder: prints how much of each document stands elsewhere.  usage: scan_folder PATH… */
#include <leitong/leitong.h>

#include <stdio.h>

int main(int argc, char **argv)
{
    leitong_error error = {0};
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan = NULL;
    leitong_input *input = NULL;
    leitong_result *result = NULL;
    int code = leitong_scan_new(&options, &scan, &error);
    input_options.skip = leitong_scan_on_skip; /* what can't be read is counted, not fatal */
    input_options.skip_context = scan;
    if (code == 0) {
        code = leitong_input_open((const char *const *)argv + 1, (size_t)(argc - 1), &input_options, &input, &error);
    }
    if (code == 0 && (code = leitong_scan_input(scan, input, &error)) == 0) {
        code = leitong_scan_finish(scan, &result, &error);
    }
    size_t count = 0;
    const leitong_result_document *documents = code == 0 ? leitong_result_documents(result, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        printf("%s: %llu of %llu tokens reused, %llu repeated\n", documents[i].id,
               (unsigned long long)documents[i].reused, (unsigned long long)documents[i].tokens,
               (unsigned long long)documents[i].repeated);
    }
    if (code != 0) {
        fprintf(stderr, "%s: %s\n", error.path, error.message);
    }
    leitong_result_free(result);
    leitong_input_close(input);
    leitong_scan_free(scan);
    return code == 0 ? 0 : 1;
}

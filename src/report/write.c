/* write: calls the writer of the format that is asked for (include/leitong/report.h).
 *
 * Input: a result, a format, options or NULL. Output: the report in a FILE. Ownership: nothing is kept. Errors:
 * LEITONG_EUSAGE (an option out of its range), those of the format. Complexity: that of the format. */
#include "report/csv.h"
#include "report/drop.h"
#include "report/format.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/sarif.h"
#include "report/text.h"

static int write_passim(const leitong_result *result, const leitong_report_options *options, FILE *file,
                        leitong_error *error)
{
    (void)options;
    return leitong_report_passim(result, file, error);
}

static int write_check(int format, const leitong_report_options *options, leitong_error *error)
{
    if (format < LEITONG_REPORT_JSON || format > LEITONG_REPORT_PASSIM) {
        return lt_error_set(error, LEITONG_EUSAGE, "no such format: %d", format);
    }
    if (options->struct_size != sizeof *options) {
        return lt_error_set(error, LEITONG_EUSAGE, "options: begin with LEITONG_REPORT_OPTIONS_INIT");
    }
    if (options->table < LEITONG_TABLE_PASSAGES || options->table > LEITONG_TABLE_ADAPTED) {
        return lt_error_set(error, LEITONG_EUSAGE, "no such table: %d", options->table);
    }
    return lt_format_check(options->lang, options->columns, error);
}

int leitong_report_write(const leitong_result *result, int format, const leitong_report_options *options, FILE *file,
                         leitong_error *error)
{
    static lt_format_write *const writers[] = {
        [LEITONG_REPORT_JSON] = lt_json_report,   [LEITONG_REPORT_CSV] = lt_csv_report,
        [LEITONG_REPORT_TEXT] = lt_text_report,   [LEITONG_REPORT_SARIF] = lt_sarif_report,
        [LEITONG_REPORT_JUNIT] = lt_junit_report, [LEITONG_REPORT_DROP] = lt_drop_report,
        [LEITONG_REPORT_PASSIM] = write_passim,
    };
    const leitong_report_options defaults = LEITONG_REPORT_OPTIONS_INIT;
    const leitong_report_options *used = options != NULL ? options : &defaults;
    LT_TRY(write_check(format, used, error));
    return writers[format](result, used, file, error);
}

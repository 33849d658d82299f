#include "report/format.h"

int lt_format_check(const char *lang, unsigned columns, leitong_error *error)
{
    if (lang != NULL && strcmp(lang, "en") != 0 && strcmp(lang, "zh") != 0) {
        return lt_error_set(error, LEITONG_EUSAGE, "lang: \"en\" or \"zh\"");
    }
    if (columns != 0 && (columns < 40 || columns > 10000)) {
        return lt_error_set(error, LEITONG_EUSAGE, "columns: 40 to 10000, not %u", columns);
    }
    return 0;
}

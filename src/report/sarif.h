/* sarif: a result → Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020), for code hosts and editors.
 *
 * Input: a result. Output: one JSON document with one run; include/leitong/report.h says where results are located.
 * Ids of documents become relative URIs: every byte but letters, digits and -._~/ is percent-encoded.
 * Ownership: nothing is kept. Errors: those of format. Complexity: that of sarif_items. */
#ifndef LT_REPORT_SARIF_H
#define LT_REPORT_SARIF_H

#include "base/json_write.h"
#include "report/format.h"
#include "report/lines.h"

#define LT_SARIF_SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEITONG_CHECK lt_format_write lt_sarif_report;

/* Parts that the gate's SARIF shares. */
void lt_sarif_text(lt_json *json, const char *key, const char *text); /* {"text":…} */
/* Lines and columns where they are known, and bytes. */
void lt_sarif_region(lt_json *json, const lt_line_place *begin, const lt_line_place *end);
/* A document's id as a relative URI; an absolute path as a file URI. */
void lt_sarif_uri(lt_json *json, const char *id);
/* A link to the first related place. What would be a link in the id itself is escaped (SARIF 3.11.6). */
void lt_sarif_link(FILE *file, const char *id);

#endif

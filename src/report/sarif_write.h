/* sarif_write: findings as Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020), for code hosts and editors.
 *
 * Knows nothing of results and verdicts: whoever has findings tells them through it, in one run of one document.
 * Ids of documents become relative URIs: every byte but letters, digits and -._~/ is percent-encoded.
 * Input: rules, then findings with their messages. Output: JSON. Ownership: the caller's. Errors: kept in `json` until
 * lt_json_end. Complexity: linear in what is written. */
#ifndef LT_REPORT_SARIF_WRITE_H
#define LT_REPORT_SARIF_WRITE_H

#include "base/json_write.h"
#include "report/findings.h"

typedef struct lt_sarif {
    lt_json json;
    bool is_zh;
    const lt_finding_rule *rules; /* those that findings name by number */
    size_t rule_count;
    const leitong_result_document *documents; /* whose ids are shown */
    bool has_artifacts;                       /* the run lists all documents: locations give their number, too */
} lt_sarif;

/* The document's begin, with the rules; the caller may add properties of the run. */
void lt_sarif_begin(lt_sarif *sarif, FILE *file);
/* The begin of the list of results; a result; the end of list and document. */
void lt_sarif_results(lt_sarif *sarif);
/* The message: words (NULL: those of the finding, as a suspicion), its name where it has one, and a link to the first
 * related place, shown as its id. What would be a link in them is escaped (SARIF 3.11.6). */
void lt_sarif_result(lt_sarif *sarif, const lt_findings *list, const lt_finding *finding, const char *words);
void lt_sarif_end(lt_sarif *sarif);

/* {"text":…} */
void lt_sarif_text(lt_json *json, const char *key, const char *text);
/* A document's id as a relative URI; an absolute path as a file URI. */
void lt_sarif_uri(lt_json *json, const char *id);

#endif

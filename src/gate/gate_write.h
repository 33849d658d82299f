/* gate_write: verdicts → one report for people or machines (include/leitong/gate.h; FORMATS.md).
 *
 * Text is written at once. The other formats begin with the decision on all submissions, so their body is kept until
 * the end (gate_body). All text of documents is hostile and is escaped, as in every report. Input: verdicts, and
 * submissions that could not be judged, one after another. Output: one report. Ownership: leitong_gate. Errors: those
 * of span_text and lines; LEITONG_ESYSTEM (disk full), LEITONG_EMEMORY. Complexity: linear in the findings of the
 * verdicts and the texts shown. */
#ifndef LT_GATE_GATE_WRITE_H
#define LT_GATE_GATE_WRITE_H

#include "base/error.h"
#include "gate/gate_body.h"
#include "gate/verdict.h"
#include "report/findings.h"
#include "result/span_text.h"

#define LT_GATE_ERROR_SIZE (sizeof((leitong_error *)0)->message + 40)
#define LT_GATE_ROWS 20 /* findings shown in full to people, of one submission */

struct leitong_gate {
    int format;
    bool is_zh, verbose;
    unsigned columns;
    FILE *file;         /* the artefact */
    FILE *body;         /* what is kept; `file` itself for text */
    lt_gate_body *kept; /* the body's bytes; NULL for text */
    bool has_item;      /* the body holds something: a comma goes before the next */
    size_t passed, warned, refused, failed, blank;
};

typedef struct lt_gate_format {
    int (*add)(leitong_gate *gate, const leitong_verdict *verdict, leitong_error *error);
    int (*fail)(leitong_gate *gate, const char *id, const leitong_error *why, leitong_error *error);
    int (*blank)(leitong_gate *gate, const char *id, leitong_error *error);
    int (*end)(leitong_gate *gate, leitong_error *error);
} lt_gate_format;
extern const lt_gate_format lt_gate_text, lt_gate_json, lt_gate_sarif, lt_gate_junit, lt_gate_html;

/* Both are literals, so that the compiler still checks a format's arguments. */
#define LT_GATE_SAY(gate, en, zh) ((gate)->is_zh ? (zh) : (en))
#define LT_GATE_BLANK(gate) LT_GATE_SAY(gate, "blank, nothing to judge", "空白，无可检查")

/* The verdict on all: an error weighs most. */
const char *lt_gate_decision_name(int decision);                            /* "pass", "warn", "refuse": for machines */
const char *lt_gate_decision_words(const leitong_gate *gate, int decision); /* for people */
const char *lt_gate_mark_name(int mark);
const char *lt_gate_mark_words(const leitong_gate *gate, int mark);
const char *lt_gate_limit_words(const leitong_gate *gate, int limit);
const char *lt_gate_kind_name(int kind);

/* "总文字复制比 62.3 %（620 / 995），上限 30 %"; without the source's name. */
#define LT_GATE_WORDS_SIZE LT_FINDING_WORDS_SIZE
void lt_gate_reason_words(const leitong_gate *gate, const leitong_reason *reason, char ret_words[LT_GATE_WORDS_SIZE]);
/* A finding as reports tell it, without its places. */
void lt_gate_model(const leitong_verdict *verdict, const leitong_finding *finding, lt_finding *ret_model);
/* Its words: "相同 120 字，最长连续重合 80，改动 3 处". */
void lt_gate_finding_words(const leitong_gate *gate, const leitong_verdict *verdict, const leitong_finding *finding,
                           char ret_words[LT_GATE_WORDS_SIZE]);
/* Findings to show in full: those that reasons name, heaviest first, and with `unnamed` then the others that count,
 * by how telling their case is; each once. */
typedef struct lt_gate_picks {
    size_t findings[LT_GATE_ROWS];
    size_t count;
    size_t all; /* there are so many */
} lt_gate_picks;
LEITONG_CHECK int lt_gate_pick(const leitong_verdict *verdict, bool unnamed, lt_gate_picks *ret_picks,
                               leitong_error *error);

/* What people read of a verdict before its findings: a line a reason, a case (the most telling, of a
 * submission that does not just pass), a figure, the earlier version, an approval. */
enum lt_gate_line_kind { LT_GATE_REASON, LT_GATE_CASE, LT_GATE_FIGURE, LT_GATE_EARLIER, LT_GATE_APPROVAL };
#define LT_GATE_PARTS 6
typedef struct lt_gate_line {
    int kind;                             /* enum lt_gate_line_kind */
    const char *name;                     /* of a reason its decision's, otherwise NULL */
    const char *parts[LT_GATE_PARTS + 1]; /* up to NULL: in turn words of ours, and ids and texts of others */
    char words[LT_GATE_WORDS_SIZE], more[80], found[LT_FINDING_WORDS_SIZE]; /* where parts of ours stand */
} lt_gate_line;
typedef struct lt_gate_lines {
    const leitong_gate *gate;
    const leitong_verdict *verdict;
    const lt_gate_picks *picks; /* reasons end with the numbers of the findings shown: " [2] [5]"; NULL: they do not */
    size_t next;
} lt_gate_lines;
/* The next line, which must not be copied; false behind the last. */
bool lt_gate_lines_next(lt_gate_lines *lines, lt_gate_line *ret_line);

/* "byte 17: …" */
void lt_gate_error_words(const leitong_gate *gate, const leitong_error *why, char ret_words[LT_GATE_ERROR_SIZE]);

/* Both texts of a finding (none of an adaptation), and of a passage its edits as they are shown: from there to here. */
typedef struct lt_gate_sides {
    lt_span_text there, here;
    size_t edit_count;
} lt_gate_sides;
LEITONG_CHECK int lt_gate_sides_read(const leitong_verdict *verdict, const leitong_finding *finding,
                                     lt_gate_sides *ret_sides, leitong_error *error);
void lt_gate_sides_clear(lt_gate_sides *sides);

#endif

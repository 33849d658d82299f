/* findings: the one model that artefacts tell: what was found, under which rule, and where.
 *
 * A report fills it from a result, the gate from a verdict; sarif_write and the JUnit reports tell it, and whoever
 * tells people of a finding takes its words here. Spans are places in lines and columns as well as bytes; the
 * fingerprint is made of the texts alone, and equal ones are numbered, so that each is one of its own and the set of
 * them depends on the texts alone. Input: a result; or findings added one after another, each followed by its spans.
 * Output: lt_findings. Ownership: lt_findings is the caller's; the words that a finding points to are those of its
 * maker. Errors: those of lines and fingerprint, LEITONG_EMEMORY. Complexity: O(findings log findings) and linear in
 * the texts of the findings and of their documents. */
#ifndef LT_REPORT_FINDINGS_H
#define LT_REPORT_FINDINGS_H

#include "report/lines.h"
#include "result/adapted_names.h"

#include <stdbool.h>

/* The kinds of findings, in the order of their rules LT001, LT002 … */
enum lt_finding_kind {
    LT_FINDING_PASSAGE,
    LT_FINDING_PARAGRAPH,
    LT_FINDING_DOCUMENT,
    LT_FINDING_PHRASE,
    LT_FINDING_LEFT,
    LT_FINDING_RULES,
    LT_FINDING_ADAPTED = LT_FINDING_RULES /* told under the rule of names left behind */
};

typedef struct lt_finding_rule {
    const char *id, *name;
    const char *level;    /* of its findings, unless they say another; NULL: they always do */
    const char *about[2]; /* en, zh */
} lt_finding_rule;
extern const lt_finding_rule lt_finding_rules[LT_FINDING_RULES];

/* What was counted; of a kind that does not know a figure it is 0. */
typedef struct lt_finding_figures {
    uint64_t tokens;            /* passage: equal ones, phrase: of the wording */
    uint64_t longest_run;       /* passage */
    uint64_t edits;             /* passage */
    uint64_t stock;             /* passage: of `tokens`, stock wording */
    uint64_t shared, all;       /* paragraph: shingles, Jaccard is their quotient; document, adapted pair: tokens of the
                                   smaller one */
    uint64_t places, documents; /* phrase; adapted pair: places of its swaps */
    uint64_t swaps, left_behind; /* adapted pair */
} lt_finding_figures;

typedef struct lt_finding {
    int kind;            /* enum lt_finding_kind */
    size_t rule;         /* its number among the artefact's rules: in a report, its kind */
    const char *level;   /* "note", "warning", "error" or "none" */
    const char *outcome; /* "fail" or "notApplicable": no verdict; NULL: it is a finding */
    lt_finding_figures figures;
    const char *name, *instead;    /* left behind; and what the document says elsewhere, or NULL */
    const lt_adapted_names *names; /* of an adapted pair; NULL: they are not told */
    size_t place_begin, span_count; /* places[place_begin + 2s], [… + 2s + 1]: ends of span s; span 0 is the location */
    bool swapped;                   /* its location is the row's first side; the second is related */
    bool whole;                     /* its spans are whole documents */
    bool has_hash;                  /* it has a fingerprint: … */
    uint64_t hash[2];               /* … of the texts, whichever of them comes first … */
    uint32_t ordinal;               /* … and its number among those with equal hashes, from 1 */
    const char *baseline;           /* "new" or "unchanged"; NULL: nobody asked */
    const char *excuse;             /* why it does not count; NULL: it does */
} lt_finding;

/* A row of passages, pairs, members, phrases, names left behind or adapted pairs: all but places and fingerprint. */
void lt_finding_read(const leitong_result *result, int kind, size_t row, lt_finding *ret_finding);

/* What people read of a finding: "120 equal tokens, longest run 80, 3 edits"; names of the document's are cut where
 * they are long, and still have to be escaped. */
#define LT_FINDING_WORDS_SIZE 1024
void lt_finding_words(const lt_finding *finding, bool is_zh, char ret_words[LT_FINDING_WORDS_SIZE]);

typedef struct lt_findings {
    lt_finding *items;
    size_t count, capacity;
    lt_line_place *places;
    size_t place_count, place_capacity;
} lt_findings;

/* Adds a finding, and spans to the last one. */
LEITONG_CHECK int lt_findings_add(lt_findings *list, const lt_finding *finding, leitong_error *error);
LEITONG_CHECK int lt_findings_span(lt_findings *list, const leitong_span *span, leitong_error *error);
/* Span `span` of a finding, in bytes. */
leitong_span lt_findings_place(const lt_findings *list, const lt_finding *finding, size_t span);

/* All findings of a result, and the hashes of their texts. */
LEITONG_CHECK int lt_findings_collect(const leitong_result *result, lt_findings *ret_list, leitong_error *error);
LEITONG_CHECK int lt_findings_hash(lt_findings *list, const leitong_result *result, leitong_error *error);

/* Once, when all are added: numbers equal fingerprints, and finds lines and columns. */
LEITONG_CHECK int lt_findings_finish(lt_findings *list, const leitong_result *result, leitong_error *error);
void lt_findings_clear(lt_findings *list);

#endif

#include "gate/verdict_findings.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "result/fingerprint.h"

#include <stdlib.h>
#include <string.h>

/* The longest stretch of [begin, end) that no approved wording interrupts. */
static uint64_t finding_stretch(const leitong_verdict *v, uint64_t begin, uint64_t end)
{
    uint64_t longest = 0;
    uint64_t length = 0;
    size_t last = lt_document_tokens_token(&v->tokens, end);
    for (size_t t = lt_document_tokens_token(&v->tokens, begin); t < last; t++) {
        length = (v->flags[t] & LT_TOKEN_APPROVED) == 0 ? length + 1 : 0;
        longest = LT_MAX(length, longest);
    }
    return longest;
}

/* Of a passage: which of its sides `here` is. */
static bool finding_is_a(const leitong_verdict *v, const leitong_finding *finding)
{
    size_t count;
    return leitong_result_passages(v->result, &count)[finding->row].b.document != v->submission;
}

/* Of a passage that approved wording interrupts: the longest verbatim run between its edits. */
static uint64_t finding_longest(const leitong_verdict *v, const leitong_finding *finding)
{
    lt_equal_spans spans = lt_equal_spans_of(v->result, finding->row, finding_is_a(v, finding));
    leitong_span equal;
    uint64_t longest = 0;
    while (lt_equal_spans_next(&spans, &equal)) {
        uint64_t stretch = finding_stretch(v, equal.begin, equal.end);
        longest = LT_MAX(stretch, longest);
    }
    return longest;
}

/* Counts tokens of `here`, and those of them in approved wording. */
static void finding_count(const leitong_verdict *v, leitong_finding *finding, const leitong_span *here)
{
    size_t begin = lt_document_tokens_token(&v->tokens, here->begin);
    size_t end = lt_document_tokens_token(&v->tokens, here->end);
    finding->tokens += end - begin;
    for (size_t t = begin; t < end; t++) {
        finding->approved += (v->flags[t] & LT_TOKEN_APPROVED) != 0;
    }
}

/* The number of places that this finding stands for. */
static uint64_t finding_places(const leitong_verdict *v, const leitong_finding *finding)
{
    size_t count;
    return finding->kind == LEITONG_FINDING_PHRASE ? leitong_result_phrases(v->result, &count)[finding->row].place_count
                                                   : 1;
}

/* Counts the finding's tokens and its longest run, and sets its mark; own earlier work was marked before. */
static int finding_measure(leitong_verdict *v, leitong_finding *finding, leitong_error *error)
{
    bool known = false;
    uint64_t run = leitong_result_get_run(v->result)->run;
    if (finding->kind == LEITONG_FINDING_PASSAGE) {
        lt_equal_spans spans = lt_equal_spans_of(v->result, finding->row, finding_is_a(v, finding));
        leitong_span equal;
        while (lt_equal_spans_next(&spans, &equal)) {
            finding_count(v, finding, &equal);
        }
    } else {
        finding_count(v, finding, &finding->here);
    }
    if (finding->kind == LEITONG_FINDING_PASSAGE && finding->approved > 0) {
        finding->longest_run = finding_longest(v, finding);
    }
    if (finding->kind == LEITONG_FINDING_PHRASE || finding->kind == LEITONG_FINDING_LEFT_BEHIND) {
        LT_TRY(lt_fingerprint_one(v->result, &finding->here, finding->hash, error));
    } else if (finding->kind == LEITONG_FINDING_ADAPTED) {
        LT_TRY(lt_fingerprint_adapted(v->result, &finding->here, &finding->there, finding->hash, error));
    } else {
        LT_TRY(lt_fingerprint_two(v->result, &finding->here, &finding->there, finding->hash, error));
    }
    LT_TRY(lt_baseline_take(&v->policy->baseline, finding->hash, finding_places(v, finding), &known, error));
    if (finding->there.document == v->submission) {
        finding->mark = LEITONG_WITHIN;
    } else if (finding->mark == LEITONG_COUNTED && known) {
        finding->mark = LEITONG_KNOWN;
    } else if (finding->mark == LEITONG_COUNTED && finding->approved > 0 && finding->tokens - finding->approved < run) {
        finding->mark = LEITONG_APPROVED;
    }
    return 0;
}

static int finding_add(leitong_verdict *v, const leitong_finding *finding, leitong_error *error)
{
    LT_TRY(LT_RESERVE(v->findings, v->finding_capacity, v->finding_count + 1, error));
    v->findings[v->finding_count++] = *finding;
    return 0;
}

/* A row with two sides; of a text within the submission the later place is the copy. */
static leitong_finding finding_of(const leitong_verdict *v, int kind, size_t row, const leitong_span *a,
                                  const leitong_span *b)
{
    bool is_b = b->document == v->submission;
    leitong_finding finding = {.kind = kind, .row = row, .here = is_b ? *b : *a, .there = is_b ? *a : *b};
    finding.mark = lt_verdict_is_own(v, finding.there.document) ? LEITONG_OWN : LEITONG_COUNTED;
    return finding;
}

static int findings_passages(leitong_verdict *v, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *rows = leitong_result_passages(v->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].a.document == v->submission || rows[i].b.document == v->submission) {
            leitong_finding finding = finding_of(v, LEITONG_FINDING_PASSAGE, i, &rows[i].a, &rows[i].b);
            finding.longest_run = rows[i].longest_run;
            LT_TRY(finding_add(v, &finding, error));
        }
    }
    return 0;
}

static int findings_pairs(leitong_verdict *v, leitong_error *error)
{
    size_t count;
    const leitong_result_pair *rows = leitong_result_pairs(v->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].a.document == v->submission || rows[i].b.document == v->submission) {
            leitong_finding finding = finding_of(v, LEITONG_FINDING_PARAGRAPH, i, &rows[i].a, &rows[i].b);
            LT_TRY(finding_add(v, &finding, error));
        }
    }
    return 0;
}

/* Where else a phrase occurs: the same for all its places in the submission. */
typedef struct phrase_sight {
    const leitong_span
        *elsewhere; /* its first place in another document, in others' work where there is one; or NULL */
    bool is_own;    /* all other documents that have it are own work, and there are some */
} phrase_sight;

static phrase_sight phrase_look(const leitong_verdict *v, const leitong_span *places, size_t count)
{
    phrase_sight sight = {NULL, false};
    for (size_t i = 0; i < count; i++) {
        if (places[i].document == v->submission) {
            continue;
        }
        if (!lt_verdict_is_own(v, places[i].document)) {
            return (phrase_sight){&places[i], false};
        }
        sight = (phrase_sight){sight.elsewhere == NULL ? &places[i] : sight.elsewhere, true};
    }
    return sight;
}

static int findings_phrases(leitong_verdict *v, leitong_error *error)
{
    size_t count;
    size_t place_count;
    const leitong_result_phrase *rows = leitong_result_phrases(v->result, &count);
    const leitong_span *all = leitong_result_places(v->result, &place_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_span *places = all + rows[i].place_begin;
        phrase_sight sight = phrase_look(v, places, rows[i].place_count);
        size_t own = 0;
        for (size_t p = 0; p < rows[i].place_count; p++) {
            own += places[p].document == v->submission;
        }
        for (size_t p = 0; p < rows[i].place_count; p++) {
            if (places[p].document != v->submission) {
                continue;
            }
            leitong_finding finding = {.kind = LEITONG_FINDING_PHRASE, .row = i, .here = places[p]};
            /* One that only this document has repeats its own first place. */
            finding.there =
                sight.elsewhere != NULL ? *sight.elsewhere : places[p == 0 && rows[i].place_count > 1 ? 1 : 0];
            finding.longest_run = finding_stretch(v, places[p].begin, places[p].end);
            finding.mark = sight.is_own ? LEITONG_OWN : LEITONG_COUNTED;
            lt_verdict_cover(v, &places[p], own > 1 ? LT_TOKEN_REPEATED : 0);
            LT_TRY(finding_add(v, &finding, error));
        }
    }
    return 0;
}

static int findings_left_behind(leitong_verdict *v, leitong_error *error)
{
    size_t count;
    const leitong_result_left *rows = leitong_result_left_behind(v->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].span.document == v->submission) {
            leitong_finding finding = finding_of(v, LEITONG_FINDING_LEFT_BEHIND, i, &rows[i].span, &rows[i].source);
            LT_TRY(finding_add(v, &finding, error));
        }
    }
    return 0;
}

/* Not those that are told to be made from the submission. Its places are those of the most telling case. */
static int findings_adapted(leitong_verdict *v, leitong_error *error)
{
    size_t count;
    const leitong_result_adapted *rows = leitong_result_adapted_pairs(v->result, &count);
    size_t case_count;
    const leitong_result_case *cases = leitong_result_cases(v->result, &case_count);
    LT_TRY(lt_adapted_names_read(v->result, &v->adapted_names, error));
    for (size_t i = 0; i < count; i++) {
        bool is_a = rows[i].document_a == v->submission;
        uint32_t other = is_a ? rows[i].document_b : rows[i].document_a;
        bool is_source = rows[i].copy == (is_a ? LEITONG_COPY_B : LEITONG_COPY_A);
        if ((is_a || rows[i].document_b == v->submission) && !is_source) {
            const leitong_span whole = {v->submission, 0, v->documents[v->submission].bytes};
            const leitong_span source = {other, 0, v->documents[other].bytes};
            size_t telling = v->adapted_names[i].most_telling;
            leitong_finding finding =
                telling != SIZE_MAX ? finding_of(v, LEITONG_FINDING_ADAPTED, i, &cases[telling].a, &cases[telling].b)
                                    : finding_of(v, LEITONG_FINDING_ADAPTED, i, &whole, &source);
            LT_TRY(finding_add(v, &finding, error));
        }
    }
    return 0;
}

static int finding_order(const void *left, const void *right)
{
    const leitong_finding *a = left;
    const leitong_finding *b = right;
    if (a->here.begin != b->here.begin) {
        return a->here.begin < b->here.begin ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

static void finding_cover_side(leitong_verdict *v, size_t passage, bool is_a, unsigned flags)
{
    lt_equal_spans spans = lt_equal_spans_of(v->result, passage, is_a);
    leitong_span equal;
    while (lt_equal_spans_next(&spans, &equal)) {
        lt_verdict_cover(v, &equal, flags);
    }
}

static void finding_flags(leitong_verdict *v, const leitong_finding *finding)
{
    bool is_within = finding->there.document == v->submission;
    unsigned flags = LT_TOKEN_COVERED;
    flags |= finding->mark != LEITONG_OWN ? LT_TOKEN_OTHERS : 0U;
    flags |= finding->mark == LEITONG_COUNTED ? LT_TOKEN_COUNTED : 0U;
    flags |= finding->mark == LEITONG_KNOWN ? LT_TOKEN_KNOWN : 0U;
    if (finding->kind != LEITONG_FINDING_PASSAGE && finding->kind != LEITONG_FINDING_PHRASE) {
        return; /* a pair is similar; which of its tokens are equal is not known; those of names are told by passages */
    }
    if (finding->kind == LEITONG_FINDING_PASSAGE && is_within) {
        finding_cover_side(v, finding->row, true, LT_TOKEN_REPEATED);
        finding_cover_side(v, finding->row, false, LT_TOKEN_REPEATED);
    } else if (finding->kind == LEITONG_FINDING_PASSAGE) {
        finding_cover_side(v, finding->row, finding_is_a(v, finding), flags);
    } else if (!is_within) {
        lt_verdict_cover(v, &finding->here, flags);
    }
}

int lt_verdict_findings(leitong_verdict *v, leitong_error *error)
{
    lt_baseline_turn(&v->policy->baseline);
    LT_TRY(findings_passages(v, error));
    LT_TRY(findings_pairs(v, error));
    LT_TRY(findings_phrases(v, error));
    LT_TRY(findings_left_behind(v, error));
    LT_TRY(findings_adapted(v, error));
    if (v->finding_count > 1) {
        qsort(v->findings, v->finding_count, sizeof *v->findings, finding_order);
    }
    for (size_t i = 0; i < v->finding_count; i++) {
        LT_TRY(finding_measure(v, &v->findings[i], error));
        finding_flags(v, &v->findings[i]);
    }
    return 0;
}

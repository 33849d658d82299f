/* gate_words: what people read of a verdict, in two languages (gate_write.h). */
#include "base/compare.h"
#include "base/ratio.h"
#include "gate/gate_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *lt_gate_decision_name(int decision)
{
    static const char *const names[] = {"pass", "warn", "refuse"};
    return names[decision];
}

const char *lt_gate_decision_words(const leitong_gate *gate, int decision)
{
    static const char *const words[][2] = {{"pass", "通过"}, {"warning", "警告"}, {"refused", "拒绝"}};
    return words[decision][gate->is_zh];
}

const char *lt_gate_mark_name(int mark)
{
    static const char *const names[] = {"counted", "approved", "own", "known", "within"};
    return names[mark];
}

const char *lt_gate_mark_words(const leitong_gate *gate, int mark)
{
    static const char *const words[][2] = {{"counted", "计入"},
                                           {"approved wording", "认可的表述"},
                                           {"own earlier work", "本人文献"},
                                           {"in the baseline", "基线已有"},
                                           {"repeats itself", "本篇重复"}};
    return words[mark][gate->is_zh];
}

const char *lt_gate_limit_words(const leitong_gate *gate, int limit)
{
    static const char *const words[LEITONG_LIMITS][2] = {
        [LEITONG_LIMIT_TOTAL] = {"reused", "总文字复制比"},
        [LEITONG_LIMIT_WITHOUT_STOCK] = {"reused without stock wording", "去除规范表述复制比"},
        [LEITONG_LIMIT_SOURCE] = {"from one source", "单篇最大复制比"},
        [LEITONG_LIMIT_RUN] = {"longest verbatim run", "最长连续重合"},
        [LEITONG_LIMIT_PASSAGES] = {"passages", "重合段数"},
        [LEITONG_LIMIT_PARAGRAPHS] = {"near-duplicate paragraphs", "近似段落数"},
        [LEITONG_LIMIT_DOCUMENT] = {"in common with one document, of the smaller of the two",
                                    "与单篇文档的重合（占较短一篇）"},
        [LEITONG_LIMIT_WITHOUT_QUOTES] = {"reused outside quotation", "去除引用复制比"},
        [LEITONG_LIMIT_WITHOUT_OWN] = {"reused from others than own earlier work", "去除本人文献复制比"},
        [LEITONG_LIMIT_REPEATED] = {"repeated within the text", "本篇重复"},
        [LEITONG_LIMIT_LEFT_BEHIND] = {"names left behind", "漏改名称数"},
        [LEITONG_LIMIT_ADAPTED] = {"documents that it was adapted from", "照稿改写的底稿数"},
        [LEITONG_LIMIT_EXCLUDED] = {"equal elsewhere in references, contents lines and headers",
                                    "参考文献、目录、页眉页脚中的重合"},
        [LEITONG_LIMIT_WITHOUT_BOILERPLATE] = {"reused without boilerplate", "去除页面套件复制比"},
    };
    return words[limit][gate->is_zh];
}

const char *lt_gate_kind_name(int kind)
{
    static const char *const names[] = {"passage", "paragraph", "phrase", "left_behind", "adapted"};
    return names[kind];
}

/* Per cent, without zeros at the end. */
static void words_level(uint64_t millionths, char text[LT_RATIO_SIZE])
{
    size_t size = lt_ratio_text(text, millionths, LT_POLICY_UNIT, 100, 4);
    while (size > 0 && text[size - 1] == '0') {
        size--;
    }
    size -= size > 0 && text[size - 1] == '.';
    text[size] = '\0';
}

void lt_gate_reason_words(const leitong_gate *gate, const leitong_reason *reason, char ret_words[LT_GATE_WORDS_SIZE])
{
    const char *limit = lt_gate_limit_words(gate, reason->limit);
    char value[LT_RATIO_SIZE];
    char level[LT_RATIO_SIZE];
    if (reason->denominator == 0) {
        snprintf(ret_words, LT_GATE_WORDS_SIZE,
                 LT_GATE_SAY(gate, "%s: %" PRIu64 ", more than %" PRIu64, "%s：%" PRIu64 "，上限 %" PRIu64), limit,
                 reason->numerator, reason->level);
        return;
    }
    lt_ratio_percent(value, reason->numerator, reason->denominator);
    words_level(reason->level, level);
    snprintf(ret_words, LT_GATE_WORDS_SIZE,
             LT_GATE_SAY(gate, "%s: %s %% (%" PRIu64 " of %" PRIu64 " tokens), more than %s %%",
                         "%s：%s %%（%" PRIu64 " / %" PRIu64 " 字），上限 %s %%"),
             limit, value, reason->numerator, reason->denominator, level);
}

void lt_gate_model(const leitong_verdict *verdict, const leitong_finding *finding, lt_finding *ret_model)
{
    static const int kinds[] = {[LEITONG_FINDING_PASSAGE] = LT_FINDING_PASSAGE,
                                [LEITONG_FINDING_PARAGRAPH] = LT_FINDING_PARAGRAPH,
                                [LEITONG_FINDING_PHRASE] = LT_FINDING_PHRASE,
                                [LEITONG_FINDING_LEFT_BEHIND] = LT_FINDING_LEFT,
                                [LEITONG_FINDING_ADAPTED] = LT_FINDING_ADAPTED};
    lt_finding_read(verdict->result, kinds[finding->kind], finding->row, ret_model);
    if (finding->kind == LEITONG_FINDING_PASSAGE) {
        ret_model->figures.tokens = finding->tokens;
        ret_model->figures.longest_run = finding->longest_run; /* outside approved wording */
    }
    if (finding->kind == LEITONG_FINDING_ADAPTED) {
        ret_model->names = &verdict->adapted_names[finding->row];
    }
}

void lt_gate_finding_words(const leitong_gate *gate, const leitong_verdict *verdict, const leitong_finding *finding,
                           char ret_words[LT_FINDING_WORDS_SIZE])
{
    lt_finding model;
    lt_gate_model(verdict, finding, &model);
    lt_finding_words(&model, gate->is_zh, ret_words);
}

static void words_ratio(const char *name, uint64_t numerator, uint64_t denominator, bool is_zh,
                        char ret_words[LT_GATE_WORDS_SIZE])
{
    char ratio[LT_RATIO_SIZE];
    lt_ratio_percent(ratio, numerator, denominator);
    snprintf(ret_words, LT_GATE_WORDS_SIZE,
             is_zh ? "%s：%s %%（%" PRIu64 " / %" PRIu64 "）" : "%s: %s %% (%" PRIu64 " of %" PRIu64 ")", name, ratio,
             numerator, denominator);
}

static void words_crowded(const leitong_gate *gate, uint64_t crowded, char ret_words[LT_GATE_WORDS_SIZE])
{
    if (crowded > 0) {
        snprintf(ret_words, LT_GATE_WORDS_SIZE,
                 LT_GATE_SAY(gate,
                             "Paragraphs for which more candidates stand in the index than were compared, and none of "
                             "those compared is alike: %" PRIu64,
                             "候选过多、只比对了其中一部分而未见近似的段落：%" PRIu64),
                 crowded);
    }
}

#define WORDS_FIGURES 8

/* Figure `which` of them; nothing where it is not shown. */
static void words_figure(const leitong_gate *gate, const leitong_verdict *verdict, size_t which,
                         char ret_words[LT_GATE_WORDS_SIZE])
{
    const leitong_verdict_figures *f = &verdict->figures;
    const struct {
        const char *en, *zh;
        uint64_t numerator;
        bool shown;
    } rows[] = {
        {"Reused (all)", "总文字复制比（全部）", f->reused, true},
        {"Counted", "总文字复制比（计入）", f->counted, f->counted != f->reused},
        {"Counted, without stock wording", "去除规范表述复制比", f->counted_without_stock, true},
        {"Without own earlier work", "去除本人文献复制比", f->reused_without_own,
         verdict->policy->own_series || verdict->policy->own_author},
        {"Approved wording", "认可的表述", f->approved, f->approved > 0},
        {"In the baseline alone", "仅为基线已有", f->known, f->known > 0},
        {"Largest single source", "单篇最大复制比", f->source_tokens, f->source_tokens > 0},
    };
    _Static_assert(sizeof rows / sizeof rows[0] + 1 == WORDS_FIGURES, "the crowded paragraphs are the last figure");
    if (which == WORDS_FIGURES - 1) {
        words_crowded(gate, f->crowded, ret_words);
    } else if (rows[which].shown) {
        words_ratio(LT_GATE_SAY(gate, rows[which].en, rows[which].zh), rows[which].numerator, f->tokens, gate->is_zh,
                    ret_words);
    }
}

#define WORDS_CASES 3   /* cases that are told */
#define WORDS_POINTED 3 /* findings that a reason names by number */

/* " [2] [5]": which of the findings shown the reason points to, its heaviest few; "" for none. */
static void words_numbers(const leitong_reason *reason, const lt_gate_picks *picks, char *ret_numbers, size_t room)
{
    size_t size = 0;
    ret_numbers[0] = '\0';
    for (size_t i = 0; picks != NULL && i < picks->count; i++) {
        for (size_t f = 0; f < reason->finding_count && f < WORDS_POINTED; f++) {
            if (reason->findings[f] == picks->findings[i]) {
                size += (size_t)snprintf(ret_numbers + size, room - size, " [%zu]", i + 1);
            }
        }
    }
}

static void line_reason(const lt_gate_lines *lines, const leitong_reason *reason, lt_gate_line *line)
{
    bool is_refused = reason->decision == LEITONG_REFUSE;
    bool has_source = reason->source != LEITONG_NO_DOCUMENT;
    size_t at = 0;
    line->kind = LT_GATE_REASON;
    line->name = lt_gate_decision_name(reason->decision);
    lt_gate_reason_words(lines->gate, reason, line->words);
    words_numbers(reason, lines->picks, line->more, sizeof line->more);
    line->parts[at++] =
        is_refused ? LT_GATE_SAY(lines->gate, "refused: ", "拒绝：") : LT_GATE_SAY(lines->gate, "warning: ", "警告：");
    line->parts[at++] = line->words;
    if (has_source) {
        line->parts[at++] = LT_GATE_SAY(lines->gate, ": ", "：");
        line->parts[at++] = lines->verdict->documents[reason->source].id;
    }
    line->parts[at++] = line->more;
}

/* Cases that a submission which does not just pass shows: the most telling with others' documents. */
static size_t lines_cases(const leitong_verdict *v)
{
    size_t count;
    const leitong_result_case *cases = leitong_result_cases(v->result, &count);
    size_t shown = 0;
    while (v->decision != LEITONG_PASS && shown < count && shown < WORDS_CASES &&
           cases[shown].a.document != cases[shown].b.document) {
        shown++;
    }
    return shown;
}

/* Of the first case with a document: the finding that the submission was adapted from it; NULL: there is none. */
static const leitong_finding *case_adapted(const leitong_verdict *v, size_t row, uint32_t other)
{
    for (size_t i = 0; i < v->finding_count; i++) {
        const leitong_finding *finding = &v->findings[i];
        if (finding->kind == LEITONG_FINDING_ADAPTED && finding->there.document == other) {
            return v->adapted_names[finding->row].most_telling == row ? finding : NULL;
        }
    }
    return NULL;
}

/* "Case: 931 equal tokens, 84.8 % of it, with DOC; adapted: …" */
static void line_case(const lt_gate_lines *lines, size_t row, lt_gate_line *line)
{
    size_t count;
    const leitong_verdict *v = lines->verdict;
    const leitong_result_case *c = leitong_result_cases(v->result, &count) + row;
    bool is_a = c->a.document == v->submission;
    uint64_t tokens = is_a ? c->matched_a : c->matched_b;
    char percent[LT_RATIO_SIZE];
    lt_ratio_percent(percent, tokens, v->figures.tokens);
    line->kind = LT_GATE_CASE;
    snprintf(line->words, sizeof line->words,
             LT_GATE_SAY(lines->gate, "Case: %" PRIu64 " equal tokens, %s %% of the submission, with ",
                         "重合处：相同 %" PRIu64 " 字，占送检文档 %s %%，与 "),
             tokens, percent);
    line->parts[0] = line->words;
    uint32_t other = is_a ? c->b.document : c->a.document;
    const leitong_finding *adapted = case_adapted(v, row, other);
    line->parts[1] = v->documents[other].id;
    if (adapted != NULL) {
        lt_gate_finding_words(lines->gate, v, adapted, line->found);
        line->parts[2] = LT_GATE_SAY(lines->gate, "; ", "；");
        line->parts[3] = line->found;
    }
}

static void line_earlier(const lt_gate_lines *lines, lt_gate_line *line)
{
    const leitong_earlier *earlier = &lines->verdict->earlier;
    size_t at = 0;
    line->kind = LT_GATE_EARLIER;
    line->parts[at++] = LT_GATE_SAY(lines->gate, "Earlier version, not compared: ", "早先版本（不参与比对）：");
    line->parts[at++] = earlier->id;
    if (earlier->date != NULL) {
        line->parts[at++] = LT_GATE_SAY(lines->gate, ", ", "，");
        line->parts[at++] = earlier->date;
    }
    line->parts[at++] = earlier->same ? LT_GATE_SAY(lines->gate, ", the same bytes", "，内容相同") : "";
}

static void line_approval(const lt_gate_lines *lines, const leitong_approval *a, lt_gate_line *line)
{
    const leitong_gate *gate = lines->gate;
    size_t at = 0;
    int size = snprintf(line->more, sizeof line->more, LT_GATE_SAY(gate, ", %" PRIu64 " tokens", "，%" PRIu64 " 字"),
                        a->tokens);
    if (a->expires != NULL) {
        size += snprintf(line->more + size, sizeof line->more - (size_t)size,
                         LT_GATE_SAY(gate, ", until %s", "，有效期至 %s"), a->expires);
    }
    line->kind = LT_GATE_APPROVAL;
    line->parts[at++] = a->expired ? LT_GATE_SAY(gate, "EXPIRED approval, counts again: ", "认可已过期，重新计入：")
                                   : LT_GATE_SAY(gate, "Approved wording, not counted: ", "认可的表述，不计入：");
    line->parts[at++] = a->name;
    if (a->reason != NULL) {
        snprintf(line->more + size, sizeof line->more - (size_t)size, "%s", LT_GATE_SAY(gate, ": ", "："));
    }
    line->parts[at++] = line->more;
    line->parts[at++] = a->reason;
}

bool lt_gate_lines_next(lt_gate_lines *lines, lt_gate_line *ret_line)
{
    const leitong_verdict *v = lines->verdict;
    const size_t cases = v->reason_count;
    const size_t figures = cases + lines_cases(v);
    const size_t earlier = figures + WORDS_FIGURES;
    const size_t approvals = earlier + (v->has_earlier ? 1 : 0);
    size_t at;
    do {
        at = lines->next++;
        memset(ret_line, 0, sizeof *ret_line);
        if (at < cases) {
            line_reason(lines, &v->reasons[at], ret_line);
        } else if (at < figures) {
            line_case(lines, at - cases, ret_line);
        } else if (at < earlier) {
            ret_line->kind = LT_GATE_FIGURE;
            words_figure(lines->gate, v, at - figures, ret_line->words);
            ret_line->parts[0] = ret_line->words[0] != '\0' ? ret_line->words : NULL;
        } else if (at < approvals) {
            line_earlier(lines, ret_line);
        } else if (at < approvals + v->approval_count) {
            line_approval(lines, &v->approvals[at - approvals], ret_line);
        }
    } while (ret_line->parts[0] == NULL && at < approvals);
    return ret_line->parts[0] != NULL;
}

void lt_gate_error_words(const leitong_gate *gate, const leitong_error *why, char ret_words[LT_GATE_ERROR_SIZE])
{
    if (why->offset == LEITONG_NO_OFFSET) {
        snprintf(ret_words, LT_GATE_ERROR_SIZE, "%s", why->message);
    } else {
        snprintf(ret_words, LT_GATE_ERROR_SIZE, LT_GATE_SAY(gate, "byte %" PRIu64 ": %s", "第 %" PRIu64 " 字节：%s"),
                 why->offset, why->message);
    }
}

/* Round robin: each reason's heaviest finding, then each one's second, so that every reason shows some. */
static void picks_named(const leitong_verdict *verdict, bool *named, lt_gate_picks *picks)
{
    bool more = true;
    for (size_t i = 0; more; i++) {
        more = false;
        for (size_t r = 0; r < verdict->reason_count; r++) {
            const leitong_reason *reason = &verdict->reasons[r];
            if (i >= reason->finding_count) {
                continue;
            }
            size_t finding = reason->findings[i];
            more = true;
            if (!named[finding] && picks->count < LT_GATE_ROWS) {
                picks->findings[picks->count++] = finding;
            }
            picks->all += !named[finding];
            named[finding] = true;
        }
    }
}

/* What it was adapted from comes first, then passages by their cases, then all else. */
static size_t picks_rank(const size_t *cases, const leitong_finding *finding)
{
    return finding->kind == LEITONG_FINDING_ADAPTED   ? 0
           : finding->kind == LEITONG_FINDING_PASSAGE ? LT_MIN(cases[finding->row], SIZE_MAX - 1) + 1
                                                      : SIZE_MAX;
}

/* Whether x is shown before y: it ranks before it, or of one rank it is the heavier. */
static bool picks_before(const size_t *cases, const leitong_finding *x, const leitong_finding *y)
{
    size_t rank_x = picks_rank(cases, x);
    size_t rank_y = picks_rank(cases, y);
    return rank_x != rank_y ? rank_x < rank_y : x->tokens > y->tokens;
}

/* *ret_cases: [passage] the number of its case. */
static int picks_cases(const leitong_verdict *verdict, size_t **ret_cases, leitong_error *error)
{
    size_t count;
    size_t passages;
    const leitong_result_case *rows = leitong_result_cases(verdict->result, &count);
    const uint32_t *numbers = leitong_result_case_passages(verdict->result, &passages);
    (void)leitong_result_passages(verdict->result, &passages);
    size_t *cases = malloc((passages + 1) * sizeof *cases);
    if (cases == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < passages; i++) {
        cases[i] = SIZE_MAX;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t p = rows[i].passage_begin; p < rows[i].passage_begin + rows[i].passage_count; p++) {
            cases[numbers[p]] = i;
        }
    }
    *ret_cases = cases;
    return 0;
}

static void picks_unnamed(const leitong_verdict *verdict, const size_t *cases, bool *named, lt_gate_picks *picks)
{
    for (;;) {
        const leitong_finding *heaviest = NULL;
        for (size_t i = 0; i < verdict->finding_count; i++) {
            const leitong_finding *finding = &verdict->findings[i];
            if (!named[i] && finding->mark == LEITONG_COUNTED &&
                (heaviest == NULL || picks_before(cases, finding, heaviest))) {
                heaviest = finding;
            }
        }
        if (heaviest == NULL || picks->count == LT_GATE_ROWS) {
            break;
        }
        named[heaviest - verdict->findings] = true;
        picks->findings[picks->count++] = (size_t)(heaviest - verdict->findings);
        picks->all++;
    }
    for (size_t i = 0; i < verdict->finding_count; i++) {
        picks->all += !named[i] && verdict->findings[i].mark == LEITONG_COUNTED;
    }
}

int lt_gate_pick(const leitong_verdict *verdict, bool unnamed, lt_gate_picks *ret_picks, leitong_error *error)
{
    bool *named = calloc(verdict->finding_count + 1, sizeof *named);
    size_t *cases = NULL;
    lt_gate_picks picks = {.count = 0};
    int code = 0;
    if (named == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    LT_TRY_GOTO(done, picks_cases(verdict, &cases, error));
    picks_named(verdict, named, &picks);
    if (unnamed) {
        picks_unnamed(verdict, cases, named, &picks);
    }
    *ret_picks = picks;
done:
    free(named);
    free(cases);
    return code;
}

static int sides_passage(const leitong_verdict *verdict, const leitong_finding *finding, lt_gate_sides *sides,
                         leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passage = leitong_result_passages(verdict->result, &count) + finding->row;
    bool here_is_b = passage->b.document == verdict->submission;
    lt_span_edits edits = lt_span_edits_shown(verdict->result, passage);
    sides->edit_count = edits.count;
    LT_TRY(
        lt_span_text_read(verdict->result, passage, here_is_b ? LT_SIDE_A : LT_SIDE_B, &edits, &sides->there, error));
    return lt_span_text_read(verdict->result, passage, here_is_b ? LT_SIDE_B : LT_SIDE_A, &edits, &sides->here, error);
}

static int sides_spans(const leitong_verdict *verdict, const leitong_finding *finding, lt_gate_sides *sides,
                       leitong_error *error)
{
    LT_TRY(lt_span_text_utf8(verdict->result, &finding->there, &sides->there.text, &sides->there.size, error));
    return lt_span_text_utf8(verdict->result, &finding->here, &sides->here.text, &sides->here.size, error);
}

int lt_gate_sides_read(const leitong_verdict *verdict, const leitong_finding *finding, lt_gate_sides *ret_sides,
                       leitong_error *error)
{
    lt_gate_sides sides = {0};
    int code = 0;
    if (finding->kind == LEITONG_FINDING_PASSAGE) {
        LT_TRY_GOTO(failed, sides_passage(verdict, finding, &sides, error));
    } else if (finding->kind != LEITONG_FINDING_ADAPTED) { /* its passages are findings of their own */
        LT_TRY_GOTO(failed, sides_spans(verdict, finding, &sides, error));
    }
    *ret_sides = sides;
    return 0;
failed:
    lt_gate_sides_clear(&sides);
    return code;
}

void lt_gate_sides_clear(lt_gate_sides *sides)
{
    lt_span_text_clear(&sides->there);
    lt_span_text_clear(&sides->here);
}

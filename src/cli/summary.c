#include "summary.h"

#include "console.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_ROWS 5 /* cases shown */
#define SUMMARY_FEW 2  /* formulas, and repetitions within a document, shown */

typedef struct summary {
    const leitong_result *result;
    unsigned columns;
    bool is_zh;
} summary;

#define SUMMARY_SAY(s, en, zh) ((s)->is_zh ? (zh) : (en))

static void summary_span(const summary *s, const leitong_span *span)
{
    static const char indent[] = "    ";
    char *text = NULL;
    size_t size = 0;
    if (leitong_result_utf8(s->result, span, &text, &size, NULL) != 0) {
        return;
    }
    fputs(indent, stdout);
    leitong_report_line(text, size, s->columns - (unsigned)strlen(indent), stdout);
    fputc('\n', stdout);
    free(text);
}

static void summary_document(const summary *s, uint32_t number)
{
    size_t count;
    const char *id = leitong_result_documents(s->result, &count)[number].id;
    leitong_report_line(id, strlen(id), s->columns, stdout);
}

static double summary_share(const summary *s, uint32_t number, uint64_t tokens)
{
    size_t count;
    uint64_t all = leitong_result_documents(s->result, &count)[number].tokens;
    return all > 0 ? 100.0 * (double)tokens / (double)all : 0;
}

/* Who, from whom, how much; which of the two was first, dates tell or nothing does. */
static void summary_case(const summary *s, const leitong_result_case *c)
{
    bool within = c->a.document == c->b.document;
    bool known = c->earliest != LEITONG_EARLIEST_UNKNOWN;
    bool a_first = c->earliest == LEITONG_EARLIEST_A;
    const leitong_span *copy = a_first ? &c->b : &c->a;
    const leitong_span *source = a_first ? &c->a : &c->b;
    uint64_t matched = a_first ? c->matched_b : c->matched_a;
    double share = summary_share(s, copy->document, matched);
    if (s->is_zh) {
        fputs("  ", stdout);
        summary_document(s, copy->document);
        printf(" 有 %.1f %% %s", share, within ? "在本篇另一处重复" : known ? "见于更早的 " : "见于 ");
    } else {
        printf("  %.1f %% of ", share);
        summary_document(s, copy->document);
        fputs(within ? " stands in it twice" : known ? " stands in the earlier " : " stands also in ", stdout);
    }
    if (!within) {
        summary_document(s, source->document);
    }
    if (s->is_zh) {
        printf("：相同 %" PRIu64 " 字\n", matched);
    } else {
        printf(": %" PRIu64 " equal token%s\n", matched, CONSOLE_PLURAL(matched));
    }
    summary_span(s, copy);
}

/* The heads of the lists of cases: between documents, or within one. */
static void summary_cases(const summary *s, bool within)
{
    size_t count;
    size_t shown = 0;
    const leitong_result_case *cases = leitong_result_cases(s->result, &count);
    for (size_t i = 0; i < count && shown < (within ? SUMMARY_FEW : SUMMARY_ROWS); i++) {
        if ((cases[i].a.document == cases[i].b.document) == within) {
            if (shown++ == 0) {
                puts(within
                         ? SUMMARY_SAY(s, "\nMost telling repetitions within a document", "\n本篇重复，显著度高的在前")
                         : SUMMARY_SAY(s, "\nMost telling cases of reuse", "\n重合处，显著度高的在前"));
            }
            summary_case(s, &cases[i]);
        }
    }
}

static void summary_formulas(const summary *s)
{
    size_t count;
    size_t place_count;
    size_t shown = 0;
    const leitong_result_text_row *texts = leitong_result_texts(s->result, &count);
    const leitong_span *places = leitong_result_text_places(s->result, &place_count);
    for (size_t i = 0; i < count && shown < SUMMARY_FEW; i++) {
        if (texts[i].kind == LEITONG_TEXT_FORMULA) {
            if (shown++ == 0) {
                puts(SUMMARY_SAY(s, "\nMost telling formulas", "\n多篇共有的表述，显著度高的在前"));
            }
            printf(SUMMARY_SAY(s, "  in %" PRIu32 " documents\n", "  见于 %" PRIu32 " 篇\n"), texts[i].documents);
            summary_span(s, &places[texts[i].representative]);
        }
    }
}

static void summary_skips(const summary *s)
{
    size_t count;
    const char *lang = s->is_zh ? "zh" : "en";
    const leitong_result_skip *skips = leitong_result_skips(s->result, &count);
    if (count > 0) {
        puts(SUMMARY_SAY(s, "\nNot compared", "\n未比对"));
    }
    for (size_t i = 0; i < count; i++) {
        printf(SUMMARY_SAY(s, "  %" PRIu64 " × %s: %s\n", "  %" PRIu64 " × %s：%s\n"), skips[i].count,
               leitong_report_skip(skips[i].what, lang), leitong_report_skip(skips[i].reason, lang));
        for (size_t e = 0; e < skips[i].example_count; e++) {
            fputs("    ", stdout);
            leitong_report_line(skips[i].examples[e], strlen(skips[i].examples[e]), s->columns - 4, stdout);
            fputc('\n', stdout);
        }
    }
}

static void summary_count(uint64_t count, const char *what, const char *behind)
{
    printf("%" PRIu64 " %s%s%s", count, what, CONSOLE_PLURAL(count), behind);
}

static void summary_counts_en(const leitong_result_run *run, const leitong_result_counts *counts)
{
    printf("Read ");
    summary_count(run->documents, "document", ", ");
    summary_count(run->paragraphs, "paragraph", ", ");
    summary_count(run->tokens, "token", "");
    printf(" (%.1f MB).\nFound ", (double)run->bytes / 1e6);
    printf("%zu case%s of reuse (", counts->cases, CONSOLE_PLURAL(counts->cases));
    summary_count(counts->texts, "text", ", ");
    summary_count(counts->passages, "passage", "), ");
    summary_count(counts->pairs, "paragraph pair", ", ");
    summary_count(counts->clusters, "cluster", ",\n");
    summary_count(counts->templates, "template", ", ");
    summary_count(counts->adapted, "adapted pair", ", ");
    summary_count(counts->swaps, "swap", ", ");
    printf("%zu name%s left behind.\n", counts->left_behind, CONSOLE_PLURAL(counts->left_behind));
}

static void summary_counts_zh(const leitong_result_run *run, const leitong_result_counts *counts)
{
    printf("共读入 %" PRIu64 " 篇文档、%" PRIu64 " 段、%" PRIu64 " 字（%.1f MB）。\n", run->documents, run->paragraphs,
           run->tokens, (double)run->bytes / 1e6);
    printf("发现疑似重合处 %zu 个（同源文字 %zu 条，重合段 %zu 个）、近似段落 %zu 对、版本组 %zu 个、\n", counts->cases,
           counts->texts, counts->passages, counts->pairs, counts->clusters);
    printf("模板 %zu 个、照稿改写 %zu 对、换词 %zu 组、漏改 %zu 处。\n", counts->templates, counts->adapted,
           counts->swaps, counts->left_behind);
}

static void summary_work(const summary *s, const leitong_result_run *run)
{
    printf(SUMMARY_SAY(s,
                       "Threshold %g, recall %g: %u bands of %u rows; %" PRIu64 " exact comparisons; %" PRIu64
                       " seeds, %" PRIu64 " hits.\n",
                       "阈值 %g，召回率 %g：%u 段，每段 %u 个散列；精确比较 %" PRIu64 " 次；种子 %" PRIu64
                       " 个，命中 %" PRIu64 " 次。\n"),
           run->threshold, run->recall, run->bands, run->rows, run->verified, run->seeds, run->hits);
}

void summary_print(const leitong_result *result, const char *output, bool is_zh, bool verbose)
{
    const leitong_result_run *run = leitong_result_get_run(result);
    const leitong_result_counts counts = leitong_result_count(result);
    const summary s = {result, console_width(stdout), is_zh};
    if (is_zh) {
        summary_counts_zh(run, &counts);
    } else {
        summary_counts_en(run, &counts);
    }
    if (verbose) {
        summary_work(&s, run);
    }
    summary_cases(&s, false);
    summary_formulas(&s);
    summary_cases(&s, true);
    summary_skips(&s);
    if (output != NULL) {
        printf(SUMMARY_SAY(&s, "\nThe result is in %s; leitong report -o report.html %s makes a page of it.\n",
                           "\n结果在 %s；leitong report -o report.html %s 由此生成报告。\n"),
               output, output);
    } else {
        puts(SUMMARY_SAY(
            &s, "\nNothing was written. For the report: leitong scan … -o DIR, then leitong report -o report.html DIR.",
            "\n未写入结果。要生成报告：先 leitong scan … -o 目录，再 leitong report -o report.html 目录。"));
    }
}

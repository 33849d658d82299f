/* eval: the four measures held against their definition, character by character; the ways truth can be written, and
 * the ways it can be wrong. */
#include "test.h"

#include "leitong/leitong.h"
#include "result/result.h"
#include "tools/eval/eval.h"

#include <math.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOCUMENTS 4
#define CHARACTERS 60 /* a document */
#define MOST 12       /* cases, detections */

/* Each character of the text takes 1, 2, 3 or 4 bytes in turn, so that bytes and characters differ. */
static const char *const letters[] = {"a", "é", "同", "𠮷"};
static const uint64_t widths[] = {1, 2, 3, 4};

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/leitong-eval-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int drop_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command); /* NOLINT: the name is ours */
}

static uint64_t byte_of(uint64_t character)
{
    uint64_t bytes = 0;
    for (uint64_t i = 0; i < character; i++) {
        bytes += widths[i % 4];
    }
    return bytes;
}

static int give_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                     leitong_error *error)
{
    char text[CHARACTERS * 4 + 1] = "";
    (void)context;
    (void)document;
    (void)error;
    for (size_t i = 0; i < CHARACTERS; i++) {
        strcat(text, letters[i % 4]); /* NOLINT: it is long enough */
    }
    *ret_bytes = calloc(1, (size_t)(end - begin) + 1);
    memcpy(*ret_bytes, text + begin, (size_t)(end - begin));
    return 0;
}

static int no_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                   leitong_error *error)
{
    (void)context;
    (void)document;
    (void)begin;
    (void)end;
    (void)ret_bytes;
    error->code = LEITONG_EINPUT;
    return LEITONG_EINPUT;
}

static const char *const ids[DOCUMENTS] = {"x/one.txt", "x/susp/three.txt", "x/two.txt", "y/two.txt"};

static leitong_result *new_result(void)
{
    leitong_result *result = NULL;
    assert_int_equal(lt_result_new(&result, NULL), 0);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        leitong_result_document *d;
        assert_int_equal(lt_result_add(&result->documents, sizeof *d, &d, NULL), 0);
        *d = (leitong_result_document){.id = ids[i], .encoding = "utf-8", .bytes = byte_of(CHARACTERS)};
    }
    result->text = give_text;
    result->run.run = 13;
    return result;
}

/* A span pair in characters. */
typedef struct item {
    uint32_t doc[2];
    uint64_t begin[2], end[2];
    unsigned folder;
    bool stock;
} item;

static void detect(leitong_result *result, const item *r, bool swapped)
{
    leitong_result_passage *p;
    unsigned a = swapped ? 1 : 0;
    assert_int_equal(lt_result_add(&result->passages, sizeof *p, &p, NULL), 0);
    p->a = (leitong_span){r->doc[a], byte_of(r->begin[a]), byte_of(r->end[a])};
    p->b = (leitong_span){r->doc[1 - a], byte_of(r->begin[1 - a]), byte_of(r->end[1 - a])};
    p->matched = 40;
    p->stock = r->stock ? 28 : 27; /* of what is not stock, 12 or 13 */
}

static FILE *new_file(const char *name)
{
    char path[192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    return file;
}

static const char *path_of(const char *name)
{
    static char path[192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = new_file(name);
    fputs(text, file);
    fclose(file);
}

static void write_case(FILE *file, const item *s)
{
    fprintf(file,
            "<feature name=\"artificial-plagiarism\" this_offset=\"%d\" this_length=\"%d\" source_reference=\"%s\" "
            "source_offset=\"%d\" source_length=\"%d\"/>\n",
            (int)s->begin[0], (int)(s->end[0] - s->begin[0]), ids[s->doc[1]], (int)s->begin[1],
            (int)(s->end[1] - s->begin[1]));
}

/* --- the definition, on sets of characters --- */

typedef struct set {
    bool has[DOCUMENTS][CHARACTERS];
} set;

static void set_add(set *to, const item *x)
{
    for (int side = 0; side < 2; side++) {
        for (uint64_t i = x->begin[side]; i < x->end[side]; i++) {
            to->has[x->doc[side]][i] = true;
        }
    }
}

static double set_size(const set *of)
{
    double size = 0;
    for (size_t d = 0; d < DOCUMENTS; d++) {
        for (size_t i = 0; i < CHARACTERS; i++) {
            size += of->has[d][i];
        }
    }
    return size;
}

static bool sides_meet(const item *x, int side, const item *y, int other)
{
    if (x->doc[side] != y->doc[other]) {
        return false;
    }
    for (uint64_t i = x->begin[side]; i < x->end[side]; i++) {
        if (i >= y->begin[other] && i < y->end[other]) {
            return true;
        }
    }
    return false;
}

static bool detects(const item *r, const item *s)
{
    return (sides_meet(r, 0, s, 0) && sides_meet(r, 1, s, 1)) || (sides_meet(r, 0, s, 1) && sides_meet(r, 1, s, 0));
}

/* |∪ over y of (x ⊓ y)| / |x| */
static double share(const item *x, const item *others, size_t count, unsigned *ret_meets)
{
    set own = {0};
    set seen = {0};
    set_add(&own, x);
    *ret_meets = 0;
    for (size_t k = 0; k < count; k++) {
        set other = {0};
        if (!detects(x, &others[k])) {
            continue;
        }
        ++*ret_meets;
        set_add(&other, &others[k]);
        for (size_t d = 0; d < DOCUMENTS; d++) {
            for (size_t i = 0; i < CHARACTERS; i++) {
                seen.has[d][i] |= own.has[d][i] && other.has[d][i];
            }
        }
    }
    return set_size(&seen) / set_size(&own);
}

static lt_eval_score expected(const item *s, size_t s_count, const item *r, size_t r_count)
{
    lt_eval_score e = {.cases = s_count, .detections = r_count};
    unsigned meets;
    unsigned pieces = 0;
    for (size_t i = 0; i < s_count; i++) {
        e.recall += share(&s[i], r, r_count, &meets) / (double)s_count;
        e.found += meets > 0;
        pieces += meets;
    }
    for (size_t i = 0; i < r_count; i++) {
        e.precision += share(&r[i], s, s_count, &meets) / (double)r_count;
        e.stock += r[i].stock;
    }
    if (s_count == 0 && r_count == 0) {
        e.precision = e.recall = 1;
    }
    e.granularity = e.found > 0 ? (double)pieces / (double)e.found : 1;
    if (e.precision + e.recall > 0) {
        e.plagdet = 2 / (1 / e.precision + 1 / e.recall) / log2(1 + e.granularity);
    }
    return e;
}

static void same_score(const lt_eval_score *a, const lt_eval_score *b)
{
    assert_int_equal(a->cases, b->cases);
    assert_int_equal(a->found, b->found);
    assert_int_equal(a->detections, b->detections);
    assert_int_equal(a->stock, b->stock);
    assert_true(fabs(a->precision - b->precision) < 1e-12);
    assert_true(fabs(a->recall - b->recall) < 1e-12);
    assert_true(fabs(a->granularity - b->granularity) < 1e-12);
    assert_true(fabs(a->plagdet - b->plagdet) < 1e-12);
}

static item random_item(uint64_t *seed)
{
    item x = {.stock = test_random(seed) % 3 == 0};
    for (int side = 0; side < 2; side++) {
        x.doc[side] = (uint32_t)(test_random(seed) % 3);
        x.begin[side] = test_random(seed) % (CHARACTERS - 25);
        x.end[side] = x.begin[side] + 1 + test_random(seed) % 25;
    }
    return x;
}

/* Every document is checked by a file of its own, in the folder of its number: cases go to that of their first side. */
static void random_round(uint64_t *seed)
{
    item s[MOST];
    item r[MOST];
    size_t s_count = test_random(seed) % (MOST + 1);
    size_t r_count = test_random(seed) % (MOST + 1);
    leitong_result *result = new_result();
    FILE *file = new_file("truth.xml");
    for (size_t i = 0; i < s_count; i++) {
        s[i] = random_item(seed);
    }
    for (size_t i = 0; i < r_count; i++) {
        r[i] = s_count > 0 && test_random(seed) % 2 == 0 ? s[test_random(seed) % s_count] : random_item(seed);
        detect(result, &r[i], test_random(seed) % 2 == 0);
    }
    fputs("<?xml version=\"1.0\"?>\n<truth>", file);
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        fprintf(file, "<document reference=\"%s\">\n<feature name=\"about\" authors=\"x\"/>", ids[d]);
        for (size_t i = 0; i < s_count; i++) {
            if (s[i].doc[0] == d) {
                write_case(file, &s[i]);
            }
        }
        fputs("</document>\n", file);
    }
    fputs("</truth>\n", file);
    fclose(file);
    lt_eval_scores *scores = NULL;
    leitong_error error = {0};
    int code = lt_eval_run(result, &(lt_eval_input){path_of("truth.xml"), NULL, false}, &scores, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(code, 0);
    size_t count;
    const lt_eval_score *rows = lt_eval_rows(scores, &count);
    lt_eval_score e = expected(s, s_count, r, r_count);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].folder, "all");
    same_score(&rows[0], &e);
    lt_eval_free(scores);
    leitong_result_free(result);
}

static void test_measures_are_those_of_the_definition(void **state)
{
    uint64_t seed = test_seed(20261122);
    (void)state;
    for (int round = 0; round < 400; round++) {
        random_round(&seed);
    }
}

static void test_worked_example(void **state)
{
    /* One case of 20 + 20 characters, found in two pieces of 8 + 8, one of which reaches 2 + 0 too far. */
    (void)state;
    leitong_result *result = new_result();
    lt_eval_scores *scores = NULL;
    size_t count;
    detect(result, &(item){.doc = {0, 1}, .begin = {8, 30}, .end = {18, 38}}, false);
    detect(result, &(item){.doc = {0, 1}, .begin = {20, 40}, .end = {28, 48}}, true);
    write_file("truth.xml", "<document reference=\"one.txt\"><feature name=\"plagiarism\" this_offset=\"10\" "
                            "this_length=\"20\" source_reference=\"three.txt\" source_offset=\"30\" "
                            "source_length=\"20\"/></document>");
    assert_int_equal(lt_eval_run(result, &(lt_eval_input){path_of("truth.xml"), NULL, false}, &scores, NULL), 0);
    const lt_eval_score *row = lt_eval_rows(scores, &count);
    assert_true(fabs(row->precision - (16.0 / 18 + 1) / 2) < 1e-12);
    assert_true(fabs(row->recall - 32.0 / 40) < 1e-12);
    assert_true(fabs(row->granularity - 2) < 1e-12);
    assert_true(fabs(row->plagdet - 2 * row->precision * row->recall / (row->precision + row->recall) / log2(3)) <
                1e-12);
    lt_eval_free(scores);
    leitong_result_free(result);
}

/* Two folders and a list of pairs; documents 0 and 1 are checked, 2 is a source of both, 3 of none. */
static void test_folders_and_pairs(void **state)
{
    (void)state;
    leitong_result *result = new_result();
    lt_eval_scores *scores = NULL;
    size_t count;
    char name[192];
    item good = {.doc = {0, 2}, .begin = {0, 0}, .end = {10, 10}};
    item wrong = {.doc = {1, 2}, .begin = {0, 20}, .end = {10, 30}, .stock = true};
    item outside = {.doc = {0, 1}, .begin = {0, 20}, .end = {10, 30}};
    detect(result, &good, true);
    detect(result, &wrong, false);
    detect(result, &outside, false);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s/%s", folder, i == 0 ? "some" : i == 1 ? "some/truth" : "none");
        assert_int_equal(mkdir(name, 0777), 0);
    }
    FILE *file = new_file("some/truth/1.xml");
    fputs("<document reference=\"one.txt\">", file);
    write_case(file, &good);
    fputs("</document>", file);
    fclose(file);
    write_file("none/2.xml", "<document reference=\"three.txt\"></document>");
    write_file("pairs", "one.txt x/two.txt\n\nsusp/three.txt x/two.txt\r\n");
    assert_int_equal(unlink(path_of("truth.xml")), 0);
    assert_int_equal(lt_eval_run(result, &(lt_eval_input){folder, path_of("pairs"), false}, &scores, NULL), 0);
    const lt_eval_score *rows = lt_eval_rows(scores, &count);
    assert_int_equal(count, 3);
    assert_int_equal(lt_eval_outside(scores), 1);
    assert_string_equal(rows[1].folder, "none");
    assert_string_equal(rows[2].folder, "some");
    lt_eval_score all = expected(&good, 1, (item[]){good, wrong}, 2);
    lt_eval_score none = expected(NULL, 0, &wrong, 1);
    lt_eval_score some = expected(&good, 1, &good, 1);
    same_score(&rows[0], &all);
    same_score(&rows[1], &none);
    same_score(&rows[2], &some);
    lt_eval_free(scores);
    assert_int_equal(lt_eval_run(result, &(lt_eval_input){folder, NULL, false}, &scores, NULL), 0);
    assert_int_equal(lt_eval_rows(scores, &count)[0].detections, 3);
    assert_int_equal(lt_eval_outside(scores), 0);
    lt_eval_free(scores);
    leitong_result_free(result);
}

static void test_lines_in_bytes(void **state)
{
    (void)state;
    leitong_result *result = new_result();
    lt_eval_scores *scores = NULL;
    size_t count;
    item s = {.doc = {0, 2}, .begin = {4, 9}, .end = {24, 29}};
    item r = {.doc = {0, 2}, .begin = {5, 10}, .end = {20, 25}};
    FILE *file = new_file("truth.jsonl");
    fprintf(file, "{\"kind\": \"negative\", \"doc\": \"nobody.txt\"}\n");
    fprintf(file, "{\"kind\": \"passage\", \"b\": {\"doc\": \"one.txt\", \"begin\": %d, \"end\": %d}, ",
            (int)byte_of(4), (int)byte_of(24));
    fprintf(file, "\"a\": {\"doc\": \"x/two.txt\", \"begin\": %d, \"end\": %d}}\n", (int)byte_of(9), (int)byte_of(29));
    fclose(file);
    detect(result, &r, false);
    assert_int_equal(lt_eval_run(result, &(lt_eval_input){path_of("truth.jsonl"), NULL, false}, &scores, NULL), 0);
    lt_eval_score e = expected(&s, 1, &r, 1);
    same_score(lt_eval_rows(scores, &count), &e);
    lt_eval_free(scores);
    leitong_result_free(result);
}

static void refuse(const leitong_result *result, const char *truth, const char *pairs, const char *word)
{
    lt_eval_scores *scores = NULL;
    leitong_error error = {0};
    char pairs_path[192];
    snprintf(pairs_path, sizeof pairs_path, "%s/%s", folder, pairs != NULL ? pairs : "");
    int code = lt_eval_run(result, &(lt_eval_input){path_of(truth), pairs != NULL ? pairs_path : NULL, false}, &scores,
                           &error);
    assert_int_equal(code, LEITONG_EINPUT);
    assert_int_equal(error.code, LEITONG_EINPUT);
    assert_null(scores);
    if (strstr(error.message, word) == NULL) {
        fail_msg("'%s' does not say '%s'", error.message, word);
    }
}

static void test_wrong_truth_is_refused(void **state)
{
    (void)state;
    leitong_result *result = new_result();
    write_file("good.xml", "<document reference=\"one.txt\"/>");
    write_file("cut.xml", "<document reference=\"one.txt\">\n<feature");
    write_file("empty.xml", "");
    write_file("other.xml", "<html/>");
    write_file("unknown.xml", "<document reference=\"four.txt\"/>");
    write_file("part.xml", "<document reference=\"ne.txt\"/>");
    write_file("twice.xml", "<document reference=\"two.txt\"/>");
    write_file("number.xml", "<document reference=\"one.txt\">\n<feature name=\"plagiarism\" this_offset=\"-1\" "
                             "source_reference=\"one.txt\"/></document>");
    write_file("source.xml", "<document reference=\"one.txt\"><feature name=\"plagiarism\"/></document>");
    write_file("alone.xml", "<feature name=\"plagiarism\"/>");
    refuse(result, "nothing.xml", NULL, "no such truth");
    refuse(result, "cut.xml", NULL, "line 2");
    refuse(result, "empty.xml", NULL, "line");
    refuse(result, "other.xml", NULL, "'document'");
    refuse(result, "unknown.xml", NULL, "four.txt");
    refuse(result, "part.xml", NULL, "no document");
    refuse(result, "twice.xml", NULL, "y/two.txt");
    refuse(result, "number.xml", NULL, "this_offset");
    refuse(result, "source.xml", NULL, "source_reference");
    refuse(result, "alone.xml", NULL, "in no document");
    write_file("bad.jsonl", "{\"kind\": \"passage\"}\n");
    refuse(result, "bad.jsonl", NULL, "\"a\"");
    write_file("long.jsonl", "{\"kind\": \"passage\", \"a\": {\"doc\": \"one.txt\", \"begin\": 0, \"end\": 100000}}\n");
    refuse(result, "long.jsonl", NULL, "behind its document");
    write_file("one", "one.txt\n");
    write_file("three", "one.txt x/two.txt three.txt\n");
    write_file("strange", "one.txt four.txt\n");
    refuse(result, "good.xml", "one", "two names");
    refuse(result, "good.xml", "three", "two names");
    refuse(result, "good.xml", "strange", "four.txt");
    refuse(result, "good.xml", "nothing", "No such file");
    result->text = no_text;
    detect(result, &(item){.doc = {0, 1}, .begin = {0, 0}, .end = {5, 5}}, false);
    refuse(result, "good.xml", NULL, "");
    leitong_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures_are_those_of_the_definition),
        cmocka_unit_test(test_worked_example),
        cmocka_unit_test(test_folders_and_pairs),
        cmocka_unit_test(test_lines_in_bytes),
        cmocka_unit_test(test_wrong_truth_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}

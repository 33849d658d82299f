/* eval: see eval.h. */
#include "eval.h"

#include "base/open_file.h"
#include "eval_measure.h"
#include "result/characters.h"
#include "truth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EVAL_NO_FOLDER UINT32_MAX
#define EVAL_PAIRS_LARGEST ((uint64_t)256 << 20) /* bytes of the list of pairs */

struct lt_eval_scores {
    lt_eval_score *rows;
    size_t count;
    uint64_t outside;
    lt_table folders; /* char *, the rows' names */
};

/* Two documents that are judged together. */
typedef struct eval_pair {
    uint64_t key;
    uint32_t folder;
} eval_pair;

typedef struct eval_work {
    const leitong_result *result;
    lt_truth truth;
    lt_table pairs;             /* eval_pair, sorted by key; of one key the first that was named comes first */
    lt_table cases, detections; /* lt_eval_item */
    uint32_t *checked;          /* [document] folder, or EVAL_NO_FOLDER */
    bool listed;                /* pairs were given */
    uint64_t outside;
} eval_work;

static int pair_compare(const void *left, const void *right)
{
    const eval_pair *a = left;
    const eval_pair *b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (a->folder > b->folder) - (a->folder < b->folder);
}

static uint32_t eval_checked(const eval_work *w, uint32_t a, uint32_t b)
{
    return w->checked[a] != EVAL_NO_FOLDER ? w->checked[a] : w->checked[b];
}

static int eval_add_pair(eval_work *w, uint32_t a, uint32_t b, uint32_t folder, leitong_error *error)
{
    eval_pair *row;
    LT_TRY(lt_result_add(&w->pairs, sizeof *row, &row, error));
    *row = (eval_pair){lt_eval_key(a, b), folder};
    return 0;
}

/* One line: two names between white space. Names with spaces can't be listed; the message says what is expected. */
static int eval_pair_line(eval_work *w, char *line, const char *path, uint64_t offset, leitong_error *error)
{
    char *rest = NULL;
    uint32_t a = 0;
    uint32_t b = 0;
    const char *first = strtok_r(line, " \t\r\n", &rest);
    const char *second = strtok_r(NULL, " \t\r\n", &rest);
    if (first == NULL) {
        return 0;
    }
    if (second == NULL || strtok_r(NULL, " \t\r\n", &rest) != NULL) {
        return lt_error_at(error, LEITONG_EINPUT, path, offset, "a line must hold two names without white space");
    }
    LT_TRY(lt_truth_names_find(&w->truth.names, first, path, &a, error));
    LT_TRY(lt_truth_names_find(&w->truth.names, second, path, &b, error));
    return eval_add_pair(w, a, b, eval_checked(w, a, b), error);
}

static int eval_pairs(eval_work *w, const char *path, leitong_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    LT_TRY(lt_open_read(path, EVAL_PAIRS_LARGEST, &bytes, &size, error));
    int code = 0;
    for (size_t at = 0; code == 0 && at < size;) {
        size_t length = strcspn(bytes + at, "\n"); /* a NUL byte ends a line, too */
        bytes[at + length] = '\0';
        code = eval_pair_line(w, bytes + at, path, at, error);
        at += length + 1;
    }
    free(bytes);
    return code;
}

/* Which documents, and which two of them, belong to which folder. */
static int eval_places(eval_work *w, const char *pairs, leitong_error *error)
{
    size_t count;
    (void)leitong_result_documents(w->result, &count);
    w->checked = malloc((count + 1) * sizeof *w->checked);
    if (w->checked == NULL) {
        return lt_error_memory(error);
    }
    memset(w->checked, 0xFF, (count + 1) * sizeof *w->checked);
    const lt_truth_checked *checked = w->truth.checked.items;
    for (size_t i = w->truth.checked.count; i-- > 0;) {
        w->checked[checked[i].document] = checked[i].folder;
    }
    const lt_truth_case *cases = w->truth.cases.items;
    for (size_t i = 0; i < w->truth.cases.count; i++) {
        LT_TRY(eval_add_pair(w, cases[i].a.document, cases[i].b.document, cases[i].folder, error));
    }
    w->listed = pairs != NULL;
    if (pairs != NULL) {
        LT_TRY(eval_pairs(w, pairs, error));
    }
    if (w->pairs.count > 0) {
        qsort(w->pairs.items, w->pairs.count, sizeof(eval_pair), pair_compare);
    }
    return 0;
}

/* The first pair of that key, or NULL. */
static const eval_pair *eval_find(const eval_work *w, uint64_t key)
{
    const eval_pair *pairs = w->pairs.items;
    size_t first = 0;
    for (size_t last = w->pairs.count; first < last;) {
        size_t middle = first + (last - first) / 2;
        if (pairs[middle].key < key) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return first < w->pairs.count && pairs[first].key == key ? &pairs[first] : NULL;
}

static int eval_cases(eval_work *w, leitong_error *error)
{
    const lt_truth_case *cases = w->truth.cases.items;
    for (size_t i = 0; i < w->truth.cases.count; i++) {
        lt_eval_item *row;
        LT_TRY(lt_result_add(&w->cases, sizeof *row, &row, error));
        uint32_t folder = eval_find(w, lt_eval_key(cases[i].a.document, cases[i].b.document))->folder;
        *row = (lt_eval_item){.a = cases[i].a, .b = cases[i].b, .folder = folder};
    }
    return 0;
}

static int eval_detection(eval_work *w, const leitong_span *a, const leitong_span *b, bool stock, leitong_error *error)
{
    const eval_pair *pair = eval_find(w, lt_eval_key(a->document, b->document));
    lt_eval_item *row;
    if (pair == NULL && w->listed) {
        w->outside++;
        return 0;
    }
    LT_TRY(lt_result_add(&w->detections, sizeof *row, &row, error));
    uint32_t folder = pair != NULL ? pair->folder : eval_checked(w, a->document, b->document);
    *row = (lt_eval_item){.a = *a, .b = *b, .folder = folder, .stock = stock};
    return 0;
}

static bool eval_stock(const eval_work *w, const leitong_result_passage *passage)
{
    return passage->matched < passage->stock + leitong_result_get_run(w->result)->run;
}

static int eval_detected_passages(eval_work *w, leitong_error *error)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        LT_TRY(eval_detection(w, &passages[i].a, &passages[i].b, eval_stock(w, &passages[i]), error));
    }
    return 0;
}

static int eval_detected_cases(eval_work *w, leitong_error *error)
{
    size_t count;
    size_t number_count;
    const leitong_result_passage *passages = leitong_result_passages(w->result, &count);
    const uint32_t *numbers = leitong_result_case_passages(w->result, &number_count);
    const leitong_result_case *cases = leitong_result_cases(w->result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_case *c = &cases[i];
        bool stock = true;
        for (size_t p = c->passage_begin; p < c->passage_begin + c->passage_count; p++) {
            stock = stock && eval_stock(w, &passages[numbers[p]]);
        }
        LT_TRY(eval_detection(w, &c->a, &c->b, stock, error));
    }
    return 0;
}

static int eval_characters(eval_work *w, leitong_error *error)
{
    lt_eval_item *items = w->detections.items;
    size_t count = w->detections.count;
    leitong_span **spans = malloc((2 * count + 1) * sizeof(leitong_span *));
    if (spans == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        spans[2 * i] = &items[i].a;
        spans[2 * i + 1] = &items[i].b;
    }
    int code = lt_characters_spans(w->result, spans, 2 * count, error);
    free(spans);
    return code;
}

/* Sums so far: precision, recall and granularity are divided by eval_finish. */
static void eval_sum(const eval_work *w, uint32_t folder, bool all, lt_eval_score *row)
{
    const lt_eval_item *cases = w->cases.items;
    const lt_eval_item *detections = w->detections.items;
    for (size_t i = 0; i < w->cases.count; i++) {
        if (all || cases[i].folder == folder) {
            row->cases++;
            row->found += cases[i].meets > 0;
            row->recall += cases[i].covered;
            row->granularity += (double)cases[i].meets;
        }
    }
    for (size_t i = 0; i < w->detections.count; i++) {
        if (all || detections[i].folder == folder) {
            row->detections++;
            row->stock += detections[i].stock;
            row->precision += detections[i].covered;
        }
    }
}

/* The four measures: macro-averaged precision and recall, granularity, and plagdet = F₁ / log₂(1 + granularity). */
static void eval_finish(lt_eval_score *row)
{
    double nothing = row->cases == 0 && row->detections == 0 ? 1 : 0;
    row->precision = row->detections > 0 ? row->precision / (double)row->detections : nothing;
    row->recall = row->cases > 0 ? row->recall / (double)row->cases : nothing;
    row->granularity = row->found > 0 ? row->granularity / (double)row->found : 1;
    double sum = row->precision + row->recall;
    row->plagdet = sum > 0 ? 2 * row->precision * row->recall / sum / log2(1 + row->granularity) : 0;
}

static int score_compare(const void *left, const void *right)
{
    return strcmp(((const lt_eval_score *)left)->folder, ((const lt_eval_score *)right)->folder);
}

static int eval_scores(eval_work *w, lt_eval_scores **ret_scores, leitong_error *error)
{
    char *const *folders = w->truth.folders.items;
    size_t count = w->truth.folders.count;
    lt_eval_scores *scores = calloc(1, sizeof *scores);
    if (scores == NULL || (scores->rows = calloc(count + 1, sizeof *scores->rows)) == NULL) {
        free(scores);
        return lt_error_memory(error);
    }
    scores->outside = w->outside;
    scores->count = count > 1 ? count + 1 : 1;
    scores->rows[0].folder = "all";
    eval_sum(w, EVAL_NO_FOLDER, true, &scores->rows[0]);
    for (size_t i = 1; i < scores->count; i++) {
        scores->rows[i].folder = folders[i - 1];
        eval_sum(w, (uint32_t)(i - 1), false, &scores->rows[i]);
    }
    for (size_t i = 0; i < scores->count; i++) {
        eval_finish(&scores->rows[i]);
    }
    qsort(scores->rows + 1, scores->count - 1, sizeof *scores->rows, score_compare);
    scores->folders = w->truth.folders; /* the rows' names move along */
    w->truth.folders = (lt_table){0};
    *ret_scores = scores;
    return 0;
}

int lt_eval_run(const leitong_result *result, const lt_eval_input *input, lt_eval_scores **ret_scores,
                leitong_error *error)
{
    eval_work w = {.result = result};
    int code = 0;
    LT_TRY_GOTO(done, lt_truth_read(result, input->truth, &w.truth, error));
    LT_TRY_GOTO(done, eval_places(&w, input->pairs, error));
    LT_TRY_GOTO(done, eval_cases(&w, error));
    LT_TRY_GOTO(done, input->cases ? eval_detected_cases(&w, error) : eval_detected_passages(&w, error));
    LT_TRY_GOTO(done, eval_characters(&w, error));
    LT_TRY_GOTO(done, lt_eval_measure(w.cases.items, w.cases.count, w.detections.items, w.detections.count, error));
    LT_TRY_GOTO(done, eval_scores(&w, ret_scores, error));
done:
    lt_truth_clear(&w.truth);
    free(w.pairs.items);
    free(w.cases.items);
    free(w.detections.items);
    free(w.checked);
    return code;
}

const lt_eval_score *lt_eval_rows(const lt_eval_scores *scores, size_t *ret_count)
{
    *ret_count = scores->count;
    return scores->rows;
}

uint64_t lt_eval_outside(const lt_eval_scores *scores)
{
    return scores->outside;
}

void lt_eval_free(lt_eval_scores *scores)
{
    if (scores == NULL) {
        return;
    }
    char **folders = scores->folders.items;
    for (size_t i = 0; i < scores->folders.count; i++) {
        free(folders[i]);
    }
    free(scores->folders.items);
    free(scores->rows);
    free(scores);
}

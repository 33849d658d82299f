/* passage_oracle: what must hold of passages and phrases, from the definition.
 *
 * Windows are told apart by sorting them by their tokens, runs found by walking diagonals: no hash, no seed, and
 * nothing of the code under test but its result. */
#ifndef LEITONG_PASSAGE_ORACLE_H
#define LEITONG_PASSAGE_ORACLE_H

#include "test.h"

#include "base/buffer.h"
#include "lexicon.h"
#include "passages/passage.h"

/* Token streams, one a document; zero it first. */
typedef struct streams {
    uint32_t *tokens;
    size_t token_count, token_capacity;
    size_t *begins; /* [count + 1] */
    size_t count, capacity;
} streams;

static inline void streams_clear(streams *s)
{
    free(s->tokens);
    free(s->begins);
    memset(s, 0, sizeof *s);
}

static inline void streams_token(streams *s, uint32_t token)
{
    if (s->token_count == s->token_capacity) {
        s->token_capacity = s->token_capacity * 2 + 1024;
        s->tokens = realloc(s->tokens, s->token_capacity * sizeof *s->tokens);
    }
    s->tokens[s->token_count++] = token;
}

/* Ends a document. */
static inline void streams_document(streams *s)
{
    if (s->count + 2 > s->capacity) {
        s->capacity = s->capacity * 2 + 64;
        s->begins = realloc(s->begins, s->capacity * sizeof *s->begins);
    }
    s->begins[0] = 0;
    s->begins[++s->count] = s->token_count;
}

static inline size_t streams_size(const streams *s, size_t document)
{
    return s->begins[document + 1] - s->begins[document];
}

static inline void streams_corpus(const streams *s, const char *folder, lt_corpus *corpus)
{
    assert_int_equal(lt_corpus_init(corpus, folder, NULL), 0);
    lt_corpus_share_lexicon(corpus, test_lexicon());
    corpus->documents = calloc(s->count + 1, sizeof *corpus->documents);
    corpus->document_capacity = s->count + 1;
    corpus->document_count = s->count;
    /* Arrival is not the order of ids: the last comes first. */
    for (size_t i = 0; i < s->count; i++) {
        size_t from = s->count - 1 - i;
        lt_document *document = &corpus->documents[i];
        char id[32];
        snprintf(id, sizeof id, "%08zu", from);
        document->id = strdup(id);
        uint64_t offset;
        document->token_begin = corpus->token_count;
        document->token_count = streams_size(s, from);
        assert_int_equal(lt_spool_append(corpus->tokens, LT_FROM(s->tokens, s->begins[from]),
                                         document->token_count * sizeof(uint32_t), &offset, NULL),
                         0);
        corpus->token_count += document->token_count;
    }
    assert_int_equal(lt_corpus_settle(corpus, NULL, NULL), 0);
}

static inline const lt_passage_options *oracle_options(void)
{
    static const lt_passage_options options = {.run = 13, .hot = 16, .stock = 8};
    return &options;
}

static inline void oracle_run(const streams *s, const lt_passage_options *options, unsigned jobs,
                              lt_passage_result *result)
{
    lt_corpus corpus;
    streams_corpus(s, options->memory > 0 ? options->folder : NULL, &corpus);
    lt_workers *workers = NULL;
    leitong_error error = {0};
    assert_int_equal(lt_workers_new(jobs, &workers, NULL), 0);
    int code = lt_passage_run(&corpus, options, workers, result, &error);
    if (code != 0) {
        print_error("%s: %s\n", error.path, error.message);
    }
    assert_int_equal(code, 0);
    lt_workers_free(workers);
    lt_corpus_clear(&corpus);
}

/* A place of a window: document and token. */
typedef struct spot {
    uint32_t document, begin;
} spot;

/* All windows, equal ones side by side, each group in (document, begin) order. */
typedef struct spots {
    spot *items;
    size_t count;
    size_t *group_of; /* [token of the streams] → where its group begins in items; SIZE_MAX: no window begins there */
    size_t *group_size; /* [group's begin] */
} spots;

static const streams *spots_streams; /* qsort has no context */
static unsigned spots_run;

static inline const uint32_t *spot_tokens(const streams *s, spot at)
{
    return s->tokens + s->begins[at.document] + at.begin;
}

static inline int spot_content(spot x, spot y)
{
    return memcmp(spot_tokens(spots_streams, x), spot_tokens(spots_streams, y), spots_run * sizeof(uint32_t));
}

static inline int spot_compare(const void *left, const void *right)
{
    const spot *x = left;
    const spot *y = right;
    int order = spot_content(*x, *y);
    if (order != 0) {
        return order;
    }
    if (x->document != y->document) {
        return x->document < y->document ? -1 : 1;
    }
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

static inline void spots_find(const streams *s, unsigned run, spots *ret)
{
    *ret = (spots){.items = malloc((s->token_count + 1) * sizeof *ret->items),
                   .group_of = malloc((s->token_count + 1) * sizeof *ret->group_of),
                   .group_size = calloc(s->token_count + 1, sizeof *ret->group_size)};
    memset(ret->group_of, 0xFF, (s->token_count + 1) * sizeof *ret->group_of);
    for (uint32_t d = 0; d < s->count; d++) {
        for (uint32_t t = 0; t + run <= streams_size(s, d); t++) {
            ret->items[ret->count++] = (spot){d, t};
        }
    }
    spots_streams = s;
    spots_run = run;
    qsort(ret->items, ret->count, sizeof *ret->items, spot_compare);
    size_t begin = 0;
    for (size_t i = 0; i < ret->count; i++) {
        if (i > 0 && spot_content(ret->items[i - 1], ret->items[i]) != 0) {
            begin = i;
        }
        ret->group_of[s->begins[ret->items[i].document] + ret->items[i].begin] = begin;
        ret->group_size[begin]++;
    }
}

static inline void spots_clear(spots *p)
{
    free(p->items);
    free(p->group_of);
    free(p->group_size);
}

/* Passages by document pair: result->passages.items sorted by (document_a, document_b, a_begin). */
typedef struct pairs {
    lt_passage *items;
    size_t count;
} pairs;

static inline int pairs_compare(const void *left, const void *right)
{
    const lt_passage *l = left;
    const lt_passage *r = right;
    if (l->document_a != r->document_a) {
        return l->document_a < r->document_a ? -1 : 1;
    }
    if (l->document_b != r->document_b) {
        return l->document_b < r->document_b ? -1 : 1;
    }
    return l->a_begin < r->a_begin ? -1 : l->a_begin > r->a_begin;
}

static inline void pairs_sort(const lt_passage_result *result, pairs *ret)
{
    *ret = (pairs){malloc((result->passages.count + 1) * sizeof *ret->items), result->passages.count};
    if (ret->count > 0) {
        memcpy(ret->items, result->passages.items, ret->count * sizeof *ret->items);
        qsort(ret->items, ret->count, sizeof *ret->items, pairs_compare);
    }
}

/* The first passage of a pair or behind it. */
static inline size_t pairs_first(const pairs *p, uint32_t a, uint32_t b)
{
    size_t low = 0;
    size_t high = p->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const lt_passage *m = &p->items[middle];
        if (m->document_a < a || (m->document_a == a && m->document_b < b)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether one passage holds `length` tokens at both places, x before y. */
static inline bool pairs_hold(const pairs *p, spot x, spot y, uint32_t length)
{
    for (size_t i = pairs_first(p, x.document, y.document);
         i < p->count && p->items[i].document_a == x.document && p->items[i].document_b == y.document &&
         p->items[i].a_begin <= x.begin;
         i++) {
        const lt_passage *q = &p->items[i];
        if (x.begin + length <= q->a_end && q->b_begin <= y.begin && y.begin + length <= q->b_end) {
            return true;
        }
    }
    return false;
}

static inline void oracle_missing(const char *what, spot x, spot y, size_t length)
{
    print_error("%s: %u [%u, %zu) and %u [%u, %zu) are not held\n", what, x.document, x.begin, x.begin + length,
                y.document, y.begin, y.begin + length);
    fail();
}

/* Contract 1, a window at a time. Returns how many pairs of places were asked. */
static inline size_t oracle_windows(const spots *w, const pairs *p, const lt_passage_options *options)
{
    size_t asked = 0;
    for (size_t begin = 0, end; begin < w->count; begin = end) {
        end = begin + w->group_size[begin];
        bool rare = end - begin <= options->hot;
        for (size_t j = begin + 1; j < end; j++) {
            for (size_t i = begin; i < (rare ? j : begin + 1); i++, asked++) {
                if (!pairs_hold(p, w->items[i], w->items[j], options->run)) {
                    oracle_missing(rare ? "window" : "link", w->items[i], w->items[j], options->run);
                }
            }
        }
    }
    return asked;
}

/* Every place of a window in more than `hot` places is within a place of a phrase. */
static inline void oracle_hot_windows(const streams *s, const spots *w, const lt_passage_result *result,
                                      const lt_passage_options *options)
{
    uint32_t *reach = calloc(s->token_count + 1, sizeof *reach); /* furthest end of a phrase place beginning here */
    for (size_t i = 0; i < result->place_count; i++) {
        lt_place place = result->places[i];
        size_t at = s->begins[place.document] + place.begin;
        reach[at] = reach[at] > place.end - place.begin ? reach[at] : place.end - place.begin;
    }
    for (uint32_t d = 0; d < s->count; d++) {
        uint32_t end = 0;
        for (uint32_t t = 0; t + options->run <= streams_size(s, d); t++) {
            size_t at = s->begins[d] + t;
            end = reach[at] > 0 && t + reach[at] > end ? t + reach[at] : end;
            bool hot = w->group_size[w->group_of[at]] > options->hot;
            if (hot && end < t + options->run) {
                print_error("%u [%u, +%u) stands in %zu places but in no phrase\n", d, t, options->run,
                            w->group_size[w->group_of[at]]);
                fail();
            }
        }
    }
    free(reach);
}

/* The maximal run on the diagonal of x and y that begins there: each rare window of it is held. */
static inline void oracle_maximal(const streams *s, const spots *w, const pairs *p, const lt_passage_options *options,
                                  spot x, spot y, uint32_t length)
{
    for (uint32_t t = 0; t + options->run <= length; t++) {
        spot a = {x.document, x.begin + t};
        spot b = {y.document, y.begin + t};
        bool rare = w->group_size[w->group_of[s->begins[a.document] + a.begin]] <= options->hot;
        if (rare && !pairs_hold(p, a, b, options->run)) {
            oracle_missing("run", x, y, length);
        }
    }
}

/* All maximal runs of all pairs of documents and of each with itself: quadratic. */
static inline size_t oracle_runs(const streams *s, const spots *w, const pairs *p, const lt_passage_options *options)
{
    size_t runs = 0;
    for (uint32_t a = 0; a < s->count; a++) {
        for (uint32_t b = a; b < s->count; b++) {
            int64_t a_size = (int64_t)streams_size(s, a);
            int64_t b_size = (int64_t)streams_size(s, b);
            for (int64_t d = a == b ? 1 : 1 - a_size; d < b_size; d++) {
                uint32_t length = 0;
                for (int64_t i = d < 0 ? -d : 0; i <= a_size; i++) {
                    if (i < a_size && i + d < b_size &&
                        s->tokens[s->begins[a] + (size_t)i] == s->tokens[s->begins[b] + (size_t)(i + d)]) {
                        length++;
                        continue;
                    }
                    if (length >= options->run) {
                        spot x = {a, (uint32_t)i - length};
                        spot y = {b, (uint32_t)(i + d) - length};
                        oracle_maximal(s, w, p, options, x, y, length);
                        runs++;
                    }
                    length = 0;
                    if (i + d >= b_size) {
                        break;
                    }
                }
            }
        }
    }
    return runs;
}

/* Equal tokens in a row around a[i], b[j], an aligned place, within the passage. */
static inline uint32_t oracle_around(const uint32_t *a, const uint32_t *b, const lt_passage *p, uint32_t i, uint32_t j)
{
    uint32_t before = 0;
    uint32_t behind = 0;
    while (i - before > p->a_begin && j - before > p->b_begin && a[i - before - 1] == b[j - before - 1]) {
        before++;
    }
    while (i + behind < p->a_end && j + behind < p->b_end && a[i + behind] == b[j + behind]) {
        behind++;
    }
    return before + behind;
}

/* A passage is what its header says: equal outside its edits, borders on equal tokens, figures right. */
static inline void oracle_passage(const streams *s, const lt_passage *p, const lt_edit *edits,
                                  const lt_passage_options *options)
{
    const uint32_t *a = s->tokens + s->begins[p->document_a];
    const uint32_t *b = s->tokens + s->begins[p->document_b];
    assert_true(p->a_begin < p->a_end && p->a_end <= streams_size(s, p->document_a));
    assert_true(p->b_begin < p->b_end && p->b_end <= streams_size(s, p->document_b));
    assert_int_equal(a[p->a_begin], b[p->b_begin]);
    assert_int_equal(a[p->a_end - 1], b[p->b_end - 1]);
    uint32_t i = p->a_begin;
    uint32_t j = p->b_begin;
    uint32_t matched = 0;
    uint32_t longest = 0; /* between edits as they stand */
    uint32_t around = 0;
    for (uint32_t e = 0; e <= p->edit_count; e++) {
        lt_edit edit = {p->a_end, p->a_end, p->b_end, p->b_end};
        if (e < p->edit_count) {
            edit = edits[p->edit_begin + e];
            assert_true(edit.a_begin > p->a_begin || edit.b_begin > p->b_begin);
            assert_true(edit.a_begin < edit.a_end || edit.b_begin < edit.b_end);
        }
        assert_true(edit.a_begin >= i && edit.b_begin >= j);
        assert_true(edit.a_begin <= edit.a_end && edit.b_begin <= edit.b_end && edit.a_end <= p->a_end &&
                    edit.b_end <= p->b_end);
        uint32_t run = edit.a_begin - i;
        assert_int_equal(run, edit.b_begin - j);
        assert_true(run > 0);
        for (uint32_t k = 0; k < run; k++) {
            assert_int_equal(a[i + k], b[j + k]);
        }
        matched += run;
        longest = run > longest ? run : longest;
        uint32_t whole = oracle_around(a, b, p, i, j);
        around = whole > around ? whole : around;
        i = edit.a_end;
        j = edit.b_end;
    }
    assert_int_equal(matched, p->matched);
    assert_int_equal(around, p->longest_run);
    uint32_t a_tokens = p->a_end - p->a_begin;
    uint32_t b_tokens = p->b_end - p->b_begin;
    uint32_t most = a_tokens > b_tokens ? a_tokens : b_tokens;
    assert_true(longest >= options->run || (matched >= 20 && matched * 2 >= most));
}

/* Spans of one document are disjoint, but for tandem repeats, which are as long as they can be and whose period is
 * least. */
static inline void oracle_self(const streams *s, const lt_passage *p)
{
    const uint32_t *tokens = s->tokens + s->begins[p->document_a];
    size_t size = streams_size(s, p->document_a);
    if (p->period == 0) {
        assert_true(p->a_end <= p->b_begin);
        return;
    }
    assert_int_equal(p->b_begin - p->a_begin, p->period);
    assert_int_equal(p->b_end - p->a_end, p->period);
    assert_true(p->a_end > p->b_begin);
    assert_int_equal(p->edit_count, 0);
    assert_true(p->a_begin == 0 || tokens[p->a_begin - 1] != tokens[p->b_begin - 1]);
    assert_true(p->b_end == size || tokens[p->a_end] != tokens[p->b_end]);
    for (uint32_t period = 1; period < p->period; period++) {
        bool holds = true;
        for (uint32_t i = p->a_begin + period; i < p->b_end && holds; i++) {
            holds = tokens[i] == tokens[i - period];
        }
        assert_false(holds);
    }
}

static inline uint32_t oracle_common(uint32_t x_begin, uint32_t x_end, uint32_t y_begin, uint32_t y_end)
{
    uint32_t begin = x_begin > y_begin ? x_begin : y_begin;
    uint32_t end = x_end < y_end ? x_end : y_end;
    return end > begin ? end - begin : 0;
}

/* No two passages of a pair tell of the same two stretches: on one side at least they have fewer than `run` tokens in
 * common, and none stands within another. Two tandem repeats are held to the latter alone. */
static inline void oracle_apart(const pairs *sorted, unsigned run)
{
    for (size_t i = 0; i < sorted->count; i++) {
        const lt_passage *p = &sorted->items[i];
        for (size_t j = i + 1; j < sorted->count; j++) {
            const lt_passage *q = &sorted->items[j];
            if (p->document_a != q->document_a || p->document_b != q->document_b || q->a_begin >= p->a_end) {
                break;
            }
            uint32_t a = oracle_common(p->a_begin, p->a_end, q->a_begin, q->a_end);
            uint32_t b = oracle_common(p->b_begin, p->b_end, q->b_begin, q->b_end);
            bool apart = a < run || b < run || (p->period != 0 && q->period != 0);
            bool within = (a == p->a_end - p->a_begin && b == p->b_end - p->b_begin) ||
                          (a == q->a_end - q->a_begin && b == q->b_end - q->b_begin);
            if (!apart || within) {
                print_error("%u:%u [%u, %u) [%u, %u) and [%u, %u) [%u, %u) are not apart\n", p->document_a,
                            p->document_b, p->a_begin, p->a_end, p->b_begin, p->b_end, q->a_begin, q->a_end, q->b_begin,
                            q->b_end);
                fail();
            }
        }
    }
}

static inline void oracle_passages(const streams *s, const lt_passage_result *result, const pairs *sorted,
                                   const lt_passage_options *options)
{
    const lt_passages *passages = &result->passages;
    for (size_t i = 0; i < passages->count; i++) {
        const lt_passage *p = &passages->items[i];
        assert_true(p->document_a <= p->document_b);
        oracle_passage(s, p, passages->edits, options);
        if (p->document_a == p->document_b) {
            oracle_self(s, p);
        } else {
            assert_int_equal(p->period, 0);
        }
        if (i > 0) {
            const lt_passage *q = p - 1;
            uint64_t here[] = {p->document_a, p->a_begin, p->document_b, p->b_begin, p->a_end, p->b_end};
            uint64_t before[] = {q->document_a, q->a_begin, q->document_b, q->b_begin, q->a_end, q->b_end};
            size_t k = 0;
            while (k < 5 && here[k] == before[k]) {
                k++;
            }
            assert_true(before[k] < here[k]); /* also: none twice */
        }
    }
    oracle_apart(sorted, options->run);
}

/* What a result says, without the bytes between its fields. */
static inline void oracle_write(const lt_passage_result *r, FILE *file)
{
    for (size_t i = 0; i < r->passages.count; i++) {
        const lt_passage *p = &r->passages.items[i];
        fprintf(file, "%u %u %u %u %u %u %u %u %u %u:", p->document_a, p->document_b, p->a_begin, p->a_end, p->b_begin,
                p->b_end, p->matched, p->longest_run, p->period, p->stock);
        for (uint32_t e = 0; e < p->edit_count; e++) {
            const lt_edit *x = &r->passages.edits[p->edit_begin + e];
            fprintf(file, " %u %u %u %u", x->a_begin, x->a_end, x->b_begin, x->b_end);
        }
        fputc('\n', file);
    }
    for (size_t i = 0; i < r->phrase_count; i++) {
        const lt_phrase *p = &r->phrases[i];
        fprintf(file, "phrase %u %u:", p->place_count, p->documents);
        for (size_t k = p->place_begin; k < p->place_begin + p->place_count; k++) {
            fprintf(file, " %u %u %u", r->places[k].document, r->places[k].begin, r->places[k].end);
        }
        fputc('\n', file);
    }
    for (size_t i = 0; i < r->stock_count; i++) {
        fprintf(file, "stock %u %u %u\n", r->stock[i].document, r->stock[i].begin, r->stock[i].end);
    }
    fprintf(file, "%llu %llu %llu\n", (unsigned long long)r->seeds, (unsigned long long)r->windows,
            (unsigned long long)r->hits);
}

#endif

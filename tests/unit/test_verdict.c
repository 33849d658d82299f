/* Verdicts: against the scan's own figures where nothing is taken off, and against their definition where it is. The
 * oracle counts characters: generated texts are Han alone, three bytes and one token each. */
#include "test.h"

#include "gate/policy.h"
#include "leitong/leitong.h"

#include <unistd.h>

#define DOCUMENTS 10
#define LONGEST 1200 /* characters of a document */
#define BLOCKS 8
#define APPROVED 4
#define RUN 13
#define STOCK 3          /* documents before wording is stock */
#define STOCK_LONGEST 40 /* ARCHITECTURE.md, contract 11 */

typedef struct made_text {
    unsigned char bytes[3 * LONGEST + 4];
    size_t size;
} made_text;

static void put_character(made_text *text, unsigned number)
{
    unsigned c = 0x4E00 + 7 * (number % 600);
    if (text->size + 3 <= 3 * LONGEST) {
        text->bytes[text->size++] = (unsigned char)(0xE0 | c >> 12);
        text->bytes[text->size++] = (unsigned char)(0x80 | (c >> 6 & 63));
        text->bytes[text->size++] = (unsigned char)(0x80 | (c & 63));
    }
}

static void put_text(made_text *text, const made_text *from, size_t begin, size_t end)
{
    for (size_t i = begin; i < end && text->size + 3 <= 3 * LONGEST; i++) {
        memcpy(text->bytes + text->size, from->bytes + 3 * i, 3);
        text->size += 3;
    }
}

static made_text random_text(uint64_t *state, size_t least, size_t most)
{
    made_text text = {.size = 0};
    size_t count = least + test_random(state) % (most - least + 1);
    for (size_t i = 0; i < count; i++) {
        put_character(&text, (unsigned)(test_random(state) % 600));
    }
    return text;
}

/* Filler and blocks that other documents have too, some with a character changed. */
static made_text random_document(uint64_t *state, const made_text *blocks)
{
    made_text text = {.size = 0};
    for (size_t piece = 0; piece < 9; piece++) {
        made_text filler = random_text(state, 4, 40);
        made_text copy = blocks[test_random(state) % BLOCKS];
        put_text(&text, &filler, 0, filler.size / 3);
        if (test_random(state) % 4 == 0) {
            made_text other = random_text(state, 1, 1);
            memcpy(copy.bytes + 3 * (test_random(state) % (copy.size / 3)), other.bytes, 3);
        }
        put_text(&text, &copy, 0, copy.size / 3);
    }
    return text;
}

static const char *const series_names[] = {NULL, "work reports", "statutes"};
static const char *const author_names[] = {NULL, "Li", "Wang"};

static leitong_result *scanned(uint64_t *state, const made_text *texts)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_scan *scan;
    leitong_result *result;
    options.jobs = 1;
    options.stock = STOCK;
    options.pairs = LEITONG_PAIRS_ALL;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        char id[32];
        snprintf(id, sizeof id, "folder/d%zu.txt", i);
        leitong_document document = {.id = id, .path = id, .bytes = texts[i].bytes, .size = texts[i].size};
        document.series = series_names[test_random(state) % 3];
        document.author = author_names[test_random(state) % 3];
        assert_int_equal(leitong_scan_add(scan, &document, NULL), 0);
    }
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_scan_free(scan);
    return result;
}

/* What the oracle was told of the policy. */
typedef struct told_policy {
    made_text approved[APPROVED];
    bool expired[APPROVED];
    bool own_series, own_author;
} told_policy;

static void approved_flags(const told_policy *told, const made_text *text, bool *approved)
{
    size_t count = text->size / 3;
    memset(approved, 0, count * sizeof *approved);
    for (size_t a = 0; a < APPROVED; a++) {
        size_t length = told->approved[a].size / 3;
        size_t need = length < RUN ? length : RUN;
        for (size_t i = 0; !told->expired[a] && i + need <= count; i++) {
            for (size_t j = 0; j + need <= length; j++) {
                if (memcmp(text->bytes + 3 * i, told->approved[a].bytes + 3 * j, 3 * need) == 0) {
                    memset(approved + i, 1, need);
                }
            }
        }
    }
}

static bool told_own(const told_policy *told, const leitong_result_document *a, const leitong_result_document *b)
{
    return (told->own_series && a->series != NULL && b->series != NULL && strcmp(a->series, b->series) == 0) ||
           (told->own_author && a->author != NULL && b->author != NULL && strcmp(a->author, b->author) == 0);
}

/* A stretch: windows of RUN that stand in STOCK documents, one behind the other. Short ones are stock, but for what
 * stands in a long one. */
static void stock_flags(const made_text *texts, uint32_t s, bool *stock)
{
    size_t count = texts[s].size / 3;
    bool copied[LONGEST] = {false};
    memset(stock, 0, count * sizeof *stock);
    for (size_t first = 0; first + RUN <= count;) {
        size_t last = first;
        for (;; last++) {
            size_t documents = 0;
            for (size_t d = 0; last + RUN <= count && d < DOCUMENTS; d++) {
                documents += memmem(texts[d].bytes, texts[d].size, texts[s].bytes + 3 * last, 3 * RUN) != NULL;
            }
            if (documents < STOCK) {
                break;
            }
        }
        if (last > first) {
            size_t length = last - first + RUN - 1;
            memset((length > STOCK_LONGEST ? copied : stock) + first, 1, length);
        }
        first = last + 1;
    }
    for (size_t t = 0; t < count; t++) {
        stock[t] = stock[t] && !copied[t];
    }
}

typedef struct oracle {
    leitong_verdict_figures figures;
    bool approved[LONGEST], covered[LONGEST], counted[LONGEST], others[LONGEST], stock[LONGEST];
    bool repeated[LONGEST], spanned[LONGEST];
    bool shared[DOCUMENTS][LONGEST], there[DOCUMENTS][LONGEST];
    bool passage_out; /* a passage does not count: phrases tell of the places that it stood for */
} oracle;

static size_t left_of(const oracle *o, const leitong_span *span)
{
    size_t left = 0;
    for (uint64_t t = span->begin / 3; t < span->end / 3; t++) {
        left += !o->approved[t];
    }
    return left;
}

/* Token t of a passage's side stands in one of its edits. */
static bool edited_at(const leitong_result *result, const leitong_result_passage *row, bool is_a, uint64_t t)
{
    size_t count;
    const leitong_result_edit *edits = leitong_result_edits(result, &count) + row->edit_begin;
    for (uint32_t e = 0; e < row->edit_count; e++) {
        if ((is_a ? edits[e].a_begin : edits[e].b_begin) / 3 <= t && t < (is_a ? edits[e].a_end : edits[e].b_end) / 3) {
            return true;
        }
    }
    return false;
}

/* Equal tokens of a passage's side: all of them, and those that no approved wording holds. */
static size_t equal_of(const oracle *o, const leitong_result *result, const leitong_result_passage *row, bool is_a,
                       size_t *ret_left)
{
    const leitong_span *here = is_a ? &row->a : &row->b;
    size_t equal = 0;
    *ret_left = 0;
    for (uint64_t t = here->begin / 3; t < here->end / 3; t++) {
        bool edited = edited_at(result, row, is_a, t);
        equal += !edited;
        *ret_left += !edited && !o->approved[t];
    }
    return equal;
}

/* Where approved wording stands in the span: outside of it, between the edits as they stand. */
static uint64_t longest_left(const oracle *o, const leitong_result *result, const leitong_result_passage *row,
                             bool is_a)
{
    size_t count;
    const leitong_result_edit *edits = leitong_result_edits(result, &count) + row->edit_begin;
    const leitong_span *here = is_a ? &row->a : &row->b;
    uint64_t longest = 0;
    uint64_t length = 0;
    for (uint64_t t = here->begin / 3; t < here->end / 3; t++) {
        bool edited = false;
        for (uint32_t e = 0; e < row->edit_count; e++) {
            uint64_t begin = (is_a ? edits[e].a_begin : edits[e].b_begin) / 3;
            uint64_t end = (is_a ? edits[e].a_end : edits[e].b_end) / 3;
            edited = edited || (begin <= t && t < end);
            length = begin == t && end == t ? 0 : length; /* something stands there alone */
        }
        length = o->approved[t] || edited ? 0 : length + 1;
        longest = length > longest ? length : longest;
    }
    return longest;
}

static uint64_t longest_equal(const made_text *texts, const leitong_span *here, const leitong_span *there)
{
    /* The longest common substring of the two spans. */
    uint64_t longest = 0;
    for (uint64_t i = here->begin / 3; i < here->end / 3; i++) {
        for (uint64_t j = there->begin / 3; j < there->end / 3; j++) {
            uint64_t length = 0;
            while (i + length < here->end / 3 && j + length < there->end / 3 &&
                   memcmp(texts[here->document].bytes + 3 * (i + length),
                          texts[there->document].bytes + 3 * (j + length), 3) == 0) {
                length++;
            }
            longest = length > longest ? length : longest;
        }
    }
    return longest;
}

static void oracle_two(oracle *o, const told_policy *told, const leitong_result *result, uint32_t s,
                       const made_text *texts, const leitong_result_passage *row)
{
    const leitong_span *a = &row->a;
    const leitong_span *b = &row->b;
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    const leitong_span *here = b->document == s ? b : a;
    const leitong_span *there = b->document == s ? a : b;
    if (here->document != s) {
        return;
    }
    bool within = there->document == s;
    bool own = !within && told_own(told, &documents[s], &documents[there->document]);
    size_t left;
    size_t equal = equal_of(o, result, row, here == a, &left);
    bool approved = left < equal && left < RUN;
    bool counts = !own && !within && !approved;
    o->passage_out = o->passage_out || (!counts && !within);
    for (int side = 0; side < 2; side++) {
        const leitong_span *span = side == 0 ? here : there;
        for (uint64_t t = span->begin / 3; t < span->end / 3; t++) {
            bool same = !edited_at(result, row, span == a, t);
            if (span->document == s) {
                o->spanned[t] = true;
                o->repeated[t] = o->repeated[t] || (same && within);
            }
            if (side == 1) {
                o->there[there->document][t] = o->there[there->document][t] || (same && counts);
            } else if (!within && same) {
                o->covered[t] = true;
                o->others[t] = o->others[t] || !own;
                o->counted[t] = o->counted[t] || counts;
                o->shared[there->document][t] = o->shared[there->document][t] || counts;
            }
        }
    }
    if (counts) {
        uint64_t longest = left < equal ? longest_left(o, result, row, here == a) : longest_equal(texts, here, there);
        o->figures.passages++;
        o->figures.longest_run = longest > o->figures.longest_run ? longest : o->figures.longest_run;
    }
}

static void oracle_phrases(oracle *o, const told_policy *told, const leitong_result *result, uint32_t s)
{
    size_t count;
    size_t place_count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    const leitong_result_phrase *phrases = leitong_result_phrases(result, &count);
    const leitong_span *places = leitong_result_places(result, &place_count);
    for (size_t i = 0; i < count; i++) {
        size_t foreign = 0;
        size_t elsewhere = 0;
        const leitong_span *first = places + phrases[i].place_begin;
        for (size_t p = 0; p < phrases[i].place_count; p++) {
            elsewhere += first[p].document != s;
            foreign += first[p].document != s && !told_own(told, &documents[s], &documents[first[p].document]);
        }
        for (size_t p = 0; p < phrases[i].place_count; p++) {
            if (first[p].document != s) {
                continue;
            }
            bool own = elsewhere > 0 && foreign == 0;
            size_t left = left_of(o, &first[p]);
            bool approved = left < phrases[i].tokens && left < RUN;
            bool repeats = phrases[i].place_count - elsewhere > 1;
            uint64_t stretch = 0;
            for (uint64_t t = first[p].begin / 3; t < first[p].end / 3; t++) {
                bool counts = !own && !approved && elsewhere > 0;
                o->spanned[t] = true;
                o->repeated[t] = o->repeated[t] || repeats;
                o->covered[t] = o->covered[t] || elsewhere > 0;
                o->others[t] = o->others[t] || (!own && elsewhere > 0);
                o->counted[t] = o->counted[t] || counts;
                stretch = o->approved[t] ? 0 : stretch + 1;
                o->figures.longest_run = counts && stretch > o->figures.longest_run ? stretch : o->figures.longest_run;
            }
        }
    }
}

/* Tokens that a counted phrase shares with each other document. */
static void oracle_phrase_sources(oracle *o, const told_policy *told, const leitong_result *result, uint32_t s)
{
    size_t count;
    size_t place_count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    const leitong_result_phrase *phrases = leitong_result_phrases(result, &count);
    const leitong_span *places = leitong_result_places(result, &place_count);
    for (size_t i = 0; i < count; i++) {
        const leitong_span *here = places + phrases[i].place_begin;
        const leitong_span *end = here + phrases[i].place_count;
        for (; here < end; here++) {
            size_t left = left_of(o, here);
            if (here->document != s || (left < phrases[i].tokens && left < RUN)) {
                continue;
            }
            for (const leitong_span *there = end - phrases[i].place_count; there < end; there++) {
                uint32_t d = there->document;
                bool counts = o->passage_out && d != s && !told_own(told, &documents[s], &documents[d]);
                for (uint64_t t = 0; counts && t < phrases[i].tokens; t++) {
                    o->shared[d][here->begin / 3 + t] = o->there[d][there->begin / 3 + t] = true;
                }
            }
        }
    }
}

static void oracle_sources(oracle *o, const leitong_result *result, uint32_t s)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    double best = 0;
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        uint64_t here = 0;
        uint64_t there = 0;
        for (size_t t = 0; t < LONGEST; t++) {
            here += o->shared[d][t] && !o->approved[t];
            there += o->there[d][t];
        }
        o->figures.source_tokens = here > o->figures.source_tokens ? here : o->figures.source_tokens;
        uint64_t smaller = documents[d].tokens < documents[s].tokens ? documents[d].tokens : documents[s].tokens;
        double share = (double)(here < there ? here : there) / (double)smaller;
        if (d != s && share > best) {
            best = share;
            o->figures.document_shared = here < there ? here : there;
            o->figures.document_smaller = smaller;
        }
    }
}

static void oracle_run(oracle *o, const told_policy *told, const leitong_result *result, uint32_t s,
                       const made_text *texts)
{
    size_t count;
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    memset(o, 0, sizeof *o);
    approved_flags(told, &texts[s], o->approved);
    stock_flags(texts, s, o->stock);
    for (size_t i = 0; i < count; i++) {
        oracle_two(o, told, result, s, texts, &passages[i]);
    }
    oracle_phrases(o, told, result, s);
    oracle_phrase_sources(o, told, result, s);
    oracle_sources(o, result, s);
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    const leitong_result_document *documents = leitong_result_documents(result, &(size_t){0});
    bool alike[3 * LONGEST] = {false};
    for (size_t i = 0; i < count; i++) {
        const leitong_span *here = pairs[i].b.document == s ? &pairs[i].b : &pairs[i].a;
        const leitong_span *there = pairs[i].b.document == s ? &pairs[i].a : &pairs[i].b;
        if (here->document == s) {
            bool within = there->document == s;
            size_t left = left_of(o, here);
            bool approved = left < (here->end - here->begin) / 3 && left < RUN;
            bool own = !within && told_own(told, &documents[s], &documents[there->document]);
            o->figures.paragraphs += !alike[here->begin] && !own && !approved && !within;
            alike[here->begin] = alike[here->begin] || (!own && !approved && !within);
        }
    }
    for (size_t t = 0; t < texts[s].size / 3; t++) {
        o->figures.approved += o->covered[t] && o->approved[t];
        o->figures.reused += o->covered[t];
        o->figures.covered += o->spanned[t];
        o->figures.repeated += o->repeated[t];
        o->figures.reused_without_own += o->covered[t] && o->others[t];
        o->figures.counted += o->counted[t] && !o->approved[t];
        o->figures.counted_without_stock += o->counted[t] && !o->approved[t] && !o->stock[t];
        o->figures.reused_without_stock += o->covered[t] && !o->stock[t];
    }
}

static void write_policy(const char *path, const told_policy *told)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "{\"limits\":{},\"own\":[%s%s%s],\"approved\":[", told->own_series ? "\"series\"" : "",
            told->own_series && told->own_author ? "," : "", told->own_author ? "\"author\"" : "");
    for (size_t a = 0; a < APPROVED; a++) {
        fprintf(file, "%s{\"text\":\"%.*s\",\"expires\":\"%s\"}", a > 0 ? "," : "", (int)told->approved[a].size,
                (const char *)told->approved[a].bytes, told->expired[a] ? "2026-02-27" : "2026-02-28");
    }
    fprintf(file, "]}\n");
    assert_int_equal(fclose(file), 0);
}

static void figures_match_their_definition(void **state)
{
    char path[] = "/tmp/leitong-verdict-XXXXXX";
    uint64_t random = test_seed(20260228);
    uint64_t taken_off = 0;
    uint64_t phrases_seen = 0;
    uint64_t stock_seen = 0;
    uint64_t repeats_seen = 0;
    oracle *o = malloc(sizeof *o);
    int descriptor = mkstemp(path);
    (void)state;
    assert_true(descriptor >= 0);
    close(descriptor);
    for (unsigned round = 0; round < TEST_ROUNDS(24, 6); round++) {
        made_text blocks[BLOCKS];
        made_text texts[DOCUMENTS];
        told_policy told = {.own_series = round % 3 == 1, .own_author = round % 4 == 2};
        size_t few = 2 + test_random(&random) % (BLOCKS - 1);
        for (size_t b = 0; b < BLOCKS; b++) {
            blocks[b] = b < few ? random_text(&random, 14, 60) : blocks[b - few];
        }
        for (size_t d = 0; d < DOCUMENTS; d++) {
            texts[d] = random_document(&random, blocks);
        }
        for (size_t a = 0; a < APPROVED; a++) {
            const made_text *from = &blocks[test_random(&random) % BLOCKS];
            size_t count = from->size / 3;
            size_t begin = test_random(&random) % (count / 2);
            put_text(&told.approved[a], from, begin, begin + 3 + test_random(&random) % (count - begin - 3));
            told.expired[a] = test_random(&random) % 3 == 0;
        }
        leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
        leitong_policy *policy = NULL;
        leitong_error error = {0};
        options.today = "2026-02-28";
        write_policy(path, &told);
        leitong_result *result = scanned(&random, texts);
        if (leitong_policy_open(path, &options, &policy, &error) != 0) {
            fail_msg("%s:%llu: %s", error.path, (unsigned long long)error.offset, error.message);
        }
        for (uint32_t s = 0; s < DOCUMENTS; s++) {
            leitong_verdict *verdict = NULL;
            size_t count;
            oracle_run(o, &told, result, s, texts);
            assert_int_equal(leitong_verdict_new(policy, result, s, NULL, &verdict, &error), 0);
            const leitong_verdict_figures *f = leitong_verdict_get_figures(verdict);
            assert_int_equal(f->tokens, texts[s].size / 3);
            assert_int_equal(f->reused, o->figures.reused);
            assert_int_equal(f->covered, o->figures.covered);
            assert_int_equal(f->repeated, o->figures.repeated);
            repeats_seen += f->repeated > 0;
            assert_int_equal(f->reused_without_own, o->figures.reused_without_own);
            assert_int_equal(f->approved, o->figures.approved);
            assert_int_equal(f->counted, o->figures.counted);
            assert_int_equal(f->passages, o->figures.passages);
            assert_int_equal(f->paragraphs, o->figures.paragraphs);
            assert_int_equal(f->source_tokens, o->figures.source_tokens);
            assert_int_equal(f->reused_without_stock, o->figures.reused_without_stock);
            assert_int_equal(f->counted_without_stock, o->figures.counted_without_stock);
            stock_seen += f->counted_without_stock < f->counted;
            assert_int_equal(f->document_shared * (o->figures.document_smaller + !o->figures.document_smaller),
                             o->figures.document_shared * f->document_smaller);
            assert_int_equal(f->longest_run, o->figures.longest_run);
            assert_int_equal(leitong_verdict_decision(verdict), LEITONG_PASS);
            (void)leitong_result_phrases(result, &count);
            phrases_seen += count;
            taken_off += f->counted < f->reused;
            leitong_verdict_free(verdict);
        }
        leitong_policy_free(policy);
        leitong_result_free(result);
    }
    unlink(path);
    free(o);
    printf("%llu verdicts with something taken off, %llu with stock wording; %llu phrases\n",
           (unsigned long long)taken_off, (unsigned long long)stock_seen, (unsigned long long)phrases_seen);
    assert_true(taken_off > 50 && stock_seen > 50 && phrases_seen > 0 && repeats_seen > 10);
}

static leitong_result *scanned_folder(const char *folder)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    leitong_input_options input_options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_scan *scan;
    leitong_input *input;
    leitong_result *result;
    options.pairs = LEITONG_PAIRS_ALL;
    assert_int_equal(leitong_scan_new(&options, &scan, NULL), 0);
    assert_int_equal(leitong_input_open(&folder, 1, &input_options, &input, NULL), 0);
    assert_int_equal(leitong_scan_input(scan, input, NULL), 0);
    assert_int_equal(leitong_scan_finish(scan, &result, NULL), 0);
    leitong_input_close(input);
    leitong_scan_free(scan);
    return result;
}

static uint64_t longest_elsewhere(const leitong_result *result, uint32_t s)
{
    size_t count;
    const leitong_result_passage *rows = leitong_result_passages(result, &count);
    uint64_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        bool elsewhere = (rows[i].a.document == s) != (rows[i].b.document == s);
        longest = elsewhere && rows[i].longest_run > longest ? rows[i].longest_run : longest;
    }
    return longest;
}

/* Where nothing is approved, own or known, the gate's figures are the scan's. */
static void figures_are_the_scans_own(void **state)
{
    static const char *const folders[] = {"fixtures/speeches", "fixtures/encodings"};
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        leitong_policy *policy = NULL;
        size_t count;
        leitong_result *result = scanned_folder(folders[i]);
        const leitong_result_document *documents = leitong_result_documents(result, &count);
        assert_int_equal(leitong_policy_open(NULL, NULL, &policy, NULL), 0);
        for (uint32_t s = 0; s < count; s++) {
            leitong_verdict *verdict = NULL;
            const leitong_result_document *d = &documents[s];
            assert_int_equal(leitong_verdict_new(policy, result, s, NULL, &verdict, NULL), 0);
            const leitong_verdict_figures *f = leitong_verdict_get_figures(verdict);
            assert_int_equal(f->counted, d->reused);
            assert_int_equal(f->counted_without_stock, d->reused_without_stock);
            assert_int_equal(f->longest_run, longest_elsewhere(result, s));
            assert_int_equal(d->longest_run, longest_elsewhere(result, s));
            assert_int_equal(f->source_tokens, d->largest_source_tokens);
            assert_int_equal(f->reused_without_own, d->reused);
            assert_int_equal(f->approved + f->known, 0);
            bool refused = 10 * d->reused > 3 * d->tokens || 10 * f->document_shared > 7 * f->document_smaller;
            assert_int_equal(leitong_verdict_decision(verdict) == LEITONG_REFUSE, refused);
            leitong_verdict_free(verdict);
        }
        leitong_policy_free(policy);
        leitong_result_free(result);
    }
}

/* What a baseline of today accepts is known as often as it was there, and no oftener. */
static void baseline_counts_copies(void **state)
{
    char path[] = "/tmp/leitong-baseline-XXXXXX";
    leitong_result *result = scanned_folder("fixtures/speeches");
    leitong_policy *policy = NULL;
    size_t documents;
    uint64_t before = 0;
    (void)state;
    (void)leitong_result_documents(result, &documents);
    assert_int_equal(leitong_policy_open(NULL, NULL, &policy, NULL), 0);
    for (uint32_t s = 0; s < documents; s++) {
        leitong_verdict *verdict = NULL;
        assert_int_equal(leitong_verdict_new(policy, result, s, NULL, &verdict, NULL), 0);
        before += leitong_verdict_get_figures(verdict)->counted;
        leitong_verdict_free(verdict);
    }
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    assert_int_equal(leitong_policy_write_baseline(policy, file, NULL), 0);
    assert_int_equal(fclose(file), 0);
    leitong_policy_free(policy);
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_error error = {0};
    options.baseline = path;
    if (leitong_policy_open(NULL, &options, &policy, &error) != 0) {
        fail_msg("%s: %s", error.path, error.message);
    }
    assert_true(before > 0);
    for (int again = 0; again < 2; again++) {
        uint64_t counted = 0;
        uint64_t known = 0;
        for (uint32_t s = 0; s < documents; s++) {
            leitong_verdict *verdict = NULL;
            assert_int_equal(leitong_verdict_new(policy, result, s, NULL, &verdict, NULL), 0);
            counted += leitong_verdict_get_figures(verdict)->counted;
            known += leitong_verdict_get_figures(verdict)->known;
            leitong_verdict_free(verdict);
        }
        assert_int_equal(counted, again ? before : 0);
        assert_int_equal(known, again ? 0 : before);
    }
    leitong_policy_free(policy);
    leitong_result_free(result);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(figures_match_their_definition),
                                       cmocka_unit_test(figures_are_the_scans_own),
                                       cmocka_unit_test(baseline_counts_copies)};
    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}

/* result_open: what was written is read back and written again with the same bytes; what is damaged is refused. */
#include "test.h"

#include "base/hash.h"
#include "leitong/leitong.h"
#include "result/dates.h"
#include "result/result.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOCUMENTS 5
#define TEXT "同志们，大家好！ hello 𠮷\n"

static const char *const files[] = {"run.json",        "documents.jsonl", "pairs.jsonl", "passages.jsonl",
                                    "clusters.jsonl",  "phrases.jsonl",   "cases.jsonl", "texts.jsonl",
                                    "templates.jsonl", "adapted.jsonl",   "swaps.jsonl", "left_behind.jsonl"};
static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/leitong-read-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int drop_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command); /* NOLINT: the name is ours */
}

static int give_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                     leitong_error *error)
{
    (void)context;
    (void)document;
    (void)error;
    *ret_bytes = calloc(1, (size_t)(end - begin) + 1);
    memcpy(*ret_bytes, &TEXT[begin], (size_t)(end - begin));
    return 0;
}

/* Ends on borders of characters: those of TEXT's first eight, three bytes each. */
static leitong_span random_span(uint64_t *seed)
{
    uint64_t begin = test_random(seed) % 8 * 3;
    return (leitong_span){(uint32_t)(test_random(seed) % DOCUMENTS), begin,
                          begin + test_random(seed) % (9 - begin / 3) * 3};
}

static uint32_t some(uint64_t *seed)
{
    return (uint32_t)(test_random(seed) >> (32 + test_random(seed) % 32));
}

#define ADD(table, row) assert_int_equal(lt_result_add(&result->table, sizeof *(row), &(row), NULL), 0)

static void add_documents(leitong_result *result, uint64_t *seed)
{
    static const char *const ids[DOCUMENTS] = {"a b.txt", "c\"\\\n<.txt", "d/e.jsonl#7", "同志.md", "𠮷"};
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        leitong_result_document *d;
        ADD(documents, d);
        *d = (leitong_result_document){
            .id = ids[i], .encoding = "utf-8", .bytes = strlen(TEXT), .rank = (i + 2) % DOCUMENTS};
        d->title = test_random(seed) % 2 ? "标题 “x”" : NULL;
        d->date = test_random(seed) % 2 ? "2016-05" : NULL;
        d->title_from = d->title == NULL ? LEITONG_ORIGIN_UNKNOWN : 1 + (int)(test_random(seed) % 3);
        d->date_from = d->date == NULL ? LEITONG_ORIGIN_UNKNOWN : 1 + (int)(test_random(seed) % 3);
        d->series = test_random(seed) % 2 ? "" : NULL;
        d->author = test_random(seed) % 2 ? "\x01" : NULL;
        lt_hash_128(TEXT, strlen(TEXT), d->hash);
        d->paragraphs = some(seed);
        d->tokens = test_random(seed) >> test_random(seed) % 64;
        d->covered = some(seed);
        d->reused = some(seed);
        d->repeated = some(seed);
        d->boilerplate = some(seed);
        d->excluded = some(seed);
        d->reused_without_quotes = some(seed);
        d->reused_without_stock = some(seed);
        d->longest_run = some(seed);
        d->largest_source = test_random(seed) % 2 ? LEITONG_NO_DOCUMENT : (i + 1) % DOCUMENTS;
        d->salience = some(seed);
        d->largest_source_tokens = d->largest_source == LEITONG_NO_DOCUMENT ? 0 : some(seed);
        for (uint32_t s = 0; s < test_random(seed) % 3; s++) {
            leitong_result_source *row;
            ADD(sources, row);
            *row = (leitong_result_source){i, (uint32_t)(test_random(seed) % DOCUMENTS), some(seed), test_random(seed)};
        }
        for (uint64_t at = test_random(seed) % 9; test_random(seed) % 2 && at + 4 < strlen(TEXT); at += 4) {
            leitong_span *row;
            ADD(boilerplate, row);
            *row = (leitong_span){i, at, at + 1 + test_random(seed) % 4};
        }
    }
}

static int by_places(const void *left, const void *right)
{
    const leitong_span *x = left; /* a row begins with its two places */
    const leitong_span *y = right;
    for (int side = 0; side < 2; side++) {
        if (x[side].document != y[side].document) {
            return x[side].document < y[side].document ? -1 : 1;
        }
        if (x[side].begin != y[side].begin) {
            return x[side].begin < y[side].begin ? -1 : 1;
        }
    }
    return 0;
}

static void add_passage(leitong_result *result, uint64_t *seed)
{
    leitong_result_passage *p;
    ADD(passages, p);
    *p = (leitong_result_passage){.a = random_span(seed),
                                  .b = random_span(seed),
                                  .tokens_a = some(seed),
                                  .tokens_b = some(seed),
                                  .matched = some(seed),
                                  .longest_run = some(seed),
                                  .stock = some(seed),
                                  .period = test_random(seed) % 2 ? some(seed) : 0,
                                  .edit_begin = result->edits.count,
                                  .shown_begin = result->shown_edits.count,
                                  .text = LEITONG_NO_TEXT};
    if (result->texts.count > 0 && test_random(seed) % 4 != 0) {
        p->text = (uint32_t)(test_random(seed) % result->texts.count);
    }
    p->edit_count = (uint32_t)(test_random(seed) % 4);
    for (uint32_t i = 0; i < p->edit_count; i++) {
        leitong_result_edit *e;
        ADD(edits, e);
        *e = (leitong_result_edit){i == 0 ? p->a.begin : p->a.end, p->a.end, p->b.end, p->b.end};
    }
    p->shown_count = p->edit_count > 1 ? 1 : p->edit_count;
    for (uint32_t i = 0; i < p->shown_count; i++) {
        leitong_result_edit *e;
        ADD(shown_edits, e);
        *e = (leitong_result_edit){p->a.begin, p->a.end, p->b.begin, p->b.end};
    }
}

/* A case of one or two passages between the documents of the last one. */
static void add_case(leitong_result *result, uint64_t *seed)
{
    const leitong_result_passage *passages = result->passages.items;
    const leitong_result_document *documents = result->documents.items;
    size_t last = result->passages.count - 1;
    leitong_result_case *c;
    ADD(cases, c);
    *c = (leitong_result_case){.a = passages[last].a,
                               .b = passages[last].b,
                               .passage_begin = result->case_passages.count,
                               .salience = test_random(seed),
                               .text = passages[last].text};
    c->earliest = lt_dates_side(result, c->a.document, c->b.document);
    c->matched_a = test_random(seed) % (documents[c->a.document].tokens / 2 + 1);
    c->matched_b = test_random(seed) % (documents[c->b.document].tokens / 2 + 1);
    for (size_t i = 0; i <= last; i++) {
        if (passages[i].a.document == c->a.document && passages[i].b.document == c->b.document) {
            uint32_t *number;
            ADD(case_passages, number);
            *number = (uint32_t)i;
            c->passage_count++;
        }
    }
}

static void add_text(leitong_result *result, uint64_t *seed)
{
    leitong_result_text_row *t;
    ADD(texts, t);
    *t = (leitong_result_text_row){.kind = (int)(test_random(seed) % 4),
                                   .documents = some(seed),
                                   .place_count = test_random(seed) % 5,
                                   .salience = test_random(seed)};
    t->representative = result->text_places.count;
    t->place_begin = t->representative + 1;
    for (size_t i = 0; i <= t->place_count; i++) {
        leitong_span *place;
        ADD(text_places, place);
        *place = random_span(seed);
    }
}

static void add_cluster(leitong_result *result, uint64_t *seed)
{
    leitong_result_cluster *c;
    size_t count = 1 + test_random(seed) % 4;
    ADD(clusters, c);
    *c = (leitong_result_cluster){test_random(seed) % 2 ? LEITONG_UNIT_PARAGRAPH : LEITONG_UNIT_DOCUMENT, some(seed),
                                  result->members.count, count, test_random(seed) % count};
    for (size_t i = 0; i < count; i++) {
        leitong_result_member *m;
        ADD(members, m);
        *m = (leitong_result_member){.span = random_span(seed), .shared = some(seed) % 9, .all = 9 + some(seed) % 9};
        m->smaller = 9;
    }
}

static const char *const words[] = {"市", "县", "", "<b>\"", "“同志”", "𠮷\x1b", "=1"};

static const char *word(uint64_t *seed)
{
    return words[test_random(seed) % (sizeof words / sizeof words[0])];
}

static void add_slots(leitong_result *result, uint64_t *seed, leitong_result_template *t)
{
    t->slot_begin = result->slots.count;
    t->slot_count = test_random(seed) % 3;
    for (size_t i = 0; i < t->slot_count; i++) {
        leitong_result_slot *slot;
        size_t fills = test_random(seed) % 4;
        ADD(slots, slot);
        *slot = (leitong_result_slot){(int)(test_random(seed) % 7), fills, result->fills.count, fills};
        slot->distinct += test_random(seed) % 2 ? some(seed) : 0;
        for (size_t f = 0; f < fills; f++) {
            leitong_result_fill *fill;
            ADD(fills, fill);
            *fill = (leitong_result_fill){word(seed), some(seed)};
        }
    }
}

static void add_parts(leitong_result *result, uint64_t *seed, leitong_result_template *t)
{
    t->part_begin = result->parts.count;
    t->part_count = test_random(seed) % 5;
    for (size_t i = 0; i < t->part_count; i++) {
        leitong_result_part *part;
        ADD(parts, part);
        part->kind = (int)(test_random(seed) % (t->slot_count > 0 ? 3 : 2));
        if (part->kind == LEITONG_PART_SLOT) {
            part->slot = (uint32_t)(test_random(seed) % t->slot_count);
        } else {
            part->text = word(seed);
            part->count = part->kind == LEITONG_PART_OPTIONAL ? some(seed) : 0;
        }
    }
}

static void add_template(leitong_result *result, uint64_t *seed)
{
    static const int units[] = {LEITONG_UNIT_PARAGRAPH, LEITONG_UNIT_CLAUSE, LEITONG_UNIT_DOCUMENT};
    leitong_result_template t = {.unit = units[test_random(seed) % 3], .kind = (int)(test_random(seed) % 2)};
    leitong_result_template *row;
    add_slots(result, seed, &t);
    add_parts(result, seed, &t);
    t.documents = some(seed);
    t.member_begin = result->template_members.count;
    t.member_count = test_random(seed) % 50 == 0 ? LEITONG_LISTED : 1 + test_random(seed) % 4;
    t.size = t.member_count + (test_random(seed) % 2 ? some(seed) : 0);
    for (size_t m = 0; m < t.member_count; m++) {
        leitong_result_template_member *member;
        ADD(template_members, member);
        *member = (leitong_result_template_member){random_span(seed), result->ranges.count};
        for (size_t i = 0; i < t.slot_count; i++) {
            leitong_range *range;
            ADD(ranges, range);
            *range = (leitong_range){member->span.begin, member->span.end};
            if (test_random(seed) % 2) {
                *range = (leitong_range){0, 0};
            }
        }
    }
    ADD(templates, row);
    *row = t;
}

/* Pairs of documents in order, each once. */
static void add_adapted(leitong_result *result, uint64_t *seed)
{
    for (uint32_t a = 0; a < DOCUMENTS; a++) {
        for (uint32_t b = a + 1; b < DOCUMENTS; b++) {
            int copy = (int)(test_random(seed) % 3);
            leitong_result_adapted *row;
            if (test_random(seed) % 4 != 0) {
                continue;
            }
            ADD(adapted, row);
            *row = (leitong_result_adapted){a,
                                            b,
                                            test_random(seed) % 99,
                                            (int)(test_random(seed) % 3),
                                            copy,
                                            copy == 0 ? 0 : 1 + (int)(test_random(seed) % 2),
                                            test_random(seed) % 9,
                                            test_random(seed) % 9,
                                            test_random(seed) % 9};
        }
    }
}

static int by_count(const void *left, const void *right, void *places)
{
    const leitong_result_swap *x = left;
    const leitong_result_swap *y = right;
    const leitong_result_swap_place *place = places;
    return x->place_count != y->place_count ? (x->place_count > y->place_count ? -1 : 1)
                                            : by_places(&place[x->place_begin], &place[y->place_begin]);
}

static void add_swaps(leitong_result *result, uint64_t *seed)
{
    for (size_t i = test_random(seed) % 4; i > 0; i--) {
        leitong_result_swap *swap;
        size_t begin = result->swap_places.count;
        size_t count = 1 + test_random(seed) % 4;
        ADD(swaps, swap);
        *swap = (leitong_result_swap){word(seed),
                                      word(seed),
                                      (int)(test_random(seed) % 8),
                                      (int)(test_random(seed) % 2),
                                      1 + (uint32_t)(test_random(seed) % 4),
                                      begin,
                                      count};
        for (size_t p = 0; p < count; p++) {
            leitong_result_swap_place *place;
            ADD(swap_places, place);
            *place = (leitong_result_swap_place){random_span(seed), random_span(seed)};
        }
        qsort((leitong_result_swap_place *)result->swap_places.items + begin, count, sizeof(leitong_result_swap_place),
              by_places);
    }
    if (result->swaps.count > 1) {
        qsort_r(result->swaps.items, result->swaps.count, sizeof(leitong_result_swap), by_count,
                result->swap_places.items);
    }
}

static void add_found(leitong_result *result, uint64_t *seed)
{
    for (size_t i = test_random(seed) % 4; i > 0; i--) {
        add_template(result, seed);
    }
    add_adapted(result, seed);
    add_swaps(result, seed);
    for (size_t i = test_random(seed) % 4; i > 0; i--) {
        leitong_result_left *left;
        ADD(left_behind, left);
        *left = (leitong_result_left){random_span(seed),
                                      random_span(seed),
                                      word(seed),
                                      (int)(test_random(seed) % 7),
                                      test_random(seed) % 2 ? word(seed) : NULL,
                                      (int)(test_random(seed) % 7),
                                      (int)(test_random(seed) % 2)};
    }
    if (result->left_behind.count > 1) {
        qsort(result->left_behind.items, result->left_behind.count, sizeof(leitong_result_left), by_places);
    }
}

static void add_rows(leitong_result *result, uint64_t *seed)
{
    for (size_t i = test_random(seed) % 6; i > 0; i--) {
        leitong_result_pair *p;
        ADD(pairs, p);
        *p = (leitong_result_pair){random_span(seed), random_span(seed), some(seed), some(seed), 0,
                                   some(seed),        some(seed)};
        p->shared = p->shingles_a < p->shingles_b ? p->shingles_a : p->shingles_b;
    }
    if (result->pairs.count > 1) {
        qsort(result->pairs.items, result->pairs.count, sizeof(leitong_result_pair), by_places);
    }
    for (size_t i = test_random(seed) % 6; i > 0; i--) {
        add_text(result, seed);
    }
    for (size_t i = test_random(seed) % 6; i > 0; i--) {
        add_passage(result, seed);
    }
    if (result->passages.count > 1) {
        qsort(result->passages.items, result->passages.count, sizeof(leitong_result_passage), by_places);
    }
    for (size_t i = result->passages.count > 0 ? test_random(seed) % 6 : 0; i > 0; i--) {
        add_case(result, seed);
    }
    for (size_t i = test_random(seed) % 6; i > 0; i--) {
        add_cluster(result, seed);
    }
    for (size_t i = test_random(seed) % 3; i > 0; i--) {
        leitong_result_phrase *p;
        size_t count = 1 + test_random(seed) % 4;
        ADD(phrases, p);
        *p = (leitong_result_phrase){some(seed), some(seed), count, result->places.count, count};
        p->count += test_random(seed) % 2 * some(seed); /* places that are not listed */
        for (size_t k = 0; k < count; k++) {
            leitong_span *place;
            ADD(places, place);
            *place = random_span(seed);
        }
    }
    for (size_t i = test_random(seed) % 3; i > 0; i--) {
        leitong_result_skip *s;
        ADD(skips, s);
        const char **examples = calloc(2, sizeof *examples);
        examples[0] = "a:3: \"bad\"";
        *s = (leitong_result_skip){"file", i == 2 ? "unknown_type" : "unreadable", some(seed), examples, i - 1};
    }
}

static leitong_result *new_result(uint64_t *seed)
{
    leitong_result *result = NULL;
    assert_int_equal(lt_result_new(&result, NULL), 0);
    result->text = give_text;
    result->run = (leitong_result_run){.threshold = (double)(test_random(seed) % 1000001) / 1e6,
                                       .recall = (double)(test_random(seed) % 1000001) / 1e6,
                                       .bands = some(seed),
                                       .rows = some(seed),
                                       .shingle = some(seed),
                                       .run = some(seed),
                                       .stock = some(seed),
                                       .bucket_first = some(seed),
                                       .pairs = (int)(test_random(seed) % 2),
                                       .paragraph = (int)(test_random(seed) % 3),
                                       .fold_han = (int)(test_random(seed) % 2),
                                       .templates = (int)(test_random(seed) % 2),
                                       .names = (int)(test_random(seed) % 2),
                                       .gazetteer = some(seed),
                                       .passages = (int)(test_random(seed) % 2),
                                       .documents = DOCUMENTS,
                                       .bytes = test_random(seed),
                                       .paragraphs = test_random(seed),
                                       .tokens = test_random(seed),
                                       .verified = test_random(seed),
                                       .seeds = some(seed),
                                       .hits = some(seed),
                                       .icu = "72.1"};
    add_documents(result, seed);
    add_rows(result, seed);
    add_found(result, seed);
    return result;
}

static const char *path_of(const char *dir, const char *name)
{
    static char path[2][300];
    static int turn;
    turn = 1 - turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s%s%s", folder, dir, name != NULL ? "/" : "",
             name != NULL ? name : "");
    return path[turn];
}

static char *load(const char *path, size_t *ret_size)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &status), 0);
    char *bytes = malloc((size_t)status.st_size + 1);
    *ret_size = fread(bytes, 1, (size_t)status.st_size, file);
    assert_int_equal(*ret_size, status.st_size);
    bytes[*ret_size] = '\0';
    fclose(file);
    return bytes;
}

static void store(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void same_file(const char *name)
{
    size_t size_a;
    size_t size_b;
    char *a = load(path_of("one", name), &size_a);
    char *b = load(path_of("two", name), &size_b);
    assert_string_equal(a, b);
    assert_int_equal(size_a, size_b);
    free(a);
    free(b);
}

static size_t entries(const char *path)
{
    size_t count = 0;
    DIR *stream = opendir(path);
    for (struct dirent *entry; stream != NULL && (entry = readdir(stream)) != NULL;) {
        count++;
    }
    if (stream != NULL) {
        closedir(stream);
    }
    return count;
}

static void test_written_read_written(void **state)
{
    uint64_t seed = test_seed(20261122);
    (void)state;
    for (int round = 0; round < 60; round++) {
        leitong_result *first = new_result(&seed);
        leitong_result *second = NULL;
        leitong_error error = {0};
        int keep = round % 2 == 0 ? LEITONG_KEEP_ALL : LEITONG_KEEP_MATCHED;
        assert_int_equal(leitong_result_write(first, path_of("one", NULL), keep, NULL), 0);
        int code = leitong_result_open(path_of("one", NULL), &second, &error);
        assert_string_equal(error.message, "");
        assert_int_equal(code, 0);
        char number_a[LEITONG_REPORT_NUMBER_SIZE];
        char number_b[LEITONG_REPORT_NUMBER_SIZE];
        leitong_report_number(first, number_a);
        leitong_report_number(second, number_b);
        assert_string_equal(number_a, number_b);
        assert_int_equal(leitong_result_write(second, path_of("two", NULL), keep, NULL), 0);
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
            same_file(files[i]);
        }
        assert_int_equal(entries(path_of("one", "text")), entries(path_of("two", "text")));
        if (keep == LEITONG_KEEP_ALL) {
            same_file("text/00000003.txt");
        }
        leitong_result_free(first);
        leitong_result_free(second);
    }
}

/* Opens directory one, which must be refused with `code`; returns the error. */
static leitong_error refused(int code)
{
    leitong_result *result = NULL;
    leitong_error error = {0};
    int found = leitong_result_open(path_of("one", NULL), &result, &error);
    if (found != code) {
        fail_msg("code %d, not %d: %s", found, code, error.message);
    }
    assert_int_equal(error.code, code);
    assert_null(result);
    assert_true(error.message[0] != '\0');
    return error;
}

/* A result in which every file has rows. */
static void write_full(uint64_t *seed)
{
    for (;;) {
        leitong_result *result = new_result(seed);
        if (result->pairs.count > 0 && result->cases.count > 0 && result->text_places.count > result->texts.count &&
            result->clusters.count > 0 && result->phrases.count > 0 && result->skips.count > 0 &&
            result->sources.count > 0 && result->boilerplate.count > 0 && result->templates.count > 0 &&
            result->adapted.count > 0 && result->swaps.count > 0 && result->left_behind.count > 0) {
            assert_int_equal(leitong_result_write(result, path_of("one", NULL), LEITONG_KEEP_ALL, NULL), 0);
            leitong_result_free(result);
            return;
        }
        leitong_result_free(result);
    }
}

static void test_a_file_cut_anywhere_is_damaged(void **state)
{
    uint64_t seed = test_seed(7);
    (void)state;
    write_full(&seed);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        size_t size;
        char *bytes = load(path_of("one", files[i]), &size);
        for (int round = 0; round < 40; round++) {
            size_t cut = test_random(&seed) % size;
            store(path_of("one", files[i]), bytes, cut);
            leitong_error error = refused(LEITONG_EDAMAGED);
            assert_non_null(strstr(error.path, files[i]));
            assert_true(error.offset <= cut);
        }
        store(path_of("one", files[i]), bytes, size);
        free(bytes);
    }
}

/* Any byte may become any other: no crash, and what is still taken can be written. */
static void test_changed_bytes(void **state)
{
    uint64_t seed = test_seed(8);
    size_t refusals = 0;
    (void)state;
    write_full(&seed);
    for (int round = 0; round < 400; round++) {
        const char *name = files[test_random(&seed) % (sizeof files / sizeof files[0])];
        size_t size;
        char *bytes = load(path_of("one", name), &size);
        size_t at = test_random(&seed) % size;
        char before = bytes[at];
        bytes[at] = test_random(&seed) % 2 ? "0{}[],:\"-\n"[test_random(&seed) % 10] : (char)test_random(&seed);
        store(path_of("one", name), bytes, size);
        leitong_result *result = NULL;
        leitong_error error = {0};
        int code = leitong_result_open(path_of("one", NULL), &result, &error);
        assert_true(code == 0 || code == LEITONG_EDAMAGED || strstr(error.message, "was written in format") != NULL);
        refusals += code != 0;
        leitong_result_free(result);
        bytes[at] = before;
        store(path_of("one", name), bytes, size);
        free(bytes);
    }
    assert_true(refusals > 130);
}

/* Replaces the first `from` of a file of directory one by `to` of the same length. */
static void replace(const char *name, const char *from, const char *to)
{
    size_t size;
    char *bytes = load(path_of("one", name), &size);
    char *at = strstr(bytes, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
    store(path_of("one", name), bytes, size);
    free(bytes);
}

static void test_places_that_can_not_be(void **state)
{
    uint64_t seed = test_seed(9);
    (void)state;
    static const struct {
        const char *name, *from, *to;
    } changes[] = {{"documents.jsonl", "\"text\":\"text/0", "\"text\":\"../../"},
                   {"documents.jsonl", "\"text\":\"text/0", "\"text\":\"text/."},
                   {"documents.jsonl", "\"text\":\"text/0", "\"text\":\"text//"},
                   {"documents.jsonl", "\"encoding\"", "\"incoding\""},
                   {"documents.jsonl", "\"encoding\":\"utf-8\"", "\"encoding\":\"utf-9\""},
                   {"documents.jsonl", "\"encoding\":\"utf-8\"", "\"encoding\":\"auto\" "},
                   {"documents.jsonl", "\"bytes\":36", "\"bytes\":11"},
                   {"clusters.jsonl", "\"medoid\":0", "\"medoid\":9"},
                   {"clusters.jsonl", "\"unit\":\"p", "\"unit\":\"q"},
                   {"clusters.jsonl", "},{\"doc\"", "};{\"doc\""},
                   {"clusters.jsonl", "},{\"doc\"", "}{ \"doc\""},
                   {"clusters.jsonl", "\"members\":[{", "\"members\":[9"},
                   {"passages.jsonl", "\"edits\":[{", "\"edits\":[,"},
                   {"passages.jsonl", "\"edits_shown\":[{", "\"edits_shown\":[,"},
                   {"passages.jsonl", "\"edits_shown\":", "\"edits_known\":"},
                   {"run.json", "\"icu\":\"", "\"ice\":\""},
                   {"pairs.jsonl", "\"shared\":", "\"sharks\":"},
                   {"passages.jsonl", "\"end\":", "\"dne\":"},
                   {"phrases.jsonl", "\"places\":[", "\"places\":9"},
                   {"templates.jsonl", "\"slot\":1", "\"slot\":9"},
                   {"templates.jsonl", "\"size\":", "\"sise\":"},
                   {"templates.jsonl", "\"size\":1", "\"size\":0"},
                   {"templates.jsonl", "\"unit\":\"paragraph\"", "\"unit\":\"passage\"  "},
                   {"templates.jsonl", "\"fills\":[[0,0]", "\"fills\":[[9,0]"},
                   {"templates.jsonl", "\"fills\":[[0,0],", "\"fills\":[      "},
                   {"templates.jsonl", "{\"more\":", "{\"mare\":"},
                   {"swaps.jsonl", "\"count\":4", "\"count\":0"},
                   {"swaps.jsonl", "\"places\":[{", "\"places\":[9"},
                   {"swaps.jsonl", "\"kind\":\"level\"", "\"kind\":\"lever\""},
                   {"swaps.jsonl", "\"directed\":true", "\"directed\":null"},
                   {"adapted.jsonl", "\"by\":\"role\"", "\"by\":\"rule\""},
                   {"adapted.jsonl", "\"copy\":\"a\"", "\"copy\":\"c\""},
                   {"adapted.jsonl", "\"copy\":\"a\",\"copy_by\":\"dates\"", "\"copy\":\"a\",\"copy_by\":null   "},
                   {"adapted.jsonl", "\"places\":", "\"palces\":"},
                   {"left_behind.jsonl", "\"kind\":\"year\"", "\"kind\":\"yarn\""},
                   {"left_behind.jsonl", "\"class\":\"term\"", "\"class\":\"tern\""},
                   {"left_behind.jsonl", "\"strength\":\"weak\"", "\"strength\":\"week\""},
                   {"left_behind.jsonl", "\"instead\"", "\"insteal\""},
                   {"clusters.jsonl", "\"unit\":\"paragraph\"", "\"unit\":\"passage\"  "},
                   {"passages.jsonl", "\"text\":0", "\"text\":9"},
                   {"cases.jsonl", "\"passages\":[0", "\"passages\":[9"},
                   {"cases.jsonl", "\"passages\":[0]", "\"passages\":[ ]"},
                   {"cases.jsonl", "\"salience\":", "\"salience\" "},
                   {"cases.jsonl", "\"text\":0", "\"text\":9"},
                   {"texts.jsonl", "\"text\":1", "\"text\":2"},
                   {"texts.jsonl", "\"kind\":\"shared\"", "\"kind\":\"snared\""},
                   {"texts.jsonl", "\"places\":[", "\"places\":9"},
                   {"texts.jsonl", "\"representative\":{", "\"representative\":9"},
                   {"run.json", "\"threshold\":0", "\"threshold\":3"}};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        size_t size;
        const char *at = NULL;
        for (int round = 0; at == NULL && round < 100; round++) {
            write_full(&seed);
            char *bytes = load(path_of("one", changes[i].name), &size);
            at = strstr(bytes, changes[i].from);
            free(bytes);
        }
        assert_non_null(at);
        replace(changes[i].name, changes[i].from, changes[i].to);
        leitong_error error = refused(LEITONG_EDAMAGED);
        assert_true(error.path[0] != '\0');
    }
}

/* Two rows of a file in turn are damage where the second belongs behind the first. */
static void test_rows_in_turn(void **state)
{
    static const char *const names[] = {"documents.jsonl", "clusters.jsonl", "templates.jsonl",  "texts.jsonl",
                                        "adapted.jsonl",   "swaps.jsonl",    "left_behind.jsonl"};
    uint64_t seed = test_seed(14);
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int refusals = 0;
        for (int round = 0; round < 40; round++) {
            size_t size;
            write_full(&seed);
            char *bytes = load(path_of("one", names[i]), &size);
            char *second = strchr(bytes, '\n') + 1;
            char *third = strchr(second, '\n');
            char *turned = malloc(size);
            assert_non_null(turned);
            if (third != NULL) {
                size_t first_size = (size_t)(second - bytes);
                size_t second_size = (size_t)(third + 1 - second);
                memcpy(turned, second, second_size);
                memcpy(turned + second_size, bytes, first_size);
                memcpy(turned + second_size + first_size, third + 1, size - second_size - first_size);
                store(path_of("one", names[i]), turned, size);
                leitong_result *result = NULL;
                leitong_error error = {0};
                int code = leitong_result_open(path_of("one", NULL), &result, &error);
                assert_true(code == 0 || (code == LEITONG_EDAMAGED && strstr(error.path, names[i]) != NULL));
                /* Two rows of one place may stand in either order. */
                assert_true(code != 0 || strcmp(names[i], "left_behind.jsonl") == 0 ||
                            strcmp(names[i], "swaps.jsonl") == 0);
                refusals += code != 0;
                leitong_result_free(result);
            }
            free(turned);
            free(bytes);
        }
        assert_true(refusals > 4);
    }
}

/* No writer of results writes a byte order mark, at the start of a file or of a row. */
static void test_a_mark_before_a_row(void **state)
{
    uint64_t seed = test_seed(13);
    (void)state;
    write_full(&seed);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        size_t size;
        char *bytes = load(path_of("one", files[i]), &size);
        for (size_t at = 0; at < size; at++) {
            if (at > 0 && bytes[at - 1] != '\n') {
                continue;
            }
            char *marked = malloc(size + 3);
            assert_non_null(marked);
            memcpy(marked, bytes, at);
            memcpy(marked + at, "\xEF\xBB\xBF", 3);
            memcpy(marked + at + 3, bytes + at, size - at);
            store(path_of("one", files[i]), marked, size + 3);
            leitong_error error = refused(LEITONG_EDAMAGED);
            assert_non_null(strstr(error.path, files[i]));
            assert_int_equal(error.offset, at);
            free(marked);
        }
        store(path_of("one", files[i]), bytes, size);
        free(bytes);
    }
}

static void test_another_format_is_refused_by_name(void **state)
{
    uint64_t seed = test_seed(11);
    leitong_result *result = NULL;
    leitong_error error = {0};
    (void)state;
    write_full(&seed);
    replace("run.json", "\"format\":5", "\"format\":2");
    assert_int_equal(leitong_result_open(path_of("one", NULL), &result, &error), LEITONG_EINPUT);
    assert_non_null(strstr(error.message, "was written in format 2, and this version reads format 5"));
    assert_non_null(strstr(error.message, "leitong scan -o DIR"));
    replace("run.json", "\"format\":2", "\"farmot\":2"); /* results of the first format had none */
    assert_int_equal(leitong_result_open(path_of("one", NULL), &result, &error), LEITONG_EINPUT);
    assert_non_null(strstr(error.message, "was written in format 1"));
    assert_null(result);
}

static void test_folders_that_are_none(void **state)
{
    uint64_t seed = test_seed(10);
    leitong_result *result = NULL;
    leitong_error error = {0};
    (void)state;
    assert_int_equal(leitong_result_open(path_of("nowhere", NULL), &result, &error), LEITONG_EINPUT);
    assert_int_equal(leitong_result_open("/dev/null", &result, &error), LEITONG_EINPUT);
    assert_int_equal(leitong_result_open(folder, &result, &error), LEITONG_EINPUT);
    write_full(&seed);
    for (size_t i = 1; i < sizeof files / sizeof files[0]; i++) {
        size_t size;
        char *bytes = load(path_of("one", files[i]), &size);
        assert_int_equal(unlink(path_of("one", files[i])), 0);
        error = refused(LEITONG_EDAMAGED);
        assert_non_null(strstr(error.path, files[i]));
        store(path_of("one", files[i]), bytes, size);
        free(bytes);
    }
}

static void test_text(void **state)
{
    uint64_t seed = test_seed(11);
    leitong_result *result = NULL;
    leitong_error error = {0};
    char *bytes = NULL;
    size_t size;
    leitong_span whole = {2, 0, strlen(TEXT)};
    leitong_span part = {2, 3, 9};
    (void)state;
    write_full(&seed);
    assert_int_equal(leitong_result_open(path_of("one", NULL), &result, NULL), 0);
    assert_int_equal(leitong_result_text(result, &whole, &bytes, &size, NULL), 0);
    assert_int_equal(size, strlen(TEXT));
    assert_string_equal(bytes, TEXT);
    free(bytes);
    assert_int_equal(leitong_result_utf8(result, &part, &bytes, &size, NULL), 0);
    assert_string_equal(bytes, "志们");
    free(bytes);
    replace("text/00000002.txt", "hello", "hullo");
    assert_int_equal(leitong_result_text(result, &whole, &bytes, &size, &error), LEITONG_EINPUT);
    store(path_of("one", "text/00000002.txt"), TEXT, 5);
    assert_int_equal(leitong_result_text(result, &part, &bytes, &size, &error), LEITONG_EINPUT);
    leitong_result_free(result);
    assert_int_equal(leitong_result_open(path_of("one", NULL), &result, NULL), 0);
    leitong_result_free(result);
}

/* Whoever reads rows adds where they begin, 0 where there are none; to NULL nothing may be added. */
static void test_an_empty_table_is_an_array(void **state)
{
    leitong_result *result = NULL;
    size_t count = 1;
    (void)state;
    assert_int_equal(lt_result_new(&result, NULL), 0);
    assert_non_null(leitong_result_edits(result, &count));
    assert_int_equal(count, 0);
    assert_non_null(leitong_result_ranges(result, &count));
    assert_int_equal(count, 0);
    leitong_result_free(result);
}

static void test_text_that_was_not_kept(void **state)
{
    uint64_t seed = test_seed(12);
    leitong_result *first = new_result(&seed);
    leitong_result *second = NULL;
    leitong_error error = {0};
    char *bytes = NULL;
    size_t size;
    leitong_span part = {0, 3, 9};
    (void)state;
    assert_int_equal(leitong_result_write(first, path_of("one", NULL), LEITONG_KEEP_NONE, NULL), 0);
    assert_int_equal(leitong_result_open(path_of("one", NULL), &second, NULL), 0);
    assert_int_equal(leitong_result_text(second, &part, &bytes, &size, &error), LEITONG_EINPUT);
    assert_non_null(strstr(error.message, "--keep-text all"));
    assert_string_equal(error.path, "a b.txt");
    leitong_result_free(first);
    leitong_result_free(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_read_written),
        cmocka_unit_test(test_a_file_cut_anywhere_is_damaged),
        cmocka_unit_test(test_changed_bytes),
        cmocka_unit_test(test_places_that_can_not_be),
        cmocka_unit_test(test_rows_in_turn),
        cmocka_unit_test(test_a_mark_before_a_row),
        cmocka_unit_test(test_another_format_is_refused_by_name),
        cmocka_unit_test(test_folders_that_are_none),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_text_that_was_not_kept),
        cmocka_unit_test(test_an_empty_table_is_an_array),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}

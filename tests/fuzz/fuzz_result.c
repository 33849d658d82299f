/* fuzz_result: a result directory with anything in its files is read or refused; what was read, written again, is read
 * as the same; and every format of a report can be made of it.
 *
 * A result with a row of each kind is written once; its files are changed as the input says. Byte 0: which report.
 * Then, again and again: 1 byte, which file (modulo FILES); 2 bytes, where (little endian, modulo its size and one); 1
 * byte, how many bytes go; 1 byte, how many come (modulo 32); those. */
#include "base/hash.h"
#include "fuzz.h"
#include "leitong/leitong.h"
#include "result/result.h"
#include "result/rows.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { TABLES = 12, DOCUMENTS = 3, FILES = TABLES + DOCUMENTS, LARGEST = 1 << 16 };

static const char text[] = "第一章：今年修建学校12所。\n“Chapter one”: 12 schools, <b>built</b> this year.\n=1+1\n";
static const char *const names[FILES] = {"run.json",          "documents.jsonl",   "pairs.jsonl",      "passages.jsonl",
                                         "clusters.jsonl",    "phrases.jsonl",     "templates.jsonl",  "swaps.jsonl",
                                         "left_behind.jsonl", "cases.jsonl",       "texts.jsonl",      "adapted.jsonl",
                                         "text/00000000.txt", "text/00000001.txt", "text/00000002.txt"};
static lt_rows_write *const writers[TABLES] = {
    lt_rows_run,       lt_rows_documents, lt_rows_pairs,       lt_rows_passages, lt_rows_clusters, lt_rows_phrases,
    lt_rows_templates, lt_rows_swaps,     lt_rows_left_behind, lt_rows_cases,    lt_rows_texts,    lt_rows_adapted};

typedef struct content {
    uint8_t bytes[LARGEST];
    size_t size;
} content;

static content base[FILES];
static content changed[FILES];
static char folder[64];
static FILE *nowhere;

static void write_file(const char *name, const uint8_t *bytes, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    fuzz_require(file >= 0 && (size == 0 || write(file, bytes, size) == (ssize_t)size));
    close(file);
}

static void remove_folder(void)
{
    char path[128];
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    snprintf(path, sizeof path, "%s/text", folder);
    (void)rmdir(path);
    (void)rmdir(folder);
}

static int give_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                     leitong_error *error)
{
    (void)context;
    (void)document;
    char *bytes = calloc(1, (size_t)(end - begin) + 1);
    if (bytes == NULL) {
        return lt_error_memory(error);
    }
    memcpy(bytes, &text[begin], (size_t)(end - begin));
    *ret_bytes = bytes;
    return 0;
}

#define ADD(table, ...)                                                                                                \
    do {                                                                                                               \
        void *row;                                                                                                     \
        __VA_ARGS__;                                                                                                   \
        fuzz_require(lt_result_add(&result->table, sizeof value, &row, NULL) == 0);                                    \
        memcpy(row, &value, sizeof value);                                                                             \
    } while (0)

static leitong_span span(uint32_t document, uint64_t begin, uint64_t end)
{
    return (leitong_span){document, begin, end};
}

static void add_documents(leitong_result *result)
{
    static const char *const ids[DOCUMENTS] = {"a.txt", "b.jsonl#7", "第三篇"};
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        leitong_result_document value = {
            .id = ids[i], .encoding = "utf-8", .bytes = sizeof text - 1, .rank = DOCUMENTS - 1 - i};
        void *row;
        lt_hash_128(text, sizeof text - 1, value.hash);
        value.title = i == 0 ? "题 <1>" : NULL;
        value.title_from = i == 0 ? LEITONG_ORIGIN_TEXT : LEITONG_ORIGIN_UNKNOWN;
        value.date = i == 2 ? NULL : i == 0 ? "2021-03-05" : "2022";
        value.date_from = i == 2 ? LEITONG_ORIGIN_UNKNOWN : LEITONG_ORIGIN_METADATA;
        value.series = i == 1 ? "s" : NULL;
        value.author = i == 2 ? "x" : NULL;
        value.paragraphs = 3;
        value.tokens = 28;
        value.covered = 24;
        value.reused = 20;
        value.repeated = 4;
        value.reused_without_quotes = 18;
        value.reused_without_stock = 13;
        value.longest_run = 13;
        value.largest_source = i == 2 ? LEITONG_NO_DOCUMENT : 1 - i;
        value.largest_source_tokens = i == 2 ? 0 : 20;
        fuzz_require(lt_result_add(&result->documents, sizeof value, &row, NULL) == 0);
        memcpy(row, &value, sizeof value);
    }
    ADD(sources, leitong_result_source value = {.document = 0, .source = 1, .exclusive = 20, .full = 20});
    ADD(sources, leitong_result_source value = {.document = 1, .source = 0, .exclusive = 20, .full = 20});
}

static void add_templates(leitong_result *result)
{
    static const int kinds[] = {LEITONG_PART_TEXT, LEITONG_PART_SLOT, LEITONG_PART_OPTIONAL};
    ADD(templates, leitong_result_template value = {.unit = LEITONG_UNIT_PARAGRAPH, .documents = 2, .size = 2});
    leitong_result_template *t = result->templates.items;
    t->part_count = 3;
    t->slot_count = 1;
    t->member_count = 2;
    for (int i = 0; i < 3; i++) {
        ADD(parts, leitong_result_part value = {.kind = kinds[i]};
            value.text = i == 1 ? NULL : "今年", value.count = i == 2 ? 1 : 0);
    }
    ADD(slots, leitong_result_slot value = {.kind = LEITONG_KIND_NUMBER, .distinct = 1, .fill_count = 1});
    ADD(fills, leitong_result_fill value = {.text = "12", .count = 2});
    for (uint32_t i = 0; i < 2; i++) {
        ADD(template_members, leitong_result_template_member value = {.span = span(i, 0, 38), .range_begin = i});
        ADD(ranges, leitong_range value = {30, 32});
    }
}

static void add_rows(leitong_result *result)
{
    ADD(pairs, leitong_result_pair value = {.a = span(0, 0, 38), .b = span(1, 0, 38), .shared = 7, .shingles_a = 8};
        value.shingles_b = 9);
    ADD(passages,
        leitong_result_passage value = {.a = span(0, 12, 60), .b = span(1, 12, 61), .edit_count = 2, .shown_count = 2};
        value.tokens_a = value.tokens_b = 20, value.matched = 18, value.longest_run = 13, value.stock = 5,
        value.period = 4, value.text = 0);
    ADD(cases, leitong_result_case value = {.a = span(0, 12, 60), .b = span(1, 12, 61), .passage_count = 1};
        value.matched_a = value.matched_b = 18, value.salience = 999);
    ADD(case_passages, uint32_t value = 0);
    ADD(texts, leitong_result_text_row value = {.documents = 2, .place_begin = 1, .place_count = 2, .salience = 9});
    for (uint32_t i = 0; i < 3; i++) {
        ADD(text_places, leitong_span value = span(i / 2, 12, 60));
    }
    ADD(edits, leitong_result_edit value = {15, 18, 15, 21});
    ADD(edits, leitong_result_edit value = {30, 30, 33, 34});
    ADD(shown_edits, leitong_result_edit value = {15, 18, 15, 21});
    ADD(shown_edits, leitong_result_edit value = {30, 30, 33, 34});
    for (size_t i = 0; i < 3; i++) {
        static const int units[] = {LEITONG_UNIT_PARAGRAPH, LEITONG_UNIT_PARAGRAPH, LEITONG_UNIT_DOCUMENT};
        ADD(clusters, leitong_result_cluster value = {.unit = units[i], .documents = 2, .member_begin = 2 * i};
            value.member_count = 2);
        for (uint32_t m = 0; m < 2; m++) {
            ADD(members, leitong_result_member value = {.span = span(m, 0, sizeof text - 1)};
                value.shared = 9 - m, value.all = 9, value.smaller = 9);
        }
    }
    ADD(phrases, leitong_result_phrase value = {.tokens = 13, .documents = 2, .place_count = 2});
    ADD(places, leitong_span value = span(0, 12, 38));
    ADD(places, leitong_span value = span(1, 12, 38));
    add_templates(result);
    ADD(adapted, leitong_result_adapted value = {.document_b = 1, .matched = 9, .copy = LEITONG_COPY_B};
        value.copy_by = LEITONG_COPY_BY_DATES, value.swaps = 2, value.places = 2, value.left_behind = 1);
    for (size_t i = 0; i < 2; i++) {
        ADD(swaps, leitong_result_swap value = {"一", "二", LEITONG_KIND_PLACE, 1, 1, i, 1});
    }
    ADD(swap_places, leitong_result_swap_place value = {span(0, 3, 6), span(1, 3, 6)});
    ADD(swap_places, leitong_result_swap_place value = {span(0, 3, 6), span(1, 3, 6)});
    ADD(left_behind, leitong_result_left value = {.span = span(1, 3, 6), .source = span(0, 3, 6), .text = "一"};
        value.kind = LEITONG_KIND_PLACE, value.instead = "二");
    const char **examples = calloc(1, sizeof *examples);
    fuzz_require(examples != NULL);
    examples[0] = "x.txt:3: unreadable";
    ADD(skips, leitong_result_skip value = {"file", "unreadable", 2, examples, 1});
}

static void make_base(void)
{
    char path[128];
    char command[160];
    leitong_result *result = NULL;
    snprintf(folder, sizeof folder, "%s/leitong-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fuzz_require(mkdtemp(folder) != NULL);
    atexit(remove_folder);
    fuzz_require(lt_result_new(&result, NULL) == 0);
    result->text = give_text;
    result->run.threshold = 0.7;
    result->run.recall = 0.99;
    result->run.run = 13;
    result->run.icu = "72.1";
    result->run.documents = DOCUMENTS;
    add_documents(result);
    add_rows(result);
    snprintf(path, sizeof path, "%s/base", folder);
    fuzz_require(leitong_result_write(result, path, LEITONG_KEEP_ALL, NULL) == 0);
    leitong_result_free(result);
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "%s/base/%s", folder, names[i]);
        FILE *file = fopen(path, "rbe");
        fuzz_require(file != NULL);
        base[i].size = fread(base[i].bytes, 1, LARGEST, file);
        fuzz_require(base[i].size > 0 && base[i].size < LARGEST / 2);
        fclose(file);
    }
    snprintf(command, sizeof command, "rm -rf '%s/base' && mkdir '%s/text'", folder, folder);
    fuzz_require(system(command) == 0); /* NOLINT: the name is ours */
    nowhere = fopen("/dev/null", "wbe");
    fuzz_require(nowhere != NULL);
}

/* Bytes [at, at + gone) of a file become `come` others. */
static void change_file(content *file, size_t at, size_t gone, const uint8_t *come, size_t count)
{
    at %= file->size + 1;
    gone = gone < file->size - at ? gone : file->size - at;
    if (file->size - gone + count > LARGEST) {
        return;
    }
    memmove(file->bytes + at + count, file->bytes + at + gone, file->size - at - gone);
    memcpy(file->bytes + at, come, count);
    file->size += count - gone;
}

static void fill_folder(const uint8_t *data, size_t size)
{
    static bool dirty[FILES];
    static bool filled;
    bool touched[FILES] = {false};
    for (int i = 0; i < FILES; i++) {
        if (dirty[i] || !filled) {
            memcpy(changed[i].bytes, base[i].bytes, base[i].size);
            changed[i].size = base[i].size;
        }
    }
    while (size >= 5) {
        size_t which = data[0] % FILES;
        size_t count = data[4] % 32 < size - 5 ? data[4] % 32 : size - 5;
        change_file(&changed[which], data[1] | (size_t)data[2] << 8, data[3], data + 5, count);
        touched[which] = true;
        data += 5 + count;
        size -= 5 + count;
    }
    for (int i = 0; i < FILES; i++) {
        if (touched[i] || dirty[i] || !filled || i < TABLES) { /* tables are written over at the end */
            write_file(names[i], changed[i].bytes, changed[i].size);
        }
        dirty[i] = touched[i];
    }
    filled = true;
}

static int no_text(const void *context, uint32_t document, uint64_t begin, uint64_t end, char **ret_bytes,
                   leitong_error *error)
{
    (void)context;
    (void)document;
    (void)begin;
    (void)end;
    (void)ret_bytes;
    return lt_error_set(error, LEITONG_EINPUT, "not kept");
}

/* All tables, as the folder's files hold them when no text is kept; `write`: they are given to it. */
static char *write_tables(leitong_result *result, bool write, size_t *ret_size)
{
    size_t begin = 0;
    char *bytes = NULL;
    size_t count;
    lt_json json;
    FILE *stream = open_memstream(&bytes, ret_size);
    (void)leitong_result_documents(result, &count);
    unsigned char *kept = calloc(count + 1, 1);
    fuzz_require(stream != NULL && kept != NULL);
    lt_rows rows = {.result = result, .kept = kept, .lines = true};
    result->text = no_text;
    for (int i = 0; i < TABLES; i++) {
        lt_json_begin(&json, stream);
        fuzz_require(writers[i](&rows, &json, NULL) == 0 && lt_json_end(&json, "fuzz", NULL) == 0);
        fuzz_require(fflush(stream) == 0 && *ret_size >= begin);
        if (write) {
            write_file(names[i], (const uint8_t *)bytes + begin, *ret_size - begin);
        }
        begin = *ret_size;
    }
    fuzz_require(fclose(stream) == 0);
    free(kept);
    return bytes;
}

static void check_span(const leitong_result_document *documents, size_t count, const leitong_span *span)
{
    fuzz_require(span->document < count && span->begin <= span->end && span->end <= documents[span->document].bytes);
}

static void check_tables(const leitong_result *result)
{
    size_t count;
    size_t document_count;
    size_t edit_count;
    const leitong_result_document *documents = leitong_result_documents(result, &document_count);
    const leitong_result_edit *edits = leitong_result_edits(result, &edit_count);
    const leitong_result_pair *pairs = leitong_result_pairs(result, &count);
    for (size_t i = 0; i < count; i++) {
        check_span(documents, document_count, &pairs[i].a);
        check_span(documents, document_count, &pairs[i].b);
        fuzz_require(pairs[i].shared <= pairs[i].shingles_a && pairs[i].shared <= pairs[i].shingles_b);
    }
    const leitong_result_passage *passages = leitong_result_passages(result, &count);
    for (size_t i = 0; i < count; i++) {
        const leitong_result_passage *p = &passages[i];
        check_span(documents, document_count, &p->a);
        check_span(documents, document_count, &p->b);
        fuzz_require(p->edit_begin + p->edit_count <= edit_count);
        for (size_t e = p->edit_begin; e < p->edit_begin + p->edit_count; e++) {
            fuzz_require(edits[e].a_begin >= p->a.begin && edits[e].a_begin <= edits[e].a_end);
            fuzz_require(edits[e].a_end <= p->a.end && edits[e].b_end <= p->b.end);
            fuzz_require(edits[e].b_begin >= p->b.begin && edits[e].b_begin <= edits[e].b_end);
        }
    }
    const leitong_result_case *cases = leitong_result_cases(result, &count);
    size_t case_passage_count;
    size_t passage_count;
    const uint32_t *case_passages = leitong_result_case_passages(result, &case_passage_count);
    (void)leitong_result_passages(result, &passage_count);
    for (size_t i = 0; i < count; i++) {
        check_span(documents, document_count, &cases[i].a);
        check_span(documents, document_count, &cases[i].b);
        fuzz_require(cases[i].passage_begin + cases[i].passage_count <= case_passage_count);
    }
    for (size_t i = 0; i < case_passage_count; i++) {
        fuzz_require(case_passages[i] < passage_count);
    }
    const leitong_span *text_places = leitong_result_text_places(result, &count);
    for (size_t i = 0; i < count; i++) {
        check_span(documents, document_count, &text_places[i]);
    }
    const leitong_span *places = leitong_result_places(result, &count);
    for (size_t i = 0; i < count; i++) {
        check_span(documents, document_count, &places[i]);
    }
    const leitong_result_member *members = leitong_result_members(result, &count);
    for (size_t i = 0; i < count; i++) {
        check_span(documents, document_count, &members[i].span);
    }
}

static void make_report(const leitong_result *result, unsigned which)
{
    leitong_report_options options = LEITONG_REPORT_OPTIONS_INIT;
    leitong_report_html_options html = LEITONG_REPORT_HTML_OPTIONS_INIT;
    leitong_error error = {0};
    int code;
    options.lang = which % 2 == 0 ? "en" : "zh";
    options.table = (int)(which / 32 % (LEITONG_TABLE_ADAPTED + 1));
    which = which / 2 % (LEITONG_REPORT_PASSIM + 3);
    if (which == LEITONG_REPORT_PASSIM + 2) {
        code = leitong_report_compare(result, 0, 1, NULL, nowhere, &error);
    } else if (which > LEITONG_REPORT_PASSIM) {
        code = leitong_report_html(result, &html, nowhere, &error);
    } else {
        code = leitong_report_write(result, (int)which, &options, nowhere, &error);
    }
    fuzz_require(code == 0 || error.message[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    leitong_result *once = NULL;
    leitong_result *twice = NULL;
    leitong_error error = {0};
    if (size == 0) {
        return 0;
    }
    if (nowhere == NULL) {
        make_base();
    }
    fill_folder(data + 1, size - 1);
    int code = leitong_result_open(folder, &once, &error);
    fuzz_require((code == 0) == (once != NULL) && (code == 0 || (error.code == code && error.message[0] != '\0')));
    fuzz_require(code == 0 || size > 1); /* unchanged, it is read */
    if (code != 0) {
        fuzz_require(code == LEITONG_EDAMAGED || code == LEITONG_EINPUT);
        return 0;
    }
    check_tables(once);
    make_report(once, data[0]);
    size_t size_once;
    size_t size_twice;
    char *bytes = write_tables(once, true, &size_once);
    leitong_result_free(once);
    fuzz_require(leitong_result_open(folder, &twice, &error) == 0);
    char *again = write_tables(twice, false, &size_twice);
    fuzz_require(size_twice == size_once && memcmp(again, bytes, size_once) == 0);
    leitong_result_free(twice);
    free(bytes);
    free(again);
    return 0;
}

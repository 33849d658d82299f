/* A damaged index gives the right answer or LEITONG_EDAMAGED (the command's exit 4): never another answer, never a
 * crash. Single bytes are changed and ends cut off at random; a child process asks everything, then writes. Files of a
 * few hundred kB have a page of structure for every ten, so most damages meet it sooner or later. LEITONG_LONG=1: 1,000
 * changes and 100 cuts, as in script/soak; otherwise a sample. */
#include "index_model.h"

#include "engine/index_handle.h"
#include "engine/index_portion.h"

#include <fcntl.h>
#include <sys/wait.h>

typedef struct damage_file {
    uint8_t *bytes;
    size_t size;
} damage_file;

static damage_file file_read(const char *path)
{
    damage_file file = {NULL, 0};
    struct stat status;
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    assert_int_equal(fstat(fileno(stream), &status), 0);
    file.size = (size_t)status.st_size;
    file.bytes = malloc(file.size);
    assert_int_equal(fread(file.bytes, 1, file.size, stream), file.size);
    fclose(stream);
    return file;
}

static void file_write(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    fclose(stream);
}

static int on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

static uint64_t mix(uint64_t sum, const void *bytes, size_t size)
{
    uint64_t words[2] = {sum, lt_hash_64(bytes, size)};
    return lt_hash_64(words, sizeof words);
}

/* Every row, token, byte; every key and seed of the documents that `m` says are there. */
static int ask_document(const lt_view *view, lt_portion *portion, const model *m, unsigned i, uint64_t *sum,
                        leitong_error *error)
{
    static model_text text;
    lt_view_places places = {0};
    lt_view_contents contents = {0};
    size_t end;
    lt_view_document row;
    uint32_t number = LT_VIEW_NONE;
    model_make(m, i, m->versions[i] != 0 ? m->versions[i] : 1, &text);
    int code = view->find(view->context, text.id, &number, error);
    uint32_t there = number != LT_VIEW_NONE;
    *sum = mix(*sum, &there, sizeof there);
    if (code != 0 || number == LT_VIEW_NONE) {
        return code;
    }
    code = view->document(view->context, number, &row, error);
    if (code != 0) {
        return code;
    }
    size_t size = (size_t)row.source_size;
    size_t tokens = row.token_count;
    *sum = mix(*sum, row.title, strlen(row.title));
    uint8_t *bytes = malloc(size + 1);
    uint32_t *ids = malloc((tokens + 1) * sizeof *ids);
    code = view->source(view->context, number, 0, size, bytes, error);
    if (code == 0) {
        code = view->tokens(view->context, number, 0, (uint32_t)tokens, ids, error);
    }
    if (code == 0) {
        *sum = mix(mix(*sum, bytes, size), ids, tokens * sizeof *ids);
    }
    free(bytes);
    free(ids);
    LT_TRY(code);
    leitong_document document = model_document(&text);
    LT_TRY(lt_portion_add(portion, &document, error));
    LT_TRY(lt_portion_settle(portion, error));
    for (size_t k = 0; code == 0 && k < portion->key_count; k++) {
        uint64_t key = (uint64_t)(k % view->parameters->bands) << 32 | portion->keys[k];
        lt_view_buckets bucket = {&key, 1, 64, LT_VIEW_NONE};
        code = view->bands(view->context, &bucket, &contents, &end, error);
    }
    for (unsigned lane = 0; code == 0 && lane < LT_SEEDING_LANES; lane++) {
        lt_sorted_run_reader *reader = NULL;
        const void *records = NULL;
        size_t count = 1;
        code = lt_sorted_run_reader_new(portion->seeds, lane, &reader, error);
        while (code == 0 && count > 0) {
            code = lt_sorted_run_reader_next(reader, &records, &count, error);
            for (size_t k = 0; code == 0 && k < count; k++) {
                code = view->seeds(view->context, &((const lt_record *)records)[k].key, 1, &places, &end, error);
            }
        }
        lt_sorted_run_reader_free(reader);
    }
    *sum = mix(*sum, places.items, places.count * sizeof *places.items);
    *sum = mix(*sum, contents.items, contents.count * sizeof *contents.items);
    free(places.items);
    free(contents.items);
    LT_TRY(code);
    return lt_portion_reset(portion, error);
}

static int ask(const char *folder, const model *m, uint64_t *ret_sum, leitong_error *error)
{
    leitong_index *index = NULL;
    lt_store_snapshot *snapshot = NULL;
    lt_portion portion = {0};
    lt_view view;
    uint64_t sum = 0;
    bool same = false;
    int code;
    LT_TRY_GOTO(done, leitong_index_open(folder, &index, error));
    LT_TRY_GOTO(done, model_compare(index, m, &same, error));
    if (!same) {
        sum = 1;
    }
    LT_TRY_GOTO(done, lt_store_snapshot_open(lt_index_store(index), &snapshot, error));
    lt_store_view(snapshot, &view);
    LT_TRY_GOTO(done,
                lt_portion_open(&portion, lt_store_get_parameters(lt_index_store(index)), 1, on_skip, NULL, error));
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        LT_TRY_GOTO(done, ask_document(&view, &portion, m, i, &sum, error));
    }
done:
    lt_portion_close(&portion);
    lt_store_snapshot_close(snapshot);
    leitong_index_close(index);
    *ret_sum = sum;
    return code;
}

/* After a good answer: a change of everything, which must be right or refused, too. */
static int change(const char *folder, model m, leitong_error *error)
{
    leitong_index *index = NULL;
    bool same = false;
    int code = leitong_index_open(folder, &index, error);
    for (uint64_t step = 1000; code == 0 && step < 1003; step++) {
        code = model_do(index, &m, step, error);
        if (code == 0) {
            code = model_compare(index, &m, &same, error);
        }
        if (code == 0 && !same) {
            code = 1;
        }
    }
    leitong_index_close(index);
    return code;
}

/* 0: right; 1: refused; 2: wrong; 3: refused when it was changed; anything else: a crash. */
static int judge(const char *folder, const model *m, uint64_t expected, bool changing)
{
    pid_t child = fork();
    if (child == 0) {
        leitong_error error = {0};
        uint64_t sum = 0;
        int code = ask(folder, m, &sum, &error);
        if (code == 0 && sum != expected) {
            _exit(2);
        }
        if (code != 0) {
            _exit(code == LEITONG_EDAMAGED ? 1 : 4);
        }
        code = changing ? change(folder, *m, &error) : 0;
        _exit(code == 0 ? 0 : code == LEITONG_EDAMAGED ? 3 : code == 1 ? 2 : 4);
    }
    int status = 0;
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void right_or_refused(void **state)
{
    (void)state;
    char folder[64];
    char data[128];
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    uint64_t seed = test_seed(7);
    model m = {.seed = 29};
    uint64_t expected = 0;
    unsigned changes = getenv("LEITONG_LONG") != NULL ? 1000 : 150;
    unsigned cuts = getenv("LEITONG_LONG") != NULL ? 100 : 15;
    unsigned outcomes[5] = {0};
    model_folder(folder, "damage");
    assert_int_equal(leitong_index_create(folder, &options, &error), 0);
    assert_int_equal(leitong_index_open(folder, &index, &error), 0);
    for (uint64_t step = 1; step < 8; step++) {
        assert_int_equal(model_do(index, &m, step, &error), 0);
    }
    leitong_index_close(index);
    assert_int_equal(ask(folder, &m, &expected, &error), 0);
    snprintf(data, sizeof data, "%s/data.mdb", folder);
    damage_file file = file_read(data);
    assert_int_equal(judge(folder, &m, expected, false), 0);
    for (unsigned i = 0; i < changes + cuts; i++) {
        size_t at = (size_t)(test_random(&seed) % file.size);
        /* A third of the changes go where structure is densest: the first pages and the heads of all. */
        at = i % 3 == 0 ? at % 4096 + (at / 4096 % 8) * 4096 : i % 3 == 1 ? at / 4096 * 4096 + at % 64 : at;
        uint8_t was = file.bytes[at];
        file.bytes[at] = i < changes ? (uint8_t)(was ^ (1 + test_random(&seed) % 255)) : was;
        file_write(data, file.bytes, i < changes ? file.size : at);
        file.bytes[at] = was;
        int outcome = judge(folder, &m, expected, true);
        if (outcome > 3 || outcome == 2) {
            fail_msg("%s at byte %zu of %zu: outcome %d", i < changes ? "a change" : "a cut", at, file.size, outcome);
        }
        outcomes[outcome]++;
    }
    printf("%u right, %u refused, %u refused when changed; file of %zu bytes\n", outcomes[0], outcomes[1], outcomes[3],
           file.size);
    free(file.bytes);
    model_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(right_or_refused)};
    return cmocka_run_group_tests_name("index_damage", tests, NULL, NULL);
}

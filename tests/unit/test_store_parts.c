/* What is put portion by portion becomes one segment, and is what it would be in one portion; nothing of it is left
 * when the writer goes without a commit. */
#include "index_model.h"

#include "engine/index_handle.h"
#include "engine/index_portion.h"
#include "index/store_write.h"

#include <dirent.h>

static int on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

static void must(int code, const leitong_error *error)
{
    if (code != 0) {
        fail_msg("%s: %s", error->path, error->message);
    }
}

static leitong_index *create_open(const char *folder)
{
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    must(leitong_index_create(folder, &options, &error), &error);
    must(leitong_index_open(folder, &index, &error), &error);
    return index;
}

/* Documents 0 … `count` − 1, `each` in a portion; an empty last one where `trailing`. */
static void put(leitong_index *index, const model *m, unsigned count, unsigned each, bool trailing, bool commit)
{
    static model_text text;
    leitong_error error = {0};
    lt_store *store = lt_index_store(index);
    lt_store_writer *writer = NULL;
    lt_portion portion = {0};
    must(lt_store_writer_open(store, &writer, &error), &error);
    must(lt_portion_open(&portion, lt_store_get_parameters(store), 1, on_skip, NULL, &error), &error);
    for (unsigned i = 0; i < count; i++) {
        model_make(m, i % MODEL_DOCUMENTS, 1 + i / MODEL_DOCUMENTS, &text);
        snprintf(text.id, sizeof text.id, "document/%u", i);
        leitong_document document = model_document(&text);
        must(lt_portion_add(&portion, &document, &error), &error);
        if ((i + 1) % each == 0 || i + 1 == count) {
            bool more = trailing || i + 1 < count;
            must(lt_portion_settle(&portion, &error), &error);
            lt_store_keys keys = lt_portion_keys(&portion);
            must(lt_store_put(writer, &portion.corpus, &keys, more, &error), &error);
            must(lt_portion_reset(&portion, &error), &error);
        }
    }
    if (commit) {
        must(lt_store_commit(writer, &error), &error);
    }
    lt_portion_close(&portion);
    lt_store_writer_close(writer);
}

static unsigned files(const char *folder)
{
    unsigned count = 0;
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    for (const struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(stream);
    return count;
}

/* Every row and every byte of it. */
static uint64_t sum_of(leitong_index *index, unsigned count)
{
    leitong_error error = {0};
    lt_store_snapshot *snapshot = NULL;
    lt_view view;
    uint64_t sum = 0;
    must(lt_store_snapshot_open(lt_index_store(index), &snapshot, &error), &error);
    lt_store_view(snapshot, &view);
    assert_int_equal(lt_store_documents(snapshot), count);
    for (uint32_t i = 0; i < count; i++) {
        lt_view_document row;
        must(view.document(view.context, i, &row, &error), &error);
        uint8_t *bytes = malloc((size_t)row.source_size + 1);
        uint32_t *tokens = malloc(((size_t)row.token_count + 1) * sizeof *tokens);
        assert_true(bytes != NULL && tokens != NULL);
        uint64_t words[4] = {sum, lt_hash_64(row.id, strlen(row.id))};
        must(view.source(view.context, i, 0, (size_t)row.source_size, bytes, &error), &error);
        must(view.tokens(view.context, i, 0, row.token_count, tokens, &error), &error);
        words[2] = lt_hash_64(bytes, (size_t)row.source_size);
        words[3] = lt_hash_64(tokens, row.token_count * sizeof *tokens);
        sum = lt_hash_64(words, sizeof words);
        free(bytes);
        free(tokens);
    }
    lt_store_snapshot_close(snapshot);
    return sum;
}

static void portions_become_one_segment(void **state)
{
    (void)state;
    const struct {
        unsigned count, each;
        bool trailing;
        unsigned segments;
    } cases[] = {{1, 1, false, 1}, {12, 5, false, 1}, {12, 5, true, 1}, {70, 1, false, 3}, {64, 1, true, 2}};
    leitong_error error = {0};
    model m = {.seed = test_seed(21)};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        char folder[64];
        leitong_index_figures figures;
        model_folder(folder, "aside");
        leitong_index *index = create_open(folder);
        put(index, &m, cases[c].count, cases[c].each, cases[c].trailing, false);
        must(leitong_index_stat(index, &figures, &error), &error);
        assert_int_equal(figures.documents, 0);
        put(index, &m, cases[c].count, cases[c].each, cases[c].trailing, true);
        must(leitong_index_check(index, 1, NULL, NULL, &error), &error);
        must(leitong_index_stat(index, &figures, &error), &error);
        assert_int_equal(figures.documents, cases[c].count);
        assert_int_equal(figures.segments, cases[c].segments);
        assert_int_equal(files(folder), 3);
        if (figures.segments == 1) {
            char whole[64];
            model_folder(whole, "whole");
            leitong_index *other = create_open(whole);
            put(other, &m, cases[c].count, cases[c].count, false, true);
            assert_true(sum_of(index, cases[c].count) == sum_of(other, cases[c].count));
            leitong_index_close(other);
            model_remove(whole);
        }
        leitong_index_close(index);
        model_remove(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(portions_become_one_segment)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

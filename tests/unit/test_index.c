/* The index through its public functions, against a model; its lookups against a search through all documents. */
#include "index_model.h"

#include "engine/index_handle.h"
#include "index/store_catalog.h"
#include "view_corpus.h"

static leitong_index *create_open(const char *folder)
{
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    if (leitong_index_create(folder, &options, &error) != 0 || leitong_index_open(folder, &index, &error) != 0) {
        fail_msg("%s: %s", error.path, error.message);
    }
    return index;
}

/* A random history: after each step the index holds what the model says, and everything in it is whole. */
static void a_history_is_followed(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    model m = {.seed = test_seed(11)};
    model_folder(folder, "index");
    leitong_index *index = create_open(folder);
    for (uint64_t step = 0; step < 60; step++) {
        bool same = false;
        if (model_do(index, &m, step, &error) != 0 || model_compare(index, &m, &same, &error) != 0 ||
            (step % 5 == 0 && leitong_index_check(index, 1, NULL, NULL, &error) != 0)) {
            fail_msg("step %llu: %s: %s", (unsigned long long)step, error.path, error.message);
        }
        assert_true(same);
        if (step % 7 == 0) {
            leitong_index_close(index);
            assert_int_equal(leitong_index_open(folder, &index, &error), 0);
        }
    }
    leitong_index_close(index);
    model_remove(folder);
}

/* The same again changes nothing; room of what was replaced is used again: the file stops growing. */
static void the_same_again_is_nothing(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    leitong_index_figures before;
    leitong_index_figures after;
    model empty = {.seed = 5};
    model m = empty;
    model_folder(folder, "index");
    leitong_index *index = create_open(folder);
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        m.versions[i] = 1;
    }
    assert_int_equal(model_apply(index, &empty, &m, &error), 0);
    assert_int_equal(leitong_index_stat(index, &before, &error), 0);
    assert_int_equal(model_apply(index, &m, &m, &error), 0);
    assert_int_equal(leitong_index_stat(index, &after, &error), 0);
    assert_int_equal(before.changes, after.changes);
    assert_int_equal(before.file_bytes, after.file_bytes);
    uint64_t largest = 0;
    for (uint64_t round = 2; round < 40; round++) {
        model next = m;
        for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
            next.versions[i] = round;
        }
        assert_int_equal(model_apply(index, &m, &next, &error), 0);
        assert_int_equal(leitong_index_stat(index, &after, &error), 0);
        m = next;
        largest = round == 12 ? after.file_bytes : largest;
    }
    assert_true(after.file_bytes < 2 * largest);
    assert_int_equal(after.documents, MODEL_DOCUMENTS);
    leitong_index_close(index);
    model_remove(folder);
}

static int by_document_and_at(const void *left, const void *right)
{
    const lt_view_place *a = left;
    const lt_view_place *b = right;
    if (a->document != b->document) {
        return a->document < b->document ? -1 : 1;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Places of one question, under the store's numbers, ordered. */
static void same_places(const lt_view *store, const view_corpus *oracle, lt_view_places *found,
                        lt_view_places *expected)
{
    leitong_error error;
    for (size_t i = 0; i < expected->count; i++) {
        lt_view_document row;
        assert_int_equal(oracle->view.document(oracle->view.context, expected->items[i].document, &row, &error), 0);
        assert_int_equal(store->find(store->context, row.id, &expected->items[i].document, &error), 0);
    }
    assert_int_equal(found->count, expected->count);
    qsort(found->items, found->count, sizeof *found->items, by_document_and_at);
    qsort(expected->items, expected->count, sizeof *expected->items, by_document_and_at);
    for (size_t i = 0; i < found->count; i++) {
        assert_int_equal(found->items[i].document, expected->items[i].document);
        assert_int_equal(found->items[i].at, expected->items[i].at);
        assert_int_equal(found->items[i].tags, expected->items[i].tags);
    }
    found->count = expected->count = 0;
}

static void same_document(const lt_view *store, const lt_view *oracle, const char *id)
{
    leitong_error error;
    lt_view_document a;
    lt_view_document b;
    uint32_t x = LT_VIEW_NONE;
    uint32_t y = LT_VIEW_NONE;
    assert_int_equal(store->find(store->context, id, &x, &error), 0);
    assert_int_equal(oracle->find(oracle->context, id, &y, &error), 0);
    assert_int_equal(store->document(store->context, x, &a, &error), 0);
    assert_int_equal(oracle->document(oracle->context, y, &b, &error), 0);
    assert_string_equal(a.id, b.id);
    assert_string_equal(a.title, b.title);
    assert_null(a.author);
    assert_int_equal(a.source_size, b.source_size);
    assert_int_equal(a.text_size, b.text_size);
    assert_int_equal(a.token_count, b.token_count);
    assert_int_equal(a.paragraph_count, b.paragraph_count);
    uint32_t *tokens[2] = {malloc(a.token_count * 4U), malloc(a.token_count * 4U)};
    lt_paragraph *paragraphs[2] = {calloc(a.paragraph_count, sizeof(lt_paragraph)),
                                   calloc(a.paragraph_count, sizeof(lt_paragraph))};
    uint8_t *text[2] = {malloc(a.text_size), malloc(a.text_size)};
    assert_int_equal(store->tokens(store->context, x, 3, a.token_count - 3, tokens[0], &error), 0);
    assert_int_equal(oracle->tokens(oracle->context, y, 3, a.token_count - 3, tokens[1], &error), 0);
    assert_memory_equal(tokens[0], tokens[1], (a.token_count - 3) * 4U);
    assert_int_equal(store->tokens(store->context, x, 1, a.token_count, tokens[0], &error), LEITONG_EUSAGE);
    assert_int_equal(store->paragraphs(store->context, x, 0, a.paragraph_count, paragraphs[0], &error), 0);
    assert_int_equal(oracle->paragraphs(oracle->context, y, 0, a.paragraph_count, paragraphs[1], &error), 0);
    for (uint32_t i = 0; i < a.paragraph_count; i++) {
        assert_int_equal(paragraphs[0][i].byte_begin, paragraphs[1][i].byte_begin);
        assert_int_equal(paragraphs[0][i].byte_end, paragraphs[1][i].byte_end);
        assert_int_equal(paragraphs[0][i].token_begin, paragraphs[1][i].token_begin);
        assert_int_equal(paragraphs[0][i].token_count, paragraphs[1][i].token_count);
    }
    assert_int_equal(store->text(store->context, x, 2, (size_t)a.text_size - 2, text[0], &error), 0);
    assert_int_equal(oracle->text(oracle->context, y, 2, (size_t)a.text_size - 2, text[1], &error), 0);
    assert_memory_equal(text[0], text[1], a.text_size - 2);
    for (unsigned i = 0; i < 2; i++) {
        free(tokens[i]);
        free(paragraphs[i]);
        free(text[i]);
    }
}

/* Asks for all seeds, and as many that hardly stand there, `part` at a time: each leads to the oracle's places. */
static void same_seeds(const lt_view *store, const view_corpus *oracle, size_t part)
{
    leitong_error error;
    size_t count = 2 * oracle->seed_count;
    uint64_t *keys = malloc(count * sizeof *keys);
    size_t *ends = malloc(count * sizeof *ends);
    lt_view_places all = {0};
    lt_view_places expected = {0};
    if (keys == NULL || ends == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = oracle->seeds[i / 2].key + i % 2;
    }
    for (size_t i = 0; i < count; i += part) {
        size_t asked = count - i < part ? count - i : part;
        assert_int_equal(store->seeds(store->context, keys + i, asked, &all, ends + i, &error), 0);
    }
    for (size_t i = 0; i < count; i++) {
        size_t begin = i == 0 ? 0 : ends[i - 1];
        size_t end;
        lt_view_places found = {.items = all.items + begin, .count = ends[i] - begin};
        assert_int_equal(oracle->view.seeds(oracle->view.context, &keys[i], 1, &expected, &end, &error), 0);
        assert_true(i % 2 != 0 || expected.count > 0);
        same_places(store, oracle, &found, &expected);
    }
    assert_int_equal(ends[count - 1], all.count);
    free(keys);
    free(ends);
    free(all.items);
    free(expected.items);
}

/* The number under which the store knows a document of the oracle. */
static uint32_t stored(const lt_view *store, const view_corpus *oracle, uint32_t number)
{
    lt_view_document row;
    leitong_error error;
    uint32_t found = LT_VIEW_NONE;
    assert_int_equal(oracle->view.document(oracle->view.context, number, &row, &error), 0);
    assert_int_equal(store->find(store->context, row.id, &found, &error), 0);
    return found;
}

/* The same with buckets: their first `most` contents, without one document. */
static void same_buckets(const lt_view *store, const view_corpus *oracle, size_t part, uint32_t most, size_t without)
{
    leitong_error error;
    size_t count = 2 * oracle->member_count;
    uint32_t number = without < oracle->corpus.document_count ? view_number(&oracle->corpus, without) : LT_VIEW_NONE;
    uint32_t theirs = number == LT_VIEW_NONE ? LT_VIEW_NONE : stored(store, oracle, number);
    uint64_t *keys = malloc(count * sizeof *keys);
    size_t *ends[2] = {malloc(count * sizeof **ends), malloc(count * sizeof **ends)};
    lt_view_contents found = {0};
    lt_view_contents expected = {0};
    if (keys == NULL || ends[0] == NULL || ends[1] == NULL) {
        abort();
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = oracle->members[i / 2].key + i % 2;
    }
    for (size_t i = 0; i < count; i += part) {
        lt_view_buckets ask = {keys + i, count - i < part ? count - i : part, most, theirs};
        assert_int_equal(store->bands(store->context, &ask, &found, ends[0] + i, &error), 0);
    }
    lt_view_buckets ask = {keys, count, most, number};
    assert_int_equal(oracle->view.bands(oracle->view.context, &ask, &expected, ends[1], &error), 0);
    assert_int_equal(found.count, expected.count);
    assert_memory_equal(ends[0], ends[1], count * sizeof **ends);
    for (size_t i = 0; i < found.count; i++) {
        assert_int_equal(found.items[i].hash, expected.items[i].hash);
        assert_int_equal(found.items[i].document, stored(store, oracle, expected.items[i].document));
        assert_int_equal(found.items[i].at, expected.items[i].at);
    }
    free(keys);
    free(ends[0]);
    free(ends[1]);
    free(found.items);
    free(expected.items);
}

/* Several segments, replaced and removed documents: every key and every seed of every document leads to all its places,
 * and to no others. */
static void lookups_are_a_search_through_all(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    model m = {.seed = test_seed(17)};
    static model_text texts[MODEL_DOCUMENTS];
    leitong_document documents[MODEL_DOCUMENTS];
    size_t count = 0;
    model_folder(folder, "index");
    leitong_index *index = create_open(folder);
    for (uint64_t step = 1; step < 9; step++) {
        assert_int_equal(model_do(index, &m, step, &error), 0);
    }
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        if (m.versions[i] != 0) {
            model_make(&m, i, m.versions[i], &texts[i]);
            documents[count++] = model_document(&texts[i]);
        }
    }
    assert_true(count > 2);
    view_corpus oracle;
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    view_open(&oracle, documents, count, &options);
    lt_store_snapshot *snapshot = NULL;
    lt_view view;
    assert_int_equal(lt_store_snapshot_open(lt_index_store(index), &snapshot, &error), 0);
    lt_store_view(snapshot, &view);
    for (size_t i = 0; i < count; i++) {
        same_document(&view, &oracle.view, documents[i].id);
    }
    static const size_t parts[] = {1, 15, 16, 17, 1000000};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        same_seeds(&view, &oracle, parts[i]);
        same_buckets(&view, &oracle, parts[i], i % 2 == 0 ? UINT32_MAX : 1, SIZE_MAX);
        same_buckets(&view, &oracle, parts[i], i % 2 == 0 ? 1 : 2, i % count);
    }
    uint32_t none = 0;
    assert_int_equal(view.find(view.context, "document/999", &none, &error), 0);
    assert_int_equal(none, LT_VIEW_NONE);
    lt_store_snapshot_close(snapshot);
    view_close(&oracle);
    leitong_index_close(index);
    model_remove(folder);
}

/* A snapshot stays as it was, whatever is committed meanwhile, compacting included. */
static void a_snapshot_stands_still(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    model m = {.seed = 23};
    model_folder(folder, "index");
    leitong_index *index = create_open(folder);
    lt_store_snapshot *snapshot = NULL;
    lt_view view;
    lt_view_document row;
    for (uint64_t step = 1; step < 4; step++) {
        assert_int_equal(model_do(index, &m, step, &error), 0);
    }
    model then = m;
    assert_int_equal(lt_store_snapshot_open(lt_index_store(index), &snapshot, &error), 0);
    lt_store_view(snapshot, &view);
    for (uint64_t step = 4; step < 40; step++) {
        assert_int_equal(model_do(index, &m, step, &error), 0);
    }
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        static model_text text;
        uint32_t number = LT_VIEW_NONE;
        model_make(&then, i, then.versions[i], &text);
        assert_int_equal(view.find(view.context, text.id, &number, &error), 0);
        assert_int_equal(number != LT_VIEW_NONE, then.versions[i] != 0);
        if (number != LT_VIEW_NONE) {
            assert_int_equal(view.document(view.context, number, &row, &error), 0);
            assert_string_equal(row.title, text.title);
            uint8_t *bytes = malloc(text.size);
            assert_int_equal(view.source(view.context, number, 0, text.size, bytes, &error), 0);
            assert_memory_equal(bytes, text.bytes, text.size);
            free(bytes);
        }
    }
    lt_store_snapshot_close(snapshot);
    leitong_index_close(index);
    model_remove(folder);
}

#define TURNS_DOCUMENTS 80U
#define TURNS_LONGEST 30000U

/* Text number `i`: letters, which zstd cannot foretell, in lines. */
static leitong_document turns_document(unsigned i, char *id, size_t id_size, uint8_t *bytes)
{
    uint64_t random = 700 + i;
    size_t size = 1 + (size_t)(test_random(&random) % TURNS_LONGEST);
    for (size_t at = 0; at < size; at++) {
        uint64_t letter = test_random(&random) % 27;
        bytes[at] = letter == 26 ? '\n' : (uint8_t)('a' + letter);
    }
    bytes[0] = 'a';
    snprintf(id, id_size, "turn/%02u", i);
    return (leitong_document){.id = id, .path = id, .bytes = bytes, .size = size, .encoding = "utf-8"};
}

/* Stretches of many documents' texts, over borders of chunks, of two segments, in turn and at random: what was put. */
static void texts_are_read_in_turn(void **state)
{
    (void)state;
    static uint8_t bytes[TURNS_LONGEST];
    static uint8_t read[TURNS_LONGEST];
    char folder[64];
    char id[16];
    leitong_error error = {0};
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    lt_store_snapshot *snapshot = NULL;
    lt_view view;
    uint32_t numbers[TURNS_DOCUMENTS];
    uint64_t random = test_seed(29);
    model_folder(folder, "index");
    leitong_index *index = create_open(folder);
    for (unsigned from = 0; from < TURNS_DOCUMENTS; from += TURNS_DOCUMENTS - 8) {
        leitong_index_change *change = NULL;
        assert_int_equal(leitong_index_change_begin(index, &options, &change, &error), 0);
        for (unsigned i = from; i < TURNS_DOCUMENTS && i < from + TURNS_DOCUMENTS - 8; i++) {
            leitong_document document = turns_document(i, id, sizeof id, bytes);
            assert_int_equal(leitong_index_change_add(change, &document, &error), 0);
        }
        assert_int_equal(leitong_index_change_commit(change, NULL, &error), 0);
        leitong_index_change_end(change);
    }
    assert_int_equal(lt_store_snapshot_open(lt_index_store(index), &snapshot, &error), 0);
    lt_store_view(snapshot, &view);
    for (unsigned i = 0; i < TURNS_DOCUMENTS; i++) {
        (void)turns_document(i, id, sizeof id, bytes);
        assert_int_equal(view.find(view.context, id, &numbers[i], &error), 0);
    }
    for (unsigned turn = 0; turn < 1500; turn++) {
        unsigned few = turn / 50 * 7; /* the same six for a while, then six others; at times any */
        unsigned i =
            (unsigned)(turn % 5 == 4 ? test_random(&random) : few + test_random(&random) % 6) % TURNS_DOCUMENTS;
        leitong_document document = turns_document(i, id, sizeof id, bytes);
        size_t begin = (size_t)(test_random(&random) % document.size);
        size_t size = (size_t)(test_random(&random) % (document.size - begin + 1));
        assert_int_equal(view.source(view.context, numbers[i], begin, size, read, &error), 0);
        assert_memory_equal(read, bytes + begin, size);
        assert_int_equal(view.text(view.context, numbers[i], begin, size, read, &error), 0);
        assert_memory_equal(read, bytes + begin, size);
    }
    lt_store_snapshot_close(snapshot);
    leitong_index_close(index);
    model_remove(folder);
}

static void what_is_refused(void **state)
{
    (void)state;
    char folder[64];
    char other[80];
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_index *second = NULL;
    model_folder(folder, "index");
    snprintf(other, sizeof other, "%s/none", folder);
    assert_int_equal(leitong_index_open(other, &index, &error), LEITONG_EINPUT);
    assert_non_null(strstr(error.message, "index create"));
    options.run = 7;
    assert_int_equal(leitong_index_create(other, &options, &error), LEITONG_EUSAGE);
    options.run = 14;
    assert_int_equal(leitong_index_create(other, &options, &error), 0);
    assert_int_equal(leitong_index_create(other, &options, &error), LEITONG_EUSAGE);
    assert_int_equal(leitong_index_create(folder, &options, &error), LEITONG_EUSAGE);
    assert_int_equal(leitong_index_open(other, &index, &error), 0);
    assert_int_equal(leitong_index_open(other, &second, &error), LEITONG_EUSAGE);
    assert_non_null(strstr(error.message, "open already"));
    leitong_index_get_options(index, &options);
    assert_int_equal(options.run, 14);
    /* One id twice in a change: nothing of it stays. */
    leitong_index_change_options change_options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    static model_text text;
    model m = {.seed = 1};
    model_make(&m, 1, 1, &text);
    leitong_document document = model_document(&text);
    assert_int_equal(leitong_index_change_begin(index, &change_options, &change, &error), 0);
    assert_int_equal(leitong_index_change_add(change, &document, &error), 0);
    assert_int_equal(leitong_index_change_add(change, &document, &error), 0);
    assert_int_equal(leitong_index_change_commit(change, NULL, &error), LEITONG_EUSAGE);
    leitong_index_change_end(change);
    bool same = false;
    assert_int_equal(model_compare(index, &m, &same, &error), 0);
    assert_true(same);
    leitong_index_close(index);
    model_remove(folder);
}

/* Documents are taken in by them: flags that fold does not expect, say, lead it outside its tables. */
static void parameters_are_those_of_an_index(void **state)
{
    static const lt_store_parameters good = {700000000, 990000000, 17, 4, 5, 13, 0, 0};
    lt_store_parameters kinds[12];
    size_t count = sizeof kinds / sizeof kinds[0];
    (void)state;
    for (size_t i = 0; i < count; i++) {
        kinds[i] = good;
    }
    kinds[1].threshold = 1000000001;
    kinds[2].recall = 1000000001;
    kinds[3].bands = 0;
    kinds[4].bands = 17000;
    kinds[5].rows = 0;
    kinds[6].rows = 1000;
    kinds[7].shingle = 65;
    kinds[8].run = 7;
    kinds[9].run = 65;
    kinds[10].paragraph = 3;
    kinds[11].fold_flags = 8;
    for (size_t i = 0; i < count; i++) {
        char folder[64];
        lt_store *store = NULL;
        leitong_error error = {0};
        model_folder(folder, "parameters");
        assert_int_equal(lt_store_create(folder, &kinds[i], &error), 0);
        assert_int_equal(lt_store_open(folder, &store, &error), i == 0 ? 0 : LEITONG_EDAMAGED);
        assert_true(i == 0 || strstr(error.message, "parameters") != NULL);
        lt_store_close(store);
        model_remove(folder);
    }
}

/* Puts `count` into number `which` of the catalog's only segment, as whoever knows the format can. */
static int forge_count(const char *folder, size_t which, uint64_t count, leitong_error *error)
{
    lt_store_env *env = NULL;
    lt_store_txn *txn = NULL;
    lt_store_catalog catalog = {.count = 0};
    assert_int_equal(lt_store_env_open(folder, &env, error), 0);
    assert_int_equal(lt_store_txn_begin(env, true, &txn, error), 0);
    assert_int_equal(lt_store_catalog_load(env, txn, &catalog, error), 0);
    assert_int_equal(catalog.count, 1);
    lt_store_segment *s = catalog.segments;
    uint64_t *const numbers[] = {&s->words,           &s->all.documents, &s->all.paragraphs, &s->all.tokens,
                                 &s->all.bytes,       &s->contents,      &s->bands,          &s->seeds,
                                 &s->dead.paragraphs, &s->dead.tokens,   &s->dead.bytes,     &s->room};
    bool any = which < sizeof numbers / sizeof numbers[0];
    if (any) {
        *numbers[which] = count;
    }
    assert_int_equal(lt_store_catalog_save(&catalog, txn, error), 0);
    assert_int_equal(lt_store_txn_commit(txn, error), 0);
    lt_store_txn_seal(env);
    lt_store_catalog_clear(&catalog);
    lt_store_env_close(env);
    return any;
}

/* Arrays are made, and walked, by these counts: one that the file has no bytes for is refused at once. */
static void counts_are_those_of_the_file(void **state)
{
    (void)state;
    for (size_t which = 0, any = 1; any != 0; which++) {
        /* Of tokens and source bytes there may be many in few bytes. */
        uint64_t count = which == 3 || which == 4 ? UINT64_C(1) << 60 : UINT64_C(1) << 31;
        char folder[64];
        leitong_error error = {0};
        lt_store *store = NULL;
        model none = {.seed = 3};
        model m = none;
        m.versions[1] = m.versions[2] = 1;
        model_folder(folder, "forged");
        leitong_index *index = create_open(folder);
        assert_int_equal(model_apply(index, &none, &m, &error), 0);
        leitong_index_close(index);
        any = (size_t)forge_count(folder, which, which == 0 ? count - 1 : count, &error);
        assert_int_equal(lt_store_open(folder, &store, &error), any != 0 ? LEITONG_EDAMAGED : 0);
        assert_true(any == 0 || strstr(error.message, "size") != NULL);
        lt_store_close(store);
        model_remove(folder);
    }
}

/* An index of another version is no damage: it is named, with what to do. */
static void another_format_is_refused_by_name(void **state)
{
    enum { CATALOG = 2, MAGIC = 8 };
    (void)state;
    lt_store_txn_key key = {.table = CATALOG};
    char folder[64];
    leitong_error error = {0};
    lt_store_env *env = NULL;
    lt_store_txn *txn = NULL;
    lt_store_value value;
    lt_block_head head;
    leitong_index *index = NULL;
    bool found = false;
    model_folder(folder, "older");
    leitong_index_close(create_open(folder));
    assert_int_equal(lt_store_env_open(folder, &env, &error), 0);
    assert_int_equal(lt_store_txn_begin(env, true, &txn, &error), 0);
    assert_int_equal(lt_store_txn_floor(txn, &key, &found, &value, &error), 0);
    assert_true(found);
    uint8_t *block = malloc(value.size);
    memcpy(block, value.bytes, value.size);
    assert_int_equal(lt_block_open(block, value.size, (lt_block_place){0, CATALOG}, false, &head, &error), 0);
    assert_int_equal(block[LT_BLOCK_HEADER + MAGIC], LT_STORE_FORMAT);
    block[LT_BLOCK_HEADER + MAGIC]--;
    lt_block_seal(block, &head);
    key.key = head.begin;
    assert_int_equal(lt_store_txn_put(txn, &key, false, block, value.size, &error), 0);
    assert_int_equal(lt_store_txn_commit(txn, &error), 0);
    free(block);
    lt_store_env_close(env);
    assert_int_equal(leitong_index_open(folder, &index, &error), LEITONG_EINPUT);
    char words[32];
    snprintf(words, sizeof words, "has format %u", LT_STORE_FORMAT - 1);
    assert_non_null(strstr(error.message, words));
    assert_non_null(strstr(error.message, "make it again"));
    model_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_history_is_followed),
        cmocka_unit_test(the_same_again_is_nothing),
        cmocka_unit_test(lookups_are_a_search_through_all),
        cmocka_unit_test(a_snapshot_stands_still),
        cmocka_unit_test(texts_are_read_in_turn),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(parameters_are_those_of_an_index),
        cmocka_unit_test(counts_are_those_of_the_file),
        cmocka_unit_test(another_format_is_refused_by_name),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}

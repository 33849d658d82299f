#include "test.h"

#include "base/buffer.h"
#include "text/corpus.h"

/* Paragraph `i` of document `id` has one token and one byte, both told by id and place: so every number can be checked.
 */
typedef struct model {
    char id[24];
    unsigned paragraphs;
} model;

static int compare_models(const void *left, const void *right)
{
    const model *a = left;
    const model *b = right;
    for (size_t i = 0;; i++) { /* unsigned bytes, from the definition */
        uint8_t x = (uint8_t)a->id[i];
        uint8_t y = (uint8_t)b->id[i];
        if (x != y || x == 0) {
            return (int)x - (int)y;
        }
    }
}

static uint64_t place_hash(const char *id, unsigned paragraph)
{
    uint64_t hash = paragraph + 1;
    for (; *id != 0; id++) {
        hash = (hash ^ (uint8_t)*id) * 0x100000001B3U;
    }
    return hash;
}

static void random_ids(model *models, size_t count, uint64_t *random)
{
    static const char *const alphabet[] = {"", "a", "b", "/", "\xC3\xA9", "\xE4\xBB\x99", "\x01", "\xFF"};
    for (size_t i = 0; i < count; i++) {
        const char *letters[3];
        for (int l = 0; l < 3; l++) {
            letters[l] = alphabet[test_random(random) % 8];
        }
        /* The number makes it unique; as text it sorts in another order than numbers do. */
        snprintf(models[i].id, sizeof models[i].id, "%s%s%s%zu", letters[0], letters[1], letters[2], i);
        models[i].paragraphs = test_random(random) % 5 == 0 ? 0 : (unsigned)(test_random(random) % 60);
    }
}

static void add_document(lt_corpus *corpus, const model *document)
{
    assert_int_equal(lt_buffer_reserve(&corpus->documents, &corpus->document_capacity, corpus->document_count + 1,
                                       sizeof *corpus->documents, NULL),
                     0);
    lt_document *added = &corpus->documents[corpus->document_count++];
    memset(added, 0, sizeof *added);
    added->id = strdup(document->id);
    added->title = strdup(document->id);
    added->token_begin = corpus->token_count;
    added->token_count = document->paragraphs;
    added->text_size = document->paragraphs;
    corpus->token_count += document->paragraphs;
    for (unsigned i = 0; i < document->paragraphs; i++) {
        uint64_t hash = place_hash(document->id, i);
        uint32_t token = (uint32_t)hash;
        uint8_t byte = (uint8_t)(hash >> 32);
        uint64_t at;
        assert_int_equal(lt_spool_append(corpus->tokens, &token, sizeof token, &at, NULL), 0);
        assert_int_equal(at, 4 * (added->token_begin + i));
        assert_int_equal(lt_spool_append(corpus->text, &byte, 1, &at, NULL), 0);
        added->text_at = i == 0 ? at : added->text_at;
    }
}

/* Paragraphs in the order given: a document after the other, or all mixed up. */
static void add_paragraphs(lt_corpus *corpus, bool mixed, uint64_t *random)
{
    for (size_t d = 0; d < corpus->document_count; d++) {
        const lt_document *document = &corpus->documents[d];
        for (unsigned i = 0; i < document->token_count; i++) {
            assert_int_equal(lt_corpus_reserve_paragraphs(corpus, corpus->paragraph_count + 1, NULL), 0);
            corpus->paragraphs[corpus->paragraph_count++] =
                (lt_paragraph){document->token_begin + i, i, i + 1, 1, (uint32_t)d};
        }
    }
    for (size_t i = corpus->paragraph_count; mixed && i > 1; i--) {
        size_t j = test_random(random) % i;
        lt_paragraph swap = corpus->paragraphs[i - 1];
        corpus->paragraphs[i - 1] = corpus->paragraphs[j];
        corpus->paragraphs[j] = swap;
    }
}

static void check_paragraph(const lt_corpus *corpus, size_t number, uint32_t document, unsigned i,
                            lt_spool_scratch *scratch)
{
    const lt_paragraph *paragraph = &corpus->paragraphs[number];
    const lt_document *owner = &corpus->documents[document];
    assert_int_equal(paragraph->document, document);
    assert_int_equal(paragraph->byte_begin, i);
    uint64_t hash = place_hash(owner->id, i);
    const uint32_t *tokens = NULL;
    assert_int_equal(lt_corpus_tokens(corpus, paragraph->token_begin, 1, scratch, &tokens, NULL), 0);
    assert_int_equal(tokens[0], (uint32_t)hash);
    const uint8_t *text = NULL;
    assert_int_equal(lt_corpus_text(corpus, owner, (lt_byte_range){paragraph->byte_begin, paragraph->byte_end}, scratch,
                                    &text, NULL),
                     0);
    assert_int_equal(text[0], (uint8_t)(hash >> 32));
}

static void check_settled(size_t documents, bool mixed, const char *folder, uint64_t *random)
{
    model *models = calloc(documents + 1, sizeof *models);
    assert_non_null(models);
    random_ids(models, documents, random);
    lt_corpus corpus;
    assert_int_equal(lt_corpus_init(&corpus, folder, NULL), 0);
    for (size_t i = 0; i < documents; i++) {
        add_document(&corpus, &models[i]);
    }
    add_paragraphs(&corpus, mixed, random);
    size_t count = corpus.paragraph_count;
    lt_paragraph *before = malloc((count + 1) * sizeof *before);
    uint32_t *places = malloc((count + 1) * sizeof *places);
    assert_non_null(before);
    assert_non_null(places);
    for (size_t i = 0; i < count; i++) {
        before[i] = corpus.paragraphs[i];
    }
    assert_int_equal(lt_corpus_settle(&corpus, places, NULL), 0);

    qsort(models, documents, sizeof *models, compare_models);
    lt_spool_scratch scratch = {0};
    size_t number = 0;
    for (uint32_t d = 0; d < documents; d++) {
        assert_string_equal(corpus.documents[d].id, models[d].id);
        assert_string_equal(corpus.documents[d].title, models[d].id);
        assert_int_equal(corpus.documents[d].paragraph_begin, number);
        assert_int_equal(corpus.documents[d].paragraph_count, models[d].paragraphs);
        for (unsigned i = 0; i < models[d].paragraphs; i++) {
            check_paragraph(&corpus, number++, d, i, &scratch);
        }
    }
    assert_int_equal(number, count);
    for (size_t i = 0; i < count; i++) { /* tokens say which paragraph is which */
        assert_int_equal(corpus.paragraphs[places[i]].token_begin, before[i].token_begin);
    }
    lt_spool_scratch_clear(&scratch);
    lt_corpus_clear(&corpus);
    free(models);
    free(before);
    free(places);
}

static void it_settles_as_a_naive_sort_does(void **state)
{
    (void)state;
    uint64_t random = test_seed(10);
    for (size_t documents = 0; documents <= 400; documents = documents * 2 + 1) {
        for (int mixed = 0; mixed < 2; mixed++) {
            check_settled(documents, mixed != 0, NULL, &random);
            check_settled(documents, mixed != 0, "/tmp", &random);
        }
    }
}

/* Without ret_places, and a second time, nothing changes. */
static void settling_twice_changes_nothing(void **state)
{
    (void)state;
    uint64_t random = test_seed(11);
    model models[50];
    random_ids(models, 50, &random);
    lt_corpus corpus;
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    for (size_t i = 0; i < 50; i++) {
        add_document(&corpus, &models[i]);
    }
    add_paragraphs(&corpus, true, &random);
    assert_int_equal(lt_corpus_settle(&corpus, NULL, NULL), 0);
    size_t count = corpus.paragraph_count;
    lt_paragraph *once = malloc(count * sizeof *once);
    uint32_t *places = malloc(count * sizeof *places);
    assert_non_null(once);
    assert_non_null(places);
    memcpy(once, corpus.paragraphs, count * sizeof *once);
    assert_int_equal(lt_corpus_settle(&corpus, places, NULL), 0);
    assert_memory_equal(once, corpus.paragraphs, count * sizeof *once);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(places[i], i);
    }
    free(once);
    free(places);
    lt_corpus_clear(&corpus);
}

static void text_beyond_the_document_is_refused(void **state)
{
    (void)state;
    lt_corpus corpus;
    assert_int_equal(lt_corpus_init(&corpus, NULL, NULL), 0);
    model models[2] = {{"a", 5}, {"b", 5}};
    add_document(&corpus, &models[0]);
    add_document(&corpus, &models[1]);
    lt_spool_scratch scratch = {0};
    const uint8_t *text = NULL;
    leitong_error error;
    assert_int_equal(lt_corpus_text(&corpus, &corpus.documents[0], (lt_byte_range){2, 6}, &scratch, &text, &error),
                     LEITONG_EUSAGE);
    assert_int_equal(lt_corpus_text(&corpus, &corpus.documents[0], (lt_byte_range){3, 2}, &scratch, &text, &error),
                     LEITONG_EUSAGE);
    assert_null(text);
    assert_string_equal(error.path, "a");
    assert_int_equal(lt_corpus_text(&corpus, &corpus.documents[0], (lt_byte_range){5, 5}, &scratch, &text, &error), 0);
    assert_non_null(text);
    lt_corpus_clear(&corpus);
    lt_corpus_clear(&corpus); /* clearing what is clear is harmless */
    assert_int_equal(lt_corpus_init(&corpus, "/nowhere", &error), LEITONG_ESYSTEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_settles_as_a_naive_sort_does),
        cmocka_unit_test(settling_twice_changes_nothing),
        cmocka_unit_test(text_beyond_the_document_is_refused),
    };
    return cmocka_run_group_tests_name("corpus", tests, NULL, NULL);
}

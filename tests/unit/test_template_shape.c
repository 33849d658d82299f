/* template_shape, template_texts: a hash that others share makes no text a member, and no two texts one. */
#include "match_corpus.h"

#include "templates/template.h"
#include "templates/template_texts.h"

enum { MOST = 8 };

/* Families by hand, as forged hashes would leave them: every text is a member, whatever it says. */
typedef struct forged {
    lt_corpus corpus;
    lt_families families;
    lt_family family;
    lt_place members[MOST];
    uint32_t leaves[MOST];
    uint32_t count;
} forged;

static void forge(forged *f, const char *const *texts)
{
    memset(f, 0, sizeof *f);
    assert_int_equal(lt_corpus_init(&f->corpus, NULL, NULL), 0);
    for (; texts[f->count] != NULL; f->count++) {
        char id[2] = {(char)('a' + f->count), 0};
        corpus_add_text(&f->corpus, id, texts[f->count]);
        f->corpus.documents[f->count].paragraph_begin = f->count;
        f->corpus.documents[f->count].paragraph_count = 1;
        f->members[f->count] = (lt_place){f->count, 0, (uint32_t)f->corpus.documents[f->count].token_count};
        f->leaves[f->count] = LT_SHAPE_NONE;
    }
    f->family = (lt_family){
        .member_count = f->count, .documents = f->count, .unit = LT_FAMILY_PARAGRAPH, .level = LT_FAMILY_FORM};
    f->families.items = &f->family;
    f->families.count = 1;
    f->families.members = f->members;
    f->families.leaves = f->leaves;
}

static void forged_clear(forged *f)
{
    lt_shapes_clear(&f->families.shapes);
    lt_corpus_clear(&f->corpus);
}

/* A leaf of the first text's tokens, of which the gap [place, place + gap) is open in the root. */
static void forge_shapes(forged *f, unsigned place, unsigned gap)
{
    lt_shapes *shapes = &f->families.shapes;
    uint32_t ids[LT_SHAPE_LONGEST];
    const uint32_t *tokens;
    lt_spool_scratch scratch = {0};
    uint32_t leaf;
    uint32_t root;
    uint32_t count = f->members[0].end;
    assert_int_equal(lt_corpus_tokens(&f->corpus, 0, count, &scratch, &tokens, NULL), 0);
    memcpy(ids, tokens, count * sizeof *ids);
    assert_int_equal(lt_shapes_add(shapes, ids, count, &leaf, NULL), 0);
    ids[place] = LT_SHAPE_OPEN;
    memmove(ids + place + 1, tokens + place + gap, (count - place - gap) * sizeof *ids);
    assert_int_equal(lt_shapes_add(shapes, ids, count - gap + 1, &root, NULL), 0);
    lt_shapes_put(shapes, leaf, root, place, gap);
    for (uint32_t i = 0; i < f->count; i++) {
        f->leaves[i] = leaf;
    }
    f->family.level = LT_FAMILY_SLOT;
    lt_spool_scratch_clear(&scratch);
}

/* The members of the only template, as letters. */
static void assert_members(forged *f, const char *wanted)
{
    lt_template_options options = {0};
    lt_templates templates = {0};
    lt_workers *workers = NULL;
    char letters[MOST + 1] = "";
    assert_int_equal(lt_workers_new(1, &workers, NULL), 0);
    assert_int_equal(lt_template_run(&f->corpus, &f->families, &options, workers, &templates, NULL), 0);
    assert_int_equal(templates.count, 1);
    for (uint32_t m = 0; m < templates.items[0].member_count; m++) {
        letters[m] = (char)('a' + templates.items[0].members[m].document);
    }
    assert_string_equal(letters, wanted);
    lt_templates_clear(&templates);
    lt_workers_free(workers);
}

static void no_text_is_a_member_by_its_hash(void **state)
{
    (void)state;
    static const char *const slots[] = {"来源：湖南日报社",
                                        "来源：北京日报社",
                                        "来源：河南日报社",
                                        "来源：北京日报杜",
                                        "来源",
                                        "来源：河南的日报社",
                                        "今天天气很好",
                                        NULL};
    static const char *const numbers[] = {"第12次全体会议纪要", "第13次全体会议纪要", "第14次全体会议纪委",
                                          "第15次全体会议纪要和附件", NULL};
    forged f;
    forge(&f, slots);
    forge_shapes(&f, 2, 2);
    assert_members(&f, "abc");
    forged_clear(&f);
    forge(&f, numbers);
    assert_true(f.count == 4);
    assert_members(&f, "ab");
    forged_clear(&f);
}

/* A way to the root that leaves out more than there is. */
static void a_way_that_does_not_fit_has_no_ends(void **state)
{
    (void)state;
    lt_shapes shapes = {0};
    uint32_t ids[4] = {1, 2, 3, 4};
    uint32_t leaf;
    uint32_t root;
    uint8_t ends[LT_SHAPE_LONGEST + 1];
    assert_int_equal(lt_shapes_add(&shapes, ids, 2, &leaf, NULL), 0);
    assert_int_equal(lt_shapes_add(&shapes, ids, 4, &root, NULL), 0);
    lt_shapes_put(&shapes, leaf, root, 1, 2);
    assert_int_equal(lt_shapes_ends(&shapes, leaf, ends), 0);
    lt_shapes_put(&shapes, leaf, root, 1, 1);
    assert_int_equal(lt_shapes_ends(&shapes, leaf, ends), 2);
    lt_shapes_clear(&shapes);
}

/* Records of one hash are numbered by their tokens. */
static void texts_are_numbered_by_their_tokens(void **state)
{
    (void)state;
    static const char *const words[] = {"甲乙丙", "甲乙丁", "甲乙丙", "甲乙", "甲乙丁", NULL};
    lt_texts texts = {0};
    uint32_t numbers = 0;
    forged f;
    forge(&f, words);
    assert_int_equal(lt_texts_open(&texts, &f.corpus, &(lt_mask_options){0}, NULL), 0);
    assert_int_equal(lt_texts_gather(&texts, f.members, f.count, NULL), 0);
    assert_int_equal(texts.text_count, 3);
    for (uint32_t i = 0; i < f.count; i++) {
        texts.order[i] = (lt_record){7, i};
    }
    assert_int_equal(lt_texts_number_run(&texts, f.members, 0, f.count, &numbers, NULL), 0);
    assert_int_equal(numbers, 3);
    uint32_t of[MOST];
    for (uint32_t i = 0; i < f.count; i++) {
        of[texts.order[i].value] = (uint32_t)texts.order[i].key;
    }
    for (uint32_t i = 0; i < f.count; i++) {
        for (uint32_t k = 0; k < f.count; k++) {
            assert_int_equal(of[i] == of[k], strcmp(words[i], words[k]) == 0);
        }
    }
    lt_texts_clear(&texts);
    forged_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_text_is_a_member_by_its_hash),
                                       cmocka_unit_test(a_way_that_does_not_fit_has_no_ends),
                                       cmocka_unit_test(texts_are_numbered_by_their_tokens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

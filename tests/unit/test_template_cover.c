/* template_cover: a template is told by one of longer texts exactly where the head of template_cover.h says. */
#include "test.h"

#include "templates/template_cover.h"

enum { DOCUMENTS = 10, LENGTH = 100 };

/* Documents of LENGTH tokens, each a member of the one document template, whose slot is tokens [10, 20). */
typedef struct cover_sample {
    lt_template templates[2];
    lt_place wholes[DOCUMENTS];
    lt_stretch whole_ranges[DOCUMENTS];
    lt_place members[DOCUMENTS];
    lt_stretch ranges[DOCUMENTS];
} cover_sample;

/* The other template: `count` members in the first documents, tokens [begin, end). */
static void sample_make(cover_sample *sample, uint8_t unit, uint32_t count, uint32_t begin, uint32_t end)
{
    *sample = (cover_sample){0};
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        sample->wholes[d] = (lt_place){d, 0, LENGTH};
        sample->whole_ranges[d] = (lt_stretch){10, 20};
        sample->members[d] = (lt_place){d, begin, end};
        sample->ranges[d] = (lt_stretch){begin, begin};
    }
    sample->templates[0] = (lt_template){
        .unit = unit, .members = sample->members, .ranges = sample->ranges, .member_count = count, .slot_count = 1};
    sample->templates[1] = (lt_template){.unit = LT_FAMILY_DOCUMENT,
                                         .members = sample->wholes,
                                         .ranges = sample->whole_ranges,
                                         .member_count = DOCUMENTS,
                                         .slot_count = 1};
}

static bool covered(const cover_sample *sample)
{
    uint8_t marks[2] = {0, 0};
    assert_int_equal(lt_template_cover(sample->templates, 2, marks, NULL), 0);
    assert_int_equal(marks[1], 0);
    return marks[0] != 0;
}

static void what_a_longer_template_tells_is_covered(void **state)
{
    (void)state;
    cover_sample sample;
    static const uint8_t units[] = {LT_FAMILY_PARAGRAPH, LT_FAMILY_CLAUSE};
    for (size_t u = 0; u < sizeof units; u++) {
        sample_make(&sample, units[u], DOCUMENTS, 5, 30);
        assert_true(covered(&sample));
        sample_make(&sample, units[u], 5, 9, 20); /* a part of the documents, and more than the slot */
        assert_true(covered(&sample));
        sample_make(&sample, units[u], DOCUMENTS, 10, 20); /* in the slot */
        assert_false(covered(&sample));
        sample_make(&sample, units[u], DOCUMENTS, 5, 30);
        sample.wholes[2].end = 29; /* two of ten stand outside */
        sample.wholes[7].begin = 6;
        assert_true(covered(&sample));
        sample.wholes[9].begin = 50; /* three of ten do */
        assert_false(covered(&sample));
    }
    sample_make(&sample, LT_FAMILY_BOILERPLATE, DOCUMENTS, 5, 30);
    assert_false(covered(&sample));
}

/* Of a clause by a paragraph; of neither by one that a document explains itself. */
static void paragraphs_tell_clauses(void **state)
{
    (void)state;
    cover_sample sample;
    sample_make(&sample, LT_FAMILY_CLAUSE, DOCUMENTS, 25, 40);
    sample.templates[1].unit = LT_FAMILY_PARAGRAPH;
    assert_true(covered(&sample));
    sample_make(&sample, LT_FAMILY_PARAGRAPH, DOCUMENTS, 25, 40);
    sample.templates[1].unit = LT_FAMILY_PARAGRAPH;
    assert_false(covered(&sample));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_a_longer_template_tells_is_covered),
                                       cmocka_unit_test(paragraphs_tell_clauses)};
    return cmocka_run_group_tests_name("template_cover", tests, NULL, NULL);
}

/* template_cover: a paragraph template is told by a document template exactly where the head of template_cover.h says.
 */
#include "test.h"

#include "templates/template_cover.h"

enum { DOCUMENTS = 8, LENGTH = 100 };

/* Documents of LENGTH tokens, each a member of the one document template, whose slot is tokens [10, 20). */
typedef struct cover_sample {
    lt_template templates[2];
    lt_place wholes[DOCUMENTS];
    lt_stretch whole_ranges[DOCUMENTS];
    lt_place members[DOCUMENTS];
    lt_stretch ranges[DOCUMENTS];
} cover_sample;

/* The paragraph template: `count` members in the first documents, tokens [5, 30), filled at [begin, end). */
static void sample_make(cover_sample *sample, uint32_t count, uint32_t begin, uint32_t end)
{
    *sample = (cover_sample){0};
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        sample->wholes[d] = (lt_place){d, 0, LENGTH};
        sample->whole_ranges[d] = (lt_stretch){10, 20};
        sample->members[d] = (lt_place){d, 5, 30};
        sample->ranges[d] = (lt_stretch){begin, end};
    }
    sample->templates[0] = (lt_template){.unit = LT_FAMILY_PARAGRAPH,
                                         .members = sample->members,
                                         .ranges = sample->ranges,
                                         .member_count = count,
                                         .slot_count = 1};
    sample->templates[1] = (lt_template){.unit = LT_FAMILY_DOCUMENT,
                                         .members = sample->wholes,
                                         .ranges = sample->whole_ranges,
                                         .member_count = DOCUMENTS,
                                         .slot_count = 1};
}

static bool covered(const cover_sample *sample)
{
    uint8_t marks[2] = {0, 0};
    assert_int_equal(lt_template_cover(sample->templates, 2, DOCUMENTS, marks, NULL), 0);
    assert_int_equal(marks[1], 0);
    return marks[0] != 0;
}

static void what_a_document_template_tells_is_covered(void **state)
{
    (void)state;
    cover_sample sample;
    sample_make(&sample, DOCUMENTS / 2 - 1, 12, 20);
    assert_true(covered(&sample));
    sample_make(&sample, DOCUMENTS / 2, 12, 20); /* half of the documents: a form of its own */
    assert_false(covered(&sample));
    sample_make(&sample, DOCUMENTS / 2 - 1, 12, 21); /* more than the slot */
    assert_false(covered(&sample));
    sample_make(&sample, DOCUMENTS / 2 - 1, 12, 20);
    sample.members[1].document = 0; /* twice in one document */
    assert_false(covered(&sample));
    sample_make(&sample, DOCUMENTS / 2 - 1, 12, 20);
    sample.wholes[2].end = 29; /* one of them stands outside */
    assert_false(covered(&sample));
    sample_make(&sample, DOCUMENTS / 2 - 1, 12, 20);
    sample.templates[0].unit = LT_FAMILY_CLAUSE;
    assert_false(covered(&sample));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_a_document_template_tells_is_covered)};
    return cmocka_run_group_tests_name("template_cover", tests, NULL, NULL);
}

/* versions: members are linked with their medoid and within the threshold of it; nobody is in two clusters. */
#include "test.h"

#include "passages/versions.h"

#define THRESHOLD 700000000U

static lt_passage passage(uint32_t da, uint32_t ab, uint32_t ae, uint32_t db, uint32_t bb, uint32_t be,
                          uint32_t matched)
{
    return (lt_passage){.document_a = da,
                        .document_b = db,
                        .a_begin = ab,
                        .a_end = ae,
                        .b_begin = bb,
                        .b_end = be,
                        .matched = matched,
                        .longest_run = matched};
}

static void a_star_is_one_cluster_and_a_chain_is_not(void **state)
{
    (void)state;
    lt_versions versions = {0};
    lt_passage star[] = {passage(0, 10, 60, 1, 0, 50, 50), passage(0, 11, 60, 2, 5, 54, 48),
                         passage(0, 10, 59, 3, 7, 56, 49)};
    lt_passages list = {.items = star, .count = 3};
    assert_int_equal(lt_versions_passages(&list, THRESHOLD, &versions, NULL), 0);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.clusters[0].count, 4);
    assert_int_equal(versions.members[versions.clusters[0].medoid].place.document, 0);
    lt_versions_clear(&versions);

    /* 0–1–2–3: no member may hang on another that is not the medoid. */
    lt_passage chain[] = {passage(0, 0, 50, 1, 0, 50, 45), passage(1, 0, 50, 2, 0, 50, 45),
                          passage(2, 0, 50, 3, 0, 50, 45)};
    list = (lt_passages){.items = chain, .count = 3};
    assert_int_equal(lt_versions_passages(&list, THRESHOLD, &versions, NULL), 0);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.clusters[0].count, 3);
    lt_versions_clear(&versions);
}

static void what_is_not_alike_enough_is_no_member(void **state)
{
    (void)state;
    lt_versions versions = {0};
    lt_passage loose[] = {passage(0, 0, 50, 1, 0, 50, 41)}; /* 41 / 59 = 0.695 */
    lt_passages list = {.items = loose, .count = 1};
    assert_int_equal(lt_versions_passages(&list, THRESHOLD, &versions, NULL), 0);
    assert_int_equal(versions.cluster_count, 0);
    lt_versions_clear(&versions);
    loose[0].matched = 42; /* 42 / 58 = 0.724 */
    assert_int_equal(lt_versions_passages(&list, THRESHOLD, &versions, NULL), 0);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.members[1].shared, 42);
    assert_int_equal(versions.members[1].all, 58);
    lt_versions_clear(&versions);
}

static void a_document_inside_a_larger_one_is_its_version(void **state)
{
    (void)state;
    lt_versions versions = {0};
    const uint32_t tokens[] = {1000, 100, 500};
    const lt_shared_tokens shared[] = {{0, 1, 90, 90}, {0, 2, 100, 100}};
    assert_int_equal(lt_versions_documents(&(lt_document_overlaps){tokens, 3, shared, 2}, THRESHOLD, &versions, NULL),
                     0);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.clusters[0].count, 2);
    assert_int_equal(versions.members[0].place.document, 0);
    assert_int_equal(versions.members[1].place.document, 1);
    lt_versions_clear(&versions);
}

/* Random graphs: every property that the header promises, checked from the passages themselves. */
static void properties_hold_on_random_links(void **state)
{
    (void)state;
    uint64_t random = test_seed(77);
    enum { DOCUMENTS = 12, LINKS = 30 };
    for (int round = 0; round < 2000; round++) {
        lt_passage items[LINKS];
        for (int i = 0; i < LINKS; i++) {
            uint32_t a = (uint32_t)(test_random(&random) % (DOCUMENTS - 1));
            uint32_t b = a + 1 + (uint32_t)(test_random(&random) % (DOCUMENTS - 1 - a));
            items[i] = passage(a, 0, 50, b, 0, 50, 30 + (uint32_t)(test_random(&random) % 21));
        }
        lt_passages list = {.items = items, .count = LINKS};
        lt_versions versions = {0};
        assert_int_equal(lt_versions_passages(&list, THRESHOLD, &versions, NULL), 0);
        int seen[DOCUMENTS] = {0};
        for (size_t c = 0; c < versions.cluster_count; c++) {
            const lt_version_cluster *cluster = &versions.clusters[c];
            const lt_version *members = versions.members + cluster->begin;
            assert_true(cluster->count >= 2);
            uint32_t medoid = members[cluster->medoid].place.document;
            for (size_t m = 0; m < cluster->count; m++) {
                uint32_t own = members[m].place.document;
                assert_int_equal(seen[own]++, 0);
                assert_true((uint64_t)members[m].shared * 10 >= (uint64_t)members[m].all * 7);
                int linked = own == medoid;
                for (int i = 0; i < LINKS; i++) {
                    linked |= items[i].matched == members[m].shared &&
                              ((items[i].document_a == own && items[i].document_b == medoid) ||
                               (items[i].document_b == own && items[i].document_a == medoid));
                }
                assert_true(linked);
            }
        }
        lt_versions_clear(&versions);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_is_one_cluster_and_a_chain_is_not),
        cmocka_unit_test(what_is_not_alike_enough_is_no_member),
        cmocka_unit_test(a_document_inside_a_larger_one_is_its_version),
        cmocka_unit_test(properties_hold_on_random_links),
    };
    return cmocka_run_group_tests_name("versions", tests, NULL, NULL);
}

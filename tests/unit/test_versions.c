/* versions: members are linked with their medoid and within the threshold of it; nobody is in two clusters. */
#include "test.h"

#include "passages/versions.h"

#define THRESHOLD 700000000U

static const uint32_t fifty[12] = {50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50};

static const uint64_t hashes[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static lt_versions versions_of(const uint32_t *tokens, size_t documents, const lt_shared_tokens *shared, size_t count)
{
    lt_versions versions = {0};
    lt_document_overlaps overlaps = {tokens, hashes, documents, shared, count};
    assert_int_equal(lt_versions_documents(&overlaps, THRESHOLD, &versions, NULL), 0);
    return versions;
}

static void a_star_is_one_cluster_and_a_chain_is_not(void **state)
{
    (void)state;
    const lt_shared_tokens star[] = {{0, 1, 50, 50}, {0, 2, 48, 48}, {0, 3, 49, 49}};
    lt_versions versions = versions_of(fifty, 4, star, 3);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.clusters[0].count, 4);
    assert_int_equal(versions.members[versions.clusters[0].medoid].place.document, 0);
    lt_versions_clear(&versions);

    /* 0–1–2–3: no member may hang on another that is not the medoid. */
    const lt_shared_tokens chain[] = {{0, 1, 45, 45}, {1, 2, 45, 45}, {2, 3, 45, 45}};
    versions = versions_of(fifty, 4, chain, 3);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.clusters[0].count, 3);
    lt_versions_clear(&versions);
}

/* A path 0–1–2–3: 1 and 2 have two neighbours each; the medoid is that with the smaller hash, whatever its number. */
static void of_equally_many_neighbours_content_decides(void **state)
{
    (void)state;
    const lt_shared_tokens path[] = {{0, 1, 45, 45}, {1, 2, 45, 45}, {2, 3, 45, 45}};
    const uint64_t by_content[][4] = {{7, 5, 6, 4}, {4, 6, 5, 7}};
    for (uint32_t i = 0; i < 2; i++) {
        lt_versions versions = {0};
        lt_document_overlaps overlaps = {fifty, by_content[i], 4, path, 3};
        assert_int_equal(lt_versions_documents(&overlaps, THRESHOLD, &versions, NULL), 0);
        assert_int_equal(versions.cluster_count, 1);
        assert_int_equal(versions.members[versions.clusters[0].medoid].place.document, 1 + i);
        lt_versions_clear(&versions);
    }
}

static void what_is_not_alike_enough_is_no_member(void **state)
{
    (void)state;
    lt_versions versions = versions_of(fifty, 2, &(lt_shared_tokens){0, 1, 34, 50}, 1); /* the smaller of the two */
    assert_int_equal(versions.cluster_count, 0);
    lt_versions_clear(&versions);
    versions = versions_of(fifty, 2, &(lt_shared_tokens){0, 1, 35, 50}, 1); /* 35 / 50 = 0.7 */
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.members[1].shared, 35);
    assert_int_equal(versions.members[1].all, 65);
    lt_versions_clear(&versions);
}

static void a_document_inside_a_larger_one_is_its_version(void **state)
{
    (void)state;
    const uint32_t tokens[] = {1000, 100, 500};
    const lt_shared_tokens shared[] = {{0, 1, 90, 90}, {0, 2, 100, 100}};
    lt_versions versions = versions_of(tokens, 3, shared, 2);
    assert_int_equal(versions.cluster_count, 1);
    assert_int_equal(versions.clusters[0].count, 2);
    assert_int_equal(versions.members[0].place.document, 0);
    assert_int_equal(versions.members[1].place.document, 1);
    lt_versions_clear(&versions);
}

/* Random graphs: every property that the header promises, checked from the links themselves. */
static void properties_hold_on_random_links(void **state)
{
    (void)state;
    uint64_t random = test_seed(77);
    enum { DOCUMENTS = 12, LINKS = DOCUMENTS * (DOCUMENTS - 1) / 2 };
    for (int round = 0; round < 2000; round++) {
        lt_shared_tokens items[LINKS];
        size_t count = 0;
        for (uint32_t a = 0; a < DOCUMENTS; a++) {
            for (uint32_t b = a + 1; b < DOCUMENTS; b++) {
                uint32_t tokens = 26 + (uint32_t)(test_random(&random) % 25);
                items[count] = (lt_shared_tokens){a, b, tokens, tokens};
                count += test_random(&random) % 2;
            }
        }
        lt_versions versions = versions_of(fifty, DOCUMENTS, items, count);
        int seen[DOCUMENTS] = {0};
        for (size_t c = 0; c < versions.cluster_count; c++) {
            const lt_version_cluster *cluster = &versions.clusters[c];
            const lt_version *members = versions.members + cluster->begin;
            assert_true(cluster->count >= 2);
            uint32_t medoid = members[cluster->medoid].place.document;
            for (size_t m = 0; m < cluster->count; m++) {
                uint32_t own = members[m].place.document;
                assert_int_equal(seen[own]++, 0);
                assert_true((uint64_t)members[m].shared * 10 >= (uint64_t)members[m].smaller * 7);
                int linked = own == medoid;
                for (size_t i = 0; i < count; i++) {
                    linked |= items[i].a == members[m].shared &&
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
        cmocka_unit_test(of_equally_many_neighbours_content_decides),
        cmocka_unit_test(what_is_not_alike_enough_is_no_member),
        cmocka_unit_test(a_document_inside_a_larger_one_is_its_version),
        cmocka_unit_test(properties_hold_on_random_links),
    };
    return cmocka_run_group_tests_name("versions", tests, NULL, NULL);
}

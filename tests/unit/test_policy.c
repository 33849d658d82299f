/* Policies: patterns against their definition, days against a count of days, and a hundred kinds of wrong files, each
 * of which is an error that names its place. */
#include "test.h"

#include "gate/policy.h"
#include "gate/policy_match.h"
#include "leitong/leitong.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/leitong-policy-XXXXXX";

static const char *put(const char *name, const char *text, size_t size)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static int opened(const char *text, size_t size, const leitong_policy_options *options, leitong_error *error)
{
    leitong_policy *policy = NULL;
    *error = (leitong_error){0};
    int code = leitong_policy_open(put("policy.json", text, size), options, &policy, error);
    assert_true((code == 0) == (policy != NULL));
    leitong_policy_free(policy);
    return code;
}

/* By recursion, from the definition. `fresh`: a name begins in the pattern. */
static bool matches_from(bool fresh, const char *pattern, const char *text)
{
    if (*pattern == '\0') {
        return *text == '\0';
    }
    if (fresh && strncmp(pattern, "**/", 3) == 0) {
        bool found = matches_from(true, pattern + 3, text);
        for (const char *at = text; !found && *at != '\0'; at++) {
            found = *at == '/' && matches_from(true, pattern + 3, at + 1);
        }
        return found;
    }
    if (*pattern == '*') {
        bool wide = pattern[1] == '*';
        for (const char *at = text;; at++) {
            if (matches_from(false, pattern + 1 + wide, at)) {
                return true;
            }
            if (*at == '\0' || (!wide && *at == '/')) {
                return false;
            }
        }
    }
    return *text != '\0' && (*pattern == '?' ? *text != '/' : *pattern == *text) &&
           matches_from(*pattern == '/', pattern + 1, text + 1);
}

static bool matches(const char *pattern, const char *text)
{
    return matches_from(true, pattern, text);
}

static void patterns_match_their_definition(void **state)
{
    uint64_t random = test_seed(4711);
    unsigned found = 0;
    (void)state;
    for (unsigned round = 0; round < 200000; round++) {
        char pattern[10] = "";
        char text[12] = "";
        for (size_t i = test_random(&random) % 9; i > 0; i--) {
            pattern[i - 1] = "ab//***?"[test_random(&random) % 8];
        }
        for (size_t i = test_random(&random) % 11; i > 0; i--) {
            text[i - 1] = "aab/"[test_random(&random) % 4];
        }
        for (char *three = strstr(pattern, "***"); three != NULL; three = strstr(pattern, "***")) {
            *three = 'a'; /* what `***` means is nobody's business */
        }
        if (strlen(pattern) == 0 && test_random(&random) % 8 != 0) {
            continue;
        }
        bool expected = matches(pattern, text);
        found += expected;
        if (lt_policy_match(pattern, text) != expected) {
            fail_msg("'%s' on '%s': %d", pattern, text, !expected);
        }
    }
    assert_true(found > 5000);
    assert_true(lt_policy_match("讲话/*?.txt", "讲话/县长.txt"));
    assert_true(lt_policy_match("**/drafts/**", "drafts/a.txt") &&
                lt_policy_match("**/drafts/**", "x/y/drafts/a/b.txt"));
    assert_false(lt_policy_match("**/drafts/**", "mydrafts/a.txt") || lt_policy_match("**/drafts/**", "drafts"));
    assert_true(lt_policy_match("??.txt", "县长.txt"));
    assert_false(lt_policy_match("???.txt", "县长.txt"));
    char hard[2002];
    memset(hard, 'a', 2000);
    hard[2000] = 'b';
    hard[2001] = '\0';
    assert_false(lt_policy_match("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*c", hard)); /* ends soon */
}

static void days_are_those_of_the_calendar(void **state)
{
    char text[16];
    unsigned good = 0;
    (void)state;
    for (unsigned year = 1999; year < 2005; year++) {
        for (unsigned month = 0; month < 14; month++) {
            for (unsigned day = 0; day < 33; day++) {
                snprintf(text, sizeof text, "%04u-%02u-%02u", year, month, day);
                good += lt_policy_date(text);
            }
        }
    }
    assert_int_equal(good, 365 * 6 + 2);
    assert_true(lt_policy_date("2000-02-29") && !lt_policy_date("1900-02-29"));
    static const char *const bad[] = {"",         "2026",       "2026-1-01", "2026-01-1", "2026/01/01", "2026-01-01 ",
                                      "20260101", "2026-01-0a", "today"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(lt_policy_date(bad[i]));
    }
}

/* Text of a policy, and what the message must name. */
static const struct {
    const char *text, *named;
} wrong_policies[] = {
    {"", "no good JSON"},
    {" ", "no good JSON"},
    {"null", "is no JSON object"},
    {"[]", "is no JSON object"},
    {"3", "is no JSON object"},
    {"\"text\"", "is no JSON object"},
    {"{}{}", "no good JSON"},
    {"{} x", "no good JSON"},
    {"{'limits':{}}", "no good JSON"},
    {"{\"limits\":{},}", "no good JSON"},
    {"// comment\n{}", "no good JSON"},
    {"{limits:{}}", "no good JSON"},
    {"{\"limits\" {}}", "no good JSON"},
    {"{\"comment\":\"\xFF\"}", "no good JSON"},
    {"{\"comment\":\"a\tb\"}", "no good JSON: a control character"},
    {"{\"comment\":\"\\ud800\"}", "no good JSON: half of a surrogate pair"},
    {"{\"limits\":{\"passages\":{\"refuse\":01}}}", "no good JSON"},
    {"{\"own\":[\"series\\u0000\"]}", "own[0]: is neither"},
    {"{\"limit\":{}}", "limit: no such key"},
    {"{\"Limits\":{}}", "Limits: no such key"},
    {"{\"\":1}", "no such key"},
    {"{\"limits\":{},\"limits\":{}}", "\"limits\" is written twice"},
    {"{\"limits\":{\"passages\":{\"warn\":1,\"warn\":2}}}", "\"limits.passages.warn\" is written twice"},
    {"{\"\\u006cimits\":{}}", "written with \\"},
    {"{\"limits\":null}", "limits: is no object"},
    {"{\"limits\":[]}", "limits: is no object"},
    {"{\"limits\":0.3}", "limits: is no object"},
    {"{\"limits\":{\"total\":{}}}", "limits.total: no such key"},
    {"{\"limits\":{\"total_ratio\":0.3}}", "limits.total_ratio: is no object"},
    {"{\"limits\":{\"total_ratio\":\"0.3\"}}", "limits.total_ratio: is no object"},
    {"{\"limits\":{\"total_ratio\":{\"error\":0.3}}}", "limits.total_ratio.error: no such key"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":\"0.3\"}}}", "limits.total_ratio.refuse: is no number"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":true}}}", "limits.total_ratio.refuse: is no number"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":[]}}}", "limits.total_ratio.refuse: is no number"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":1.1}}}", "limits.total_ratio.refuse: is not between 0 and 1"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":30}}}", "is not between 0 and 1"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":-0.1}}}", "is not between 0 and 1"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":NaN}}}", "no good JSON"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":1e999}}}", "is not between 0 and 1"},
    {"{\"limits\":{\"total_ratio\":{\"refuse\":0.1234567}}}", "more than six digits"},
    {"{\"limits\":{\"ratio_without_stock\":{\"refuse\":2}}}", "ratio_without_stock.refuse"},
    {"{\"limits\":{\"source_ratio\":{\"refuse\":2}}}", "source_ratio.refuse"},
    {"{\"limits\":{\"document_ratio\":{\"warn\":2}}}", "document_ratio.warn"},
    {"{\"limits\":{\"longest_run\":{\"refuse\":0.5}}}", "longest_run.refuse: is no whole number"},
    {"{\"limits\":{\"longest_run\":{\"refuse\":-1}}}", "longest_run.refuse: is no whole number"},
    {"{\"limits\":{\"longest_run\":{\"refuse\":4294967296}}}", "longest_run.refuse: is no whole number"},
    {"{\"limits\":{\"passages\":{\"warn\":1e30}}}", "passages.warn: is no whole number"},
    {"{\"limits\":{\"paragraphs\":{\"warn\":\"3\"}}}", "paragraphs.warn: is no number"},
    {"{\"limits\":{\"passages\":{\"warn\":5,\"refuse\":4}}}", "limits.passages: warns above"},
    {"{\"rules\":{}}", "rules: is no list"},
    {"{\"rules\":null}", "rules: is no list"},
    {"{\"rules\":[3]}", "rules[0]: is no object"},
    {"{\"rules\":[null]}", "rules[0]: is no object"},
    {"{\"rules\":[{}]}", "rules[0]: a rule needs a path or a series"},
    {"{\"rules\":[{\"limits\":{}}]}", "rules[0]: a rule needs a path or a series"},
    {"{\"rules\":[{\"path\":\"a\"}]}", "rules[0]: a rule needs limits"},
    {"{\"rules\":[{\"path\":3,\"limits\":{}}]}", "rules[0].path: is no string"},
    {"{\"rules\":[{\"path\":\"\",\"limits\":{}}]}", "rules[0].path: is empty"},
    {"{\"rules\":[{\"path\":\"a\\u0000b\",\"limits\":{}}]}", "rules[0].path: is empty or holds"},
    {"{\"rules\":[{\"series\":[],\"limits\":{}}]}", "rules[0].series: is no string"},
    {"{\"rules\":[{\"author\":\"x\",\"limits\":{}}]}", "rules[0].author: no such key"},
    {"{\"rules\":[{\"path\":\"a\",\"limits\":{}},{\"path\":\"b\",\"limits\":{\"x\":1}}]}",
     "rules[1].limits.x: no such"},
    {"{\"rules\":[{\"path\":\"a\",\"path\":\"b\",\"limits\":{}}]}", "\"rules[0].path\" is written twice"},
    {"{\"limits\":{\"passages\":{\"refuse\":4}},\"rules\":[{\"path\":\"a\",\"limits\":{\"passages\":{\"warn\":9}}}]}",
     "rules[0].limits.passages: warns above"},
    {"{\"own\":\"series\"}", "own: is no list"},
    {"{\"own\":[\"title\"]}", "own[0]: is neither"},
    {"{\"own\":[\"series\",3]}", "own[1]: is neither"},
    {"{\"count_excluded\":1}", "count_excluded: is no truth value"},
    {"{\"count_excluded\":\"no\"}", "count_excluded: is no truth value"},
    {"{\"comment\":3}", "comment: is no string"},
    {"{\"approved\":\"folder\"}", "approved: is no list"},
    {"{\"approved\":[3]}", "approved[0]: is neither"},
    {"{\"approved\":[\"\"]}", "approved[0]: is neither"},
    {"{\"approved\":[null]}", "approved[0]: is neither"},
    {"{\"approved\":[{}]}", "approved[0]: one of path and text"},
    {"{\"approved\":[{\"path\":\"good.txt\",\"text\":\"x\"}]}", "approved[0]: one of path and text"},
    {"{\"approved\":[{\"text\":\"\"}]}", "approved[0].text: is empty"},
    {"{\"approved\":[{\"text\":\"……\"}]}", "approved"},
    {"{\"approved\":[{\"text\":7}]}", "approved[0].text: is no string"},
    {"{\"approved\":[{\"text\":\"x\",\"why\":\"y\"}]}", "approved[0].why: no such key"},
    {"{\"approved\":[{\"text\":\"x\",\"reason\":1}]}", "approved[0].reason: is no string"},
    {"{\"approved\":[{\"text\":\"x\",\"expires\":20270101}]}", "approved[0].expires: is no string"},
    {"{\"approved\":[{\"text\":\"x\",\"expires\":\"2027\"}]}", "approved[0].expires: is no day"},
    {"{\"approved\":[{\"text\":\"x\",\"expires\":\"2027-02-29\"}]}", "approved[0].expires: is no day"},
    {"{\"approved\":[{\"text\":\"x\",\"expires\":\"01.01.2027\"}]}", "approved[0].expires: is no day"},
    {"{\"approved\":[\"good.txt\",\"absent.txt\"]}", "approved[1]: "},
    {"{\"approved\":[\"empty.txt\"]}", "empty.txt"},
    {"{\"approved\":[\"empty\"]}", "approved[0]: "},
    {"{\"approved\":[\"binary.txt\"]}", "binary.txt"},
    {"{\"approved\":[\"mixed\"]}", "mixed/b.bin"},
    {"{\"baseline\":3}", "baseline: is no string"},
    {"{\"baseline\":\"absent.jsonl\"}", "absent.jsonl"},
    {"{\"baseline\":\"good.txt\"}", "good.txt"},
    {"{\"baseline\":\"empty.txt\"}", "is no baseline"},
    {"{\"baseline\":\"b1\"}", "is no baseline"},
    {"{\"baseline\":\"b2\"}", "b2"},
    {"{\"baseline\":\"b3\"}", "b3"},
    {"{\"baseline\":\"b4\"}", "b4"},
    {"{\"baseline\":\"b5\"}", "b5"},
    {"{\"baseline\":\"b6\"}", "b6"},
    {"{\"baseline\":\"b7\"}", "b7"},
};

static const struct {
    const char *name, *text;
} other_files[] = {
    {"good.txt", "深入学习贯彻"},
    {"empty.txt", ""},
    {"binary.txt", "\x01\x02\xFF\xFE\x80\x81\xC0\xC1\xF5\xFF"},
    {"mixed/a.txt", "一二三"},
    {"mixed/b.bin", "x"},
    {"b1", "{\"leitong_baseline\":1}\n"},
    {"b2", "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00\",\"count\":1,\"most\":1}\n"},
    {"b3", "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"count\":0,\"most\":1}\n"},
    {"b4", "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00112233445566778899AABBCCDDEEFF\",\"count\":1,\"most\":1}\n"},
    {"b5", "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"count\":1,\"most\":1}"},
    {"b6", "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"count\":1,\"most\":1}\n"
           "{\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"count\":1,\"most\":1}\n"},
    {"b7", "{\"leitong_baseline\":3}\n{\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"count\":1,\"most\":1,"
           "\"x\":2}\n"},
};

static void wrong_policies_are_errors_with_a_place(void **state)
{
    (void)state;
    unsigned missed = 0;
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    options.today = "2026-11-22";
    for (size_t i = 0; i < sizeof wrong_policies / sizeof wrong_policies[0]; i++) {
        leitong_error error;
        const char *text = wrong_policies[i].text;
        char whole[1700];
        int code = opened(text, strlen(text), &options, &error);
        snprintf(whole, sizeof whole, "%s %s", error.path, error.message);
        if (code != LEITONG_EUSAGE || error.code != code || strstr(whole, wrong_policies[i].named) == NULL ||
            strstr(error.path, folder) == NULL) {
            if (code != LEITONG_EUSAGE || strstr(whole, wrong_policies[i].named) == NULL ||
                strncmp(error.path, "approved", strlen("approved")) != 0) {
                printf("%s: %d %s, not '%s'\n", text, code, whole, wrong_policies[i].named);
                missed++;
            }
        }
    }
    printf("%zu kinds\n", sizeof wrong_policies / sizeof wrong_policies[0]);
    assert_int_equal(missed, 0);
}

/* The byte of the value; of one that is absent, what it is missing in. */
static void faults_name_their_byte(void **state)
{
    static const struct {
        const char *text;
        uint64_t offset;
    } cases[] = {
        {"{\"limits\": 3}", 11},
        {"{\"limit\": {}}", 10},
        {"{\"comment\":  \"\"}", 13},
        {" {\"comment\":\"\\u0041\\n\",\"li.mits\":{}}", 33},
        {"{\"own\":[\"series\", \"title\"]}", 18},
        {"{\"rules\":[{\"path\":\"a\",\"limits\":{}}, {\"path\":\"b\"}]}", 36},
        {"{\"rules\":[{\"path\":\"a\",\"limits\":{\"passages\":{\"refuse\":\"9\"}}}]}", 53},
        {"{\"approved\":[{\"text\":\"x\"},{\"text\":\"x\",\"reason\":1}]}", 47},
        {"{\"own\":[01]}", 9},
        {"[]", 0},
    };
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_error error;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(opened(cases[i].text, strlen(cases[i].text), &options, &error), LEITONG_EUSAGE);
        if (error.offset != cases[i].offset) {
            fail_msg("%s: byte %llu: %s", cases[i].text, (unsigned long long)error.offset, error.message);
        }
    }
}

/* Whose keys would be held against one another, and whose values would be remembered, for hours and in gigabytes. */
static void policies_of_many_keys_or_values_are_errors(void **state)
{
    enum { MOST = 6 << 20 };
    static char text[MOST + 64];
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_error error;
    size_t size = 0;
    (void)state;
    text[size++] = '{';
    for (unsigned i = 0; size < MOST; i++) {
        size += (size_t)sprintf(text + size, "\"%u\":%u,", i, i);
    }
    text[size - 1] = '}';
    assert_int_equal(opened(text, size, &options, &error), LEITONG_EUSAGE);
    assert_non_null(strstr(error.message, "more than 64 keys"));
    assert_true(error.offset > 0 && error.offset < 1000);
    size = (size_t)sprintf(text, "{\"own\":[");
    while (size < MOST) {
        text[size++] = '0';
        text[size++] = ',';
    }
    size += (size_t)sprintf(text + size - 1, "]}") - 1;
    assert_int_equal(opened(text, size, &options, &error), LEITONG_EUSAGE);
    assert_non_null(strstr(error.message, "more than 1048576 values"));
    assert_true(error.offset > 2U << 20 && error.offset < size);
}

/* A policy that is cut anywhere, or has one byte of its marks changed, is none. */
static void cut_policies_are_errors(void **state)
{
    static const char good[] =
        "{\"limits\":{\"total_ratio\":{\"warn\":0.1,\"refuse\":0.3},\"passages\":null},\"own\":["
        "\"author\"],\"rules\":[{\"path\":\"a/**\",\"limits\":{\"longest_run\":{\"refuse\":null}}"
        "}],\"approved\":[{\"path\":\"good.txt\",\"reason\":\"r\",\"expires\":\"2026-11-22\"}]}";
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_error error;
    char changed[sizeof good];
    (void)state;
    options.today = "2026-11-22";
    if (opened(good, sizeof good - 1, &options, &error) != 0) {
        fail_msg("%s:%llu: %s", error.path, (unsigned long long)error.offset, error.message);
    }
    for (size_t size = 0; size + 1 < sizeof good; size++) {
        assert_int_equal(opened(good, size, &options, &error), LEITONG_EUSAGE);
        assert_true(error.offset <= size);
    }
    for (size_t i = 0; i + 1 < sizeof good; i++) {
        memcpy(changed, good, sizeof good);
        if (strchr("{}[]:,\"", changed[i]) != NULL) {
            changed[i] = '~';
            assert_int_equal(opened(changed, sizeof good - 1, &options, &error), LEITONG_EUSAGE);
            assert_true(error.message[0] != '\0' && strstr(error.path, folder) != NULL);
        }
    }
}

static void options_are_checked(void **state)
{
    static const char *const bad[] = {"total_ratio",
                                      "total_ratio=",
                                      "total_ratio=x",
                                      "total_ratio=1.5",
                                      "=0.3",
                                      "ratio=0.3",
                                      ",",
                                      "passages=1.5",
                                      "passages=-1",
                                      "total_ratio=0.3,,",
                                      "total_ratio=0.3;passages=1",
                                      "total_ratio=0x1p-3"};
    leitong_error error;
    (void)state;
    for (size_t i = 0; i < 2 * sizeof bad / sizeof bad[0]; i++) {
        leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
        *(i % 2 == 0 ? &options.refuse : &options.warn) = bad[i / 2];
        if (opened("{}", 2, &options, &error) != LEITONG_EUSAGE ||
            strstr(error.message, i % 2 == 0 ? "refuse" : "warn") == NULL) {
            fail_msg("%s: %s", bad[i / 2], error.message);
        }
    }
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    options.today = "2026-13-01";
    assert_int_equal(opened("{}", 2, &options, &error), LEITONG_EUSAGE);
    options.today = NULL;
    assert_int_equal(opened("{}", 2, &options, &error), 0);
    static const char expiring[] = "{\"approved\":[{\"text\":\"一\",\"expires\":\"2026-11-22\"}]}";
    assert_int_equal(opened(expiring, sizeof expiring - 1, &options, &error), LEITONG_EUSAGE);
    options.own = "series,title";
    assert_int_equal(opened("{}", 2, &options, &error), LEITONG_EUSAGE);
    options.own = "series,author";
    assert_int_equal(opened("{}", 2, &options, &error), 0);
    options.struct_size = 3;
    assert_int_equal(opened("{}", 2, &options, &error), LEITONG_EUSAGE);
}

/* A rule changes what it names and nothing else; later ones have the last word, options the very last. */
static void rules_apply_in_order(void **state)
{
    static const char text[] =
        "{\"limits\":{\"total_ratio\":{\"warn\":0.1,\"refuse\":0.3},\"passages\":{\"refuse\":9}},\"rules\":["
        "{\"path\":\"drafts/**\",\"limits\":{\"total_ratio\":{\"refuse\":0.5}}},"
        "{\"series\":\"statutes*\",\"limits\":{\"passages\":null,\"longest_run\":{\"warn\":40}}},"
        "{\"path\":\"drafts/old/"
        "*\",\"series\":\"*\",\"limits\":{\"total_ratio\":{\"warn\":null,\"refuse\":0.123456}}}]}";
    leitong_policy_options options = LEITONG_POLICY_OPTIONS_INIT;
    leitong_policy *policy = NULL;
    lt_limits limits;
    (void)state;
    options.refuse = "longest_run=7";
    assert_int_equal(leitong_policy_open(put("rules.json", text, sizeof text - 1), &options, &policy, NULL), 0);
    lt_policy_limits(policy, "a.txt", NULL, &limits);
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_REFUSE].value, 300000);
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_REFUSE].rule, 0);
    assert_int_equal(limits.levels[LEITONG_LIMIT_RUN][LT_LEVEL_REFUSE].value, 7);
    assert_false(limits.levels[LEITONG_LIMIT_RUN][LT_LEVEL_WARN].limited);
    lt_policy_limits(policy, "drafts/new/a.txt", "statutes of 1990", &limits);
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_WARN].value, 100000);
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_REFUSE].value, 500000);
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_REFUSE].rule, 1);
    assert_false(limits.levels[LEITONG_LIMIT_PASSAGES][LT_LEVEL_REFUSE].limited);
    assert_int_equal(limits.levels[LEITONG_LIMIT_RUN][LT_LEVEL_WARN].value, 40);
    lt_policy_limits(policy, "drafts/old/a.txt", "work reports", &limits);
    assert_false(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_WARN].limited);
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_REFUSE].value, 123456);
    assert_int_equal(limits.levels[LEITONG_LIMIT_PASSAGES][LT_LEVEL_REFUSE].value, 9);
    lt_policy_limits(policy, "drafts/old/a.txt", NULL, &limits); /* no series: not even `*` */
    assert_int_equal(limits.levels[LEITONG_LIMIT_TOTAL][LT_LEVEL_REFUSE].value, 500000);
    leitong_policy_free(policy);
}

static int make_folder(void **state)
{
    char path[128];
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/mixed", folder);
    int failed = mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/empty", folder);
    failed |= mkdir(path, 0700);
    for (size_t i = 0; i < sizeof other_files / sizeof other_files[0]; i++) {
        (void)put(other_files[i].name, other_files[i].text, strlen(other_files[i].text));
    }
    return failed;
}

static int remove_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(patterns_match_their_definition),
                                       cmocka_unit_test(days_are_those_of_the_calendar),
                                       cmocka_unit_test(faults_name_their_byte),
                                       cmocka_unit_test(wrong_policies_are_errors_with_a_place),
                                       cmocka_unit_test(policies_of_many_keys_or_values_are_errors),
                                       cmocka_unit_test(cut_policies_are_errors),
                                       cmocka_unit_test(options_are_checked),
                                       cmocka_unit_test(rules_apply_in_order)};
    return cmocka_run_group_tests_name("policy", tests, make_folder, remove_folder);
}

#include "test.h"

#include "base/json_read.h"
#include "base/utf8.h"

#include <math.h>

/* RFC 8259 word for word: where the value at `at` ends; NULL where there is none. The text is closed with NUL. */
static const char *grammar_value(const char *at);

static const char *grammar_blank(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* The code unit of \uXXXX; -1 where there is none. */
static long grammar_unit(const char *at)
{
    char digits[5] = "";
    if (at[0] != '\\' || at[1] != 'u' || strspn(at + 2, "0123456789abcdefABCDEF") < 4) {
        return -1;
    }
    memcpy(digits, at + 2, 4);
    return strtol(digits, NULL, 16);
}

static const char *grammar_string(const char *at)
{
    if (*at++ != '"') {
        return NULL;
    }
    while (*at != '"') {
        if ((unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at != '\\') {
            at++;
        } else if (at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL) {
            at += 2;
        } else {
            long unit = grammar_unit(at);
            long next = unit < 0 ? -1 : grammar_unit(at + 6);
            bool high = unit >= 0xD800 && unit <= 0xDBFF;
            if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF) || (high && (next < 0xDC00 || next > 0xDFFF))) {
                return NULL; /* the RFC leaves lone surrogates to the reader; this one refuses them */
            }
            at += high ? 12 : 6;
        }
    }
    return at + 1;
}

static const char *grammar_digits(const char *at)
{
    size_t count = at != NULL ? strspn(at, "0123456789") : 0;
    return count > 0 ? at + count : NULL;
}

static const char *grammar_number(const char *at)
{
    at += *at == '-';
    at = *at == '0' ? at + 1 : grammar_digits(at);
    if (at != NULL && *at == '.') {
        at = grammar_digits(at + 1);
    }
    if (at != NULL && (*at == 'e' || *at == 'E')) {
        at++;
        at = grammar_digits(at + (*at == '+' || *at == '-'));
    }
    return at;
}

static const char *grammar_group(const char *at, char close)
{
    at = grammar_blank(at + 1);
    if (*at == close) {
        return at + 1;
    }
    for (;; at = grammar_blank(at + 1)) {
        if (close == '}') {
            at = grammar_string(at);
            if (at == NULL || *(at = grammar_blank(at)) != ':') {
                return NULL;
            }
            at = grammar_blank(at + 1);
        }
        at = grammar_value(at);
        if (at == NULL) {
            return NULL;
        }
        at = grammar_blank(at);
        if (*at != ',') {
            return *at == close ? at + 1 : NULL;
        }
    }
}

static const char *grammar_value(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strncmp(at, words[i], strlen(words[i])) == 0) {
            return at + strlen(words[i]);
        }
    }
    return *at == '{'   ? grammar_group(at, '}')
           : *at == '[' ? grammar_group(at, ']')
           : *at == '"' ? grammar_string(at)
                        : grammar_number(at);
}

static bool is_json(const char *text, size_t size)
{
    const char *end = grammar_value(grammar_blank(text));
    return end != NULL && grammar_blank(end) == text + size;
}

/* Writes a text, and what a reader must find in it. */
typedef struct writer {
    char text[8192];
    size_t size;
    char meaning[8192]; /* the same without blanks and escapes */
    size_t meaning_size;
    uint64_t seed;
    struct {
        unsigned count; /* members of the outermost object that bear the name */
        lt_json_kind kind;
        size_t begin, end; /* of the last one's value in `meaning`, a string's without quotes */
    } wanted[2];           /* "text", "id" */
} writer;

typedef struct piece {
    const char *text, *meaning;
    size_t size; /* of the meaning */
} piece;

static void mean(writer *w, const char *bytes, size_t size)
{
    memcpy(w->meaning + w->meaning_size, bytes, size);
    w->meaning_size += size;
}

static void add(writer *w, const char *text)
{
    w->size += (size_t)snprintf(w->text + w->size, sizeof w->text - w->size, "%s", text);
}

static void add_both(writer *w, const char *text)
{
    add(w, text);
    mean(w, text, strlen(text));
}

static void add_blank(writer *w)
{
    static const char *const blanks[] = {"", "", "", " ", "\t", "\r", "\n  "};
    add(w, blanks[test_random(&w->seed) % 7]);
}

static void add_string(writer *w)
{
    static const piece pieces[] = {
        {"a", "a", 1},        {"bc", "bc", 2},     {"雷同", "雷同", 6},        {"é", "é", 2},
        {"😀", "😀", 4},        {"\\\"", "\"", 1},   {"\\\\", "\\", 1},          {"\\/", "/", 1},
        {"\\b", "\b", 1},     {"\\f", "\f", 1},    {"\\n", "\n", 1},           {"\\r", "\r", 1},
        {"\\t", "\t", 1},     {"\\u0041", "A", 1}, {"\\u00e9", "é", 2},        {"{[,", "{[,", 3},
        {"\\u96f7", "雷", 3}, {"\\u0000", "", 1},  {"\\ud83d\\uDE00", "😀", 4}, {"abcdefghij", "abcdefghij", 10},
        {"\x7F", "\x7F", 1},
    };
    add_both(w, "\"");
    for (size_t i = test_random(&w->seed) % 12; i > 0; i--) {
        const piece *p = &pieces[test_random(&w->seed) % (sizeof pieces / sizeof pieces[0])];
        add(w, p->text);
        mean(w, p->meaning, p->size);
    }
    add_both(w, "\"");
}

/* A key and its colon; which of the wanted names it is, or 2. */
static size_t add_key(writer *w)
{
    static const struct {
        const char *text, *meaning;
        size_t wanted;
    } keys[] = {{"\"text\"", "text", 0}, {"\"id\"", "id", 1}, {"\"t\\u0065xt\"", "text", 0},
                {"\"x\"", "x", 2},       {"\"\"", "", 2},     {"\"ide\"", "ide", 2}};
    size_t key = test_random(&w->seed) % 6;
    add(w, keys[key].text);
    mean(w, keys[key].meaning, strlen(keys[key].meaning));
    add_blank(w);
    add_both(w, ":");
    add_blank(w);
    return keys[key].wanted;
}

static lt_json_kind add_value(writer *w, int depth)
{
    static const struct {
        const char *text;
        lt_json_kind kind;
    } plain[] = {{"true", LT_JSON_BOOL},      {"false", LT_JSON_BOOL}, {"null", LT_JSON_NULL},
                 {"0", LT_JSON_NUMBER},       {"-1", LT_JSON_NUMBER},  {"12", LT_JSON_NUMBER},
                 {"1.5", LT_JSON_NUMBER},     {"1e5", LT_JSON_NUMBER}, {"10E+2", LT_JSON_NUMBER},
                 {"-0.25E-3", LT_JSON_NUMBER}};
    uint64_t kind = test_random(&w->seed) % (depth > 3 ? 2 : 4);
    if (kind == 0) {
        size_t i = test_random(&w->seed) % 10;
        add_both(w, plain[i].text);
        return plain[i].kind;
    }
    if (kind == 1) {
        add_string(w);
        return LT_JSON_STRING;
    }
    add_both(w, kind == 2 ? "{" : "[");
    add_blank(w);
    for (size_t i = test_random(&w->seed) % 5, left = i; left > 0; left--) {
        add(w, left < i ? "," : "");
        add_blank(w);
        size_t wanted = kind == 2 ? add_key(w) : 2;
        size_t begin = w->meaning_size;
        lt_json_kind inner = add_value(w, depth + 1);
        if (depth == 0 && wanted < 2) {
            w->wanted[wanted].count++;
            w->wanted[wanted].kind = inner;
            w->wanted[wanted].begin = begin + (inner == LT_JSON_STRING);
            w->wanted[wanted].end = w->meaning_size - (inner == LT_JSON_STRING);
        }
        mean(w, ",", 1);
        add_blank(w);
    }
    add_both(w, kind == 2 ? "}" : "]");
    return kind == 2 ? LT_JSON_OBJECT : LT_JSON_LIST;
}

static lt_json_kind write_value(writer *w)
{
    w->size = w->meaning_size = 0;
    memset(w->wanted, 0, sizeof w->wanted);
    return add_value(w, 0);
}

static bool read_two(const writer *w, lt_json_wanted wanted[2], uint8_t *scratch, lt_json_fault *ret_fault)
{
    wanted[0] = (lt_json_wanted){.name = "text", .view = true};
    wanted[1] = (lt_json_wanted){.name = "id"};
    return lt_json_read((const uint8_t *)w->text, w->size, wanted, 2, scratch, ret_fault);
}

static void assert_wanted(const writer *w, size_t which, const lt_json_wanted *wanted)
{
    assert_int_equal(wanted->kind, w->wanted[which].kind);
    if (wanted->kind == LT_JSON_STRING || wanted->kind == LT_JSON_NUMBER) {
        assert_int_equal(wanted->size, w->wanted[which].end - w->wanted[which].begin);
        assert_memory_equal(wanted->text, w->meaning + w->wanted[which].begin, wanted->size);
        assert_int_equal(lt_utf8_fault((const uint8_t *)wanted->text, wanted->size), wanted->size);
    }
}

static void wanted_members_are_those_written(void **state)
{
    (void)state;
    writer w = {.seed = test_seed(1)};
    unsigned objects = 0;
    unsigned repeated = 0;
    for (int round = 0; round < 30000; round++) {
        lt_json_wanted wanted[2];
        lt_json_fault fault;
        bool object = write_value(&w) == LT_JSON_OBJECT;
        bool twice = w.wanted[0].count > 1 || w.wanted[1].count > 1;
        uint8_t *scratch = malloc(w.size + 1); /* of its exact size, so that a sanitizer sees a byte too many */
        assert_int_equal(read_two(&w, wanted, scratch, &fault), object && !twice);
        if (object && twice) {
            assert_string_equal(fault.reason, "repeated_field");
            repeated++;
        } else if (object) {
            assert_wanted(&w, 0, &wanted[0]);
            assert_wanted(&w, 1, &wanted[1]);
            objects++;
        }
        free(scratch);
    }
    assert_true(objects > 5000 && repeated > 500);
}

/* What the tree says, as `meaning` has it. */
static void tell(const lt_json_node *node, writer *told)
{
    if (node->key != NULL) {
        assert_int_equal(node->key[node->key_size], 0);
        mean(told, node->key, node->key_size);
        mean(told, ":", 1);
    }
    if (node->kind == LT_JSON_STRING) {
        assert_int_equal(node->text[node->size], 0);
        mean(told, "\"", 1);
        mean(told, node->text, node->size);
        mean(told, "\"", 1);
        return;
    }
    if (node->kind != LT_JSON_OBJECT && node->kind != LT_JSON_LIST) {
        mean(told, node->text, node->size);
        return;
    }
    mean(told, node->kind == LT_JSON_OBJECT ? "{" : "[", 1);
    const lt_json_node *inner = lt_json_inside(node);
    for (uint32_t i = 0; i < node->count; i++, inner = lt_json_after(inner)) {
        assert_true((inner->key != NULL) == (node->kind == LT_JSON_OBJECT));
        tell(inner, told);
        mean(told, ",", 1);
    }
    mean(told, node->kind == LT_JSON_OBJECT ? "}" : "]", 1);
    assert_true(node->count == 0 || inner == node + node->nodes);
}

static char *copied(const writer *w)
{
    char *text = malloc(w->size + 1);
    assert_non_null(text);
    memcpy(text, w->text, w->size + 1);
    return text;
}

static void a_tree_says_what_was_written(void **state)
{
    (void)state;
    static writer w;
    static writer told;
    lt_json_tree tree = {0};
    w.seed = test_seed(3);
    for (int round = 0; round < 30000; round++) {
        lt_json_fault fault;
        lt_json_kind kind = write_value(&w);
        char *text = copied(&w);
        assert_int_equal(lt_json_tree_read(&tree, text, w.size, &fault, NULL), 0);
        assert_int_equal(tree.nodes->kind, kind);
        assert_int_equal(tree.nodes->nodes, tree.count);
        told.meaning_size = 0;
        tell(tree.nodes, &told);
        assert_int_equal(told.meaning_size, w.meaning_size);
        assert_memory_equal(told.meaning, w.meaning, w.meaning_size);
        const lt_json_node *last = lt_json_member(tree.nodes, "text"); /* of several the last */
        assert_int_equal(lt_json_kind_of(last), w.wanted[0].kind);
        if (lt_json_kind_of(last) == LT_JSON_STRING) {
            assert_int_equal(last->size, w.wanted[0].end - w.wanted[0].begin);
            assert_memory_equal(last->text, w.meaning + w.wanted[0].begin, last->size);
        }
        free(text);
    }
    lt_json_tree_clear(&tree);
}

static void what_the_grammar_refuses_is_refused(void **state)
{
    (void)state;
    static const char strange[] = "{}[]\",:\\u0123eE+-.tfn \x01";
    writer w = {.seed = test_seed(2)};
    unsigned refused = 0;
    unsigned taken = 0;
    lt_json_tree tree = {0};
    for (int round = 0; round < 60000; round++) {
        lt_json_wanted wanted[2];
        lt_json_fault fault = {0};
        (void)write_value(&w);
        for (uint64_t k = test_random(&w.seed) % 3; k > 0; k--) {
            w.text[test_random(&w.seed) % w.size] = strange[test_random(&w.seed) % (sizeof strange - 1)];
        }
        uint8_t *scratch = malloc(w.size + 1);
        bool good = is_json(w.text, w.size);
        if (!read_two(&w, wanted, scratch, &fault)) {
            assert_true(fault.at <= w.size);
            assert_non_null(fault.words);
            assert_true(!good || grammar_blank(w.text)[0] != '{' || strcmp(fault.reason, "repeated_field") == 0);
        } else {
            assert_true(good);
        }
        char *text = copied(&w);
        int code = lt_json_tree_read(&tree, text, w.size, &fault, NULL);
        assert_int_equal(code, good ? 0 : LEITONG_EINPUT);
        assert_true(good || fault.at <= w.size);
        refused += !good;
        taken += good;
        free(text);
        free(scratch);
    }
    lt_json_tree_clear(&tree);
    assert_true(refused > 10000 && taken > 10000);
}

static void what_other_readers_take_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"{\"a\":NaN}",    "{\"a\":Infinity}", "{\"a\":1.}",
                                        "{\"a\":\"\t\"}", "{'a':1}",          "{\"a\":\"\\ud800\"}",
                                        "{\"a\":tRue}",   "{\"a\":-}",        "{\"a\":\"\\udc00\\ud800\"}",
                                        "{\"a\":01}",     "{\"a\":1,}",       "{\"a\":1}//"};
    lt_json_tree tree = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lt_json_fault fault;
        uint8_t scratch[64];
        char text[64];
        assert_false(lt_json_read((const uint8_t *)cases[i], strlen(cases[i]), NULL, 0, scratch, &fault));
        strcpy(text, cases[i]); /* NOLINT: they are short */
        assert_int_equal(lt_json_tree_read(&tree, text, strlen(text), &fault, NULL), LEITONG_EINPUT);
    }
    lt_json_tree_clear(&tree);
}

/* A list kept apart has no nodes, and its elements are the same as those of a list that has. */
static void elements_of_a_list_kept_apart(void **state)
{
    (void)state;
    static const char row[] = "{\"k\":[3],\"x\":{\"list\":[1]},\"l\\u0069st\" : [ {\"a\":\"\\u0041\"} ,7\n,[\"\\n\"] ] "
                              ",\"z\":\"\\t\",\"text\":[]}";
    char text[sizeof row];
    static const char *const apart[] = {"none", "k", "list", NULL};
    lt_json_tree tree = {.apart = apart};
    lt_json_tree item = {0};
    lt_json_fault fault;
    memcpy(text, row, sizeof row);
    assert_int_equal(lt_json_tree_read(&tree, text, sizeof row - 1, &fault, NULL), 0);
    assert_int_equal(tree.count, 8);
    assert_int_equal(lt_json_member(tree.nodes, "k")->nodes, 1);
    assert_int_equal(lt_json_member(tree.nodes, "k")->count, 1);
    assert_int_equal(lt_json_member(tree.nodes, "x")->nodes, 3);
    assert_string_equal(lt_json_member(tree.nodes, "z")->text, "\t");
    const lt_json_node *list = lt_json_member(tree.nodes, "list");
    assert_int_equal(list->nodes, 1);
    assert_int_equal(list->count, 3);
    size_t at = (size_t)(list->text - text) + 1;
    assert_int_equal(lt_json_tree_element(&item, text, sizeof row - 1, &at, &fault, NULL), 0);
    assert_string_equal(lt_json_member(item.nodes, "a")->text, "A");
    assert_int_equal(lt_json_tree_element(&item, text, sizeof row - 1, &at, &fault, NULL), 0);
    assert_int_equal(item.nodes->kind, LT_JSON_NUMBER);
    assert_int_equal(lt_json_tree_element(&item, text, sizeof row - 1, &at, &fault, NULL), 0);
    assert_string_equal(lt_json_element(item.nodes, 0)->text, "\n");
    assert_null(lt_json_element(item.nodes, 1));
    lt_json_tree_clear(&tree);
    lt_json_tree_clear(&item);
}

static lt_json_node number(const char *text)
{
    return (lt_json_node){.kind = LT_JSON_NUMBER, .text = text, .size = (uint32_t)strlen(text)};
}

static void whole_numbers_fit_or_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t most, value;
        bool good;
    } cases[] = {{"0", 0, 0, true},
                 {"-0", 0, 0, true},
                 {"1", 0, 0, false},
                 {"-1", UINT64_MAX, 0, false},
                 {"4294967295", UINT32_MAX, UINT32_MAX, true},
                 {"4294967296", UINT32_MAX, 0, false},
                 {"18446744073709551615", UINT64_MAX, UINT64_MAX, true},
                 {"18446744073709551616", UINT64_MAX, 0, false},
                 {"184467440737095516150", UINT64_MAX, 0, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lt_json_node node = number(cases[i].text);
        uint64_t value = 0;
        assert_true(lt_json_is_whole(&node));
        assert_int_equal(lt_json_whole(&node, cases[i].most, &value), cases[i].good);
        assert_true(value == cases[i].value);
    }
    static const char *const broken[] = {"1.0", "1e3", "1E3"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        lt_json_node node = number(broken[i]);
        assert_false(lt_json_is_whole(&node));
    }
    assert_false(lt_json_is_whole(NULL));
}

static void assert_double(const char *text)
{
    lt_json_node node = number(text);
    double value = lt_json_double(&node);
    double expected = strtod(text, NULL); /* of the C locale, in which tests run */
    if (value != expected || signbit(value) != signbit(expected)) {
        fail_msg("%s: %.17g, not %.17g", text, value, expected);
    }
}

static void doubles_are_those_of_strtod(void **state)
{
    (void)state;
    static const char *const fixed[] = {"0",
                                        "-0",
                                        "-0.0",
                                        "0.000000",
                                        "1.000000",
                                        "0.7",
                                        "1e999",
                                        "-1e999",
                                        "1e-999",
                                        "1e99999999999999999999",
                                        "0.0000000000000000000000000000000000000000000000000000000001e58",
                                        "1000000000000000000000000000000000000000000000000000000000000e-60",
                                        "5e-324",
                                        "2.2250738585072011e-308",
                                        "1.7976931348623157e308",
                                        "9007199254740993",
                                        "0.1000000000000000055511151231257827021181583404541015625"};
    uint64_t seed = test_seed(4);
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        assert_double(fixed[i]);
    }
    for (int round = 0; round < 100000; round++) {
        char text[64];
        uint64_t bits = test_random(&seed);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (value - value == 0) {
            snprintf(text, sizeof text, round % 2 ? "%.17g" : "%.9e", value);
            assert_double(text);
        }
        snprintf(text, sizeof text, "%u.%06u", (unsigned)(bits % 3), (unsigned)((bits >> 32) % 1000000));
        assert_double(text);
    }
}

static void nesting_has_its_limit(void **state)
{
    (void)state;
    for (size_t depth = LT_JSON_DEPTH - 1; depth <= LT_JSON_DEPTH; depth++) {
        char text[4 * LT_JSON_DEPTH];
        uint8_t scratch[4 * LT_JSON_DEPTH];
        lt_json_fault fault = {0};
        size_t size = (size_t)snprintf(text, sizeof text, "{\"a\":");
        memset(text + size, '[', depth);
        memset(text + size + depth, ']', depth);
        text[size + 2 * depth] = '}';
        bool good = lt_json_read((const uint8_t *)text, size + 2 * depth + 1, NULL, 0, scratch, &fault);
        assert_int_equal(good, depth < LT_JSON_DEPTH);
        assert_int_equal(fault.at, good ? 0 : size + depth - 1);
        lt_json_tree tree = {0};
        assert_int_equal(lt_json_tree_read(&tree, text, size + 2 * depth + 1, &fault, NULL), good ? 0 : LEITONG_EINPUT);
        lt_json_tree_clear(&tree);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wanted_members_are_those_written),
        cmocka_unit_test(a_tree_says_what_was_written),
        cmocka_unit_test(what_the_grammar_refuses_is_refused),
        cmocka_unit_test(what_other_readers_take_is_refused),
        cmocka_unit_test(nesting_has_its_limit),
        cmocka_unit_test(elements_of_a_list_kept_apart),
        cmocka_unit_test(whole_numbers_fit_or_are_refused),
        cmocka_unit_test(doubles_are_those_of_strtod),
    };
    return cmocka_run_group_tests_name("json_read", tests, NULL, NULL);
}

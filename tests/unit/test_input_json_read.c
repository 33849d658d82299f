#include "test.h"

#include "base/utf8.h"
#include "input/json_read.h"

#include <json-c/json.h>

/* json-c is the oracle: what it refuses is refused; what is accepted, it accepts with the same members. (It takes more
 * than RFC 8259 does; the table below holds what it wrongly takes.) */
static struct json_object *parsed(const char *text, size_t size)
{
    struct json_tokener *tokener = json_tokener_new_ex(LT_JSON_DEPTH + 1);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *object = json_tokener_parse_ex(tokener, text, (int)size);
    bool whole = json_tokener_get_error(tokener) == json_tokener_success && json_tokener_get_parse_end(tokener) == size;
    json_tokener_free(tokener);
    if (object != NULL && !(whole && json_object_is_type(object, json_type_object))) {
        json_object_put(object);
        object = NULL;
    }
    return object;
}

static void assert_same(const lt_json_wanted *wanted, struct json_object *object)
{
    struct json_object *value = NULL;
    static const lt_json_kind kinds[] = {
        [json_type_null] = LT_JSON_NULL,     [json_type_boolean] = LT_JSON_BOOL,  [json_type_double] = LT_JSON_NUMBER,
        [json_type_int] = LT_JSON_NUMBER,    [json_type_object] = LT_JSON_OBJECT, [json_type_array] = LT_JSON_LIST,
        [json_type_string] = LT_JSON_STRING,
    };
    if (!json_object_object_get_ex(object, wanted->name, &value)) {
        assert_int_equal(wanted->kind, LT_JSON_MISSING);
        return;
    }
    assert_int_equal(wanted->kind, kinds[json_object_get_type(value)]);
    if (wanted->kind == LT_JSON_STRING) {
        assert_int_equal(wanted->size, json_object_get_string_len(value));
        assert_memory_equal(wanted->text, json_object_get_string(value), wanted->size);
        assert_int_equal(lt_utf8_fault((const uint8_t *)wanted->text, wanted->size), wanted->size);
    }
}

typedef struct writer {
    char text[8192];
    size_t size;
    uint64_t seed;
    unsigned texts, ids; /* members of the outermost object that bear these names */
} writer;

static void add(writer *w, const char *piece)
{
    w->size += (size_t)snprintf(w->text + w->size, sizeof w->text - w->size, "%s", piece);
}

static void add_one(writer *w, const char *const *pieces, size_t count)
{
    add(w, pieces[test_random(&w->seed) % count]);
}

static void add_blank(writer *w)
{
    static const char *const blanks[] = {"", "", "", " ", "\t", "\r", "  "};
    add_one(w, blanks, 7);
}

static void add_string(writer *w)
{
    static const char *const pieces[] = {"a",
                                         "bc",
                                         "雷同",
                                         "é",
                                         "😀",
                                         "\\\"",
                                         "\\\\",
                                         "\\/",
                                         "\\b",
                                         "\\f",
                                         "\\n",
                                         "\\r",
                                         "\\t",
                                         "\\u0041",
                                         "\\u00e9",
                                         "{[,",
                                         "\\u96f7",
                                         "\\u0000",
                                         "\\ud83d\\uDE00",
                                         "abcdefghij",
                                         "\x7F"};
    add(w, "\"");
    for (size_t i = test_random(&w->seed) % 12; i > 0; i--) {
        add_one(w, pieces, sizeof pieces / sizeof pieces[0]);
    }
    add(w, "\"");
}

static void add_value(writer *w, int depth)
{
    static const char *const plain[] = {"true", "false", "null", "0", "-1", "12", "1.5", "1e5", "-0.25E-3", "10E+2"};
    uint64_t kind = test_random(&w->seed) % (depth > 3 ? 2 : 4);
    if (kind == 0) {
        add_one(w, plain, 10);
        return;
    }
    if (kind == 1) {
        add_string(w);
        return;
    }
    static const char *const keys[] = {"\"text\"", "\"id\"", "\"t\\u0065xt\"", "\"x\"", "\"\"", "\"ide\""};
    add(w, kind == 2 ? "{" : "[");
    size_t count = test_random(&w->seed) % 5;
    for (size_t i = 0; i < count; i++) {
        add(w, i > 0 ? "," : "");
        add_blank(w);
        if (kind == 2) {
            uint64_t key = test_random(&w->seed) % 6;
            add(w, keys[key]);
            w->texts += depth == 0 && (key == 0 || key == 2);
            w->ids += depth == 0 && key == 1;
            add_blank(w);
            add(w, ":");
            add_blank(w);
        }
        add_value(w, depth + 1);
        add_blank(w);
    }
    add(w, kind == 2 ? "}" : "]");
}

static bool read_two(const writer *w, lt_json_wanted wanted[2], uint8_t *scratch, lt_json_fault *ret_fault)
{
    wanted[0] = (lt_json_wanted){.name = "text", .view = true};
    wanted[1] = (lt_json_wanted){.name = "id"};
    return lt_json_read((const uint8_t *)w->text, w->size, wanted, 2, scratch, ret_fault);
}

static void random_objects_are_read_as_json_c_reads_them(void **state)
{
    (void)state;
    writer w = {.seed = test_seed(1)};
    unsigned objects = 0;
    unsigned repeated = 0;
    for (int round = 0; round < 30000; round++) {
        lt_json_wanted wanted[2];
        lt_json_fault fault;
        w.size = w.texts = w.ids = 0;
        add_value(&w, 0);
        uint8_t *scratch = malloc(w.size + 1); /* of its exact size, so that a sanitizer sees a byte too many */
        struct json_object *object = w.text[0] == '{' ? parsed(w.text, w.size) : NULL;
        bool twice = w.texts > 1 || w.ids > 1;
        assert_int_equal(read_two(&w, wanted, scratch, &fault), object != NULL && !twice);
        if (object != NULL && twice) {
            assert_string_equal(fault.reason, "repeated_field");
            repeated++;
        } else if (object != NULL) {
            assert_same(&wanted[0], object);
            assert_same(&wanted[1], object);
            objects++;
        }
        json_object_put(object);
        free(scratch);
    }
    assert_true(objects > 5000 && repeated > 500);
}

static void what_json_c_refuses_is_refused(void **state)
{
    (void)state;
    static const char strange[] = "{}[]\",:\\u0123eE+-.tfn \x01";
    writer w = {.seed = test_seed(2)};
    unsigned refused = 0;
    for (int round = 0; round < 60000; round++) {
        lt_json_wanted wanted[2];
        lt_json_fault fault = {0};
        w.size = 0;
        add_value(&w, 0);
        for (uint64_t k = test_random(&w.seed) % 3; k > 0; k--) {
            w.text[test_random(&w.seed) % w.size] = strange[test_random(&w.seed) % (sizeof strange - 1)];
        }
        uint8_t *scratch = malloc(w.size + 1);
        struct json_object *object = parsed(w.text, w.size);
        if (!read_two(&w, wanted, scratch, &fault)) {
            assert_true(fault.at <= w.size);
            assert_non_null(fault.words);
            refused++;
        } else {
            assert_non_null(object);
        }
        json_object_put(object);
        free(scratch);
    }
    assert_true(refused > 10000);
}

static void what_json_c_wrongly_takes_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"{\"a\":NaN}",    "{\"a\":Infinity}", "{\"a\":1.}",
                                        "{\"a\":\"\t\"}", "{'a':1}",          "{\"a\":\"\\ud800\"}",
                                        "{\"a\":tRue}",   "{\"a\":-}",        "{\"a\":\"\\udc00\\ud800\"}"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        lt_json_fault fault;
        uint8_t scratch[64];
        assert_false(lt_json_read((const uint8_t *)cases[i], strlen(cases[i]), NULL, 0, scratch, &fault));
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
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_objects_are_read_as_json_c_reads_them),
        cmocka_unit_test(what_json_c_refuses_is_refused),
        cmocka_unit_test(what_json_c_wrongly_takes_is_refused),
        cmocka_unit_test(nesting_has_its_limit),
    };
    return cmocka_run_group_tests_name("input_json_read", tests, NULL, NULL);
}

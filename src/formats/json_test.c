/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON: what is written is read back; what is no JSON is refused. */
#include "formats/json.h"
#include "main/testing.h"

static struct json_value *read_text(struct arena *arena, const char *text, const char **trouble, int *line)
{
    return json_read(arena, text, strlen(text), trouble, line);
}

static void commas_are_added_by_the_writer(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "a");
    json_array(&json);
    json_int(&json, -9223372036854775807 - 1);
    json_real(&json, 0.1);
    json_real(&json, 1.0 / 0.0);
    json_bool(&json, true);
    json_text(&json, NULL);
    json_array(&json);
    json_end(&json);
    json_end(&json);
    json_key(&json, "b");
    json_text(&json, "é \"quoted\"\n\x01\\");
    json_key(&json, "c");
    json_raw(&json, "{\"x\":1}", 7);
    json_key(&json, "d");
    json_null(&json);
    json_end(&json);
    assert_string_equal(out.text, "{\"a\":[-9223372036854775808,0.1,null,true,null,[]],"
        "\"b\":\"é \\\"quoted\\\"\\n\\u0001\\\\\",\"c\":{\"x\":1},\"d\":null}");
    arena_free(&arena);
}

static void malformed_text_is_written_as_replacement_characters(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct json json;
    json_begin(&json, &out);
    json_text(&json, "a\xFF" "b\xC3");
    assert_string_equal(out.text, "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\"");
    assert_non_null(read_text(&arena, out.text, NULL, NULL));
    arena_free(&arena);
}

static void a_tree_is_read(void **state)
{
    struct arena arena = {0};
    const struct json_value *root = read_text(&arena,
        "\xEF\xBB\xBF {\"name\": \"\\u00c9cole \\ud83d\\ude00\\/\\t\", \"list\": [1, -2.50, 3e2, true, false, null, "
        "[]], \"o\": {}}\n",
        NULL, NULL);
    assert_non_null(root);
    assert_string_equal(json_get_text(root, "name"), "École 😀/\t");
    const struct json_value *list = json_get(root, "list");
    assert_int_equal(list->count, 7);
    assert_true(list->items[0].is_whole && list->items[0].whole == 1);
    assert_false(list->items[1].is_whole);
    assert_true(list->items[1].number == -2.5);
    assert_true(list->items[2].is_whole && list->items[2].whole == 300);
    assert_int_equal(list->items[3].kind, JSON_TRUE);
    assert_int_equal(list->items[4].kind, JSON_FALSE);
    assert_int_equal(list->items[5].kind, JSON_NULL);
    assert_int_equal(list->items[6].kind, JSON_ARRAY);
    assert_int_equal(json_get(root, "o")->kind, JSON_OBJECT);
    assert_null(json_get(root, "absent"));
    assert_null(json_get_text(root, "list"));
    assert_null(json_get(NULL, "x"));
    arena_free(&arena);
}

static void numbers_are_exact(void **state)
{
    static const struct { const char *text; double number; bool whole; } numbers[] = {
        {"0", 0, true}, {"-0", 0, true}, {"9007199254740993", 9007199254740992.0, true}, {"0.1", 0.1, false},
        {"123456789012345678", 123456789012345678.0, true}, {"9223372036854775808", 9223372036854775808.0, false},
        {"4.35", 4.35, false}, {"2.2250738585072014e-308", 2.2250738585072014e-308, false},
        {"48.8566969", 48.8566969, false}, {"3.1415926535897932384", 3.1415926535897932384, false}};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct json_value *value = read_text(&arena, numbers[i].text, NULL, NULL);
        assert_non_null(value);
        assert_true(value->number == numbers[i].number);
        assert_int_equal(value->is_whole, numbers[i].whole);
    }
    assert_true(read_text(&arena, "9223372036854775807", NULL, NULL)->whole == INT64_MAX);
    arena_free(&arena);
}

static void what_is_no_json_is_refused(void **state)
{
    static const char *const wrong[]
        = {"", " ", "{", "[1,]", "[1 2]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "'a'", "01", "1.", ".5",
        "+1", "-", "1e", "tru", "nulll", "[1]]", "\"a", "\"\\x\"", "\"\\u12\"", "\"\t\"", "{\"a\":1,\"a\":2}", "NaN",
            "1e999",
        "[\"\\u0000\"]", "\"\xC3\"", "// x\n1", "[1]x", "{\"a\":1 \"b\":2}", "\"\\", "[,1]", "{,}", "\"\\uD800\\u12\""};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *trouble = NULL;
        if (read_text(&arena, wrong[i], &trouble, NULL))
            fail_msg("read: %s", wrong[i]);
        assert_non_null(trouble);
    }
    arena_free(&arena);
}

static void trouble_comes_with_its_line(void **state)
{
    struct arena arena = {0};
    const char *trouble;
    int line;
    assert_null(read_text(&arena, "{\n\"a\": 1,\n\"b\": }\n", &trouble, &line));
    assert_int_equal(line, 3);
    assert_string_equal(trouble, "This is not JSON.");
    assert_null(read_text(&arena, "[1,\n\n2", &trouble, &line));
    assert_int_equal(line, 3);
    assert_contains(trouble, "cut short");
    assert_null(read_text(&arena, "{\"a\":1,\n\"a\":2}", &trouble, &line));
    assert_contains(trouble, "twice");
    arena_free(&arena);
}

static void depth_is_bounded(void **state)
{
    struct arena arena = {0};
    const char *trouble;
    char deep[200] = {0};
    memset(deep, '[', 64);
    memset(deep + 64, ']', 64);
    assert_non_null(read_text(&arena, deep, &trouble, NULL));
    memset(deep, '[', 65);
    memset(deep + 65, ']', 65);
    assert_null(read_text(&arena, deep, &trouble, NULL));
    assert_contains(trouble, "inside one another");
    char *very_deep = arena_alloc(&arena, 1000001);
    memset(very_deep, '[', 1000000);
    assert_null(read_text(&arena, very_deep, &trouble, NULL));
    arena_free(&arena);
}

static void a_key_that_stands_twice_among_many_is_found(void **state)
{
    struct arena arena = {0};
    struct buffer text = {.arena = &arena};
    buffer_char(&text, '{');
    for (int i = 0; i < 100000; i++)
        buffer_format(&text, "\"k%d\":%d,", i, i);
    size_t kept = text.length;
    buffer_text(&text, "\"last\":1}");
    const struct json_value *root = json_read(&arena, text.text, text.length, NULL, NULL);
    assert_int_equal(root->count, 100001);
    assert_string_equal(root->keys[5], "k5");
    text.length = kept;
    buffer_text(&text, "\"k77\":1}");
    assert_null(json_read(&arena, text.text, text.length, NULL, NULL));
    arena_free(&arena);
}

static void write_tree(struct json *json, const struct json_value *value, int depth)
{
    assert_true(depth < 66);
    switch (value->kind) {
    case JSON_NULL: json_null(json); break;
    case JSON_FALSE: case JSON_TRUE: json_bool(json, value->kind == JSON_TRUE); break;
    case JSON_NUMBER:
        if (value->is_whole)
            json_int(json, value->whole);
        else
            json_real(json, value->number);
        break;
    case JSON_TEXT: json_text(json, value->text); break;
    default:
        if (value->kind == JSON_ARRAY)
            json_array(json);
        else
            json_object(json);
        for (size_t i = 0; i < value->count; i++) {
            if (value->kind == JSON_OBJECT)
                json_key(json, value->keys[i]);
            write_tree(json, &value->items[i], depth + 1);
        }
        json_end(json);
    }
}

static void real_files_are_read_written_and_read_again(void **state)
{
    static const char *const names[] = {"procurement/schema_decp_v2.0.3.json", "scdl/schema.json",
        "territory/contours/communes-1000m-59.geojson", "bank/camt/test/data/camt053.v8.json"};
    struct arena arena = {0};
    skip_without(test_data(&arena, "README.md"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length;
        char *bytes = test_file(&arena, test_data(&arena, names[i]), &length);
        struct json_value *root = json_read(&arena, bytes, length, NULL, NULL);
        assert_non_null(root);
        struct buffer once = {.arena = &arena}, twice = {.arena = &arena};
        struct json json;
        json_begin(&json, &once);
        write_tree(&json, root, 0);
        root = json_read(&arena, once.text, once.length, NULL, NULL);
        assert_non_null(root);
        json_begin(&json, &twice);
        write_tree(&json, root, 0);
        assert_string_equal(once.text, twice.text);
    }
    arena_free(&arena);
}

const struct CMUnitTest json_tests[] = {
    PLAIN("commas are added by the writer", commas_are_added_by_the_writer),
    PLAIN("malformed text is written as replacement characters", malformed_text_is_written_as_replacement_characters),
    PLAIN("a tree is read", a_tree_is_read),
    PLAIN("numbers are exact", numbers_are_exact),
    PLAIN("what is no JSON is refused", what_is_no_json_is_refused),
    PLAIN("trouble comes with its line", trouble_comes_with_its_line),
    PLAIN("depth is bounded", depth_is_bounded),
    PLAIN("a key that stands twice among many is found", a_key_that_stands_twice_among_many_is_found),
    PLAIN("real files are read, written and read again", real_files_are_read_written_and_read_again),
    {0}
};

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "formats/decp.h"
#include "main/testing.h"

static bool open_example(struct arena *arena, struct decp *decp, const char *name)
{
    size_t length;
    const char *path = test_data(arena, name);
    skip_without(path);
    char *bytes = test_file(arena, path, &length);
    return decp_open(decp, arena, bytes, length);
}

static void the_last_modification_of_a_contract_holds(void **state)
{
    struct arena arena = {0};
    struct decp decp;
    assert_true(open_example(&arena, &decp, "procurement/decp_exemples/json/marches_avec_modifications.json"));
    char **row = decp_next(&decp, &arena);
    assert_non_null(row);
    assert_string_equal(row[DECP_CPV], "45000000-7");
    assert_string_equal(row[DECP_MONTHS], "12");
    assert_string_equal(row[DECP_AMOUNT], "123457.87");
    assert_string_equal(row[DECP_WINNERS], "868768687576575");
    assert_string_equal(row[DECP_SOCIAL], "Clause sociale|Critère social");
    assert_string_equal(row[DECP_PLACE_KIND], "Code postal");
    arena_free(&arena);
}

static void concessions_are_contracts_too(void **state)
{
    struct arena arena = {0};
    struct decp decp;
    assert_true(open_example(&arena, &decp, "procurement/decp_exemples/json/concessions.json"));
    char **row = decp_next(&decp, &arena);
    assert_string_equal(row[DECP_BUYER_ID], "12345678901250");
    assert_string_equal(row[DECP_NOTIFIED], "2024-04-02");
    assert_string_equal(row[DECP_WINNERS], "38103128500491|38103128500574");
    arena_free(&arena);
}

static void what_is_no_list_of_contracts_is_refused(void **state)
{
    struct arena arena = {0};
    struct decp decp;
    assert_false(decp_open(&decp, &arena, "{}", 2));
    assert_contains(decp.trouble, "no list of contracts");
    assert_false(decp_open(&decp, &arena, "{\"marches\"", 10));
    assert_non_null(decp.trouble);
    assert_true(decp_is_json(" {", 2));
    assert_false(decp_is_json("id;objet", 8));
    arena_free(&arena);
}

const struct CMUnitTest decp_tests[] = {
    PLAIN("the last modification of a contract holds", the_last_modification_of_a_contract_holds),
    PLAIN("concessions are contracts too", concessions_are_contracts_too),
    PLAIN("what is no list of contracts is refused", what_is_no_list_of_contracts_is_refused),
    {0}
};

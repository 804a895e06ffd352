/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Searching the directory: words however they are typed, facets whose counts are those of the list, distance, exports;
 * and filling it from files. */
#include "base/number.h"
#include "features/directory/directory.h"
#include "features/directory/search.h"
#include "features/territory/sample.h"
#include "main/site.h"

static const struct directory_entry known[] = {
    {"Les Épluchures", "sse", "scic", "food", "5621Z", "59350", "Cuisine coopérative et repas pour les écoles."},
    {"Cuisine solidaire de Roubaix", "sse", "association", "food", "5621Z", "59512", "Repas, paniers de légumes."},
    {"L'Œuvre des chantiers", "sse", "ACI", "green", "8130Z", "59599", "Entretien d’espaces verts et de haies."},
    {"Menuiserie Vandamme", "companies", "company", "wood", "1623Z", "59183", "Mobilier sur mesure, palettes."},
    {"Mairie de Lille", "authorities", "authority", NULL, "8411Z", "59350", "La commune."},
    {"Voisins de Wazemmes", "inhabitants", NULL, NULL, NULL, "59350", "Un jardin et un four à pain.", .kind = "group"},
    {"Fondation des Flandres", "funders", "foundation", "advice", "6499Z", "59009", "Elle finance des repas."},
    {0}
};

static void with_actors(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    for (const struct directory_entry *one = known; one->name; one++) {
        struct directory_entry entry = *one;
        entry.source = "test";
        directory_add(site->db, &site->arena, &entry, site->now);
    }
    db_commit(site->db);
}

static int64_t number_after(struct site *site, const char *key)
{
    int64_t number = -1;
    const char *at = strstr(body(site), key);
    assert_non_null(at);
    at += strlen(key);
    assert_true(parse_int(arena_copy(&site->arena, at, strspn(at, "0123456789")), &number));
    return number;
}

static int64_t found(struct site *site, const char *query)
{
    visit(site, arena_format(&site->arena, "/annuaire.json?%s", query));
    expect_status(site, OK);
    return number_after(site, "\"total\":");
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static void accents_case_plurals_and_order_are_forgiven(void **state)
{
    static const char *const typed[] = {"q=epluchures", "q=%C3%89PLUCHURES", "q=epluchure", "q=les+epluchures",
        "q=ecole+cuisine", "q=cuisines+%C3%A9coles", "q=COOPERATIVES+repas"};
    struct site *site = *state;
    with_actors(site);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        found(site, typed[i]);
        expect_text(site, "Les Épluchures");
    }
    found(site, "q=oeuvre");
    expect_text(site, "L'Œuvre des chantiers");
    found(site, "q=l%27%C5%93uvre");
    expect_text(site, "L'Œuvre des chantiers");
}

static void typing_errors_are_mended_and_said(void **state)
{
    struct site *site = *state;
    with_actors(site);
    static const char *const typed[] = {"menuisrie", "menuisreie", "mennuiserie", "memuiserie"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        visit(site, arena_format(&site->arena, "/annuaire?q=%s", typed[i]));
        expect_text(site, "Menuiserie Vandamme");
        expect_text(site, "Nothing under these exact letters");
    }
    visit(site, "/annuaire?q=menuiserie");
    expect_no_text(site, "Nothing under these exact letters");
}

/* No actor has all of these words: the names that are near are shown, and said to be another thing. */
static void a_name_with_a_word_too_many_is_found_all_the_same(void **state)
{
    static const char *const typed[] = {"cuizine+solidaire+de+roubais+astronautique", "vandame+menuiserie+nord",
                                        "Voisinns+de+Wazemes"};
    static const char *const names[] = {"Cuisine solidaire de Roubaix", "Menuiserie Vandamme", "Voisins de Wazemmes"};
    /* the last has no word too many: each of its words is mended */
    static const char *const said[] = {"these have the nearest names", "these have the nearest names",
                                       "Nothing under these exact letters"};
    struct site *site = *state;
    with_actors(site);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        visit(site, arena_format(&site->arena, "/annuaire?q=%s", typed[i]));
        expect_text(site, names[i]);
        expect_text(site, said[i]);
    }
    assert_int_equal(found(site, "q=cuizine+solidaire+de+roubais+astronautique&college=funders"), 0);
}

static void a_structure_that_is_added_is_among_the_near_at_once(void **state)
{
    struct site *site = *state;
    const char *why;
    with_actors(site);
    struct request *rq = site_request(site);
    assert_int_equal(actor_typed(rq, "Vandame menuiserie nord", &why), 0);
    assert_contains(why, "Menuiserie Vandamme (Dunkerque, no ");
    struct directory_entry more = {"Menuiserie Vandame du Nord", "companies", .source = "test"};
    directory_add(site->db, &site->arena, &more, site->now);
    assert_int_equal(actor_typed(rq, "Vandamee menuiseri du nord astronautique", &why), 0);
    assert_contains(why, "Menuiserie Vandame du Nord");
}

static void words_that_nobody_has_say_so_and_lead_back(void **state)
{
    struct site *site = *state;
    with_actors(site);
    visit(site, "/annuaire?q=astronautique");
    expect_status(site, OK);
    expect_text(site, "Nobody in the directory fits these words and filters.");
    expect_text(site, "value=\"astronautique\"");
}

static void a_name_comes_before_a_description(void **state)
{
    struct site *site = *state;
    with_actors(site);
    visit(site, "/annuaire?q=cuisine");
    const char *name = strstr(body(site), "Cuisine solidaire de Roubaix"), *text = strstr(body(site), "Les Épluchures");
    assert_true(name && text && name < text);
}

static void signs_of_the_query_language_are_only_words(void **state)
{
    static const char *const typed[] = {"q=%22", "q=%27", "q=repas%22+OR+1", "q=*", "q=%28repas", "q=a%3A*",
        "q=NEAR%28",
        "q=repas+AND", "q=%5C", "q=-", "q=%26%7C%21", "college=%22", "territoire=%27%29", "secteur=food%22+OR"};
    struct site *site = *state;
    with_actors(site);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        visit(site, arena_format(&site->arena, "/annuaire?%s", typed[i]));
        expect_status(site, OK);
    }
}

static void a_distance_between_words_counts_swaps_once(void **state)
{
    assert_int_equal(word_distance("repas", "repas", 2), 0);
    assert_int_equal(word_distance("repas", "reaps", 2), 1);
    assert_int_equal(word_distance("repas", "repa", 2), 1);
    assert_int_equal(word_distance("repas", "rapes", 2), 2);
    assert_int_equal(word_distance("repas", "maison", 2), 3);
}

/* --- facets ------------------------------------------------------------------------------------------------------- */

/* Follows each value of each facet of a search (the first value of a name is the one that counts): its count is the
 * number of answers it leads to. */
static size_t check_facets(struct site *site, const char *query)
{
    size_t checked = 0;
    visit(site, arena_format(&site->arena, "/annuaire.json?%s", query));
    const char *facets = strstr(body(site), "\"filters\":");
    assert_non_null(facets);
    for (const char *at = facets; (at = strstr(at, "\"name\":\"")); ) {
        at += strlen("\"name\":\"");
        const char *name = arena_copy(&site->arena, at, strcspn(at, "\""));
        const char *end = strstr(at, "\"name\":\"");
        for (const char *value = at; (value = strstr(value, "\"code\":\"")) && (!end || value < end); checked++) {
            value += strlen("\"code\":\"");
            const char *code = arena_copy(&site->arena, value, strcspn(value, "\"")), *count = strstr(value,
                "\"count\":");
            int64_t said = -1;
            assert_non_null(count);
            count += strlen("\"count\":");
            assert_true(parse_int(arena_copy(&site->arena, count, strspn(count, "0123456789")), &said));
            int64_t total = found(site, arena_format(&site->arena, "%s=%s&%s", name, code, query));
            if (total != said)
                fail_msg("%s, %s %s: said %lld, found %lld", query, name, code, (long long)said, (long long)total);
        }
    }
    return checked;
}

static void the_count_of_each_facet_is_that_of_the_list_it_leads_to(void **state)
{
    struct site *site = *state;
    with_actors(site);
    assert_true(check_facets(site, "") > 10);
    assert_true(check_facets(site, "q=repas") > 3);
    assert_true(check_facets(site, "pres_de=59350&km=20") > 3);
    assert_true(check_facets(site, "territoire=59350") > 2);
    assert_true(check_facets(site, "college=sse&pres_de=Lille") > 2);
}

static void facets_add_up_and_one_can_change_ones_mind(void **state)
{
    struct site *site = *state;
    with_actors(site);
    assert_int_equal(found(site, "college=sse"), 3);
    assert_int_equal(found(site, "college=sse&secteur=food"), 2);
    assert_int_equal(found(site, "college=sse&secteur=food&structure=scic"), 1);
    assert_int_equal(found(site, "college=companies&secteur=food"), 0);
    visit(site, "/annuaire?college=companies&secteur=food");
    expect_text(site, "Social and solidarity economy");
}

static void a_territory_of_any_kind_filters(void **state)
{
    struct site *site = *state;
    with_actors(site);
    assert_int_equal(found(site, "territoire=59"), 7);
    assert_int_equal(found(site, "territoire=200093201"), 6);
    assert_int_equal(found(site, "territoire=59350"), 3);
    assert_int_equal(found(site, "territoire=62041"), 0);
}

/* --- distance ----------------------------------------------------------------------------------------------------- */

static void near_a_place_the_nearest_comes_first(void **state)
{
    struct site *site = *state;
    with_actors(site);
    visit(site, "/annuaire?pres_de=Dunkerque");
    const char *near = strstr(body(site), "Menuiserie Vandamme"), *far = strstr(body(site), "Cuisine solidaire");
    assert_true(near && far && near < far);
    expect_text(site, "Dunkerque first");
    assert_int_equal(found(site, "pres_de=59183&km=10"), 1);
    assert_int_equal(found(site, "pres_de=59350&km=20"), 6);
    assert_int_equal(found(site, "pres_de=59350&km=200"), 7);
}

static void words_and_a_place_are_asked_together(void **state)
{
    struct site *site = *state;
    with_actors(site);
    assert_int_equal(found(site, "q=repas&pres_de=Roubaix&km=5"), 1);
    expect_text(site, "Cuisine solidaire de Roubaix");
    expect_text(site, "\"distance_km\":0");
}

static void an_unknown_place_is_said_and_the_words_still_count(void **state)
{
    struct site *site = *state;
    with_actors(site);
    visit(site, "/annuaire?q=menuiserie&pres_de=Xyzville");
    expect_status(site, OK);
    expect_text(site, "This place is not known");
    expect_text(site, "Menuiserie Vandamme");
}

/* --- one query, several views ------------------------------------------------------------------------------------- */

static void the_map_shows_what_the_list_shows(void **state)
{
    struct site *site = *state;
    with_actors(site);
    visit(site, "/annuaire?q=repas&vue=carte");
    expect_text(site, "<svg class=\"map\"");
    expect_text(site, "Les Épluchures");
    expect_no_text(site, "Menuiserie Vandamme");
    expect_text(site, "/annuaire?q=repas\"");
}

static void the_address_alone_makes_the_search_again(void **state)
{
    struct site *site = *state;
    const char *address = "/annuaire?q=repas&college=sse&pres_de=59350&km=50&vue=carte";
    with_actors(site);
    visit(site, address);
    const char *first = arena_text(&site->arena, body(site));
    expect_text(site, "value=\"repas\"");
    expect_text(site, "value=\"59350\"");
    expect_text(site, "value=\"50\"");
    visit(site, address);
    assert_string_equal(first, body(site));
}

static void exports_hold_the_search_and_nothing_else(void **state)
{
    struct site *site = *state;
    with_actors(site);
    visit(site, "/annuaire?q=repas");
    expect_text(site, "href=\"/annuaire.csv?q=repas\"");
    expect_text(site, "href=\"/annuaire.geojson?q=repas\"");
    static const char *const endings[] = {"csv", "geojson", "json"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        visit(site, arena_format(&site->arena, "/annuaire.%s?q=repas", endings[i]));
        expect_status(site, OK);
        expect_text(site, "Les Épluchures");
        expect_no_text(site, "Menuiserie Vandamme");
    }
    visit(site, "/annuaire.geojson?q=epluchures");
    expect_text(site, "\"type\":\"FeatureCollection\"");
    expect_text(site, "\"coordinates\":[3.05");
    visit(site, "/annuaire.xlsx?q=repas");
    expect_status(site, OK);
    assert_memory_equal(body(site), "PK\003\004", 4);
}

static void a_page_beyond_the_first_keeps_the_search(void **state)
{
    struct site *site = *state;
    with_actors(site);
    db_begin_write(site->db);
    for (int i = 0; i < 30; i++) {
        struct directory_entry entry = {arena_format(&site->arena, "Repas numéro %d", i), "sse", NULL, NULL, NULL,
            "59350",
                                        NULL, "test"};
        directory_add(site->db, &site->arena, &entry, site->now);
    }
    db_commit(site->db);
    visit(site, "/annuaire?q=repas&college=sse");
    expect_text(site, "q=repas&amp;college=sse&amp;page=2");
    visit(site, "/annuaire?q=repas&college=sse&page=2");
    expect_text(site, "Repas numéro");
    visit(site, "/annuaire.csv?q=repas&college=sse");
    int lines = 0;
    for (const char *at = body(site); (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 1 + 32);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static const char file[] =
    "id;nom;siret;commune;code_postal;type\r\n"
    "a1;Atelier du canal;73282932000074;Roubaix;59100;ACI\r\n"
    "a2;;73282932000074;Roubaix;59100;ACI\r\n"
    "a3;Blanchisserie du port;12345678900011;Dunkerque;59140;EA\r\n"
    "a4;Ailleurs;;Nullepart;99999;EI\r\n";

static void import(struct site *site, const char *text)
{
    struct upload sent = {"fichier", "liste.csv", "text/csv", text, strlen(text)};
    submit_file(site, "/imports", "genre=organisations", &sent);
    expect_status(site, SEE_OTHER);
    run_jobs(site);
}

static void with_file(struct site *site)
{
    with_actors(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    import(site, file);
}

static void each_bad_line_is_reported_and_the_rest_is_kept(void **state)
{
    struct site *site = *state;
    with_file(site);
    visit(site, "/imports/1");
    expect_text(site, "Sans nom");
    expect_text(site, "clé fausse");
    expect_text(site, "Commune non reconnue");
    visit(site, "/imports/1.csv");
    expect_status(site, OK);
    expect_text(site, "12345678900011");
    expect_text(site, "Nullepart");
    visit(site, "/annuaire?q=blanchisserie");
    expect_text(site, "Blanchisserie du port");
    visit(site, "/annuaire?q=ailleurs");
    expect_text(site, "Ailleurs");
}

static void a_file_without_dates_confirms_nothing(void **state)
{
    struct site *site = *state;
    with_file(site);
    found(site, "q=blanchisserie");
    visit(site, arena_format(&site->arena, "/annuaire/%lld", (long long)number_after(site, "\"id\":")));
    expect_text(site, "confirmed by nobody since");
    import(site, "id;nom;commune;code_postal;date\r\nd1;Le moulin;Lille;59000;2026-10-01\r\n");
    found(site, "q=moulin");
    visit(site, arena_format(&site->arena, "/annuaire/%lld", (long long)number_after(site, "\"id\":")));
    expect_no_text(site, "confirmed by nobody since");
}

static void a_second_import_duplicates_nothing(void **state)
{
    struct site *site = *state;
    with_file(site);
    int64_t before = found(site, "");
    import(site, file);
    assert_int_equal(found(site, ""), before);
    visit(site, "/imports/2.json");
    expect_text(site, "\"same\":3");
    expect_text(site, "\"added\":0");
}

static void a_changed_line_changes_its_page(void **state)
{
    struct site *site = *state;
    with_file(site);
    import(site, "id;nom;siret;commune;code_postal;type\r\na1;Atelier de la gare;73282932000074;Roubaix;59100;ACI\r\n");
    found(site, "q=gare");
    expect_text(site, "Atelier de la gare");
    assert_int_equal(found(site, "q=atelier+canal"), 0);
    visit(site, "/imports/2.json");
    expect_text(site, "\"changed\":1");
}

static void what_people_corrected_is_not_replaced_by_a_file(void **state)
{
    struct site *site = *state;
    with_file(site);
    found(site, "q=atelier+canal");
    const char *page = arena_format(&site->arena, "/annuaire/%lld/modifier", (long long)number_after(site, "\"id\":"));
    submit(site, page,
        "nature=organisation&nom=Atelier+du+quai&college=sse&lieu=Roubaix&rayon=15&siret=73282932000074");
    expect_status(site, SEE_OTHER);
    import(site, "id;nom;siret;commune;code_postal;type\r\na1;Atelier de la gare;73282932000074;Roubaix;59100;ACI\r\n");
    assert_int_equal(found(site, "q=quai"), 1);
    visit(site, "/imports/2");
    expect_text(site, "corrigée à la main");
}

static void a_file_without_a_column_of_names_is_refused_whole(void **state)
{
    struct site *site = *state;
    with_actors(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    int64_t before = found(site, "");
    import(site, "couleur;taille\r\nbleu;12\r\n");
    assert_int_equal(found(site, ""), before);
    visit(site, "/imports/1");
    expect_text(site, "Aucune colonne de nom");
}

/* No published format: the table that an agent keeps, with its own words for columns and kinds. */
static void a_table_that_people_made_themselves_is_read(void **state)
{
    struct site *site = *state;
    with_actors(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    import(site, "Nom de l’association;CP;Ville;Téléphone;Courriel;Activité;Type\r\n"
                 "Club de marche;59491;Villeneuve;0320000000;marche@example.org;Randonnée;Asso loi 1901\r\n"
                 "SARL Dupont;59000;Lille;;pas une adresse;Menuiserie;Entreprise\r\n"
                 "Communauté de communes du Test;59000;Lille;;;;\r\n");
    visit(site, "/imports/1");
    expect_text(site, "Ni identifiant ni SIRET");
    expect_text(site, "Adresse électronique illisible");
    expect_no_text(site, "Commune non reconnue");
    found(site, "q=randonnee");
    expect_text(site, "\"college\":\"sse\",\"structure\":\"association\",\"commune\":\"59009\"");
    found(site, "q=menuiserie+dupont");
    expect_text(site, "\"companies\"");
    found(site, "q=communes+test");
    expect_text(site, "\"authorities\"");
    visit(site, "/annuaire/8");
    expect_text(site, "marche@example.org");
    sign_out(site);
    visit(site, "/annuaire/8");
    expect_no_text(site, "marche@example.org");
    expect_no_text(site, "0320000000");
}

const struct CMUnitTest search_tests[] = {
    ON_A_SITE("accents, case, plurals and order are forgiven", accents_case_plurals_and_order_are_forgiven),
    ON_A_SITE("typing errors are mended, and said", typing_errors_are_mended_and_said),
    ON_A_SITE("a name with a word too many is found all the same", a_name_with_a_word_too_many_is_found_all_the_same),
    ON_A_SITE("a structure that is added is among the names that are near at once",
        a_structure_that_is_added_is_among_the_near_at_once),
    ON_A_SITE("words that nobody has say so and lead back", words_that_nobody_has_say_so_and_lead_back),
    ON_A_SITE("a name comes before a description", a_name_comes_before_a_description),
    ON_A_SITE("signs of the query language are only words", signs_of_the_query_language_are_only_words),
    PLAIN("a distance between words counts swaps once", a_distance_between_words_counts_swaps_once),
    ON_A_SITE("the count of each facet is that of the list it leads to",
              the_count_of_each_facet_is_that_of_the_list_it_leads_to),
    ON_A_SITE("facets add up, and one can change one's mind", facets_add_up_and_one_can_change_ones_mind),
    ON_A_SITE("a territory of any kind filters", a_territory_of_any_kind_filters),
    ON_A_SITE("near a place the nearest comes first", near_a_place_the_nearest_comes_first),
    ON_A_SITE("words and a place are asked together", words_and_a_place_are_asked_together),
    ON_A_SITE("an unknown place is said, and the words still count",
        an_unknown_place_is_said_and_the_words_still_count),
    ON_A_SITE("the map shows what the list shows", the_map_shows_what_the_list_shows),
    ON_A_SITE("the address alone makes the search again", the_address_alone_makes_the_search_again),
    ON_A_SITE("exports hold the search and nothing else", exports_hold_the_search_and_nothing_else),
    ON_A_SITE("a page beyond the first keeps the search", a_page_beyond_the_first_keeps_the_search),
    ON_A_SITE("each bad line is reported and the rest is kept", each_bad_line_is_reported_and_the_rest_is_kept),
    ON_A_SITE("a file without dates confirms nothing", a_file_without_dates_confirms_nothing),
    ON_A_SITE("a second import duplicates nothing", a_second_import_duplicates_nothing),
    ON_A_SITE("a changed line changes its page", a_changed_line_changes_its_page),
    ON_A_SITE("what people corrected is not replaced by a file", what_people_corrected_is_not_replaced_by_a_file),
    ON_A_SITE("a table that people made themselves is read", a_table_that_people_made_themselves_is_read),
    ON_A_SITE("a file without a column of names is refused whole", a_file_without_a_column_of_names_is_refused_whole),
    {0}
};

/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kit: addresses that keep filters, components at their limits, forms that tie each error to its field, maps within
 * budget. */
#include <math.h>
#include "formats/geojson.h"
#include "main/testing.h"
#include "web/draw.h"
#include "web/feature.h"
#include "web/layout.h"
#include "web/living.h"
#include "web/map_shape.h"
#include "web/markup_check.h"

static int open_request(void **state)
{
    static struct arena arena;
    static struct request rq;
    rq = (struct request){.arena = &arena,
                          .path = "/besoins",
                          .query = "",
                          .language = "en",
                          .csrf = "token",
                          .now = 1795000000,
                          .reply.body.arena = &arena};
    *state = &rq;
    return 0;
}

static int close_request(void **state)
{
    arena_free(((struct request *)*state)->arena);
    return 0;
}

#define ALONE(sentence, function) {sentence, function, open_request, close_request, NULL}

/* What was drawn since the last call; well formed, or the test fails. */
static const char *drawn(struct request *rq)
{
    const char *text = arena_text(rq->arena, buffer_string(&rq->reply.body)),
               *trouble = markup_trouble(rq->arena, text);
    if (trouble)
        fail_msg("%s\n%s", trouble, text);
    rq->reply.body = (struct buffer){.arena = rq->arena};
    return text;
}

static void draw_escapes(void **state)
{
    struct request *rq = *state;
    draw(rq, "<p title=\"%s\">%s %d %ld %zu %g 100%%</p>", "\"<", rq->host, -1, 2L, (size_t)3, 0.5);
    assert_string_equal(drawn(rq), "<p title=\"&quot;&lt;\"> -1 2 3 0.5 100%</p>");
    rq->language = "fr";
    draw(rq, "<p>%g</p>", 0.5);
    assert_string_equal(drawn(rq), "<p>0.5</p>");
    draw_link(rq, "javascript:alert(1)", "a<b");
    assert_string_equal(drawn(rq), "<a href=\"#\">a&lt;b</a>");
}

static void addresses_keep_filters(void **state)
{
    struct request *rq = *state;
    rq->query = "theme=a&theme=b&q=caf%C3%A9&page=3";
    assert_string_equal(address_with(rq, "page", "4"), "/besoins?theme=a&theme=b&q=caf%C3%A9&page=4");
    assert_string_equal(address_with(rq, "theme", NULL), "/besoins?q=caf%C3%A9");
    assert_string_equal(address_adding(rq, "theme", "c d&"), "/besoins?theme=a&theme=b&q=caf%C3%A9&theme=c%20d%26");
    assert_string_equal(address_adding(rq, "theme", "b"), "/besoins?theme=a&q=caf%C3%A9&theme=b");
    assert_string_equal(address_without(rq, "theme", "a"), "/besoins?theme=b&q=caf%C3%A9");
    assert_string_equal(address_without(rq, "q", "café"), "/besoins?theme=a&theme=b");
    rq->query = "themes=a&theme&&=x";
    assert_string_equal(address_without(rq, "theme", "a"), "/besoins?themes=a&theme&=x");
    rq->query = "";
    assert_string_equal(address_with(rq, "page", NULL), "/besoins");
}

static void pager_ends(void **state)
{
    struct request *rq = *state;
    html_pager(rq, &(struct pager){1, 20, 0});
    assert_string_equal(drawn(rq), "");
    html_pager(rq, &(struct pager){1, 20, 20});
    assert_lacks(drawn(rq), "<a ");
    html_pager(rq, &(struct pager){1, 20, 21});
    const char *first = drawn(rq);
    assert_contains(first, "1–20 of 21");
    assert_contains(first, "href=\"/besoins?page=2\"");
    assert_lacks(first, "rel=\"prev\"");
    html_pager(rq, &(struct pager){2, 20, 21});
    const char *last = drawn(rq);
    assert_contains(last, "21–21 of 21");
    assert_contains(last, "rel=\"prev\" href=\"/besoins\"");
    assert_lacks(last, "rel=\"next\"");
    html_pager(rq, &(struct pager){9, 20, 21});
    assert_contains(drawn(rq), "rel=\"prev\" href=\"/besoins?page=2\"");
}

static void a_list_too_long_for_one_file_goes_out_in_several(void **state)
{
    struct request *rq = *state;
    struct pager pages = {1, 20, 40000};
    html_exports(rq, &(struct exports){"csv json", &pages});
    assert_lacks(drawn(rq), "partie");
    pages.total = 90001;
    rq->query = "q=a";
    html_exports(rq, &(struct exports){"csv json", &pages});
    const char *text = drawn(rq);
    assert_contains(text, "CSV <a href=\"/besoins.csv?q=a&amp;partie=1\">1 to 40,000</a>");
    assert_contains(text, "partie=3\">80,001 to 90,001</a>");
    assert_lacks(text, "partie=4");
    assert_contains(text, "<a href=\"/besoins.json?q=a\">JSON</a>");
    rq->shape = AS_CSV;
    rq->params = (struct param[]){{"partie", "3"}, {"page", "7"}};
    rq->param_count = 2;
    pages = pager_here(rq, 20);
    assert_int_equal(pager_offset(&pages), 80000);
    rq->param_count = 0;
    rq->shape = AS_HTML;
}

static void without_outlines_the_ground_is_dots(void **state)
{
    struct request *rq = *state;
    static const double ground[] = {3.0, 50.0, 3.4, 50.3, 3.4, 50.3, 3.8, 50.0};
    struct map_point points[] = {{"near", NULL, "Need", 3.1, 50.1}, {"overseas", NULL, "Need", -61.5, 16.2}};
    struct map map = {.title = "t", .points = points, .point_count = 2, .ground = ground, .ground_count = 4};
    assert_int_equal(map_clip(&map, points), 1);
    assert_string_equal(map.points[0].name, "near");
    html_map(rq, &map);
    const char *path = strstr(drawn(rq), "class=\"ground\"");
    size_t dots = 0;
    assert_non_null(path);
    for (const char *at = path; *at && *at != '>'; at++)
        dots += at[0] == 'h' && at[1] == '0';
    assert_int_equal(dots, 3);                             /* two places in one cell are one dot */
    map.ground_count = 0;
    html_map(rq, &map);
    assert_lacks(drawn(rq), "class=\"ground\"");
}

static void nothing_draws_nothing(void **state)
{
    struct request *rq = *state;
    html_facets(rq, &(struct facets){0});
    html_map(rq, &(struct map){0});
    html_timeline(rq, &(struct timeline){0});
    html_bars(rq, &(struct bars){0});
    html_empty(rq, &(struct empty){0});
    html_acts(rq, &(struct acts){0});
    html_figures(rq, &(struct figures){0});
    html_badge(rq, &(struct badge){0});
    html_cards(rq, &(struct cards){0});
    html_tabs(rq, &(struct tabs){0});
    html_facts(rq, &(struct facts){0});
    html_funnel(rq, &(struct funnel){0});
    html_shares(rq, &(struct shares){0});
    html_network(rq, &(struct network){0});
    html_curve(rq, &(struct curve){0});
    html_form_view(rq, &(struct form_view){0});
    assert_string_equal(drawn(rq), "");
}

static void facets_are_removable(void **state)
{
    struct request *rq = *state;
    rq->query = "theme=a&etat=x&page=2";
    const struct facet_value themes[] = {{"a", "Alpha", 3, true}, {"b", "Beta <b>", 2, false}};
    const struct facet facets[] = {{"theme", "Theme", themes, 2}};
    html_facets(rq, &(struct facets){facets, 1});
    const char *made = drawn(rq);
    assert_contains(made, "<a class=\"chip\" rel=\"nofollow\" href=\"/besoins?etat=x\">");
    assert_contains(made, "href=\"/besoins?theme=a&amp;etat=x&amp;theme=b\"");
    assert_contains(made, "href=\"/besoins?etat=x\" aria-current=\"true\"");
    assert_contains(made, "Beta &lt;b&gt;");
}

static const struct label colours[] = {{"red", "Red"}, {"dark-red", "Dark red"}, {0}};
static const struct label many[] = {{"1", "One"}, {"2", "Two"}, {"3", "Three"}, {"4", "Four"}, {"5", "Five"},
                                    {"6", "Six"}, {0}};
static const struct field fields[] = {
    {TEXT, "titre", "Title", NOWHERE, .required = true, .hint = "Short.", .example = "a kitchen"},
    {LONG_TEXT, "texte", "Text", NOWHERE},
    {CHOICE, "couleur", "Colour", NOWHERE, .required = true, .choices = colours},
    {CHOICE, "nombre", "Number", NOWHERE, .choices = many},
    {CHOICES, "gouts", "Tastes", NOWHERE, .choices = colours},
    {EMAIL, "adresse", "Address", NOWHERE},
    {PASSWORD, "secret", "Secret", NOWHERE},
    {TICK, "accord", "Agreed", NOWHERE},
    {FILE_UPLOAD, "piece", "File", NOWHERE},
    {HIDDEN, "cle", "Key", NOWHERE},
    {0},
};
static const struct form form = {
    .title = "All", .action = "/besoins/:id/corriger", .submit = "Send it", .fields = fields};

static const char *draw_form(struct request *rq, const struct param *values, size_t value_count,
                             struct form_trouble *troubles, size_t count)
{
    struct form_view view = {&form, values, value_count, troubles, count};
    rq->ids[0] = "12";
    html_form_view(rq, &view);
    return drawn(rq);
}

static void errors_lead_to_fields(void **state)
{
    struct request *rq = *state;
    struct form_trouble troubles[] = {{"titre", "Give a title."}, {"couleur", "Choose a colour."}, {NULL, "Too late."}};
    const char *made = draw_form(rq, NULL, 0, troubles, 3);
    assert_contains(made, "<a href=\"#corriger-titre\">Give a title.</a>");
    assert_contains(made, "<a href=\"#corriger-couleur\">Choose a colour.</a>");
    assert_contains(made, "<li>Too late.</li>");
    assert_contains(
        made,
        "id=\"corriger-titre\" name=\"titre\" required aria-describedby=\"corriger-titre-error corriger-titre-hint\" "
        "aria-invalid=\"true\"");
    assert_contains(
        made, "<fieldset class=\"field wrong\" aria-describedby=\"corriger-couleur-error\" aria-invalid=\"true\">");
    assert_contains(made, "type=\"radio\" id=\"corriger-couleur\"");
    assert_lacks(draw_form(rq, NULL, 0, NULL, 0), "role=\"alert\"");
}

static void seldom_filled_fields_are_folded_until_one_holds_something(void **state)
{
    struct request *rq = *state;
    static const struct field seldom[] = {{TEXT, "titre", "Title", NOWHERE, .required = true},
                                          {TEXT, "rythme", "How often", NOWHERE, .more = true},
                                          {WHOLE, "combien", "How many", NOWHERE, .more = true},
                                          {0}};
    static const struct form folded = {"Type", "/besoins/saisie", "Keep", seldom, NULL};
    const struct param typed[] = {{"combien", "12"}};
    struct form_view view = {.form = &folded};
    html_form_view(rq, &view);
    assert_contains(drawn(rq), "<details class=\"more\">\n<summary>More details (optional)</summary>");
    view.values = typed;
    view.value_count = 1;
    html_form_view(rq, &view);
    const char *made = drawn(rq);
    assert_contains(made, "<details class=\"more\" open>");
    assert_contains(made, "</div>\n</details>\n<p class=\"actions\">");
}

static void typed_values_come_back(void **state)
{
    struct request *rq = *state;
    const struct param typed[] = {{"titre", "a \"b\" <c>"}, {"texte", "\nfirst line"}, {"couleur", "red"},
                                  {"nombre", "6"},          {"gouts", "red"},          {"gouts", "dark-red"},
                                  {"secret", "hush"},       {"accord", "1"},           {"cle", "k"}};
    const char *made = draw_form(rq, typed, 9, NULL, 0);
    assert_contains(made, "value=\"a &quot;b&quot; &lt;c&gt;\"");
    assert_contains(made, ">\n\nfirst line</textarea>");
    assert_contains(made, "value=\"red\" checked required><label for=\"corriger-couleur\">");
    assert_lacks(made, "value=\"dark-red\" checked required");
    assert_contains(made, "<option value=\"6\" selected>");
    assert_contains(made, "id=\"corriger-gouts-2\" name=\"gouts\" value=\"dark-red\" checked");
    assert_contains(made, "name=\"accord\" value=\"1\" checked");
    assert_contains(made, "name=\"cle\" value=\"k\"");
    assert_lacks(made, "hush");
    assert_contains(made, "action=\"/besoins/12/corriger\" enctype=\"multipart/form-data\"");
    assert_contains(made, "name=\"csrf\" value=\"token\"");
    assert_contains(made, "autocomplete=\"email\"");
    assert_contains(made, "Example: a kitchen");
}

static void one_code_inside_another(void **state)
{
    struct request *rq = *state;
    const struct param typed[] = {{"gouts", "dark-red"}, {"couleur", "dark-red"}};
    const char *made = draw_form(rq, typed, 2, NULL, 0);
    assert_lacks(made, "value=\"red\" checked");
    assert_contains(made, "name=\"gouts\" value=\"dark-red\" checked");
}

static void acts_ask_for_reasons(void **state)
{
    struct request *rq = *state;
    const struct act acts[] = {{"/besoins/1", "Publish", "geste", "publish", false, false},
                               {"/besoins/1", "Refuse", "geste", "refuse", true, true},
                               {"/besoins/1", "Park", "geste", "park", false, true}};
    html_acts(rq, &(struct acts){acts, 3});
    const char *made = drawn(rq);
    assert_contains(made, "<button name=\"geste\" value=\"publish\" class=\"button quiet\">Publish</button>");
    assert_contains(made, "<textarea id=\"motif-2\" name=\"motif\"");
    assert_contains(made, "<textarea id=\"motif-3\" name=\"motif\"");
}

static void acts_that_cannot_be_done_yet_say_why(void **state)
{
    struct request *rq = *state;
    const struct act acts[] = {{.path = "/besoins/1", .label = "Publish", .name = "geste", .value = "publish",
                                .blocked = "Choose a theme <first>.", .mend = "/besoins/1/modifier"},
                               {.path = "/besoins/1", .label = "Wake", .name = "geste", .value = "wake",
                                .primary = true}};
    html_acts(rq, &(struct acts){acts, 2});
    const char *made = drawn(rq);
    assert_contains(made, "<a href=\"/besoins/1/modifier\">Publish</a>");
    assert_contains(made, "Choose a theme &lt;first&gt;.");
    assert_lacks(made, "value=\"publish\"");
    assert_contains(made, "value=\"wake\" class=\"button primary\"");
}

static void broken_maps(void **state)
{
    struct request *rq = *state;
    const struct map_shape shapes[] = {
        {"No path", NULL, NULL, 1, false},
        {"Garbage", "javascript:x", "x,y;;,,1", NAN, true},
        {"Far", NULL, "999 999,1e400 0", 1, false},
        {"Point", "/a", "6 46", 2, false},
        {"Square", "/b", "6 46,6.1 46,6.1 46.1,6 46.1,6 46;6.2 46.2,6.3 46.2,6.3 46.3", -1, true}};
    const struct map_point points[] = {
        {"Nowhere", NULL, NULL, NAN, NAN}, {"<b>", "/c", "élu", 6.05, 46.05}, {"Out", NULL, "x", 200, 0}};
    html_map(rq, &(struct map){"Title", shapes, 5, points, 3, "needs"});
    const char *made = drawn(rq);
    assert_lacks(made, "nan");
    assert_lacks(made, "inf");
    assert_lacks(made, "javascript");
    assert_contains(made, "<title>Square");
    assert_contains(made, "&lt;b&gt;");
    assert_contains(made, ">é</text>");
    html_map(rq, &(struct map){"Title", shapes, 3, NULL, 0, NULL});
    assert_lacks(drawn(rq), "nan");
    html_map(rq, &(struct map){"Title", NULL, 0, &points[1], 1, NULL});
    assert_contains(drawn(rq), "translate(200 130)");
}

static void neighbours_keep_their_border(void **state)
{
    struct request *rq = *state;
    const struct map_shape shapes[] = {
        {"Left", NULL, "6 46,6.1 46.001,6.0999 46.0502,6.1003 46.1,6 46.1,6 46", 0, false},
        {"Right", NULL, "6.2 46,6.2 46.1,6.1003 46.1,6.0999 46.0502,6.1 46.001,6.2 46", 0, false}};
    struct map map = {.shapes = shapes, .shape_count = 2};
    struct map_frame frame;
    assert_true(map_frame_of(&map, &frame));
    const char **fine = map_paths(rq->arena, &map, &frame, 1000), **coarse = map_paths(rq->arena, &map, &frame, 1);
    assert_true(strlen(coarse[0]) <= strlen(fine[0]));
    assert_contains(fine[0], " 0-266 1-270");
    assert_contains(fine[1], "-1 270 0 266");
}

static const char *path_of_feature(struct arena *arena, const struct geo_feature *feature)
{
    struct buffer path = {.arena = arena};
    for (size_t i = 0; i < feature->ring_count; i++)
        for (size_t j = 0; j < feature->rings[i].count; j++)
            buffer_format(&path, "%s%.5f %.5f",
                          j   ? ","
                          : i ? ";"
                              : "",
                          feature->rings[i].lonlat[2 * j], feature->rings[i].lonlat[2 * j + 1]);
    return path.text;
}

static void a_departement_fits(void **state)
{
    struct request *rq = *state;
    const char *path = test_data(rq->arena, "territory/contours/communes-1000m-62.geojson"), *why;
    skip_without(path);
    size_t length;
    char *text = test_file(rq->arena, path, &length);
    struct geo_collection *communes = geojson_read(rq->arena, text, length, &why);
    assert_non_null(communes);
    struct map_shape *shapes = arena_array(rq->arena, communes->count, sizeof *shapes);
    for (size_t i = 0; i < communes->count; i++)
        shapes[i] = (struct map_shape){json_get_text(communes->features[i].properties, "nom"),
                                       arena_format(rq->arena, "/territoires/%zu", i),
                                       path_of_feature(rq->arena, &communes->features[i]), (double)(i % 9), i == 3};
    assert_true(communes->count > 800);
    html_map(rq, &(struct map){"Pas-de-Calais", shapes, communes->count, NULL, 0, "organisations"});
    const char *made = drawn(rq);
    size_t paths = 0;
    for (const char *at = made; (at = strstr(at, " d=\"")); at++)
        paths += strcspn(at + 4, "\"");
    assert_true(paths > 20000);
    assert_true(paths <= 61000);
}

static void the_living_page(void **state)
{
    struct request *rq = *state;
    living_draw(rq);
    const char *made = drawn(rq);
    assert_contains(made, "<h1>Components</h1>");
    assert_lacks(made, "style=");
}

static const struct entry entries[] = {
    {"/besoins", "Needs", NULL}, {"/carte", "Map", NULL}, {"/secret", "Secret", &administer}, {0}};
static void unused(struct request *rq)
{
}
static const struct route routes[] = {{GET, "/accessibilite", unused, &anyone}, {POST, "/api", unused, &anyone}, {0}};
static const struct feature feature = {.name = "test", .entries = entries, .routes = routes};
static const struct feature *const features[] = {&feature, NULL};

static const char *frame(struct request *rq, struct frame frame)
{
    layout_open(rq, &frame);
    layout_close(rq);
    return drawn(rq);
}

static void the_frame(void **state)
{
    struct request *rq = *state;
    struct app app = {.features = features, .version = "1"};
    rq->app = &app;
    rq->path = "/besoins/12";
    rq->query = "q=a";
    const char *made = frame(rq, (struct frame){.title = "A <need>", .status = OK});
    assert_contains(made, "<html lang=\"en\">");
    assert_contains(made, "<title>A &lt;need&gt; – Maillage</title>");
    assert_contains(made, "<a class=\"skip\" href=\"#contenu\">");
    assert_contains(made, "href=\"/besoins\" aria-current=\"true\"");
    assert_contains(made, "href=\"/carte\">");
    assert_contains(made, "href=\"/besoins/12?q=a&amp;langue=fr\"");
    assert_contains(made, "href=\"/accessibilite\"");
    assert_lacks(made, "href=\"/api\"");
    assert_lacks(made, "Secret");
    assert_lacks(made, "noindex");
    assert_lacks(made, "<script>");
}

static void the_frame_of_a_refused_form(void **state)
{
    struct request *rq = *state;
    struct user user = {.id = 1, .name = "A&B"};
    rq->user = &user;
    const char *made = frame(rq, (struct frame){.title = "Say a need", .status = INVALID, .flash = "Saved <here>."});
    assert_contains(made, "<title>Error: Say a need");
    assert_contains(made, "noindex");
    assert_contains(made, "role=\"status\">Saved &lt;here&gt;.</p>");
    assert_contains(made, "A&amp;B");
    assert_contains(made, "action=\"/deconnexion\"");
    assert_lacks(made, "<nav");
}

const struct CMUnitTest component_tests[] = {
    ALONE("all that is drawn is escaped, numbers without a comma", draw_escapes),
    ALONE("an address keeps the filters and goes back to the first page", addresses_keep_filters),
    ALONE("a pager knows its first, its last and what lies beyond", pager_ends),
    ALONE("a component that holds nothing draws nothing", nothing_draws_nothing),
    ALONE("without outlines the ground is dots", without_outlines_the_ground_is_dots),
    ALONE("a list too long for one file goes out in several",
              a_list_too_long_for_one_file_goes_out_in_several),
    ALONE("an active facet can be removed without touching the others", facets_are_removable),
    ALONE("each error of a form leads to its field and is tied to it", errors_lead_to_fields),
    ALONE("what was typed comes back, but for secrets", typed_values_come_back),
    ALONE("a code inside another is not taken for it", one_code_inside_another),
    ALONE("seldom filled fields are folded until one holds something",
          seldom_filled_fields_are_folded_until_one_holds_something),
    ALONE("an act that cannot be done yet says why, and where to mend that", acts_that_cannot_be_done_yet_say_why),
    ALONE("an act that asks for a reason has a place to write it", acts_ask_for_reasons),
    ALONE("a map of broken shapes is still a page", broken_maps),
    ALONE("neighbours on a map keep their common border", neighbours_keep_their_border),
    ALONE("a département of 890 communes fits a page", a_departement_fits),
    ALONE("the living page is well formed, each id once", the_living_page),
    ALONE("the frame marks where we are and links only to what exists", the_frame),
    ALONE("the frame of a refused form says so in its title", the_frame_of_a_refused_form),
    {0},
};

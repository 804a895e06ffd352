/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole answer, on real public data of the Nord: the contract of a fire service that ends (DECP), insertion
 * structures of its département, a capacity that lacks and is found, then the papers, the deposit and the award. */
#include "base/time.h"
#include "features/groupements/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/import.h"
#include <stdlib.h>

/* The first line of a file, and those that hold these words. */
static char *lines_with(struct site *site, const char *path, const char *words, size_t *length)
{
    struct buffer kept = {.arena = &site->arena};
    size_t size, at = 0;
    char *bytes = test_file(&site->arena, path, &size);
    for (size_t line = 0; at < size; line++) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t next = end ? (size_t)(end - bytes) + 1 : size;
        const char *one = arena_copy(&site->arena, bytes + at, next - at);
        if (!line || strstr(one, words))
            buffer_text(&kept, one);
        at = next;
    }
    *length = kept.length;
    return kept.text;
}

static int64_t bring(struct site *site, const char *kind, const char *path, const char *words)
{
    size_t length;
    char *bytes = lines_with(site, path, words, &length);
    struct import *import = import_open(site->db, &site->arena, kind, "real.csv", 0, site->now);
    assert_true(importer_find(&site->app, kind)->run(import, site->db, &site->arena, "real.csv", bytes, length));
    return import_close(import).added;
}

/* In June 2022 the contracts notified in March 2019 for 48 months end in nine months. False without the data. */
static bool set_the_scene(struct site *site)
{
    const char *structures = test_data(&site->arena, "directory/siae_3853.csv"),
        *contracts = test_data(&site->arena, "procurement/decp2019_flat.csv");
    if (!structures || !contracts)
        return false;
    site->now = days_from_civil(2022, 6, 1) * 86400 + 36000;
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    assert_int_equal(bring(site, "organisations", structures, ",59,"), 192);
    assert_true(bring(site, "contracts", contracts, "SDIS DU NORD") > 30);
    return true;
}

/* The number that stands before this text as "id" in the JSON of the last reply. */
static long id_before(struct site *site, const char *text)
{
    const char *at = strstr(body(site), text), *found = NULL;
    assert_non_null(at);
    for (const char *next = body(site); (next = strstr(next, "\"id\":")) && next < at; next++)
        found = next;
    assert_non_null(found);
    return strtol(found + 5, NULL, 10);
}

static void follow_the_contract(struct site *site)
{
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/marches/echeances.json?cpv=773");
    long id = id_before(site, "LOT 2 SECTEUR DE LILLE");
    submit(site, arena_format(&site->arena, "/marches/echeances/%ld", id), "");
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/lots", "numero=1&titre=Entretien+des+espaces+verts&cpv=77310000&lieu=Lille"
        "&montant=560000");
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/lots", "numero=2&titre=Blanchisserie+des+tenues&cpv=98310000&lieu=Lille&quantite=900"
        "&unite=kg+par+jour&montant=70000");
    expect_status(site, SEE_OTHER);
}

#define QUESTION "pose=1&lot=1&pose-1=1&fait-1=Entretien+des+espaces+verts&cpv-1=77310000&lieu-1=Lille" \
    "&lot=2&pose-2=1&fait-2=Blanchisserie+des+tenues&cpv-2=98310000&lieu-2=Lille&volume-2=900" \
    "&unite-2=kg+par+jour&lieu=Lille&distance=30&connues=1"

/* What the first button of the page would post. */
static const char *first_team(struct site *site)
{
    const char *at = strstr(body(site), "name=\"membres\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"membres\" value=\"");
    return arena_copy(&site->arena, at, strcspn(at, "\""));
}

static void build_the_team(struct site *site)
{
    visit(site, "/groupements/1/construire?" QUESTION);
    expect_text(site, "Lot 2: missing 900 kg par jour");
    expect_text(site, "ENTREPRISE SOCIALE DINAMIC");       /* a real laundry of Lesquin, that said no capacity */
    visit(site, "/groupements/1/construire?" QUESTION "&capacites=ENTREPRISE+SOCIALE+DINAMIC+%3B+2+%3B+1%20200");
    expect_no_text(site, "missing 900");
    expect_text(site, "it is proven");
    const char *team = first_team(site);
    submit(site, "/groupements/1/construire/inviter?" QUESTION, arena_format(&site->arena, "membres=%s", team));
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/role", "membre=1&role=lead");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/reponse", "membre=1&accord=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/reponse", "membre=2&accord=1");
    expect_status(site, SEE_OTHER);
}

static void write_the_offer(struct site *site)
{
    static const char *const kinds[] = {"existence", "social", "tax", "insurance", "capacity"};
    submit(site, "/groupements/1/lots", "numero=1&objet=Entretien+des+espaces+verts&offre=548000");
    submit(site, "/groupements/1/lots", "numero=2&objet=Blanchisserie+des+tenues&offre=69500.50");
    submit(site, "/groupements/1/parts", "lot=1&membre=1&tache=Coordination&montant=48000&tva=2000");
    submit(site, "/groupements/1/parts", "lot=1&membre=2&tache=Tonte+et+taille&montant=500000&tva=2000");
    submit(site, "/groupements/1/parts", "lot=2&membre=1&tache=Lavage&montant=69500.50&tva=550");
    for (int member = 1; member <= 2; member++)
        for (size_t i = 0; i < 5; i++)
            submit(site, "/groupements/1/pieces", arena_format(&site->arena, "membre=%d&piece=%s&valable=2023-06-30",
                                                               member, kinds[i]));
    submit(site, "/groupements/1/conditions", "forme=joint_solidary_lead&habilitation=1&remuneration=percent&valeur=3");
    submit(site, "/groupements/1/retroplanning", "");
    expect_status(site, SEE_OTHER);
}

static void move(struct site *site, const char *act, int status)
{
    submit(site, "/groupements/1/geste", arena_format(&site->arena, "geste=%s", act));
    expect_status(site, status);
}

static void sign_the_papers(struct site *site)
{
    static const char *const codes[] = {"accord-de-confidentialite", "lettre-d-intention", "convention", "repartition",
        "dc1", "dc2", "dc4", "attri1", "memoire", "retroplanning", "decisions"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        visit(site, arena_format(&site->arena, "/groupements/1/documents/%s.pdf", codes[i]));
        expect_status(site, OK);
        assert_memory_equal(body(site), "%PDF", 4);
        visit(site, arena_format(&site->arena, "/groupements/1/documents/%s.odt", codes[i]));
        assert_memory_equal(body(site), "PK", 2);
    }
}

static void a_contract_that_ends_is_answered_together_and_won(void **state)
{
    struct site *site = *state;
    if (!set_the_scene(site))
        test_skip();
    follow_the_contract(site);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    visit(site, "/groupements/nouveau?marche=1");
    expect_text(site, "SDIS DU NORD");
    submit(site, "/groupements/nouveau", "marche=1&titre=Espaces+verts+et+linge+du+SDIS&acheteur=SDIS+DU+NORD"
        "&lieu=Lille&limite=2022-09-30&heure=12%3A00");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "Compose the team");
    build_the_team(site);
    move(site, "form", SEE_OTHER);
    move(site, "apply", INVALID);                          /* the form of the group is not chosen */
    write_the_offer(site);
    move(site, "apply", SEE_OTHER);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);                         /* not yet an offer */
    move(site, "offer", SEE_OTHER);
    sign_the_papers(site);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, SEE_OTHER);
    move(site, "win", SEE_OTHER);
    visit(site, "/groupements/1");
    expect_text(site, "Awarded");
    visit(site, "/marches/1");
    expect_text(site, "Your group answers this contract");
    sign_out(site);
    visit(site, "/marches/1");
    expect_no_text(site, "Your group");
}

static void the_same_answer_is_refused_a_day_too_late(void **state)
{
    struct site *site = *state;
    if (!set_the_scene(site))
        test_skip();
    follow_the_contract(site);
    int64_t pilot = sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "marche=1&titre=Espaces+verts+et+linge+du+SDIS&acheteur=SDIS+DU+NORD"
        "&lieu=Lille&limite=2022-06-20&heure=12%3A00");
    build_the_team(site);
    move(site, "form", SEE_OTHER);
    write_the_offer(site);
    move(site, "apply", SEE_OTHER);
    move(site, "offer", SEE_OTHER);
    pass_time(site, 20 * 86400);
    come_back(site, pilot);
    submit(site, "/groupements/1/deposer", "");
    expect_status(site, CONFLICT);
    expect_text(site, "The deadline passed");
    move(site, "win", INVALID);
}

const struct CMUnitTest story_tests[] = {
    ON_A_SITE("a contract that ends is answered together, and won", a_contract_that_ends_is_answered_together_and_won),
    ON_A_SITE("the same answer is refused a day too late", the_same_answer_is_refused_a_day_too_late),
    {0}
};
